"""Names of people and places: finding them in English, writing them in the target, recognising them there.

Glossaries know the names that matter most; here is what to do with all others. Names of organisations
and works, which are translated and not transcribed, are left alone: a run of capitals with a common word in it
("Silver Poplar", "Tea Road") is no name here.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit.glossary import Case, Target, inflect
from toolkit.translation.transliteration import (
    chinese_name,
    cyrillic_name,
    is_pinyin_name,
    look_up,
    palladius,
    pinyin_of,
    pinyin_syllables,
)

__all__ = ["Name", "find_names", "inflect_name", "resembles", "transliterate"]


@dataclass(frozen=True, slots=True)
class Name:
    """A name in an English sentence.

    Attributes:
        start, end: character offsets; ``text`` stands between them, without titles and possessive ``'s``.
        kind: ``person``, ``place`` or ``other``.
    """

    start: int
    end: int
    text: str
    kind: str


_WORD = r"[A-ZÀ-ÖØ-ÞĀ-Ž][a-zà-öø-ÿā-ž]+(?:['’][a-zà-ÿ]{2,})?(?:[A-Z][a-z]+)?"
_INITIAL = r"[A-Z]\.(?:-?[A-Z]\.)*"
_PARTICLE = r"(?:al-|el-|an-|ad-|as-|bin|ibn|ben|bint|de|da|di|del|della|dos|van|von|der|den|la|le|ul|O['’]|d['’]|Al-)"
_RUN = re.compile(
    rf"(?<![\w.@/'’-])(?:{_PARTICLE}\s?)?(?:{_WORD})(?:[-–](?:{_WORD}|[a-z]{{3,}}(?=\s[A-Z])))*"
    rf"(?:\s(?:{_INITIAL}\s)?(?:(?:{_PARTICLE})[\s]?){{0,2}}(?:{_WORD})(?:-(?:{_WORD}))*)*(?![\w-]*[A-Z])"
)
_TITLES_TEXT = """
mr mrs ms dr prof amb gov sen rep gen col maj capt lt sgt rev sir president premier minister prime
chancellor ambassador governor senator deputy secretary general professor doctor judge captain colonel major
lieutenant sergeant admiral king queen prince princess sheikh imam pope archbishop bishop mufti akim mayor
chairman chairwoman speaker spokesman spokeswoman director coach justice inspector commissioner marshal tsar
emperor khan hajji academician
"""
_TITLES = frozenset(_TITLES_TEXT.split())
_GEOGRAPHIC_TEXT = """
river lake sea mountain mountains mount valley gorge canyon desert island islands peninsula bay gulf strait
pass plateau region district province county city town village port airport steppe glacier peak range basin
reservoir canal street avenue square highway bridge oblast prefecture station dam park
"""
_GEOGRAPHIC = frozenset(_GEOGRAPHIC_TEXT.split())
_ROLE = re.compile(r"(?:ist|er|or|ian|ant|ent|man|woman|men|eer|ess|ic|ee)$")
_SAYING = re.compile(
    r"\s+(?:said|says|told|added|adds|noted|notes|warned|warns|argued|argues|recalled|recalls|explained|explains|admitted"
    r"|admits|insisted|insists|promised|replied|asked|wrote|writes|arrived|met|flew|called|urged|pledged|thanked|praised)\b"
)
_NAME_ENDING = re.compile(
    r"(?:ov|ev|ova|eva|sky|skaya|enko|shvili|dze|bek|bay|bai|uly|kyzy|gul|zhan|jan|khan|mukhamed|stan|abad|kent|grad|burg|poulos|oglu|yan)$"
)


@functools.cache
def _common() -> frozenset[str]:
    text = Path(__file__).with_name("common_words.txt").read_text(encoding="utf-8")
    return frozenset(w for line in text.splitlines() if not line.startswith("#") for w in line.split())


def _is_common(word: str) -> bool:
    lowered = word.lower()
    return lowered in _common() or (
        lowered.endswith("s")
        and (lowered[:-1] in _common() or (lowered.endswith("es") and lowered[:-2] in _common()))
    )


def find_names(text: str, *, known: Sequence[tuple[int, int]] = ()) -> tuple[Name, ...]:
    """Names of people and places in an English sentence.

    Args:
        text: one sentence.
        known: spans that are spoken for (glossary terms); a name that overlaps one is not returned.

    >>> [(n.text, n.kind) for n in find_names("Amb. Zhang Xiao met Gulnar Abenova in Kostanay on Monday.")]
    [('Zhang Xiao', 'person'), ('Gulnar Abenova', 'person'), ('Kostanay', 'place')]
    """
    if _is_headline(text):
        return ()
    found: list[Name] = []
    for match in _RUN.finditer(text):
        for start, end in _pieces(text, match.start(), match.end()):
            name = _name(text, start, end)
            if name is not None and all(name.end <= a or name.start >= b for a, b in known):
                found.append(name)
    return tuple(found)


def _is_headline(text: str) -> bool:
    """Headline capitals tell nothing about names."""
    words = re.findall(r"[A-Za-z][\w'’-]*", text)
    if text.rstrip("\"'”’)")[-1:] in ".!?" or len(words) < 4:
        return False
    return not any(w[0].islower() and len(w) > 4 for w in words) and sum(
        w[0].isupper() for w in words
    ) > 0.5 * len(words)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut titles off the front of a run, and "'s" off its end; a title inside a run divides it."""
    run = text[start:end]
    words = [(m.start() + start, m.end() + start) for m in re.finditer(r"\S+", run)]
    first = 0
    for i, (a, b) in enumerate(words):
        bare = text[a:b].strip(".").lower().split("-")[0]
        opening = i == first and (_opens_sentence(text, a) or i > 0 or bare in _TITLES)
        if bare in _TITLES or (opening and len(words) - i > 1 and _is_role(text[a:b])):
            if i > first:
                yield words[first][0], words[i - 1][1]
            first = i + 1
    if first < len(words):
        yield words[first][0], words[-1][1]


