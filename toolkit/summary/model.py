"""The values of a summary: an abstract, its sentences, and what was edited in them."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.article import Sentence
from toolkit.summary.budget import count_words

__all__ = ["Abstract", "Edit", "SummarySentence", "apply_edits"]


@dataclass(frozen=True, slots=True)
class Edit:
    """A change to a sentence: ``text[start:end]`` is replaced.

    Attributes:
        start: offset in the sentence's text (``Sentence.text``), not in the article's source.
        end: offset after the last character replaced; equal to ``start`` for an insertion.
        replacement: what stands there instead.
        rule: ``"connective"``, ``"inner-connective"``, ``"parenthesis"``, ``"demonstrative"``, ``"acronym"``,
            ``"name"``.
    """

    start: int
    end: int
    replacement: str
    rule: str


def apply_edits(text: str, edits: tuple[Edit, ...]) -> str:
    """The text with all edits made; they must not overlap.

    >>> apply_edits("However, it rained.", (Edit(0, 10, "I", "connective"),))
    'It rained.'
    """
    for edit in sorted(edits, key=lambda e: e.start, reverse=True):
        text = text[: edit.start] + edit.replacement + text[edit.end :]
    return text


@dataclass(frozen=True, slots=True)
class SummarySentence:
    """A chosen sentence.

    Attributes:
        sentence: as it stands in the article.
        text: as it stands in the abstract: the same with ``edits`` made.
        score: its worth when the choice was made; higher is better, comparable within an article only.
        edits: what was changed, in order.
    """

    sentence: Sentence
    text: str
    score: float
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Abstract:
    """An abstract of an article.

    Attributes:
        length: the length asked for, as given.
        language: code of the article's language.
        sentences: chosen sentences in the order of the article.
        note: a line for the user where the abstract is not what was asked for, or None.
    """

    length: str
    language: str
    sentences: tuple[SummarySentence, ...]
    note: str | None

    @property
    def text(self) -> str:
        """The abstract as one paragraph (Chinese: no spaces between sentences)."""
        return ("" if self.language == "zh" else " ").join(s.text for s in self.sentences)

    @property
    def words(self) -> int:
        """Length in words (:func:`~toolkit.summary.budget.count_words`)."""
        return count_words(self.text, self.language)
