"""``prepare``: own corpus and external text → one folder that ``vocabulary`` and ``train`` read."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from toolkit.errors import InputError
from training.corpus import TARGETS, read_corpus
from training.files import write_text
from training.sources import external_files, missing_message, read_external, source_named

__all__ = ["Prepared", "clean", "keep", "prepare", "read_prepared"]

_STRAIGHT = str.maketrans("’‘“”", "''\"\"")


@dataclass(frozen=True, slots=True)
class Prepared:
    """One pair of prepared external text."""

    source: str
    target: str
    english: str
    text: str


def clean(text: str, *, english: bool = False) -> str:
    """NFC and single spaces; straight quotes in English, as the own corpus has them.

    >>> clean("Xi’s  visit", english=True)
    "Xi's visit"
    """
    text = " ".join(unicodedata.normalize("NFC", text).split())
    return text.translate(_STRAIGHT) if english else text


def keep(english: str, target: str, forbidden: Collection[str] = ()) -> str | None:
    """Why a pair is left out, or None to keep it.

    >>> keep("Yes", ""), keep("Yes", "Иә"), keep("Yes", "Иә", {"yes"})
    ('empty', None, 'evaluation text')
    """
    if not english or not target:
        return "empty"
    if english.lower() in forbidden:
        return "evaluation text"
    if len(english) > 700 or len(target) > 900:
        return "too long"
    return None


def _forbidden(folders: Sequence[Path]) -> set[str]:
    lines: set[str] = set()
    for folder in folders:
        path = folder / "en.txt"
        if not path.is_file():
            raise InputError(
                f"{path}: not there; --exclude wants a folder of aligned evaluation text (en.txt …)"
            )
        lines |= {clean(line, english=True).lower() for line in path.read_text(encoding="utf-8").splitlines()}
    return lines


def prepare(
    out: Path, *, corpus: Path, external: Path | None, exclude: Sequence[Path] = ()
) -> Mapping[str, Any]:
    """Write ``en-{kk,ru,zh}.tsv`` and ``manifest.json`` to a folder.

    Args:
        out: the folder; is made.
        corpus: folder of the own corpus. It is not copied: ``train`` reads it anew each epoch.
        external: folder with ``en-{kk,ru,zh}.tsv.xz``; None to use none.
        exclude: folders of evaluation text whose English lines must not be trained on.

    Returns:
        The manifest: per source pairs kept, left out and why, licence; hashes; number of own rows.

    Raises:
        InputError: files are missing (the message lists each and what it would hold) or damaged.
    """
    own = read_corpus(corpus)
    files = external_files(external) if external else {}
    if external and (missing := [x for x in TARGETS if x not in files]):
        raise InputError(missing_message(external, missing))
    forbidden = _forbidden(exclude) | {row[0].lower() for row in own.held_out}
    out.mkdir(parents=True, exist_ok=True)
    report: dict[str, Any] = {}
    hashes: dict[str, str] = {}
    for language in TARGETS:
        lines, seen = list[str](), set[tuple[str, str]]()
        for name, raw_english, raw_target in read_external(files[language]) if language in files else ():
            source = source_named(name)
            entry = report.setdefault(name, asdict(source) | {"kept": 0, "left_out": Counter()})
            english, target = clean(raw_english, english=True), clean(raw_target)
            reason = "duplicate" if (english, target) in seen else keep(english, target, forbidden)
            if reason:
                entry["left_out"][reason] += 1
                continue
            seen.add((english, target))
            entry["kept"] += 1
            lines.append(f"{name}\t{english}\t{target}\n")
        text = "".join(lines)
        hashes[language] = hashlib.sha256(text.encode()).hexdigest()[:16]
        write_text(out / f"en-{language}.tsv", text)
    manifest = {
        "own": {
            "rows": len(own.training),
            "held_out": len(own.held_out),
            "digest": own.digest,
            "licence": "CC BY 4.0",
        },
        "external": {name: entry | {"left_out": dict(entry["left_out"])} for name, entry in report.items()},
        "hashes": hashes,
    }
    write_text(out / "manifest.json", json.dumps(manifest, ensure_ascii=False, indent=2) + "\n")
    return manifest


def read_prepared(folder: Path) -> Iterator[Prepared]:
    """The pairs that :func:`prepare` wrote.

    Raises:
        InputError: the folder has not been prepared.
    """
    for language in TARGETS:
        path = folder / f"en-{language}.tsv"
        if not path.is_file():
            raise InputError(f"{path}: not there; run python -m training prepare --out {folder} first")
        for line in path.read_text(encoding="utf-8").splitlines():
            source, english, target = line.split("\t")
            yield Prepared(source, language, english, target)
