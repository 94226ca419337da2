"""Splitting a long segment at clause borders: long sentences were hardly trained, and clauses get lost in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

__all__ = ["clause_spans"]

_BORDER = re.compile(
    r"[;:]\s+(?=\S)"
    r"|,[\"”’]?\s+(?=(?:and|but|while|whereas|which|who|whose|where|when|although|though|because|since|so|as|yet|or|nor|"
    r"if|unless|until|after|before|with|according)\b)"
    r"|\s+[—–]\s+"
    r"|,?\s+(?=(?:while|whereas|because|although|unless|so that|in order to|provided that)\b)",
)
_FEWEST_WORDS = 4


def clause_spans(
    text: str,
    fits: Callable[[str], bool],
    keep: Sequence[tuple[int, int]] = (),
    must_fit: Callable[[str], bool] = lambda part: True,
) -> list[tuple[int, int]]:
    """Split at clause borders until every part fits, as near to the middle as the borders allow.

    Args:
        text: the segment.
        fits: whether a part is short enough.
        keep: spans that must not be cut.
        must_fit: what a part may at most be: where there is no clause border, it is cut between words, else anywhere.

    Returns:
        Spans in order that cover the text; one span when there is no border to cut at.

    >>> text = "The port will be dredged in spring, and six ferries have been ordered."
    >>> [text[a:b] for a, b in clause_spans(text, lambda part: len(part) < 50)]
    ['The port will be dredged in spring, ', 'and six ferries have been ordered.']
    """
    if fits(text):
        return [(0, len(text))]
    quotes = [m.span() for m in re.finditer(r"“[^”]*”|\"[^\"]*\"|\([^()]*\)", text)]
    cuts = [
        m.end()
        for m in _BORDER.finditer(text)
        if not any(a < m.end() < b for a, b in keep)
        and not any(a < m.start() and m.end() < b for a, b in quotes)
        and min(len(text[: m.end()].split()), len(text[m.end() :].split())) >= _FEWEST_WORDS
    ]
    if not cuts and not must_fit(text) and len(text) > 1:
        free = [at for at in range(1, len(text)) if not any(a < at < b for a, b in keep)]
        cuts = [at for at in free if text[at - 1].isspace()] or free or [len(text) // 2]
    if not cuts:
        return [(0, len(text))]
    middle = min(cuts, key=lambda at: abs(at - len(text) / 2))
    left = clause_spans(text[:middle], fits, [k for k in keep if k[1] <= middle], must_fit)
    right = clause_spans(
        text[middle:], fits, [(a - middle, b - middle) for a, b in keep if a >= middle], must_fit
    )
    return left + [(a + middle, b + middle) for a, b in right]
