"""Decoding with a package's CTranslate2 model: batches, n-best lists, scores, attention.

``argostranslate.translate`` decodes about one sentence a batch; here all segments of a text go through in batches
of up to a thousand tokens, a worker on each core, which on the same model is several times faster
(``python -m benchmarks.decode``). Workers with one thread each, not one worker with all the threads: the matrices of a
compact model are too small to be shared out, two sentences then take three times as long.
"""

from __future__ import annotations

import math
import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolkit.errors import PackageError
from toolkit.translation.packages import InstalledPackage
from toolkit.translation.protect import unused_tokens

__all__ = ["BeamSettings", "Decoder", "Hypothesis", "cores", "decoder_for"]

_BATCH_TOKENS = 1024
_MAX_TARGET_PIECES = 256
_MAX_SOURCE_PIECES = (
    500  # the shipped model has 512 positions; the translator never gives it a part this long
)


@dataclass(frozen=True, slots=True)
class BeamSettings:
    """How to search.

    Attributes:
        beam: beam size.
        coverage: coverage penalty (Wu et al. 2016, "Google's Neural Machine Translation System", eq. 14):
            against clauses left out. CTranslate2 counts padding as source left out, so with it a segment's score, and
            now and then its text, depends on what it is batched with; without it quality is the same
            (``python -m benchmarks.search``).
        length: length penalty exponent of the same paper; 1 normalises by length.
        repetition: repetition penalty; 1 is none.
        hypotheses: how many to return a source.
    """

    beam: int = 4
    coverage: float = 0.0
    length: float = 1.0
    repetition: float = 1.0
    hypotheses: int = 1


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One translation of one source.

    Attributes:
        text: the detokenised text.
        pieces: its subword pieces.
        score: mean log probability a piece (natural logarithm), as CTranslate2 gives it.
        attention: target pieces × source pieces, or None when it was not asked for.
        source_pieces: the pieces of the source, without the language tag and end mark.
    """

    text: str
    pieces: tuple[str, ...]
    score: float
    attention: Any | None = None
    source_pieces: tuple[str, ...] = ()


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Decoder:
    """A package's model, loaded once and safe to use from several threads."""

    def __init__(self, package: InstalledPackage) -> None:
        self.package = package
        self._lock = threading.Lock()
        self._translator: Any | None = None
        self._tokenizer = package.argos.tokenizer
        self._vmap = (package.model_path / "vmap.txt").is_file()
        prefix = getattr(package.argos, "target_prefix", "") or ""
        self._prefix = [prefix] if prefix else None
        self._workers = int(os.environ.get("TOOLKIT_THREADS", "0")) or min(4, cores())

    @property
    def translator(self) -> Any:
        """The ``ctranslate2.Translator``, loaded at first use; threads that come at once share one copy."""
        if self._translator is None:
            with self._lock:
                if self._translator is None:
                    self._translator = self._load()
        return self._translator

    def _load(self) -> Any:
        import ctranslate2

        try:
            return ctranslate2.Translator(
                str(self.package.model_path), device="cpu", inter_threads=self._workers, intra_threads=1
            )
        except (RuntimeError, ValueError, IndexError, OSError) as error:
            reason = str(error).splitlines()[0]
            raise PackageError(
                f"the model of package {self.package.name} cannot be loaded ({reason}): "
                f"delete {self.package.path} and start again; shipped packages are laid out anew"
            ) from error

    def encode(self, text: str) -> list[str]:
        """Subword pieces of a text."""
        pieces: list[str] = self._tokenizer.encode(text)
        return pieces

    def length(self, text: str) -> int:
        """Number of subword pieces of a text."""
        return len(self.encode(text))

    def join(self, pieces: Sequence[str]) -> str:
        """Text of subword pieces; unlike argostranslate's own tokenizer this keeps underscores."""
        tokenizer = self._tokenizer
        if hasattr(tokenizer, "lazy_processor"):
            return str(tokenizer.lazy_processor().decode_pieces(list(pieces))).replace("▁", " ").strip()
        return str(tokenizer.decode(list(pieces))).strip()

    def _batch_size(self, sources: Sequence[Sequence[str]]) -> int:
        """Tokens of a batch: so few that every worker has one, as long as there are segments enough."""
        lengths = [len(pieces) + 2 for pieces in sources]  # with the tag of the language and the end
        return min(_BATCH_TOKENS, max(*lengths, math.ceil(sum(lengths) / self._workers)))

    def decode(
        self, texts: Sequence[str], settings: BeamSettings | None = None, *, attention: bool = False
    ) -> list[list[Hypothesis]]:
        """Translate sources in one batch.

        Args:
            texts: sources, one a segment.
            settings: the search; default beam 4.
            attention: return attention too (needed for alignment; slower).

        Returns:
            For each source its hypotheses, best first.
        """
        if not texts:
            return []
        settings = settings or BeamSettings()
        sources = [self.encode(text) for text in texts]
        found: list[list[Hypothesis]] = [[] for _ in texts]
        filled = [i for i, pieces in enumerate(sources) if pieces]
        results = self.translator.translate_batch(
            [sources[i] for i in filled],
            target_prefix=[self._prefix] * len(filled) if self._prefix else None,
            beam_size=settings.beam,
            num_hypotheses=settings.hypotheses,
            length_penalty=settings.length,
            coverage_penalty=settings.coverage
            if settings.beam > 1
            else 0.0,  # CTranslate2 crashes on it in greedy search
            repetition_penalty=settings.repetition,
            max_batch_size=self._batch_size(sources),
            max_input_length=_MAX_SOURCE_PIECES,
            batch_type="tokens",
            max_decoding_length=_MAX_TARGET_PIECES,
            return_scores=True,
            return_attention=attention,
            replace_unknowns=not self._vmap,
            use_vmap=self._vmap,
            suppress_sequences=[[t] for t in unused_tokens(texts)] if self.package.placeholders else None,
        )
        skip = len(self._prefix or ())
        for i, result in zip(filled, results, strict=True):
            attentions = result.attention if attention else [None] * len(result.hypotheses)
            for pieces, score, weights in zip(result.hypotheses, result.scores, attentions, strict=True):
                text = self.join(pieces[skip:])
                found[i].append(
                    Hypothesis(
                        text,
                        tuple(pieces[skip:]),
                        float(score),
                        weights and weights[skip:],
                        tuple(sources[i]),
                    )
                )
        for hypotheses in found:
            if not hypotheses:
                hypotheses.append(Hypothesis("", (), 0.0))
        return found

    def score(self, sources: Sequence[str], targets: Sequence[str]) -> list[float]:
        """Mean log probability a piece of each target given its source (forced decoding)."""
        if not sources:
            return []
        pieces = [self.encode(s) for s in sources]
        results = self.translator.score_batch(
            pieces,
            [self.encode(t) for t in targets],
            max_batch_size=self._batch_size(pieces),
            max_input_length=_MAX_SOURCE_PIECES,
            batch_type="tokens",
        )
        return [sum(r.log_probs) / max(1, len(r.log_probs)) for r in results]


_decoders: dict[Path, Decoder] = {}
_decoders_lock = threading.Lock()


def decoder_for(package: InstalledPackage) -> Decoder:
    """The process's one decoder of a package."""
    with _decoders_lock:
        return _decoders.setdefault(package.path, Decoder(package))
