"""Cuts that are safe without understanding the sentence, each recorded as an edit.

Safe means: what is left is a sentence, and it says nothing that the whole did not. So no rule touches a number, a name
or a negation, and attributions ("…, officials said") always stay: without them a claim turns into a fact.
"""

from __future__ import annotations

import re

from toolkit.summary.discourse import outside_quotes, phrase_pattern, points_forward
from toolkit.summary.model import Edit

__all__ = ["cut_asides", "cut_connective", "soften_demonstrative"]

_NOT_AFTER_CUT = re.compile(r"(?:for|then|so|yet|if only|not|as|when it comes|то|так|чтобы|если бы)\b", re.I)
_DEMONSTRATIVE = re.compile(
    r"(This|That)\s(?!year|month|week|spring|summer|autumn|winter)[a-z]+\s(?:is|was)\s(?:the|an?|one)\b"
)
_PARENTHESIS = re.compile(r"\s\(([^()]*)\)")
_NEGATION = re.compile(
    r"\b(?:not|no|never|none|without|neither|nor|n['’]t|except|only|не|нет|без|ни|жоқ|емес)\b", re.I
)


def cut_connective(text: str, language: str) -> tuple[Edit, ...]:
    """Cut a connective in front ("However, the rest …" → "The rest …"), if what follows can begin a sentence.

    >>> cut_connective("However, the fee will rise.", "en")
    (Edit(start=0, end=10, replacement='T', rule='connective'),)
    """
    comma = phrase_pattern(language, "comma_cut").match(text)
    end = 0
    if comma and (comma_after := re.match(r"\s*[,，]\s*", text[comma.end() :])):
        end = comma.end() + comma_after.end()
    else:
        plain = phrase_pattern(language, "cut").match(text)
        if plain is None:
            return ()
        rest = re.match(r"\s*[,，]?\s*" if language == "zh" else r"(?:\s*,\s*|\s+)", text[plain.end() :])
        if rest is None:
            return ()
        end = plain.end() + rest.end()
    if end >= len(text) or not text[end].isalnum() or _NOT_AFTER_CUT.match(text[end:]):
        return ()
    return (Edit(0, end + 1, text[end].upper(), "connective"),)


def soften_demonstrative(text: str, language: str) -> tuple[Edit, ...]:
    """Say "the" for a "this" or "that" in front whose noun the sentence itself goes on to explain.

    Only where such a sentence may stand without the one before it (:func:`points_forward`).

    >>> soften_demonstrative("That bargain is the only rule of the Two Rivers School.", "en")
    (Edit(start=0, end=4, replacement='The', rule='demonstrative'),)
    >>> soften_demonstrative("This year is the driest since the Soviet Union fell.", "en")
    ()
    """
    match = _DEMONSTRATIVE.match(text) if language == "en" else None
    if match is None or not points_forward(text, language):
        return ()
    return (Edit(0, match.end(1), "The", "demonstrative"),)


def cut_asides(text: str, language: str) -> tuple[Edit, ...]:
    """Cut connectives between commas, and parentheses that hold neither name, number nor negation.

    >>> [(e.start, e.end, e.rule) for e in cut_asides("Officials, by contrast, talk of maps (and little else).", "en")]
    [(9, 23, 'inner-connective'), (36, 54, 'parenthesis')]
    """
    outside = outside_quotes(text)
    edits = []
    if language != "zh":
        body = phrase_pattern(language, "inner_cut").pattern
        for match in re.finditer(rf",\s(?:{body}),(?=\s[^\W\d_])", outside, re.I):
            edits.append(Edit(match.start(), match.end(), "", "inner-connective"))
        for match in _PARENTHESIS.finditer(outside):
            inner = match[1]
            plain = inner and inner == inner.casefold() and not re.search(r"[\d“«\"]", inner)
            if plain and not _NEGATION.search(inner) and len(inner.split()) > 1:
                edits.append(Edit(match.start(), match.end(), "", "parenthesis"))
    return tuple(sorted(edits, key=lambda edit: edit.start))
