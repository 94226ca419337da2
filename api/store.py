"""The service's SQLite file: write-ahead log, so that readers do not wait and a killed process loses nothing.

One short-lived connection a call: no state between calls, nothing to share between threads or processes.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from api.problems import Problem

__all__ = ["Store"]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS glossaries (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, entries TEXT NOT NULL, size INTEGER NOT NULL,
    version TEXT NOT NULL, created REAL NOT NULL, changed REAL NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS jobs (
    id TEXT PRIMARY KEY, client TEXT NOT NULL, request TEXT NOT NULL, state TEXT NOT NULL,
    total INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, owner TEXT, lease REAL NOT NULL DEFAULT 0,
    created REAL NOT NULL, finished REAL
) STRICT;
CREATE TABLE IF NOT EXISTS results (
    job TEXT NOT NULL, number INTEGER NOT NULL, result TEXT NOT NULL, PRIMARY KEY (job, number)
) STRICT;
CREATE INDEX IF NOT EXISTS jobs_by_state ON jobs (state, created);
CREATE TABLE IF NOT EXISTS files (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, type TEXT NOT NULL, data BLOB NOT NULL, created REAL NOT NULL
) STRICT;
"""
_WAIT = 5.0
"""Seconds to wait for another writer."""


class Store:
    """One SQLite file.

    Args:
        path: made at first use, with its folder.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def prepare(self) -> None:
        """Make the file and its tables.

        Raises:
            Problem: it cannot be made or is no database.
        """
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Problem("storage", f"cannot make {self.path.parent} ({error.strerror})") from error
        with self.connection() as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.executescript(_SCHEMA)

    @contextlib.contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        """A connection for reading, or for single statements that are each their own transaction.

        Raises:
            Problem: locked for too long, disk full, damaged.
        """
        try:
            connection = sqlite3.connect(self.path, timeout=_WAIT, isolation_level=None)
            try:
                connection.row_factory = sqlite3.Row
                connection.execute("PRAGMA synchronous=FULL")  # an accepted job survives a power cut
                yield connection
            finally:
                connection.close()
        except sqlite3.Error as error:
            full = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
            raise Problem(
                "storage-full" if full else "storage",
                "the disk is full" if full else f"the database cannot be used now ({error}): try again",
                headers={} if full else {"Retry-After": "5"},
            ) from error

    @contextlib.contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """A connection in one write transaction: all of it or nothing."""
        with self.connection() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                if connection.in_transaction:  # SQLite itself has rolled back when the disk is full
                    connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")
