"""Numbers, money, percentages, years and dates in English text, and how each stands in the target languages.

Conventions of the targets: CLDR separators with a plain space between thousands, as agencies and this project's
corpus write them; long numbers in Chinese by 万 (10^4) and 亿 (10^8).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from toolkit.translation.dates import (
    ClockTime,
    find_dates,
    find_times,
    render_date,
    render_time,
)
from toolkit.translation.number_words import word_values

__all__ = [
    "Kind",
    "Quantity",
    "find_quantities",
    "group_digits",
    "name_digits",
    "plain_value",
    "render",
    "render_number",
    "simplify_money",
]

Kind = Literal["number", "percent", "money", "date", "year", "time", "range", "ordinal"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, date or sum as it stands in an English text.

    Attributes:
        start, end: character offsets; ``text[start:end] == surface``.
        kind: ``number``, ``percent``, ``money``, ``date``, ``year``, ``time``, ``range`` or ``ordinal``.
        value: the exact value, million and billion multiplied in; the lower end of a range; None for dates,
            times and fractions.
        unit: ISO 4217 code for money; ``percent``; ISO 8601 for dates and times; ``year``, ``decade``,
            ``century``, ``point`` where it applies.
        high: the upper end of a range.
        alternatives: other values by which the same may rightly stand in a target ("2 to 3 billion").
    """

    start: int
    end: int
    surface: str
    kind: Kind
    value: Decimal | None
    unit: str | None = None
    high: Decimal | None = None
    alternatives: tuple[Decimal, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class _Currency:
    english: tuple[str, str]
    kazakh: str
    russian: tuple[str, str, str]  # after 1, after 2–4 and decimals, after 5 and million
    chinese: str


_CURRENCIES: dict[str, _Currency] = {
    "USD": _Currency(("dollar", "dollars"), "доллар", ("доллар", "доллара", "долларов"), "美元"),
    "EUR": _Currency(("euro", "euros"), "еуро", ("евро", "евро", "евро"), "欧元"),
    "GBP": _Currency(("pound", "pounds"), "фунт", ("фунт", "фунта", "фунтов"), "英镑"),
    "CNY": _Currency(("yuan", "yuan"), "юань", ("юань", "юаня", "юаней"), "元"),
    "JPY": _Currency(("yen", "yen"), "иен", ("иена", "иены", "иен"), "日元"),
    "KZT": _Currency(("tenge", "tenge"), "теңге", ("тенге", "тенге", "тенге"), "坚戈"),
    "RUB": _Currency(("ruble", "rubles"), "рубль", ("рубль", "рубля", "рублей"), "卢布"),
    "INR": _Currency(("rupee", "rupees"), "рупий", ("рупия", "рупии", "рупий"), "卢比"),
    "TRY": _Currency(("lira", "lira"), "лира", ("лира", "лиры", "лир"), "里拉"),
    "UZS": _Currency(("soum", "soums"), "сум", ("сум", "сума", "сумов"), "苏姆"),
    "KGS": _Currency(("som", "soms"), "сом", ("сом", "сома", "сомов"), "索姆"),
    "TJS": _Currency(("somoni", "somoni"), "сомони", ("сомони", "сомони", "сомони"), "索莫尼"),
    "AZN": _Currency(("manat", "manats"), "манат", ("манат", "маната", "манатов"), "马纳特"),
    "KRW": _Currency(("won", "won"), "вон", ("вона", "воны", "вон"), "韩元"),
    "GEL": _Currency(("lari", "lari"), "лари", ("лари", "лари", "лари"), "拉里"),
    "CHF": _Currency(("franc", "francs"), "франк", ("франк", "франка", "франков"), "法郎"),
}
_SIGNS = {
    "$": "USD", "€": "EUR", "£": "GBP", "¥": "CNY", "₸": "KZT", "₽": "RUB", "₹": "INR", "₺": "TRY", "RMB": "CNY",
    "Rs": "INR", "Rs.": "INR", "₩": "KRW", "₾": "GEL", "₼": "AZN",
}  # fmt: skip
_NAMES = {
    "dollar": "USD", "euro": "EUR", "pound": "GBP", "yuan": "CNY", "renminbi": "CNY", "yen": "JPY",
    "tenge": "KZT", "ruble": "RUB", "rouble": "RUB", "rupee": "INR", "lira": "TRY", "soum": "UZS", "som": "KGS",
    "sum": "UZS", "somoni": "TJS", "manat": "AZN", "won": "KRW", "lari": "GEL", "franc": "CHF",
}  # fmt: skip

_DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_SCALE_WORDS = r"(?i:thousand|million|billion|trillion|lakh|crore)"
_SCALES: dict[str, int] = {
    **dict.fromkeys(("thousand", "k"), 10**3),
    "lakh": 10**5,
    **dict.fromkeys(("million", "mn", "mln", "m", "mcm"), 10**6),
    "crore": 10**7,
    **dict.fromkeys(("billion", "bn", "bln", "b", "bcm"), 10**9),
    **dict.fromkeys(("trillion", "tn", "trn"), 10**12),
}
_SHORT_SCALES = r"(?:mn|mln|bn|bln|tn|trn|bcm|mcm)\b"
_CODES = "USD|EUR|GBP|CNY|RMB|KZT|RUB|JPY|INR|UZS|KGS|TJS|AZN|TRY|CHF"
_SIGN = rf"(?:(?:US|A|C|HK|NZ|S)?\$|[€£¥₸₽₹₺₩₾₼]|(?:{_CODES}|Rs\.?)\s?)"
_CODE = rf"(?:\s(?:{_CODES})\b)"
_MONEY_WORD = r"(?:[\s-](?:US\s|U\.S\.\s)?(?i:" + "|".join(_NAMES) + r")s?\b)"
_PERCENT = r"(?:\s?%|[\s-](?:percent|per\scent|pct)\b)"
_POINTS = r"(?:[\s-]percentage[\s-]points?\b)"
_BEFORE = r"(?<![\w.,/:+])(?<![A-Za-z]-)(?<![A-Za-z]–)"
_DASH = r"\s?[-–—]\s?"
_NUMBER_WORDS = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
    r"(?:[\s-](?:one|two|three|four|five|six|seven|eight|nine|hundred))*"
)
_TOKEN = re.compile(
    rf"""
    (?P<sign>{_SIGN})?
    (?P<low>{_DIGITS})
    (?P<lowscale>\s?(?:{_SCALE_WORDS})\b|{_SHORT_SCALES}|(?<=\d)[kKmMbB]\b)?
    (?: (?P<dash>{_DASH}) (?P<sign2>{_SIGN})? (?P<high>{_DIGITS}) (?![\d,]*[./:]?\d) )?
    (?P<scale>[\s-](?:{_SCALE_WORDS})\b|\s?{_SHORT_SCALES}|(?<=\d)[kKmMbB]\b)?
    (?P<points>{_POINTS})?
    (?P<percent>{_PERCENT})?
    (?P<money>{_MONEY_WORD}|{_CODE})?
    """,
    re.VERBOSE,
)
_WORDS = re.compile(
    rf"\b(?P<words>{_NUMBER_WORDS})[\s-](?P<scale>million|billion|trillion)\b(?P<money>{_MONEY_WORD})?",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    r"(?<![\w.,/-])(?P<value>\d+)(?:st|nd|rd|th)\b(?P<century>[\s-]+(?:century|centuries)\b)?"
)
_DECADE = re.compile(r"(?<![\w.,/])(?P<century>\d{2})?['’]?(?P<decade>\d0)['’]?s\b")
_YEARS = re.compile(
    r"(?<![\w.,/:$€£-])(?P<low>1\d{3}|20\d\d)\s?[-–—/]\s?(?P<high>1\d{3}|20\d\d|\d\d)(?![\w,.]?\d)(?!\w)"
)
_FRACTION = re.compile(r"(?<![\w.,/:])(?P<n>\d{1,2})/(?P<d>\d{1,2})(?![\w/])")
_JOINED = re.compile(
    r"(?P<prefix>\b(?:mid|pre|post|late|early|top|under|over|sub|about|near|non|ex|minus|the|all)[-–])(?=\d)",
    re.IGNORECASE,
)
_YEAR_CUE = re.compile(
    r"\b(?:in|since|by|of|from|to|until|till|before|after|during|late|early|mid|for|and|between|around|through|year"
    r"|than|on|the|next|than in|spring|summer|autumn|winter|circa|late-|early-|mid-|pre-|post-|than|over|with)[\s-]$",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"[\s-](?:people|men|women|metres?|meters?|kilomet\w+|km|m|tonnes?|tons?|hectares?|acres?|miles?|feet|foot|kilograms?"
    r"|kg|square|cubic|residents|workers|soldiers|troops|delegates|students|families|households|children|megawatts?"
    r"|MW|kilowatts?|degrees|hours|days|items|barrels|litres?|liters?|vehicles|cars|containers|horsepower|more|of)\b"
)
_URL = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NAME_DIGITS = re.compile(r"(?:[A-Za-z]+[-–+]?\d+(?:[+.-]\d+)*)|\d+[A-Z](?![a-z]|[A-Z])|\d+(?:\.\d+)?D\b")


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """Every quantity in digits of an English text, and sums such as "two million", in order, none overlapping.

    Digits inside names (G20, C5+1, A320, COVID-19), web and e-mail addresses are no quantities.

    >>> for q in find_quantities("up 20.5 percent to $41 billion in 2023"):
    ...     print(q.surface, q.kind, q.value, q.unit, sep=" | ")
    20.5 percent | percent | 20.5 | percent
    $41 billion | money | 41000000000 | USD
    2023 | year | 2023 | year
    """
    found: list[Quantity] = []
    taken = [match.span() for match in _URL.finditer(text)]

    def add(quantity: Quantity | None) -> None:
        if quantity is not None and all(quantity.end <= a or quantity.start >= b for a, b in taken):
            found.append(quantity)
            taken.append((quantity.start, quantity.end))

    for date in find_dates(text):
        add(Quantity(date.start, date.end, text[date.start : date.end], "date", None, date.iso))
    for time in find_times(text):
        add(_time(text, time))
    for match in _YEARS.finditer(text):
        add(_year_range(match))
    for match in _ORDINAL.finditer(text):
        unit = "century" if match["century"] else None
        add(Quantity(match.start(), match.end(), match[0], "ordinal", Decimal(match["value"]), unit))
    for match in _DECADE.finditer(text):
        if match["century"] or text[match.start()] in "'’" or text[match.start() - 1 : match.start()] in "'’":
            add(_decade(match))
    for match in _FRACTION.finditer(text):
        add(Quantity(match.start(), match.end(), match[0], "number", None, match[0]))
    for match in _WORDS.finditer(text):
        add(_in_words(match))
    add_from = 0
    while (token := _TOKEN.search(text, add_from)) is not None:
        add_from = max(token.end(), add_from + 1)
        add(_number(text, token))
    return tuple(_shared_scales(text, sorted(found, key=lambda q: q.start)))


