"""Limits: bodies as received, slow bodies, queue, time, keys, rates, headers, CORS."""

from __future__ import annotations

import json
import logging
import re
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from pydantic import ValidationError

from api.access import hashed
from api.engine import Engine
from api.settings import Settings
from tests.api.conftest import serving, settings

BODY = {"texts": "The train left the station.", "languages": ["kk"]}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """One place, no queue, small and impatient."""
    values = settings(
        tmp_path_factory.mktemp("small"), concurrency=1, queue=0, max_body_bytes=2048, body_seconds=0.5,
        max_characters=1500, max_sentences=3, cors_origins="https://news.example", warm="kk",
    )  # fmt: skip
    with serving(values) as client:
        yield client


def test_a_body_is_counted_by_its_length(small: httpx.Client) -> None:
    answer = small.post("/v1/translations", json={"texts": "x" * 3000})
    assert (answer.status_code, answer.json()["type"]) == (413, "urn:toolkit:problem:too-large")


def test_a_chunked_body_is_counted_as_received(small: httpx.Client) -> None:
    answer = small.post("/v1/translations", content=(b"x" * 500 for _ in range(100)))
    assert answer.status_code == 413
    assert small.post("/translate", content=(b"x" * 500 for _ in range(100))).json().keys() == {"error"}


def test_a_slow_body_is_cut_off(small: httpx.Client) -> None:
    url = small.base_url
    with socket.create_connection((url.host, url.port), timeout=10) as connection:
        connection.sendall(b"POST /v1/summaries HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{")
        assert b" 408 " in connection.recv(4096)
    assert small.get("/health").status_code == 200


def test_characters_and_sentences(small: httpx.Client) -> None:
    assert small.post("/v1/translations", json={"texts": "x" * 1600, "languages": ["kk"]}).status_code == 413
    many = {"texts": "The train left. " * 4, "languages": ["kk"]}
    assert small.post("/v1/translations", json=many).json()["detail"].startswith("4 sentences")


def test_overload_is_answered_at_once(small: httpx.Client) -> None:
    def post(number: int) -> httpx.Response:
        return small.post(
            "/v1/digests", json={"text": f"The {number} trains left Almaty. " * 3, "languages": ["kk"]}
        )

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(post, range(24)))
    assert {a.status_code for a in answers} == {200, 503}
    refused = next(a for a in answers if a.status_code == 503)
    assert refused.json()["type"] == "urn:toolkit:problem:overloaded"
    assert int(refused.headers["retry-after"]) >= 1
    assert "toolkit_work_pending 0.0" in small.get("/metrics").text


def test_time_limit(tmp_path: Path) -> None:
    with serving(settings(tmp_path, time_limit=0.01, warm="kk")) as client:
        answer = client.post("/v1/translations", json={"texts": "The train left. " * 40, "languages": ["kk"]})
        assert (answer.status_code, answer.json()["type"]) == (503, "urn:toolkit:problem:time-limit")
        assert "retry-after" in answer.headers


def _segments(client: httpx.Client, language: str) -> float:
    found = re.search(rf'toolkit_segments_total{{language="{language}"}} (\S+)', client.get("/metrics").text)
    return float(found[1]) if found else 0.0


