"""Russian adjectives, participles and verbs that do not agree with their noun: slips that a small model makes often.

Only what is nearly certain is mended: the words are known to the dictionary (pymorphy3, OpenCorpora) and can be nothing
else, one form fits, and the ways in which a Russian sentence may rightly look so (inversion, ellipsis, adjectives that
are nouns or govern one) are left alone. The noun is believed, since the model takes it from what governs it:
«консервативного партии» becomes «консервативной партии», «Соглашение, подписанный …» «Соглашение, подписанное …»,
«Торговля между двумя странами вырос» «… выросла». Of human translations fewer than one in a thousand is touched
(``tests/translation/test_russian_agreement.py``). Agreement after numbers: :mod:`toolkit.translation.agreement`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from toolkit.glossary.russian_words import like_entry, readings

__all__ = ["Edit", "agreement_edits"]

_TOKEN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|\d+|[^\w\s]|_")
_RUSSIAN = re.compile(r"[А-Яа-яЁё]+(?:-[А-Яа-яЁё]+)*")
_NUMERALS_TEXT = "два две три четыре двух трех четырех оба обе обоих обеих полтора полторы"
_NUMERALS = frozenset(_NUMERALS_TEXT.split())
# these may stand before a noun that they govern: «полной воды», «известный врачам»
_GOVERNING_TEXT = """
полный достойный равный подобный благодарный верный чуждый свойственный присущий известный доступный близкий
родной больной богатый бедный довольный готовый способный занятый нужный необходимый обязательный характерный
опасный полезный угодный подвластный подотчетный подведомственный подконтрольный подсудный соразмерный
параллельный аналогичный противоположный выгодный преданный вредный удобный привычный гордый сильный слабый
знаменитый покорный послушный понятный ясный видный заметный видимый слышный виновный лишний тождественный
адекватный пропорциональный перпендикулярный неизвестный недоступный непонятный неподвластный неподконтрольный
равносильный подверженный несоразмерный созвучный современный враждебный дружественный обязанный должный
"""
_GOVERNING = frozenset(_GOVERNING_TEXT.split())
_PRONOUNS = frozenset(
    ("свой", "наш", "каждый", "этот")
)  # others may stand for a person («весь», «тот», «какой»)
_ODD_TEXT = "полвека полгода полчаса полдня полночи полмира полстраны полминуты лари"  # «последние полвека»
_ODD = frozenset(_ODD_TEXT.split())
_CASES = {"gen2": "gent", "loc2": "loct", "acc2": "accs", "voct": "nomn"}
_UNSURE = frozenset(("Abbr", "Fixd", "Ms-f", "ms-f", "GNdr", "Surn", "Name", "Patr", "Init"))
_RELATIVE = frozenset(("который", "чей"))
# what stands before an adjective that may share its noun with others: «русском и английском языках»
_JOINING = frozenset(("и", "или", ",", "а", "но", "да", "–", "—", "-"))
_ADDING = frozenset((",", "и", "или", "с", "со", "да"))  # after the noun: «неграмотные дед с бабкой»
# stretches of time are no subjects, though they look so: «Вечер просидела дома»
_TIMES_TEXT = "час год вечер ночь день месяц неделя минута утро зима лето весна осень раз секунда сутки"
_TIMES = frozenset(_TIMES_TEXT.split())
_SENTENCE_ENDS = frozenset(".!?…;")
_NUMERAL_REACH = 8  # words: «четыре больших, сильно изношенных стальных затвора»


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    text: str

    @property
    def word(self) -> str:
        return self.text.lower()

    @property
    def is_russian(self) -> bool:
        """A word in Russian letters that is no abbreviation."""
        return _RUSSIAN.fullmatch(self.text) is not None and not (self.text.isupper() and len(self.text) > 1)


@dataclass(frozen=True, slots=True)
class _Reading:
    case: str
    number: str
    gender: str | None
    animacy: str | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """``text[start:end]`` is to be replaced."""

    start: int
    end: int
    replacement: str


def agreement_edits(text: str) -> list[Edit]:
    """Adjectives take the form of the noun they stand before, participles of the one before them, verbs of the subject.

    >>> edits = agreement_edits("Соглашение, подписанный после переговоров, поддержали в детском больнице.")
    >>> [edit.replacement for edit in edits]
    ['подписанное', 'детской']
    >>> agreement_edits("Торговля между двумя странами вырос.")
    [Edit(start=30, end=35, replacement='выросла')]
    >>> agreement_edits("Ее речь на русском и английском языках вызвала аплодисменты.")
    []
    """
    changes: list[tuple[_Token, str]] = []
    sentence: list[_Token] = []
    for match in _TOKEN.finditer(text):
        sentence.append(_Token(*match.span(), match[0]))
        if match[0] in _SENTENCE_ENDS:
            changes += [*_adjectives(sentence), *_verbs(sentence)]
            sentence = []
    changes += [*_adjectives(sentence), *_verbs(sentence)]
    edits = [Edit(token.start, token.end, like_entry(word, token.text)) for token, word in changes]
    return sorted(edits, key=lambda edit: edit.start)


def _reading(parse: Any) -> _Reading:
    tag = parse.tag
    return _Reading(_CASES.get(tag.case, tag.case), tag.number, tag.gender, tag.animacy)


@lru_cache(maxsize=8192)
def _adjective(word: str) -> frozenset[_Reading]:
    """Readings of a word that can only be an adjective or a participle; empty for others."""
    found = readings(word)
    if not all(p.is_known and p.tag.POS in ("ADJF", "PRTF") for p in found):
        return frozenset()
    pronoun = all(p.normal_form in _PRONOUNS for p in found)
    if not pronoun and any({"Anum", "Fixd", "Subx", "Apro"} & set(p.tag.grammemes) for p in found):
        return frozenset()
    return frozenset(_Reading(r.case, r.number, r.gender) for r in map(_reading, found))


@lru_cache(maxsize=8192)
def _is_participle(word: str) -> bool:
    return any(p.tag.POS == "PRTF" for p in readings(word))


@lru_cache(maxsize=8192)
def _noun(word: str) -> frozenset[_Reading]:
    """Readings of a word that can only be a noun, and no person's name; empty for others."""
    found = readings(word)
    if word in _ODD or not all(p.is_known and p.tag.POS == "NOUN" for p in found):
        return frozenset()
    if any(_UNSURE & set(p.tag.grammemes) for p in found):
        return frozenset()
    return frozenset(map(_reading, found))


