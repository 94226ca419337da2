"""``evaluate``: an exported model against references, against an older report, against floors."""

from __future__ import annotations

import hashlib
import json
import platform
import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from toolkit.errors import InputError
from training.batches import TERMS
from training.corpus import TARGETS, Row
from training.decoding import Decoder, DecodingSettings, decoder
from training.metrics import FAULTS, first_whole, placeholder_counts, robustness, score
from training.names import common_words
from training.package import read_card
from training.placeholders import Finder, read_terms, swap

__all__ = [
    "AlignedSet", "aligned_folder", "compare", "digests", "evaluate", "figures", "held_out_set", "placeholder_rows",
    "plain_lines",
    "read_report", "table",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class AlignedSet:
    """English lines and their references in the languages that there are.

    Attributes:
        name: for the report.
        sources: English lines.
        references: language to lines; empty for text without references, where only faults are counted.
    """

    name: str
    sources: tuple[str, ...]
    references: Mapping[str, tuple[str, ...]]

    @property
    def digest(self) -> str:
        """Short hash: reports compare only when it is the same."""
        text = "\n".join(
            [*self.sources, *(line for key in sorted(self.references) for line in self.references[key])]
        )
        return hashlib.sha256(text.encode()).hexdigest()[:12]


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read as UTF-8 text ({error})") from error


def aligned_folder(folder: Path, name: str = "", limit: int = 0) -> AlignedSet:
    """A folder with ``en.txt`` and one or more of ``kk.txt``, ``ru.txt``, ``zh.txt``, line by line the same text.

    Args:
        folder: the folder; for FLORES-200 devtest one made so from its files.
        name: for the report; default the folder's.
        limit: take only so many lines; 0: all.

    Raises:
        InputError: files are missing or have different numbers of lines.
    """
    sources = _lines(folder / "en.txt")
    references = {x: _lines(folder / f"{x}.txt") for x in TARGETS if (folder / f"{x}.txt").is_file()}
    if not references:
        raise InputError(f"{folder}: has en.txt but none of kk.txt, ru.txt, zh.txt")
    for language, lines in references.items():
        if len(lines) != len(sources):
            raise InputError(f"{folder}: en.txt has {len(sources)} lines, {language}.txt has {len(lines)}")
    end = limit or len(sources)
    return AlignedSet(
        name or folder.name, tuple(sources[:end]), {k: tuple(v[:end]) for k, v in references.items()}
    )


def plain_lines(path: Path, limit: int = 0) -> AlignedSet:
    """English lines without references, one a line: only faults and speed are measured.

    Raises:
        InputError: the file cannot be read.
    """
    lines = [line for line in _lines(path) if line.strip()]
    return AlignedSet(path.stem, tuple(lines[: limit or len(lines)]), {})


def held_out_set(rows: Sequence[Row], limit: int = 0) -> AlignedSet:
    """The held-out own lines as a set."""
    some = rows[: limit or len(rows)]
    return AlignedSet(
        "own", tuple(r[0] for r in some), {x: tuple(r[i] for r in some) for i, x in enumerate(TARGETS, 1)}
    )


def placeholder_rows(
    rows: Sequence[Row], training_rows: Sequence[Row]
) -> Mapping[str, list[tuple[str, str]]]:
    """Language to (source, reference) with placeholders, from held-out rows; always the same for the same rows.

    Args:
        rows: held out.
        training_rows: only for which words are no names.
    """
    # only the first files: new shards sort behind them and must not change what is measured
    common = common_words(row[0] for row in training_rows[:15_000])
    finder, rng = Finder(read_terms(TERMS), common), random.Random(5)
    found = [(row, finder.candidates(row)) for row in rows]
    return {
        language: [pair for row, candidates in found if (pair := swap(row, language, candidates, rng))]
        for language in TARGETS
    }


def pairs_digest(placeholders: Mapping[str, Sequence[tuple[str, str]]]) -> str:
    """Short hash of placeholder pairs."""
    text = "\n".join(f"{x}\t{a}\t{b}" for x in sorted(placeholders) for a, b in placeholders[x])
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def digests(report: Mapping[str, Any]) -> dict[str, str]:
    """What each set of a report was measured on; figures compare only where it is the same."""
    found = {name: str(entry["digest"]) for name, entry in report["sets"].items()}
    if report["placeholders"]:
        found["placeholders"] = str(report.get("placeholders_digest", ""))
    return found


def _evaluate_set(decode: Decoder, some: AlignedSet) -> tuple[dict[str, Any], dict[str, list[str]]]:
    entry: dict[str, Any] = {"lines": len(some.sources), "digest": some.digest, "languages": {}}
    outputs: dict[str, list[str]] = {}
    for language in some.references or TARGETS:
        begin = time.perf_counter()
        hypotheses = decode.translate(some.sources, language)
        seconds = time.perf_counter() - begin
        outputs[language] = hypotheses
        references = some.references.get(language)
        scores: dict[str, Any] = {}
        if references:
            ratio = sum(map(len, hypotheses)) / max(1, sum(map(len, references)))
            scores = score(hypotheses, references, language).as_dict() | {"length_ratio": round(ratio, 3)}
        entry["languages"][language] = {
            **scores,
            "robustness": robustness(some.sources, hypotheses, language),
            "seconds": round(seconds, 2),
            "source_tokens_per_second": round(decode.tokens(some.sources) / max(seconds, 1e-9)),
        }
    return entry, outputs


def evaluate(
    model: Path,
    sets: Sequence[AlignedSet],
    placeholders: Mapping[str, Sequence[tuple[str, str]]],
    settings: DecodingSettings,
    outputs: Path | None = None,
) -> dict[str, Any]:
    """Measure an exported model.

    Args:
        model: the exported folder.
        sets: what to translate and compare.
        placeholders: from :func:`placeholder_rows`; empty to leave that out.
        settings: of decoding.
        outputs: a folder to write the hypotheses to (``NAME.kk.txt`` …), None for none.

    Returns:
        The report: plain values, for JSON.

    Raises:
        PackageError: the folder is not a whole exported model.
    """
    report: dict[str, Any] = {
        "model": dict(read_card(model)), "decoding": asdict(settings),
        "machine": {"processor": platform.processor() or platform.machine(), "system": platform.system()},
        "sets": {}, "placeholders": {},
    }  # fmt: skip
    if outputs is not None:
        outputs.mkdir(parents=True, exist_ok=True)
    with decoder(model, settings) as decode:
        for some in sets:
            report["sets"][some.name], written = _evaluate_set(decode, some)
            if outputs is not None:
                for language, lines in written.items():
                    text = "".join(line + "\n" for line in lines)
                    (outputs / f"{some.name}.{language}.txt").write_text(text, encoding="utf-8")
        report["placeholders_digest"] = pairs_digest(placeholders)
        for language, pairs in placeholders.items():
            sources, references = [p[0] for p in pairs], [p[1] for p in pairs]
            hypotheses = decode.translate(sources, language)
            counts = placeholder_counts(sources, references, hypotheses)
            # decoded anew: asked for several hypotheses the search ends later, and older figures were without
            beams = zip(sources, decode.beams(sources, language), strict=True)
            found = placeholder_counts(sources, references, [first_whole(*beam) for beam in beams])
            report["placeholders"][language] = counts.as_dict() | {"beam_once_percent": found.once_percent}
            if outputs is not None:
                text = "".join(f"{a}\t{b}\t{h}\n" for (a, b), h in zip(pairs, hypotheses, strict=True))
                (outputs / f"placeholders.{language}.tsv").write_text(text, encoding="utf-8")
    return report


def figures(report: Mapping[str, Any]) -> dict[str, float]:
    """The figures of a report by name, e.g. ``own.kk.chrf``; all but ``…faults`` are better when higher.

    >>> figures({"sets": {"own": {"languages": {"kk": {"bleu": 1.0, "chrf": 2.0, "chrf_plus_plus": 3.0,
    ...     "robustness": {"any_percent": 0.0}}}}}, "placeholders": {}})["own.kk.chrf"]
    2.0
    """
    out: dict[str, float] = {}
    for name, entry in report["sets"].items():
        for language, values in entry["languages"].items():
            for key in ("bleu", "chrf", "chrf_plus_plus"):
                # chrF++ counts words: of Chinese, which has no spaces, those are whole sentences, and one more or less
                # that is just as the reference moves it by three points
                if key in values and (language, key) != ("zh", "chrf_plus_plus"):
                    out[f"{name}.{language}.{key}"] = values[key]
            out[f"{name}.{language}.faults"] = values["robustness"]["any_percent"]
    for language, values in report["placeholders"].items():
        out[f"placeholders.{language}.once"] = values["once_percent"]
        if "beam_once_percent" in values:  # reports of older versions have not
            out[f"placeholders.{language}.beam_once"] = values["beam_once_percent"]
        if values["tags"]:
            out[f"placeholders.{language}.case"] = values["right_percent"]
    return out


def compare(new: Mapping[str, Any], old: Mapping[str, Any]) -> list[str]:
    """Lines: each figure that both reports have, old, new and difference; sets that are not the same are named."""
    before, after = figures(old), figures(new)
    lines = []
    known = digests(old)
    for name, digest in digests(new).items():
        if known.get(name, digest) != digest:
            lines.append(f"! {name}: not the same lines in both reports, the figures do not compare")
    for key in after:
        if key in before:
            lines.append(f"{key:32} {before[key]:8.2f} {after[key]:8.2f} {after[key] - before[key]:+8.2f}")
    return lines


def table(report: Mapping[str, Any]) -> list[str]:
    """The report as a Markdown table, for the model card."""
    lines = [
        "| set | to | lines | BLEU | chrF | chrF++ | empty | loop | English | script | mixed | debris | tokens/s |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for name, entry in report["sets"].items():
        for language, v in entry["languages"].items():
            scores = [f"{v[key]:.1f}" if key in v else "–" for key in ("bleu", "chrf", "chrf_plus_plus")]
            counts = [str(v["robustness"][kind]) for kind in FAULTS]
            cells = [
                name,
                language,
                str(entry["lines"]),
                *scores,
                *counts,
                str(v["source_tokens_per_second"]),
            ]
            lines.append(f"| {' | '.join(cells)} |")
    if report["placeholders"]:
        lines += [
            "",
            "| placeholders | sentences | placed once | in one of the beam | all right in a sentence | case right |",
            "|---|---|---|---|---|---|",
        ]
    for language, v in report["placeholders"].items():
        whole = 100 * v["whole"] / max(v["sentences"], 1)
        case = f"{v['right_percent']:.1f} % of {v['tags']}" if v["tags"] else "–"
        beam = f"{v['beam_once_percent']:.1f} %" if "beam_once_percent" in v else "–"
        cells = [language, str(v["sentences"]), f"{v['once_percent']:.1f} % of {v['places']}", beam]
        lines.append(f"| {' | '.join([*cells, f'{whole:.1f} %', case])} |")
    return lines


def read_report(path: Path) -> dict[str, Any]:
    """Read a report written before.

    Raises:
        InputError: not there or not a report.
    """
    try:
        report = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: not a report of evaluate ({error})") from error
    if not isinstance(report, dict) or "sets" not in report or "placeholders" not in report:
        raise InputError(f"{path}: not a report of evaluate")
    return report
