"""Verb government: the case in which a verb of the target wants its object.

In Russian the verb stands before the object as a rule («посетил ⟦0⟧»), and the dictionary knows whether it is
transitive; verbs that ask for more than an accusative stand in ``valency_ru.tsv``. In Kazakh the verb stands at the end
of the clause, so the object is known by its place in the English, right after its verb, and its case by the Kazakh verb
that renders it (``valency_kk.tsv``).

Sources: Розенталь, «Управление в русском языке» (1986); OpenCorpora (transitivity); «Қазақ грамматикасы» (2002).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any, cast

from toolkit.glossary import Case
from toolkit.glossary.russian_words import readings

__all__ = ["kazakh_object_case", "russian_object_cases"]

# a transitive verb's object; an instrumental after it («сделать столицей») is as well possible
_ACCUSATIVE: tuple[tuple[Case, ...], tuple[Case, ...]] = (("acc", "ins"), ("acc", "ins"))
# kinds of terms that nobody gives or tells anything
_NOBODY = frozenset(["currency", "unit", "treaty", "event", "project", "corridor", "initiative", "concept"])


def russian_object_cases(before: str, kind: str) -> tuple[Case, ...] | None:
    """The cases in which a term may stand right after a Russian verb, the likeliest first.

    Args:
        before: the target text before the term.
        kind: the term's kind (``person``, ``organisation`` …).

    Returns:
        None when no verb stands there that says anything. A nominative (a subject after its verb) is never meant.

    >>> russian_object_cases("Город сделали ", "place"), russian_object_cases("Министр посетил ", "place")
    (('acc', 'ins'), ('acc',))
    >>> russian_object_cases("Он руководит ", "organisation"), russian_object_cases("работа ", "place")
    (('ins',), None)
    """
    found = re.search(r"(?:(?<![\w-])(не)\s+)?(?<![\w-])([а-яё]+)\s+$", before.casefold())
    if not found:
        return None
    likeliest: Any = readings(found[2])[0]
    tag = likeliest.tag
    if tag.POS not in ("VERB", "INFN", "GRND") and not (tag.POS == "PRTF" and "actv" in tag):
        return None
    thing, somebody = _russian().get(str(likeliest.normal_form), _ACCUSATIVE if "tran" in tag else ((), ()))
    cases = thing if kind in _NOBODY else somebody
    if found[1] and "acc" in cases:  # «не посетил Казахстана»
        cases = (*cases, "gen")
    return cases or None


def _rows(name: str) -> Iterator[list[str]]:
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    yield from (line.split("\t") for line in text.splitlines() if not line.startswith("#"))


@cache
def _russian() -> Mapping[str, tuple[tuple[Case, ...], tuple[Case, ...]]]:
    """Lemma to the cases of a thing and of somebody."""
    return {
        verb: (tuple(cast(list[Case], thing.split())), tuple(cast(list[Case], somebody.split())))
        for thing, somebody, verbs in _rows("valency_ru.tsv")
        for verb in verbs.split()
    }


@cache
def _kazakh() -> tuple[tuple[re.Pattern[str], re.Pattern[str], Case], ...]:
    """English verb before its object, the Kazakh verb that renders it, the object's case."""
    rows = []
    for english, kazakh, case in _rows("valency_kk.tsv"):
        forms = "|".join(sorted(_forms(english), key=len, reverse=True))
        rows.append(
            (
                re.compile(rf"(?<![\w-])(?:{forms})\s+(?:the\s+|an?\s+|its\s+|their\s+)?$", re.IGNORECASE),
                re.compile(rf"(?<!\w)(?:{kazakh})\w{{0,7}}(?!\w)", re.IGNORECASE),
                cast(Case, case),
            )
        )
    return tuple(rows)


def _forms(cell: str) -> list[str]:
    """Verb forms of a cell: words, a following "in" belongs to its verb."""
    return [form.replace(" ", r"\s+") for form in re.findall(r"\w+(?: in\b)?", cell)]


def kazakh_object_case(ahead: str, after: str) -> Case | None:
    """The case that the Kazakh verb asks of a term which is the English verb's object.

    Args:
        ahead: the English before the term.
        after: the Kazakh after it, to the end of the segment.

    Returns:
        None when the English has no known verb right before the term, or the Kazakh none of its renderings after it.

    >>> kazakh_object_case("The president thanked the ", " көмек үшін алғыс айтты.")
    'dat'
    """
    at = len(after)
    case: Case | None = None
    for english, kazakh, governed in _kazakh():
        if english.search(ahead) and (found := kazakh.search(after)) and found.start() < at:
            at, case = found.start(), governed
    return case
