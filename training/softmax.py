"""The loss: a softmax over the pieces of the target language and a sample of the others.

The sampled ones are lifted by log(all / drawn), so that they stand for all that were not drawn; without that the
model mixes languages.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

__all__ = ["PieceSampler", "Softmax", "softmax_loss"]


@dataclass(frozen=True, slots=True)
class Softmax:
    """The pieces of one softmax.

    Attributes:
        ids: of the pieces.
        place: from id to place among ``ids``, -1 for others.
        bias: added to the scores.
    """

    ids: Tensor
    place: Tensor
    bias: Tensor


class PieceSampler:
    """Chooses the pieces of each softmax.

    Args:
        pieces: ids that each language uses.
        size: of the vocabulary.
    """

    def __init__(self, pieces: Mapping[str, Sequence[int]], size: int) -> None:
        self._size = size
        self._own = {language: torch.tensor(list(ids)) for language, ids in pieces.items()}
        self._rest: dict[str, Tensor] = {}
        for language, ids in self._own.items():
            others = torch.ones(size, dtype=torch.bool)
            others[:4] = False
            others[ids] = False
            self._rest[language] = others.nonzero()[:, 0]

    def pick(
        self, language: str, targets: Tensor, negatives: int, dtype: torch.dtype, generator: torch.Generator
    ) -> Softmax:
        """The pieces of a batch's softmax; those of the targets are always in."""
        own, rest = self._own[language], self._rest[language]
        ids, bias = own, torch.zeros(len(own), dtype=dtype)
        if negatives and len(rest):
            drawn = rest[torch.randint(len(rest), (negatives,), generator=generator)].unique()
            ids = torch.cat([own, drawn])
            lift = torch.full((len(drawn),), math.log(len(rest) / len(drawn)), dtype=dtype)
            bias = torch.cat([bias, lift])
        place = torch.full((self._size,), -1)
        place[ids] = torch.arange(len(ids))
        missing = targets[place[targets] < 0].unique()
        if len(missing):
            place[missing] = torch.arange(len(ids), len(ids) + len(missing))
            ids, bias = torch.cat([ids, missing]), torch.cat([bias, bias.new_zeros(len(missing))])
        return Softmax(ids, place, bias)


class _SoftmaxLoss(torch.autograd.Function):  # type: ignore[misc]
    """Projection and label-smoothed cross-entropy in chunks that stay in cache; the whole table never exists."""

    @staticmethod
    def forward(
        ctx: Any, states: Tensor, weights: Tensor, bias: Tensor, targets: Tensor, smoothing: float, chunk: int
    ) -> Tensor:
        count, size = targets.numel(), weights.shape[0]
        state_gradient = torch.empty_like(states)
        weight_gradient = torch.zeros(weights.shape, dtype=torch.float32)
        transposed = weights.t().contiguous()
        right = []
        for start in range(0, count, chunk):
            some, wanted = states[start : start + chunk], targets[start : start + chunk, None]
            probabilities = torch.softmax(torch.addmm(bias, some, transposed), -1)
            of_target = probabilities.gather(1, wanted)
            right.append(of_target)
            probabilities.scatter_(1, wanted, of_target - (1 - smoothing))
            torch.mm(probabilities, weights, out=state_gradient[start : start + chunk])
            weight_gradient += torch.mm(probabilities.t(), some)
        if smoothing:
            state_gradient -= (weights.sum(0, dtype=torch.float32) * (smoothing / size)).to(states.dtype)
            weight_gradient -= states.sum(0, dtype=torch.float32) * (smoothing / size)
        ctx.save_for_backward(
            state_gradient.mul_(1 / count), weight_gradient.mul_(1 / count).to(weights.dtype)
        )
        return -torch.cat(right).float().clamp_min_(1e-9).log_().mean()

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor | None, ...]:
        states, weights = ctx.saved_tensors
        return states * gradient, weights * gradient, None, None, None, None


def softmax_loss(
    states: Tensor, embedding: Tensor, softmax: Softmax, targets: Tensor, smoothing: float
) -> Tensor:
    """Mean negative log-likelihood of the targets (nats a token, without the constant of the smoothing).

    Args:
        states: (tokens, width).
        embedding: the table of embeddings, (vocabulary, width).
        softmax: the pieces to choose among.
        targets: ids, (tokens,).
        smoothing: share of probability spread over all pieces; changes the gradient, not the value.
    """
    weights = embedding.index_select(0, softmax.ids)
    loss: Tensor = _SoftmaxLoss.apply(states, weights, softmax.bias, softmax.place[targets], smoothing, 512)
    return loss
