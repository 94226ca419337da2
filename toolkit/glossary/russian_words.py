"""Russian words for the declension of terms: readings of pymorphy3, agreement, and endings of unknown nouns.

Source for the endings: А. А. Зализняк, «Грамматический словарь русского языка».
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from toolkit.glossary.term import Case

__all__ = [
    "CASES",
    "CHINESE",
    "OBLIQUE",
    "WORD",
    "Noun",
    "agreed_form",
    "agrees",
    "decline_by_ending",
    "is_abbreviation",
    "is_adjective",
    "is_indeclinable",
    "like_entry",
    "noun_of",
    "noun_readings",
    "participle_agrees",
    "readings",
]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CASES: dict[Case, str] = {
    "nom": "nomn",
    "gen": "gent",
    "dat": "datv",
    "acc": "accs",
    "ins": "ablt",
    "loc": "loct",
    "abl": "gent",
    "pos": "gent",
}


OBLIQUE: tuple[str, ...] = ("gent", "datv", "accs", "ablt", "loct")


WORD = re.compile(r"[А-Яа-яЁё]+(?:[-’'][А-Яа-яЁё]+)*")


_MISTAKEN = frozenset(["лахор"])  # declined wrongly by the dictionary: «Лахра»


_INANIMATE = frozenset(["дух"])  # with an animate twin in the dictionary


_ADJECTIVAL = ("ый", "ий", "ой", "ая", "яя", "ое", "ее", "ые", "ие")


@cache
def _analyzer() -> Any:
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru")


@lru_cache(maxsize=32768)
def readings(word: str) -> tuple[Any, ...]:
    """What a word form can be, the likeliest first (pymorphy3)."""
    return tuple(_analyzer().parse(word))


def noun_readings(word: str) -> list[Any]:
    """The readings of a word as a noun in the nominative."""
    return [
        p
        for p in readings(word)
        if p.tag.POS == "NOUN" and "nomn" in p.tag and "Abbr" not in p.tag and len(word) > 1
    ]


def is_abbreviation(word: str) -> bool:
    """Is it written in capitals, so that it does not decline?"""
    return len(word) > 1 and word.isupper()


def is_adjective(word: str) -> bool:
    """Can it be an adjective, ordinal or participle in the nominative?"""
    if not word.casefold().endswith((*_ADJECTIVAL, "один", "одна", "одно", "эта", "этот")):
        return False
    parses = readings(word)
    return any(p.tag.POS in ("ADJF", "PRTF") and "nomn" in p.tag for p in parses)


def agrees(adjective: str, noun: Any) -> bool:
    """Does a nominative adjective fit this reading of a noun in number and gender?"""
    for p in readings(adjective):
        if p.tag.POS not in ("ADJF", "PRTF") or "nomn" not in p.tag:
            continue
        if p.tag.number == noun.tag.number and (p.tag.number == "plur" or p.tag.gender == noun.tag.gender):
            return True
        if p.tag.number == noun.tag.number and noun.tag.gender is None:
            return True
    return False


def participle_agrees(word: str, noun: Noun, *, many: bool) -> bool:
    """Does a nominative participle («…, вступающие в …») fit the noun?"""
    for p in readings(word):
        if p.tag.POS == "PRTF" and "nomn" in p.tag:
            if many and p.tag.number == "plur":
                return True
            if not many and p.tag.number == "sing" and p.tag.gender == noun.gender:
                return True
    return False


def is_indeclinable(word: str) -> bool:
    """Has this word, as a name or a noun, one form for all cases?

    >>> is_indeclinable("Баку"), is_indeclinable("Никарагуа"), is_indeclinable("Астана")
    (True, True, False)
    """
    nouns = noun_readings(word)
    if nouns and nouns[0].is_known:
        return any("Fixd" in p.tag for p in nouns)
    if word.islower() and readings(word)[0].is_known:
        return False  # an adverb or a verb: no noun at all
    return re.search("[уюиоэеы]$|[уоэ]а$", word.casefold()) is not None


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun with what its adjectives need to know."""

    text: str
    parse: Any  # None: declined by ending, or not at all
    number: str
    gender: str
    animate: bool
    fixed: bool

    def form(self, case: str, many: bool) -> str | None:
        """The noun in a case; None if it has no such form."""
        if self.fixed:
            return self.text
        if case == "accs" and not self.animate and (many or self.gender != "femn"):
            return self.text if many == (self.number == "plur") else self.form("nomn", many)
        if self.parse is None:
            if many:
                return _plural_by_ending(self.text, case)
            return self.text if case == "nomn" else decline_by_ending(self.text, case, self.animate)
        grammemes = {case, "plur" if many else "sing"}
        found = self.parse.inflect(grammemes)
        return None if found is None else like_entry(found.word, self.text)