def _fits(adjective: _Reading, noun: _Reading) -> bool:
    if (adjective.case, adjective.number) != (noun.case, noun.number):
        return False
    return adjective.number == "plur" or noun.gender is None or adjective.gender == noun.gender


def _is_profession(adjective: _Reading, noun: _Reading) -> bool:
    """«тихая бухгалтер»: a woman's adjective before the masculine name of her profession."""
    return adjective.gender == "femn" and noun.gender == "masc" and noun.animacy == "anim"


# --- adjectives and participles -----------------------------------------------------------------------------------


def _adjectives(tokens: Sequence[_Token]) -> Iterator[tuple[_Token, str]]:
    for i, token in enumerate(tokens):
        found = _adjective(token.word) if token.is_russian else frozenset[_Reading]()
        if not found:
            continue
        participle = _is_participle(token.word)
        if not participle:
            noun = _noun_after(tokens, i)
        else:
            noun = _noun_before(tokens, i, found) if i > 1 and tokens[i - 1].text == "," else frozenset()
        if noun and not any(_fits(a, n) or _is_profession(a, n) for a in found for n in noun):
            pronoun = any(p.normal_form in _PRONOUNS for p in readings(token.word))  # «каждый свои тарифы»
            form = _form(token.word, found, noun, keep_number=participle or pronoun)
            if form is not None:
                yield token, form


def _noun_after(tokens: Sequence[_Token], i: int) -> frozenset[_Reading]:
    """The noun right after an adjective or a row of them; empty where it is not certain that they belong together."""
    found = _adjective(tokens[i].word)
    before = [t.word for t in tokens[max(0, i - _NUMERAL_REACH) : i]]
    if any(word in _NUMERALS or word[0].isdigit() for word in before):  # «два новых стола»
        return frozenset()
    if any(p.normal_form.replace("ё", "е") in _GOVERNING for p in readings(tokens[i].word)):
        return frozenset()
    j = i + 1
    while j < len(tokens) and _adjective(tokens[j].word) and not _is_participle(tokens[j].word):
        j += 1
    if (
        j == len(tokens)
        or not tokens[j].is_russian
        or (tokens[j].text[0].isupper() and tokens[i].text[0].islower())
    ):
        return frozenset()  # «самый неуловимый из кошачьих Тянь-Шаня»
    noun = _noun(tokens[j].word)
    if any(not any(_fits(a, n) for a in _adjective(t.word) for n in noun) for t in tokens[i + 1 : j]):
        return frozenset()
    if i and _is_other_adjective(
        tokens[i - 1], noun
    ):  # «самый маленькие» is no better than «самый маленький»
        return frozenset()
    predicative = i and any(p.tag.POS in ("VERB", "INFN", "GRND") for p in readings(tokens[i - 1].word))
    if predicative and any(a.case == "ablt" for a in found):  # «сделала возможной выплавку»
        return frozenset()
    if any(n.case == "gent" for n in noun) and all(a.case != "gent" for a in found):
        return frozenset()  # «на выпускном дочери», «операционная больницы»
    if _is_own_subject(tokens, j, noun) and not (
        all(n.number == "sing" for n in noun if n.case == "nomn")
        and any(a.case == "nomn" and a.gender in ("masc", "femn") for a in found)
        and before[-1:] != [","]
    ):
        return frozenset()  # «Самое важное министр скрыл», «Местным власти обещали помощь»
    if all(a.number == "plur" for a in found) and j + 1 < len(tokens) and tokens[j + 1].word in _ADDING:
        noun = frozenset(n for n in noun if n.number == "plur")  # «казахстанские мед, баранина и молоко»
    if before and before[-1] in _JOINING:
        return noun if all(n.number == "sing" for n in noun) else frozenset()
    return noun


