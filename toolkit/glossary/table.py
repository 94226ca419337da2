"""Read a glossary in our own CSV columns (see glossaries/README.md)."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from operator import itemgetter
from pathlib import Path
from typing import cast

from toolkit.errors import GlossaryError
from toolkit.glossary.term import Harmony, Target, Term

__all__ = [
    "COLUMNS",
    "KEEP",
    "MAX_BYTES",
    "PERSON",
    "TARGETS",
    "guess_delimiter",
    "parse_table",
    "read_table",
    "read_text",
    "row_term",
    "table_rows",
    "term_row",
    "write_table",
]

COLUMNS: tuple[str, ...] = (
    "id", "en", "en_variants", "en_abbr", "kk", "kk_abbr", "kk_reading", "kk_head", "kk_harmony",
    "ru", "ru_abbr", "ru_head", "zh", "zh_abbr", "kind", "case_sensitive", "forbidden", "note",
)  # fmt: skip
TARGETS: tuple[str, ...] = ("kk", "ru", "zh")
KEEP = "do-not-translate"
"""The ``kind`` of a term that stands in every language as it stands in the source."""

PERSON = "person"
"""The ``kind`` of a term that is the name of a person."""
MAX_BYTES = 64 << 20

_TRUE, _FALSE = {"1", "true", "yes", "y"}, {"", "0", "false", "no", "n"}


def read_table(path: Path, *, delimiter: str | None = None) -> list[Term]:
    """The terms of a CSV file (TSV by its name or its header), in the order of the file.

    Raises:
        GlossaryError: the file cannot be read, or a row in it is broken; with path, line and column.
    """
    text = read_text(path)
    return parse_table(text, name=path.stem, path=path, delimiter=delimiter)


def read_text(path: Path) -> str:
    """The text of a glossary file in UTF-8, with or without a byte order mark.

    Raises:
        GlossaryError: the file cannot be read, is too large or is not UTF-8.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise GlossaryError(f"larger than {MAX_BYTES >> 20} MB; split the glossary", path=path)
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        reason = error.strerror or "unknown error"
        raise GlossaryError(f"the glossary cannot be read ({reason}); check the path", path=path) from None
    except UnicodeDecodeError as error:
        raise GlossaryError(
            f"byte {error.start} is not UTF-8; save the glossary as UTF-8", path=path
        ) from None


def parse_table(
    text: str, *, name: str = "", path: Path | None = None, delimiter: str | None = None
) -> list[Term]:
    """The terms of a glossary in our columns, given as text.

    Raises:
        GlossaryError: a row is broken; with path, line and column.

    >>> parse_table("id,en,en_abbr,kk,kk_abbr\\nsco,Shanghai Cooperation Organisation,SCO,ұйым,ШЫҰ")[0].id
    'sco'
    """
    terms: list[Term] = []
    seen: dict[str, int] = {}
    for line, cells in _aligned_rows(text, path, delimiter):
        term = _term(cells, name, path, line)
        if term.id in seen:
            raise GlossaryError(
                f"id {term.id!r} is taken by line {seen[term.id]}; give each term its own",
                path=path,
                line=line,
                column="id",
            )
        seen[term.id] = line
        terms.append(term)
    return terms


def table_rows(
    text: str, *, path: Path | None = None, delimiter: str | None = None
) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows under the header as (line, column → cell, trimmed); blank rows are left out.

    Raises:
        GlossaryError: not a table, or one without our header; with path and line.
    """
    for line, cells in _aligned_rows(text, path, delimiter):
        yield line, dict(zip(COLUMNS, cells, strict=True))


def _aligned_rows(
    text: str, path: Path | None, delimiter: str | None
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The rows as (line, trimmed cells in the order of COLUMNS)."""
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise GlossaryError("a NUL byte; this is not a CSV file", path=path, line=line)
    if delimiter is None:
        delimiter = guess_delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    header: list[str] | None = None
    width = 0
    order: Callable[[list[str]], tuple[str, ...]] = tuple
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise GlossaryError(f"broken CSV ({error}); check the quotes", path=path, line=line) from None
        if row is None:
            break
        if not row or not "".join(row).strip():
            continue
        if header is None:
            header = _header(row, path, line)
            width = len(header)
            order = itemgetter(*(header.index(c) if c in header else width for c in COLUMNS))
            continue
        if len(row) > len(header):
            raise GlossaryError(
                f"{len(row)} cells under a header of {len(header)}; quote cells that contain {delimiter!r}",
                path=path,
                line=line,
            )
        if len(row) < width:
            row += [""] * (width - len(row))
        row.append("")  # for columns that the file leaves out
        yield line, tuple([cell.strip() for cell in order(row)])
    if header is None:
        raise GlossaryError(
            "the glossary is empty; it needs a header line with at least id and en", path=path
        )


