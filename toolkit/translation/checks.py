"""What a translation model is known to do wrong, found in its output.

Each check is a pure function of source, target and language; :func:`check` runs them all. The weights order
candidates: a lost number is worse than a strange length.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from toolkit.glossary import Match, find_forbidden, find_target
from toolkit.translation.loops import find_repeat
from toolkit.translation.names import Name, resembles
from toolkit.translation.numbers import compare_numbers
from toolkit.translation.protect import Protected

__all__ = ["WEIGHTS", "Issue", "IssueKind", "check", "check_placeholders", "penalty"]

IssueKind = Literal[
    "empty", "placeholder", "term", "number", "number-added", "script", "untranslated", "loop", "length", "name",
    "forbidden",
]  # fmt: skip
WEIGHTS: dict[IssueKind, float] = {
    "empty": 100, "placeholder": 12, "term": 20, "number": 15, "number-added": 10, "script": 12, "untranslated": 8,
    "loop": 10, "length": 7, "name": 4, "forbidden": 15,
}  # fmt: skip

_AS_YEAR = re.compile(r"⟦\s*(\d+)\s*⟧(?:\s*⟨\w*⟩)?\s*(?:жыл|год|年(?!轻|度|来))")
_KAZAKH = re.compile("[әғқңөұүһіӘҒҚҢӨҰҮҺІ]")
_LATIN_WORD = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏ][A-Za-zÀ-ÖØ-öø-ɏ0-9'’.-]*")
# medians and spreads of target length / source length (characters) in the training corpus, by source length n:
# ratio ≈ base + slope / n, and 99 % lie within ± spread / √n of it in the logarithm
_LENGTH = {"kk": (0.97, 5.2, 3.9), "ru": (1.0, 3.5, 3.9), "zh": (0.283, 1.9, 4.9)}


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing wrong with a translation.

    Attributes:
        kind: see :data:`WEIGHTS`.
        detail: what exactly, as a reader would be told.
    """

    kind: IssueKind
    detail: str


def penalty(issues: Iterable[Issue]) -> float:
    """How bad a candidate is: 0 is without issues."""
    return sum(WEIGHTS[issue.kind] for issue in issues)


def check(
    source: str,
    target: str,
    language: str,
    *,
    matches: Sequence[Match] = (),
    names: Sequence[Name] = (),
    allowed: Iterable[str] = (),
) -> tuple[Issue, ...]:
    """All issues of a translation.

    Args:
        source, target: the segment and its translation, as the reader sees them.
        language: of the target.
        matches: the glossary's terms in the source: each must stand in the target in some form.
        names: other names in the source: each should be recognisable in the target.
        allowed: Latin words that may stand in the target.
    """
    if not target.strip():
        return (Issue("empty", "the translation is empty"),) if source.strip() else ()
    issues: list[Issue] = []
    difference = compare_numbers(source, target, language)
    issues += [Issue("number", f"number lost: {q.surface}") for q in difference.missing]
    issues += [Issue("number-added", f"number not in the source: {value}") for value in difference.added]
    issues += [Issue("number", f"changed by and changed to confused: {q.surface}") for q in difference.turned]
    issues += _terms(target, language, matches)
    issues += [
        Issue("name", f"name not recognised: {n.text}")
        for n in names
        if not resembles(n.text, target, language)
    ]
    issues += _scripts(source, target, language, set(allowed))
    if repeated := find_repeat(source, target, language):
        issues.append(Issue("loop", f"said twice: {repeated}"))
    issues += _length(source, target, language)
    return tuple(issues)


