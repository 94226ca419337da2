"""The page in a real browser: the whole flow in its languages, the keyboard, a phone, and axe-core."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.access import hashed
from tests.api.conftest import serving, settings

sync_api = pytest.importorskip("playwright.sync_api", reason="no playwright (the extra browser)")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
AXE = Path(__file__).parent / "browser" / "node_modules" / "axe-core" / "axe.min.js"
SHOTS = os.environ.get("TOOLKIT_SCREENSHOTS")

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: apt-get install chromium")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture
def page(browser: Any, client: httpx.Client, request: pytest.FixtureRequest) -> Iterator[Any]:
    """The page, ready; a console error or a request to another host fails the test."""
    options = getattr(request, "param", {})
    context = browser.new_context(
        accept_downloads=True, permissions=["clipboard-read", "clipboard-write"], **options
    )
    found = context.new_page()
    faults: list[str] = []
    found.on(
        "console", lambda m: faults.append(m.text) if m.type == "error" and " of 4" not in m.text else None
    )
    found.on("pageerror", lambda e: faults.append(str(e)))
    found.on("request", lambda r: None if r.url.startswith((base, "blob:")) else faults.append(r.url))
    base = str(client.base_url)
    found.goto(base)
    found.wait_for_selector("html[data-ready]")
    yield found
    context.close()
    assert faults == []


def shot(page: Any, name: str) -> None:
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


def serious(page: Any) -> list[str]:
    """Serious findings of axe-core."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']})"
    )
    return [
        f"{v['id']}: {v['nodes'][0]['html']}"
        for v in found["violations"]
        if v["impact"] in ("serious", "critical")
    ]


def make(page: Any, text: str) -> None:
    page.fill("#text", text)
    page.click("#go")
    page.wait_for_selector("#stop", state="hidden", timeout=120_000)
    assert page.text_content("#error") == ""


@pytest.mark.parametrize(
    ("code", "button", "heading"),
    [
        ("en", "Make abstracts", "Abstracts"),
        ("kk", "Мазмұнын жасау", "Қысқаша мазмұндар"),
        ("ru", "Составить изложения", "Изложения"),
        ("zh", "生成摘要", "摘要"),
    ],
)
def test_the_whole_flow(page: Any, seeds: dict[str, Path], code: str, button: str, heading: str) -> None:
    page.select_option("#interface", code)
    assert page.text_content("#go") == button
    make(page, seeds["astana-visit"].read_text(encoding="utf-8"))
    assert page.text_content("#results-title") == heading
    cards = page.query_selector_all(".card")
    assert [c.query_selector(".abstract").get_attribute("lang") for c in cards] == ["kk", "ru", "zh-Hans"]
    assert page.query_selector_all("mark")
    page.focus(".segment")
    lit = page.text_content("#source-text .lit")
    assert lit
    assert " → " in page.text_content("#detail li")
    shot(page, f"flow-{code}")
    if AXE.is_file():
        assert serious(page) == []


@pytest.mark.skipif(not AXE.is_file(), reason="no axe-core: npm ci in tests/api/browser")
@pytest.mark.parametrize(
    "page", [{"color_scheme": "dark"}, {"viewport": {"width": 360, "height": 740}}], indirect=True
)
def test_dark_and_narrow(page: Any, seeds: dict[str, Path]) -> None:
    page.click("#terms summary")
    make(page, seeds["corridor-customs"].read_text(encoding="utf-8")[:1500])
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide == 0
    page.focus(".segment")
    sync_api.expect(page.locator("#source-text .lit")).to_be_in_viewport()
    shot(page, f"narrow-{page.viewport_size['width']}")
    assert serious(page) == []


def test_own_terms_copy_and_downloads(page: Any, tmp_path: Path) -> None:
    page.click("#terms summary")
    page.fill("#terms [name=source]", "Green Corridor")
    page.fill("#terms [name=ru]", "зелёный коридор")
    page.fill("#own-length", "1")
    page.uncheck("input[value=short]")
    for code in ("kk", "zh"):
        page.uncheck(f"input[name=language][value={code}]")
    make(page, "The Green Corridor opened in May.")
    assert "елёны" in page.text_content("mark")
    page.click(".copy")
    text = page.text_content(".abstract")
    assert page.evaluate("navigator.clipboard.readText()") == text
    for kind in ("txt", "md", "json", "docx"):
        with page.expect_download() as info:
            page.click(f"[data-download={kind}]")
        path = tmp_path / info.value.suggested_filename
        info.value.save_as(path)
        if kind == "docx":
            with zipfile.ZipFile(path) as zipped:
                assert zipped.testzip() is None
                assert text in zipped.read("word/document.xml").decode()
        else:
            assert text in path.read_text(encoding="utf-8")


