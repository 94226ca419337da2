"""Checkpoints: written whole or not at all, with everything that a run needs to go on as if never stopped."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from toolkit.errors import InputError, OptionError
from training.files import replace_file

__all__ = [
    "Weights",
    "blend",
    "load_state",
    "load_weights",
    "remove_leftovers",
    "save_state",
    "write_released",
]


@dataclass(frozen=True, slots=True)
class Weights:
    """What export needs of a checkpoint.

    Attributes:
        values: the averaged weights, flat, in the order of ``Translator.parameters()``.
        step, epoch, batch: how far the training had come.
        model: settings of the network; empty in checkpoints of the first state.
        pieces: ids of each language's softmax; empty in checkpoints of the first state.
        digest: of the own corpus; empty likewise.
    """

    values: Tensor
    step: int
    epoch: int
    batch: int
    model: Mapping[str, Any]
    pieces: Mapping[str, list[int]]
    digest: str


def save_state(path: Path, state: Mapping[str, Any]) -> None:
    """Write a run's state: beside, to disk, then renamed over the old one."""
    replace_file(path, lambda beside: torch.save(dict(state), beside))


def remove_leftovers(folder: Path) -> None:
    """Remove what a killed process left half written."""
    for path in folder.glob(".checkpoint.pt.*.tmp"):
        owner = path.name.split(".")[-2]
        if not (owner.isdigit() and int(owner) != os.getpid() and Path(f"/proc/{owner}").exists()):
            path.unlink(missing_ok=True)


def load_state(path: Path) -> dict[str, Any]:
    """Read a checkpoint; only tensors and plain values are accepted, never code.

    Raises:
        InputError: not there, damaged, or not a checkpoint of this project.
    """
    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
    except FileNotFoundError:
        raise InputError(f"{path}: no checkpoint there") from None
    except Exception as error:
        raise InputError(f"{path}: not a readable checkpoint ({type(error).__name__})") from error
    if not isinstance(state, dict) or "ema" not in state or "step" not in state:
        raise InputError(f"{path}: not a checkpoint of this project (no averaged weights in it)")
    return state


def load_weights(path: Path) -> Weights:
    """The averaged weights of a run's or a released checkpoint, in float32.

    Raises:
        InputError: see :func:`load_state`.
    """
    state = load_state(path)
    return Weights(
        state["ema"].float(), int(state["step"]), int(state.get("epoch", state.get("ep", 0))),
        int(state.get("batch", state.get("bi", 0))), state.get("model", {}),
        {language: [int(i) for i in ids] for language, ids in state.get("pieces", {}).items()},
        str(state.get("digest", "")),
    )  # fmt: skip


def blend(weights: Weights, other: Weights, share: float) -> Weights:
    """Weights moved towards those of an older state, which often lose less of what it knew (WiSE-FT, Wortsman 2022).

    Args:
        weights: of the newer state; steps and pieces stay its own.
        other: of the older state, of the same vocabulary and shape.
        share: of the older state, 0 to 1.

    Raises:
        InputError: the two have different numbers of weights.
        OptionError: the share is no share.
    """
    if not 0 <= share <= 1:
        raise OptionError(f"share must lie between 0 and 1, not {share}")
    if weights.values.numel() != other.values.numel():
        raise InputError(
            f"the checkpoints have {weights.values.numel():,} and {other.values.numel():,} weights: only states of one "
            "vocabulary and shape can be blended"
        )
    return replace(weights, values=torch.lerp(weights.values, other.values, share))


def write_released(path: Path, weights: Weights) -> None:
    """Write averaged weights in fp16, without optimiser state: to hand on and to go on from."""
    state = {
        "ema": weights.values.half(), "step": weights.step, "epoch": weights.epoch, "batch": weights.batch,
        "model": dict(weights.model), "pieces": {k: torch.tensor(v) for k, v in weights.pieces.items()},
        "digest": weights.digest,
    }  # fmt: skip
    replace_file(path, lambda beside: torch.save(state, beside))
