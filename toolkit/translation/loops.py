"""Phrases said twice in a row: a small model's commonest slip, found and, where it is verbatim, taken out."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

__all__ = ["collapse_repeats", "find_repeat"]

_HAN = "\u3400-\u9fff"
_TOKEN = re.compile(rf"⟦\s*\d+\s*⟧(?:\s*⟨\w*⟩)?|[{_HAN}]|[^\W{_HAN}]+", re.UNICODE)
_JOINS = {"мен", "бен", "пен", "және", "и", "или", "和", "与"}
_LONGEST = 10


def _immediate(text: str, least: int) -> tuple[re.Match[str], re.Match[str]] | None:
    """The first run of units that stands twice with nothing but space between: (its end, the end of its second).

    Longest run first. A hyphen or comma between is no slip: «қайта-қайта», «премьер-министр, министр».
    """
    tokens = list(_TOKEN.finditer(text))
    units = [m[0].casefold() for m in tokens]
    for size in range(min(_LONGEST, len(units) // 2), least - 1, -1):
        for i in range(len(units) - 2 * size + 1):
            run = units[i : i + size]
            last, end = tokens[i + size - 1], tokens[i + 2 * size - 1]
            if (
                run == units[i + size : i + 2 * size]
                and not text[last.end() : tokens[i + size].start()].strip()
                and any(len(u) > 1 or u > "\u3400" for u in run)
                and not all(u.isdigit() for u in run)
            ):
                return last, end
    return None


def _least(language: str) -> int:
    return (
        3 if language == "zh" else 1
    )  # Chinese doubles single characters (人人) and pairs (研究研究) by rule


def collapse_repeats(source: str, target: str, language: str) -> str:
    """Take out the second of two equal phrases in a row, unless the source says something twice in a row too.

    >>> collapse_repeats("on July 2, 2024", "2024 жылғы 2 шілдеде 2 шілдеде", "kk")
    '2024 жылғы 2 шілдеде'
    >>> collapse_repeats("It was very, very cold.", "Было очень, очень холодно.", "ru")
    'Было очень, очень холодно.'
    """
    if _immediate(source, 1):
        return target
    while found := _immediate(target, _least(language)):
        last, end = found
        target = target[: last.end()] + target[end.end() :]
    return target


def find_repeat(source: str, target: str, language: str) -> str | None:
    """A phrase said twice in a row, on both sides of "and", or three times over, where the source does not do so."""
    units = [m[0].casefold() for m in _TOKEN.finditer(target)]
    glue = "" if language == "zh" else " "
    own = [m[0].casefold() for m in _TOKEN.finditer(source)]
    if not _immediate(source, 1) and (found := _immediate(target, _least(language))):
        return target[found[0].end() : found[1].end()].strip()
    for left, join, right in zip(units, units[1:], units[2:], strict=False):
        if join in _JOINS and len(left) > 4 and left == right:
            return f"{left} {join} {right}"
    if language != "zh" and (pair := _pair_again(units)) and not _pair_again(own, 4):
        return pair
    size = 6 if language == "zh" else 3
    grams = [tuple(units[i : i + size]) for i in range(len(units) - size + 1)]
    theirs = [tuple(own[i : i + 3]) for i in range(len(own) - 2)]
    most = max(set(grams), key=lambda g: (grams.count(g), g), default=())
    allowed = max((theirs.count(g) for g in set(theirs)), default=1)
    often = grams.count(most) > 2 or _close(grams, most, size)
    if grams.count(most) > max(allowed, 1) and often and not any(u.isdigit() for u in most):
        return glue.join(most)
    return None


def _pair_again(units: Sequence[str], least: int = 5) -> str | None:
    """Two longish words that stand together twice in one sentence."""
    seen: set[tuple[str, str]] = set()
    for pair in itertools.pairwise(units):
        if min(map(len, pair)) >= least:
            if pair in seen:
                return " ".join(pair)
            seen.add(pair)
    return None


def _close(grams: Sequence[tuple[str, ...]], gram: tuple[str, ...], size: int) -> bool:
    """Two of the same so near each other that the second is a slip, not a sentence that comes back to its subject."""
    places = [i for i, g in enumerate(grams) if g == gram]
    return places[1] - places[0] <= size + 3 if len(places) > 1 else False
