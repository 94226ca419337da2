"""From a text to an article: lines, paragraphs, what goes, sentences."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from toolkit.article._boilerplate import (
    boilerplate_reason,
    credit_spans,
    dateline_end,
    opens_related,
    trailing_link,
)
from toolkit.article._decode import decode_bytes
from toolkit.article._html import looks_like_html, main_text
from toolkit.article._model import Article, Removed, Sentence
from toolkit.article._text import CleanText, clean
from toolkit.errors import InputError, OptionError
from toolkit.languages import detect_language, language_code
from toolkit.sentences import sentence_spans

__all__ = ["INPUT_FORMATS", "parse_article", "read_article", "read_bytes"]

INPUT_FORMATS: tuple[str, ...] = ("auto", "text", "html")

_WIDE = re.compile(
    "[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6]"
)
_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+|\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_MARKER = re.compile(r"#{1,6}\s+|>+\s*|[*•▪●·◦‣]\s+")
_NUMBERED = re.compile(r"\d{1,2}[.)]\s")
_MARKUP = re.compile(
    r"!\[[^\]\n]*\]\([^)\s]*\)|\*\*|__(?=\S)|(?<=\S)__|`+|\]\(https?://[^)\s]*\)|\[(?=[^\]\n]+\]\(https?://)"
)
_FINAL = re.compile(r"[.!?…。！？:：;；][\"'”’»」』）)\]]*$")
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»」』）)\]]*$")
# First halves of compounds: a hyphen behind them at a line's end is their own.
_COMPOUND = frozenset(
    (
        *(
            "self",
            "non",
            "ex",
            "well",
            "half",
            "state",
            "long",
            "short",
            "high",
            "low",
            "multi",
            "cross",
            "north",
        ),
        *(
            "south",
            "east",
            "west",
            "mid",
            "pro",
            "semi",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
        ),
        *(
            "nine",
            "ten",
            "first",
            "second",
            "third",
            "large",
            "small",
            "full",
            "part",
            "real",
            "so",
            "co",
            "land",
        ),
        *(
            "социально",
            "военно",
            "торгово",
            "северо",
            "юго",
            "южно",
            "западно",
            "восточно",
            "по",
            "кое",
            "из",
        ),
    )
)
_WIDEST = 120
"""Columns to which texts are broken at most (a Chinese character takes two)."""
_TITLE_LIMIT = 250
"""Characters a headline has at most."""
_TOP = 6
"""Paragraphs among which a title is looked for."""


@dataclass(slots=True)
class _Line:
    start: int
    end: int
    text: str
    blank_before: bool = False
    heading: bool = False
    item: bool = False
    marker: tuple[int, int] | None = None


@dataclass(slots=True)
class _Paragraph:
    start: int
    end: int
    lines: int
    heading: bool = False
    cuts: list[tuple[int, int]] = field(default_factory=list)


class _Cleaner:
    """The state of one clean-up: the source and what has been taken out of it."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.removed: list[Removed] = []

    def remove(self, start: int, end: int, reason: str) -> None:
        """Note a removal, without the space around it."""
        text = self.source[start:end]
        start += len(text) - len(text.lstrip())
        end = start + len(text.strip())
        if end > start:
            self.removed.append(Removed(start, end, self.source[start:end], reason))

    def text(self, paragraph: _Paragraph) -> CleanText:
        """The clean text of a paragraph."""
        return clean(self.source, paragraph.start, paragraph.end, sorted(paragraph.cuts))

    def cut(self, paragraph: _Paragraph, shown: CleanText, start: int, end: int, reason: str) -> None:
        """Take ``shown.text[start:end]`` out of a paragraph."""
        piece = shown.text[start:end]
        start += len(piece) - len(piece.lstrip())
        end = start + len(piece.strip())
        if start < end:
            span = shown.span(start, end)
            # A cut may swallow earlier ones, such as the markup inside a credit.
            inside = [cut for cut in paragraph.cuts if span[0] <= cut[0] and cut[1] <= span[1]]
            paragraph.cuts = [cut for cut in paragraph.cuts if cut not in inside]
            self.removed = [r for r in self.removed if not (span[0] <= r.start and r.end <= span[1])]
            paragraph.cuts.append(span)
            self.remove(*span, reason)


