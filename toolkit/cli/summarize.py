"""``summarize``: an article in, abstracts out."""

from __future__ import annotations

import sys
import time
from typing import Annotated

import typer

from toolkit.cli import _errors
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
    asked_lengths,
    chosen_glossary,
    input_path,
    split_list,
)

__all__ = ["app", "main"]

app = typer.Typer(
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.command()
def summarize(
    file: FileArgument = "-",
    lang: Annotated[
        list[str] | None,
        typer.Option(
            "--lang",
            "-l",
            help="Languages of the abstracts: kk, ru, zh, en; comma or repeated; default the article's own.",
        ),
    ] = None,
    length: Annotated[
        list[str] | None,
        typer.Option(
            "--length",
            "-n",
            help="short, long, both, N sentences, N% of them, or Nw words; comma or repeated.",
        ),
    ] = None,
    format: Annotated[str, typer.Option("--format", "-f", help="text, markdown, json or html.")] = "text",
    output: OutputOption = None,
    glossary: GlossaryOption = None,
    no_glossary: NoGlossaryOption = False,
    terms: TermsOption = False,
    method: Annotated[str, typer.Option(help="How sentences are scored; see toolkit methods.")] = "combined",
    source_lang: Annotated[
        str | None, typer.Option("--source-lang", help="Language of the article; default detected.")
    ] = None,
    input_format: Annotated[str, typer.Option("--input-format", help="auto, text or html.")] = "auto",
    title: Annotated[
        str | None, typer.Option(help="Title of the article, if the text does not begin with it.")
    ] = None,
    quality: QualityOption = "fast",
    encoding: EncodingOption = None,
    verbose: VerboseOption = False,
    quiet: QuietOption = False,
    version: VersionOption = False,
) -> None:
    """Short and long abstracts of a news article in Kazakh, Russian, Chinese or its own language, offline."""
    from toolkit.article import read_article
    from toolkit.cli import _format, _output
    from toolkit.errors import OptionError
    from toolkit.pipeline import digest
    from toolkit.translation import TranslationSettings

    start = time.perf_counter()
    if format not in _format.FORMATS:
        raise OptionError(f"--format {format}: choose one of {', '.join(_format.FORMATS)}")
    chosen = chosen_glossary(glossary, no_glossary)
    with _output.progress(not quiet) as say:
        article = read_article(
            input_path(file), title=title, language=source_lang, input_format=input_format, encoding=encoding
        )
        result = digest(
            article,
            languages=split_list(lang or [article.language]),
            lengths=asked_lengths(length),
            method=method,
            glossary=chosen,
            settings=TranslationSettings.named(quality),
            progress=say,
        )
    render = {
        "text": _format.as_text,
        "markdown": _format.as_markdown,
        "json": _format.as_json,
        "html": _format.as_html,
    }[format]
    _output.write(render(result), output)
    if not quiet:
        for text in dict.fromkeys(a.note for a in result.abstracts if a.note):
            _output.note(f"note: {text}")
    if terms:
        for abstract in result.abstracts:
            for segment in abstract.segments:
                for line in _format.term_lines(segment.segment.terms):
                    _output.note(f"{abstract.language}\t{abstract.length}\t{line}")
    if verbose and not quiet:
        for abstract in result.abstracts:
            for warning in abstract.warnings:
                _output.note(f"warning: {abstract.language} {abstract.length}: {warning}")
        _output.note(", ".join(f"{k} {v}" for k, v in result.versions.items()))
        _output.note(f"{len(article.sentences)} sentences, {time.perf_counter() - start:.1f} s")


def main() -> None:
    """Entry point of the command."""
    sys.exit(_errors.run(lambda: app(standalone_mode=False)))


if __name__ == "__main__":
    main()
