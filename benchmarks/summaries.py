"""How good the abstracts are, next to lead-k and to each method of sumy, at equal word budgets.

    python -m benchmarks.summaries                                    seeds against their reference abstracts
    python -m benchmarks.summaries --public FILE                      … and the blind half of a public set
    python -m benchmarks.summaries --public FILE --tune               search weights on the training half
    python -m benchmarks.summaries --translated                       … and translated, against references in kk, ru, zh
    python -m benchmarks.summaries --update                           raise the floors of the quality gate

The public set is a JSON-lines file of articles with reference extracts (keys ``id``, ``article``,
``summary``). It is halved by a hash of the id: weights are tuned on one half, the other is only ever
measured. The stock methods get what is best for them: our clean sentences (no title, no credit), sumy's own
stemmer and stop words, and their best sentences one after the other as long as they fit the budget.

ROUGE is that of the package rouge-score (F1, stemmed): with its own tokenizer for English, which knows no
other letters than a–z, and with ours for the rest (Chinese: single characters). Intervals are 95 %, from a
bootstrap over articles.

"In budget" is the share of those articles that have a choice of whole sentences and whole quotations within the
bounds at all. A text of 106 words has no abstract of 130.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import sys
import time
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from statistics import fmean
from typing import Any

from toolkit.article import Article, parse_article
from toolkit.languages import TARGETS
from toolkit.summary.budget import Budget, count_words
from toolkit.summary.centrality import SUMY_METHODS
from toolkit.summary.discourse import standings
from toolkit.summary.summarizer import Weights, default_weights, summarize
from toolkit.summary.words import content_words, stem, tokens

__all__ = ["FLOORS", "main", "read_seeds", "rouge", "seed_scores", "stock_abstract"]

SEEDS = Path(__file__).parent.parent / "seeds"
FLOORS = Path(__file__).parent / "floors" / "summaries.json"
MEASURES = ("rouge1", "rouge2", "rougeL")
PUBLIC_WORDS = 130


# --- ROUGE


class Tokenizer:
    """Words for rouge-score in any of the four languages: stems, in Chinese single characters."""

    def __init__(self, language: str) -> None:
        self._language = language

    def tokenize(self, text: str) -> list[str]:
        """The tokens of a text, in order."""
        if self._language == "zh":
            return re.findall(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+", text.casefold())
        return [stem(word, self._language) for word in tokens(text, self._language)]


@cache
def _scorer(language: str) -> Any:
    from rouge_score.rouge_scorer import RougeScorer

    if language == "en":
        return RougeScorer(list(MEASURES), use_stemmer=True)
    return RougeScorer(list(MEASURES), tokenizer=Tokenizer(language))


def rouge(reference: str, text: str, language: str) -> dict[str, float]:
    """ROUGE-1, -2 and -L of a text against a reference: F1 × 100."""
    scores = _scorer(language).score(reference, text)
    return {measure: 100 * scores[measure].fmeasure for measure in MEASURES}


# --- the sets


@dataclass(frozen=True, slots=True)
class Case:
    """One article, a reference for it, and the budget."""

    name: str
    article: Article
    reference: str
    length: str
    max_words: int


def read_seeds() -> list[Case]:
    """The four seeds, short and long, against their English reference abstracts."""
    cases = []
    for path in sorted(SEEDS.glob("*.txt")):
        article = parse_article(path.read_text(encoding="utf-8"), language="en", input_format="text")
        table = tomllib.loads((SEEDS / "references" / f"{path.stem}.toml").read_text(encoding="utf-8"))
        for length in ("short", "long"):
            maximum = Budget.parse(length, article).max_words
            cases.append(Case(f"{path.stem}/{length}", article, table["en"][length], length, maximum))
    return cases


def read_public(path: Path, half: str) -> list[Case]:
    """One half (``"train"`` or ``"test"``) of a public set."""
    cases = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        odd = hashlib.sha256(row["id"].encode()).digest()[0] % 2
        if (half == "train") == bool(odd):
            article = parse_article(row["article"], language="en", input_format="text")
            reference = re.sub(r'(?<=[.!?"])(?=[A-Z"])', " ", row["summary"])
            cases.append(Case(row["id"], article, reference, f"{PUBLIC_WORDS}w", PUBLIC_WORDS))
    return cases


# --- the methods


class _Words:
    def __init__(self, words: list[str]) -> None:
        self._words = words

    def to_words(self, text: str) -> list[str]:
        return self._words


def stock_abstract(method: str, article: Article, max_words: int) -> list[int]:
    """Sentences that ``lead`` or a method of sumy takes, as it comes, best first while they fit the
    budget."""
    sizes = [count_words(s.text, article.language) for s in article.sentences]
    order = list(range(len(sizes)))
    if method != "lead":
        ranks = _stock_scores(method, article)
        order.sort(key=lambda k: (-ranks[k], k))
    chosen: list[int] = []
    words = 0
    for k in order:
        if words + sizes[k] <= max_words:
            chosen.append(k)
            words += sizes[k]
        elif method == "lead":
            break
    return sorted(chosen)


def _stock_scores(method: str, article: Article) -> list[float]:
    import warnings

    from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
    from sumy.nlp.stemmers import Stemmer
    from sumy.utils import get_stop_words

    module, name = SUMY_METHODS[method]
    base = getattr(__import__(f"sumy.summarizers.{module}", fromlist=[name]), name)
    scores: list[float] = []

    def keep(sentences: Any, count: Any, rating: Any, *args: Any, **kwargs: Any) -> tuple[()]:
        values = (rating[s] if isinstance(rating, dict) else rating(s, *args, **kwargs) for s in sentences)
        scores.extend(float(value) for value in values)
        return ()

    summarizer = type(name, (base,), {"_get_best_sentences": staticmethod(keep)})(Stemmer("english"))
    summarizer.stop_words = get_stop_words("english")
    document = ObjectDocumentModel(
        [
            Paragraph(
                [Sentence(s.text, _Words(re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", s.text))) for s in p]
            )
            for p in article.paragraphs
        ]
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        summarizer(document, 1)
    return scores or [0.0] * len(article.sentences)


# --- measuring


@dataclass(frozen=True, slots=True)
class Result:
    """What one method made of one case."""

    rouge: Mapping[str, float]
    redundancy: float
    place: float
    first: bool
    in_budget: bool
    seconds: float


def _redundancy(texts: Sequence[str], language: str) -> float:
    """Mean over sentences of the largest share of content words that another sentence of the abstract has
    too."""
    sets = [set(content_words(text, language)) for text in texts]
    shares = [
        max((len(a & b) / max(1, min(len(a), len(b))) for j, b in enumerate(sets) if i != j), default=0.0)
        for i, a in enumerate(sets)
    ]
    return fmean(shares) if shares else 0.0


def measure(case: Case, method: str, weights: Weights | None = None) -> Result:
    """Run one method on one case; ``"ours"`` is the combined method."""
    started = time.perf_counter()
    budget = Budget.parse(case.length, case.article)
    if method == "ours":
        abstract = summarize(case.article, case.length, weights=weights)
        chosen = [s.sentence.index for s in abstract.sentences]
        texts = [s.text for s in abstract.sentences]
    else:
        chosen = stock_abstract(method, case.article, case.max_words)
        texts = [case.article.sentences[k].text for k in chosen]
    seconds = time.perf_counter() - started
    language = case.article.language
    words = sum(count_words(text, language) for text in texts)
    within = (
        budget.min_words <= words <= budget.max_words
        and budget.min_sentences <= len(texts) <= budget.max_sentences
    )
    return Result(
        rouge(case.reference, " ".join(texts), language),
        _redundancy(texts, language),
        fmean(chosen) / max(1, len(case.article.sentences) - 1) if chosen else 0.0,
        0 in chosen,
        within,
        seconds,
    )


def can_meet(article: Article, budget: Budget) -> bool:
    """Whether any set of whole sentences, with quotations whole, meets a budget.

    >>> can_meet(parse_article("It rained. Nobody came.", language="en"), Budget(2, 3, 45, 75))
    False
    """
    language = article.language
    units: list[tuple[int, int]] = []
    for s, standing in zip(
        article.sentences, standings([[s.text for s in p] for p in article.paragraphs], language), strict=True
    ):
        size = (1, count_words(s.text, language))
        if standing.joined:
            size = (units[-1][0] + 1, units.pop()[1] + size[1])
        units.append(size)
    sums = {(0, 0)}
    for count, words in units:
        sums |= {
            (n + count, w + words)
            for n, w in sums
            if n + count <= budget.max_sentences and w + words <= budget.max_words
        }
    return any(n >= budget.min_sentences and w >= budget.min_words for n, w in sums)


def interval(values: Sequence[float], *, draws: int = 2_000) -> tuple[float, float]:
    """95 % bootstrap interval of a mean; the same for the same values."""
    chance = random.Random(7)
    means = sorted(fmean(chance.choices(values, k=len(values))) for _ in range(draws))
    return means[round(0.025 * draws)], means[round(0.975 * draws) - 1]


def _table(title: str, cases: Sequence[Case], methods: Iterable[str], weights: Weights | None) -> None:
    print(f"\n{title}\n")
    possible = [can_meet(case.article, Budget.parse(case.length, case.article)) for case in cases]
    if not all(possible):
        print(f"{possible.count(False)} of {len(cases)} articles have no sentences that meet the budget.\n")
    print("| method | ROUGE-1 | ROUGE-2 | ROUGE-L | redundancy | mean place | first | in budget | ms |")
    print("|---|---|---|---|---|---|---|---|---|")
    for method in methods:
        results = [measure(case, method, weights) for case in cases]
        cells = []
        for name in MEASURES:
            values = [r.rouge[name] for r in results]
            low, high = interval(values)
            cells.append(f"{fmean(values):.1f} [{low:.1f}, {high:.1f}]")
        cells += [
            f"{fmean(r.redundancy for r in results):.3f}",
            f"{fmean(r.place for r in results):.2f}",
            f"{fmean(r.first for r in results):.0%}",
            f"{fmean(r.in_budget for r, can in zip(results, possible, strict=True) if can):.1%}",
            f"{1000 * fmean(r.seconds for r in results):.0f}",
        ]
        print(f"| {method} | {' | '.join(cells)} |")


def _adherence(cases: Sequence[Case]) -> None:
    """How often our short and long abstracts of a set keep their budget, of those articles that allow it."""
    for length in ("short", "long"):
        asked = [replace(case, length=length) for case in cases]
        able = [case for case in asked if can_meet(case.article, Budget.parse(length, case.article))]
        kept = sum(measure(case, "ours").in_budget for case in able)
        print(f"{length}: budget kept in {kept} of {len(able)} articles; {len(cases) - len(able)} allow none")


def _translated() -> None:
    """Abstracts of the seeds in the target languages against the reference abstracts in those languages."""
    from toolkit.pipeline import digest

    print("\nSeeds, summarised and translated, ROUGE-1 / ROUGE-2 / ROUGE-L\n")
    print("| method | length |", " | ".join(TARGETS), "|")
    print("|---|---|" + "---|" * len(TARGETS))
    for method in ("combined", "lead", "textrank"):
        scores: dict[tuple[str, str], list[dict[str, float]]] = {}
        for path in sorted(SEEDS.glob("*.txt")):
            table = tomllib.loads((SEEDS / "references" / f"{path.stem}.toml").read_text(encoding="utf-8"))
            text = path.read_text(encoding="utf-8")
            for abstract in digest(
                text, languages=TARGETS, lengths=("short", "long"), method=method
            ).abstracts:
                reference = table[abstract.language][abstract.length]
                scores.setdefault((abstract.length, abstract.language), []).append(
                    rouge(reference, abstract.text, abstract.language)
                )
        for length in ("short", "long"):
            cells = [
                " / ".join(f"{fmean(s[name] for s in scores[length, language]):.1f}" for name in MEASURES)
                for language in TARGETS
            ]
            print(f"| {method} | {length} | {' | '.join(cells)} |")


def seed_scores() -> dict[str, float]:
    """Mean ROUGE of our abstracts of the seeds, by length: what the quality gate compares with its floors."""
    results = {case.name: measure(case, "ours") for case in read_seeds()}
    return {
        f"{length}/{name}": round(fmean(r.rouge[name] for k, r in results.items() if k.endswith(length)), 2)
        for length in ("short", "long")
        for name in MEASURES
    }


def update_floors(scores: Mapping[str, float], path: Path = FLOORS) -> list[str]:
    """Raise the floors to the scores. A floor that would fall is kept, and named in what is returned."""
    old: dict[str, float] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    lower = [
        f"{name}: {scores[name]} is below {old[name]}" for name in scores if scores[name] < old.get(name, 0)
    ]
    if not lower:
        path.write_text(json.dumps(dict(scores), indent=2) + "\n", encoding="utf-8")
    return lower


# --- tuning


_BY_HAND = frozenset(
    {"figures", "question", "definite", "leans", "short", "scene", "aside", "redundancy", "duplicate"}
)
"""Set by reading, as the extracts of the public set know nothing of them or disagree with an editor."""


def _tune(cases: Sequence[Case], rounds: int) -> Weights:
    """Coordinate search: each weight in turn a step up and down, kept if ROUGE-1 + ROUGE-2 gains 0.05."""

    def value(weights: Weights) -> float:
        scores = [measure(case, "ours", weights).rouge for case in cases]
        return fmean(s["rouge1"] + s["rouge2"] for s in scores)

    best = default_weights()
    top = value(best)
    print(f"start: {top:.2f}", flush=True)
    for step in [0.2, 0.1][:rounds]:
        for group in ("score", "set"):
            for name in (n for n in getattr(best, group) if n not in _BY_HAND):
                for change in (step, -step):
                    table = dict(getattr(best, group))
                    table[name] = round(table[name] + change, 2)
                    trial = replace(best, **{group: table})
                    got = value(trial)
                    if got > top + 0.05:
                        best, top = trial, got
                        print(f"{group}.{name} = {table[name]}: {top:.2f}", flush=True)
                        break
    return best


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables; see the text of the module."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.summaries", description=__doc__.splitlines()[0]
    )
    parser.add_argument("--public", type=Path, help="JSON lines with id, article, summary")
    parser.add_argument(
        "--half", choices=("train", "test"), default="test", help="which half of it to measure"
    )
    parser.add_argument(
        "--tune", action="store_true", help="search weights on the training half and print them"
    )
    parser.add_argument("--translated", action="store_true", help="measure the seeds in kk, ru and zh too")
    parser.add_argument("--ours", action="store_true", help="leave the other methods out")
    parser.add_argument(
        "--update", action="store_true", help="raise the floors of the quality gate; never lowers one"
    )
    options = parser.parse_args(arguments)
    methods = ["ours"] if options.ours else ["ours", "lead", *SUMY_METHODS]
    if options.update:
        scores = seed_scores()
        lower = update_floors(scores)
        print("\n".join([*lower, "floors kept: a floor is never lowered"] if lower else [json.dumps(scores)]))
        return 1 if lower else 0
    if options.tune:
        if options.public is None:
            parser.error("--tune needs --public FILE")
        print(_tune(read_public(options.public, "train"), 2))
        return 0
    cases = read_seeds()
    for length in ("short", "long"):
        some = [case for case in cases if case.length == length]
        _table(f"Seeds, {length} (at most {some[0].max_words} words)", some, methods, None)
    if options.public:
        public = read_public(options.public, options.half)
        title = f"Public set, {options.half} half: {len(public)} articles, at most {PUBLIC_WORDS} words"
        _table(title, public, methods, None)
        print()
        _adherence(public)
    if options.translated:
        _translated()
    return 0


if __name__ == "__main__":
    sys.exit(main())
