"""From corpora to batches: one epoch passes the own corpus, with a share of the external text."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from training.corpus import TARGETS, Row
from training.names import common_words
from training.noise import add_noise
from training.placeholders import Candidate, Finder, read_terms, swap
from training.prepare import read_prepared
from training.sources import source_named
from training.vocabulary import EOS, PAD, Vocabulary

__all__ = [
    "TERMS",
    "Batch",
    "Example",
    "Pair",
    "Variants",
    "epoch",
    "external_pairs",
    "language_pieces",
    "own_pairs",
]

TERMS = Path(__file__).resolve().parent / "terms.tsv"
Ids = npt.NDArray[np.uint16]
_MOST_EXTERNAL, _MOST_OWN = (110, 120), (160, 180)


@dataclass(frozen=True, slots=True)
class Pair:
    """Source and target ids, without tags and ends."""

    source: Ids
    target: Ids


@dataclass(frozen=True, slots=True)
class Example:
    """A pair, its target language, and how often an epoch with external share 1 takes it."""

    language: str
    pair: Pair
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Batch:
    """Pairs of one language, of like length."""

    language: str
    pairs: tuple[Pair, ...]


def _ids(values: Sequence[int]) -> Ids:
    return np.asarray(values, dtype=np.uint16)


def external_pairs(folder: Path, vocabulary: Vocabulary) -> list[Example]:
    """The prepared external text, encoded; over-long pairs are left out."""
    rows = list(read_prepared(folder))
    sources, targets = vocabulary.encode([r.english for r in rows]), vocabulary.encode([r.text for r in rows])
    return [
        Example(row.target, Pair(_ids(a), _ids(b)), source_named(row.source).weight)
        for row, a, b in zip(rows, sources, targets, strict=True)
        if 1 <= len(a) <= _MOST_EXTERNAL[0] and 1 <= len(b) <= _MOST_EXTERNAL[1]
    ]


def own_pairs(rows: Sequence[Row], vocabulary: Vocabulary) -> list[Example]:
    """The own corpus in all three languages, encoded."""
    sources = [_ids(x) for x in vocabulary.encode([row[0] for row in rows])]
    out = []
    for i, language in enumerate(TARGETS, 1):
        targets = vocabulary.encode([row[i] for row in rows])
        out += [
            Example(language, Pair(a, _ids(b)))
            for a, b in zip(sources, targets, strict=True)
            if len(a) <= _MOST_OWN[0] and len(b) <= _MOST_OWN[1]
        ]
    return out


class Variants:
    """Further examples of an epoch: placeholder forms and noise. Candidates are looked for once a row.

    Args:
        rows: the rows, for the words that are no names.
        share: how many of the rows with candidates get a placeholder form, a language and an epoch.
        noise: how many rows come once more with noise on the English side; a like share of the placeholder
            forms gets noise too.
        names, quantities: see :class:`training.placeholders.Finder`.
    """

    def __init__(
        self, rows: Sequence[Row], share: float, noise: float, *, names: bool = True, quantities: bool = True
    ) -> None:
        common = common_words(row[0] for row in rows) if names else frozenset[str]()
        self._finder = Finder(read_terms(TERMS), common, names=names, quantities=quantities)
        if share and names:
            self._finder.learn(rows)
        self._share, self._noise = share, noise
        self._found: dict[Row, list[Candidate]] = {}

    def texts(self, rows: Sequence[Row], rng: random.Random) -> list[tuple[str, str, str]]:
        """(language, English, target) of an epoch's further examples."""
        out = []
        for row in rows:
            if self._share and row not in self._found:
                self._found[row] = self._finder.candidates(row)
            for i, language in enumerate(TARGETS, 1):
                if self._share and rng.random() < self._share:
                    swapped = swap(row, language, self._found[row], rng)
                    if swapped:
                        noisy = add_noise(swapped[0], rng) if rng.random() < self._noise else None
                        out.append((language, noisy or swapped[0], swapped[1]))
                if self._noise and rng.random() < self._noise and (noisy := add_noise(row[0], rng)):
                    out.append((language, noisy, row[i]))
        return out

    def examples(self, rows: Sequence[Row], rng: random.Random, vocabulary: Vocabulary) -> list[Example]:
        """:meth:`texts`, encoded."""
        texts = self.texts(rows, rng)
        sources, targets = vocabulary.encode([t[1] for t in texts]), vocabulary.encode([t[2] for t in texts])
        return [
            Example(text[0], Pair(_ids(a), _ids(b)))
            for text, a, b in zip(texts, sources, targets, strict=True)
            if len(a) <= _MOST_OWN[0] and len(b) <= _MOST_OWN[1]
        ]


def epoch(
    rng: random.Random, own: Sequence[Example], external: Sequence[Example], share: float, tokens: int
) -> list[Batch]:
    """The batches of an epoch: all own examples, a share of the external ones, in random order.

    Args:
        rng: drawn from; the same state gives the same batches.
        own: taken once each.
        external: each taken ``share × weight`` times, the fraction by chance.
        share: of the external text.
        tokens: padded tokens a batch.
    """
    chosen = [
        example
        for example in external
        for _ in range(int(example.weight * share) + (rng.random() < example.weight * share % 1))
    ]
    chosen += own
    batches: list[Batch] = []
    for language in TARGETS:
        mine = [example.pair for example in chosen if example.language == language]
        rng.shuffle(mine)
        mine.sort(key=lambda pair: max(len(pair.source), len(pair.target)) + rng.random() * 3)
        current, longest = list[Pair](), 0
        for pair in mine:
            length = max(len(pair.source) + 2, len(pair.target) + 1)
            if current and max(longest, length) * (len(current) + 1) > tokens:
                batches.append(Batch(language, tuple(current)))
                current, longest = [], 0
            current.append(pair)
            longest = max(longest, length)
        if current:
            batches.append(Batch(language, tuple(current)))
    rng.shuffle(batches)
    return batches


def language_pieces(
    vocabulary: Vocabulary, external: Iterable[Example], own: Iterable[Example]
) -> Mapping[str, list[int]]:
    """The ids that each target language uses: its softmax runs over these, and its ``vmap`` lists them."""
    size = len(vocabulary)
    counts = {language: np.zeros(size, dtype=np.int64) for language in TARGETS}
    for weight, examples in ((1, external), (3, own)):
        for example in examples:
            np.add.at(counts[example.language], example.pair.target, weight)
    for count in counts.values():
        count[vocabulary.always()] += 10
        count[[0, PAD, 1]] = 0
        count[EOS] += 10
    return {language: np.nonzero(count >= 2)[0].tolist() for language, count in counts.items()}
