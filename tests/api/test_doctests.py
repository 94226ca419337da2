"""The examples in the docstrings of ``api``."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import api


def test_doctests() -> None:
    names = [m.name for m in pkgutil.walk_packages(api.__path__, "api.")]
    results = [doctest.testmod(importlib.import_module(name)) for name in names]
    assert sum(r.attempted for r in results) > 0
    assert sum(r.failed for r in results) == 0
