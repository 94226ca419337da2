"""Sentence splitting: cases as data, and what must hold for any text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.errors import LanguageError
from toolkit.languages import LANGUAGES
from toolkit.sentences import sentence_spans

CASES = [
    line.split("\t")
    for line in (Path(__file__).parent / "data" / "sentences.tsv").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
BORDER = "‖"


def split(text: str, language: str) -> list[str]:
    return [text[span.start : span.end] for span in sentence_spans(text, language)]


@pytest.mark.parametrize(("language", "marked"), CASES)
def test_cases(language: str, marked: str) -> None:
    assert split(marked.replace(BORDER, ""), language) == [
        piece.strip() for piece in marked.split(BORDER) if piece.strip()
    ]


@pytest.mark.parametrize(("language", "least"), [("en", 60), ("ru", 40), ("kk", 40), ("zh", 30)])
def test_there_are_cases_enough(language: str, least: int) -> None:
    assert sum(case[0] == language for case in CASES) >= least


# Text made of what a splitter looks at, and text of anything at all.
SIGNS = tuple(".!?…。！？：“”‘’«»「」《》（）()\"'–—- \n\t\u00a0\u200b")
WORDS = (
    *("...", "млрд", "г", "т.б", "ж", "Gov", "No", "U.S", "p.m", "А", "В", "Он", "сказал", "Бұл", "деді"),
    *("The", "said", "he", "iPhone", "2013", "1", "他说", "会议", "a", "Z"),
)
PIECES = st.sampled_from(SIGNS + WORDS)
TEXTS = st.one_of(st.lists(PIECES, max_size=40).map("".join), st.text(max_size=120))


@settings(max_examples=300, deadline=None)
@given(text=TEXTS, language=st.sampled_from(LANGUAGES))
def test_spans_are_ordered_and_cover_everything(text: str, language: str) -> None:
    at = 0
    for span in sentence_spans(text, language):
        assert not text[at : span.start].strip()
        assert span.start < span.end
        assert text[span.start : span.end] == text[span.start : span.end].strip()
        at = span.end
    assert not text[at:].strip()


@settings(max_examples=100, deadline=None)
@given(text=TEXTS, language=st.sampled_from(LANGUAGES))
def test_line_breaks_count_as_spaces(text: str, language: str) -> None:
    assert sentence_spans(text.replace("\n", " "), language) == sentence_spans(text, language)


def test_language_by_any_name() -> None:
    assert split("Бұл – бір. Бұл – екі.", "Kazakh") == ["Бұл – бір.", "Бұл – екі."]
    with pytest.raises(LanguageError, match="unknown language 'tlh'"):
        sentence_spans("nuqneH", "tlh")
