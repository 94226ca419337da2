"""Word documents and PowerPoint presentations (ECMA-376, Office Open XML)."""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from api.documents.archive import Archive, ArchiveLimits
from api.documents.paragraphs import Leaf, Paragraph, translate_paragraphs
from api.markup.blocks import Translate

__all__ = ["docx_text", "translate_docx", "translate_pptx"]

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True, slots=True)
class _Dialect:
    """Names of one markup language.

    Attributes:
        main: the part that every document of the kind has.
        parts: names of the parts that hold text.
        namespace: of all elements below.
        containers: elements around runs whose text belongs to the paragraph.
        noise: elements that only describe the old text.
        last: what must stay at the paragraph's end.
    """

    main: str
    parts: re.Pattern[str]
    namespace: str
    containers: frozenset[str] = frozenset()
    noise: frozenset[str] = frozenset()
    last: frozenset[str] = frozenset()

    def holds_text(self, part: str) -> bool:
        return self.parts.fullmatch(part) is not None

    def name(self, element: Any) -> str:
        tag = element.tag
        prefix = f"{{{self.namespace}}}"
        return tag.removeprefix(prefix) if isinstance(tag, str) and tag.startswith(prefix) else ""

    def tag(self, name: str) -> str:
        return f"{{{self.namespace}}}{name}"


_WORD = _Dialect(
    "word/document.xml",
    re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml"),
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    containers=frozenset({"hyperlink", "ins", "smartTag", "fldSimple"}),
    noise=frozenset({"proofErr", "lastRenderedPageBreak"}),
)
_DRAWING = _Dialect(
    "ppt/presentation.xml",
    re.compile(r"ppt/(slides/slide|notesSlides/notesSlide)\d+\.xml"),
    "http://schemas.openxmlformats.org/drawingml/2006/main",
    last=frozenset({"endParaRPr"}),
)


def translate_docx(
    data: bytes, source: str, target: str, translate: Translate, limits: ArchiveLimits
) -> bytes:
    """A Word document: body, tables, text boxes, headers, footers, notes and comments."""
    archive = Archive(data, limits)
    return _translate(archive, _WORD, source, target, translate)


def translate_pptx(
    data: bytes, source: str, target: str, translate: Translate, limits: ArchiveLimits
) -> bytes:
    """A presentation: slides and speaker's notes."""
    archive = Archive(data, limits)
    return _translate(archive, _DRAWING, source, target, translate)


def docx_text(data: bytes, limits: ArchiveLimits) -> str:
    """The paragraphs of a Word document's body, with a blank line between."""
    root = Archive(data, limits).xml(_WORD.main)
    paragraphs = (_paragraph(element, _WORD) for element in root.iter(_WORD.tag("p")))
    texts = ("".join(leaf.text for leaf in paragraph.leaves).strip() for paragraph in paragraphs)
    return "\n\n".join(text for text in texts if text)


def _translate(archive: Archive, dialect: _Dialect, source: str, target: str, translate: Translate) -> bytes:
    archive.xml(dialect.main)  # tells a document of another kind
    roots = {name: archive.xml(name) for name in archive.names(dialect.holds_text)}
    paragraphs = [
        _paragraph(element, dialect) for root in roots.values() for element in root.iter(dialect.tag("p"))
    ]
    translate_paragraphs(paragraphs, source, target, translate)
    return archive.with_parts(roots)


def _paragraph(element: Any, dialect: _Dialect) -> Paragraph:
    head = [child for child in element if dialect.name(child) == "pPr"]
    tail = [child for child in element if dialect.name(child) in dialect.last]
    leaves = [
        leaf
        for child in element
        if child not in head and child not in tail
        for leaf in _leaves(child, (), (), dialect)
    ]

    def write(new: Sequence[Leaf]) -> None:
        for child in list(element):
            element.remove(child)
        element.extend(head)
        for leaf in new:
            element.append(_built(leaf, dialect))
        element.extend(tail)

    return Paragraph(leaves, write)


def _leaves(element: Any, chain: tuple[Any, ...], key: tuple[str, ...], dialect: _Dialect) -> list[Leaf]:
    name = dialect.name(element)
    if name in dialect.noise:
        return []
    if name in dialect.containers:
        inner = (*chain, element), (*key, str(id(element)))
        return [leaf for child in element for leaf in _leaves(child, *inner, dialect)]
    if name != "r":
        return [Leaf(chain, key, atom=element)]
    properties = element.find(dialect.tag("rPr"))
    own = etree.tostring(properties, method="c14n", exclusive=True).decode() if properties is not None else ""
    inside: list[Leaf] = []
    for child in element:
        kind = dialect.name(child)
        if kind == "t":
            inside.append(Leaf((*chain, element), (*key, own), child.text or ""))
        elif kind != "rPr" and kind not in dialect.noise:
            inside.append(Leaf((*chain, element), (*key, own), atom=child))
    return inside


def _built(leaf: Leaf, dialect: _Dialect) -> Any:
    if leaf.atom is not None:
        inner = leaf.atom
    else:
        inner = etree.Element(dialect.tag("t"))
        inner.text = leaf.text
        if dialect is _WORD:
            inner.set(_SPACE, "preserve")
    for outer in reversed(leaf.chain):
        shell = etree.Element(outer.tag, attrib=dict(outer.attrib), nsmap=outer.nsmap)
        properties = outer.find(dialect.tag("rPr"))
        if properties is not None:
            shell.append(copy.deepcopy(properties))
        shell.append(inner)
        inner = shell
    return inner
