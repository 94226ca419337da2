"""Reading and cleaning: cases as data, real files, and what must hold for any text."""

from __future__ import annotations

import io
import json
import re
import socket
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from toolkit.article import Article, decode_bytes, parse_article, read_article
from toolkit.article._text import INVISIBLE
from toolkit.errors import InputError, LanguageError, OptionError

DATA = Path(__file__).parent / "data" / "cleaning"
SEEDS = Path(__file__).parent.parent / "seeds"
PROSE = {
    "en": ("The ministers met in Aktau on Thursday.", "They will meet again in June."),
    "kk": ("Министрлер бейсенбіде Ақтауда кездесті.", "Олар маусымда қайта кездеседі."),
    "ru": ("Министры встретились в четверг в Актау.", "Они снова встретятся в июне."),
    "zh": ("部长们周四在阿克套举行了会议。", "他们将于六月再次会面。"),
}


def table(name: str) -> list[list[str]]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("# ")]


def texts(article: Article) -> list[str]:
    return [sentence.text for sentence in article.sentences]


def language_of(text: str) -> str:
    if re.search("[\u4e00-\u9fff]", text):
        return "zh"
    if re.search("[әғқңөұүһі]", text, re.IGNORECASE):
        return "kk"
    return "ru" if re.search("[а-я]", text) else "en"


# --- cases ---


@pytest.mark.parametrize(("line", "reason"), table("lines.tsv"))
def test_line_alone(line: str, reason: str) -> None:
    language = language_of(line)
    first, second = PROSE[language]
    article = parse_article(f"{first}\n\n{line}\n\n{second}", language=language)
    if reason == "keep":
        assert line in texts(article) or [("heading", line)] == [(r.reason, r.text) for r in article.removed]
    else:
        assert texts(article) == [first, second]
        assert [(r.reason, r.text) for r in article.removed] == [(reason, line)]


@pytest.mark.parametrize(("found", "cleaned", "reasons"), table("paragraphs.tsv"))
def test_piece_of_a_paragraph(found: str, cleaned: str, reasons: str) -> None:
    language = language_of(cleaned)
    article = parse_article(found, language=language)
    assert ("" if language == "zh" else " ").join(texts(article)) == cleaned
    assert [r.reason for r in article.removed] == reasons.split()