def name_digits(text: str) -> frozenset[Decimal]:
    """Digits that belong to names (G20, A320, C5+1): not to be required, but expected in a target."""
    found = _NAME_DIGITS.findall(text)
    return frozenset(Decimal(digits) for name in found for digits in re.findall(r"\d+", name))


def _time(text: str, time: ClockTime) -> Quantity:
    return Quantity(
        time.start, time.end, text[time.start : time.end], "time", None, f"{time.hour:02d}:{time.minute:02d}"
    )


def _year_range(match: re.Match[str]) -> Quantity | None:
    low, high = int(match["low"]), int(match["high"])
    if high < 100:
        high += low // 100 * 100
    if high <= low:
        return None
    return Quantity(
        match.start(),
        match.end(),
        match[0],
        "range",
        Decimal(low),
        "year",
        Decimal(high),
        (Decimal(high % 100),),
    )


def _decade(match: re.Match[str]) -> Quantity:
    century = int(match["century"] or 19)
    value = Decimal(century * 100 + int(match["decade"]))
    return Quantity(
        match.start(), match.end(), match[0], "year", value, "decade", None, (Decimal(match["decade"]),)
    )


def _in_words(match: re.Match[str]) -> Quantity:
    value = max(v for v in word_values(match["words"], "en")) * _SCALES[match["scale"].lower()]
    code = _currency(None, match["money"])
    return Quantity(match.start(), match.end(), match[0], "money" if code else "number", value, code)


