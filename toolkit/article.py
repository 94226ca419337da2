"""Reading an article: from bytes, text or HTML to clean sentences with their place in the source."""

from __future__ import annotations

import codecs
import re
import sys
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from toolkit.errors import InputError, OptionError
from toolkit.languages import detect_language, language_code
from toolkit.sentences import sentence_spans

__all__ = ["Article", "Removed", "Sentence", "decode_bytes", "parse_article", "read_article"]

INPUT_FORMATS: tuple[str, ...] = ("auto", "text", "html")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; ``start`` and ``end`` are character offsets in ``Article.source``."""

    index: int
    paragraph: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Removed:
    """A piece of the source that is not part of the article, and why."""

    start: int
    end: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Article:
    """A cleaned article."""

    source: str
    language: str
    title: str | None
    sentences: tuple[Sentence, ...]
    removed: tuple[Removed, ...]

    @property
    def paragraphs(self) -> tuple[tuple[Sentence, ...], ...]:
        """The sentences by paragraph."""
        return tuple(tuple(group) for _, group in groupby(self.sentences, key=lambda s: s.paragraph))


_PARAGRAPH = re.compile(r"[^\n](?:.|\n(?!\s*\n))*")
_CREDIT = re.compile(r"\s*Photo: [A-Z]\w+(?: [A-Z]\w+)*\s*$")


def parse_article(
    source: str, *, title: str | None = None, language: str | None = None, input_format: str = "auto"
) -> Article:
    """Clean a text and split it into sentences."""
    if input_format not in INPUT_FORMATS:
        raise OptionError(f"unknown input format {input_format!r}: use one of {', '.join(INPUT_FORMATS)}")
    html = input_format == "html" or (
        input_format == "auto" and re.match(r"\s*<(?:!doctype html|html|head|body|article)\b", source, re.I)
    )
    if html:
        import trafilatura

        source = trafilatura.extract(source, include_comments=False, include_tables=False) or ""
    if not source.strip():
        raise InputError("the input is empty: give an article as text or HTML")
    code = language_code(language) if language else detect_language(source)
    removed: list[Removed] = []
    sentences: list[Sentence] = []
    number = 0
    for i, match in enumerate(_PARAGRAPH.finditer(source)):
        start, end = match.span()
        text = match.group()
        credit = _CREDIT.search(text)
        if credit:
            removed.append(Removed(start + credit.start(), end, credit.group(), "credit"))
            text = text[: credit.start()]
        clean = " ".join(text.split())
        if i == 0 and (clean == title or not re.search(r"[.!?。！？…]\W*$", clean)):
            title = title or clean
            removed.append(Removed(start, end, text, "title"))
            continue
        spans = sentence_spans(text, code)
        for span in spans:
            body = " ".join(text[span.start : span.end].replace("\u200b", "").split())
            if body:
                sentences.append(Sentence(len(sentences), number, start + span.start, start + span.end, body))
        number += bool(spans)
    if not sentences:
        raise InputError("the input has a title but no text: give the whole article")
    return Article(source, code, title, tuple(sentences), tuple(removed))


def decode_bytes(data: bytes, *, encoding: str | None = None) -> str:
    """Decode a file's bytes to text."""
    if b"\0" in data[:4096] and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise InputError("the input looks like a binary file: save it as text or HTML")
    if encoding is not None:
        try:
            return data.decode(encoding)
        except LookupError:
            raise InputError(f"unknown encoding {encoding!r}: try utf-8, windows-1251 or gb18030") from None
        except UnicodeDecodeError as error:
            raise InputError(f"the input is not {encoding} at byte {error.start}") from None
    for bom, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(bom):
            return data.decode(name, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        import charset_normalizer

        best = charset_normalizer.from_bytes(data).best()
        if best is None:
            raise InputError("cannot tell the encoding of the input: name it with --encoding") from None
        return str(best)


def read_article(
    path: Path | None,
    *,
    title: str | None = None,
    language: str | None = None,
    input_format: str = "auto",
    encoding: str | None = None,
) -> Article:
    """Read an article from a file, or from standard input when there is no path."""
    if path is None:
        data = sys.stdin.buffer.read()
    else:
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            raise InputError(f"no such file: {path}") from None
        except IsADirectoryError:
            raise InputError(f"{path} is a directory: name a file") from None
        except OSError as error:
            raise InputError(f"cannot read {path}: {error.strerror}") from None
    return parse_article(
        decode_bytes(data, encoding=encoding), title=title, language=language, input_format=input_format
    )
