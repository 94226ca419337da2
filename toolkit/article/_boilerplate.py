"""What news pages put around an article, in four languages: patterns, and the reason each line goes."""

from __future__ import annotations

import re

__all__ = ["boilerplate_reason", "credit_spans", "dateline_end", "opens_related", "trailing_link"]

_I = re.IGNORECASE


def _lines(*patterns: str) -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(patterns) + ")[\\s.…»›→>:!]*", _I)


_DATE = (
    r"(?:\d{1,2}\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s*\d{0,2},?\s*(?:\d{4})?"
    r"|\d{1,2}\s+(?:янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек|қаң|ақп|нау|сәу|мам|мау|шіл|там|"
    r"қыр|қаз|қар|жел)\w*\.?"
    r"(?:\s*\d{4}(?:\s*г(?:ода|\.)?|\s*ж(?:ыл|\.)?)?)?"
    r"|(?:\d{4}\s*年\s*)?\d{1,2}\s*月\s*\d{1,2}\s*日|\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}"
)
_TIME = r"(?:\d{1,2}[:.]\d{2}(?:\s*[ap]\.?m\.?)?(?:\s*\(?(?:[A-Z]{2,4}|GMT[+-]\d+)\)?)?)"
_NETWORKS = (
    r"(?:facebook|twitter|x|telegram|whatsapp|viber|e-?mail|print|copy link|linkedin|vk|vkontakte|"
    r"вконтакте|одноклассники|"
    r"instagram|wechat|weibo|youtube|tiktok|reddit|pinterest|微信|微博|朋友圈|qq空间)"
)

