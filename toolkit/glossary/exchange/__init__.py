"""Termbases in the formats of other tools: read and written by the suffix of the file.

======  ===================================================================================================
.csv    our columns (see glossaries/README.md), or two columns without a header: source, target (DeepL)
.tsv    the same with tabs
.txt    two columns with a tab
.tbx    TBX version 2 (``martif``) and version 3 (``tbx``, ISO 30042:2019), core subset
.tmx    TMX 1.4: one translation unit a term
.xlsx   the first sheet, as .csv; needs openpyxl (the extra ``xlsx``)
======  ===================================================================================================
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from toolkit.errors import GlossaryError, OptionError
from toolkit.glossary.exchange import pairs
from toolkit.glossary.table import parse_table, read_text, write_table
from toolkit.glossary.term import Term

__all__ = ["SUFFIXES", "read_terms", "write_terms"]

SUFFIXES: tuple[str, ...] = (".csv", ".tsv", ".txt", ".tbx", ".tmx", ".xlsx")


def read_terms(path: Path, *, language: str | None = None) -> list[Term]:
    """The terms of a file in any of the formats.

    Args:
        path: the file; its suffix names the format.
        language: the target language of a two-column file that does not name it (in its name, as in
            ``terms.en-kk.csv``, or in DeepL's third and fourth column).

    Raises:
        GlossaryError: the file cannot be read or is broken; with path, line and column where they are known.
        LanguageError: ``language`` is unknown.
    """
    suffix = path.suffix.casefold()
    if suffix in (".tbx", ".xml"):
        from toolkit.glossary.exchange import tbx

        return tbx.read(path)
    if suffix == ".tmx":
        from toolkit.glossary.exchange import tmx

        return tmx.read(path)
    if suffix == ".xlsx":
        from toolkit.glossary.exchange import xlsx

        return xlsx.read(path, language=language)
    if suffix not in (".csv", ".tsv", ".txt", ""):
        raise GlossaryError(f"{suffix!r} is no glossary format; known are {' '.join(SUFFIXES)}", path=path)
    text = read_text(path)
    if pairs.is_table(text):
        return parse_table(text, name=path.stem, path=path)
    return pairs.parse(text, name=path.stem, path=path, language=language)


def write_terms(
    terms: Iterable[Term], path: Path, *, language: str | None = None, version: int = 3
) -> list[str]:
    """Write terms to a file in the format of its suffix.

    Args:
        terms: what to write.
        path: the file; it is overwritten.
        language: write two columns for this target language instead of our table (.csv, .tsv, .txt).
        version: of TBX, 2 or 3.

    Returns:
        What the format cannot carry, one line each; empty if everything is there.

    Raises:
        OptionError: no such format or version.
        GlossaryError: the file cannot be written.
    """
    terms = list(terms)
    suffix = path.suffix.casefold()
    lost: list[str] = []
    data: bytes
    if suffix == ".tbx":
        from toolkit.glossary.exchange import tbx

        data = tbx.write(terms, version=version)
    elif suffix == ".tmx":
        from toolkit.glossary.exchange import tmx

        data = tmx.write(terms)
    elif suffix == ".xlsx":
        from toolkit.glossary.exchange import xlsx

        data = xlsx.write(terms)
    elif suffix in (".csv", ".tsv", ".txt"):
        delimiter = "," if suffix == ".csv" else "\t"
        if language is None and suffix == ".txt":
            raise OptionError("a .txt glossary has two columns; name the target language")
        if language is None:
            data = write_table(terms, delimiter=delimiter).encode()
        else:
            text, lost = pairs.write(terms, language, delimiter=delimiter)
            data = text.encode()
    else:
        raise OptionError(f"{suffix!r} is no glossary format; known are {' '.join(SUFFIXES)}")
    try:
        path.write_bytes(data)
    except OSError as error:
        raise GlossaryError(f"cannot be written ({error.strerror}); check the folder", path=path) from None
    return lost
