"""bfloat16 or float32? Measured, because it depends on the processor.

With AMX or AVX512-BF16 bfloat16 products are two to four times faster; without, they are two to five times slower.
"""

from __future__ import annotations

import time
from collections.abc import Mapping

import torch

__all__ = ["choose_precision", "measure_products"]

_NAMES = {"float32": torch.float32, "bfloat16": torch.bfloat16}


def measure_products(
    rows: int = 2048, width: int = 384, inner: int = 1536, repeats: int = 5
) -> Mapping[str, float]:
    """Seconds of a matrix product like those of the model, best of ``repeats``, by precision."""
    times: dict[str, float] = {}
    for name, dtype in _NAMES.items():
        a, b = torch.randn(rows, width).to(dtype), torch.randn(width, inner).to(dtype)
        torch.mm(a, b)
        best = float("inf")
        for _ in range(repeats):
            start = time.perf_counter()
            torch.mm(a, b)
            best = min(best, time.perf_counter() - start)
        times[name] = best
    return times


def choose_precision(wanted: str) -> tuple[torch.dtype, Mapping[str, float]]:
    """The precision to train in, and the times behind it (empty when it was given)."""
    if wanted != "auto":
        return _NAMES[wanted], {}
    times = measure_products()
    return _NAMES[min(times, key=lambda name: times[name])], times
