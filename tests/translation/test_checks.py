from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.glossary import Glossary, Target, Term
from toolkit.translation.checks import WEIGHTS, check, check_placeholders, penalty
from toolkit.translation.protect import Protected, Slot

CASES = list(
    csv.DictReader((Path(__file__).parent / "data/checks.tsv").open(encoding="utf-8"), delimiter="\t")
)


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['language']}: {c['target'][:40]}")
def test_check(case: dict[str, str]) -> None:
    found = check(case["source"], case["target"] or "", case["language"], allowed=["TITR"])
    assert sorted({issue.kind for issue in found}) == sorted((case["kinds"] or "").split())


def test_a_missing_or_forbidden_term_is_named() -> None:
    term = Term("bri", "Belt and Road Initiative", targets={"ru": Target("инициатива «Один пояс, один путь»")},
                forbidden={"ru": ("Пояс и дорога",)})  # fmt: skip
    matches = Glossary([term]).match("The Belt and Road Initiative grows.")
    kinds = [
        i.kind
        for i in check("The Belt and Road Initiative grows.", "Пояс и дорога растет.", "ru", matches=matches)
    ]
    assert kinds == ["term", "forbidden"]
    good = "Инициативу «Один пояс, один путь» расширят."
    assert not check("The Belt and Road Initiative grows.", good, "ru", matches=matches)


def test_do_not_translate_terms_must_stand_as_they_are() -> None:
    term = Term("air", "Air Astana", do_not_translate=True)
    matches = Glossary([term]).match("Air Astana flies there.")
    assert not check(
        "Air Astana flies there.", "Air Astana сонда ұшады.", "kk", matches=matches, allowed=["Air", "Astana"]
    )
    assert [
        i.kind for i in check("Air Astana flies there.", "Эйр Астана сонда ұшады.", "kk", matches=matches)
    ] == ["term"]


@pytest.mark.parametrize(
    ("hypothesis", "count"),
    [
        ("⟦0⟧⟨gen⟩ саммиті", 0),
        ("саммит", 1),
        ("⟦0⟧ ⟦0⟧", 1),
        ("⟦0⟧ ⟦5⟧", 1),
        ("⟦0⟧⟨nom⟩ жылы", 1),
        ("⟦0⟧年", 1),
    ],
)
def test_placeholders(hypothesis: str, count: int) -> None:
    protected = Protected("SCO summit", "⟦0⟧ summit", (Slot(0, 3, "term", "SCO"),))
    assert len(check_placeholders(protected, hypothesis)) == count


@given(st.text(max_size=80), st.text(max_size=80), st.sampled_from(["kk", "ru", "zh"]))
def test_any_pair_can_be_checked(source: str, target: str, language: str) -> None:
    issues = check(source, target, language)
    assert penalty(issues) == sum(WEIGHTS[i.kind] for i in issues)
