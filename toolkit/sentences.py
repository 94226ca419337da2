"""Sentence splitting for English, Kazakh, Russian and Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from toolkit.languages import language_code

__all__ = ["Span", "sentence_spans"]


@dataclass(frozen=True, slots=True)
class Span:
    """Character offsets of a sentence: ``text[start:end]``."""

    start: int
    end: int


_ZH_END = re.compile(r"(?:[。！？!?]+|…{1,2})[”’」』）》)\"']*")


def sentence_spans(text: str, language: str) -> list[Span]:
    """Sentences of one paragraph, in order, not overlapping, covering all non-space characters."""
    code = language_code(language)
    if code == "zh":
        ends: Iterable[int] = (m.end() for m in _ZH_END.finditer(text))
    elif code == "en":
        import nupunkt

        ends = (end for _, end in nupunkt.sent_spans(text))
    else:
        ends = _syntok_ends(text)
    spans: list[Span] = []
    start = 0
    for end in [*ends, len(text)]:
        piece = text[start:end]
        if piece.strip():
            lead = len(piece) - len(piece.lstrip())
            spans.append(Span(start + lead, start + len(piece.rstrip())))
            start = end
    return spans


def _syntok_ends(text: str) -> Iterable[int]:
    import syntok.segmenter as segmenter
    from syntok.tokenizer import Tokenizer

    for sentence in segmenter.split(Tokenizer(replace_not_contraction=False).tokenize(text)):
        tokens = list(sentence)
        yield tokens[-1].offset + len(tokens[-1].value)
