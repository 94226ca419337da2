"""The values: an article, its sentences, and what was taken out."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

__all__ = ["Article", "Removed", "Sentence"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an article.

    Args:
        index: its number in the article, from 0.
        paragraph: the number of its paragraph, from 0; paragraphs that were removed do not count.
        start: character offset in ``Article.source``.
        end: offset after its last character.
        text: ``source[start:end]`` without removed pieces and invisible characters, with single spaces and hard
            line breaks joined. Quotation marks stay as they were.
    """

    index: int
    paragraph: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Removed:
    """A piece of the source that belongs to no sentence, and why.

    Args:
        start: character offset in ``Article.source``.
        end: offset after its last character.
        text: ``source[start:end]``.
        reason: ``title``, ``heading``, ``dateline``, ``byline``, ``credit``, ``boilerplate`` (share, newsletter, cookie
            and copyright lines), ``related`` (links to other articles), ``markup`` or ``hyphen`` (at a line's end).
    """

    start: int
    end: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Article:
    """A cleaned article.

    Args:
        source: the text that all offsets refer to: the input itself, or for HTML the main text taken from it.
        language: ``en``, ``kk``, ``ru`` or ``zh``.
        title: the headline, if one was given or found.
        sentences: in the order of the source.
        removed: in the order of the source, not overlapping.
    """

    source: str
    language: str
    title: str | None
    sentences: tuple[Sentence, ...]
    removed: tuple[Removed, ...]

    @property
    def paragraphs(self) -> tuple[tuple[Sentence, ...], ...]:
        """The sentences by paragraph."""
        return tuple(tuple(group) for _, group in groupby(self.sentences, key=lambda s: s.paragraph))
