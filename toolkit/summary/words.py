"""Content words of a sentence: tokens, stop words and stems in the four languages."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from pathlib import Path

__all__ = ["content_words", "stem", "stop_words", "tokens"]

_WORD = re.compile(r"\d+(?:[.,:]\d+)+|[^\W_]+(?:['’][^\W_]+)*")
_HAN_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]+")
_POSSESSIVE = re.compile(r"['’]s?$")


def tokens(text: str, language: str) -> list[str]:
    """Lower-case words with letters or digits; for Chinese, character bigrams of each run of characters.

    Bigrams are the usual stand-in for words where no segmenter is at hand (Nie et al. 2000): as good as words
    for likeness of passages, with nothing to ship.

    >>> tokens("Traffic rose by 20.5 percent on Kazakhstan’s railways.", "en")
    ['traffic', 'rose', 'by', '20.5', 'percent', 'on', 'kazakhstan', 'railways']
    >>> tokens("中欧班列2024年", "zh")
    ['中欧', '欧班', '班列', '2024', '年']
    """
    text = unicodedata.normalize("NFC", text).casefold()
    if language != "zh":
        return [_POSSESSIVE.sub("", word.replace("’", "'")) for word in _WORD.findall(text)]
    found: list[tuple[int, str]] = []
    for run in _HAN_RUN.finditer(text):
        chars = run.group()
        found += [(run.start() + i, chars[i : i + 2]) for i in range(max(1, len(chars) - 1))]
    rest = _HAN_RUN.sub(lambda match: " " * len(match.group()), text)
    found += [(match.start(), match.group()) for match in _WORD.finditer(rest)]
    return [token for _, token in sorted(found)]


@cache
def stop_words(language: str) -> frozenset[str]:
    """Function words of a language, in lower case (for Chinese: characters)."""
    return _stop_words()[language]


@cache
def _stop_words() -> Mapping[str, frozenset[str]]:
    text = (Path(__file__).parent / "data" / "stopwords.toml").read_text(encoding="utf-8")
    return {language: frozenset(words.split()) for language, words in tomllib.loads(text).items()}


def content_words(text: str, language: str) -> list[str]:
    """Stems of the words that are no stop words, in order.

    >>> content_words("The ministers will meet again in Baku", "en")
    ['minist', 'meet', 'baku']
    """
    stops = stop_words(language)
    if language == "zh":
        return [t for t in tokens(text, "zh") if not any(char in stops for char in t)]
    return [
        _cached_stem(t, language)
        for t in tokens(text, language)
        if t not in stops and (len(t) > 1 or t.isdigit())
    ]


@lru_cache(maxsize=50_000)
def _cached_stem(word: str, language: str) -> str:
    return stem(word, language)


def stem(word: str, language: str) -> str:
    """A stem shared by the inflected forms of a word; no dictionary form, and no word at all in some cases.

    English and Kazakh by our own light stemmers, Russian by Snowball as NLTK has it. English does not use
    NLTK's because importing NLTK takes a third of a second, half of what the command has for starting.

    >>> stem("министрлердің", "kk") == stem("министрлерге", "kk")
    True
    """
    if any(char.isdigit() for char in word):
        return word
    if language == "en":
        return _english(word)
    if language == "ru":
        return _russian()(word)
    if language == "kk":
        return _kazakh(word)
    return word


@cache
def _russian() -> Callable[[str], str]:
    from nltk.stem.snowball import RussianStemmer

    stemmer = RussianStemmer()
    return lambda word: str(stemmer.stem(word.replace("ё", "е")))


# --- English ------------------------------------------------------------------------------------------------

_EN_PLURAL = (("ches", 2), ("shes", 2), ("sses", 2), ("xes", 2), ("zes", 2), ("oes", 2))
# What is cut after inflection, longest first, if at least four letters stay.
_EN_SUFFIXES = [
    "ational",
    "isation",
    "ization",
    "ations",
    "ition",
    "iveness",
    "fulness",
    "ousness",
    "ation",
    "ality",
    "ivity",
    "ments",
    "ment",
    "ness",
    "able",
    "ible",
    "ance",
    "ence",
    "ally",
    "ship",
    "ions",
    "ion",
    "ism",
    "ist",
    "ity",
    "ive",
    "ous",
    "ful",
    "ial",
    "ical",
    "ally",
    "ary",
    "ers",
    "er",
    "or",
    "al",
    "ic",
    "ly",
]


def _english(word: str) -> str:
    if len(word) <= 3:
        return word
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[: -next((cut for end, cut in _EN_PLURAL if word.endswith(end)), 1)]
    for ending in ("ingly", "edly", "ing", "ed"):
        body = word.removesuffix(ending)
        if body != word and len(body) >= 3 and re.search("[aeiouy]", body):
            word = body[:-1] if len(body) > 3 and body[-1] == body[-2] and body[-1] not in "lsz" else body
            break
    for ending in _EN_SUFFIXES:
        if word.endswith(ending) and len(word) - len(ending) >= 4 and (ending != "ion" or word[-4] in "st"):
            word = word.removesuffix(ending)
            break
    if word.endswith("e") and len(word) > 4:
        word = word[:-1]
    return word[:-1] + "i" if word.endswith("y") and len(word) > 3 else word


# --- Kazakh -------------------------------------------------------------------------------------------------

# Endings in the order in which they stand from the end of a word: predicate and particle, case, possessive,
# plural. One of each is cut at most, and only if the stem keeps three letters and a vowel. Grammar: Қазақ
# грамматикасы (2002), noun and verb inflection; buffer consonants are part of the endings.
_KK_LAYERS: tuple[tuple[str, ...], ...] = tuple(
    tuple(sorted(layer.split(), key=lambda ending: (-len(ending), ending)))
    for layer in (
        # copula, adjectival -дағы/-нікі, adverbial and participle tails
        "мын мін бын бін пын пін сың сің мыз міз быз біз пыз піз сыз сіз дағы дегі тағы тегі ндағы ндегі нікі дікі "
        "тікі ша ше",
        # cases
        "ның нің дың дің тың тің ға ге қа ке на не ны ні ды ді ты ті нда нде да де та те нан нен дан ден тан тен мен "
        "бен пен н а е",
        # possessive
        "ымыз іміз мыз міз ңыз ңіз ыңыз іңіз ым ім ың ің сы сі ы і",
        # plural
        "лар лер дар дер тар тер",
        # verb: past, participle, gerund
        "ған ген қан кен атын етін йтын йтін ып іп ды ді ты ті",
    )
)
_KK_VOWEL = re.compile("[аәеёиоөуұүыіэюя]")
_KK_VOICED = str.maketrans("бгғд", "пкқт")


def _kazakh(word: str) -> str:
    for layer in _KK_LAYERS:
        for ending in layer:
            body = word.removesuffix(ending)
            if body != word and len(body) >= 3 and _KK_VOWEL.search(body):
                word = body
                break
    # кітап – кітабы, жүрек – жүрегі: the last consonant is voiced before a vowel
    return word[:-1] + word[-1].translate(_KK_VOICED) if len(word) > 3 else word
