from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.article import Article, parse_article
from toolkit.errors import OptionError
from toolkit.summary import METHODS, Budget, summarize
from toolkit.summary.model import apply_edits
from toolkit.summary.summarizer import default_weights

HERE = Path(__file__).parent
SEEDS = sorted((HERE.parents[1] / "seeds").glob("*.txt"))
ARTICLES = [*SEEDS, *sorted((HERE / "articles").glob("*.txt"))]


def article_at(path: Path) -> Article:
    language = path.stem if path.parent.name == "articles" else "en"
    return parse_article(path.read_text(encoding="utf-8"), language=language)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("length", ["short", "long"])
@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_abstracts_meet_their_budget(path: Path, length: str, method: str) -> None:
    article = article_at(path)
    abstract = summarize(article, length, method=method)
    budget = Budget.parse(length, article)
    assert abstract.note is None
    assert budget.min_sentences <= len(abstract.sentences) <= budget.max_sentences
    assert budget.min_words <= abstract.words <= budget.max_words
    indexes = [s.sentence.index for s in abstract.sentences]
    assert indexes == sorted(set(indexes))
    for s in abstract.sentences:
        assert article.sentences[s.sentence.index] == s.sentence
        assert apply_edits(s.sentence.text, s.edits) == s.text
        assert s.sentence.text != article.title
    assert abstract == summarize(article, length, method=method)


def test_every_run_gives_the_same() -> None:
    code = f"""
from pathlib import Path
from toolkit.article import parse_article
from toolkit.summary import METHODS, summarize
article = parse_article(Path({str(SEEDS[2])!r}).read_text(encoding="utf-8"), language="en")
for method in METHODS:
    for length in ("short", "long", "20%"):
        print(method, [(s.sentence.index, s.score, s.edits) for s in summarize(article, length, method=method).sentences])
"""
    runs = [
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1]
    assert runs[0].count("\n") == 3 * len(METHODS)


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_other_lengths(path: Path) -> None:
    article = article_at(path)
    assert [len(summarize(article, str(n)).sentences) for n in (1, 3, 7)] == [1, 3, 7]
    assert len(summarize(article, "20%").sentences) == int(len(article.sentences) * 0.2 + 0.5)
    for words in (60, 120):
        assert words * 3 // 4 <= summarize(article, f"{words}w").words <= words


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_quotations_are_never_cut_in_half(path: Path) -> None:
    for length in ("short", "long", "4", "10"):
        text = summarize(article_at(path), length).text
        assert text.count("“") == text.count("”")
        assert text.count("«") == text.count("»")


def test_astana_visit_tells_the_news() -> None:
    article = article_at(SEEDS[0])
    short, long = (summarize(article, length).text for length in ("short", "long"))
    assert "Xi Jinping" in short
    assert "July 2, 2024" in short
    assert "$41 billion" in long
    for text in (short, long):
        assert "Photo" not in text
        assert "flags of both countries" not in text


def test_acronyms_are_explained() -> None:
    for path in SEEDS:
        for length in ("short", "long"):
            text = summarize(article_at(path), length).text
            for short, full in {
                "SCO": "Shanghai Cooperation Organisation",
                "BRI": "Belt and Road Initiative",
                "TITR": "Trans-Caspian International Transport Route",
                "EAEU": "Eurasian Economic Union",
                "OTS": "Organization of Turkic States",
                "AIIB": "Asian Infrastructure Investment Bank",
            }.items():
                if short in text:
                    assert full in text[: text.index(short) + 2]


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("It rained.", "short"),
        ("It rained. Nobody came. The fair was put off.", "short"),
        ("Жаңбыр жауды. Ешкім келмеді.", "long"),
        ("下雨了。没人来。", "short"),
        ("It rained. Nobody came.", "5"),
    ],
)
def test_a_short_text_is_its_own_abstract(text: str, length: str) -> None:
    article = parse_article(text, language="kk" if "ж" in text else "zh" if "。" in text else "en")
    abstract = summarize(article, length)
    assert [s.text for s in abstract.sentences] == [s.text for s in article.sentences]
    assert abstract.note is not None
    assert "too short" in abstract.note


def test_a_text_that_fits_as_it_is_needs_no_note() -> None:
    article = parse_article(
        "The port opened in May after a year of work by six hundred men. It is full.", language="en"
    )
    assert summarize(article, "2").note is None


