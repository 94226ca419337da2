from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.summary.test_budget import rows
from toolkit.languages import LANGUAGES
from toolkit.summary.discourse import outside_quotes, standings

BEFORE = {
    "en": "The port of Aktau was opened in 1963.",
    "ru": "Порт Актау открыли в 1963 году.",
    "kk": "Ақтау порты 1963 жылы ашылды.",
    "zh": "阿克套港于1963年启用。",
}


@pytest.mark.parametrize("row", rows("leaning.tsv"), ids=lambda row: row["sentence"])
def test_leaning(row: dict[str, str]) -> None:
    language = row["language"]
    standing = standings([[BEFORE[language]], [row["sentence"]]], language)[1]
    assert standing.leans == (row["leans"] == "yes")


def test_the_first_sentence_has_nothing_to_lean_on() -> None:
    assert not standings([["He came."]], "en")[0].leans


def test_a_quotation_of_several_sentences_is_one() -> None:
    paragraph = [
        "“To me it is more like a kettle.",
        "It is of no use.",
        "Come in,” she said.",
        "The door closed.",
    ]
    assert [s.joined for s in standings([["The day was cold."], paragraph], "en")] == [
        False,
        False,
        True,
        True,
        False,
    ]


def test_a_quotation_goes_on_in_the_next_paragraph() -> None:
    result = standings(
        [["Li Na said: “We shall build.", "We need steel."], ["“And we need time.”"], ["Rain fell."]], "en"
    )
    assert [s.joined for s in result] == [False, True, True, False]


def test_a_forgotten_closing_mark_ends_with_the_paragraph() -> None:
    result = standings([["Li Na said: “We shall build."], ["Rain fell."]], "en")
    assert [s.joined for s in result] == [False, False]


def test_straight_marks_are_told_apart() -> None:
    paragraph = [
        '"I come from an ordinary family.',
        'Gordon would love me," he said.',
        'The hall laughed at "Gordon".',
    ]
    assert [s.joined for s in standings([paragraph], "en")] == [False, True, False]


def test_a_person_is_found_further_back() -> None:
    result = standings([["Li Na runs the mill.", "The mill is old.", "She sold it in May."]], "en")
    assert (result[2].wants_person, result[1].has_person, result[0].has_person) == (True, False, True)


def test_an_office_needs_the_sentence_that_names_the_body() -> None:
    result = standings(
        [
            ["Nobody pays at the Two Rivers School.", "Each pupil brings a language."],
            ["The founder, Li Na, is 40."],
        ],
        "en",
    )
    assert (result[2].leans, result[2].anchor) == (False, 0)


def test_names_in_quotation_marks_are_no_speech() -> None:
    assert "Bright Road" in outside_quotes("The programme “Bright Road” goes on.")
    assert "ordinary" not in outside_quotes("“I come from an ordinary family,” he said.")


@given(
    st.lists(st.lists(st.text('ab “”"«».,A', min_size=1, max_size=15), min_size=1, max_size=4), max_size=4)
)
def test_one_standing_a_sentence(paragraphs: list[list[str]]) -> None:
    for language in LANGUAGES:
        result = standings(paragraphs, language)
        assert len(result) == sum(map(len, paragraphs))
        assert all(0 <= s.quoted <= 1 for s in result)
        assert not result or not (result[0].leans or result[0].joined)
