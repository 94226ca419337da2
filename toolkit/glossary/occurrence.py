"""Find a target term, in any of its forms, in a text of its language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from toolkit.glossary.inflection import forms_of
from toolkit.glossary.term import Case, Target, Term

__all__ = ["Occurrence", "find_forbidden", "find_target"]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A target term in a text: where it stands, and the cases that this form can be, in the order of CASES."""

    start: int
    end: int
    surface: str
    cases: tuple[Case, ...]


def find_target(target: Target, language: str, text: str) -> tuple[Occurrence, ...]:
    """Every place of a term, full or abbreviated and in any case or number, in order and not overlapping.

    A capital at the start is taken for the same form («Инициатива…» for «инициатива…»); in Kazakh and Russian
    the form must be a whole word.

    >>> [found] = find_target(Target("Орта дәліз"), "kk", "Жүк Орта дәлізбен тасылады.")
    >>> found.surface, found.cases
    ('Орта дәлізбен', ('ins',))
    """
    forms = forms_of(target, language)
    found = []
    for match in _pattern(target, language).finditer(text):
        surface = match[0]
        cases = (
            forms.get(surface)
            or forms.get(surface[:1].lower() + surface[1:])
            or forms.get(surface[:1].upper() + surface[1:], ())
        )
        found.append(Occurrence(match.start(), match.end(), surface, cases))
    return tuple(found)


def find_forbidden(term: Term, language: str, text: str) -> tuple[Occurrence, ...]:
    """Every place of a rendering that the glossary forbids for this term, in any case or number."""
    found = [
        occurrence
        for forbidden in term.forbidden.get(language, ())
        for occurrence in find_target(Target(forbidden), language, text)
    ]
    return tuple(sorted(found, key=lambda one: (one.start, one.end)))


@lru_cache(maxsize=4096)
def _pattern(target: Target, language: str) -> re.Pattern[str]:
    forms = sorted(forms_of(target, language), key=len, reverse=True)
    alternatives = "|".join(_with_either_capital(form) for form in forms)
    if language == "zh":
        return re.compile(alternatives)
    return re.compile(rf"(?<![\w-])(?:{alternatives})(?![\w-])")


def _with_either_capital(form: str) -> str:
    first, rest = form[:1], form[1:]
    if not first.isalpha() or rest[:1].isupper() or not rest:
        return re.escape(form)
    return f"[{first.lower()}{first.upper()}]{re.escape(rest)}"
