"""Glossaries of two columns: source and target, without a header, as DeepL takes them.

DeepL allows a third and fourth column with the languages of the first two; see
https://developers.deepl.com/docs/api-reference/glossaries.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from toolkit.errors import GlossaryError, LanguageError
from toolkit.glossary.table import COLUMNS, guess_delimiter
from toolkit.glossary.term import Target, Term
from toolkit.languages import language_code

__all__ = ["is_table", "parse", "parse_rows", "write"]


def is_table(text: str) -> bool:
    """Does a text start with a header of our columns?"""
    delimiter = guess_delimiter(text)
    try:
        first = next(csv.reader(io.StringIO(text.lstrip("\ufeff \r\n")), delimiter=delimiter), [])
    except csv.Error:  # a bare carriage return, say: parsing will tell where
        return True
    header = [cell.strip().casefold() for cell in first]
    known = sum(cell in COLUMNS for cell in header)
    if not header or len(header) > 4 or known == len(header):
        return True
    if len(header) == 4 and known == 2 and header[2] in COLUMNS and header[3] in COLUMNS:
        return False  # DeepL's own columns: «road, жол, en, kk»
    return header[0] in COLUMNS and known > 1


def parse(text: str, *, name: str = "", path: Path | None = None, language: str | None = None) -> list[Term]:
    """The terms of a two-column glossary.

    Raises:
        GlossaryError: a row without two columns, or no known target language.

    >>> [term] = parse("SCO\\tШЫҰ\\n", language="kk")
    >>> term.source, term.targets["kk"].text
    ('SCO', 'ШЫҰ')
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=guess_delimiter(text))
    rows: list[tuple[int, list[str]]] = []
    try:
        for row in reader:
            rows.append((reader.line_num, row))
    except csv.Error as error:
        raise GlossaryError(
            f"broken CSV ({error}); check the quotes", path=path, line=reader.line_num
        ) from None
    return parse_rows(rows, name=name, path=path, language=language)


def parse_rows(
    rows: Iterable[tuple[int, Sequence[str]]],
    *,
    name: str = "",
    path: Path | None = None,
    language: str | None = None,
) -> list[Term]:
    """The terms of rows (line, cells): source, target and perhaps their languages."""
    target_language = language_code(language) if language else _language_of(name)
    found: dict[str, Term] = {}
    for line, cells in rows:
        row = [cell.strip() for cell in cells]
        if not any(row):
            continue
        if len(row) < 2 or not row[0] or not row[1]:
            raise GlossaryError(
                "a row needs a source and a target, separated by a tab or comma", path=path, line=line
            )
        own = target_language
        if len(row) >= 4 and row[2] and row[3]:
            try:
                if language_code(row[2]) != "en":
                    raise GlossaryError("the source language must be English", path=path, line=line)
                own = language_code(row[3])
            except LanguageError as error:
                raise GlossaryError(str(error), path=path, line=line) from None
        if own is None:
            raise GlossaryError(
                "the target language is not stated; name the file like terms.en-kk.csv or say which it is",
                path=path,
                line=line,
            )
        source, text = row[0], row[1]
        before = found.get(source)
        targets = {**(before.targets if before else {}), own: Target(text)}
        if before is not None and own in before.targets and before.targets[own].text != text:
            raise GlossaryError(
                f"{source!r} has two {own} targets; keep one", path=path, line=line, column="2"
            )
        abbreviation = (source,) if re.fullmatch(r"[A-Z][A-Z0-9&.+-]+", source) else ()
        found[source] = Term(source, source, (), abbreviation, targets, glossary=name)
    return list(found.values())


def _language_of(name: str) -> str | None:
    """The target language that a file name states last: «terms.en-kk», «glossary_ru»."""
    for part in reversed(re.split(r"[^A-Za-z]+", name)):
        if len(part) < 2:
            continue
        try:
            code = language_code(part)
        except LanguageError:
            return None
        return code if code != "en" else None
    return None


def write(terms: Iterable[Term], language: str, *, delimiter: str = "\t") -> tuple[str, list[str]]:
    """Source and target a line, variants and abbreviations as lines of their own; and what was lost."""
    language = language_code(language)
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    lost: list[str] = []
    written: set[str] = set()
    for term in terms:
        target = term.target(language)
        if target is None:
            lost.append(f"{term.id}: no {language} target")
            continue
        pairs = [(source, target.text) for source in (term.source, *term.variants)]
        pairs += [(source, target.abbreviation or target.text) for source in term.abbreviations]
        for source, text in pairs:
            if source not in written:
                written.add(source)
                writer.writerow((source, text))
    return out.getvalue(), lost
