"""Placeholders: what must come through the model unharmed is swapped for ``⟦0⟧``, ``⟦1⟧`` … in source order.

The shipped model was trained to carry up to eight of them a segment and, in Kazakh and Russian, to answer with
the grammatical case that the place asks for: ``⟦0⟧⟨gen⟩``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from toolkit.glossary import CASES, Match
from toolkit.translation.names import Name
from toolkit.translation.numbers import Quantity, simplify_money

__all__ = ["MAX_PLACEHOLDERS", "Protected", "Slot", "protect", "slots_of", "unused_tokens", "verbatim_spans"]

MAX_PLACEHOLDERS = 8
_TOKENS = tuple(f"⟦{i}⟧" for i in range(MAX_PLACEHOLDERS))
_TAGS = tuple(f"⟨{case}⟩" for case in CASES)
# emoji, flags, stars, arrows: the model knows few of them and drops or garbles the others (⟦ and ⟧ are not among them)
_SYMBOL = "\U0001f000-\U0001faff\u2300-\u23ff\u25a0-\u27bf\u2b00-\u2bff"
_VERBATIM = re.compile(
    r"(?:https?://|www\.)[^\s<>\"”’)]+[\w/]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w#@])[#@]\w{2,}"
    rf"|[{_SYMBOL}][{_SYMBOL}\ufe0f\u200d\U000e0020-\U000e007f]*"
)
_SCALED_NUMBER = re.compile(
    r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?: (?:thousand|million|billion|trillion)\b)?"
)
_PLAIN_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Slot:
    """Something of the source that has a known form in the target.

    Attributes:
        start, end: offsets in the source segment.
        kind: ``term``, ``number``, ``name`` or ``verbatim``.
        surface: how it stands in the source.
        match: the glossary match, for a term.
        rest: for a number, what stays in the source after the placeholder (``" billion dollars"``).
        value: of a number, its scale word multiplied in.
    """

    start: int
    end: int
    kind: Literal["term", "number", "name", "verbatim"]
    surface: str
    match: Match | None = None
    rest: str = ""
    value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Protected:
    """A source segment with placeholders: ``slots[i]`` stands where ``text`` has ``⟦i⟧``."""

    source: str
    text: str
    slots: tuple[Slot, ...]


def verbatim_spans(text: str) -> list[tuple[int, int]]:
    """Spans that no language translates: URLs, e-mail addresses, handles, hashtags and emoji.

    >>> verbatim_spans("Write to info@sco.example today")
    [(9, 25)]
    """
    return [m.span() for m in _VERBATIM.finditer(text)]


def slots_of(
    source: str,
    matches: Sequence[Match],
    quantities: Sequence[Quantity],
    names: Sequence[Name],
    language: str,
) -> tuple[Slot, ...]:
    """Everything in a segment that could be a placeholder, in source order, none overlapping another.

    ``language`` is the target's.
    """
    slots: list[Slot] = []
    taken: list[tuple[int, int]] = []

    def add(slot: Slot) -> None:
        if all(slot.end <= a or slot.start >= b for a, b in taken):
            slots.append(slot)
            taken.append((slot.start, slot.end))

    for start, end in verbatim_spans(source):
        add(Slot(start, end, "verbatim", source[start:end]))
    for match in matches:
        add(Slot(match.start, match.end, "term", match.surface, match))
    for quantity in quantities:
        if (slot := _number_slot(quantity, language)) is not None:
            add(slot)
    for name in names:
        add(Slot(name.start, name.end, "name", name.text))
    return tuple(sorted(slots, key=lambda s: s.start))


def _number_slot(quantity: Quantity, language: str) -> Slot | None:
    """The number of a plain number, percentage or sum of money; dates, years and ranges the model knows as text.

    In Chinese "41 billion" goes as a whole (410亿); elsewhere the scale word stays in the text, since it inflects.
    """
    if quantity.kind not in ("number", "percent", "money"):
        return None
    text = simplify_money(quantity.surface)
    match = (_SCALED_NUMBER if language == "zh" else _PLAIN_NUMBER).match(text)
    if match is None or re.search(r"\d", text[match.end() :]):
        return None
    rest = text[match.end() :].replace("%", " percent")
    return Slot(quantity.start, quantity.end, "number", match[0], rest=rest, value=quantity.value)


def protect(
    source: str,
    slots: Sequence[Slot],
    kinds: Collection[str],
    span: tuple[int, int] | None = None,
) -> Protected:
    """Swap slots of some kinds for placeholders, terms before numbers when there are more than eight.

    Args:
        source: the segment.
        slots: what could be a placeholder.
        kinds: the kinds of slots that shall be one.
        span: the part of the segment to take (a clause); default all of it. Slots keep their offsets in the segment.

    >>> protect("Trade rose.", (), ("term",)).text
    'Trade rose.'
    """
    begin, stop = span or (0, len(source))
    chosen = [slot for slot in slots if begin <= slot.start and slot.end <= stop and slot.kind in kinds]
    kept = sorted(
        sorted(chosen, key=lambda s: (_precedence(s), s.start))[:MAX_PLACEHOLDERS], key=lambda s: s.start
    )
    out: list[str] = []
    at = begin
    for i, slot in enumerate(kept):
        tail = "'s" if slot.match is not None and slot.match.possessive else slot.rest
        out += [source[at : slot.start], f"⟦{i}⟧", tail]
        at = slot.end
        if (
            source[at : at + 1] == "-" and slot.kind != "number"
        ):  # "SCO-member": the model knows only free ones
            out.append(" ")
            at += 1
    text = "".join(out) + source[at:stop]
    return Protected(source[begin:stop], simplify_money(text), tuple(kept))


def _precedence(slot: Slot) -> int:
    """Which slots become placeholders first: addresses, terms, symbols, names, numbers."""
    if slot.kind == "verbatim":
        return 0 if any(c.isalnum() for c in slot.surface) else 2
    return {"term": 1, "name": 3, "number": 4}[slot.kind]


def unused_tokens(texts: Iterable[str]) -> list[str]:
    """Placeholders that none of the sources has, and case tags where none has any: the model is not to write them.

    >>> unused_tokens(["⟦0⟧ rose"])[0], len(unused_tokens(["⟦0⟧ rose"])), len(unused_tokens(["It rose"]))
    ('⟦1⟧', 7, 16)
    """
    joined = "".join(texts)
    unused = [token for token in _TOKENS if token not in joined]
    return unused if len(unused) < len(_TOKENS) else [*unused, *_TAGS]
