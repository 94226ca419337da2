"""Jobs: accepted, done, kept, forgotten; and done again after the process was killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest

from tests.api.conftest import serving, settings

DIGEST = {"text": "Leaders met in Astana. They signed 25 documents.", "languages": ["kk"], "lengths": ["1"]}
TEXT = {"texts": ["The train left."], "languages": ["ru", "zh"]}


def finished(client: httpx.Client, address: str) -> dict[str, object]:
    end = time.monotonic() + 120
    while True:
        job: dict[str, object] = client.get(address).json()
        if job["state"] == "finished":
            return job
        assert time.monotonic() < end, job
        time.sleep(0.1)


def test_a_job_is_done_in_order(client: httpx.Client) -> None:
    bad = {**DIGEST, "text": "Οι ηγέτες συναντήθηκαν στην Αστάνα (OK)."}  # only the work itself finds out
    answer = client.post("/v1/jobs", json={"digests": [DIGEST, bad], "translations": [TEXT]})
    assert answer.status_code == 202
    job = finished(client, answer.headers["location"])
    assert (job["done"], job["total"]) == (3, 3)
    first, second, third = job["results"]  # type: ignore[misc]
    assert "Астана" in first["digest"]["abstracts"][0]["text"]
    assert second["problem"]["type"] == "urn:toolkit:problem:unknown-language"
    assert [t["language"] for t in third["translations"]] == ["ru", "zh"]
    assert client.delete(answer.headers["location"]).status_code == 204
    assert client.get(answer.headers["location"]).status_code == 404
    assert client.delete(answer.headers["location"]).status_code == 404


def test_refused_jobs(client: httpx.Client) -> None:
    assert client.post("/v1/jobs", json={}).status_code == 422
    assert client.post("/v1/jobs", json={"digests": [DIGEST] * 65}).status_code == 413
    assert client.post("/v1/jobs", json={"digests": [{"text": ""}]}).status_code == 422
    many = {**TEXT, "texts": ["A line."] * 65}  # more than a request may have: told at once, not by the job
    assert client.post("/v1/jobs", json={"translations": [many]}).status_code == 413


@pytest.mark.parametrize(
    ("change", "slug"),
    [
        ({"languages": ["xx"]}, "unknown-language"),
        ({"source_language": "ru", "languages": ["kk"]}, "unknown-language"),
        ({"lengths": ["1", "gross"]}, "invalid-option"),
        ({"method": "magic"}, "invalid-option"),
        ({"text": "123"}, "unusable-input"),
        ({"terms": [{"source": "b"}]}, "broken-glossary"),
    ],
)
def test_what_can_never_be_done_is_refused_at_once(client: httpx.Client, change: object, slug: str) -> None:
    answer = client.post("/v1/jobs", json={"digests": [DIGEST, {**DIGEST, **change}]})  # type: ignore[dict-item]
    assert (answer.status_code, answer.json()["type"]) == (422, f"urn:toolkit:problem:{slug}")


def test_a_deleted_job_stops(client: httpx.Client) -> None:
    texts = [f"Train number {n} left for Almaty this morning." for n in range(60)]
    answer = client.post(
        "/v1/jobs", json={"translations": [{"texts": texts, "languages": ["kk", "ru", "zh"]}] * 9}
    )
    assert client.delete(answer.headers["location"]).status_code == 204
    other = client.post("/v1/jobs", json={"digests": [DIGEST]})
    finished(client, other.headers["location"])


def test_old_results_are_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.jobs._SWEEP", 0.2)
    with serving(settings(tmp_path, warm="kk", result_hours=0.0002)) as client:
        address = client.post("/v1/jobs", json={"digests": [DIGEST]}).headers["location"]
        end = time.monotonic() + 60
        while client.get(address).status_code != 404:
            assert time.monotonic() < end
            time.sleep(0.2)


def test_a_job_is_kept_from_one_server_to_the_next(tmp_path: Path) -> None:
    with serving(settings(tmp_path, warm="kk")) as client:
        address = client.post("/v1/jobs", json={"translations": [TEXT] * 30}).headers["location"]
    with serving(settings(tmp_path, warm="kk")) as client:
        assert len(finished(client, address)["results"]) == 30  # type: ignore[arg-type]


def _start(folder: Path, port: int) -> subprocess.Popen[bytes]:
    environment = os.environ | {"TOOLKIT_API_DATABASE": str(folder / "api.sqlite3"), "TOOLKIT_API_WARM": "kk"}
    code = f"from api.serve import serve; serve(port={port})"
    return subprocess.Popen(
        [sys.executable, "-c", code], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def _ready(client: httpx.Client) -> None:
    end = time.monotonic() + 60
    while True:
        try:
            if client.get("/ready").status_code == 200:
                return
        except httpx.TransportError:
            pass
        assert time.monotonic() < end
        time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _write_glossaries(port: int, kept: list[str]) -> None:
    """Store glossaries until the server is gone."""
    entries = [{"id": f"t{n}", "en": f"Term number {n}", "kk": f"термин {n}"} for n in range(500)]
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
        while True:
            try:
                answer = client.post("/v1/glossaries", json={"entries": entries})
            except httpx.TransportError:
                return
            if answer.status_code == 201:
                kept.append(answer.json()["id"])


def test_kill_minus_nine_loses_no_accepted_job(tmp_path: Path) -> None:
    port = _free_port()
    texts = [f"Train number {n} left for Almaty this morning." for n in range(4)]
    body = {"translations": [{"texts": [t], "languages": ["kk", "ru"]} for t in texts * 5]}
    addresses: list[str] = []
    kept: list[str] = []
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
        for _ in range(2):
            server = _start(tmp_path, port)
            try:
                _ready(client)
                for _ in range(2):
                    addresses.append(client.post("/v1/jobs", json=body).headers["location"])
                writer = threading.Thread(target=_write_glossaries, args=(port, kept))
                before = len(kept)
                writer.start()
                while len(kept) < before + 2:
                    assert writer.is_alive()
                    time.sleep(0.01)
            finally:
                server.kill()
                server.wait()
            writer.join()
        server = _start(tmp_path, port)
        try:
            _ready(client)
            for address in addresses:
                job = finished(client, address)
                assert len(job["results"]) == 20  # type: ignore[arg-type]
                assert all("translations" in result for result in job["results"])  # type: ignore[attr-defined]
            stored = {row["id"]: row["size"] for row in client.get("/v1/glossaries").json()}
            assert kept
            assert all(stored[identifier] == 500 for identifier in kept)
            assert {size for identifier, size in stored.items() if identifier.startswith("g-")} == {500}
        finally:
            server.send_signal(signal.SIGTERM)
            assert server.wait(timeout=60) in (0, -signal.SIGTERM)


def test_running_requests_finish_and_new_ones_get_503(tmp_path: Path) -> None:
    port = _free_port()
    server = _start(tmp_path, port)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            _ready(client)
            answers: list[httpx.Response] = []
            body = {
                "texts": [f"Train {n} left for Almaty today." for n in range(60)],
                "languages": ["kk", "ru"],
            }
            thread = threading.Thread(
                target=lambda: answers.append(client.post("/v1/translations", json=body))
            )
            thread.start()
            while "toolkit_work_pending 1.0" not in client.get("/metrics").text:
                time.sleep(0.02)
            server.send_signal(signal.SIGTERM)
            end = time.monotonic() + 10
            while client.get("/ready").status_code != 503:
                assert time.monotonic() < end
            refused = client.post("/v1/translations", json={"texts": "a", "languages": ["kk"]})
            assert (refused.status_code, refused.json()["type"]) == (503, "urn:toolkit:problem:shutting-down")
            thread.join()
            assert answers[0].status_code == 200
        assert server.wait(timeout=60) in (0, -signal.SIGTERM)
    finally:
        server.kill()
        server.wait()
