"""Acronyms and bare surnames whose full form stands in a sentence that was not chosen.

The full form is taken from the article itself and supplied at the first mention, as a recorded edit. Speech
is never reworded: there the full form follows in square brackets. Where putting it in would need grammar
(Russian and Kazakh inflect), the full form follows in parentheses, and only if it stands in the article in
its dictionary form.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from toolkit.article import Article, Sentence
from toolkit.summary.discourse import outside_quotes
from toolkit.summary.model import Edit, apply_edits

__all__ = ["acronyms", "expand", "full_names"]

_UPPER = "A-ZА-ЯЁӘҒҚҢӨҰҮҺІ"
_IN_PARENTHESES = re.compile(rf"\s\(([{_UPPER}][{_UPPER}a-z&-]{{1,9}})\)")
_ZH_IN_PARENTHESES = re.compile(
    r"([\u4e00-\u9fff]{4,24})（(?:以下)?(?:简称|下称)?[“‘]?([\u4e00-\u9fffA-Z]{2,8})[”’]?）"
)


def acronyms(texts: Sequence[str], language: str) -> dict[str, str]:
    """Acronyms that a text explains in parentheses, with what they stand for.

    The algorithm is that of Schwartz and Hearst (2003): the letters of the acronym are found from right to
    left in the words before it, the first letter at the beginning of a word.

    >>> acronyms(["The Eurasian Economic Union (EAEU) is chiefly concerned with trade."], "en")
    {'EAEU': 'Eurasian Economic Union'}
    """
    found: dict[str, str] = {}
    for text in texts:
        if language == "zh":
            for match in _ZH_IN_PARENTHESES.finditer(text):
                full = _zh_full(match[1], match[2])
                if full:
                    found.setdefault(match[2], full)
            continue
        for match in _IN_PARENTHESES.finditer(text):
            short = match[1]
            if sum(char.isupper() for char in short) < 2:
                continue
            words = text[: match.start()].split(" ")[-min(len(short) + 5, 2 * len(short)) :]
            full = _long_form(" ".join(words), short)
            if full and short not in full:
                found.setdefault(short, full)
    return found


def _long_form(before: str, short: str) -> str | None:
    if re.search(r"[.!?;:“”«»()]", before):
        before = re.split(r"[.!?;:“”«»()]\s*", before)[-1]
    words = before.split()
    # the plain case first: one word a letter, small words aside
    place, letters = len(words), list(short.casefold())
    while place and letters:
        place -= 1
        if words[place] in _SMALL_WORDS:
            continue
        if words[place][0].casefold() != letters.pop():
            letters.append("")
            break
    if not letters and words[place] not in _SMALL_WORDS and len(words) - place >= 2:
        return " ".join(words[place:])
    place = len(before)
    for rank, char in reversed(list(enumerate(short))):
        if not char.isalnum():
            continue
        place -= 1
        while place >= 0 and not (
            before[place].casefold() == char.casefold()
            and (rank > 0 or place == 0 or not before[place - 1].isalnum())
        ):
            place -= 1
        if place < 0:
            return None
    full = before[place:]
    # The first letter may have been found in the middle of a hyphenated word.
    start = before.rfind(" ", 0, place) + 1
    full = before[start:] if place and before[place - 1] == "-" else full
    return full if len(full.split()) >= 2 else None


def _zh_full(before: str, short: str) -> str | None:
    if short.isascii():
        return None
    # the shortest ending that holds the characters of the short form in order and begins with the first of
    # them
    for start in range(len(before) - len(short), -1, -1):
        if before[start] == short[0]:
            rest = iter(before[start:])
            if all(char in rest for char in short):
                return before[start:]
    return None


_SMALL_WORDS = frozenset(
    ["of", "the", "and", "for", "on", "in", "to", "a", "и", "по", "в", "на", "мен", "және"]
)
_CAPITALISED = r"[A-Z][a-z’'-]*[a-z](?:-[A-Z][a-z]+)?"
_TITLES = frozenset(
    [
        *(
            "President",
            "Premier",
            "Chancellor",
            "Minister",
            "Secretary",
            "General",
            "Governor",
            "Mayor",
            "Senator",
        ),
        *(
            "Ambassador",
            "Amb",
            "Chairman",
            "Chairwoman",
            "Chair",
            "Professor",
            "Prof",
            "Dr",
            "Mr",
            "Mrs",
            "Ms",
            "Sir",
        ),
        *(
            "Lord",
            "Lady",
            "King",
            "Queen",
            "Prince",
            "Princess",
            "Judge",
            "Captain",
            "Colonel",
            "Director",
            "Chief",
        ),
        *("Leader", "Spokesman", "Spokeswoman"),
    ]
)
_PERSON = re.compile(
    rf"(?:(?P<title>\b(?:{'|'.join(sorted(_TITLES))})\.?)\s|(?P<verb>\b(?:said|says|named|called|by))\s|(?P<start>^|[“,]\s?))?"
    rf"(?P<name>{_CAPITALISED}\s{_CAPITALISED})\b(?!\s?{_CAPITALISED})"
    r"(?P<after>,\s(?:who|an?|the|whose)\s|,\s\d\d,|\s(?:said|says|told|added)\b)?"
)
_FUNCTION_WORDS = frozenset(
    [
        *(
            "The",
            "A",
            "An",
            "In",
            "On",
            "At",
            "By",
            "For",
            "From",
            "With",
            "But",
            "And",
            "As",
            "If",
            "When",
            "While",
        ),
        *("After", "Before", "Last", "Every"),
    ]
)


def full_names(texts: Sequence[str]) -> dict[str, str]:
    """Parts of names of persons in an English text, each with the full name; ambiguous ones are left out.

    A name counts as a person's if a title stands before it, or "said", "who", an age or an apposition beside
    it.

    >>> full_names(["“It is cheap,” said Elena Karimova, who advises governments."])
    {'Elena': 'Elena Karimova', 'Karimova': 'Elena Karimova'}
    """
    found: dict[str, set[str]] = {}
    for text in texts:
        for match in _PERSON.finditer(text):
            first, last = match["name"].split()
            if not (match["title"] or match["after"] or match["verb"] in ("said", "says", "named")):
                continue
            if (
                first in _FUNCTION_WORDS
                or first in _TITLES
                or last in _TITLES
                or re.search(r"[’']s?$", first)
            ):
                continue
            for part in (first, last):
                found.setdefault(part, set()).add(match["name"])
    return {part: next(iter(names)) for part, names in found.items() if len(names) == 1}


@dataclass(frozen=True, slots=True)
class _Mention:
    start: int
    end: int
    short: str
    full: str
    rule: str


def expand(
    article: Article, chosen: Sequence[Sentence], edits: Sequence[tuple[Edit, ...]]
) -> list[tuple[Edit, ...]]:
    """The edits of the chosen sentences, with the expansions that they need.

    Args:
        article: the whole article.
        chosen: the sentences of the abstract, in order.
        edits: what has been changed in each so far; an edit that touches an acronym to expand is given up.

    Returns:
        One tuple of edits a sentence, in order of their place.
    """
    texts = [s.text for s in article.sentences]
    forms = acronyms(texts, article.language)
    names = full_names(texts) if article.language == "en" else {}
    if not forms and not names:
        return list(edits)
    result: list[tuple[Edit, ...]] = []
    known: set[str] = set()
    for place, (sentence, made) in enumerate(zip(chosen, edits, strict=True)):
        mentions = _mentions(sentence.text, forms, names, known, article.language)
        added: list[Edit] = []
        for mention in mentions:
            later = [sentence.text[mention.end :], *(s.text for s in chosen[place + 1 :])]
            again = any(_occurs(mention.short, text, article.language) for text in later)
            edit = _edit(sentence.text, mention, article.language, again=again)
            if edit:
                added.append(edit)
        kept = [e for e in made if not any(e.start < a.end and a.start < e.end for a in added)]
        known |= _told(apply_edits(sentence.text, tuple(added)), forms, names)
        result.append(tuple(sorted([*kept, *added], key=lambda e: (e.start, e.end))))
    return result


def _occurs(short: str, text: str, language: str) -> bool:
    return (
        short in text
        if language == "zh"
        else re.search(rf"(?<!\w){re.escape(short)}(?!\w)", text) is not None
    )


def _told(text: str, forms: Mapping[str, str], names: Mapping[str, str]) -> set[str]:
    """Short forms that a reader knows after a sentence: those used in it, and the parts of full names in
    it."""
    told = {short for short in forms if short in text}
    return told | (_words(text) & names.keys())


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]+(?:-[^\W_]+)*", text))


def _mentions(
    text: str, forms: Mapping[str, str], names: Mapping[str, str], known: set[str], language: str
) -> list[_Mention]:
    mentions = []
    for short, full in forms.items():
        if short in known or short not in text:
            continue
        first = text.find(short) if language == "zh" else -1
        if language != "zh":
            match = re.search(rf"(?<![\w(-]){re.escape(short)}(?!\w)", text)
            first = match.start() if match else -1
        defined = re.search(rf"[(（][^()（）]{{0,6}}{re.escape(short)}", text)
        inside = language == "zh" and full in text  # the short form may be part of the full one
        if (
            first >= 0
            and not (defined and defined.start() < first)
            and full not in text[:first]
            and not inside
        ):
            mentions.append(_Mention(first, first + len(short), short, full, "acronym"))
    outside = outside_quotes(text)
    for part in sorted((_words(outside) & names.keys()) - known):
        name = names[part]
        if name in text:
            continue
        match = re.search(rf"(?<![\w’'-]){re.escape(part)}(?![\w-])(?!’[a-rt-z])", outside)
        if match is None:
            continue
        honorific = re.search(r"\b(?:Mr|Mrs|Ms|Miss)\.? $", text[: match.start()])
        start = honorific.start() if honorific else match.start()
        before, after = text[:start].rstrip(), text[match.end() :]
        beside = re.search(r"(?:\b[A-Z][\w’-]*\.?|\bthe)$", before) if before else None
        beside = beside if beside and not _sentence_start(before, beside.start()) else None
        if not beside and not re.match(r"\s[A-Z]", after):
            mentions.append(_Mention(start, match.end(), part, name, "name"))
    return sorted(mentions, key=lambda m: m.start)


def _sentence_start(before: str, place: int) -> bool:
    """Whether a capital is only that of the sentence's first word, and no name or title."""
    word = before[place:].split()[0].strip(".,") if before[place:].split() else ""
    return place == 0 and word in _FUNCTION_WORDS and word != "The"


