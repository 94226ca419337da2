"""All tests write below one temporary data directory, never into the user's own."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

_DATA = tempfile.TemporaryDirectory(prefix="toolkit-tests-")
os.environ["TOOLKIT_DATA_DIR"] = _DATA.name
os.environ.pop("TOOLKIT_PACKAGES_DIR", None)

# CI draws the same examples each time: a red run there is one that anybody can repeat
settings.register_profile("suite", max_examples=60, deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("suite")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def seeds() -> dict[str, Path]:
    """Name → path of the seed articles."""
    return {path.stem: path for path in sorted((ROOT / "seeds").glob("*.txt"))}
