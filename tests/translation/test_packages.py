from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from toolkit.errors import LanguageError, PackageError
from toolkit.translation import packages
from toolkit.translation.decoding import decoder_for


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A packages directory of its own."""
    monkeypatch.setenv("TOOLKIT_PACKAGES_DIR", str(tmp_path / "packages"))
    (tmp_path / "packages").mkdir()
    return tmp_path / "packages"


def run(code: str, data: Path) -> subprocess.Popen[str]:
    environment = {**os.environ, "TOOLKIT_DATA_DIR": str(data)}
    return subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, text=True)


def test_three_packages_share_one_copy_of_the_weights() -> None:
    found = {p.target: p for p in packages.installed_packages() if p.shipped}
    assert set(found) == {"kk", "ru", "zh"}
    inodes = {(p.model_path / "model.bin").stat().st_ino for p in found.values()}
    assert len(inodes) == 1
    config = json.loads((found["kk"].model_path / "config.json").read_text())
    assert (config["bos_token"], config["add_source_bos"]) == ("<2kk>", True)


def test_processes_that_start_at_once_all_find_whole_packages(tmp_path: Path) -> None:
    code = (
        "from toolkit.translation.packages import installed_packages as f;"
        "print(sorted((p.source, p.target) for p in f()))"
    )
    started = [run(code, tmp_path / "data") for _ in range(4)]
    answers = {process.communicate()[0].strip() for process in started}
    assert answers == {"[('en', 'kk'), ('en', 'ru'), ('en', 'zh')]"}
    assert not list((tmp_path / "data").glob("lay-out-*"))


def test_a_damaged_package_is_laid_out_anew(elsewhere: Path) -> None:
    first = packages.installed_packages()[0]
    weights = first.model_path / "model.bin"
    weights.unlink()  # not truncated: it is linked with the shipped copy
    weights.write_bytes(b"broken")
    packages.lay_out_shipped()
    assert weights.stat().st_size == (packages.SHIPPED / "model.bin").stat().st_size


def test_directories_that_are_no_packages_are_passed_over(elsewhere: Path) -> None:
    (elsewhere / "empty").mkdir()
    (elsewhere / "broken").mkdir()
    (elsewhere / "broken" / "metadata.json").write_text("{")
    assert {p.target for p in packages.installed_packages()} == {"kk", "ru", "zh"}


def archive(path: Path, version: str, folder: str = "package") -> Path:
    """An .argosmodel of the shipped English–Kazakh package under another version."""
    shipped = packages.route("en", "kk")[0]
    with zipfile.ZipFile(path, "w") as zipped:
        for file in shipped.path.rglob("*"):
            if file.is_file() and file.name != "metadata.json":
                zipped.write(file, f"{folder}/{file.relative_to(shipped.path)}")
        metadata = json.loads((shipped.path / "metadata.json").read_text())
        metadata.update(package_version=version, shipped=False)
        zipped.writestr(f"{folder}/metadata.json", json.dumps(metadata))
    return path


def test_of_two_installed_versions_the_higher_wins(elsewhere: Path, tmp_path: Path) -> None:
    packages.install_package(archive(tmp_path / "a.argosmodel", "1.9"))
    packages.install_package(archive(tmp_path / "b.argosmodel", "1.10"))
    assert packages.route("en", "kk")[0].version == "1.10"
    with pytest.raises(PackageError, match="already installed"):
        packages.install_package(tmp_path / "b.argosmodel")


@pytest.mark.parametrize("name", ["../evil/metadata.json", "/etc/evil/metadata.json"])
def test_an_archive_that_leaves_its_folder_is_refused(elsewhere: Path, tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(tmp_path / "evil.argosmodel", "w") as zipped:
        zipped.writestr(name, "{}")
    with pytest.raises(PackageError):
        packages.install_package(tmp_path / "evil.argosmodel")
    assert not (tmp_path / "evil").exists()


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.argosmodel").write_bytes(b"no zip")
    with pytest.raises(PackageError, match=r"x\.argosmodel"):
        packages.install_package(tmp_path / "x.argosmodel")


def test_an_unknown_pair_names_those_that_work() -> None:
    with pytest.raises(LanguageError, match="en→kk"):
        packages.route("kk", "zh")


def test_a_directory_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    code = (
        "from toolkit.translation.packages import installed_packages as f\n"
        "from toolkit.errors import PackageError\n"
        "try: f()\nexcept PackageError as e: print(e)"
    )
    answer = run(code, tmp_path / "file" / "data").communicate()[0]
    assert "TOOLKIT_DATA_DIR" in answer


def test_stock_argostranslate_uses_the_packages() -> None:
    """In a process of its own, with a sentence splitter that needs no download."""
    code = (
        "import toolkit.translation.packages as p, os; p.installed_packages()\n"
        "os.environ['ORT_DISABLE_TELEMETRY'] = '1'\n"
        "from argostranslate import translate\n"
        "t = translate.get_translation_from_codes('en', 'kk').underlying\n"
        "t.sentencizer = type('Whole', (), {'split_sentences': lambda self, text: [text]})()\n"
        "print(t.translate('The summit opened in Astana.').strip())"
    )
    answer = run(code, packages.data_dir()).communicate()[0].strip()
    ours = decoder_for(packages.route("en", "kk")[0]).decode(["The summit opened in Astana."])[0][0].text
    assert "Астана" in answer
    assert "Астана" in ours
