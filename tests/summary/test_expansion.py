from __future__ import annotations

import pytest

from tests.summary.test_budget import rows
from toolkit.article import Article, Sentence
from toolkit.summary.expansion import acronyms, expand, full_names
from toolkit.summary.model import Edit, apply_edits


def article_of(language: str, *texts: str) -> Article:
    sentences, place = [], 0
    for index, text in enumerate(texts):
        sentences.append(Sentence(index, index, place, place + len(text), text))
        place += len(text) + 2
    return Article("\n\n".join(texts), language, None, tuple(sentences), ())


@pytest.mark.parametrize("row", rows("acronyms.tsv"), ids=lambda row: row["text"])
def test_acronyms(row: dict[str, str]) -> None:
    expected = {} if row["short"] == "-" else {row["short"]: row["full"]}
    assert acronyms([row["text"]], row["language"]) == expected


@pytest.mark.parametrize("row", rows("expansions.tsv"), ids=lambda row: row["sentence"])
def test_expansions(row: dict[str, str]) -> None:
    article = article_of(row["language"], row["definition"], row["sentence"])
    (edits,) = expand(article, article.sentences[1:], [()])
    assert apply_edits(row["sentence"], edits) == row["result"]
    assert all(edit.rule in ("acronym", "name") for edit in edits)


def test_nothing_is_explained_twice() -> None:
    article = article_of(
        "en",
        "The World Trade Organization (WTO) met.",
        "The WTO is old.",
        "But the WTO is slow.",
        "The WTO pays.",
    )
    edits = expand(article, article.sentences[1:], [(), (), ()])
    assert [len(e) for e in edits] == [1, 0, 0]
    assert edits[0][0].replacement == "World Trade Organization (WTO)"
    assert expand(article, article.sentences, [(), (), (), ()]) == [(), (), (), ()]


def test_a_cut_gives_way_to_an_expansion() -> None:
    article = article_of("en", "The World Trade Organization (WTO) met.", "But WTO rules are old.")
    (edits,) = expand(article, article.sentences[1:], [(Edit(0, 5, "W", "connective"),)])
    assert apply_edits(article.sentences[1].text, edits) == "But World Trade Organization rules are old."


def test_an_ambiguous_surname_is_left_alone() -> None:
    assert "Lee" not in full_names(["“Yes,” said Ann Lee, who is 40.", "“No,” said Bob Lee, who is 50."])