ARTICLES = json.loads((DATA / "articles.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", ARTICLES, ids=[case["name"] for case in ARTICLES])
def test_whole_article(case: dict[str, object]) -> None:
    article = parse_article(str(case["source"]), **case.get("options", {}))  # type: ignore[arg-type]
    assert article.title == case["title"]
    assert [[s.text for s in paragraph] for paragraph in article.paragraphs] == case["paragraphs"]
    assert [[r.reason, r.text] for r in article.removed] == case["removed"]


@pytest.mark.parametrize(
    ("name", "sentences", "paragraphs", "reasons"),
    [
        ("astana-visit.txt", 31, 13, ["title", "credit"]),
        ("corridor-customs.txt", 29, 9, ["title"]),
        ("glacier-water.txt", 40, 9, ["title"]),
        ("school-exchange.txt", 34, 9, ["title"]),
    ],
)
def test_seeds(name: str, sentences: int, paragraphs: int, reasons: list[str]) -> None:
    article = read_article(SEEDS / name)
    assert article.language == "en"
    assert article.title == article.source.split("\n", 1)[0]
    assert (len(article.sentences), len(article.paragraphs)) == (sentences, paragraphs)
    assert [r.reason for r in article.removed] == reasons
    assert_places(article)


# --- properties ---


def visible(text: str) -> str:
    return re.sub(rf"[\s{INVISIBLE}]", "", text)


def assert_places(article: Article) -> None:
    """Every visible character of the source is in one sentence or one removed piece, and texts are as they say."""
    at = 0
    for number, sentence in enumerate(article.sentences):
        assert sentence.index == number
        assert at <= sentence.start < sentence.end
        at = sentence.end
        cuts = [r for r in article.removed if sentence.start <= r.start and r.end <= sentence.end]
        kept = list(article.source[sentence.start : sentence.end])
        for cut in cuts:
            kept[cut.start - sentence.start : cut.end - sentence.start] = " " * (cut.end - cut.start)
        assert visible(sentence.text) == visible("".join(kept))
        assert sentence.text == " ".join(sentence.text.split())
        assert not re.search(f"[{INVISIBLE}]", sentence.text)
    covered = bytearray(len(article.source))
    at = 0
    for removed in article.removed:
        assert at <= removed.start < removed.end
        assert removed.text == article.source[removed.start : removed.end]
        covered[removed.start : removed.end] = b"\1" * (removed.end - removed.start)
        at = removed.end
    for sentence in article.sentences:
        covered[sentence.start : sentence.end] = b"\1" * (sentence.end - sentence.start)
    assert not visible("".join(c for c, seen in zip(article.source, covered, strict=True) if not seen))


PIECES = st.sampled_from(
    [
        *("\n", "\n\n", "\r\n", " ", "\u00a0", "\u200b", "\u00ad", "\ufeff", "\u2028", "-\n", "\t"),
        *(
            "The ministers met.",
            "They left",
            "Related:",
            "Read more",
            "Photo: Xinhua",
            "(Photo by A/Xinhua)",
            "By Li Wei",
        ),
        *(
            "ASTANA, July 2 (Xinhua) -- ",
            "# ",
            "* ",
            "**",
            "`",
            "[a](https://b.c)",
            "© 2024",
            "Share",
            "“Why?” he asked.",
        ),
        *("Саммит открылся.", "Фото: Акорда", "АСТАНА. КАЗИНФОРМ – ", "Саммит ашылды.", "млрд. ", "т.б. "),
        *(
            "峰会开幕。",
            "图：新华社",
            "新华社阿斯塔纳7月2日电 ",
            "新华社记者 李学仁 摄",
            "infra",
            "structure",
            "A",
            "1.",
            "…",
            "”",
        ),
    ]
)


@settings(max_examples=300, deadline=None)
@given(
    source=st.one_of(st.lists(PIECES, max_size=30).map("".join), st.text(max_size=150)),
    title=st.one_of(st.none(), st.sampled_from(["They left", "The ministers met.", "峰会开幕"])),
    language=st.sampled_from(["en", "kk", "ru", "zh"]),
)
def test_everything_has_its_place(source: str, title: str | None, language: str) -> None:
    try:
        article = parse_article(source, title=title, language=language, input_format="text")
    except InputError:
        assume(False)
        return
    assert article.source == source
    assert article.sentences
    assert_places(article)


@settings(max_examples=100, deadline=None)
@given(
    sentences=st.lists(
        st.sampled_from([*PROSE["en"], "It was a long and difficult meeting for all who came."]), min_size=12
    ),
    width=st.integers(min_value=30, max_value=100),
)
def test_hard_wraps_do_not_matter(sentences: list[str], width: int) -> None:
    paragraph = " ".join(sentences)
    wrapped = textwrap.fill(paragraph, width, break_on_hyphens=False)
    assert texts(parse_article(wrapped, language="en")) == sentences


@settings(max_examples=200, deadline=None)
@given(data=st.binary(max_size=200))
def test_any_bytes_decode_or_are_refused(data: bytes) -> None:
    try:
        text = decode_bytes(data)
    except InputError:
        return
    text.encode("utf-8")  # no lone surrogates


# --- decoding ---

SAMPLES = {
    "en": "“The café is full,” he said. It was a naïve plan, and it cost €5.",
    "kk": "Министрлер бейсенбі күні Ақтауда кездесіп, тарифтерді төмендетуге келісті. Өзен суы азайып барады.",
    "ru": "Министры встретились в четверг в Актау и договорились снизить тарифы. Вода в реке убывает.",
    "zh": "部长们周四在阿克套举行会议，同意降低铁路运费。河里的水越来越少。",
}


@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        *(
            (language, encoding)
            for language in SAMPLES
            for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-32")
        ),
        ("ru", "windows-1251"),
        ("ru", "koi8-r"),
        ("ru", "cp866"),
        ("kk", "kz1048"),
        ("zh", "gb18030"),
        ("zh", "gbk"),
        ("en", "cp1252"),
        ("en", "utf-16-le"),
        ("en", "utf-16-be"),
    ],
)
def test_encodings_are_told(language: str, encoding: str) -> None:
    text = SAMPLES[language].replace("ï", "i").replace("é", "é") if language == "en" else SAMPLES[language]
    if encoding.startswith("utf-16-"):
        text = "The cafe is full, he said."  # without a mark only the Latin alphabet shows
    assert decode_bytes(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-r", "utf-8", "utf-16"])
def test_named_encoding(encoding: str) -> None:
    assert decode_bytes(SAMPLES["ru"].encode(encoding), encoding=encoding) == SAMPLES["ru"]


def test_html_names_its_charset() -> None:
    page = '<html><head><meta charset="koi8-r"></head><body><p>Да.</p></body></html>'
    assert decode_bytes(page.encode("koi8-r")) == page


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"%PDF-1.7 text", "looks like a PDF: save it as text or HTML"),
        (b"PK\x03\x04rest", "looks like a ZIP archive or an office document"),
        (b"\x89PNG\r\n", "looks like a PNG image"),
        (b"{\\rtf1 text}", "looks like an RTF document"),
        (b"\x1f\x8b\x08rest", "looks like a gzip archive"),
        (bytes(range(32)) * 20, "looks like a binary file"),
        (b"abc\x00def\x00\x00ghi", "looks like a binary file"),
        (
            SAMPLES["ru"].encode() + b"\n\xff\xfe" + SAMPLES["ru"].encode(),
            r"damaged UTF-8 \(byte \d+, line 2\)",
        ),
    ],
)
def test_refused_data(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        decode_bytes(data)


def test_wrong_encodings() -> None:
    with pytest.raises(InputError, match=r"not utf-8 text \(byte 3, line 1\)"):
        decode_bytes(b"ab\xff", encoding="utf-8")
    with pytest.raises(InputError, match="unknown encoding 'klingon'"):
        decode_bytes(b"ab", encoding="klingon")
    with pytest.raises(InputError, match="unknown encoding 'base64'"):
        decode_bytes(b"ab", encoding="base64")


# --- HTML ---

PAGE = """<!doctype html><html><head><title>Ministers agree on tariffs | Steppe Wire</title>
<script src="https://example.org/never.js"></script></head>
<body><nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>Ministers agree on tariffs</h1><p>By Li Wei</p>
<p>ASTANA, July 2 (Xinhua) -- The ministers met in the port city of Aktau on Thursday and agreed to cut the
charges for containers by a tenth.</p>
<p>They will meet again in Baku in June, and the delegates of six countries will sign the paper there.
Photo: Xinhua</p>
<p>The new tariffs apply from March, and the smaller firms hope that they will be able to join, too.</p></article>
<div class="comments"><p>Great news! I love it so much that I comment on it at length.</p></div>
<footer>© 2024 Steppe Wire</footer></body></html>"""


@pytest.mark.parametrize("input_format", ["auto", "html"])
def test_page(input_format: str) -> None:
    article = parse_article(PAGE, input_format=input_format)
    assert article.title == "Ministers agree on tariffs"
    assert texts(article) == [
        "The ministers met in the port city of Aktau on Thursday and agreed to cut the charges for containers "
        "by a tenth.",
        "They will meet again in Baku in June, and the delegates of six countries will sign the paper there.",
        "The new tariffs apply from March, and the smaller firms hope that they will be able to join, too.",
    ]
    assert [r.reason for r in article.removed] == ["title", "byline", "dateline", "credit"]
    assert_places(article)


def test_html_needs_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was asked for")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert len(parse_article(PAGE).sentences) == 3


def test_import_is_light() -> None:
    heavy = {"trafilatura", "lxml", "numpy", "charset_normalizer", "py3langid"}
    code = f"import sys, toolkit.article; print(sorted({heavy} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_fragment_of_html() -> None:
    article = parse_article("<p>One short line.</p><p>Another &amp; <b>last</b>.</p>")
    assert texts(article) == ["One short line.", "Another & last."]
    assert len(article.paragraphs) == 2


def test_html_that_names_its_encoding() -> None:
    page = f'<?xml version="1.0" encoding="utf-8"?><html><body><p>{PROSE["ru"][0]}</p></body></html>'
    assert texts(parse_article(page, input_format="html")) == [PROSE["ru"][0]]


def test_text_with_a_sign_is_no_html() -> None:
    assert texts(parse_article("< 5 percent of the water is left. The rest is gone.")) == [
        "< 5 percent of the water is left.",
        "The rest is gone.",
    ]


# --- errors and reading ---


def test_errors_of_the_input(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b" \n")
    for path, message in (
        (tmp_path / "none.txt", "no such file"),
        (tmp_path, "is a directory: name a file"),
        (tmp_path / "empty.txt", "the input is empty"),
        (Path("a\0b"), "cannot read"),
    ):
        with pytest.raises(InputError, match=message):
            read_article(path)
    with pytest.raises(InputError, match="no text was found in the HTML page"):
        parse_article("<html><body><script>x</script></body></html>")
    with pytest.raises(InputError, match="only credits, links or notices"):
        parse_article("Share\n\nRead more")
    with pytest.raises(OptionError, match="unknown input format 'pdf': use one of auto, text, html"):
        parse_article("Text.", input_format="pdf")
    with pytest.raises(LanguageError, match="unknown language 'tlh'"):
        parse_article("Text.", language="tlh")


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    for path in (None, Path("-")):
        stdin = io.TextIOWrapper(io.BytesIO(SAMPLES["kk"].encode()), encoding="ascii")
        monkeypatch.setattr(sys, "stdin", stdin)
        article = read_article(path)
        assert (article.language, len(article.sentences)) == ("kk", 2)


def test_html_file_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<span>One short line.</span>", encoding="utf-8")
    assert texts(read_article(tmp_path / "page.html")) == ["One short line."]


def test_language_and_headline_alone() -> None:
    assert parse_article("Only a headline here").title is None
    assert texts(parse_article("Only a headline here")) == ["Only a headline here"]
    assert parse_article(PROSE["ru"][0], language="Russian").language == "ru"
