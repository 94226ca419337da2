"""Texts with markup in them: translated sentence by sentence, their markup put to where its words have gone."""

from __future__ import annotations

from api.markup.blocks import Block, Span, translate_blocks
from api.markup.html import translate_html

__all__ = ["Block", "Span", "translate_blocks", "translate_html"]
