from __future__ import annotations

from dataclasses import replace
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.summary.budget import Budget
from toolkit.summary.selection import Candidate, choose, likeness

PAY = {"redundancy": 0.5, "coverage": 0.1, "filled": 0.0, "duplicate": 0.9}


def candidate(
    score: float,
    words: int,
    *,
    leans: bool = False,
    joined: bool = False,
    word: str = "",
    wants: bool = False,
    has: bool = False,
) -> Candidate:
    return Candidate(score, words, leans, wants, has, True, joined, {word: 1.0} if word else {}, 0.0)


CANDIDATES = st.builds(
    candidate,
    st.integers(-5, 20).map(lambda n: n / 10),
    st.integers(3, 30),
    leans=st.booleans(),
    joined=st.booleans(),
    word=st.sampled_from(["", "a", "b", "c", "d", "e", "f", "g"]),
)
BUDGETS = st.builds(
    lambda low, more, words, extra: Budget(low, low + more, words, words + extra),
    st.integers(1, 3),
    st.integers(0, 3),
    st.integers(0, 60),
    st.integers(0, 60),
)


def allowed(chosen: tuple[int, ...], candidates: list[Candidate], budget: Budget) -> bool:
    """The rules, written down once more and apart from the search."""
    words = sum(candidates[k].words for k in chosen)
    if not (budget.min_sentences <= len(chosen) <= budget.max_sentences):
        return False
    if not (budget.min_words <= words <= budget.max_words):
        return False
    for k in range(1, len(candidates)):
        if candidates[k].joined and ((k in chosen) != (k - 1 in chosen)):
            return False
        # what leans stands behind the sentence it leans on
        if k in chosen and candidates[k].leans and not candidates[k].joined and k - 1 not in chosen:
            return False
    if 0 in chosen and candidates[0].leans:
        return False
    return all(
        likeness(candidates[i].vector, candidates[j].vector) <= PAY["duplicate"]
        for i, j in combinations(chosen, 2)
    )


def worth(chosen: tuple[int, ...], candidates: list[Candidate]) -> float:
    pairs = sum(likeness(candidates[i].vector, candidates[j].vector) for i, j in combinations(chosen, 2))
    return sum(candidates[k].score for k in chosen) - PAY["redundancy"] * pairs + PAY["coverage"]


@settings(max_examples=300, deadline=None)
@given(st.lists(CANDIDATES, min_size=1, max_size=8), BUDGETS)
def test_what_is_chosen_is_allowed_and_hardly_worse_than_the_best(
    candidates: list[Candidate], budget: Budget
) -> None:
    chosen = choose(candidates, budget, **PAY)
    assert chosen == choose(candidates, budget, **PAY)
    if chosen is not None:
        assert chosen == tuple(sorted(set(chosen)))
        assert allowed(chosen, candidates, budget)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        CANDIDATES.map(lambda c: candidate(c.score, c.words, word=next(iter(c.vector), ""))), max_size=8
    ),
    BUDGETS,
)
def test_the_best_set_of_few_is_found(candidates: list[Candidate], budget: Budget) -> None:
    chosen = choose(candidates, budget, **PAY)
    sets = [
        c
        for size in range(1, len(candidates) + 1)
        for c in combinations(range(len(candidates)), size)
        if allowed(c, candidates, budget)
    ]
    if not sets:
        assert chosen is None
    else:
        assert chosen is not None
        best = max(worth(c, candidates) for c in sets)
        assert worth(chosen, candidates) >= best - 1e-9


def test_a_chain_comes_whole() -> None:
    candidates = [
        candidate(0.1, 10),
        candidate(0.1, 10, leans=True),
        candidate(5, 10, leans=True),
        candidate(1, 10),
    ]
    assert choose(candidates, Budget(1, 3, 0, 30), **PAY) == (0, 1, 2)
    assert choose(candidates, Budget(1, 2, 0, 30), **PAY) in ((0, 3), (0, 1))


def test_a_chain_goes_back_to_the_person_meant() -> None:
    candidates = [candidate(0.1, 10, has=True), candidate(0.1, 10), candidate(5, 10, leans=True, wants=True)]
    assert choose(candidates, Budget(1, 3, 0, 30), **PAY) == (0, 1, 2)


def test_a_sentence_comes_with_its_anchor() -> None:
    candidates = [candidate(0.1, 10), candidate(1, 10), replace(candidate(5, 10), anchor=0)]
    assert choose(candidates, Budget(1, 2, 0, 30), **PAY) == (0, 2)
    assert choose(candidates, Budget(1, 1, 0, 30), **PAY) == (1,)


def test_near_duplicates_never_stand_together() -> None:
    candidates = [candidate(1, 10, word="a"), candidate(0.9, 10, word="a"), candidate(0.1, 10, word="b")]
    assert choose(candidates, Budget(2, 2, 0, 30), **PAY) == (0, 2)


@settings(max_examples=30, deadline=None)
@given(st.lists(CANDIDATES, min_size=30, max_size=60), st.integers(18, 30))
def test_large_sets_are_allowed_too(candidates: list[Candidate], count: int) -> None:
    budget = Budget(1, count, 0, 10_000)
    chosen = choose(candidates, budget, **PAY)
    if chosen is not None:
        assert allowed(chosen, candidates, budget)


def test_the_rest_of_the_words_is_filled_at_a_bounded_cost() -> None:
    candidates = [
        candidate(2, 20),
        candidate(-0.4, 9),
        candidate(-0.2, 9),
        candidate(-0.1, 30),
        candidate(-9, 1),
    ]
    budget = Budget(1, 9, 0, 40)
    assert choose(candidates, budget, **PAY) == (0,)
    assert choose(candidates, budget, **PAY, rest=0.5) == (0, 1, 2)
    assert choose(candidates, budget, **PAY, rest=0.3) == (0, 2)
    assert choose(candidates, replace(budget, max_sentences=2), **PAY, rest=0.5) == (0, 2)


@given(st.lists(CANDIDATES, max_size=9), BUDGETS)
@settings(deadline=None)
def test_filling_keeps_the_rules(candidates: list[Candidate], budget: Budget) -> None:
    chosen = choose(candidates, budget, **PAY, rest=1.0)
    plain = choose(candidates, budget, **PAY)
    assert (chosen is None) == (plain is None)
    if chosen is not None and plain is not None:
        assert set(plain) <= set(chosen)
        assert allowed(chosen, candidates, budget)
