"""Numbers written as words in English, Kazakh, Russian and Chinese.

Used for tolerance when numbers are compared: "eighteen lorries" against 18辆, "the third" against «3-ші»,
"half" against 50%. The lists are wider than strict reading of a text would allow, because a word that counts
as a number too often only makes the check milder, never wrong.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

__all__ = ["ROMAN", "chinese_number", "fraction", "roman_number", "word_values"]


@dataclass(frozen=True, slots=True)
class _Table:
    """Words of one language: values by word, by prefix, and what else a word makes plausible."""

    whole: Mapping[str, Decimal]
    prefixes: Mapping[str, Decimal | None]
    hints: Mapping[str, tuple[Decimal, ...]]


@functools.cache
def _tables() -> Mapping[str, _Table]:
    whole: dict[str, dict[str, Decimal]] = {}
    prefixes: dict[str, dict[str, Decimal | None]] = {}
    hints: dict[str, dict[str, tuple[Decimal, ...]]] = {}
    for line in Path(__file__).with_name("number_words.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        language, word, value, others = line.split("\t")
        if others:
            hints.setdefault(language, {})[word] = tuple(map(Decimal, others.split()))
        if value and (word.startswith("=") or language == "en"):
            whole.setdefault(language, {})[word.removeprefix("=")] = Decimal(value)
        elif value:
            prefixes.setdefault(language, {})[word] = None if value == "-" else Decimal(value)
    return {
        language: _Table(whole.get(language, {}), prefixes.get(language, {}), hints.get(language, {}))
        for language in ("en", "kk", "ru", "zh")
    }


_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2, "廿": 20}
_SCALES = {"十": 10, "百": 100, "千": 1000}
_CHINESE = re.compile(r"[零〇一二两三四五六七八九十百千万亿]+")
ROMAN = re.compile(r"(?<![\w-])[IVXLCІХ]+(?![\w])")
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def roman_number(text: str) -> int | None:
    """Value of a Roman numeral below 400, Cyrillic look-alikes Х and І included; None when it is none.

    >>> roman_number("ХХІ"), roman_number("IIX")
    (21, None)
    """
    letters = text.replace("Х", "X").replace("І", "I").replace("С", "C")
    if not re.fullmatch(r"C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})", letters) or not letters:
        return None
    total = 0
    for a, b in zip(letters, [*letters[1:], "I"], strict=True):
        total += -_ROMAN[a] if _ROMAN[a] < _ROMAN[b] else _ROMAN[a]
    return total


def fraction(numerator: int, denominator: int) -> Decimal:
    """A fraction to four places, the precision at which fractions are compared.

    >>> fraction(1, 3)
    Decimal('0.3333')
    """
    return (Decimal(numerator) / Decimal(denominator)).quantize(Decimal("0.0001")).normalize()


def chinese_number(text: str) -> Decimal | None:
    """Value of Chinese numerals; None for an empty or ill-formed string.

    >>> chinese_number("三百二十"), chinese_number("二〇二四"), chinese_number("两亿")
    (Decimal('320'), Decimal('2024'), Decimal('2E+8'))
    """
    if not text or any(c not in _DIGITS and c not in _SCALES and c not in "万亿" for c in text):
        return None
    if len(text) > 1 and all(c in _DIGITS for c in text):
        return Decimal("".join(str(_DIGITS[c]) for c in text))
    total = section = digit = 0
    for c in text:
        if c in _DIGITS:
            digit = _DIGITS[c]
        elif c in _SCALES:
            section += (digit or (1 if c == "十" or not section else 0)) * _SCALES[c]
            digit = 0
        else:
            scale = 10**4 if c == "万" else 10**8
            section += digit
            digit = 0
            if c == "亿" and section == 0 and total:
                total *= scale  # 万亿
            else:
                total += (section or 1) * scale
            section = 0
    value = total + section + digit
    return Decimal(value).normalize() if value % 10**8 == 0 and value else Decimal(value)


def word_values(text: str, language: str) -> frozenset[Decimal]:
    """All values that number words of a text make plausible: composed, single and derived ones.

    >>> sorted(word_values("twenty-three of two hundred", "en"))
    [Decimal('2'), Decimal('3'), Decimal('20'), Decimal('23'), Decimal('100'), Decimal('200')]
    >>> Decimal(18) in word_values("он сегіз жүк көлігі", "kk")
    True
    """
    if language == "zh":
        return frozenset(_chinese_values(text))
    values: set[Decimal] = set()
    for run in _runs(text, language):
        values.update(run)
        values.update(_composed(run))
    values.update(_hints(text, language))
    for match in ROMAN.finditer(text):
        if (roman := roman_number(match[0])) is not None:
            values.add(Decimal(roman))
    return frozenset(values)


def _words(text: str) -> Iterator[tuple[str, int]]:
    """Lower-case words with the number of the run they stand in: runs end at punctuation other than a hyphen."""
    run, at = 0, 0
    for match in re.finditer(r"[^\W\d_]+", text):
        gap = text[at : match.start()]
        if gap.strip(" \u00a0-‑") != "":
            run += 1
        at = match.end()
        yield match[0].lower().replace("ё", "е"), run


def _runs(text: str, language: str) -> Iterator[list[Decimal]]:
    current: list[Decimal] = []
    last = 0
    for word, run in _words(text):
        value = _value(word, language)
        if (value is None and not (language == "en" and word == "and" and current)) or run != last:
            if current:
                yield current
            current = []
        last = run
        if value is not None:
            current.append(value)
    if current:
        yield current


_JOINED = re.compile(
    "(двадцат|тридцат|сорок|пятидесят|шестидесят|семидесят|восьмидесят|девяност)(?:и|а|о)"
    "((?:одно|двух|трех|четырех|пяти|шести|семи|восьми|девяти).*)"
)
_COMPOUND = re.compile("миллиард|миллион|тысяч")


@functools.lru_cache(maxsize=50_000)
def _value(word: str, language: str) -> Decimal | None:
    table = _tables()[language]
    if word in table.whole:
        return table.whole[word]
    if language == "en":
        fold = word.removesuffix("fold")
        return table.whole.get(fold) if fold != word else None
    found = next(
        (table.prefixes[word[:n]] for n in range(len(word), 1, -1) if word[:n] in table.prefixes), None
    )
    if language == "ru" and (joined := _JOINED.match(word)):  # двадцатидвухлетний
        return (table.prefixes[joined[1]] or Decimal(0)) + (_value(joined[2], language) or Decimal(0))
    if language == "ru" and found is not None and (compound := _COMPOUND.search(word, 3)):
        return found * {"миллион": 10**6, "тысяч": 1000}.get(compound[0], 10**9)  # десятимиллионный
    return found


def _composed(run: list[Decimal]) -> set[Decimal]:
    """Values of a run of number words read from each of its places: "two hundred and five" and its parts."""
    values: set[Decimal] = set()
    for start in range(len(run)):
        total = current = Decimal(0)
        for value in run[start : start + 8]:
            if value >= 1000:
                total += (current or Decimal(1)) * value
                current = Decimal(0)
            elif value == 100 and 0 < current < 100:
                current *= 100
            else:
                current += value
            values.add(total + current)
    for numerator, denominator in pairwise(run):  # two thirds; nine in ten has a word between
        if (
            0 < numerator < denominator <= 20
            and numerator == int(numerator)
            and denominator == int(denominator)
        ):
            part = fraction(int(numerator), int(denominator))
            values.update({part, (part * 100).normalize()})
    return values


def _hints(text: str, language: str) -> Iterator[Decimal]:
    hints = _tables()[language].hints
    for word, _ in _words(text):
        if language == "en":
            yield from hints.get(word) or hints.get(word.removesuffix("s"), ())
        else:
            yield from next((hints[word[:n]] for n in range(len(word), 2, -1) if word[:n] in hints), ())
    if language == "en":
        yield from _english_phrases(text.lower())


_HALF = re.compile(r"\bhalf[ -](?:an? )?(hundred|thousand|million|billion|trillion|dozen)")
_AND_HALF = re.compile(r"\b(\w+) and a half|\b(?:an?|one|every) \w+ and a half")
_PERIODS = re.compile(r"\b([\w-]+?)[ -](decade|centur|dozen|score|fortnight)")
_SHARE = re.compile(r"\b(\w+) (?:in|out of) (?:every )?(\w+)\b")
_FOLD = re.compile(r"\b(\w+)[ -]?fold\b")


def _english_phrases(text: str) -> Iterator[Decimal]:
    """Values of "half a million", "two and a half", "eight decades", "nine in ten", "sixteenfold"."""
    number = _english_number
    for match in _HALF.finditer(text):
        yield number(match[1]) / 2
    for match in _AND_HALF.finditer(text):
        yield (number(match[1]) if match[1] else Decimal(1)) + Decimal("0.5")
        yield Decimal("1.5")
    for match in _PERIODS.finditer(text):
        yield (
            number(match[1])
            * {"decade": 10, "centur": 100, "dozen": 12, "score": 20, "fortnight": 14}[match[2]]
        )
    for match in _SHARE.finditer(text):
        x, y = number(match[1]), number(match[2])
        if 0 < x < y < 10_000 and x == int(x) and y == int(y):
            yield from (fraction(int(x), int(y)), (fraction(int(x), int(y)) * 100).normalize())
    for match in _FOLD.finditer(text):
        yield number(match[1]) - 1  # sixteenfold: 增长15倍


def _english_number(word: str) -> Decimal:
    if word.isdigit():
        return Decimal(word)
    values = [_value(part, "en") for part in word.split("-")]
    return sum((v for v in values if v is not None), Decimal(0))


def _chinese_values(text: str) -> Iterator[Decimal]:
    for match in _CHINESE.finditer(text):
        value = chinese_number(match[0])
        if value is not None:
            yield value
            if text[match.end() : match.end() + 1] == "成":
                yield value * 10
                if text[match.end() + 1 : match.end() + 2] == "半":
                    yield value * 10 + 5
            if text[match.end() : match.end() + 1] == "半" or text[match.end() + 1 : match.end() + 2] == "半":
                yield value + Decimal("0.5")
        if len(match[0]) > 1:
            yield from (Decimal(_DIGITS[c]) for c in match[0] if c in _DIGITS)
    for below, above in re.findall(
        r"([一二三四五六七八九十百两\d]+)分之([一二三四五六七八九十百两\d]+)", text
    ):
        x, y = (int(v) if v.isdigit() else int(chinese_number(v) or 0) for v in (above, below))
        if x > 0 and y > 0:
            yield from (fraction(x, y), (fraction(x, y) * 100).normalize())
    for hint, values in _tables()["zh"].hints.items():
        if hint in text:
            yield from values
