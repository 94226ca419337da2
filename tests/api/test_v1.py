"""The routes of ``/v1`` against the real model."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest

TEXT = (
    "Leaders of the Shanghai Cooperation Organisation (SCO) met in Astana on Thursday. They signed 25 documents "
    "on trade. The next summit will be held in China."
)


def test_summaries_in_the_articles_language(client: httpx.Client, seeds: dict[str, Path]) -> None:
    text = seeds["astana-visit"].read_text(encoding="utf-8")
    found = client.post("/v1/summaries", json={"text": text, "lengths": ["short", "3", "20%"]}).json()
    assert [a["length"] for a in found["abstracts"]] == ["short", "3", "20%"]
    assert {a["language"] for a in found["abstracts"]} == {"en"}
    for segment in found["abstracts"][1]["segments"]:
        assert segment["source"].split()[0] in found["source"][segment["start"] : segment["end"]]


def test_digests_keep_the_asked_order_and_the_terms(client: httpx.Client) -> None:
    found = client.post(
        "/v1/digests", json={"text": TEXT, "languages": ["zh", "en", "Kazakh"], "lengths": ["1", "2"]}
    ).json()
    places = [(a["length"], a["language"]) for a in found["abstracts"]]
    assert places == [("1", "zh"), ("1", "en"), ("1", "kk"), ("2", "zh"), ("2", "en"), ("2", "kk")]
    assert found["schema"] == "multilingual-summary-toolkit/digest/1"
    kazakh = found["abstracts"][5]
    for segment in kazakh["segments"]:
        for term in segment["terms"]:
            assert segment["target"][term["target_start"] : term["target_end"]] == term["target"]
            assert segment["source"][term["source_start"] : term["source_end"]] == term["source"]


def test_digests_as_events(client: httpx.Client) -> None:
    body = {"text": TEXT, "languages": ["en", "ru"], "lengths": ["1"]}
    whole = client.post("/v1/digests", json=body).json()
    events = []
    with client.stream("POST", "/v1/digests", json=body, headers={"Accept": "text/event-stream"}) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        for block in answer.read().decode().strip().split("\n\n"):
            name, data = block.split("\n")
            events.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    assert [name for name, _ in events] == ["digest", "abstract", "abstract", "done"]
    assert [e["text"] for name, e in events if name == "abstract"] == [a["text"] for a in whole["abstracts"]]


def test_a_stream_shows_that_it_lives(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.work._TICK", 0.001)
    body = {"text": f"{TEXT} Nobody had seen 17 trains before.", "languages": ["ru"], "lengths": ["3"]}
    answer = client.post("/v1/digests", json=body, headers={"Accept": "text/event-stream"})
    assert answer.text.startswith(": working\n\n")
    assert answer.text.endswith("event: done\ndata: {}\n\n")


def test_an_error_in_a_stream_is_an_event(client: httpx.Client) -> None:
    body = {"text": TEXT, "languages": ["xx"]}
    answer = client.post("/v1/digests", json=body, headers={"Accept": "text/event-stream"})
    assert "event: problem" in answer.text
    assert "urn:toolkit:problem:unknown-language" in answer.text


def test_translations_of_several_texts(client: httpx.Client) -> None:
    texts = ["Leaders met in Astana.\n\nThey signed 25 documents.", "  ", "Good morning."]
    found = client.post("/v1/translations", json={"texts": texts, "languages": ["ru", "zh"]}).json()
    rows = found["translations"]
    assert [(r["text"], r["language"]) for r in rows] == [(n, c) for n in (0, 1, 2) for c in ("ru", "zh")]
    assert rows[0]["translation"].count("\n\n") == 1
    assert "25" in rows[0]["translation"]
    assert rows[2]["translation"] == "  "


def test_terms_of_the_request_hold(client: httpx.Client) -> None:
    term = {"source": "Green Corridor", "targets": {"kk": "жасыл дәліз", "ru": "зелёный коридор"}}
    body = {"texts": "The Green Corridor opened in May.", "languages": ["kk", "ru"], "terms": [term]}
    rows = client.post("/v1/translations", json=body).json()["translations"]
    assert "асыл дәліз" in rows[0]["translation"]
    assert "елёны" in rows[1]["translation"]
    assert rows[1]["segments"][0]["terms"][0]["glossary"] == "request"


def test_an_impossible_pair_is_told_without_texts(client: httpx.Client) -> None:
    for source in ("zh-CN", "xx"):
        body = {"texts": [], "source_language": source, "languages": ["kk"]}
        answer = client.post("/v1/translations", json=body)
        assert (answer.status_code, answer.json()["type"]) == (422, "urn:toolkit:problem:unknown-language")


def test_no_glossary(client: httpx.Client) -> None:
    body = {"texts": "The SCO met.", "languages": ["kk"], "glossaries": []}
    assert client.post("/v1/translations", json=body).json()["translations"][0]["segments"][0]["terms"] == []


def test_the_language_is_detected(client: httpx.Client) -> None:
    body = {"texts": ["Leaders met in the city today."], "languages": ["en", "kk"], "source_language": "auto"}
    rows = client.post("/v1/translations", json=body).json()["translations"]
    assert [r["source_language"] for r in rows] == ["en", "en"]
    assert rows[0]["translation"] == "Leaders met in the city today."


@pytest.mark.parametrize(
    ("path", "body", "status", "slug"),
    [
        ("/v1/summaries", {"text": ""}, 422, "invalid-request"),
        ("/v1/summaries", {"text": " \n "}, 422, "unusable-input"),
        ("/v1/summaries", {"text": TEXT, "lengths": ["gross"]}, 422, "invalid-option"),
        ("/v1/summaries", {"text": TEXT, "method": "magic"}, 422, "invalid-option"),
        ("/v1/summaries", {"text": TEXT, "typo": 1}, 422, "invalid-request"),
        ("/v1/digests", {"text": TEXT, "languages": ["xx"]}, 422, "unknown-language"),
        (
            "/v1/digests",
            {"text": TEXT, "source_language": "ru", "languages": ["kk"]},
            422,
            "unknown-language",
        ),
        ("/v1/translations", {"texts": ["a"] * 65}, 413, "too-large"),
        ("/v1/translations", {"texts": "word " * 50_000}, 413, "too-large"),
        ("/v1/translations", {"texts": "a", "glossaries": ["none-such"]}, 404, "not-found"),
        ("/v1/translations", {"texts": "a", "terms": [{"source": "b"}]}, 422, "broken-glossary"),
    ],
)
def test_problems(client: httpx.Client, path: str, body: dict[str, object], status: int, slug: str) -> None:
    answer = client.post(path, json=body)
    found = answer.json()
    assert (answer.status_code, found["status"], found["type"]) == (
        status,
        status,
        f"urn:toolkit:problem:{slug}",
    )
    assert answer.headers["content-type"] == "application/problem+json"
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"texts": ["a", 5]}, "/texts/1"),
        ({"texts": {}}, "/texts"),
        ({"texts": "a", "terms": [{"targets": {}}]}, "/terms/0/source"),
        ({"texts": "a", "a/b": 1}, "/a~1b"),
    ],
)
def test_pointers_lead_into_the_body(client: httpx.Client, body: dict[str, object], pointer: str) -> None:
    problem = client.post("/v1/translations", json=body).json()
    assert problem["errors"][0]["pointer"] == pointer
    assert problem["detail"].startswith(f"{pointer}: ")


def test_a_body_that_is_no_json_object(client: httpx.Client) -> None:
    for values in ({"content": b""}, {"json": None}, {"content": b'{"texts": "a"}'}, {"json": [1]}):
        answer = client.post("/v1/translations", **values)  # type: ignore[arg-type]
        assert answer.status_code == 422
        assert "Content-Type: application/json" in answer.json()["detail"]


def test_head_is_answered_as_get(client: httpx.Client) -> None:
    for path in ("/", "/health", "/ready", "/docs"):
        answer = client.head(path)
        assert (answer.status_code, answer.content) == (200, b"")
    assert client.head("/v1/digests").status_code == 405


def test_broken_json_is_400(client: httpx.Client) -> None:
    answer = client.post("/v1/summaries", content=b'{"text', headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["type"]) == (400, "urn:toolkit:problem:malformed-request")


@pytest.mark.parametrize(
    "text",
    [
        "שלום עולם. هذا نص عربي طويل بما فيه الكفاية.",
        "🎉🎊 Party 👩‍👩‍👧‍👦 in Astana 🇰🇿! \u202eright to left\u202c",
        "a" * 20_000,
        "<div>" * 5_000 + "The bridge opens in May." + "</div>" * 5_000,
        "\x00\ufffd\ud7ff control \x1b[31m",
    ],
)
def test_odd_texts_are_answered(client: httpx.Client, text: str) -> None:
    assert client.post("/v1/digests", json={"text": text, "languages": ["kk"]}).status_code in (200, 422)
    assert client.post("/v1/translations", json={"texts": text, "languages": ["kk"]}).status_code in (
        200,
        422,
    )


def test_lone_surrogates_do_no_harm(client: httpx.Client) -> None:
    answer = client.post(
        "/v1/translations",
        content=b'{"texts": "The \\ud800 train left.", "languages": ["kk"]}',
        headers={"Content-Type": "application/json"},
    )
    assert answer.status_code in (200, 422)


def test_languages_and_models(client: httpx.Client) -> None:
    languages = {row["code"]: row for row in client.get("/v1/languages").json()}
    assert languages["en"]["targets"] == ["kk", "ru", "zh"]
    models = client.get("/v1/models").json()
    assert {m["target"] for m in models["models"] if m["shipped"]} == {"kk", "ru", "zh"}
    assert "combined" in models["methods"]


def test_health_and_metrics_hold_no_texts(client: httpx.Client) -> None:
    client.post("/v1/translations", json={"texts": "Unmistakable zebra sentence.", "languages": ["kk"]})
    assert client.get("/health").json()["status"] == "ok"
    shown = client.get("/metrics").text
    assert 'toolkit_segments_total{language="kk"}' in shown
    assert "zebra" not in shown