def _is_other_adjective(token: _Token, noun: frozenset[_Reading]) -> bool:
    found = [p for p in readings(token.word) if p.tag.POS == "ADJF"] if token.is_russian else []
    return bool(found) and not any(_fits(_reading(p), n) for p in found for n in noun)


def _is_own_subject(tokens: Sequence[_Token], j: int, noun: frozenset[_Reading]) -> bool:
    """Whether a finite verb right after a noun agrees with it."""
    following = [t for t in tokens[j + 1 : j + 3] if t.word not in ("не", "же", "ли")]
    verbs = [p for p in readings(following[0].word) if p.tag.POS == "VERB"] if following else []
    return any(
        n.case == "nomn" and n.number == p.tag.number and (p.tag.gender is None or p.tag.gender == n.gender)
        for p in verbs
        for n in noun
    )


def _noun_before(tokens: Sequence[_Token], i: int, participle: frozenset[_Reading]) -> frozenset[_Reading]:
    """The noun before the comma of a participle, where the participle can belong to no other word."""

    def may_own(token: _Token) -> bool:
        if not token.is_russian:
            return token.text[0].isalnum()
        found = readings(token.word)
        if any(p.tag.POS == "PREP" for p in found):  # «после» is an ambassador, too
            return False
        return any(
            _may_own(p, participle) for p in found if p.tag.POS != "ADJF" or not _adjective(token.word)
        )

    following = [t for t in tokens[i + 1 : i + 5] if t.text[0].isalpha()]
    if following and any(p.tag.POS == "VERB" for p in readings(following[0].word)):
        return frozenset()  # «подкупив привратника, осаждавшие вошли»
    if any(map(may_own, tokens[: i - 1])) or any(map(may_own, following)):
        return frozenset()
    return _noun(tokens[i - 2].word)


def _may_own(parse: Any, participle: frozenset[_Reading]) -> bool:
    if not parse.is_known or {"Abbr", "Fixd", "Ms-f", "ms-f"} & set(parse.tag.grammemes):
        return True
    if parse.tag.POS not in ("NOUN", "NPRO", "NUMR", "ADJF"):
        return False
    own = _reading(parse)
    return any(
        _is_profession(a, own)
        or (a.number == own.number and (a.number == "plur" or own.gender in (None, a.gender)))
        for a in participle
    )


def _form(
    word: str, found: frozenset[_Reading], noun: frozenset[_Reading], *, keep_number: bool
) -> str | None:
    """The form of an adjective that fits the noun in a case that both can have; None where there are several."""
    parse = readings(word)[0]
    shared = [n for n in noun if n.case in {a.case for a in found}]
    # the number is believed before the gender: «консервативного партии» is not plural, though «партии» may be
    same = [n for n in shared if n.number in {a.number for a in found}]
    forms = set[str]()
    for n in same if same or keep_number else shared:
        wanted = {n.case, n.number} | ({n.gender} if n.number == "sing" and n.gender else set())
        if n.case == "accs" and n.animacy and (n.number == "plur" or n.gender == "masc"):
            wanted.add(n.animacy)
        forms |= {
            p.word
            for p in parse.lexeme
            if p.tag.POS == parse.tag.POS
            and wanted <= set(p.tag.grammemes)
            and p.word.replace("ё", "е").startswith(word[:-3].replace("ё", "е"))  # not «хороший» of «лучшее»
            and not {"Supr", "V-oy", "V-ey"} & set(p.tag.grammemes)
        }
    return forms.pop() if len(forms) == 1 else None


# --- verbs --------------------------------------------------------------------------------------------------------


