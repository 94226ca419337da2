"""The strings that requests may hold, as JSON Schema: languages, lengths, ids, letters.

A client can check a request against the document before it sends it. The service itself also understands languages in
any case and with other subtags (:func:`toolkit.languages.language_code`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from toolkit.glossary import COLUMNS

__all__ = [
    "CONTROL",
    "ENGLISH_PATTERN",
    "ENTRY",
    "GLOSSARY_ID",
    "LANGUAGE_NAMES",
    "LENGTH_PATTERN",
    "LETTER_PATTERN",
    "TARGET_PATTERN",
    "names_of",
]

LANGUAGE_NAMES: Mapping[str, tuple[str, ...]] = {
    "en": ("en", "eng", "en-GB", "en-US", "English"),
    "kk": ("kk", "kaz", "kk-KZ", "kk-Cyrl", "Kazakh", "қазақша"),
    "ru": ("ru", "rus", "ru-RU", "ru-KZ", "Russian", "русский"),
    "zh": ("zh", "zho", "chi", "cmn", "zh-CN", "zh-Hans", "zh-Hans-CN", "zh-SG", "Chinese", "中文"),
}
"""Code → the names of the language that the document lists, the code first."""

LENGTH_PATTERN = r"^(short|long|[1-9][0-9]{0,8}w?|([1-9][0-9]?|100)%)$"
"""What :meth:`toolkit.summary.Budget.parse` reads, without its freedoms of case and spaces."""

GLOSSARY_ID = r"^[a-z0-9][a-z0-9._-]{0,63}$"
"""Ids of shipped and stored glossaries."""

LETTER_PATTERN = "[A-Za-z\u00c0-\u024f\u0400-\u052f\u3400-\u4dbf\u4e00-\u9fff]"
"""A letter of one of the languages: without any, a text is no article."""

ENGLISH_PATTERN = "[A-Za-z0-9]"
"""A letter or digit that an English term has."""

# written out, for \s differs between engines of regular expressions
_SPACES = "\u0000-\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"

TARGET_PATTERN = f"[^{_SPACES}]"
"""Something to see."""

CONTROL = "[\u0000-\u001f\u007f]"
"""What no cell of a glossary may hold: it is a line of a table."""

_CELL = {"type": "string", "pattern": "^[^\u0000-\u001f\u007f]*$"}
_FULL = f"^[^\u0000-\u001f\u007f]*[^{_SPACES}\u007f][^\u0000-\u001f\u007f]*$"
_RENDERING = f"(kk|ru|zh):[^|\u0000-\u001f\u007f]*[^|{_SPACES}\u007f][^|\u0000-\u001f\u007f]*"

ENTRY: Mapping[str, Any] = {
    "type": "object",
    "required": ["en"],
    "additionalProperties": False,
    "properties": {
        **dict.fromkeys(COLUMNS, _CELL),
        "en": {"type": "string", "pattern": _FULL},
        "kk_harmony": {"type": "string", "enum": ["", "front", "back"]},
        "case_sensitive": {"type": "string", "enum": ["", "yes", "no", "y", "n", "1", "0", "true", "false"]},
        "forbidden": {"type": "string", "pattern": rf"^({_RENDERING}(\|{_RENDERING})*)?$"},
    },
    "dependentSchemas": {
        f"{code}_abbr": {
            "anyOf": [
                {"properties": {f"{code}_abbr": {"const": ""}}},
                {"required": [code], "properties": {code: {"pattern": _FULL}}},
            ]
        }
        for code in ("kk", "ru", "zh")
    },
}
"""A row of a glossary. Besides, ids differ, and a head stands in its term, which no schema can say."""


def names_of(codes: Iterable[str]) -> list[str]:
    """All listed names of these languages.

    >>> names_of(["kk"])[:2]
    ['kk', 'kaz']
    """
    return [name for code in codes for name in LANGUAGE_NAMES[code]]