def _currency(sign: str | None, word: str | None) -> str | None:
    if sign and sign.strip():
        bare = sign.strip()
        return _SIGNS.get(bare) or ("USD" if bare.endswith("$") else bare)
    if word and word.strip():
        bare = word.strip(" -")
        name = re.split(r"[\s-]", bare)[-1].lower()
        return _NAMES.get(name) or _NAMES.get(name.removesuffix("s")) or _SIGNS.get(bare) or bare
    return None


def _scale(word: str | None, *, money: bool, after: str) -> int | None:
    """Multiplier of a scale word; None when the letter is a unit (100m race)."""
    if word is None:
        return 1
    bare = word.strip(" -").lower()
    if (
        bare in ("m", "b", "k")
        and not money
        and not re.match(r"\s(?:people|tonnes|tons|barrels|users|jobs|\w+s\b)", after)
    ):
        return None if bare != "k" else 1000
    return _SCALES[bare]


def _decimal(digits: str) -> Decimal:
    return Decimal(digits.replace(",", ""))


def plain_value(value: Decimal) -> Decimal:
    """The same value without trailing zeros and without an exponent.

    >>> plain_value(Decimal("1800000.0")), plain_value(Decimal("4.1E+3"))
    (Decimal('1800000'), Decimal('4100'))
    """
    if value == value.to_integral():
        return value.quantize(Decimal(1)) if abs(value) < 10**24 else value.normalize()
    return value.normalize()


