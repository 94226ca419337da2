"""``check-corpus``: is a corpus file well formed? Scripts, columns, lengths, punctuation, duplicates.

A few flagged lines may be false alarms: a person judges.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from toolkit.errors import InputError
from training.files import write_text

__all__ = ["Problem", "check_file", "check_lines", "check_row", "is_broken", "normalise_lines"]

_KAZAKH = re.compile("[әғқңөұүһіӘҒҚҢӨҰҮҺІ]")
_CYRILLIC = re.compile("[А-Яа-яЁё]")
_HAN = re.compile("[\u4e00-\u9fff]")
_LATIN = re.compile("[A-Za-z]")
_MIXED = re.compile("[А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі][A-Za-z]|[A-Za-z][А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі]")
_HALF_WIDTH = re.compile(r"[,;:?!]")
_NOT_PUNCTUATION = re.compile(r"\d[,:]\d|https?://\S+")


@dataclass(frozen=True, slots=True)
class Problem:
    """One flagged line: 1-based number, what is wrong, how it begins."""

    line: int
    reasons: tuple[str, ...]
    text: str

    def __str__(self) -> str:  # noqa: D105
        return f"{self.line}: {', '.join(self.reasons)} | {self.text[:90]}"


def is_broken(problem: Problem) -> bool:
    """Whether a person need not judge: wrong number of columns, a duplicate, not normalised."""
    return any("columns" in r or r == "duplicate" or r.startswith("not normalised") for r in problem.reasons)


def normalise_lines(lines: Iterable[str]) -> list[str]:
    """Lines as they should be: NFC, no space around cells, `` ||| `` turned into TABs, no empty lines.

    >>> normalise_lines(["Yes ||| Иә ||| Да ||| 是", ""])
    ['Yes\\tИә\\tДа\\t是']
    """
    out = []
    for line in lines:
        if not line.strip():
            continue
        cells = line.split("\t") if "\t" in line else line.split(" ||| ")
        out.append("\t".join(unicodedata.normalize("NFC", cell.strip()) for cell in cells))
    return out


def _length_is_off(english: str, target: str, least: float, most: float) -> bool:
    return len(english) > 20 and not least < len(target) / len(english) < most


def check_row(line: str) -> list[str]:
    """What is wrong with a normalised line; empty when nothing is.

    >>> check_row("Yes\\tИә\\tДа\\t是"), check_row("Yes\\tИә\\tДа")
    ([], ['3 columns instead of 4'])
    """
    cells = line.split("\t")
    if len(cells) != 4:
        return [f"{len(cells)} columns instead of 4"]
    en, kk, ru, zh = cells
    found = {
        "en script": not _LATIN.search(en) or _CYRILLIC.search(en) or _HAN.search(en),
        "kk script": not _CYRILLIC.search(kk) or _HAN.search(kk),
        "kk has no Kazakh letters": len(kk) > 25 and not _KAZAKH.search(kk),
        "kk mixes alphabets in a word": _MIXED.search(kk),
        "ru script": not _CYRILLIC.search(ru) or _KAZAKH.search(ru) or _HAN.search(ru),
        "ru mixes alphabets in a word": _MIXED.search(ru),
        "zh script": not _HAN.search(zh) or _CYRILLIC.search(zh),
        "kk length": _length_is_off(en, kk, 0.5, 2.2),
        "ru length": _length_is_off(en, ru, 0.5, 2.2),
        "zh length": _length_is_off(en, zh, 0.12, 0.8),
        "zh half-width punctuation": _HALF_WIDTH.search(_NOT_PUNCTUATION.sub("", zh)),
    }
    return [reason for reason, wrong in found.items() if wrong]


def check_lines(lines: Iterable[str], seen: set[str] | None = None) -> list[Problem]:
    """Check lines as they stand in a file; empty ones are skipped.

    Args:
        lines: the lines.
        seen: English sides met so far (small letters), to find duplicates across files; is added to.
    """
    seen = set() if seen is None else seen
    problems = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        wanted = normalise_lines([line])[0]
        reasons = check_row(wanted)
        if wanted != line:
            reasons.append("not normalised (--fix does it)")
        english = wanted.split("\t")[0].lower()
        if english in seen:
            reasons.append("duplicate")
        seen.add(english)
        if reasons:
            problems.append(Problem(number, tuple(reasons), line))
    return problems


def check_file(path: Path, *, fix: bool = False, seen: set[str] | None = None) -> tuple[int, list[Problem]]:
    """Check a corpus file; with ``fix`` normalise it first (written beside, then renamed).

    Returns:
        The number of lines, and the problems that are left.

    Raises:
        InputError: the file cannot be read as UTF-8.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read as UTF-8 text ({error})") from error
    lines = text.removesuffix("\n").split("\n")
    if fix:
        lines = normalise_lines(lines)
        new = "\n".join(lines) + "\n"
        if new != text:
            write_text(path, new)
    return sum(bool(line.strip()) for line in lines), check_lines(lines, seen)
