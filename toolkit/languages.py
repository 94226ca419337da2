"""The four languages of the toolkit: codes, names, and telling them apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import Any

from toolkit.errors import LanguageError

__all__ = ["AUTONYMS", "LANGUAGES", "NAMES", "TARGETS", "detect_language", "language_code"]

LANGUAGES: tuple[str, ...] = ("en", "kk", "ru", "zh")
"""All languages an article may be in (ISO 639-1)."""

TARGETS: tuple[str, ...] = ("kk", "ru", "zh")
"""The languages that English is translated into."""

NAMES: Mapping[str, str] = MappingProxyType(
    {"en": "English", "kk": "Kazakh", "ru": "Russian", "zh": "Chinese"}
)
"""English names by code."""

AUTONYMS: Mapping[str, str] = MappingProxyType(
    {"en": "English", "kk": "қазақ тілі", "ru": "русский", "zh": "中文"}
)
"""The languages' own names by code, as in CLDR."""

# Every name that stands for a language, in lower case, with "-" between the subtags. The alpha-3 codes are
# those of ISO 639-2 and 639-3; "kz" and "cn" are country codes that people type all the same.
_ALIASES: Mapping[str, str] = MappingProxyType(
    {
        alias: code
        for code, aliases in {
            "en": "en eng english inglés anglais английский ағылшын ағылшынша 英语 英文",
            "kk": "kk kaz kz kazakh qazaq qazaqsha kazak казахский қазақ қазақша қазақ-тілі 哈萨克语",
            "ru": "ru rus russian русский русский-язык по-русски орыс орысша орыс-тілі 俄语 俄文",
            "zh": "zh zho chi cmn cn chs chinese mandarin putonghua chinese-simplified simplified-chinese "
            "китайский қытай қытайша қытай-тілі 中文 汉语 普通话 简体中文 简体 zh-hans zh-cn zh-sg",
        }.items()
        for alias in aliases.split()
    }
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _choices() -> str:
    return ", ".join(f"{code} ({NAMES[code]})" for code in LANGUAGES)


def language_code(name: str) -> str:
    """The code of a language given by its code, a tag with script or region, or its name.

    Args:
        name: ``"zh"``, ``"zh-Hans"``, ``"zh_CN.UTF-8"``, ``"kaz"``, ``"Kazakh"``, ``"қазақша"``, in any case.

    Returns:
        One of :data:`LANGUAGES`.

    Raises:
        LanguageError: the toolkit has no such language; the message lists those it has.

    >>> [language_code(name) for name in ("zh-Hans", "kaz", "Kazakh", "ru_RU.UTF-8")]
    ['zh', 'kk', 'kk', 'ru']
    """
    key = unicodedata.normalize("NFKC", name).strip().casefold().partition(".")[0]
    key = re.sub(r"[\s_()-]+", "-", key).strip("-")
    code = _ALIASES.get(key)
    # A tag is a language plus subtags of script, region …: "kk-Cyrl-KZ". Traditional script and Latin Kazakh
    # are other ways to write, for which no part of this toolkit was made.
    if code is None and re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{2,8})+", key):
        language, *subtags = key.split("-")
        if language == "en" or not {"hant", "tw", "hk", "mo", "latn", "arab"} & set(subtags):
            code = _ALIASES.get(language)
    if code is None:
        raise LanguageError(f"unknown language {name!r}: use one of {_choices()}")
    return code


_SAMPLE = 20_000
"""Characters looked at: enough to be sure, and a book costs no more than an article."""

_NOISE = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\w+|[@#]\w+")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")

_SCRIPTS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "Latin": re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]"),
        "Cyrillic": re.compile("[\u0400-\u052f]"),
        "Han": re.compile("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002ffff]"),
        "Kana": re.compile("[\u3041-\u30fa\u30fd-\u30ff]"),
        "Hangul": re.compile("[\uac00-\ud7af\u1100-\u11ff]"),
        "Arabic": re.compile("[\u0600-\u06ff\u0750-\u077f]"),
        "Hebrew": re.compile("[\u05d0-\u05ea]"),
        "Greek": re.compile("[\u0370-\u03ff]"),
        "Devanagari": re.compile("[\u0900-\u097f]"),
        "Georgian": re.compile("[\u10a0-\u10ff]"),
        "Armenian": re.compile("[\u0531-\u0587]"),
        "Thai": re.compile("[\u0e00-\u0e7f]"),
    }
)
# One Han character says about as much as three letters of an alphabet.
_WEIGHT: Mapping[str, int] = MappingProxyType({"Han": 3, "Kana": 3, "Hangul": 3})

_KAZAKH_LETTER = re.compile("[әғқңөұүһі]")
# In both alphabets, and in words that neither Russian nor Kazakh has without a reason.
_FOREIGN_CYRILLIC = re.compile("[ўїєґјљњћђџѓѕќҷӣӯҳҙҫҡҗҥӑӗӱҕҭҩ]")
_RUSSIAN_WORDS = _words(
    "и в во на не с со что как по для из от до к ко о об за при или но а это этот его её их он она они мы вы "
    "же у был была были быть бы также после который которые которая только чтобы между если ещё уже"
)
_ENGLISH_WORDS = _words(
    "the of and to that with for by from his her their has have had which were will would this these they "
    "are been but not than its said when who after about"
)

