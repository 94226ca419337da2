"""The examples in the docstrings of the modules that need no PyTorch."""

import doctest
import importlib

import pytest

MODULES = (
    "batches", "checking", "corpus", "curve", "e5", "evaluate", "files", "floors", "metrics", "names", "noise",
    "package", "phonetics", "placeholders", "prepare", "quantities", "settings", "sources", "vocabulary",
)  # fmt: skip


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    failed, _ = doctest.testmod(importlib.import_module(f"training.{name}"))
    assert failed == 0
