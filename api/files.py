"""Translated files, kept for a while until they are fetched."""

from __future__ import annotations

import secrets
import time

from api.problems import Problem
from api.settings import Settings
from api.store import Store

__all__ = ["Files"]


class Files:
    """The stored files of one application."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self._settings, self._store = settings, store

    @property
    def _oldest(self) -> float:
        return time.time() - self._settings.file_minutes * 60

    def add(self, name: str, kind: str, data: bytes) -> str:
        """Keep a file; returns its id, which cannot be guessed.

        Raises:
            Problem: too many files are stored, or the disk is full.
        """
        identifier = secrets.token_urlsafe(16)
        with self._store.transaction() as connection:
            connection.execute("DELETE FROM files WHERE created < ?", (self._oldest,))
            (count,) = connection.execute("SELECT count(*) FROM files").fetchone()
            if count >= self._settings.max_files:
                raise Problem("storage-full", "too many files wait to be fetched: try again later")
            connection.execute(
                "INSERT INTO files VALUES (?, ?, ?, ?, ?)", (identifier, name, kind, data, time.time())
            )
        return identifier

    def get(self, identifier: str) -> tuple[str, str, bytes]:
        """Name, media type and content.

        Raises:
            Problem: there is none of that id, or it is too old.
        """
        with self._store.connection() as connection:
            row = connection.execute(
                "SELECT * FROM files WHERE id = ? AND created >= ?", (identifier, self._oldest)
            ).fetchone()
        if row is None:
            raise Problem("not-found", "there is no such file: it was fetched long ago or is too old")
        return row["name"], row["type"], row["data"]
