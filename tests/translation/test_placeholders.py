"""From source to placeholders and back, whatever a model makes of them."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from toolkit.glossary import Glossary, Target, Term
from toolkit.translation.mentions import plan_forms, with_abbreviation, without_invented
from toolkit.translation.names import find_names
from toolkit.translation.numbers import find_quantities
from toolkit.translation.protect import Protected, Slot, protect, slots_of, verbatim_spans
from toolkit.translation.restore import Filled, locate_terms, parts_of, render

SCO = Term(
    "sco",
    "Shanghai Cooperation Organisation",
    abbreviations=("SCO",),
    targets={
        "kk": Target("Шанхай ынтымақтастық ұйымы", "ШЫҰ", "шыұ"),
        "ru": Target("Шанхайская организация сотрудничества", "ШОС", head="организация"),
        "zh": Target("上海合作组织", "上合组织"),
    },
    kind="organisation",
    glossary="test",
)
COUNCIL = Term(
    "council",
    "Council of Heads of State",
    targets={
        "kk": Target("Мемлекет басшыларының кеңесі"),
        "ru": Target("Совет глав государств"),
        "zh": Target("元首理事会"),
    },
    kind="institution",
    glossary="test",
)
LONG = Term(
    "long",
    "Council of Heads of State of the Shanghai Cooperation Organisation",
    targets={"kk": Target("ШЫҰ Мемлекет басшыларының кеңесі"), "ru": Target("Совет глав государств ШОС")},
    glossary="test",
)
GLOSSARY = Glossary([SCO, COUNCIL])
ALL = ("term", "verbatim", "number", "name")
LEAK = re.compile(r"[⟦⟧⟨⟩\ue000-\uefff\u0000]|<2\w\w>|<r\d+>")


def slots(text: str, language: str = "kk") -> tuple[Slot, ...]:
    matches = GLOSSARY.match(text)
    names = find_names(text, known=[(m.start, m.end) for m in matches])
    return slots_of(text, matches, find_quantities(text), names, language)


def shield(text: str, kinds: tuple[str, ...] = ALL) -> Protected:
    return protect(text, slots(text), kinds)


@pytest.mark.parametrize(
    ("source", "kinds", "expected"),
    [
        ("The SCO summit opened.", ("term",), "The ⟦0⟧ summit opened."),
        ("The SCO’s 24th meeting", ("term",), "The ⟦0⟧'s 24th meeting"),
        ("The SCO-member states met.", ("term",), "The ⟦0⟧ member states met."),
        ("The Shanghai Cooperation Organisation (SCO) met.", ("term",), "The ⟦0⟧ met."),
        ("It cost $1.8 million.", ("number",), "It cost ⟦0⟧ million dollars."),
        ("It cost $1.8 million.", (), "It cost 1.8 million dollars."),
        ("Some 2,400 containers, or 20.5 percent", ("number",), "Some ⟦0⟧ containers, or ⟦1⟧ percent"),
        ("See https://sco.example/a?b=1 for the SCO.", ("term", "verbatim"), "See ⟦0⟧ for the ⟦1⟧."),
        ("In 2013 and on July 2, 2024", ("number",), "In 2013 and on July 2, 2024"),
    ],
)
def test_protect(source: str, kinds: tuple[str, ...], expected: str) -> None:
    assert shield(source, kinds).text == expected


def test_a_scaled_number_goes_whole_into_chinese() -> None:
    source = "Trade rose to $41 billion."
    shielded = protect(source, slots(source, "zh"), ALL)
    assert shielded.text == "Trade rose to ⟦0⟧ dollars."
    assert render(source, parts_of("贸易额增至⟦0⟧美元。", shielded), "zh").text == "贸易额增至410亿美元。"


def test_more_than_eight_placeholders_keep_the_terms() -> None:
    source = (
        "SCO "
        + " ".join(f"has {n}00 members," for n in range(1, 10))
        + " said the Council of Heads of State."
    )
    shielded = shield(source)
    assert len(shielded.slots) == 8
    assert [s.surface for s in shielded.slots if s.kind == "term"] == ["SCO", "Council of Heads of State"]
    assert re.findall(r"⟦(\d)⟧", shielded.text) == list("01234567")


@pytest.mark.parametrize(
    ("language", "hypothesis", "expected"),
    [
        ("kk", "⟦0⟧⟨gen⟩ саммиті ашылды.", "Шанхай ынтымақтастық ұйымының (ШЫҰ) саммиті ашылды."),
        ("kk", "Саммит ⟦0⟧⟨loc⟩ өтті.", "Саммит Шанхай ынтымақтастық ұйымында (ШЫҰ) өтті."),
        ("ru", "Открылся саммит ⟦0⟧⟨gen⟩.", "Открылся саммит Шанхайской организации сотрудничества (ШОС)."),
        ("zh", "⟦0⟧ 峰会开幕.", "上海合作组织（上合组织）峰会开幕。"),
        (
            "kk",
            "⟦0⟧ ⟨gen⟩ саммиті ⟦0⟧⟨gen⟩ ⟦7⟧ ашылды.",
            "Шанхай ынтымақтастық ұйымының (ШЫҰ) саммиті ашылды.",
        ),
        ("ru", "саммит⟦0⟧⟨xyz⟩открылся", "Саммит Шанхайская организация сотрудничества (ШОС) открылся."),
    ],
)
def test_first_mention_is_written_out_and_inflected(language: str, hypothesis: str, expected: str) -> None:
    source = "The SCO summit opened."
    parts = parts_of(hypothesis, shield(source))
    plan = plan_forms([(source, parts)], language)[0]
    assert render(source, parts, language, plan.get).text == expected


def test_a_quoted_term_is_not_quoted_twice() -> None:
    plus = Term("plus", "SCO Plus", targets={"kk": Target("«ШЫҰ плюс»")}, glossary="test")
    source = 'The "SCO Plus" session opened.'
    found = slots_of(source, Glossary([plus]).match(source), (), (), "kk")
    parts = parts_of('"⟦0⟧⟨nom⟩" отырысы ашылды.', protect(source, found, ALL))
    rendered = render(source, parts, "kk")
    assert rendered.text == "«ШЫҰ плюс» отырысы ашылды."
    assert rendered.text[rendered.terms[0].target_start : rendered.terms[0].target_end] == "«ШЫҰ плюс»"


def test_later_mentions_are_abbreviated_and_the_switch_keeps_the_source() -> None:
    sources = ["The SCO met.", "The Shanghai Cooperation Organisation grew."]
    texts = ["⟦0⟧⟨nom⟩ жиналды.", "⟦0⟧⟨nom⟩ өсті."]
    parts = [(s, parts_of(t, shield(s))) for s, t in zip(sources, texts, strict=True)]

    def shown(expand: bool) -> list[str]:
        plans = plan_forms(parts, "kk", expand=expand)
        return [render(s, p, "kk", plan.get).text for (s, p), plan in zip(parts, plans, strict=True)]

    assert shown(True) == ["Шанхай ынтымақтастық ұйымы (ШЫҰ) жиналды.", "ШЫҰ өсті."]
    assert shown(False) == ["ШЫҰ жиналды.", "Шанхай ынтымақтастық ұйымы өсті."]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("The SCO grew.", "⟦0⟧⟨nom⟩ (ШЫҰ) өсті."),
        ("The SCO grew.", "⟦0⟧⟨nom⟩ өсті (ШЫҰ-ның)."),
    ],
)
def test_an_abbreviation_in_parentheses_that_the_model_added_goes(source: str, target: str) -> None:
    parts = without_invented(parts_of(target, shield(source)), source, "kk")
    assert render(source, parts, "kk").text == "ШЫҰ өсті."


def test_parentheses_of_the_source_are_kept() -> None:
    source = "The SCO (founded in 2001, SCO for short) grew."
    parts = parts_of("⟦0⟧⟨nom⟩ (ШЫҰ) өсті.", shield(source))
    assert without_invented(parts, source, "kk") == tuple(parts)


def test_an_abbreviation_alone_in_parentheses_is_not_written_out() -> None:
    source = "The grouping (SCO) met."
    parts = parts_of("Топ (⟦0⟧⟨nom⟩) жиналды.", shield(source))
    assert (
        render(source, parts, "kk", plan_forms([(source, parts)], "kk")[0].get).text == "Топ (ШЫҰ) жиналды."
    )


def test_an_abbreviation_stays_with_the_term_it_stands_for() -> None:
    source = (
        "a meeting of the Council of Heads of State of the Shanghai Cooperation Organisation (SCO) in Astana"
    )
    found = with_abbreviation(source, Glossary([SCO, COUNCIL, LONG]))
    assert [(m.term.id, m.form) for m in found] == [("council", "full"), ("sco", "full+abbreviation")]
    assert all(source[m.start : m.end] == m.surface for m in found)


def test_terms_the_model_wrote_itself_are_found_with_their_case() -> None:
    source = "The summit of the SCO opened."
    parts = locate_terms(("ШЫҰ-ның саммиті ашылды.",), slots(source), "kk")
    filled = next(p for p in parts if isinstance(p, Filled))
    assert (filled.case, filled.way) == ("gen", "model")


def test_an_abbreviation_that_the_model_wrote_is_not_doubled() -> None:
    source = "The Shanghai Cooperation Organisation (SCO) met."
    parts = locate_terms(("Шанхай ынтымақтастық ұйымы (ШЫҰ) жиналды.",), slots(source), "kk")
    assert render(source, parts, "kk").text == "Шанхай ынтымақтастық ұйымы (ШЫҰ) жиналды."


def test_the_report_tells_where_the_term_stands() -> None:
    source = "Leaders of the SCO met in 2024."
    rendered = render(
        source, parts_of("⟦0⟧⟨gen⟩ басшылары 2024 жылы жиналды.", shield(source, ("term",))), "kk"
    )
    use = rendered.terms[0]
    assert rendered.text[use.target_start : use.target_end] == use.target == "ШЫҰ-ның"
    assert source[use.source_start : use.source_end] == use.source == "SCO"


mangled = st.lists(
    st.sampled_from(
        [
            "⟦0⟧",
            "⟦1⟧",
            "⟦9⟧",
            "⟦",
            "⟧",
            "⟨gen⟩",
            "⟨",
            "⟩",
            "⟨foo⟩",
            "<r3>",
            "<2kk>",
            " ",
            "сөз",
            "слово",
            "词",
            '"',
            "2024",
            ".",
            "«",
            "-",
        ]
    ),
    max_size=25,
).map("".join)


@given(mangled, st.sampled_from(["kk", "ru", "zh"]))
def test_no_placeholder_ever_reaches_the_reader(hypothesis: str, language: str) -> None:
    source = "The SCO and the Council of Heads of State met on 41 matters."
    parts = locate_terms(parts_of(hypothesis, shield(source)), slots(source), language)
    rendered = render(source, parts, language, plan_forms([(source, parts)], language)[0].get)
    assert not LEAK.search(rendered.text)
    for use in rendered.terms:
        assert rendered.text[use.target_start : use.target_end] == use.target


@given(st.text(max_size=120), st.sampled_from(["kk", "ru", "zh"]))
@example("\ue000 \ue001", "kk")  # private use: what stands for filled places while the text is polished
def test_any_source_goes_through(source: str, language: str) -> None:
    shielded = shield(source)
    rendered = render(source, parts_of(shielded.text, shielded), language)
    assert not re.search(r"⟦\d+⟧", rendered.text) or re.search(r"⟦\d+⟧", source)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Opened today 🎉.", ["🎉"]),
        ("A treaty 🇰🇿🤝🇨🇳 on trade ☀️, see www.sco.example/a", ["🇰🇿🤝🇨🇳", "☀️", "www.sco.example/a"]),
        ("Families 👨‍👩‍👧 came.", ["👨‍👩‍👧"]),
        ("Plain text – with “quotes” and ⟦0⟧.", []),
    ],
)
def test_symbols_and_addresses_stay(text: str, kept: list[str]) -> None:
    assert [text[a:b] for a, b in verbatim_spans(text)] == kept
