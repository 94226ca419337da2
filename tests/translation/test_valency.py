"""The case that a verb asks of its object."""

from __future__ import annotations

import pytest

from toolkit.translation.valency import kazakh_object_case, russian_object_cases


@pytest.mark.parametrize(
    ("before", "kind", "first"),
    [
        ("Министр посетил ", "place", "acc"),
        ("Завод будет предоставлять ", "concept", "acc"),
        ("Делегация намерена посетить ", "place", "acc"),
        ("Посетивший ", "place", "acc"),
        ("Он позвонил ", "person", "dat"),
        ("Фонд руководит ", "project", "ins"),
        ("Стороны достигли ", "treaty", "gen"),
        ("Юристы попросили ", "institution", "acc"),
        ("Врачи обучают ", "currency", "dat"),
        ("После визита ", "place", None),
        ("построенный ", "place", None),
        ("", "place", None),
        ("в ", "place", None),
    ],
)
def test_russian(before: str, kind: str, first: str | None) -> None:
    cases = russian_object_cases(before, kind)
    assert (cases[0] if cases else None) == first


def test_russian_recipients_may_stand_in_the_dative() -> None:
    assert "dat" in (russian_object_cases("Банк продал ", "organisation") or ())
    assert "dat" not in (russian_object_cases("Банк продал ", "currency") or ())


def test_russian_verbs_without_a_predicative_instrumental() -> None:
    assert russian_object_cases("Стороны обсудят ", "concept") == ("acc",)
    assert russian_object_cases("Город сделали ", "concept") == ("acc", "ins")


def test_russian_negation_allows_a_genitive() -> None:
    assert "gen" in (russian_object_cases("Он не посетил ", "place") or ())
    assert "gen" not in (russian_object_cases("Он посетил ", "place") or ())


@pytest.mark.parametrize(
    ("ahead", "after", "case"),
    [
        ("The president thanked the ", " көмегі үшін алғыс айтты.", "dat"),
        ("Archaeologists asked ", " қорғауды сұрады.", "abl"),
        ("Leaders urged the ", " келіссөзге шақырды.", "acc"),
        ("Kyrgyzstan joined the ", " 2015 жылы қосылды.", "dat"),
        ("Kyrgyzstan left the ", " биыл шықты.", "abl"),
        ("The envoy met ", " кездесті.", "ins"),
        ("The envoy met ", " әуежайда қарсы алды.", "acc"),
        ("The envoy flew to ", " барды.", None),
        ("The president thanked the ", " туралы жазды.", None),
        ("", " алғыс айтты.", None),
    ],
)
def test_kazakh(ahead: str, after: str, case: str | None) -> None:
    assert kazakh_object_case(ahead, after) == case
