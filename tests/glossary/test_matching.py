from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.glossary.tables import read_cases
from toolkit.glossary import Glossary, Target, Term

K = {"kk": Target("ұйым")}
TERMS = [
    Term("sco", "Shanghai Cooperation Organisation", ("Shanghai Cooperation Organization",), ("SCO",), K),
    Term("council", "SCO Council of Heads of State", ("Council of Heads of State",), targets=K),
    Term("belt", "Silk Road Economic Belt", targets=K),
    Term("bri", "Belt and Road Initiative", abbreviations=("BRI",), targets=K),
    Term("zone", "special economic zone", abbreviations=("SEZ",), targets=K),
    Term("minister", "minister of foreign affairs", targets=K),
    Term("agency", "free trade agency", targets=K),
    Term("head", "head of state", targets=K),
    Term("heads", "heads of state", targets=K),
    Term("turkey", "Turkey", targets=K),
    Term("oral", "Oral", targets=K, case_sensitive=True),
    Term("win", "win-win cooperation", targets=K),
    Term("erdogan", "Erdogan", targets=K),
    Term("prc", "People's Republic of China", targets=K),
    Term("who", "World Health Organization", abbreviations=("WHO",), targets=K),
    Term("us", "United States", abbreviations=("U.S.", "U.S"), targets=K),
    Term("train", "China-Europe freight train", targets=K),
    Term("5g", "5G", targets=K),
    Term("fleet", "Caspian Sea Fleet", targets=K, case_sensitive=True),
]
GLOSSARY = Glossary(TERMS)


@pytest.mark.parametrize(("marked", "expected"), [[*r, ""][:2] for r in read_cases("matching_cases.tsv")])
def test_cases(marked: str, expected: str) -> None:
    marked = marked.replace("\\n", "\n")
    text = re.sub("[⟦⟧]", "", marked)
    surfaces = re.findall("⟦(.*?)⟧", marked, re.DOTALL)
    found = GLOSSARY.match(text)
    if not surfaces and expected:  # the place is ambiguous to mark: only the terms are compared
        surfaces = [match.surface for match in found]
    assert [match.surface for match in found] == surfaces
    assert [f"{m.term.id}:{m.form}:{'p' * m.plural}{'s' * m.possessive}" for m in found] == expected.split()


def test_the_earlier_term_wins_over_the_same_words() -> None:
    mine = Term("mine", "SCO", abbreviations=("SCO",), targets=K)
    assert [m.term.id for m in GLOSSARY.with_terms([mine]).match("The SCO met.")] == ["mine"]
    assert [m.term.id for m in GLOSSARY.with_terms([mine], first=False).match("The SCO met.")] == ["sco"]


def test_a_longer_term_wins_whatever_its_priority() -> None:
    mine = Term("mine", "Economic Belt", targets=K)
    assert [m.term.id for m in GLOSSARY.with_terms([mine]).match("The Silk Road Economic Belt")] == ["belt"]


def test_a_lower_case_entry_matches_capitals_at_the_start_of_a_sentence_only_if_case_sensitive() -> None:
    sensitive = Glossary([Term("gulf", "gulf states", targets=K, case_sensitive=True)])
    assert [m.surface for m in sensitive.match("Gulf states and gulf states, Gulf States.")] == [
        "Gulf states",
        "gulf states",
    ]


def test_the_full_stop_of_the_sentence_stays_outside() -> None:
    [match] = GLOSSARY.match("They flew to the U.S.")
    assert match.surface == "U.S"
    [match] = GLOSSARY.match("They flew to the U.S. today.")
    assert match.surface == "U.S."


def test_no_terms_no_matches() -> None:
    assert Glossary.empty().match("The SCO met.") == ()
    assert GLOSSARY.match("") == ()


PIECES = (
    "SCO sco Shanghai Cooperation Organisation Organization Council of Heads State special economic zones zone's "
    "BRI Belt and & Road Initiative’s - – — ( ) , or \" “ ” ' ’ . \n \n\n \u00a0 \u200b U.S. the Turkey turkey "
    "Oral 5G ğ İ ß ﬁ"
)
WORDS = st.sampled_from(PIECES.split(" "))
TEXTS = st.one_of(
    st.lists(WORDS, max_size=25).map(" ".join),
    st.lists(WORDS, max_size=25).map("".join),
    st.text(max_size=60),
)
NAMES = st.one_of(st.lists(WORDS, min_size=1, max_size=4).map(" ".join), st.text(min_size=1, max_size=12))
ANY_TERMS = st.lists(
    st.builds(
        Term,
        id=st.just("x"),
        source=NAMES,
        variants=st.lists(NAMES, max_size=2).map(tuple),
        abbreviations=st.lists(NAMES, max_size=2).map(tuple),
        case_sensitive=st.booleans(),
    ),
    max_size=6,
)


@settings(max_examples=300, deadline=None)
@given(text=TEXTS, terms=ANY_TERMS)
def test_matches_are_in_order_inside_the_text_and_apart(text: str, terms: list[Term]) -> None:
    end = 0
    for match in Glossary([*terms, *TERMS]).match(text):
        assert end <= match.start < match.end <= len(text)
        assert match.surface == text[match.start : match.end]
        assert match.form in ("full", "abbreviation", "full+abbreviation")
        end = match.end


@settings(max_examples=200, deadline=None)
@given(before=TEXTS, term=st.sampled_from(TERMS), after=TEXTS)
def test_a_term_between_spaces_is_never_missed(before: str, term: Term, after: str) -> None:
    text = f"{before}\n\nxx {term.source} xx\n\n{after}"
    start = len(before) + 5
    covering = [m for m in GLOSSARY.match(text) if m.start <= start and m.end >= start + len(term.source)]
    assert covering, text


def test_words_are_found_whatever_the_number_of_terms() -> None:
    many = [Term(f"t{n}", f"Project{n} number {n}", targets=K) for n in range(5000)]
    found = GLOSSARY.with_terms(many).match("The SCO and Project4999 number 4999 and Project12 number 13.")
    assert [m.term.id for m in found] == ["sco", "t4999"]


def test_heavy_libraries_wait_for_the_first_inflection() -> None:
    code = (
        "import sys; from toolkit.glossary import Glossary, inflect, Target; g = Glossary.default(); "
        "g.match('The SCO met.'); heavy = ('pymorphy3', 'qazaq_inflector', 'openpyxl', 'lxml'); "
        "assert not [m for m in heavy if m in sys.modules]; inflect(Target('ұйым'), 'kk', 'gen'); "
        "assert 'pymorphy3' not in sys.modules"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=False)
    assert done.returncode == 0, done.stderr
