"""Throughput of our pipeline against plain argostranslate on the same package: `python -m benchmarks.decode`.

Both translate the same sentences of one article with the same model. argostranslate gets a neutral sentence splitter
(our own sentences, one a line), since its own would download a model. Ours is measured as decoding alone (the same
beam, one batch) and as the whole pipeline with glossary, checks and repair.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from toolkit.article import read_article
from toolkit.translation import TranslationSettings, Translator
from toolkit.translation.decoding import decoder_for
from toolkit.translation.normalise import for_model
from toolkit.translation.packages import route

__all__ = ["main"]

SEED = Path(__file__).resolve().parent.parent / "seeds" / "astana-visit.txt"


class _OneALine:
    """A sentence splitter that takes what it is given as one sentence."""

    def split_sentences(self, text: str) -> list[str]:
        return [text]


def _plain(language: str) -> Callable[[Sequence[str]], list[str]]:
    """Plain argostranslate, one paragraph a sentence."""
    route("en", language)  # sets the packages directory before argostranslate reads its settings
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    from argostranslate import translate

    translation: Any = translate.get_translation_from_codes("en", language).underlying
    translation.sentencizer = _OneALine()
    return lambda texts: translation.translate("\n".join(texts)).split("\n")


def _best(run: Callable[[], list[str]], runs: int) -> tuple[float, list[str]]:
    answer = run()  # warms up
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        answer = run()
        times.append(time.perf_counter() - start)
    return min(times), answer


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", default=str(SEED))
    parser.add_argument("--lang", default="kk")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--sentences", type=int, default=30)
    options = parser.parse_args()
    language = options.lang
    texts = [for_model(s.text) for s in read_article(Path(options.file)).sentences][: options.sentences]
    decoder = decoder_for(route("en", language)[0])

    def ours(settings: TranslationSettings) -> list[str]:
        # a new translator each time: nothing is remembered from the run before
        return [s.target for s in Translator(language, settings=settings).translate_segments(texts)]

    plain = _plain(language)
    cases: dict[str, Callable[[], list[str]]] = {
        "argostranslate, plain": lambda: plain(texts),
        "ours, decoding alone": lambda: [h[0].text for h in decoder.decode(texts)],
        "ours, with terms and checks": lambda: ours(TranslationSettings(repair=False)),
        "ours, with repair": lambda: ours(TranslationSettings()),
    }
    print(f"{len(texts)} sentences, en→{language}, package {decoder.package.name}, best of {options.runs}")
    print(f"{'':32}{'seconds':>9}{'tokens/s':>10}{'ratio':>8}")
    first = 0.0
    for name, run in cases.items():
        seconds, answer = _best(run, options.runs)
        rate = sum(decoder.length(text) for text in answer) / seconds
        first = first or rate
        print(f"{name:32}{seconds:9.2f}{rate:10.0f}{rate / first:8.1f}")


if __name__ == "__main__":
    main()
