"""Russian declension of terms: the head and the adjectives before it inflect, the rest is frozen (pymorphy3)."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from toolkit.glossary.term import Case

__all__ = ["inflect_phrase"]

_CASES = {
    "nom": "nomn",
    "gen": "gent",
    "dat": "datv",
    "acc": "accs",
    "ins": "ablt",
    "loc": "loct",
    "abl": "gent",
    "pos": "gent",
}


@cache
def _analyzer() -> Any:
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru")


def _like(form: str, word: str) -> str:
    if "ё" not in word.casefold():
        form = form.replace("ё", "е")
    if word.isupper() and len(word) > 1:
        return form.upper()
    parts, wanted = form.split("-"), word.split("-")
    if len(parts) == len(wanted):
        return "-".join(
            p[:1].upper() + p[1:] if w[:1].isupper() else p for p, w in zip(parts, wanted, strict=True)
        )
    return form[:1].upper() + form[1:] if word[:1].isupper() else form


def inflect_phrase(text: str, case: Case, *, head: str | None = None, plural: bool = False) -> str:
    """A term in a case.

    >>> inflect_phrase("Шанхайская организация сотрудничества", "ins")
    'Шанхайской организацией сотрудничества'
    """
    if (case == "nom" and not plural) or head == "-":
        return text
    words = list(re.finditer(r"[А-Яа-яЁё][А-Яа-яЁё-]*", text))
    quoted = [m.span() for m in re.finditer(r"«[^»]*»|\([^)]*\)|\"[^\"]*\"|“[^”]*”", text)]
    out: list[tuple[int, int, str]] = []
    pending: list[tuple[re.Match[str], Any]] = []
    for found in words:
        if any(a <= found.start() < b for a, b in quoted):
            continue
        word = found[0]
        parses = [p for p in _analyzer().parse(word) if "nomn" in p.tag or "Fixd" in p.tag]
        noun = next((p for p in parses if p.tag.POS == "NOUN" and ("Geox" in p.tag or "Name" in p.tag)), None)
        noun = noun or next((p for p in parses if p.tag.POS == "NOUN"), None)
        adjective = next((p for p in parses if p.tag.POS in ("ADJF", "PRTF")), None)
        if (word == head) or (
            head is None
            and noun is not None
            and not (adjective and parses.index(adjective) < parses.index(noun))
        ):
            if noun is None:
                break
            want = {_CASES[case]} | ({"plur"} if plural or "plur" in noun.tag else set())
            form = noun.inflect(want) if "Fixd" not in noun.tag else noun
            if form is None:
                break
            out.append((*found.span(), _like(form.word, word)))
            animacy = noun.tag.animacy or "inan"
            for before, parse in pending:
                grams = {_CASES[case], *({"plur"} if "plur" in want else {noun.tag.gender or "masc"})}
                if case == "acc" and ("plur" in want or noun.tag.gender == "masc"):
                    grams.add(animacy)
                agreed = parse.inflect(grams)
                if agreed is not None:
                    out.append((*before.span(), _like(agreed.word, before[0])))
            break
        if adjective is not None:
            pending.append((found, adjective))
    for start, end, form in sorted(out, reverse=True):
        text = text[:start] + form + text[end:]
    return text
