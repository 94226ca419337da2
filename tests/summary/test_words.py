from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.summary.test_budget import rows
from toolkit.languages import LANGUAGES
from toolkit.summary.words import content_words, stem, stop_words, tokens


@pytest.mark.parametrize("row", rows("stems.tsv"), ids=lambda row: f"{row['one']}-{row['other']}")
def test_stems(row: dict[str, str]) -> None:
    one, other = (stem(tokens(row[key], row["language"])[0], row["language"]) for key in ("one", "other"))
    if row["language"] == "ru" and "-" in row["other"]:
        other = row["other"]
    assert (one == other) == (row["same"] == "yes")


@pytest.mark.parametrize("language", LANGUAGES)
def test_stop_words_are_dropped(language: str) -> None:
    assert len(stop_words(language)) > 50
    assert all(word == word.casefold() for word in stop_words(language))
    for word in stop_words(language):
        if language != "zh":
            assert word not in content_words(f"{word} {word}", language)


def test_chinese_words_hold_no_function_character() -> None:
    assert content_words("中国和哈萨克斯坦的贸易", "zh") == ["中国", "哈萨", "萨克", "克斯", "斯坦", "贸易"]


def test_hyphenated_words_are_found_by_their_parts() -> None:
    assert "caspian" in content_words("the Trans-Caspian route", "en")


def test_numbers_stay_whole() -> None:
    assert content_words("$3.93 billion, 2,400 containers", "en")[:2] == ["3.93", "billion"]
    assert "2,400" in content_words("$3.93 billion, 2,400 containers", "en")


@given(st.text(max_size=60), st.sampled_from(LANGUAGES))
def test_any_text(text: str, language: str) -> None:
    words = content_words(text, language)
    assert words == content_words(text, language)
    assert all(words)
