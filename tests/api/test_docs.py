"""The documents say what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from api.app import create_app
from api.problems import PROBLEMS
from api.settings import Settings

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_every_setting_is_listed_with_its_default() -> None:
    rows = dict(
        re.findall(r"^\| `TOOLKIT_API_(\w+)` \| (.+?) \|", (DOCS / "settings.md").read_text("utf-8"), re.M)
    )
    assert {name.casefold() for name in rows} == set(Settings.model_fields)
    for name, field in Settings.model_fields.items():
        shown = rows[name.upper()].strip("`")
        if isinstance(field.default, int | float):
            assert float(shown) == float(field.default), name
        elif isinstance(field.default, tuple):
            assert shown == (",".join(field.default) or "empty"), name


def test_every_route_and_problem_is_listed() -> None:
    text = (DOCS / "api.md").read_text("utf-8")
    for path in create_app(Settings(_env_file=None)).openapi()["paths"]:
        assert path.partition("{")[0].rstrip("/") in text, path
    for slug in PROBLEMS:
        assert f"`{slug}`" in text, slug
