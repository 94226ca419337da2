"""Text files, web pages and subtitles."""

from __future__ import annotations

import html
import re
import textwrap

from api.markup import Block, translate_blocks, translate_html
from api.markup.blocks import Translate
from toolkit.article import decode_bytes
from toolkit.errors import InputError

__all__ = ["translate_srt", "translate_txt", "translate_web_page"]

_CHARSET = re.compile(r"(<meta[^<>]{0,200}?charset\s*=\s*[\"']?)[\w.:-]+", re.IGNORECASE)
_TIMES = re.compile(r"\d{1,3}:\d{2}:\d{2}[,.]\d{1,3}\s*-->\s*\d{1,3}:\d{2}:\d{2}[,.]\d{1,3}.*")
_SUBTITLE_TAG = re.compile(r"</?(?:[biu]|font)(?:\s[^<>]*)?>|\{\\[^{}]*\}", re.IGNORECASE)
_LINE, _WIDE_LINE = 42, 20
"""Characters of a subtitle's line: of an alphabet, of Chinese."""


def translate_txt(data: bytes, source: str, target: str, translate: Translate) -> bytes:
    """A text file; every line stays a line, with its indent."""
    parts: list[str | tuple[str, str]] = []
    blocks: list[Block] = []
    for line in decode_bytes(data).splitlines(keepends=True):
        bare = line.strip()
        if bare:
            start = line.index(bare)
            blocks.append(Block(bare))
            parts.append((line[:start], line[start + len(bare) :]))
        else:
            parts.append(line)
    done = iter(translate_blocks(blocks, source, target, translate))
    return "".join(p if isinstance(p, str) else p[0] + next(done).text + p[1] for p in parts).encode()


def translate_web_page(data: bytes, source: str, target: str, translate: Translate) -> bytes:
    """An HTML file; the encoding that it names becomes UTF-8."""
    page = translate_html(decode_bytes(data), source, target, translate)
    return _CHARSET.sub(r"\g<1>utf-8", page, count=1).encode()


def translate_srt(data: bytes, source: str, target: str, translate: Translate) -> bytes:
    """Subtitles: numbers and times stay, tags go with their words, lines are broken anew.

    Raises:
        InputError: there is no line with times.
    """
    heads: list[str] = []
    texts: list[str] = []
    for cue in re.split(r"\r?\n[ \t]*\r?\n\s*", decode_bytes(data).strip()):
        lines = cue.splitlines()
        at = next((i for i, line in enumerate(lines) if _TIMES.fullmatch(line.strip())), None)
        if at is None:  # something else: kept as it is
            heads.append(cue)
            texts.append("")
        else:
            heads.append("\n".join(lines[: at + 1]))
            texts.append(" ".join(line.strip() for line in lines[at + 1 :]))
    if not any(texts):
        raise InputError("these are no SRT subtitles: no line has times")
    page = "".join(f"<p>{_as_html(text)}</p>" for text in texts)
    done = re.findall(r"<p>(.*?)</p>", translate_html(page, source, target, translate), re.DOTALL)
    width = _WIDE_LINE if target == "zh" else _LINE
    cues = [
        f"{head}\n{_broken(_as_text(text), width)}".rstrip() for head, text in zip(heads, done, strict=True)
    ]
    return ("\n\n".join(cues) + "\n").encode()


def _as_html(text: str) -> str:
    """Subtitle tags as HTML; everything else is text. A position such as ``{\\an8}`` is an empty tag."""
    out: list[str] = []
    at = 0
    for tag in _SUBTITLE_TAG.finditer(text):
        out.append(html.escape(text[at : tag.start()], quote=False))
        braces = tag[0].startswith("{")
        out.append(f'<wbr data-srt="{html.escape(tag[0])}">' if braces else tag[0])
        at = tag.end()
    out.append(html.escape(text[at:], quote=False))
    return "".join(out)


def _as_text(page: str) -> str:
    page = re.sub(r'<wbr data-srt="([^"]*)">', lambda m: html.unescape(m[1]), page)
    return html.unescape(page)


def _broken(text: str, width: int) -> str:
    """Lines of about the same length, as many as the width asks for."""
    count = -(-len(_SUBTITLE_TAG.sub("", text)) // width)
    if count <= 1:
        return text
    if width == _WIDE_LINE and " " not in text and "<" not in text:
        size = -(-len(text) // count)
        return "\n".join(text[i : i + size] for i in range(0, len(text), size))
    return "\n".join(
        textwrap.wrap(
            text, max(width, len(text) // count + 8), break_long_words=False, break_on_hyphens=False
        )
    )
