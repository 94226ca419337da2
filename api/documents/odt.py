"""OpenDocument texts (ISO/IEC 26300)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lxml import etree

from api.documents.archive import Archive, ArchiveLimits
from api.documents.paragraphs import Leaf, Paragraph, translate_paragraphs
from api.markup.blocks import Translate

__all__ = ["translate_odt"]

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_CONTAINERS = frozenset({f"{_TEXT}span", f"{_TEXT}a"})


def translate_odt(
    data: bytes, source: str, target: str, translate: Translate, limits: ArchiveLimits
) -> bytes:
    """A text document: body, tables, notes, and headers and footers in its styles."""
    archive = Archive(data, limits)
    archive.xml("content.xml")
    roots = {name: archive.xml(name) for name in archive.names({"content.xml", "styles.xml"}.__contains__)}
    paragraphs = [
        _paragraph(element) for root in roots.values() for element in root.iter(f"{_TEXT}p", f"{_TEXT}h")
    ]
    translate_paragraphs(paragraphs, source, target, translate)
    return archive.with_parts(roots)


def _paragraph(element: Any) -> Paragraph:
    def write(new: Sequence[Leaf]) -> None:
        for child in list(element):
            element.remove(child)
        element.text = None
        for leaf in new:
            _append(element, leaf)

    return Paragraph(_leaves(element, (), ()), write)


def _leaves(element: Any, chain: tuple[Any, ...], key: tuple[str, ...]) -> list[Leaf]:
    found = [Leaf(chain, key, element.text)] if element.text else []
    for child in element:
        if child.tag in _CONTAINERS:
            own = str(sorted(child.attrib.items())) if child.tag.endswith("span") else str(id(child))
            found += _leaves(child, (*chain, child), (*key, own))
        elif child.tag == f"{_TEXT}s":
            found.append(Leaf(chain, key, " "))
        elif child.tag != f"{_TEXT}soft-page-break":
            found.append(Leaf(chain, key, atom=child))
        if child.tail:
            found.append(Leaf(chain, key, child.tail))
    return found


def _append(parent: Any, leaf: Leaf) -> None:
    for outer in leaf.chain:
        parent = etree.SubElement(parent, outer.tag, attrib=dict(outer.attrib), nsmap=outer.nsmap)
    if leaf.atom is not None:
        leaf.atom.tail = None
        parent.append(leaf.atom)
    elif len(parent):
        parent[-1].tail = (parent[-1].tail or "") + leaf.text
    else:
        parent.text = (parent.text or "") + leaf.text
