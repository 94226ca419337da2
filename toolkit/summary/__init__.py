"""Abstracts: the sentences of an article that tell it best, within a budget of sentences and words."""

from __future__ import annotations

from toolkit.summary.budget import Budget, count_words
from toolkit.summary.model import Abstract, Edit, SummarySentence
from toolkit.summary.summarizer import METHODS, check_method, summarize

__all__ = [
    "METHODS",
    "Abstract",
    "Budget",
    "Edit",
    "SummarySentence",
    "check_method",
    "count_words",
    "summarize",
]
