"""Where sentences end in Chinese."""

from __future__ import annotations

import re

__all__ = ["sentence_ends"]

_STOP = re.compile(r"(?:[。！？!?．｡]+|…+|\.{3,}|\.(?=\s|$))[”’」』）》〉】)\"']*[。！？]?")
# The title of a work and a remark in brackets do not end the sentence around them.
_ENCLOSED = re.compile(r"《[^《》]{1,100}》|〈[^〈〉]{1,100}〉|（[^（）]{1,200}）")
_HAN = re.compile("[\u3400-\u9fff]")
# The speaker after a quotation: 他说。 A verb of one character must stand before a stop, for 说 and 道 begin too
# many other words.
_SPEAKER = re.compile(
    r"(?:[^。！？!?；：“”「」]{0,60}(?:说|說|问|問|道|称|稱|喊|保证|答复|警告)[。，：！]"
    r"|[^。！？!?；：“”「」]{0,20}?(?:表示|指出|强调|強調|认为|認為|回答|写道|告诉|告訴|补充|解释|回忆|感叹|喊了起来|说道|问道|答道))"
)
_WINDOW = 48


def sentence_ends(text: str) -> list[int]:
    """Offsets at which sentences end, but for the last."""
    enclosed = [match.span() for match in _ENCLOSED.finditer(text)]
    ends: list[int] = []
    start = at = counted = depth = 0
    for stop in _STOP.finditer(text):
        end = stop.end()
        depth = max(0, depth + _balance(text, counted, end))
        counted = end
        while at < len(enclosed) and enclosed[at][1] < end:
            at += 1
        if at < len(enclosed) and enclosed[at][0] < stop.start():
            whole = (
                enclosed[at][1] == end
                and text[enclosed[at][0]] == "（"
                and not text[start : enclosed[at][0]].strip()
            )
            if not whole:
                continue
        if _ends_here(text, start, stop, inside=depth > 0):
            start = end
            ends.append(start)
    return ends


def _balance(text: str, start: int, end: int) -> int:
    return sum((character in "“「『") - (character in "”」』") for character in text[start:end])


def _ends_here(text: str, start: int, stop: re.Match[str], *, inside: bool) -> bool:
    signs, end = stop.group(), stop.end()
    if not any(character.isalnum() for character in text[max(start, stop.start() - _WINDOW) : stop.start()]):
        return False
    if signs.startswith(("…", "...")):
        return not inside  # “我……我不知道。”
    latin = signs[0] in ".!?" and not _HAN.match(text[stop.start() - 1])
    if latin and (signs[0] == "." or _HAN.match(text[end : end + 1])):
        # Yahoo!公司 goes on; a full stop of the alphabet ends a sentence only after a Han character.
        return False
    if signs[-1] in "”’」』\"'" and not _introduced(text, stop.start()):
        return _SPEAKER.match(text, end, end + 2 * _WINDOW) is None
    return True


def _introduced(text: str, stop: int) -> bool:
    """Whether the speaker was named before the quotation: 他说：“……。”"""
    opening = max(text.rfind(sign, max(0, stop - 400), stop) for sign in "“「")
    return opening > 0 and text[opening - 1] in "：:，,"
