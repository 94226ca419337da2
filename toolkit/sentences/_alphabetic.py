"""Where sentences end in English, Kazakh and Russian."""

from __future__ import annotations

import re

from toolkit.sentences._tables import Kind, Rules

__all__ = ["sentence_ends"]

_DASHES = "—–-"
_OPENING = re.escape("«“„‘\"'([{‹" + _DASHES)
_CLOSING = re.escape("»”’\"')]}›“")
_STOP = re.compile(rf"[.!?…]+[{_CLOSING}]*")
_FOLLOWING = re.compile(rf"\s*(?P<opening>(?:[{_OPENING}]\s*)*)(?P<word>[^\W_]+(?:-[^\W_]+)*)?(?P<after>\.?)")
_LIST_NUMBER = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-zА-Яа-я])[.)]\s*")
_UPPER = "A-ZА-ЯЁӘҒҚҢӨҰҮҺІ"
_INITIALS = re.compile(rf"(?:^|[\s(«“\"'‘—–])(?:Дж\.|[{_UPPER}]\.[\s-]?)+$")
# Not the end of "1960s.", "the dollar's.", «61-й.», «Мбит/с.».
_ABBREVIATION = re.compile(r"(?<![\w/’'-])(?:[^\W\d_]+(?:-[^\W\d_]+)*\.[\s-]?)*[^\W\d_]+(?:-[^\W\d_]+)*\.$")
_DOTTED = re.compile(r"[^\W\d_]{1,2}(?:\.-?[^\W\d_]{1,2})+")
_AFTER_NUMBER = re.compile(r"(?:\d|\b[IVX]+)(?:-[^\W\d_]+)?\s*$")
_CAMEL = re.compile(r"[a-z]{1,2}[A-Z]")
_TITLE_QUOTE = re.compile(r"«[^«»]{1,60}»(?=\s+[^\W\d_A-ZА-ЯЁӘҒҚҢӨҰҮҺІ])")
_WINDOW = 48
"""Characters looked at on either side of a stop: bounded, so that the whole is linear."""


def sentence_ends(text: str, rules: Rules) -> list[int]:
    """Offsets at which sentences end, but for the last."""
    works = [match.span() for match in _TITLE_QUOTE.finditer(text)]
    ends: list[int] = []
    start = work = 0
    for stop in _STOP.finditer(text):
        while work < len(works) and works[work][1] <= stop.end():
            work += 1
        if work < len(works) and works[work][0] < stop.start() and stop.end() < works[work][1]:
            continue  # «Что? Где? Когда?» вернулась: the name of a work, not speech
        if _ends_here(text, start, stop, rules):
            start = stop.end()
            ends.append(start)
    return ends


def _ends_here(text: str, start: int, stop: re.Match[str], rules: Rules) -> bool:
    end = stop.end()
    signs = stop.group()
    before = text[max(start, stop.start() - _WINDOW) : stop.start()]
    if not any(character.isalnum() for character in before):
        return False  # "…Then": nothing yet that could end
    following = _FOLLOWING.match(text, end, end + _WINDOW)
    if following is None:
        return False
    word, opening = following["word"] or "", following["opening"].strip()
    if not text[end : end + 1].isspace():
        return not opening and _glued(before, word, rules)
    if not word:
        return bool(opening) or any(character.isalnum() for character in text[end : end + _WINDOW])
    quoted = len(signs) > 1 and signs[-1] not in ".!?…"
    dash = opening[:1] != "" and opening[0] in _DASHES
    if dash and (word[0].islower() or (quoted and signs[0] in "!?…")):
        return False  # «Кто платит?» – спросил он
    if word[0].islower() and (not opening or dash):
        # A brand may open a sentence: "… in 2001. iPhone sales rose."
        return _CAMEL.match(word) is not None and re.search(r"[^\W_]{2}$", before) is not None
    if len(before) < _WINDOW and _LIST_NUMBER.fullmatch(before.lstrip() + signs[0]):
        return False
    if signs[0] in "!?…" or signs.startswith(".."):
        if quoted and not opening and rules.speaker is not None:
            return rules.speaker.match(text, end, end + 2 * _WINDOW) is None
        return not (word == "I" and not quoted and signs[0] in "….")
    return quoted or _full_stop_ends(text, start, stop.start(), before + ".", following, rules)


def _glued(before: str, word: str, rules: Rules) -> bool:
    """Whether a sentence ends where a space was lost: ``состоялась.Президент``, but not ``Яндекс.Такси``."""
    last = before.rsplit(None, 1)[-1]
    new = word[:1].isupper() and word[1:].islower() and (not word.isascii() or word in rules.openers)
    return new and len(last) > 2 and last.isalpha() and last.islower()


def _full_stop_ends(
    text: str, start: int, stop: int, before: str, following: re.Match[str], rules: Rules
) -> bool:
    """Whether a single full stop ends the sentence, when a capital, a digit or an opening sign comes next."""
    word, opening = following["word"], following["opening"].strip()
    # One letter with a stop behind it is an initial, not the preposition «В» or the article "A".
    opens = word in rules.openers and not (len(word) == 1 and following["after"])
    number = word[0].isdigit()
    key, kind = _abbreviation(before, rules)
    if kind is None and _INITIALS.search(before):
        return opens or (bool(opening) and not number)
    if kind is None:
        # "к.ф.н.", "ф.ғ.к.", and any single small letter.
        unknown = bool(key) and (_DOTTED.fullmatch(key) is not None or (len(key) == 1 and key.islower()))
        return opens or not unknown
    if kind is Kind.YEAR and not _AFTER_NUMBER.search(before[: -len(key) - 1]):
        kind = Kind.TITLE  # г. Алматы: a town
    if kind is Kind.TITLE:
        return False
    if kind is Kind.NUMBERED:
        return not number and not (len(word) <= 3 and word.isupper() and not opens)
    if kind is Kind.LAST:
        return not number and word not in rules.goes_on
    if number:
        return False
    if opens or opening:
        return True
    if kind is Kind.UNIT:
        return not (word.isupper() and len(word) > 1)
    if kind is Kind.YEAR and rules.verb is not None:
        return rules.verb.search(text[start:stop]) is not None
    return False


def _abbreviation(before: str, rules: Rules) -> tuple[str, Kind | None]:
    """The longest known abbreviation that ``before`` ends with, and its kind; else the last word and None."""
    match = _ABBREVIATION.search(before)
    if match is None:
        return "", None
    token = re.sub(r"\s", "", match.group())[:-1]
    key = token
    while True:
        kind = rules.abbreviations.get(key.casefold())
        # "л." is a litre, but "Л. Н. Толстой" a man.
        if kind is not None and not (len(key) == 1 and key.isupper()):
            return key, kind
        if "." in key:
            key = key.partition(".")[2].lstrip("-")
        elif "-" in key:
            key = key.rpartition("-")[2]  # ex-Gov.
        else:
            return token, None
