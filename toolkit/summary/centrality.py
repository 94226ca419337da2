"""How central each sentence is: scores from sumy, and the same scores in linear time for long texts."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from toolkit.errors import OptionError
from toolkit.summary._sumy import sumy_module

__all__ = ["SPARSE_FROM", "SUMY_METHODS", "centrality"]

SUMY_METHODS: dict[str, tuple[str, str]] = {
    "textrank": ("text_rank", "TextRankSummarizer"),
    "lexrank": ("lex_rank", "LexRankSummarizer"),
    "luhn": ("luhn", "LuhnSummarizer"),
    "lsa": ("lsa", "LsaSummarizer"),
    "sumbasic": ("sum_basic", "SumBasicSummarizer"),
    "kl": ("kl", "KLSummarizer"),
    "reduction": ("reduction", "ReductionSummarizer"),
}
"""Methods of sumy: module and class."""

SPARSE_FROM = 150
"""From so many sentences on, TextRank, LexRank and Reduction are computed with sparse matrices. sumy's loops
over all pairs take a quarter of a second there and grow with the square; the scores are the same (see the tests)."""


_SPARSE = ("textrank", "lexrank", "reduction")


class _Words:
    """A "tokenizer" for sumy's document model that hands out the words we already have."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = tuple(words)

    def to_words(self, text: str) -> tuple[str, ...]:
        return self._words


def _document(paragraphs: Sequence[Sequence[Sequence[str]]]) -> Any:
    dom = sumy_module("sumy.models.dom")
    # sumy keys scores by the text of a sentence: a number in front keeps repeated sentences apart.
    number = 0
    built = []
    for paragraph in paragraphs:
        sentences = []
        for words in paragraph:
            sentences.append(dom.Sentence(f"{number} {' '.join(words)}", _Words(words)))
            number += 1
        built.append(dom.Paragraph(sentences))
    return dom.ObjectDocumentModel(built)


def _scores_of_sumy(method: str, paragraphs: Sequence[Sequence[Sequence[str]]]) -> list[float]:
    module, name = SUMY_METHODS[method]
    base = getattr(sumy_module(f"sumy.summarizers.{module}"), name)
    scores: list[float] = []

    def keep(sentences: Any, count: Any, rating: Any, *args: Any, **kwargs: Any) -> tuple[()]:
        # Every summarizer of sumy ends in this call, with its scores as a mapping or a function.
        values = (rating[s] if isinstance(rating, dict) else rating(s, *args, **kwargs) for s in sentences)
        scores.extend(float(value) for value in values)
        return ()

    scorer = type(f"Scoring{name}", (base,), {"_get_best_sentences": staticmethod(keep)})()
    if method == "lsa":
        # sumy numbers the words in the order of a set, which differs from run to run, and so do the scores.
        scorer._create_dictionary = lambda document: {w: k for k, w in enumerate(sorted(set(document.words)))}
    document = _document(paragraphs)
    scorer(document, 1)
    # LexRank divides by nothing where no two sentences are alike.
    return [0.0 if math.isnan(score) else score for score in scores] or [0.0] * len(document.sentences)


def centrality(method: str, paragraphs: Sequence[Sequence[Sequence[str]]]) -> list[float]:
    """Scores of all sentences by one of sumy's methods, in the order of the sentences, best = 1.

    Args:
        method: a key of :data:`SUMY_METHODS`.
        paragraphs: paragraphs of sentences of content words (stems, without stop words).

    Returns:
        One number from 0 to 1 a sentence; all 0 if the method finds nothing to tell them apart.

    Raises:
        OptionError: there is no such method.

    >>> centrality("reduction", [[["rail", "tariff"], ["rail", "tariff", "cut"]], [["noodl"]]])
    [1.0, 1.0, 0.0]
    """
    if method not in SUMY_METHODS:
        raise OptionError(f"unknown method {method!r}: use one of combined, lead, {', '.join(SUMY_METHODS)}")
    count = sum(map(len, paragraphs))
    if count == 0 or not any(words for paragraph in paragraphs for words in paragraph):
        return [0.0] * count
    if count >= SPARSE_FROM and method in _SPARSE:
        from toolkit.summary import sparse

        compute: Callable[[Sequence[Sequence[str]]], list[float]] = getattr(sparse, method)
        scores = compute([words for paragraph in paragraphs for words in paragraph])
    else:
        import warnings

        with warnings.catch_warnings():
            # LSA warns of short texts, LexRank of texts in which nothing is alike.
            warnings.simplefilter("ignore")
            scores = _scores_of_sumy(method, paragraphs)
    low, high = min(scores), max(scores)
    return [(score - low) / (high - low) if high > low else 0.0 for score in scores]