# Whole lines. Each is tried on a line of at most 200 characters, without its bullet.
_BOILERPLATE = _lines(
    # share, follow, subscribe, comment
    r"(?:share|tweet|like|save|print|email)(?:\s+(?:this|the))?(?:\s+(?:article|story|post|page))?(?:\s+"
    r"(?:on|via|with)\b.{0,60})?",
    rf"{_NETWORKS}(?:[\s,|/·•]+(?:and\s+|or\s+)?{_NETWORKS})*",
    r"(?:subscribe|sign up|log in|sign in|newsletter|get our newsletter.{0,80}|download (?:our|"
    r"the) app.{0,80})",
    r"(?:leave a |post a |view |\d+ )?comments?(?: \(\d+\)|: ?\d+)?",
    r"\d[\d,.\s]* (?:views|shares|likes|reads)",
    r"views: ?\d+",
    r"поделит(?:ься|есь)(?:\s.{0,60})?",
    r"подпис(?:ывайтесь\b.{0,140}|аться|ка(?: на (?:рассылку|новости|канал).{0,60})?)",
    r"следите за .{0,80}(?:telegram|телеграм|канал|соцсет).{0,60}",
    r"(?:больше|ещё больше|еще больше) новостей .{0,100}",
    r"(?:оставить )?комментари(?:и|ев|й)(?: ?\(?\d*\)?)?",
    r"просмотр(?:ов|ы): ?\d+.{0,30}",
    r"бөлісу",
    r"бөлісіңіз(?:дер)?(?:\s.{0,60})?",
    r"жазылыңыз(?:дар)?.{0,120}",
    r".{0,80}(?:арнамызға|парақшамызға|каналымызға)\s.{0,40}жазыл.{0,60}",
    r"пікір(?:лер|\s*қалдыру)?(?: ?\(?\d*\)?)?",
    r"қаралым(?:дар)?: ?\d+",
    rf"分享(?:到|至|给)?(?:[\s:：]*{_NETWORKS}?.{{0,30}})",
    r"分享",
    r"扫(?:一扫|码|描二维码).{0,60}",
    r"关注(?:我们|本报|官方|微信|公众号).{0,60}",
    r"订阅(?:我们|本报|邮件|新闻|频道)?.{0,10}",
    r"(?:发表)?评论(?:\s*[（(]?\d+[）)]?)?",
    r"点赞.{0,20}",
    r"advertisement",
    r"advertising",
    r"sponsored(?: content)?",
    r"ad",
    r"реклама",
    r"жарнама",
    r"广告",
    r"推广",
    # read more, in place of the rest
    r"read (?:more|the full (?:story|article)|full (?:story|article))(?: (?:here|at|on)\b.{0,80})?",
    r"continue reading.{0,80}",
    r"(?:click|tap) here.{0,80}",
    r"(?:show|load|see) more",
    r"skip to .{0,40}",
    r"loading",
    r"читать (?:далее|полностью|подробнее|ещё|еще).{0,60}",
    r"подробнее(?: (?:на|в|по ссылке)\b.{0,60})?",
    r"показать ещ[её]",
    r"толығырақ(?: оқу)?(?: мына жерде.{0,20})?",
    r"толық оқу",
    r"жалғасын оқу.{0,40}",
    r"阅读(?:全文|更多|原文).{0,20}",
    r"点击(?:这里|查看|阅读|进入).{0,40}",
    r"查看更多.{0,20}",
    r"展开全文",
    # dates, places of the page
    rf"(?:(?:published|updated|posted|last updated|modified|created|date)(?: on| at)?:?\s*)?(?:(?:mon|tue|"
    rf"wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?(?:{_DATE})(?:[,\s|·•-]*(?:at )?{_TIME})?",
    rf"{_TIME}",
    r"(?:published|updated|posted|last updated)(?: on)?:? .{0,60}\d{4}.{0,30}",
    r"(?:опубликовано|обновлено|дата|жарияланды|жаңартылды|发布时间|更新时间|时间|日期)\s*[:：]?\s*"
    rf"(?:{_DATE}|сегодня|вчера|бүгін|кеше)?[,\s|]*(?:{_TIME})?",
    r"\d+ (?:min|mins|minute|minutes)(?: read)?",
    r"reading time:? .{0,20}",
    r"время (?:чтения|прочтения).{0,20}",
    r"оқу уақыты.{0,20}",
    r"(?:tags?|keywords?|topics?|categor(?:y|ies)|section|теги|тэги|метки|рубрика|тегтер|кілт сөздер|"
    r"айдар|标签|关键词)\s*[:：].{0,160}",
    r"home(?:\s*[>/»|]\s*\S.{0,100})",
    r"главная(?:\s*[>/»|]\s*\S.{0,100})",
    r"басты бет(?:\s*[>/»|]\s*\S.{0,100})",
    r"首页(?:\s*[>/»|]\s*\S.{0,100})",
)
# Notices in whole sentences; all other patterns are for lines that do not end like a sentence.
_NOTICE = _lines(
    r"follow (?:us\b.{0,120}|.{1,40} on " + _NETWORKS + r"\b.{0,60})",
    r"join (?:us on|our (?:channel|newsletter|telegram|community|mailing|whatsapp))\b.{0,100}",
    r"like us on\b.{0,80}",
    r"(?:subscribe|sign up|register)\b(?=.{0,120}(?:newsletter|channel|updates|e-?mail|telegram|inbox|"
    r"free|alerts|now|today|us)).{0,140}",
    r"get the (?:latest|best|day).{0,100}(?:newsletter|inbox|e-?mail|app).{0,60}",
    r".{0,80}\b(?:this (?:web)?site|our (?:web)?site|we|by continuing).{0,60}\bcookies?\b.{0,120}",
    r"(?:cookie|privacy) (?:policy|settings|notice)",
    r"accept(?: all)?(?: cookies)?",
    r"terms of (?:use|service)",
    r".{0,100}(?:сайт|мы использу|біз|本站|本网站|我们使用).{0,60}(?:cookie|куки).{0,100}",
    r"(?:©|\(c\)|copyright(?=\s*(?:©|\(c\)|by\b|:|\d{4}))).{0,160}",
    r".{0,120}all rights reserved.{0,60}",
    r".{0,120}все права защищены.{0,60}",
    r".{0,120}барлық құқықтар(?:ы)? қорғалған.{0,60}",
    r".{0,60}版权所有.{0,60}",
    r"未经.{0,20}(?:授权|许可|同意).{0,20}(?:转载|摘编|镜像|复制).{0,30}",
)
_BYLINE = re.compile(
    r"(?:[Bb]y|(?:[Tt]ext|[Ss]tory|[Ww]ords) by)\s+(?:[A-Z][\w’'.-]+)(?:\s+(?:[A-Z][\w’'.-]*|and|&|de|van|"
    r"von|bin|al|el|ul)){1,7}(?:\s*[,|]\s*.{0,60})?"
    r"|BY [A-Z][A-Z .'’,-]{3,60}"
    r"|(?:[Ww]ritten|[Rr]eported|[Rr]eporting|[Ee]diting|[Ee]dited|[Cc]ompiled|[Tt]ranslated|"
    r"[Aa]dditional reporting|[Pp]roduced) by\b.{0,120}"
    r"|(?:[Ee]ditors?|[Aa]uthors?|[Ww]riters?|[Rr]eporters?|[Cc]orrespondents?|[Ss]ource|"
    r"[Aa]bout the author)\s*:.{0,140}"
    r"|(?:Автор(?:ы|лар|лары|ы)?|Редактор(?:ы)?|Источник|Текст|Мәтін|Дереккөз(?:і)?|Корреспондент|Тілші|"
    r"Журналист|Перевод|Аударған)\s*[:：].{0,140}"
    r"|[\[【（(]?\s*(?:责任编辑|责编|编辑|来源|作者|记者|文|编译|审核|校对|翻译)\s*[:：/].{0,80}",
    0,
)
_RELATED = _lines(
    r"(?:see also|also read|read also|read next|related(?: (?:articles?|stor(?:y|ies)|news|links?|topics?|"
    r"content|reading|coverage))?|you may also like|you might also like|recommended(?: for you)?|most "
    r"(?:read|popular|viewed)|trending(?: now)?|more stories|latest news|editor[’']s picks?|top stories|"
    r"what to read next|don[’']t miss)(?:\s*[:：|].{0,160})?",
    r"more (?:from|on|about|in) (?:this|the|our) (?:section|story|topic|author|series|site)",
    r"more (?:from|on)(?: \S+){1,2}\s*[:：].{0,120}",
    r"(?:читайте|смотрите) (?:также|ещё|еще)(?:\s*[:：].{0,160})?",
    r"(?:материалы )?по теме(?:\s*[:：].{0,160})?",
    r"похожие (?:новости|материалы|статьи)",
    r"(?:последние|главные|популярные|другие) новости",
    r"ранее по теме.{0,120}",
    r"рекомендуем",
    r"(?:тағы|сондай-ақ|сонымен қатар|мынаны да|оқи отырыңыз)(?: да)?(?: оқыңыз(?:дар)?)?\s*[:：].{0,160}",
    r"(?:тағы да|сондай-ақ)?\s*оқыңыз(?:дар)?(?:\s*[:：].{0,160})?",
    r"тақырып бойынша.{0,120}",
    r"ұқсас (?:жаңалықтар|мақалалар)",
    r"соңғы жаңалықтар",
    r"басқа жаңалықтар",
    r"(?:相关|更多|延伸|推荐)(?:阅读|新闻|链接|报道|内容|推荐|文章|资讯|消息)?(?:\s*[:：].{0,100})?",
    r"(?:热门|最新)(?:阅读|新闻|推荐|文章|资讯|消息)|猜你喜欢",
)
_OPENS_RELATED = re.compile(
    r"(?:see also|also read|read also|read next|related|you m|recommended|most |trending|more |latest|"
    r"editor|top stories|what to read|"
    r"читайте|смотрите|материалы|по теме|похожие|последние|главные|популярные|другие|рекомендуем|тағы|"
    r"сондай|оқыңыз|тақырып|ұқсас|соңғы|басқа|"
    r"相关|更多|延伸|推荐|热门|最新|猜你喜欢)[^:：]*[:：]?\s*",
    _I,
)

