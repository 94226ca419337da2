"""HTML keeps its tags, attributes and entities; inline tags go with their words."""

from __future__ import annotations

import re
import time

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.markup import translate_html
from api.markup.html import _tokens
from toolkit.translation import Segment

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Summit in Astana</title>
<style>p > b { color: red }</style></head>
<body class='x "y"' data-a=1><!-- a comment <b>not a tag</b> -->
<h1>Leaders meet</h1>
<p id="p1">Leaders of the <b class="t">SCO</b> met in <a href="/a?x=1&amp;y=2" title="a > b">Astana &amp; Almaty</a>
on <i>July 4</i>.<br/>They signed <span>25</span> documents.</p>
<ul><li>One</li><li translate="no">Do not touch me</li><li><code>x = y</code></li></ul>
<img src="a.png" alt="Photo"><script>if (a < b && c > d) { document.write("<p>Hello</p>") }</script>
<table><tr><td>5 &lt; 6</td><td>&copy;&nbsp;2024</td></tr></table>
</body></html>
"""


def _markup(page: str) -> list[str]:
    return [t.raw for t in _tokens(page) if t.name is not None]


@pytest.mark.parametrize("target", ["kk", "ru", "zh"])
def test_a_page_keeps_its_markup(client: httpx.Client, target: str) -> None:
    answer = client.post("/translate", json={"q": PAGE, "source": "en", "target": target, "format": "html"})
    page = answer.json()["translatedText"]
    assert sorted(_markup(page)) == sorted(_markup(PAGE))
    for kept in ("&copy;&nbsp;2024", "&lt; 6", "Do not touch me", "x = y", "<p>Hello</p>"):
        assert kept in page
    assert re.search(r"<h1>[^\x00-\x7f]+", page)


def test_inline_tags_go_with_their_words(client: httpx.Client) -> None:
    q = '<p>Leaders of the <b>SCO</b> met in <a href="/a">Astana</a>.</p>'
    page = client.post("/translate", json={"q": q, "source": "en", "target": "kk", "format": "html"}).json()[
        "translatedText"
    ]
    assert "ШЫҰ" in page.partition("<b>")[2].partition("</b>")[0]
    assert "Астана" in page.partition('<a href="/a">')[2].partition("</a>")[0]


def test_an_article_does_not_lead_its_tag_astray(client: httpx.Client) -> None:
    q = "<p>Leaders praised <b>the <i>SCO</i></b> in a long speech.</p>"
    for target, term in (("kk", "ШЫҰ"), ("ru", "ШОС"), ("zh", "上合组织")):
        body = {"q": q, "source": "en", "target": target, "format": "html"}
        page = client.post("/translate", json=body).json()["translatedText"]
        assert term in page.partition("<b><i>")[2].partition("</i></b>")[0]


def _upper(texts: list[str]) -> list[Segment]:
    return [Segment(text, " ".join(reversed(text.upper().split()))) for text in texts]


_PIECES = st.sampled_from(
    ["<b>", "</b>", "<i x='1>2'>", "</i>", "<p>", "</p>", "<br>", "<!-- c -->", "one two ", "Three.", " four", "&amp;",
     "&nbsp;", "<", ">", "\"", "<a", "<code>x</code>", "<script>1<2</script>", "<img>", "\n", "中"]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=25))
def test_no_page_loses_markup(pieces: list[str]) -> None:
    page = "".join(pieces)
    done = translate_html(page, "en", "kk", _upper)  # type: ignore[arg-type]
    assert sorted(_markup(done)) == sorted(_markup(page))


def test_without_a_translation_nothing_changes_but_space() -> None:
    done = translate_html(PAGE, "en", "kk", lambda texts: [Segment(t, t) for t in texts])
    assert re.sub(r"\s+", " ", done) == re.sub(r"\s+", " ", PAGE)


@pytest.mark.parametrize(
    "page",
    [
        "<b>" * 20_000 + "word" + "</b>" * 20_000,
        "<a \"'" * 20_000,
        "<!x" * 30_000,
        "<" * 100_000,
        "<![CDATA[" * 10_000,
    ],
    ids=["deep", "quotes", "declarations", "brackets", "cdata"],
)
def test_hostile_pages_end(page: str) -> None:
    start = time.process_time()
    translate_html(page, "en", "kk", _upper)  # type: ignore[arg-type]
    assert time.process_time() - start < 20  # not a speed test: quadratic work would take minutes
