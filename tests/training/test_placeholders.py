"""Placeholder variants: what is swapped, and that nothing else of a pair changes."""

import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("pymorphy3")

from training.batches import TERMS, Variants
from training.corpus import read_corpus
from training.names import common_words
from training.placeholders import CASES as GRAMMATICAL_CASES
from training.placeholders import MAX_PLACEHOLDERS, TARGETS, Candidate, Finder, find_term, read_terms, swap

FOLDER = Path(__file__).parent
QUANTITIES = [
    line.split("\t")
    for line in (FOLDER / "quantities.tsv").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
ROWS = read_corpus().held_out
FINDER = Finder(read_terms(TERMS), common_words(row[0] for row in read_corpus().training))


def row(english: str, language: str, target: str) -> list[str]:
    return [english, *(target if x == language else "" for x in TARGETS)]


@pytest.mark.parametrize(("english", "language", "target", "surface", "found"), QUANTITIES)
def test_quantity(english: str, language: str, target: str, surface: str, found: str) -> None:
    candidates = [c for c in FINDER.candidates(row(english, language, target)) if c.kind == "number"]
    places = {
        english[c.start : c.end]: target[c.places[language].start : c.places[language].end]
        for c in candidates
    }
    assert places.get(surface, "-") == found


@pytest.mark.parametrize(
    ("language", "term", "text", "case"),
    [
        ("kk", "ШЫҰ", "ШЫҰ-ның саммиті өтті.", "gen"),
        ("kk", "Шанхай ынтымақтастық ұйымы", "Шанхай ынтымақтастық ұйымына мүше елдер", "dat"),
        ("kk", "Астана", "Астанадағы саммит", "pos"),
        ("kk", "Астана", "Астана саммиті", "nom"),
        ("ru", "Казахстан", "экономика Казахстана", "gen"),
        ("ru", "Центральная Азия", "страны Центральной Азии", "gen"),
        ("ru", "ШОС", "саммит ШОС", "gen"),
        ("zh", "上合组织", "上合组织峰会", ""),
    ],
)
def test_term(language: str, term: str, text: str, case: str) -> None:
    place = find_term(language, term, text)
    assert place is not None
    assert place.case == case


def test_term_inside_a_word_is_none() -> None:
    assert find_term("kk", "Иран", "Ирандық дипломат") is None


def restored(text: str, pieces: list[str]) -> str:
    return re.sub(r"⟦(\d+)⟧(?:⟨\w+⟩)?", lambda m: pieces[int(m[1])], text)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(ROWS), st.sampled_from(TARGETS), st.integers(0, 10_000))
def test_only_what_was_swapped_changes(held: tuple[str, str, str, str], language: str, seed: int) -> None:
    candidates = FINDER.candidates(held)
    pair = swap(held, language, candidates, random.Random(seed))
    if pair is None:
        assert not [c for c in candidates if language in c.places]
        return
    english, target = pair
    numbers = re.findall(r"⟦(\d+)⟧", english)
    assert numbers == [str(i) for i in range(len(numbers))]
    assert sorted(re.findall(r"⟦(\d+)⟧", target)) == sorted(numbers)
    assert 1 <= len(numbers) <= MAX_PLACEHOLDERS
    # put back what stood there: both sides are the originals again
    sources, targets = [""] * len(numbers), [""] * len(numbers)
    shift = 0
    for match in re.finditer(r"⟦(\d+)⟧", english):
        start = match.start() + shift
        chosen = [c for c in candidates if c.start == start and language in c.places]
        following = english[match.end() : match.end() + 3].split("⟦")[0]
        ends = [c for c in chosen if held[0][c.end :].startswith(following)]
        assert ends
        candidate = next(c for c in ends if fits(c, english, match.end(), held[0]))
        place = candidate.places[language]
        sources[int(match[1])] = held[0][candidate.start : candidate.end]
        targets[int(match[1])] = held[1 + TARGETS.index(language)][place.start : place.end]
        shift += candidate.end - candidate.start - len(match[0])
    assert restored(english, sources) == held[0]
    assert restored(target, targets) == held[1 + TARGETS.index(language)]
    for tag in re.findall(r"⟨(\w+)⟩", target):
        assert language != "zh"
        assert tag in GRAMMATICAL_CASES


def fits(candidate: Candidate, english: str, at: int, original: str) -> bool:
    """Whether the text after the placeholder, up to the next one, follows the candidate in the original."""
    following = english[at:].split("⟦")[0]
    rest = original[candidate.end :]
    return rest.startswith(following) and (english[at + len(following) :] != "" or rest == following)


def test_more_pairs_than_with_the_list_alone() -> None:
    plain = Finder(read_terms(TERMS), names=False, quantities=False)
    for language in TARGETS:
        now = sum(any(language in c.places for c in FINDER.candidates(r)) for r in ROWS)
        before = sum(any(language in c.places for c in plain.candidates(r)) for r in ROWS)
        assert now > before * 1.15


def test_chinese_forms_are_learnt_from_certain_rows() -> None:
    certain = [
        ("Snow fell in Taraz.", "Таразда қар жауды.", "В Таразе выпал снег.", "塔拉兹下雪了。"),
        ("Taraz is old.", "Тараз – көне қала.", "Тараз — древний город.", "塔拉兹很古老。"),
    ]
    doubtful = ("Buses run from Taraz to Kulan.", "Автобустар Тараздан Құланға жүреді.", "Автобусы ходят из Тараза в Кулан.",
                "公交车从塔拉兹开往库兰。")  # fmt: skip
    finder = Finder([], common_words(["the buses run, snow fell"]))
    assert not [c for c in finder.candidates(doubtful) if "zh" in c.places]
    assert finder.learn(certain) == {"Taraz": "塔拉兹"}
    places = {doubtful[0][c.start : c.end]: c.places.get("zh") for c in finder.candidates(doubtful)}
    place = places["Taraz"]
    assert place is not None
    assert doubtful[3][place.start : place.end] == "塔拉兹"
    assert places["Kulan"] is None


def test_variants_depend_on_the_seed_alone() -> None:
    rows = read_corpus().training[:100]
    first = Variants(rows, 0.5, 0.2).texts(rows, random.Random(3))
    assert first == Variants(rows, 0.5, 0.2).texts(rows, random.Random(3))
    assert first != Variants(rows, 0.5, 0.2).texts(rows, random.Random(4))
    assert Variants(rows, 0.0, 0.0).texts(rows, random.Random(3)) == []