_PHOTO = (
    r"(?:(?:file |cover |lead |main )?(?:photos?|photograph|image|picture|pic|illustration|graphic)(?:\s+"
    r"(?:credit|source)s?)?|"
    r"фото(?:графи[яи]|сы|лар|сурет|ны)?|сурет(?:тер|і|терде)?|видео|бейнежазба|иллюстраци[яи]|"
    r"инфографика|коллаж|скриншот(?:ы)?)"
)
# 新华社记者 李学仁 摄: an agency or a reporter, or at least a space before the verb (拍摄 is any filming).
_TAKEN_BY = (
    r"(?:(?:新华社|中新社|人民网|本报)(?:特约)?(?:记者|发|通讯员)?|(?:特约)?(?:记者|通讯员))\s*[^\s，。！？（）()]{1,4}"
    r"(?:\s[^\s，。！？（）()]{1,3})?\s*(?<!拍)摄|[^\s，。！？（）()]{2,4}\s+摄"
)
_CREDIT_LINE = re.compile(
    rf"[\[(]?\s*{_PHOTO}\s*(?:by\b|courtesy\b|via\b|автора\b|авторы\b|[:：©/|]|[—–-](?=\s)).{{1,180}}"
    r"|(?:©|\(c\))\s?[^.!?]{1,80}"
    r"|(?:Xinhua|Reuters|AP|AFP|EPA|Getty Images|TASS)\s*/\s*[^.!?]{1,60}"
    r"|[（(\[【]?\s*(?:图片来源|图片|图源|图片说明|供图|摄影|摄|图|资料图|视频)\s*[:：/].{1,80}"
    rf"|图为.{{1,160}}|{_TAKEN_BY}(?:[（(].{{0,20}}[）)])?。?",
    _I,
)
# In brackets anywhere.
_CREDIT_BRACKETS = re.compile(
    rf"[(\[]\s*{_PHOTO}\s*(?:by\b|courtesy\b|via\b|автора\b|[:：©/|]|[—–-]\s)[^()\[\]]{{1,80}}[)\]]"
    r"|[(\[](?:Xinhua|Reuters|AP|AFP|EPA|Getty Images|TASS|ТАСС)\s*/\s*[^()\[\]]{2,60}[)\]]"
    r"|[（(\[](?:图片来源|图片|图源|图|资料图|视频|照片)\s*[:：/][^（）()\[\]]{1,40}[）)\]]"
    rf"|[（(]资料图片?[）)]|[（(](?:{_TAKEN_BY})\s*[）)]",
    _I,
)
# From a key word to the end of the paragraph.
_CREDIT_END = re.compile(
    rf"(?:(?<=[.!?…»”\"’)])|(?<=^))\s*\b{_PHOTO}\s*(?:by\s|courtesy of\s|via\s|автора\s|[:：©]|/"
    rf"(?=\s*\w))\s*[^!?…。:]{{1,70}}$"
    r"|(?<=[。！？”）])\s*(?:图片来源|图片|图源|供图|图|照片)\s*[:：/][^。！？]{1,40}[。]?$"
    rf"|(?<=[。！？”）])\s*(?:{_TAKEN_BY})。?$",
    _I,
)
_CREDIT_KEY = re.compile(rf"(?<=[.!?…»”\"’)])\s+\b{_PHOTO}\s*(?:[:：©]|/(?=\s*\w)|by\s)\s*", _I)
_NAME_WORD = re.compile(
    r"(?:©\s*)?[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ«“\"][\w’'.&/»”\"-]*|[\w-]+(?:\.[\w-]+)*\.(?:kz|com|ru|cn|org|net|uz|"
    r"kg)\b|пресс-служба|архив|and|of|the(?=\s+[A-Z])"
)

