"""Russian adjectives, participles and verbs that do not agree with their noun."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from toolkit.glossary import Glossary
from toolkit.translation.mentions import with_abbreviation
from toolkit.translation.protect import slots_of
from toolkit.translation.restore import locate_terms, render
from toolkit.translation.russian_agreement import agreement_edits
from training.corpus import read_corpus

CASES = list(
    csv.DictReader(
        (Path(__file__).parent / "data/russian_agreement.tsv").open(encoding="utf-8"), delimiter="\t"
    )
)


def mended(text: str) -> str:
    for edit in reversed(agreement_edits(text)):
        text = text[: edit.start] + edit.replacement + text[edit.end :]
    return text


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["text"][:50])
def test_mended_or_left_alone(case: dict[str, str]) -> None:
    assert mended(case["text"]) == (case["mended"] or case["text"])


def test_references_of_the_corpus_are_hardly_touched() -> None:
    rows = read_corpus()
    lines = [row[2] for row in (*rows.held_out, *rows.training[::10])]
    touched = [line for line in lines if agreement_edits(line)]
    assert len(lines) > 4000
    assert len(touched) <= len(lines) // 2000, touched


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


def test_a_term_is_left_alone_and_its_place_is_right() -> None:
    """The model's adjective before a term, and the term's own adjective before another noun."""
    source = "A white hospital stands near the White House."
    slots = slots_of(source, with_abbreviation(source, Glossary.default()), (), (), "ru")
    parts = locate_terms(["Белый больница и 9 терминал стоят рядом."], slots, "ru")
    assert render(source, parts, "ru").text == "Белая больница и 9 терминалов стоят рядом."
