"""Names found by sound, case of the form, against a table of cases."""

from pathlib import Path

import pytest

pytest.importorskip("pymorphy3")

from training.names import (
    certain_case,
    disambiguate,
    find_chinese,
    find_kazakh,
    find_russian,
    name_candidates,
)
from training.phonetics import similarity, sounds_cyrillic, sounds_latin

CASES = [
    line.split("\t")
    for line in (Path(__file__).parent / "names.tsv").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("language", "name", "text", "surface", "case"), CASES)
def test_name_is_found(language: str, name: str, text: str, surface: str, case: str) -> None:
    words = name.split()
    if language == "kk":
        place = find_kazakh(words, text)
    elif language == "ru":
        place = find_russian(words, text)
    else:
        place = find_chinese(words, text, alone=True)
    if surface == "-":
        assert place is None
    else:
        assert place is not None
        assert (text[place.start : place.end], place.case) == (surface, case)


def test_common_words_and_titles_are_no_names() -> None:
    runs = name_candidates("President Kim praised Taraz in July.", {"praised"})
    assert [[word for *_, word in run] for run in runs] == [["Kim"], ["Taraz"]]


def test_chinese_surname_that_is_a_word() -> None:
    runs = name_candidates("Agronomist Sun Wei praised the Sun.", {"sun", "praised", "agronomist"})
    assert [[word for *_, word in run] for run in runs] == [["Sun", "Wei"]]


def test_name_does_not_take_the_possessive() -> None:
    ((start, end, word),) = name_candidates("Ospanbek's bridge", set())[0]
    assert (start, end, word) == (0, 8, "Ospanbek")


@pytest.mark.parametrize(
    ("english", "cyrillic"),
    [
        ("Zhumabay", "Жұмабай"),
        ("Shcherbakov", "Щербаков"),
        ("Khabarovsk", "Хабаровск"),
        ("Xiaoping", "Сяопин"),
    ],
)
def test_alike(english: str, cyrillic: str) -> None:
    assert similarity(english, cyrillic) > 0.9


@pytest.mark.parametrize(
    ("english", "cyrillic"), [("Astana", "Москва"), ("Taraz", "Марат"), ("Kim", "Ким Чен")]
)
def test_not_alike(english: str, cyrillic: str) -> None:
    assert similarity(english, cyrillic) < 0.74


def test_sounds_are_one_alphabet() -> None:
    assert sounds_latin("Yerzhan") == "ierJan"
    assert sounds_cyrillic("Ержан") == "erJan"


@pytest.mark.parametrize(
    ("before", "case"),
    [
        ("Саммит ", "gen"),
        ("Главы государств прибыли из ", "gen"),
        ("По данным о ", "loc"),
        ("", "nom"),
        ("Вчера ", None),
    ],
)
def test_abbreviations_show_no_case(before: str, case: str | None) -> None:
    assert certain_case(before) == case


def test_undecided_is_none() -> None:
    assert disambiguate({"nom", "acc"}, "Он видит большой ") is None
