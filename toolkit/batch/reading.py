"""The input as a stream of articles: folders, globs, JSONL, CSV, TSV, Parquet. Nothing is read twice or held.

What cannot be read becomes a :class:`Refused` with its place, and the stream goes on behind it.
"""

from __future__ import annotations

import csv
import glob
import io
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from toolkit.batch import EXTRA
from toolkit.batch.item import Failure, Item, Refused, content_id, first_line, place_id
from toolkit.errors import InputError, OptionError

__all__ = ["Source", "read", "sources", "total_bytes"]

_HTML = (".html", ".htm", ".xhtml")
_ARTICLES = (".txt", ".text", *_HTML)
_TABLES = (".jsonl", ".ndjson", ".csv", ".tsv", ".parquet", ".pq")
_ROWS_AT_ONCE = 64
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Source:
    """An input as named: ``-``, a file, a folder, or a pattern.

    Attributes:
        name: as given.
        path: None for standard input.
    """

    name: str
    path: Path | None


def sources(names: Sequence[str]) -> tuple[Source, ...]:
    """The inputs, each checked to be there.

    Raises:
        InputError: nothing has that name.
        OptionError: a file of a kind that is not read here, or standard input twice.
    """
    if list(names).count("-") > 1:
        raise OptionError("- (standard input) can be named only once")
    found = []
    for name in names:
        path = Path(name)
        if name == "-":
            found.append(Source(name, None))
        elif path.exists() or not glob.has_magic(name):
            if not path.exists():
                raise InputError(f"no such file or folder: {name}")
            if path.is_file() and not _readable_kind(path):
                raise OptionError(f"{name}: name a folder or files ending in {' '.join(_ARTICLES + _TABLES)}")
            found.append(Source(name, path))
        else:
            if next(_matches(name), None) is None:
                raise InputError(f"no file matches {name}")
            found.append(Source(name, path))
    _check_extra(found)
    return tuple(found)


def _check_extra(named: Sequence[Source]) -> None:
    """Parquet is told at once to need the extra, not after hours."""
    if any(path.suffix.casefold() in (".parquet", ".pq") for source in named for path in files(source)):
        _parquet()


def _parquet() -> Any:
    try:
        import pyarrow.parquet
    except ImportError:
        raise OptionError(f"Parquet needs the extra: {EXTRA}") from None
    return pyarrow.parquet


def _readable_kind(path: Path) -> bool:
    return path.suffix.casefold() in _ARTICLES + _TABLES


def _matches(pattern: str) -> Iterator[Path]:
    for name in sorted(glob.iglob(pattern, recursive=True)):  # noqa: PTH207 - Path.glob takes no absolute pattern
        path = Path(name)
        if path.is_dir() or _readable_kind(path):
            yield path


def files(source: Source) -> Iterator[Path]:
    """The files of an input in a fixed order; of a folder those whose names end as articles' and tables' do."""
    if source.path is None:
        return
    starts = [source.path] if source.path.exists() else _matches(source.name)
    for path in starts:
        yield from _below(path) if path.is_dir() else (path,)


def _below(folder: Path) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        raise InputError(f"cannot read the folder {folder}: {error.strerror}") from error
    for path in entries:
        if path.name.startswith("."):
            continue
        if path.is_dir():
            yield from () if path.is_symlink() else _below(path)  # a link may lead back
        elif _readable_kind(path):
            yield path


def total_bytes(named: Sequence[Source]) -> int | None:
    """Bytes of all inputs, for the time left; None where standard input is among them."""
    if any(source.path is None for source in named):
        return None
    return sum(path.stat().st_size for source in named for path in files(source) if path.exists())


def read(named: Sequence[Source], *, max_bytes: int) -> Iterator[Item | Refused]:
    """The articles of all inputs, one at a time.

    Args:
        named: the inputs.
        max_bytes: larger articles are refused, without being held in memory.
    """
    for source in named:
        if source.path is None:
            yield from _jsonl(sys.stdin.buffer, "-", max_bytes)
            continue
        for path in files(source):
            try:
                yield from _file(path, max_bytes)
            except OSError as error:
                yield _refuse(str(path), f"cannot be read: {error.strerror or error}")


def _refuse(place: str, message: str, *, weight: float = 0.0, too_large: bool = False) -> Refused:
    failure = Failure("size" if too_large else "input", message, attempts=0)
    return Refused(place_id(place), place, failure, weight)


def _too_large(place: str, weight: float, max_bytes: int) -> Refused:
    message = f"larger than {max_bytes} bytes: split it, or raise --max-bytes"
    return _refuse(place, message, weight=weight, too_large=True)


def _file(path: Path, max_bytes: int) -> Iterator[Item | Refused]:
    kind = path.suffix.casefold()
    if kind in (".jsonl", ".ndjson"):
        with path.open("rb") as file:
            yield from _jsonl(file, str(path), max_bytes)
    elif kind in (".csv", ".tsv"):
        yield from _table(path, "," if kind == ".csv" else "\t", max_bytes)
    elif kind in (".parquet", ".pq"):
        yield from _parquet_rows(path, max_bytes)
    else:
        yield _article(path, max_bytes)


