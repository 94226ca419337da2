"""The work: many articles in one call give what each gives alone."""

from __future__ import annotations

from typing import Any

import pytest

from tests.batch.texts import article
from toolkit.article import parse_article
from toolkit.batch.item import Item
from toolkit.batch.job import Job, run_job
from toolkit.errors import LanguageError, OptionError
from toolkit.glossary import Glossary
from toolkit.pipeline import Digest, digest, digest_as_dict, digest_many
from toolkit.translation.decoding import Decoder

RUSSIAN = (
    "Министры встретились в Ташкенте 14 марта 2025 года. Они договорились сократить потери воды в каналах."
)


def items(count: int) -> list[Item]:
    return [Item(f"a{i}", f"p{i}", article(i)["text"], title=article(i)["title"]) for i in range(count)]


def job(*languages: str, lengths: tuple[str, ...] = ("short",)) -> Job:
    return Job(languages, lengths, "combined", "fast", Glossary.default())


def test_a_record_is_the_digest_with_an_id() -> None:
    [outcome] = run_job(items(1), job("kk", "en"))
    text, title = article(0)["text"], article(0)["title"]
    alone = digest_as_dict(digest(parse_article(text, title=title), languages=["kk", "en"]))
    record = dict(outcome.record)
    assert (record.pop("id"), record.pop("source"), record.pop("error")) == ("a0", "p0", None)
    assert record == alone
    assert outcome.sentences == 2
    assert outcome.tokens > 10


def test_bad_articles_among_good_ones() -> None:
    bad = [
        Item("empty", "p", "  "),
        Item("german", "p", "x", language="de"),
        Item("binary", "p", b"%PDF-1.4 \x00\x01"),
    ]
    good = items(2)
    outcomes = run_job([good[0], *bad, good[1]], job("en"))
    errors = [o.record["error"] and o.record["error"]["kind"] for o in outcomes]
    assert errors == [None, "input", "language", "input", None]
    fields = set(outcomes[0].record)
    assert all(set(o.record) == fields for o in outcomes)


def test_without_languages_each_article_keeps_its_own() -> None:
    outcomes = run_job([*items(1), Item("r", "p", RUSSIAN)], job())
    assert [o.record["abstracts"][0]["language"] for o in outcomes] == ["en", "ru"]


def test_an_impossible_pair_is_the_articles_error() -> None:
    good, russian = run_job([*items(1), Item("r", "p", RUSSIAN)], job("kk"))
    assert not good.failed
    assert russian.record["error"]["kind"] == "language"
    assert "no package translates Russian into Kazakh" in russian.record["error"]["message"]


def test_sentences_are_decoded_together_and_each_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[list[str]] = []
    decode = Decoder.decode

    def counting(self: Decoder, texts: Any, *rest: Any, **more: Any) -> Any:
        calls.append(list(texts))
        return decode(self, texts, *rest, **more)

    monkeypatch.setattr(Decoder, "decode", counting)
    again = [Item("x", "p", article(40)["text"]), Item("y", "p", article(40)["text"])]
    run_job([*items(6)[3:], *again], job("ru"))
    first = calls[0]
    assert (
        len(first) == len(set(first)) == 3 * 3 + 2
    )  # titles and sentences of three, two sentences of the twins
    calls.clear()
    run_job(again, job("ru"))
    assert calls == [] or calls == [[]]  # remembered from the batch before


def test_longer_lists_than_a_call_takes_come_back_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toolkit.pipeline._AT_ONCE", 4)
    said: list[str] = []
    articles = [parse_article(article(i)["text"]) for i in range(50, 55)]
    done = digest_many(articles, languages=["zh"], progress=said.append)
    first = [d.abstract("zh").segments[0].segment.source for d in done if isinstance(d, Digest)]
    assert first == [a.sentences[0].text for a in articles]
    assert said.count("translating into Chinese") == 3


@pytest.mark.parametrize(
    ("languages", "lengths", "method", "quality", "error"),
    [
        (("de",), ("short",), "combined", "fast", LanguageError),
        (("kk",), ("3x",), "combined", "fast", OptionError),
        (("kk",), ("short",), "magic", "fast", OptionError),
        (("kk",), ("short",), "combined", "slow", OptionError),
    ],
)
def test_options_are_checked_before_the_first_article(
    languages: tuple[str, ...], lengths: tuple[str, ...], method: str, quality: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        Job(languages, lengths, method, quality, Glossary.empty())
