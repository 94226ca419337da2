"""Agreement of nouns with numbers in Kazakh and Russian: the slips that a small model makes after a number.

Only what is certain is repaired. Russian: after 5–20 and round numbers the genitive plural, after 2–4 the genitive
singular with adjectives in the genitive plural, after 1 the nominative, after a decimal the genitive singular, after
a million the genitive plural; oblique cases and genitive surroundings are left alone (Д. Э. Розенталь, «Справочник
по правописанию», §§ 163–166). Kazakh: a noun after a number takes no plural ending.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Literal

__all__ = ["agree"]


def agree(text: str, language: str) -> str:
    """Repair the form of nouns and adjectives that directly follow a number, where it is certain.

    Args:
        text: a translation.
        language: only ``kk`` and ``ru`` are touched.

    >>> agree("9 терминал и 54 железнодорожных вагонов", "ru")
    '9 терминалов и 54 железнодорожных вагона'
    >>> agree("85 локомотивтер сатып алу", "kk")
    '85 локомотив сатып алу'
    """
    if language == "ru":
        return _russian(text)
    return _kazakh(text) if language == "kk" else text


# --- Russian -------------------------------------------------------------------------------------------------

_NUMBER = r"(?<![\w.,:№§/–—-])(?<!№ )(?P<number>\d{1,3}(?:[ \u00a0]\d{3})+|\d+)(?P<fraction>,\d+)?(?![\d:/%–—-]|[.,]\d)"
_SCALE = r"(?:[ \u00a0](?P<scale>миллион|миллиард|триллион|млн|млрд|трлн|тысяч|тыс)(?!ер)(?P<scale_end>[а-я]*)\.?)?"
_RUSSIAN_NUMBER = re.compile(rf"{_NUMBER}{_SCALE}")
_NEXT_WORD = re.compile(r"[ \u00a0]([а-яё]+(?:-[а-яё]+)*)(?![\w-])")
_GENITIVE_BEFORE_TEXT = """
до от из с со у без для после около свыше более менее больше меньше кроме среди вокруг против вместо ввиду
вследствие порядка числа численностью числом размере объеме сумму сумме из-за внутри возле вблизи стоимостью
высотой длиной глубиной площадью мощностью весом возрасте свыше выше ниже не ни нет к ко по о об обо при над
под перед между в во этих тех всех первых последних ближайших остальных своих наших их его ее
"""
_GENITIVE_BEFORE = frozenset(_GENITIVE_BEFORE_TEXT.split())
_SURELY_GENITIVE_TEXT = """
до от из без у для после около свыше более менее больше меньше кроме порядка рекордных рекордного
"""
_SURELY_GENITIVE = frozenset(_SURELY_GENITIVE_TEXT.split())
_GENITIVE_VERBS_TEXT = """
достигать достигнуть достичь требовать потребовать требоваться потребоваться касаться коснуться лишиться
лишаться лишить лишать ожидать ждать добиться добиваться хватать хватить избежать избегать придерживаться бы
"""
_GENITIVE_VERBS = frozenset(_GENITIVE_VERBS_TEXT.split())
_LABELS_TEXT = """
статья пункт глава часть раздел рейс дом корпус номер маршрут параграф уровень категория класс резолюция
указ закон постановление том этап группа блок зона канал очередь серия сезон тур километр очко высота школа
больница
"""
_LABELS = frozenset(_LABELS_TEXT.split())
_SKIPPED_LEMMAS_TEXT = """
год человек раз январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь час утро
вечер ночь
"""
_SKIPPED_LEMMAS = frozenset(_SKIPPED_LEMMAS_TEXT.split())
_INDECLINABLE = frozenset(["тенге", "сомони", "лари", "евро", "песо", "сум", "сом", "йен"])
_ADVERBS_TEXT = """
почти примерно приблизительно лишь только всего едва уже еще как именно ровно хотя бы
"""
_ADVERBS = frozenset(_ADVERBS_TEXT.split())
Form = Literal["one", "few", "many", "decimal"]


def _parse(word: str) -> tuple[Any, ...]:
    from toolkit.glossary.russian_words import readings

    return readings(word)


def _russian(text: str) -> str:
    out: list[str] = []
    at = 0
    for match in _RUSSIAN_NUMBER.finditer(text):
        if match.start() < at:
            continue
        before = _word_before(text[: match.start()])
        if before in _ADVERBS:
            before = _word_before(re.sub(r"[А-Яа-яЁё-]+[ \u00a0]+$", "", text[: match.start()])) or before
        lemmas = _lemmas(before)
        if lemmas & _LABELS:
            continue
        form = _form(match["number"], match["fraction"])
        negated = (
            re.search(r"(?<!\w)(?:не|ни|нет)\s(?:\w+\s){0,3}$", text[: match.start()], re.IGNORECASE)
            is not None
        )
        genitive = negated or before in _GENITIVE_BEFORE or bool(lemmas & _GENITIVE_VERBS) or _is_noun(before)
        start = match.end()
        if match["scale"] is not None:
            head, form = _scale_word(match, form, genitive, before in _SURELY_GENITIVE)
            out += [text[at : match.start("scale")], head]
            at = match.end()
            genitive = False
        words = _words_after(text, start)
        if not words or (match["scale"] is None and _looks_like_year(match, text[words[0][0] : words[0][1]])):
            continue
        for (a, b), word in _repaired(
            [(s, text[s[0] : s[1]]) for s in words], form, genitive, _is_noun(before)
        ):
            out += [text[at:a], word]
            at = b
    return "".join(out) + text[at:]


def _word_before(text: str) -> str:
    match = re.search(r"([А-Яа-яЁё-]+)[ \u00a0]+$", text)
    return match[1].lower().replace("ё", "е") if match else ""


@lru_cache(maxsize=4096)
def _lemmas(word: str) -> frozenset[str]:
    return frozenset(p.normal_form for p in _parse(word)) if word else frozenset()


@lru_cache(maxsize=4096)
def _is_noun(word: str) -> bool:
    """Whether a word before a number may govern it in the genitive: nouns, adjectives and participles do."""
    return bool(word) and any(
        p.tag.POS in ("NOUN", "ADJF", "PRTF", "NUMR", "COMP", "PRED") and "Anph" not in p.tag
        for p in _parse(word)[:2]
    )


def _looks_like_year(match: re.Match[str], word: str) -> bool:
    if word in ("год", "года", "лет"):
        return len(match["number"]) > 2
    return match["fraction"] is None and re.fullmatch(r"1[89]\d\d|20\d\d", match["number"]) is not None


def _form(number: str, fraction: str | None) -> Form:
    if fraction:
        return "decimal"
    value = int(re.sub(r"\D", "", number))
    last, tens = value % 10, value % 100
    if 11 <= tens <= 14 or last == 0 or last >= 5:
        return "many"
    return "one" if last == 1 else "few"


def _scale_word(match: re.Match[str], form: Form, genitive: bool, after_genitive: bool) -> tuple[str, Form]:
    """The word for a million put right after its number; the noun after it is then in the genitive plural."""
    stem, end = match["scale"], match["scale_end"]
    written = text_after = match[0][match.start("scale") - match.start() :]
    if stem in ("млн", "млрд", "трлн", "тыс"):
        return text_after, "many"
    feminine = stem == "тысяч"
    right = (
        {"one": "а", "few": "и", "many": "", "decimal": "и"}
        if feminine
        else {"one": "", "few": "а", "many": "ов", "decimal": "а"}
    )
    wrong_ends = ("а", "и", "", "у") if feminine else ("", "а", "ов", "ы")
    if after_genitive and form == "one" and not feminine and end == "ов":  # «до 41 миллиардов»
        return stem + "а", "many"
    if end not in wrong_ends or (genitive and form != "decimal"):
        return written, "many"
    if form == "one" and feminine and end in ("а", "у"):
        return written, "many"
    return stem + right[form] + ("." if written.endswith(".") else ""), "many"


def _words_after(text: str, start: int) -> list[tuple[int, int]]:
    """Spans of up to three adjectives and the noun that follow a number directly."""
    spans: list[tuple[int, int]] = []
    while len(spans) < 4 and (match := _NEXT_WORD.match(text, start)):
        spans.append(match.span(1))
        start = match.end()
        parses = _parse(match[1])
        if not any(p.tag.POS in ("ADJF", "PRTF") for p in parses):
            return spans if any(p.tag.POS == "NOUN" for p in parses) and parses[0].tag.POS == "NOUN" else []
    return []


def _repaired(
    words: Sequence[tuple[tuple[int, int], str]], form: Form, genitive: bool, after_noun: bool
) -> list[tuple[tuple[int, int], str]]:
    *adjectives, (span, noun) = words
    if noun in ("год", "года", "лет") and not adjectives:
        right_year = {"many": "лет", "one": "год"}.get(form, "года")
        certain = (noun == "год" and form == "many") or not genitive
        return [(span, right_year)] if noun != right_year and certain else []
    parses = [p for p in _parse(noun) if p.tag.POS == "NOUN"]
    if (
        not parses
        or noun in _INDECLINABLE
        or parses[0].normal_form in _SKIPPED_LEMMAS
        or "Fixd" in parses[0].tag
        or "Pltm" in parses[0].tag
    ):
        return []
    if any(p.tag.case in ("datv", "ablt", "loct") and p.tag.number == "plur" for p in parses):
        return []
    if form != "many" and genitive:
        return []
    if form == "decimal" and adjectives:
        return []
    singular_genitive = all(p.tag.number == "sing" and p.tag.case == "gent" for p in parses)
    if after_noun and singular_genitive and form == "many":  # «статья 5 договора»
        return []
    parse = parses[0]
    if not parse.is_known or not any(p.tag.case in ("nomn", "gent", "accs") for p in parses):
        return []
    if form == "one" and parse.tag.number != "plur":
        return []
    if (
        form in ("one", "few")
        and parse.tag.animacy == "anim"
        and any({"plur", "gent"} <= p.tag.grammemes for p in parses)
    ):
        return []  # «снял 43 мигрантов»
    wanted = {
        "many": {"plur", "gent"},
        "few": {"sing", "gent"},
        "decimal": {"sing", "gent"},
        "one": {"sing", "nomn"},
    }[form]
    if form == "one" and parse.tag.gender == "femn":
        return []
    changed: list[tuple[tuple[int, int], str]] = []
    if not any(wanted <= p.tag.grammemes for p in parses):
        right = parse.inflect(wanted)
        if right is None or right.word == noun:
            return []
        changed.append((span, _yo(right.word, noun)))
    if form in ("many", "few"):
        for place, adjective in adjectives:
            options = [p for p in _parse(adjective) if p.tag.POS in ("ADJF", "PRTF")]
            if not options:
                return []
            fine = any({"plur", "gent"} <= p.tag.grammemes for p in options) or (
                form == "few"
                and parse.tag.gender == "femn"
                and any({"plur", "nomn"} <= p.tag.grammemes for p in options)
            )
            if fine:
                continue
            if any(p.tag.case in ("datv", "ablt") and p.tag.number == "plur" for p in options):
                return []
            right = options[0].inflect({"plur", "gent"})
            if right is None:
                return []
            changed.insert(0, (place, _yo(right.word, adjective)))
    return sorted(changed)


def _yo(word: str, model: str) -> str:
    """Write ё only where the text does."""
    return word if "ё" in model else word.replace("ё", "е")


# --- Kazakh --------------------------------------------------------------------------------------------------

_VOWELS = "аәеэоөуұүыіиюяё"
_KAZAKH = re.compile(
    r"(?<![\w.,:№/–—-])(?P<number>\d{1,3}(?:[ \u00a0]\d{3})+|\d+(?:,\d+)?)"
    r"(?P<scale>[ \u00a0](?:миллион|миллиард|триллион|млн|млрд|трлн|мың))?[ \u00a0]"
    r"(?P<stem>[а-яәғқңөұүһі]{2,}?)(?P<plural>лар|лер|дар|дер|тар|тер)(?P<case>ның|нің|дың|дің|тың|тің|ға|ге|қа|ке|ды|ді|ты|ті|ны|ні"
    r"|да|де|та|те|дан|ден|тан|тен|нан|нен|мен|бен|пен)?(?![\w-])"
)
_CASE_OF = {
    "ның": "gen", "нің": "gen", "дың": "gen", "дің": "gen", "тың": "gen", "тің": "gen", "ға": "dat", "ге": "dat",
    "қа": "dat", "ке": "dat", "ды": "acc", "ді": "acc", "ты": "acc", "ті": "acc", "ны": "acc", "ні": "acc",
    "да": "loc", "де": "loc", "та": "loc", "те": "loc", "дан": "abl", "ден": "abl", "тан": "abl", "тен": "abl",
    "нан": "abl", "нен": "abl", "мен": "ins", "бен": "ins", "пен": "ins",
}  # fmt: skip
_NO_PLURALS_TEXT = """
жолаушы жасындағы гектар доллар актер мастер шахтер дәптер тендер гендер трейлер дилер бройлер контролер
қатар шатыр хабар нашар кантар динар бульдозер бухгалтер оператор партнер фермер вертолет катер кратер
шпалер литр метр фильтр кластер крейсер монитор принтер роутер сервер тостер триллер фактор чартер шифер
қантар құмдар базар жыл репортер лидер менеджер лагер спикер ордер кадр
"""
_NO_PLURALS = frozenset(_NO_PLURALS_TEXT.split())


def _kazakh(text: str) -> str:
    return _KAZAKH.sub(_without_plural, text)


def _without_plural(match: re.Match[str]) -> str:
    stem, plural, case = match["stem"], match["plural"], match["case"]
    if stem + plural in _NO_PLURALS or stem in _NO_PLURALS or len(stem) < 2 or not _fits(stem, plural):
        return match[0]
    if match["scale"] is None and re.fullmatch(r"1[89]\d\d|20\d\d", match["number"]):
        return match[0]
    head = match[0][: match.start("stem") - match.start()]
    return head + (_in_case(stem, _CASE_OF[case]) if case else stem)


def _fits(stem: str, plural: str) -> bool:
    """Whether this plural ending follows this stem by the rules of Kazakh: лар after vowels and р, й, у and so on."""
    last = stem[-1]
    vowels = [c for c in stem if c in _VOWELS]
    if not vowels:
        return False
    front = vowels[-1] in "әеөүіэ"
    if vowels[-1] not in "иую" and front != (plural[1] == "е"):
        return False
    if last in _VOWELS or last in "рй":
        return plural[0] == "л"
    return plural[0] == ("д" if last in "змнңлж" else "т")


def _in_case(stem: str, case: str) -> str:
    from toolkit.glossary import CASES, Target, inflect

    return inflect(Target(stem, None, None, None, None), "kk", next(c for c in CASES if c == case))
