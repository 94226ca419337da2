from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.summary.test_budget import rows
from toolkit.languages import LANGUAGES
from toolkit.summary.compression import cut_asides, cut_connective, soften_demonstrative
from toolkit.summary.model import apply_edits


@pytest.mark.parametrize("row", rows("cuts.tsv"), ids=lambda row: row["text"])
def test_cuts(row: dict[str, str]) -> None:
    cut = cut_connective if row["rule"] == "connective" else cut_asides
    edits = cut(row["text"], row["language"])
    assert apply_edits(row["text"], edits) == row["result"]
    assert all(edit.rule in ("connective", "inner-connective", "parenthesis") for edit in edits)


PIECES = st.sampled_from(
    [
        *(
            "However, ",
            "But ",
            "the port ",
            "of Aktau ",
            "(not in 2024) ",
            "(a small one) ",
            "12 percent ",
            "was ",
        ),
        *(
            "never ",
            ", however, ",
            ", by contrast, ",
            "“so it is” ",
            "no ",
            "(SCO) ",
            "Kazakhstan ",
            "closed. ",
        ),
    ]
)


@given(st.lists(PIECES, min_size=1, max_size=8).map("".join), st.sampled_from(LANGUAGES))
def test_no_number_name_or_negation_is_cut(text: str, language: str) -> None:
    for cut in (cut_connective, cut_asides, soften_demonstrative):
        edits = cut(text, language)
        assert all(0 <= e.start < e.end <= len(text) for e in edits)
        left = apply_edits(text, edits)
        for pattern in (r"\d+", r"\b(?:not|never|no)\b", r"\b(?:Aktau|Kazakhstan|SCO)\b"):
            assert len(re.findall(pattern, left, re.I)) == len(re.findall(pattern, text, re.I))
