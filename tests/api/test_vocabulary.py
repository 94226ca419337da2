"""What the document lists is understood by the library, and what its patterns refuse is not."""

from __future__ import annotations

import re

import httpx
import pytest

from api.vocabulary import LANGUAGE_NAMES, LENGTH_PATTERN, LETTER_PATTERN
from toolkit.article import parse_article
from toolkit.errors import OptionError
from toolkit.languages import LANGUAGES, language_code
from toolkit.summary import Budget

ARTICLE = parse_article("The train left.", language="en")


def test_every_listed_name_is_understood() -> None:
    assert tuple(LANGUAGE_NAMES) == LANGUAGES
    for code, names in LANGUAGE_NAMES.items():
        assert {language_code(name) for name in names} == {code}


@pytest.mark.parametrize(
    "length", ["short", "long", "1", "5", "999999999", "1%", "20%", "100%", "1w", "100w"]
)
def test_lengths_of_the_pattern_are_read(length: str) -> None:
    assert re.search(LENGTH_PATTERN, length)
    assert Budget.parse(length, ARTICLE)


@pytest.mark.parametrize("length", ["", "both", "0", "0%", "101%", "-5", "1.5", "5p", "1234567890", "w", "%"])
def test_other_lengths_are_not(length: str) -> None:
    assert not re.search(LENGTH_PATTERN, length)
    with pytest.raises(OptionError):
        Budget.parse(length, ARTICLE)


@pytest.mark.parametrize("text", ["a", "é", "Ұ", "я", "国", "1 km"])
def test_texts_with_letters(text: str) -> None:
    assert re.search(LETTER_PATTERN, text)


@pytest.mark.parametrize("text", [" \n", "123", "¡!", "😀", "Ω"])
def test_texts_without(text: str) -> None:
    assert not re.search(LETTER_PATTERN, text)


def test_the_document_names_pairs_and_limits(client: httpx.Client) -> None:
    schemas = client.get("/openapi.json").json()["components"]["schemas"]
    assert schemas["DigestIn"]["properties"]["text"]["maxLength"] == 200_000
    assert schemas["DigestIn"]["properties"]["lengths"]["maxItems"] == 64
    branches = schemas["TranslationIn"]["anyOf"]
    allowed = {
        branch["properties"]["source_language"]["enum"][0]: branch["properties"]
        .get("languages", {})
        .get("items")
        for branch in branches
    }
    assert allowed["auto"] is None
    assert set(allowed["en"]["enum"]) == {name for names in LANGUAGE_NAMES.values() for name in names}
    assert set(allowed["ru"]["enum"]) == set(LANGUAGE_NAMES["ru"])


def test_an_entry_is_a_line(client: httpx.Client) -> None:
    entry = {"id": "a", "en": "Green\nCorridor", "kk": "жасыл дәліз"}
    answer = client.post("/v1/glossaries", json={"entries": [entry]})
    assert (answer.status_code, answer.json()["column"]) == (422, "en")
