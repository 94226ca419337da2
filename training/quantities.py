"""Numbers that stand on both sides of a pair: plain, with thousands separators, with million or billion.

``2,400`` is «2 400» in Kazakh and Russian and 2400 in Chinese, ``12,400`` may be 1.24万, ``41 billion`` is
«41 миллиард», «41 миллиарда» or 410亿. The unit after it (dollars, tonnes) stays outside: it inflects.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

__all__ = ["Quantity", "english_quantities", "target_quantities"]

_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_ENGLISH = re.compile(
    r"(?<![\w.,:/$€£+-])(?P<number>\d{1,3}(?:,\d{3})+|\d{1,4}(?:\.\d{1,3})?)(?![\w:/+%]|[.,]\d)"
    r"(?P<scale> (?:thousand|million|billion|trillion)\b)?"
)
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DATE = re.compile(
    rf"\b(?:{_MONTHS}|Jan\.|Feb\.|Aug\.|Sept\.|Oct\.|Nov\.|Dec\.) \d{{1,2}}\b(?! (?:percent|million|billion))"
    rf"|\b\d{{1,2}} (?:{_MONTHS})\b|(?<![\d,.])(?:1[5-9]|20)\d\d(?![\d,.]\d|\d)"
)
_CYRILLIC = re.compile(
    r"(?<![\w.,:/$€£+-])(?P<number>\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d+(?:,\d{1,3})?)"
    r"(?![\w:/+-]|[.,]\d|[ \u00a0\u202f]\d)"
    r"(?P<scale> (?:мың|тысяч[аи]?|тыс\.|миллион(?:а|ов)?|млн\.?|миллиард(?:а|ов)?|млрд\.?"
    r"|триллион(?:а|ов)?|трлн\.?)(?![\w-]))?"
)
_CHINESE = re.compile(
    r"(?<![\d.,:/$-])(?P<number>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?![\d:/]|[.,]\d)(?P<scale>万亿|亿|万|千)?"
)
_STEMS = (
    ("мың", 3),
    ("тыс", 3),
    ("млн", 6),
    ("миллион", 6),
    ("млрд", 9),
    ("миллиард", 9),
    ("трлн", 12),
    ("триллион", 12),
)
_HAN = {"千": 10**3, "万": 10**4, "亿": 10**8, "万亿": 10**12}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its place and value (million and the like multiplied in)."""

    start: int
    end: int
    value: Decimal
    scaled: bool


def _decimal(text: str) -> Decimal:
    return Decimal(re.sub(r"[\s\u00a0\u202f]", "", text))


def english_quantities(text: str) -> Iterator[Quantity]:
    """Numbers of an English sentence: "41 billion" whole, and its bare "41" too.

    Dates and years are left out: they stay text when the model is used, and as placeholders they would make
    "in ⟦0⟧" mean two things, a place and a year.

    >>> text = "Some 12,400 of 41 billion"
    >>> [(text[q.start:q.end], int(q.value)) for q in english_quantities(text)]
    [('12,400', 12400), ('41 billion', 41000000000), ('41', 41)]
    >>> list(english_quantities("On July 2, 2024, and in 1998"))
    []
    """
    dates = [m.span() for m in _DATE.finditer(text)]
    for match in _ENGLISH.finditer(text):
        if any(match.start("number") < b and match.end("number") > a for a, b in dates):
            continue
        number = Decimal(match["number"].replace(",", ""))
        if match["scale"]:
            yield Quantity(*match.span(), number * _SCALES[match["scale"].strip()], True)
        yield Quantity(*match.span("number"), number, False)


def target_quantities(text: str, language: str) -> Iterator[Quantity]:
    """Numbers of a Kazakh, Russian (one pattern serves both) or Chinese sentence, in the same way.

    >>> text = "1.24万人、410亿"
    >>> [(text[q.start:q.end], int(q.value)) for q in target_quantities(text, "zh")]
    [('1.24万', 12400), ('1.24', 1), ('410亿', 41000000000), ('410', 410)]
    """
    if language == "zh":
        for match in _CHINESE.finditer(text):
            number = Decimal(match["number"].replace(",", ""))
            if match["scale"]:
                yield Quantity(*match.span(), number * _HAN[match["scale"]], True)
            yield Quantity(*match.span("number"), number, False)
        return
    for match in _CYRILLIC.finditer(text):
        number = _decimal(match["number"].replace(",", "."))
        if match["scale"]:
            word = match["scale"].strip()
            power = next(p for stem, p in _STEMS if word.startswith(stem))
            yield Quantity(*match.span(), number * 10**power, True)
        yield Quantity(*match.span("number"), number, False)
