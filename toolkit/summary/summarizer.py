"""From an article to an abstract: score the sentences, choose a set, and make the set readable by itself."""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from toolkit.article import Article, Sentence
from toolkit.errors import InputError, OptionError
from toolkit.summary.budget import Budget, count_words
from toolkit.summary.centrality import SUMY_METHODS, centrality
from toolkit.summary.compression import cut_asides, cut_connective, soften_demonstrative
from toolkit.summary.discourse import Standing, is_fragment, outside_quotes, standings
from toolkit.summary.expansion import expand
from toolkit.summary.model import Abstract, Edit, SummarySentence, apply_edits
from toolkit.summary.selection import Candidate, choose, likeness
from toolkit.summary.words import content_words

__all__ = ["METHODS", "Weights", "check_method", "default_weights", "summarize"]

METHODS: tuple[str, ...] = ("combined", "lead", *SUMY_METHODS)
"""``combined`` is ours; ``lead`` takes the first sentences; the others take their scores from sumy's method
alone. All of them choose under the same rules."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What the combined method pays for: see ``weights.toml``."""

    score: Mapping[str, float]
    brief: Mapping[str, float]
    set: Mapping[str, float]

    def at(self, share: float, *, words_alone: bool = False) -> dict[str, float]:
        """Weights of the scores for an abstract of so large a share of the article.

        Where words alone are limited, a sentence costs its words and nothing else: worth is paid by the word,
        however brief the abstract.
        """
        least = _BRIEF_SHARE_OF_WORDS if words_alone else _BRIEF_SHARE
        brief = min(1.0, max(0.0, (_FULL_SHARE - share) / (_FULL_SHARE - least)))
        mixed = {name: brief * self.brief[name] + (1 - brief) * value for name, value in self.score.items()}
        return mixed | {name: self.score[name] for name in _BY_THE_WORD if words_alone}


_FEW = 3
"""So few sentences tell the news; only a longer abstract is paid for touching the other parts of the article."""

_USUAL_WORDS = 20
"""Words of a sentence whose worth is taken as it is, see ``length`` in the weights."""

_BRIEF_SHARE, _FULL_SHARE = 0.2, 0.3
"""Up to the first share of the article an abstract is made by the ``brief`` weights, from the second on by
``score``; between them by a mixture."""

_BRIEF_SHARE_OF_WORDS = 0.1
"""The first of these shares where words alone are limited."""

_BY_THE_WORD = ("length", "sentence")
"""Weights that say whether worth is paid by the word or by the sentence."""


@cache
def default_weights() -> Weights:
    """The shipped weights."""
    table = tomllib.loads((Path(__file__).parent / "weights.toml").read_text(encoding="utf-8"))
    return Weights(score=table["score"], brief=table["brief"], set=table["set"])


def check_method(method: str) -> None:
    """See that a way to score sentences has one of the known names.

    Raises:
        OptionError: it has not.
    """
    if method not in METHODS:
        raise OptionError(f"unknown method {method!r}: use one of {', '.join(METHODS)}")


def summarize(
    article: Article, length: str = "short", *, method: str = "combined", weights: Weights | None = None
) -> Abstract:
    """An abstract of an article in its own language, made of its sentences. Deterministic.

    Args:
        article: as :func:`toolkit.article.parse_article` gives it.
        length: ``"short"``, ``"long"``, ``"5"``, ``"20%"`` or ``"100w"``: see :meth:`Budget.parse`.
        method: one of :data:`METHODS`.
        weights: other weights for ``combined`` than the shipped ones.

    Returns:
        The abstract. Where the article is no longer than the abstract asked for, its text is the abstract;
        where no choice of sentences meets the length, the nearest one is taken. Either is said in ``note``.

    Raises:
        OptionError: unknown method or length.
        InputError: the article has no sentences.

    >>> from toolkit.article import parse_article
    >>> text = "The bridge opens in May. It cost a million dollars. Boats pass below. Nobody may fish there."
    >>> summarize(parse_article(text, language="en"), "1").text
    'The bridge opens in May.'
    """
    check_method(method)
    budget = Budget.parse(length, article)
    if not article.sentences:
        raise InputError("the article has no sentences: give a text")
    language = article.language
    total = sum(count_words(s.text, language) for s in article.sentences)
    if len(article.sentences) <= budget.max_sentences and total <= budget.max_words:
        whole = tuple(SummarySentence(s, s.text, 0.0, ()) for s in article.sentences)
        asked = len(article.sentences) >= budget.min_sentences and total >= budget.min_words
        note = None if asked else "the text is too short to summarise: it is given whole"
        return Abstract(length, language, whole, note)
    share = min(budget.max_words / total, budget.max_sentences / len(article.sentences))
    compress = length.strip().casefold() == "short"
    weights = weights or default_weights()
    pay = weights.at(share, words_alone=budget.words_alone)
    draft = _Draft(article, method, pay, weights.set, compress=compress)
    return draft.abstract(length, budget)


