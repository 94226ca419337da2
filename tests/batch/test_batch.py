"""The whole command with the local engine: stopped and resumed, bad input, full and read-only disks."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.batch.commands import below, run, start, wait_for
from tests.batch.texts import article, by_id, records, write
from tests.small_disk import small_disk

LOCAL = ("--engine", "local", "--threads", "1", "--batch-size", "4")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", "256k") as folder:
        yield folder


def killed_in_the_middle(inputs: Path, out: Path) -> bool:
    """Start, wait for a part and a little more, kill -9; the worker ends with its driver."""
    before = len(list(out.glob("part-*")))
    process = start(inputs, "-o", out, "-l", "kk", *LOCAL, "--commit-every", "0")
    wait_for(lambda: len(list(out.glob("part-*"))) > before + 1 or process.poll() is not None)
    workers = below(process.pid, "toolkit.batch.worker") if process.poll() is None else []
    process.kill()
    process.communicate()
    wait_for(lambda: not any(runs(pid) for pid in workers), 20)
    return process.returncode == -signal.SIGKILL


def runs(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_stopped_by_kill_9_and_resumed_it_gives_what_an_undisturbed_run_gives(tmp_path: Path) -> None:
    inputs = write(tmp_path / "in.jsonl", map(article, range(24)))
    assert run(inputs, "-o", tmp_path / "whole", "-l", "kk", *LOCAL)[0] == 0
    disturbed = tmp_path / "disturbed"
    kills = sum(killed_in_the_middle(inputs, disturbed) for _ in range(2))
    assert kills
    assert 0 < len(records(disturbed)) < 24
    code, told = run(inputs, "-o", disturbed, "-l", "kk", *LOCAL)
    assert (code, "were done before" in told) == (0, True)
    assert by_id(disturbed) == by_id(tmp_path / "whole")
    code, told = run(inputs, "-o", disturbed, "-l", "kk", *LOCAL)
    assert (code, "24 were done before" in told) == (0, True)


def test_bad_lines_twice_the_same_id_and_the_rest(tmp_path: Path) -> None:
    rows = [
        article(0),
        article(1),
        {**article(2), "id": "article-0"},
        {"text": "Ice melts."},
        {"text": "Ice melts."},
    ]
    path = write(tmp_path / "in.jsonl", rows)
    path.write_text(path.read_text() + "{broken\n")
    out = tmp_path / "out"
    for _ in range(2):  # the second time everything is done before
        code, told = run(path, "-o", out, "-l", "en", *LOCAL)
        assert code == 3
    assert "6 were done before" in told
    found = records(out)
    assert [r["error"] and r["error"]["kind"] for r in found if r["source"].endswith((":1", ":2", ":4"))] == [
        None
    ] * 3
    errors = {r["source"].rpartition(":")[2]: r["error"] for r in found if r["error"]}
    assert {place: e["kind"] for place, e in errors.items()} == {
        "3": "duplicate",
        "5": "duplicate",
        "6": "input",
    }
    assert f"{path}:1" in errors["3"]["message"]
    assert len(found) == 6


def test_stdin_and_the_report(tmp_path: Path) -> None:
    lines = "".join(json.dumps(article(i)) + "\n" for i in range(3)).encode()
    report = tmp_path / "report.html"
    code, told = run("-", "-o", tmp_path / "out", "-l", "kk", "--report", report, *LOCAL, stdin=lines)
    assert code == 0
    assert "3 articles done" in told
    assert len(by_id(tmp_path / "out")) == 3
    page = report.read_text(encoding="utf-8")
    assert "<svg" in page
    assert "astana" in page  # a term, by its id
    assert "http" not in page
    assert "src=" not in page


@pytest.mark.parametrize("make", ["folder", "jsonl"])
def test_an_empty_input(tmp_path: Path, make: str) -> None:
    given = tmp_path / "in" if make == "folder" else tmp_path / "in.jsonl"
    given.mkdir() if make == "folder" else given.touch()
    code, told = run(given, "-o", tmp_path / "out", *LOCAL)
    assert (code, "there is no article in the input" in told) == (0, True)


def test_fail_fast_stops_and_keeps_what_is_done(tmp_path: Path) -> None:
    rows = [
        *map(article, range(4)),
        {"id": "bad", "text": "Das ist ein Text.", "language": "de"},
        *map(article, range(8, 40)),
    ]
    path = write(tmp_path / "in.jsonl", rows)
    code, _ = run(path, "-o", tmp_path / "out", "-l", "en", "--fail-fast", *LOCAL)
    assert code == 3
    assert len(by_id(tmp_path / "out")) == 8


def test_ctrl_c_keeps_what_is_done(tmp_path: Path) -> None:
    path = write(tmp_path / "in.jsonl", map(article, range(400)))
    out = tmp_path / "out"
    process = start(path, "-o", out, "-l", "kk", *LOCAL)
    wait_for(lambda: any(p.stat().st_size for p in out.glob(".part-*")))
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 130
    process.communicate()
    found = by_id(out)
    assert found
    assert len(found) % 4 == 0


def test_a_full_disk_is_told_and_with_room_the_run_goes_on(tmp_path: Path, disk: Path) -> None:
    path = write(tmp_path / "in.jsonl", map(article, range(300)))
    ballast = disk / "ballast"
    ballast.write_bytes(b"x" * 150_000)
    code, told = run(path, "-o", disk / "out", "-l", "en", *LOCAL)
    assert code == 1
    assert "No space left" in told
    assert told.count("\n") == 2
    assert "give the same command again" in told
    ballast.unlink()
    subprocess.run(["mount", "-o", "remount,size=8m", str(disk)], check=True)
    assert run(path, "-o", disk / "out", "-l", "en", *LOCAL)[0] == 0
    assert len(by_id(disk / "out")) == 300


def test_a_read_only_folder_is_told_before_the_work(tmp_path: Path, disk: Path) -> None:
    path = write(tmp_path / "in.jsonl", [article(0)])
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    code, told = run(path, "-o", disk / "out", "-l", "kk", *LOCAL)
    assert code == 1
    assert "cannot write to" in told
    assert "ead-only" in told
    assert told.count("\n") == 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--format", "xml"), "choose jsonl or parquet"),
        (("--engine", "spark"), "choose one of auto, local, ray"),
        (("--lang", "de"), "unknown language"),
        (("--engine", "local", "--workers", "2"), "need --engine ray"),
    ],
)
def test_options_that_make_no_sense(tmp_path: Path, options: tuple[str, ...], message: str) -> None:
    path = write(tmp_path / "in.jsonl", [article(0)])
    code, told = run(path, "-o", tmp_path / "out", *options)
    assert (code, told.count("\n")) == (2, 1)
    assert message in told


def test_without_the_extra_it_works_in_one_process(tmp_path: Path) -> None:
    """Ray and pyarrow cannot be imported: JSONL comes all the same, and Parquet says what it needs."""
    hide = tmp_path / "hide"
    hide.mkdir()
    (hide / "sitecustomize.py").write_text("import sys\nsys.modules['ray'] = sys.modules['pyarrow'] = None\n")
    search = f"{hide}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
    path = write(tmp_path / "in.jsonl", [article(0)])
    code, told = run(path, "-o", tmp_path / "out", "-l", "en", PYTHONPATH=search)
    assert (code, "local, 1 worker" in told) == (0, True)
    for options, what in (
        (("--format", "parquet"), "--format parquet"),
        (("--engine", "ray"), "--engine ray"),
    ):
        code, told = run(path, "-o", tmp_path / "other", "-l", "en", *options, PYTHONPATH=search)
        assert code == 2
        assert f"{what} needs the extra" in told
