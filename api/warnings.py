"""What the library's warnings are about, so that programs and the page need not read English.

The library says each warning in one English line that begins with fixed words (``toolkit.translation.checks``); what
follows the colon is the number, term, name or word that it is about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

__all__ = ["KINDS", "kind_of", "with_kinds"]

KINDS: Mapping[str, str] = {
    "number lost: ": "number-lost",
    "number not in the source: ": "number-added",
    "changed by and changed to confused: ": "number-turned",
    "term missing: ": "term-missing",
    "term lost: ": "term-lost",
    "forbidden rendering: ": "forbidden",
    "name not recognised: ": "name",
    "left in Latin letters: ": "latin",
    "not translated: ": "untranslated",
    "said twice: ": "loop",
    "placeholder lost or doubled: ": "placeholder",
    "taken for a year: ": "year",
    "placeholder invented": "invented",
    "letters of another script: ": "script",
    "Kazakh letters in Russian: ": "kazakh-letters",
    "mixed alphabets in one word: ": "mixed",
    "shorter than the source": "shorter",
    "longer than the source": "longer",
    "the translation is empty": "empty",
    "the text is too short to summarise": "whole",
    "no sentence is short enough": "too-long",
    "the sentences of this text do not fit": "nearest",
    "to keep the length asked for": "leaning",
}
"""First words of a warning → its kind."""


def kind_of(line: str) -> dict[str, str]:
    """Kind, and what the warning is about (empty where it is about the whole sentence).

    >>> kind_of("number lost: 25")
    {'kind': 'number-lost', 'subject': '25', 'detail': 'number lost: 25'}
    """
    for words, kind in KINDS.items():
        if line.startswith(words):
            subject = line.removeprefix(words) if words.endswith(": ") else ""
            return {"kind": kind, "subject": subject, "detail": line}
    return {"kind": "other", "subject": line, "detail": line}


def with_kinds(values: Mapping[str, Any]) -> dict[str, Any]:
    """An abstract or translation, as JSON values, with ``issues`` beside ``warnings``, in it and its segments."""
    return {
        **values,
        "issues": _issues(values["warnings"]),
        "segments": [{**s, "issues": _issues(s["warnings"])} for s in values["segments"]],
    }


def _issues(lines: Iterable[str]) -> list[dict[str, str]]:
    return [kind_of(line) for line in lines]
