"""Blocks: paragraphs with inline markup as nested spans, translated as whole sentences.

A sentence is translated as one, whatever stands inside it; the places of the spans in the target are found
afterwards (:mod:`api.markup.projection`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from api.markup.projection import Aligned, Piece, project
from toolkit.sentences import sentence_spans
from toolkit.translation import Segment

__all__ = ["Block", "Span", "translate_blocks"]

Translate = Callable[[Sequence[str]], Sequence[Segment]]


@dataclass(slots=True)
class Span:
    """Inline markup over ``text[start:end]`` of its block; empty for what stands between two characters.

    Attributes:
        payload: what the format needs to write it again.
        children: spans inside it, in order, not overlapping.
    """

    start: int
    end: int
    payload: Any
    children: list[Span] = field(default_factory=list)


@dataclass(slots=True)
class Block:
    """A paragraph: its text in single spaces, and the spans in it, in order and not overlapping."""

    text: str
    spans: list[Span] = field(default_factory=list)


def translate_blocks(blocks: Sequence[Block], source: str, target: str, translate: Translate) -> list[Block]:
    """The blocks in the target language, every span kept, nested as before.

    Args:
        blocks: paragraphs of one text, in order.
        source, target: language codes.
        translate: segments of one text → their translations.
    """
    cut = [sentence_spans(block.text, source) for block in blocks]
    texts = [block.text[s.start : s.end] for block, spans in zip(blocks, cut, strict=True) for s in spans]
    done = iter(translate(texts))
    aligned: list[Aligned] = []
    for block, spans in zip(blocks, cut, strict=True):
        out: list[str] = []
        pieces: list[Piece] = []
        at = size = 0
        for span in spans:
            gap = block.text[at : span.start]
            if target == "zh" and pieces and gap == " ":
                gap = ""
            segment = next(done)
            pieces.append(Piece(span.start, size + len(gap), segment))
            out += [gap, segment.target]
            size += len(gap) + len(segment.target)
            at = span.end
        out.append(block.text[at:])
        aligned.append(Aligned(block.text, "".join(out), tuple(pieces)))
    wanted = [(a, s) for a, block in zip(aligned, blocks, strict=True) for s in _all(block.spans)]
    places = project([(a, s.start, s.end) for a, s in wanted], target, translate)
    found = {id(span): place for (_, span), place in zip(wanted, places, strict=True)}
    return [
        Block(a.target, _nested(block.spans, found, 0, len(a.target)))
        for a, block in zip(aligned, blocks, strict=True)
    ]


def _all(spans: Sequence[Span]) -> list[Span]:
    found: list[Span] = []
    todo = list(reversed(spans))
    while todo:
        span = todo.pop()
        found.append(span)
        todo += reversed(span.children)
    return found


def _nested(spans: Sequence[Span], places: dict[int, tuple[int, int]], low: int, high: int) -> list[Span]:
    """The spans at their places, inside ``low:high`` and not overlapping; one without room is empty."""
    taken: list[tuple[int, int]] = []
    out: list[tuple[int, int, int, Span]] = []
    for number, span in enumerate(spans):
        start, end = (min(max(p, low), high) for p in places[id(span)])
        for other_start, other_end in taken:  # cut off what another one holds already
            if start < other_end and other_start < end:
                if start < other_start:
                    end = other_start
                else:
                    start = other_end
                    end = max(start, end)
            elif start == end and other_start < start < other_end:
                start = end = other_end
        if start < end:
            taken.append((start, end))
            taken.sort()
        children = _nested(span.children, places, start, end)
        out.append((start, end, number, Span(start, end, span.payload, children)))
    return [span for *_, span in sorted(out, key=lambda o: o[:3])]
