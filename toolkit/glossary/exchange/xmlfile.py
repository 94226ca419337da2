"""Read XML that strangers wrote: no entities, no external files, no bombs."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from pathlib import Path
from xml.parsers import expat

from toolkit.errors import GlossaryError
from toolkit.glossary.table import MAX_BYTES

__all__ = ["XML_LANG", "local_name", "parse_xml", "read_xml", "text_of"]

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_MAX_DEPTH = 100


def read_xml(path: Path) -> ElementTree.Element:
    """The root element of a file.

    Raises:
        GlossaryError: the file cannot be read, is no XML, or declares entities.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise GlossaryError(f"larger than {MAX_BYTES >> 20} MB; split the glossary", path=path)
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "unknown error"
        raise GlossaryError(f"the glossary cannot be read ({reason}); check the path", path=path) from None
    return parse_xml(data, path=path)


def parse_xml(data: bytes, *, path: Path | None = None) -> ElementTree.Element:
    """The root element of a document.

    A first pass declines every entity declaration before anything could be expanded, every reference to an
    external entity and absurd nesting; only then the tree is built. A plain DOCTYPE, which TBX and TMX files
    have, is let through and its DTD is never fetched.

    Raises:
        GlossaryError: no XML, or unsafe XML; with the line.
    """
    guard = expat.ParserCreate()
    depth = 0

    def refuse(*_: object) -> int:
        raise GlossaryError(
            "the XML declares entities, which are not allowed; remove its <!ENTITY …> lines",
            path=path,
            line=guard.CurrentLineNumber,
        )

    def enter(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > _MAX_DEPTH:
            raise GlossaryError(
                f"elements are nested more than {_MAX_DEPTH} deep; this is no glossary",
                path=path,
                line=guard.CurrentLineNumber,
            )

    def leave(*_: object) -> None:
        nonlocal depth
        depth -= 1

    guard.EntityDeclHandler = refuse
    guard.UnparsedEntityDeclHandler = refuse
    guard.ExternalEntityRefHandler = refuse
    guard.StartElementHandler = enter
    guard.EndElementHandler = leave
    guard.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    try:
        guard.Parse(data, True)
        return ElementTree.fromstring(data)
    except (expat.ExpatError, ElementTree.ParseError) as error:
        line = getattr(error, "lineno", None) or (getattr(error, "position", None) or (None,))[0]
        reason = expat.errors.messages.get(getattr(error, "code", 0), "syntax error")
        raise GlossaryError(f"broken XML ({reason}); export it again", path=path, line=line) from None
    except (LookupError, ValueError) as error:
        raise GlossaryError(f"broken XML ({error}); export it as UTF-8", path=path) from None


def local_name(element: ElementTree.Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def text_of(element: ElementTree.Element) -> str:
    """All text in an element, inline markup included, with single spaces."""
    return " ".join("".join(element.itertext()).split())
