from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path


def run(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "toolkit.cli.toolkit", *arguments],
        input=stdin,
        capture_output=True,
        env=os.environ,
        check=False,
    )


def test_translate_keeps_the_lines() -> None:
    done = run(
        "translate",
        "--lang",
        "ru",
        stdin=b"The summit opened.\n\nLeaders met in Astana. They signed 25 documents.\n",
    )
    lines = done.stdout.decode().split("\n")
    assert done.returncode == 0
    assert len(lines) == 4
    assert lines[1] == lines[3] == ""
    assert "25" in lines[2]
    assert "Астан" in lines[2]


def test_translate_as_json() -> None:
    found = json.loads(run("translate", "-l", "zh", "-f", "json", stdin=b"The SCO met in Astana.").stdout)
    assert found["target_language"] == "zh"
    assert {t["term_id"] for s in found["segments"] for t in s["terms"]} == {
        "shanghai-cooperation-organisation",
        "astana",
    }


def test_translate_without_a_glossary() -> None:
    found = json.loads(
        run("translate", "-l", "zh", "-f", "json", "--no-glossary", stdin=b"The SCO summit opened.").stdout
    )
    assert found["segments"][0]["terms"] == []


def test_models_list() -> None:
    text = run("models", "list").stdout.decode()
    assert all(pair in text for pair in ("en→kk", "en→ru", "en→zh"))


def test_methods() -> None:
    assert b"combined" in run("methods").stdout


def test_errors_have_exit_codes() -> None:
    assert run("translate", "-l", "xx", stdin=b"x").returncode == 2
    assert run("translate", "-l", "kk", "--source-lang", "zh", stdin=b"x").returncode == 2
    assert run("translate", "no-such-file").returncode == 1
    missing = run("models", "install", "no-such-file.argosmodel")
    assert missing.returncode == 1
    assert b"Traceback" not in missing.stderr
    assert run("nonsense").returncode == 2


def test_completion_is_there() -> None:
    assert b"--show-completion" in run("--help").stdout


def test_our_own_glossaries_have_no_errors() -> None:
    done = run("glossary", "check", "--format", "json")
    assert done.returncode == 0
    assert not [f for f in json.loads(done.stdout) if f["severity"] == "error"]


def test_glossary_check_names_line_and_column(tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_text("id,en,kk,ru,zh\nport,Port of Aktau,Aқтау порты,Порт Актау,阿克套港\n", encoding="utf-8")
    done = run("glossary", "check", str(table))
    assert done.returncode == 1
    assert "mine.csv:2: error: kk" in done.stdout.decode()


def test_glossary_convert_round_trip(tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_text("id,en,kk,ru,zh\nport,Port of Aktau,Ақтау порты,Порт Актау,阿克套港\n", encoding="utf-8")
    assert run("glossary", "convert", str(table), str(tmp_path / "mine.tbx")).returncode == 0
    assert run("glossary", "convert", str(tmp_path / "mine.tbx"), str(tmp_path / "back.csv")).returncode == 0
    assert "Ақтау порты" in (tmp_path / "back.csv").read_text(encoding="utf-8")
    assert run("glossary", "convert", str(table), str(tmp_path / "mine.pdf")).returncode == 2