def test_a_sentence_longer_than_the_budget() -> None:
    long = "The port " + ", ".join(f"sent {k} ships to Baku" for k in range(30)) + "."
    article = parse_article(
        f"{long} {long.replace('port', 'town')} {long.replace('port', 'dock')}", language="en"
    )
    abstract = summarize(article, "short")
    assert len(abstract.sentences) == 1
    assert abstract.note is not None
    assert "given whole" in abstract.note


def test_sentences_too_long_for_so_many() -> None:
    long = "The {} " + ", ".join(f"sent {k} ships to Baku" for k in range(8)) + "."
    names = ["port", "town", "dock", "mill", "yard", "farm", "bank"]
    article = parse_article(" ".join(long.format(name) for name in names), language="en")
    abstract = summarize(article, "long")
    assert 1 <= len(abstract.sentences) < 6
    assert abstract.words <= 200
    assert abstract.note is not None


def test_three_thousand_sentences() -> None:
    names = ["Aktau", "Baku", "Kuryk", "Turkmenbashi", "Makhachkala", "Alat", "Bautino"]
    text = " ".join(
        f"The port of {names[k % 7]} sent {k} wagons of {names[k % 5]} grain over {k % 97} kilometres in week {k % 53}."
        for k in range(3_000)
    )
    article = parse_article(text, language="en")
    assert len(article.sentences) == 3_000
    for length in ("short", "long"):
        abstract = summarize(article, length)
        assert abstract.note is None
        assert abstract.words <= 200
    assert len(summarize(article, "20%").sentences) == 600


def test_repeated_text_is_said_once() -> None:
    lines = [
        "The port of Aktau was opened by the ministers on Monday.",
        "Six ferries were ordered from a yard in Baku.",
    ]
    text = " ".join(
        lines * 6 + ["Customs officers will test a single declaration in March at four crossings."]
    )
    chosen = summarize(parse_article(text, language="en"), "3").sentences
    assert len({s.text for s in chosen}) == 3


def test_the_front_connective_is_cut_only_where_it_dangles() -> None:
    first = "The port of Aktau was opened by six ministers on Monday."
    text = f"{first} However, the town has neither wagons nor ferries for the grain."
    both = summarize(parse_article(text + " It rained.", language="en"), "2")
    assert [s.text[:7] for s in both.sentences] == ["The por", "However"]


@pytest.mark.parametrize("method", ["best", "", "Combined"])
def test_unknown_method(method: str) -> None:
    with pytest.raises(OptionError, match="combined"):
        summarize(article_at(SEEDS[0]), method=method)


WORDS = st.sampled_from(
    [
        "port",
        "rail",
        "ferry",
        "wagon",
        "he",
        "it",
        "they",
        "grain",
        "town",
        "Aktau",
        "Baku",
        "12",
        "2024",
        "sent",
        "the",
    ]
)
SENTENCES = st.lists(WORDS, min_size=3, max_size=25).map(lambda words: " ".join(words).capitalize() + ".")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(SENTENCES, min_size=1, max_size=5), min_size=1, max_size=8),
    st.sampled_from(["short", "long", "3", "40w"]),
)
def test_any_article_has_an_abstract(paragraphs: list[list[str]], length: str) -> None:
    article = parse_article("\n\n".join(" ".join(p) for p in paragraphs), language="en")
    abstract = summarize(article, length)
    budget = Budget.parse(length, article)
    assert abstract.sentences
    assert abstract == summarize(article, length)
    if abstract.note is None:
        assert budget.min_words <= abstract.words <= budget.max_words
        assert budget.min_sentences <= len(abstract.sentences) <= budget.max_sentences


def test_worth_is_paid_by_the_word_where_words_alone_are_limited() -> None:
    weights = default_weights()
    assert weights.at(0.05) == weights.brief
    assert weights.at(0.3) == weights.at(0.3, words_alone=True) == weights.score
    brief = weights.at(0.05, words_alone=True)
    by_the_word = {name for name in brief if brief[name] != weights.brief[name]}
    assert by_the_word == {"length", "sentence"}
    assert all(brief[name] == weights.score[name] for name in by_the_word)
    # A fifth of the article is brief where sentences are limited, and halfway where words alone are.
    assert weights.at(0.2) == weights.brief
    halfway = (weights.brief["early"] + weights.score["early"]) / 2
    assert weights.at(0.2, words_alone=True)["early"] == pytest.approx(halfway)