def _is_role(word: str) -> bool:
    if look_up(word) is not None:
        return False
    if _DERIVED.search(word) or re.search(r"(?:ologist|ographer|ician|graphist|nomist)$", word):
        return True
    return _is_common(word) or (
        bool(_ROLE.search(word))
        and look_up(word) is None
        and not _NAME_ENDING.search(word)
        and _is_common(word)
    )


def _opens_sentence(text: str, start: int) -> bool:
    return (
        re.search(r"(?:^|[.!?:;–—]\s*|[\"“«(‘]|^-\s)$", text[:start].rstrip(" ") if start else "") is not None
    )


def _name(text: str, start: int, end: int) -> Name | None:
    surface = re.sub(r"(?:['’]s?|-[a-z]+)$", "", text[start:end])
    end = start + len(surface)
    words = re.findall(r"[^\s-]+", surface)
    if len(words) > 1 and words[0].lower() in _GEOGRAPHIC:  # Lake Balkhash
        start += len(surface) - len(surface[len(words[0]) :].lstrip(" -"))
        return Name(start, end, text[start:end], "place") if not _is_common(words[1]) else None
    while words and words[-1].lower() in _GEOGRAPHIC and len(words) > 1:
        surface = re.sub(r"[\s-]+\S+$", "", surface)
        end = start + len(surface)
        words.pop()
        if len(words) == 1 and not _is_common(words[0]):
            return None if _is_adjective(words[0]) else Name(start, end, surface, "place")
    if not words or any(_is_common(word) for word in words if not re.fullmatch(_PARTICLE, word)):
        return None
    if len(words) == 1:
        return _single(text, start, end, surface)
    entry = look_up(surface)
    if entry is not None and entry.kind:
        return Name(start, end, surface, entry.kind)
    first = look_up(words[0])
    person = _looks_personal(words) or (first is not None and first.kind == "person")
    return Name(start, end, surface, "place" if _is_place(text, start) and not person else "person")


_ADJECTIVE = re.compile(r"(?:ese|ish|ian|ean|ians|eans|ites?|stani|ists?|ism)$")
_DERIVED = re.compile(
    r"(?:ing|ed|ly|ness|ation|ations|ers|ists|ment|ments|sation|zation|ities|ous|ful|less)$"
)


def _is_adjective(word: str) -> bool:
    return _ADJECTIVE.search(word) is not None and look_up(word) is None


