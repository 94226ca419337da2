"""Writing results: UTF-8 whatever the terminal's locale; a file is written beside and then renamed."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from toolkit.errors import InputError, OptionError

__all__ = ["note", "progress", "write"]


def write(text: str, path: Path | None) -> None:
    """Write to a file or, without one, to stdout.

    Raises:
        OptionError: the path is a directory or its folder does not exist.
        InputError: it cannot be written (disk full, no permission); the old file is then still whole.
    """
    data = text.encode("utf-8", "surrogatepass" if path is None else "strict") if text else b""
    if path is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    if path.is_dir():
        raise OptionError(f"-o {path} is a directory: name a file in it")
    if not path.parent.is_dir():
        raise OptionError(f"-o {path}: there is no folder {path.parent}; make it first")
    if path.exists() and not path.is_file():  # a device or pipe cannot be replaced by a rename
        path.write_bytes(data)
        return
    temporary: str | None = None
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        mask = os.umask(0)
        os.umask(mask)
        Path(temporary).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~mask)
        Path(temporary).replace(path)
    except OSError as error:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        raise InputError(f"cannot write {path}: {error.strerror}; nothing was changed") from error


def note(text: str) -> None:
    """One line on stderr."""
    sys.stderr.buffer.write(f"{text}\n".encode())
    sys.stderr.flush()


@contextlib.contextmanager
def progress(wanted: bool) -> Iterator[Callable[[str], None]]:
    """Shows what is being done, on stderr, when stderr is a terminal and the work takes longer than a second."""
    if not wanted or not sys.stderr.isatty():
        yield lambda line: None
        return
    from rich.console import Console

    status = Console(stderr=True).status("working …")
    timer = threading.Timer(1.0, status.start)
    timer.daemon = True
    timer.start()
    try:
        yield lambda line: status.update(f"{line} …")
    finally:
        timer.cancel()
        timer.join()
        status.stop()
