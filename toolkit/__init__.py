"""Short and long abstracts of English news in Kazakh, Russian and Chinese, offline, with fixed terms that hold.

The whole job is one call, :func:`toolkit.digest`; its steps are there on their own:

    parse_article, read_article     text, HTML or a file → Article
    summarize                       Article → Abstract (chosen sentences)
    Translator                      segments or texts → translations, terms enforced
    Glossary                        fixed terms, matched and inflected

Everything is imported at first use, so that ``import toolkit`` costs next to nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from toolkit.article import Article, parse_article, read_article
    from toolkit.errors import ToolkitError
    from toolkit.glossary import Glossary
    from toolkit.pipeline import Digest, digest
    from toolkit.summary import Abstract, summarize
    from toolkit.translation import Translation, Translator

__version__ = "0.1.0"

__all__ = [
    "Abstract",
    "Article",
    "Digest",
    "Glossary",
    "ToolkitError",
    "Translation",
    "Translator",
    "__version__",
    "digest",
    "parse_article",
    "read_article",
    "summarize",
]

_HOME = {
    "Abstract": "toolkit.summary",
    "Article": "toolkit.article",
    "Digest": "toolkit.pipeline",
    "Glossary": "toolkit.glossary",
    "ToolkitError": "toolkit.errors",
    "Translation": "toolkit.translation",
    "Translator": "toolkit.translation",
    "digest": "toolkit.pipeline",
    "parse_article": "toolkit.article",
    "read_article": "toolkit.article",
    "summarize": "toolkit.summary",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'toolkit' has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
