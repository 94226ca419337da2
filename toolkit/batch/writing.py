"""Records to part files, JSONL or Parquet: written beside, flushed to the disk, renamed, entered in the manifest."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Any, Protocol

from toolkit.batch import EXTRA
from toolkit.batch.item import Key, Outcome
from toolkit.batch.manifest import NAME, Manifest, cannot_write, in_use
from toolkit.errors import OptionError

__all__ = ["FORMATS", "PartWriter", "clear", "parquet_schema", "refuse_foreign"]

FORMATS = ("jsonl", "parquet")


class _Sink(Protocol):
    def write(self, records: Sequence[dict[str, Any]]) -> None: ...

    def close(self) -> None: ...


class _Lines:
    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def write(self, records: Sequence[dict[str, Any]]) -> None:
        for record in records:
            line = json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n"
            self._file.write(line.encode("utf-8", "replace"))  # half of a surrogate pair has no UTF-8

    def close(self) -> None:
        """Nothing is kept back."""


class _Table:
    def __init__(self, file: IO[bytes]) -> None:
        import pyarrow as pa
        import pyarrow.parquet

        self._schema = parquet_schema()
        self._from = pa.Table.from_pylist
        self._writer = pyarrow.parquet.ParquetWriter(file, self._schema, compression="zstd")

    def write(self, records: Sequence[dict[str, Any]]) -> None:
        rows = json.loads(json.dumps(records, ensure_ascii=False).encode("utf-8", "replace"))
        for row in rows:
            for name in ("titles", "versions"):
                row[name] = list(row[name].items())
        self._writer.write_table(self._from(rows, schema=self._schema))

    def close(self) -> None:
        self._writer.close()


def parquet_schema() -> Any:
    """The record as Arrow types: the fields of ``docs/json.md``; objects with free keys are maps.

    Raises:
        OptionError: pyarrow is not there.
    """
    try:
        import pyarrow as pa
    except ImportError:
        raise OptionError(f"--format parquet needs the extra: {EXTRA}") from None
    text, whole, real = pa.string(), pa.int32(), pa.float32()

    def struct(**fields: Any) -> Any:
        return pa.struct(list(fields.items()))

    span = {"start": whole, "end": whole}
    term = struct(
        term_id=text, source_start=whole, source_end=whole, source=text, target_start=whole, target_end=whole,
        target=text, form=text, case=text, way=text, glossary=text,
    )  # fmt: skip
    segment = struct(
        sentence=whole, **span, edits=pa.list_(struct(**span, replacement=text, rule=text)), source=text,
        target=text, score=real, terms=pa.list_(term), warnings=pa.list_(text), translation_score=real,
    )  # fmt: skip
    abstract = struct(
        length=text, language=text, text=text, words=whole, note=text, warnings=pa.list_(text),
        segments=pa.list_(segment),
    )  # fmt: skip
    fields = {
        "id": text, "source": text, "error": struct(kind=text, message=text, attempts=whole), "schema": text,
        "title": text, "titles": pa.map_(text, text), "language": text, "sentences": whole,
        "removed": pa.list_(struct(**span, text=text, reason=text)), "abstracts": pa.list_(abstract),
        "versions": pa.map_(text, text),
    }  # fmt: skip
    return pa.schema(list(fields.items()))


class PartWriter:
    """Gathers records into parts; :meth:`commit` makes what was written count.

    Args:
        manifest: of the output folder.
        format: one of :data:`FORMATS`.
    """

    def __init__(self, manifest: Manifest, format: str) -> None:
        self._manifest, self._format = manifest, format
        self._folder = manifest.folder
        self._keys: list[Key] = []
        self._file: IO[bytes] | None = None
        self._sink: _Sink | None = None
        _remove(self._folder, lambda name: name.startswith(".part-"))
        # killed between the renaming and the manifest: the part does not count, its articles are done again
        self._path(manifest.parts + 1).unlink(missing_ok=True)

    def _path(self, number: int) -> Path:
        return self._folder / f"part-{number:06d}.{self._format}"

    @property
    def waiting(self) -> int:
        """Records written and not yet committed."""
        return len(self._keys)

    def write(self, outcomes: Sequence[Outcome]) -> None:
        """Add records to the part that is open.

        Raises:
            InputError: the disk is full; what was committed stays.
        """
        if not outcomes:
            return
        try:
            if self._file is None or self._sink is None:
                self._file = (self._folder / f".{self._path(self._manifest.parts + 1).name}").open("wb")
                self._sink = (_Lines if self._format == "jsonl" else _Table)(self._file)
            self._sink.write([outcome.record for outcome in outcomes])
        except OSError as error:
            self.abandon()
            raise cannot_write(self._folder, error) from error
        self._keys += [outcome.key for outcome in outcomes]

    def commit(self, **values: str) -> None:
        """Flush the part, put it in its place and enter it, with values to keep.

        Raises:
            InputError: the disk is full; what was committed before stays.
        """
        if self._file is None or self._sink is None:
            return
        number = self._manifest.parts + 1
        try:
            self._sink.close()
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            Path(self._file.name).replace(self._path(number))
            _flush_folder(self._folder)
        except OSError as error:
            self.abandon()
            raise cannot_write(self._folder, error) from error
        self._manifest.commit(number, self._keys, **values)
        self._file, self._sink, self._keys = None, None, []

    def abandon(self) -> None:
        """Drop the part that is open."""
        file, self._file, self._sink, self._keys = self._file, None, None, []
        if file is not None:
            with contextlib.suppress(OSError):  # what was buffered does not fit on the disk either
                file.close()
            Path(file.name).unlink(missing_ok=True)


def _flush_folder(folder: Path) -> None:
    """Make a rename durable; Windows has no such call for folders."""
    if os.name != "nt":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _remove(folder: Path, ours: Callable[[str], bool]) -> None:
    for entry in folder.iterdir():
        if ours(entry.name) and entry.is_file():
            entry.unlink()


def clear(folder: Path) -> None:
    """Delete the parts and the manifest of an earlier run, and nothing else.

    Raises:
        OptionError: another process is writing to the folder.
        InputError: they cannot be deleted.
    """
    if in_use(folder):
        raise OptionError(f"another process is writing to {folder}: wait for it or stop it")
    try:
        if folder.is_dir():
            _remove(folder, lambda n: n.startswith((".part-", "part-")) and n.endswith(FORMATS))
            _remove(folder, lambda n: n.startswith(NAME))
    except OSError as error:
        raise cannot_write(folder, error) from error


def refuse_foreign(folder: Path) -> None:
    """A folder without a manifest but with part files was not made here, or its manifest was lost.

    Raises:
        OptionError: so it is.
    """
    if folder.exists() and not folder.is_dir():
        raise OptionError(f"-o {folder} is a file: name a folder")
    if folder.is_dir() and not (folder / NAME).exists() and next(folder.glob("part-*"), None) is not None:
        raise OptionError(
            f"{folder} has part files but no {NAME}: choose another folder, or --restart to delete them"
        )