def test_a_client_that_leaves_stops_its_work(client: httpx.Client) -> None:
    texts = [f"Wagon number {n} came from Aktau to Almaty." for n in range(60)]
    body = json.dumps({"texts": texts, "languages": ["ru"]}).encode()
    before = _segments(client, "ru")
    with socket.create_connection((client.base_url.host, client.base_url.port), timeout=10) as connection:
        connection.sendall(b"POST /v1/translations HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n")
        connection.sendall(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        while "toolkit_work_pending 1.0" not in client.get("/metrics").text:
            time.sleep(0.01)
    end = time.monotonic() + 30
    while "toolkit_work_pending 0.0" not in client.get("/metrics").text:
        assert time.monotonic() < end
        time.sleep(0.05)
    assert _segments(client, "ru") - before < 60


def test_a_reader_that_leaves_a_stream_stops_its_work(client: httpx.Client, seeds: dict[str, Path]) -> None:
    text = seeds["glacier-water"].read_text(encoding="utf-8")
    body = {"text": text, "languages": ["en", "kk", "ru", "zh"], "lengths": ["90%"], "glossaries": []}
    before = _segments(client, "zh")
    names = []
    with client.stream("POST", "/v1/digests", json=body, headers={"Accept": "text/event-stream"}) as answer:
        for line in answer.iter_lines():
            names.append(line)
            if line.startswith("event: abstract"):
                break  # the first language is there, the connection is closed
    assert "event: done" not in names
    end = time.monotonic() + 60
    while "toolkit_work_pending 0.0" not in client.get("/metrics").text:
        assert time.monotonic() < end
        time.sleep(0.05)
    assert _segments(client, "zh") == before


def test_security_headers_everywhere(small: httpx.Client) -> None:
    for path in ("/health", "/none-such", "/v1/languages", "/openapi.json"):
        headers = small.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert "server" not in headers


def test_cors_only_for_named_origins(small: httpx.Client, client: httpx.Client) -> None:
    origin = {"Origin": "https://news.example"}
    assert small.get("/health", headers=origin).headers["access-control-allow-origin"] == origin["Origin"]
    assert (
        "access-control-allow-origin"
        not in small.get("/health", headers={"Origin": "https://x.example"}).headers
    )
    assert "access-control-allow-origin" not in client.get("/health", headers=origin).headers


def test_keys_and_rates(tmp_path: Path) -> None:
    keys = f"desk:{hashed('secret-1')},slow:{hashed('secret-2')}:2"
    with serving(settings(tmp_path, keys=keys, warm="kk")) as client:
        answer = client.get("/v1/languages")
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
        assert client.get("/v1/languages", headers={"X-API-Key": "secret-3"}).status_code == 401
        assert client.get("/v1/languages", headers={"X-API-Key": "secret-1"}).status_code == 200
        for status in (200, 200, 429):
            answer = client.get("/v1/languages", headers={"Authorization": "Bearer secret-2"})
            assert answer.status_code == status
        assert int(answer.headers["retry-after"]) >= 1
        form = {"q": "The train left.", "source": "en", "target": "kk"}
        assert client.post("/translate", data=form).status_code == 403
        assert client.post("/translate", data={**form, "api_key": "secret-1"}).status_code == 200
        assert client.get("/health").status_code == 200
        assert client.get("/frontend/settings").json()["keyRequired"] is True
        assert client.get("/metrics").status_code == 401


def test_settings_are_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOOLKIT_API_KEYS", "plain-text-key")
    with pytest.raises(ValidationError):
        Settings(_env_file=None)
    monkeypatch.setenv("TOOLKIT_API_KEYS", f"a:{'0' * 64}, b:{'1' * 64}:5")
    monkeypatch.setenv("TOOLKIT_API_WARM", "kk ru")
    found = Settings(_env_file=None)
    assert (len(found.keys), found.warm) == (2, ("kk", "ru"))


def test_no_texts_in_logs(client: httpx.Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        client.post("/translate", params={"q": "Quagga stripes", "source": "en", "target": "kk"})
        client.post("/v1/digests", json={"text": "Quagga stripes", "languages": ["xx"]})
    assert "POST /translate 200" in caplog.text
    assert "uagga" not in "\n".join(r.getMessage() for r in caplog.records if not r.name.startswith("http"))


def test_the_log_says_where_it_went_wrong(
    client: httpx.Client, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("the text of an article")

    monkeypatch.setattr(Engine, "translations", broken)
    monkeypatch.setattr(Engine, "digest_parts", broken)
    with caplog.at_level(logging.INFO, logger="api"):
        answer = client.post("/v1/translations", json={"texts": "a"})
        assert (answer.status_code, answer.json()["type"]) == (500, "urn:toolkit:problem:internal")
        with pytest.raises(httpx.RemoteProtocolError):
            client.post("/v1/digests", json={"text": "a"}, headers={"Accept": "text/event-stream"})
    for route in ("/v1/translations", "/v1/digests"):
        assert re.search(rf"RuntimeError at test_limits\.py:\d+ in {route}", caplog.text)
    assert "the text of an article" not in caplog.text


def test_a_missing_model_is_told_and_not_ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from toolkit.translation import packages

    monkeypatch.setattr(packages, "SHIPPED", tmp_path / "nowhere")
    with serving(settings(tmp_path, warm="kk"), ready=False) as client:
        for _ in range(200):
            answer = client.get("/ready")
            if "missing or damaged" in answer.text:
                break
            time.sleep(0.05)
        assert (answer.status_code, answer.json()["type"]) == (503, "urn:toolkit:problem:not-ready")
        assert "install the project again" in answer.json()["detail"]
        assert client.get("/health").status_code == 200
        assert client.post("/v1/translations", json=BODY).status_code == 503


def test_a_damaged_model_is_told_and_not_ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from toolkit.translation.packages import lay_out_shipped

    folder = tmp_path / "packages"
    folder.mkdir()
    monkeypatch.setenv("TOOLKIT_PACKAGES_DIR", str(folder))
    lay_out_shipped()
    for weights in folder.glob("*/model/model.bin"):
        content = weights.read_bytes()
        weights.unlink()  # it may be a hard link to the shipped one
        weights.write_bytes(b"\xff" * len(content))
    with serving(settings(tmp_path, warm="kk"), ready=False) as client:
        for _ in range(400):
            answer = client.get("/ready")
            if "cannot be loaded" in answer.text:
                break
            time.sleep(0.05)
        assert "cannot be loaded" in answer.json()["detail"]
        answer = client.post("/v1/translations", json=BODY)
        assert (answer.status_code, answer.json()["type"]) == (503, "urn:toolkit:problem:model-unavailable")


@pytest.mark.parametrize(
    "content",
    [
        b"a" * 10_000_000,
        b"[" * 500_000,
        b'{"text": "\xff\xfe"}',
        b'{"text": ' + b"[" * 100_000,
        b"\x00" * 1000,
    ],
    ids=["10 MB", "nested", "no UTF-8", "nested text", "zeros"],
)
def test_hostile_bodies(client: httpx.Client, content: bytes) -> None:
    for path in ("/v1/summaries", "/translate", "/v1/jobs"):
        answer = client.post(path, content=content, headers={"Content-Type": "application/json"})
        assert answer.status_code in (400, 413, 422), answer.text


def test_threads_end(small: httpx.Client) -> None:
    assert sum(t.name.startswith("work") for t in threading.enumerate()) <= 20