def check_placeholders(protected: Protected, hypothesis: str) -> tuple[Issue, ...]:
    """Placeholders lost, doubled or invented by the model."""
    found = [int(i) for i in re.findall(r"⟦\s*(\d+)\s*⟧", hypothesis)]
    wrong = [slot.surface for i, slot in enumerate(protected.slots) if found.count(i) != 1]
    issues = [Issue("placeholder", f"placeholder lost or doubled: {surface}") for surface in wrong]
    for match in _AS_YEAR.finditer(hypothesis):
        index = int(match[1])
        if index < len(protected.slots) and protected.slots[index].kind != "number":
            issues.append(Issue("placeholder", f"taken for a year: {protected.slots[index].surface}"))
    if any(i >= len(protected.slots) for i in found):
        issues.append(Issue("placeholder", "placeholder invented"))
    return tuple(issues)


def _terms(target: str, language: str, matches: Sequence[Match]) -> list[Issue]:
    issues = []
    folded = target.casefold()
    for match in matches:
        term = match.term
        if term.do_not_translate or language not in term.targets:
            if match.surface.casefold().removesuffix("'s").removesuffix("’s") not in folded:
                issues.append(Issue("term", f"term lost: {match.surface}"))
            continue
        wanted = term.targets[language]
        if match.form == "full+abbreviation":  # the abbreviation in its parentheses is not the term
            wanted = replace(wanted, abbreviation=None)
        if not find_target(wanted, language, target) and not _as_adjective(match, language, target):
            issues.append(Issue("term", f"term missing: {match.surface} → {wanted.text}"))
        issues += [
            Issue("forbidden", f"forbidden rendering: {f.surface}")
            for f in find_forbidden(term, language, target)
        ]
    return issues


def _as_adjective(match: Match, language: str, target: str) -> bool:
    """«Бакулік географ»: Kazakh makes an adjective of a place's name, and the term is in it."""
    if language != "kk" or match.term.kind != "place":
        return False
    name = re.escape(match.term.targets[language].text)
    return re.search(rf"(?<![\w-]){name}[лдт][ыі][қк]", target, re.IGNORECASE) is not None


def _script(char: str) -> str:
    name = unicodedata.name(char, "")
    return name.split(" ", 1)[0]


def _scripts(source: str, target: str, language: str, allowed: set[str]) -> list[Issue]:
    issues: list[Issue] = []
    words = {w.casefold() for w in re.findall(r"[\w'’.-]+", source)}
    for word in (m[0].rstrip(".'’-") for m in _LATIN_WORD.finditer(target)):
        if word in allowed or len(word) < 2:
            continue
        kept = word.casefold() in words and (not word[1:].islower() or not word[0].islower())
        if not kept or word.islower():
            issues.append(Issue("untranslated", f"not translated: {word}"))
        elif word[1:].islower() and not re.search(r"\d", word):
            issues.append(Issue("name", f"left in Latin letters: {word}"))
    scripts = {_script(c) for c in target if c.isalpha()}
    own = {"zh": {"CJK"}, "kk": {"CYRILLIC"}, "ru": {"CYRILLIC"}}.get(language, scripts)
    foreign = scripts - own - {"LATIN", "MICRO", "FEMININE", "MASCULINE", "GREEK"}
    if foreign:
        issues.append(Issue("script", f"letters of another script: {', '.join(sorted(foreign)).lower()}"))
    if language == "ru" and (letters := _KAZAKH.findall(target)):
        issues.append(Issue("script", f"Kazakh letters in Russian: {''.join(sorted(set(letters)))}"))
    if mixed := re.search(r"\b(?=\w*[A-Za-z])(?=\w*[А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі])[^\W\d_]+\b", target):
        issues.append(Issue("script", f"mixed alphabets in one word: {mixed[0]}"))
    return issues


def _length(source: str, target: str, language: str) -> list[Issue]:
    if language not in _LENGTH or len(source) < 12:
        return []
    base, slope, spread = _LENGTH[language]
    n = len(source)
    off = math.log(len(target) / n / (base + slope / n)) * math.sqrt(n) / spread
    if off < -1:
        return [Issue("length", "shorter than the source by so much that something may be left out")]
    if off > 1:
        return [Issue("length", "longer than the source by so much that something may be added")]
    return []
