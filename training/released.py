"""Going on from what ships: the weights of an exported CTranslate2 folder, read back for training.

A checkpoint is not part of the project, the folder ``toolkit/models/compact`` is. Rounding to int8 costs next to
nothing (``export`` prints it), so the weights in it are as good a start as a released checkpoint.
"""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import torch

from toolkit.errors import InputError
from training.checkpoint import Weights
from training.corpus import TARGETS
from training.export import specification
from training.model import Translator
from training.settings import ModelSettings
from training.vocabulary import Vocabulary

__all__ = ["read_exported"]

_VERSION = 6  # of CTranslate2's binary format
_TYPES = (np.float32, np.int8, np.int16, np.int32, np.float16)  # by CTranslate2's number of the type


def _take(file: BinaryIO, form: str) -> int:
    return int(struct.unpack(form, file.read(struct.calcsize(form)))[0])


def _name(file: BinaryIO) -> str:
    return file.read(_take(file, "<H"))[:-1].decode("utf-8")


def _variables(file: BinaryIO) -> dict[str, Any]:
    """Name and array of each variable of a ``model.bin``, aliases as the variable that they stand for."""
    if _take(file, "<I") != _VERSION:
        raise ValueError(f"not of format {_VERSION}")
    _name(file), _take(file, "<I")  # the specification and its revision
    found = {}
    for _ in range(_take(file, "<I")):
        name = _name(file)
        shape = [_take(file, "<I") for _ in range(_take(file, "<B"))]
        kind = _TYPES[_take(file, "<B")]
        found[name] = np.frombuffer(file.read(_take(file, "<I")), dtype=kind).reshape(shape)
    for _ in range(_take(file, "<I")):
        alias, name = _name(file), _name(file)
        for end in ("", "_scale"):
            if name + end in found:
                found[alias + end] = found[name + end]
    return found


def read_exported(folder: Path) -> Weights:
    """The weights of an exported folder, in float32, as :func:`training.checkpoint.load_weights` gives them.

    Args:
        folder: with ``model.bin`` (any quantization that ``export`` writes), ``sentencepiece.model``, the vmaps
            and ``model.json``. The network must have the compact model's shape.

    Raises:
        InputError: something is missing, or the weights are of another network.
    """
    vocabulary = Vocabulary.load(folder / "sentencepiece.model")
    try:
        with (folder / "model.bin").open("rb") as file:
            values = _variables(file)
        card = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        names = {name: i for i, name in enumerate(vocabulary.names())}
        pieces = {
            x: [names[p] for p in (folder / f"vmap.{x}.txt").read_text(encoding="utf-8").split("\t", 1)[1].split()]
            for x in TARGETS
        }  # fmt: skip
    except (OSError, ValueError, KeyError, IndexError, struct.error) as error:
        raise InputError(f"{folder}: not a folder that export wrote ({error!r})") from error
    shape = ModelSettings()
    net = Translator(len(vocabulary), shape)
    parameters = list(net.parameters())
    # filled with its own number, each parameter shows under which name the exporter puts it
    for number, parameter in enumerate(parameters):
        torch.nn.init.constant_(parameter, float(number))
    flat: list[torch.Tensor | None] = [None] * len(parameters)
    for name, stands in specification(net, vocabulary).variables().items():
        if not isinstance(stands, np.ndarray) or stands.ndim == 0:
            continue
        number = int(stands.flat[0])
        if name not in values or values[name].shape != tuple(parameters[number].shape):
            raise InputError(
                f"{folder / 'model.bin'}: {name} is missing or of another shape than the compact model's"
            )
        array = values[name].astype(np.float32)
        scale = values.get(f"{name}_scale")
        if scale is not None:
            array /= scale.astype(np.float32).reshape(-1, *[1] * (array.ndim - 1)) if scale.ndim else scale
        flat[number] = torch.from_numpy(array).reshape(-1)
    assert all(part is not None for part in flat)
    return Weights(
        torch.cat([part for part in flat if part is not None]), int(card.get("step", 0)), 0, 0, shape.as_dict(),
        pieces, str(card.get("corpus", "")),
    )  # fmt: skip
