"""Stored glossaries: create, read, change, delete; formats; two writers; full and locked disks."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from api.glossaries import Glossaries
from api.problems import Problem
from api.store import Store
from tests.api.conftest import serving, settings
from tests.small_disk import small_disk
from toolkit.glossary import Target, Term

ENTRY = {"id": "gc", "en": "Green Corridor", "kk": "жасыл дәліз", "ru": "зелёный коридор", "zh": "绿色通道"}
CSV = "id,en,kk,ru,zh\nng,Northern Gateway,солтүстік қақпа,северные ворота,北方门户\n"


def test_life_of_a_glossary(client: httpx.Client) -> None:
    made = client.post("/v1/glossaries", json={"id": "desk", "name": "Our desk", "entries": [ENTRY]})
    assert (made.status_code, made.headers["location"]) == (201, "/v1/glossaries/desk")
    assert client.post("/v1/glossaries", json={"id": "desk", "entries": []}).status_code == 409
    tag = made.headers["etag"]
    for known in (tag, f'"x", W/{tag}', "*"):
        assert client.get("/v1/glossaries/desk", headers={"If-None-Match": known}).status_code == 304

    body = {"texts": "The Green Corridor opened.", "languages": ["zh"], "glossaries": ["desk", "default"]}
    assert "绿色通道" in client.post("/v1/translations", json=body).json()["translations"][0]["translation"]

    other = {**ENTRY, "zh": "绿色走廊"}
    assert client.patch("/v1/glossaries/desk", json={"put": [other]}).status_code == 428
    changed = client.patch("/v1/glossaries/desk", json={"put": [other]}, headers={"If-Match": tag})
    assert changed.status_code == 200
    assert changed.headers["etag"] != tag
    stale = client.patch("/v1/glossaries/desk", json={"name": "x"}, headers={"If-Match": tag})
    assert (stale.status_code, stale.json()["type"]) == (412, "urn:toolkit:problem:changed")
    assert "绿色走廊" in client.post("/v1/translations", json=body).json()["translations"][0]["translation"]

    put = client.put(
        "/v1/glossaries/desk", content=CSV.encode(),
        headers={"Content-Type": "text/csv", "If-Match": changed.headers["etag"]},
    )  # fmt: skip
    assert put.json()["size"] == 1
    assert put.json()["name"] == "Our desk"
    entries = client.get("/v1/glossaries/desk/entries").json()["entries"]
    assert [e["en"] for e in entries] == ["Northern Gateway"]
    assert client.delete("/v1/glossaries/desk", headers={"If-Match": "*"}).status_code == 204
    assert client.get("/v1/glossaries/desk").status_code == 404


def test_the_most_welcome_format_is_given(client: httpx.Client) -> None:
    accept = {"Accept": "application/json;q=0.1, text/csv;q=0.9"}
    found = client.get("/v1/glossaries/places/entries", headers=accept)
    assert found.headers["content-type"].startswith("text/csv")


@pytest.mark.parametrize("format", ["json", "csv", "tsv", "tbx"])
def test_formats_go_round(client: httpx.Client, format: str) -> None:
    data = client.get("/v1/glossaries/places/entries", params={"format": format})
    if format == "json":
        made = client.post("/v1/glossaries", json={"entries": data.json()["entries"]})
    else:
        made = client.post("/v1/glossaries", files={"file": (f"places.{format}", data.content)})
    size = client.get("/v1/glossaries/places").json()["size"]
    assert (made.status_code, made.json()["size"]) == (201, size)
    address = made.headers["location"]
    again = client.get(
        f"{address}/entries", headers={"Accept": data.headers["content-type"].partition(";")[0]}
    )
    assert again.headers["content-type"] == data.headers["content-type"]
    client.delete(address, headers={"If-Match": made.headers["etag"]})


def test_shipped_ones_are_read_only(client: httpx.Client) -> None:
    rows = {row["id"]: row for row in client.get("/v1/glossaries").json()}
    assert rows["default"]["shipped"]
    for answer in (
        client.put("/v1/glossaries/default", json={"entries": []}, headers={"If-Match": "*"}),
        client.patch("/v1/glossaries/places", json={"name": "x"}, headers={"If-Match": "*"}),
        client.delete("/v1/glossaries/default", headers={"If-Match": "*"}),
    ):
        assert (answer.status_code, answer.json()["type"]) == (403, "urn:toolkit:problem:read-only")


@pytest.mark.parametrize(
    ("content", "kind", "line", "column"),
    [
        ("id,en,kk\na,A,а\nb,,б\n", "text/csv", 3, "en"),
        ("id,en,kk\na,A,а\na,B,б\n", "text/csv", 3, "id"),
        ('[{"id": "a", "en": "A"}, {"id": "b", "en": "B", "color": "x"}]', "application/json", 2, "color"),
        ('id,en\n"a', "text/csv", 2, None),
        ("a\rb", "text/csv", 1, "a"),
    ],
)
def test_mistakes_are_told_with_their_place(
    client: httpx.Client, content: str, kind: str, line: int | None, column: str | None
) -> None:
    if kind == "application/json":
        content = f'{{"entries": {content}}}'
    answer = client.post("/v1/glossaries", content=content.encode(), headers={"Content-Type": kind})
    found = answer.json()
    assert (answer.status_code, found["type"]) == (422, "urn:toolkit:problem:broken-glossary")
    assert (found.get("line"), found.get("column")) == (line, column)


def test_odd_requests(client: httpx.Client) -> None:
    assert (
        client.post("/v1/glossaries", content=b"x", headers={"Content-Type": "image/png"}).status_code == 415
    )
    assert client.post("/v1/glossaries", json={"id": "No Spaces", "entries": []}).status_code == 422
    assert client.get("/v1/glossaries/places/entries?format=pdf").status_code == 406
    assert client.get("/v1/glossaries/places/entries", headers={"Accept": "image/png"}).status_code == 406


def test_two_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path / "s.sqlite3")
    store.prepare()
    glossaries = Glossaries(store, 10)
    tag = glossaries.create("x", [Term("a", "A")], "x").etag
    won: list[str] = []
    lost: list[str] = []

    def write(number: int) -> None:
        try:
            glossaries.replace("x", tag, None, [Term("a", "A", targets={"kk": Target(f"нұсқа {number}")})])
            won.append(str(number))
        except Problem as problem:
            lost.append(problem.slug)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(won), lost) == (1, ["changed"] * 7)
    assert glossaries.terms("x")[0].targets["kk"].text == f"нұсқа {won[0]}"


def test_a_locked_database_is_503(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.store._WAIT", 0.2)
    with serving(settings(tmp_path, warm="kk")) as client:
        other = sqlite3.connect(tmp_path / "api.sqlite3", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        answer = client.post("/v1/glossaries", json={"entries": [ENTRY]})
        assert (answer.status_code, answer.json()["type"]) == (503, "urn:toolkit:problem:storage")
        assert answer.headers["retry-after"]
        assert client.get("/v1/glossaries").status_code == 200  # readers do not wait for a writer
        other.execute("ROLLBACK")
        other.close()
        assert client.post("/v1/glossaries", json={"entries": [ENTRY]}).status_code == 201


class Small(Store):
    """A store whose disk is full soon: SQLite's own limit on pages gives the same error as a full disk."""

    @contextlib.contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        with super().connection() as connection:
            connection.execute("PRAGMA max_page_count = 20")
            yield connection


