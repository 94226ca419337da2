"""Find the terms of a glossary in an English text, in time linear in the text.

Texts and names are cut into words. A name is filed under its first word, and worked out (stems of its words →
what must stand there exactly) when a text first has that word; after that a word costs a few dictionary probes,
whatever the number of terms. An Aho-Corasick automaton (pyahocorasick) scans the bare characters faster, 0.4 ms
against 2 ms for an article, but takes thirty times as long to build for the shipped glossaries (120 ms against
4 ms), and it would leave word borders, line breaks, dashes, accents and plural forms to be settled afterwards.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from toolkit.glossary.term import Form, Match, Term

__all__ = ["Matcher", "pattern_key", "pattern_words"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_IGNORABLE = "\u00ad\u200b-\u200d\u2060\ufeff"  # soft hyphen and zero-width characters stand inside words
_APOSTROPHES = "'’ʼ‘＇`"
_WORD = rf"\w[\w{_IGNORABLE}]*(?:[{_APOSTROPHES}]\w[\w{_IGNORABLE}]*)*"
_TOKEN = re.compile(rf"{_WORD}|[^\w\s]")
_FIRST = re.compile(rf"[\s\-‐‑‒–—―−﹣－\"“”„‟«»＂「」『』]*({_WORD}|[^\w\s])")
_HYPHENS = "-‐‑‒–—―−﹣－"
_QUOTES = '"“”„‟«»＂「」『』'
_SKIPPED = frozenset(_HYPHENS + _QUOTES)
_DROP = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_SAME = {"&": "and", "＆": "and"} | dict.fromkeys(_APOSTROPHES, "'")
_POSSESSIVE = re.compile(rf"(?<=\w)[{_APOSTROPHES}][sS]$")
_PREPOSITIONS = _words(
    """
    of for on to in at with between against under from
    """
)
# all-capital headlines: these are words there, not abbreviations
_SHOUTED = _words(
    """
    a act aid aim all an and are as at be by can do for go had has have he her him his how i if in is it
    its let may me my new no not now of off on one or our out own she so the to too up us use was we who
    why you
    """
)
_PREFIX = re.compile(rf"(\w+)[{_HYPHENS[1:]}-]$")
_COMPOUNDS = _words("trans cis sub pan inter intra afro indo sino euro anglo franco")
_TEXT_ENDS = re.compile("[\\s\"”»’')]*$")
_GENITIVE = re.compile(rf"[{_APOSTROPHES}][sS](?!\w)")
_NEXT_WORD = re.compile(r"\s+\w")
_LONG_PARENTHESIS = re.compile(r"\s{0,4}[(（]([^()（）]{2,200})[)）]")
_PARENTHESIS = re.compile(
    r"\s{0,4}[(（]\s{0,2}(?:the\s{1,4})?[\"“”'‘’]?([\w&./+-]{1,24})[\"“”'‘’]?\s{0,2}[)）]"
)
_APPOSITION = re.compile(
    r"\s?,\s{1,4}(?:or|(?:also |better |commonly )?(?:known|abbreviated|referred to) as)\s{1,4}(?:the\s{1,4})?"
    r"[\"“‘']?([\w&./+-]{1,24}?)[\"”’']?(?=\s?,|[\s.;:!?)]|$)(\s?,)?"
)


class _Token(NamedTuple):
    start: int
    end: int
    text: str  # folded for comparison, case kept
    stem: str
    filed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Pattern:
    term: Term
    rank: int
    form: Form
    tokens: tuple[str, ...]
    hyphens: frozenset[int]  # gaps (by the index of the word before) in which the entry has a hyphen
    exact: bool


@lru_cache(maxsize=50_000)
def _fold(text: str) -> str:
    """One spelling for characters that mean the same; case stays."""
    if text.isascii():
        return _SAME.get(text, text)
    text = text.translate(_DROP)
    if text in _SAME:
        return _SAME[text]
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return "".join("'" if c in _APOSTROPHES else c for c in text)


@lru_cache(maxsize=50_000)
def _stem(folded: str) -> str:
    """The key of a word: lower case, without possessive and plural ending."""
    word = folded.casefold()
    if word.endswith("'s"):
        word = word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        if word.endswith("ies") and len(word) > 4:
            return word[:-3] + "y"
        if word.endswith(("ches", "shes", "xes", "zes", "sses")):
            return word[:-2]
        return word[:-1]
    if len(word) == 3 and word.endswith("s") and not folded.isupper() and folded[:-1].isupper():
        return word[:-1]  # "NGOs" is longer; this is "MPs"
    return word


@lru_cache(maxsize=100_000)
def _word_of(raw: str) -> tuple[str, str, tuple[str, ...]]:
    """(folded, stem, the first words under which a pattern that fits this word may be filed)."""
    folded = _fold(raw)
    stem, word = _stem(folded), folded.casefold()
    if word == stem:
        return folded, stem, (word,)
    bare = word[:-2] if word.endswith("'s") else word
    return folded, stem, (word, stem) if bare in (word, stem) else (word, bare, stem)


def _tokens(text: str) -> list[_Token]:
    return [
        _Token(found.start(), found.end(), *_word_of(raw))
        for found in _TOKEN.finditer(text)
        if (raw := found[0]) not in _SKIPPED
    ]


def pattern_key(surface: str) -> tuple[str, ...]:
    """What two English surfaces have in common if the same words in a text can match both.

    >>> pattern_key("Belt & Road Initiatives") == pattern_key("belt-and-road initiative")
    True
    """
    return tuple(token.stem for token in _tokens(surface))


def pattern_words(surface: str, *, exact: bool) -> tuple[str, ...]:
    """The words of a surface as an entry matches them before any plural is tried.

    >>> pattern_words("Heads  of State", exact=False)
    ('heads', 'of', 'state')
    """
    return tuple(token.text if exact else token.text.casefold() for token in _tokens(surface))


_ByLength = tuple[tuple[int, dict[tuple[str, ...], list[_Pattern]]], ...]


class Matcher:
    """An index of all terms; ``match`` may be called from several threads.

    Building it files each surface under its first word and no more, so that tens of thousands of
    terms load at once; a text works out those patterns whose first word it has, once.
    """

    __slots__ = ("_filed", "_patterns")

    def __init__(self, terms: Iterable[Term]) -> None:
        """File all names of all terms."""
        filed: dict[str, list[tuple[int, Term, str, Form]]] = {}
        first_token = _FIRST.match
        for rank, term in enumerate(terms):
            for surface, form in _surfaces(term):
                found = first_token(surface)
                if found is None:
                    continue
                word = found[1]
                if not word[0].isalnum() and not any(c.isalnum() for c in surface):
                    continue  # punctuation is no term
                word = word.casefold() if word.isalnum() and word.isascii() else _fold(word).casefold()
                same = filed.get(word)
                if same is None:
                    filed[word] = [(rank, term, surface, form)]
                else:
                    same.append((rank, term, surface, form))
        self._filed = filed
        self._patterns: dict[str, _ByLength] = {}

    def _starting(self, word: str) -> _ByLength:
        """The patterns that start with this word: (number of words, key → patterns), the longest first."""
        ready = self._patterns.get(word)
        if ready is None:
            by_length: dict[int, dict[tuple[str, ...], list[_Pattern]]] = {}
            for rank, term, surface, form in self._filed[word]:
                tokens = _tokens(surface)
                hyphens = frozenset(
                    n
                    for n, (a, b) in enumerate(pairwise(tokens))
                    if any(c in _HYPHENS for c in surface[a.end : b.start])
                )
                pattern = _Pattern(
                    term,
                    rank,
                    form,
                    tuple(token.text for token in tokens),
                    hyphens,
                    term.case_sensitive or form == "abbreviation",
                )
                same_length = by_length.setdefault(len(tokens), {})
                same_length.setdefault(tuple(token.stem for token in tokens), []).append(pattern)
            ready = self._patterns[word] = tuple(sorted(by_length.items(), reverse=True))
        return ready

    def match(self, text: str) -> tuple[Match, ...]:
        """The terms in a text: in order, not overlapping, the longest first where several would fit."""
        if not self._filed:
            return ()
        # the longest first; an entry for the plural itself («heads of state») before the plural of another
        found = sorted(self._candidates(text), key=lambda c: (c[0].start - c[0].end, c[0].start, c[1], c[2]))
        taken: list[Match] = []
        used = bytearray(len(text))
        for match, _, _ in found:
            if not any(used[match.start : match.end]):
                used[match.start : match.end] = b"\1" * (match.end - match.start)
                taken.append(match)
        taken.sort(key=lambda match: match.start)
        return tuple(taken)

    def _candidates(self, text: str) -> Iterator[tuple[Match, bool, int]]:
        """(match, does it take the words for a plural of the entry, rank) wherever a pattern fits."""
        tokens = _tokens(text)
        stems = [token.stem for token in tokens]
        shouted = _is_shouted(text)
        filed = self._filed
        for i, token in enumerate(tokens):
            for word in token.filed:
                if word not in filed:
                    continue
                for length, keys in self._starting(word):
                    for pattern in keys.get(tuple(stems[i : i + length]), ()):
                        window = tokens[i : i + length]
                        match = _verify(pattern, text, window, shouted)
                        if match is not None:
                            yield match, match.plural and not _ends_alike(pattern, window), pattern.rank


def _ends_alike(pattern: _Pattern, window: Sequence[_Token]) -> bool:
    return all(
        _POSSESSIVE.sub("", token.text).casefold() == wanted.casefold()
        for token, wanted in zip(window, pattern.tokens, strict=True)
    )


def _surfaces(term: Term) -> Iterator[tuple[str, Form]]:
    for surface in term.abbreviations:
        yield surface, "abbreviation"
    if term.source not in term.abbreviations:
        yield term.source, "full"
    for surface in term.variants:
        if surface not in term.abbreviations:
            yield surface, "full"


def _is_shouted(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(text.split()) > 2 and bool(letters) and not any(c.islower() for c in letters)


def _verify(pattern: _Pattern, text: str, window: Sequence[_Token], shouted: bool) -> Match | None:
    """The match of a pattern whose stems stand in the text, or None if case, plural or punctuation forbid it."""
    last = len(window) - 1
    if not _gaps_fit(pattern, text, window):
        return None
    possessive = plural = False
    for n, (token, wanted) in enumerate(zip(window, pattern.tokens, strict=True)):
        have = token.text
        if n == last:
            bare = _POSSESSIVE.sub("", have)
            if bare != have and not (wanted.endswith(("'s", "'S")) and _same(have, wanted, pattern, n)):
                possessive, have = True, bare
        if _same(have, wanted, pattern, n) or (shouted and last and have.casefold() == wanted.casefold()):
            continue  # in a headline all in capitals, a name of several words is known by its words
        head = n == last or (n < last and pattern.tokens[n + 1] in _PREPOSITIONS)
        if not head or plural or len(have) <= len(wanted) or not _is_plural(have, wanted, pattern, n):
            return None
        plural = True
    start, end = window[0].start, window[-1].end
    surface = text[start:end]
    if shouted and pattern.form == "abbreviation" and pattern.tokens[0].casefold() in _SHOUTED:
        return None
    if not _borders_fit(text, start, end, surface):
        return None
    balanced = _balance(text, start, end)
    if balanced is None:
        return None
    start, end = balanced
    if surface.endswith(".") and _TEXT_ENDS.match(text, end):
        end -= 1  # the full stop of the sentence
    if not possessive and _is_plural_possessive(text, start, end):
        end, possessive = end + 1, True
        plural = True
    form = pattern.form
    extended = _extend(pattern.term, text, end, form)
    if extended is not None:
        end, form = extended, "full+abbreviation"
        if (after := _GENITIVE.match(text, end)) is not None:
            end, possessive = after.end(), True
    return Match(pattern.term, start, end, text[start:end], form, possessive, plural)


def _same(have: str, wanted: str, pattern: _Pattern, n: int) -> bool:
    if have == wanted:
        return True
    if have.casefold() != wanted.casefold():
        return False
    if pattern.exact:
        return n == 0 and pattern.form == "full" and wanted.islower() and have == wanted.capitalize()
    # one capitalised word is a name; in lower case it is a common word (Turkey and turkey)
    return not (len(pattern.tokens) == 1 and wanted[:1].isupper() and have[:1].islower())


def _is_plural(have: str, wanted: str, pattern: _Pattern, n: int) -> bool:
    for ending, stem in (("s", ""), ("es", ""), ("ies", "y"), ("men", "man")):
        if have.casefold().endswith(ending):
            singular = have[: -len(ending)] + (stem.upper() if have.isupper() and stem else stem)
            if _same(singular, wanted, pattern, n):
                return True
    return False


def _gaps_fit(pattern: _Pattern, text: str, window: Sequence[_Token]) -> bool:
    for n in range(len(window) - 1):
        gap = text[window[n].end : window[n + 1].start]
        if not gap or gap == " ":
            continue
        if gap.count("\n") > 1 and "\n\n" in re.sub(r"[^\S\n]", "", gap):
            return False  # a paragraph ends here
        hyphen = any(c in _HYPHENS for c in gap)
        if hyphen and n not in pattern.hyphens and len(gap) > 1:
            return False  # a dash between two parts of the sentence
    return True


def _borders_fit(text: str, start: int, end: int, surface: str) -> bool:
    if start and _is_wordlike(text[start - 1]) and _is_wordlike(surface[0]):
        return False
    if end < len(text) and _is_wordlike(text[end]):
        return False
    prefix = _PREFIX.search(text[max(0, start - 12) : start])
    if prefix is not None and prefix[1].casefold() in _COMPOUNDS:
        return False  # «Trans-Caspian» is not at the Caspian
    before = text[start - 2 : start]
    after = text[end : end + 2]
    if len(before) == 2 and before[1] in ".@/_#" and (before[1] in "@#_" or _is_wordlike(before[0])):
        return False  # inside an address, a handle or a file name
    return not (len(after) == 2 and after[0] in "@_./" and after[1].isalnum() and after[1].islower())


def _is_wordlike(character: str) -> bool:
    return character.isalnum() or character == "_"


def _balance(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Take in the opening quote of a pair whose other half stands inside: “Bright Road” initiative."""
    inside = text[start:end]
    for opening, closing in (("“", "”"), ("«", "»"), ("„", "“")):
        if inside.count(closing) == 1 and opening not in inside and (opening, closing) != ("„", "“"):
            return (start - 1, end) if text[start - 1 : start] == opening else None
        if opening in inside and closing not in inside and opening != "„":
            return (start, end + 1) if text[end : end + 1] == closing else None
    if inside.count('"') % 2:
        return (
            (start - 1, end)
            if text[start - 1 : start] == '"'
            else (start, end + 1)
            if text[end : end + 1] == '"'
            else None
        )
    return start, end


