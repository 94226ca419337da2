"""Noise on the English side, so that the model takes text as it comes: the target stays as it is."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

__all__ = ["NOISES", "add_noise"]

_CURLY = {"'": "’", '"': "”"}
_MONEY = re.compile(
    r"\b(\d[\d,.]*(?: (?:thousand|million|billion|trillion))?) (US dollars|dollars|euros|pounds|yuan)\b"
)
_SIGNS = {"US dollars": "$", "dollars": "$", "euros": "€", "pounds": "£", "yuan": "¥"}
_PERCENT = re.compile(r"(?<=\d) percent\b")


def curly_quotes(text: str) -> str:
    """Typographic quotes and apostrophes.

    >>> curly_quotes('"We won," Xi\\'s envoy said.')
    '“We won,” Xi’s envoy said.'
    """
    text = re.sub(r'(^|[\s(\[—–-])"', r"\1“", text)
    text = re.sub(r"(^|[\s(\[—–])'(?=\w)", r"\1‘", text)
    return "".join(_CURLY.get(c, c) for c in text)


def all_capitals(text: str) -> str:
    """A headline in capitals; long sentences stay, nobody writes them so.

    >>> all_capitals("Astana hosts SCO summit")
    'ASTANA HOSTS SCO SUMMIT'
    """
    return text.upper() if len(text) <= 90 else text


def no_commas(text: str) -> str:
    """Commas left out, but for those in numbers.

    >>> no_commas("Yes, 2,400 men, all told.")
    'Yes 2,400 men all told.'
    """
    return re.sub(r",(?!\d)", "", text)


def small_first(text: str) -> str:
    """The first letter small; words in capitals (SCO) stay.

    >>> small_first("The summit"), small_first("SCO summit")
    ('the summit', 'SCO summit')
    """
    return text[:1].lower() + text[1:] if text[:1].isupper() and text[1:2].islower() else text


def no_full_stop(text: str) -> str:
    """The last full stop left out.

    >>> no_full_stop("It rained.")
    'It rained'
    """
    return text[:-1] if text.endswith(".") and not text.endswith("..") else text


def money_signs(text: str) -> str:
    """Sums and percentages with signs instead of words.

    >>> money_signs("It cost 41 billion dollars, up 5 percent.")
    'It cost $41 billion, up 5%.'
    """
    text = _MONEY.sub(lambda m: _SIGNS[m[2]] + m[1], text)
    return _PERCENT.sub("%", text)


NOISES: tuple[Callable[[str], str], ...] = (
    money_signs, small_first, no_commas, no_full_stop, curly_quotes, all_capitals,
)  # fmt: skip


def add_noise(text: str, rng: random.Random) -> str | None:
    """One kind of noise, drawn among those that change the text; None when none does.

    >>> add_noise("9", random.Random(0)) is None
    True
    """
    changed = [new for noise in NOISES if (new := noise(text)) != text]
    return rng.choice(changed) if changed else None