def _edit(text: str, mention: _Mention, language: str, *, again: bool) -> Edit | None:
    start, end = mention.start, mention.end
    if mention.rule == "name":
        return Edit(start, end, mention.full, "name")
    if language in ("ru", "kk"):
        if not _is_dictionary_form(mention.full, language):
            return None
        suffix = re.match(r"-\w+", text[end:])
        end += suffix.end() if suffix else 0
        return Edit(end, end, f" ({mention.full})", "acronym")
    if language == "zh":
        quoted = outside_quotes(text)[start : start + 1] == " "
        return None if quoted else Edit(start, end, mention.full, "acronym")
    if not outside_quotes(text)[start:end].strip():
        return Edit(end, end, f" [{mention.full}]", "acronym")
    full = mention.full
    possessive = re.match(r"[’'](?:s\b)?", text[end:])
    if possessive:
        full += "’" if full.endswith("s") else "’s"
        end += possessive.end()
    if again:
        full += f" ({mention.short})"
    article = re.search(r"\b([Aa])n? $", text[:start])
    if article:
        # "an SCO official" – "a Shanghai Cooperation Organisation official"
        vowel = re.match(r"[AEIO]|U(?!n[iv]|[ks])", full) is not None and not re.match(r"Eu|One", full)
        return Edit(article.start(), end, f"{article[1]}{'n' if vowel else ''} {full}", "acronym")
    if start == 0:
        full = full[0].upper() + full[1:]
    return Edit(start, end, full, "acronym")


def _is_dictionary_form(full: str, language: str) -> bool:
    words = full.split()
    if language == "ru":
        # an adjective in front shows the case of the whole: Шанхайская организация, but Шанхайской
        # организации
        return re.search(r"(?:ая|яя|ий|ый|ой|ое|ее|ые|ие)$", words[0]) is not None and words[0][-2:] != "ой"
    return re.search(r"(?:сы|сі|[^нд]ы|[^нд]і)$", words[-1]) is not None
