"""Glossaries: the shipped ones, read-only, and those that clients have stored."""

from __future__ import annotations

import functools
import hashlib
import re
import secrets
import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass

from api.problems import Problem
from api.store import Store
from toolkit.glossary import Glossary, Term, shipped_glossaries
from toolkit.glossary.table import parse_table, write_table

__all__ = ["Glossaries", "Stored"]

_IDENTIFIER = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


@dataclass(frozen=True, slots=True)
class Stored:
    """What is known of a glossary without reading its entries.

    Attributes:
        version: hash of the content; the ETag.
        size: number of terms.
    """

    id: str
    name: str
    version: str
    size: int
    shipped: bool
    created: float | None = None
    changed: float | None = None

    @property
    def etag(self) -> str:
        """As it stands in the header."""
        return f'"{self.version}"'


@functools.cache
def _shipped() -> dict[str, tuple[Stored, tuple[Term, ...]]]:
    default = Glossary.default()
    found = {
        "default": (
            Stored("default", "all shipped glossaries", default.version, len(default), True),
            default.terms,
        )
    }
    for path in shipped_glossaries():
        one = Glossary.load([path])
        found[path.stem] = (Stored(path.stem, path.stem, one.version, len(one), True), one.terms)
    return found


class Glossaries:
    """All glossaries that requests can name."""

    def __init__(self, store: Store, most: int) -> None:
        self._store, self._most = store, most

    def list(self) -> list[Stored]:
        """The shipped ones, then the stored ones by id."""
        with self._store.connection() as connection:
            rows = connection.execute("SELECT * FROM glossaries ORDER BY id").fetchall()
        return [stored for stored, _ in _shipped().values()] + [_stored(row) for row in rows]

    def get(self, identifier: str) -> Stored:
        """One glossary.

        Raises:
            Problem: there is none of that id.
        """
        if identifier in _shipped():
            return _shipped()[identifier][0]
        return _stored(self._row(identifier))

    def version(self, identifier: str) -> str:
        """See :class:`api.engine.GlossarySource`."""
        return self.get(identifier).version

    def terms(self, identifier: str) -> Sequence[Term]:
        """See :class:`api.engine.GlossarySource`."""
        if identifier in _shipped():
            return _shipped()[identifier][1]
        return parse_table(self._row(identifier)["entries"], name=identifier)

    def _row(self, identifier: str) -> sqlite3.Row:
        with self._store.connection() as connection:
            row: sqlite3.Row | None = connection.execute(
                "SELECT * FROM glossaries WHERE id = ?", (identifier,)
            ).fetchone()
        if row is None:
            raise _missing(identifier)
        return row

    def create(self, name: str, terms: Sequence[Term], identifier: str | None = None) -> Stored:
        """Store a new glossary.

        Raises:
            Problem: the id is taken or malformed, there are too many, the disk is full.
        """
        identifier = _checked(identifier or f"g-{secrets.token_hex(6)}")
        now = time.time()
        with self._store.transaction() as connection:
            (count,) = connection.execute("SELECT count(*) FROM glossaries").fetchone()
            if count >= self._most:
                raise Problem("storage-full", f"there are {count} glossaries already: delete some")
            taken = connection.execute("SELECT 1 FROM glossaries WHERE id = ?", (identifier,)).fetchone()
            if taken or identifier in _shipped():
                raise Problem(
                    "exists", f"there is a glossary {identifier!r}: change it with PUT, or choose another id"
                )
            connection.execute(
                "INSERT INTO glossaries VALUES (?, ?, ?, ?, ?, ?, ?)",
                (identifier, name, write_table(terms), len(terms), _version(name, terms), now, now),
            )
        return self.get(identifier)

    def replace(
        self, identifier: str, if_match: str | None, name: str | None, terms: Sequence[Term] | None
    ) -> Stored:
        """Change the name, the entries or both.

        Raises:
            Problem: no such glossary, read-only, changed by somebody else, no If-Match.
        """
        self._writable(identifier)
        with self._store.transaction() as connection:
            row = connection.execute("SELECT * FROM glossaries WHERE id = ?", (identifier,)).fetchone()
            _check_match(identifier, row, if_match)
            name = row["name"] if name is None else name
            terms = parse_table(row["entries"], name=identifier) if terms is None else terms
            connection.execute(
                "UPDATE glossaries SET name = ?, entries = ?, size = ?, version = ?, changed = ? WHERE id = ?",
                (name, write_table(terms), len(terms), _version(name, terms), time.time(), identifier),
            )
        return self.get(identifier)

    def delete(self, identifier: str, if_match: str | None) -> None:
        """Delete a glossary. Raises the same as :meth:`replace`."""
        self._writable(identifier)
        with self._store.transaction() as connection:
            row = connection.execute("SELECT * FROM glossaries WHERE id = ?", (identifier,)).fetchone()
            _check_match(identifier, row, if_match)
            connection.execute("DELETE FROM glossaries WHERE id = ?", (identifier,))

    def _writable(self, identifier: str) -> None:
        if identifier in _shipped():
            raise Problem("read-only", f"{identifier!r} came with the toolkit: make a copy under another id")


def _check_match(identifier: str, row: sqlite3.Row | None, if_match: str | None) -> None:
    if row is None:
        raise _missing(identifier)
    if if_match is None:
        raise Problem("precondition-needed", "send If-Match with the ETag that you have read")
    tags = [tag.strip() for tag in if_match.split(",")]
    if "*" not in tags and f'"{row["version"]}"' not in tags:
        raise Problem("changed", "the glossary is not as you have read it: read it again")


def _version(name: str, terms: Sequence[Term]) -> str:
    return hashlib.sha256(f"{name}\n{write_table(terms)}".encode()).hexdigest()[:16]


def _checked(identifier: str) -> str:
    if not _IDENTIFIER.fullmatch(identifier):
        raise Problem("invalid-option", "an id has 1 to 64 of a-z, 0-9, dot, dash and underscore")
    return identifier


def _missing(identifier: str) -> Problem:
    return Problem("not-found", f"there is no glossary {identifier!r}: see /v1/glossaries")


def _stored(row: sqlite3.Row) -> Stored:
    return Stored(row["id"], row["name"], row["version"], row["size"], False, row["created"], row["changed"])