def _is_part_of_name(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 12) : start], text[end : end + 4]
    if re.search(r"[A-Za-z][-–]$", before) and not re.search(
        _JOINED.pattern + r"?$", before + "", re.IGNORECASE
    ):
        joined = re.search(
            r"\b(?:mid|pre|post|late|early|top|under|over|sub|about|near|non|ex|minus|the|all)[-–]$",
            before,
            re.IGNORECASE,
        )
        return joined is None
    if re.search(r"[A-Za-z_]$|[A-Za-z]\d*\+$", before):
        return True
    return bool(re.match(r"[A-Z](?![A-Za-z])|[A-Z][a-z]?[-–]?\d", after)) and not re.match(r"[MGkT]W", after)


def _number(text: str, match: re.Match[str]) -> Quantity | None:
    start, end = match.start(), match.end()
    digits_start = match.start("low")
    if re.search(r"[\d.,/:]$", text[:start]) and re.search(r"\d[.,/:]?$", text[:start]):
        return None
    code = _currency(match["sign"], match["money"])
    if match["sign"] is None and _is_part_of_name(text, digits_start, match.end("low")):
        return None
    high, scale_word = match["high"], match["scale"] or match["lowscale"]
    after = text[end:]
    scale = _scale(scale_word, money=code is not None, after=after)
    low_scale = _scale(match["lowscale"], money=code is not None, after=after)
    if scale is None or low_scale is None:  # a unit such as the m of 100m
        end, scale, low_scale, scale_word = match.end("low"), 1, 1, None
        return Quantity(
            start, end, text[start:end], "money" if match["sign"] else "number", _decimal(match["low"]), code
        )
    if match["lowscale"] and high and not match["scale"]:
        scale = 1
    unit = code or ("percent" if match["percent"] else "point" if match["points"] else None)
    kind: Kind = "money" if code else "percent" if unit else "number"
    low_value = plain_value(_decimal(match["low"]) * (low_scale if match["lowscale"] else scale))
    surface = text[start:end]
    if high is not None:
        alternatives = (_decimal(match["low"]),) if scale != 1 else ()
        return Quantity(
            start, end, surface, "range", low_value, unit, plain_value(_decimal(high) * scale), alternatives
        )
    if kind == "number" and scale_word is None and _is_year(text, start, end, match["low"]):
        return Quantity(start, end, surface, "year", low_value, "year")
    return Quantity(start, end, surface, kind, low_value, unit, None, _converted(low_value, after))


