"""The project's own parallel corpus: reading, held-out lines, hash.

Files ``training/corpus/*.tsv``: English, Kazakh, Russian, Chinese, TAB between, one segment a line.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from toolkit.errors import InputError

__all__ = ["CORPUS", "LANGUAGES", "TARGETS", "Corpus", "Row", "corpus_files", "is_held_out", "read_corpus"]

CORPUS = Path(__file__).resolve().parent / "corpus"
LANGUAGES = ("en", "kk", "ru", "zh")
TARGETS = ("kk", "ru", "zh")
_HELD_OUT_PER_MILLE = 25

Row = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Corpus:
    """The own corpus, split.

    Attributes:
        training: rows to train on.
        held_out: rows that no model may be trained on.
        digest: short hash of all rows, in order.
    """

    training: tuple[Row, ...]
    held_out: tuple[Row, ...]
    digest: str


def is_held_out(english: str) -> bool:
    """Whether a line is kept for evaluation: 2.5 % by the hash of its English, so that it stays so for ever.

    >>> is_held_out("The summit opened under heavy security.")
    False
    """
    return int(hashlib.md5(english.encode()).hexdigest(), 16) % 1000 < _HELD_OUT_PER_MILLE


def corpus_files(folder: Path, shards: str = "[A-Z]*") -> list[Path]:
    """The corpus files of a folder, in order.

    Args:
        folder: of the corpus.
        shards: pattern of shard names, ``H*``.

    Raises:
        InputError: there is none.
    """
    files = sorted(folder.glob(f"{shards}-*.tsv"))
    if not files:
        raise InputError(f"{folder}: no corpus files {shards}-*.tsv there (A01-1.tsv and the like)")
    return files


def unique_rows(lines: Iterable[str]) -> list[Row]:
    """Whole rows, each English sentence once (case does not count); others are left out.

    >>> unique_rows(["Yes\\tИә\\tДа\\t是", "yes\\tИә\\tДа\\t是", "no columns"])
    [('Yes', 'Иә', 'Да', '是')]
    """
    seen, rows = set[str](), list[Row]()
    for line in lines:
        cells = line.rstrip("\n").split("\t")
        if len(cells) == 4 and all(cells) and cells[0].lower() not in seen:
            seen.add(cells[0].lower())
            rows.append((cells[0], cells[1], cells[2], cells[3]))
    return rows


def read_corpus(folder: Path = CORPUS, shards: str = "[A-Z]*") -> Corpus:
    """Read and split the own corpus, or some of its shards.

    Raises:
        InputError: no files, or a file that is not UTF-8.
    """
    lines: list[str] = []
    for path in corpus_files(folder, shards):
        try:
            lines += path.read_text(encoding="utf-8").split("\n")
        except UnicodeDecodeError as error:
            raise InputError(f"{path}: not UTF-8 ({error.reason} at byte {error.start})") from error
    rows = unique_rows(lines)
    digest = hashlib.sha256("\n".join("\t".join(row) for row in rows).encode()).hexdigest()[:16]
    return Corpus(
        tuple(r for r in rows if not is_held_out(r[0])), tuple(r for r in rows if is_held_out(r[0])), digest
    )
