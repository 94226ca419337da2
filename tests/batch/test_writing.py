"""Parts and manifest: what is committed counts once, what is not is as if it had never been."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.batch.texts import by_id, records
from toolkit.batch.item import Failure, Item, Outcome, Refused
from toolkit.batch.job import Job, failed, run_job
from toolkit.batch.manifest import NAME, Manifest
from toolkit.batch.tally import Tally
from toolkit.batch.writing import PartWriter, clear, refuse_foreign
from toolkit.errors import InputError, OptionError
from toolkit.glossary import Glossary

ds = pytest.importorskip("pyarrow.dataset", reason="needs pyarrow: pip install '.[batch]'")

JOB = {"languages": ["kk"], "format": "jsonl"}


def outcome(name: str, occurrence: int = 0) -> Outcome:
    return failed(Refused(name, "p", Failure("input", "m"), occurrence=occurrence), Failure("input", "m"))


def test_what_is_committed_stays_and_what_is_not_goes(tmp_path: Path) -> None:
    with Manifest(tmp_path, JOB) as manifest:
        writer = PartWriter(manifest, "jsonl")
        writer.write([outcome("a"), outcome("b")])
        writer.commit(tally="1")
        writer.write([outcome("c")])  # and here the machine stops
    with Manifest(tmp_path, JOB) as manifest:
        assert [manifest.done((name, 0)) for name in "abc"] == [True, True, False]
        assert manifest.value("tally") == "1"
        writer = PartWriter(manifest, "jsonl")
        writer.write([outcome("c")])
        writer.commit()
        assert (manifest.parts, manifest.records) == (2, 3)
    assert [r["id"] for r in records(tmp_path)] == ["a", "b", "c"]
    assert not list(tmp_path.glob(".part-*"))


def test_a_part_renamed_but_not_entered_is_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Manifest(tmp_path, JOB) as manifest:
        writer = PartWriter(manifest, "jsonl")
        writer.write([outcome("a")])
        with monkeypatch.context() as patch:
            patch.setattr(Manifest, "commit", lambda *a, **k: (_ for _ in ()).throw(KeyboardInterrupt))
            with pytest.raises(KeyboardInterrupt):
                writer.commit()
    assert len(records(tmp_path)) == 1
    with Manifest(tmp_path, JOB) as manifest:
        assert not manifest.done(("a", 0))
        PartWriter(manifest, "jsonl")
        assert records(tmp_path) == []


def test_other_options_are_refused_and_the_same_are_not(tmp_path: Path) -> None:
    with Manifest(tmp_path, JOB) as manifest:
        writer = PartWriter(manifest, "jsonl")
        writer.write([outcome("a")])
        writer.commit()
    with pytest.raises(OptionError, match=r"other options \(languages\)"):
        Manifest(tmp_path, {**JOB, "languages": ["ru"]})
    Manifest(tmp_path, JOB)


def test_two_writers(tmp_path: Path) -> None:
    with Manifest(tmp_path, JOB), pytest.raises(OptionError, match="another process is writing"):
        Manifest(tmp_path, JOB)
    with Manifest(tmp_path, JOB), pytest.raises(OptionError, match="another process is writing"):
        clear(tmp_path)
    Manifest(tmp_path, JOB)


def test_ids_seen_in_this_reading(tmp_path: Path) -> None:
    with Manifest(tmp_path, JOB) as manifest:
        item = Item("a", "x.jsonl:1", "t")
        assert manifest.seen(item) == (0, "x.jsonl:1")
        assert manifest.seen(Item("a", "x.jsonl:9", "t")) == (1, "x.jsonl:1")
    with Manifest(tmp_path, JOB) as manifest:
        assert manifest.seen(item)[0] == 0


def test_a_damaged_manifest_is_told_and_restart_deletes_only_what_is_ours(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"not SQLite at all" * 100)
    (tmp_path / "part-000001.jsonl").write_text("{}\n")
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(InputError, match="damaged"):
        Manifest(tmp_path, JOB)
    clear(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["notes.txt"]


def test_parts_without_a_manifest_are_not_touched(tmp_path: Path) -> None:
    (tmp_path / "part-000001.jsonl").write_text("{}\n")
    with pytest.raises(OptionError, match="part files but no"):
        refuse_foreign(tmp_path)


def test_parquet_and_jsonl_hold_the_same(tmp_path: Path) -> None:
    text = "Astana hosted the SCO summit on July 4, 2024. Leaders of ten states signed 25 documents."
    items = [Item("a", "p", text, title="A summit"), Item("b", "p", " ")]
    outcomes = run_job(items, Job(("ru",), ("short",), "combined", "fast", Glossary.default()))
    for format in ("jsonl", "parquet"):
        with Manifest(tmp_path / format, {}) as manifest:
            writer = PartWriter(manifest, format)
            writer.write(outcomes)
            writer.commit()
    lines = by_id(tmp_path / "jsonl")
    rows = {
        row["id"]: row for row in ds.dataset(tmp_path / "parquet", format="parquet").to_table().to_pylist()
    }
    assert set(lines) == set(rows) == {"a", "b"}
    assert lines["a"]["abstracts"][0]["segments"][0]["terms"]
    for name, row in rows.items():
        row["titles"], row["versions"] = dict(row["titles"]), dict(row["versions"])
        shown = json.loads(json.dumps(row), parse_float=lambda x: round(float(x), 4))
        assert shown == json.loads(json.dumps(lines[name]), parse_float=lambda x: round(float(x), 4))


def test_figures_survive_the_manifest_and_do_not_grow() -> None:
    tally = Tally()
    for _ in range(5000):
        tally.add([outcome("a")], 3.0)
    assert len(tally.over_time) <= 240
    assert sum(tally.over_time) == tally.articles == 5000
    assert tally.failed == {"input": 5000}
    assert Tally.from_json(tally.to_json()) == tally
