"""Names that stand in no list: found by sound and place in a line of the parallel corpus.

``Daniyar Ospanbek`` in English and «Данияр Оспанбектің» in Kazakh are the same name in the genitive: the words
sound alike once the case suffix is off. Russian forms go through pymorphy3, which also guesses unknown surnames;
Chinese names are found where ``X·Y`` stands, where a surname with as many characters as the pinyin has syllables
stands, or where one run of transcription characters of the right length stands.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from training.phonetics import VOWELS, chinese_units, palladius, similarity, sounds_cyrillic, sounds_latin

__all__ = [
    "Place", "certain_case", "common_words", "disambiguate", "find_chinese", "find_kazakh", "find_russian",
    "kazakh_stems", "name_candidates", "russian_cases",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """Where a term, name or number stands in a target sentence.

    Attributes:
        start, end: character offsets.
        case: grammatical case of the form that stands there; empty for numbers and in Chinese.
    """

    start: int
    end: int
    case: str = ""


_CYRILLIC = "А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі"
_NAME_WORD = re.compile(r"[A-Z][a-zà-öø-ÿıİğşŞçÇ]+(?:[-'][A-Z]?[a-zà-öø-ÿığşç]+)*")
_TARGET_WORD = re.compile(rf"[{_CYRILLIC}]+(?:-[{_CYRILLIC}]+)*")
_NOT_NAMES = frozenset(
    re.findall(
        r"\w+",
        "January February March April May June July August September October November December Monday Tuesday "
        "Wednesday Thursday Friday Saturday Sunday President Minister Professor Doctor General Colonel "
        "Senator Sheikh Akim Bible Koran Kremlin Prince Princess King Queen Pope Internet Islam Olympic "
        "Olympics Soviet Kazakh Uzbek Kyrgyz Tajik Turkmen Turkic Russian Chinese English European Asian "
        "American German French Mr Mrs Ms Dr St ",
    )
)


def common_words(lines: Iterable[str]) -> frozenset[str]:
    """Words (lower case) that the English side writes with a small letter at least one time in ten.

    >>> sorted(common_words(["The president met Almas.", "President Kim left the hall."]))
    ['hall', 'left', 'met', 'president', 'the']
    """
    small, all_ = Counter[str](), Counter[str]()
    for line in lines:
        for word in re.findall(r"[A-Za-z]+", line):
            all_[word.lower()] += 1
            small[word.lower()] += word[0].islower()
    return frozenset(w for w, n in small.items() if n * 10 >= all_[w])


def name_candidates(english: str, common: Collection[str]) -> list[list[tuple[int, int, str]]]:
    """Runs of capitalised words that can be names: (start, end, word) each.

    >>> [[w for *_, w in run] for run in name_candidates("Yesterday Daniyar Ospanbek flew to Taraz.", {"yesterday"})]
    [['Daniyar', 'Ospanbek'], ['Taraz']]
    """
    runs: list[list[tuple[int, int, str]]] = []
    for match in _NAME_WORD.finditer(english):
        start, end = match.span()
        word = match[0]
        if word.endswith("'s"):
            word, end = word[:-2], end - 2
        if start and (english[start - 1].isalnum() or english[start - 1] in "-'."):
            continue
        if (end < len(english) and english[end] in "-") or len(word) < 2:
            continue
        given = re.match(r" ([A-Z][a-z]+)\b", english[end:])
        surname = (
            word in _SURNAMES and given is not None and bool(palladius(given[1]))
        )  # Sun Wei, not the sun
        if word in _NOT_NAMES or (word.lower() in common and not surname):
            continue
        if runs and english[runs[-1][-1][1] : start] == " ":
            runs[-1].append((start, end, word))
        else:
            runs.append([(start, end, word)])
    return runs


# ---- Kazakh ------------------------------------------------------------------------------------------------
_VOWELS, _NASALS, _SONORANTS = "аәеёиоөуұүыіэюя", "мнң", "лрйзж"
_KAZAKH_SUFFIXES: tuple[tuple[str, str, str], ...] = (
    ("gen", _VOWELS + _NASALS, "ның|нің"), ("gen", _SONORANTS + "у", "дың|дің"), ("gen", "", "тың|тің"),
    ("dat", _VOWELS + _NASALS + _SONORANTS, "ға|ге"), ("dat", "", "қа|ке"),
    ("acc", _VOWELS, "ны|ні"), ("acc", _NASALS + _SONORANTS + "у", "ды|ді"), ("acc", "", "ты|ті"),
    ("loc", _VOWELS + _NASALS + _SONORANTS, "да|де"), ("loc", "", "та|те"),
    ("abl", _NASALS, "нан|нен"), ("abl", _VOWELS + _SONORANTS, "дан|ден"), ("abl", "", "тан|тен"),
    ("ins", _VOWELS + _NASALS + "лрй", "мен"), ("ins", "зж", "бен"), ("ins", "", "пен"),
    ("pos", _VOWELS + _NASALS + _SONORANTS, "дағы|дегі"), ("pos", "", "тағы|тегі"),
)  # fmt: skip
_VOICED = frozenset(_VOWELS + _NASALS + _SONORANTS)
_DERIVED = re.compile(r"(?:[лдт][ыі][қк]|[лдт]ар|[лдт]ер)(?:т[ыі]ң)?$")


def kazakh_stems(word: str) -> list[tuple[str, str]]:
    """(stem, case) readings of a Kazakh form, by suffix and the consonant rules; the form itself as nominative first.

    >>> kazakh_stems("Оспанбектің")
    [('Оспанбектің', 'nom'), ('Оспанбек', 'gen')]
    >>> kazakh_stems("Астанадағы")[1:]
    [('Астана', 'pos')]
    """
    found = [(word, "nom")]
    for case, after, suffixes in _KAZAKH_SUFFIXES:
        for suffix in suffixes.split("|"):
            stem = word[: -len(suffix)]
            if not word.endswith(suffix) or len(stem) < 2:
                continue
            last = stem.rstrip("ьЬ")[-1:].lower()
            if last in after if after else last not in _VOICED:
                found.append((stem, case))
    return found


def _threshold(word: str) -> float:
    return 0.86 if len(word) <= 4 else 0.78 if len(word) <= 6 else 0.74


def _ends_alike(english: str, cyrillic: str) -> bool:
    """Vowel with vowel, consonant with consonant: keeps "Kenyan" away from «Кения»."""
    latin, other = sounds_latin(english), sounds_cyrillic(cyrillic)
    if not latin or not other or english[-1:] == "w":
        return True
    a, b = latin[-1] in VOWELS, other[-1] in VOWELS
    return a == b or (a and english[-1] == "e")


def _alike(english: str, cyrillic: str) -> float:
    """Similarity, or 0 below the threshold."""
    if not cyrillic[:1].isupper() or not _ends_alike(english, cyrillic):
        return 0.0
    score = similarity(english, cyrillic)
    return score if score >= _threshold(english) else 0.0


def _words(text: str) -> list[tuple[int, int, str]]:
    return [(m.start(), m.end(), m[0]) for m in _TARGET_WORD.finditer(text)]


def find_kazakh(name: Sequence[str], text: str) -> Place | None:
    """The one place of a name in a Kazakh sentence, with its case; None when there is none or more than one.

    >>> find_kazakh(["Daniyar", "Ospanbek"], "Бұл Данияр Оспанбектің пікірі.")
    Place(start=4, end=22, case='gen')
    """
    words, found = _words(text), list[Place]()
    for i in range(len(words) - len(name) + 1):
        chunk = words[i : i + len(name)]
        if not _adjacent(text, chunk) or any(
            not _alike(en, w) for en, (_, _, w) in zip(name[:-1], chunk[:-1], strict=True)
        ):
            continue
        stems = kazakh_stems(chunk[-1][2])
        readings = [(_alike(name[-1], stem), -len(stem), case) for stem, case in stems]
        score, _, case = max(readings)
        doubtful = case == "nom" and (len(stems) > 1 or _DERIVED.search(chunk[-1][2]))
        if score and (score >= 0.95 or not doubtful):
            found.append(Place(chunk[0][0], chunk[-1][1], case))
    if len(found) != 1:
        return None
    place = found[0]
    if (
        text[place.end : place.end + 1] in ("-", "»", "–")
        and text[place.end : place.end + 2].strip("-–»") != ""
    ):
        return None
    return place


def _adjacent(text: str, chunk: Sequence[tuple[int, int, str]]) -> bool:
    return all(text[a[1] : b[0]] == " " for a, b in itertools.pairwise(chunk))


# ---- Russian -----------------------------------------------------------------------------------------------
_GRAMMEMES = {
    "nomn": "nom",
    "gent": "gen",
    "datv": "dat",
    "accs": "acc",
    "ablt": "ins",
    "loct": "loc",
    "gen2": "gen",
    "loc2": "loc",
}


@functools.cache
def _morph() -> Any:
    import pymorphy3

    return pymorphy3.MorphAnalyzer()


@functools.lru_cache(200_000)
def russian_cases(english: str, form: str) -> frozenset[str]:
    """Cases in which a Russian form can stand for an English name: the readings whose nominative sounds most like it.

    Empty when none does.

    >>> sorted(russian_cases("Ospanbek", "Оспанбека")), sorted(russian_cases("Karimova", "Каримовой"))
    (['acc', 'gen'], ['dat', 'gen', 'ins', 'loc'])
    """
    best, cases = 0.0, set[str]()
    for parse in _morph().parse(form):
        tag = parse.tag
        if tag.POS not in ("NOUN", "ADJF") or ("plur" in tag and "Pltm" not in tag):
            continue
        if "Fixd" in tag:
            nominative, here = form, frozenset(_GRAMMEMES.values())
        else:
            inflected = parse.inflect({"nomn"})
            if inflected is None or tag.case not in _GRAMMEMES:
                continue
            nominative, here = inflected.word.capitalize(), frozenset({_GRAMMEMES[tag.case]})
        score = _alike(english, nominative)
        if score > best + 1e-9:
            best, cases = score, set(here)
        elif score and abs(score - best) < 1e-9:
            cases |= here
    return frozenset(cases)


_ENGLISH_HINTS = {
    "in": "loc",
    "at": "loc",
    "inside": "loc",
    "to": "acc",
    "into": "acc",
    "towards": "acc",
    "toward": "acc",
}


def english_hint(before: str) -> str | None:
    """What an English preposition says about «в» and «на»: in → loc, to → acc.

    >>> english_hint("flights to "), english_hint("the old "), english_hint("held in the ")
    ('acc', None, 'loc')
    """
    match = re.search(r"([a-z]+)(?: the)? $", before, re.IGNORECASE)
    return _ENGLISH_HINTS.get(match[1].lower()) if match else None


def find_russian(name: Sequence[str], text: str, hint: str | None = None) -> Place | None:
    """The one place of a name in a Russian sentence, with its case; None when place or case is not certain.

    ``hint`` (from :func:`english_hint`) decides between the two cases of «в» and «на» where the form does not.

    >>> find_russian(["Daniyar", "Ospanbek"], "Таково мнение Данияра Оспанбека.")
    Place(start=14, end=31, case='gen')
    """
    words, found = _words(text), list[tuple[int, int, frozenset[str]]]()
    for i in range(len(words) - len(name) + 1):
        chunk = words[i : i + len(name)]
        if not _adjacent(text, chunk) or not all(w[:1].isupper() for _, _, w in chunk):
            continue
        cases = frozenset(_GRAMMEMES.values())
        for english, (_, _, word) in zip(name, chunk, strict=True):
            cases &= russian_cases(english, word)
        if cases or all(
            _alike(e, w) for e, (_, _, w) in zip(name, chunk, strict=True)
        ):  # also counts as a place
            found.append((chunk[0][0], chunk[-1][1], cases))
    if len(found) != 1:
        return None
    start, end, cases = found[0]
    case = disambiguate(cases, text[:start], hint=hint) if cases else None
    return Place(start, end, case) if case else None


_PREPOSITIONS = (
    ("loc", r"\b(?:в|во|на|о|об|при)\s+$"), ("dat", r"\b(?:к|ко|по|благодаря|согласно|вопреки)\s+$"),
    ("ins", r"\b(?:с|со|между|над|под|перед|вместе с)\s+$"), ("acc", r"\b(?:в|во|на|через|про|сквозь|за)\s+$"),
    ("gen", r"\b(?:из|от|до|у|для|без|из-за|вокруг|около|против|среди|после|кроме|вне|внутри|помимо|близ|возле|с|со)"
     r"\s+$"),
)  # fmt: skip


@functools.lru_cache(100_000)
def _kinds(word: str) -> frozenset[str]:
    return frozenset(str(p.tag.POS) for p in _morph().parse(word)[:3])


def disambiguate(cases: Collection[str], before: str, depth: int = 3, hint: str | None = None) -> str | None:
    """The case of an ambiguous Russian form, from what stands before it; None when that does not tell.

    >>> disambiguate({"gen", "acc"}, "Таково мнение "), disambiguate({"gen", "acc"}, "Посол встретил ")
    ('gen', 'acc')
    >>> disambiguate({"gen", "acc"}, "Посол встретил президента ")
    'acc'
    """
    if len(cases) == 1:
        return next(iter(cases))
    asked = [case for case, pattern in _PREPOSITIONS if re.search(pattern, before, re.IGNORECASE)]
    if asked:
        rivals = [case for case in asked if case in cases]
        return rivals[0] if len(rivals) == 1 else hint if hint in rivals else None
    if "nom" in cases and re.search(r"(?:^|[.!?;:]\s*)[«\"]?$", before):
        return "nom"
    if depth and "nom" not in cases and (match := re.search(r"([А-Яа-яё-]+)\s+$", before)):
        word = match[1].lower()
        kinds = _kinds(word)
        if kinds <= {"NOUN"}:
            shared = _noun_cases(word) & set(cases) if _animate(word) else frozenset[str]()
            if shared <= {"gen"}:
                return "gen" if "gen" in cases else None
            # «президента Токаева»: an apposition has the case of its noun
            return disambiguate(shared, before[: match.start()], depth - 1)
        if kinds <= {"ADJF", "PRTF"} and (shared := _noun_cases(word) & set(cases)):
            return disambiguate(shared, before[: match.start()], depth - 1)
        if kinds <= {"VERB", "INFN", "GRND"} and "acc" in cases and "dat" not in cases:
            return "acc"
    return None


@functools.lru_cache(100_000)
def _animate(word: str) -> bool:
    """Can stand before a name in its own case: «президента Токаева», not «мнение Токаева»."""
    return any("anim" in p.tag for p in _morph().parse(word)[:2])


@functools.lru_cache(100_000)
def _noun_cases(word: str) -> frozenset[str]:
    return frozenset(_GRAMMEMES[p.tag.case] for p in _morph().parse(word) if p.tag.case in _GRAMMEMES)


_CERTAIN = (
    ("loc", r"\b(?:о|об|при)\s+$"), ("dat", r"\b(?:к|ко|по|благодаря|согласно)\s+$"),
    ("ins", r"\b(?:между|над|под|перед)\s+$"), ("acc", r"\b(?:через|про|сквозь)\s+$"),
    ("gen", r"\b(?:из|от|до|у|для|без|из-за|вокруг|около|против|среди|после|кроме|вне|внутри|помимо)\s+$"),
    ("nom", r"(?:^|[.!?;:]\s*)$"),
)  # fmt: skip


def certain_case(before: str) -> str | None:
    """The case of a form that does not show it (an abbreviation), where what stands before it leaves no doubt.

    >>> certain_case("Саммит "), certain_case("По данным из "), certain_case("Страны в ")
    ('gen', 'gen', None)
    """
    for case, pattern in _CERTAIN:
        if re.search(pattern, before, re.IGNORECASE):
            return case
    match = re.search(r"([А-Яа-яё]+)\s+$", before)
    return "gen" if match and _kinds(match[1].lower()) <= {"NOUN"} else None


# ---- Chinese -----------------------------------------------------------------------------------------------
_TRANSCRIPTION = (
    "阿艾埃安昂奥巴拜班邦包鲍贝本比彼别宾冰波博伯布查柴琴切奇恰乔丘楚茨措达戴丹德登邓迪蒂丁顿杜多厄恩尔法凡范菲费芬冯夫弗福"
    "甘冈戈格根古瓜圭哈汉豪赫亨胡怀霍基吉加贾焦杰卡凯坎康考科克肯孔库夸奎昆拉莱赖兰朗劳勒雷蕾莉里丽利列林琳龙隆卢鲁伦罗洛"
    "马玛麦迈曼芒毛梅蒙孟米缅莫默姆穆纳娜奈瑙内嫩尼涅宁纽努诺欧帕派潘庞佩彭皮珀普齐乞钱瑞热茹儒若萨塞赛桑瑟森沙莎绍舍申施什史舒司斯丝苏孙索"
    "塔泰坦唐陶特滕铁廷图托瓦娃旺威韦维魏温翁沃乌武希席夏肖谢辛休亚延扬耶叶伊因英尤约云泽扎詹朱祖佐兹孜买提江热依吾孜然伽迦"
)
_RUN = re.compile(f"[{_TRANSCRIPTION}]+")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_SURNAMES = {
    m[1]: m[2]  # pinyin: characters
    for m in re.finditer(
        r"([A-Zü][a-zü]*)([\u4e00-\u9fff]+)",
        "Wang王汪 Li李黎厉 Zhang张章 Liu刘柳 Chen陈 Yang杨 Huang黄 Zhao赵 Wu吴武伍 Zhou周 Xu徐许 Sun孙 Ma马 "
        "Zhu朱 Hu胡 Guo郭 He何贺 Lin林 Gao高 Luo罗骆 Zheng郑 Liang梁 Xie谢 Song宋 Tang唐汤 Han韩 Feng冯 "
        "Deng邓 Cao曹 Peng彭 Zeng曾 Xiao肖萧 Tian田 Dong董 Pan潘 Yuan袁 Cai蔡 Jiang蒋江姜 Yu余于俞 Du杜 Ye叶 "
        "Cheng程成 Wei魏韦卫 Su苏 Lu陆卢鲁 Lü吕 Ding丁 Ren任 Shen沈 Yao姚 Fan范樊 Fang方 Shi石史施 Tan谭 "
        "Liao廖 Zou邹 Xiong熊 Jin金 Hao郝 Kong孔 Bai白 Cui崔 Kang康 Mao毛 Qiu邱 Qin秦 Gu顾 Hou侯 Shao邵 "
        "Meng孟 Long龙 Wan万 Duan段 Qian钱 Yin尹 Yan严阎颜 Xue薛 Lei雷 Xi习 Hua华 ",
    )
}


def is_transcription(text: str) -> bool:
    """Whether any character of a text is one that writes foreign names.

    >>> is_transcription("在斯"), is_transcription("在前")
    (True, False)
    """
    return bool(_RUN.search(text))


def _syllables_of(pinyin: str) -> int:
    """Characters of a pinyin word: its vowel groups, cut where pinyin must be cut."""
    return len(re.findall(r"[aeiouü]+", pinyin.lower().replace("-", "")))


def _run_after(text: str, start: int) -> int:
    match = _RUN.match(text, start)
    return match.end() if match else start


def _run_before(text: str, end: int) -> int:
    while end and text[end - 1] in _TRANSCRIPTION:
        end -= 1
    return end


def find_chinese(name: Sequence[str], text: str, *, alone: bool = False) -> Place | None:
    """The one place of a name in a Chinese sentence; None when it is not certain.

    Args:
        name: the words of the English name.
        text: the Chinese sentence.
        alone: no other name of the English sentence is unaccounted for, so that a single word may be found
            by its length alone.

    >>> find_chinese(["Murat", "Nurtleu"], "外交部长穆拉特·努尔特列乌前往迎接。")
    Place(start=4, end=13, case='')
    >>> find_chinese(["Wang", "Jianguo"], "学者王建国表示支持。")
    Place(start=2, end=5, case='')
    """
    if len(name) == 2 and name[0] in _SURNAMES and palladius(name[1]):
        count = _syllables_of(name[1])
        hits = list(re.finditer(f"[{_SURNAMES[name[0]]}]", text))
        hits = [m for m in hits if re.fullmatch("[\u4e00-\u9fff]+", text[m.end() : m.end() + count] or "-")]
        if len(hits) == 1 and count <= 2 and "·" not in text:
            return Place(hits[0].start(), hits[0].end() + count)
    if len(name) > 1:
        if text.count("·") != len(name) - 1:
            return None
        first, last = text.index("·"), text.rindex("·")
        start, end = _run_before(text, first), _run_after(text, last + 1)
        parts = text[start:end].split("·")
        near = (abs(len(p) - chinese_units(n)) <= 1 for p, n in zip(parts, name, strict=True))
        whole = all(parts) and all(c in _TRANSCRIPTION or c == "·" for c in text[start:end])
        return Place(start, end) if whole and all(near) else None
    if not alone:
        return None
    runs = [m for m in _RUN.finditer(text) if m.end() - m.start() >= 3]
    if len(runs) != 1 or "·" in text[max(0, runs[0].start() - 1) : runs[0].end() + 1]:
        return None
    length = runs[0].end() - runs[0].start()
    return Place(*runs[0].span()) if length == chinese_units(name[0]) else None


def subnames(run: Sequence[tuple[int, int, str]]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """All pieces of a run of capitalised words, longest first: (start, end, words)."""
    for length in range(min(4, len(run)), 0, -1):
        for i in range(len(run) - length + 1):
            piece = run[i : i + length]
            yield piece[0][0], piece[-1][1], tuple(word for *_, word in piece)
