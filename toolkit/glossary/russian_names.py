"""Names of people in Russian: recognising them, and declining them by tables of their own.

pymorphy3 guesses the names that it does not know, so only known first names are left to it.

Source: А. А. Зализняк, «Грамматический словарь русского языка»; Д. Э. Розенталь, «Справочник по правописанию»,
§ 149 (names and surnames).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from toolkit.glossary.russian_words import (
    CASES,
    CHINESE,
    OBLIQUE,
    WORD,
    decline_by_ending,
    is_abbreviation,
    is_adjective,
    like_entry,
    noun_readings,
    readings,
)
from toolkit.glossary.term import Case

__all__ = ["inflect_name", "is_name", "is_person"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PARTICLES = _words(
    """
    фон дер да де ди ду ла ле ван аль эль ибн бин бен оглы кызы улы заде Аль Эль Ас Ан
    """
)


_MEN = _words(
    """
    эмманюэль мустафа муса иса никола лука фома илья данила нарендра
    """
)


Gender = Literal["masc", "femn"]


_SURNAME = ("а", "у", "а", "ым", "е")


_SURNAME_F = ("ой", "ой", "у", "ой", "ой")


_SURNAMES = _words(
    """
    си ли ван чжан лю чэнь ян чжао хуан чжоу у сюй сунь ху чжу гао линь хэ го ма ло лян сун чжэн се хань
    тан фэн юй дун сяо чэн цао юань дэн сюэ цинь пэн вэй лу цзян цай цзя дин е янь чай жэнь шэнь яо лай
    мао цянь вэнь шао ши фань фан цзинь вань гун кун бай тянь шан ко лоу хоу цю мэн пань доу инь цзоу ду
    вэн
    """
)


def is_name(text: str) -> bool:
    """Could these words be a name: each is a particle or has a capital?"""
    return all(
        WORD.fullmatch(word) and (word in _PARTICLES or (word[:1].isupper() and not is_abbreviation(word)))
        for word in text.split(" ")
    )


def is_person(text: str) -> bool:
    """Is this the name of a person (two to four capitalised words, or one surname)?

    >>> is_person("Касым-Жомарт Токаев"), is_person("Си Цзиньпин"), is_person("Республика Казахстан")
    (True, True, False)
    """
    words = text.split(" ")
    if not 1 <= len(words) <= 5 or not all(WORD.fullmatch(word) for word in words):
        return False
    names = [word for word in words if word not in _PARTICLES]
    if not names or any(not word[:1].isupper() or is_abbreviation(word) for word in names):
        return False
    if len(words) == 1:
        return _is_surname(words[0])
    if _is_chinese(names):
        return True
    if is_adjective(words[0]) and not _is_first_name(words[0]):
        return False
    first, last = words[0], words[-1]
    if _is_first_name(first) and (not _is_common(last) or noun_readings(last)):
        return True
    if "Name" in readings(first)[0].tag and readings(first)[0].score > 0.5 and noun_readings(last):
        return True  # «Эмманюэль Макрон»
    if _is_common(first):
        return False
    if any("Geox" in p.tag and p.is_known for word in names for p in readings(word)):
        return False
    return _is_surname(last) or not noun_readings(last) or not readings(last)[0].is_known


def _is_chinese(names: Sequence[str]) -> bool:
    """Surname and given name in the transcription of Palladius: only the last word declines."""
    return len(names) == 2 and names[0].casefold() in _SURNAMES and CHINESE.fullmatch(names[1]) is not None


def _is_common(word: str) -> bool:
    """A dictionary word that is no name."""
    return any(
        p.is_known
        and p.tag.POS in ("NOUN", "ADJF")
        and "Apro" not in p.tag
        and not {"Name", "Surn", "Patr"} & set(p.tag.grammemes)
        for p in readings(word)
    ) and not any(p.is_known and {"Name", "Surn"} & set(p.tag.grammemes) for p in readings(word))


def _is_first_name(word: str) -> bool:
    return any(p.is_known and "Name" in p.tag and "nomn" in p.tag for p in readings(word))


def _is_surname(word: str) -> bool:
    if "-" in word:
        word = word.rpartition("-")[2]
    parses = readings(word)
    if any("Geox" in p.tag and p.is_known for p in parses):
        return False
    known = [p for p in parses if p.is_known and "nomn" in p.tag]
    if known:
        return (
            any("Surn" in p.tag and "nomn" in p.tag for p in known)
            and not _is_common(word)
            and "Surn" in known[0].tag
        )
    return bool(re.search("(?:ов|ев|ёв|ин|ын|ова|ева|ёва|ина|ына|ский|цкий|ская|цкая)$", word.casefold()))


def inflect_name(text: str, case: Case) -> str:
    """The name of a person in a case.

    >>> inflect_name("Гурбангулы Бердымухамедов", "dat"), inflect_name("Урсула фон дер Ляйен", "gen")
    ('Гурбангулы Бердымухамедову', 'Урсулы фон дер Ляйен')
    >>> inflect_name("Ким Чен Ын", "gen"), inflect_name("Ван И", "dat")
    ('Ким Чен Ына', 'Ван И')
    """
    if case == "nom":
        return text
    words = text.split(" ")
    key = CASES[case]
    names = [i for i, word in enumerate(words) if word not in _PARTICLES]
    if not names:
        return text
    chinese = _is_chinese([words[i] for i in names])
    syllables = len(names) > 2 and all(
        len(re.findall("[аеёиоуыэюя]", words[i].casefold())) == 1 for i in names
    )
    if chinese or syllables:
        words[names[-1]] = decline_by_ending(words[names[-1]], key, True)
        return " ".join(words)
    gender = _gender([words[i] for i in names])
    for place, i in enumerate(names):
        last = place == len(names) - 1
        surname = last and (len(names) > 1 or not _is_first_name(words[i]))
        words[i] = _surname(words[i], key, gender) if surname else _first_name(words[i], key, gender)
    return " ".join(words)


def _gender(names: Sequence[str]) -> Gender:
    for name in names:
        low = name.casefold()
        if low.endswith(("вна", "чна", "кызы", "ова", "ева", "ёва", "ская", "цкая")):
            return "femn"
        if low.endswith(("вич", "ов", "ев", "ёв", "ский", "цкий")):
            return "masc"
    if names[0].casefold() in _MEN:
        return "masc"
    for parse in readings(names[0]):
        if (
            "Name" in parse.tag
            and "nomn" in parse.tag
            and parse.is_known
            and parse.tag.gender in ("masc", "femn")
        ):
            return parse.tag.gender  # type: ignore[no-any-return]
    low = names[0].casefold()
    if len(names) > 1 and low.endswith(("а", "я", "гуль", "нур")):
        return "femn"
    return "masc"


def _first_name(word: str, case: str, gender: Gender) -> str:
    if "-" in word:
        first, hyphen, last = word.rpartition("-")
        return (
            _first_name(first, case, gender) + hyphen + _first_name(last, case, gender)
            if _splits(word)
            else (first + hyphen + _first_name(last, case, gender))
        )
    for p in readings(word):
        if (
            p.is_known
            and {"Name", "Patr"} & set(p.tag.grammemes)
            and "nomn" in p.tag
            and p.tag.gender == gender
        ):
            if "Fixd" in p.tag:
                return word
            found = p.inflect({case})
            if found is not None:
                return like_entry(found.word, word)
    low = word.casefold()
    if low.endswith(("ийн", "гын", "вын")):
        return word  # a Mongolian patronymic, itself a genitive
    if gender == "femn":
        if low.endswith("ь"):
            return word[:-1] + dict(zip(OBLIQUE, ("и", "и", "ь", "ью", "и"), strict=True))[case]
        return decline_by_ending(word, case, True) if low[-1] in "ая" else word
    return decline_by_ending(word, case, True)


def _splits(word: str) -> bool:
    """Do both halves of a double first name decline? In Kazakh ones («Касым-Жомарт») only the last does."""
    first = word.partition("-")[0]
    return any(p.is_known and "Name" in p.tag for p in readings(first))


def _surname(word: str, case: str, gender: Gender) -> str:
    if "-" in word:
        first, hyphen, last = word.rpartition("-")
        return first + hyphen + _surname(last, case, gender)
    low = word.casefold()
    n = OBLIQUE.index(case)
    if gender == "femn":
        if re.search("(?:ов|ев|ёв|ин|ын)а$", low):
            return word[:-1] + _SURNAME_F[n]
        if low.endswith("ая"):
            return word[:-2] + ("ой", "ой", "ую", "ой", "ой")[n]
        return decline_by_ending(word, case, True) if low[-1] in "ая" else word
    if re.search("(?:ов|ев|ёв|ин|ын)$", low) and len(low) > 3:
        return word + _SURNAME[n]
    if low.endswith(("ский", "цкий")):
        return word[:-2] + ("ого", "ому", "ого", "им", "ом")[n]
    if low.endswith("ый") or (low.endswith("ой") and len(low) > 4):
        return word[:-2] + ("ого", "ому", "ого", "ым", "ом")[n]
    if low.endswith(("ых", "их")):
        return word
    return decline_by_ending(word, case, True)
