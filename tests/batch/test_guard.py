"""Poisoned articles: a real worker process that dies or hangs at a word, and a guard that lives."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.batch.commands import wait_for
from toolkit.batch.guard import Guard
from toolkit.batch.item import Item
from toolkit.batch.job import Job
from toolkit.errors import PackageError
from toolkit.glossary import Glossary

JOB = Job((), ("short",), "lead", "fast", Glossary.empty())

# the worker itself, with a word that does to it what a fault in a native library would
POISONED = """
import os, pathlib, signal, time
from toolkit.batch import worker
from toolkit.batch.job import run_job

def work(items, job, alive):
    for item in items:
        if "SEGV" in item.content:
            os.kill(os.getpid(), signal.SIGSEGV)
        if "HANG" in item.content:
            time.sleep(60)
        if "MEMORY" in item.content:
            bytearray(1 << 60)
        if "FAULT" in item.content:
            {}["x"]
        once = item.content.partition("ONCE:")[2]
        if once and not pathlib.Path(once).exists():
            pathlib.Path(once).touch()
            os.kill(os.getpid(), signal.SIGKILL)
    return run_job(items, job, alive)

worker.main(work)
"""


def item(name: str, text: str = "") -> Item:
    return Item(name, name, f"Ministers met in Astana. {name} was there. {text}")


@pytest.fixture
def guard() -> Iterator[Guard]:
    made = Guard(JOB, time_limit=4.0, threads=1, command=(sys.executable, "-c", POISONED))
    yield made
    made.close()


@pytest.mark.parametrize(
    ("word", "kind", "message"),
    [
        ("SEGV", "crash", "the worker was ended by SIGSEGV"),
        ("MEMORY", "memory", "ran out of memory"),
        ("FAULT", "internal", "KeyError: 'x'"),
        ("HANG", "time", "took longer than 4 s"),
    ],
)
def test_a_poisoned_article_is_tried_twice_and_the_others_are_done(
    guard: Guard, word: str, kind: str, message: str
) -> None:
    outcomes = guard.run([item("a"), item("b", word), item("c")])
    assert [o.record["id"] for o in outcomes] == ["a", "b", "c"]
    assert [o.failed for o in outcomes] == [False, True, False]
    error = outcomes[1].record["error"]
    assert (error["kind"], error["attempts"]) == (kind, 2)
    assert message in error["message"]
    assert not guard.run([item("d")])[0].failed


def test_an_accident_that_does_not_come_again_costs_nothing(guard: Guard, tmp_path: Path) -> None:
    outcomes = guard.run([item("a"), item("b", f"ONCE:{tmp_path / 'mark'}")])
    assert (tmp_path / "mark").exists()
    assert not any(o.failed for o in outcomes)


def test_one_article_alone_is_tried_twice(guard: Guard) -> None:
    assert guard.run([item("a", "SEGV")])[0].record["error"]["attempts"] == 2


def test_a_worker_that_does_not_start_is_no_articles_fault() -> None:
    guard = Guard(JOB, time_limit=4.0, threads=1, command=(sys.executable, "-c", "import no_such_module"))
    with pytest.raises(PackageError, match="the worker does not start"):
        guard.run([item("a")])


def test_an_error_that_concerns_every_article_ends_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "packages").write_text("no folder")
    monkeypatch.setenv("TOOLKIT_DATA_DIR", str(tmp_path))
    guard = Guard(Job(("kk",), ("short",), "lead", "fast", Glossary.empty()), time_limit=30.0, threads=1)
    with pytest.raises(PackageError):
        guard.run([item("a")])


def test_the_worker_ends_with_its_guard(guard: Guard) -> None:
    guard.run([item("a")])
    process = guard.process
    assert process is not None

    def runs() -> bool:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
        return True

    assert runs()
    guard.close()
    wait_for(lambda: not runs(), 10)
