"""Do an English and a Cyrillic spelling write the same name? Romanisation, pinyin and a forgiving edit distance."""

from __future__ import annotations

import functools
import re
import unicodedata

__all__ = ["chinese_units", "palladius", "similarity", "sounds_cyrillic", "sounds_latin"]

VOWELS = frozenset("aeiou")
_CYRILLIC = {
    **dict(zip("абвгдезийклмнопрстуфхэ", "abvgdeziiklmnoprstufhe", strict=True)),
    **dict(zip("әғқңөұүһіы", "agknouuhii", strict=True)),
    "ё": "io", "ж": "J", "ц": "c", "ч": "C", "ш": "S", "щ": "S", "ъ": "", "ь": "", "ю": "iu", "я": "ia",
}  # fmt: skip
_CYRILLIC_CLUSTERS = (("дж", "J"), ("кс", "ks"), ("тц", "c"), ("нг", "ng"))
_LATIN_CLUSTERS = (
    ("shch", "S"), ("sch", "S"), ("dzh", "J"), ("tsch", "C"), ("tch", "C"), ("kh", "h"), ("gh", "g"), ("zh", "J"),
    ("sh", "S"), ("ch", "C"), ("ts", "c"), ("tz", "c"), ("ph", "f"), ("th", "t"), ("ck", "k"), ("dj", "J"),
    ("ee", "i"), ("oo", "u"), ("ou", "u"), ("ce", "se"), ("ci", "si"), ("cy", "si"), ("x", "ks"), ("qu", "kv"),
    ("q", "k"), ("c", "k"), ("w", "v"), ("y", "i"), ("j", "J"),
)  # fmt: skip
_SPECIAL = str.maketrans(
    {"ı": "i", "ğ": "g", "ş": "S", "ç": "C", "ø": "o", "ł": "l", "ß": "s", "ə": "a", "đ": "d"}
)


def _single(text: str) -> str:
    return re.sub(r"(.)\1+", r"\1", text)


@functools.lru_cache(100_000)
def sounds_cyrillic(word: str) -> str:
    """Rough sound of a Kazakh or Russian word, one letter a sound (``S`` sh, ``C`` ch, ``J`` zh, ``c`` ts).

    >>> sounds_cyrillic("Сейтқалиев"), sounds_cyrillic("Жұмабай")
    ('seitkaliev', 'Jumabai')
    """
    text = word.lower().replace("-", "")
    for cluster, sound in _CYRILLIC_CLUSTERS:
        text = text.replace(cluster, sound)
    return _single("".join(_CYRILLIC.get(c, c) for c in text))


@functools.lru_cache(100_000)
def sounds_latin(word: str) -> str:
    """Rough sound of an English spelling of a name, in the alphabet of :func:`sounds_cyrillic`.

    >>> sounds_latin("Seitkaliev"), sounds_latin("Zhumabay"), sounds_latin("Khujand")
    ('seitkaliev', 'Jumabai', 'huJand')
    """
    text = word.lower().translate(_SPECIAL)
    text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    text = re.sub(r"[^a-zSC]", "", text)
    for cluster, sound in _LATIN_CLUSTERS:
        text = text.replace(cluster, sound)
    return _single(text)


_NEAR = {
    frozenset(p)
    for p in ("bp", "dt", "gk", "vf", "zs", "gh", "kh", "JC", "Ji", "JS", "cs", "cz", "vu", "SC", "Jz", "Jg")
}


def _substitution(a: str, b: str) -> float:
    if a == b:
        return 0.0
    if a in VOWELS and b in VOWELS:
        return 0.35
    return 0.5 if frozenset((a, b)) in _NEAR else 1.0


def _gap(c: str) -> float:
    return 0.45 if c in VOWELS or c == "h" else 1.0


@functools.lru_cache(200_000)
def _distance(a: str, b: str) -> float:
    row = [0.0]
    for d in b:
        row.append(row[-1] + _gap(d))
    for c in a:
        new = [row[0] + _gap(c)]
        for j, d in enumerate(b):
            new.append(min(row[j] + _substitution(c, d), row[j + 1] + _gap(c), new[j] + _gap(d)))
        row = new
    return row[-1]


@functools.lru_cache(200_000)
def similarity(english: str, cyrillic: str) -> float:
    """How alike two spellings sound, 1 for the same: a Chinese name is tried in Palladius' transcription too.

    >>> similarity("Ospanbek", "Оспанбек"), similarity("Jinping", "Цзиньпин")
    (1.0, 1.0)
    >>> similarity("Astana", "Москва") < 0.5
    True
    """
    a, b = sounds_latin(english), sounds_cyrillic(cyrillic)
    if not a or not b:
        return 0.0
    best = 1 - _distance(a, b) / max(len(a), len(b))
    plain = cyrillic.lower().replace("-", "")
    if plain in palladius(english):
        return 1.0
    return best


