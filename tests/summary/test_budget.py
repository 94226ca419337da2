from __future__ import annotations

import csv
from pathlib import Path

import pytest

from toolkit.article import parse_article
from toolkit.errors import OptionError
from toolkit.summary import Budget, count_words

HERE = Path(__file__).parent


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


ARTICLE = parse_article(" ".join(f"Sentence number {k} is here." for k in range(10)), language="en")


@pytest.mark.parametrize("row", rows("budgets.tsv"), ids=lambda row: row["length"])
def test_parse(row: dict[str, str]) -> None:
    assert len(ARTICLE.sentences) == 10
    budget = Budget.parse(row["length"], ARTICLE)
    for name in ("min_sentences", "max_sentences", "min_words", "max_words"):
        if row[name] == "-":
            assert getattr(budget, name) > 10**6
        else:
            assert getattr(budget, name) == int(row[name])


def test_words_alone() -> None:
    alone = {row["length"] for row in rows("budgets.tsv") if Budget.parse(row["length"], ARTICLE).words_alone}
    assert alone == {"100w", "10w"}


@pytest.mark.parametrize("length", ["", "0", "0%", "101%", "-3", "w", "3.5", "medium", "10 words", "٣"])
def test_parse_refuses(length: str) -> None:
    with pytest.raises(OptionError, match="use short, long"):
        Budget.parse(length, ARTICLE)


@pytest.mark.parametrize("row", rows("words.tsv"), ids=lambda row: row["text"])
def test_count_words(row: dict[str, str]) -> None:
    assert count_words(row["text"], row["language"]) == int(row["words"])
