"""The values of a termbase: a term, its target in each language, and a place where it stands in a text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

__all__ = ["CASES", "FORMS", "Case", "Form", "Harmony", "Match", "Target", "Term"]

Case = Literal["nom", "gen", "dat", "acc", "loc", "abl", "ins", "pos"]
"""Grammatical case of a target term.

``loc`` is the locative of Kazakh and the prepositional of Russian; ``abl`` is the ablative of Kazakh (Russian
says it with «из» and the genitive); ``pos`` is the attributive locative of Kazakh («Астанадағы», what stands
*at* a place), for which Russian takes the genitive.
"""
CASES: tuple[Case, ...] = ("nom", "gen", "dat", "acc", "loc", "abl", "ins", "pos")

Form = Literal["full", "abbreviation", "full+abbreviation"]
"""How a term stands in a text; the last is "Shanghai Cooperation Organisation (SCO)", one mention."""
FORMS: tuple[Form, ...] = ("full", "abbreviation", "full+abbreviation")

Harmony = Literal["front", "back"]


@dataclass(frozen=True, slots=True)
class Target:
    """A term in one target language.

    Args:
        text: the full form, in the nominative.
        abbreviation: the short form («ШЫҰ»), if there is one.
        reading: how the abbreviation is spoken («тэхакабэ»); Kazakh suffixes follow it.
        head: the word of ``text`` that takes the case; None: found by the inflector; "-": nothing inflects.
        harmony: vowel harmony of the Kazakh head where its letters do not tell («front» for «саммит»).
        person: the name of a person: in Russian each word of it inflects, and as something alive.
    """

    text: str
    abbreviation: str | None = None
    reading: str | None = None
    head: str | None = None
    harmony: Harmony | None = None
    person: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of a termbase: an English term and its targets.

    Args:
        id: unique within its glossary.
        source: the English term, as it is listed.
        variants: other English spellings and names, each matched like ``source``.
        abbreviations: English short forms, matched in exactly this case.
        targets: language code → target.
        kind: subject or word class ("organisation", "person", "place" …); free text.
        case_sensitive: match ``source`` and ``variants`` only as they are written here.
        note: for people.
        glossary: the glossary (file) it comes from.
        forbidden: language code → renderings that must not be used.
        do_not_translate: it stands in every language as it stands in the source.
    """

    id: str
    source: str
    variants: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    targets: Mapping[str, Target] = field(default_factory=dict, hash=False)
    kind: str = ""
    case_sensitive: bool = False
    note: str = ""
    glossary: str = ""
    forbidden: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    do_not_translate: bool = False

    def target(self, language: str) -> Target | None:
        """The target in this language; for a term that is not translated, the source itself."""
        found = self.targets.get(language)
        if found is None and self.do_not_translate:
            return Target(self.source, self.abbreviations[0] if self.abbreviations else None)
        return found


@dataclass(frozen=True, slots=True)
class Match:
    """A term in a text.

    ``start`` and ``end`` are character offsets of the whole surface, a possessive 's and a plural s included,
    an article before it not; ``surface`` is the text between them.
    """

    term: Term
    start: int
    end: int
    surface: str
    form: Form
    possessive: bool
    plural: bool
