"""TMX 1.4, the exchange format of translation memories, used for terms: a unit a term, a variant a language.

What TMX has no element for travels in ``<prop type="x-…">``, the way the format itself provides.
"""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable
from pathlib import Path

from toolkit.errors import GlossaryError, LanguageError
from toolkit.glossary.exchange.xmlfile import XML_LANG, local_name, read_xml, text_of
from toolkit.glossary.table import COLUMNS, row_term, term_row
from toolkit.glossary.term import Term
from toolkit.languages import language_code

__all__ = ["read", "write"]

_PROPERTIES = tuple(column for column in COLUMNS if column not in ("id", "en", "kk", "ru", "zh", "note"))


def read(path: Path) -> list[Term]:
    """The terms of a TMX file.

    Raises:
        GlossaryError: no TMX, unsafe XML, or a unit without English.
    """
    root = read_xml(path)
    if local_name(root) != "tmx":
        raise GlossaryError(f"<{local_name(root)}> is not the root of a TMX file", path=path)
    terms = []
    for number, unit in enumerate((e for e in root.iter() if local_name(e) == "tu"), start=1):
        row = {"id": unit.get("tuid") or f"unit-{number}"}
        notes = []
        for child in unit:
            name = local_name(child)
            if name == "note":
                notes.append(text_of(child))
            elif name == "prop":
                column = (child.get("type") or "").removeprefix("x-")
                if column in _PROPERTIES:
                    row[column] = text_of(child)
            elif name == "tuv":
                tag = child.get(XML_LANG) or child.get("lang") or ""
                segment = next((e for e in child if local_name(e) == "seg"), None)
                text = text_of(segment) if segment is not None else ""
                try:
                    language = language_code(tag)
                except LanguageError:
                    notes.append(f"{tag or 'no language'}: {text}")
                    continue
                if language in row:
                    notes.append(f"also {language}: {text}")
                else:
                    row[language] = text
        if not row.get("en"):
            raise GlossaryError(f"unit {row['id']!r} has no English segment", path=path)
        row["note"] = "; ".join(notes)
        terms.append(row_term(row, name=path.stem, path=path))
    if not terms:
        raise GlossaryError("no translation unit in this TMX file", path=path)
    return terms


def write(terms: Iterable[Term]) -> bytes:
    """A TMX document with these terms."""
    root = ElementTree.Element("tmx", {"version": "1.4"})
    ElementTree.SubElement(
        root,
        "header",
        {
            "creationtool": "multilingual-summary-toolkit",
            "creationtoolversion": "1",
            "segtype": "phrase",
            "o-tmf": "csv",
            "adminlang": "en",
            "srclang": "en",
            "datatype": "plaintext",
        },
    )
    body = ElementTree.SubElement(root, "body")
    for term in terms:
        row = term_row(term)
        unit = ElementTree.SubElement(body, "tu", {"tuid": term.id})
        if term.note:
            ElementTree.SubElement(unit, "note").text = term.note
        for column in _PROPERTIES:
            if row[column] not in ("", "no"):
                ElementTree.SubElement(unit, "prop", {"type": f"x-{column}"}).text = row[column]
        for language in ("en", "kk", "ru", "zh"):
            if row[language]:
                variant = ElementTree.SubElement(unit, "tuv", {XML_LANG: language})
                ElementTree.SubElement(variant, "seg").text = row[language]
    ElementTree.indent(root)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + bytes(ElementTree.tostring(root, encoding="utf-8"))
