from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.translation.loops import collapse_repeats, find_repeat

CASES = list(
    csv.DictReader((Path(__file__).parent / "data/repeats.tsv").open(encoding="utf-8"), delimiter="\t")
)


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["target"])
def test_repeats(case: dict[str, str]) -> None:
    found = find_repeat(case["source"], case["target"], case["language"])
    assert (found or "") == (case["repeat"] or "")
    assert collapse_repeats(case["source"], case["target"], case["language"]) == case["collapsed"]


@given(st.text(alphabet="абв 中国⟦0⟧.", max_size=40), st.sampled_from(["kk", "ru", "zh"]))
def test_collapsing_ends_and_only_shortens(target: str, language: str) -> None:
    once = collapse_repeats("source", target, language)
    assert len(once) <= len(target)