def test_files_are_opened(page: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Поезд ушёл вовремя.".encode("cp1251"))
    page.set_input_files("#file", path)
    sync_api.expect(page.locator("#text")).to_have_value("Поезд ушёл вовремя.")
    (tmp_path / "b.docx").write_bytes(b"nothing")
    page.set_input_files("#file", tmp_path / "b.docx")
    sync_api.expect(page.locator("#error")).to_contain_text("damaged")


DROP = """files => {
    const data = new DataTransfer();
    for (const [name, text] of files) data.items.add(new File([text], name));
    for (const kind of ["dragover", "drop"])
        document.querySelector("h1").dispatchEvent(
            new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
}"""


def test_files_are_dropped_anywhere(page: Any) -> None:
    page.evaluate(DROP, [["a.html", "<p>The bridge opens in May.</p>"], ["b.txt", "x"]])
    sync_api.expect(page.locator("#text")).to_have_value("<p>The bridge opens in May.</p>")
    sync_api.expect(page.locator("#status")).to_have_text("Only the first of 2 files was opened.")
    page.select_option("#interface", "ru")
    page.evaluate(DROP, [["a.pdf", "%PDF"]])
    sync_api.expect(page.locator("#error")).to_have_text(
        "Такой файл прочитать нельзя: выберите txt, html или docx."
    )


def test_nothing_is_dropped_silently(page: Any) -> None:
    """Half a term, a length that is none, a text over the limit: each is said, with the focus at its place."""
    page.fill("#text", "The bridge opens in May.")
    page.click("#terms summary")
    page.fill("#terms [name=source]", "bridge")
    page.click("#go")
    sync_api.expect(page.locator("#error")).to_contain_text("at least one translation")
    assert page.evaluate("document.activeElement.name") == "kk"
    page.fill("#terms [name=source]", "")
    page.fill("#own-length", "five")
    page.click("#go")
    sync_api.expect(page.locator("#error")).to_contain_text("5 (sentences)")
    assert page.evaluate("document.activeElement.id") == "own-length"
    page.fill("#own-length", "")
    page.fill("#text", "word " * 40_001)
    assert len(page.input_value("#text")) == 200_005
    page.click("#go")
    sync_api.expect(page.locator("#error")).to_have_text(
        "The article is too long: 200,005 characters; at most 200,000 are read."
    )


def test_problems_in_the_language_of_the_page(page: Any) -> None:
    page.select_option("#interface", "kk")
    page.fill("#text", "12345")
    page.click("#go")
    error = page.locator("#error")
    sync_api.expect(error).to_contain_text("Мәтін жарамсыз: the text has no letter")
    assert error.locator("span").get_attribute("lang") == "en"


def test_copy_without_a_clipboard_object(page: Any) -> None:
    """Over plain HTTP from another machine there is none."""
    make(page, "The bridge opens in May.")
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.locator(".copy").first.click()
    sync_api.expect(page.locator(".copy").first).to_have_text("Copied")
    page.fill("#text", "")
    page.focus("#text")
    page.keyboard.press("Control+V")
    assert page.input_value("#text") == page.locator(".abstract").first.text_content()


def test_lengths_stand_beside_each_other(page: Any, seeds: dict[str, Path]) -> None:
    page.check("input[value=long]")
    page.uncheck("input[name=language][value=zh]")
    make(page, seeds["corridor-customs"].read_text(encoding="utf-8")[:1500])
    headings = [row.locator("h3").all_text_contents() for row in page.locator("#cards > .row").all()]
    assert headings == [
        ["қазақ тілі · short", "русский · short"],
        ["қазақ тілі · long", "русский · long"],
    ]
    assert page.text_content("#status") == "Done. Abstracts: 4."


def test_keyboard_only(page: Any) -> None:
    page.focus("#text")
    page.keyboard.type("The bridge opens in May. It cost a million dollars.")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "go":
            break
    page.keyboard.press("Enter")
    page.wait_for_selector(".card .segment", timeout=120_000)
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.className") == "segment":
            break
    assert page.text_content("#source-text .lit")


def test_warnings_in_the_language_of_the_page(page: Any) -> None:
    make(page, "The bridge opens in May.")
    item = page.locator(".card .warnings li").first
    for code, text in {
        "en": "The text is short as it is: it is given whole",
        "kk": "Мәтін онсыз да қысқа, сондықтан толық берілді",
        "ru": "Текст и так короткий, поэтому приведён целиком",
        "zh": "文本本身很短，已给出全文",
    }.items():
        page.select_option("#interface", code)
        sync_api.expect(item).to_have_text(text)


def test_hints_instead_of_silence(page: Any) -> None:
    page.click("#go")
    assert page.text_content("#error") == "Paste an article first."
    page.fill("#text", "x")
    for name in ("kk", "ru", "zh"):
        page.uncheck(f"input[name=language][value={name}]")
    page.click("#go")
    assert "one language" in page.text_content("#error")


def test_with_a_key(browser: Any, tmp_path: Path) -> None:
    with serving(settings(tmp_path, keys=f"desk:{hashed('sesame')}", warm="kk")) as client:
        page = browser.new_page()
        page.goto(str(client.base_url))
        page.wait_for_selector("html[data-ready]")
        page.fill("#text", "The bridge opens in May.")
        page.click("#go")
        sync_api.expect(page.locator("#error")).to_contain_text("API key")
        page.fill("#key", "sesame")
        page.press("#key", "Tab")
        page.wait_for_selector("#glossaries input")
        for code in ("ru", "zh"):
            page.uncheck(f"input[name=language][value={code}]")
        page.click("#go")
        page.wait_for_selector(".card .segment", timeout=120_000)
        assert page.text_content("#error") == ""
        page.close()


def test_the_description_of_the_api(page: Any, client: httpx.Client) -> None:
    page.goto(f"{client.base_url}/docs")
    assert "POST /v1/digests" in page.text_content("main")
    shot(page, "docs")
    if AXE.is_file():
        assert serious(page) == []
