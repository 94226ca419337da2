"""Paragraphs of office documents: flattened to leaves, translated, and built again in the target's order.

A leaf is a stretch of text, or something that is not text (a picture, a field, a line break), with the elements
around it. The formatting that most of a paragraph has is its ground; leaves of other formatting become spans, so that
a bold word is bold in the translation, wherever it has gone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from api.markup import Block, Span, translate_blocks
from api.markup.blocks import Translate

__all__ = ["Leaf", "Paragraph", "translate_paragraphs"]

_BREAKS = frozenset({"br", "cr", "tab", "line-break"})
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Leaf:
    """A stretch of text, or an element that is kept as it is.

    Attributes:
        chain: the elements around it, from the outside; only they themselves count, not what is in them.
        key: equal for leaves of the same formatting.
        text: the text.
        atom: the element; the text is then empty.
    """

    chain: tuple[Any, ...]
    key: tuple[str, ...]
    text: str = ""
    atom: Any = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph and how to write it.

    Attributes:
        leaves: its content.
        write: puts new leaves in place of the old ones.
    """

    leaves: Sequence[Leaf]
    write: Callable[[Sequence[Leaf]], None]


def translate_paragraphs(
    paragraphs: Sequence[Paragraph], source: str, target: str, translate: Translate
) -> None:
    """Translate the paragraphs of one document in place; those without letters stay untouched."""
    drafts = [(p, d) for p in paragraphs if (d := _draft(p.leaves)) is not None]
    done = translate_blocks([block for _, (block, _) in drafts], source, target, translate)
    for (paragraph, (_, ground)), block in zip(drafts, done, strict=True):
        paragraph.write(_leaves(block, ground))


def _draft(leaves: Sequence[Leaf]) -> tuple[Block, Leaf] | None:
    """The block of a paragraph, and a leaf of its ground."""
    merged: list[Leaf] = []
    for leaf in leaves:
        if leaf.atom is None and merged and merged[-1].atom is None and merged[-1].key == leaf.key:
            merged[-1] = Leaf(leaf.chain, leaf.key, merged[-1].text + leaf.text)
        else:
            merged.append(leaf)
    text = "".join(_read(leaf) for leaf in merged)
    if not _LETTER.search(text):
        return None
    weight: Counter[tuple[str, ...]] = Counter()
    for leaf in merged:
        if leaf.atom is None:
            weight[leaf.key] += len(leaf.text)
    ground = max(weight, key=lambda key: weight[key])
    spans: list[Span] = []
    at = 0
    for leaf in merged:
        if leaf.atom is not None or leaf.key != ground:
            spans.append(Span(at, at + len(_read(leaf)), leaf))
        at += len(_read(leaf))
    return Block(text, spans), next(leaf for leaf in merged if leaf.atom is None and leaf.key == ground)


def _read(leaf: Leaf) -> str:
    """What stands there for a reader: words do not run together over a line break."""
    if leaf.atom is None:
        return leaf.text
    return " " if _breaks(leaf) else ""


def _breaks(leaf: Leaf) -> bool:
    tag = getattr(leaf.atom, "tag", None)
    return isinstance(tag, str) and tag.rpartition("}")[2] in _BREAKS


def _leaves(block: Block, ground: Leaf) -> list[Leaf]:
    out: list[Leaf] = []
    at = 0

    def add(leaf: Leaf, text: str) -> None:
        if out and _breaks(out[-1]):
            text = text.lstrip(" ")  # the break stood for it
        if text:
            out.append(Leaf(leaf.chain, leaf.key, text))

    for span in block.spans:
        add(ground, block.text[at : span.start])
        leaf: Leaf = span.payload
        if leaf.atom is not None:
            out.append(leaf)
        else:
            add(leaf, block.text[span.start : span.end])
        at = span.end
    add(ground, block.text[at:])
    return out
