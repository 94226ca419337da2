"""Read a glossary in our own CSV columns (see glossaries/README.md)."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from toolkit.errors import GlossaryError
from toolkit.glossary.term import Harmony, Target, Term

__all__ = ["COLUMNS", "KEEP", "TARGETS", "parse_table", "read_table"]

COLUMNS: tuple[str, ...] = (
    "id", "en", "en_variants", "en_abbr", "kk", "kk_abbr", "kk_reading", "kk_head", "kk_harmony",
    "ru", "ru_abbr", "ru_head", "zh", "zh_abbr", "kind", "case_sensitive", "forbidden", "note",
)  # fmt: skip
TARGETS: tuple[str, ...] = ("kk", "ru", "zh")
KEEP = "do-not-translate"
"""The ``kind`` of a term that stands in every language as it stands in the source."""

_TRUE, _FALSE = {"1", "true", "yes", "y"}, {"", "0", "false", "no", "n"}
_MAX_FIELD = 100_000


def read_table(path: Path, *, delimiter: str | None = None) -> list[Term]:
    """The terms of a CSV file (TSV by its name or its header), in the order of the file.

    Raises:
        GlossaryError: the file cannot be read, or a row in it is broken; with path, line and column.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        reason = error.strerror or "cannot be read"
        raise GlossaryError(f"the glossary cannot be read ({reason}); check the path", path=path) from None
    except UnicodeDecodeError as error:
        raise GlossaryError(
            f"byte {error.start} is not UTF-8; save the glossary as UTF-8", path=path
        ) from None
    return parse_table(text, name=path.stem, path=path, delimiter=delimiter)


def parse_table(
    text: str, *, name: str = "", path: Path | None = None, delimiter: str | None = None
) -> list[Term]:
    """The terms of a glossary in our columns, given as text.

    Raises:
        GlossaryError: a row is broken; with path, line and column.

    >>> parse_table("id,en,en_abbr,kk,kk_abbr\\nsco,Shanghai Cooperation Organisation,SCO,ұйым,ШЫҰ")[0].id
    'sco'
    """
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise GlossaryError("a NUL byte; this is not a CSV file", path=path, line=line)
    first = text.partition("\n")[0]
    if delimiter is None:
        delimiter = (
            "\t"
            if "\t" in first and "," not in first
            else ";"
            if first.count(";") > first.count(",")
            else ","
        )
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    terms: list[Term] = []
    seen: dict[str, int] = {}
    header: list[str] | None = None
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise GlossaryError(f"broken CSV ({error}); check the quotes", path=path, line=line) from None
        if row is None:
            break
        if not any(cell.strip() for cell in row):
            continue
        if header is None:
            header = _header(row, path, line)
            continue
        if len(row) > len(header):
            raise GlossaryError(
                f"{len(row)} cells under a header of {len(header)}; quote cells that contain {delimiter!r}",
                path=path, line=line,
            )  # fmt: skip
        cells = {column: cell.strip() for column, cell in zip(header, row, strict=False)}
        term = _term(cells, name, path, line)
        if term.id in seen:
            raise GlossaryError(
                f"id {term.id!r} is taken by line {seen[term.id]}; give each term its own",
                path=path, line=line, column="id",
            )  # fmt: skip
        seen[term.id] = line
        terms.append(term)
    if header is None:
        raise GlossaryError(
            "the glossary is empty; it needs a header line with at least id and en", path=path
        )
    return terms


def _header(row: list[str], path: Path | None, line: int) -> list[str]:
    header = [cell.strip().casefold() for cell in row]
    unknown = [cell for cell in header if cell not in COLUMNS]
    if unknown:
        raise GlossaryError(
            f"unknown column {unknown[0]!r}; known are {', '.join(COLUMNS)}",
            path=path,
            line=line,
            column=unknown[0],
        )
    if len(set(header)) < len(header):
        twice = next(cell for cell in header if header.count(cell) > 1)
        raise GlossaryError("this column stands twice in the header", path=path, line=line, column=twice)
    if "en" not in header:
        raise GlossaryError("the header has no column en", path=path, line=line, column="en")
    return header


def _term(cells: Mapping[str, str], name: str, path: Path | None, line: int) -> Term:
    def fail(column: str, reason: str) -> GlossaryError:
        return GlossaryError(reason, path=path, line=line, column=column)

    get = cells.get
    source = get("en", "")
    if not source:
        raise fail("en", "the English term is empty; fill it in or delete the row")
    sensitive = get("case_sensitive", "").casefold()
    if sensitive not in _TRUE and sensitive not in _FALSE:
        raise fail("case_sensitive", f"{sensitive!r} is neither yes nor no; write 1 or leave it empty")
    harmony = get("kk_harmony", "").casefold()
    if harmony not in ("", "front", "back"):
        raise fail("kk_harmony", f"{harmony!r} is unknown; write front, back or nothing")
    kind = get("kind", "")
    targets: dict[str, Target] = {}
    for language in TARGETS:
        text = get(language, "")
        if not text:
            if get(f"{language}_abbr"):
                raise fail(language, "an abbreviation without its full form; fill in both")
            continue
        kazakh = language == "kk"
        head = get(f"{language}_head") or None
        if head is not None and head not in text:
            raise fail(
                f"{language}_head", f"{head!r} does not stand in {text!r}; copy the word as it stands there"
            )
        targets[language] = Target(
            text,
            get(f"{language}_abbr") or None,
            (get("kk_reading") or None) if kazakh else None,
            head,
            cast("Harmony | None", harmony or None) if kazakh else None,
        )
    return Term(
        get("id") or source,
        source,
        _items(get("en_variants", "")),
        _items(get("en_abbr", "")),
        targets,
        kind,
        sensitive in _TRUE,
        get("note", ""),
        name,
        _forbidden(get("forbidden", ""), path, line),
        kind == KEEP,
    )


def _items(cell: str) -> tuple[str, ...]:
    if not cell:
        return ()
    if "|" not in cell:
        return (cell,)
    return tuple(dict.fromkeys(item for part in cell.split("|") if (item := part.strip())))


def _forbidden(cell: str, path: Path | None, line: int) -> Mapping[str, tuple[str, ...]]:
    if not cell:
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for item in _items(cell):
        language, colon, text = item.partition(":")
        language, text = language.strip().casefold(), text.strip()
        if not colon or language not in TARGETS or not text:
            raise GlossaryError(
                f"{item!r} names no language; write it as ru:{item}", path=path, line=line, column="forbidden"
            )
        found[language] = (*found.get(language, ()), text)
    return found
