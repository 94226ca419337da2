from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.translation.dates import find_dates, find_months, find_times, months_in, render_date, render_time
from toolkit.translation.numbers import compare_numbers

TARGETS = ("kk", "ru", "zh")


@given(st.dates(min_value=datetime.date(1900, 1, 1), max_value=datetime.date(2099, 12, 31)), st.booleans())
@settings(max_examples=120, deadline=None)
def test_dates_keep_day_month_and_year(date: datetime.date, american: bool) -> None:
    written = f"{date:%B} {date.day}, {date.year}" if american else f"{date.day} {date:%B} {date.year}"
    (found,) = find_dates(f"It opened on {written}.")
    assert found.iso == date.isoformat()
    for language in TARGETS:
        rendered = render_date(found, language)
        assert months_in(rendered, language) == {date.month}
        assert not compare_numbers(written, rendered, language)


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("in May or late October", [5, 10]),
        ("They may march on.", []),
        ("since last March", [3]),
        ("on July 2", [7]),
    ],
)
def test_months(text: str, months: list[int]) -> None:
    assert [m.month for m in find_months(text)] == months


@pytest.mark.parametrize(
    "text", ["a march 5 km long", "May you live long", "Mark 5", "March 15 percent up", "25 may go"]
)
def test_no_dates(text: str) -> None:
    assert find_dates(text) == ()


@pytest.mark.parametrize(
    ("text", "kazakh", "russian", "chinese"),
    [
        ("3 p.m.", "15:00", "15:00", "15时"),
        ("12 a.m.", "0:00", "0:00", "0时"),
        ("5:23 a.m.", "5:23", "5:23", "5时23分"),
        ("17:45", "17:45", "17:45", "17时45分"),
    ],
)
def test_times(text: str, kazakh: str, russian: str, chinese: str) -> None:
    (time,) = find_times(text)
    assert [render_time(time, language) for language in TARGETS] == [kazakh, russian, chinese]


@pytest.mark.parametrize(
    ("language", "text", "months"),
    [
        ("kk", "қыркүйегінен желтоқсанға дейін", {9, 12}),
        ("ru", "в мае и сентябре", {5, 9}),
        ("ru", "маяк", set()),
        ("zh", "1至5月和十二月", {1, 5, 12}),
    ],
)
def test_months_of_the_target(language: str, text: str, months: set[int]) -> None:
    assert months_in(text, language) == months
