"""The four languages: codes, names, aliases, and telling them apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

from toolkit.errors import LanguageError

__all__ = ["AUTONYMS", "LANGUAGES", "NAMES", "TARGETS", "detect_language", "language_code"]

LANGUAGES: tuple[str, ...] = ("en", "kk", "ru", "zh")
TARGETS: tuple[str, ...] = ("kk", "ru", "zh")
NAMES: Mapping[str, str] = MappingProxyType(
    {"en": "English", "kk": "Kazakh", "ru": "Russian", "zh": "Chinese"}
)
AUTONYMS: Mapping[str, str] = MappingProxyType(
    {"en": "English", "kk": "қазақ тілі", "ru": "русский", "zh": "中文"}
)

_ALIASES: Mapping[str, str] = MappingProxyType(
    {
        "en": "en", "eng": "en", "english": "en",
        "kk": "kk", "kaz": "kk", "kz": "kk", "kazakh": "kk", "қазақша": "kk", "қазақ": "kk", "қазақ тілі": "kk",
        "ru": "ru", "rus": "ru", "russian": "ru", "русский": "ru", "по-русски": "ru",
        "zh": "zh", "zho": "zh", "chi": "zh", "cmn": "zh", "cn": "zh", "chinese": "zh", "mandarin": "zh",
        "中文": "zh", "汉语": "zh", "简体中文": "zh", "chinese simplified": "zh",
    }
)  # fmt: skip


def language_code(name: str) -> str:
    """The code of a language given by code, tag or name."""
    key = unicodedata.normalize("NFC", name).strip().casefold().replace("_", "-")
    if key in _ALIASES:
        return _ALIASES[key]
    primary = key.split("-")[0]
    if primary in _ALIASES:
        return _ALIASES[primary]
    raise LanguageError(
        f"unknown language {name!r}: use one of " + ", ".join(f"{c} ({NAMES[c]})" for c in LANGUAGES)
    )


def detect_language(text: str) -> str:
    """The language of a text, by script and letters."""
    han = len(re.findall(r"[\u4e00-\u9fff]", text))
    cyrillic = len(re.findall(r"[\u0400-\u04ff]", text))
    latin = len(re.findall(r"[A-Za-z]", text))
    if not han + cyrillic + latin:
        raise LanguageError("cannot tell the language of this text: name it, one of en, kk, ru, zh")
    if han * 3 >= max(cyrillic, latin):
        return "zh"
    if cyrillic >= latin:
        return "kk" if len(re.findall("[әғқңөұүһіӘҒҚҢӨҰҮҺІ]", text)) * 50 > cyrillic else "ru"
    return "en"
