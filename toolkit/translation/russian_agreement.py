"""Russian adjectives, participles and verbs that do not agree with their noun: slips that a small model makes often.

Only what is certain is mended: the words are known to the dictionary (pymorphy3, OpenCorpora) and can be nothing else,
and there is one form that fits. The noun is believed, since the model takes it from what governs it: «консервативного
партии» becomes «консервативной партии», «Соглашение, подписанный …» «Соглашение, подписанное …», «Торговля между
двумя странами вырос» «… выросла». Of human translations fewer than one in a thousand is touched
(``tests/translation/test_russian_agreement.py``). Agreement after numbers: :mod:`toolkit.translation.agreement`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from toolkit.glossary.russian_words import like_entry, readings

__all__ = ["mend_agreement"]

_TOKEN = re.compile(r"[А-Яа-яЁё]+(?:-[А-Яа-яЁё]+)*|[^\W_]+|[^\w\s]")
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
_ENDS = frozenset(",.;:!?()–—-…")


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    text: str

    @property
    def word(self) -> str:
        return self.text.lower()


@dataclass(frozen=True, slots=True)
class _Reading:
    case: str
    number: str
    gender: str | None
    animacy: str | None = None


def mend_agreement(text: str) -> str:
    """Adjectives take the form of the noun they stand before, participles of the one before them, verbs of the subject.

    >>> mend_agreement("Соглашение, подписанный после переговоров, поддержали в детском больнице.")
    'Соглашение, подписанное после переговоров, поддержали в детской больнице.'
    >>> mend_agreement("Торговля между двумя странами вырос.")
    'Торговля между двумя странами выросла.'
    >>> mend_agreement("Ее речь на русском и английском языках вызвала аплодисменты.")
    'Ее речь на русском и английском языках вызвала аплодисменты.'
    """
    tokens = [_Token(*m.span(), m[0]) for m in _TOKEN.finditer(text)]
    changes = sorted((*_adjectives(tokens), *_verbs(tokens)), key=lambda change: change[0].start)
    out: list[str] = []
    at = 0
    for token, word in changes:
        out += [text[at : token.start], like_entry(word, token.text)]
        at = token.end
    return "".join(out) + text[at:]


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
    return frozenset(
        _Reading(*[getattr(_reading(p), x) for x in ("case", "number", "gender")]) for p in found
    )


@lru_cache(maxsize=8192)
def _is_participle(word: str) -> bool:
    return any(p.tag.POS == "PRTF" for p in readings(word))


@lru_cache(maxsize=8192)
def _noun(word: str) -> frozenset[_Reading]:
    """Readings of a word that can only be a common noun; empty for others."""
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
        found = _adjective(token.word)
        if not found or (token.text.isupper() and len(token.text) > 1):
            continue
        if not _is_participle(token.word):
            noun = _noun_after(tokens, i)
        else:
            noun = _noun_before(tokens, i, found) if i > 1 and tokens[i - 1].text == "," else frozenset()
        if noun and not any(_fits(a, n) or _is_profession(a, n) for a in found for n in noun):
            form = _form(token.word, found, noun)
            if form is not None:
                yield token, form


def _noun_after(tokens: Sequence[_Token], i: int) -> frozenset[_Reading]:
    """The noun right after an adjective or a row of adjectives; empty where it is not certain."""
    before = [t.word for t in tokens[max(0, i - 8) : i]]
    if any(word in _NUMERALS or word[0].isdigit() for word in before):  # «два новых стола»
        return frozenset()
    if any(p.normal_form.replace("ё", "е") in _GOVERNING for p in readings(tokens[i].word)):
        return frozenset()
    j = i + 1
    while j < len(tokens) and _adjective(tokens[j].word) and not _is_participle(tokens[j].word):
        j += 1
    if j == len(tokens) or (tokens[j].text[:1].isupper() and tokens[i].text[:1].islower()):
        return frozenset()  # «самый неуловимый из кошачьих Тянь-Шаня»
    noun = _noun(tokens[j].word)
    if any(not any(_fits(a, n) for a in _adjective(t.word) for n in noun) for t in tokens[i + 1 : j]):
        return frozenset()
    many = all(a.number == "plur" for a in _adjective(tokens[i].word))
    if many and j + 1 < len(tokens) and tokens[j + 1].word in (",", "и", "или"):
        noun = frozenset(n for n in noun if n.number == "plur")  # «казахстанские мед, баранина и молоко»
    if before and before[-1] in (
        "и",
        "или",
        ",",
        "а",
        "но",
        "да",
        "–",
        "—",
        "-",
    ):  # «русском и английском языках»
        return noun if all(n.number == "sing" for n in noun) else frozenset()
    return noun


def _noun_before(tokens: Sequence[_Token], i: int, participle: frozenset[_Reading]) -> frozenset[_Reading]:
    """The noun before the comma of a participle, where the participle can belong to no other word."""

    def may_own(token: _Token) -> bool:
        if not token.text[0].isalpha() or token.text[0] < "А":
            return token.text[0].isalnum()
        if any(p.tag.POS == "PREP" for p in readings(token.word)):  # «после» is an ambassador, too
            return False
        for p in readings(token.word):
            if not p.is_known or {"Abbr", "Fixd", "Ms-f", "ms-f"} & set(p.tag.grammemes):
                return True
            if p.tag.POS in ("NOUN", "NPRO", "NUMR") or (p.tag.POS == "ADJF" and not _adjective(token.word)):
                for a in participle:
                    if a.number == p.tag.number and (a.number == "plur" or p.tag.gender in (None, a.gender)):
                        return True
        return False

    following = tokens[i + 1 : i + 5]
    if following and any(p.tag.POS == "VERB" for p in readings(following[0].word)):
        return frozenset()  # «подкупив привратника, осаждавшие вошли»
    if any(map(may_own, tokens[: i - 1])) or any(may_own(t) for t in following if t.text[0].isalpha()):
        return frozenset()
    return _noun(tokens[i - 2].word)


def _form(word: str, found: frozenset[_Reading], noun: frozenset[_Reading]) -> str | None:
    """The form of an adjective that fits the noun in a case that both can have; None where there are several."""
    parse = readings(word)[0]
    shared = [n for n in noun if n.case in {a.case for a in found}]
    # the number is believed before the gender: «консервативного партии» is not plural, though «партии» may be
    shared = [n for n in shared if n.number in {a.number for a in found}] or shared
    forms = set[str]()
    for n in shared:
        wanted = {n.case, n.number} | ({n.gender} if n.number == "sing" and n.gender else set())
        if n.case == "accs" and n.animacy and (n.number == "plur" or n.gender == "masc"):
            wanted.add(n.animacy)
        forms |= {
            p.word
            for p in parse.lexeme
            if p.tag.POS == parse.tag.POS
            and wanted <= set(p.tag.grammemes)
            and p.word.startswith(word[:-3])  # not «хороший» of «лучшее»
            and not {"Supr", "V-oy", "V-ey"} & set(p.tag.grammemes)
        }
    return forms.pop() if len(forms) == 1 else None


# --- verbs --------------------------------------------------------------------------------------------------------


def _verbs(tokens: Sequence[_Token]) -> Iterator[tuple[_Token, str]]:
    """The first finite verb of a sentence, where one noun before it and none after it can be its subject."""
    inside = 0
    subjects: list[_Reading] = []
    preposition = noun_before = False
    for i, token in enumerate(tokens):
        if token.text in "«“" or token.text in "»”":
            inside += 1 if token.text in "«“" else -1
            continue
        if inside or not token.text[0].isalpha():
            if token.text[0].isdigit():
                return
            noun_before = False
            continue
        found = readings(token.word)
        if (
            token.text[0] < "А"
            or not all(p.is_known for p in found)
            or (token.text.isupper() and len(token.text) > 1)
        ):
            if not preposition:
                return
            preposition = False
            continue
        kinds = {p.tag.POS for p in found}
        if kinds & {"PRED", "PRTS", "ADJS"} or any(p.normal_form in _RELATIVE for p in found):
            return
        if any("actv" in p.tag for p in found):  # it may have an object, which looks like a subject
            return
        if kinds & {"NUMR", "NPRO"} and not preposition:
            return
        if "CONJ" in kinds and token.word not in ("и", "а"):
            return
        if "PREP" in kinds:
            preposition = True
        elif kinds == {"VERB"}:
            if tokens[i - 1].text == "," and i > 1 and _noun(tokens[i - 2].word):
                return  # «Реализм, настаивала кандидат, …»
            if (
                len(subjects) == 1
                and (form := _verb_form(found, subjects[0]))
                and not _subject_after(tokens, i, found)
            ):
                yield token, form
            return
        elif kinds & {"VERB", "GRND", "INFN"}:
            return
        elif "NOUN" in kinds:
            genitive = noun_before and any("gent" in p.tag for p in found)  # «по данным администрации»
            if not preposition and not genitive:
                nominative = [p for p in found if p.tag.POS == "NOUN" and "nomn" in p.tag]
                if nominative:
                    own = _noun(token.word)
                    if not {n.case for n in own} <= {"nomn", "accs"} or len({n.number for n in own}) != 1:
                        return
                    subjects.append(next(iter(own)))
            preposition = False
        noun_before = "NOUN" in kinds or (noun_before and kinds <= {"ADJF", "PRTF"})


def _verb_form(found: Sequence[Any], subject: _Reading) -> str | None:
    """The form that the verb has to take, None where it agrees or is not certain."""
    tag = found[0].tag
    if len({(p.tag.tense, p.tag.number, p.tag.gender, p.normal_form) for p in found}) != 1:
        return None
    # plural («мост закрыли») and neuter («автобус занесло») stand without a subject
    if tag.tense != "past" or tag.gender not in ("masc", "femn"):
        return None
    if subject.number == "sing" and (subject.gender in (None, tag.gender) or subject.animacy == "anim"):
        return None  # «врач сказала»
    made = found[0].inflect(
        {"past", subject.number} | ({subject.gender} if subject.number == "sing" else set())
    )
    return None if made is None else str(made.word)


def _subject_after(tokens: Sequence[_Token], i: int, verb: Sequence[Any]) -> bool:
    """Whether a word of the clause after the verb can be its subject."""
    for token in tokens[i + 1 :]:
        if token.text in _ENDS:
            return False
        if token.text[0].isalpha() and (
            token.text[0] < "А" or any(_may_be_subject(p, verb[0].tag) for p in readings(token.word))
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
