"""A glossary: terms of one or several files in order of priority, and where they stand in a text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path

from toolkit.errors import GlossaryError
from toolkit.glossary.collector import collector_paused
from toolkit.glossary.exchange import read_terms
from toolkit.glossary.matching import Matcher
from toolkit.glossary.term import Match, Term

__all__ = ["Glossary", "shipped_glossaries"]


def shipped_glossaries() -> tuple[Path, ...]:
    """The CSV files that come with this project, in the order of their names."""
    here = Path(__file__).resolve().parent
    for folder in (here.parent / "glossaries", here.parent.parent / "glossaries"):
        if folder.is_dir():
            return tuple(sorted(folder.glob("*.csv")))
    return ()


class Glossary:
    """Terms in order of priority: of two that fit the same words, the earlier one wins.

    A longer match wins over a shorter one whatever its priority ("SCO Council of Heads of State" over "SCO").

    Args:
        terms: the terms, the most important first.
        name: for reports.
    """

    def __init__(self, terms: Iterable[Term] = (), *, name: str = "") -> None:
        self.terms: tuple[Term, ...] = tuple(terms)
        self.name = name

    def __repr__(self) -> str:
        """Name, size and version."""
        return f"Glossary({self.name!r}, {len(self.terms)} terms, version {self.version})"

    def __len__(self) -> int:
        """The number of terms."""
        return len(self.terms)

    @classmethod
    def load(cls, paths: Sequence[Path]) -> Glossary:
        """Read glossaries; terms of an earlier file have priority over those of a later one.

        Raises:
            GlossaryError: a file cannot be read or is broken; with path, line and column.
        """
        terms: list[Term] = []
        with collector_paused():
            for path in paths:
                terms.extend(read_terms(Path(path)))
        return cls(terms, name="+".join(Path(path).stem for path in paths))

    @classmethod
    def default(cls) -> Glossary:
        """All glossaries that come with this project.

        Raises:
            GlossaryError: there are none, or one is broken.
        """
        paths = shipped_glossaries()
        if not paths:
            raise GlossaryError("the glossaries that ship with this project are missing; install it again")
        glossary = cls.load(paths)
        glossary.name = "default"
        return glossary

    @classmethod
    def empty(cls) -> Glossary:
        """A glossary without terms.

        >>> Glossary.empty().match("the SCO summit")
        ()
        """
        return cls((), name="empty")

    def with_terms(self, terms: Iterable[Term], *, first: bool = True) -> Glossary:
        """This glossary and some more terms, which take priority over it (or, ``first=False``, give way)."""
        added = tuple(terms)
        return Glossary((*added, *self.terms) if first else (*self.terms, *added), name=self.name)

    def match(self, text: str) -> tuple[Match, ...]:
        """The terms in an English text, in order and not overlapping; the longest match wins.

        >>> sco = Term("sco", "Shanghai Cooperation Organisation", abbreviations=("SCO",))
        >>> [found] = Glossary([sco]).match("The Shanghai Cooperation Organisation (SCO) met.")
        >>> found.surface, found.form
        ('Shanghai Cooperation Organisation (SCO)', 'full+abbreviation')
        >>> [found] = Glossary([sco]).match("The SCO’s members met.")
        >>> found.surface, found.possessive
        ('SCO’s', True)
        """
        return self._matcher.match(text)

    @cached_property
    def version(self) -> str:
        """Short hash of the content: the same terms in the same order have the same version."""
        digest = hashlib.sha256()
        for term in self.terms:
            parts = [
                term.id, term.source, *term.variants, "|", *term.abbreviations, term.kind, str(term.case_sensitive),
                str(term.do_not_translate),
            ]  # fmt: skip
            for language, target in sorted(term.targets.items()):
                parts += [
                    language, target.text, target.abbreviation or "", target.reading or "", target.head or "",
                    target.harmony or "",
                ]  # fmt: skip
            for language, texts in sorted(term.forbidden.items()):
                parts += [language, *texts]
            digest.update("\0".join(parts).encode() + b"\1")
        return digest.hexdigest()[:12]

    @cached_property
    def _matcher(self) -> Matcher:
        with collector_paused():
            return Matcher(self.terms)

    def __getstate__(self) -> dict[str, object]:
        """The terms; the index is built again where it is needed."""
        return {"terms": self.terms, "name": self.name}
