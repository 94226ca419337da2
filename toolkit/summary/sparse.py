"""TextRank and LexRank as sumy computes them, with sparse matrices: linear in the length of the text.

sumy fills a matrix of all pairs of sentences, one pair at a time. Here the likeness of two sentences is
summed up over the words they share, and only pairs that share a word are ever touched. The definitions,
constants and stop criteria are sumy's, so that the scores agree to rounding (Mihalcea and Tarau 2004; Erkan
and Radev 2004).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np

__all__ = ["lexrank", "reduction", "textrank"]

_MAX_POSTINGS = 1_000
"""LexRank: a word that stands in more sentences than this brings no pairs together. Below a thousand sentences nothing
changes; above, it keeps the number of pairs linear, and a word so common weighs next to nothing."""

Array = Any  # numpy.ndarray; numpy's own generics say no more here


def _index(sentences: Sequence[Sequence[str]]) -> tuple[Array, Array, Array, int]:
    """Sentence, word and count of each entry of the sentence–word matrix, and the number of words."""
    vocabulary: dict[str, int] = {}
    rows, columns, counts = [], [], []
    for row, words in enumerate(sentences):
        for word, count in Counter(words).items():
            rows.append(row)
            columns.append(vocabulary.setdefault(word, len(vocabulary)))
            counts.append(count)
    return np.array(rows, int), np.array(columns, int), np.array(counts, float), len(vocabulary)


class _Likeness:
    """TextRank's likeness of all pairs of sentences, as a matrix that can only be multiplied with a vector.

    The likeness is the count of shared words over the sum of the logarithms of the two lengths. The count is
    a product of the sparse sentence–word matrix with itself, which is never written out; the divisor depends
    on the two lengths only, so one product for each length that occurs is enough.
    """

    def __init__(self, sentences: Sequence[Sequence[str]]) -> None:
        self.total = len(sentences)
        self.rows, self.columns, self.counts, self.words = _index(sentences)
        lengths = np.array([len(s) for s in sentences])
        self.logs = np.log(np.maximum(lengths, 1))
        kinds = [int(kind) for kind in np.unique(lengths) if kind > 0]
        self.groups = [(math.log(kind), np.flatnonzero(lengths[self.rows] == kind)) for kind in kinds]

    def times(self, values: Array, *, single: float) -> Array:
        """The product; ``single`` is the divisor of two sentences of one word each."""
        result = np.zeros(self.total)
        for log, entry in self.groups:
            weights = self.counts[entry] * values[self.rows[entry]]
            by_word = np.bincount(self.columns[entry], weights=weights, minlength=self.words)
            shared = np.bincount(self.rows, weights=self.counts * by_word[self.columns], minlength=self.total)
            divisor = self.logs + log
            result += shared / np.where(divisor == 0, single, divisor)
        return result

    def with_itself(self, *, single: float) -> Array:
        """The diagonal: each sentence's likeness to itself."""
        shared = np.bincount(self.rows, weights=self.counts**2, minlength=self.total)
        divisor = 2 * self.logs
        return shared / np.where(divisor == 0, single, divisor)


def reduction(sentences: Sequence[Sequence[str]]) -> list[float]:
    """Scores of graph reduction: the sum of a sentence's likenesses to all others."""
    matrix = _Likeness(sentences)
    sums = matrix.times(np.ones(matrix.total), single=np.inf) - matrix.with_itself(single=np.inf)
    return [float(value) for value in sums]


def textrank(sentences: Sequence[Sequence[str]]) -> list[float]:
    """TextRank scores (sum about 1): PageRank over the likenesses, each sentence its own neighbour too."""
    damping, epsilon, tiny = 0.85, 1e-4, 1e-7
    matrix = _Likeness(sentences)
    total = matrix.total
    degree = matrix.times(np.ones(total), single=1.0) + tiny
    rank = np.full(total, 1.0 / total)
    change = 1.0
    while change > epsilon:
        following = (1 - damping) / total * rank.sum() + damping * matrix.times(rank / degree, single=1.0)
        change = float(np.linalg.norm(following - rank))
        rank = following
    return [float(value) for value in rank]


def lexrank(sentences: Sequence[Sequence[str]]) -> list[float]:
    """LexRank scores of sentences given as lists of words: threshold 0.1 on the cosine of tf·idf, then power
    method."""
    threshold, epsilon = 0.1, 0.1
    total = len(sentences)
    rows, columns, counts, words = _index(sentences)
    frequency = np.bincount(columns, minlength=words)
    idf = np.log(total / (1 + frequency))
    top = np.ones(total)
    np.maximum.at(top, rows, counts)
    weights = counts / top[rows] * idf[columns]
    norms = np.sqrt(np.bincount(rows, weights=weights**2, minlength=total))

    order = np.argsort(columns, kind="stable")
    bounds = np.searchsorted(columns[order], np.arange(words + 1))
    postings = [(rows[order[a:b]], weights[order[a:b]]) for a, b in pairwise(bounds)]
    starts = np.searchsorted(rows, np.arange(total + 1))

    neighbours: list[Array] = []
    for row in range(total):
        if norms[row] == 0:
            neighbours.append(np.empty(0, int))
            continue
        mine = range(starts[row], starts[row + 1])
        close = [(postings[columns[k]], weights[k]) for k in mine if frequency[columns[k]] <= _MAX_POSTINGS]
        if not close:
            neighbours.append(np.array([row]))
            continue
        others = np.concatenate([posting[0] for posting, _ in close])
        products = np.concatenate([posting[1] * weight for posting, weight in close])
        found, inverse = np.unique(others, return_inverse=True)
        cosine = np.bincount(inverse, weights=products) / np.where(
            norms[found] == 0, np.inf, norms[found] * norms[row]
        )
        neighbours.append(found[cosine > threshold])

    degrees = np.array([max(1, len(n)) for n in neighbours], float)
    sources = np.repeat(np.arange(total), [len(n) for n in neighbours])
    targets = np.concatenate(neighbours) if neighbours else np.empty(0, int)
    rank: Array = np.full(total, 1.0 / total)
    change = 1.0
    while change > epsilon:
        following: Array = np.bincount(targets, weights=(rank / degrees)[sources], minlength=total)
        norm = float(np.linalg.norm(following))
        following = following / norm if norm else following
        change = float(np.linalg.norm(following - rank))
        rank = following
    return [float(value) for value in rank]
