"""TBX, the exchange format of termbases: version 2 (2008, ``martif``) and the core of version 3 (ISO 30042:2019).

A concept holds a section a language, and a section its terms. In English the first full term is the source, other
full terms are variants; in the other languages a further full term has no place in our table and is kept in the
note. What TBX-Core has no category for (reading, head, harmony, case) travels as notes ``toolkit …: …``, which
other tools show and we read back.
"""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable, Iterator
from pathlib import Path

from toolkit.errors import GlossaryError, LanguageError, OptionError
from toolkit.glossary.exchange.xmlfile import XML_LANG, local_name, read_xml, text_of
from toolkit.glossary.table import COLUMNS, row_term, term_row
from toolkit.glossary.term import Term
from toolkit.languages import language_code

__all__ = ["read", "write"]

NAMESPACE = "urn:iso:std:iso:30042:ed-2"
_SHORT = {"abbreviation", "acronym", "initialism", "shortForm", "shortcut", "clippedTerm"}
_BAD = {"deprecatedTerm-admn-sts", "supersededTerm-admn-sts", "deprecated", "superseded"}
_PRIVATE = ("kk_reading", "kk_head", "kk_harmony", "ru_head", "case_sensitive", "kind")


def read(path: Path) -> list[Term]:
    """The terms of a TBX file of version 2 or 3.

    Raises:
        GlossaryError: no TBX, unsafe XML, or a concept without an English term.
    """
    root = read_xml(path)
    if local_name(root) not in ("martif", "tbx"):
        raise GlossaryError(f"<{local_name(root)}> is not the root of a TBX file", path=path)
    terms = []
    for number, entry in enumerate(
        (e for e in root.iter() if local_name(e) in ("termEntry", "conceptEntry")), start=1
    ):
        terms.append(_concept(entry, number, path))
    if not terms:
        raise GlossaryError("no concept in this TBX file", path=path)
    return terms


def _concept(entry: ElementTree.Element, number: int, path: Path) -> Term:
    row: dict[str, str] = {"id": entry.get("id", "").removeprefix("c-") or f"concept-{number}"}
    notes: list[str] = []
    variants: list[str] = []
    forbidden: list[str] = []
    sections = [child for child in entry if local_name(child) in ("langSet", "langSec")]
    for note in _notes(entry, sections):
        key, _, value = note.removeprefix("toolkit ").partition(": ")
        if note.startswith("toolkit ") and key in _PRIVATE:
            row[key] = value
        else:
            notes.append(note)
    if "kind" not in row and (field := _described(entry, sections, "subjectField")):
        row["kind"] = field
    for section in sections:
        tag = section.get(XML_LANG) or section.get("lang") or ""
        try:
            language = language_code(tag)
        except LanguageError:
            notes.append(f"{tag or 'no language'}: {', '.join(text for text, _, _ in _terms(section))}")
            continue
        short: list[str] = []
        for text, is_short, is_bad in _terms(section):
            if not text:
                continue
            if is_bad:
                if language == "en":
                    notes.append(f"deprecated: {text}")
                else:
                    forbidden.append(f"{language}:{text}")
            elif is_short:
                short.append(text)
            elif language not in row:
                row[language] = text
            elif language == "en":
                variants.append(text)
            else:
                notes.append(f"also {language}: {text}")
        if short and language not in row:
            row[language] = short[0] if language == "en" else short.pop(0)
        if language == "en":
            row["en_abbr"] = "|".join(short)
        elif short:
            row[f"{language}_abbr"] = short[0]
            notes += [f"also {language}: {text}" for text in short[1:]]
    if not row.get("en"):
        raise GlossaryError(f"concept {row['id']!r} has no English term", path=path)
    row["en_variants"] = "|".join(variants)
    row["forbidden"] = "|".join(forbidden)
    row["note"] = "; ".join(notes)
    return row_term(row, name=path.stem, path=path)


def _notes(entry: ElementTree.Element, sections: list[ElementTree.Element]) -> Iterator[str]:
    """Notes and definitions of the concept as a whole."""
    inside = {id(element) for section in sections for element in section.iter()}
    for element in entry.iter():
        if id(element) in inside or element is entry:
            continue
        name = local_name(element)
        if name == "note" or (name == "descrip" and element.get("type") == "definition"):
            yield text_of(element)