def parse_article(
    source: str, *, title: str | None = None, language: str | None = None, input_format: str = "auto"
) -> Article:
    """Clean an article and split it into sentences.

    Args:
        source: plain text or HTML.
        title: the headline, if known; where it stands in the text it is taken out. Otherwise a first line without
            final punctuation is the title.
        language: code or name; detected when not given.
        input_format: ``text``, ``html``, or ``auto`` to tell by the first tag.

    Raises:
        InputError: there is no text.
        LanguageError: the language is unknown or not one of the four.
        OptionError: ``input_format`` is unknown.

    >>> article = parse_article("Ice Retreats\\n\\nASTANA, July 2 (Xinhua) -- The ice melts. Photo: Xinhua")
    >>> article.title, [sentence.text for sentence in article.sentences]
    ('Ice Retreats', ['The ice melts.'])
    >>> [(piece.reason, piece.text) for piece in article.removed]
    [('title', 'Ice Retreats'), ('dateline', 'ASTANA, July 2 (Xinhua) --'), ('credit', 'Photo: Xinhua')]
    """
    if input_format not in INPUT_FORMATS:
        raise OptionError(f"unknown input format {input_format!r}: use one of {', '.join(INPUT_FORMATS)}")
    code = None if language is None else language_code(language)
    title = clean(title, 0, len(title)).text or None if title is not None else None
    page_title = None
    if input_format == "html" or (input_format == "auto" and looks_like_html(source)):
        source, page_title = main_text(source)
        if not source:
            raise InputError("no text was found in the HTML page: save the article itself, as text or HTML")
    if not clean(source, 0, len(source)).text:
        raise InputError("the input is empty: give the text of an article, plain or as HTML")
    cleaner = _Cleaner(source)
    paragraphs = _paragraphs(cleaner)
    found, paragraphs = _take_title(cleaner, paragraphs, title or page_title)
    title = title or found
    body = _take_inline(cleaner, _take_headings(cleaner, paragraphs))
    if not any(shown.text for _, shown in body):
        body, title = _title_as_text(cleaner, title)
    code = code or detect_language(" ".join(shown.text for _, shown in body))
    return Article(
        source, code, title, _sentences(body, code), tuple(sorted(cleaner.removed, key=lambda r: r.start))
    )


def _title_as_text(cleaner: _Cleaner, title: str | None) -> tuple[list[tuple[_Paragraph, CleanText]], None]:
    """A text that is nothing but a headline is still a text."""
    for piece in cleaner.removed:
        if piece.reason in ("title", "heading"):
            cleaner.removed.remove(piece)
            paragraph = _Paragraph(piece.start, piece.end, 1)
            return [(paragraph, cleaner.text(paragraph))], None
    raise InputError("there is no article in the input, only credits, links or notices: give the whole text")


def _sentences(body: Iterable[tuple[_Paragraph, CleanText]], code: str) -> tuple[Sentence, ...]:
    sentences: list[Sentence] = []
    number = 0
    for _, shown in body:
        spans = sentence_spans(shown.text, code)
        for span in spans:
            start, end = shown.span(span.start, span.end)
            sentences.append(Sentence(len(sentences), number, start, end, shown.text[span.start : span.end]))
        number += bool(spans)
    return tuple(sentences)


# --- lines and paragraphs ---


def _lines(cleaner: _Cleaner) -> list[_Line]:
    """The lines with something in them, without markup, notices and links."""
    lines: list[_Line] = []
    blank = related = False
    first = True
    empty = True
    for match in _LINE.finditer(cleaner.source):
        if match.group()[0] in "\n\r\x0b\x0c\x85\u2028\u2029":
            blank, empty = blank or empty, True
            continue
        text = clean(cleaner.source, *match.span()).text
        if not text:
            continue
        empty = False
        start, end = match.span()
        raw = cleaner.source[start:end]
        start += len(raw) - len(raw.lstrip())
        end = start + len(raw.strip())
        marker = _MARKER.match(cleaner.source, start, end)
        line = _Line(start, end, text, blank)
        if marker is not None:
            line = _Line(
                marker.end(), end, text[len(clean(cleaner.source, *marker.span()).text) :].strip(), blank
            )
            line.marker = marker.span()
            line.heading = marker.group()[0] == "#"
            line.item = marker.group()[0] not in "#>"
        else:
            line.item = _NUMBERED.match(text) is not None
        reason = _line_reason(line.text)
        # "By Rail Across Kazakhstan" on top is a headline.
        reason = None if first and reason == "byline" else reason
        first = False
        related = (related and reason is None and not _FINAL.search(line.text)) or (
            reason == "related" and opens_related(line.text)
        )
        if reason is None and related:
            reason = "related"
        if reason is not None:
            cleaner.remove(start, end, reason)
            blank = True  # what stood around it does not belong together
            continue
        if marker is not None:
            cleaner.remove(*marker.span(), "markup")
        lines.append(line)
        blank = False
    return lines


