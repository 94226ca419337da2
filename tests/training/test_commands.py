"""The commands: exit codes, one clear message, nothing written when something is wrong."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def training(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "training", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)


def test_help_names_every_command() -> None:
    done = training("--help")
    assert done.returncode == 0
    for name in (
        "prepare",
        "vocabulary",
        "train",
        "export",
        "package",
        "evaluate",
        "check-corpus",
        "release",
        "curve",
    ):
        assert name in done.stdout


def test_light_start_without_torch_or_numpy() -> None:
    code = "import sys, training.__main__; print(sorted({'torch', 'numpy', 'ctranslate2', 'pymorphy3'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_check_corpus_fails_on_broken_lines(tmp_path: Path) -> None:
    path = tmp_path / "X01-1.tsv"
    path.write_text("Yes\tИә\tДа\n", encoding="utf-8")
    done = training("check-corpus", path)
    assert done.returncode == 1
    assert "X01-1.tsv:1: 3 columns instead of 4" in done.stdout
    path.write_text("Rain fell.\tЖаңбыр жауды.\tШел дождь.\t下雨了。\n", encoding="utf-8")
    done = training("check-corpus", path)
    assert (done.returncode, done.stdout) == (0, "1 lines, 0 flagged, 0 of them broken\n")


def test_prepare_says_what_is_missing(tmp_path: Path) -> None:
    for arguments in ((), ("--external", tmp_path)):
        done = training("prepare", "--out", tmp_path / "out", *arguments)
        assert done.returncode in (1, 2)
        assert "en-kk.tsv.xz: 91,049 pairs" in done.stderr
        assert "Traceback" not in done.stderr
        assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("evaluate", "nowhere"),
        ("package", "nowhere", "out"),
        ("evaluate", "--flores", "nowhere"),
        ("train", "--run", "out", "--cooldown", "5"),
        ("check-corpus", "nowhere.tsv"),
    ],
)
def test_errors_are_one_message(arguments: tuple[str, ...], tmp_path: Path) -> None:
    done = training(*(str(tmp_path / a) if a in ("nowhere", "out", "nowhere.tsv") else a for a in arguments))
    assert done.returncode in (1, 2)
    assert done.stderr.startswith("error: ")
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_own_only_is_prepared(tmp_path: Path) -> None:
    done = training("prepare", "--out", tmp_path / "out", "--own-only")
    assert done.returncode == 0
    assert "held out, CC BY 4.0" in done.stdout
    assert (tmp_path / "out" / "manifest.json").is_file()
