"""What is shown of a run while it goes on: a bar on a terminal, a line now and then elsewhere; and the summary."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self

from toolkit.batch.item import Outcome
from toolkit.batch.run import Watcher
from toolkit.batch.tally import Tally

__all__ = ["Shown", "duration", "summary"]

_EVERY = 30.0


class Shown(Watcher):
    """Progress on stderr.

    Args:
        total: bytes of the input, if known: the time left is told from them.
        quiet: show nothing.
    """

    def __init__(self, total: int | None, *, quiet: bool = False) -> None:
        self._total, self._quiet = total, quiet
        self._bar: Any = None
        self._task: Any = None
        self._start = self._told = time.monotonic()
        self._before = Tally()
        self._skipped, self._skipped_bytes, self._bytes = 0, 0.0, 0.0

    def __enter__(self) -> Self:
        """The bar appears when the engine is there."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()

    def start(self, description: str, before: Tally) -> None:
        """Say where the work is done, and start the clock."""
        self._before = Tally.from_json(before.to_json())
        self._start = self._told = time.monotonic()
        if self._quiet:
            return
        self._say(description)
        if not sys.stderr.isatty():
            return
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn

        self._bar = Progress(
            BarColumn(), TextColumn("{task.description}"), console=Console(stderr=True), transient=True
        )
        self._task = self._bar.add_task("loading the models", total=self._total)
        self._bar.start()

    def skip(self, articles: int, weight: float) -> None:
        """Count what was done before."""
        self._skipped += articles
        self._skipped_bytes += weight

    def add(self, outcomes: Sequence[Outcome], tally: Tally) -> None:
        """Show where we are."""
        self._bytes += sum(outcome.weight for outcome in outcomes)
        if self._quiet:
            return
        if self._bar is not None:
            done = self._bytes + self._skipped_bytes
            self._bar.update(self._task, completed=done, description=self._line(tally))
        elif time.monotonic() - self._told >= _EVERY:
            self._told = time.monotonic()
            self._say(self._line(tally))

    def _line(self, tally: Tally) -> str:
        seconds = max(1e-6, time.monotonic() - self._start)
        articles = tally.articles - self._before.articles
        shown = [
            f"{articles + self._skipped} articles",
            f"{articles / seconds * 60:.0f} a minute",
            f"{(tally.sentences - self._before.sentences) / seconds:.1f} sentences/s",
            f"{(tally.tokens - self._before.tokens) / seconds:.0f} tokens/s",
        ]
        if tally.failures:
            shown.append(f"{tally.failures} failed")
        if self._total is not None and self._bytes:
            left = max(0.0, self._total - self._skipped_bytes - self._bytes) * seconds / self._bytes
            shown.append(f"{duration(left)} left")
        return " · ".join(shown)

    def _say(self, line: str) -> None:
        sys.stderr.buffer.write(f"{line}\n".encode())
        sys.stderr.flush()

    def lines(self, tally: Tally) -> list[str]:
        """The summary of this run."""
        return summary(tally, self._before, time.monotonic() - self._start, self._skipped)


def summary(tally: Tally, before: Tally, seconds: float, skipped: int) -> list[str]:
    """What a run came to: done, failed by reason, warnings by kind, throughput.

    >>> summary(Tally(articles=3, tokens=900), Tally(), 60.0, 0)
    ['3 articles done in 1 min (3.0 a minute, 15 tokens a second)']
    """
    articles, tokens = tally.articles - before.articles, tally.tokens - before.tokens
    good = articles - (tally.failures - before.failures)
    rate = f"{articles / seconds * 60:.1f} a minute, {tokens / seconds:.0f} tokens a second"
    lines = [f"{good} articles done in {duration(seconds)}" + (f" ({rate})" if articles else "")]
    if skipped:
        lines.append(f"{skipped} were done before")
    for name, now, then in (
        ("failed", tally.failed, before.failed),
        ("warnings", tally.warnings, before.warnings),
    ):
        if new := now - then:
            counts = ", ".join(f"{kind} {count}" for kind, count in new.most_common())
            lines.append(f"{new.total()} {name}: {counts}")
    return lines


def duration(seconds: float) -> str:
    """A length of time as people say it.

    >>> [duration(s) for s in (0.4, 59.6, 3600, 100_000)]
    ['0 s', '1 min', '1 h 0 min', '1 d 3 h']
    """
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{minutes} min"
    hours = minutes // 60
    return f"{hours} h {minutes % 60} min" if hours < 24 else f"{hours // 24} d {hours % 24} h"
