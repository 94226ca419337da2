"""Do the numbers of a translation say what those of the source say?

Values, not strings, are compared: «41 миллиард», 410亿 and "41 billion" are one number. Numbers in words count as
present on either side ("nine terminals", «9 терминал»), so that only a wrong or lost number is reported.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from toolkit.translation.dates import find_months, months_in
from toolkit.translation.number_words import chinese_number, fraction, word_values
from toolkit.translation.quantities import Quantity, find_quantities, name_digits, plain_value

__all__ = ["NumberDifference", "compare_numbers", "fix_target", "target_values"]


@dataclass(frozen=True, slots=True)
class NumberDifference:
    """What a comparison found.

    Attributes:
        missing: quantities of the source that the target does not have.
        added: numbers of the target, as they stand there, that the source gives no reason for.
        turned: quantities by which something changed in the source and to which it changed in the target ("cut by
            12 percent", 降至12%), or the other way round.
    """

    missing: tuple[Quantity, ...] = ()
    added: tuple[str, ...] = ()
    turned: tuple[Quantity, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything was found."""
        return bool(self.missing or self.added or self.turned)


@dataclass(frozen=True, slots=True)
class _Found:
    """A number in digits in a target: its surface, likely value, and other values it may stand for."""

    start: int
    end: int
    surface: str
    value: Decimal
    others: tuple[Decimal, ...]
    in_name: bool


_SPACE = "\u0020\u00a0\u202f\u2009"
_CYRILLIC_SCALES = {
    "мың": 10**3, "тыс": 10**3, "миллион": 10**6, "млн": 10**6, "миллиард": 10**9, "млрд": 10**9,
    "триллион": 10**12, "трлн": 10**12,
}  # fmt: skip
_CYRILLIC_SCALE = r"(?P<scale>мың|тысяч|тыс|миллион|млн|миллиард|млрд|триллион|трлн)(?!ер|щи)"
_CYRILLIC = re.compile(
    rf"(?P<int>\d{{1,3}}(?:[{_SPACE}]\d{{3}})+(?!\d)|\d+)(?:[.,](?P<fraction>\d+)(?![.,]?\d))?"
    rf"(?:[{_SPACE}]*(?:[-–]?(?:дан|ден|нан|нен|тан|тен|дай|дей|тай|тей|ға|ге|қа|ке)\s(?:астам|аса|жуық|көп|кем)\s|с\sлишним\s|-)?{_CYRILLIC_SCALE})?"
)
_CHINESE = re.compile(
    r"(?P<int>\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.(?P<fraction>\d+))?(?:[多余来]|几)?\s?(?P<scale>(?:[十万亿]|千(?![瓦克米伏卡赫兆帕焦字])|百(?!分))+)?"
)


def _scan(text: str, language: str) -> Iterator[_Found]:
    pattern = _CHINESE if language == "zh" else _CYRILLIC
    at = 0
    while (match := pattern.search(text, at)) is not None:
        at = match.end()
        value, others = _reading(match, language)
        if (
            language == "zh"
            and match["scale"]
            and (more := re.match(r"(\d+(?:\.\d+)?)([千百]?万)", text[at:]))
        ):
            value += Decimal(more[1]) * Decimal(chinese_number(more[2]) or 1)  # 1亿2000万
            at += more.end()
        before = text[: match.start()]
        in_name = bool(
            re.search(
                r"(?:[A-Za-z]|[А-ЯӘҒҚҢӨҰҮҺІ][А-Яа-яӘҒҚҢӨҰҮҺІ]*)[-–+]?$"
                if language != "zh"
                else r"[A-Za-z][-–+]?$",
                before,
            )
        )
        in_name = in_name or bool(re.match(r"[A-Z]", text[at:]) and not re.match(r"[A-Za-z]{2}", text[at:]))
        yield _Found(match.start(), at, text[match.start() : at], value, others, in_name)


def _reading(match: re.Match[str], language: str) -> tuple[Decimal, tuple[Decimal, ...]]:
    whole = re.sub(rf"[,{_SPACE}]", "", match["int"])
    number = Decimal(whole + (f".{match['fraction']}" if match["fraction"] else ""))
    others: list[Decimal] = []
    if language == "zh":
        scale = Decimal(chinese_number(match["scale"]) or 1) if match["scale"] else Decimal(1)
    else:
        stem = match["scale"]
        scale = Decimal(_CYRILLIC_SCALES.get(stem or "", 1000 if stem == "тысяч" else 1))
        if " " in match["int"] or "\u00a0" in match["int"]:
            others += [Decimal(part) * scale for part in re.split(rf"[{_SPACE}]", match["int"])]
        if match["fraction"] and not match["scale"]:
            others += [Decimal(whole), Decimal(match["fraction"])]
    return number * scale, tuple(others)


def _found(text: str, language: str) -> list[_Found]:
    """Numbers of a target; one without a scale may share that of a neighbour («от 2 до 3 миллиардов»)."""
    found = list(_scan(text, language))
    shared: list[_Found] = []
    for i, item in enumerate(found):
        others = list(item.others)
        after = found[i + 1] if i + 1 < len(found) else None
        if after is not None and after.start - item.end <= 8:
            digits = re.match(r"[\d.,\s]+", after.surface)
            number = (
                Decimal(
                    re.sub(r"\s", "", digits[0]).strip(".,").replace(",", "." if language != "zh" else "")
                )
                if digits
                else Decimal(0)
            )
            if number and after.value > number:
                others.append(item.value * after.value / number)
        shared.append(_Found(item.start, item.end, item.surface, item.value, tuple(others), item.in_name))
    return shared


def target_values(text: str, language: str) -> Counter[Decimal]:
    """All values in digits of a target text, with million, billion, 万 and 亿 words multiplied in.

    >>> target_values("410亿美元，增长53.5%", "zh") == Counter([Decimal("41000000000"), Decimal("53.5")])
    True
    >>> target_values("1,8 млн доллар, 12 400 вагон", "kk") == Counter([Decimal("1800000"), Decimal("12400")])
    True
    """
    if language == "en":
        values = [v for q in find_quantities(text) for v in (q.value, q.high) if v is not None]
        return Counter(values)
    return Counter(plain_value(item.value) for item in _scan(text, language))


_PERCENT_MARK = {
    "kk": r"%|пайыз|процент|проц",
    "ru": r"%|процент|проц\.",
    "zh": r"%|％|百分|[\d一二三四五六七八九两几半]成|折|‰",
}
_CURRENCY_MARK = {
    "USD": r"(?:加|澳|港|新)元|доллар|\$|美元|美金|USD|долл|цент",
    "EUR": r"евро|еуро|€|欧元|EUR",
    "GBP": r"磅|фунт|£|英镑",
    "CNY": r"иен|йен|日元|юан|元|人民币|CNY|¥",  # the sign ¥ stands for both
    "JPY": r"иен|йен|日元",
    "KZT": r"те[нң]ге|坚戈|₸",
    "RUB": r"рубл|卢布|₽|руб",
    "INR": r"рупи|卢比",
}


def compare_numbers(source: str, target: str, language: str) -> NumberDifference:
    """Numbers, dates, sums and percentages of the source that a translation lost, and those it invented.

    Numbers in words are looked for too, from "three" on; a month that is named without a day must be the same month.

    Args:
        source: English.
        target: its translation.
        language: ``kk``, ``ru`` or ``zh``.

    >>> compare_numbers("Trade rose 53.5 percent to $3.93 billion.", "贸易额增长53.5%，达39.3亿美元。", "zh")
    NumberDifference(missing=(), added=(), turned=())
    >>> difference = compare_numbers("It cost $41 billion.", "Это стоило 41 миллион долларов.", "ru")
    >>> [q.surface for q in difference.missing], difference.added
    (['$41 billion'], ('41 миллион',))
    """
    quantities = find_quantities(source)
    found = _found(target, language)
    named = find_months(source)
    words = word_values(target, language)
    wanted = {plain_value(v) for q in quantities for need in _needs(q) for v in need}
    digits: set[Decimal] = set()
    for item in found:  # «2 470» is 2 and 470 only where 2470 is not wanted
        digits |= {item.value} if plain_value(item.value) in wanted else {item.value, *item.others}
    present = {plain_value(v) for v in digits | words}
    months = months_in(target, language)
    missing = tuple(q for q in quantities if not _is_present(q, present, months, target, language))
    missing += tuple(
        Quantity(m.start, m.end, source[m.start : m.end], "date", None, m.iso)
        for m in named
        if m.month not in months and all(m.end <= q.start or m.start >= q.end for q in quantities)
    )
    missing += tuple(
        q
        for q in _in_words(source)
        if q.value not in present
        and all(q.end <= other.start or q.start >= other.end for other in quantities)
    )
    reasons = _reasons(source, quantities)
    added = tuple(
        item.surface
        for item in found
        if not item.in_name and not any(plain_value(v) in reasons for v in (item.value, *item.others))
        and not _is_explained(item, target, language, reasons, words)
    )  # fmt: skip
    return NumberDifference(missing, added, tuple(_turned(source, quantities, target, found, language)))


_ABOUT = {
    "en": r"(?:(?:about|around|nearly|almost|some|roughly|over|more than|less than|at least|just|only"
    r"|an? [a-z]+(?: of)?|another) )*",
    "ru": r"(?:(?:примерно|почти|около|более(?: чем)?|менее(?: чем)?|чуть|свыше|еще)\s)*",
    "zh": r"(?:约|近|大约|逾|超过|接近|不到|至少)?",
}
_CHANGED = (
    r"\b(?:r[oi]se|risen|rising|gr[eo]w\w*|f[ea]ll\w*|increas\w+|rais\w+|reduc\w+|cut\w*|drop\w*|declin\w+|climb\w*"
    r"|jump\w*|slip\w*|lower\w*|lift\w*|shr[aiu]nk\w*|soar\w*|surg\w+|plung\w+|expand\w*|slow\w*|shorten\w*)"
)
_BY = re.compile(rf"{_CHANGED}(?:\W+\w+){{0,14}}?\W+by {_ABOUT['en']}$", re.IGNORECASE)
# "raised aid to 40 families", "prices rose up to 20 percent" are other things
_TO = re.compile(
    rf"{_CHANGED}(?: [\w-]+){{0,3}}(?<! up)(?<! close)(?<! next) to {_ABOUT['en']}$", re.IGNORECASE
)
_TO_COUNT = re.compile(rf"{_CHANGED} to {_ABOUT['en']}$", re.IGNORECASE)
_RUSSIAN_CHANGE = r"(?:вырос|вырас|рост|увелич|сни[зж]|сократ|сокращ|повы[сш]|упа|подорож|подешев|прибав)"


@dataclass(frozen=True, slots=True)
class _Signs:
    """Patterns of what stands before a number and after it; an empty one stands everywhere."""

    before: str
    after: str = ""


# what says that something changed to a number, and what that it changed by it
_SAYS_TO = {
    "kk": _Signs("", r"(?:%|\s?пайыз\w*?|\s[^\W\d]+?)?-?[ғгқк][ае]\s(?:дейін|жет)"),
    "ru": _Signs(rf"(?<!\w)до\s{_ABOUT['ru']}$"),
    "zh": _Signs(
        rf"(?:[增降涨跌升减]|增长|上升|下降|减少|提高|下跌|上涨|增加|降低|扩大|缩短)[至到]{_ABOUT['zh']}$"
    ),
}
_SAYS_BY = {
    "ru": _Signs(rf"{_RUSSIAN_CHANGE}\w*(?:\s\w+){{0,3}}?\sна\s{_ABOUT['ru']}$"),
    "zh": _Signs(rf"(?:增长|上升|下降|减少|提高|下跌|上涨|增加|降低|扩大|缩短)了?{_ABOUT['zh']}$"),
}  # a Kazakh dative alone says either («12 пайызға өсті»)


def _turned(
    source: str, quantities: Iterable[Quantity], target: str, found: Iterable[_Found], language: str
) -> Iterator[Quantity]:
    for quantity in quantities:
        if quantity.kind not in ("number", "percent", "money") or quantity.value is None:
            continue
        before = source[: quantity.start]
        changed_to = _TO_COUNT if quantity.kind == "number" else _TO
        signs = _SAYS_TO if _BY.search(before) else _SAYS_BY if changed_to.search(before) else {}
        places = [item for item in found if plain_value(item.value) == plain_value(quantity.value)]
        if language in signs and len(places) == 1:
            sign, place = signs[language], places[0]
            if re.search(sign.before, target[: place.start], re.IGNORECASE) and re.match(
                sign.after, target[place.end :], re.IGNORECASE
            ):
                yield quantity


_UNITS = "three|four|five|six|seven|eight|nine"
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_BEFORE_CARDINAL = (
    r"(?<![\w-])(?<!\bin )(?<!\bevery )(?<!\bof the )(?<!\bGroup of )(?<!hundred and )(?<!half past )"
)
_AFTER_CARDINAL = (
    r"(?![\w-]| (?:(?:hundred|thousand|million|billion|trillion)(?:th)?|lakh|dozen|score|times|quarters|fifths|tenths"
    r"|decades|centuries|months|days of|and a half|in|out of|of every|Sigma)\b)"
)
_CARDINAL = re.compile(
    rf"{_BEFORE_CARDINAL}(?:{_TEENS}|{_UNITS}|(?:{_TENS})(?:[- ](?:one|two|{_UNITS}))?){_AFTER_CARDINAL}",
    re.IGNORECASE,
)


def _in_words(source: str) -> Iterator[Quantity]:
    """Plain cardinals from three on: a target must have them in words or in digits.

    One and two are left out (a pair, both, a couple), fractions and rounded numbers too; months turn into half-years.
    """
    for match in _CARDINAL.finditer(source):
        value = max(word_values(match[0], "en"))
        yield Quantity(match.start(), match.end(), match[0], "number", plain_value(value))


def _needs(quantity: Quantity) -> Iterator[set[Decimal]]:
    """What must stand in the target: of each set one value."""
    if quantity.kind == "date" and quantity.unit is not None:
        for part in quantity.unit.split("/"):
            year, _month, day = re.fullmatch(r"(-|\d{4})-(\d\d)(?:-(\d\d))?", part).groups()  # type: ignore[union-attr]
            if day:
                yield {Decimal(int(day))}
            if year != "-":
                yield {Decimal(int(year))}
    elif quantity.kind == "time" and quantity.unit is not None:
        hour, minute = map(int, quantity.unit.split(":"))
        clock = {Decimal(hour), Decimal(hour % 12 or 12), Decimal((hour + 12) % 24)}
        yield clock | ({Decimal(24)} if hour == 0 else set())
        if minute:
            yield {Decimal(minute)} | ({Decimal("0.5")} if minute == 30 else set())
    elif quantity.unit is not None and "/" in quantity.unit:
        a, b = map(int, quantity.unit.split("/"))
        ratio = {fraction(a, b), fraction(a, b) * 100} if b else set()
        yield {Decimal(a)} | ratio
        yield {Decimal(b)} | ratio
    else:
        for value in (quantity.value, quantity.high):
            if value is not None:
                yield {value, *quantity.alternatives}


def _is_present(
    quantity: Quantity, present: set[Decimal], months: frozenset[int], target: str, language: str
) -> bool:
    if not all(any(plain_value(v) in present for v in need) for need in _needs(quantity)):
        return False
    if quantity.kind == "date" and quantity.unit is not None:
        return int(re.findall(r"-(\d\d)", quantity.unit)[0]) in months
    if quantity.unit in ("percent", "point"):
        return (
            re.search(_PERCENT_MARK[language], target) is not None
            or plain_value(quantity.value or Decimal(0)) == 50
        )
    if quantity.kind == "money" and quantity.unit in _CURRENCY_MARK:
        return re.search(_CURRENCY_MARK[quantity.unit], target, re.IGNORECASE) is not None
    return True


def _reasons(source: str, quantities: Iterable[Quantity]) -> frozenset[Decimal]:
    """Every value that the source makes plausible in a target."""
    values = set(word_values(source, "en")) | set(name_digits(source)) | {Decimal(1), Decimal(2)}
    for quantity in quantities:
        for need in _needs(quantity):
            values |= need
        if quantity.value is not None:
            values |= {quantity.value, *quantity.alternatives}
        if quantity.unit == "decade" and quantity.value is not None:
            values |= {quantity.value // 100 + 1, quantity.value % 100}
        if quantity.kind in ("date", "range") and quantity.unit is not None:
            values |= {Decimal(int(m)) for m in re.findall(r"-(\d\d)", quantity.unit)}
    for digits in re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", source):
        values.add(Decimal(digits.replace(",", "")))
    return frozenset(plain_value(v) for v in values)


def _is_explained(
    item: _Found, target: str, language: str, reasons: frozenset[Decimal], words: frozenset[Decimal]
) -> bool:
    """Conventions under which a number of the target differs from the source's."""
    value = item.value
    if value == 0 and target[item.start - 1 : item.start] in (":", "."):  # the minutes of 21:00
        return True
    if language == "zh":
        after = target[item.end : item.end + 4]
        if after.startswith("成") and plain_value(value * 10) in reasons:
            return True
        if after.startswith("倍") and plain_value(value + 1) in reasons:
            return True
        if after.startswith("世纪") and any((value - 1) * 100 <= r < value * 100 for r in reasons):
            return True
        if after.startswith(("年代",)) and any(r % 100 == value for r in reasons):
            return True
    return False


_FIX_SPACES = re.compile(r"(?<=\d)[\u00a0\u202f\u2009](?=\d{3}(?!\d))")
_ENGLISH_GROUPS = re.compile(
    r"(?<![\d.,])\d{1,3}(?:,\d{3}){2,}(?![\d,])|(?<![\d.,])[1-9]\d{0,2},\d00(?![\d,])|(?<![\d.,])[1-9]\d{0,2},\d\d0(?![\d,])"
)


_MEASURE = (
    r"доллар|евро|еуро|юан|те[нң]ге|рубл|сом|тонн|километр|шақырым|метр|гектар|контейнер|вагон"
    r"|процент|пайыз|человек|адам"
)
_LONG = re.compile(
    rf"(?<![\w.,:№/–—-])(?<!№ )(?:[1-9]\d{{4,}}|[1-9]\d{{3}}(?= (?:{_MEASURE})))(?![\w/–—-]|[.,:]\d)"
)


def fix_target(text: str, language: str) -> str:
    """Number conventions of the target: decimal comma, plain space between thousands, percent signs.

    >>> fix_target("2,400 контейнер, 20.5 пайыз", "kk")
    '2 400 контейнер, 20,5 пайыз'
    >>> fix_target("3 150 доллардан 2890 долларға", "kk")
    '3 150 доллардан 2 890 долларға'
    >>> fix_target("增长53.5 %，共2,400个", "zh")
    '增长53.5%，共2400个'
    """
    if language == "zh":
        text = re.sub(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?![\d])", lambda m: m[0].replace(",", ""), text)
        text = re.sub(r"(?<=\d)\s*[％%]", "%", text)
        text = re.sub(r"(?<=\d)\s+(?=[年月日时分个万亿千百])", "", text)
        return re.sub(r"(?<=\d)\s*(?:百分比|个百分比|percent)", "%", text)
    if language not in ("kk", "ru"):
        return text
    text = _FIX_SPACES.sub(" ", text)
    text = _LONG.sub(lambda m: f"{int(m[0]):,}".replace(",", " "), text)
    text = _ENGLISH_GROUPS.sub(lambda m: m[0].replace(",", " "), text)
    text = re.sub(r"(?<![\d.,:])(\d+)\.(\d{1,2})(?![\d.:]|,\d)(?!-)", r"\1,\2", text)
    return re.sub(r"(?<=\d)\s*(?:percent|per cent)\b", " пайыз" if language == "kk" else " процентов", text)
