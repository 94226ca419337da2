"""int8 weights as the exported model has them, inside training.

CTranslate2 stores each row of a matrix as int8 with one scale, the row's largest magnitude over 127. A network that
was trained on rounded weights loses nothing by it: the pass forward and back sees the rounded weights, the optimiser
moves the exact ones (straight-through estimator: Bengio et al. 2013, arXiv:1308.3432; for integer inference Jacob et
al. 2018, "Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference").
In bfloat16 the rounded weights themselves are exact to a quarter of a step.
"""

from __future__ import annotations

from torch import Tensor, nn

__all__ = ["round_rows", "rounded_matrices"]

_LARGEST = 127


def round_rows(matrix: Tensor) -> Tensor:
    """A matrix whose rows hold whole multiples of their largest magnitude over 127.

    >>> import torch
    >>> round_rows(torch.tensor([[127.0, 1.4, -0.6], [0.0, 0.0, 0.0]])).tolist()
    [[127.0, 1.0, -1.0], [0.0, 0.0, 0.0]]
    """
    scale = matrix.abs().amax(dim=1, keepdim=True).clamp_min_(1e-12).reciprocal_().mul_(_LARGEST)
    return (matrix * scale).round_().div_(scale)


def rounded_matrices(net: nn.Module) -> frozenset[str]:
    """Names of the parameters that export stores as int8: matrices and the table of pieces, but not the positions."""
    return frozenset(
        name for name, p in net.named_parameters() if p.dim() == 2 and not name.endswith("positions.weight")
    )
