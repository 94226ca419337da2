"""The whole job with the shipped model: every seed, every language, both lengths."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import toolkit
from toolkit.errors import OptionError
from toolkit.pipeline import Digest, digest_as_dict
from toolkit.translation.numbers import compare_numbers

SEEDS = ("astana-visit", "corridor-customs", "glacier-water", "school-exchange")
_done: dict[str, Digest] = {}


def result(seeds: dict[str, Path], name: str) -> Digest:
    if name not in _done:
        article = toolkit.read_article(seeds[name])
        _done[name] = toolkit.digest(article, languages=["en", "kk", "ru", "zh"], lengths=["short", "long"])
    return _done[name]


@pytest.mark.parametrize("name", SEEDS)
@pytest.mark.parametrize("language", ["kk", "ru", "zh"])
@pytest.mark.parametrize("length", ["short", "long"])
def test_every_seed_in_every_language(seeds: dict[str, Path], name: str, language: str, length: str) -> None:
    abstract = result(seeds, name).abstract(language, length)
    script = {"kk": "[Ѐ-ӿ]", "ru": "[Ѐ-ӿ]", "zh": "[一-鿿]"}[language]
    assert len(abstract.segments) >= 2
    assert not re.search(r"[⟦⟧⟨⟩\ue000-\uefff]", abstract.text)
    for s in abstract.segments:
        assert re.search(script, s.segment.target)
        told = " ".join(s.segment.warnings)
        difference = compare_numbers(s.segment.source, s.segment.target, language)
        assert all(q.surface in told for q in difference.missing)
        for use in s.segment.terms:
            assert s.segment.target[use.target_start : use.target_end] == use.target
        for word in re.findall(r"[A-Za-z]{2,}", s.segment.target):
            assert word in told or any(word in use.target for use in s.segment.terms), (
                word,
                s.segment.target,
            )


@pytest.mark.parametrize("name", SEEDS)
def test_budgets_are_kept(seeds: dict[str, Path], name: str) -> None:
    for length, words, sentences in (
        ("short", range(45, 76), (2, 3)),
        ("long", range(130, 201), range(6, 10)),
    ):
        abstract = result(seeds, name).abstract("en", length)
        assert abstract.words in words, (length, abstract.words)
        assert len(abstract.segments) in sentences


def test_a_sentence_in_both_lengths_is_translated_once(seeds: dict[str, Path]) -> None:
    found = result(seeds, "corridor-customs")
    short = {s.sentence: s.segment for s in found.abstract("kk", "short").segments}
    long = {s.sentence: s.segment for s in found.abstract("kk", "long").segments}
    both = set(short) & set(long)
    assert both
    assert all(short[i].score == long[i].score for i in both)


def test_the_json_form_is_plain_data(seeds: dict[str, Path]) -> None:
    import json

    found = digest_as_dict(result(seeds, "glacier-water"))
    assert json.loads(json.dumps(found, ensure_ascii=False)) == found


def test_an_abstract_that_was_not_asked_for_is_an_error(seeds: dict[str, Path]) -> None:
    with pytest.raises(OptionError):
        result(seeds, "glacier-water").abstract("kk", "7")
    with pytest.raises(OptionError):
        toolkit.digest("One sentence. And one more.", languages=[])
