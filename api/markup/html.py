"""HTML, translated: every tag, attribute, comment and script stays letter for letter; only text changes.

No tree is built and nothing is repaired: the page is cut at its tags, text between block tags is one block, inline
tags are spans in it. ``translate="no"``, ``class="notranslate"``, code and the like are carried over untouched.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from api.markup.blocks import Block, Span, Translate, translate_blocks

__all__ = ["translate_html"]

# Possessive and bounded, so that no page, however broken, takes longer than its length.
_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<!\[CDATA\[.*?(?:\]\]>|\Z)"
    r"|<[!?][^<>]*+>"
    r"|<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9:-]*+)"
    r"(?:[^<>\"']|\"[^\"]{0,200000}+\"|'[^']{0,200000}+'){0,2000}+>",
    re.DOTALL,
)
_INLINE = frozenset(
    (
        *(
            "a",
            "abbr",
            "acronym",
            "b",
            "bdi",
            "bdo",
            "big",
            "cite",
            "code",
            "data",
            "del",
            "dfn",
            "em",
            "font",
        ),
        *("i", "img", "input", "ins", "kbd", "label", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp"),
        *("small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"),
    )
)
_EMPTY = frozenset(["img", "input", "wbr"])
_RAW = frozenset(["script", "style", "textarea", "xmp", "noscript", "template", "iframe"])
_KEPT = frozenset(["code", "kbd", "samp", "var", "svg", "math"])
_NO = re.compile(r"""\stranslate\s*=\s*["']?no\b|\sclass\s*=\s*["'][^"']*\bnotranslate\b""", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_SPACE = " \t\n\r\f"
_DEEPEST = 60


@dataclass(frozen=True, slots=True)
class _Token:
    """A tag (``name``), text (``name`` is None) or something to copy (``name`` is empty)."""

    raw: str
    name: str | None
    closes: bool = False


@dataclass(frozen=True, slots=True)
class _Markup:
    """Payload of a span: what to write before and after it, or, ``whole``, instead of it."""

    before: str
    after: str = ""
    whole: bool = False


def translate_html(page: str, source: str, target: str, translate: Translate) -> str:
    """A page or fragment with its text translated.

    Args:
        page: HTML.
        source, target: language codes.
        translate: segments of one text → their translations.

    >>> from toolkit.translation import Segment
    >>> upper = lambda texts: [Segment(text, text.upper()) for text in texts]
    >>> translate_html("<p>Ice <b class=x>melts</b> &amp; flows.<br>Now</p>", "en", "kk", upper)
    '<p>ICE <b class=x>MELTS</b> &amp; FLOWS.<br>NOW</p>'
    """
    parts: list[str | tuple[str, _Draft, str]] = []  # copied as it is, or (space, block, space)
    run: list[_Token] = []

    def flush() -> None:
        if run:
            parts.extend(_parts(run))
            run.clear()

    for token in _tokens(page):
        if token.name is None or token.name in _INLINE or (token.name == "" and run):
            run.append(token)
        else:
            flush()
            parts.append(token.raw)
    flush()
    drafts = [part[1] for part in parts if not isinstance(part, str)]
    done = iter(translate_blocks([d.block for d in drafts], source, target, translate))
    return "".join(
        part if isinstance(part, str) else f"{part[0]}{_written(next(done), part[1].entities)}{part[2]}"
        for part in parts
    )


def _tokens(page: str) -> Iterator[_Token]:
    at = 0
    while at < len(page):
        match = _TOKEN.search(page, at)
        if match is None:
            yield _Token(page[at:], None)
            return
        if match.start() > at:
            yield _Token(page[at : match.start()], None)
        name, closes = (match["name"] or "").casefold(), bool(match["close"])
        end = match.end()
        if not closes and name and name not in _EMPTY and not match[0].endswith("/>"):
            kept = name in _KEPT or _NO.search(match[0]) is not None
            if name in _RAW or (kept and name not in ("html", "body")):
                end = _end_of(page, name, end)
                yield _Token(page[match.start() : end], "code" if name in _INLINE else "")
                at = end
                continue
        yield _Token(match[0], name, closes)
        at = end


def _end_of(page: str, name: str, start: int) -> int:
    """The end of an element that is copied whole, elements of its own kind inside it included."""
    depth = 1
    for tag in re.finditer(rf"<(/?){re.escape(name)}(?=[\s/>])[^<>]*+>", page[start:], re.IGNORECASE):
        depth += -1 if tag[1] else not tag[0].endswith("/>")
        if depth == 0 or (name in _RAW and tag[1]):
            return start + tag.end()
    return len(page)


@dataclass(slots=True)
class _Draft:
    block: Block
    entities: dict[str, str]


def _parts(run: list[_Token]) -> list[str | tuple[str, _Draft, str]]:
    """One block, with the space around it apart; copied when there are no letters in it."""
    raw = "".join(token.raw for token in run)
    text: list[str] = []
    size = 0
    entities: dict[str, str] = {}
    root: list[Span] = []
    stack: list[tuple[str, Span]] = []

    def add(span: Span) -> None:
        (stack[-1][1].children if stack else root).append(span)

    def write(shown: str) -> None:
        nonlocal size
        if shown[:1] == " " and (not size or text[-1].endswith(" ")):
            shown = shown[1:]
        if shown:
            text.append(shown)
            size += len(shown)

    for token in run:
        if token.name is None:
            for entity in _ENTITY.findall(token.raw):
                char = html.unescape(entity)
                if len(char) == 1 and not char.isalnum():
                    entities.setdefault(char, entity)
            write(re.sub(f"[{_SPACE}]+", " ", html.unescape(token.raw)))
        elif token.raw.startswith("<") and token.name == "code" and not token.closes:
            start = size
            inner = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^<>]*+>", "", token.raw)))
            if re.search(r"\w", inner):  # what has no word in it is not found again in the translation
                write(inner)
            add(Span(start, size, _Markup(token.raw, whole=True)))
        elif token.closes and any(name == token.name for name, _ in stack):
            while True:
                name, span = stack.pop()
                if name == token.name:
                    break
                _open(span, size)
            span.end = size
            span.payload = _Markup(span.payload.before, token.raw)
        elif token.name in _EMPTY or token.name == "" or token.closes or len(stack) >= _DEEPEST:
            add(Span(size, size, _Markup(token.raw)))
        else:
            span = Span(size, size, _Markup(token.raw))
            add(span)
            stack.append((token.name, span))
    for _, span in stack:
        _open(span, size)
    whole = "".join(text)
    if not re.search(r"[^\W\d_]", whole):
        return [raw]
    block = Block(whole.rstrip(), root)
    lead = raw[: len(raw) - len(raw.lstrip(_SPACE))]
    return [(lead, _Draft(block, entities), raw[len(raw.rstrip(_SPACE)) :])]


def _open(span: Span, size: int) -> None:
    """An element that is not closed in this block reaches to its end."""
    span.end = size


def _written(block: Block, entities: dict[str, str]) -> str:
    """A block as HTML."""

    def escaped(text: str) -> str:
        text = html.escape(text, quote=False)
        for char, entity in entities.items():
            if char not in "&<>":
                text = text.replace(char, entity)
        return text

    def inside(spans: list[Span], start: int, end: int) -> str:
        out: list[str] = []
        at = start
        for span in spans:
            out.append(escaped(block.text[at : span.start]))
            markup: _Markup = span.payload
            content = "" if markup.whole else inside(span.children, span.start, span.end)
            out += [markup.before, content, markup.after]
            at = span.end
        out.append(escaped(block.text[at:end]))
        return "".join(out)

    return inside(block.spans, 0, len(block.text))