# Units that Chinese usually counts by another: 3 gigawatts are 300万千瓦.
_CONVERTED = (
    (re.compile(r"[\s-](?:gigawatt|GWh?\b)"), 10**6),
    (re.compile(r"[\s-](?:megawatt|MWh?\b)"), 10**3),
    (re.compile(r"[\s-](?:terawatt|TWh?\b|cubic kilomet)"), 10**9),
)


def _converted(value: Decimal, after: str) -> tuple[Decimal, ...]:
    return tuple(value * factor for pattern, factor in _CONVERTED if pattern.match(after))


def _is_year(text: str, start: int, end: int, digits: str) -> bool:
    if not re.fullmatch(r"1[0-9]{3}|20\d\d", digits) or (_COUNTED.match(text, end) and digits[-1] == "0"):
        return False
    if text[end : end + 1] == "-" or _COUNTED.match(text, end):
        return not _COUNTED.match(text, end)
    return int(digits) >= 1800 or bool(_YEAR_CUE.search(text[:start]))


def _shared_scales(text: str, quantities: list[Quantity]) -> list[Quantity]:
    """In "between 2 and 3 billion" the first number may rightly carry the scale of the second."""
    shared: list[Quantity] = []
    for quantity, after in zip(quantities, [*quantities[1:], None][: len(quantities)], strict=True):
        gap = text[quantity.end : after.start] if after else ""
        scale = re.search(rf"{_SCALE_WORDS}|{_SHORT_SCALES}", after.surface) if after else None
        if (
            after is not None
            and scale is not None
            and quantity.value is not None
            and not re.search(rf"{_SCALE_WORDS}|{_SHORT_SCALES}", quantity.surface)
            and len(gap) <= 12
        ):
            more = quantity.value * _SCALES[scale[0].lower()]
            quantity = Quantity(
                quantity.start, quantity.end, quantity.surface, quantity.kind, quantity.value, quantity.unit,
                quantity.high, (*quantity.alternatives, more),
            )  # fmt: skip
        shared.append(quantity)
    return shared


def group_digits(value: Decimal, language: str) -> str:
    """A value in digits by the conventions of the language.

    >>> group_digits(Decimal("12400.5"), "ru"), group_digits(Decimal("1300"), "zh")
    ('12 400,5', '1300')
    """
    plain = f"{value:f}"
    whole, _, rest = plain.partition(".")
    if language == "zh":
        return plain
    if language == "en":
        return f"{int(whole):,}" + (f".{rest}" if rest else "")
    return f"{int(whole):,}".replace(",", " ") + (f",{rest}" if rest else "")


def render_number(surface: str, language: str) -> str:
    """A bare English number in the conventions of the target.

    >>> [render_number("2,400", language) for language in ("kk", "ru", "zh")]
    ['2 400', '2 400', '2400']
    >>> render_number("20.5", "kk"), render_number("1998", "ru")
    ('20,5', '1998')
    """
    if not re.fullmatch(_DIGITS, surface):
        return surface
    if language == "zh":
        return surface.replace(",", "")
    return surface.replace(",", " ").replace(".", ",")


def chinese_digits(value: Decimal, *, scaled: bool) -> str:
    """A value as Xinhua writes it: 4,100,000,000 → 41亿, 1,800,000 → 180万, 12,345 → 12345, 12,400 → 1.24万."""
    trillion, yi, wan = Decimal(10**12), Decimal(10**8), Decimal(10**4)
    for unit, name, places in ((trillion, "万亿", 4), (yi, "亿", 4), (wan, "万", 2 if not scaled else 4)):
        if value >= unit:
            part = value / unit
            if part == round(part, places):
                return f"{part.normalize():f}{name}"
    return f"{value.normalize():f}" if value == value.to_integral() else f"{value:f}"


def _russian_form(value: Decimal) -> int:
    """Which of three forms follows a number: 0 «доллар», 1 «доллара», 2 «долларов»."""
    if value != value.to_integral():
        return 1
    last, tens = int(abs(value)) % 10, int(abs(value)) % 100
    if 11 <= tens <= 14 or last == 0 or last >= 5:
        return 2
    return 0 if last == 1 else 1


