"""Find the mistakes in glossaries before they reach a translation.

Errors make a glossary unfit to ship (two entries contradict each other, a target in the wrong script); warnings
should be looked at and may be meant so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from toolkit.errors import GlossaryError
from toolkit.glossary.matching import Matcher, pattern_key, pattern_words
from toolkit.glossary.table import TARGETS, read_text, row_term, table_rows
from toolkit.glossary.term import Target, Term

__all__ = ["Finding", "Severity", "check_table", "check_tables", "main_check"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, or looks wrong, in a glossary.

    Args:
        file: path as given.
        line: 1-based line of the row.
        column: column of our table; "" for the whole row.
        severity: "error" or "warning".
        code: short name of the check, for filters.
        message: what is wrong.
        advice: what to do.
    """

    file: str
    line: int
    column: str
    severity: Severity
    code: str
    message: str
    advice: str

    def __str__(self) -> str:
        """One line for people and editors: ``file:line: severity: column: message; advice``."""
        column = f"{self.column}: " if self.column else ""
        return (
            f"{self.file}:{self.line}: {self.severity}: {column}{self.message}; {self.advice} [{self.code}]"
        )

    def as_dict(self) -> dict[str, Any]:
        """The finding as JSON values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class _Row:
    file: str
    line: int
    cells: Mapping[str, str]
    term: Term

    def finding(self, column: str, severity: Severity, code: str, message: str, advice: str) -> Finding:
        return Finding(self.file, self.line, column, severity, code, message, advice)


def main_check(paths: Sequence[Path]) -> list[Finding]:
    """Check glossaries in our table format, each alone and all against each other.

    Findings come in the order of the files and lines. A file that cannot be read is a finding too.
    """
    tables: list[tuple[str, str]] = []
    unreadable: list[Finding] = []
    for path in paths:
        try:
            tables.append((str(path), read_text(Path(path))))
        except GlossaryError as error:
            unreadable.append(_broken(str(path), error))
    order = {str(path): n for n, path in enumerate(paths)}
    return sorted([*unreadable, *check_tables(tables)], key=lambda found: (order[found.file], found.line))


def check_table(text: str, file: str = "") -> list[Finding]:
    """Check one glossary given as text.

    >>> [found] = check_table("id,en,kk,ru,zh\\nroad,road,жол,дорога,路\\n")
    >>> found.severity, found.column, found.code
    ('warning', 'en', 'common-word')
    """
    return check_tables([(file, text)])


def check_tables(tables: Iterable[tuple[str, str]]) -> list[Finding]:
    """Check several glossaries, given as (file name, text), each alone and all against each other."""
    found: list[Finding] = []
    rows: list[_Row] = []
    for file, text in tables:
        own: list[_Row] = []
        try:
            for line, cells in table_rows(text):
                try:
                    own.append(_Row(file, line, cells, row_term(cells, line=line)))
                except GlossaryError as error:
                    found.append(_broken(file, error))
        except GlossaryError as error:
            found.append(_broken(file, error))
        rows += own
        for row in own:
            for check in _ROW_CHECKS:
                found += check(row)
    found += _ids(rows)
    found += _sources(rows)
    order = {file: n for n, file in enumerate(dict.fromkeys(f.file for f in found))}
    return sorted(dict.fromkeys(found), key=lambda f: (order[f.file], f.line))


def _broken(file: str, error: GlossaryError) -> Finding:
    reason, _, advice = error.reason.partition("; ")
    return Finding(
        file, error.line or 1, error.column or "", "error", "broken", reason, advice or "mend the file"
    )


# --- whole tables ------------------------------------------------------------------------------------------


def _ids(rows: Sequence[_Row]) -> Iterator[Finding]:
    seen: dict[str, _Row] = {}
    for row in rows:
        if not row.cells.get("id"):
            yield row.finding(
                "id", "warning", "no-id", "the id is empty", "give the term a short lasting name"
            )
            continue
        if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", row.term.id):
            yield row.finding(
                "id",
                "warning",
                "id-form",
                f"{row.term.id!r} is no plain id",
                "write it as words-with-hyphens",
            )
        other = seen.setdefault(row.term.id, row)
        if other is not row:
            severity: Severity = "error" if other.file == row.file else "warning"
            yield row.finding(
                "id", severity, "duplicate-id", f"{row.term.id!r} is taken by {_place(other, row)}",
                "give each term its own id",
            )  # fmt: skip


def _sources(rows: Sequence[_Row]) -> Iterator[Finding]:
    own: dict[tuple[int, tuple[str, ...]], list[tuple[str, str]]] = {}
    taken: dict[tuple[str, ...], tuple[_Row, str, str]] = {}
    for n, row in enumerate(rows):
        for column, surface in _surfaces(row.term):
            key = pattern_key(surface)
            if not key:
                yield row.finding(
                    column,
                    "error",
                    "no-words",
                    f"{surface!r} has no letters or digits",
                    "write a word or delete it",
                )
                continue
            others = own.setdefault((n, key), [])
            for where, same in others:
                if _covers(row.term, where, same, column, surface):
                    yield row.finding(
                        column, "warning", "needless-variant",
                        f"{surface!r} is already matched by {same!r} in {where}",
                        "delete it: plural, possessive, case, hyphens and accents are found without being listed",
                    )  # fmt: skip
                    break
            others.append((column, surface))
            exact = column == "en_abbr" or row.term.case_sensitive
            first = taken.setdefault(pattern_words(surface, exact=exact), (row, column, surface))
            other = first[0]
            if other is row:
                continue
            mine, theirs = _renderings(row.term), _renderings(other.term)
            if mine == theirs:
                yield row.finding(
                    column, "warning", "duplicate-source", f"{surface!r} stands in {_place(other, row)} too",
                    "keep one of the two",
                )  # fmt: skip
            else:
                differ = ", ".join(lang for lang in TARGETS if mine.get(lang) != theirs.get(lang))
                yield row.finding(
                    column, "error", "conflict", f"{surface!r} has another {differ} target in {_place(other, row)}",
                    "agree on one: only the first would ever be used",
                )  # fmt: skip


def _covers(term: Term, where: str, pattern: str, column: str, surface: str) -> bool:
    """Would the pattern alone match the whole surface?"""
    if (where == "en_abbr") != (column == "en_abbr"):
        return False
    alone = (
        Term(term.id, "\0", abbreviations=(pattern,))
        if where == "en_abbr"
        else Term(term.id, pattern, case_sensitive=term.case_sensitive)
    )
    return any(found.surface == surface for found in Matcher([alone]).match(surface))


def _surfaces(term: Term) -> Iterator[tuple[str, str]]:
    yield "en", term.source
    for surface in term.variants:
        yield "en_variants", surface
    for surface in term.abbreviations:
        yield "en_abbr", surface


def _renderings(term: Term) -> dict[str, str]:
    return {language: target.text for language, target in term.targets.items()}


def _place(other: _Row, row: _Row) -> str:
    return f"line {other.line}" if other.file == row.file else f"{other.file}:{other.line}"


# --- one row -----------------------------------------------------------------------------------------------

_FUNCTION_WORDS = _words(
    """
    a about above after again against all also am an and any are as at be because been before being
    below between both but by can could did do does doing down during each every few for from further
    had has have having he her here hers herself him himself his how i if in into is it its itself just
    let may me might more most must my new no nor not now of off on once one only or other our ours out
    over own same shall she should so some such than that the their theirs them themselves then there
    these they this those through to too two under until up upon us very was we were what when where
    which while who whom whose why will with would yes yet you your
    """
)
_COMMON_WORDS = _words(
    """
    road way path bank fund party state country people work time year day week month world house court
    council member head office side group plan line point part place right law power force order report
    news talk visit trade deal market price money oil gas water air land sea port rail train plane car
    ship job home school city town village leader chief man woman child life end start use case fact
    number level area field base school study paper
    """
)
_KAZAKH = "ӘәҒғҚқҢңӨөҰұҮүҺһІі"
_CYRILLIC = re.compile("[А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі]")
_HAN = re.compile(r"[㐀-鿿]")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_WORDS = re.compile(r"[^\W\d_]+")
_SINGULAR_LATIN = frozenset("XIVLCDM")  # Roman numerals stand in Cyrillic text
_TRADITIONAL = frozenset(
    "國際組織經濟會議與華貿發關係術將區動員體東車長門開業產廣萬億對應進運輸電氣聯團黨權問題學習實現過還這個們時"
    "說話認識讀書報紙號碼節約買賣貨幣銀鐵橋樑飛機場線鄉鎮島嶼灣戰爭軍隊護衛領導選舉職務衝擊義責歷點條總統辦廳縣"
)
_ZH_PUNCTUATION = re.compile(r"(?<=[㐀-鿿])\s*[,;:?!()]|[,;:?!()]\s*(?=[㐀-鿿])|(?<=[㐀-鿿])\.(?!\w)|['\"]")
_ZH_SPACE = re.compile(r"(?<=[㐀-鿿，。、；：“”《》（）])\s+|\s+(?=[㐀-鿿，。、；：“”《》（）])")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00a0]")
_PAIRS = (("«", "»"), ("“", "”"), ("(", ")"), ("（", "）"), ("《", "》"), ("[", "]"))


def _targets(row: _Row) -> Iterator[Finding]:
    if row.term.do_not_translate:
        return
    missing = [language for language in TARGETS if language not in row.term.targets]
    if len(missing) == len(TARGETS):
        yield row.finding(
            "",
            "error",
            "no-target",
            "no target in any language",
            "fill one in, or write kind do-not-translate",
        )
        return
    for language in missing:
        yield row.finding(
            language,
            "warning",
            "no-target",
            f"no {language} target",
            "fill it in: the term stays untouched without it",
        )


def _source(row: _Row) -> Iterator[Finding]:
    if re.match(r"(?i)(?:the|an?)\s", row.term.source):
        yield row.finding(
            "en", "warning", "article", f"{row.term.source!r} starts with an article", "leave the article out"
        )
    for column, surface in _surfaces(row.term):
        if _CYRILLIC.search(surface) or _HAN.search(surface):
            yield row.finding(
                column,
                "error",
                "wrong-script",
                f"{surface!r} is not English",
                "move it to its language's column",
            )
        words = surface.split()
        single = len(words) == 1
        if column != "en_abbr" and all(word.casefold() in _FUNCTION_WORDS for word in words):
            yield row.finding(
                column, "error", "matches-too-much", f"{surface!r} would match everywhere", "delete it"
            )
        elif column == "en_abbr" and surface.casefold() in _FUNCTION_WORDS and not surface.isupper():
            yield row.finding(
                column, "error", "matches-too-much", f"{surface!r} would match everywhere",
                "write the abbreviation in capitals or delete it",
            )  # fmt: skip
        elif (
            single
            and column != "en_abbr"
            and surface.islower()
            and (surface in _COMMON_WORDS or len(surface) < 4)
        ):
            yield row.finding(
                column, "warning", "common-word", f"{surface!r} is an everyday word and would match often",
                "use a longer phrase, or keep it if it always means this",
            )  # fmt: skip
        elif single and surface.isdigit():
            yield row.finding(
                column, "error", "matches-too-much", f"{surface!r} is a plain number", "delete it"
            )
        if column == "en_abbr" and not any(c.isupper() for c in surface):
            yield row.finding(
                column, "warning", "case", f"the abbreviation {surface!r} has no capital",
                "write it as it stands in texts, or list it as a variant",
            )  # fmt: skip
    for column in ("en", "en_variants", "en_abbr"):
        yield from _typography(row, column, row.cells.get(column, ""))


def _script(row: _Row) -> Iterator[Finding]:
    for language, target in row.term.targets.items():
        for column, text in ((language, target.text), (f"{language}_abbr", target.abbreviation or "")):
            if not text:
                continue
            yield from _typography(row, column, text)
            if language == "zh":
                yield from _chinese(row, column, text)
            else:
                yield from _cyrillic(row, column, text, language)


def _is_source(row: _Row, text: str) -> bool:
    """A brand that keeps its Latin name («FlyArystan») is meant so."""
    bare = text.strip("«»“”").casefold()
    return any(bare == surface.casefold() for _, surface in _surfaces(row.term))


def _chinese(row: _Row, column: str, text: str) -> Iterator[Finding]:
    if not _HAN.search(text) and column == "zh" and not _is_source(row, text):
        yield row.finding(
            column, "warning", "wrong-script", f"no Chinese character in {text!r}",
            "write the Chinese name, or leave it if it is used in Latin letters",
        )  # fmt: skip
    if _CYRILLIC.search(text):
        yield row.finding(
            column,
            "error",
            "wrong-script",
            f"Cyrillic letters in {text!r}",
            "move it to its language's column",
        )
    if (found := _ZH_PUNCTUATION.search(text)) is not None:
        yield row.finding(
            column, "error", "half-width", f"half-width {found[0].strip()!r} in {text!r}",
            "use full-width punctuation：，；（）“”《》",
        )  # fmt: skip
    if _ZH_SPACE.search(text):
        yield row.finding(column, "error", "space", f"a space beside Chinese in {text!r}", "delete the space")
    if odd := sorted({c for c in text if c in _TRADITIONAL}):
        yield row.finding(
            column,
            "error",
            "traditional",
            f"traditional characters {''.join(odd)} in {text!r}",
            "write Simplified",
        )


def _cyrillic(row: _Row, column: str, text: str, language: str) -> Iterator[Finding]:
    if _HAN.search(text):
        yield row.finding(
            column,
            "error",
            "wrong-script",
            f"Chinese characters in {text!r}",
            "move it to its language's column",
        )
    if not _CYRILLIC.search(text) and column == language and not _is_source(row, text):
        yield row.finding(
            column, "warning", "wrong-script", f"no Cyrillic letter in {text!r}",
            "write it in Cyrillic, or leave it if it is used in Latin letters",
        )  # fmt: skip
    for word in _WORDS.findall(text):
        latin = [c for c in word if _LATIN.match(c)]
        if latin and _CYRILLIC.search(word):
            yield row.finding(
                column, "error", "mixed-alphabet", f"Latin {''.join(latin)!r} inside {word!r}",
                "type the letter on a Cyrillic keyboard",
            )  # fmt: skip
        elif (
            latin
            and language == "kk"
            and len(word) == 1
            and word not in _SINGULAR_LATIN
            and column == language
        ):
            yield row.finding(
                column,
                "warning",
                "mixed-alphabet",
                f"a lone Latin {word!r} in {text!r}",
                "check the keyboard",
            )
    if language == "ru" and (odd := sorted({c for c in text if c in _KAZAKH})):
        yield row.finding(
            column, "error", "mixed-alphabet", f"Kazakh letters {''.join(odd)} in Russian {text!r}",
            "write the Russian form",
        )  # fmt: skip
    if (found := re.search("[єїґўѓќљњђћџїЇЄҐ]", text)) is not None:
        yield row.finding(
            column, "error", "mixed-alphabet", f"{found[0]!r} is in neither alphabet", "check the keyboard"
        )


def _typography(row: _Row, column: str, text: str) -> Iterator[Finding]:
    if (found := _INVISIBLE.search(text)) is not None:
        yield row.finding(
            column,
            "error",
            "invisible",
            f"an invisible character U+{ord(found[0]):04X} in {text!r}",
            "delete it",
        )
    if "  " in text or "\n" in text:
        yield row.finding(
            column, "error", "space", f"several spaces or a line break in {text!r}", "leave one space"
        )
    for opening, closing in _PAIRS:
        if text.count(opening) != text.count(closing):
            yield row.finding(
                column,
                "error",
                "unbalanced",
                f"{opening} and {closing} do not pair in {text!r}",
                "mend the pair",
            )
    if (
        column in TARGETS
        and re.search(r"[.,;:、，；：]$", text)
        and not re.search(r"(?<!\w)\w{1,4}\.$", text)
    ):
        yield row.finding(
            column,
            "error",
            "punctuation",
            f"{text!r} ends in punctuation",
            "delete it: the sentence has its own",
        )
    if column in ("kk", "ru") and re.search('["“”]', text):
        yield row.finding(
            column, "warning", "quotes", f"English quotes in {text!r}", "write «…», and „…“ inside them"
        )


def _russian(row: _Row) -> Iterator[Finding]:
    target = row.term.targets.get("ru")
    if target is None or target.head == "-":
        return
    from toolkit.glossary.inflection import inflect

    cases = {inflect(target, "ru", case) for case in ("gen", "dat", "ins")}
    if cases != {target.text}:
        return
    from toolkit.glossary.russian import head_of, is_indeclinable, is_person

    if (
        target.person
        or is_person(target.text)
        or all(
            word.isupper() or _LATIN.search(word)
            for word in _WORDS.findall(re.sub(r"«[^»]*»", "", target.text))
        )
    ):
        return
    head = head_of(target.text, target.head)
    if head is not None and is_indeclinable(head):
        return
    if target.head is not None:
        yield row.finding(
            "ru_head", "warning", "unknown-head", f"{target.head!r} cannot be declined",
            "name the noun in the nominative as it stands in ru, or write - if nothing inflects",
        )  # fmt: skip
    else:
        yield row.finding(
            "ru_head", "warning", "unknown-head", f"no word of {target.text!r} can be declined",
            "name the noun that inflects, or write - if none does",
        )  # fmt: skip


def _kazakh(row: _Row) -> Iterator[Finding]:
    target = row.term.targets.get("kk")
    if target is None:
        return
    from toolkit.glossary import kazakh
    from toolkit.glossary.inflection import inflect

    if target.head != "-" and inflect(target, "kk", "gen") == target.text:
        yield row.finding(
            "kk_head", "error", "unknown-head", f"no word of {target.text!r} can take an ending",
            "name the word that takes it, or write -",
        )  # fmt: skip
    yield from _harmony(row, target)
    yield from _reading(row, target, kazakh.read_abbreviation)


def _harmony(row: _Row, target: Target) -> Iterator[Finding]:
    from toolkit.glossary.kazakh import harmony_of

    word = re.findall(r"[^\W\d_]+", target.head or re.sub(r"\([^)]*\)$", "", target.text))[-1:]
    if not target.harmony or not word or not _CYRILLIC.search(word[0]):
        return
    usual = harmony_of(word[0])
    if usual != target.harmony:
        yield row.finding(
            "kk_harmony", "warning", "harmony", f"{word[0]!r} would be {usual} by its letters",
            "keep it only if the press really writes so",
        )  # fmt: skip


def _reading(row: _Row, target: Target, guess: Any) -> Iterator[Finding]:
    abbreviation, reading = target.abbreviation, target.reading
    if abbreviation is None:
        if reading is not None:
            yield row.finding(
                "kk_reading", "warning", "needless-reading", "a reading without kk_abbr", "delete it"
            )
        return
    if reading is None:
        last = abbreviation[-1:]
        clear = last.casefold() in "аәеоөұүыіэяё" or re.search("[а-яәғқңөұүһі]{2}", abbreviation)
        if not clear:
            yield row.finding(
                "kk_reading", "warning", "no-reading",
                f"no reading of {abbreviation!r}; {guess(abbreviation)!r} is guessed at its end",
                "write how it is spoken: its end decides the suffix",
            )  # fmt: skip
    elif not re.fullmatch(r"[А-Яа-яЁё" + _KAZAKH + r"\s-]+", reading):
        yield row.finding(
            "kk_reading", "error", "reading", f"the reading {reading!r} is not in Cyrillic letters",
            "write the sounds in Cyrillic",
        )  # fmt: skip


def _forbidden(row: _Row) -> Iterator[Finding]:
    for language, texts in row.term.forbidden.items():
        target = row.term.targets.get(language)
        if target is None:
            continue
        for text in texts:
            for own in filter(None, (target.text, target.abbreviation)):
                if re.search(rf"(?<![^\W一-鿿]){re.escape(text)}(?![^\W一-鿿])", own, re.IGNORECASE):
                    yield row.finding(
                        "forbidden", "error", "forbidden-target",
                        f"the forbidden {text!r} stands in the target {own!r}", "delete one of the two",
                    )  # fmt: skip


_ROW_CHECKS = (_targets, _source, _script, _russian, _kazakh, _forbidden)