def _line_reason(text: str) -> str | None:
    if not any(character.isalnum() for character in text):
        return "markup"
    return boilerplate_reason(re.sub(r"^[\W_]*[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}$", "", text))


def _width(text: str) -> int:
    """Columns that a text takes: two for a Chinese character or a full-width sign."""
    return len(text) if text.isascii() else len(text) + len(_WIDE.findall(text))


def _paragraphs(cleaner: _Cleaner) -> list[_Paragraph]:
    lines = _lines(cleaner)
    layout = _Layout.of(lines)
    vocabulary: frozenset[str] | None = None
    paragraphs: list[_Paragraph] = []
    for number, line in enumerate(lines):
        current = paragraphs[-1] if paragraphs else None
        if current is None or not layout.continues(lines, number):
            current = _Paragraph(line.start, line.end, 1, line.heading)
            paragraphs.append(current)
        else:
            last = lines[number - 1]
            if _hyphenated(last, line):
                if vocabulary is None:
                    vocabulary = frozenset(re.findall(r"\w+(?:-\w+)*", cleaner.source.casefold()))
                _join_hyphen(cleaner, current, last, line, vocabulary)
            if line.marker is not None:
                current.cuts.append(line.marker)
            current.end = line.end
            current.lines += 1
        for markup in _MARKUP.finditer(cleaner.source, line.start, line.end):
            current.cuts.append(markup.span())
            cleaner.remove(*markup.span(), "markup")
    return paragraphs


