"""The command as a user runs it: a process of its own."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from toolkit.pipeline import SCHEMA

RUSSIAN = (
    "Центральная Азия считает воду\n\n"
    "Министры водного хозяйства пяти стран встретились в Ташкенте 14 марта 2025 года. Они договорились сократить потери "
    "воды в каналах на 12 процентов за три года.\n\nПо словам министра Рустама Каримова, ремонт каналов обойдется дешевле "
    "нового водохранилища. Банки обещали дать на него 300 миллионов долларов.\n\nСледующая встреча пройдет в Астане осенью. "
    "К ней стороны подготовят общий баланс воды за последние десять лет."
)


def run(*arguments: str, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "toolkit.cli.summarize", *arguments],
        input=stdin, capture_output=True, env={**os.environ, **environment}, check=False,
    )  # fmt: skip


def test_plain_text_is_just_the_abstract(seeds: dict[str, Path]) -> None:
    done = run("--lang", "kk", str(seeds["corridor-customs"]))
    text = done.stdout.decode()
    assert done.returncode == 0
    assert done.stderr == b""
    assert text.count("\n") == 1
    assert text.endswith(".\n")
    assert "Ақтау" in text
    assert "12 пайыз" in text


def test_headings_only_when_several_are_asked_for(seeds: dict[str, Path]) -> None:
    text = run("-l", "kk,zh", "-l", "en", "-n", "both", str(seeds["corridor-customs"])).stdout.decode()
    heads = [line for line in text.splitlines() if line.startswith("[")]
    assert len(heads) == 6
    assert heads[0] == "[қазақ тілі · short]"


@pytest.mark.parametrize(("length", "count"), [("2", 2), ("4", 4)])
def test_a_number_of_sentences(seeds: dict[str, Path], length: str, count: int) -> None:
    found = json.loads(run("-f", "json", "-n", length, str(seeds["glacier-water"])).stdout)
    assert len(found["abstracts"][0]["segments"]) == count


def test_json_has_the_documented_fields(seeds: dict[str, Path]) -> None:
    found = json.loads(run("-l", "ru", "-n", "both", "-f", "json", str(seeds["corridor-customs"])).stdout)
    assert found["schema"] == SCHEMA
    assert found["language"] == "en"
    assert set(found["titles"]) == {"en", "ru"}
    assert [(a["length"], a["language"]) for a in found["abstracts"]] == [("short", "ru"), ("long", "ru")]
    source = seeds["corridor-customs"].read_text(encoding="utf-8")
    for abstract in found["abstracts"]:
        assert abstract["text"] == " ".join(s["target"] for s in abstract["segments"])
        for segment in abstract["segments"]:
            assert (
                " ".join(source[segment["start"] : segment["end"]].split())[:20] in segment["source"]
                or segment["edits"]
            )
            for term in segment["terms"]:
                assert segment["target"][term["target_start"] : term["target_end"]] == term["target"]
    assert {"toolkit", "ctranslate2", "glossary", "packages ru"} <= set(found["versions"])


def test_markdown_and_html(seeds: dict[str, Path]) -> None:
    path = str(seeds["glacier-water"])
    assert run("-l", "zh", "-f", "markdown", path).stdout.decode().startswith("# ")
    page = run("-l", "zh", "-n", "long", "-f", "html", path).stdout.decode()
    assert "<mark title='shanghai-cooperation-organisation" in page
    assert "http" not in page.split("</style>")[0]


def test_reads_stdin_and_writes_utf8_in_any_locale(seeds: dict[str, Path]) -> None:
    done = run(
        "-l",
        "kk",
        stdin=seeds["school-exchange"].read_bytes(),
        LC_ALL="C",
        PYTHONIOENCODING="ascii",
        PYTHONUTF8="0",
    )
    assert done.returncode == 0
    assert re.search("[Ә-ө]", done.stdout.decode("utf-8"))


def test_html_input_with_navigation() -> None:
    page = (
        "<html><head><title>Ports agree</title></head><body><nav>Home News Sport</nav><article><h1>Ports agree</h1>"
        + "".join(
            f"<p>The ports of Aktau and Baku agreed on measure {n} of the plan on Monday, officials said.</p>"
            for n in range(1, 7)
        )
        + "</article><footer>Subscribe to our newsletter</footer></body></html>"
    )
    done = run("-n", "3", stdin=page.encode())
    assert done.returncode == 0, done.stderr
    assert b"newsletter" not in done.stdout
    assert done.stdout.count(b"measure") == 3


def test_a_russian_article_is_summarised_in_russian_and_cannot_be_translated() -> None:
    done = run(stdin=RUSSIAN.encode())
    assert "Ташкенте" in done.stdout.decode()
    wrong = run("-l", "kk", stdin=RUSSIAN.encode())
    assert wrong.returncode == 2
    assert b"Russian" in wrong.stderr


def test_windows_1251_is_detected_and_can_be_named() -> None:
    data = RUSSIAN.encode("cp1251")
    assert "Ташкенте" in run(stdin=data).stdout.decode()
    assert "Ташкенте" in run("--encoding", "cp1251", stdin=data).stdout.decode()


def test_a_text_too_short_is_its_own_abstract() -> None:
    done = run(stdin=b"The ministers met in Baku.")
    assert done.stdout == b"The ministers met in Baku.\n"
    assert done.stderr.startswith(b"note: ")
    assert run("--quiet", stdin=b"The ministers met in Baku.").stderr == b""


@pytest.mark.parametrize(
    ("arguments", "stdin", "code", "says"),
    [
        (["no-such-file.txt"], b"", 1, "no such file"),
        (["."], b"", 1, "director"),
        ([], b"", 1, "empty"),
        ([], b"   \n\n ", 1, "empty"),
        ([], b"%PDF-1.7\n\x00\x01\x02", 1, "PDF"),
        ([], b"PK\x03\x04\x00\x00\x00", 1, ""),
        (["--encoding", "utf-8"], b"caf\xe9 \xff", 1, "utf-8"),
        (["-l", "xx"], b"The ministers met in Baku.", 2, "kk"),
        (["-l", "de"], b"The ministers met in Baku.", 2, "kk"),
        (["-n", "huge"], b"The ministers met in Baku.", 2, "short"),
        (["-n", "0"], b"The ministers met in Baku.", 2, ""),
        (["--method", "magic"], b"The ministers met in Baku.", 2, "combined"),
        (["--format", "pdf"], b"The ministers met in Baku.", 2, "json"),
        (["--glossary", "g.csv", "--no-glossary"], b"The ministers met in Baku.", 2, "exclude"),
        (["--unknown"], b"", 2, "--help"),
        (["-o", "/no/such/folder/x"], b"The ministers met in Baku.", 2, "folder"),
        (["--input-format", "docx"], b"The ministers met in Baku.", 2, "html"),
    ],
)
def test_errors_are_one_line_with_an_exit_code(
    arguments: list[str], stdin: bytes, code: int, says: str
) -> None:
    done = run(*arguments, stdin=stdin)
    line = done.stderr.decode()
    assert done.returncode == code, line
    assert done.stdout == b""
    assert line.count("\n") == 1
    assert "Traceback" not in line
    assert says in line


def test_a_broken_glossary_names_file_line_and_column(tmp_path: Path) -> None:
    glossary = tmp_path / "mine.csv"
    glossary.write_text("id,en,kk,ru,zh\nport,,Порт,Порт,港\n", encoding="utf-8")
    done = run(
        "-l", "kk", "--glossary", str(glossary), stdin=b"The Port of Aktau grew. It is large. Ships come."
    )
    assert done.returncode == 1
    assert b"mine.csv:2" in done.stderr


def test_an_own_glossary_takes_the_place_of_the_shipped_ones(tmp_path: Path) -> None:
    glossary = tmp_path / "mine.csv"
    glossary.write_text(
        "id,en,kk,ru,zh\nport,Port Council,Порт кеңесі,Портовый совет,港口理事会\n", encoding="utf-8"
    )
    text = b"The Port Council met in the city on Monday. Its members discussed the tariffs. They will meet again in June."
    done = run("-l", "ru", "-n", "1", "--glossary", str(glossary), "--terms", stdin=text)
    assert "ортов" in done.stdout.decode()
    assert done.stderr.decode().split("\t")[2] == "port"


def test_output_is_whole_or_not_there(tmp_path: Path, seeds: dict[str, Path]) -> None:
    path = tmp_path / "out.txt"
    assert run("-o", str(path), str(seeds["glacier-water"])).stdout == b""
    before = path.read_text(encoding="utf-8")
    assert before.strip()
    failed = run("-o", str(path), "-l", "xx", str(seeds["glacier-water"]))
    assert failed.returncode == 2
    assert path.read_text(encoding="utf-8") == before
    assert [p.name for p in tmp_path.iterdir()] == ["out.txt"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_told(seeds: dict[str, Path]) -> None:
    done = run("-o", "/dev/full", str(seeds["glacier-water"]))
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert b"space" in done.stderr


def test_a_closed_pipe_is_no_error(seeds: dict[str, Path]) -> None:
    command = f"{sys.executable} -m toolkit.cli.summarize -n long {seeds['astana-visit']} | true"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, check=False)
    assert b"Traceback" not in done.stderr


def test_version_and_help() -> None:
    assert run("--version").stdout.strip().count(b".") == 2
    assert b"--lang" in run("--help").stdout