def noun_of(word: str, *, adjectives: Sequence[str] = ()) -> Noun | None:
    """The word as the noun that its adjectives agree with; unknown words are declined by their ending."""
    parses = readings(word)
    nouns = noun_readings(word)
    capital = word[:1].isupper()
    if nouns and nouns[0].is_known and word.casefold() not in _MISTAKEN:
        agreeing = [p for p in nouns if all(agrees(a, p) for a in adjectives)] or nouns
        if capital and not adjectives and (places := [p for p in agreeing if "Geox" in p.tag]):
            agreeing = places
        plain = [p for p in agreeing if not {"Surn", "Name", "Patr"} & set(p.tag.grammemes)]
        best = (plain or agreeing)[0]
        # singular before plural where a form can be both
        best = next((p for p in (plain or agreeing) if p.tag.number == "sing" and p.score > 0.05), best)
        animate = best.tag.animacy == "anim" and word.casefold() not in _INANIMATE
        fixed = "Fixd" in best.tag
        return Noun(word, best, best.tag.number or "sing", best.tag.gender or "masc", animate, fixed)
    if "-" in word and nouns:
        best = next((p for p in nouns if p.tag.number == "sing"), nouns[0])
        if not capital:
            return Noun(
                word, best, best.tag.number or "sing", best.tag.gender or "masc", best.tag.animacy == "anim",
                "Fixd" in best.tag,
            )  # fmt: skip
    low = word.casefold()
    if is_adjective(word) and not nouns:
        best = next(p for p in parses if p.tag.POS in ("ADJF", "PRTF") and "nomn" in p.tag)
        return Noun(word, best, best.tag.number or "sing", best.tag.gender or "masc", False, False)
    if not capital and nouns:
        best = nouns[0]
        return Noun(
            word, best, best.tag.number or "sing", best.tag.gender or "masc", best.tag.animacy == "anim",
            "Fixd" in best.tag,
        )  # fmt: skip
    # unknown to the dictionary: places and brands
    if low[-1] in "уюиоэеы":
        return Noun(word, None, "sing", "masc" if low[-1] not in "оеэ" else "neut", False, True)
    gender = "femn" if low[-1] in "ая" else "masc"
    if low[-1] == "ь" and nouns and (not CHINESE.fullmatch(word) or low in _FEMININE):
        best = next((p for p in nouns if p.tag.gender == "femn"), nouns[0]) if low in _FEMININE else nouns[0]
        return Noun(word, best, "sing", best.tag.gender or "masc", False, False)
    return Noun(word, None, "sing", gender, False, False)


def agreed_form(
    word: str, case: str, many: bool, gender: str, animate: bool, *, only: str | None = None
) -> str | None:
    """A nominative adjective or participle in the form that agrees with a noun; None if it has none."""
    kinds = (only,) if only else ("ADJF", "PRTF")
    parses = [p for p in readings(word) if p.tag.POS in kinds and "nomn" in p.tag]
    if not parses:
        return None
    grammemes = {case, "plur"} if many else {case, "sing", gender}
    if case == "accs" and (many or gender == "masc"):
        grammemes.add("anim" if animate else "inan")
    forms = [(form, p.normal_form) for p in parses for form in _adjective_forms(p, grammemes)]
    if not forms:
        return None
    # «высший» stays «высшего», not «высочайшего»; «большая» is «большой» before «больший»
    form, _ = max(forms, key=lambda one: (_common_prefix(one[0], word.casefold()), one[1] != "больший"))
    return like_entry(form, word)


