"""Russian adjectives, participles and verbs that do not agree with their noun."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from toolkit.glossary import Glossary
from toolkit.translation.mentions import with_abbreviation
from toolkit.translation.protect import slots_of
from toolkit.translation.restore import locate_terms, render
from toolkit.translation.russian_agreement import mend_agreement
from training.corpus import read_corpus

CASES = list(
    csv.DictReader(
        (Path(__file__).parent / "data/russian_agreement.tsv").open(encoding="utf-8"), delimiter="\t"
    )
)


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["text"][:50])
def test_mended_or_left_alone(case: dict[str, str]) -> None:
    assert mend_agreement(case["text"]) == (case["mended"] or case["text"])


def test_references_of_the_corpus_are_hardly_touched() -> None:
    rows = read_corpus()
    lines = [row[2] for row in (*rows.held_out, *rows.training[::10])]
    touched = [line for line in lines if mend_agreement(line) != line]
    assert len(lines) > 4000
    assert len(touched) <= len(lines) // 1000, touched


def test_terms_keep_their_form_and_their_places_move_along() -> None:
    source = "The Chinese news of Kazakhstan and the SCO."
    slots = slots_of(source, with_abbreviation(source, Glossary.default()), (), (), "ru")
    parts = locate_terms(["Китайский агентство о Казахстане и ШОС."], slots, "ru")
    rendered = render(source, parts, "ru")
    assert rendered.text == "Китайское агентство о Казахстане и ШОС."
    assert [rendered.text[use.target_start : use.target_end] for use in rendered.terms] == [
        "Казахстане",
        "ШОС",
    ]
