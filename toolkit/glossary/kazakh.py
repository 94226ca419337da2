"""Kazakh case endings for terms: harmony and the last sound of the stem are ours, the suffixes qazaq-inflector's.

qazaq-inflector (MIT) is made for first and full names. It declines every word of a phrase, takes «сь» and «нь»
for sonorants, gives loan words back harmony after и («саммиттан») and knows nothing of abbreviations, digits or
quotes. So it is only asked for the suffix after a stand-in syllable that has the harmony and the last sound that
were found here: («ас», genitive) → «тың».

Sources: «Қазақ тілінің орфографиялық ережелері»; К. Бектаев, «Казахский язык» (tables of endings); the usage of
Kazinform and Egemen Qazaqstan for loan words, abbreviations and quoted names.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from toolkit.glossary.term import Case, Harmony

__all__ = [
    "CASE_SUFFIX",
    "harmony_of",
    "inflect_abbreviation",
    "inflect_phrase",
    "is_possessive",
    "read_abbreviation",
]


CASE_SUFFIX = (
    r"(?P<ins>[мпб]ен)|(?P<pos>н?[дт][ае][ғг][ыі])|(?P<gen>[ндт][ыі]ң)|(?P<abl>[ндт][ае]н)|(?P<loc>н?[дт][ае])"
    r"|(?P<dat>[ғгқк][ае]|н[ае])|(?P<acc>[ндт][ыі]|[ыі]?н)"
)
"""Pattern of a case suffix in any harmony, as a text may have it; the group that matches names the case."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_CASES = {
    "gen": "genitive", "dat": "dative", "acc": "accusative", "loc": "locative", "abl": "ablative",
    "ins": "instrumental", "pos": "locative",
}  # fmt: skip
_BACK, _FRONT = "аоұыя", "әеөүіэё"
_ANY_VOWEL = "[аәеэоөұүыіяёюиу]"
_PLAIN_VOWELS = "аәеэоөұүыіяё"
_LETTERS = "А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі"

# loan words and foreign names whose harmony the letters do not tell
_HARMONY: dict[str, Harmony] = {
    "баку": "front", "округ": "front", "сеул": "front", "жетісу": "back", "науаи": "back",
    "вильнюс": "front", "цюрих": "front", "гонконг": "front", "костюм": "front",
    "фестиваль": "front", "госпиталь": "front", "плюс": "back",
}  # fmt: skip
# plain stems that end like a possessive
_PLAIN = _words(
    """
    алматы қарағанды түркі үрімжі омбы жеті алты жиырмасы қаржы жоғары жалпы келесі сары дәрі шыны саты
    жылқы ешкі дағды жүгері былғары қараңғы құрылғы үлгі сүзгі кедергі жарғы соққы ұйқы күлкі есірткі
    түлкі бастапқы тірі бөрі қорытынды үйінді күдікті айыпты әскери бұрынғы арғы ішкі сыртқы жады кәрі
    ірі пері тәңірі мәңгі түнгі қалқы желі келі қаулы қойынды айнымалы
    """
)
_PLAIN_ENDINGS = ("ақы", "сенбі", "белгі", "берді", "балды", "келді", "өткі")
_SYNCOPE = {
    "халқы": "халық", "орны": "орын", "мойны": "мойын", "ерні": "ерін", "құлқы": "құлық", "көркі": "көрік",
    "нарқы": "нарық", "парқы": "парық", "тағдыры": "тағдыр", "бөркі": "бөрік", "әрпі": "әріп", "қырқы": "қырық",
}  # fmt: skip
# nouns in с, whose possessive looks like that of a noun in a vowel
_S_STEMS = _words("бас тас жас қас үлес күрес елес егес өрес атлас талас клас пресс")
_S_ENDINGS = ("кеңес", "қатынас", "процес", "конгрес", "прогрес", "экспрес", "мәжіліс", "серіктес", "әріптес")
# nouns that end like a plural
_SINGULAR = _words("тендер кластер мастер гендер гектар секретар министер комендант календар")
_LETTER_READINGS = {
    **dict.fromkeys("БВГДЖЗКПТЦЧ", "бе"),
    **dict.fromkeys("ҚХҺҒШЩ", "қа"),
    "Й": "ай", "Л": "эл", "М": "эм", "Н": "эн", "Ң": "ың", "Р": "эр", "С": "эс", "Ф": "эф",
}  # fmt: skip
_LATIN_READINGS = {
    **dict.fromkeys("BCDEGIPTVZ", "и"),
    **dict.fromkeys("FSX", "эс"),
    "A": "эй", "H": "аш", "J": "жи", "K": "ка", "L": "эл", "M": "эм", "N": "эн", "O": "о", "Q": "кю",
    "R": "эр", "U": "ю", "W": "дабл-ю", "Y": "уай",
}  # fmt: skip
# read as the press reads them, some in full (гигабайт)
_READINGS = {
    "АҚШ": "ақыш", "ТМД": "тымыды", "ҚР": "республикасы", "ҚХР": "қахар",
    **dict.fromkeys(("КБ", "МБ", "ГБ", "ТБ"), "байт"),
}  # fmt: skip
_NUMBERS = {
    "0": "нөл", "1": "бір", "2": "екі", "3": "үш", "4": "төрт", "5": "бес", "6": "алты", "7": "жеті", "8": "сегіз",
    "9": "тоғыз", "10": "он", "20": "жиырма", "30": "отыз", "40": "қырық", "50": "елу", "60": "алпыс",
    "70": "жетпіс", "80": "сексен", "90": "тоқсан", "100": "жүз", "1000": "мың", "1000000": "миллион",
}  # fmt: skip


