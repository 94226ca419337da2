"""Choosing the best set of sentences under a budget: novelty against redundancy, nothing that cannot
stand."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from toolkit.summary.budget import Budget

__all__ = ["Candidate", "choose"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """What the choice needs to know of a sentence.

    Attributes:
        score: worth by itself; the total of a set is what is maximised.
        words: length as it would stand in the abstract.
        leans: can only be taken along with the sentence before it.
        wants_person: can only be taken along with the sentences back to one that has a person.
        has_person: has the person that such a sentence means.
        usable: may stand in an abstract at all; a fragment may not.
        joined: is one quotation with the sentence before it: both or neither.
        vector: weights of its content words, of length 1 (or empty).
        part: where in the article it stands, 0 to 1.
        anchor: index of an earlier sentence without which it cannot be taken, or None.
    """

    score: float
    words: int
    leans: bool
    wants_person: bool
    has_person: bool
    usable: bool
    joined: bool
    vector: Mapping[str, float]
    part: float
    anchor: int | None = None


_POOL = 40
"""Sentences the beam considers: the best by score. More changes nothing for an article and costs time for a
book."""
_BEAM = 32
_BEAM_LIMIT = 16
"""Abstracts of more sentences than this are chosen greedily."""
_PULLS = (0.0, 5.0, 50.0)
_CHAIN = 8
"""How many sentences back one that leans on another may have to reach."""


def likeness(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Cosine of two vectors of length 1."""
    if len(other) < len(one):
        one, other = other, one
    return sum(weight * other.get(word, 0.0) for word, weight in one.items())


