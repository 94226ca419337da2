"""Which articles are done: a SQLite file in the output folder, one transaction a part.

A part is renamed into its place first and entered here second, so that whatever is killed in between, a record counts
only when both have happened: a part that is not entered is deleted at the next start, and its articles are done again.
SQLite's lock keeps a second writer out and ends with the process; its memory does not grow with the articles.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from toolkit.batch.item import Item, Key, Refused
from toolkit.errors import InputError, OptionError

__all__ = ["NAME", "Manifest", "cannot_write", "in_use"]

NAME = "_manifest.sqlite"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS run (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS part (number INTEGER PRIMARY KEY, records INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS done (id TEXT, occurrence INTEGER, part INTEGER NOT NULL, PRIMARY KEY (id, occurrence))
    WITHOUT ROWID;
"""


def cannot_write(folder: Path, error: Exception) -> InputError:
    """The error of a folder that takes no more; what was committed before stays."""
    reason = getattr(error, "strerror", None) or str(error)
    return InputError(
        f"cannot write to {folder} ({reason}): what is done stays; "
        "make room or choose a folder that can be written, and give the same command again"
    )


class Manifest:
    """What is done in one output folder.

    Args:
        folder: the output folder; made if need be.
        job: what records depend on; a folder with records of another job is refused.

    Raises:
        OptionError: the folder belongs to another job, or another process is writing to it.
        InputError: it cannot be written.
    """

    def __init__(self, folder: Path, job: dict[str, Any]) -> None:
        self.folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(folder / NAME, timeout=1.0, isolation_level=None)
        except (OSError, sqlite3.Error) as error:
            raise cannot_write(folder, error) from error
        try:
            self._open()
            self._claim(job)
        except sqlite3.Error as error:
            self._db.close()
            if "locked" in str(error):
                raise OptionError(
                    f"another process is writing to {folder}: wait for it or stop it"
                ) from error
            if "not a database" in str(error) or "malformed" in str(error):
                raise InputError(f"{folder / NAME} is damaged: choose another folder or --restart") from error
            raise cannot_write(folder, error) from error
        except OptionError:
            self._db.close()
            raise

    def _open(self) -> None:
        for setting in ("locking_mode = EXCLUSIVE", "synchronous = FULL", "temp_store = FILE"):
            self._db.execute(f"PRAGMA {setting}")
        self._db.execute("BEGIN EXCLUSIVE")
        for statement in _SCHEMA.split(";"):
            self._db.execute(statement)
        self._db.execute("COMMIT")
        self._db.execute(
            "CREATE TEMP TABLE seen (id TEXT PRIMARY KEY, times INTEGER, place TEXT) WITHOUT ROWID"
        )

    def _claim(self, job: dict[str, Any]) -> None:
        wanted = json.dumps(job, sort_keys=True, ensure_ascii=False)
        before = self.value("job")
        if before is None or not self.parts:
            self._db.execute("INSERT OR REPLACE INTO run VALUES ('job', ?)", (wanted,))
        elif before != wanted:
            old = json.loads(before)
            changed = ", ".join(sorted(name for name in {*old, *job} if old.get(name) != job.get(name)))
            raise OptionError(
                f"{self.folder} holds records made with other options ({changed}): give the same ones, "
                "another folder, or --restart to begin again"
            )

    def __enter__(self) -> Self:
        """Closed at the end of the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Release the folder."""
        self._db.close()

    def value(self, name: str) -> str | None:
        """A value kept with the last part."""
        row = self._db.execute("SELECT value FROM run WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    @property
    def parts(self) -> int:
        """How many parts are committed; they are numbered from 1."""
        return int(self._db.execute("SELECT coalesce(max(number), 0) FROM part").fetchone()[0])

    @property
    def records(self) -> int:
        """How many records are committed."""
        return int(self._db.execute("SELECT coalesce(sum(records), 0) FROM part").fetchone()[0])

    def done(self, key: Key) -> bool:
        """Whether a record of it is committed."""
        found = self._db.execute("SELECT 1 FROM done WHERE id = ? AND occurrence = ?", key)
        return found.fetchone() is not None

    def seen(self, item: Item | Refused) -> tuple[int, str]:
        """Note that an id came by in this reading of the input: how often it did before, and where first."""
        row = self._db.execute(
            "INSERT INTO seen VALUES (?, 1, ?) ON CONFLICT (id) DO UPDATE SET times = times + 1 "
            "RETURNING times - 1, place",
            (item.id, item.place),
        ).fetchone()
        return int(row[0]), str(row[1])

    def commit(self, part: int, keys: Iterable[Key], **values: str) -> None:
        """Enter a part whose file stands in its place, with its articles, and values to keep, in one transaction.

        Raises:
            InputError: the disk is full.
        """
        try:
            self._db.execute("BEGIN")
            rows = [(*key, part) for key in keys]
            self._db.execute("INSERT INTO part VALUES (?, ?)", (part, len(rows)))
            self._db.executemany("INSERT INTO done VALUES (?, ?, ?)", rows)
            self._db.executemany("INSERT OR REPLACE INTO run VALUES (?, ?)", values.items())
            self._db.execute("COMMIT")
        except sqlite3.OperationalError as error:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise cannot_write(self.folder, error) from error


def in_use(folder: Path) -> bool:
    """Whether another process is writing to a folder."""
    if not (folder / NAME).exists():
        return False
    database = sqlite3.connect(folder / NAME, timeout=0.0, isolation_level=None)
    try:
        database.execute("BEGIN EXCLUSIVE")
        database.execute("ROLLBACK")
    except sqlite3.Error as error:
        return "locked" in str(error)
    finally:
        database.close()
    return False
