"""Short articles without a sentence in common, so that each is decoded in every run."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

_CITIES = ("Astana", "Almaty", "Tashkent", "Bishkek", "Baku", "Aktau", "Dushanbe", "Ashgabat")
_THINGS = ("rail lines", "water canals", "grain silos", "power plants", "border posts", "village schools")


def article(number: int) -> dict[str, Any]:
    city, thing = _CITIES[number % len(_CITIES)], _THINGS[number % len(_THINGS)]
    return {
        "id": f"article-{number}",
        "title": f"{city} counts {number + 100} {thing}",
        "text": f"Ministers met in {city} on May {number % 28 + 1}, {1990 + number}. "
        f"They agreed to spend {number + 200} million dollars on {thing}.",
    }


def write(path: Path, rows: Iterable[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def records(folder: Path) -> list[dict[str, Any]]:
    return [
        json.loads(line)
        for part in sorted(folder.glob("part-*.jsonl"))
        for line in part.read_text(encoding="utf-8").splitlines()
    ]


def by_id(folder: Path) -> dict[str, dict[str, Any]]:
    """Records by id; fails where an id was written twice."""
    found = records(folder)
    assert len({r["id"] for r in found}) == len(found)
    return {r["id"]: r for r in found}
