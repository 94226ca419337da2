from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.translation.normalise import for_model, polish

CASES = list(
    csv.DictReader(
        (Path(__file__).parent / "data/polish.tsv").open(encoding="utf-8"),
        delimiter="\t",
        quoting=csv.QUOTE_NONE,
    )
)


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['language']}: {c['source'][:30]}")
def test_polish(case: dict[str, str]) -> None:
    assert polish(case["source"], case["target"], case["language"]) == case["expected"]


@given(st.text())
def test_for_model_is_stable_and_has_single_spaces(text: str) -> None:
    once = for_model(text)
    assert for_model(once) == once
    assert "  " not in once
    assert not set(once) & set("“”‘’\u00a0\u200b\ufeff")


@given(st.text(max_size=80), st.text(max_size=80), st.sampled_from(["kk", "ru", "zh"]))
def test_polish_keeps_every_letter_and_digit(source: str, target: str, language: str) -> None:
    def letters(text: str) -> str:
        return "".join(c for c in text if c.isalnum()).casefold()

    assert letters(polish(source, target, language)) == letters(target)