_UPPER = r"A-ZА-ЯЁӘҒҚҢӨҰҮҺІ"
_AGENCY_NAME = (
    r"(?:KAZINFORM|Kazinform|Qazinform|QAZINFORM|ҚазАқпарат|ҚАЗАҚПАРАТ|КАЗИНФОРМ|Казинформ|ТАСС|"
    r"РИА Новости|Интерфакс(?:-Казахстан)?|"
    r"ИНТЕРФАКС(?:-КАЗАХСТАН)?|Sputnik(?: Казахстан| Қазақстан)?|Reuters|Xinhua|Синьхуа|СИНЬХУА|AP|AFP|"
    r"TASS|Trend|AKIpress|Tengrinews(?:\.kz)?|"
    r"Zakon\.kz|24\.kg|BelTA|БЕЛТА|Azernews|Baigenews)"
)
_AGENCY = rf"(?:\([^()\n]{{2,40}}\)|/[^/\n]{{2,40}}/|{_AGENCY_NAME})"
_CITY = rf"[{_UPPER}][{_UPPER}’'.-]{{2,}}(?:[ -][{_UPPER}]{{2,}}){{0,2}}"
_DASH = r"(?:--+|[—–]|(?<=\s)-(?=\s))"
_DATELINE = re.compile(
    rf"(?:{_CITY}(?:\s?/\s?{_CITY})*(?:\s\([^()\n]{{2,30}}\)(?=,))?(?:,\s"
    rf"(?!{_DATE})[{_UPPER}][\w .]{{2,24}}?)?(?:[.,]?\s+(?P<date>"
    rf"(?i:{_DATE}))(?=[\W_]))?[.,]?\s*"
    rf"(?:{_DASH}\s*{_AGENCY_NAME}\s*(?:\.|{_DASH})|{_AGENCY}\s*(?:{_DASH}|[.:,]\s*{_DASH}?)|{_DASH})"
    rf"|[{_UPPER}]\w+(?:[ -][{_UPPER}]\w+)?(?:,\s[{_UPPER}]\w+)?(?:[.,]\s*(?i:{_DATE}))?[.,]?\s*"
    rf"(?:{_DASH}\s*)?{_AGENCY}\s*(?:{_DASH}|\.\s*{_DASH}?))\s*"
)
_DATELINE_ZH = re.compile(
    r"(?:据)?(?:新华社|新华网|中新社|中新网|人民网|央视网|本报|哈通社|国际在线|光明网|参考消息网|环球网|中国日报网)[^，。；：\s]{0,14}?"
    r"(?:(?:\d{4}年)?\d{1,2}月)?\d{1,2}日(?:电|讯|消息)(?:\s*[（(](?:本报|新华社)?(?:记者|特约记者|通讯员|"
    r"总台记者)?[^（）()]{0,40}[)）])?[，,:：]?\s*"
)
_TRAILING_LINK = re.compile(
    r"\s+(?:read more|continue reading|read the full story|читать далее|подробнее|толығырақ|阅读全文|"
    r"查看更多)\s*[»›→>.…]*$|"
    r"(?<=[。！？])(?:阅读全文|查看更多|阅读更多|点击阅读)\s*[»›→>…]*$",
    _I,
)


