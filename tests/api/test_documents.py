"""Documents: text translated, everything else kept; and what hostile ones get."""

from __future__ import annotations

import io
import re
import zipfile

import httpx
import pytest
from lxml import etree

from api.documents import ArchiveLimits, translate_document
from toolkit.errors import InputError
from toolkit.translation import Segment

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
ODF_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'
)
WORD = f"""<w:document {W} {R}><w:body>
<w:p w:rsidR="1"><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Leaders meet</w:t></w:r></w:p>
<w:p><w:bookmarkStart w:id="0" w:name="x"/><w:r w:rsidR="2"><w:t xml:space="preserve">Leaders of </w:t></w:r>
<w:proofErr w:type="spellStart"/><w:r w:rsidR="3"><w:t xml:space="preserve">the </w:t></w:r>
<w:r><w:rPr><w:b/></w:rPr><w:t>SCO</w:t></w:r><w:bookmarkEnd w:id="0"/><w:r><w:t xml:space="preserve"> met in </w:t></w:r>
<w:hyperlink r:id="rId4"><w:r><w:rPr><w:u w:val="single"/></w:rPr><w:t>Astana</w:t></w:r></w:hyperlink>
<w:r><w:t>.</w:t><w:br/><w:t>They signed 25 documents.</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>42</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
<w:sectPr/></w:body></w:document>"""
SLIDE = f"""<p:sld xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" {A}><p:txBody>
<a:p><a:pPr lvl="1"/><a:r><a:rPr lang="en-US" b="1"/><a:t>Summit</a:t></a:r><a:r><a:rPr lang="en-US"/>
<a:t> in Astana</a:t></a:r><a:endParaRPr lang="en-US"/></a:p></p:txBody></p:sld>"""
ODT = f"""<office:document-content {ODF_NAMES}><office:body><office:text>
<text:h text:outline-level="1">Leaders meet</text:h>
<text:p>Leaders of the <text:span text:style-name="T1">SCO</text:span> met in <text:a xlink:href="http://a/">Astana</text:a>.
<text:line-break/>They signed<text:s text:c="2"/>25 documents.<text:note text:id="n"><text:note-body><text:p>A note here</text:p>
</text:note-body></text:note></text:p></office:text></office:body></office:document-content>"""
SRT = (
    "1\r\n00:00:01,000 --> 00:00:03,500\r\nLeaders of the <i>SCO</i>\r\nmet in Astana.\r\n\r\n"
    "2\r\n00:00:04,000 --> 00:00:06,000\r\n{\\an8}Trade & transport\r\n\r\n3\r\n00:00:07,000 --> 00:00:08,000\r\n25\r\n"
)