@cache
def _library() -> Any:
    from qazaq_inflector import QazaqNameInflector

    return QazaqNameInflector(strict=True)


@lru_cache(maxsize=512)
def _suffix(harmony: Harmony, sound: str, case: Case, possessive: bool) -> str:
    """The ending after a stem with this harmony and last sound («а» and «е» stand for any vowel)."""
    vowel = "а" if harmony == "back" else "е"
    if possessive:
        stem = _library().possessive(vowel + "с", "3")
        form = _library().possessive(vowel + "с", "3", _CASES[case])
    else:
        stem = "д" + vowel if sound in "ае" else vowel + sound
        form = _library().inflect(stem, _CASES[case])
    ending: str = form[len(stem) :]
    if case == "pos":
        ending += "ғы" if harmony == "back" else "гі"
    return ending


def harmony_of(word: str) -> Harmony:
    """Do the endings of this word have front or back vowels?

    >>> harmony_of("ұйым"), harmony_of("саммит"), harmony_of("Токаев"), harmony_of("Нью-Йорк")
    ('back', 'front', 'back', 'front')
    """
    word = word.casefold()
    if "-" in word:
        word = word.rpartition("-")[2] or word
    if word in _HARMONY:
        return _HARMONY[word]
    if len(word) > 4 and word.endswith("ев") and re.search(_ANY_VOWEL, word[:-2]):
        return "back" if word[-3] in "аоуыя" else "front"  # Тоқаевтың; Әлиевтің, Медведевтің, Мирзиёевтің
    if len(word) > 4 and word.endswith("ов") and (vowels := re.findall(_ANY_VOWEL, word[:-2])):
        return "front" if vowels[-1] in _FRONT else "back"  # Ахметовтің; Жапаровтың, Каримовтың
    if re.search("[^әөүі]х$", word):
        return "back"  # тарихқа, шейхқа
    if re.search(
        "[^а]ль[^аәеэоөұүыіяёюиу]*$|[сртбвдзм]ь$|[уюбвгджзйлмнпрстфхцчшщ]к$|[уюбвгджзйлмпрстфхцчшщ]г$|кт$",
        word,
    ):
        return "front"
    if re.search("[^й]ин$", word) and len(word) > 4:
        return "front"  # Жұманғаринге
    if re.search("у[бвгджзкқлмнңпрстфхцчшщ]+ь?$", word) and not word.endswith("уль"):
        return "back"  # ресурс, институт
    for n in range(len(word) - 1, -1, -1):
        letter = word[n]
        if letter in _BACK:
            return "back"
        if letter in _FRONT:
            return "front"
        if letter == "и":
            # native words keep the harmony of their other vowels, loan words are front after и
            native = re.search("[қғұы]", word) and not re.search("[фвцщэёюяь]", word)
            return "back" if native else "front"
        # у and ю: decided by the vowel before them
    return "back" if re.search("[уқғ]", word) else "front"


def _last_sound(word: str) -> str:
    """The letter that stands for the last sound: «а»/«е» for a vowel, else the consonant."""
    word = word.casefold().rstrip("ьъ")
    last = word[-1:]
    if last == "ю":
        return "у"  # [йу]: қоюдың, менюдің
    return "а" if last in _PLAIN_VOWELS or not last else last


def is_possessive(word: str) -> bool:
    """Does the head of a phrase carry the third-person possessive: «ұйымы», «мекемесі»?

    >>> is_possessive("ұйымы"), is_possessive("дәліз"), is_possessive("Алматы"), is_possessive("елші")
    (True, False, False, False)
    """
    word = word.casefold().rpartition("-")[2]
    if len(word) < 3 or word[-1] not in "ыі" or word in _PLAIN or word.endswith(_PLAIN_ENDINGS):
        return False
    if re.search("[бвгғджзйкқлмнңпрстф](?:ғы|гі)$", word):
        return word.endswith(
            ("ингі", "ургі")
        )  # «үлгі», «жарғы»; the possessive of қ and к follows a vowel: «одағы», «тетігі»
    if word.endswith(("шы", "ші")):
        # someone who does it («елші», «тергеуші»), or a stem in ш («көрсеткіші», «күші»)
        return word[-3] in "ыі" or (word[-3] in "аәеөоұү" and len(word) < 6)
    return True