_SENTENCE = re.compile(r"[^\s.][.!?。！？][\"”»]?$")


def boilerplate_reason(line: str) -> str | None:
    """Why a whole line is no part of the article, or None."""
    if len(line) > 200:
        return None
    sentence = _SENTENCE.search(line) is not None
    if _RELATED.fullmatch(line) and not (sentence and not re.search("[:：|]", line)):
        return "related"
    if _NOTICE.fullmatch(line) or (not sentence and _BOILERPLATE.fullmatch(line)):
        return "boilerplate"
    if _CREDIT_LINE.fullmatch(line):
        return "credit"
    if _BYLINE.fullmatch(line) and not line.endswith((".”", "?", "!")):
        return "byline"
    return None


def opens_related(line: str) -> bool:
    """Whether a line is the heading of a list of links to other articles."""
    return _OPENS_RELATED.fullmatch(line) is not None


def dateline_end(paragraph: str) -> int:
    """How much of a paragraph's beginning is a dateline: ``ASTANA, July 2 (Xinhua) --``; 0 when there is none."""
    match = _DATELINE_ZH.match(paragraph) or _DATELINE.match(paragraph)
    if match is None or match.end() >= len(paragraph):
        return 0
    following = paragraph[match.end()]
    # "NATO — the alliance": a name and a dash alone are a dateline only before a new sentence.
    return 0 if following.islower() and not _AGENCY_HINT.search(match.group()) else match.end()


_AGENCY_HINT = re.compile(rf"[(/\d月日]|{_AGENCY_NAME}")


_PLAIN_WORD = re.compile(
    r"(?<![\w.-])(?!(?:of|the|and|by|via|courtesy)\b)[^\W\d_A-ZА-ЯЁӘҒҚҢӨҰҮҺІ]\w*(?![\w.-]*\.\w)"
)


def credit_spans(paragraph: str) -> list[tuple[int, int]]:
    """Photo credits inside a paragraph or at its end."""
    spans = [match.span() for match in _CREDIT_BRACKETS.finditer(paragraph)]
    end = _CREDIT_END.search(paragraph)
    if end is not None and not (
        end.group().endswith(".") and _PLAIN_WORD.search(end.group().partition(" ")[2])
    ):
        spans.append(end.span())
    for key in _CREDIT_KEY.finditer(paragraph):
        if not any(start < key.end() and key.start() < stop for start, stop in spans):
            stop = _name_end(paragraph, key.end())
            if stop > key.end():
                spans.append((key.start(), stop))
    return sorted(spans)


def _name_end(paragraph: str, start: int) -> int:
    """The end of the photographer or agency that begins at ``start``; a sentence may follow without a stop."""
    ends: list[int] = []
    at = start
    while len(ends) < 5:
        word = _NAME_WORD.match(paragraph, at)
        if word is None:
            break
        ends.append(word.end())
        if word.group().endswith(".") and not re.fullmatch(r"\w\.", word.group()):
            break
        at = word.end() + len(paragraph[word.end() :]) - len(paragraph[word.end() :].lstrip())
        if _OPENER.match(paragraph, at):
            break
    if not ends:
        return start
    rest = paragraph[ends[-1] :].lstrip()
    # "Photo: Xinhua Officials said": the last word belongs to the sentence that goes on in small letters.
    if rest[:1].islower() and len(ends) > 1 and not paragraph[: ends[-1]].endswith("."):
        ends.pop()
    elif rest[:1].islower():
        return start
    return ends[-1]


_OPENER = re.compile(
    r"(?:The|A|An|This|That|It|He|She|They|We|I|In|On|At|But|And|For|As|When|After|Бұл|Ол|Олар|Осы|Это|Он|"
    r"Она|Они|В|На|По|С|К|И|Но)\s+"
)


def trailing_link(paragraph: str) -> int:
    """Where "Read more" begins at the end of a paragraph; its length when there is none."""
    match = _TRAILING_LINK.search(paragraph)
    return len(paragraph) if match is None or not match.start() else match.start()
