"""Taking external text from a folder: what is missing is said, evaluation text is left out."""

import json
import lzma
from pathlib import Path

import pytest

from toolkit.errors import InputError
from training.prepare import prepare, read_prepared
from training.sources import SOURCES, read_external

ROW = "The bridge opened.\tКөпір ашылды.\tМост открылся.\t大桥通车了。\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "A01-1.tsv").write_text(ROW, encoding="utf-8")
    return folder


def external(folder: Path, languages: tuple[str, ...] = ("kk", "ru", "zh")) -> Path:
    folder.mkdir(exist_ok=True)
    for language in languages:
        english = ("It’s  free.", "It's free.", "Secret.")
        lines = "".join(f"udhr_en{language}\t{line}\tтекст\n" for line in english)
        with lzma.open(folder / f"en-{language}.tsv.xz", "wt", encoding="utf-8") as out:
            out.write(lines)
    return folder


def test_reads_xz_cleans_and_leaves_out(tmp_path: Path, corpus: Path) -> None:
    flores = tmp_path / "flores"
    flores.mkdir()
    (flores / "en.txt").write_text("secret.\n", encoding="utf-8")
    out = tmp_path / "out"
    manifest = prepare(out, corpus=corpus, external=external(tmp_path / "external"), exclude=[flores])
    assert manifest["external"]["udhr_enkk"]["kept"] == 1
    assert manifest["external"]["udhr_enkk"]["left_out"] == {"duplicate": 1, "evaluation text": 1}
    assert [p.english for p in read_prepared(out)] == ["It's free."] * 3
    assert json.loads((out / "manifest.json").read_text(encoding="utf-8"))["own"]["rows"] == 1


def test_missing_files_are_named_with_what_they_hold(tmp_path: Path, corpus: Path) -> None:
    folder = external(tmp_path / "external", ("kk",))
    with pytest.raises(InputError) as error:
        prepare(tmp_path / "out", corpus=corpus, external=folder)
    message = str(error.value)
    assert "en-ru.tsv.xz: 212,472 pairs" in message
    assert "tico19_enzh: 3,052 pairs, CC0, from TICO-19" in message
    assert "en-kk.tsv.xz" not in message
    assert not (tmp_path / "out").exists()


def test_damaged_file_is_said(tmp_path: Path) -> None:
    path = external(tmp_path / "external") / "en-kk.tsv.xz"
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(InputError, match="damaged"):
        list(read_external(path))


def test_unprepared_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="prepare"):
        list(read_prepared(tmp_path))


def test_unknown_source_is_said(tmp_path: Path, corpus: Path) -> None:
    folder = external(tmp_path / "external")
    with lzma.open(folder / "en-kk.tsv.xz", "wt", encoding="utf-8") as out:
        out.write("leaked_private_mail\ta\tb\n")
    with pytest.raises(InputError, match="unknown source"):
        prepare(tmp_path / "out", corpus=corpus, external=folder)


def test_every_source_has_licence_and_origin() -> None:
    assert all(s.licence and s.origin and s.pairs > 0 for s in SOURCES)
    assert len({s.name for s in SOURCES}) == len(SOURCES)
