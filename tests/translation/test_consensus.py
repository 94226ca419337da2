from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sacrebleu.metrics import CHRF

from toolkit.translation import TranslationSettings, Translator
from toolkit.translation.consensus import best_by_consensus, chrf

TEXTS = st.text(alphabet="абвгд қғ中国会议 ,.", max_size=40)


@given(TEXTS, TEXTS)
def test_chrf_is_sacrebleus(hypothesis: str, reference: str) -> None:
    expected = CHRF(eps_smoothing=False).sentence_score(hypothesis, [reference]).score
    assert chrf(hypothesis, reference) == pytest.approx(expected, abs=0.01)


@given(st.lists(TEXTS, min_size=1, max_size=6))
def test_the_choice_is_one_of_them_and_stable(texts: list[str]) -> None:
    scores = [-1.0] * len(texts)
    first = best_by_consensus(texts, scores)
    assert texts[first] in texts
    assert best_by_consensus(texts, scores) == first


def test_the_best_quality_keeps_terms_and_numbers() -> None:
    text = "The SCO summit in Astana on July 4, 2024, was attended by 16 leaders."
    segment = Translator("kk", settings=TranslationSettings.named("best")).translate_segments([text])[0]
    assert not segment.warnings
    assert "2024 жылғы 4 шілде" in segment.target
    assert "16" in segment.target