def _adjective_forms(parse: Any, grammemes: set[str]) -> list[str]:
    """Forms of an adjective; a superlative has several, «высшего» and «высочайшего», all of which are given."""
    if "Supr" in parse.tag:
        return [p.word for p in parse.lexeme if "Supr" in p.tag and grammemes in p.tag]
    found = parse.inflect(grammemes)
    return [] if found is None else [found.word]


def _common_prefix(one: str, other: str) -> int:
    return next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def like_entry(form: str, word: str) -> str:
    """The form with the capitals of the entry, and ё only where the entry writes it."""
    if "ё" not in word.casefold():
        form = form.replace("ё", "е")
    if word.isupper() and len(word) > 1:
        return form.upper()
    return "".join(f.upper() if i < len(word) and word[i].isupper() else f for i, f in enumerate(form))


_HARD = ("а", "у", "а", "ом", "е")


_MIXED = ("а", "у", "а", "ем", "е")  # after ж ш ч щ ц


_SOFT = ("я", "ю", "я", "ем", "е")


# Chinese provinces in -ь are feminine, cities masculine («в Сиане», «в Юньнани»)
_FEMININE = frozenset(["сычуань", "юньнань", "хэнань", "хунань"])


_INITIALS = "(?:чж|цз|[бпмфдтнлгкхцчшсжвр])?"


_FINALS = (
    "(?:юань|юнь|юэ|юй|юн|ян|янь|яо|я|инь|ин|иу|и|уань|уан|уай|уа|уэ|уй|унь|ун|у|оу|о|ао|ань|ан|ай|а|энь|эн|эй|э|"
    "ень|ей|е|ю|эр|ой)"
)


CHINESE = re.compile(rf"(?:{_INITIALS}{_FINALS}){{1,3}}", re.IGNORECASE)


def decline_by_ending(word: str, case: str, animate: bool) -> str:
    """A noun that no dictionary knows, declined by its last letters."""
    low = word.casefold()
    n = OBLIQUE.index(case)
    last, before = low[-1:], low[-2:-1]
    if last == "а":
        if before in "аеёиоуыэюя":
            return word
        gen = "и" if before in "гкхжчшщ" else "ы"
        return word[:-1] + (gen, "е", "у", "ей" if before in "жчшщц" else "ой", "е")[n]
    if last == "я":
        dat = "и" if before == "и" else "е"
        return word[:-1] + ("и", dat, "ю", "ей", dat)[n]
    if last in "оеёиуыэю":
        return word
    if case == "accs" and not animate:
        return word
    if last == "й":
        loc = "и" if before == "и" else "е"
        return word[:-1] + (*_SOFT[:4], loc)[n]
    if last == "ь":
        return word[:-1] + _SOFT[n]
    return word + (_MIXED if last in "жшчщц" else _HARD)[n]


def _plural_by_ending(word: str, case: str) -> str:
    """The plural of an inanimate noun in a hard consonant or -а that no dictionary knows («хаб», «хабы»)."""
    low = word.casefold()
    if low[-1] not in "абвгдзклмнпрстфхцчшщж":
        return word
    stem, feminine = (word[:-1], True) if low[-1] == "а" else (word, False)
    last = stem[-1:].casefold()
    nominative = "и" if last in "гкхжчшщ" else "ы"
    genitive = "" if feminine else "ей" if last in "жчшщ" else "ов"
    endings = {
        "nomn": nominative, "accs": nominative, "gent": genitive, "datv": "ам", "ablt": "ами", "loct": "ах",
    }  # fmt: skip
    return stem + endings[case]
