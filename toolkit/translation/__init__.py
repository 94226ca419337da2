"""Offline translation with Argos packages: terms and numbers protected, decoded in one batch, checked, repaired."""

from __future__ import annotations

from toolkit.translation.checks import Issue
from toolkit.translation.decoding import BeamSettings
from toolkit.translation.restore import TermUse
from toolkit.translation.translator import Draft, Segment, Translation, TranslationSettings, Translator

__all__ = [
    "BeamSettings",
    "Draft",
    "Issue",
    "Segment",
    "TermUse",
    "Translation",
    "TranslationSettings",
    "Translator",
]