@dataclass(frozen=True, slots=True)
class _Layout:
    """How the lines of a text are laid out.

    Args:
        width: columns that a line has at most, if lines are broken to a width; 0 if each line is a paragraph.
        wrapped: some block has three lines or more, so that the width is no accident.
        first_block: lines before the first blank one.
    """

    width: int
    wrapped: bool
    first_block: int

    @classmethod
    def of(cls, lines: list[_Line]) -> _Layout:
        """The layout of a text. One long line (a URL, say) does not make a text unwrapped."""
        widths = sorted(_width(line.text) for line in lines)
        width = widths[len(widths) * 9 // 10] if widths else 0
        starts = [number for number, line in enumerate(lines) if line.blank_before or number == 0] + [
            len(lines)
        ]
        blocks = [after - start for start, after in pairwise(starts)]
        width = width if width <= _WIDEST else 0
        return cls(width, bool(width) and max(blocks, default=0) >= 3, blocks[0] if blocks else 0)

    def continues(self, lines: list[_Line], number: int) -> bool:
        """Whether a line goes on with the paragraph of the line before."""
        last, line = lines[number - 1], lines[number]
        if line.blank_before or line.heading or last.heading:
            return False
        if line.item and (last.item or _FINAL.search(last.text)):
            return False
        if _hyphenated(last, line):
            return True
        ended = _FINAL.search(last.text) is not None
        if line.text[0].islower() and not ended:
            return True
        if not self.width:
            return False
        if number < self.first_block and not ended:
            if self.first_block <= 3 and not _SENTENCE_END.search(lines[self.first_block - 1].text):
                return self.wrapped  # a headline in lines, or twice
            if number == 1 and (not self.wrapped or _title_case(last.text)):
                return False
        first = line.text[:1] if _width(line.text[:1]) == 2 else line.text.split(" ", 1)[0]
        used = _width(last.text)
        return used + 1 + _width(first) > self.width or (not ended and used * 4 > self.width * 3)


def _title_case(text: str) -> bool:
    """Whether an English line has the capitals of a headline."""
    words = [word for word in re.findall(r"[A-Za-z][\w’'-]*", text) if len(word) > 3]
    return len(words) >= 2 and sum(word[0].isupper() for word in words) * 4 >= len(words) * 3


def _hyphenated(last: _Line, line: _Line) -> bool:
    """Whether a word is broken between two lines."""
    word = len(last.text) > 2 and last.text[-1] in "-\u2010" and last.text[-2].isalpha()
    return word and line.text[:1].islower() and line.marker is None


def _join_hyphen(
    cleaner: _Cleaner, paragraph: _Paragraph, last: _Line, line: _Line, vocabulary: frozenset[str]
) -> None:
    """Join ``infra-`` and ``structure``; ``long-`` and ``term`` keep their hyphen, but not the line break."""
    left = re.split(r"[^\w-]+", last.text.rstrip("-\u2010"))[-1].casefold()
    right = re.match(r"\w*", line.text)
    tail = right.group().casefold() if right else ""
    compound = f"{left}-{tail}" in vocabulary or (
        left.split("-")[-1] in _COMPOUND and left + tail not in vocabulary
    )
    hyphen = max(cleaner.source.rfind(sign, last.start, last.end) for sign in "-\u2010")
    start = hyphen + 1 if compound else hyphen
    paragraph.cuts.append((start, line.start))
    if not compound:
        cleaner.remove(start, line.start, "hyphen")


# --- title and headings ---


def _key(text: str) -> str:
    return "".join(
        character for character in unicodedata.normalize("NFKC", text).casefold() if character.isalnum()
    )


def _take_title(
    cleaner: _Cleaner, paragraphs: list[_Paragraph], title: str | None
) -> tuple[str | None, list[_Paragraph]]:
    """The title, and the paragraphs without it."""
    title = title or _found_title(cleaner, paragraphs)
    if title is None:
        return None, paragraphs
    title = _unrepeated(title)
    keys = _title_keys(title)
    kept: list[_Paragraph] = []
    for number, paragraph in enumerate(paragraphs):
        shown = cleaner.text(paragraph) if number < _TOP else None
        if (
            shown is not None
            and len(shown.text) <= 2 * _TITLE_LIMIT
            and keys & _title_keys(_unrepeated(shown.text))
        ):
            # A page's own title may have the site's name behind it.
            title = min(title, _unrepeated(shown.text), key=len)
            cleaner.cut(paragraph, shown, 0, len(shown.text), "title")
        else:
            kept.append(paragraph)
    if kept and len(_key(title)) >= 24:
        _cut_run_in(cleaner, kept[0], _key(title))
    return title, kept


def _title_keys(title: str) -> frozenset[str]:
    """What to compare a title by: its letters, with and without a site's name."""
    name = re.split(r"\s+[|–—-]\s+", title)[0]
    keys = {_key(title)} | ({_key(name)} if len(_key(name)) >= 12 else set())
    return frozenset(keys - {""})


def _found_title(cleaner: _Cleaner, paragraphs: list[_Paragraph]) -> str | None:
    if len(paragraphs) < 2:
        return None
    text = cleaner.text(paragraphs[0]).text
    if not text or len(text) > _TITLE_LIMIT:
        return None
    if paragraphs[0].heading or not (_SENTENCE_END.search(text) or text[-1] in ":：;；,，"):
        return text
    # A question may be a headline, too.
    question = text[-1] in "?!" and len(re.findall("[.!?…]", text)) == 1 and _title_case(text)
    return text if question or _key(cleaner.text(paragraphs[1]).text) == _key(text) else None


def _unrepeated(title: str) -> str:
    """``X X`` is X."""
    half = len(title) // 2
    for cut in range(max(1, half - 2), half + 3):
        left, right = title[:cut].strip(" |-–—"), title[cut:].strip(" |-–—")
        if len(left) > 10 and _key(left) == _key(right):
            return left
    return title


def _cut_run_in(cleaner: _Cleaner, paragraph: _Paragraph, key: str) -> None:
    """A title that runs into the first sentence without a stop."""
    shown = cleaner.text(paragraph)
    seen = 0
    for position, character in enumerate(shown.text):
        if seen == len(key):
            rest = shown.text[position:].lstrip()
            if rest[:1].isupper() or rest[:1] in '“«"‘' or "\u3400" <= rest[:1] <= "\u9fff":
                cleaner.cut(paragraph, shown, 0, position, "title")
            return
        folded = _key(character)
        if folded and not key.startswith(folded, seen):
            return
        seen += len(folded)


def _take_headings(cleaner: _Cleaner, paragraphs: list[_Paragraph]) -> list[_Paragraph]:
    """Cross-headings: short lines without a stop between paragraphs of prose."""
    texts = [cleaner.text(paragraph).text for paragraph in paragraphs]
    prose = [_SENTENCE_END.search(text) is not None for text in texts]
    if sum(prose) < 2:
        return paragraphs
    kept: list[_Paragraph] = []
    for number, (paragraph, text) in enumerate(zip(paragraphs, texts, strict=True)):
        short = (
            paragraph.lines == 1
            and _width(text) <= 90
            and not prose[number]
            and text[-1:] not in ":：;；,，—–-"
        )
        opens = (
            text[:1].isupper() or text[:1].isdigit() or "\u3400" <= text[:1] <= "\u9fff" or text[:1] in "«“‘"
        )
        between = any(prose[number + 1 :]) and (number + 1 < len(prose) and prose[number + 1])
        if paragraph.heading or (short and opens and between):
            cleaner.cut(paragraph, cleaner.text(paragraph), 0, len(text), "heading")
        else:
            kept.append(paragraph)
    return kept


# --- pieces inside paragraphs ---


def _take_inline(cleaner: _Cleaner, paragraphs: list[_Paragraph]) -> list[tuple[_Paragraph, CleanText]]:
    body: list[tuple[_Paragraph, CleanText]] = []
    for number, paragraph in enumerate(paragraphs):
        shown = cleaner.text(paragraph)
        cuts = [(start, end, "credit") for start, end in credit_spans(shown.text)]
        head = dateline_end(shown.text) if number < 3 else 0
        if head and not any(start < head for start, _, _ in cuts):
            cuts.append((0, head, "dateline"))
        tail = trailing_link(shown.text)
        if tail < len(shown.text) and not any(end > tail for _, end, _ in cuts):
            cuts.append((tail, len(shown.text), "related"))
        at = 0
        for start, end, reason in sorted(cuts):
            if start >= at:
                cleaner.cut(paragraph, shown, start, end, reason)
                at = end
        if cuts:
            shown = cleaner.text(paragraph)
        if any(character.isalnum() for character in shown.text):
            body.append((paragraph, shown))
        elif shown.text:
            cleaner.cut(paragraph, shown, 0, len(shown.text), "markup")
    return body


# --- reading ---


def read_article(
    path: Path | None,
    *,
    title: str | None = None,
    language: str | None = None,
    input_format: str = "auto",
    encoding: str | None = None,
) -> Article:
    """Read an article from a file, or from standard input when ``path`` is None or ``-``.

    Args:
        path: the file.
        title: as in :func:`parse_article`.
        language: as in :func:`parse_article`.
        input_format: as in :func:`parse_article`; with ``auto`` a name that ends in .html or .htm decides too.
        encoding: as in :func:`decode_bytes`.

    Raises:
        InputError: the file cannot be read, is no text, or is empty.
        LanguageError: the language is unknown or not one of the four.
        OptionError: ``input_format`` is unknown.
    """
    data = read_bytes(path)
    if path is not None and input_format == "auto" and path.suffix.casefold() in (".html", ".htm", ".xhtml"):
        input_format = "html"
    return parse_article(
        decode_bytes(data, encoding=encoding), title=title, language=language, input_format=input_format
    )


def read_bytes(path: Path | None) -> bytes:
    """All bytes of a file; of standard input when there is no path or it is ``-``.

    Raises:
        InputError: no such file, a directory, no permission.
    """
    if path is None or str(path) == "-":
        return sys.stdin.buffer.read()
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError(f"no such file: {path}") from None
    except IsADirectoryError:
        raise InputError(f"{path} is a directory: name a file in it") from None
    except PermissionError:
        # Windows answers so for a directory, too.
        what = (
            "is a directory: name a file in it" if path.is_dir() else "may not be read: check its permissions"
        )
        raise InputError(f"{path} {what}") from None
    except (OSError, ValueError) as error:
        raise InputError(f"cannot read {path}: {getattr(error, 'strerror', None) or error}") from None
