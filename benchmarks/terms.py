"""How well fixed terms come through translation, per language and per way of enforcement.

    python -m benchmarks.terms                                  all languages, all ways, tables
    python -m benchmarks.terms --lang kk,ru --limit 60          a part, spread evenly over the set
    python -m benchmarks.terms --ways auto --failures           every term that is missing or in a wrong form
    python -m benchmarks.terms --json                           the same figures for programs
    python -m benchmarks.terms --update                         raise the floors of the quality gate

The set is described in :mod:`benchmarks.termset`. Measures:

- success: share of source terms whose expected target stands in the output (the terminology success rate of the
  WMT 2023 terminology task, Semenov et al. 2023): *exact* in a form that the sentence asks for, *lemma* in any form;
- inflection: share of exact among lemma;
- leaks: outputs with a placeholder or tag in them; doubled: terms that stand more often than in the source;
- warned: outputs that carry a warning; chrF: sacrebleu, against the reference translations.

Ways: ``auto`` (what the toolkit does), ``placeholder`` and ``alignment`` alone, ``none`` (no glossary). A sentence by
itself is translated with terms in the form of the source; texts with first mentions written out.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, Literal, cast, get_args

from benchmarks.termset import POSITIONS, Expected, Outcome, Sentence, digest, read_set, score, some
from toolkit.errors import OptionError
from toolkit.glossary import CASES, Case, Glossary, Term, case_of, find_target, surface_forms
from toolkit.languages import TARGETS, language_code
from toolkit.translation import Segment, TranslationSettings, Translator

__all__ = [
    "FLOORS",
    "GATE_SENTENCES",
    "WAYS",
    "Failure",
    "Result",
    "below",
    "gate_figures",
    "main",
    "measure",
    "translate",
    "update_floors",
]

Way = Literal["auto", "placeholder", "alignment", "none"]
WAYS: tuple[Way, ...] = get_args(Way)
FLOORS = Path(__file__).parent / "floors" / "terms.json"
GATE_SENTENCES = 72
"""Sentences of the quality gate: what two slow cores translate into three languages in well under a minute."""
SLACK = 2.0
"""Points by which a floor lies below the figure it was set from: decoding differs a little between processors."""
_LEAK = re.compile(r"[⟦⟧⟨⟩\ue000-\uefff\x00]|<r\d+>|<2\w\w>")


@dataclass(frozen=True, slots=True)
class Failure:
    """A term that did not come out as expected.

    Attributes:
        sentence: id in the set.
        source, surface, positions: the English sentence, the term in it, and where it stands.
        expected: acceptable forms.
        found: what stands in the output instead; empty if the term is missing.
        cause: ``missing`` (matched, but not in the output), ``unmatched`` (the matcher did not find it in the
            source), ``case`` (the model asked for another case), ``form`` (the case is right, the form is not).
        case: the case that was asked for, if known.
        way: how the term came into the output, if it did.
        output: the whole translation.
    """

    sentence: str
    source: str
    surface: str
    positions: tuple[str, ...]
    expected: tuple[str, ...]
    found: str
    cause: str
    case: str
    way: str
    output: str


@dataclass(frozen=True, slots=True)
class Result:
    """Figures of one language and way; shares in percent."""

    language: str
    way: str
    sentences: int
    terms: int
    exact: float
    lemma: float
    inflection: float
    leaks: int
    doubled: int
    warned: int
    chrf: float
    signature: str
    seconds: float
    positions: Mapping[str, tuple[int, int]]  # position → exact, lemma
    placed: Mapping[str, int]  # way of a term's placing → terms
    failures: tuple[Failure, ...]


@cache
def _glossary(way: Way) -> Glossary:
    return Glossary.empty() if way == "none" else Glossary.default()


@cache
def _term(surface: str) -> Term | None:
    """The entry of a surface in the set; None if the glossaries do not know it."""
    for match in Glossary.default().match(surface):
        if (match.start, match.end) == (0, len(surface)):
            return match.term
    return None


def translate(sentences: Sequence[Sentence], language: str, way: Way) -> tuple[Segment, ...]:
    """Translate the set: decoded in one batch, composed text by text."""
    force: Literal["auto", "placeholder", "alignment"] = "auto" if way == "none" else way
    glossary = _glossary(way)
    single = Translator(
        language, glossary=glossary, settings=TranslationSettings(enforcement=force, first_mention=False)
    )
    texts = Translator(language, glossary=glossary, settings=TranslationSettings(enforcement=force))
    drafts = dict(zip((s.id for s in sentences), single.draft([s.source for s in sentences]), strict=True))
    done: list[Segment] = []
    for text, group in groupby(sentences, key=lambda s: s.text or s.id):
        members = list(group)
        translator = texts if members[0].text == text else single
        done += translator.compose([drafts[s.id] for s in members])
    return tuple(done)


def measure(sentences: Sequence[Sentence], language: str, way: Way) -> Result:
    """Translate the set in one way and score it."""
    started = time.perf_counter()
    segments = translate(sentences, language, way)
    seconds = time.perf_counter() - started
    outcomes: list[tuple[Expected, Outcome]] = []
    failures: list[Failure] = []
    doubled = 0
    for sentence, segment in zip(sentences, segments, strict=True):
        output = segment.target.replace("\u00a0", " ").replace("\u202f", " ")
        scored = score(sentence, output, language, _variants(sentence, language))
        outcomes += zip(sentence.terms, scored, strict=True)
        doubled += _doubled(sentence, output, language)
        failures += [
            _failure(sentence, term, outcome, segment, language, way)
            for term, outcome in zip(sentence.terms, scored, strict=True)
            if not outcome.exact
        ]
    exact = sum(o.exact for _, o in outcomes)
    lemma = sum(o.lemma for _, o in outcomes)
    chrf, signature = _chrf([s.target for s in segments], [s.references[language] for s in sentences])
    return Result(
        language=language,
        way=way,
        sentences=len(sentences),
        terms=len(outcomes),
        exact=_percent(exact, len(outcomes)),
        lemma=_percent(lemma, len(outcomes)),
        inflection=_percent(exact, lemma),
        leaks=sum(bool(_LEAK.search(s.target)) for s in segments),
        doubled=doubled,
        warned=sum(bool(s.warnings) for s in segments),
        chrf=chrf,
        signature=signature,
        seconds=round(seconds, 1),
        positions={
            name: (
                sum(o.exact for t, o in outcomes if name in t.positions),
                sum(o.lemma for t, o in outcomes if name in t.positions),
            )
            for name in POSITIONS
        },
        placed=dict(Counter(use.way for segment in segments for use in segment.terms)),
        failures=tuple(failures),
    )


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 2) if whole else 0.0


def _chrf(outputs: Sequence[str], references: Sequence[str]) -> tuple[float, str]:
    from sacrebleu.metrics import CHRF  # type: ignore[attr-defined]

    metric = CHRF()
    value = round(metric.corpus_score(list(outputs), [list(references)]).score, 2)
    return value, str(metric.get_signature())


def _variants(sentence: Sentence, language: str) -> dict[int, Sequence[str]]:
    found: dict[int, Sequence[str]] = {}
    for n, expected in enumerate(sentence.terms):
        if (term := _term(expected.surface)) is not None:
            found[n] = tuple(surface_forms(term.targets[language], language))
    return found


def _doubled(sentence: Sentence, output: str, language: str) -> int:
    """Terms in the output beyond those in the source; only for terms that are not part of another one there."""
    terms = {t.id: t for e in sentence.terms if (t := _term(e.surface)) is not None}
    counts = Counter(t.id for e in sentence.terms if (t := _term(e.surface)) is not None)
    return sum(
        len(find_target(term.targets[language], language, output)) > counts[term.id]
        for term in terms.values()
        if not any(_within(term, other, language) for other in terms.values() if other is not term)
        and not any("first" in e.positions for e in sentence.terms)
    )


def _within(term: Term, other: Term, language: str) -> bool:
    stem = term.targets[language].text[:5]
    return stem in other.targets[language].text


def _failure(
    sentence: Sentence, expected: Expected, outcome: Outcome, segment: Segment, language: str, way: Way
) -> Failure:
    forms = expected.forms[language]
    use = next((u for u in segment.terms if u.source_start == expected.start), None)
    term = _term(expected.surface)
    cause = "missing"
    if outcome.lemma:
        right = {case_of(term.targets[language], language, form) for form in forms} if term else set()
        cause = "form" if use is not None and use.case in right else "case"
    elif way != "none" and not any(
        m.start == expected.start and m.term == term for m in _glossary(way).match(sentence.source)
    ):
        cause = "unmatched"
    case: Case | str = use.case if use is not None and use.case in CASES else ""
    return Failure(
        sentence.id, sentence.source, expected.surface, expected.positions, forms, outcome.found, cause, case,
        use.way if use is not None else "", segment.target,
    )  # fmt: skip


# --- the quality gate


def gate_figures(results: Iterable[Result]) -> dict[str, float]:
    """What the floors are about: success and inflection of what the toolkit does, by language."""
    return {
        f"{r.language}.{name}": getattr(r, name)
        for r in results
        if r.way == "auto"
        for name in ("lemma", "exact", "inflection")
    }


def below(figures: Mapping[str, float], floors: Mapping[str, float]) -> list[str]:
    """Figures under their floor, a line each.

    >>> below({"kk.lemma": 98.0}, {"kk.lemma": 99.0})
    ['kk.lemma is 98.0, the floor is 99.0']
    """
    return [
        f"{name} is {figures[name]}, the floor is {floor}"
        for name, floor in floors.items()
        if name in figures and figures[name] < floor
    ]


def update_floors(figures: Mapping[str, float], set_digest: str, path: Path = FLOORS) -> dict[str, float]:
    """Raise the floors to the figures less the slack; a floor never falls while the set is the same.

    Raises:
        OptionError: a figure is below its floor.
    """
    old: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    floors: dict[str, float] = dict(old.get("floors", {})) if old.get("set") == set_digest else {}
    if failed := below(figures, floors):
        raise OptionError("floors are never lowered: " + "; ".join(failed))
    raised = {
        name: max(floors.get(name, 0.0), round(max(0.0, value - SLACK), 2)) for name, value in figures.items()
    }
    table = {"set": set_digest, "sentences": GATE_SENTENCES, "floors": {**floors, **raised}}
    path.write_text(json.dumps(table, indent=2) + "\n", encoding="utf-8")
    return raised


# --- tables


def _print(results: Sequence[Result]) -> None:
    first = results[0]
    print(f"{first.sentences} sentences, {first.terms} terms; chrF: {first.signature}\n")
    print(
        "| language | way | exact % | lemma % | inflection % | leaks | doubled | warned | chrF | seconds |\n"
        "|---|---|---|---|---|---|---|---|---|---|"
    )
    for r in results:
        print(
            f"| {r.language} | {r.way} | {r.exact:.1f} | {r.lemma:.1f} | {r.inflection:.1f} | {r.leaks} "
            f"| {r.doubled} | {r.warned} | {r.chrf:.1f} | {r.seconds:.0f} |"
        )
    shown = [r for r in results if r.way != "none" and r.language != "zh"]
    if shown:
        print("\nInflection by position, %:\n")
        print("| language | way | " + " | ".join(POSITIONS) + " |\n" + "|---" * (2 + len(POSITIONS)) + "|")
        for r in shown:
            cells = [
                f"{_percent(*r.positions[name]):.0f}" if r.positions[name][1] else "–" for name in POSITIONS
            ]
            print(f"| {r.language} | {r.way} | " + " | ".join(cells) + " |")


def _print_failures(results: Sequence[Result]) -> None:
    for r in results:
        for cause in ("unmatched", "missing", "form", "case"):
            some_ = [f for f in r.failures if f.cause == cause]
            if some_:
                print(f"\n{r.language}, {r.way}: {cause} ({len(some_)})")
            for f in some_:
                print(
                    f"  {f.sentence} {'+'.join(f.positions)} {f.surface}: {f.found or '–'} "
                    f"[{f.case} {f.way}] ≠ {' | '.join(f.expected)}\n      {f.source}\n      {f.output}"
                )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables; see the text of the module."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.terms", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--lang", default=",".join(TARGETS), help="languages, separated by commas")
    parser.add_argument("--ways", default=",".join(WAYS), help=f"ways of enforcement: {', '.join(WAYS)}")
    parser.add_argument("--limit", type=int, help="about so many sentences, spread evenly over the set")
    parser.add_argument("--failures", action="store_true", help="list the terms that failed")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument(
        "--update", action="store_true", help="raise the floors of the gate; never lowers one"
    )
    options = parser.parse_args(arguments)
    ways = [name.strip() for name in options.ways.split(",")]
    if unknown := [name for name in ways if name not in WAYS]:
        parser.error(f"no such way: {', '.join(unknown)}; there are {', '.join(WAYS)}")
    if options.limit is not None and options.limit < 1:
        parser.error("--limit must be 1 or more")
    languages = [language_code(name.strip()) for name in options.lang.split(",")]
    if options.update:
        sentences = some(read_set(), GATE_SENTENCES)
        figures = gate_figures(measure(sentences, language, "auto") for language in TARGETS)
        try:
            print(json.dumps(update_floors(figures, digest()), indent=2))
        except OptionError as error:
            print(error, file=sys.stderr)
            return 1
        return 0
    sentences = some(read_set(), options.limit)
    results = [measure(sentences, language, way) for language in languages for way in cast("list[Way]", ways)]
    if options.json:
        print(json.dumps([asdict(r) for r in results], ensure_ascii=False, indent=1))
        return 0
    _print(results)
    if options.failures:
        _print_failures(results)
    return 0


if __name__ == "__main__":
    sys.exit(main())
