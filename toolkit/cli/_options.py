"""Options that ``summarize`` and the commands of ``toolkit`` share."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from toolkit.glossary import Glossary

__all__ = [
    "EncodingOption",
    "FileArgument",
    "GlossaryOption",
    "NoGlossaryOption",
    "OutputOption",
    "QualityOption",
    "QuietOption",
    "TermsOption",
    "VerboseOption",
    "VersionOption",
    "asked_lengths",
    "chosen_glossary",
    "input_path",
    "split_list",
]


def _version(wanted: bool) -> None:
    if wanted:
        from toolkit import __version__

        typer.echo(__version__)
        raise typer.Exit


FileArgument = Annotated[
    str, typer.Argument(metavar="[FILE|-]", help="Text or HTML file; - or nothing reads standard input.")
]
GlossaryOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--glossary", metavar="FILE", help="Termbase instead of the shipped ones; repeatable, first wins."
    ),
]
NoGlossaryOption = Annotated[bool, typer.Option("--no-glossary", help="Translate without fixed terms.")]
OutputOption = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write here instead of stdout.")
]
EncodingOption = Annotated[
    str | None, typer.Option(help="Encoding of the input; default UTF-8, else detected.")
]
VerboseOption = Annotated[
    bool, typer.Option("--verbose", "-v", help="Say more on stderr: warnings, versions, timings.")
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Nothing on stderr but errors.")]
TermsOption = Annotated[
    bool, typer.Option("--terms", help="Report on stderr which terms were applied where.")
]
VersionOption = Annotated[
    bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
]


QualityOption = Annotated[
    str,
    typer.Option(
        "--quality", help="fast, or best: several translations of each sentence, the best one by consensus."
    ),
]


def split_list(values: Sequence[str]) -> list[str]:
    """``["kk,ru", "zh"]`` → ``["kk", "ru", "zh"]``."""
    return [part.strip() for value in values for part in value.split(",") if part.strip()]


def asked_lengths(values: Sequence[str] | None) -> list[str]:
    """The lengths that ``--length`` names, ``both`` as two; ``short`` where it is not given.

    >>> asked_lengths(["both,20%"]), asked_lengths(None)
    (['short', 'long', '20%'], ['short'])
    """
    return [
        part
        for value in split_list(values or ["short"])
        for part in (("short", "long") if value == "both" else (value,))
    ]


def input_path(name: str) -> Path | None:
    """None for standard input."""
    return None if name == "-" else Path(name)


def chosen_glossary(paths: Sequence[Path] | None, none: bool) -> Glossary | None:
    """The glossary that the options name; None for the shipped ones.

    Raises:
        OptionError: both ``--glossary`` and ``--no-glossary``.
        GlossaryError: a glossary cannot be read.
    """
    from toolkit.errors import OptionError
    from toolkit.glossary import Glossary

    if none and paths:
        raise OptionError("--glossary and --no-glossary exclude each other: leave one out")
    if none:
        return Glossary.empty()
    return Glossary.load(list(paths)) if paths else None