def test_a_full_disk_is_507_and_loses_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path / "s.sqlite3")
    store.prepare()
    glossaries = Glossaries(store, 10)
    kept = glossaries.create("kept", [Term("a", "A")], "kept")

    many = [Term(f"t{n}", f"Term number {n}", targets={"kk": Target("сөз " * 20)}) for n in range(2000)]
    with pytest.raises(Problem) as caught:
        Glossaries(Small(store.path), 10).create("big", many, "big")
    assert caught.value.slug == "storage-full"
    assert glossaries.get("kept") == kept
    with pytest.raises(Problem, match="no glossary"):
        glossaries.get("big")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", "1m") as folder:
        yield folder


def test_a_really_full_disk(disk: Path) -> None:
    with serving(settings(disk, warm="kk")) as client:
        entries = [{"id": f"t{n}", "en": f"Term {n}", "kk": "сөз " * 10} for n in range(1000)]
        kept = []
        for _ in range(40):
            answer = client.post("/v1/glossaries", json={"entries": entries})
            if answer.status_code != 201:
                break
            kept.append(answer.json()["id"])
        assert (answer.status_code, answer.json()["type"]) == (507, "urn:toolkit:problem:storage-full")
        job = client.post("/v1/jobs", json={"translations": [{"texts": ["The train left. " * 20] * 60}] * 9})
        assert job.status_code in (503, 507)
        stored = {row["id"] for row in client.get("/v1/glossaries").json() if not row["shipped"]}
        assert stored == set(kept)
        body = {"texts": "The train left.", "languages": ["kk"]}
        assert client.post("/v1/translations", json=body).status_code == 200
        assert client.get("/ready").status_code == 200


def test_a_damaged_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "api.sqlite3").write_bytes(b"no database at all" * 500)
    with serving(settings(tmp_path, warm="kk"), ready=False) as client:
        for _ in range(200):
            answer = client.get("/ready")
            if "database" in answer.text:
                break
        assert answer.status_code == 503
        assert "not a database" in answer.text
