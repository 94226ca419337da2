"""First mention of a term in a text: in full with the abbreviation in parentheses; after it the abbreviation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from toolkit.glossary import Form, Glossary, Match
from toolkit.translation.protect import Slot
from toolkit.translation.restore import Filled, Part, in_parentheses

__all__ = ["plan_forms", "with_abbreviation", "without_invented"]


def plan_forms(
    segments: Sequence[tuple[str, Sequence[Part]]], language: str, *, expand: bool = True
) -> list[dict[Slot, Form]]:
    """Which form every term of a text takes.

    The first mention in *target* order is written in full; with its abbreviation when the abbreviation is used
    again or the source itself used it. Later mentions are abbreviated. Countries and other places keep the form
    that the source has (nobody expands «США»), and so does an abbreviation that stands alone in parentheses:
    the words before it have said what it is.

    Args:
        segments: source and parts of the text's segments, in order.
        language: target language.
        expand: False keeps the form of the source everywhere.

    Returns:
        For each segment, the form of each of its slots.
    """
    plans: list[dict[Slot, Form]] = [{} for _ in segments]
    introduced: set[Slot] = set()
    mentions: dict[str, list[tuple[int, Slot]]] = defaultdict(list)
    for i, (source, parts) in enumerate(segments):
        for part in parts:
            if isinstance(part, Filled) and part.slot.match is not None:
                slot = part.slot
                mentions[part.slot.match.term.id].append((i, slot))
                if source[slot.start - 1 : slot.start] == "(" and source[slot.end : slot.end + 1] == ")":
                    introduced.add(slot)
    for places in mentions.values():
        for n, (i, slot) in enumerate(places):
            plans[i][slot] = _form(slot, n, places, language, expand and slot not in introduced)
    return plans


def _form(slot: Slot, n: int, places: Sequence[tuple[int, Slot]], language: str, expand: bool) -> Form:
    match = slot.match
    assert match is not None
    target = match.term.targets.get(language)
    if target is None or target.abbreviation is None:
        return "full"
    if not expand or match.term.kind in ("place", "currency", "unit"):
        return match.form
    abbreviated = any(s.match is not None and s.match.form != "full" for _, s in places)
    if n == 0:
        return "full+abbreviation" if abbreviated or len(places) > 1 else "full"
    return "abbreviation"


def with_abbreviation(source: str, glossary: Glossary) -> tuple[Match, ...]:
    """The terms of a segment, where a long term does not tear an abbreviation from the term it stands for.

    In "the Council of Heads of State of the Shanghai Cooperation Organisation (SCO)" the longest match is the
    council; but "(SCO)" belongs to the words right before it, so the council and the organisation are two terms.
    """
    matches = list(glossary.match(source))
    for i in range(len(matches) - 1, 0, -1):
        outer, short = matches[i - 1], matches[i]
        alone = source[outer.end : short.start].strip() == "(" and source[short.end : short.end + 1] == ")"
        if short.form != "abbreviation" or not alone or outer.term == short.term:
            continue
        names = (short.term.source, *short.term.variants)
        whole = next((n for n in names if outer.surface.casefold().endswith(n.casefold())), None)
        if whole is None:
            continue
        start = outer.end - len(whole)
        full = replace(
            short,
            start=start,
            end=short.end + 1,
            surface=source[start : short.end + 1],
            form="full+abbreviation",
        )
        before = [
            replace(m, start=m.start + outer.start, end=m.end + outer.start)
            for m in glossary.match(source[outer.start : start])
        ]
        matches[i - 1 : i + 1] = [*before, full]
    return tuple(matches)


def without_invented(parts: Sequence[Part], source: str, language: str) -> tuple[Part, ...]:
    """Parts without abbreviations in parentheses that the model added: which term gets one is decided here alone.

    Args:
        parts: of a target segment, in order.
        source: the segment; one with other parentheses than a term's own abbreviation is left as it is.
        language: of the target.
    """
    matches = [part.slot.match for part in parts if isinstance(part, Filled) and part.slot.match]
    targets = [match.term.targets[language] for match in matches if language in match.term.targets]
    found = {target.abbreviation for target in targets if target.abbreviation}
    own = sum(match.form == "full+abbreviation" for match in matches)
    if not found or source.count("(") > own:
        return tuple(parts)
    invented = in_parentheses(found)
    clean = (invented.sub("", part) if isinstance(part, str) else part for part in parts)
    return tuple(part for part in clean if part != "")
