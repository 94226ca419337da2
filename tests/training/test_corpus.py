"""The own corpus: every file well formed, held-out lines stay held out, the checker finds what is wrong."""

from pathlib import Path

import pytest

from toolkit.errors import InputError
from training.checking import check_file, check_lines, check_row, is_broken, normalise_lines
from training.corpus import CORPUS, corpus_files, is_held_out, read_corpus

GOOD = "Delegates met in Almaty.\tӨкілдер Алматыда жиналды.\tДелегаты собрались в Алматы.\t代表们在阿拉木图开会。"


def test_own_corpus_is_not_broken() -> None:
    seen: set[str] = set()
    broken, lines = [], 0
    for path in corpus_files(CORPUS):
        count, problems = check_file(path, seen=seen)
        lines += count
        broken += [f"{path.name}:{p}" for p in problems if is_broken(p)]
    assert lines > 20_000
    assert broken == []


def test_corpus_is_split_by_hash() -> None:
    corpus = read_corpus()
    assert 0.02 < len(corpus.held_out) / (len(corpus.training) + len(corpus.held_out)) < 0.03
    assert all(is_held_out(row[0]) for row in corpus.held_out)
    assert not any(is_held_out(row[0]) for row in corpus.training)
    # these were held out of the first state's training: they must stay so
    assert is_held_out(corpus.held_out[0][0])


def test_digest_follows_the_text(tmp_path: Path) -> None:
    (tmp_path / "A01-1.tsv").write_text(GOOD + "\n", encoding="utf-8")
    first = read_corpus(tmp_path).digest
    (tmp_path / "A01-1.tsv").write_text(GOOD.replace("Almaty", "Astana") + "\n", encoding="utf-8")
    assert read_corpus(tmp_path).digest != first


def test_no_corpus_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no corpus files"):
        read_corpus(tmp_path)


def test_file_that_is_not_utf8_is_said(tmp_path: Path) -> None:
    (tmp_path / "A01-1.tsv").write_bytes(GOOD.encode("utf-16"))
    with pytest.raises(InputError, match="not UTF-8"):
        read_corpus(tmp_path)


CELLS = GOOD.split("\t")


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        (0, "Делегаты met in Almaty.", "en script"),
        (1, "Delegates met in Almaty.", "kk script"),
        (1, "Делегаттар Алматыға барды ма екен, барды.", "kk length"),
        (1, "Делегаты собрались в Алматы вчера.", "kk has no Kazakh letters"),
        (1, "Делегаттар Алмaтыда жиналды, өтті.", "kk mixes alphabets in a word"),
        (2, "Делегаттар Алматыда жиналды, қала.", "ru script"),
        (3, "Delegates met.", "zh script"),
        (3, "代表们在阿拉木图开会,很好。", "zh half-width punctuation"),
        (3, "代", "zh length"),
    ],
)
def test_checker_flags(column: int, cell: str, reason: str) -> None:
    cells = [*CELLS[:column], cell, *CELLS[column + 1 :]]
    if reason == "kk length":
        cells[1] = "Ия."
    assert reason in check_row("\t".join(cells))


def test_good_line_is_not_flagged() -> None:
    assert check_row(GOOD) == []


def test_duplicates_across_files_and_case(tmp_path: Path) -> None:
    seen: set[str] = set()
    assert check_lines([GOOD], seen) == []
    (problem,) = check_lines(["", GOOD.replace("Delegates", "DELEGATES")], seen)
    assert problem.line == 2
    assert problem.reasons == ("duplicate",)


def test_checking_is_read_only_unless_asked(tmp_path: Path) -> None:
    path = tmp_path / "A01-1.tsv"
    raw = GOOD.replace("\t", " ||| ") + "\n\n"
    path.write_text(raw, encoding="utf-8")
    count, problems = check_file(path)
    assert (count, len(problems)) == (1, 1)
    assert path.read_text(encoding="utf-8") == raw
    assert check_file(path, fix=True) == (1, [])
    assert path.read_text(encoding="utf-8") == GOOD + "\n"
    assert [p.name for p in tmp_path.iterdir()] == ["A01-1.tsv"]


def test_normalising_twice_changes_nothing() -> None:
    once = normalise_lines([" a ||| й ||| b ||| c ", "x\ty"])
    assert once == ["a\tй\tb\tc", "x\ty"]
    assert normalise_lines(once) == once
