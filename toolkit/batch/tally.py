"""The figures of a run, counted record by record; their size does not grow with the number of records."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from toolkit.batch.item import Outcome

__all__ = ["Tally"]

_MOST_BINS = 240
_WORDS_A_BIN = 10


@dataclass(slots=True)
class Tally:
    """Counts over all runs into one folder.

    Attributes:
        articles, sentences, tokens: of all records; sentences and tokens as in :class:`Outcome`.
        seconds: worked, all runs together.
        failed: by kind of error.
        warnings: by kind: the words before the colon.
        lengths: ``language length`` → words (lower bound of a bin of ten) → abstracts.
        terms: uses by id.
        bin_seconds: width of a bin of ``over_time``.
        over_time: articles finished in each stretch of working time.
    """

    articles: int = 0
    sentences: int = 0
    tokens: int = 0
    seconds: float = 0.0
    failed: Counter[str] = field(default_factory=Counter)
    warnings: Counter[str] = field(default_factory=Counter)
    lengths: dict[str, Counter[str]] = field(default_factory=dict)
    terms: Counter[str] = field(default_factory=Counter)
    bin_seconds: float = 5.0
    over_time: list[int] = field(default_factory=list)

    def add(self, outcomes: Sequence[Outcome], seconds: float) -> None:
        """Count records that came after so many more seconds."""
        self.seconds += seconds
        self.articles += len(outcomes)
        self._at_time(len(outcomes))
        for outcome in outcomes:
            self.sentences += outcome.sentences
            self.tokens += outcome.tokens
            record = outcome.record
            if record["error"] is not None:
                self.failed[record["error"]["kind"]] += 1
            for abstract in record["abstracts"]:
                self._abstract(abstract)

    def _abstract(self, abstract: dict[str, Any]) -> None:
        self.warnings.update(warning.partition(":")[0] for warning in abstract["warnings"])
        bins = self.lengths.setdefault(f"{abstract['language']} {abstract['length']}", Counter())
        bins[str(abstract["words"] // _WORDS_A_BIN * _WORDS_A_BIN)] += 1
        for segment in abstract["segments"]:
            self.terms.update(term["term_id"] for term in segment["terms"])

    def _at_time(self, count: int) -> None:
        while self.seconds >= _MOST_BINS * self.bin_seconds:  # a longer run has wider bins
            pairs = zip(self.over_time[::2], [*self.over_time[1::2], 0], strict=False)
            self.over_time = [a + b for a, b in pairs]
            self.bin_seconds *= 2
        at = int(self.seconds / self.bin_seconds)
        self.over_time += [0] * (at + 1 - len(self.over_time))
        self.over_time[at] += count

    @property
    def failures(self) -> int:
        """Records that are errors."""
        return self.failed.total()

    def to_json(self) -> str:
        """As it is kept in the manifest."""
        return json.dumps({f.name: getattr(self, f.name) for f in fields(self)}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str | None) -> Tally:
        """From the manifest; empty where there is none."""
        if text is None:
            return cls()
        values = json.loads(text)
        for name in ("failed", "warnings", "terms"):
            values[name] = Counter(values[name])
        values["lengths"] = {name: Counter(bins) for name, bins in values["lengths"].items()}
        return cls(**values)
