"""Termbases: read them, find their terms in an English text, and inflect the targets."""

from __future__ import annotations

from toolkit.glossary.inflection import case_of, inflect, surface_forms
from toolkit.glossary.occurrence import Occurrence, find_forbidden, find_target
from toolkit.glossary.table import COLUMNS
from toolkit.glossary.term import CASES, Case, Form, Match, Target, Term
from toolkit.glossary.termbase import Glossary, shipped_glossaries

__all__ = [
    "CASES",
    "COLUMNS",
    "Case",
    "Form",
    "Glossary",
    "Match",
    "Occurrence",
    "Target",
    "Term",
    "case_of",
    "find_forbidden",
    "find_target",
    "inflect",
    "shipped_glossaries",
    "surface_forms",
]
