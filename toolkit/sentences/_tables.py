"""What the splitter knows of English, Kazakh and Russian: abbreviations, opening words, verbs of speech."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

__all__ = ["RULES", "Kind", "Rules"]


class Kind(Enum):
    """What a full stop after an abbreviation can mean."""

    TITLE = "no sentence ends with it: a name follows"
    NUMBERED = "an abbreviation only when a number or a letter follows: No. 1, Jan. 5"
    NAME = "part of a name that may go on: Inc., Jr., U.S.; ends a sentence when an opening word follows"
    YEAR = "stands after a year or a century"
    UNIT = "stands after a number: ends a sentence before a capital, but not before one of capitals only"
    LAST = "ends a list or a time, and so perhaps the sentence"


@dataclass(frozen=True, slots=True)
class Rules:
    """The tables of one language.

    Args:
        abbreviations: by the word in lower case, inner stops kept, the last stop left off.
        openers: words with a capital that open a sentence and are no name. After an initial or an abbreviation
            that could go on ("Plan B. The other …", «в 2024 г. Это …») they tell that a new sentence begins.
        goes_on: words with a capital that may follow an abbreviation of kind LAST in the same sentence.
        verb: a word that is probably a finite verb: what stands before an ambiguous year is then a sentence.
        speaker: the words after a closing quotation mark that name the speaker before the verb.
    """

    abbreviations: Mapping[str, Kind]
    openers: frozenset[str]
    goes_on: frozenset[str] = frozenset()
    verb: re.Pattern[str] | None = None
    speaker: re.Pattern[str] | None = None


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _abbreviations(**kinds: str) -> dict[str, Kind]:
    return {word: Kind[kind.upper()] for kind, words in kinds.items() for word in words.split()}


_ENGLISH = Rules(
    abbreviations=MappingProxyType(
        _abbreviations(
            title="mr mrs ms messrs dr prof rev hon gov sen rep amb pres gen lt col maj capt cpt sgt cpl "
            "pvt adm cmdr brig supt insp det atty fr msgr mme mlle vs v cf viz e.g i.e ca st ste mt "
            "ft dep asst assoc",
            numbered="no nos fig figs art arts sec para paras ch chap vol eq approx p pp c b d r jan feb "
            "mar apr jun jul aug sep sept oct nov dec est bn op",
            name="inc ltd co corp bros jr sr esq ph.d m.d b.a m.a b.sc m.sc u.s u.k u.n e.u u.a.e u.s.a "
            "d.c n.y l.a f.c f.k",
            last="a.m p.m etc al b.c a.d b.c.e c.e",
        )
    ),
    openers=_words(
        "The This That These Those There It Its He She They We You I His Her Their Our My A An In On At By "
        "For From To With And But Or So If When While As After Before Since Although However Then Now "
        "Nobody Everybody Some Many Most All Both Not No Yes What Who Why How Where Meanwhile Instead "
        "Another One Two Few Each Every Under Over Between During Despite According Only Even Still Such "
        "Here Other Others Several Neither Either Nor Once Until Today Yesterday Last Next"
    ),
    goes_on=_words(
        "Monday Tuesday Wednesday Thursday Friday Saturday Sunday EST EDT ET PST PDT PT CST GMT UTC BST "
        "CET MSK Eastern Pacific Central Beijing Astana Moscow London January February March April May "
        "June July August September October November December"
    ),
    speaker=re.compile(
        r"\s*(?:(?:Mr|Mrs|Ms|Dr|Gov|Sen|Rep|Amb|Gen|Prof)\.\s+|[Tt]he\s+)?(?:[\w’'-]+\s+){1,4}"
        r"(?:said|says|asked|asks|added|adds|told|tells|replied|answered|shouted|cried|cries|called|wrote|writes|recalled|"
        r"exclaimed|explained|warned|joked|wondered|insisted|continued|noted|remarked|demanded|declared)\b"
    ),
)

# Written alike in Kazakh and Russian.
_CYRILLIC = _abbreviations(
    title="проф акад доц ред ген полк кап лейт д-р г-н г-жа гл ср ч обл лат mr mrs ms dr prof gov gen st vs",
    numbered="ст табл рис стр см п пп т тт",
    name="inc ltd co corp",
    unit="тыс млн млрд трлн км м мм кв куб га кг ц л мл мин сек час руб долл евро тг сом квт мвт шт",
)

_KAZAKH = Rules(
    abbreviations=MappingProxyType(
        _CYRILLIC
        | _abbreviations(
            title="қ к көш даң ауд а ш мкр атын ат мыс б.з.д б.з.б б.э.д б.з шам төм жоғ ағыл ағылш орыс "
            "қаз қыт түр араб парс басш орынб ж.-д т.а.ә ак мин-р",
            numbered="бет б бап тар сур кес кест қар қаң ақп нау сәу мам мау шіл там қыр жел",
            year="ж жж ғ ғғ",
            unit="мың адам пай теңге",
            last="т.б т.с.с т.с т.т",
        )
    ),
    openers=_words(
        "Бұл Бұлар Бұған Бұдан Бұны Бұның Бұлардың Ол Олар Оның Оны Оған Онда Одан Онымен Олардың Оларға "
        "Осы Осыған Осылай Осылайша Осыдан Сол Соның Соны Соған Содан Сонда Сонымен Сондықтан Сондай "
        "Сондай-ақ Сосын Мұнда Мұны Мұндай Мұның Бірақ Алайда Дегенмен Ал Және Біз Біздің Мен Менің Сіз "
        "Сіздің Сен Енді Қазір Бүгін Кеше Ертең Кейін Кейінірек Әр Барлық Барлығы Бәрі Егер Өйткені Себебі "
        "Айта Еске Жалпы Тағы Тек Мәселен Мысалы Ешкім Ештеңе Кейбір Көптеген Осындай"
    ),
)

_RUSSIAN = Rules(
    abbreviations=MappingProxyType(
        _CYRILLIC
        | _abbreviations(
            title="ул пр-т просп пер пл наб бул ш д кв корп с пос дер р оз о о-в им св зам пом нач нач-к "
            "чл чл.-корр корр канд докт мин-р тов гр гр-н напр англ фр рус каз кит узб кирг тюрк "
            "греч араб прим изд сб т.е т.к т.н т.о т.наз и.о врио ж.-д юр физ ок род ум",
            numbered="вып в.т.ч янв фев февр мар апр июн июл авг сен сент окт ноя нояб дек",
            year="г гг в вв",
            unit="чел проц коп экз",
            last="т.д т.п др пр н.э",
        )
    ),
    openers=_words(
        "Это Этот Эта Эти Этого Этому Этим Он Она Оно Они Его Её Ее Их Ему Ей Им В Во На По К Ко При Для "
        "За От Из До С Со О Об У Над Под Между Среди Кроме Однако Также Так Такой Такая Такие Но А И Как "
        "Если Когда Пока Хотя Мы Я Вы Ты Там Тут Здесь Тогда После Сейчас Теперь Ранее Затем Потом Позже "
        "Не Ни Все Всё Весь Вся Только Уже Ещё Еще Что Чтобы Кто Где Сегодня Вчера Завтра Более Всего "
        "Поэтому Согласно Напомним Отметим Наш Наша Наши Мой Моя Тот Та Те То Каждый Каждая Многие "
        "Некоторые Другие Никто Ничего"
    ),
    verb=re.compile(
        r"\b[а-яё]{2,}(?:л|ла|ло|ли|ет|ёт|ит|ют|ут|ят|ат|ан|ана|ано|аны|ен|ена|ено|ены|ыт|ыта|ыто|ыты)(?:ся|сь)?\b"
    ),
)

RULES: Mapping[str, Rules] = MappingProxyType({"en": _ENGLISH, "kk": _KAZAKH, "ru": _RUSSIAN})
"""By language code."""
