"""How long an abstract may be, and how words are counted."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.errors import OptionError

if TYPE_CHECKING:
    from toolkit.article import Article

__all__ = ["Budget", "count_words"]

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_WORD = re.compile(r"\S*[^\W_]\S*")
_HAN_PER_WORD = 1.6

_UNLIMITED = 10**9


def count_words(text: str, language: str) -> int:
    """Words of a text: runs without a space that hold a letter or a digit.

    Chinese has no spaces: 1.6 characters count as one word, so that one budget gives abstracts of about the
    same content in every language; a number or a run of Latin letters is one word.

    >>> count_words("Trade climbed to $41 billion – a record.", "en")
    7
    >>> count_words("双边贸易额达到410亿美元。", "zh")
    7
    """
    if language != "zh":
        return len(_WORD.findall(text))
    han = len(_HAN.findall(text))
    rest = len(re.findall(r"[^\W_]+(?:[.,:/-][^\W_]+)*", _HAN.sub(" ", text)))
    return math.floor(han / _HAN_PER_WORD + rest + 0.5)


@dataclass(frozen=True, slots=True)
class Budget:
    """Bounds of an abstract, in sentences and in words (:func:`count_words`), both ends included."""

    min_sentences: int
    max_sentences: int
    min_words: int
    max_words: int

    @property
    def words_alone(self) -> bool:
        """Whether words are all that is limited, as by ``"100w"``, and sentences may be as many as fit."""
        return self.max_sentences >= _UNLIMITED

    @classmethod
    def parse(cls, length: str, article: Article | None = None) -> Budget:
        """The budget that a ``--length`` means for an article.

        Args:
            length: ``"short"`` (2–3 sentences, 45–75 words), ``"long"`` (6–9 sentences, 130–200 words),
            ``"5"``
                (sentences), ``"20%"`` (of the article's sentences, at least one) or ``"100w"`` (at most so
                many words, and as near to it as whole sentences allow).
            article: what the percentage is of; None to see whether a length is one before there is an article.

        Raises:
            OptionError: the length is none of these, or not positive.
        """
        text = length.strip().casefold()
        if text == "short":
            return cls(2, 3, 45, 75)
        if text == "long":
            return cls(6, 9, 130, 200)
        number = re.fullmatch(r"(\d{1,9})\s*(%|w|)", text, re.ASCII)
        value = int(number[1]) if number else 0
        if number is None or value == 0 or (number[2] == "%" and value > 100):
            raise OptionError(
                f"unknown length {length!r}: use short, long, a number of sentences (5), a share (20%) or words (100w)"
            )
        if number[2] == "w":
            return cls(1, _UNLIMITED, value * 3 // 4, value)
        if number[2] == "%":
            value = max(1, math.floor((len(article.sentences) if article else 0) * value / 100 + 0.5))
        return cls(value, value, 0, _UNLIMITED)