# ISO 639 codes as py3langid gives them; only those worth a name in a message.
_OTHER_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "az": "Azerbaijani", "ba": "Bashkir", "be": "Belarusian", "bg": "Bulgarian", "cs": "Czech",
        "da": "Danish", "de": "German", "es": "Spanish", "fi": "Finnish", "fr": "French", "hu": "Hungarian",
        "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ko": "Korean", "ky": "Kyrgyz",
        "mk": "Macedonian", "mn": "Mongolian", "nl": "Dutch", "no": "Norwegian", "pl": "Polish",
        "pt": "Portuguese", "ro": "Romanian", "sr": "Serbian", "sv": "Swedish", "tg": "Tajik", "tr": "Turkish",
        "tt": "Tatar", "uk": "Ukrainian", "uz": "Uzbek", "vi": "Vietnamese",
    }
)  # fmt: skip


@cache
def _classifier() -> Any:
    """py3langid with all its languages (Lui and Baldwin 2012).

    It takes half a second and 60 MB to load, so it is only loaded when letters and words do not decide.
    """
    langid = import_module("py3langid.langid")
    return langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)


def _fail(what: str) -> LanguageError:
    return LanguageError(f"{what}: use a text in one of {_choices()}, or name the language")


def detect_language(text: str) -> str:
    """The language of a text: ``"en"``, ``"kk"``, ``"ru"`` or ``"zh"``.

    Script, letters and function words decide where they can: nearly always from a dozen words on, within a
    millisecond. For short or odd text py3langid decides between Kazakh and Russian and knows other languages.
    Of 1,500 sentences a language none was wrong; of their first three words alone, 1.5 % in Kazakh and 0.7 %
    in Russian (py3langid limited to the four languages: 2.0 % and 0.5 %; letters alone: 5.4 % and 0.2 %).

    Raises:
        LanguageError: there are no letters, or the text is in another language.

    >>> detect_language("Ministers Agree to Trim Rail Tariffs")
    'en'
    >>> detect_language("Министрлер теміржол тарифін төмендетуге келісті")
    'kk'
    """
    sample = unicodedata.normalize("NFC", _NOISE.sub(" ", text[:_SAMPLE]))
    counts = {script: len(pattern.findall(sample)) for script, pattern in _SCRIPTS.items()}
    weights = {script: count * _WEIGHT.get(script, 1) for script, count in counts.items()}
    if not any(weights.values()):
        raise _fail("cannot tell the language of a text without words")
    if counts["Kana"] * 10 > counts["Kana"] + counts["Han"]:
        weights["Kana"] += weights.pop("Han")
    script = max(weights, key=lambda name: weights[name])
    words = [word.casefold() for word in _WORD.findall(sample)]
    if script == "Han":
        return "zh"
    if script == "Cyrillic":
        return _kazakh_or_russian(sample.casefold(), words, counts["Cyrillic"])
    if script == "Latin":
        return _english(sample, words)
    other = {"Kana": "Japanese", "Hangul": "Korean"}.get(script, f"the {script} script")
    raise _fail(f"the text seems to be in {other}")


def _kazakh_or_russian(sample: str, words: list[str], letters: int) -> str:
    kazakh = len(_KAZAKH_LETTER.findall(sample))
    foreign = len(_FOREIGN_CYRILLIC.findall(sample))
    russian = sum(word in _RUSSIAN_WORDS for word in words)
    if (
        not foreign
        and len(words) >= 4
        and kazakh * 12 > letters
        and "і" in sample
        and re.search("[қғұ]", sample)
    ):
        return "kk"
    if foreign * 100 <= letters and len(words) >= 8:
        if kazakh * 50 < letters and russian * 10 >= len(words) and re.search("[ыэ]", sample):
            return "ru"
        if kazakh * 12 > letters and russian * 20 < len(words) and sample.count("і") * 50 > letters:
            return "kk"
    ranking = _classifier().rank(sample)
    best, sure = ranking[0]
    if best not in ("kk", "ru") and (foreign or (sure > 0.8 and len(words) >= 4)):
        raise _fail(f"the text seems to be in {_OTHER_NAMES.get(best, 'another language')}")
    if kazakh and not russian:
        return "kk"
    return next(str(code) for code, _ in ranking if code in ("kk", "ru"))


def _english(sample: str, words: list[str]) -> str:
    found = [word for word in words if word in _ENGLISH_WORDS]
    if len(found) * 8 >= len(words) and len(set(found)) >= 3 and {"the", "and"} & set(found):
        return "en"
    best, sure = _classifier().classify(sample)
    if best != "en" and ((sure > 0.6 and len(words) >= 4) or (not found and len(words) >= 8)):
        raise _fail(f"the text seems to be in {_OTHER_NAMES.get(best, 'another language')}")
    return "en"