class _Draft:
    """All that is known of an article while its abstract is made."""

    def __init__(
        self,
        article: Article,
        method: str,
        pay: Mapping[str, float],
        pay_of_set: Mapping[str, float],
        *,
        compress: bool,
    ) -> None:
        self.article = article
        self.pay = pay
        self.pay_of_set = pay_of_set
        self.compress = compress
        self.language = article.language
        paragraphs = article.paragraphs
        self.words = [content_words(s.text, self.language) for s in article.sentences]
        self.vectors = _vectors(self.words)
        self.standings = standings([[s.text for s in p] for p in paragraphs], self.language)
        nested, k = [], 0
        for paragraph in paragraphs:
            nested.append(self.words[k : k + len(paragraph)])
            k += len(paragraph)
        if method == "lead":
            count = len(article.sentences)
            self.scores = [1 - k / count for k in range(count)]
        elif method == "combined":
            self.scores = self._combined(nested)
        else:
            self.scores = centrality(method, nested)
        pairs = zip(article.sentences, self.standings, strict=True)
        self.candidates = [self._candidate(sentence, standing) for sentence, standing in pairs]

    # --- scores -------------------------------------------------------------------------------------------

    def _combined(self, nested: Sequence[Sequence[Sequence[str]]]) -> list[float]:
        pay = self.pay
        return [
            (pay["sentence"] + sum(pay[name] * value for name, value in row.items()))
            * (count_words(sentence.text, self.language) / _USUAL_WORDS) ** pay["length"]
            for sentence, row in zip(self.article.sentences, self.features(nested), strict=True)
        ]

    def features(self, nested: Sequence[Sequence[Sequence[str]]]) -> list[dict[str, float]]:
        """What the weights are multiplied with, for each sentence; all from 0 to 1."""
        textrank = centrality("textrank", nested)
        lexrank = centrality("lexrank", nested)
        degree = centrality("reduction", nested)
        title = _vectors([content_words(self.article.title or "", self.language)])[0]
        likes = [likeness(vector, title) for vector in self.vectors]
        top = max(likes, default=0.0) or 1.0
        firsts = {p[0].index for p in self.article.paragraphs}
        # A report may open with a scene; it begins for good in the paragraph after it.
        start = 0
        for paragraph in self.article.paragraphs[:3]:
            if not _SCENE[self.language].match(paragraph[0].text):
                break
            start = paragraph[-1].index + 1
        start = start if start < len(self.article.sentences) else 0
        first = self.article.sentences[start].paragraph if self.article.sentences else 0
        long_enough = len(firsts) > 3
        actors = _actors([s.text for s in self.article.sentences], self.language)
        return [
            {
                # A sentence without a neighbour keeps what rank it has: it is worth nothing all the same.
                "textrank": textrank[s.index] * (degree[s.index] > 0),
                "lexrank": lexrank[s.index] * (degree[s.index] > 0),
                "degree": degree[s.index],
                "lead": float(s.index == start) * (0.3 + 0.7 * likes[start] / top if any(likes) else 1.0),
                "early": 0.5 ** ((s.index - start) / 6) if s.index >= start else 0.0,
                "opens_paragraph": float(s.index in firsts),
                "title": likes[s.index] / top,
                "opening": float(s.paragraph == first and long_enough and not standing.leans),
                "figures": min(4, len({n.casefold() for n in _NUMBER.findall(s.text)})) / 4,
                "names": min(4, len(_names(s.text, self.language))) / 4,
                "actors": actors[s.index],
                "leans": float(standing.leans),
                "definite": float(bool(_DEFINITE[self.language].match(s.text))),
                "quotation": standing.quoted,
                "scene": float(bool(_SCENE[self.language].match(s.text))),
                "question": float(bool(re.search(r"[?？]", s.text))),
                "aside": float(_is_aside(outside_quotes(s.text), self.language)),
                "short": float(count_words(s.text, self.language) < 8),
            }
            for s, standing in zip(self.article.sentences, self.standings, strict=True)
        ]

    # --- choice -------------------------------------------------------------------------------------------

    def abstract(self, length: str, budget: Budget) -> Abstract:
        """Choose, edit, and choose anew with a margin if the edits have taken the text out of its budget."""
        for candidates, attempt, note in self._attempts(budget):
            asked, chosen = attempt, None
            for _ in range(12):
                chosen = self._choose(candidates, asked)
                if chosen is None:
                    break
                sentences = self._finish(chosen)
                words = sum(count_words(s.text, self.language) for s in sentences)
                if attempt.min_words <= words <= attempt.max_words:
                    return Abstract(length, self.language, sentences, note)
                over, under = max(0, words - attempt.max_words), max(0, attempt.min_words - words)
                asked = replace(asked, max_words=asked.max_words - over, min_words=asked.min_words + under)
        best = max(self.article.sentences, key=lambda s: (self.scores[s.index], -s.index))
        note = "no sentence is short enough for the length asked for: the best one is given whole"
        return Abstract(length, self.language, self._finish((best.index,)), note)

    def _attempts(self, budget: Budget) -> list[tuple[Sequence[Candidate], Budget, str | None]]:
        standing = self.candidates
        # The length is kept even if a pronoun has to stand without what it means; a quotation is never halved.
        leaning = [replace(c, leans=c.joined, wants_person=False, anchor=None) for c in standing]
        off = "the sentences of this text do not fit the length asked for: the nearest choice is given"
        return [
            (standing, budget, None),
            (leaning, budget, "to keep the length asked for, a sentence may lean on one that is left out"),
            (standing, replace(budget, max_sentences=budget.max_sentences + 2), off),
            (standing, replace(budget, min_words=budget.min_words * 2 // 3), off),
            (standing, replace(budget, min_words=0), off),
            (standing, replace(budget, min_words=0, min_sentences=1), off),
        ]

    def _choose(self, candidates: Sequence[Candidate], budget: Budget) -> tuple[int, ...] | None:
        pay = self.pay_of_set
        return choose(
            candidates,
            budget,
            redundancy=pay["redundancy"],
            coverage=pay["coverage"] if budget.max_sentences > _FEW else 0.0,
            filled=pay["filled"],
            duplicate=pay["duplicate"],
            rest=pay["rest"] if budget.words_alone else None,
        )

    def _candidate(self, sentence: Sentence, standing: Standing) -> Candidate:
        text = apply_edits(sentence.text, self._cuts(sentence, alone=True))
        return Candidate(
            score=self.scores[sentence.index],
            words=count_words(text, self.language),
            leans=standing.leans,
            wants_person=standing.wants_person,
            has_person=standing.has_person,
            usable=not (is_fragment(sentence.text, self.language) or sentence.text == self.article.title),
            joined=standing.joined,
            vector=self.vectors[sentence.index],
            part=sentence.index / len(self.article.sentences),
            anchor=standing.anchor,
        )

    def _cuts(self, sentence: Sentence, *, alone: bool) -> tuple[Edit, ...]:
        front: tuple[Edit, ...] = ()
        if alone and sentence.index > 0:
            front = cut_connective(sentence.text, self.language) or soften_demonstrative(
                sentence.text, self.language
            )
        asides = cut_asides(sentence.text, self.language) if self.compress else ()
        return front + tuple(edit for edit in asides if not front or edit.start >= front[0].end)

    def _finish(self, chosen: Sequence[int]) -> tuple[SummarySentence, ...]:
        picked = [self.article.sentences[k] for k in chosen]
        edits = [self._cuts(s, alone=s.index - 1 not in chosen) for s in picked]
        edits = expand(self.article, picked, edits)
        return tuple(
            SummarySentence(s, apply_edits(s.text, e), round(self.scores[s.index], 4), e)
            for s, e in zip(picked, edits, strict=True)
        )


def _vectors(sentences: Sequence[Sequence[str]]) -> list[dict[str, float]]:
    """Unit vectors of tf·idf over the sentences of the text."""
    frequency = Counter(word for words in sentences for word in set(words))
    total = len(sentences)
    vectors = []
    for words in sentences:
        weights = {
            w: (1 + math.log(c)) * math.log(1 + total / frequency[w]) for w, c in Counter(words).items()
        }
        norm = math.sqrt(sum(value * value for value in weights.values())) or 1.0
        vectors.append({word: value / norm for word, value in weights.items()})
    return vectors


_NUMBER = re.compile(
    r"\d+(?:[.,:]\d+)*|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|half|third|quarter|fifth"
    r"|hundred|thousand|million|billion|два|две|три|четыре|пять|шесть|семь|восемь|девять|десять|половин\w|треть|четверть"
    r"|екі|үш|төрт|бес|алты|жеті|сегіз|тоғыз|он|жартысы|жүз|мың)\b",
    re.I,
)
_UPPER = r"[^\W\d_a-zа-яёәғқңөұүһі]"
_NAME = re.compile(rf"(?<=[\w,;:] ){_UPPER}[\w’'-]*(?:[\s-]{_UPPER}[\w’'-]*)*|\b{_UPPER}{{2,}}\b")


_DEFINITE = {
    "en": re.compile(
        r"[“\"]?(?:The|This|That)\s+(?:[a-z-]+\s+)?[a-z-]+(?:,|\s+(?:has|have|had|was|were|is|are|also|will|would)\b)"
    ),
    "ru": re.compile(r"(?!)"),
    "kk": re.compile(r"(?!)"),
    "zh": re.compile(r"(?!)"),
}
"""Openings that take for granted what they speak of: "The founder, …", "The agreement was …"."""


_SCENE = {
    "en": re.compile(
        r"(?:(?:Just|Back|Here|Not far|High|Deep|Early|Late)\s)?(?:on|in|near|at|outside|inside|under|behind|by"
        r"|beside|along|across|around|before|from|above|below|over)\s[^,]{3,70},\s(?:an?|one|two|three|some|several"
        r"|dozens of|hundreds of|thousands of|groups? of|crowds? of)\s(?:[\w-]+\s){0,2}?(?:man|men|woman|women"
        r"|boys?|girls?|people|child|children|couple|family|families|pensioners?|shopkeepers?|residents?|crowds?"
        r"|farmers?|drivers?|taxi|students?|pupils?|workers?|traders?|tourists?|visitors?|fans|onlookers"
        r"|grandmothers?|guests?|soldiers?)\b",
        re.I,
    ),
    "ru": re.compile(r"(?!)"),
    "kk": re.compile(r"(?!)"),
    "zh": re.compile(r"(?!)"),
}
"""A scene with nameless people: "On the third floor, a boy is trying …", "Near the tower, several hundred
people …"."""


def _names(text: str, language: str) -> set[str]:
    """Names within a sentence; its first word is not looked at (Chinese: none, as names have no capitals)."""
    return set() if language == "zh" else set(_NAME.findall(text))


def _actors(texts: Sequence[str], language: str) -> list[float]:
    """How much of what the article keeps naming a sentence names: 1 for the sentence that names most of it.

    A name weighs as many sentences as it stands in beyond the first. In Chinese, words that stand in three
    sentences or more take the place of names.
    """
    named: list[set[str]] = []
    for text in texts:
        if language == "zh":
            named.append(set(content_words(text, language)))
        else:
            words = (word for name in _names(text, language) for word in content_words(name, language))
            named.append(set(words))
    frequency = Counter(word for words in named for word in words)
    least = 2 if language == "zh" else 1
    sums = [math.sqrt(sum(frequency[w] - least for w in words if frequency[w] > least)) for words in named]
    top = max(sums, default=0.0) or 1.0
    return [value / top for value in sums]


_ASIDE = {
    "en": re.compile(r"\b(?:I|I’m|I've|we|we’re|you|your|my|our|us|me)\b|!", re.I),
    "ru": re.compile(r"\b(?:я|мы|вы|мой|моя|мое|мои|наш|наша|ваш|мне|нам|вам)\b|!", re.I),
    "kk": re.compile(r"\b(?:мен|біз|сіз|сен|менің|біздің|сіздің|маған|бізге|сізге)\b|!", re.I),
    "zh": re.compile(r"我|你|您|！"),
}


def _is_aside(text: str, language: str) -> bool:
    return bool(_ASIDE[language].search(text))
