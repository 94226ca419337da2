"""The main text and the title of an HTML page. Nothing is fetched."""

from __future__ import annotations

import re
from importlib import import_module

__all__ = ["looks_like_html", "main_text"]

_START = re.compile(
    r"[\s\ufeff]*<(?:!doctype\s+html|html|head|body|article|main|div|p|h1|\?xml|!--)\b", re.IGNORECASE
)
_TAG = re.compile(r"</(?:p|div|html|body|article|h[1-6]|span|title)\s*>", re.IGNORECASE)
_BLOCKS = ("p", "h1", "h2", "h3", "h4", "li", "blockquote", "dd", "pre", "td")
_NOISE = (
    *("script", "style", "noscript", "template", "svg", "iframe"),
    *("nav", "header", "footer", "aside", "form", "button", "figure"),
)


def looks_like_html(source: str) -> bool:
    """Whether a text is an HTML page or a piece of one."""
    return _START.match(source) is not None and _TAG.search(source) is not None


def main_text(page: str) -> tuple[str, str | None]:
    """The article's paragraphs, with a blank line between, and its title if the page names one.

    Navigation, comments, tables and other pages' teasers are left out by trafilatura (Barbaresi 2021); where it finds
    no article (a bare fragment, an unusual layout), all blocks of text outside navigation are taken.
    """
    import trafilatura

    document = trafilatura.bare_extraction(
        page,
        include_comments=False,
        include_tables=False,
        include_images=False,
        include_links=False,
        with_metadata=True,
    )
    title = (document.title or "").strip() or None if document is not None else None
    text = ((document.text if document is not None else None) or "").strip()
    if not text:
        text, plain_title = _plain(page)
        title = title or plain_title
    return "\n\n".join(line for line in text.splitlines() if line.strip()), title


def _plain(page: str) -> tuple[str, str | None]:
    etree, html = import_module("lxml.etree"), import_module("lxml.html")
    try:
        # lxml refuses a str that declares its own encoding.
        tree = html.fromstring(page.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError):
        return "", None
    title = " ".join((tree.findtext(".//title") or "").split()) or None
    for element in list(tree.iter(*_NOISE)):
        if element.getparent() is not None:
            element.drop_tree()
    blocks = [
        block for block in tree.iter(*_BLOCKS) if not any(True for _ in block.iterdescendants(*_BLOCKS))
    ]
    texts = [" ".join(block.text_content().split()) for block in blocks]
    if not any(texts):
        body = tree.find(".//body")
        texts = (tree if body is None else body).text_content().splitlines()
    return "\n".join(text for text in texts if text.strip()), title
