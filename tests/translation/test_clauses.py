from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from toolkit.translation.clauses import clause_spans

LONG = (
    "Seals fitted with satellite trackers will be attached to 2,400 containers during the trial, at a cost of about "
    "$1.8 million, and the bill will be shared equally among the six administrations, while the ports keep their fees."
)


def test_cuts_at_clause_borders_only() -> None:
    parts = [LONG[a:b] for a, b in clause_spans(LONG, lambda part: len(part) < 130)]
    assert len(parts) > 1
    assert "".join(parts) == LONG
    assert all(part.startswith(("Seals", "and ", "while ")) for part in parts)


def test_does_not_cut_a_quotation_or_a_kept_span() -> None:
    quoted = (
        'She said, "we fill the trains, and the big companies leave them half empty, but nobody asks us why".'
    )
    assert clause_spans(quoted, lambda part: len(part) < 60) == [(0, len(quoted))]
    border = LONG.index("and the bill")
    spans = clause_spans(LONG, lambda part: len(part) < 200, [(border - 2, border + 5)])
    assert all(b != border for _, b in spans)


@given(st.text(alphabet="abc ,;:—\"'and while", max_size=200), st.integers(5, 80))
def test_spans_cover_the_text_in_order(text: str, limit: int) -> None:
    spans = clause_spans(text, lambda part: len(part) <= limit)
    assert "".join(text[a:b] for a, b in spans) == text


def test_what_must_fit_is_cut_between_words_or_anywhere() -> None:
    words = "word " * 50
    parts = [words[a:b] for a, b in clause_spans(words, lambda p: len(p) < 40, (), lambda p: len(p) < 40)]
    assert all(len(part) < 40 and part.endswith(" ") for part in parts)
    assert "".join(parts) == words
    run = "x" * 100
    assert all(b - a < 30 for a, b in clause_spans(run, lambda p: len(p) < 30, (), lambda p: len(p) < 30))
