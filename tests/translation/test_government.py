from __future__ import annotations

import csv
from pathlib import Path
from typing import cast

import pytest

from tests.translation.test_placeholders import GLOSSARY
from toolkit.glossary import Case, Glossary, Target, Term
from toolkit.translation.government import govern, governed_case
from toolkit.translation.numbers import find_quantities
from toolkit.translation.protect import protect, slots_of
from toolkit.translation.restore import locate_terms, parts_of, render

CASES = list(
    csv.DictReader((Path(__file__).parent / "data/government.tsv").open(encoding="utf-8"), delimiter="\t")
)


@pytest.mark.parametrize("row", CASES, ids=lambda r: f"{r['before']}_{r['after']} {r['case']}")
def test_neighbours_restrict_the_case(row: dict[str, str]) -> None:
    found = governed_case(cast(Case, row["case"]), row["before"] or "", row["after"] or "", row["language"])
    assert found == row["expected"]


GOVERN = list(
    csv.DictReader((Path(__file__).parent / "data/govern.tsv").open(encoding="utf-8"), delimiter="\t")
)


@pytest.mark.parametrize("row", GOVERN, ids=lambda r: r["hypothesis"])
def test_what_stands_around_a_term_settles_its_case(row: dict[str, str]) -> None:
    language, source = row["language"], row["source"]
    found = slots_of(source, GLOSSARY.match(source), (), (), language)
    parts = parts_of(row["hypothesis"], protect(source, found, ("term",)))
    assert render(source, govern(parts, source, language), language).text == row["expected"]


def test_a_number_keeps_the_suffix_written_onto_it() -> None:
    source = "It rose from 14 to 20."
    found = slots_of(source, (), find_quantities(source), (), "kk")
    parts = parts_of("Ол ⟦0⟧-тен ⟦1⟧-ға өсті.", protect(source, found, ("number",)))
    assert render(source, govern(parts, source, "kk"), "kk").text == "Ол 14-тен 20-ға өсті."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ол Қазақстандан келді.", "Ол Қазақстаннан келді."),
        ("Ол Қазақстанда болды.", "Ол Қазақстанда болды."),
    ],
)
def test_a_wrong_suffix_that_the_model_wrote_is_mended(text: str, expected: str) -> None:
    term = Term("kazakhstan", "Kazakhstan", targets={"kk": Target("Қазақстан")}, glossary="test")
    source = "He came from Kazakhstan."
    found = slots_of(source, Glossary([term]).match(source), (), (), "kk")
    assert render(source, locate_terms((text,), found, "kk"), "kk").text == expected