def _plural(word: str, harmony: Harmony, possessive: bool) -> str:
    if _is_plural(word):
        return word
    stem = _stem(word) if possessive else word
    sound = _last_sound(stem)
    proxy = (
        ("д" if sound in "ае" else "")
        + ("а" if harmony == "back" else "е")
        + ("" if sound in "ае" else sound)
    )
    plural: str = stem + _library().pluralize(proxy)[len(proxy) :]
    return plural + (("ы" if harmony == "back" else "і") if possessive else "")


def _is_plural(word: str) -> bool:
    """Is the plural ending there already: «қатынастар», «Штаттары»; but «лидер», «доллары», «тендер»?"""
    found = re.fullmatch(r"(.+(.))([лдт])[ае]р[ыі]?", word.casefold())
    if found is None or word.casefold().rstrip("ыі") in _SINGULAR or not re.search(_ANY_VOWEL, found[1]):
        return False
    before = found[2]
    expected = "л" if before in _PLAIN_VOWELS + "рйуиюь" else "д" if before in "лмнңзж" else "т"
    return found[3] == expected


def _stem(word: str) -> str:
    """The noun without its third-person possessive: «басшылығы» → «басшылық», «мекемесі» → «мекеме»."""
    low = word.casefold()
    for form, stem in _SYNCOPE.items():
        if low.endswith(form):
            return word[: -len(form)] + (stem.capitalize() if word[-len(form)].isupper() else stem)
    if low.endswith(("сы", "сі")) and low[-3] in _PLAIN_VOWELS + "и" and not _ends_in_s(low[:-1]):
        return word[:-2]
    stem = word[:-1]
    if stem.casefold().endswith(("клуб", "штаб", "хаб", "ог")) or re.search("[рн]г$", stem.casefold()):
        return stem  # loan words keep their б and г: «диалогы» → «диалог»
    return stem[:-1] + {"г": "к", "ғ": "қ", "б": "п"}.get(stem[-1:], stem[-1:])


def _ends_in_s(stem: str) -> bool:
    """Does с belong to the noun («облыс», «кеңес»), or to the possessive after a vowel («карта-сы»)?"""
    if stem in _S_STEMS or stem.endswith(_S_ENDINGS):
        return True
    if stem[-2] not in "ыі":
        return False
    without = stem[:-1]
    return not (
        without in _PLAIN
        or without.endswith((*_PLAIN_ENDINGS, "шы", "ші", "нды", "нді", "акті", "желі"))
        or re.search("[бвгғджзйкқлмнңпрст][ғгқк][ыі]$", without)
    )


def _decline(word: str, case: Case, harmony: Harmony | None, possessive: bool, plural: bool) -> str:
    tone = harmony or harmony_of(word)
    if plural:
        word = _plural(word, tone, possessive)
        tone = harmony or harmony_of(word)
    if case == "nom":
        return word
    low = word.casefold()
    if not possessive:
        if low.endswith("сс"):
            word = word[:-1]
        elif low.endswith("ск"):
            return word + "і" + _suffix("front", "а", case, False)
    return word + _suffix(tone, _last_sound(word), case, possessive)


def read_abbreviation(abbreviation: str) -> str:
    """A guess how an abbreviation is spoken, as far as endings need it (its last syllable).

    >>> read_abbreviation("ШЫҰ")[-1], read_abbreviation("ЕАЭС"), read_abbreviation("G7")
    ('ұ', 'эс', 'жеті')
    """
    if abbreviation in _READINGS:
        return _READINGS[abbreviation]
    if (number := re.search(r"\d+$", abbreviation)) is not None:
        return _read_number(number[0])
    last, before = abbreviation[-1:].upper(), abbreviation[-2:-1].upper()
    if last.casefold() in _PLAIN_VOWELS + "июу":
        return last.casefold()
    vowels = _PLAIN_VOWELS + "иу"
    if len(abbreviation) > 2 and before.casefold() in vowels:
        # read as a word («АСЕАН», «БАҚ»), unless two vowels and a stop are spelled out («АИИБ», «ІІД»)
        if abbreviation[-3].casefold() not in vowels or last not in "БВГДЖЗКПТЦЧ":
            return (before + last).casefold()
    elif last in "БДЖТ" and re.search("[ҚҰҒ]", abbreviation):
        return "бы"  # «БҰҰДБ-ның», «ҚТЖ-да»
    if last in _LETTER_READINGS:
        return _LETTER_READINGS[last]
    return _read_latin(abbreviation)


