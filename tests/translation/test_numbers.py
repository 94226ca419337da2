from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.translation.numbers import (
    agree,
    compare_numbers,
    find_quantities,
    fix_target,
    render,
    render_number,
    simplify_money,
    target_values,
)

TARGETS = ("kk", "ru", "zh")


def rows(name: str) -> list[list[str]]:
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize(("text", "expected"), rows("quantities.tsv"))
def test_finds_quantities(text: str, expected: str) -> None:
    found = [
        "|".join(str("" if v is None else v) for v in (q.surface, q.kind, q.value, q.unit, q.high))
        for q in find_quantities(text)
    ]
    wanted = [part.strip() for part in expected.split(" ; ") if part.strip()]
    assert [f.rstrip("|") for f in found] == [w.rstrip("|") for w in wanted]


@pytest.mark.parametrize(("english", "kazakh", "russian", "chinese"), rows("rendered.tsv"))
def test_renders(english: str, kazakh: str, russian: str, chinese: str) -> None:
    (quantity,) = find_quantities(english)
    assert [render(quantity, language) for language in TARGETS] == [kazakh, russian, chinese]


@pytest.mark.parametrize(("language", "source", "target", "missing", "added"), rows("number_pairs.tsv"))
def test_compares(language: str, source: str, target: str, missing: str, added: str) -> None:
    difference = compare_numbers(source, target, language)
    assert [q.surface for q in difference.missing] == [m for m in missing.split("|") if m]
    assert list(difference.added) == [a for a in added.split("|") if a]


@pytest.mark.parametrize(("language", "written", "right"), rows("agreement.tsv"))
def test_agreement(language: str, written: str, right: str) -> None:
    assert agree(written, language) == right
    assert agree(right, language) == right


@pytest.mark.parametrize("language", TARGETS)
@given(
    value=st.decimals(min_value=Decimal("0.1"), max_value=Decimal(999), places=1),
    scale=st.sampled_from(["", " thousand", " million", " billion", " trillion"]),
    money=st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_rendering_keeps_the_value(language: str, value: Decimal, scale: str, money: bool) -> None:
    text = f"{'$' if money else ''}{value.normalize():f}{scale}"
    (quantity,) = find_quantities(text)
    rendered = render(quantity, language)
    assert quantity.value is not None
    assert list(target_values(rendered, language)) == [quantity.value]
    assert not compare_numbers(text, rendered, language)


@pytest.mark.parametrize("language", TARGETS)
@given(value=st.integers(min_value=0, max_value=10**9))
@settings(max_examples=60, deadline=None)
def test_grouped_digits_keep_the_value(language: str, value: int) -> None:
    rendered = render_number(f"{value:,}", language)
    assert list(target_values(rendered, language)) == [Decimal(value)]
    assert fix_target(rendered, language) == rendered


@given(
    st.lists(
        st.sampled_from(
            [
                "1",
                "12,400",
                "$3.5bn",
                "7%",
                "July",
                "2",
                "in",
                "the",
                "G20",
                "1990s",
                "24th",
                "to",
                "2024–2025",
                "p.m.",
                ",",
            ]
        ),
        max_size=14,
    )
)
@settings(max_examples=200, deadline=None)
def test_spans_are_exact_and_in_order(words: list[str]) -> None:
    text = " ".join(words)
    at = 0
    for quantity in find_quantities(text):
        assert text[quantity.start : quantity.end] == quantity.surface
        assert quantity.start >= at
        at = quantity.end


@given(st.text(max_size=80), st.sampled_from(TARGETS))
@settings(max_examples=150, deadline=None)
def test_any_text_is_survived(text: str, language: str) -> None:
    find_quantities(text)
    compare_numbers(text, text, language)
    agree(fix_target(text, language), language)


@pytest.mark.parametrize("language", TARGETS)
def test_every_changed_digit_is_noticed(language: str) -> None:
    source = "On July 2, 2024, trade of 41.5 billion dollars, up 53 percent, was carried by 2,470 trains."
    target = ", ".join(render(q, language) for q in find_quantities(source))
    assert not compare_numbers(source, target, language)
    for i, char in enumerate(target):
        if char.isdigit():
            for other in "0123456789":
                if other != char:
                    changed = target[:i] + other + target[i + 1 :]
                    assert compare_numbers(source, changed, language), changed


@pytest.mark.parametrize(
    ("text", "simple"),
    [
        ("from $3,150 to $2,890", "from 3,150 dollars to 2,890 dollars"),
        ("a record $41 billion in 2023", "a record 41 billion dollars in 2023"),
        ("€3m", "3 million euros"),
        ("$1 for each", "1 dollar for each"),
        ("a $41 billion deal", "a 41-billion-dollar deal"),
        ("41 billion dollars", "41 billion dollars"),
        ("the $2-3 billion", "the 2-3 billion dollars"),
        ("no money at all, 5 percent", "no money at all, 5 percent"),
    ],
)
def test_simplifies_money(text: str, simple: str) -> None:
    assert simplify_money(text) == simple


@pytest.mark.parametrize(
    ("language", "text", "fixed"),
    [
        ("kk", "2,400 контейнер, 20.5 пайыз", "2 400 контейнер, 20,5 пайыз"),
        ("ru", "1\u00a0300 тонн, 53.5%", "1 300 тонн, 53,5%"),
        ("ru", "в 5:23, 2.07.2024", "в 5:23, 2.07.2024"),
        ("zh", "增长53.5 ％，共2,400个", "增长53.5%，共2400个"),
    ],
)
def test_fixes_conventions(language: str, text: str, fixed: str) -> None:
    assert fix_target(text, language) == fixed
