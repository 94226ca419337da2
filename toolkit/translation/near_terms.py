"""Terms that the model nearly wrote: the right words stand at their place, in the same case.

A compact model often has the term almost right («Мемлекет басшылары кеңесінің» for «Мемлекет басшыларының
кеңесінің», «Румынада» for «Румынияда»), or writes a rendering that the glossary forbids («Қытай Президенті»).
Where it stands and in which case is known then, and nothing need be decoded again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from toolkit.glossary import CASES, Case, Target, Term, find_forbidden, inflect
from toolkit.translation.protect import Slot
from toolkit.translation.restore import Filled, Part, end_of_mention

__all__ = ["mend_terms"]

# Of the letters: 0.8 takes «Румынада» for «Румынияда» and leaves «Пәкістан» beside «Тәжікстан» (0.71).
_ALIKE = 0.8
_WORD_ALIKE = 0.5  # each word of a term of several
_SHORTEST = 5  # letters; in shorter terms one other letter makes another word
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
# «Қарағандылық», «туркменистанский»: adjectives made of a name are no misspelt case of it
_ADJECTIVE = {
    "kk": re.compile(r"[лдт][ыі][қк]$"),
    "ru": re.compile(r"ск(?:ий|ая|ое|ие|ого|ой|ому|ую|им|их|ими|ом)$"),
}


@dataclass(frozen=True, slots=True)
class _Place:
    start: int
    end: int
    case: Case


@dataclass(frozen=True, slots=True)
class _Form:
    words: tuple[str, ...]
    text: str
    case: Case


def mend_terms(parts: Sequence[Part], slots: Sequence[Slot], language: str) -> tuple[Part, ...]:
    """Parts with terms over what the model nearly wrote.

    Only text that no other term of the source has claimed is looked at, so that of two like terms none is put
    over the other: find the exact ones first (:func:`toolkit.translation.restore.locate_terms`).

    Args:
        parts: of a target segment, in order.
        slots: of the source segment.
        language: of the target; a Chinese term is right or another word, only forbidden renderings are mended there.
    """
    placed = [part.slot for part in parts if isinstance(part, Filled)]
    found = list(parts)
    for slot in slots:
        match = slot.match
        if match is None or slot in placed or match.term.do_not_translate:
            continue
        if language not in match.term.targets:
            continue
        for i, part in enumerate(found):
            if isinstance(part, str) and (place := _near(part, match.term, language, plural=match.plural)):
                end = end_of_mention(slot, match.term.targets[language], part, place.end)
                before, after = part[: place.start], part[end:]
                middle = Filled(slot, place.case, "model")
                found[i : i + 1] = [p for p in (before, middle, after) if p != ""]
                break
    return tuple(found)


def _near(text: str, term: Term, language: str, *, plural: bool) -> _Place | None:
    for wrong in find_forbidden(term, language, text):
        return _Place(wrong.start, wrong.end, next(iter(wrong.cases), "nom"))
    target = term.targets[language]
    if language not in _ADJECTIVE or len(target.text) < _SHORTEST:
        return None
    best, least = None, _ALIKE
    windows = list(_WORD.finditer(text))
    for form in _forms(target, language, plural):
        matcher = SequenceMatcher(b=form.text, autojunk=False)
        for words in _runs(windows, len(form.words)):
            if _ADJECTIVE[language].search(words[-1][0]) and not _ADJECTIVE[language].search(form.text):
                continue
            start, end = words[0].start(), words[-1].end()
            matcher.set_seq1(text[start:end].casefold())
            if matcher.real_quick_ratio() <= least or matcher.quick_ratio() <= least:
                continue
            if (ratio := matcher.ratio()) > least and _words_alike(words, form.words):
                best, least = _Place(start, end, form.case), ratio
    return best and _with_quotes(text, best, target)


@lru_cache(maxsize=1024)
def _forms(target: Target, language: str, plural: bool) -> tuple[_Form, ...]:
    forms = []
    for case in CASES:
        if language == "ru" and case in ("abl", "pos"):
            continue
        text = inflect(target, language, case, plural=plural).casefold().strip("«»")
        forms.append(_Form(tuple(_WORD.findall(text)), text, case))
    return tuple(forms)


def _runs(words: Sequence[re.Match[str]], length: int) -> Iterator[Sequence[re.Match[str]]]:
    for i in range(len(words) - length + 1 if length else 0):
        yield words[i : i + length]


def _words_alike(found: Sequence[re.Match[str]], wanted: Sequence[str]) -> bool:
    return all(
        SequenceMatcher(None, a[0].casefold(), b, autojunk=False).ratio() >= _WORD_ALIKE
        for a, b in zip(found, wanted, strict=True)
    )


def _with_quotes(text: str, place: _Place, target: Target) -> _Place:
    """The place with the quotes around it, when the term brings its own."""
    start, end = place.start, place.end
    if target.text.startswith("«") and text[start - 1 : start] == "«":
        start -= 1
    inside = text[start:end]
    if "»" in target.text and text[end : end + 1] == "»" and inside.count("«") > inside.count("»"):
        end += 1
    return _Place(start, end, place.case)
