"""Case government: what stands around a term settles its case, whatever tag the model gave.

The model says the case of a term by a tag, and is wrong now and then. Where the words that it wrote itself, or the
English around the term, leave no choice, they decide: «⟦0⟧⟨nom⟩мен» is an instrumental, after «из» stands a genitive,
after a numeral a Kazakh noun stands in the singular. Everything else is left as the model has it. On human translations
the rules change 3 of 3,000 Russian and 7 of 3,001 Kazakh forms.

Sources: Розенталь, «Справочник по правописанию и литературной правке» (government of prepositions, numerals);
«Қазақ грамматикасы» (2002).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast

from toolkit.glossary import Case
from toolkit.glossary.kazakh import CASE_SUFFIX
from toolkit.glossary.russian_words import readings
from toolkit.translation.restore import Filled, Part
from toolkit.translation.valency import kazakh_object_case, russian_object_cases

__all__ = ["govern", "governed_case"]

# allowed cases, the first of which is taken when the tag is none of them
_RUSSIAN: Mapping[str, tuple[Case, ...]] = {
    **dict.fromkeys(
        ("из", "от", "до", "у", "для", "без", "около", "вокруг", "среди", "после", "кроме", "против", "вдоль", "внутри",
         "близ", "возле",
         "вне", "ради", "вместо", "насчет", "ввиду", "вследствие", "из-за", "из-под", "помимо"), ("gen",)
    ),
    **dict.fromkeys(("к", "ко", "благодаря", "согласно", "вопреки", "навстречу"), ("dat",)),
    **dict.fromkeys(("через", "про", "сквозь"), ("acc",)),
    **dict.fromkeys(("над", "надо", "перед", "передо", "между"), ("ins",)),
    **dict.fromkeys(("о", "об", "обо", "при"), ("loc", "acc")),
    **dict.fromkeys(("в", "во", "на"), ("loc", "acc")),
    **dict.fromkeys(("с", "со"), ("ins", "gen")),
    "за": ("ins", "acc"),
    "под": ("ins", "acc"),
    "по": ("dat", "loc", "acc"),
}  # fmt: skip
_KAZAKH: Mapping[str, tuple[Case, ...]] = {
    **dict.fromkeys(("туралы", "үшін", "бойынша", "арқылы", "жөнінде", "жөніндегі", "сияқты", "ретінде"), ("nom",)),
    **dict.fromkeys(("дейін", "дейінгі", "сәйкес", "қарамастан"), ("dat",)),
    **dict.fromkeys(("бері", "тыс"), ("abl",)),
    "байланысты": ("dat", "ins"),
    # adverbs and verbs too, after a subject: «Қазақстан кейін қосылды», «саммитке Қытай қатысты»
    **dict.fromkeys(("кейін", "бұрын", "басқа"), ("abl", "nom")),
    **dict.fromkeys(("бірге", "қатар"), ("ins", "nom")),
    **dict.fromkeys(("қатысты", "қарай"), ("dat", "nom")),
}  # fmt: skip

_NUMERAL = (
    r"(?:\b\d[\d,.]*|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)"
    r"teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-\w+)?|hundred|thousand|dozen|several|many))"
)
_COUNTED = re.compile(rf"{_NUMERAL}(?:\s+[a-z][\w-]*){{0,2}}\s+$", re.IGNORECASE)
_COUNTED_FEW = re.compile(r"(?:\b(?:two|three|four)|(?<!1)[2-4])(?:\s+[a-z][\w-]*){0,2}\s+$", re.IGNORECASE)


def _english(words: str) -> re.Pattern[str]:
    """Words right before a term in the English, with or without an article."""
    return re.compile(rf"\b(?:{words})\s+(?:the\s+|an?\s+)?$", re.IGNORECASE)


_WITH, _TO, _IN = _english("with"), _english("to|into"), _english("in|at|within|inside")
_GIVEN_TO = _english("to")
_OF, _TOLD = _english("of"), _english("told|phoned|thanked")

# «⟦0⟧⟨nom⟩мен», «⟦0⟧дағы», «⟦0⟧-ден»: a suffix that the model wrote onto the placeholder itself
_GLUED = re.compile(rf"-?(?:{CASE_SUFFIX}|(?P<nom>(?<=-)с?[ыі]))(?!\w)")
_APART = re.compile(r"\s+[мпб]ен(?=\s+[^\sА-ЯӘҒҚҢӨҰҮҺІ«])")  # «ШЫҰ мен …», where no second noun follows

_SAID_TO = re.compile(
    r"(?<![\w-])(?:сказал|сообщил|заявил|рассказал|позвонил|телефонировал)[аио]?\s*$", re.IGNORECASE
)
_INTO = re.compile(r"(?<![\w-])(?:в|во|на)\s*$", re.IGNORECASE)
_MOTION = re.compile(
    r"(?<![\w-])(?:(?:прибы|прилете|приеха|отправи|вылете|направи|вступи|вошл|поеха|поступи|вложи|инвестир|перееха|вернул|влож)\w*"
    r"|визит\w*|поездк\w+|экспорт\w*|поставк\w+|инвестиц\w+|переход\w*|вступлени\w+|рейс\w*)\s+(?:в|во|на)\s*$",
    re.IGNORECASE,
)
_ACCORDING = re.compile(
    r"(?<![\w-])по\s+(?:данным|словам|мнению|оценк(?:е|ам)|сведениям|информации|сообщени(?:ю|ям)|инициативе|приглашению|"
    r"просьбе|поручению|решению|итогам|результатам)\s+$",
    re.IGNORECASE,
)
_AT_START = re.compile(r"\W*(?:the\s+)?", re.IGNORECASE)
_PREPOSITION = re.compile(
    r"(?<![\w-])(?:в|во|на|о|об|обо|при|по|к|ко|с|со|у|от|до|из|за|под|над|перед|между|через|про|для|без|около|после|против)\s+$",
    re.IGNORECASE,
)
_GOVERNS_LOCATIVE = re.compile(r"(?<![\w-])(?:в|во|на|о|об|обо|при|по)(?:\s+[\w-]+[хймея])*\s*$")


def govern(parts: Sequence[Part], source: str, language: str) -> tuple[Part, ...]:
    """Parts of a target segment with the cases that are certain.

    Args:
        parts: text and filled places, in target order.
        source: the English segment.
        language: of the target; only Kazakh and Russian have cases.
    """
    if language not in ("kk", "ru"):
        return tuple(parts)
    settled = _kazakh(parts, source) if language == "kk" else _russian(parts, source)
    return tuple(
        replace(
            part,
            case=governed_case(
                part.case,
                _text(settled, i - 1),
                _text(settled, i + 1),
                language,
                own=language == "ru" and part.way == "model",
            ),
        )
        if isinstance(part, Filled)
        else part
        for i, part in enumerate(settled)
    )


def _text(parts: Sequence[Part], i: int) -> str:
    part = parts[i] if 0 <= i < len(parts) else ""
    return part if isinstance(part, str) else ""


def _inflects(part: Part | None) -> bool:
    return isinstance(part, Filled) and part.slot.kind in ("term", "name")


# what may follow an object in the English: not a noun that it would only qualify ("visited the SCO headquarters")
_NO_NOUN = re.compile(
    r"\s*(?:$|[.,;:!?)\"”—–]|(?:in|at|on|to|for|from|with|by|and|or|of|as|about|after|before|during|while|when|who|which|"
    r"that|this|last|next|yesterday|today|again|over|under|through|into|against|between|because|but|since|until|without|"
    r"within|amid|despite|if|\w+ing|\w+ly)\b)"
)


# kinds of which an indefinite object has no ending («меморандум қабылдады»)
_INDEFINITE = frozenset(["concept", "treaty", "event", "project", "unit", "currency"])
# the nominative is right before a noun that it qualifies and before the next member of a list, which bears the case
_QUALIFIES = re.compile(
    r"\s*(?:,|(?:мен|пен|бен|және)\b)|\s+\w+(?:[ыі])(?:н|не|на|нің|ның|нде|нда|нен|нан)?(?!\w)"
)


def _kazakh(parts: Sequence[Part], source: str) -> list[Part]:
    done: list[Part] = []
    for number, part in enumerate(parts):
        before = done[-1] if done else None
        if isinstance(part, str) and isinstance(before, Filled) and _inflects(before):
            if (glued := _GLUED.match(part)) and glued.lastgroup:
                done[-1] = replace(before, case=cast(Case, glued.lastgroup))
                part = part[glued.end() :]
            elif _is_with(before, source) and (apart := _APART.match(part)):
                done[-1] = replace(before, case="ins")
                part = part[apart.end() :]
        elif isinstance(part, Filled):
            part = _kazakh_place(
                part, source, "".join(p if isinstance(p, str) else "⟦⟧" for p in parts[number + 1 :])
            )
        if part != "":
            done.append(part)
    return done


def _is_with(filled: Filled, source: str) -> bool:
    """Whether the English says "with" it, and no second noun is joined to it."""
    joined = re.match(r"\s*(?:and\b|,)", source[filled.slot.end :])
    return filled.case == "nom" and bool(_WITH.search(source[: filled.slot.start])) and not joined


def _kazakh_place(part: Filled, source: str, after: str) -> Filled:
    match, ahead = part.slot.match, source[: part.slot.start]
    if match is None:
        return part
    if not match.possessive and _NO_NOUN.match(source[part.slot.end :]):
        bare = part.case == "nom" and (match.term.kind in _INDEFINITE or _QUALIFIES.match(after))
        part = part if bare else replace(part, case=kazakh_object_case(ahead, after) or part.case)
    if part.case == "nom" and match.term.kind == "person" and (match.possessive or _OF.search(ahead)):
        part = replace(part, case="gen")
    if match.plural and _COUNTED.search(ahead):
        part = replace(part, slot=replace(part.slot, match=replace(match, plural=False)))
    return part


def _russian(parts: Sequence[Part], source: str) -> list[Part]:
    done: list[Part] = []
    for part in parts:
        if isinstance(part, Filled) and part.slot.match is not None:
            before = done[-1] if done and isinstance(done[-1], str) else ""
            ahead = source[: part.slot.start]
            if (
                part.way != "model"
                and _INTO.search(before)
                and part.slot.match.term.kind in ("person", "office")
            ):
                # nobody is *in* a person: the model took the place for a town
                bare = _INTO.sub("", before)
                done[-1:] = [bare] if bare else []
                case: Case = "dat" if _TO.search(ahead) else "gen" if _OF.search(ahead) else "nom"
            else:
                case = _russian_case(part, before, ahead, done, source)
            counted = part.slot.match.plural and _COUNTED.search(ahead) and not _COUNTED_FEW.search(ahead)
            part = replace(part, case="gen" if counted and case in ("nom", "acc") else case)
        done.append(part)
    return done


def _russian_case(part: Filled, before: str, ahead: str, done: Sequence[Part], source: str) -> Case:
    case, match = part.case, part.slot.match
    kind = match.term.kind if match else ""
    if re.search(r"(?<![\w-])со?\s*$", before, re.IGNORECASE) and _WITH.search(ahead):
        return "ins"
    if part.way == "model":  # what the model wrote out stands in the form that its own sentence asks for
        return case
    if _ACCORDING.search(before):
        return "gen"
    if case == "gen" and kind != "person" and not before and not done and _AT_START.fullmatch(ahead):
        # the subject opens both sentences; a genitive would need a noun before it
        return "nom" if match and not match.possessive else case
    if case in ("nom", "acc") and _TOLD.search(ahead) and _SAID_TO.search(before):
        return "dat"
    if before == " " and kind == "person" and len(done) > 1 and isinstance(office := done[-2], Filled):
        # «Президенту Узбекистана ⟦1⟧»: office and person share a case, where nothing parts them in the English either
        apart = source[office.slot.end : part.slot.start].strip()
        if not apart and office.slot.match and office.slot.match.term.kind == "office":
            return office.case
    if (
        case in ("acc", "gen")
        and kind == "person"
        and _GIVEN_TO.search(ahead)
        and not _PREPOSITION.search(before)
    ):
        return "dat"
    wanted = russian_object_cases(before, kind)
    if wanted and case != "nom":
        return case if case in wanted else wanted[0]
    if _INTO.search(before):
        if _TO.search(ahead) or _MOTION.search(before):
            return "acc"
        return case if case in ("loc", "acc") else "loc" if _IN.search(ahead) else "acc"
    if (
        case == "loc"
        and not before.strip()
        and len(done) > 1
        and not _GOVERNS_LOCATIVE.search(before.casefold())
    ):
        return "nom" if re.search(r"(?:^|,\s+)(?:the\s+)?$", ahead, re.IGNORECASE) else case
    if (
        case == "nom"
        and re.fullmatch(r"\s+и\s+", before)
        and len(done) > 1
        and isinstance(first := done[-2], Filled)
    ):
        # «переговоры с Казахстаном и ⟦1⟧⟨nom⟩»: what is joined in the English shares its case
        joined = re.fullmatch(r"\s+and\s+(?:the\s+)?", source[first.slot.end : part.slot.start])
        return first.case if joined else case
    return case


def _preposition(before: str) -> str:
    """The Russian word before a place, or the one before up to two adjectives («на древней ⟦0⟧»)."""
    chain = re.search(r"(?<![\w-])(?:[а-яё-]+\s+){1,3}$", before.casefold())
    words = chain[0].split() if chain else []
    for _ in range(2):
        if not words or not readings(words[-1]) or readings(words[-1])[0].tag.POS not in ("ADJF", "PRTF"):
            break
        words.pop()
    return words[-1] if words else ""


def governed_case(case: Case, before: str, after: str, language: str, *, own: bool = False) -> Case:
    """The tag's case, or the one that the neighbouring word asks for when the tag cannot be.

    Args:
        case: as the model tags it.
        before, after: the target text on both sides.
        language: of the target.
        own: the model wrote the form itself and the case is read off it, where many forms serve two cases: then only
            a preposition that leaves one case decides.

    >>> governed_case("gen", "расходы на ", ".", "ru"), governed_case("acc", "вступил в ", ".", "ru")
    ('loc', 'acc')
    >>> governed_case("gen", "лежит на древнем ", ".", "ru")
    'loc'
    >>> governed_case("nom", "", " дейін барды", "kk"), governed_case("gen", "", " елдері", "kk")
    ('dat', 'gen')
    """
    if language == "ru":
        allowed = _RUSSIAN.get(_preposition(before))
        if own and allowed and len(allowed) > 1:
            return case
    elif language == "kk":
        word = re.match(r"\s+([а-яёәғқңөұүһі]+)", after.casefold())
        allowed = _KAZAKH.get(word[1]) if word else None
    else:
        allowed = None
    return allowed[0] if allowed and case not in allowed else case