def archive(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in parts.items():
            zipped.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
    return out.getvalue()


DOCX = archive(
    {"[Content_Types].xml": "<Types/>", "word/document.xml": WORD, "word/media/a.png": b"\x89PNG\x00"}
)
PPTX = archive({"ppt/presentation.xml": "<a/>", "ppt/slides/slide1.xml": SLIDE})
ODF = archive(
    {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": ODT, "styles.xml": "<a/>"}
)


def part(data: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as zipped:
        assert zipped.testzip() is None
        return etree.fromstring(zipped.read(name))


def send(client: httpx.Client, name: str, data: bytes, target: str = "kk") -> bytes:
    answer = client.post(
        "/translate_file", data={"source": "en", "target": target}, files={"file": (name, data)}
    )
    assert answer.status_code == 200, answer.text
    url = answer.json()["translatedFileUrl"]
    assert url.startswith(str(client.base_url))
    found = client.get(url)
    assert found.headers["content-disposition"].startswith("attachment")
    return found.content


def test_docx(client: httpx.Client) -> None:
    data = send(client, "Article.docx", DOCX)
    root = part(data, "word/document.xml")
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    paragraphs = ["".join(t.text or "" for t in p.iter(f"{w}t")) for p in root.iter(f"{w}p")]
    assert re.search(r"[^\x00-\x7f]", paragraphs[0])
    assert "Астанада" in paragraphs[1]
    assert "25" in paragraphs[1]
    assert paragraphs[2] == "42"
    [bold] = [r for r in root.iter(f"{w}r") if r.find(f"{w}rPr/{w}b") is not None]
    assert "ШЫҰ" in "".join(bold.itertext())
    [link] = root.iter(f"{w}hyperlink")
    assert "Астана" in "".join(link.itertext())
    names = [e.tag.removeprefix(w) for e in root.iter()]
    for kept in ("pStyle", "bookmarkStart", "bookmarkEnd", "br", "footnoteReference", "sectPr"):
        assert names.count(kept) == 1
    with zipfile.ZipFile(io.BytesIO(data)) as zipped:
        assert zipped.read("word/media/a.png") == b"\x89PNG\x00"


def test_pptx(client: httpx.Client) -> None:
    root = part(send(client, "talk.pptx", PPTX, "ru"), "ppt/slides/slide1.xml")
    a = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
    [paragraph] = root.iter(f"{a}p")
    assert "Астан" in "".join(paragraph.itertext())
    assert paragraph[0].tag == f"{a}pPr"
    assert paragraph[-1].tag == f"{a}endParaRPr"


def test_odt(client: httpx.Client) -> None:
    data = send(client, "text.odt", ODF, "zh")
    with zipfile.ZipFile(io.BytesIO(data)) as zipped:
        assert zipped.infolist()[0].filename == "mimetype"
        assert zipped.infolist()[0].compress_type == zipfile.ZIP_STORED
    root = part(data, "content.xml")
    t = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
    [span] = root.iter(f"{t}span")
    assert "上合" in "".join(span.itertext()) or "上海" in "".join(span.itertext())
    [link] = root.iter(f"{t}a")
    assert "阿斯塔纳" in "".join(link.itertext())
    assert len(list(root.iter(f"{t}note"))) == len(list(root.iter(f"{t}line-break"))) == 1
    [note] = root.iter(f"{t}note-body")
    assert not re.search("[a-z]{3}", "".join(note.itertext()))


def test_srt_txt_html(client: httpx.Client) -> None:
    shown = send(client, "film.srt", SRT.encode(), "ru").decode()
    assert shown.count("-->") == 3
    assert "<i>" in shown
    assert "{\\an8}" in shown
    assert "00:00:07,000 --> 00:00:08,000\n25\n" in shown
    assert "Астан" in shown
    text = send(client, "a.txt", "  The train left.\r\n\r\nGood morning.\n".encode("utf-16")).decode()
    assert re.fullmatch(r"  \S[^\r\n]*\r\n\r\n\S[^\n]*\n", text)
    page = send(client, "p.htm", b"<meta charset='windows-1251'><p>The train left.</p>").decode()
    assert page.startswith("<meta charset='utf-8'><p>")


def test_a_language_can_be_detected(client: httpx.Client) -> None:
    answer = client.post(
        "/translate_file",
        data={"source": "auto", "target": "kk"},
        files={"file": ("a.txt", b"The leaders of the two states met in the city.")},
    )
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.pdf", b"%PDF", "file format not supported"),
        ("a.docx", b"PK\x03\x04 no", "damaged"),
        ("a.docx", archive({"x.xml": "<a/>"}), "no word/document.xml"),
        ("a.docx", archive({"word/document.xml": "<a>"}), "damaged"),
        (
            "a.docx",
            archive({"word/document.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}),
            "document type",
        ),
        ("a.odt", DOCX, "no content.xml"),
        ("a.srt", b"Just words.", "no SRT subtitles"),
        ("a.txt", b"\x00\x01\x02" * 99, "binary"),
    ],
)
def test_unusable_documents(client: httpx.Client, name: str, data: bytes, words: str) -> None:
    answer = client.post(
        "/translate_file", data={"source": "en", "target": "kk"}, files={"file": (name, data)}
    )
    assert answer.status_code == 400
    assert words in answer.json()["error"]


def test_archives_are_capped() -> None:
    same = [Segment("a", "b")]
    bomb = archive({"word/document.xml": b"0" * 5_000_000})
    with pytest.raises(InputError, match="unpacked"):
        translate_document(bomb, ".docx", "en", "kk", lambda s: same, ArchiveLimits(10, 1_000_000))
    many = archive({f"{n}": "" for n in range(20)})
    with pytest.raises(InputError, match="20 files"):
        translate_document(many, ".docx", "en", "kk", lambda s: same, ArchiveLimits(10, 1_000_000))


def test_missing_files(client: httpx.Client) -> None:
    answer = client.get("/download_file/none-such.txt")
    assert (answer.status_code, list(answer.json())) == (404, ["error"])
    answer = client.post("/translate_file", data={"source": "en", "target": "kk"})
    assert answer.json() == {"error": "Invalid request: missing file parameter"}