def _single(text: str, start: int, end: int, surface: str) -> Name | None:
    """A name of one word; at the start of a sentence only what is known, looks like a name, or speaks."""
    entry = look_up(surface)
    if entry is None and (len(surface) < 3 or _ADJECTIVE.search(surface)):
        return None
    says = _SAYING.match(text, end) is not None
    if entry is None and _opens_sentence(text, start):
        looks = _NAME_ENDING.search(surface) or (len(surface) > 4 and is_pinyin_name(surface))
        if not looks and not says:
            return None
        if _DERIVED.search(surface) or re.search(
            r"[^aeiouy]s$|ors$", surface
        ):  # "Critics said", not "Aliyev said"
            return None
    if entry is not None and entry.kind:
        return Name(start, end, surface, entry.kind)
    if says or _looks_personal([surface]):
        return Name(start, end, surface, "person")
    return Name(start, end, surface, "place" if _is_place(text, start) else "other")


def _is_place(text: str, start: int) -> bool:
    return (
        re.search(
            r"\b(?:in|at|from|to|near|outside|via|through|between|around|across|of|toward|towards|and|into|over|off|port|city|town"
            r"|village|region|district|province|river|lake|mount|capital),?\s(?:[A-Z]\w+,?\s(?:and|or)\s)?(?:the\s)?$",
            text[:start],
            re.IGNORECASE,
        )
        is not None
    )


def _looks_personal(words: Sequence[str]) -> bool:
    return (
        re.search(
            r"(?:ov|ev|ova|eva|sky|skaya|enko|shvili|dze|bek|uly|kyzy|oglu|son|ez|ski|ska|in|ina)$", words[-1]
        )
        is not None
    )


def transliterate(name: str, language: str) -> str:
    """A name in the script of the target, nominative.

    Args:
        name: English form; initials, hyphens and particles are kept in their places.
        language: ``kk``, ``ru`` or ``zh``.

    Returns:
        The rendering. ``""`` for a Chinese name into Chinese: pinyin does not tell the characters, so that what the
        model wrote must be kept.

    >>> [transliterate("Daniyar Ospanbek", language) for language in ("kk", "ru", "zh")]
    ['Данияр Оспанбек', 'Данияр Оспанбек', '达尼亚尔·奥斯潘别克']
    >>> transliterate("Zhou Wenhao", "ru"), transliterate("Zhou Wenhao", "zh")
    ('Чжоу Вэньхао', '')
    """
    if (entry := look_up(name)) is not None and (forms := entry.forms(language)):
        return forms[0]
    if is_pinyin_name(name):
        return "" if language == "zh" else " ".join(palladius(word) for word in name.split())
    words = name.split()
    if language == "zh":
        return "·".join(_initial(w) or "".join(map(chinese_name, re.split(r"[-–]", w))) for w in words)
    return " ".join(_cyrillic_word(word, language) for word in words)


def _initial(word: str) -> str:
    return word if re.fullmatch(_INITIAL, word) else ""


_INITIALS = {"j": "Дж", "c": "К", "w": "У", "q": "К", "x": "Кс", "e": "Э", "h": "Х", "y": "Е"}


_PARTICLES = {
    "bin": "бин", "ibn": "ибн", "ben": "бен", "bint": "бинт", "de": "де", "da": "да", "di": "ди", "del": "дель",
    "della": "делла", "dos": "дус", "van": "ван", "von": "фон", "der": "дер", "den": "ден", "la": "ла", "le": "ле",
    "ul": "уль",
}  # fmt: skip


def _cyrillic_word(word: str, language: str) -> str:
    if _initial(word):
        letters = re.findall(r"[A-Z]", word)
        return "".join((_INITIALS.get(x.lower()) or cyrillic_name(x, language)) + "." for x in letters)
    if word in _PARTICLES:
        return _PARTICLES[word]
    parts = re.split(r"([-–])", word)
    particles = {"al": "аль", "el": "эль", "an": "ан", "ad": "ад", "as": "ас"}
    return "".join(p if p in ("-", "–") else particles.get(p) or cyrillic_name(p, language) for p in parts)