def _is_plural_possessive(text: str, start: int, end: int) -> bool:
    """Does an apostrophe after an s make the word possessive: the presidents' visit?"""
    if text[end - 1] not in "sS" or text[end : end + 1] not in ("'", "’"):
        return False
    if _NEXT_WORD.match(text, end + 1) is None:
        return False
    before = text[max(0, start - 200) : start]
    return not re.search(r"(?:^|[\s(])['‘](?!.*\w['’](?:\W|$))", before, re.DOTALL)


def _extend(term: Term, text: str, end: int, form: Form) -> int | None:
    """The end of «full (abbreviation)» or «full, or abbreviation,» that starts with a match ending here."""
    others = term.abbreviations if form == "full" else (term.source, *term.variants)
    if not others:
        return None
    if form == "full":
        for expression in (_PARENTHESIS, _APPOSITION):
            found = expression.match(text, end)
            if found and any(found[1] in (other, other + "s") for other in others):
                return found.end()
        return None
    found = _LONG_PARENTHESIS.match(text, end)
    if found:
        inside = [token.text.casefold() for token in _tokens(found[1])]
        if inside[:1] == ["the"]:
            inside = inside[1:]
        for other in others:
            if [token.text.casefold() for token in _tokens(other)] == inside:
                return found.end()
    return None
