"""Put a target term into a case, and tell in which case it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from toolkit.glossary.term import CASES, Case, Form, Target

__all__ = ["case_of", "forms_of", "inflect", "surface_forms"]


def inflect(target: Target, language: str, case: Case, *, form: Form = "full", plural: bool = False) -> str:
    """The target term in a case, as it stands in running text.

    Args:
        target: the term.
        language: "kk", "ru", "zh" or "en"; the last two do not inflect.
        case: see ``Case``. Russian has no ablative and no attributive: both give the genitive.
        form: the full form, the abbreviation, or the full form with the abbreviation in parentheses. Without an
            abbreviation in this language, the full form.
        plural: put the head into the plural, where it is not plural already.

    >>> inflect(Target("Шанхай ынтымақтастық ұйымы", "ШЫҰ"), "kk", "gen", form="full+abbreviation")
    'Шанхай ынтымақтастық ұйымының (ШЫҰ)'
    >>> inflect(Target("上海合作组织", "上合组织"), "zh", "gen", form="full+abbreviation")
    '上海合作组织（上合组织）'
    """
    return _inflect(target, language, case, form, plural)


@lru_cache(maxsize=8192)
def _inflect(target: Target, language: str, case: Case, form: Form, plural: bool) -> str:
    if form != "full" and not target.abbreviation:
        form = "full"
    if form == "abbreviation":
        assert target.abbreviation
        return _abbreviation(target.abbreviation, target.reading, language, case)
    full = _phrase(target, language, case, plural)
    if form == "full":
        return full
    return f"{full}（{target.abbreviation}）" if language == "zh" else f"{full} ({target.abbreviation})"


def _abbreviation(text: str, reading: str | None, language: str, case: Case) -> str:
    # «Интерпол», «Минздрав»: spelled like a word, declined like one
    word = re.search("[a-zа-яёәғқңөұүһі]{2}", text) is not None
    if language == "kk":
        from toolkit.glossary import kazakh

        if word:
            return kazakh.inflect_phrase(text, case)
        return kazakh.inflect_abbreviation(text, case, reading)
    if language == "ru" and word:
        from toolkit.glossary import russian

        return russian.inflect_phrase(text, case)
    return text


def _phrase(target: Target, language: str, case: Case, plural: bool) -> str:
    if language == "kk":
        from toolkit.glossary import kazakh

        return kazakh.inflect_phrase(
            target.text, case, head=target.head, harmony=target.harmony, plural=plural, person=target.person
        )
    if language == "ru":
        from toolkit.glossary import russian

        return russian.inflect_phrase(
            target.text, case, head=target.head, plural=plural, person=target.person
        )
    return target.text


@lru_cache(maxsize=4096)
def forms_of(target: Target, language: str) -> Mapping[str, tuple[Case, ...]]:
    """Every form of the full text and of the abbreviation → the cases that it can be, in the order of CASES."""
    forms: dict[str, list[Case]] = {}
    kinds: tuple[Form, ...] = ("full", "abbreviation") if target.abbreviation else ("full",)
    for form in kinds:
        for plural in (False, True):
            for case in CASES:
                if language not in ("kk", "ru") and (case != "nom" or plural):
                    continue
                if language == "ru" and case in ("abl", "pos"):
                    continue
                cases = forms.setdefault(_inflect(target, language, case, form, plural), [])
                if case not in cases:
                    cases.append(case)
    return MappingProxyType({surface: tuple(cases) for surface, cases in forms.items()})


def surface_forms(target: Target, language: str) -> frozenset[str]:
    """Every form of the full text and of the abbreviation, singular and plural.

    >>> sorted(surface_forms(Target("上海合作组织", "上合组织"), "zh"))
    ['上合组织', '上海合作组织']
    """
    return frozenset(forms_of(target, language))


def case_of(target: Target, language: str, surface: str) -> Case | None:
    """The case in which the term stands; of several possible ones the first of ``CASES``; None: not this term."""
    cases = forms_of(target, language).get(surface)
    return cases[0] if cases else None
