"""Reading an article: from bytes, text or HTML to clean sentences that know their place in the source.

    decode_bytes ──► parse_article ──► Article(source, language, title, sentences, removed)

``removed`` lists everything that stands in ``source`` and in no sentence: title, credits, datelines, boilerplate.
"""

from __future__ import annotations

from toolkit.article._decode import decode_bytes
from toolkit.article._model import Article, Removed, Sentence
from toolkit.article._parse import INPUT_FORMATS, parse_article, read_article, read_bytes

__all__ = [
    "INPUT_FORMATS",
    "Article",
    "Removed",
    "Sentence",
    "decode_bytes",
    "parse_article",
    "read_article",
    "read_bytes",
]
