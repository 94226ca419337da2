"""Text before the model and after it: what it was trained to read, and what a reader expects to see."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["for_model", "polish"]

_STRAIGHT = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "…": "...",
     "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u200b": None, "\u200c": None, "\u200d": None, "\ufeff": None,
     "\u00ad": None, "‐": "-", "‑": "-"}
)  # fmt: skip
_HAN = r"\u3400-\u4dbf\u4e00-\u9fff"
_WIDE = str.maketrans({",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"})


def for_model(text: str) -> str:
    """English as the model was trained on it: NFC, straight quotes and apostrophes, one space.

    >>> for_model("“Xi’s\\u00a0visit”  … ended")
    '"Xi\\'s visit" ... ended'
    >>> for_model("LEADERS BACK ⟦0⟧ PLAN AT SUMMIT")
    'Leaders back ⟦0⟧ plan at summit'
    """
    return _calm(re.sub(r"\s+", " ", unicodedata.normalize("NFC", text).translate(_STRAIGHT)).strip())


def _calm(text: str) -> str:
    """A headline in capitals with small letters: the model knows hardly a word in capitals."""
    words = re.findall(r"[^\W\d_]{4,}", text)
    loud = [word for word in words if word.isupper()]
    if len(loud) < 2 or len(loud) < 0.7 * len(words):
        return text
    small = text.lower()
    at = next((i for i, c in enumerate(small) if c.isalpha()), 0)
    return small[:at] + small[at : at + 1].upper() + small[at + 1 :]


def polish(source: str, target: str, language: str) -> str:
    """Typography of the target language: quotes, spaces, end mark, first capital.

    Args:
        source: the source segment, for its end mark, quotes and first letter.
        target: the translation.
        language: ``kk``, ``ru`` or ``zh``.

    >>> polish("He left.", 'ол кетті', "kk")
    'Ол кетті.'
    >>> polish("A sum equal to half.", "Сумма,равная половине.", "ru")
    'Сумма, равная половине.'
    >>> polish('"Yes," she said.', '"是的,"她 说.', "zh")
    '“是的，”她说。'
    """
    text = re.sub(r"\s+", " ", target).strip()
    if language == "zh":
        text = _chinese(text)
    elif language in ("kk", "ru"):
        text = _cyrillic(text)
    return _first_capital(source, _end_mark(source, text, language))


def _chinese(text: str) -> str:
    text = re.sub(r"\s+(?=[.,;:?!](?:\s|$))", "", text)
    text = re.sub(
        rf"(?<=[{_HAN}，。；：？！（）“”《》、])\s+|\s+(?=[{_HAN}，。；：？！（）“”《》、])", "", text
    )
    text = re.sub(
        rf"(?<=[{_HAN}”）》%％])[,;:?!]|[,;:?!](?=[{_HAN}“（《])", lambda m: m[0].translate(_WIDE), text
    )
    text = re.sub(rf"(?<=[{_HAN}”）》%％])\.(?=$|[”）{_HAN}])", "。", text)
    if text.count("(") == text.count(")"):
        text = re.sub(rf"\((?=[^()]*[{_HAN}][^()]*\))|(?<=[{_HAN}])\(", "（", text)
        text = re.sub(r"（([^()（）]*)\)", r"（\1）", text)
    return _paired(text, '"', "“", "”")


def _cyrillic(text: str) -> str:
    text = re.sub(r"[“”„]", '"', text)
    text = re.sub(r"\s+([,.;:?!»)])", r"\1", text)
    text = re.sub(r"(?<=[а-яёәғқңөұүһі]),(?=[а-яёәғқңөұүһі])", ", ", text)
    text = re.sub(r"([«(])\s+", r"\1", text)
    text = re.sub(r"(?<=[»\"])\s*,\s*[-–—]\s*", ", — " if "—" in text else ", – ", text)
    return _balance(_paired(text, '"', "«", "»"))


def _paired(text: str, straight: str, left: str, right: str) -> str:
    """Straight quotes → pairs: a quote opens at the start, or after a space, dash or opening bracket."""
    out: list[str] = []
    for i, char in enumerate(text):
        if char != straight:
            out.append(char)
            continue
        before = text[i - 1] if i else " "
        after = text[i + 1] if i + 1 < len(text) else " "
        depth = out.count(left) - out.count(right)
        opens = depth <= 0 and (before in " (（—–-，：:" or not after.isspace()) if after != " " else False
        out.append(left if opens else right)
    return "".join(out)


def _balance(text: str) -> str:
    """Drop or add a quote that the model opened or closed twice or not at all, where the place is certain."""
    opened, closed = text.count("«"), text.count("»")
    if opened == closed + 1 and text.startswith("«") and not re.search(r"«.*«", text[1:]):
        match = re.search(r"[,.!?]?(?=,?\s[–—]\s)", text)
        if match:
            return text[: match.start()] + "»" + text[match.start() :]
    if closed == opened + 1 and re.match(r"[^«]*»", text):
        return "«" + text
    return text


def _end_mark(source: str, text: str, language: str) -> str:
    """The end mark of the source: a full stop for a full stop, none for a headline's none."""
    if not text:
        return text
    bare = source.rstrip("\"'”’»)")
    mark = bare[-1:] if bare[-1:] in ".!?" else ""
    wide = {".": "。", "!": "！", "?": "？"}
    has = text.rstrip("\"'”’»)）")[-1:] in ".!?。！？…"
    if mark and not has and text[-1] not in ":：;；":
        text = text.rstrip(",，") + (wide[mark] if language == "zh" else mark)
    elif not mark and bare[-1:].isalnum() and text[-1] in ".。" and not re.search(r"\.\.$", text):
        text = text[:-1]
    return text


def _first_capital(source: str, text: str) -> str:
    first = next((c for c in source if c.isalpha()), "")
    match = re.search(r"[\w\ue000-\uefff]", text)  # private use: a filled place, see restore.py
    if first.isupper() and match and text[match.start()].islower():
        at = match.start()
        if "-" not in text[:at] and at <= 2:
            return text[:at] + text[at].upper() + text[at + 1 :]
    return text
