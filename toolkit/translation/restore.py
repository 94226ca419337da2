"""From a hypothesis with placeholders to text: terms in the right case and form, numbers in target conventions."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, cast

from toolkit.glossary import CASES, Case, Form, Target, find_target, inflect
from toolkit.glossary.kazakh import CASE_SUFFIX
from toolkit.translation.names import inflect_name, transliterate
from toolkit.translation.normalise import polish
from toolkit.translation.numbers import Quantity, agree, fix_target, render_number
from toolkit.translation.numbers import render as render_quantity
from toolkit.translation.protect import Protected, Slot
from toolkit.translation.russian_agreement import agreement_edits

__all__ = [
    "Filled",
    "Part",
    "Rendered",
    "TermUse",
    "Way",
    "end_of_mention",
    "in_parentheses",
    "locate_terms",
    "parts_of",
    "put_over",
    "render",
]

Way = Literal["placeholder", "alignment", "model"]
_PLACE = re.compile(r"⟦\s*(\d+)\s*⟧(?:\s*⟨\s*(\w*)\s*⟩)?")
_DEBRIS = re.compile(r"[⟦⟧⟨⟩]|<r\d+>|<2\w\w>")
_FIRST_MARK = 0xE000  # private use: stands for a filled place while the text around it is polished


@dataclass(frozen=True, slots=True)
class Filled:
    """A place in the target that is filled from the source's slot.

    Attributes:
        slot: what stands there.
        case: the grammatical case that the place asks for.
        way: ``placeholder`` (the model carried it), ``alignment`` (put over what the model wrote),
            ``model`` (the model itself wrote the term, or nearly: :mod:`toolkit.translation.near_terms`).
    """

    slot: Slot
    case: Case
    way: Way


Part = str | Filled


@dataclass(frozen=True, slots=True)
class TermUse:
    """One term as it stands in a translation: a line of the term report.

    Attributes:
        term_id, glossary: which entry of which glossary.
        source_start, source_end, source: the place in the source segment and its surface.
        target_start, target_end, target: the place in the target segment and its surface.
        form: ``full``, ``abbreviation`` or ``full+abbreviation``, in the target.
        case: grammatical case; ``nom`` where the language has none.
        way: how it came there.
    """

    term_id: str
    glossary: str
    source_start: int
    source_end: int
    source: str
    target_start: int
    target_end: int
    target: str
    form: Form
    case: Case
    way: Way


@dataclass(frozen=True, slots=True)
class Rendered:
    """Target text and the terms in it."""

    text: str
    terms: tuple[TermUse, ...]


def parts_of(hypothesis: str, protected: Protected) -> tuple[Part, ...]:
    """Split a hypothesis at its placeholders; unknown ones and stray tags are dropped, never shown.

    A placeholder that comes twice is kept at its first place only; :mod:`toolkit.translation.checks` sees it.
    """
    parts: list[Part] = []
    at, seen = 0, set[int]()
    for match in _PLACE.finditer(hypothesis):
        parts.append(_DEBRIS.sub("", hypothesis[at : match.start()]))
        at = match.end()
        index = int(match[1])
        if index < len(protected.slots) and index not in seen:
            seen.add(index)
            case = cast(Case, match[2]) if match[2] in CASES else "nom"
            parts.append(Filled(protected.slots[index], case, "placeholder"))
    parts.append(_DEBRIS.sub("", hypothesis[at:]))
    return tuple(part for part in parts if part != "")


def locate_terms(parts: Sequence[Part], slots: Sequence[Slot], language: str) -> tuple[Part, ...]:
    """Find terms that the model wrote itself, so that case, first mention and report treat all terms alike.

    Of a term whose source has the abbreviation in parentheses behind it, these parentheses alone are not the term.
    A Kazakh term with a wrong suffix («Қазақстандан» for «Қазақстаннан») is found by its stem, and so mended.
    """
    placed = [part.slot for part in parts if isinstance(part, Filled)]
    found = list(parts)
    for slot in slots:
        if slot.match is None or slot in placed or language not in slot.match.term.targets:
            continue
        target = slot.match.term.targets[language]
        for i, part in enumerate(found):
            if isinstance(part, Filled) or (place := _find(part, target, language, slot)) is None:
                continue
            start, end, case = place
            end = end_of_mention(slot, target, part, end)
            found[i : i + 1] = put_over(part, start, end, Filled(slot, case, "model"))
            break
    return tuple(found)


def put_over(text: str, start: int, end: int, filled: Filled) -> list[Part]:
    """The parts of a text with a filled place over ``text[start:end]``; empty parts are left out."""
    return [part for part in (text[:start], filled, text[end:]) if part != ""]


def end_of_mention(slot: Slot, target: Target, text: str, end: int) -> int:
    """Where a mention that the model wrote ends: «… бағыты (ТХКБ)», the parenthesis is part of it and written anew.

    Args:
        slot, target: the term and its rendering.
        text: what the model wrote.
        end: of the term in it.
    """
    if slot.match is None or slot.match.form != "full+abbreviation" or not target.abbreviation:
        return end
    following = in_parentheses([target.abbreviation]).match(text, end)
    return following.end() if following else end


def in_parentheses(abbreviations: Iterable[str]) -> re.Pattern[str]:
    """One of the abbreviations in parentheses, perhaps with a Kazakh suffix, and the space before."""
    names = "|".join(sorted(map(re.escape, abbreviations), key=len, reverse=True))
    return re.compile(rf"\s*[(（](?:{names})(?:-\w+)?[)）]")


def _find(text: str, target: Target, language: str, slot: Slot) -> tuple[int, int, Case] | None:
    whole = slot.match is not None and slot.match.form == "full+abbreviation"
    for place in find_target(target, language, text):
        if not (
            whole
            and text[place.start - 1 : place.start] in ("(", "（")
            and text[place.end : place.end + 1] in (")", "）")
        ):
            return place.start, place.end, next(iter(place.cases), "nom")
    return _find_stem(text, target) if language == "kk" else None


_SUFFIX = re.compile(rf"-?(?:{CASE_SUFFIX})(?!\w)")


def _find_stem(text: str, target: Target) -> tuple[int, int, Case] | None:
    stems = [
        target.text,
        inflect(target, "kk", "nom", plural=True),
        *([target.abbreviation] if target.abbreviation else []),
    ]
    for stem in sorted(stems, key=len, reverse=True):
        inner = stem.removesuffix("»")  # the suffix stands inside the quotes
        for match in re.finditer(rf"(?<![\w-]){re.escape(inner)}", text, re.IGNORECASE):
            suffix = _SUFFIX.match(text, match.end())
            if suffix is None or suffix.lastgroup is None or (stem.isupper() and match[0] != stem):
                continue
            end = suffix.end() + (inner != stem and text[suffix.end() : suffix.end() + 1] == "»")
            return match.start(), end, cast(Case, suffix.lastgroup)
    return None


def _marks(text: str, count: int) -> str:
    """So many private-use characters that the text does not have (it may bring some of its own)."""
    free = (c for code in range(_FIRST_MARK, 0xF000) if (c := chr(code)) not in text)
    return "".join(itertools.islice(free, count))


def render(
    source: str, parts: Sequence[Part], language: str, form: Callable[[Slot], Form | None] = lambda slot: None
) -> Rendered:
    """Target text of a segment.

    Args:
        source: the source segment.
        parts: text and filled places, in target order.
        language: target language.
        form: which form a term takes; None for the form it has in the source.
    """
    fills = [part for part in parts if isinstance(part, Filled)]
    marks = _marks("".join(part for part in parts if isinstance(part, str)), len(fills))
    unused = iter(marks)
    text = "".join(part if isinstance(part, str) else next(unused) for part in parts)
    text = fix_target(_unspace(text, language), language)
    text = _capital_mark(source, polish(source, text, language))
    out: list[str] = []
    uses: list[TermUse] = []
    at = length = 0
    for mark in re.finditer(f"[{marks}]", text) if marks else ():
        before = text[at : mark.start()]
        at = mark.end()
        capital = text[at : at + 1] == "\u0000"
        at += capital
        filled = fills[marks.index(mark[0])]
        shape = form(filled.slot)
        word = _word(filled, language, shape)
        if capital:
            word = (
                word[:1].upper() + word[1:] if word[:1].isalpha() else word[:1] + word[1:2].upper() + word[2:]
            )
        if before[-1:] + word[:1] in ("««", "““") and word[-1:] in "»”" and text[at : at + 1] == word[-1:]:
            before = before[:-1]  # the term brings its own quotes, and the model wrote some around it
            at += 1
        out += [before, word]
        length += len(before)
        if (match := filled.slot.match) is not None:
            uses.append(
                TermUse(match.term.id, match.term.glossary, match.start, match.end, match.surface,
                        length, length + len(word), word, shape or match.form, filled.case, filled.way)
            )  # fmt: skip
        length += len(word)
    out.append(text[at:])
    rendered = Rendered("".join(out), tuple(uses))
    return _in_agreement(_after_numbers(rendered, language), language)


def _after_numbers(rendered: Rendered, language: str) -> Rendered:
    """Agreement after numbers can only be mended once the numbers stand there; term spans are moved along."""
    text = agree(rendered.text, language)
    if text == rendered.text:
        return rendered
    moved: list[TermUse] = []
    at = 0
    for use in rendered.terms:
        place = text.find(use.target, max(0, at))
        if place < 0:
            return rendered
        at = place + len(use.target)
        moved.append(replace(use, target_start=place, target_end=at))
    return Rendered(text, tuple(moved))


def _in_agreement(rendered: Rendered, language: str) -> Rendered:
    """Russian adjectives and verbs in agreement; terms have their form from the glossary and are left alone."""
    if language != "ru":
        return rendered
    text, terms = rendered.text, list(rendered.terms)
    for edit in reversed(agreement_edits(text)):
        if any(use.target_start < edit.end and edit.start < use.target_end for use in terms):
            continue
        text = text[: edit.start] + edit.replacement + text[edit.end :]
        longer = len(edit.replacement) - (edit.end - edit.start)
        terms = [
            replace(use, target_start=use.target_start + longer, target_end=use.target_end + longer)
            if use.target_start >= edit.end
            else use
            for use in terms
        ]
    return Rendered(text, tuple(terms))


def _unspace(text: str, language: str) -> str:
    if language == "zh":
        return re.sub(r"\s*([\ue000-\uefff])\s*", r"\1", text)
    text = re.sub(r"(?<=[\w»)])([\ue000-\uefff])", r" \1", text)
    return re.sub(r"([\ue000-\uefff])(?=[\w«(\ue000-\uefff])", r"\1 ", text)


def _capital_mark(source: str, text: str) -> str:
    """Remember with a NUL that the filled place at the start takes a capital, as the source's first letter has."""
    first = next((c for c in source if c.isalpha()), "")
    match = re.match(r"[\"«“(—–\s]*[\ue000-\uefff]", text)
    if match and first.isupper():
        return text[: match.end()] + "\u0000" + text[match.end() :]
    return text


def _word(filled: Filled, language: str, form: Form | None) -> str:
    slot = filled.slot
    if slot.kind == "number":
        if slot.value is not None and slot.surface[-1:].isalpha():  # "41 billion"
            return render_quantity(
                Quantity(0, len(slot.surface), slot.surface, "number", slot.value, None), language
            )
        return render_number(slot.surface, language)
    if slot.kind == "name":
        return inflect_name(transliterate(slot.surface, language), language, filled.case)
    if slot.match is None:
        return slot.surface
    term = slot.match.term
    if term.do_not_translate or language not in term.targets:
        return slot.surface
    return inflect(
        term.targets[language], language, filled.case, form=form or slot.match.form, plural=slot.match.plural
    )
