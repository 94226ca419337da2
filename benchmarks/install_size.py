"""Size of what an installation brings: `python -m benchmarks.install_size [--venv DIR]`.

Counts the files that the wheels install (their RECORDs), as `pip` does, without bytecode that Python writes itself and
without pip and setuptools, which every environment has.
"""

from __future__ import annotations

import argparse
import sys
from importlib.metadata import Distribution, distributions
from pathlib import Path

__all__ = ["main", "size_of"]

_BASE = {"pip", "setuptools", "wheel"}


def size_of(distribution: Distribution) -> int:
    """Bytes of a distribution's files, without ``__pycache__``."""
    files = [f for f in distribution.files or () if "__pycache__" not in f.parts]
    return sum(
        path.stat().st_size for f in files if (path := Path(str(distribution.locate_file(f)))).is_file()
    )


def main() -> None:
    """Print the distributions by size, and the sum."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--venv", type=Path, help="environment to measure; default this one")
    parser.add_argument("--limit", type=int, help="exit with 1 when the sum in MiB is above this")
    options = parser.parse_args()
    where = [str(p) for p in options.venv.glob("lib/python*/site-packages")] if options.venv else sys.path
    sizes = {
        d.metadata["Name"]: size_of(d) for d in distributions(path=where) if d.metadata["Name"] not in _BASE
    }
    for name, size in sorted(sizes.items(), key=lambda item: -item[1])[:15]:
        print(f"{size / (1 << 20):8.1f} MiB  {name}")
    total = sum(sizes.values()) / (1 << 20)
    print(f"{total:8.1f} MiB  all {len(sizes)} distributions")
    if options.limit and total > options.limit:
        sys.exit(1)


if __name__ == "__main__":
    main()
