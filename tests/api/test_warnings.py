"""Every warning that the library can say has a kind, and every kind has words in the four languages of the page."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from types import ModuleType

import httpx
import pytest

import toolkit.summary.summarizer
import toolkit.translation.checks
from api.problems import PROBLEMS
from api.warnings import KINDS, kind_of
from toolkit.translation.checks import check

PAGE = Path(__file__).resolve().parents[2] / "api" / "page"
NOTES = r'(?:note = None if asked else|note =|off =) "([^"]+)"'
ISSUES = r'Issue\(\s*"[\w-]+",\s*f?"([^"]+)"'


@pytest.mark.parametrize(
    ("module", "pattern", "least"),
    [(toolkit.translation.checks, ISSUES, 18), (toolkit.summary.summarizer, NOTES, 3)],
)
def test_every_line_of_the_library_has_a_kind(module: ModuleType, pattern: str, least: int) -> None:
    lines = re.findall(pattern, inspect.getsource(module))
    assert len(lines) >= least
    assert {line: kind_of(line)["kind"] for line in lines if kind_of(line)["kind"] == "other"} == {}


def test_kinds_of_real_warnings() -> None:
    found = [
        kind_of(issue.detail) for issue in check("He paid 25 dollars to the bank.", "Он заплатил bank.", "ru")
    ]
    assert [(f["kind"], f["subject"]) for f in found if f["kind"] in ("number-lost", "untranslated")] == [
        ("number-lost", "25 dollars"),
        ("untranslated", "bank"),
    ]


def test_unknown_lines_are_kept() -> None:
    assert kind_of("something new") == {
        "kind": "other",
        "subject": "something new",
        "detail": "something new",
    }


@pytest.mark.parametrize("code", ["en", "kk", "ru", "zh"])
def test_the_page_has_words_for_every_kind(code: str) -> None:
    source = (PAGE / "texts.js").read_text(encoding="utf-8").partition("WARNINGS = {")[2]
    block = re.search(rf"^  {code}: {{(.*?)^  }},", source, re.M | re.S)
    assert block
    words = dict(re.findall(r'^    "?([\w-]+)"?: "(.+)",$', block[1], re.M))
    assert set(words) == {*KINDS.values(), "other"}
    about = {kind for line, kind in KINDS.items() if line.endswith(": ")} | {"other"}
    assert {kind for kind, text in words.items() if "{subject}" in text} == about


NEVER = {
    "read-only", "method-not-allowed", "not-acceptable", "exists", "changed", "precondition-needed", "not-ready",
    "storage-full",
}  # fmt: skip
"""Problems of requests that the page does not make."""


@pytest.mark.parametrize("code", ["kk", "ru", "zh"])
def test_the_page_has_words_for_every_problem(code: str) -> None:
    source = (PAGE / "texts.js").read_text(encoding="utf-8").partition("PROBLEMS = {")[2]
    block = re.search(rf"^  {code}: {{(.*?)^  }},", source, re.M | re.S)
    assert block
    words = re.findall(r'^    "?([\w-]+)"?: "(.+)",$', block[1], re.M)
    assert {slug for slug, _ in words} == {*PROBLEMS, "other"} - NEVER


def test_the_api_gives_kinds_beside_the_lines(client: httpx.Client) -> None:
    text = "The bridge opens in May."
    abstract = client.post("/v1/summaries", json={"text": text}).json()["abstracts"][0]
    assert (abstract["note_kind"], abstract["issues"]) == ("whole", [])
    body = {
        "texts": "Qwrtplk zxcvbn met brbrbrbr at 17:45 for 3,456,789 zlotys.",
        "languages": ["kk", "ru", "zh"],
    }
    rows = client.post("/v1/translations", json=body).json()["translations"]
    assert any(row["warnings"] for row in rows)
    for row in rows:
        for part in (row, *row["segments"]):
            assert [issue["detail"] for issue in part["issues"]] == part["warnings"]
            assert all(issue["kind"] in KINDS.values() for issue in part["issues"])