_INITIALS = {
    "b": "б", "p": "п", "m": "м", "f": "ф", "d": "д", "t": "т", "n": "н", "l": "л", "g": "г", "k": "к", "h": "х",
    "j": "цз", "q": "ц", "x": "с", "zh": "чж", "ch": "ч", "sh": "ш", "r": "ж", "z": "цз", "c": "ц", "s": "с", "": "",
}  # fmt: skip
_FINALS = {
    "a": "а", "o": "о", "e": "э", "ai": "ай", "ei": "эй", "ao": "ао", "ou": "оу", "an": "ань", "en": "энь",
    "ang": "ан", "eng": "эн", "ong": "ун", "er": "эр", "i": "и", "ia": "я", "ie": "е", "iao": "яо", "iu": "ю",
    "ian": "янь", "in": "инь", "iang": "ян", "ing": "ин", "iong": "юн", "u": "у", "ua": "уа", "uo": "о", "uai": "уай",
    "ui": "уй", "uan": "уань", "un": "унь", "uang": "уан", "ue": "юэ", "ve": "юэ", "v": "юй",
}  # fmt: skip
_WHOLE = {
    "yi": "и", "ya": "я", "ye": "е", "yao": "яо", "you": "ю", "yan": "янь", "yin": "инь", "yang": "ян",
    "ying": "ин", "yong": "юн", "yu": "юй", "yue": "юэ", "yuan": "юань", "yun": "юнь", "wu": "у", "wa": "ва",
    "wo": "во", "wai": "вай", "wei": "вэй", "wan": "вань", "wen": "вэнь", "wang": "ван", "weng": "вэн",
    "zhi": "чжи", "chi": "чи", "shi": "ши", "ri": "жи", "zi": "цзы", "ci": "цы", "si": "сы", "ju": "цзюй",
    "qu": "цюй", "xu": "сюй", "juan": "цзюань", "quan": "цюань", "xuan": "сюань", "jun": "цзюнь", "qun": "цюнь",
    "xun": "сюнь", "jue": "цзюэ", "que": "цюэ", "xue": "сюэ", "lü": "люй", "nü": "нюй", "hui": "хуэй", "huo": "хо",
}  # fmt: skip


@functools.cache
def _syllables() -> dict[str, str]:
    table = {
        initial + final: cyrillic + sound
        for initial, cyrillic in _INITIALS.items()
        for final, sound in _FINALS.items()
        if initial or final in ("a", "o", "e", "ai", "ei", "ao", "ou", "an", "en", "ang", "er")
    }
    return table | _WHOLE


@functools.lru_cache(100_000)
def palladius(name: str) -> frozenset[str]:
    """All Cyrillic readings of a pinyin word (lower case, hyphens left out); empty when it is not pinyin.

    >>> sorted(palladius("Jinping")), palladius("Smith")
    (['цзиньпин'], frozenset())
    """
    text, table = name.lower().replace("-", "").replace("'", ""), _syllables()
    if not text.isascii() or not text.isalpha() or len(text) > 18:
        return frozenset()
    ways: list[set[str]] = [{""}] + [set() for _ in text]
    for end in range(1, len(text) + 1):
        for start in range(max(0, end - 6), end):
            if ways[start] and (sound := table.get(text[start:end])):
                # after -нь a vowel takes a hard sign: Чанъань; both spellings are met
                ways[end] |= {w + sound for w in ways[start]}
    return frozenset(ways[-1])


def chinese_units(name: str) -> int:
    """About how many characters the Chinese transcription of a name takes.

    Each consonant with what vowel follows it is one, so is a vowel without one; n and ng after a vowel go with it.

    >>> chinese_units("Ospanbek"), chinese_units("Murat"), chinese_units("Seitkaliev")
    (5, 3, 6)
    """
    sounds = sounds_latin(name)
    count, previous = 0, ""
    for i, c in enumerate(sounds):
        following = sounds[i + 1 : i + 2]
        if c in VOWELS:
            diphthong = previous in VOWELS and (c in "iu" and previous in "aeo") and following not in VOWELS
            count += previous == "" or (previous in VOWELS and not diphthong)
        elif (c == "n" and previous in VOWELS and following not in VOWELS) or (
            c == "g" and previous == "n" and following not in VOWELS
        ):
            pass
        else:
            count += 1
        previous = c
    return count
