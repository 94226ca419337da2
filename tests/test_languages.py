"""Names of languages, and telling them apart."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.errors import LanguageError
from toolkit.languages import AUTONYMS, LANGUAGES, NAMES, TARGETS, detect_language, language_code

CASES = [
    line.split("\t")
    for line in (Path(__file__).parent / "data" / "languages.tsv").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def test_tables_agree() -> None:
    assert set(NAMES) == set(AUTONYMS) == set(LANGUAGES)
    assert set(TARGETS) == set(LANGUAGES) - {"en"}


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("en", "en EN eng English en-GB en_US.UTF-8 английский"),
        ("kk", "kk KK kaz kz Kazakh қазақша Қазақ kk-Cyrl kk_KZ казахский"),
        ("ru", "ru RUS Russian русский по-русски ru_RU.UTF-8 орысша"),
        ("zh", "zh zh-Hans zh_CN zh-Hans-CN zho chi cmn Chinese 中文 汉语 简体中文 китайский қытай"),
    ],
)
def test_names(code: str, names: str) -> None:
    assert {language_code(name) for name in names.split()} == {code}
    assert language_code(NAMES[code]) == language_code(AUTONYMS[code]) == code


@pytest.mark.parametrize(
    "name", ["de", "", " ", "klingon", "zh-Hant", "zh_TW", "kk-Latn", "english please", "e n", "-"]
)
def test_other_names(name: str) -> None:
    with pytest.raises(
        LanguageError, match=r"use one of en \(English\), kk \(Kazakh\), ru \(Russian\), zh \(Chinese\)$"
    ):
        language_code(name)


@pytest.mark.parametrize(("language", "text"), CASES)
def test_detection(language: str, text: str) -> None:
    if language in LANGUAGES:
        assert detect_language(text) == language
    else:
        with pytest.raises(LanguageError, match=f"seems to be in {language}"):
            detect_language(text)


@pytest.mark.parametrize("text", ["", " \n", "12 345, 67 %", "— … !", "https://example.org/en/news", "😀"])
def test_no_words(text: str) -> None:
    with pytest.raises(LanguageError, match="a text without words"):
        detect_language(text)


def test_an_article_needs_no_classifier() -> None:
    seed = Path(__file__).parent.parent / "seeds" / "astana-visit.txt"
    code = (
        "import sys, pathlib; from toolkit.languages import detect_language; "
        "print(detect_language(pathlib.Path(sys.argv[1]).read_text(encoding='utf-8')), 'py3langid' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code, str(seed)], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["en", "False"]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_any_text(text: str) -> None:
    try:
        found = detect_language(text)
    except LanguageError:
        return
    assert found in LANGUAGES