_SCALE_NAMES = {
    10**3: ("мың", ("тысяча", "тысячи", "тысяч")),
    10**6: ("миллион", ("миллион", "миллиона", "миллионов")),
    10**9: ("миллиард", ("миллиард", "миллиарда", "миллиардов")),
    10**12: ("триллион", ("триллион", "триллиона", "триллионов")),
}


def _scaled(surface: str, value: Decimal, language: str) -> tuple[str, int | None]:
    """Digits and scale word in Kazakh or Russian, and the form that a Russian noun after it takes."""
    match = re.search(rf"({_SCALE_WORDS}|{_SHORT_SCALES}|(?<=\d)[kmb]\b)", surface, re.IGNORECASE)
    scale = _SCALES[match[1].lower()] if match else 1
    if scale == 1:
        return group_digits(value, language), _russian_form(value)
    digits = value / scale
    kazakh, russian = _SCALE_NAMES[scale]
    text = group_digits(Decimal(f"{digits.normalize():f}"), language)
    return (f"{text} {kazakh}", 2) if language == "kk" else (f"{text} {russian[_russian_form(digits)]}", 2)


_KAZAKH_LAST = {
    1: "ші", 2: "ші", 3: "ші", 4: "ші", 5: "ші", 6: "шы", 7: "ші", 8: "ші", 9: "шы", 10: "шы", 20: "шы", 30: "шы",
    40: "шы", 50: "ші", 60: "шы", 70: "ші", 80: "ші", 90: "шы", 0: "ші",
}  # fmt: skip


def _ordinal(value: int, language: str) -> str:
    if language == "zh":
        return f"第{value}"
    if language == "ru":
        return f"{value}-й"
    last = value % 10 or value % 100
    suffix = (
        ("шы" if value % 1_000_000 == 0 or value % 1000 == 0 else "ші") if last == 0 else _KAZAKH_LAST[last]
    )
    return f"{value}-{suffix}"


def render(quantity: Quantity, language: str) -> str:
    """The canonical target text of a quantity, nominative.

    >>> q = find_quantities("$1.8 million")[0]
    >>> [render(q, language) for language in ("kk", "ru", "zh")]
    ['1,8 миллион доллар', '1,8 миллиона долларов', '180万美元']
    >>> [render(find_quantities("24th")[0], language) for language in ("kk", "ru", "zh")]
    ['24-ші', '24-й', '第24']
    """
    if quantity.kind == "date":
        return render_date(find_dates(quantity.surface)[0], language)
    if quantity.kind == "time":
        return render_time(next(iter(find_times(quantity.surface))), language)
    if quantity.value is None:
        return quantity.surface
    if quantity.kind == "ordinal":
        return _rendered_ordinal(quantity, language)
    if quantity.kind == "year":
        return _rendered_year(quantity, language)
    if quantity.high is not None:
        return _rendered_range(quantity, language)
    return _with_unit(quantity.surface, quantity.value, quantity.unit, language)


def _with_unit(surface: str, value: Decimal, unit: str | None, language: str, before: str = "") -> str:
    if language == "zh":
        scaled = re.search(rf"{_SCALE_WORDS}|{_SHORT_SCALES}", surface) is not None
        digits = before + chinese_digits(value, scaled=scaled)
        if unit == "percent":
            return f"{digits}%"
        if unit == "point":
            return f"{digits}个百分点"
        return digits + (_CURRENCIES[unit].chinese if unit in _CURRENCIES else "")
    digits, form = _scaled(surface, value, language)
    digits = before + digits
    if unit == "percent":
        return (
            f"{digits} пайыз"
            if language == "kk"
            else f"{digits} {('процент', 'процента', 'процентов')[form or 0]}"
        )
    if unit == "point":
        return (
            f"{digits} пайыздық тармақ"
            if language == "kk"
            else f"{digits} "
            + (
                "процентный пункт",
                "процентного пункта" if value != value.to_integral() else "процентных пункта",
                "процентных пунктов",
            )[form or 0]
        )
    if unit in _CURRENCIES:
        currency = _CURRENCIES[unit]
        return (
            f"{digits} {currency.kazakh}" if language == "kk" else f"{digits} {currency.russian[form or 0]}"
        )
    return digits


