"""``toolkit batch``: many articles in, a folder of records out."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Annotated

import typer

from toolkit.cli._options import (
    GlossaryOption,
    NoGlossaryOption,
    QualityOption,
    QuietOption,
    asked_lengths,
    chosen_glossary,
    split_list,
)

__all__ = ["batch"]

_SOME_FAILED = 3


def batch(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT…",
            help="Folders, patterns, or files: txt, html, jsonl, csv, tsv, parquet; - reads JSONL from stdin.",
        ),
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="OUTDIR", help="Folder of the records; made if need be.")
    ],
    lang: Annotated[
        list[str] | None,
        typer.Option("--lang", "-l", help="Languages of the abstracts; default each article's own."),
    ] = None,
    length: Annotated[
        list[str] | None,
        typer.Option("--length", "-n", help="short, long, both, N sentences, N% of them, or Nw words."),
    ] = None,
    format: Annotated[str, typer.Option("--format", "-f", help="jsonl or parquet.")] = "jsonl",
    glossary: GlossaryOption = None,
    no_glossary: NoGlossaryOption = False,
    method: Annotated[str, typer.Option(help="How sentences are scored; see toolkit methods.")] = "combined",
    quality: QualityOption = "fast",
    engine: Annotated[
        str, typer.Option(help="local (one worker), ray, or auto: Ray where it is installed.")
    ] = "auto",
    address: Annotated[
        str | None, typer.Option(help="Ray cluster: auto or HOST:PORT; default this machine alone.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(help="Worker processes; default one a core (Ray).", min=1)
    ] = None,
    threads: Annotated[
        int | None, typer.Option(help="Threads of a worker; default what is left of the cores.", min=1)
    ] = None,
    restart: Annotated[
        bool, typer.Option("--restart/--resume", help="Delete earlier records, or go on behind them.")
    ] = False,
    fail_fast: Annotated[
        bool, typer.Option("--fail-fast", help="Stop at the first article that fails.")
    ] = False,
    report: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write an HTML page with figures and plots.")
    ] = None,
    time_limit: Annotated[float, typer.Option(help="Seconds an article may take.", min=0.1)] = 120.0,
    max_bytes: Annotated[int, typer.Option(help="Larger articles are refused.", min=1)] = 1_000_000,
    batch_size: Annotated[int, typer.Option(help="Articles that are decoded together.", min=1)] = 16,
    commit_every: Annotated[
        float, typer.Option(help="Seconds of work that a killed run may have to do again.", min=0)
    ] = 60.0,
    quiet: QuietOption = False,
) -> None:
    """Digest many articles, on this machine or a Ray cluster; the same command goes on after a stop.

    Exit code 0: all done; 3: done, but some articles have an error instead of a digest.
    """
    from toolkit.batch.engine import Place
    from toolkit.batch.job import Job
    from toolkit.batch.progress import Shown
    from toolkit.batch.reading import sources, total_bytes
    from toolkit.batch.run import Options, run
    from toolkit.cli import _output
    from toolkit.glossary import Glossary

    chosen = chosen_glossary(glossary, no_glossary)
    job = Job(
        tuple(split_list(lang or [])),
        tuple(asked_lengths(length)),
        method,
        quality,
        Glossary.default() if chosen is None else chosen,
    )
    named = sources(inputs)
    place = Place(engine, address, workers, threads, time_limit)
    options = Options(
        output,
        format,
        batch_size,
        part_seconds=commit_every,
        max_bytes=max_bytes,
        restart=restart,
        fail_fast=fail_fast,
    )
    signal.signal(
        signal.SIGTERM, signal.default_int_handler
    )  # a scheduler's stop is a Ctrl-C: what is done stays
    with Shown(None if quiet else total_bytes(named), quiet=quiet) as shown:
        tally = run(named, job, place, options, shown)
    if report is not None:
        from toolkit.batch.report import page

        _output.write(page(tally), report)
    if not quiet:
        for line in shown.lines(tally):
            _output.note(line)
        if not tally.articles:
            _output.note("note: there is no article in the input")
    if tally.failures:
        raise typer.Exit(_SOME_FAILED)
