"""What ``evaluate`` counts: BLEU and chrF with signatures, placeholders, and what must never happen."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

__all__ = [
    "FAULTS",
    "PlaceholderCounts",
    "Scores",
    "chrf",
    "faults",
    "first_whole",
    "placeholder_counts",
    "robustness",
    "score",
]


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of a set (Papineni 2002, Popović 2015 and 2017), with sacrebleu's signatures (Post 2018)."""

    bleu: float
    chrf: float
    chrf_plus_plus: float
    signatures: Mapping[str, str]

    def as_dict(self) -> dict[str, object]:
        """As a plain mapping."""
        return asdict(self)


def score(hypotheses: Sequence[str], references: Sequence[str], language: str) -> Scores:
    """BLEU, chrF and chrF++ of a set; Chinese BLEU by characters (sacrebleu's ``zh``)."""
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF

    metrics = {
        "bleu": BLEU(tokenize="zh" if language == "zh" else "13a"),
        "chrf": CHRF(),
        "chrf++": CHRF(word_order=2),
    }
    values = {
        name: round(metric.corpus_score(hypotheses, [references]).score, 2)
        for name, metric in metrics.items()
    }
    signatures = {name: str(metric.get_signature()) for name, metric in metrics.items()}
    return Scores(values["bleu"], values["chrf"], values["chrf++"], signatures)


def chrf(hypotheses: Sequence[str], references: Sequence[str]) -> float:
    """chrF alone."""
    from sacrebleu.metrics.chrf import CHRF

    return float(CHRF().corpus_score(hypotheses, [references]).score)


# ---- placeholders ----
_PLACE = re.compile(r"⟦(\d+)⟧")
_TAGGED = re.compile(r"⟦(\d+)⟧\s*(?:⟨(\w+)⟩)?")


@dataclass(frozen=True, slots=True)
class PlaceholderCounts:
    """Placeholders of a set.

    Attributes:
        sentences, whole: all of them; those with every placeholder once and none added.
        places, once: all placeholders of the sources; those that the hypothesis has exactly once.
        tags, right: placeholders there once whose reference has a case tag; those with the same tag.
    """

    sentences: int
    whole: int
    places: int
    once: int
    tags: int
    right: int

    @property
    def once_percent(self) -> float:
        """Placeholders there exactly once, percent."""
        return round(100 * self.once / max(self.places, 1), 2)

    @property
    def right_percent(self) -> float:
        """Case tags as in the reference, percent; a missing tag is wrong."""
        return round(100 * self.right / max(self.tags, 1), 2)

    def as_dict(self) -> dict[str, float]:
        """As a plain mapping, percentages included."""
        return asdict(self) | {"once_percent": self.once_percent, "right_percent": self.right_percent}


def placeholder_counts(
    sources: Sequence[str], references: Sequence[str], hypotheses: Sequence[str]
) -> PlaceholderCounts:
    """Count placeholders and case tags.

    >>> counts = placeholder_counts(["⟦0⟧ rose"], ["⟦0⟧⟨nom⟩ өсті"], ["⟦0⟧⟨gen⟩ өсті"])
    >>> counts.once_percent, counts.right_percent
    (100.0, 0.0)
    """
    whole = places = once = tags = right = 0
    for source, reference, hypothesis in zip(sources, references, hypotheses, strict=True):
        wanted, got = _PLACE.findall(source), _PLACE.findall(hypothesis)
        placed = [i for i in wanted if got.count(i) == 1]
        places, once = places + len(wanted), once + len(placed)
        whole += len(placed) == len(wanted) == len(got)
        expected, written = dict(_TAGGED.findall(reference)), dict(_TAGGED.findall(hypothesis))
        for i in placed:
            if expected.get(i):
                tags, right = tags + 1, right + (written.get(i) == expected[i])
    return PlaceholderCounts(len(sources), whole, places, once, tags, right)


def first_whole(source: str, hypotheses: Sequence[str]) -> str:
    """The first hypothesis with each placeholder of the source once and no other; the first of all if none has.

    >>> first_whole("⟦0⟧ rose", ["⟦0⟧ ⟦0⟧ өсті", "⟦0⟧⟨nom⟩ өсті"])
    '⟦0⟧⟨nom⟩ өсті'
    """
    wanted = sorted(_PLACE.findall(source))
    return next((text for text in hypotheses if sorted(_PLACE.findall(text)) == wanted), hypotheses[0])


# ---- what must never happen ----
FAULTS = ("empty", "loop", "english", "foreign script", "mixed word", "debris")
_FOREIGN = {
    "kk": re.compile("[\u4e00-\u9fff\u3040-\u30ff\uac00-\ud7af\u0600-\u06ff\u0370-\u03ff]"),
    "ru": re.compile("[\u4e00-\u9fff\u3040-\u30ff\uac00-\ud7af\u0600-\u06ff\u0370-\u03ffәғқңөұүһіӘҒҚҢӨҰҮҺІ]"),
    "zh": re.compile("[\u0400-\u04ff\u3040-\u30ff\uac00-\ud7af\u0600-\u06ff\u0370-\u03ff]"),
}
_ENGLISH = re.compile(r"(?<![\w.@/-])[a-z]{4,}(?![\w@/-]|\.\w)")
_CYRILLIC = "\u0400-\u04ff"
_MIXED = re.compile(f"[{_CYRILLIC}][A-Za-z]|[A-Za-z][{_CYRILLIC}]")
_DEBRIS = re.compile(r"⟦|⟧|⟨|⟩|<r\d+>|<2\w\w>|<0x|\ufffd|⁇")


def _loops(text: str, language: str) -> bool:
    """A row of words (characters in Chinese) four times in a row, or a word or two five times."""
    words = list(text) if language == "zh" else text.lower().split()
    for length, times in ((1, 5), (2, 4), (3, 3), (4, 3), (6, 3)):
        for start in range(len(words) - length * times + 1):
            unit = words[start : start + length]
            if any(c.isalpha() for w in unit for c in w) and all(
                words[start + k * length : start + (k + 1) * length] == unit for k in range(1, times)
            ):
                return True
    return False


def faults(source: str, hypothesis: str, language: str) -> list[str]:
    """What must never be in a translation, of :data:`FAULTS`.

    English words count when they are in small letters and stand in the source too: names may stay Latin. A mixed
    word has Latin and Cyrillic letters side by side («Симинoff»); ``debris`` is a placeholder, tag or broken byte.

    >>> faults("A new bridge", "Жаңа bridge", "kk"), faults("Yes", "", "ru")
    (['english'], ['empty'])
    """
    found = []
    if source.strip() and not hypothesis.strip():
        found.append("empty")
    if _loops(hypothesis, language) and not _loops(source, "en"):
        found.append("loop")
    words = set(re.findall(r"[a-z]+", source))
    if any(word in words for word in _ENGLISH.findall(hypothesis)):
        found.append("english")
    if any(c not in source for c in _FOREIGN[language].findall(hypothesis)):
        found.append("foreign script")
    if _MIXED.search(hypothesis):
        found.append("mixed word")
    if _DEBRIS.search(hypothesis):
        found.append("debris")
    return found


def robustness(sources: Sequence[str], hypotheses: Sequence[str], language: str) -> dict[str, float]:
    """Sentences with each fault, all sentences, and the percentage that has any."""
    found = [faults(s, h, language) for s, h in zip(sources, hypotheses, strict=True)]
    counts: dict[str, float] = {kind: sum(kind in f for f in found) for kind in FAULTS}
    counts |= {
        "sentences": len(found),
        "any_percent": round(100 * sum(map(bool, found)) / max(len(found), 1), 2),
    }
    return counts
