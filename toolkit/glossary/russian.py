"""Russian declension of terms: the head and what agrees with it inflect, the rest is frozen.

pymorphy3 (MIT, dictionary of OpenCorpora) knows words, not phrases: declining every word of a term turns
«Организация Объединенных Наций» into «Организации Объединенных Наций» by luck and «Совет глав государств» into
«Совета глав государств» only if the genitives are left alone. So the head is looked for here (the first noun in
the nominative), the adjectives before it are made to agree, a second head after «и» or a dash follows the first,
and everything else stays. Names of people have tables of their own, since pymorphy3 guesses unknown names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.glossary.russian_names import inflect_name, is_name, is_person
from toolkit.glossary.russian_words import (
    CASES,
    WORD,
    agreed_form,
    agrees,
    is_abbreviation,
    is_adjective,
    is_indeclinable,
    noun_of,
    noun_readings,
    participle_agrees,
    readings,
)
from toolkit.glossary.term import Case

__all__ = ["head_of", "inflect_name", "inflect_phrase", "is_indeclinable", "is_person"]

_parse = readings  # for callers that need the readings; they live in russian_words


_FROZEN = re.compile(r"«[^»]*»|„[^“]*“|“[^”]*”|\"[^\"]*\"|\([^)]*\)")


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    text: str
    frozen: bool


def inflect_phrase(
    text: str, case: Case, *, head: str | None = None, plural: bool = False, person: bool = False
) -> str:
    """A term in a case.

    Args:
        text: the term in the nominative.
        case: Russian has no ablative and no attributive: both give the genitive.
        head: the word (or words) that take the case, where it is not the first noun; "-": nothing inflects.
        plural: put the head into the plural.
        person: the name of a person; without this, names are recognised as far as they can be.

    >>> inflect_phrase("Шанхайская организация сотрудничества", "ins")
    'Шанхайской организацией сотрудничества'
    >>> inflect_phrase("инициатива «Один пояс, один путь»", "gen")
    'инициативы «Один пояс, один путь»'
    >>> inflect_phrase("Касым-Жомарт Токаев", "ins"), inflect_phrase("Си Цзиньпин", "gen")
    ('Касым-Жомартом Токаевым', 'Си Цзиньпина')
    """
    if (case == "nom" and not plural) or head == "-":
        return text
    if head is not None and " " in head and head != text and (at := text.find(head)) >= 0:
        return text[:at] + inflect_phrase(head, case, plural=plural) + text[at + len(head) :]
    words = _term_words(text, head)
    if not any(not word.frozen for word in words):
        return text
    if (person and is_name(text)) or (head is None and is_person(text)):
        return text if case == "nom" else inflect_name(text, case)
    changes = _phrase(text, words, CASES[case], head, plural)
    for start, end, form in sorted(changes, reverse=True):
        text = text[:start] + form + text[end:]
    return text


def _term_words(text: str, head: str | None) -> list[_Word]:
    frozen = [found.span() for found in _FROZEN.finditer(text)]
    # a quoted common noun («шанхайский дух») and a quoted name with a stated head inflect inside their quotes
    frozen = [
        (a, b)
        for a, b in frozen
        if not (a == 0 and b == len(text) and text[1:2].islower())
        and not (head is not None and head in text[a:b] and head not in text[:a] + text[b:])
    ]
    return [
        _Word(
            *found.span(),
            found[0],
            any(a <= found.start() < b for a, b in frozen) or is_abbreviation(found[0]),
        )
        for found in WORD.finditer(text)
    ]


def _phrase(
    text: str, words: Sequence[_Word], case: str, head: str | None, plural: bool
) -> list[tuple[int, int, str]]:
    if head is None and (agreeing := _adjectives_of_abbreviation(text, words)):
        return _agreed_with_abbreviation(agreeing, case)
    at = _find_head(text, words, head)
    if at is None:
        return []
    adjectives = _adjectives_before(text, words, at)
    noun = noun_of(words[at].text, adjectives=[words[i].text for i in adjectives])
    if noun is None:
        return []
    many = plural or noun.number == "plur"
    changes: list[tuple[int, int, str]] = []
    form = noun.form(case, many)
    if form is None:
        return []
    changes.append((words[at].start, words[at].end, form))
    for i in adjectives:
        agreed = agreed_form(words[i].text, case, many, noun.gender, noun.animate)
        if agreed is not None:
            changes.append((words[i].start, words[i].end, agreed))
    rest = list(words[at + 1 :])
    if not rest:
        return changes
    gap = text[words[at].end : rest[0].start]
    while noun.animate and len(rest) > 1 and is_abbreviation(rest[0].text) and gap == " ":
        gap = text[rest[0].end : rest[1].start]  # «Председатель КНР Си Цзиньпин»
        rest = rest[1:]
    if noun.animate and gap == " " and not rest[0].frozen and rest[0].text[:1].isupper():
        tail = text[rest[0].start : rest[-1].end]
        if is_person(tail) and not plural:  # «президент Токаев»
            inverse = {long: short for short, long in CASES.items() if short not in ("abl", "pos")}
            changes.append((rest[0].start, rest[-1].end, inflect_name(tail, inverse[case])))
            return changes
    if re.fullmatch(r"\s+[—–-]\s+|\s+и\s+|,\s+", gap) or (rest[0].text == "и" and gap == " "):
        if rest[0].text == "и":
            rest = rest[1:]
        if (
            not noun.animate
            and case == "accs"
            and "и" not in gap
            and text[words[at].end :].lstrip()[:1] in "—–-"
        ):
            # «государства — члены ШОС» is inanimate as a whole
            rest_case = "nomn" if noun.gender != "femn" or many else case
        else:
            rest_case = case
        changes += _second_head(text, rest, rest_case, plural)
    for word in rest:
        before = text[: word.start]
        if before.endswith(", ") and not word.frozen:
            participle = agreed_form(word.text, case, many, noun.gender, noun.animate, only="PRTF")
            if participle is not None and participle_agrees(word.text, noun, many=noun.number == "plur"):
                changes.append((word.start, word.end, participle))
    return [*dict.fromkeys(changes)]


def _adjectives_of_abbreviation(text: str, words: Sequence[_Word]) -> list[_Word]:
    """The adjectives of «Рогунская ГЭС», where the head itself does not decline."""
    for i, word in enumerate(words):
        if is_abbreviation(word.text):
            return list(words[:i])
        if word.frozen or not is_adjective(word.text) or text[word.end : word.end + 1] != " ":
            return []
    return []


def _agreed_with_abbreviation(adjectives: Sequence[_Word], case: str) -> list[tuple[int, int, str]]:
    ending = adjectives[-1].text[-2:]
    gender = {"ая": "femn", "яя": "femn", "ое": "neut", "ее": "neut"}.get(ending, "masc")
    many = ending in ("ые", "ие")
    agreed = [(word, agreed_form(word.text, case, many, gender, False)) for word in adjectives]
    return [(word.start, word.end, form) for word, form in agreed if form is not None]


def _second_head(text: str, rest: Sequence[_Word], case: str, plural: bool) -> list[tuple[int, int, str]]:
    """«партнерство и сотрудничество», «государство — член ШОС»: the second noun in the nominative follows."""
    at = _find_head(text, rest, None)
    if at is None or any(word.frozen for word in rest[: at + 1]):
        return []
    adjectives = _adjectives_before(text, rest, at)
    if len(adjectives) < at:
        return []
    noun = noun_of(rest[at].text, adjectives=[rest[i].text for i in adjectives])
    if noun is None:
        return []
    many = plural or noun.number == "plur"
    form = noun.form(case, many)
    if form is None:
        return []
    changes = [(rest[at].start, rest[at].end, form)]
    for i in adjectives:
        agreed = agreed_form(rest[i].text, case, many, noun.gender, noun.animate)
        if agreed is not None:
            changes.append((rest[i].start, rest[i].end, agreed))
    after = rest[at + 1 :]
    if after and after[0].text == "и" and len(after) > 1:
        changes += _second_head(text, after[1:], case, plural)
    return changes


def _find_head(text: str, words: Sequence[_Word], head: str | None) -> int | None:
    if head is not None:
        wanted = head.casefold()
        for i, word in enumerate(words):
            if word.text.casefold() == wanted and not (word.frozen and is_abbreviation(word.text)):
                return i
        return None
    for i, word in enumerate(words):
        if word.frozen:
            continue
        if is_adjective(word.text) and _more_follows(text, words, i):
            continue
        if noun_readings(word.text):
            return i
        if is_adjective(word.text) or (word.text[:1].isupper() and not readings(word.text)[0].is_known):
            return i
        if (len(words) == 1 and word.text[:1].isupper()) or (
            i and is_adjective(words[i - 1].text) and _may_be_noun(word.text)
        ):
            return i  # «Семей», the city, and «хаб» are no nominatives to the dictionary
    return None


def _may_be_noun(word: str) -> bool:
    parse = readings(word)[0]
    return len(word) > 2 and (not parse.is_known or parse.tag.POS == "NOUN")


def _more_follows(text: str, words: Sequence[_Word], i: int) -> bool:
    """Can the adjective at i belong to a noun further on, with only adjectives and «и» between?"""
    for n in range(i + 1, len(words)):
        word = words[n]
        if not re.fullmatch(r"[\s,—–-]*", text[words[n - 1].end : word.start]) or word.frozen:
            return False
        if word.text == "и" or is_adjective(word.text):
            continue
        nouns = noun_readings(word.text)
        if nouns:
            return any(agrees(words[i].text, p) for p in nouns)
        return not readings(word.text)[0].is_known and _may_agree(words[i].text, word.text)
    # only adjectives to the end: the last one stands for the noun
    return any(word.text != "и" and not word.frozen for word in words[i + 1 :])


def _may_agree(adjective: str, noun: str) -> bool:
    """Does an unknown noun end as the gender of the adjective wants?"""
    endings = {"ая": "аяь", "яя": "аяь", "ое": "оеё", "ее": "оеё", "ые": "ыия", "ие": "ыия"}
    wanted = endings.get(adjective.casefold()[-2:], "бвгджзйклмнпрстфхцчшщь")
    return noun.casefold()[-1] in wanted


def _adjectives_before(text: str, words: Sequence[_Word], at: int) -> list[int]:
    found: list[int] = []
    for i in range(at - 1, -1, -1):
        word = words[i]
        if word.text == "и" and found:
            continue
        if word.frozen or not is_adjective(word.text):
            break
        found.append(i)
    return found


def head_of(text: str, head: str | None = None) -> str | None:
    """The word of a term that takes the case; None if none is found.

    >>> head_of("Бюро национальной статистики")
    'Бюро'
    """
    words = _term_words(text, head)
    at = _find_head(text, words, head)
    return None if at is None else words[at].text
