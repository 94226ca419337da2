"""Case government: what stands next to a term restricts its case, whatever tag the model gave.

Russian prepositions stand before (Zaliznyak's and school grammars' lists); Kazakh postpositions after. Only words with
one reading are listed; where a preposition takes two cases, either is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from toolkit.glossary import Case

__all__ = ["governed_case"]

# allowed cases, the first of which is taken when the tag is none of them
_RUSSIAN: Mapping[str, tuple[Case, ...]] = {
    **dict.fromkeys(
        ("из", "от", "до", "у", "для", "без", "около", "вокруг", "среди", "после", "кроме", "против", "вдоль", "внутри",
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


def governed_case(case: Case, before: str, after: str, language: str) -> Case:
    """The tag's case, or the one that the neighbouring word asks for when the tag cannot be.

    >>> governed_case("gen", "расходы на ", ".", "ru"), governed_case("acc", "вступил в ", ".", "ru")
    ('loc', 'acc')
    >>> governed_case("nom", "", " дейін барды", "kk"), governed_case("gen", "", " елдері", "kk")
    ('dat', 'gen')
    """
    if language == "ru":
        word = re.search(r"([а-яё-]+)\s+$", before.casefold())
        allowed = _RUSSIAN.get(word[1]) if word else None
    elif language == "kk":
        word = re.match(r"\s+([а-яёәғқңөұүһі]+)", after.casefold())
        allowed = _KAZAKH.get(word[1]) if word else None
    else:
        allowed = None
    return allowed[0] if allowed and case not in allowed else case
