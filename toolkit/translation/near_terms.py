"""Terms that the model nearly wrote: the right words are put at their place, in the case that stands there.

Two near misses can be told from other words for sure, and nothing need be decoded again for them: a rendering that the
glossary forbids («Қытай Президентімен»), and, in Kazakh, a term whose last word is right and whose other words are
only inflected or spelt otherwise («Мемлекет басшылары кеңесінің», «Жизақ облысына»). All else that looks like a term
may be another word («Қазақстандықтар», «мемлекеттік бюджеті») and is left to repair.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from toolkit.glossary import CASES, Case, Target, Term, find_forbidden, inflect
from toolkit.translation.protect import Slot
from toolkit.translation.restore import Filled, Part, end_of_mention, put_over

__all__ = ["mend_terms"]

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_SHORTEST = 5  # letters of a term of one word; in shorter ones another letter makes another word
_STEM = 4  # letters that two forms of a word have in common at least, and seven tenths of the shorter one
# Kazakh letters as a Russian speller writes them
_SPELLING = str.maketrans("әіңғүұқөһы", "аингуукохи", "ь")


@dataclass(frozen=True, slots=True)
class _Place:
    start: int
    end: int
    case: Case


@dataclass(frozen=True, slots=True)
class _Form:
    words: tuple[str, ...]
    case: Case


def mend_terms(parts: Sequence[Part], slots: Sequence[Slot], language: str) -> tuple[Part, ...]:
    """Parts with terms over what the model nearly wrote.

    Only text that no other term of the source has claimed is looked at, so that of two like terms none is put
    over the other: find the exact ones first (:func:`toolkit.translation.restore.locate_terms`).

    Args:
        parts: of a target segment, in order.
        slots: of the source segment.
        language: of the target.
    """
    placed = [part.slot for part in parts if isinstance(part, Filled)]
    found = list(parts)
    for slot in slots:
        match = slot.match
        if (
            match is None
            or slot in placed
            or match.term.do_not_translate
            or language not in match.term.targets
        ):
            continue
        target = match.term.targets[language]
        for find in (_forbidden, _misspelt):
            places = (
                (i, find(part, match.term, language)) for i, part in enumerate(found) if isinstance(part, str)
            )
            i, place = next(((i, place) for i, place in places if place is not None), (0, None))
            if place is not None:
                text = str(found[i])
                end = end_of_mention(slot, target, text, place.end)
                found[i : i + 1] = put_over(text, place.start, end, Filled(slot, place.case, "model"))
                break
    return tuple(found)


def _forbidden(text: str, term: Term, language: str) -> _Place | None:
    for wrong in find_forbidden(term, language, text):
        return _Place(wrong.start, wrong.end, next(iter(wrong.cases), "nom"))
    return None


def _misspelt(text: str, term: Term, language: str) -> _Place | None:
    target = term.targets[language]
    if language != "kk" or len(target.text) < _SHORTEST:
        return None
    words = list(_WORD.finditer(text))
    for form in _kazakh_forms(target):
        for window in _runs(words, len(form.words)):
            if not _alike([word[0] for word in window], form.words):
                continue
            place = _with_quotes(text, window[0].start(), window[-1].end(), form.case, target)
            if place is not None:
                return place
    return None


@lru_cache(maxsize=1024)
def _kazakh_forms(target: Target) -> tuple[_Form, ...]:
    return tuple(_Form(tuple(_WORD.findall(inflect(target, "kk", case))), case) for case in CASES)


def _runs(words: Sequence[re.Match[str]], length: int) -> Iterator[Sequence[re.Match[str]]]:
    for i in range(len(words) - length + 1 if length else 0):
        yield words[i : i + length]


def _alike(found: Sequence[str], wanted: Sequence[str]) -> bool:
    """The last word the same but for its spelling, the others too or of the same stem."""
    if _spelling(found[-1]) != _spelling(wanted[-1]):
        return False
    if len(wanted) == 1:
        return found[0][:1].isupper() and wanted[0][:1].isupper()
    pairs = zip(found[:-1], wanted[:-1], strict=True)
    return all(_spelling(a) == _spelling(b) or _one_stem(a, b) for a, b in pairs)


def _spelling(word: str) -> str:
    return word.casefold().translate(_SPELLING)


def _one_stem(one: str, other: str) -> bool:
    shared = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    return shared >= max(_STEM, 0.7 * min(len(one), len(other)))


def _with_quotes(text: str, start: int, end: int, case: Case, target: Target) -> _Place | None:
    """The place, with its quotes when the term brings its own; None where it would tear a pair of quotes."""
    if target.text.startswith("«") and text[start - 1 : start] == "«":
        start -= 1
    inside = text[start:end]
    if "»" in target.text and text[end : end + 1] == "»" and inside.count("«") > inside.count("»"):
        end += 1
        inside = text[start:end]
    if inside.count("«") != inside.count("»"):
        return None
    if text[start - 1 : start] == "«" and text[end : end + 1] != "»" and "«" in target.text:
        return None
    return _Place(start, end, case)
