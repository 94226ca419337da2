"""Where the words of a piece of the source stand in the translation.

Tried in this order: the whole sentence; terms (their places are known); the same letters (names, numbers, links); the
piece translated on its own and found again by its stems; and at last the same share of the way through the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile

from toolkit.translation import Segment

__all__ = ["Aligned", "Piece", "project"]

_WORD = re.compile(r"\w+(?:[-'’]\w+)*")
_LETTERS = re.compile(r"\w")
_ARTICLE = re.compile(r"\b(?:the|an?)\b", re.IGNORECASE)  # the target languages have none


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence of a block: where it begins in the source and in the target."""

    source_start: int
    target_start: int
    segment: Segment

    @property
    def source_end(self) -> int:
        """Offset after it in the source."""
        return self.source_start + len(self.segment.source)


@dataclass(frozen=True, slots=True)
class Aligned:
    """A block and its translation, sentence by sentence."""

    source: str
    target: str
    pieces: tuple[Piece, ...]


@dataclass(slots=True)
class _Wish:
    """A piece ``start:end`` of a segment, and where it was found in the target."""

    segment: Segment
    start: int
    end: int
    found: tuple[int, int] | None = None

    @property
    def text(self) -> str:
        return self.segment.source[self.start : self.end]


def project(
    wanted: Sequence[tuple[Aligned, int, int]],
    language: str,
    translate: Callable[[Sequence[str]], Sequence[Segment]],
) -> list[tuple[int, int]]:
    """The places in the targets of pieces of the sources, given as (block, start, end).

    >>> segment = Segment("See Fig. 7 now.", "7-суретті қазір қараңыз.")
    >>> block = Aligned(segment.source, segment.target, (Piece(0, 0, segment),))
    >>> project([(block, 9, 10), (block, 0, 15)], "kk", lambda texts: [Segment(t, "") for t in texts])
    [(0, 1), (0, 24)]
    """
    wishes: list[list[tuple[int, _Wish]]] = []
    for block, start, end in wanted:
        own = []
        worded = _LETTERS.search(block.source, start, end) is not None
        for piece in block.pieces if worded else ():
            low, high = max(start, piece.source_start), min(end, piece.source_end)
            if low < high:
                wish = _Wish(piece.segment, low - piece.source_start, high - piece.source_start)
                wish.found = _by_sight(wish)
                own.append((piece.target_start, wish))
        wishes.append(own)
    unseen = [w for own in wishes for _, w in own if w.found is None]
    texts = list(dict.fromkeys(w.text.strip() for w in unseen))
    alone = {s.source: s.target for s in translate(texts)} if texts else {}
    for wish in unseen:
        wish.found = _by_stems(wish.segment.target, alone.get(wish.text.strip(), ""), language) or _by_share(
            wish
        )
    places: list[tuple[int, int]] = []
    for (block, start, _), own in zip(wanted, wishes, strict=True):
        found = [(at + w.found[0], at + w.found[1]) for at, w in own if w.found is not None]
        places.append((min(found)[0], max(f[1] for f in found)) if found else _point(block, start))
    return places


def _by_sight(wish: _Wish) -> tuple[int, int] | None:
    segment = wish.segment
    if not _LETTERS.search(segment.source[: wish.start] + segment.source[wish.end :]):
        return 0, len(segment.target)
    inside = [t for t in segment.terms if wish.start <= t.source_start and t.source_end <= wish.end]
    covered = sum(len(_LETTERS.findall(segment.source[t.source_start : t.source_end])) for t in inside)
    if inside and covered * 10 >= 6 * len(_LETTERS.findall(_ARTICLE.sub("", wish.text))):
        return min(t.target_start for t in inside), max(t.target_end for t in inside)
    same = re.search(rf"(?<!\w){re.escape(wish.text.strip())}(?![^\W_])", segment.target, re.IGNORECASE)
    return same.span() if same and _LETTERS.search(wish.text) else None


def _by_stems(target: str, alone: str, language: str) -> tuple[int, int] | None:
    if language == "zh":
        wanted = re.sub(r"\W", "", alone)
        match = SequenceMatcher(None, target, wanted, autojunk=False).find_longest_match()
        return (match.a, match.a + match.size) if match.size * 2 >= len(wanted) > 0 else None
    stems = [word.casefold() for word in _WORD.findall(alone)]
    words = list(_WORD.finditer(target))
    hits = [any(_alike(word[0].casefold(), stem) for stem in stems) for word in words]
    best, gain, at, total = None, 0, 0, 0
    for i, hit in enumerate(hits):  # the run with most hits over misses (Kadane)
        total += 2 if hit else -1
        if total < 0:
            at, total = i + 1, 0
        elif total > gain:
            best, gain = (at, i), total
    if best is None or sum(hits[best[0] : best[1] + 1]) * 2 < len(stems):
        return None
    first = next(i for i in range(best[0], best[1] + 1) if hits[i])
    return words[first].start(), words[best[1]].end()


def _alike(word: str, stem: str) -> bool:
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(word, stem, strict=False)))
    return same >= max(min(3, len(stem)), len(stem) * 6 // 10)


def _by_share(wish: _Wish) -> tuple[int, int]:
    source, target = wish.segment.source, wish.segment.target
    scale = len(target) / max(1, len(source))
    start, end = int(wish.start * scale), int(wish.end * scale)
    for word in _WORD.finditer(target):
        if word.start() <= start < word.end():
            start = word.start()
        if word.start() < end < word.end():
            end = word.end()
    return start, max(start, end)


def _point(block: Aligned, at: int) -> tuple[int, int]:
    """The place of something that stands between two characters."""
    before = [p for p in block.pieces if p.source_start < at]
    if not before:
        return 0, 0
    piece = before[-1]
    target = piece.segment.target
    if not _LETTERS.search(piece.segment.source[at - piece.source_start :]):
        offset = len(target) if at >= piece.source_end else len(target.rstrip(".。!?！？…"))
        return piece.target_start + offset, piece.target_start + offset
    share = int((at - piece.source_start) * len(target) / max(1, len(piece.segment.source)))
    offset = min((m.start() for m in re.finditer(r"(?<!\w)\w|$", target)), key=lambda m: abs(m - share))
    return piece.target_start + offset, piece.target_start + offset
