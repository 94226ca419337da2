"""The terminology test set: sentences with their terms, the forms a good translator would write, and scoring.

The set is ``data/terms.tsv``, written by hand: ``id``, ``text`` (sentences with the same name are one text, where
the first mention of a term is written out; empty: a sentence by itself), ``en``, ``kk``, ``ru``, ``zh``. Terms stand
in braces. In the English column ``{2:dat+abbr:SCO}`` says the number of the term in the sentence, its position
(``subj obj gen dat loc abl ins``, and ``poss appos abbr first plural``) and its surface. In the other columns
``{2:ШЫҰ-ға|ШЫҰ}`` has the acceptable forms in that sentence, the reference's own first; without braces the column
is the reference translation.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from toolkit.errors import InputError
from toolkit.languages import TARGETS

__all__ = ["POSITIONS", "TERMS", "Expected", "Outcome", "Sentence", "digest", "read_set", "score", "some"]

TERMS = Path(__file__).parent / "data" / "terms.tsv"
POSITIONS = ("subj", "obj", "gen", "dat", "loc", "abl", "ins", "poss", "appos", "abbr", "first", "plural")
_SOURCE = re.compile(r"\{(\d):([a-z+]+):([^{}]+)\}")
_TARGET = re.compile(r"\{(\d):([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Expected:
    """One occurrence of a term.

    Attributes:
        start, end, surface: its place in the English sentence, without 's and the article.
        positions: its grammatical positions, of POSITIONS.
        forms: target language → acceptable forms.
    """

    start: int
    end: int
    surface: str
    positions: tuple[str, ...]
    forms: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the set; ``text`` is empty for one that stands by itself."""

    id: str
    text: str
    source: str
    references: Mapping[str, str]
    terms: tuple[Expected, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one occurrence of a term.

    Attributes:
        exact: an acceptable form stands in the output.
        lemma: the term stands there, in whatever form.
        found: the surface in the output, empty if there is none.
    """

    exact: bool
    lemma: bool
    found: str


def read_set(path: Path = TERMS) -> tuple[Sentence, ...]:
    """All sentences of a set.

    Raises:
        InputError: the file is missing, or a line's braces do not agree between the languages.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error
    return tuple(_sentence(row, path, number) for number, row in enumerate(rows, 2))


def _sentence(row: Mapping[str, str], path: Path, number: int) -> Sentence:
    forms: dict[str, dict[str, tuple[str, ...]]] = {}
    references = {}
    for language in TARGETS:
        forms[language] = {m[1]: tuple(m[2].split("|")) for m in _TARGET.finditer(row[language])}
        references[language] = _TARGET.sub(lambda m: m[2].split("|")[0], row[language])
    terms: list[Expected] = []
    source, at = "", 0
    for match in _SOURCE.finditer(row["en"]):
        source += row["en"][at : match.start()]
        at = match.end()
        if any(match[1] not in forms[language] for language in TARGETS):
            raise InputError(f"{path}:{number}: term {match[1]} is not marked in every language")
        accepted = {language: forms[language][match[1]] for language in TARGETS}
        end = len(source) + len(match[3])
        terms.append(Expected(len(source), end, match[3], tuple(match[2].split("+")), accepted))
        source += match[3]
    source += row["en"][at:]
    if any(len(forms[language]) != len(terms) for language in TARGETS):
        raise InputError(f"{path}:{number}: the languages do not have the same terms")
    if re.search("[{}]", source + "".join(references.values())):
        raise InputError(f"{path}:{number}: a brace too many, or a term without number or position")
    return Sentence(row["id"], row["text"], source, references, tuple(terms))


def digest(path: Path = TERMS) -> str:
    """Short hash of a set, so that figures of different sets are not compared."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def some(sentences: Sequence[Sentence], limit: int | None) -> tuple[Sentence, ...]:
    """About ``limit`` sentences, spread evenly over the set; texts stay whole."""
    if limit is None or limit >= len(sentences):
        return tuple(sentences)
    step = len(sentences) / max(1, limit)
    chosen = {sentences[int(i * step)].id for i in range(limit)}
    texts = {s.text for s in sentences if s.id in chosen and s.text}
    return tuple(s for s in sentences if s.id in chosen or s.text in texts)


@lru_cache(maxsize=4096)
def _pattern(form: str, language: str) -> re.Pattern[str]:
    at = next((i for i, c in enumerate(form) if c.isalpha()), None)
    body = re.escape(form)
    if at is not None and at <= 1:  # a capital at the start of a sentence, or inside quotes there
        first = form[at]
        body = re.escape(form[:at]) + f"[{first.lower()}{first.upper()}]" + re.escape(form[at + 1 :])
    body = body.replace(r"\ ", r"\s+")
    return re.compile(body if language == "zh" else rf"(?<![\w-]){body}(?![\w-])")


def score(
    sentence: Sentence, output: str, language: str, variants: Mapping[int, Sequence[str]]
) -> tuple[Outcome, ...]:
    """Look for every term of a sentence in a translation; a place counts for one term only.

    Args:
        sentence: with its terms.
        output: the translation.
        language: of the output.
        variants: number of the term in ``sentence.terms`` → all forms of the glossary's target term.

    Returns:
        An outcome for each of ``sentence.terms``, in their order.
    """
    taken: list[tuple[int, int]] = []
    outcomes: dict[int, Outcome] = {}
    longest = {n: max(len(f) for f in term.forms[language]) for n, term in enumerate(sentence.terms)}
    order = sorted(longest, key=lambda n: -longest[n])
    for n in order:
        for exact, forms in ((True, sentence.terms[n].forms[language]), (False, variants.get(n, ()))):
            if n in outcomes:
                break
            for span in _places(forms, output, language):
                if all(span[1] <= a or b <= span[0] for a, b in taken):
                    taken.append(span)
                    outcomes[n] = Outcome(exact, True, output[span[0] : span[1]])
                    break
    return tuple(outcomes.get(n, Outcome(False, False, "")) for n in range(len(sentence.terms)))


def _places(forms: Sequence[str], output: str, language: str) -> Iterator[tuple[int, int]]:
    for form in sorted(forms, key=len, reverse=True):
        for match in _pattern(form, language).finditer(output):
            yield match.span()
