"""Sentence splitting for English, Kazakh, Russian and Chinese.

One engine decides every full stop of the three alphabetic languages by the word in front of it and the word
behind; Chinese is split at its own stops. Libraries were tried first, on ``tests/data/sentences.tsv`` and on
22,000 sentences a language put together into paragraphs: nupunkt counts ordinary words ("raw", "century",
"York") as abbreviations and missed 428 ends in English where this one misses 8; syntok and razdel do not know Kazakh
abbreviations, and syntok failed 26 of 121 cases; none keeps a question with its speaker.

The convention: a quotation of several sentences is split inside; a question or exclamation in quotation marks
stays with the words that say whose it is (``“Why?” he asked.`` is one sentence).
"""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.languages import language_code
from toolkit.sentences import _alphabetic, _chinese
from toolkit.sentences._tables import RULES

__all__ = ["Span", "sentence_spans"]


@dataclass(frozen=True, slots=True)
class Span:
    """Character offsets of a sentence: ``text[start:end]``."""

    start: int
    end: int


def sentence_spans(text: str, language: str) -> list[Span]:
    """The sentences of one paragraph.

    Args:
        text: a paragraph; line breaks inside count as spaces.
        language: a code or any name that :func:`toolkit.languages.language_code` knows.

    Returns:
        Spans in order, not overlapping, without space at either end, covering every non-space character. Time
        is linear in the length of the text.

    Raises:
        LanguageError: the language is unknown.

    >>> text = "Why? Gov. Li did not say."
    >>> [text[span.start:span.end] for span in sentence_spans(text, "en")]
    ['Why?', 'Gov. Li did not say.']
    """
    spans: list[Span] = []
    start = 0
    for end in (*_sentence_ends(text, language_code(language)), len(text)):
        piece = text[start:end]
        stripped = piece.strip()
        if stripped:
            start += len(piece) - len(piece.lstrip())
            spans.append(Span(start, start + len(stripped)))
        start = end
    return spans


def _sentence_ends(text: str, code: str) -> list[int]:
    return _chinese.sentence_ends(text) if code == "zh" else _alphabetic.sentence_ends(text, RULES[code])