def inflect_name(rendered: str, language: str, case: Case) -> str:
    """A rendered name in a case.

    >>> inflect_name("Данияр Оспанбек", "kk", "gen"), inflect_name("Данияр Оспанбек", "ru", "gen")
    ('Данияр Оспанбектің', 'Данияра Оспанбека')
    >>> inflect_name("Гульнар Абенова", "ru", "dat")
    'Гульнар Абеновой'
    """
    if language not in ("kk", "ru") or not rendered:
        return rendered
    return inflect(Target(rendered, None, None, None, None), language, case)


_SOUNDS = str.maketrans(
    {"қ": "к", "ғ": "г", "ұ": "у", "ү": "у", "ө": "о", "ә": "а", "і": "и", "ы": "и", "һ": "х", "э": "е",
    "ё": "е", "й": "и",
     "ң": "н", "щ": "ш", "ь": None, "ъ": None, "ю": "у", "ў": "у", "я": "а"}
)  # fmt: skip
_NEAR = {
    frozenset(pair)
    for pair in (
        "хк",
        "хг",
        "кг",
        "ву",
        "вф",
        "жз",
        "цс",
        "чш",
        "цч",
        "бп",
        "дт",
        "тс",
        "зс",
        "жш",
        "сш",
        "жч",
        "зц",
        "вб",
    )
}
_VOWELS = frozenset("аеиоу")


def _sound(word: str) -> str:
    text = re.sub(r"дж", "ж", word.lower().translate(_SOUNDS))
    return re.sub(r"(.)\1", r"\1", text)


def resembles(name: str, target_text: str, language: str) -> bool:
    """Whether a target text has a recognisable rendering of a name, in any case form.

    >>> resembles("Gulnar Abenova", "деді Гүлнар Абенованың көршісі", "kk")
    True
    >>> resembles("Gulnar Abenova", "деді Гүлжан Әмірова", "kk"), resembles("Yerlan", "叶尔兰说", "zh")
    (False, True)
    """
    if re.search(rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z])", target_text):
        return True
    if language == "zh":
        return _resembles_chinese(name, target_text)
    entry = look_up(name)
    forms = [transliterate(name, language), transliterate(name, "ru")]
    if entry is not None:
        forms += [*entry.kk[1:], *entry.ru[1:]]
    words = [_sound(w) for w in re.findall(r"[^\W\d_]+", target_text)]
    forms += [re.sub(r"[-–]", "", form) for form in forms if "-" in form]
    share = 0.34 if _is_irregular(name) else 0.2
    return any(all(_has_word(_sound(part), words, share) for part in _parts(form)) for form in forms if form)


_IRREGULAR = re.compile(r"w|x|th|ck|ph|ee|oo|ea|ae|qu|c(?!h)|[^aeiou]e\b|[^\x00-\x7f]|sch|j[^aou]|hn\b|tz")
_REGIONAL = re.compile(r"(?:ov|ev|ova|eva|bek|bay|bai|uly|kyzy|shvili|dze|enko|gul|zhan|khan)\b")


def _is_irregular(name: str) -> bool:
    """Whether the spelling is of a language whose names no simple rule transcribes; such names get more tolerance."""
    lowered = name.lower()
    return _IRREGULAR.search(lowered) is not None and not _REGIONAL.search(lowered) and look_up(name) is None


def _parts(form: str) -> list[str]:
    parts = [p for p in re.findall(r"[^\W\d_]+", form) if len(p) > 2]
    return parts or re.findall(r"[^\W\d_]+", form)


def _has_word(wanted: str, words: Sequence[str], share: float = 0.2) -> bool:
    stem = re.sub(r"(?<=..)[аеиоу]+$", "", wanted)
    limit = 0.5 if len(stem) <= 3 else share * len(stem)
    return any(
        _prefix_distance(stem, word, limit) <= limit for word in words if abs(len(word) - len(stem)) <= 8
    )


def _cost(a: str, b: str) -> float:
    if a == b:
        return 0.0
    if a in _VOWELS and b in _VOWELS:
        return 0.5
    return 0.5 if frozenset((a, b)) in _NEAR else 1.0


