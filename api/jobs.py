"""Jobs: accepted once, kept in SQLite, and run until they are done, whatever happens to the process.

A runner claims a job with a lease and renews it while it works. When its process dies, the lease runs out and any
runner takes the job again; parts that were done stay done. A job that keeps killing its process is given up.
"""

from __future__ import annotations

import contextlib
import json
import logging
import secrets
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from fastapi import HTTPException

from api.engine import Engine
from api.metrics import Metrics
from api.problems import Problem, problem_of
from api.schemas import DigestIn, TranslationIn
from api.settings import Settings
from api.store import Store
from api.work import AbandonedError, Ticket
from toolkit.errors import ToolkitError

__all__ = ["Jobs"]

_log = logging.getLogger("api")
_LEASE, _BEAT, _IDLE, _SWEEP = 15.0, 4.0, 0.5, 60.0
"""Seconds: of a lease, between its renewals, between two looks for work, between two clean-ups."""
_ATTEMPTS = 3


class Jobs:
    """The stored jobs, and this process's runner of them."""

    def __init__(self, settings: Settings, store: Store, engine: Engine, metrics: Metrics) -> None:
        self._settings, self._store, self._engine, self._metrics = settings, store, engine, metrics
        self._owner = secrets.token_hex(8)
        self._stop = threading.Event()
        self._wake = threading.Event()
        self._current: tuple[str, Ticket] | None = None
        self._thread = threading.Thread(target=self._loop, name="jobs", daemon=True)

    # ---- for the routes

    def add(self, client: str, parts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """Accept a job; when this returns, it is on the disk.

        Raises:
            Problem: too many jobs are stored, the disk is full, the database is locked.
        """
        identifier = secrets.token_urlsafe(16)
        with self._store.transaction() as connection:
            (count,) = connection.execute("SELECT count(*) FROM jobs").fetchone()
            if count >= self._settings.max_jobs:
                raise Problem("storage-full", "too many jobs are stored: fetch and delete finished ones")
            connection.execute(
                "INSERT INTO jobs (id, client, request, state, total, created) VALUES (?, ?, ?, 'queued', ?, ?)",
                (identifier, client, json.dumps(parts), len(parts), time.time()),
            )
        self._wake.set()
        return self.get(client, identifier)

    def get(self, client: str, identifier: str, *, results: bool = False) -> dict[str, Any]:
        """A job as its client sees it.

        Raises:
            Problem: there is none of that id, or it is another client's.
        """
        with self._store.connection() as connection:
            row = connection.execute(
                "SELECT * FROM jobs WHERE id = ? AND client = ?", (identifier, client)
            ).fetchone()
            if row is None:
                raise Problem("not-found", "there is no such job: it was deleted or is too old")
            done = connection.execute(
                "SELECT result FROM results WHERE job = ? ORDER BY number", (identifier,)
            ).fetchall()
        shown = {name: row[name] for name in ("id", "state", "total", "created", "finished")}
        shown["done"] = len(done)
        shown["expires"] = row["finished"] and row["finished"] + self._settings.result_hours * 3600
        if results:
            shown["results"] = [json.loads(r["result"]) for r in done]
        return shown

    def delete(self, client: str, identifier: str) -> None:
        """Forget a job; if it runs here, it stops. Raises the same as :meth:`get`."""
        with self._store.transaction() as connection:
            found = connection.execute(
                "DELETE FROM jobs WHERE id = ? AND client = ?", (identifier, client)
            ).rowcount
            if not found:
                raise Problem("not-found", "there is no such job: it was deleted or is too old")
            connection.execute("DELETE FROM results WHERE job = ?", (identifier,))
        if (current := self._current) and current[0] == identifier:
            current[1].cancel()

    # ---- the runner

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def close(self) -> None:
        """Stop at the next step; what runs goes back to the queue with what is done of it."""
        self._stop.set()
        self._wake.set()
        if (current := self._current) is not None:
            current[1].cancel()
        if self._thread.is_alive():
            self._thread.join()

    def _loop(self) -> None:
        swept = 0.0
        while not self._stop.is_set():
            worked = False
            try:
                if time.monotonic() - swept > _SWEEP or not swept:
                    self._sweep()
                    swept = time.monotonic()
                if (row := self._claim()) is not None:
                    worked = True
                    self._run(row["id"], json.loads(row["request"]), row["attempts"])
            except Problem as problem:  # locked, full, damaged: try again
                _log.warning("jobs: %s", problem.detail)
                self._stop.wait(2)
            if not worked:
                self._wake.wait(_IDLE)
                self._wake.clear()

    def _claim(self) -> Any:
        now = time.time()
        with self._store.connection() as connection:
            free = "state = 'queued' OR (state = 'running' AND lease < ?)"
            if connection.execute(f"SELECT 1 FROM jobs WHERE {free} LIMIT 1", (now,)).fetchone() is None:
                return None
        with self._store.transaction() as connection:
            return connection.execute(
                "UPDATE jobs SET state = 'running', owner = ?, lease = ?, attempts = attempts + 1 "
                f"WHERE id = (SELECT id FROM jobs WHERE {free} ORDER BY created LIMIT 1) RETURNING *",
                (self._owner, now + _LEASE, now),
            ).fetchone()

    def _run(self, identifier: str, parts: Sequence[Mapping[str, Any]], attempt: int) -> None:
        ticket = Ticket()
        self._current = identifier, ticket
        try:
            with self._store.connection() as connection:
                done = {
                    n
                    for (n,) in connection.execute("SELECT number FROM results WHERE job = ?", (identifier,))
                }
            with self._heartbeat(identifier, ticket):
                for number, part in enumerate(parts):
                    if number in done:
                        continue
                    if attempt > _ATTEMPTS:
                        lost = Problem(
                            "internal", f"the process ended {_ATTEMPTS} times while it worked on this"
                        )
                        result = {"problem": lost.body}
                    else:
                        result = self._part(part, ticket)
                    if not self._keep(identifier, number, result):
                        return  # deleted, or taken by another runner
            self._finish(identifier)
        except AbandonedError:
            self._give_back(identifier)
        finally:
            self._current = None

    def _part(self, part: Mapping[str, Any], ticket: Ticket) -> dict[str, Any]:
        ticket.check()
        try:
            if part["kind"] == "digest":
                return {"digest": self._engine.digest(DigestIn(**part["request"]), ticket.check)}
            request = TranslationIn(**part["request"])
            return {"translations": self._engine.translations(request, ticket.check)["translations"]}
        except ToolkitError as error:
            return {"problem": problem_of(error).body}
        except Problem as problem:
            return {"problem": problem.body}
        except (AbandonedError, HTTPException):
            raise
        except Exception as error:
            _log.error("jobs: %s in a part", type(error).__name__)
            return {"problem": Problem("internal", "something went wrong here").body}

    @contextlib.contextmanager
    def _heartbeat(self, identifier: str, ticket: Ticket) -> Iterator[None]:
        ended = threading.Event()

        def beat() -> None:
            while not ended.wait(_BEAT):
                with contextlib.suppress(Problem), self._store.connection() as connection:
                    found = connection.execute(
                        "UPDATE jobs SET lease = ? WHERE id = ? AND owner = ?",
                        (time.time() + _LEASE, identifier, self._owner),
                    ).rowcount
                    if not found:
                        ticket.cancel()

        thread = threading.Thread(target=beat, name="jobs-lease", daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()

    def _keep(self, identifier: str, number: int, result: Mapping[str, Any]) -> bool:
        with self._store.transaction() as connection:
            mine = connection.execute(
                "UPDATE jobs SET lease = ? WHERE id = ? AND owner = ?",
                (time.time() + _LEASE, identifier, self._owner),
            ).rowcount
            if mine:
                connection.execute(
                    "INSERT OR REPLACE INTO results VALUES (?, ?, ?)",
                    (identifier, number, json.dumps(result, ensure_ascii=False)),
                )
        return bool(mine)

    def _finish(self, identifier: str) -> None:
        with self._store.connection() as connection:
            connection.execute(
                "UPDATE jobs SET state = 'finished', finished = ?, owner = NULL WHERE id = ? AND owner = ?",
                (time.time(), identifier, self._owner),
            )
        self._metrics.jobs.labels("finished").inc()

    def _give_back(self, identifier: str) -> None:
        with self._store.connection() as connection:
            connection.execute(
                "UPDATE jobs SET state = 'queued', owner = NULL, attempts = attempts - 1 WHERE id = ? AND owner = ?",
                (identifier, self._owner),
            )

    def _sweep(self) -> None:
        """Forget results and files that are too old."""
        now = time.time()
        old = now - self._settings.result_hours * 3600
        with self._store.transaction() as connection:
            connection.execute("DELETE FROM jobs WHERE state = 'finished' AND finished < ?", (old,))
            connection.execute("DELETE FROM results WHERE job NOT IN (SELECT id FROM jobs)")
            connection.execute(
                "DELETE FROM files WHERE created < ?", (now - self._settings.file_minutes * 60,)
            )
