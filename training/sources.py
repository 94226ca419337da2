"""External parallel text: what it is, under which licence, how much of it a pass takes.

The text is not part of the project: ``prepare --external DIR`` reads it from a folder.
"""

from __future__ import annotations

import lzma
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from toolkit.errors import InputError

__all__ = ["SOURCES", "Source", "external_files", "missing_message", "read_external", "source_named"]


@dataclass(frozen=True, slots=True)
class Source:
    """A corpus of external parallel text.

    Attributes:
        name: as the first column of the files has it.
        target: language of its other side; English is the one.
        pairs: how many there are.
        weight: how often a pass with external share 1 takes each pair.
        licence: as its publisher states it.
        origin: where it is from.
    """

    name: str
    target: str
    pairs: int
    weight: float
    licence: str
    origin: str


_MS = ("CC BY 4.0", "MicrosoftDocs documentation repositories, aligned")
_KAZNU = ("CC BY-SA", "NLP-KazNU/kaz-parallel-corpora_collect_and_clean")
_TATOEBA = ("CC BY 2.0 FR", "Tatoeba")
_ISO = ("LGPL-2.1+", "Debian iso-codes")
_UDHR = ("OHCHR text", "unicode-org/udhr")
_UN = ("UN Parallel Corpus terms", "UN Parallel Corpus v1.0 devset")
_TICO = ("CC0", "TICO-19")
_XQUAD = ("CC BY-SA 4.0", "XQuAD")

SOURCES: tuple[Source, ...] = (
    Source("i18n_misc_enkk", "kk", 7960, 1, "MPL-2.0, Apache-2.0", "mozilla-l10n/www-l10n, LineageOS packages"),
    Source("isocodes_enkk", "kk", 275, 1, *_ISO),
    Source("kaznu_economy_gov_enkk", "kk", 3882, 4, *_KAZNU),
    Source("kaznu_primeminister_enkk", "kk", 5979, 4, *_KAZNU),
    Source("kaznu_titles_enkk", "kk", 10995, 3, *_KAZNU),
    Source("msdocs_enkk_aligned", "kk", 15261, 1, *_MS),
    Source("msdocs_enkk_sxs", "kk", 20138, 1.5, *_MS),
    Source("tatoeba_enkk", "kk", 376, 3, *_TATOEBA),
    Source("tatoeba_laser_enkk", "kk", 314, 3, *_TATOEBA),
    Source("udhr_enkk", "kk", 88, 3, *_UDHR),
    Source(
        "ui_mozilla_lo_gnome_enkk", "kk", 25781, 0.5, "MPL-2.0, GPL, LGPL (message catalogs)",
        "Firefox, Thunderbird, LibreOffice, GNOME, GTK, VLC translations",
    ),
    Source("isocodes_enru", "ru", 3349, 1, *_ISO),
    Source("msdocs_enru_sxs", "ru", 180338, 0.25, *_MS),
    Source("tatoeba_enru", "ru", 19370, 1.5, *_TATOEBA),
    Source("tico19_enru", "ru", 3050, 5, *_TICO),
    Source("udhr_enru", "ru", 77, 2, *_UDHR),
    Source("un_devset_enru", "ru", 3957, 4, *_UN),
    Source("xquad_enru", "ru", 2331, 6, *_XQUAD),
    Source("isocodes_enzh", "zh", 3870, 1, *_ISO),
    Source(
        "lctt_enzh", "zh", 230000, 0.25, "repository Apache-2.0; articles vary", "LCTT/TranslateProject",
    ),
    Source("msdocs_enzh_sxs", "zh", 80000, 0.3, *_MS),
    Source("pythondocs_enzh", "zh", 25000, 0.2, "PSF, translations CC0", "python-docs-zh-cn"),
    Source("tatoeba_manythings_enzh", "zh", 28284, 1, *_TATOEBA),
    Source("tico19_enzh", "zh", 3052, 5, *_TICO),
    Source("udhr_enzh", "zh", 89, 2, *_UDHR),
    Source("un_devset_enzh", "zh", 3969, 4, *_UN),
    Source("xquad_enzh", "zh", 2332, 6, *_XQUAD),
)  # fmt: skip
_BY_NAME: Mapping[str, Source] = {source.name: source for source in SOURCES}


def source_named(name: str) -> Source:
    """The source of that name.

    Raises:
        InputError: unknown.
    """
    try:
        return _BY_NAME[name]
    except KeyError:
        raise InputError(
            f"unknown source of external text: {name!r}; add it to training/sources.py"
        ) from None


def external_files(folder: Path) -> Mapping[str, Path]:
    """Language to its file in the folder: ``en-kk.tsv.xz`` or ``en-kk.tsv``; only those that are there."""
    found: dict[str, Path] = {}
    for language in ("kk", "ru", "zh"):
        for name in (f"en-{language}.tsv.xz", f"en-{language}.tsv"):
            if language not in found and (folder / name).is_file():
                found[language] = folder / name
    return found


def missing_message(folder: Path, languages: list[str]) -> str:
    """What is not there and what it would hold, a line a file and a source."""
    lines = [
        f"{folder}: external text is missing. It would hold (columns: source, English, target; UTF-8, xz):"
    ]
    for language in languages:
        sources = [s for s in SOURCES if s.target == language]
        lines.append(f"  en-{language}.tsv.xz: {sum(s.pairs for s in sources):,} pairs")
        lines += [f"    {s.name}: {s.pairs:,} pairs, {s.licence}, from {s.origin}" for s in sources]
    lines.append("Give a folder that has the files, or --own-only to go on without.")
    return "\n".join(lines)


def read_external(path: Path) -> Iterator[tuple[str, str, str]]:
    """(source, English, target) of each line of a file of external text, compressed or not.

    Raises:
        InputError: a line has not three columns, or the file is damaged.
    """
    try:
        with (
            lzma.open(path, "rt", encoding="utf-8")
            if path.suffix == ".xz"
            else path.open(encoding="utf-8") as lines
        ):
            for number, line in enumerate(lines, 1):
                cells = line.rstrip("\n").split("\t")
                if len(cells) != 3:
                    raise InputError(
                        f"{path}:{number}: {len(cells)} columns instead of 3 (source, English, target)"
                    )
                yield cells[0], cells[1], cells[2]
    except (lzma.LZMAError, EOFError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: damaged ({error}): fetch it again") from error