def _read_latin(word: str) -> str:
    vowels = {"a": "а", "o": "о", "u": "у", "y": "и", "e": "е", "i": "и"}
    low, last = word.casefold(), word[-1:]
    spelled = re.search("[aeiouy][^aeiouy]{0,2}$", low[:-1]) is None or len(word) < 4
    if word.isupper() and spelled and last in _LATIN_READINGS:
        return _LATIN_READINGS[last]
    found = [vowels[c] for c in low if c in vowels]
    vowel = found[-1] if found else "е"
    if low[-1:] in vowels:
        return vowel
    sounds = {
        "b": "б", "c": "к", "d": "д", "f": "ф", "g": "г", "h": "х", "j": "ж", "k": "к", "l": "л", "m": "м", "n": "н",
        "p": "п", "q": "к", "r": "р", "s": "с", "t": "т", "v": "в", "w": "у", "x": "с", "z": "з",
    }  # fmt: skip
    return vowel + sounds.get(low[-1:], "т")


def _read_number(digits: str) -> str:
    value = digits.lstrip("0")
    if not value:
        return _NUMBERS["0"]
    zeros = len(value) - len(value.rstrip("0"))
    if zeros >= 6:
        return _NUMBERS["1000000"]
    if zeros >= 3:
        return _NUMBERS["1000"]
    if zeros == 2:
        return _NUMBERS["100"]
    return _NUMBERS[value[-2:] if zeros == 1 else value[-1]]


def inflect_abbreviation(abbreviation: str, case: Case, reading: str | None = None) -> str:
    """An abbreviation with hyphen and ending, by the way it is spoken.

    >>> inflect_abbreviation("ШЫҰ", "gen"), inflect_abbreviation("АҚШ", "gen"), inflect_abbreviation("ТХКБ", "gen")
    ('ШЫҰ-ның', 'АҚШ-тың', 'ТХКБ-нің')
    """
    if case == "nom":
        return abbreviation
    spoken = reading or read_abbreviation(abbreviation)
    return f"{abbreviation}-{_suffix(harmony_of(spoken), _last_sound(spoken), case, False)}"


_TAIL = re.compile(r"(?:\s*\([^()]*\))$")
_LAST = re.compile(rf"[{_LETTERS}A-Za-z\d]+$")


def inflect_phrase(
    text: str,
    case: Case,
    *,
    head: str | None = None,
    harmony: Harmony | None = None,
    plural: bool = False,
    person: bool = False,
) -> str:
    """A term in a case: the ending goes on its head, the last word unless another one is given.

    >>> inflect_phrase("Шанхай ынтымақтастық ұйымы", "dat"), inflect_phrase("Орта дәліз", "ins")
    ('Шанхай ынтымақтастық ұйымына', 'Орта дәлізбен')
    >>> inflect_phrase("«Бір белдеу, бір жол» бастамасы", "gen"), inflect_phrase("«ҚазМұнайГаз»", "gen")
    ('«Бір белдеу, бір жол» бастамасының', '«ҚазМұнайГаздың»')
    """
    if (case == "nom" and not plural) or head == "-":
        return text
    end = len(text)
    if head is not None and (at := text.rfind(head)) >= 0:
        end = at + len(head)
    elif (tail := _TAIL.search(text)) is not None and tail.start():
        end = tail.start()
    # the press puts the ending inside the quotes: «Самұрық-Қазынаға»
    body = text[:end].rstrip("»”“\"'’!?.,")
    end = len(body)
    found = _LAST.search(body)
    if found is None:
        if body.endswith("+") and case != "nom":  # «ОПЕК+»
            return f"{body}-{_suffix('back', 'с', case, False)}{text[end:]}"
        return text
    word = found[0]
    if len(word) > 1 and word.isupper() and not word.isdigit():
        ending = inflect_abbreviation(word, case)
    elif word[-1].isdigit() or re.search("[A-Za-z]$", word):
        spoken = _read_number(re.search(r"\d+$", word)[0]) if word[-1].isdigit() else _read_latin(word)  # type: ignore[index]
        ending = (
            word
            if case == "nom"
            else f"{word}-{_suffix(harmony_of(spoken), _last_sound(spoken), case, False)}"
        )
    else:
        before = re.sub(r"[\w’']+-$", "", body[: found.start()])  # «Премьер-» of «Қазақстан Премьер-министрі»
        several = re.search(r"\w\W*\s\W*$", before) is not None
        patronymic = word.casefold().endswith(("ұлы", "қызы"))
        possessive = patronymic if person else several and is_possessive(word)
        ending = _decline(word, case, harmony, possessive, plural)
    return body[: found.start()] + ending + text[end:]
