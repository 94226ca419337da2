"""Training variants in which terms, names and numbers are placeholders on both sides.

``the SCO summit`` and «ШЫҰ-ның саммиті» become ``the ⟦0⟧ summit`` and ``⟦0⟧⟨gen⟩ саммиті``. In Kazakh and Russian
a case tag follows a placeholder that stands for a term or a name, read off the inflected form that stood there;
numbers carry none, Chinese has none. Placeholders are numbered in the order of the English side.
"""

from __future__ import annotations

import functools
import random
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training.names import (
    Place,
    certain_case,
    disambiguate,
    english_hint,
    find_chinese,
    find_kazakh,
    find_russian,
    is_transcription,
    name_candidates,
    subnames,
)  # fmt: skip
from training.quantities import Quantity, english_quantities, target_quantities

__all__ = ["CASES", "MAX_PLACEHOLDERS", "TARGETS", "Candidate", "Finder", "find_term", "read_terms", "swap"]

TARGETS = ("kk", "ru", "zh")
CASES = ("nom", "gen", "dat", "acc", "loc", "abl", "ins", "pos")
MAX_PLACEHOLDERS = 8

# Kazakh case suffixes after a plain stem and after a stem that already ends in a third-person possessive
_PLAIN = {
    "gen": "ның|нің|дың|дің|тың|тің", "dat": "ға|ге|қа|ке", "acc": "ны|ні|ды|ді|ты|ті", "loc": "да|де|та|те",
    "abl": "дан|ден|тан|тен|нан|нен", "ins": "мен|бен|пен", "pos": "дағы|дегі|тағы|тегі",
}  # fmt: skip
_POSSESSIVE = {
    "gen": "ның|нің", "dat": "на|не", "acc": "н", "loc": "нда|нде", "abl": "нан|нен", "ins": "мен",
    "pos": "ндағы|ндегі",
}  # fmt: skip
_WORD = "А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІіA-Za-z"
_RUSSIAN = {"nom": "nomn", "gen": "gent", "dat": "datv", "acc": "accs", "ins": "ablt", "loc": "loct"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something of an English sentence that can be swapped out, and where it stands in each language.

    Attributes:
        start, end: offsets in the English sentence.
        kind: ``term``, ``name`` or ``number``.
        places: language to place.
    """

    start: int
    end: int
    kind: str
    places: Mapping[str, Place]


def read_terms(path: Path) -> list[tuple[str, str, str, str]]:
    """Read a term list: English, Kazakh, Russian, Chinese, TAB between, no header."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [(r[0], r[1], r[2], r[3]) for r in rows if len(r) == 4]


@functools.cache
def _kazakh_pattern(term: str) -> re.Pattern[str]:
    izafet = re.search(r"(?:ы|і|сы|сі)$", term) and " " in term and not term.isupper()
    table = _POSSESSIVE if izafet else _PLAIN
    suffixes = "|".join(f"(?P<{case}>{forms})" for case, forms in table.items())
    hyphen = "-" if term.isupper() and len(term) < 7 else ""
    return re.compile(rf"(?<![{_WORD}«-]){re.escape(term)}(?:{hyphen}(?:{suffixes}))?(?![{_WORD}-])")


@functools.cache
def _morph() -> Any:
    import pymorphy3

    return pymorphy3.MorphAnalyzer()


def _shape(word: str, like: str) -> str:
    if not like[:1].isupper():
        return word
    pairs = zip(word.split("-"), like.split("-"), strict=False)
    return "-".join(a[:1].upper() + a[1:] if b[:1].isupper() else a for a, b in pairs)


@functools.cache
def _russian_forms(term: str) -> Mapping[str, frozenset[str]]:
    """Form to cases: the head noun and the adjectives before it inflect, all after it stays."""
    if term.isupper() or re.fullmatch(r"«.*»", term):
        return {term: frozenset(("nom",))} if " " not in term or term.startswith("«") else {}
    words = term.split(" ")
    parses: list[Any] = []
    for word in words:
        readings = [
            p
            for p in _morph().parse(word.strip("«»"))
            if "nomn" in p.tag and p.tag.POS in ("NOUN", "ADJF", "PRTF")
        ]
        if not readings:
            return {}
        named = [p for p in readings if "Geox" in p.tag or "Name" in p.tag or "Surn" in p.tag]
        parses.append((named or readings)[0])
        if parses[-1].tag.POS == "NOUN":
            break
    else:
        return {}
    head = len(parses) - 1
    person = head == 0 and len(words) > 1 and "Name" in parses[0].tag and all(w[:1].isupper() for w in words)
    forms: dict[str, set[str]] = {}
    for case, grammeme in _RUSSIAN.items():
        out: list[str] = []
        for word, parse in zip(words, parses, strict=False):
            grammemes = {grammeme, "plur"} if "plur" in parse.tag else {grammeme}
            inflected = parse if "Fixd" in parse.tag else parse.inflect(grammemes)
            if inflected is None:
                return {}
            out.append(_shape(inflected.word, word))
        for word in words[head + 1 :]:
            surname = (
                next((p for p in _morph().parse(word) if "Surn" in p.tag and "nomn" in p.tag), None)
                if person
                else None
            )
            inflected = surname.inflect({grammeme}) if surname else None
            out.append(word if inflected is None else inflected.word.capitalize())
        forms.setdefault(" ".join(out).replace("ё", "е"), set()).add(case)
    return {form: frozenset(cases) for form, cases in forms.items()}


def find_term(language: str, term: str, text: str, hint: str | None = None) -> Place | None:
    """First place of a term in a target sentence, with the case of the form; None when the case is not certain.

    ``hint``: see :func:`training.names.find_russian`.

    >>> find_term("kk", "ШЫҰ", "Бұл ШЫҰ-ның саммиті.")
    Place(start=4, end=11, case='gen')
    >>> find_term("ru", "Казахстан", "Экономика Казахстана растет.").case
    'gen'
    """
    if language == "zh":
        at = text.find(term)
        return Place(at, at + len(term)) if at >= 0 else None
    if language == "kk":
        match = _kazakh_pattern(term).search(text)
        if not match:
            return None
        return Place(*match.span(), next((case for case, form in match.groupdict().items() if form), "nom"))
    frozen = term.isupper() or term.startswith("«")
    for form, cases in sorted(_russian_forms(term).items(), key=lambda x: -len(x[0])):
        if match := re.search(rf"(?<![{_WORD}-]){re.escape(form)}(?![{_WORD}-])", text):
            before = text[: match.start()]
            case = certain_case(before) if frozen else disambiguate(cases, before, hint=hint)
            return Place(*match.span(), case) if case else None
    return None


class Finder:
    """Finds what can be swapped out in the lines of the parallel corpus.

    Args:
        terms: rows of :func:`read_terms`.
        common: words that are no names, from :func:`training.names.common_words`.
        names: look for names that stand in no list.
        quantities: look for numbers with separators, million and billion too, not only plain ones.
    """

    def __init__(
        self,
        terms: Sequence[tuple[str, str, str, str]],
        common: Collection[str] = (),
        *,
        names: bool = True,
        quantities: bool = True,
    ) -> None:
        self._terms: dict[str, list[tuple[str, str, str, str]]] = {}
        for term in terms:
            self._terms.setdefault(term[0], []).append(term)
        words = "|".join(map(re.escape, sorted(self._terms, key=len, reverse=True)))
        self._pattern = re.compile(rf"(?<![\w-])(?:{words})(?![\w-])" if words else "(?!)")
        self._common, self._names, self._quantities = common, names, quantities
        self._chinese: dict[str, str] = {}

    def learn(self, rows: Iterable[Sequence[str]]) -> Mapping[str, str]:
        """Learn Chinese forms of names from the rows where they are certain, for the rows where they are not.

        A form is kept when it was found twice or more and at least four times in five. → English to Chinese.
        """
        seen: dict[str, Counter[str]] = {}
        for row in rows:
            for candidate in self.candidates(row):
                if candidate.kind == "name" and (place := candidate.places.get("zh")):
                    english, chinese = (
                        row[0][candidate.start : candidate.end],
                        row[3][place.start : place.end],
                    )
                    seen.setdefault(english, Counter())[chinese] += 1
                    parts = list(zip(english.split(" "), chinese.split("·"), strict=False))
                    if "·" in chinese and english.count(" ") == chinese.count("·"):
                        for word, part in parts:
                            seen.setdefault(word, Counter())[part] += 1
        for english, forms in seen.items():
            form, count = forms.most_common(1)[0]
            if count >= 2 and count >= 0.8 * forms.total() and len(form) >= 2:
                self._chinese[english] = form
        return dict(self._chinese)

    def _learnt_place(self, name: str, text: str) -> Place | None:
        form = self._chinese.get(name)
        if form is None or text.count(form) != 1:
            return None
        start = text.index(form)
        end = start + len(form)
        inside = text[max(0, start - 1) : end + 1].replace(form, "")
        return None if "·" in inside or is_transcription(inside) else Place(start, end)

    def candidates(self, row: Sequence[str]) -> list[Candidate]:
        """What can be swapped out in a line (English, Kazakh, Russian, Chinese), in English order; may overlap."""
        terms = list(self._find_terms(row))
        names: list[Candidate] = []
        if self._names:
            names = list(self._find_names(row, [(c.start, c.end) for c in terms]))
            # "Sadyr Japarov" is one name although "Japarov" is in the list
            terms = [t for t in terms if not any(n.start <= t.start and t.end <= n.end for n in names)]
        return sorted([*terms, *names, *self._find_numbers(row)], key=lambda c: (c.start, c.end))

    def _find_terms(self, row: Sequence[str]) -> Iterator[Candidate]:
        english = row[0]
        surfaces = [m[0] for m in self._pattern.finditer(english)]
        for match in self._pattern.finditer(english):
            if surfaces.count(match[0]) != 1:
                continue
            places: dict[str, Place] = {}
            hint = english_hint(english[: match.start()])
            for term in self._terms[match[0]]:
                for i, language in enumerate(TARGETS, 1):
                    if language not in places and (place := find_term(language, term[i], row[i], hint)):
                        places[language] = place
            if places:
                yield Candidate(match.start(), match.end(), "term", places)

    def _find_names(self, row: Sequence[str], taken: Sequence[tuple[int, int]]) -> Iterator[Candidate]:
        english = row[0]
        runs = name_candidates(english, self._common)
        for run in runs:
            done: list[tuple[int, int]] = []
            for start, end, words in subnames(run):
                if any(start < b and end > a for a, b in done) or english.count(words[-1]) != 1:
                    continue
                inside = [(a, b) for a, b in taken if start < b and end > a]
                if any((a, b) == (start, end) or a < start or b > end for a, b in inside):
                    done.append((start, end))  # the list has it, or has more
                    continue
                hint = english_hint(english[:start])
                kazakh, russian = find_kazakh(words, row[1]), find_russian(words, row[2], hint)
                places = {language: place for language, place in (("kk", kazakh), ("ru", russian)) if place}
                alone = len(runs) == 1 and len(run) == 1 and not taken
                if places:
                    chinese = find_chinese(words, row[3], alone=alone) or self._learnt_place(
                        " ".join(words), row[3]
                    )
                    if chinese:
                        places["zh"] = chinese
                if places:
                    done.append((start, end))
                    yield Candidate(start, end, "name", places)

    def _find_numbers(self, row: Sequence[str]) -> Iterator[Candidate]:
        sources = list(english_quantities(row[0]))
        if not self._quantities:
            sources = [q for q in sources if not q.scaled and "," not in row[0][q.start : q.end]]
        scaled_from = {q.start for q in sources if q.scaled}
        per_language = {
            language: list(target_quantities(row[i], language)) for i, language in enumerate(TARGETS, 1)
        }
        for quantity in sources:
            if sum(q.value == quantity.value for q in sources) != 1:
                continue
            places = {
                language: Place(place.start, place.end)
                for language, quantities in per_language.items()
                if (
                    place := _same_value(
                        quantity,
                        quantities,
                        bare=quantity.start in scaled_from and not quantity.scaled,
                        chinese=language == "zh",
                    )
                )
            }
            if places:
                yield Candidate(quantity.start, quantity.end, "number", places)


def _same_value(
    wanted: Quantity, quantities: Sequence[Quantity], *, bare: bool, chinese: bool
) -> Quantity | None:
    """The one target number of the same value. ``bare``: the 41 of "41 billion", whose scale word stays outside."""
    scaled = {q.start for q in quantities if q.scaled}
    same = [q for q in quantities if q.value == wanted.value]
    if len(same) != 1:
        return None
    inside = same[0].start in scaled and not same[0].scaled
    if bare:
        return same[0] if inside and not chinese else None
    return None if inside else same[0]


def swap(
    row: Sequence[str], language: str, candidates: Sequence[Candidate], rng: random.Random
) -> tuple[str, str] | None:
    """Replace a random choice of the candidates that a language has; None when there are none.

    >>> row = ["Trade with China rose 5 percent.", "", "", "对中国贸易增长5%。"]
    >>> found = Finder([("China", "Қытай", "Китай", "中国")]).candidates(row)
    >>> swap(row, "zh", found, random.Random(0))
    ('Trade with ⟦0⟧ rose ⟦1⟧ percent.', '对⟦0⟧贸易增长⟦1⟧%。')
    """
    chosen = [c for c in candidates if language in c.places]
    rng.shuffle(chosen)
    kept: list[tuple[Candidate, Place]] = []
    for candidate in chosen:
        place = candidate.places[language]
        clash = any(
            (candidate.start < c.end and candidate.end > c.start)
            or (place.start < p.end and place.end > p.start)
            for c, p in kept
        )
        if clash or (kept and rng.random() < 0.25):
            continue
        kept.append((candidate, place))
        if len(kept) == MAX_PLACEHOLDERS:
            break
    if not kept:
        return None
    kept.sort(key=lambda x: x[0].start)
    english, target = row[0], row[1 + TARGETS.index(language)]
    for i, (candidate, _) in reversed(list(enumerate(kept))):
        english = f"{english[: candidate.start]}⟦{i}⟧{english[candidate.end :]}"
    for i, (_, place) in sorted(enumerate(kept), key=lambda x: -x[1][1].start):
        tag = f"⟨{place.case}⟩" if place.case else ""
        target = f"{target[: place.start]}⟦{i}⟧{tag}{target[place.end :]}"
    return english, target