def _prefix_distance(stem: str, word: str, limit: float) -> float:
    """Weighted edit distance of a stem to the nearest beginning of a word."""
    previous = [j * 1.0 for j in range(len(word) + 1)]
    for i, a in enumerate(stem, 1):
        current = [float(i)]
        for j, b in enumerate(word, 1):
            skip_a = previous[j] + (0.5 if a in _VOWELS else 1.0)
            skip_b = current[j - 1] + (0.5 if b in _VOWELS else 1.0)
            current.append(min(previous[j - 1] + _cost(a, b), skip_a, skip_b))
        if min(current) > limit:
            return min(current)
        previous = current
    return min(previous[max(0, len(stem) - 2) :], default=99.0)


def _resembles_chinese(name: str, text: str) -> bool:
    entry = look_up(name)
    if entry is not None and any(form in text for form in entry.zh):
        return True
    if is_pinyin_name(name) and _has_pinyin(name, text):
        return True
    han = [c for c in text if "\u4e00" <= c <= "\u9fff"]
    words = [w for w in name.split() if not _initial(w) and not re.fullmatch(_PARTICLE, w)]
    return bool(words) and _has_chinese_word(words[-1], han)


def _has_pinyin(name: str, text: str) -> bool:
    wanted = [s for word in name.split() for s in pinyin_syllables(word)]
    readings = [pinyin_of(c) for c in text]
    return any(
        all(s in readings[at + i] for i, s in enumerate(wanted))
        for at in range(len(readings) - len(wanted) + 1)
    )


def _has_chinese_word(word: str, han: Sequence[str]) -> bool:
    rendering = "".join(map(chinese_name, re.split(r"[-–]", word)))
    wanted = [_syllable_class(c) for c in rendering]
    if not wanted:
        return False
    present = [_syllable_class(c) for c in han]
    limit = max(0.3, (0.4 if _is_irregular(word) else 0.25) * len(wanted))
    return _window_distance(wanted, present) <= limit


@functools.lru_cache(maxsize=8192)
def _syllable_class(character: str) -> tuple[str, str]:
    """Initial and vowel of a character's first reading."""
    readings = pinyin_of(character)
    if not readings:
        return character, ""
    match = re.match(r"(zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]?)(.*)", readings[0])
    assert match is not None
    return match[1], match[2]


_NEAR_INITIALS = frozenset(
    map(
        frozenset[str],
        [
            ("l", "r"), ("x", "s"), ("x", "sh"), ("s", "sh"), ("j", "d"), ("j", "t"), ("j", "zh"), ("j", "g"),
            ("j", "k"), ("d", "t"), ("y", ""), ("w", ""), ("w", "f"), ("h", "x"), ("h", "k"), ("r", "zh"), ("z", "zh"),
            ("c", "ch"), ("q", "ch"), ("q", "j"), ("b", "p"), ("g", "k"), ("z", "j"), ("c", "q"), ("r", "j"),
        ],
    )
)  # fmt: skip


def _syllable_cost(a: tuple[str, str], b: tuple[str, str]) -> float:
    if a == b:
        return 0.0
    same = a[0] == b[0]
    near = same or frozenset((a[0], b[0])) in _NEAR_INITIALS
    vowels = a[1][:1] == b[1][:1]
    if same:
        return 0.0 if vowels else 0.25
    if near:
        return 0.25 if vowels else 0.5
    return 1.0


def _window_distance(wanted: Sequence[tuple[str, str]], present: Sequence[tuple[str, str]]) -> float:
    """Edit distance of the wanted syllables to the nearest stretch of the text."""
    previous = [0.0] * (len(present) + 1)
    for a in wanted:
        current = [previous[0] + 1.0]
        for j, b in enumerate(present, 1):
            light = 0.5 if a in _LIGHT else 1.0
            light_b = 0.5 if b in _LIGHT else 1.0
            current.append(
                min(previous[j - 1] + _syllable_cost(a, b), previous[j] + light, current[j - 1] + light_b)
            )
        previous = current
    return min(previous)


_LIGHT = {
    ("", "er"),
    ("f", "u"),
    ("s", "i"),
    ("k", "e"),
    ("h", "e"),
    ("d", "e"),
    ("t", "e"),
    ("y", "i"),
    ("y", "e"),
}
