"""Keep the garbage collector out of loops that only build lasting objects."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["collector_paused"]


@contextmanager
def collector_paused() -> Iterator[None]:
    """Do not collect in this block.

    Tens of thousands of new terms are no garbage, but the collector walks them all again each time their number
    has grown by a quarter, which takes as long as the loading itself.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
