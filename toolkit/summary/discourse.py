"""Which sentences can stand by themselves: quotations that run on, pronouns and openings that point back."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from toolkit.summary.words import stop_words, tokens

__all__ = [
    "Standing",
    "is_fragment",
    "outside_quotes",
    "phrase_pattern",
    "points_forward",
    "standings",
    "wording",
]

_OPEN = "“«「『„"
_CLOSE = "”»」』"
_MARK = re.compile(f'[{_OPEN}{_CLOSE}"]')
_QUOTED = re.compile(r'“[^”]*(?:”|$)|«[^»]*(?:»|$)|「[^」]*(?:」|$)|『[^』]*(?:』|$)|"[^"]*(?:"|$)')
_NAME = re.compile(r"(?<!^)\b[^\W\d_a-zа-яәғқңөұүһі][\w’'-]+")
_CAPITAL = r"[^\W\d_a-zа-яәғқңөұүһі][\w’'-]+"
_FULL_NAME = re.compile(
    rf"\b{_CAPITAL}\s{_CAPITAL}|\b(?:Mr|Mrs|Ms|Dr|Sir|Lord|Lady)\.?\s{_CAPITAL}|\b(?:said|says)\s{_CAPITAL}"
    rf"|\b{_CAPITAL}\s(?:said|says|told)\b"
)
# "The young man, Zhou Wenhao, …": the sentence before says which. There is but one president.
_NAMED_ROLE = re.compile(
    rf"The\s+(?!president|prime|king|queen|pope|chancellor|governor|mayor)[a-z]+(?:\s[a-z]+)?,\s{_CAPITAL}\s{_CAPITAL}"
)
# "The founder, Aigerim Tulegen, …": of what, says a sentence that names a body ("the Two Rivers School").
_OFFICE = re.compile(
    r"The\s+(?:co-founder|founder|owner|director|head|manager|principal|rector|dean|editor|chairman|chairwoman|"
    rf"secretary|spokesman|spokeswoman|coach|captain),\s{_CAPITAL}\s{_CAPITAL}"
)
_BODY = re.compile(rf"\bthe\s{_CAPITAL}\s{_CAPITAL}")
_BODY_REACH = 8
"""How many sentences back the body may be named."""
_VERBS = frozenset(
    [
        "is",
        "was",
        "has",
        "had",
        "made",
        "took",
        "came",
        "went",
        "got",
        "gave",
        "won",
        "lost",
        "beat",
        "led",
        "left",
        "will",
        "would",
    ]
)
# Times that every reader knows; what else goes on for a while has to be told of.
_DURING = re.compile(
    r"\b(?:[Dd]uring|[Tt]hroughout) the (?!day|night|week|month|year|decade|century|summer|winter|autumn|spring|season|"
    r"morning|afternoon|evening|war|pandemic|period|same|past|last|next|first|second|rest|whole)([a-z]+)\b"
    r"(?! (?:of|in|on|between|with|that|which|for|to|at)\b| [a-z-]+ (?:of|in|on|between|with|for)\b)"
)
_ALL_SPEECH = re.compile(r'(?:“[^”]*”|«[^»]*»|「[^」]*」|"[^"]*")[\s.,!?…。]*')
_BARE_PLURAL = re.compile(r"\b(?:them|these|those|it|них|ними|ним|им|неё|нее|него|нему|нем)$")
_PLURAL_BEFORE = re.compile(r"\b(?:[\w-]{3,}s|people|men|women|children)\b(?!’)")
_PERSON_NOUN = re.compile(
    r"\b(?:an?|the|every|each|one|another|no|any|whose|young|old)\s+(?:[\w-]+\s+){0,3}?"
    r"(?:man|woman|boy|girl|\w{3,}(?:er|or|ist|ian|ant|ent|man|woman)|student|pupil|guest|child|engineer|president|"
    r"founder|mother|father|widow|king|queen|coach|star|chief|judge|nurse|cook|pilot)\b|\bwho\b|\bwhoever\b",
    re.I,
)


@cache
def wording(language: str) -> Mapping[str, tuple[str, ...]]:
    """Word lists of ``data/wording.toml`` for a language, by kind."""
    text = (Path(__file__).parent / "data" / "wording.toml").read_text(encoding="utf-8")
    table: dict[str, str | list[str]] = tomllib.loads(text)[language]
    return {
        kind: tuple(words) if isinstance(words, list) else tuple(word for word in words.split("|") if word)
        for kind, words in table.items()
    }


@cache
def phrase_pattern(language: str, kind: str) -> re.Pattern[str]:
    """A pattern for any phrase of a kind, longest first, as whole words (Chinese: anywhere)."""
    phrases = sorted(wording(language)[kind], key=lambda phrase: (-len(phrase), phrase))
    body = "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in phrases) or "(?!)"
    if kind == "leaning_comma":
        return re.compile(rf"(?:{body})[,，]", re.I)
    return re.compile(f"(?:{body})" if language == "zh" else rf"(?<![\w-])(?:{body})(?![\w-])", re.I)


def outside_quotes(text: str) -> str:
    """The text with quoted speech blanked out; names in quotation marks (no final mark, few words) stay."""

    def blank(match: re.Match[str]) -> str:
        quoted = match.group()
        inner = quoted.strip('“”«»「」『』" ')
        is_title = not re.search(r"[.,!?…。，！？]$", inner) and len(inner.split()) <= 6 and len(inner) <= 40
        # «Мы ждали», – сказал он: speech as well
        is_title = is_title and not re.match(r"[,.]?\s*[–—-]\s", match.string[match.end() :])
        return quoted if is_title and quoted[-1] in '”»」』"' else " " * len(quoted)

    return _QUOTED.sub(blank, text)


@dataclass(frozen=True, slots=True)
class Standing:
    """What a sentence needs around it.

    Attributes:
        joined: it continues a quotation that the sentence before leaves open: both or neither.
        leans: it cannot stand without the sentence before it.
        wants_person: it speaks of a person whom a sentence before it names.
        has_person: it names a person, or speaks of one by what they are ("a hydrologist").
        quoted: share of its characters that is quoted speech, 0 to 1.
        anchor: number of the earlier sentence that it needs, where that is not the one before, or None.
    """

    joined: bool
    leans: bool
    wants_person: bool
    has_person: bool
    quoted: float
    anchor: int | None = None


def standings(paragraphs: Sequence[Sequence[str]], language: str) -> list[Standing]:
    """The standing of each sentence of a text, in order.

    >>> [s.leans for s in standings([["Li Na runs the mill.", "She opened it in May."]], "en")]
    [False, True]
    """
    result: list[Standing] = []
    told: set[str] = set()
    bodies: list[int] = []
    open_quote = False
    for paragraph in paragraphs:
        for place, original in enumerate(paragraph):
            sentence = original.replace("''", '"').replace("``", '"')
            # A quotation of several paragraphs opens each of them anew and is closed in the last only.
            joined = open_quote and (place > 0 or sentence[0] in _OPEN + '"')
            before = open_quote and place > 0
            text = ("“" if before and sentence[0] not in _OPEN else "") + sentence
            open_quote = _left_open(sentence, before)
            outside = outside_quotes(text)
            quoted = 1 - len(re.sub(r"\W", "", outside)) / max(1, len(re.sub(r"\W", "", text)))
            wants = bool(result) and _person_without_name(outside, language)
            leans = bool(result) and (
                joined
                or wants
                or _leans(sentence, outside, quoted, language)
                or _happens_during(outside, told, language)
            )
            has = _has_person(outside, language) and not wants
            anchor = None
            if language == "en":
                told.update(tokens(sentence, language))
                if leans and not wants and _OFFICE.match(sentence) and bodies:
                    anchor = bodies[-1] if len(result) - bodies[-1] <= _BODY_REACH else None
                if _BODY.search(outside):
                    bodies.append(len(result))
            result.append(
                Standing(joined and bool(result), leans and anchor is None, wants, has, quoted, anchor)
            )
    return result


def is_fragment(text: str, language: str) -> bool:
    """Whether a "sentence" is none: a heading, an item or the beginning of a list, a line of names.

    >>> [is_fragment(t, "en") for t in ("Thompson, Bellamy.", "In his budget he has:", "The port was closed.")]
    [True, True, False]
    """
    if not re.search(r"[.!?…。！？][”»」』\"'’)\]）]*$", text) or re.match(r"[-–—•*·]\s", text):
        return True
    if language == "zh":
        return len(re.findall(r"\w", text)) < 6
    words = re.findall(r"[^\W\d_]+", text)
    return len(words) < 3 or not any(word.islower() for word in words)


def _left_open(sentence: str, before: bool) -> bool:
    """Whether a quotation is open at the end of a sentence; straight marks are told apart by what is beside
    them."""
    is_open = before
    for match in _MARK.finditer(sentence):
        mark = match.group()
        if mark == '"':
            after = sentence[match.end() : match.end() + 1]
            previous = sentence[: match.start()][-1:]
            opens = (not previous or previous in " (—–-[") and bool(after.strip())
            closes = bool(previous.strip()) and (not after or not after.isalnum())
            is_open = opens if opens != closes else not is_open
        else:
            is_open = mark in _OPEN
    return is_open


def _leans(sentence: str, outside: str, quoted: float, language: str) -> bool:
    words = re.sub(r"[\W_]+", "", outside)
    if _ALL_SPEECH.fullmatch(sentence) or (quoted > 0.2 and len(words) < 2):
        return True  # speech whose speaker is in the sentence before
    text = outside.strip(" ,;:—–-.…，。")
    speech_first = sentence[:1] in _OPEN + '"' and not outside[:1].strip()
    if not speech_first:
        for kind in ("cut", "comma_cut"):
            cut = phrase_pattern(language, kind).match(text)
            if cut:
                text = text[cut.end() :].lstrip(" ,，")
        if any(
            phrase_pattern(language, kind).match(text) for kind in ("pronouns", "leaning", "leaning_comma")
        ):
            return not points_forward(text, language)
        if language == "en" and _NAMED_ROLE.match(text):
            return True
        if _pattern(language, "late_subject").match(text):
            return True
        early = _pattern(language, "of_them").match(text)
        if early and not (_BARE_PLURAL.search(early.group()) and _PLURAL_BEFORE.search(early.group())):
            return True
    return False


def _happens_during(outside: str, told: set[str], language: str) -> bool:
    """ "Seals will be used during the trial": a trial that no sentence has named is what the one before tells of."""
    if language != "en":
        return False
    for match in _DURING.finditer(outside):
        before = told.union(tokens(outside[: match.start()], language))
        if not before & {match[1], match[1].removesuffix("s"), match[1] + "s"}:
            return True
    return False


@cache
def _pattern(language: str, kind: str) -> re.Pattern[str]:
    """Patterns of a kind as one. Those of ``forward`` are blind to case; elsewhere a capital is a name."""
    body = "|".join(f"(?:{pattern})" for pattern in wording(language)[kind]) or "(?!)"
    return re.compile(body, re.I if kind == "forward" else 0)


def points_forward(text: str, language: str) -> bool:
    """ "It is hoped that …", "Those who …", "In his speech, Mr Ospanbek …": what is meant comes in the
    sentence."""
    return bool(_pattern(language, "forward").match(text))


def _has_person(text: str, language: str) -> bool:
    if language == "zh":
        return True
    return bool(_FULL_NAME.search(text) or (language == "en" and _PERSON_NOUN.search(text)))


def _person_without_name(text: str, language: str) -> bool:
    """A third person without anybody before it in the sentence whom it could mean."""
    text = text.strip(" ,;:—–-.…，。")
    match = phrase_pattern(language, "persons").search(text)
    if match is None:
        return False
    before = text[: match.start()]
    if language == "zh":
        return len(before) < 4
    if language != "en":
        # Case and gender would have to agree; a name, or half a sentence, is taken to be enough.
        return not _NAME.search(before) and len(before.split()) < 4
    if _NAME.search(before) or _PERSON_NOUN.search(before):
        return False
    # "Ospanbek said that he": the first word is a name if a verb follows.
    first = re.match(r"([A-Z][\w’'-]+)(?:’s|'s)?\s([a-z]+)\b", before)
    if first is None or first[1].casefold() in stop_words("en"):
        return True
    return not (
        first[2] in _VERBS or first[2] in wording("en")["reporting"] or re.fullmatch(r"\w{2,}ed", first[2])
    )