def choose(
    candidates: Sequence[Candidate],
    budget: Budget,
    *,
    redundancy: float,
    coverage: float,
    filled: float,
    duplicate: float,
    rest: float | None = None,
) -> tuple[int, ...] | None:
    """Indexes of the best set of sentences within the budget, in order, or None if no set meets it.

    The worth of a set is the sum of its scores, less ``redundancy`` × likeness for every pair, plus
    ``coverage`` for each part of the article that it touches, plus ``filled`` × the share of the words that
    it uses. Sets of up to a dozen sentences are found by beam search, larger ones greedily by maximal
    marginal relevance (Carbonell and Goldstein 1998). What the beam search leaves of the words may then be filled with
    sentences (each with what it leans on) that take no more than ``rest`` from the worth. Deterministic:
    ties go to the earlier one.
    """
    closed = [c for c in _closures(candidates) if all(candidates[i].usable for i in c)]
    closed = [c for c in closed if len(c) <= budget.max_sentences]
    closed = [c for c in closed if sum(candidates[i].words for i in c) <= budget.max_words]
    if min(budget.max_sentences, budget.max_words // 12) > _BEAM_LIMIT:
        return _greedy(candidates, closed, budget, redundancy, duplicate)
    worth = {c: sum(candidates[i].score for i in c) / len(c) for c in closed}
    for pull in _PULLS:
        # Where the best sentences are too short to meet the budget, longer ones are preferred more and more.
        size = {c: pull * _ahead(sum(candidates[i].words for i in c), len(c), budget) for c in closed}
        pool = sorted(sorted(closed, key=lambda c: (-worth[c] - size[c], c))[:_POOL])
        chosen = _beam(candidates, pool, budget, redundancy, coverage, filled, duplicate, pull)
        if chosen is not None:
            return (
                chosen
                if rest is None
                else _fill(candidates, closed, chosen, budget, redundancy, duplicate, rest)
            )
    return None


def _fill(
    candidates: Sequence[Candidate],
    closed: Sequence[tuple[int, ...]],
    chosen: tuple[int, ...],
    budget: Budget,
    redundancy: float,
    duplicate: float,
    rest: float,
) -> tuple[int, ...]:
    """The chosen and, as long as words are left, the best that fits and takes at most ``rest`` from the worth."""
    taken = set(chosen)
    while True:
        left = budget.max_words - sum(candidates[i].words for i in taken)
        best: tuple[float, tuple[int, ...]] | None = None
        for unit in closed:
            added = tuple(i for i in unit if i not in taken)
            if not added or sum(candidates[i].words for i in added) > left:
                continue
            if len(taken) + len(added) > budget.max_sentences:
                continue
            pairs = [
                likeness(candidates[i].vector, candidates[j].vector)
                for n, i in enumerate(added)
                for j in (*taken, *added[:n])
            ]
            if max(pairs, default=0.0) > duplicate:
                continue
            worth = sum(candidates[i].score for i in added) - redundancy * sum(pairs)
            if worth >= -rest and (best is None or (-worth, added) < (-best[0], best[1])):
                best = worth, added
        if best is None:
            return tuple(sorted(taken))
        taken.update(best[1])


def _ahead(words: int, sentences: int, budget: Budget) -> float:
    """How far so many sentences are ahead of the words that they have to bring on average."""
    return (words - sentences * budget.min_words / budget.max_sentences) / budget.max_words


def _closures(candidates: Sequence[Candidate]) -> list[tuple[int, ...]]:
    """What has to be taken with each sentence: its quotation whole, and what it leans on, down to one that
    stands."""
    units: list[list[int]] = []
    for index, candidate in enumerate(candidates):
        if candidate.joined and units:
            units[-1].append(index)
        else:
            units.append([index])
    closed: list[set[int] | None] = []
    home = {index: k for k, unit in enumerate(units) for index in unit}
    leans = [candidates[unit[0]].leans for unit in units]
    wants = [any(candidates[i].wants_person for i in unit) for unit in units]
    has = [any(candidates[i].has_person for i in unit) for unit in units]
    for k in range(len(units)):
        first, missing = k, wants[k]
        while first > 0 and (leans[first] or missing) and k - first < _CHAIN:
            first -= 1
            missing = (missing or wants[first]) and not has[first]
        needed: set[int] | None = (
            None if leans[first] or missing else {i for u in units[first : k + 1] for i in u}
        )
        for anchor in [candidates[i].anchor for i in needed or ()]:
            if anchor is not None and needed is not None:
                others = closed[home[anchor]]
                needed = None if others is None else needed | others
        closed.append(needed)
    return [tuple(sorted(needed)) for needed in closed if needed is not None]


_State = tuple[float, tuple[int, ...], int, frozenset[int]]


def _beam(
    candidates: Sequence[Candidate],
    pool: Sequence[tuple[int, ...]],
    budget: Budget,
    redundancy: float,
    coverage: float,
    filled: float,
    duplicate: float,
    pull: float,
) -> tuple[int, ...] | None:
    parts = max(2, min(budget.max_sentences, 6))
    members = sorted({i for unit in pool for i in unit})
    part = {i: min(parts - 1, int(candidates[i].part * parts)) for i in members}
    near = {i: {j: likeness(candidates[i].vector, candidates[j].vector) for j in members} for i in members}
    # value, chosen (in order), words, parts touched
    beam: list[_State] = [(0.0, (), 0, frozenset())]
    best: tuple[float, tuple[int, ...]] | None = None
    while beam:
        grown: dict[tuple[int, ...], _State] = {}
        for value, chosen, words, touched in beam:
            for unit in pool:
                added = [i for i in unit if i not in chosen]
                if not added or len(chosen) + len(added) > budget.max_sentences:
                    continue
                total = words + sum([candidates[i].words for i in added])
                if total > budget.max_words:
                    continue
                key = tuple(sorted((*chosen, *added)))
                if key in grown:
                    continue
                gain, before = 0.0, list(chosen)
                for i in added:
                    pairs = [near[i][j] for j in before]
                    if pairs and max(pairs) > duplicate:
                        break
                    gain += candidates[i].score - redundancy * sum(pairs)
                    before.append(i)
                else:
                    reached = touched.union([part[i] for i in added])
                    gain += coverage * (len(reached) - len(touched))
                    grown[key] = (value + gain, key, total, reached)
        for value, chosen, words, _ in grown.values():
            value += filled * words / budget.max_words
            fits = len(chosen) >= budget.min_sentences and words >= budget.min_words
            if fits and (best is None or (-value, chosen) < (-best[0], best[1])):
                best = (value, chosen)
        beam = sorted(grown.values(), key=lambda s: (-s[0] - pull * _ahead(s[2], len(s[1]), budget), s[1]))[
            :_BEAM
        ]
    return best[1] if best else None


def _greedy(
    candidates: Sequence[Candidate],
    closed: Sequence[tuple[int, ...]],
    budget: Budget,
    redundancy: float,
    duplicate: float,
) -> tuple[int, ...] | None:
    import numpy as np

    entries: dict[str, list[tuple[int, float]]] = {}
    for index, candidate in enumerate(candidates):
        for word, weight in candidate.vector.items():
            entries.setdefault(word, []).append((index, weight))
    postings = {
        word: (np.array([i for i, _ in pairs]), np.array([w for _, w in pairs]))
        for word, pairs in entries.items()
    }
    nearest = np.zeros(len(candidates))
    chosen: set[int] = set()
    words = 0

    def marginal(unit: tuple[int, ...]) -> float:
        added = [i for i in unit if i not in chosen]
        return sum(candidates[i].score - redundancy * float(nearest[i]) for i in added) / max(1, len(added))

    # Worth only ever falls as more is chosen: a heap of upper bounds needs few to be computed anew.
    heap = [(-marginal(unit), unit) for unit in closed]
    heapq.heapify(heap)
    while heap and len(chosen) < budget.max_sentences:
        bound, unit = heapq.heappop(heap)
        added = [i for i in unit if i not in chosen]
        total = words + sum(candidates[i].words for i in added)
        full = len(chosen) + len(added) > budget.max_sentences or total > budget.max_words
        if not added or full or any(nearest[i] > duplicate for i in added):
            continue
        if any(
            likeness(candidates[i].vector, candidates[j].vector) > duplicate
            for i, j in combinations(added, 2)
        ):
            continue
        now = -marginal(unit)
        if heap and (now, unit) > heap[0] and now > bound:
            heapq.heappush(heap, (now, unit))
            continue
        words = total
        for i in added:
            chosen.add(i)
            alike = np.zeros(len(candidates))
            for word, weight in candidates[i].vector.items():
                places, weights = postings[word]
                alike[places] += weight * weights
            nearest = np.maximum(nearest, alike)
    if len(chosen) < budget.min_sentences or words < budget.min_words:
        return None
    return tuple(sorted(chosen))
