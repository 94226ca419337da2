"""Numbers written as words in English, Kazakh, Russian and Chinese.

Used for tolerance when numbers are compared: "eighteen lorries" against 18辆, "the third" against «3-ші»,
"half" against 50%. The lists are wider than strict reading of a text would allow, because a word that counts
as a number too often only makes the check milder, never wrong.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

__all__ = ["ROMAN", "chinese_number", "fraction", "roman_number", "word_values"]

_ENGLISH: Mapping[str, int] = {
    "zero": 0, "one": 1, "first": 1, "once": 1, "single": 1, "two": 2, "second": 2, "twice": 2, "both": 2,
    "pair": 2, "pairs": 2, "couple": 2, "double": 2, "doubled": 2, "doubles": 2, "doubling": 2, "twin": 2,
    "twofold": 2, "duo": 2, "three": 3, "third": 3, "thirds": 3, "triple": 3, "tripled": 3, "tripling": 3,
    "trebled": 3, "treble": 3, "threefold": 3, "trio": 3, "thrice": 3, "four": 4, "fourth": 4, "fourfold": 4,
    "quadrupled": 4, "quadruple": 4, "fivefold": 5, "five": 5, "fifth": 5, "fifths": 5, "six": 6, "sixth": 6,
    "sixfold": 6, "seven": 7, "seventh": 7, "sevenfold": 7, "eight": 8, "eighth": 8, "eightfold": 8, "nine": 9,
    "ninth": 9, "ten": 10, "tenth": 10, "tenths": 10, "tenfold": 10, "eleven": 11, "eleventh": 11, "twelve": 12,
    "twelfth": 12, "dozen": 12, "dozens": 12, "thirteen": 13, "thirteenth": 13, "fourteen": 14, "fourteenth": 14,
    "fifteen": 15, "fifteenth": 15, "sixteen": 16, "sixteenth": 16, "seventeen": 17, "seventeenth": 17,
    "eighteen": 18, "eighteenth": 18, "nineteen": 19, "nineteenth": 19, "twenty": 20, "twentieth": 20,
    "thirty": 30, "thirtieth": 30, "forty": 40, "fortieth": 40, "fifty": 50, "fiftieth": 50, "sixty": 60,
    "sixtieth": 60, "seventy": 70, "seventieth": 70, "eighty": 80, "eightieth": 80, "ninety": 90,
    "ninetieth": 90, "hundred": 100, "hundreds": 100, "hundredth": 100, "thousand": 1000, "thousands": 1000,
    "thousandth": 1000, "million": 10**6, "millions": 10**6, "millionth": 10**6, "billion": 10**9,
    "billions": 10**9, "trillion": 10**12, "trillions": 10**12, "score": 20, "lakh": 10**5, "lakhs": 10**5, "crore": 10**7, "crores": 10**7, "twenties": 20, "thirties": 30,
    "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70, "eighties": 80, "nineties": 90,
}  # fmt: skip

# What a word makes plausible in the target beside its own value.
_ENGLISH_HINTS: Mapping[str, tuple[str, ...]] = {
    "half": ("0.5", "50", "2", "6", "30"), "halved": ("0.5", "50", "2"), "halves": ("0.5", "50", "2"),
    "halving": ("0.5", "50", "2"), "halve": ("0.5", "50", "2"), "half-hour": ("30",), "quarter": ("0.25", "25", "4", "3", "15"),
    "quarters": ("0.75", "75", "25", "4", "3"), "third": ("0.3333",), "thirds": ("0.6667",), "fifth": ("0.2", "20"),
    "tenth": ("0.1",), "decade": ("10",), "decades": ("10", "20", "30"), "decade-long": ("10",),
    "decades-long": ("10", "20", "30"), "decade-old": ("10",), "decades-old": ("10", "20"), "century": ("100",),
    "centuries": ("100", "200", "300"), "century-old": ("100",), "centuries-old": ("100",),
    "fortnight": ("14", "2"), "fortnightly": ("14", "2"), "week": ("7",), "weekly": ("7",), "overnight": ("1",),
    "double": ("1", "100", "200"), "doubled": ("1", "100", "200"), "doubling": ("1", "100"), "doubles": ("1", "100"),
    "triple": ("200", "300"), "tripled": ("2", "200", "300"), "tripling": ("2", "200"), "trebled": ("2", "200"),
    "quadrupled": ("300", "3"), "quadruple": ("300", "3"), "twice": ("1", "100"), "biennial": ("2",), "biannual": ("2",), "triennial": ("3",),
    "bicentenary": ("200",), "centenary": ("100",), "centennial": ("100",), "bilateral": ("2",), "trilateral": ("3",),
    "noon": ("12",), "midday": ("12",), "midnight": ("0", "12", "24"), "daily": ("1", "24"), "round-the-clock": ("24",),
    "day": ("24", "1"), "clock": ("24",), "hour": ("60", "1"), "hourly": ("1",), "monthly": ("1",), "annual": ("1",),
    "teenage": ("10",), "teenager": ("10",), "teenagers": ("10",), "octogenarian": ("80",), "nonagenarian": ("90",),
    "septuagenarian": ("70",), "semi-annual": ("6",), "dozen": ("10",), "dozens": ("10", "20", "30"),
    "hundreds": ("100",), "january": ("1",), "february": ("2",), "march": ("3",), "april": ("4",), "may": ("5",),
    "june": ("6",), "july": ("7",), "august": ("8",), "september": ("9",), "october": ("10",), "november": ("11",),
    "december": ("12",), "jan": ("1",), "feb": ("2",), "mar": ("3",), "apr": ("4",), "jun": ("6",), "jul": ("7",),
    "aug": ("8",), "sep": ("9",), "sept": ("9",), "oct": ("10",), "nov": ("11",), "dec": ("12",),
    "one-off": ("1",), "percent": ("100",), "full": ("100",), "entirely": ("100",), "all": ("100",), "quarterly": ("4", "3"),
    "eve": ("31", "24"), "lakh": ("100000",), "crore": ("10000000",),
}  # fmt: skip

# Russian: prefix of a word (ё written е) → value. The longest prefix wins; None cancels a shorter one.
_RUSSIAN: Mapping[str, str | None] = {
    "один": "1", "одн": "1", "перв": "1", "единствен": "1", "однажд": "1", "ноль": "0", "нул": "0",
    "два": "2", "две": "2", "двух": "2", "двум": "2", "двое": "2", "двои": "2", "двой": "2", "втор": "2", "вторн": None,
    "втори": None, "оба": "2", "обе": "2", "обои": "2", "обеи": "2", "обеща": None, "обесп": None, "вдвое": "2",
    "дважд": "2", "двуяз": "2", "двуст": "2", "двусторон": "2", "пара": "2", "пару": "2", "пары": "2", "парал": None, "парад": None, "парам": None,
    "удво": "2", "полтор": "1.5", "полутор": "1.5", "три": "3", "трех": "3", "трем": "3", "трое": "3", "трои": "3", "трет": "3",
    "трижд": "3", "втрое": "3", "утроил": "3", "утроен": "3", "утроит": "3", "утраив": "3", "тройн": "3", "тройк": "3", "трибун": None,
    "четыр": "4", "четвер": "4", "вчетвер": "4", "пять": "5", "пяти": "5", "пята": "5", "пято": "5", "пяты": "5", "пяте": "5", "пятую": "5",
    "впятеро": "5", "шест": "6", "шестви": None, "шестом": "6", "вшестеро": "6", "семь": "7", "семи": "7", "семер": "7", "седьм": "7", "семина": None,
    "семит": None, "семьи": None, "семья": None, "семье": None, "семью": "7", "восем": "8", "восьм": "8", "девят": "9",
    "десят": "10", "одиннадцат": "11", "двенадцат": "12", "тринадцат": "13", "четырнадцат": "14",
    "пятнадцат": "15", "шестнадцат": "16", "семнадцат": "17", "восемнадцат": "18", "девятнадцат": "19",
    "двадцат": "20", "тридцат": "30", "сорок": "40", "пятьдесят": "50", "пятидесят": "50", "шестьдесят": "60",
    "шестидесят": "60", "семьдесят": "70", "семидесят": "70", "восемьдесят": "80", "восьмидесят": "80",
    "девяност": "90", "сто": None, "сот": "100", "сотр": None, "сотов": None, "столет": "100", "стодоллар": "100", "стометр": "100", "стопроцент": "100", "стокилом": "100", "стотыс": "100", "стостран": "100", "двести": "200", "двухсот": "200", "двумст": "200", "триста": "300",
    "трехсот": "300", "четырест": "400", "четырехсот": "400", "пятьсот": "500", "пятисот": "500",
    "шестьсот": "600", "шестисот": "600", "семьсот": "700", "семисот": "700", "восемьсот": "800",
    "восьмисот": "800", "девятьсот": "900", "девятисот": "900", "тысяч": "1000", "миллион": "1000000",
    "млн": "1000000", "миллиард": "1000000000", "млрд": "1000000000", "триллион": "1000000000000", "трлн": "1000000000000",
    "дюжин": "12", "десяток": "10", "десятк": "10", "десятилет": "10", "полпроцент": "0.5", "полвек": "50", "полувек": "50", "полгод": "0.5",
    "полугод": "0.5", "половин": "0.5", "полмиллион": "500000", "полумиллион": "500000", "полтысяч": "500",
    "полчас": "30", "получас": "30", "миллионн": "1000000", "полторы": "1.5", "сутк": "24", "круглосуточ": "24",
}  # fmt: skip
_RUSSIAN_WHOLE: Mapping[str, str] = {"сто": "100", "ста": "100", "стам": "100", "стами": "100", "стах": "100"}
_RUSSIAN_HINTS: Mapping[str, tuple[str, ...]] = {
    "половин": ("50", "2"), "полтор": ("18", "90", "150"), "полутор": ("18", "90", "150"), "трет": ("0.3333",), "четверт": ("0.25", "25"), "пята": ("0.2", "20"), "пятую": ("0.2", "20"), "пятой": ("0.2", "20"),
    "вдвое": ("50", "200", "100"), "удво": ("200", "100"), "втрое": ("300", "200"), "полгод": ("6",), "полугод": ("6",),
    "десят": ("0.1",), "десятк": ("20", "30"), "десятилет": ("20", "30"), "полчас": ("0.5",), "пополам": ("50", "2"),
    "полностью": ("100",), "целиком": ("100",), "стопроцент": ("100",), "январ": ("1",), "неделя": ("7",), "недел": ("7",),
    "полдень": ("12",), "полдня": ("12",), "полдник": ("12",), "полноч": ("0", "24", "12"), "месяц": ("30",),
}  # fmt: skip

_KAZAKH: Mapping[str, str | None] = {
    "бір": "1", "алғаш": "1", "жалғыз": "1", "нөл": "0", "екі": "2", "екеу": "2", "қос": "2", "үш": "3", "үшін": None, "төрт": "4",
    "төртінші": "4", "бес": "5", "алты": "6", "алтын": None, "алтыншы": "6", "алтынш": "6", "алтау": "6", "жеті": "7", "жетіс": None, "жетіп": None, "жетіл": None,
    "жетік": None, "жетім": None, "жетеу": "7", "сегіз": "8", "тоғыз": "9", "онға": "10", "оннан": "10", "онның": "10", "ондық": "10", "онжыл": "10",
    "онын": "10", "оныншы": "10", "ондаған": "10", "онкүн": "10", "жиырма": "20", "отыз": "30", "қырық": "40", "қырқын": "40", "елу": "50", "алпыс": "60",
    "жетпіс": "70", "сексен": "80", "тоқсан": "90", "жүз": "100", "жүзе": None, "жүзд": "100", "ғасыр": "100", "мың": "1000", "миллион": "1000000",
    "млн": "1000000", "миллиард": "1000000000", "млрд": "1000000000", "триллион": "1000000000000",
    "трлн": "1000000000000", "жарты": "0.5", "жартым": "0.5", "жартысы": "0.5", "ширек": "0.25", "жарым": "0.5",
}  # fmt: skip
_KAZAKH_WHOLE: Mapping[str, str] = {"он": "10"}
_KAZAKH_HINTS: Mapping[str, tuple[str, ...]] = {
    "жарты": ("50", "2"), "ширек": ("25", "4"), "үштен": ("0.3333", "0.6667"), "төрттен": ("0.25", "25"), "бестен": ("0.2", "20"),
    "екі": ("100", "200", "50"), "үш": ("300",), "ондаған": ("20", "30"), "онжылдық": ("20", "30"), "тоқсан": ("3",), "апта": ("7",), "тәулік": ("24",),
    "толық": ("100",), "түгел": ("100",), "түнгі": ("12", "24"), "түскі": ("12",), "жартыжыл": ("6",),
}  # fmt: skip

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2, "廿": 20}
_SCALES = {"十": 10, "百": 100, "千": 1000}
_CHINESE = re.compile(r"[零〇一二两三四五六七八九十百千万亿]+")
_CHINESE_HINTS: Mapping[str, tuple[str, ...]] = {
    "半": ("0.5", "50"), "倍": ("2", "100"), "翻番": ("2", "100", "200"), "翻一番": ("2", "100", "200"), "双": ("2",), "减半": ("0.5", "50"), "俩": ("2",), "仨": ("3",),
    "首": ("1",), "世纪": ("100",), "季度": ("3",), "半年": ("6",), "昼夜": ("24",), "全天": ("24",), "正午": ("12",), "中午": ("12",), "半数": ("50",),
    "午夜": ("0", "24", "12"), "零点": ("0", "24", "12"), "零时": ("0", "24", "12"), "全部": ("100",), "完全": ("100",), "元旦": ("1",), "凌晨": ("12", "0"),
}  # fmt: skip

ROMAN = re.compile(r"(?<![\w-])[IVXLCІХ]+(?![\w])")
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def roman_number(text: str) -> int | None:
    """Value of a Roman numeral below 400, Cyrillic look-alikes Х and І included; None when it is none.

    >>> roman_number("ХХІ"), roman_number("IIX")
    (21, None)
    """
    letters = text.replace("Х", "X").replace("І", "I").replace("С", "C")
    if not re.fullmatch(r"C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})", letters) or not letters:
        return None
    total = 0
    for a, b in zip(letters, [*letters[1:], "I"], strict=True):
        total += -_ROMAN[a] if _ROMAN[a] < _ROMAN[b] else _ROMAN[a]
    return total


def fraction(numerator: int, denominator: int) -> Decimal:
    """A fraction to four places, the precision at which fractions are compared.

    >>> fraction(1, 3)
    Decimal('0.3333')
    """
    return (Decimal(numerator) / Decimal(denominator)).quantize(Decimal("0.0001")).normalize()


def chinese_number(text: str) -> Decimal | None:
    """Value of Chinese numerals; None for an empty or ill-formed string.

    >>> chinese_number("三百二十"), chinese_number("二〇二四"), chinese_number("两亿")
    (Decimal('320'), Decimal('2024'), Decimal('2E+8'))
    """
    if not text or any(c not in _DIGITS and c not in _SCALES and c not in "万亿" for c in text):
        return None
    if len(text) > 1 and all(c in _DIGITS for c in text):
        return Decimal("".join(str(_DIGITS[c]) for c in text))
    total = section = digit = 0
    for c in text:
        if c in _DIGITS:
            digit = _DIGITS[c]
        elif c in _SCALES:
            section += (digit or (1 if c == "十" or not section else 0)) * _SCALES[c]
            digit = 0
        else:
            scale = 10**4 if c == "万" else 10**8
            section += digit
            digit = 0
            if c == "亿" and section == 0 and total:
                total *= scale  # 万亿
            else:
                total += (section or 1) * scale
            section = 0
    value = total + section + digit
    return Decimal(value).normalize() if value % 10**8 == 0 and value else Decimal(value)


def word_values(text: str, language: str) -> frozenset[Decimal]:
    """All values that number words of a text make plausible: composed, single and derived ones.

    >>> sorted(word_values("twenty-three of two hundred", "en"))
    [Decimal('2'), Decimal('3'), Decimal('20'), Decimal('23'), Decimal('100'), Decimal('200')]
    >>> Decimal(18) in word_values("он сегіз жүк көлігі", "kk")
    True
    """
    if language == "zh":
        return frozenset(_chinese_values(text))
    values: set[Decimal] = set()
    for run in _runs(text, language):
        values.update(run)
        values.update(_composed(run))
    values.update(_hints(text, language))
    for match in ROMAN.finditer(text):
        if (roman := roman_number(match[0])) is not None:
            values.add(Decimal(roman))
    return frozenset(values)


def _words(text: str) -> Iterator[tuple[str, int]]:
    """Lower-case words with the number of the run they stand in: runs end at punctuation other than a hyphen."""
    run, at = 0, 0
    for match in re.finditer(r"[^\W\d_]+", text):
        gap = text[at : match.start()]
        if gap.strip(" \u00a0-‑") != "":
            run += 1
        at = match.end()
        yield match[0].lower().replace("ё", "е"), run


def _runs(text: str, language: str) -> Iterator[list[Decimal]]:
    current: list[Decimal] = []
    last = 0
    for word, run in _words(text):
        value = _value(word, language)
        if (value is None and not (language == "en" and word == "and" and current)) or run != last:
            if current:
                yield current
            current = []
        last = run
        if value is not None:
            current.append(value)
    if current:
        yield current


_COMPOUND = re.compile("миллиард|миллион|тысяч")


@functools.lru_cache(maxsize=50_000)
def _value(word: str, language: str) -> Decimal | None:
    if language == "en":
        number = _ENGLISH.get(word)
        return None if number is None else Decimal(number)
    whole, prefixes = (_RUSSIAN_WHOLE, _RUSSIAN) if language == "ru" else (_KAZAKH_WHOLE, _KAZAKH)
    if word in whole:
        return Decimal(whole[word])
    found = _longest(word, prefixes)
    if language == "ru" and found is not None and (compound := _COMPOUND.search(word, 3)):
        return Decimal(found) * {"миллион": 10**6, "тысяч": 1000}.get(compound[0], 10**9)  # десятимиллионный
    return None if found is None else Decimal(found)


def _longest(word: str, prefixes: Mapping[str, str | None]) -> str | None:
    for n in range(len(word), 1, -1):
        if word[:n] in prefixes:
            return prefixes[word[:n]]
    return None


def _composed(run: list[Decimal]) -> set[Decimal]:
    """Values of a run of number words read from each of its places: "two hundred and five" and its parts."""
    values: set[Decimal] = set()
    for start in range(len(run)):
        total = current = Decimal(0)
        for value in run[start : start + 8]:
            if value >= 1000:
                total += (current or Decimal(1)) * value
                current = Decimal(0)
            elif value == 100 and 0 < current < 100:
                current *= 100
            else:
                current += value
            values.add(total + current)
    for numerator, denominator in zip(
        run, run[1:], strict=False
    ):  # two thirds; nine in ten has a word between
        if (
            0 < numerator < denominator <= 100
            and numerator == int(numerator)
            and denominator == int(denominator)
        ):
            part = fraction(int(numerator), int(denominator))
            values.update({part, (part * 100).normalize()})
    return values


def _hints(text: str, language: str) -> Iterator[Decimal]:
    tables = {"en": _ENGLISH_HINTS, "ru": _RUSSIAN_HINTS, "kk": _KAZAKH_HINTS}
    table = tables[language]
    for word, _ in _words(text):
        if language == "en":
            found: tuple[str, ...] = table.get(word, ())
            if word.endswith("s") and not found:
                found = table.get(word[:-1], ())
        else:
            found = next((table[word[:n]] for n in range(len(word), 2, -1) if word[:n] in table), ())
        yield from map(Decimal, found)
    if language == "en":
        for a, b in re.findall(r"\b(\w+) (?:in|out of) (?:every )?(\w+)\b", text.lower()):
            x, y = (_ENGLISH.get(w, int(w) if w.isdigit() and len(w) < 5 else 0) for w in (a, b))
            if 0 < x < y:
                yield from (fraction(x, y), (fraction(x, y) * 100).normalize())


def _chinese_values(text: str) -> Iterator[Decimal]:
    for match in _CHINESE.finditer(text):
        value = chinese_number(match[0])
        if value is not None:
            yield value
            if text[match.end() : match.end() + 1] == "成":
                yield value * 10
                if text[match.end() + 1 : match.end() + 2] == "半":
                    yield value * 10 + 5
            if text[match.end() : match.end() + 1] == "半" or text[match.end() + 1 : match.end() + 2] == "半":
                yield value + Decimal("0.5")
        if len(match[0]) > 1:
            yield from (Decimal(_DIGITS[c]) for c in match[0] if c in _DIGITS)
    for below, above in re.findall(
        r"([一二三四五六七八九十百两\d]+)分之([一二三四五六七八九十百两\d]+)", text
    ):
        x, y = (int(v) if v.isdigit() else int(chinese_number(v) or 0) for v in (above, below))
        if 0 < x and 0 < y:
            yield from (fraction(x, y), (fraction(x, y) * 100).normalize())
    for hint, values in _CHINESE_HINTS.items():
        if hint in text:
            yield from map(Decimal, values)
