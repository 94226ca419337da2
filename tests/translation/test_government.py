from __future__ import annotations

import csv
from pathlib import Path
from typing import cast

import pytest

from toolkit.glossary import Case
from toolkit.translation.government import governed_case

CASES = list(
    csv.DictReader((Path(__file__).parent / "data/government.tsv").open(encoding="utf-8"), delimiter="\t")
)


@pytest.mark.parametrize("row", CASES, ids=lambda r: f"{r['before']}_{r['after']} {r['case']}")
def test_neighbours_restrict_the_case(row: dict[str, str]) -> None:
    found = governed_case(cast(Case, row["case"]), row["before"] or "", row["after"] or "", row["language"])
    assert found == row["expected"]
