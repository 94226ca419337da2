"""``export``: a checkpoint → the folder that ships: CTranslate2 weights, vocabulary, a ``vmap`` a language.

Layout of the folder (``toolkit/models/compact``): ``model.bin``, ``config.json``, ``shared_vocabulary.json``,
``vmap.{kk,ru,zh}.txt``, ``sentencepiece.model``, ``model.json``.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from toolkit.errors import InputError
from training.checkpoint import Weights, load_weights
from training.corpus import TARGETS, Row
from training.decoding import DecodingSettings, decoder
from training.metrics import chrf
from training.model import Translator
from training.settings import ModelSettings
from training.vocabulary import Vocabulary

__all__ = ["QUANTIZATIONS", "export", "network", "quantization_cost", "specification", "write_model"]

QUANTIZATIONS = ("int8", "int8_float32", "int16", "float32")


def network(weights: Weights, vocabulary: Vocabulary) -> Translator:
    """The network with the averaged weights of a checkpoint.

    Raises:
        InputError: the vocabulary is not the one that the checkpoint was trained with.
    """
    net = Translator(len(vocabulary), ModelSettings.of(weights.model))
    wanted = sum(p.numel() for p in net.parameters())
    if wanted != weights.values.numel():
        raise InputError(
            f"the checkpoint has {weights.values.numel():,} weights, this vocabulary asks for {wanted:,}: "
            f"give the sentencepiece.model it was trained with, not {vocabulary.path}"
        )
    at = 0
    for p in net.parameters():
        p.data = weights.values[at : at + p.numel()].view(p.shape).clone()
        at += p.numel()
    net.eval()
    return net


def _array(tensor: Any) -> Any:
    return tensor.detach().float().cpu().contiguous().numpy().copy()


def specification(net: Translator, vocabulary: Vocabulary) -> Any:
    """The network as a ``ctranslate2.specs.TransformerSpec``."""
    from ctranslate2.specs import TransformerSpec, common_spec

    def linear(spec: Any, module: Any) -> None:
        spec.weight, spec.bias = _array(module.weight), _array(module.bias)

    def norm(spec: Any, module: Any) -> None:
        spec.gamma, spec.beta = _array(module.weight), _array(module.bias)

    def own_attention(spec: Any, layer: Any) -> None:
        linear(spec.linear[0], layer.attention.query_key_value)
        linear(spec.linear[1], layer.attention.output)
        norm(spec.layer_norm, layer.attention_norm)

    def feed_forward(spec: Any, layer: Any) -> None:
        linear(spec.linear_0, layer.feed_forward.inner)
        linear(spec.linear_1, layer.feed_forward.outer)
        norm(spec.layer_norm, layer.feed_forward_norm)

    shape = net.shape
    spec = TransformerSpec.from_config(
        (shape.encoder, shape.decoder), shape.heads, pre_norm=False, activation=common_spec.Activation.GELU,
        layernorm_embedding=True, no_final_norm=True, alignment_layer=-1, alignment_heads=shape.heads,
    )  # fmt: skip
    table = _array(net.embedding.weight)
    sides = (
        (spec.encoder, net.encoder_positions, net.encoder_norm),
        (spec.decoder, net.decoder_positions, net.decoder_norm),
    )
    for side, positions, first_norm in sides:
        embeddings = side.embeddings[0] if isinstance(side.embeddings, list) else side.embeddings
        embeddings.weight = table
        side.scale_embeddings = False
        side.position_encodings.encodings = _array(positions.weight)
        norm(side.layernorm_embedding, first_norm)
    spec.decoder.projection.weight = table
    for part, layer in zip(spec.encoder.layer, net.encoder, strict=True):
        own_attention(part.self_attention, layer)
        feed_forward(part.ffn, layer)
    for part, layer in zip(spec.decoder.layer, net.decoder, strict=True):
        own_attention(part.self_attention, layer)
        linear(part.attention.linear[0], layer.cross_attention.query)
        linear(part.attention.linear[1], layer.cross_attention.key_value)
        linear(part.attention.linear[2], layer.cross_attention.output)
        norm(part.attention.layer_norm, layer.cross_attention_norm)
        feed_forward(part.ffn, layer)
    names = vocabulary.names()
    spec.register_source_vocabulary(names)
    spec.register_target_vocabulary(names)
    spec.config.add_source_bos, spec.config.add_source_eos = False, True
    spec.config.bos_token, spec.config.eos_token, spec.config.decoder_start_token = "<s>", "</s>", "<s>"
    return spec


def write_model(net: Translator, vocabulary: Vocabulary, folder: Path, quantization: str) -> None:
    """Write a CTranslate2 model into a new folder."""
    folder.mkdir(parents=True, exist_ok=True)
    spec = specification(net, vocabulary)
    spec.validate()
    spec.optimize(quantization=None if quantization == "float32" else quantization)
    spec.save(str(folder))


def _vmap_lines(
    weights: Weights, vocabulary: Vocabulary, vmaps: Path | None, rows: Sequence[Row]
) -> Mapping[str, str]:
    """The line of each language's vmap: an empty n-gram, TAB, all pieces the language may write."""
    if vmaps is not None:
        return {x: (vmaps / f"vmap.{x}.txt").read_text(encoding="utf-8") for x in TARGETS}
    if not weights.pieces:
        raise InputError("this checkpoint does not say which pieces each language uses: give --vmap-from a folder "
                         "with vmap.kk.txt, vmap.ru.txt and vmap.zh.txt (toolkit/models/compact)")  # fmt: skip
    names = vocabulary.names()
    lines = {}
    for i, language in enumerate(TARGETS, 1):
        latin = frozenset(word for row in rows for word in _LATIN_WORD.findall(row[i])) if rows else None
        pieces = (names[k] for k in weights.pieces[language])
        if language == "zh":
            kept = (p for p in pieces if not _is_english(p, latin))
        else:  # in Russian whole words are left: without them placeholders are lost now and then
            kept = (p for p in pieces if not _mixes(p, latin if language == "kk" else None))
        lines[language] = "\t" + " ".join(kept) + "\n"
    return lines