def _rendered_ordinal(quantity: Quantity, language: str) -> str:
    value = int(quantity.value or 0)
    if quantity.unit != "century":
        return _ordinal(value, language)
    if language == "zh":
        return f"{value}世纪"
    return f"{_roman(value)} " + ("ғасыр" if language == "kk" else "век")


def _roman(value: int) -> str:
    out = ""
    for number, letters in ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while value >= number:
            out += letters
            value -= number
    return out


def _rendered_year(quantity: Quantity, language: str) -> str:
    value = int(quantity.value or 0)
    if quantity.unit == "decade":
        if language == "zh":
            return f"{value // 100 + 1}世纪{value % 100}年代" if value % 100 else f"{value}年代"
        return f"{value}-жылдар" if language == "kk" else f"{value}-е годы"
    return f"{value}" + {"zh": "年", "kk": " жыл", "ru": " год"}[language]


def _rendered_range(quantity: Quantity, language: str) -> str:
    low, high = quantity.value or Decimal(0), quantity.high or Decimal(0)
    if quantity.unit == "year":
        return f"{low}–{high}" + {"zh": "年", "kk": " жылдар", "ru": " годы"}[language]
    if language == "zh":
        first = chinese_digits(low, scaled=False)
        if quantity.unit == "percent":
            first += "%"
        return _with_unit(quantity.surface, high, quantity.unit, language, before=f"{first}至")
    match = re.search(rf"({_SCALE_WORDS}|{_SHORT_SCALES})", quantity.surface)
    first = group_digits(
        Decimal(f"{(low / _SCALES[match[1].lower()] if match else low).normalize():f}"), language
    )
    return _with_unit(quantity.surface, high, quantity.unit, language, before=f"{first}–")


_MODIFIED = re.compile(r"\b(?:an?|this|another|every|per)\s$", re.IGNORECASE)
_FUNCTION = re.compile(
    r"\s(?:a|an|the|of|in|on|at|to|for|from|by|with|and|or|but|as|is|was|were|are|has|had|have|per|each|every|over|more|less"
    r"|than|that|which|who|when|while|during|last|this|next|between|into|under|after|before|since|against|up|down|would|will|it|he|she|they|we)\b"
)


def simplify_money(text: str) -> str:
    """Currency signs as words, the way the model was trained on sums.

    >>> simplify_money("from $3,150 to €3m, and a $41 billion deal")
    'from 3,150 dollars to 3 million euros, and a 41-billion-dollar deal'
    >>> simplify_money("about CNY 2.5bn (US$350 million)")
    'about 2.5 billion yuan (350 million dollars)'
    """
    out, at = [], 0
    for quantity in find_quantities(text):
        match = _TOKEN.match(quantity.surface)
        if quantity.kind not in ("money", "range") or match is None or not (match["sign"] or match["money"]):
            continue
        code = _currency(match["sign"], match["money"])
        if code not in _CURRENCIES or not (match["sign"] or re.search(_CODE, quantity.surface)):
            continue
        out += [
            text[at : quantity.start],
            _sum_in_words(match, code, text[: quantity.start], text[quantity.end :]),
        ]
        at = quantity.end
    return "".join(out) + text[at:]


def _sum_in_words(match: re.Match[str], code: str, before: str, after: str) -> str:
    scale_word = match["scale"] or match["lowscale"]
    scale = ""
    if scale_word:
        number = _SCALES[scale_word.strip(" -").lower()]
        scale = {10**3: "thousand", 10**6: "million", 10**9: "billion", 10**12: "trillion"}[number]
    low_scale = ""
    if match["high"] and match["lowscale"] and match["scale"]:
        low_scale = " " + match["lowscale"].strip()
    digits = match["low"] + low_scale + (f"-{match['high']}" if match["high"] else "")
    singular, plural = _CURRENCIES[code].english
    if _MODIFIED.search(before) and re.match(r"[\s-][a-z]", after) and not _FUNCTION.match(after):
        return "-".join(part for part in (digits, scale, singular) if part)
    name = singular if digits == "1" and not scale else plural
    return " ".join(part for part in (digits, scale, name) if part)
