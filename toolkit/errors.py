"""Everything this library raises on purpose.

    ToolkitError
    ├── InputError         the article or file cannot be used (empty, binary, undecodable …)
    ├── LanguageError      unknown language, or a pair that no installed package translates
    ├── OptionError        an option's value makes no sense (length, method, format …)
    ├── GlossaryError      a glossary is broken: carries path, line and column
    └── PackageError       a translation package is missing, damaged or cannot be laid out

Each message is one line that says what is wrong and what to do.
"""

from __future__ import annotations

from pathlib import Path

__all__ = ["GlossaryError", "InputError", "LanguageError", "OptionError", "PackageError", "ToolkitError"]


class ToolkitError(Exception):
    """Base of all errors that this library raises on purpose."""


class InputError(ToolkitError):
    """The article or file cannot be used."""


class LanguageError(ToolkitError):
    """A language is unknown, or no package translates the asked pair."""


class OptionError(ToolkitError, ValueError):
    """The value of an option makes no sense."""


class GlossaryError(ToolkitError):
    """A glossary cannot be read.

    Args:
        reason: what is wrong and what to do.
        path: the file, if there is one.
        line: 1-based line in the file.
        column: name of the column.
    """

    def __init__(
        self, reason: str, *, path: Path | None = None, line: int | None = None, column: str | None = None
    ) -> None:
        self.reason, self.path, self.line, self.column = reason, path, line, column
        place = ":".join(str(x) for x in (path, line) if x is not None)
        where = f"{place}: " if place else ""
        what = f"column {column}: " if column else ""
        super().__init__(f"{where}{what}{reason}")


class PackageError(ToolkitError):
    """A translation package is missing, damaged or cannot be laid out."""
