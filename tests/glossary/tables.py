"""The cases beside these tests, kept as TSV: lines that start with # are for people."""

from __future__ import annotations

from pathlib import Path


def read_cases(name: str) -> list[list[str]]:
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]
