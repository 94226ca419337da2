"""Quality gate of fixed terms: success and inflection on a part of the test set may not fall below their floors."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.terms import (
    FLOORS,
    GATE_SENTENCES,
    Result,
    below,
    gate_figures,
    measure,
    update_floors,
)
from benchmarks.termset import POSITIONS, TERMS, Sentence, digest, read_set, score, some
from tests.conftest import ROOT
from toolkit.errors import InputError, OptionError
from toolkit.glossary import Glossary
from toolkit.languages import TARGETS

SENTENCES = read_set()


def _four_grams(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[i : i + 4]) for i in range(len(words) - 3)}


# --- the set


def test_the_set_is_as_large_and_varied_as_promised() -> None:
    terms = [term for sentence in SENTENCES for term in sentence.terms]
    positions = Counter(name for term in terms for name in term.positions)
    assert len(SENTENCES) >= 170
    assert len(terms) >= 300
    assert set(positions) == set(POSITIONS)
    assert all(positions[name] >= 25 for name in ("subj", "obj", "gen", "dat", "loc", "abl", "ins", "abbr"))
    assert len({sentence.source for sentence in SENTENCES}) == len(SENTENCES)


def test_every_glossary_is_in_the_set_and_every_term_of_the_set_in_a_glossary() -> None:
    glossary = Glossary.default()
    seen = set()
    for sentence in SENTENCES:
        for term in sentence.terms:
            matches = glossary.match(term.surface)
            assert [(m.start, m.end) for m in matches] == [(0, len(term.surface))], (
                sentence.id,
                term.surface,
            )
            seen.add(matches[0].term.glossary)
    assert seen == {term.glossary for term in glossary.terms}


@pytest.mark.parametrize("language", TARGETS)
def test_the_reference_translations_pass_their_own_test(language: str) -> None:
    for sentence in SENTENCES:
        outcomes = score(sentence, sentence.references[language], language, {})
        wrong = [t.surface for t, o in zip(sentence.terms, outcomes, strict=True) if not o.exact]
        assert not wrong, (sentence.id, wrong)


def test_letters_of_the_references_belong_to_the_language() -> None:
    for sentence in SENTENCES:
        assert not re.search("[әғқңөұүһі]", sentence.references["ru"], re.IGNORECASE), sentence.id
        assert not re.search("[а-яә-ө]", sentence.references["zh"], re.IGNORECASE), sentence.id
        for language in TARGETS:
            mixed = re.search(
                r"[А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі][A-Za-z]|[A-Za-z][А-Яа-яЁё]", sentence.references[language]
            )
            assert not mixed, (sentence.id, language)


def test_the_set_is_disjoint_from_the_training_corpus_and_the_seeds() -> None:
    """No sentence is in the corpus, and none shares more than 60 % of its word 4-grams with a line of it."""
    grams = {sentence.id: _four_grams(sentence.source) for sentence in SENTENCES}
    owners: dict[tuple[str, ...], set[str]] = {}
    for name, some_ in grams.items():
        for gram in some_:
            owners.setdefault(gram, set()).add(name)
    sources = {sentence.source.casefold() for sentence in SENTENCES}
    files = sorted((ROOT / "training" / "corpus").glob("*.tsv"))
    lines = [line.split("\t")[0] for f in files for line in f.read_text(encoding="utf-8").splitlines()]
    lines += [f.read_text(encoding="utf-8") for f in sorted((ROOT / "seeds").glob("*.txt"))]
    assert lines
    for line in lines:
        assert line.casefold() not in sources
        shared: Counter[str] = Counter()
        for gram in _four_grams(line) & owners.keys():
            shared.update(owners[gram])
        for name, count in shared.items():
            assert count <= 0.6 * len(grams[name]), (name, line[:200])


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("x1\t\tThe {1:subj:SCO} met.\t{1:ШЫҰ} жиналды.\tШОС собралась.\t{1:上合组织}开会。", "not marked"),
        ("x1\t\tThe SCO met.\t{1:ШЫҰ} жиналды.\tШОС собралась.\t上合组织开会。", "same terms"),
        ("x1\t\tThe {1:SCO} met.\tШЫҰ жиналды.\tШОС собралась.\t上合组织开会。", "brace"),
    ],
)
def test_a_damaged_set_is_named_with_its_line(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "terms.tsv"
    path.write_text(f"id\ttext\ten\tkk\tru\tzh\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError, match=f"terms.tsv:2: .*{message}"):
        read_set(path)


def test_a_part_of_the_set_keeps_texts_whole() -> None:
    part = some(SENTENCES, 40)
    assert 40 <= len(part) < 60
    names = {s.text for s in part if s.text}
    assert [s for s in SENTENCES if s.text in names] == [s for s in part if s.text]
    assert some(SENTENCES, None) == SENTENCES


# --- scoring


@pytest.mark.parametrize(
    ("language", "output", "exact", "lemma"),
    [
        ("kk", "Президент көмегі үшін ШЫҰ-ға алғыс айтты.", True, True),
        ("kk", "Президент ШЫҰ-ның көмегіне риза.", False, True),
        ("kk", "Президент көмекке риза.", False, False),
        ("kk", "Президент БШЫҰ-ға алғыс айтты.", False, False),
        ("ru", "Президент поблагодарил ШОС за помощь.", True, True),
        ("zh", "总统感谢上合组织提供的帮助。", True, True),
    ],
)
def test_scoring_tells_form_from_term(language: str, output: str, exact: bool, lemma: bool) -> None:
    sentence = next(s for s in SENTENCES if s.source.startswith("The president thanked the SCO"))
    variants = {0: {"kk": ("ШЫҰ", "ШЫҰ-ның", "ШЫҰ-ға"), "ru": ("ШОС",), "zh": ("上合组织",)}[language]}
    (outcome,) = score(sentence, output, language, variants)
    assert (outcome.exact, outcome.lemma) == (exact, lemma)


def test_a_place_counts_for_one_term_only() -> None:
    sentence = next(
        s for s in SENTENCES if s.source.startswith("The farmers' debts to the Eurasian Development")
    )
    twice = Sentence("x", "", sentence.source, sentence.references, sentence.terms * 2)
    outcomes = score(twice, sentence.references["kk"], "kk", {})
    assert [o.exact for o in outcomes] == [True, False]


# --- floors


def test_floors_are_only_raised(tmp_path: Path) -> None:
    path = tmp_path / "terms.json"
    assert update_floors({"kk.lemma": 99.0}, "one", path) == {"kk.lemma": 97.0}
    update_floors({"kk.lemma": 98.0}, "one", path)
    assert json.loads(path.read_text(encoding="utf-8"))["floors"] == {"kk.lemma": 97.0}
    with pytest.raises(OptionError, match=r"never lowered: kk\.lemma is 90"):
        update_floors({"kk.lemma": 90.0}, "one", path)
    assert json.loads(path.read_text(encoding="utf-8"))["floors"] == {"kk.lemma": 97.0}


@pytest.fixture(scope="module")
def results() -> list[Result]:
    sentences = some(SENTENCES, GATE_SENTENCES)
    return [measure(sentences, language, "auto") for language in TARGETS]


def test_terms_and_their_forms_are_not_below_the_floors(results: list[Result]) -> None:
    table = json.loads(FLOORS.read_text(encoding="utf-8"))
    assert table["set"] == digest(TERMS), "the set has changed: python -m benchmarks.terms --update"
    assert table["sentences"] == GATE_SENTENCES
    figures = gate_figures(results)
    assert set(figures) == set(table["floors"])
    assert not below(figures, table["floors"])


def test_nothing_leaks_and_every_term_is_reported(results: list[Result]) -> None:
    for result in results:
        assert result.leaks == 0
        assert sum(result.placed.values()) >= 0.95 * result.terms
        assert all(f.output for f in result.failures)
