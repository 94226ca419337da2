"""The whole run: read, leave out what is done, hand to the engine, write, commit."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from toolkit.batch.engine import Place, engine
from toolkit.batch.item import Failure, Item, Outcome, Refused
from toolkit.batch.job import Job, refused
from toolkit.batch.manifest import Manifest
from toolkit.batch.reading import Source, read
from toolkit.batch.tally import Tally
from toolkit.batch.writing import FORMATS, PartWriter, clear, parquet_schema, refuse_foreign
from toolkit.errors import OptionError

__all__ = ["Options", "Watcher", "run"]


@dataclass(frozen=True, slots=True)
class Options:
    """How to run.

    Attributes:
        folder: the output folder.
        format: ``jsonl`` or ``parquet``.
        batch: articles that are decoded together.
        part: records after which a part is committed, unless its time comes first.
        part_seconds: seconds after which a part is committed: what a killed run does again.
        max_bytes: larger articles are refused.
        restart: delete what earlier runs wrote.
        fail_fast: stop at the first article without a digest.
    """

    folder: Path
    format: str = "jsonl"
    batch: int = 16
    part: int = 1000
    part_seconds: float = 60.0
    max_bytes: int = 1_000_000
    restart: bool = False
    fail_fast: bool = False


class Watcher:
    """What is told of a run while it goes on; this one keeps quiet."""

    def start(self, description: str, before: Tally) -> None:
        """The engine is there; ``before`` are the figures of earlier runs."""

    def skip(self, articles: int, weight: float) -> None:
        """Articles, and bytes of the input, that were done before."""

    def add(self, outcomes: Sequence[Outcome], tally: Tally) -> None:
        """Records were written."""


def run(named: Sequence[Source], job: Job, place: Place, options: Options, watcher: Watcher) -> Tally:
    """Digest all articles of the inputs that are not done yet.

    Returns:
        The figures of all runs into the folder.

    Raises:
        OptionError: the folder holds something else, or is in use.
        InputError: it cannot be written.
        GlossaryError, PackageError: broken glossary or packages.
    """
    if options.format not in FORMATS:
        raise OptionError(f"--format {options.format}: choose {' or '.join(FORMATS)}")
    if options.format == "parquet":
        parquet_schema()
    if options.restart:
        clear(options.folder)
    refuse_foreign(options.folder)
    with Manifest(options.folder, {**job.fingerprint, "format": options.format}) as manifest:
        writer = PartWriter(manifest, options.format)
        tally = Tally.from_json(manifest.value("tally"))
        with engine(job, place) as where:
            watcher.start(where.description, tally)
            recorder = _Recorder(writer, tally, options, watcher)
            try:
                for outcomes in where.run(_batches(named, manifest, options, recorder)):
                    recorder.add(outcomes)
                    if recorder.stopped:
                        break
            finally:  # Ctrl-C and --fail-fast keep what is done
                recorder.commit()
    return tally


def _batches(
    named: Sequence[Source], manifest: Manifest, options: Options, recorder: _Recorder
) -> Iterator[Sequence[Item]]:
    """The batches that are still to be done; what is no article goes straight to the records.

    Batches are cut from the whole input before what is done is left out, and parts hold whole batches: a run that was
    interrupted decodes the same articles together as one that was not.
    """
    everything = (_numbered(piece, manifest) for piece in read(named, max_bytes=options.max_bytes))
    while group := list(islice(everything, options.batch)):
        old = {piece.key for piece in group if manifest.done(piece.key)}
        recorder.skip([piece for piece in group if piece.key in old])
        new = [piece for piece in group if piece.key not in old]
        recorder.add([refused(piece) for piece in new if isinstance(piece, Refused)])
        if recorder.stopped:
            return
        if items := [piece for piece in new if isinstance(piece, Item)]:
            yield items


def _numbered(piece: Item | Refused, manifest: Manifest) -> Item | Refused:
    """A second article with an id that came before is none; what is read again after a stop gets the same number."""
    times, first = manifest.seen(piece)
    if not times:
        return piece
    if isinstance(piece, Refused):
        return replace(piece, occurrence=times)
    message = f"the same id came before, at {first}: give each article its own (without ids: the same text)"
    failure = Failure("duplicate", message, attempts=0)
    return Refused(piece.id, piece.place, failure, piece.weight, times)


class _Recorder:
    """Writes and counts records, and commits parts when they are due."""

    def __init__(self, writer: PartWriter, tally: Tally, options: Options, watcher: Watcher) -> None:
        self._writer, self._tally, self._options, self._watcher = writer, tally, options, watcher
        self._last = self._committed = time.monotonic()
        self.stopped = False

    def skip(self, pieces: Sequence[Item | Refused]) -> None:
        if pieces:
            self._watcher.skip(len(pieces), sum(piece.weight for piece in pieces))

    def add(self, outcomes: list[Outcome]) -> None:
        if not outcomes:
            return
        now = time.monotonic()
        self._writer.write(outcomes)
        self._tally.add(outcomes, now - self._last)
        self._last = now
        due = now - self._committed >= self._options.part_seconds
        if due or self._writer.waiting >= self._options.part:
            self.commit()
        self._watcher.add(outcomes, self._tally)
        self.stopped |= self._options.fail_fast and any(outcome.failed for outcome in outcomes)

    def commit(self) -> None:
        self._writer.commit(tally=self._tally.to_json())
        self._committed = time.monotonic()
