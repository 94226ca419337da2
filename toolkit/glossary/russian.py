"""Russian declension of terms: the head and what agrees with it inflect, the rest is frozen.

pymorphy3 (MIT, dictionary of OpenCorpora) knows words, not phrases: declining every word of a term turns
«Организация Объединенных Наций» into «Организации Объединенных Наций» by luck and «Совет глав государств» into
«Совета глав государств» only if the genitives are left alone. So the head is looked for here (the first noun in
the nominative), the adjectives before it are made to agree, a second head after «и» or a dash follows the first,
and everything else stays. Names of people have tables of their own, since pymorphy3 guesses unknown names.

Source for the endings of names: А. А. Зализняк, «Грамматический словарь русского языка»; Д. Э. Розенталь,
«Справочник по правописанию», § 149 (names and surnames).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Literal

from toolkit.glossary.term import Case

__all__ = ["head_of", "inflect_name", "inflect_phrase", "is_indeclinable", "is_person"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_CASES: dict[Case, str] = {
    "nom": "nomn",
    "gen": "gent",
    "dat": "datv",
    "acc": "accs",
    "ins": "ablt",
    "loc": "loct",
    "abl": "gent",
    "pos": "gent",
}
_ORDER: tuple[str, ...] = ("gent", "datv", "accs", "ablt", "loct")
_WORD = re.compile(r"[А-Яа-яЁё]+(?:[-’'][А-Яа-яЁё]+)*")
_FROZEN = re.compile(r"«[^»]*»|„[^“]*“|“[^”]*”|\"[^\"]*\"|\([^)]*\)")
_MISTAKEN = frozenset(["лахор"])  # declined wrongly by the dictionary: «Лахра»
_INANIMATE = frozenset(["дух"])  # with an animate twin in the dictionary
_PARTICLES = _words(
    """
    фон дер да де ди ду ла ле ван аль эль ибн бин бен оглы кызы улы заде Аль Эль Ас Ан
    """
)
_ADJECTIVAL = ("ый", "ий", "ой", "ая", "яя", "ое", "ее", "ые", "ие")

_MEN = _words(
    """
    эмманюэль мустафа муса иса никола лука фома илья данила нарендра
    """
)

Gender = Literal["masc", "femn"]


@cache
def _analyzer() -> Any:
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru")


@lru_cache(maxsize=4096)
def _parse(word: str) -> tuple[Any, ...]:
    return tuple(_analyzer().parse(word))


def _nouns(word: str) -> list[Any]:
    """The readings of a word as a noun in the nominative."""
    return [
        p
        for p in _parse(word)
        if p.tag.POS == "NOUN" and "nomn" in p.tag and "Abbr" not in p.tag and len(word) > 1
    ]


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
    if (person and _is_name(text)) or (head is None and is_person(text)):
        return text if case == "nom" else inflect_name(text, case)
    changes = _phrase(text, words, _CASES[case], head, plural)
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
            any(a <= found.start() < b for a, b in frozen) or _is_abbreviation(found[0]),
        )
        for found in _WORD.finditer(text)
    ]


def _is_abbreviation(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def _phrase(
    text: str, words: Sequence[_Word], case: str, head: str | None, plural: bool
) -> list[tuple[int, int, str]]:
    at = _find_head(text, words, head)
    if at is None:
        return []
    adjectives = _adjectives_before(text, words, at)
    noun = _noun(words[at].text, adjectives=[words[i].text for i in adjectives])
    if noun is None:
        return []
    many = plural or noun.number == "plur"
    changes: list[tuple[int, int, str]] = []
    form = noun.form(case, many)
    if form is None:
        return []
    changes.append((words[at].start, words[at].end, form))
    for i in adjectives:
        agreed = _adjective(words[i].text, case, many, noun.gender, noun.animate)
        if agreed is not None:
            changes.append((words[i].start, words[i].end, agreed))
    rest = list(words[at + 1 :])
    if not rest:
        return changes
    gap = text[words[at].end : rest[0].start]
    while noun.animate and len(rest) > 1 and _is_abbreviation(rest[0].text) and gap == " ":
        gap = text[rest[0].end : rest[1].start]  # «Председатель КНР Си Цзиньпин»
        rest = rest[1:]
    if noun.animate and gap == " " and not rest[0].frozen and rest[0].text[:1].isupper():
        tail = text[rest[0].start : rest[-1].end]
        if is_person(tail) and not plural:  # «президент Токаев»
            inverse = {long: short for short, long in _CASES.items() if short not in ("abl", "pos")}
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
            participle = _adjective(word.text, case, many, noun.gender, noun.animate, only="PRTF")
            if participle is not None and _agrees(word.text, noun, many=noun.number == "plur"):
                changes.append((word.start, word.end, participle))
    return [*dict.fromkeys(changes)]


def _second_head(text: str, rest: Sequence[_Word], case: str, plural: bool) -> list[tuple[int, int, str]]:
    """«партнерство и сотрудничество», «государство — член ШОС»: the second noun in the nominative follows."""
    at = _find_head(text, rest, None)
    if at is None or any(word.frozen for word in rest[: at + 1]):
        return []
    adjectives = _adjectives_before(text, rest, at)
    if len(adjectives) < at:
        return []
    noun = _noun(rest[at].text, adjectives=[rest[i].text for i in adjectives])
    if noun is None:
        return []
    many = plural or noun.number == "plur"
    form = noun.form(case, many)
    if form is None:
        return []
    changes = [(rest[at].start, rest[at].end, form)]
    for i in adjectives:
        agreed = _adjective(rest[i].text, case, many, noun.gender, noun.animate)
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
            if word.text.casefold() == wanted and not (word.frozen and _is_abbreviation(word.text)):
                return i
        return None
    for i, word in enumerate(words):
        if word.frozen:
            continue
        if _is_adjective(word.text) and _more_follows(text, words, i):
            continue
        if _nouns(word.text):
            return i
        if _is_adjective(word.text) or (word.text[:1].isupper() and not _parse(word.text)[0].is_known):
            return i
        if (len(words) == 1 and word.text[:1].isupper()) or (
            i and _is_adjective(words[i - 1].text) and _may_be_noun(word.text)
        ):
            return i  # «Семей», the city, and «хаб» are no nominatives to the dictionary
    return None


def _may_be_noun(word: str) -> bool:
    parse = _parse(word)[0]
    return len(word) > 2 and (not parse.is_known or parse.tag.POS == "NOUN")


def _more_follows(text: str, words: Sequence[_Word], i: int) -> bool:
    """Can the adjective at i belong to a noun further on, with only adjectives and «и» between?"""
    for n in range(i + 1, len(words)):
        word = words[n]
        if not re.fullmatch(r"[\s,—–-]*", text[words[n - 1].end : word.start]) or word.frozen:
            return False
        if word.text == "и" or _is_adjective(word.text):
            continue
        nouns = _nouns(word.text)
        if nouns:
            return any(_agree(words[i].text, p) for p in nouns)
        return not _parse(word.text)[0].is_known and _may_agree(words[i].text, word.text)
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
        if word.frozen or not _is_adjective(word.text):
            break
        found.append(i)
    return found


def _is_adjective(word: str) -> bool:
    if not word.casefold().endswith((*_ADJECTIVAL, "один", "одна", "одно", "эта", "этот")):
        return False
    parses = _parse(word)
    return any(p.tag.POS in ("ADJF", "PRTF") and "nomn" in p.tag for p in parses)


def _agree(adjective: str, noun: Any) -> bool:
    for p in _parse(adjective):
        if p.tag.POS not in ("ADJF", "PRTF") or "nomn" not in p.tag:
            continue
        if p.tag.number == noun.tag.number and (p.tag.number == "plur" or p.tag.gender == noun.tag.gender):
            return True
        if p.tag.number == noun.tag.number and noun.tag.gender is None:
            return True
    return False


def _agrees(word: str, noun: _Noun, *, many: bool) -> bool:
    for p in _parse(word):
        if p.tag.POS == "PRTF" and "nomn" in p.tag:
            if many and p.tag.number == "plur":
                return True
            if not many and p.tag.number == "sing" and p.tag.gender == noun.gender:
                return True
    return False


def head_of(text: str, head: str | None = None) -> str | None:
    """The word of a term that takes the case; None if none is found.

    >>> head_of("Бюро национальной статистики")
    'Бюро'
    """
    words = _term_words(text, head)
    at = _find_head(text, words, head)
    return None if at is None else words[at].text


def is_indeclinable(word: str) -> bool:
    """Has this word, as a name or a noun, one form for all cases?

    >>> is_indeclinable("Баку"), is_indeclinable("Никарагуа"), is_indeclinable("Астана")
    (True, True, False)
    """
    nouns = _nouns(word)
    if nouns and nouns[0].is_known:
        return any("Fixd" in p.tag for p in nouns)
    if word.islower() and _parse(word)[0].is_known:
        return False  # an adverb or a verb: no noun at all
    return re.search("[уюиоэеы]$|[уоэ]а$", word.casefold()) is not None


@dataclass(frozen=True, slots=True)
class _Noun:
    """A noun with what its adjectives need to know."""

    text: str
    parse: Any  # None: declined by ending, or not at all
    number: str
    gender: str
    animate: bool
    fixed: bool

    def form(self, case: str, many: bool) -> str | None:
        if self.fixed:
            return self.text
        if case == "accs" and not self.animate and (many or self.gender != "femn"):
            return self.text if many == (self.number == "plur") else self.form("nomn", many)
        if self.parse is None:
            if many:
                return _plural_by_ending(self.text, case)
            return self.text if case == "nomn" else _by_ending(self.text, case, self.animate)
        grammemes = {case, "plur" if many else "sing"}
        found = self.parse.inflect(grammemes)
        return None if found is None else _like(found.word, self.text)


def _noun(word: str, *, adjectives: Sequence[str] = ()) -> _Noun | None:
    parses = _parse(word)
    nouns = _nouns(word)
    capital = word[:1].isupper()
    if nouns and nouns[0].is_known and word.casefold() not in _MISTAKEN:
        agreeing = [p for p in nouns if all(_agree(a, p) for a in adjectives)] or nouns
        if capital and not adjectives and (places := [p for p in agreeing if "Geox" in p.tag]):
            agreeing = places
        plain = [p for p in agreeing if not {"Surn", "Name", "Patr"} & set(p.tag.grammemes)]
        best = (plain or agreeing)[0]
        # singular before plural where a form can be both
        best = next((p for p in (plain or agreeing) if p.tag.number == "sing" and p.score > 0.05), best)
        animate = best.tag.animacy == "anim" and word.casefold() not in _INANIMATE
        fixed = "Fixd" in best.tag
        return _Noun(word, best, best.tag.number or "sing", best.tag.gender or "masc", animate, fixed)
    if "-" in word and nouns:
        best = next((p for p in nouns if p.tag.number == "sing"), nouns[0])
        if not capital:
            return _Noun(
                word, best, best.tag.number or "sing", best.tag.gender or "masc", best.tag.animacy == "anim",
                "Fixd" in best.tag,
            )  # fmt: skip
    low = word.casefold()
    if _is_adjective(word) and not nouns:
        best = next(p for p in parses if p.tag.POS in ("ADJF", "PRTF") and "nomn" in p.tag)
        return _Noun(word, best, best.tag.number or "sing", best.tag.gender or "masc", False, False)
    if not capital and nouns:
        best = nouns[0]
        return _Noun(
            word, best, best.tag.number or "sing", best.tag.gender or "masc", best.tag.animacy == "anim",
            "Fixd" in best.tag,
        )  # fmt: skip
    # unknown to the dictionary: places and brands
    if low[-1] in "уюиоэеы":
        return _Noun(word, None, "sing", "masc" if low[-1] not in "оеэ" else "neut", False, True)
    gender = "femn" if low[-1] in "ая" else "masc"
    if low[-1] == "ь" and nouns and (not _CHINESE.fullmatch(word) or low in _FEMININE):
        best = next((p for p in nouns if p.tag.gender == "femn"), nouns[0]) if low in _FEMININE else nouns[0]
        return _Noun(word, best, "sing", best.tag.gender or "masc", False, False)
    return _Noun(word, None, "sing", gender, False, False)


def _adjective(
    word: str, case: str, many: bool, gender: str, animate: bool, *, only: str | None = None
) -> str | None:
    kinds = (only,) if only else ("ADJF", "PRTF")
    parses = [p for p in _parse(word) if p.tag.POS in kinds and "nomn" in p.tag]
    if not parses:
        return None
    grammemes = {case, "plur"} if many else {case, "sing", gender}
    if case == "accs" and (many or gender == "masc"):
        grammemes.add("anim" if animate else "inan")
    forms = [(found.word, p.normal_form) for p in parses if (found := p.inflect(grammemes)) is not None]
    if not forms:
        return None
    # «высший» stays «высшего», not «высочайшего»; «большая» is «большой» before «больший»
    form, _ = max(forms, key=lambda one: (_common_prefix(one[0], word.casefold()), one[1] != "больший"))
    return _like(form, word)


def _common_prefix(one: str, other: str) -> int:
    return next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _like(form: str, word: str) -> str:
    """The form with the capitals of the entry, and ё only where the entry writes it."""
    if "ё" not in word.casefold():
        form = form.replace("ё", "е")
    if word.isupper() and len(word) > 1:
        return form.upper()
    return "".join(f.upper() if i < len(word) and word[i].isupper() else f for i, f in enumerate(form))


# --- names -----------------------------------------------------------------------------------------------------

_HARD = ("а", "у", "а", "ом", "е")
_MIXED = ("а", "у", "а", "ем", "е")  # after ж ш ч щ ц
_SOFT = ("я", "ю", "я", "ем", "е")
_SURNAME = ("а", "у", "а", "ым", "е")
_SURNAME_F = ("ой", "ой", "у", "ой", "ой")

# Chinese provinces in -ь are feminine, cities masculine («в Сиане», «в Юньнани»)
_FEMININE = frozenset(["сычуань", "юньнань", "хэнань", "хунань"])

_INITIALS = "(?:чж|цз|[бпмфдтнлгкхцчшсжвр])?"
_FINALS = (
    "(?:юань|юнь|юэ|юй|юн|ян|янь|яо|я|инь|ин|иу|и|уань|уан|уай|уа|уэ|уй|унь|ун|у|оу|о|ао|ань|ан|ай|а|энь|эн|эй|э|"
    "ень|ей|е|ю|эр|ой)"
)
_SURNAMES = _words(
    """
    си ли ван чжан лю чэнь ян чжао хуан чжоу у сюй сунь ху чжу гао линь хэ го ма ло лян сун чжэн се хань
    тан фэн юй дун сяо чэн цао юань дэн сюэ цинь пэн вэй лу цзян цай цзя дин е янь чай жэнь шэнь яо лай
    мао цянь вэнь шао ши фань фан цзинь вань гун кун бай тянь шан ко лоу хоу цю мэн пань доу инь цзоу ду
    вэн
    """
)
_CHINESE = re.compile(rf"(?:{_INITIALS}{_FINALS}){{1,3}}", re.IGNORECASE)


def _is_name(text: str) -> bool:
    """Could these words be a name: each is a particle or has a capital?"""
    return all(
        _WORD.fullmatch(word) and (word in _PARTICLES or (word[:1].isupper() and not _is_abbreviation(word)))
        for word in text.split(" ")
    )


def is_person(text: str) -> bool:
    """Is this the name of a person (two to four capitalised words, or one surname)?

    >>> is_person("Касым-Жомарт Токаев"), is_person("Си Цзиньпин"), is_person("Республика Казахстан")
    (True, True, False)
    """
    words = text.split(" ")
    if not 1 <= len(words) <= 5 or not all(_WORD.fullmatch(word) for word in words):
        return False
    names = [word for word in words if word not in _PARTICLES]
    if not names or any(not word[:1].isupper() or _is_abbreviation(word) for word in names):
        return False
    if len(words) == 1:
        return _is_surname(words[0])
    if _is_chinese(names):
        return True
    if _is_adjective(words[0]) and not _is_first_name(words[0]):
        return False
    first, last = words[0], words[-1]
    if _is_first_name(first) and (not _is_common(last) or _nouns(last)):
        return True
    if "Name" in _parse(first)[0].tag and _parse(first)[0].score > 0.5 and _nouns(last):
        return True  # «Эмманюэль Макрон»
    if _is_common(first):
        return False
    if any("Geox" in p.tag and p.is_known for word in names for p in _parse(word)):
        return False
    return _is_surname(last) or not _nouns(last) or not _parse(last)[0].is_known


def _is_chinese(names: Sequence[str]) -> bool:
    """Surname and given name in the transcription of Palladius: only the last word declines."""
    return len(names) == 2 and names[0].casefold() in _SURNAMES and _CHINESE.fullmatch(names[1]) is not None


def _is_common(word: str) -> bool:
    """A dictionary word that is no name."""
    return any(
        p.is_known
        and p.tag.POS in ("NOUN", "ADJF")
        and "Apro" not in p.tag
        and not {"Name", "Surn", "Patr"} & set(p.tag.grammemes)
        for p in _parse(word)
    ) and not any(p.is_known and {"Name", "Surn"} & set(p.tag.grammemes) for p in _parse(word))


def _is_first_name(word: str) -> bool:
    return any(p.is_known and "Name" in p.tag and "nomn" in p.tag for p in _parse(word))


def _is_surname(word: str) -> bool:
    if "-" in word:
        word = word.rpartition("-")[2]
    parses = _parse(word)
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
    key = _CASES[case]
    names = [i for i, word in enumerate(words) if word not in _PARTICLES]
    if not names:
        return text
    chinese = _is_chinese([words[i] for i in names])
    syllables = len(names) > 2 and all(
        len(re.findall("[аеёиоуыэюя]", words[i].casefold())) == 1 for i in names
    )
    if chinese or syllables:
        words[names[-1]] = _by_ending(words[names[-1]], key, True)
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
    for parse in _parse(names[0]):
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
    for p in _parse(word):
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
                return _like(found.word, word)
    low = word.casefold()
    if low.endswith(("ийн", "гын", "вын")):
        return word  # a Mongolian patronymic, itself a genitive
    if gender == "femn":
        if low.endswith("ь"):
            return word[:-1] + dict(zip(_ORDER, ("и", "и", "ь", "ью", "и"), strict=True))[case]
        return _by_ending(word, case, True) if low[-1] in "ая" else word
    return _by_ending(word, case, True)


def _splits(word: str) -> bool:
    """Do both halves of a double first name decline? In Kazakh ones («Касым-Жомарт») only the last does."""
    first = word.partition("-")[0]
    return any(p.is_known and "Name" in p.tag for p in _parse(first))


def _surname(word: str, case: str, gender: Gender) -> str:
    if "-" in word:
        first, hyphen, last = word.rpartition("-")
        return first + hyphen + _surname(last, case, gender)
    low = word.casefold()
    n = _ORDER.index(case)
    if gender == "femn":
        if re.search("(?:ов|ев|ёв|ин|ын)а$", low):
            return word[:-1] + _SURNAME_F[n]
        if low.endswith("ая"):
            return word[:-2] + ("ой", "ой", "ую", "ой", "ой")[n]
        return _by_ending(word, case, True) if low[-1] in "ая" else word
    if re.search("(?:ов|ев|ёв|ин|ын)$", low) and len(low) > 3:
        return word + _SURNAME[n]
    if low.endswith(("ский", "цкий")):
        return word[:-2] + ("ого", "ому", "ого", "им", "ом")[n]
    if low.endswith("ый") or (low.endswith("ой") and len(low) > 4):
        return word[:-2] + ("ого", "ому", "ого", "ым", "ом")[n]
    if low.endswith(("ых", "их")):
        return word
    return _by_ending(word, case, True)


def _by_ending(word: str, case: str, animate: bool) -> str:
    """A noun that no dictionary knows, declined by its last letters."""
    low = word.casefold()
    n = _ORDER.index(case)
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
