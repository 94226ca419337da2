"""Dates and times of day: finding them in English, writing them in Kazakh, Russian and Chinese.

Month names and patterns are those of CLDR 46 ("d MMMM", "LLLL"), with the words that agencies put around a year:
«2024 жылғы 2 шілде», «2 июля 2024 года», 2024年7月2日.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = [
    "ClockTime",
    "DateExpression",
    "find_dates",
    "find_months",
    "find_times",
    "months_in",
    "render_date",
    "render_time",
]

_ENGLISH = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_KAZAKH = (
    "қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым",
    "шілде", "тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан",
)  # fmt: skip
_RUSSIAN = (
    "январь", "февраль", r"март(?!ыш)", "апрель", "май", "июнь",
    "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
)  # fmt: skip
_RUSSIAN_GENITIVE = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
_RUSSIAN_STEM = (
    "январ", "феврал", r"март(?!ыш)", "апрел", r"ма(?:й|я|ю|ем|е|йск\w*)(?!\w)", "июн",
    "июл", "август", "сентяб", "октяб", "нояб", "декаб",
)  # fmt: skip
_KAZAKH_STEM = tuple(name[:-1] if name[-1] in "кқ" else name for name in _KAZAKH)  # қыркүйек → қыркүйегі

_MONTH = (
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
_DAY = r"(?:[12]\d|3[01]|0?[1-9])"
_NO_DAY = r"(?!\d|[.,:]\d|\s?%|\s(?:percent|people|million|billion))"
_DAYS = (
    rf"(?P<day>{_DAY})(?:st|nd|rd|th)?(?:\s?(?:[-–—]|to|and)\s?(?P<last>{_DAY})(?:st|nd|rd|th)?{_NO_DAY})?"
)
_YEAR = r"(?P<year>1\d{3}|20\d\d)"
_DATE = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{_MONTH}\s+(?:the\s+)?{_DAYS}{_NO_DAY}(?:,?\s+{_YEAR}(?![\d,]\d|\d))?",
        rf"\b{_DAYS}\s+(?:of\s+)?{_MONTH}(?!\w)(?:,?\s+{_YEAR}(?!\d|,\d))?",
        rf"\b{_MONTH},?\s+(?:of\s+)?{_YEAR}(?!\d|,\d|[-–]\d)",
    )
)
_MONTH_NAME = re.compile(
    r"\b(?P<plain>January|February|April|June|July|August|September|October|November|December)\b(?!-)"
    r"|\b(?:in|by|of|to|on|or|last|this|next|from|late|since|until|early|every|each|mid)[ -]"
    r"(?P<cued>March|May)\b(?! Day|-)"
)
_TIME = re.compile(
    r"(?<![\d.:,$])(?P<hour>[01]?\d|2[0-4])(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>[ap])\.?m(?:\.(?=\W|$)|\b)"
    r"|(?<![\d.:,$])(?P<hour24>[01]?\d|2[0-3]):(?P<minute24>[0-5]\d)(?![\d:])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class DateExpression:
    """A date as it stands in a text; day and year may be missing.

    Attributes:
        start, end: character offsets.
        year, month: numbers; year is None when the text has none.
        day, last_day: first and last day ("July 2-4"); None when the text has none.
    """

    start: int
    end: int
    year: int | None
    month: int
    day: int | None = None
    last_day: int | None = None

    @property
    def iso(self) -> str:
        """ISO 8601, truncated where parts are missing: ``2024-07-02``, ``--07-02/--07-04``, ``2024-07``."""
        head = "-" if self.year is None else f"{self.year:04d}"
        first, last = (
            f"{head}-{self.month:02d}" + ("" if day is None else f"-{day:02d}")
            for day in (self.day, self.last_day)
        )
        return first if self.last_day is None else f"{first}/{last}"


@dataclass(frozen=True, slots=True)
class ClockTime:
    """A time of day; hour 0–24."""

    start: int
    end: int
    hour: int
    minute: int


def find_dates(text: str) -> tuple[DateExpression, ...]:
    """English dates with a day or a year, in order; a month alone is no date.

    >>> [d.iso for d in find_dates("from July 2, 2024, to 5 August, and again in March 2025")]
    ['2024-07-02', '--08-05', '2025-03']
    >>> [d.iso for d in find_dates("on May 2-4")]
    ['--05-02/--05-04']
    """
    found: list[DateExpression] = []
    for pattern in _DATE:
        for match in pattern.finditer(text):
            if all(match.end() <= d.start or match.start() >= d.end for d in found):
                found.append(_date(match))
    return tuple(sorted(found, key=lambda d: d.start))


def _date(match: re.Match[str]) -> DateExpression:
    groups = match.groupdict()
    month = next(i for i, name in enumerate(_ENGLISH, 1) if name[:3] == groups["month"][:3])
    number = {key: int(groups[key]) if groups.get(key) else None for key in ("year", "day", "last")}
    return DateExpression(match.start(), match.end(), number["year"], month, number["day"], number["last"])


def find_months(text: str) -> tuple[DateExpression, ...]:
    """Months that an English text names, with or without a day; March and May only where no verb can stand.

    >>> [m.iso for m in find_months("It may rain in May or late October.")]
    ['--05', '--10']
    """
    found: list[DateExpression] = []
    for match in _MONTH_NAME.finditer(text):
        group = "plain" if match["plain"] else "cued"
        found.append(DateExpression(*match.span(group), None, _ENGLISH.index(match[group]) + 1))
    return tuple(found)


def find_times(text: str) -> Iterator[ClockTime]:
    """English times of day: "3 p.m.", "5:23 a.m.", "18:30".

    >>> [(t.hour, t.minute) for t in find_times("from 3 p.m. to 17:45")]
    [(15, 0), (17, 45)]
    """
    for match in _TIME.finditer(text):
        hour = int(match["hour"] or match["hour24"])
        minute = int(match["minute"] or match["minute24"] or 0)
        if match["half"]:
            if hour > 12:
                continue
            hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
        yield ClockTime(match.start(), match.end(), hour, minute)


def render_date(date: DateExpression, language: str) -> str:
    """The date in the target language, nominative.

    >>> date = find_dates("July 2, 2024")[0]
    >>> [render_date(date, language) for language in ("kk", "ru", "zh")]
    ['2024 жылғы 2 шілде', '2 июля 2024 года', '2024年7月2日']
    """
    days = "" if date.day is None else str(date.day) + ("" if date.last_day is None else f"–{date.last_day}")
    if language == "zh":
        year = "" if date.year is None else f"{date.year}年"
        day = "" if date.day is None else f"{date.day}日"
        return f"{year}{date.month}月{day}" + ("" if date.last_day is None else f"至{date.last_day}日")
    if language == "kk":
        year = "" if date.year is None else f"{date.year} жылғы"
        return " ".join(part for part in (year, days, _KAZAKH[date.month - 1]) if part)
    name = (_RUSSIAN_GENITIVE if days else _RUSSIAN)[date.month - 1]
    return " ".join(part for part in (days, name, "" if date.year is None else f"{date.year} года") if part)


def render_time(time: ClockTime, language: str) -> str:
    """The time on the 24-hour clock: «15:00» in Kazakh and Russian, 15时 or 17时45分 in Chinese."""
    if language == "zh":
        return f"{time.hour}时" + (f"{time.minute}分" if time.minute else "")
    return f"{time.hour}:{time.minute:02d}"


def months_in(text: str, language: str) -> frozenset[int]:
    """Months that a target text names, in any case form.

    >>> sorted(months_in("шілдеден қыркүйегіне дейін", "kk"))
    [7, 9]
    """
    if language == "zh":
        text = re.sub(r"(?<=\d)\s+(?=月)", "", text)
        found = {int(m) for m in re.findall(r"(?<!\d)(1[0-2]|[1-9])(?:[-至到、和—–~～]\d{1,2})?月", text)}
        names = ("十二", "十一", "十", "九", "八", "七", "六", "五", "四", "三", "二", "一")
        for match in re.finditer("(" + "|".join(names) + ")月", text):
            found.add(12 - names.index(match[1]))
        found.update(
            int(m)
            for pair in re.findall(r"(?<!\d)(1[0-2]|[1-9])(?:月?[至到、和—–-])(1[0-2]|[1-9])月", text)
            for m in pair
        )
        return frozenset(found)
    stems = _KAZAKH_STEM if language == "kk" else _RUSSIAN_STEM
    lowered = text.lower()
    return frozenset(i for i, stem in enumerate(stems, 1) if re.search(rf"(?<!\w){stem}", lowered))
