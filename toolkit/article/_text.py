"""Clean text that knows the place of each character in the source."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["INVISIBLE", "CleanText", "clean"]

INVISIBLE = "\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
"""Soft hyphen, zero-width characters, marks of direction: as the inside of a character class."""

# Words with one plain space between: nothing to do inside.
_RUN = re.compile(rf"[^\s{INVISIBLE}]+(?: [^\s{INVISIBLE}]+)*")
_LINE_BREAK = re.compile(r"[\n\r\x0b\x0c\x85\u2028\u2029]")
# Chinese is written without spaces, so a hard line break inside a Chinese sentence leaves none either.
_WIDE = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef“”‘’…—]")


@dataclass(frozen=True, slots=True)
class CleanText:
    """``text`` is made of pieces of the source; ``starts[i]`` in it comes from ``origins[i]`` in the source."""

    text: str
    starts: tuple[int, ...]
    origins: tuple[int, ...]

    def origin(self, position: int) -> int:
        """The offset in the source of the character at ``position``, which must not be a space."""
        piece = bisect_right(self.starts, position) - 1
        return self.origins[piece] + position - self.starts[piece]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The source span of ``text[start:end]``, which must begin and end with no space."""
        return self.origin(start), self.origin(end - 1) + 1


def clean(source: str, start: int, end: int, cuts: Iterable[tuple[int, int]] = ()) -> CleanText:
    """``source[start:end]`` without the cuts and invisible characters, with single spaces and lines joined.

    Args:
        cuts: spans of the source inside ``start`` and ``end``, in order, not overlapping.
    """
    parts: list[str] = []
    starts: list[int] = []
    origins: list[int] = []
    length = 0
    at = start
    gap, cut_before = "", False
    for cut_start, cut_end in (*cuts, (end, end)):
        for run in _RUN.finditer(source, at, cut_start):
            gap += source[at : run.start()]
            words = run.group()
            if parts and _needs_space(gap, parts[-1][-1], words[0], cut=cut_before):
                parts.append(" ")
                length += 1
            gap, cut_before = "", False
            starts.append(length)
            origins.append(run.start())
            parts.append(words)
            length += len(words)
            at = run.end()
        gap += source[at:cut_start]
        at, cut_before = cut_end, True
    return CleanText("".join(parts), tuple(starts), tuple(origins))


def _needs_space(gap: str, before: str, after: str, *, cut: bool) -> bool:
    if not any(character.isspace() for character in gap) or (cut and after in ".,;:!?"):
        return False
    joined = _LINE_BREAK.search(gap) and _WIDE.match(before) and _WIDE.match(after)
    # A quotation mark or a dash is wide only beside a Chinese character.
    return not (joined and (ord(before) > 0x2FFF or ord(after) > 0x2FFF))