def _article(path: Path, max_bytes: int) -> Item | Refused:
    size = path.stat().st_size
    if size > max_bytes:
        return _too_large(str(path), size, max_bytes)
    data = path.read_bytes()
    kind = "html" if path.suffix.casefold() in _HTML else "auto"
    return Item(content_id(data), str(path), data, input_format=kind, weight=len(data))


def _jsonl(file: IO[bytes], name: str, max_bytes: int) -> Iterator[Item | Refused]:
    limit = 2 * max_bytes + 4096  # escapes may double a text, and there are other fields
    number = 0
    while line := file.readline(limit):
        number += 1
        place = f"{name}:{number}"
        if not line.endswith(b"\n") and len(line) == limit:
            size = len(line)
            while (rest := file.readline(_CHUNK)) and not rest.endswith(b"\n"):
                size += len(rest)
            yield _too_large(place, size + len(rest), max_bytes)
            continue
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if not line.strip():
            continue
        try:
            row = json.loads(line.rstrip())
        except UnicodeDecodeError as error:
            yield _refuse(place, f"the line is not UTF-8 (byte {error.start + 1})", weight=len(line))
        except json.JSONDecodeError as error:
            message = f"the line is not JSON ({error.msg}, column {error.colno})"
            yield _refuse(place, message, weight=len(line))
        except RecursionError:
            yield _refuse(place, "the line is not JSON of an article (nested too deep)", weight=len(line))
        else:
            yield _from_row(row, place, len(line), max_bytes)


def _table(path: Path, delimiter: str, max_bytes: int) -> Iterator[Item | Refused]:
    csv.field_size_limit(2 * max_bytes + 4096)
    with path.open("rb") as raw, io.TextIOWrapper(raw, encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file, delimiter=delimiter, strict=True)
        number, before = 1, 0
        while True:
            place = f"{path}:{number + 1}"
            try:
                names = rows.fieldnames
                row = next(rows, None)
            except csv.Error as error:
                number = max(number + 1, rows.line_num)
                yield _refuse(f"{path}:{number}", f"the row is broken: {error}")
                continue
            except UnicodeDecodeError as error:
                yield _refuse(place, f"not UTF-8 ({error.reason}): what follows in this file was not read")
                return
            number = rows.line_num
            if names is not None and not {"text", "html"} & set(names):
                yield _refuse(str(path), "the first row names no column text or html")
                return
            if row is None:
                return
            at = raw.tell()
            weight, before = at - before, at
            if None in row:
                message = f"the row has more fields than the first row names ({len(names or ())})"
                yield _refuse(place, message, weight=weight)
            else:
                yield _from_row({k: v for k, v in row.items() if v != ""}, place, weight, max_bytes)


def _parquet_rows(path: Path, max_bytes: int) -> Iterator[Item | Refused]:
    parquet = _parquet()
    import pyarrow

    broken = (pyarrow.ArrowException, OSError)
    try:
        file = parquet.ParquetFile(path)
    except broken as error:
        message = f"damaged or no Parquet file ({first_line(error)})"
        yield _refuse(str(path), message, weight=path.stat().st_size)
        return
    with file:
        known = [n for n in ("id", "title", "text", "html", "language") if n in file.schema_arrow.names]
        if not {"text", "html"} & set(known):
            yield _refuse(str(path), "there is no column text or html", weight=path.stat().st_size)
            return
        weight = path.stat().st_size / max(1, file.metadata.num_rows)
        first = 0
        for group in range(file.num_row_groups):
            size = file.metadata.row_group(group).num_rows
            row = first
            try:
                for batch in file.iter_batches(_ROWS_AT_ONCE, row_groups=[group], columns=known):
                    for value in batch.to_pylist():
                        row += 1
                        yield _from_row(value, f"{path}:{row}", weight, max_bytes)
            except broken as error:
                lost = f"rows {row + 1} to {first + size} are damaged ({first_line(error)})"
                yield _refuse(f"{path}:{row + 1}", lost, weight=weight * (first + size - row))
            first += size


def _from_row(row: object, place: str, weight: float, max_bytes: int) -> Item | Refused:
    """An article from the fields id, title, text or html, and language."""
    if not isinstance(row, Mapping):
        return _refuse(
            place, "not an object with the fields id, title, text or html, language", weight=weight
        )
    fields = {name: row.get(name) for name in ("id", "title", "text", "html", "language")}
    if isinstance(fields["id"], int) and not isinstance(fields["id"], bool):
        fields["id"] = str(fields["id"])
    for name, value in fields.items():
        if value is not None and not isinstance(value, str):
            return _refuse(place, f"the field {name} is no text", weight=weight)
    given, title = fields["id"], fields["title"] or None
    html = not fields["text"]
    content = fields["html"] if html else fields["text"]
    ident = given or content_id(content or "", title, fields["language"])
    if not content:
        ident = given or place_id(place)
        return Refused(ident, place, Failure("input", "there is no text and no html", attempts=0), weight)
    if len(content) > max_bytes or len(content.encode("utf-8", "surrogatepass")) > max_bytes:
        refused = _too_large(place, weight, max_bytes)
        return Refused(ident, place, refused.failure, weight)
    return Item(ident, place, content, title, fields["language"] or None, "html" if html else "auto", weight)
