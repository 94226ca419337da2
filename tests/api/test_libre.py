"""The LibreTranslate-compatible routes, and its public clients unchanged against them."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import httpx
import pytest
from libretranslatepy import LibreTranslateAPI

NODE_MODULES = Path(__file__).parent / "browser" / "node_modules"


def test_libretranslatepy(client: httpx.Client) -> None:
    api = LibreTranslateAPI(str(client.base_url))
    assert "Астана" in api.translate("Leaders of the SCO met in Astana.", "en", "kk")
    assert api.detect("Good morning, and welcome to the city of Astana!")[0]["language"] == "en"
    assert {row["code"] for row in api.languages()} == {"en", "kk", "ru", "zh"}


@pytest.mark.skipif(
    not (NODE_MODULES / "translate").is_dir() or shutil.which("node") is None,
    reason="no node, or tests/api/browser has no node_modules (npm ci)",
)
def test_the_npm_client_translate(client: httpx.Client) -> None:
    script = (
        "import translate from 'translate'; translate.engine = 'libre'; translate.url = process.argv[1];"
        "console.log(await translate('Leaders met in Astana.', {from: 'en', to: 'ru'}))"
    )
    url = f"{client.base_url.copy_with(path='/translate')}"
    done = subprocess.run(
        ["node", "--input-type=module", "-e", script, url],
        cwd=NODE_MODULES.parent, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert "Астан" in done.stdout, done.stderr


@pytest.mark.parametrize("way", ["json", "data", "params"])
def test_json_form_and_query(client: httpx.Client, way: str) -> None:
    values = {"q": "The train left.", "source": "en", "target": "zh-Hans"}
    answer = client.post("/translate", **{way: values})  # type: ignore[arg-type]
    assert answer.status_code == 200
    assert any("\u4e00" <= c <= "\u9fff" for c in answer.json()["translatedText"])


def test_a_form_whose_letters_are_not_escaped(client: httpx.Client) -> None:
    """As ``curl -d`` sends it."""
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    found = client.post("/detect", content="q=Поезд ушёл вовремя, и никто не опоздал.".encode(), headers=form)
    assert found.json()[0]["language"] == "ru"
    broken = client.post("/detect", content=b"q=\xff", headers=form)
    assert (broken.status_code, broken.json()) == (400, {"error": "Invalid form format"})


def test_lists_and_detection(client: httpx.Client) -> None:
    q = ["The leaders of the two states met in the city.", "The train has left the station, and it is late."]
    found = client.post("/translate", json={"q": q, "source": "auto", "target": "kk"}).json()
    assert len(found["translatedText"]) == 2
    assert [d["language"] for d in found["detectedLanguage"]] == ["en", "en"]


def test_alternatives_differ(client: httpx.Client) -> None:
    found = client.post(
        "/translate",
        json={
            "q": "The old bridge was closed to traffic.",
            "source": "en",
            "target": "ru",
            "alternatives": 3,
        },
    ).json()
    texts = [found["translatedText"], *found["alternatives"]]
    assert len(texts) == len(set(texts)) <= 4


def test_same_language_and_empty_text_come_back(client: httpx.Client) -> None:
    for q, target in (("Hello there", "en"), ("", "kk"), (" \n", "kk")):
        found = client.post("/translate", json={"q": q, "source": "en", "target": target}).json()
        assert found["translatedText"] == q


def test_without_glossary(client: httpx.Client) -> None:
    body = {"q": "The SCO met.", "source": "en", "target": "kk"}
    assert "ШЫҰ" in client.post("/translate", json=body).json()["translatedText"]
    assert client.post("/translate", json={**body, "glossary": "none"}).status_code == 200
    assert client.post("/translate", json={**body, "glossary": "nix"}).status_code == 404


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"source": "en", "target": "kk"}, "missing q parameter"),
        ({"q": "a", "target": "kk"}, "missing source parameter"),
        ({"q": "a", "source": "en"}, "missing target parameter"),
        ({"q": "a", "source": "en", "target": "xx"}, "xx is not supported"),
        ({"q": "a", "source": "en", "target": "kk", "format": "pdf"}, "pdf format is not supported"),
        ({"q": "", "source": "en", "target": "kk", "format": False}, "False format is not supported"),
        ({"q": "a", "source": "en", "target": "kk", "alternatives": 1.5}, "must be from 0"),
        ({"q": 5, "source": "en", "target": "kk"}, "q must be"),
        ({"q": "a", "source": "en", "target": "kk", "alternatives": "many"}, "not a number"),
        ({"q": "а", "source": "ru", "target": "kk"}, "no package translates"),
    ],
)
def test_errors(client: httpx.Client, body: dict[str, object], words: str) -> None:
    answer = client.post("/translate", json=body)
    assert answer.status_code == 400
    assert list(answer.json()) == ["error"]
    assert words in answer.json()["error"]


def test_no_json(client: httpx.Client) -> None:
    for content in (
        b"{",
        b"[1]",
        b"\xff\xfe",
        b'{"q": "a", "source": "en", "target": "kk", "alternatives": 1e999}',
    ):
        answer = client.post("/translate", content=content, headers={"Content-Type": "application/json"})
        assert (answer.status_code, list(answer.json())) == (400, ["error"])


def test_a_language_of_its_own_is_not_detected(client: httpx.Client) -> None:
    found = client.post("/detect", data={"q": "Το πλοίο έφυγε από το λιμάνι το πρωί."}).json()
    assert found == [{"confidence": 0.0, "language": "en"}]


def test_settings(client: httpx.Client) -> None:
    found = client.get("/frontend/settings").json()
    assert found["keyRequired"] is False
    assert json.dumps(found)
