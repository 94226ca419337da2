"""What goes in and what comes out: an article of the input, or why it cannot be one; and its record."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any, Literal

__all__ = [
    "ErrorKind",
    "Failure",
    "Item",
    "Key",
    "Outcome",
    "Refused",
    "content_id",
    "first_line",
    "place_id",
]

ErrorKind = Literal["input", "language", "size", "duplicate", "time", "crash", "memory", "internal"]
"""Why an article has no digest (``docs/json.md``)."""

Key = tuple[str, int]
"""An id and which occurrence of it in the input this is, from 0."""


class _Keyed:
    """A piece of the input: the manifest knows it by its id and occurrence."""

    __slots__ = ()
    id: str
    occurrence: int

    @property
    def key(self) -> Key:
        """What the manifest knows it by."""
        return self.id, self.occurrence


@dataclass(frozen=True, slots=True)
class Item(_Keyed):
    """An article as the input has it, not yet decoded or cleaned.

    Attributes:
        id: as given, else a hash of the content.
        place: file, or file and line or row, as a reader would look it up.
        content: text, or the bytes of a file.
        title, language: if the input names them.
        input_format: ``auto``, ``text`` or ``html``.
        weight: bytes of the input that it stands for.
        occurrence: how many articles with the same id came before it.
    """

    id: str
    place: str
    content: str | bytes
    title: str | None = None
    language: str | None = None
    input_format: str = "auto"
    weight: float = 0.0
    occurrence: int = 0


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an article has no digest: a kind for programs, one line for people.

    Attributes:
        kind: see :data:`ErrorKind`.
        message: what is wrong and what to do.
        attempts: how often it was tried; 0 where it never came to that.
    """

    kind: ErrorKind
    message: str
    attempts: int = 1


@dataclass(frozen=True, slots=True)
class Refused(_Keyed):
    """A piece of the input that is no article: a broken line, a file that cannot be read, an article too large."""

    id: str
    place: str
    failure: Failure
    weight: float = 0.0
    occurrence: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """The record of an article and what the figures are counted from.

    Attributes:
        key: of the item.
        record: as it is written (``docs/json.md``).
        sentences: segments translated.
        tokens: subword pieces of their translations.
        weight: as in the item.
    """

    key: Key
    record: dict[str, Any] = field(repr=False)
    sentences: int = 0
    tokens: int = 0
    weight: float = 0.0

    @property
    def failed(self) -> bool:
        """Whether the record is an error."""
        return self.record["error"] is not None


def content_id(content: str | bytes, *more: str | None) -> str:
    """The id of an article that was given none: 32 hexadecimal digits, the same for the same content.

    >>> content_id("The ice melts.") == content_id("The ice melts.".encode())
    True
    """
    data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    return _hash(data, *((text or "").encode("utf-8", "surrogatepass") for text in more if text))


def place_id(place: str) -> str:
    """The id of what could not be read, from where it stands."""
    return _hash(b"place", place.encode("utf-8", "surrogateescape"))


def first_line(error: BaseException) -> str:
    """What an exception says, short enough for a failure's message; its type where it says nothing.

    >>> first_line(OSError("gone\\nfor good")), first_line(EOFError())
    ('gone', 'EOFError')
    """
    return next(iter(str(error).strip().splitlines()), type(error).__name__)[:200]


def _hash(*parts: bytes) -> str:
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:32]