def guess_delimiter(text: str) -> str:
    """Tab, semicolon or comma: whichever the first line has most of."""
    first = text.lstrip("\ufeff \r\n").partition("\n")[0]
    return max(",\t;", key=first.count)


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


def row_term(
    cells: Mapping[str, str], *, name: str = "", path: Path | None = None, line: int | None = None
) -> Term:
    """The term of one row (column → cell).

    Raises:
        GlossaryError: a cell is broken; with path, line and column.
    """
    return _term(tuple(cells.get(column, "").strip() for column in COLUMNS), name, path, line)


def _term(cells: tuple[str, ...], name: str, path: Path | None, line: int | None) -> Term:
    (
        identifier, source, variants, abbreviations, kk, kk_abbr, kk_reading, kk_head, kk_harmony,
        ru, ru_abbr, ru_head, zh, zh_abbr, kind, case_sensitive, forbidden, note,
    ) = cells  # fmt: skip

    def fail(column: str, reason: str) -> GlossaryError:
        return GlossaryError(reason, path=path, line=line, column=column)

    if not source:
        raise fail("en", "the English term is empty; fill it in or delete the row")
    sensitive = case_sensitive.casefold()
    if sensitive not in _TRUE and sensitive not in _FALSE:
        raise fail("case_sensitive", f"{case_sensitive!r} is neither yes nor no; write 1 or leave it empty")
    harmony = kk_harmony.casefold()
    if harmony not in ("", "front", "back"):
        raise fail("kk_harmony", f"{kk_harmony!r} is unknown; write front, back or nothing")
    for language, text, abbreviation, head in (
        ("kk", kk, kk_abbr, kk_head), ("ru", ru, ru_abbr, ru_head), ("zh", zh, zh_abbr, ""),
    ):  # fmt: skip
        if abbreviation and not text:
            raise fail(language, "an abbreviation without its full form; fill in both")
        if head and head != "-" and head not in text:
            raise fail(
                f"{language}_head", f"{head!r} does not stand in {text!r}; copy the word as it stands there"
            )
    person = kind == PERSON
    targets: dict[str, Target] = {}
    if kk:
        targets["kk"] = Target(
            kk,
            kk_abbr or None,
            kk_reading or None,
            kk_head or None,
            cast("Harmony | None", harmony or None),
            person,
        )
    if ru:
        targets["ru"] = Target(ru, ru_abbr or None, None, ru_head or None, None, person)
    if zh:
        targets["zh"] = Target(zh, zh_abbr or None, person=person)
    return Term(
        identifier or source,
        source,
        _items(variants) if variants else (),
        _items(abbreviations) if abbreviations else (),
        targets,
        kind,
        sensitive in _TRUE,
        note,
        name,
        _forbidden(forbidden, path, line) if forbidden else {},
        kind == KEEP,
    )


def _items(cell: str) -> tuple[str, ...]:
    if "|" not in cell:
        return (cell,)
    return tuple(dict.fromkeys(item for part in cell.split("|") if (item := part.strip())))


def _forbidden(cell: str, path: Path | None, line: int | None) -> Mapping[str, tuple[str, ...]]:
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


def term_row(term: Term) -> dict[str, str]:
    """The cells of a term, by column: what ``row_term`` reads back."""
    row = {
        "id": term.id,
        "en": term.source,
        "en_variants": "|".join(term.variants),
        "en_abbr": "|".join(term.abbreviations),
        "kind": KEEP if term.do_not_translate else term.kind,
        "case_sensitive": "yes" if term.case_sensitive else "no",
        "forbidden": "|".join(f"{lang}:{text}" for lang, texts in term.forbidden.items() for text in texts),
        "note": term.note,
    }
    for language, target in term.targets.items():
        row[language] = target.text
        row[f"{language}_abbr"] = target.abbreviation or ""
        row[f"{language}_head"] = target.head or ""
        if language == "kk":
            row["kk_reading"] = target.reading or ""
            row["kk_harmony"] = target.harmony or ""
    return {column: row.get(column, "") for column in COLUMNS}


def write_table(terms: Iterable[Term], *, delimiter: str = ",") -> str:
    """The terms as CSV (or, with a tab, TSV) in our columns."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    for term in terms:
        writer.writerow(term_row(term))
    return out.getvalue()
