from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.article import parse_article
from toolkit.errors import OptionError
from toolkit.summary import centrality as module
from toolkit.summary import sparse
from toolkit.summary.centrality import SUMY_METHODS, centrality
from toolkit.summary.words import content_words

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
SPARSE = ("textrank", "lexrank", "reduction")


def words_of(path: Path) -> list[list[str]]:
    article = parse_article(path.read_text(encoding="utf-8"), language="en")
    return [content_words(s.text, "en") for s in article.sentences]


@pytest.mark.parametrize("method", SPARSE)
@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_sparse_scores_are_those_of_sumy(path: Path, method: str) -> None:
    sentences = words_of(path)
    expected = module._scores_of_sumy(method, [sentences])
    assert len(expected) == len(sentences)
    assert getattr(sparse, method)(sentences) == pytest.approx(expected, rel=1e-9, abs=1e-12)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from("abcdefgh"), max_size=5), min_size=1, max_size=12),
    st.sampled_from(SPARSE),
)
def test_sparse_agrees_on_anything(sentences: list[list[str]], method: str) -> None:
    expected = module._scores_of_sumy(method, [sentences])
    assert getattr(sparse, method)(sentences) == pytest.approx(expected, rel=1e-7, abs=1e-9)


@pytest.mark.parametrize("method", SUMY_METHODS)
def test_every_method_scores_every_sentence(method: str) -> None:
    sentences = words_of(SEEDS[0])
    scores = centrality(method, [sentences[:5], sentences[5:]])
    assert len(scores) == len(sentences)
    assert min(scores) == 0
    assert max(scores) == 1
    assert scores == centrality(method, [sentences[:5], sentences[5:]])


@pytest.mark.parametrize("method", SUMY_METHODS)
def test_nothing_to_score(method: str) -> None:
    assert centrality(method, []) == []
    assert centrality(method, [[[]], [[]]]) == [0.0, 0.0]


def test_repeated_sentences_have_scores_of_their_own() -> None:
    sentences = [["rail", "cut"], ["rail", "cut"], ["boat"], ["rail", "cut"]]
    scores = centrality("textrank", [sentences])
    assert scores[0] == pytest.approx(scores[1])
    assert scores[2] < scores[0]


def test_unknown_method() -> None:
    with pytest.raises(OptionError, match="textrank"):
        centrality("best", [[["a"]]])


def test_long_texts_take_the_sparse_path(monkeypatch: pytest.MonkeyPatch) -> None:
    sentences = [["w", f"w{k % 7}", f"w{k % 11}"] for k in range(module.SPARSE_FROM)]
    sparse_scores = centrality("textrank", [sentences])
    monkeypatch.setattr(module, "SPARSE_FROM", 10**9)
    assert centrality("textrank", [sentences]) == pytest.approx(sparse_scores, abs=1e-6)


@pytest.mark.parametrize("first", ["toolkit.summary", "sumy.nlp.stemmers"])
def test_summaries_need_neither_nltk_nor_requests_and_leave_sumy_whole(first: str) -> None:
    code = f"""
import sys
import {first}
from toolkit.article import parse_article
from toolkit.summary import summarize
text = " ".join(f"The port of Aktau sent {{k}} ships with {{k * 7}} wagons of grain to Baku." for k in range(20))
summarize(parse_article(text, language="en"), "short")
if {first!r} == "toolkit.summary":
    assert not {{"nltk", "requests", "pycountry"}} & set(sys.modules), "loaded for nothing"
from sumy.nlp.stemmers import Stemmer
from sumy.utils import get_stop_words
assert Stemmer("english")("running") == "run"
assert Stemmer("ru")("домами") == "дом"
assert "the" in get_stop_words("en")
import nltk, requests, nltk.stem.snowball
assert nltk.stem.snowball.EnglishStemmer().stem("cats") == "cat"
assert requests.get
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
