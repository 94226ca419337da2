"""Reading the bytes of a file or of standard input."""

from __future__ import annotations

import sys
from pathlib import Path

from toolkit.errors import InputError

__all__ = ["read_bytes"]


def read_bytes(path: Path | None) -> bytes:
    """All bytes of a file, or of standard input without one.

    Raises:
        InputError: no such file, a directory, no permission.
    """
    if path is None:
        return sys.stdin.buffer.read()
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError(f"no such file: {path}") from None
    except IsADirectoryError:
        raise InputError(f"{path} is a directory: name a file in it") from None
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}") from None