def _described(entry: ElementTree.Element, sections: list[ElementTree.Element], kind: str) -> str:
    inside = {id(element) for section in sections for element in section.iter()}
    for element in entry.iter():
        if id(element) not in inside and (element.get("type") == kind or local_name(element) == kind):
            return text_of(element)
    return ""


def _terms(section: ElementTree.Element) -> Iterator[tuple[str, bool, bool]]:
    """(term, is it short, must it not be used) of each term in a language section."""
    for group in section.iter():
        if local_name(group) not in ("tig", "ntig", "termSec"):
            continue
        text, short, bad = "", False, False
        for element in group.iter():
            name = local_name(element)
            kind = element.get("type") or name
            if name == "term" and not text:
                text = text_of(element)
            elif kind == "termType":
                short = text_of(element) in _SHORT
            elif kind in ("administrativeStatus", "normativeAuthorization"):
                bad = text_of(element) in _BAD
        yield text, short, bad


def write(terms: Iterable[Term], *, version: int = 3) -> bytes:
    """A TBX document with these terms.

    Raises:
        OptionError: the version is neither 2 nor 3.
    """
    if version not in (2, 3):
        raise OptionError(f"TBX has versions 2 and 3, not {version}")
    old = version == 2
    root = ElementTree.Element(
        "martif" if old else "tbx",
        {"type": "TBX"} if old else {"type": "TBX-Core", "style": "dca", "xmlns": NAMESPACE},
    )
    root.set(XML_LANG, "en")
    header = ElementTree.SubElement(root, "martifHeader" if old else "tbxHeader")
    description = ElementTree.SubElement(header, "fileDesc")
    source = ElementTree.SubElement(description, "sourceDesc")
    ElementTree.SubElement(source, "p").text = "Exported by multilingual-summary-toolkit"
    if old:
        encoding = ElementTree.SubElement(header, "encodingDesc")
        ElementTree.SubElement(encoding, "p", {"type": "XCSURI"}).text = "TBXXCSV02.xcs"
    body = ElementTree.SubElement(ElementTree.SubElement(root, "text"), "body")
    for term in terms:
        _write_concept(body, term, old)
    ElementTree.indent(root)
    doctype = b'<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">\n' if old else b""
    return (
        b'<?xml version="1.0" encoding="UTF-8"?>\n'
        + doctype
        + bytes(ElementTree.tostring(root, encoding="utf-8"))
    )


def _write_concept(body: ElementTree.Element, term: Term, old: bool) -> None:
    row = term_row(term)
    entry = ElementTree.SubElement(
        body, "termEntry" if old else "conceptEntry", {"id": "c-" + _xml_id(term.id)}
    )
    if row["kind"]:
        ElementTree.SubElement(entry, "descrip", {"type": "subjectField"}).text = row["kind"]
    for column in COLUMNS:
        if column in _PRIVATE and column != "kind" and row[column] not in ("", "no"):
            ElementTree.SubElement(entry, "note").text = f"toolkit {column}: {row[column]}"
    if term.note:
        ElementTree.SubElement(entry, "note").text = term.note
    english = [(text, "fullForm", "") for text in (term.source, *term.variants)]
    english += [(text, "abbreviation", "") for text in term.abbreviations]
    _write_section(entry, "en", english, old)
    for language, target in term.targets.items():
        texts = [(target.text, "fullForm", "")]
        if target.abbreviation:
            texts.append((target.abbreviation, "abbreviation", ""))
        texts += [(text, "fullForm", "deprecatedTerm-admn-sts") for text in term.forbidden.get(language, ())]
        _write_section(entry, language, texts, old)
    for language, forbidden in term.forbidden.items():
        if language not in term.targets:
            texts = [(text, "fullForm", "deprecatedTerm-admn-sts") for text in forbidden]
            _write_section(entry, language, texts, old)


def _write_section(
    entry: ElementTree.Element, language: str, texts: list[tuple[str, str, str]], old: bool
) -> None:
    section = ElementTree.SubElement(entry, "langSet" if old else "langSec", {XML_LANG: language})
    for text, kind, status in texts:
        group = ElementTree.SubElement(section, "tig" if old else "termSec")
        ElementTree.SubElement(group, "term").text = text
        ElementTree.SubElement(group, "termNote", {"type": "termType"}).text = kind
        if status:
            ElementTree.SubElement(group, "termNote", {"type": "administrativeStatus"}).text = status


def _xml_id(text: str) -> str:
    return "".join(c if c.isalnum() or c in "-_." else "-" for c in text)
