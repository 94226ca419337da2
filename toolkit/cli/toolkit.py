"""``toolkit``: translation, packages and glossaries from the command line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from toolkit.cli import _errors
from toolkit.cli import batch as _batch
from toolkit.cli._options import (
    EncodingOption,
    FileArgument,
    GlossaryOption,
    NoGlossaryOption,
    OutputOption,
    QualityOption,
    QuietOption,
    TermsOption,
    VerboseOption,
    VersionOption,
    chosen_glossary,
    input_path,
)

__all__ = ["app", "main"]

_SETTINGS = {"help_option_names": ["-h", "--help"]}
app = typer.Typer(
    add_completion=True, pretty_exceptions_enable=False, no_args_is_help=True, context_settings=_SETTINGS
)
models = typer.Typer(no_args_is_help=True, help="Translation packages.", context_settings=_SETTINGS)
app.add_typer(models, name="models")
app.command("batch")(_batch.batch)


glossaries = typer.Typer(
    no_args_is_help=True, help="Termbases: check and convert them.", context_settings=_SETTINGS
)
app.add_typer(glossaries, name="glossary")


@app.callback()
def _toolkit(version: VersionOption = False) -> None:
    """Offline translation with fixed terms, and what belongs to it."""


@app.command()
def translate(
    file: FileArgument = "-",
    lang: Annotated[str, typer.Option("--lang", "-l", help="Target language: kk, ru or zh.")] = "kk",
    source_lang: Annotated[str, typer.Option("--source-lang", help="Language of the text.")] = "en",
    format: Annotated[str, typer.Option("--format", "-f", help="text or json.")] = "text",
    output: OutputOption = None,
    glossary: GlossaryOption = None,
    no_glossary: NoGlossaryOption = False,
    terms: TermsOption = False,
    quality: QualityOption = "fast",
    encoding: EncodingOption = None,
    verbose: VerboseOption = False,
    quiet: QuietOption = False,
) -> None:
    """Translate a text; paragraphs and line breaks are kept one to one."""
    from toolkit.article import decode_bytes, read_bytes
    from toolkit.cli import _format, _output
    from toolkit.errors import OptionError
    from toolkit.translation import TranslationSettings, Translator

    if format not in ("text", "json"):
        raise OptionError(f"--format {format}: choose text or json")
    chosen = chosen_glossary(glossary, no_glossary)
    text = decode_bytes(read_bytes(input_path(file)), encoding=encoding)
    with _output.progress(not quiet) as say:
        translator = Translator(
            lang, source=source_lang, glossary=chosen, settings=TranslationSettings.named(quality)
        )
        say(f"translating into {translator.target}")
        result = translator.translate(text)
    if format == "json":
        shown: dict[str, object] = {
            "schema": "multilingual-summary-toolkit/translation/1",
            "source_language": result.source_language,
            "target_language": result.target_language,
            "text": result.text,
            "segments": [s.as_dict() for s in result.segments],
            "packages": [p.name for p in translator.packages],
            "glossary": {"name": translator.glossary.name, "version": translator.glossary.version},
        }
        _output.write(_format.as_json(shown), output)
    else:
        _output.write(result.text, output)
    if terms:
        for line in _format.term_lines(result.terms):
            _output.note(line)
    if verbose and not quiet:
        for segment in result.segments:
            for warning in segment.warnings:
                _output.note(f"warning: {warning} in: {segment.source}")


@app.command()
def methods() -> None:
    """List the methods by which sentences can be scored."""
    from toolkit.cli import _output
    from toolkit.summary import METHODS

    _output.write("\n".join(METHODS) + "\n", None)


@app.command()
def serve(
    host: Annotated[
        str, typer.Option(help="Address to listen on; only this machine by default.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="TCP port.", min=1, max=65535)] = 8000,
    workers: Annotated[int, typer.Option(help="Processes; each loads the models for itself.", min=1)] = 1,
    proxy: Annotated[
        str | None, typer.Option(help="Address of the proxy in front, whose X-Forwarded-For is believed.")
    ] = None,
) -> None:
    """Serve the REST API and the page; settings are read from TOOLKIT_API_… and .env (docs/settings.md)."""
    from api.serve import serve as run

    run(host, port, workers, proxy=proxy)


@models.command("list")
def models_list() -> None:
    """List the installed translation packages, the best of each pair first."""
    from toolkit.cli import _output
    from toolkit.translation.packages import installed_packages

    rows = [("pair", "version", "placeholders", "from", "path")]
    for p in installed_packages():
        origin = "shipped" if p.shipped else "installed"
        rows.append(
            (f"{p.source}→{p.target}", p.version, "yes" if p.placeholders else "no", origin, str(p.path))
        )
    widths = [max(len(row[i]) for row in rows) for i in range(4)]
    lines = ["  ".join([*(c.ljust(w) for c, w in zip(row, widths, strict=False)), row[-1]]) for row in rows]
    _output.write("\n".join(lines) + "\n", None)


@models.command("install")
def models_install(archive: Annotated[Path, typer.Argument(help="An .argosmodel file.")]) -> None:
    """Install an Argos package from a file."""
    from toolkit.cli import _output
    from toolkit.translation.packages import install_package

    _output.write(f"installed {install_package(archive).name}\n", None)


@glossaries.command("check")
def glossary_check(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Tables to check; default the shipped ones.")
    ] = None,
    format: Annotated[str, typer.Option("--format", "-f", help="text or json.")] = "text",
    strict: Annotated[bool, typer.Option("--strict", help="Warnings end with exit code 1 too.")] = False,
) -> None:
    """Check glossaries, each alone and all against each other; exit code 1 when there are errors."""
    from toolkit.cli import _output
    from toolkit.errors import OptionError
    from toolkit.glossary import shipped_glossaries
    from toolkit.glossary.check import main_check

    if format not in ("text", "json"):
        raise OptionError(f"--format {format}: choose text or json")
    found = main_check(files or list(shipped_glossaries()))
    if format == "json":
        import json

        _output.write(json.dumps([f.as_dict() for f in found], ensure_ascii=False, indent=2) + "\n", None)
    else:
        _output.write("".join(f"{finding}\n" for finding in found), None)
    if any(strict or f.severity == "error" for f in found):
        raise typer.Exit(1)


@glossaries.command("convert")
def glossary_convert(
    source: Annotated[Path, typer.Argument(help="A .csv, .tsv, .txt, .tbx, .tmx or .xlsx file.")],
    target: Annotated[Path, typer.Argument(help="The file to write; its suffix names the format.")],
    lang: Annotated[
        str | None,
        typer.Option("--lang", "-l", help="Target language of files with two columns (DeepL style)."),
    ] = None,
    tbx_version: Annotated[int, typer.Option("--tbx-version", help="2 or 3.")] = 3,
) -> None:
    """Convert a glossary from one format into another; what a format cannot carry is said on stderr."""
    from toolkit.cli import _output
    from toolkit.glossary.exchange import read_terms, write_terms

    terms = read_terms(source, language=lang)
    for lost in write_terms(terms, target, language=lang, version=tbx_version):
        _output.note(f"not carried over: {lost}")


def main() -> None:
    """Entry point of the command."""
    sys.exit(_errors.run(lambda: app(standalone_mode=False)))


if __name__ == "__main__":
    main()
