"""Beam, coverage and length penalties side by side, by measurement.

Each setting translates the same held-out sentences of the own corpus (and any folder of aligned files, ``en.txt`` and
one file a language) with the shipped model, without repair: chrF, segments with a warning, seconds of the processor.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

from sacrebleu.metrics.chrf import CHRF

from toolkit import Translator
from toolkit.translation import TranslationSettings
from toolkit.translation.decoding import BeamSettings
from training.corpus import TARGETS, read_corpus

__all__ = ["SETTINGS", "measure"]

_CHRF = CHRF()
SETTINGS = (
    BeamSettings(), BeamSettings(coverage=0.2), BeamSettings(length=0.8), BeamSettings(length=1.2),
    BeamSettings(beam=1), BeamSettings(beam=2), BeamSettings(beam=6),
)  # fmt: skip


def measure(pairs: Sequence[tuple[str, str]], language: str, beam: BeamSettings) -> tuple[float, int, float]:
    """chrF, segments with a warning, seconds of the processor."""
    translator = Translator(language, settings=TranslationSettings(beam=beam, repair=False))
    translator.warm()
    start = time.process_time()
    done = translator.compose(translator.draft([source for source, _ in pairs]))
    seconds = time.process_time() - start
    chrf = _CHRF.corpus_score([s.target for s in done], [[target for _, target in pairs]])
    return chrf.score, sum(bool(s.warnings) for s in done), seconds


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--lang", default="kk,ru,zh")
    parser.add_argument("--limit", type=int, default=300, help="sentences a set")
    parser.add_argument("--set", type=Path, action="append", default=[], help="folder with en.txt, kk.txt …")
    options = parser.parse_args()
    print(
        "| language | set | beam | coverage | length | chrF | warned | seconds |\n|---|---|---|---|---|---|---|---|"
    )
    for language in options.lang.split(","):
        column = 1 + TARGETS.index(language)
        sets = {"own": [(row[0], row[column]) for row in read_corpus().held_out][: options.limit]}
        for folder in options.set:
            sides = [(folder / f"{x}.txt").read_text(encoding="utf-8").splitlines() for x in ("en", language)]
            sets[folder.name] = list(zip(*sides, strict=True))[: options.limit]
        for name, pairs in sets.items():
            for beam in SETTINGS:
                chrf, warned, seconds = measure(pairs, language, beam)
                print(
                    f"| {language} | {name} | {beam.beam} | {beam.coverage} | {beam.length} | {chrf:.1f} | {warned} "
                    f"| {seconds:.1f} |",
                    flush=True,
                )
    print(f"\nchrF: {_CHRF.get_signature()}")


if __name__ == "__main__":
    main()
