"""Floors: figures that a released model may not fall below. They are only ever raised."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from toolkit.errors import InputError, OptionError
from training.evaluate import digests, figures
from training.files import write_text

__all__ = ["FLOORS", "below", "raised", "read_floors", "unchecked", "write_floors"]

FLOORS = Path(__file__).resolve().parent.parent / "benchmarks" / "floors" / "model.json"
_SLACK = 0.5
"""Points by which a floor lies below the figure it was set from: decoding differs a little between processors."""


def read_floors(path: Path) -> dict[str, Any]:
    """The floors: ``{"sets": {name: digest}, "floors": {figure: least}}``; empty when there is no file.

    Raises:
        InputError: damaged.
    """
    if not path.exists():
        return {"sets": {}, "floors": {}}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return {"sets": dict(found["sets"]), "floors": {k: float(v) for k, v in found["floors"].items()}}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{path}: not a floors file ({error})") from error


def _is_ceiling(figure: str) -> bool:
    return figure.endswith(".faults")


def unchecked(report: Mapping[str, Any], floors: Mapping[str, Any]) -> list[str]:
    """Sets of the floors that a report has not measured, or on other lines: their floors say nothing about it."""
    measured = digests(report)
    return sorted(name for name, digest in floors["sets"].items() if measured.get(name) != digest)


def below(report: Mapping[str, Any], floors: Mapping[str, Any]) -> list[str]:
    """What a report misses, a line each; sets of :func:`unchecked` are passed over.

    >>> report = {"sets": {}, "placeholders": {"kk": {"once_percent": 90.0, "tags": 0, "right_percent": 0.0}}}
    >>> below(report, {"sets": {}, "floors": {"placeholders.kk.once": 95.0}})
    ['placeholders.kk.once is 90.00, the floor is 95.00']
    """
    measured, passed_over = figures(report), unchecked(report, floors)
    lines = []
    for figure, floor in floors["floors"].items():
        if figure not in measured or figure.split(".")[0] in passed_over:
            continue
        value, ceiling = measured[figure], _is_ceiling(figure)
        if value > floor if ceiling else value < floor:
            lines.append(f"{figure} is {value:.2f}, the {'ceiling' if ceiling else 'floor'} is {floor:.2f}")
    return lines


def raised(report: Mapping[str, Any], floors: Mapping[str, Any]) -> dict[str, Any]:
    """New floors from a report: half a point below each figure, never easier than before.

    Raises:
        OptionError: the report would lower a floor, or measured a set on other lines than its floors.
    """
    other = [name for name in unchecked(report, floors) if name in digests(report)]
    if other:
        raise OptionError(
            f"refused: {', '.join(other)} was measured on other lines than its floors; "
            "measure the same lines, or take the set out of the floors file by hand and say why in the commit"
        )
    if missed := below(report, floors):
        raise OptionError("refused: this report would lower a floor: " + "; ".join(missed))
    new = dict(floors["floors"])
    for figure, value in figures(report).items():
        if _is_ceiling(figure):
            new[figure] = round(min(new.get(figure, 100.0), value + _SLACK), 2)
        else:
            new[figure] = round(max(new.get(figure, 0.0), value - _SLACK), 2)
    return {"sets": dict(floors["sets"]) | digests(report), "floors": dict(sorted(new.items()))}


def write_floors(path: Path, floors: Mapping[str, Any]) -> None:
    """Write the floors file."""
    write_text(path, json.dumps(floors, ensure_ascii=False, indent=2) + "\n")
