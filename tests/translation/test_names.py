from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.glossary import Case
from toolkit.translation.names import find_names, inflect_name, resembles, transliterate
from toolkit.translation.transliteration import cyrillic_name, lexicon, palladius, pinyin_syllables

TARGETS = ("kk", "ru", "zh")


def rows(name: str) -> list[list[str]]:
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize(("text", "expected"), rows("names_found.tsv"))
def test_finds_names(text: str, expected: str) -> None:
    assert [f"{n.text}/{n.kind}" for n in find_names(text)] == [e for e in expected.split(" ; ") if e]
    assert all(text[n.start : n.end] == n.text for n in find_names(text))


@pytest.mark.parametrize(("english", "kazakh", "russian", "chinese"), rows("names_rendered.tsv"))
def test_renders_names(english: str, kazakh: str, russian: str, chinese: str) -> None:
    assert [transliterate(english, language) or "-" for language in TARGETS] == [kazakh, russian, chinese]


@pytest.mark.parametrize(("english", "kazakh", "russian", "chinese"), rows("names_rendered.tsv"))
def test_own_renderings_are_recognised_in_every_case(
    english: str, kazakh: str, russian: str, chinese: str
) -> None:
    for case in ("nom", "gen", "dat", "acc", "loc", "abl", "ins"):
        assert resembles(english, f"({inflect_name(kazakh, 'kk', case)})", "kk")
        assert resembles(english, f"({inflect_name(russian, 'ru', case)})", "ru")
    if chinese != "-":
        assert resembles(english, f"据{chinese}说", "zh")


@pytest.mark.parametrize(("language", "name", "text", "expected"), rows("names_resembling.tsv"))
def test_resembles(language: str, name: str, text: str, expected: str) -> None:
    assert resembles(name, text, language) == (expected == "yes")


@pytest.mark.parametrize(("language", "nominative", "case", "form"), rows("names_inflected.tsv"))
def test_inflects_names(language: str, nominative: str, case: str, form: str) -> None:
    assert inflect_name(nominative, language, cast(Case, case)) == form


def test_known_spans_are_left_out() -> None:
    text = "Nino Maisurashvili came to Tbilisi."
    assert [n.text for n in find_names(text, known=[(0, 18)])] == ["Tbilisi"]


@pytest.mark.parametrize(
    "word", ["Zhang", "Xiao", "Wenhao", "Jinping", "Qinwen", "Chang'an", "Xi'an", "Ürümqi", "Hui", "Lüe"]
)
def test_palladius_knows_all_syllables(word: str) -> None:
    expected = {
        "Zhang": "Чжан", "Xiao": "Сяо", "Wenhao": "Вэньхао", "Jinping": "Цзиньпин", "Qinwen": "Циньвэнь",
        "Chang'an": "Чанъань", "Xi'an": "Сиань", "Ürümqi": "", "Hui": "Хуэй", "Lüe": "Люэ",
    }  # fmt: skip
    assert palladius(word) == expected[word]
    assert bool(pinyin_syllables(word)) == bool(expected[word])


def test_lexicon_is_in_the_right_scripts() -> None:
    for word, entry in lexicon().items():
        assert word == word.lower()
        assert all(
            any("а" <= c.lower() <= "һ" or c.lower() in "ёі" for c in f) or f.isascii()
            for f in (*entry.kk, *entry.ru)
        ), word
        assert not set("".join(entry.ru)) & set("әғқңөұүһіӘҒҚҢӨҰҮҺІ"), word
        assert all("\u4e00" <= c <= "\u9fff" or c in "·-（）" for f in entry.zh for c in f), word


@given(st.from_regex(r"[A-Z][a-z]{2,9}( [A-Z][a-z]{2,9})?", fullmatch=True))
@settings(max_examples=150, deadline=None)
def test_any_name_is_written_in_the_target_script(name: str) -> None:
    for language in ("kk", "ru"):
        rendered = transliterate(name, language)
        assert rendered
        assert not any("a" <= c <= "z" or "A" <= c <= "Z" for c in rendered)
    assert not any(c.isascii() and c.isalpha() for c in transliterate(name, "zh"))


@given(st.text(max_size=60), st.sampled_from(TARGETS))
@settings(max_examples=150, deadline=None)
def test_any_text_is_survived(text: str, language: str) -> None:
    for name in find_names(text):
        assert text[name.start : name.end] == name.text
        resembles(name.text, text[::-1], language)


@given(st.text(alphabet="abdegiklmnoprstuyz", min_size=1, max_size=12))
@settings(max_examples=100, deadline=None)
def test_words_start_with_a_capital(word: str) -> None:
    rendered = cyrillic_name(word.capitalize(), "ru")
    assert rendered[:1] == rendered[:1].upper()