# not half of a word in other letters; Chinese characters stand right beside
_LATIN_WORD = re.compile(r"(?<![^\W\u4e00-\u9fff])(?<!-)[A-Za-z]+(?![^\W\u4e00-\u9fff])(?!-)")


def _mixes(piece: str, latin: frozenset[str] | None) -> bool:
    """Whether a piece of two or more Latin letters is likely to be half of a word whose other half is Cyrillic.

    Such are all that go on within a word, and those that begin one without being a word that news in the language
    write in Latin letters. With them the model writes one word in fifteen lines half in Latin letters («Симинoff»,
    «Westminстер»); without, one in forty, at nearly the same chrF. Single letters still can stand for any name.

    Args:
        piece: of the vocabulary.
        latin: Latin words of the own corpus in the language; None: unknown.
    """
    match = re.fullmatch(r"(▁?)([A-Za-z]{2,})", piece)
    if match is None:
        return False
    return not match[1] or (latin is not None and match[2] not in latin)


def _is_english(piece: str, latin: frozenset[str] | None) -> bool:
    """Whether a piece is an English word in small letters that Chinese news do not write («跳动的 chub»)."""
    match = re.fullmatch(r"▁([a-z]{3,})", piece)
    return match is not None and latin is not None and match[1] not in latin


def export(
    checkpoint: Path, vocabulary_path: Path, out: Path, *, quantization: str = "int8", vmaps: Path | None = None,
    name: str = "compact", version: str = "0.1", digest: str = "", rows: Sequence[Row] = (),
) -> Mapping[str, Any]:  # fmt: skip
    """Write the folder that ships; an existing one is replaced whole, or not at all when something fails.

    Args:
        checkpoint: of a run, or released.
        vocabulary_path: the ``sentencepiece.model`` it was trained with.
        out: the folder.
        quantization: of the weights.
        vmaps: folder to take the vmaps from, for checkpoints without a list of pieces.
        name, version: for ``model.json``.
        digest: hash of the own corpus, where the checkpoint does not say.
        rows: of the own corpus: which Latin words Kazakh and Chinese may have. Empty: any.

    Returns:
        What stands in ``model.json``.

    Raises:
        InputError: checkpoint and vocabulary do not belong together, or vmaps are missing.
    """
    vocabulary, weights = Vocabulary.load(vocabulary_path), load_weights(checkpoint)
    net, lines = network(weights, vocabulary), _vmap_lines(weights, vocabulary, vmaps, rows)
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{out.name}.", dir=out.parent) as folder:
        staged = Path(folder) / "model"
        write_model(net, vocabulary, staged, quantization)
        for language, line in lines.items():
            (staged / f"vmap.{language}.txt").write_text(line, encoding="utf-8")
        shutil.copyfile(vocabulary_path, staged / "sentencepiece.model")
        card = {
            "name": name, "version": version, "step": weights.step, "languages": list(TARGETS), "placeholders": True,
            "licence": "CC BY 4.0", "date": datetime.date.today().isoformat(), "quantization": quantization,
            "corpus": weights.digest or digest,
            "weights": hashlib.sha256((staged / "model.bin").read_bytes()).hexdigest()[:16],
        }  # fmt: skip
        (staged / "model.json").write_text(
            json.dumps(card, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
        )
        if out.exists():
            for kept in ("README.md",):  # hand-written, not ours to lose
                if (out / kept).is_file():
                    shutil.copyfile(out / kept, staged / kept)
            out.rename(Path(folder) / "old")
        staged.rename(out)
    return card


def quantization_cost(
    checkpoint: Path, vocabulary_path: Path, exported: Path, rows: Sequence[Row]
) -> Mapping[str, tuple[float, float]]:
    """Language to (chrF of the exported model, chrF in float32) on held-out rows."""
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "float32"
        export(checkpoint, vocabulary_path, whole, quantization="float32", vmaps=exported)
        found: dict[str, list[float]] = {language: [] for language in TARGETS}
        for model in (exported, whole):
            with decoder(model, DecodingSettings()) as decode:
                for i, language in enumerate(TARGETS, 1):
                    hypotheses = decode.translate([row[0] for row in rows], language)
                    found[language].append(chrf(hypotheses, [row[i] for row in rows]))
    return {language: (values[0], values[1]) for language, values in found.items()}
