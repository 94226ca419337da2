"""Finding, through attention, where a source span stands in a translation, and putting our term there.

For packages whose models were not trained with placeholders, and for terms that a placeholder-trained model wrote
in its own words. Attention of the last decoder layer, averaged over heads, is a usable word alignment for
Transformer models (Garg et al. 2019, "Jointly Learning to Align and Translate").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from toolkit.glossary import Case
from toolkit.translation.decoding import Hypothesis

__all__ = ["aligned_span", "case_in_text"]

_LONGEST_WORDS = 8


def _offsets(pieces: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """Text of subword pieces and the span of each piece in it (SentencePiece ▁ or BPE @@ joined)."""
    text, spans = "", []
    glued = True
    bpe = any(p.endswith("@@") for p in pieces)
    for piece in pieces:
        if bpe:
            if text and not glued:
                text += " "
            shown = piece.removesuffix("@@")
            glued = piece.endswith("@@")
        else:
            shown = piece.replace("▁", " ") if text else piece.lstrip("▁")
        start = len(text) + (len(shown) - len(shown.lstrip()))
        text += shown
        spans.append((start, len(text)))
    return text, spans


def aligned_span(hypothesis: Hypothesis, surface: str, language: str) -> tuple[int, int] | None:
    """Where in ``hypothesis.text`` the translation of a source surface stands, in whole words.

    Args:
        hypothesis: with attention and source pieces.
        surface: the term as it stands in the model's source text.
        language: of the target; Chinese is cut at pieces, others at words.

    Returns:
        Character span in the hypothesis text, or None when the attention does not tell.
    """
    if hypothesis.attention is None:
        return None
    source, source_spans = _offsets(hypothesis.source_pieces)
    begin = source.casefold().find(surface.casefold())
    if begin < 0:
        return None
    end = begin + len(surface)
    inside = [i for i, (a, b) in enumerate(source_spans) if a < end and b > begin]
    target, target_spans = _offsets(hypothesis.pieces)
    weights = [list(row) for row in hypothesis.attention]
    shift = (
        len(weights[0]) - len(source_spans) if weights else 0
    )  # a language tag in front, an end mark behind
    lead = 1 if shift >= 2 else 0
    hits = []
    for j, row in enumerate(weights[: len(target_spans)]):
        body = row[lead : lead + len(source_spans)]
        total = sum(body) or 1.0
        if sum(body[i] for i in inside if i < len(body)) / total >= 0.5:
            hits.append(j)
    if not hits:
        return None
    run = _longest_run(hits)
    start, stop = target_spans[run[0]][0], target_spans[run[-1]][1]
    if language != "zh":
        start, stop = _whole_words(target, start, stop)
    at = hypothesis.text.find(target[start:stop].strip())
    if at < 0 or len(target[start:stop].split()) > _LONGEST_WORDS:
        return None
    return at, at + len(target[start:stop].strip())


def _longest_run(hits: Sequence[int]) -> list[int]:
    runs: list[list[int]] = [[hits[0]]]
    for j in hits[1:]:
        if j - runs[-1][-1] <= 2:
            runs[-1].append(j)
        else:
            runs.append([j])
    return max(runs, key=len)


def _whole_words(text: str, start: int, stop: int) -> tuple[int, int]:
    while start > 0 and re.match(r"[\w-]", text[start - 1]):
        start -= 1
    while stop < len(text) and re.match(r"[\w-]", text[stop]):
        stop += 1
    return start, stop


_KAZAKH_SUFFIXES: tuple[tuple[Case, str], ...] = (
    ("gen", r"(?:ның|нің|дың|дің|тың|тің)$"),
    ("abl", r"(?:нан|нен|дан|ден|тан|тен)$"),
    ("ins", r"(?:мен|бен|пен)$"),
    ("loc", r"(?:нда|нде|да|де|та|те)$"),
    ("acc", r"(?:ны|ні|ды|ді|ты|ті|ын|ін)$"),
    ("dat", r"(?:ға|ге|қа|ке|на|не)$"),
)
_RUSSIAN_CASES: dict[str, Case] = {
    "nomn": "nom", "gent": "gen", "datv": "dat", "accs": "acc", "ablt": "ins", "loct": "loc",
    "loc2": "loc", "gen2": "gen",
}  # fmt: skip


def case_in_text(surface: str, before: str, language: str) -> Case:
    """Case of a phrase of the target: by Kazakh suffix, or by pymorphy3 and the preposition before it."""
    words = re.findall(r"\w[\w-]*", surface)
    if not words:
        return "nom"
    if language == "kk":
        return next(
            (case for case, suffix in _KAZAKH_SUFFIXES if re.search(suffix, words[-1].casefold())), "nom"
        )
    if language == "ru":
        return _russian_case(words, before)
    return "nom"


def _russian_case(words: Sequence[str], before: str) -> Case:
    from toolkit.glossary.russian_words import readings

    by_preposition: tuple[tuple[Case, str], ...] = (
        ("loc", r"(?:^|\s)(?:в|во|на|о|об|при)\s*$"),
        ("dat", r"(?:^|\s)(?:к|ко|по|благодаря|согласно)\s*$"),
        ("ins", r"(?:^|\s)(?:с|со|между|над|под|перед)\s*$"),
        ("gen", r"(?:^|\s)(?:из|от|до|у|для|без|около|против|среди|после|кроме|вокруг)\s*$"),
        ("acc", r"(?:^|\s)(?:через|про|сквозь)\s*$"),
    )
    preposition = next((case for case, p in by_preposition if re.search(p, before.casefold())), None)
    for word in words:
        parses = [p for p in readings(word) if p.tag.POS in ("NOUN", "ADJF")]
        cases = [_RUSSIAN_CASES[str(p.tag.case)] for p in parses if str(p.tag.case) in _RUSSIAN_CASES]
        if cases:
            return preposition if preposition in cases else cases[0]
    return preposition or "nom"
