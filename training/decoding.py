"""Decoding with an exported model, plainly: what ``evaluate`` measures."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolkit.translation.protect import unused_tokens
from training.corpus import TARGETS
from training.package import package
from training.prepare import clean
from training.vocabulary import Vocabulary

__all__ = ["Decoder", "DecodingSettings", "decoder"]


@dataclass(frozen=True, slots=True)
class DecodingSettings:
    """How hypotheses are searched: as for all figures in the model card. (The product has no coverage penalty.)

    Attributes:
        beam, coverage_penalty, batch_tokens, longest: of the search.
        threads: workers of one thread each.
    """

    beam: int = 4
    coverage_penalty: float = 0.2
    threads: int = 2
    batch_tokens: int = 1024
    longest: int = 220


@dataclass(frozen=True, slots=True)
class Decoder:
    """One translator a language, all from one copy of the weights."""

    vocabulary: Vocabulary
    translators: dict[str, Any]
    settings: DecodingSettings

    def translate(self, lines: Sequence[str], language: str) -> list[str]:
        """Translate lines; they are cleaned first (NFC, single spaces, straight quotes)."""
        return [found[0] for found in self._search(lines, language, 1)]

    def beams(self, lines: Sequence[str], language: str) -> list[list[str]]:
        """For each line all hypotheses of the beam, best first, as the product looks through them."""
        return self._search(lines, language, self.settings.beam)

    def _search(self, lines: Sequence[str], language: str, hypotheses: int) -> list[list[str]]:
        s = self.settings
        results = self.translators[language].translate_batch(
            self.vocabulary.pieces([clean(line, english=True) for line in lines]), use_vmap=True, beam_size=s.beam,
            num_hypotheses=hypotheses, coverage_penalty=s.coverage_penalty, max_batch_size=s.batch_tokens,
            batch_type="tokens", max_decoding_length=s.longest,
            suppress_sequences=[[token] for token in unused_tokens(lines)],
        )  # fmt: skip
        return [[self.vocabulary.decode(pieces) for pieces in r.hypotheses] for r in results]

    def tokens(self, lines: Sequence[str]) -> int:
        """Pieces of lines: what speed is measured in."""
        return sum(len(p) for p in self.vocabulary.pieces(lines))


@contextmanager
def decoder(model: Path, settings: DecodingSettings) -> Iterator[Decoder]:
    """Open an exported model as the packages would use it.

    Raises:
        PackageError: the folder is not whole.
    """
    import ctranslate2

    with tempfile.TemporaryDirectory() as folder:
        made = package(model, Path(folder))
        translators = {
            language: ctranslate2.Translator(
                str(path / "model"), device="cpu", inter_threads=settings.threads, intra_threads=1
            )
            for language, path in zip(TARGETS, made, strict=True)
        }
        yield Decoder(Vocabulary.load(model / "sentencepiece.model"), translators, settings)