def _verbs(tokens: Sequence[_Token]) -> Iterator[tuple[_Token, str]]:
    """The first finite verb of a sentence, where one noun before it and no word after it can be its subject."""
    subject: _Reading | None = None
    at_subject = 0
    inside = preposition = noun_before = False
    for i, token in enumerate(tokens):
        if token.text in "«“":
            if subject is None or at_subject != i - 1:
                return  # a name of its own; only «компания «Самрук» …» is a subject that can be judged
            inside = True
        elif token.text in "»”":
            inside = False
        elif inside:
            continue
        elif not token.text[0].isalpha():
            if token.text not in ",-–—()":
                return
            noun_before = False
        elif not token.is_russian:
            if not preposition:
                return
            preposition = False
        else:
            found = readings(token.word)
            kinds = {p.tag.POS for p in found}
            if kinds == {"VERB"}:
                if subject is not None and not (at_subject == i - 2 and tokens[i - 1].text == ","):
                    form = _verb_form(found, subject)
                    if form is not None and not _subject_after(tokens[i + 1 :], found[0].tag):
                        yield token, form
                return
            if _stops(token, found, kinds, i, after_preposition=preposition):
                return
            if "PREP" in kinds:
                preposition = True
            elif "NOUN" in kinds:
                genitive = noun_before and any("gent" in p.tag for p in found)  # «по данным администрации»
                if not preposition and not genitive and any("nomn" in p.tag for p in found):
                    own = _noun(token.word)
                    cases = {n.case for n in own}
                    if (
                        subject is not None
                        or not cases <= {"nomn", "accs"}
                        or len({n.number for n in own}) != 1
                    ):
                        return
                    if any(p.normal_form in _TIMES for p in found):
                        return
                    first = next(iter(own))
                    case = "nomn" if cases == {"nomn"} else "accs"
                    subject, at_subject = _Reading(case, first.number, first.gender, first.animacy), i
                preposition = False
            noun_before = "NOUN" in kinds or (noun_before and kinds <= {"ADJF", "PRTF"})


def _stops(token: _Token, found: Sequence[Any], kinds: set[str], i: int, *, after_preposition: bool) -> bool:
    """Whether with this word it is no longer certain what the subject is."""
    if not all(p.is_known for p in found) or (i and token.text[0].isupper()):  # «Токаев» is a wine, too
        return not after_preposition
    if kinds & {"NUMR", "NPRO"} and not after_preposition:
        return True
    if kinds & {"PRED", "PRTS", "ADJS", "VERB", "GRND", "INFN"} or any(
        p.normal_form in _RELATIVE for p in found
    ):
        return True
    if any("actv" in p.tag for p in found):  # it may have an object, which looks like a subject
        return True
    return "CONJ" in kinds and token.word not in ("и", "а")


def _verb_form(found: Sequence[Any], subject: _Reading) -> str | None:
    """The form that the verb has to take, None where it agrees or is not certain."""
    tag = found[0].tag
    if len({(p.tag.tense, p.tag.number, p.tag.gender, p.normal_form) for p in found}) != 1:
        return None
    # plural («мост закрыли») and neuter («автобус занесло») stand without a subject
    if tag.tense != "past" or tag.gender not in ("masc", "femn"):
        return None
    if subject.case == "accs" and tag.transitivity != "intr":  # «Дверь закрыл, свет выключил.»
        return None
    if subject.number == "sing" and (subject.gender in (None, tag.gender) or subject.animacy == "anim"):
        return None  # «врач сказала»
    made = found[0].inflect(
        {"past", subject.number} | ({subject.gender} if subject.number == "sing" else set())
    )
    return None if made is None else str(made.word)


def _subject_after(tokens: Sequence[_Token], verb: Any) -> bool:
    """Whether a word after the verb (its tag) can be its subject: «Чемпионат выиграла, как и ожидалось, Рыбакина»."""
    for token in tokens:
        if not token.text[0].isalpha():
            if (
                not token.text[0].isdigit()
                and token.text not in ",-–—()"
                and token.text not in _SENTENCE_ENDS
            ):
                return True
        elif (
            not token.is_russian
            or token.text[0].isupper()
            or any(_may_be_subject(p, verb) for p in readings(token.word))
        ):
            return True
    return False


def _may_be_subject(parse: Any, verb: Any) -> bool:
    tag = parse.tag
    if not parse.is_known or {"Fixd", "Abbr"} & set(tag.grammemes):
        return True
    if "nomn" not in tag or tag.POS not in ("NOUN", "NPRO", "NUMR", "ADJF") or tag.number != verb.number:
        return False
    return tag.gender in (None, verb.gender) or tag.animacy == "anim"  # «настаивала кандидат»
