"""The pipeline with the shipped model, and with decoders that do the worst."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.errors import LanguageError
from toolkit.glossary import Glossary, Target, Term, surface_forms
from toolkit.translation import BeamSettings, TranslationSettings, Translator
from toolkit.translation.decoding import Decoder, Hypothesis

LANGUAGES = ("kk", "ru", "zh")
LEAK = re.compile(r"[⟦⟧⟨⟩\ue000-\uefff\u0000]")


@pytest.mark.parametrize("language", LANGUAGES)
def test_paragraphs_and_line_breaks_are_kept(language: str) -> None:
    text = "First line.\n\n  The summit opened. Leaders met.\r\nLast line without a stop\n"
    result = Translator(language).translate(text)
    assert re.findall(r"\r\n|\n", result.text) == re.findall(r"\r\n|\n", text)
    assert [bool(line.strip()) for line in result.text.splitlines()] == [
        bool(line.strip()) for line in text.splitlines()
    ]
    assert len(result.segments) == 4


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", ["", "\n\n", "   ", "* * *", "— 2024 —", "12:30"])
def test_what_has_no_words_stays_as_it_is(language: str, text: str) -> None:
    assert Translator(language).translate(text).text == text


@pytest.mark.parametrize(
    ("language", "kept"),
    [
        ("kk", ["2024", "20,5", "Шанхай ынтымақтастық ұйым"]),
        ("ru", ["2024", "20,5", "ШОС"]),
        ("zh", ["2024", "20.5%", "上合组织"]),
    ],
)
def test_terms_and_numbers_come_through(language: str, kept: Sequence[str]) -> None:
    result = Translator(language).translate("Trade of the SCO countries rose by 20.5 percent in 2024.")
    assert all(k in result.text for k in kept), result.text
    assert not result.warnings
    assert [t.term_id for t in result.terms] == ["shanghai-cooperation-organisation"]


def test_decoding_is_deterministic_and_remembered() -> None:
    text = "Ministers will meet again in Baku in June."
    first, second = Translator("kk"), Translator("kk")
    assert first.translate(text) == second.translate(text) == first.translate(text)


def test_urls_and_addresses_stay() -> None:
    result = Translator("ru").translate("Write to press@sco.example or see https://sco.example/news today.")
    assert "press@sco.example" in result.text
    assert "https://sco.example/news" in result.text


def test_an_unknown_language_is_told() -> None:
    with pytest.raises(LanguageError, match="kk"):
        Translator("xx")


def test_inline_terms_and_no_glossary() -> None:
    term = Term("port", "Port Authority", targets={"kk": Target("Порт әкімшілігі")}, glossary="inline")
    glossary = Glossary.empty().with_terms([term])
    assert (
        "Порт әкімшілігі" in Translator("kk", glossary=glossary).translate("The Port Authority agreed.").text
    )
    assert not Translator("kk", glossary=Glossary.empty()).translate("The SCO agreed.").terms


class Mangler:
    """A decoder that damages what it is given: a model at its worst."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def encode(self, text: str) -> list[str]:
        return text.split()

    def length(self, text: str) -> int:
        return len(text.split())

    def decode(
        self, texts: Sequence[str], settings: BeamSettings | None = None, *, attention: bool = False
    ) -> list[list[Hypothesis]]:
        count = (settings or BeamSettings()).hypotheses
        return [[self._mangled(text) for _ in range(count)] for text in texts]

    def _mangled(self, text: str) -> Hypothesis:
        pieces = re.findall(r"⟦\d+⟧|\w+|\S", text)
        junk = ["⟦0⟧", "⟦11⟧", "⟨gen⟩", "⟦", "⟩", "сөз", "слово", "词语", "loop loop loop", "", "777", "«"]
        for _ in range(self.random.randint(0, 6)):
            at = self.random.randint(0, len(pieces))
            pieces[at : at + self.random.randint(0, 2)] = [self.random.choice(junk)]
        text = " ".join(pieces)
        rows = [[self.random.random() for _ in range(len(pieces) + 2)] for _ in pieces]
        return Hypothesis(
            text, tuple(pieces), -1.0, rows if self.random.random() < 0.8 else None, tuple(pieces)
        )

    def score(self, sources: Sequence[str], targets: Sequence[str]) -> list[float]:
        return [self.random.random() for _ in sources]


SOURCES = st.lists(
    st.sampled_from(
        ["The SCO", "met", "in Astana", "on July 2, 2024,", "with $41 billion", "“quoted”", "Kazakhstan’s", "—", "and",
         "Daniyar Ospanbek said", "20.5 percent", "⟦3⟧", "the BRI", ".", "(TITR)", "https://a.example/x", "🙂", "\u202e"]
    ),
    max_size=12,
).map(" ".join)  # fmt: skip


@given(SOURCES, st.integers(0, 10_000), st.sampled_from(LANGUAGES))
@settings(max_examples=80)
def test_whatever_the_model_does_nothing_leaks_and_the_report_is_true(
    source: str, seed: int, language: str
) -> None:
    translator = Translator(language, settings=TranslationSettings())
    translator._decoders = [Mangler(seed)]  # type: ignore[list-item]
    segment = translator.translate_segments([source])[0]
    if "⟦" not in source:
        assert not LEAK.search(segment.target)
    for use in segment.terms:
        assert segment.target[use.target_start : use.target_end] == use.target
        assert source[use.source_start : use.source_end] == use.source
    for match in translator.draft([source])[0].matches:
        forms = surface_forms(match.term.targets[language], language)
        stands = any(form.casefold() in segment.target.casefold() for form in forms)
        assert stands or any(match.surface in warning for warning in segment.warnings)


@pytest.mark.parametrize("text", ["word " * 900, "x" * 5000, "и" * 3000, "，。" * 800 + "word"])
def test_a_segment_longer_than_the_model_takes_is_cut_not_lost(text: str) -> None:
    segment = Translator("kk").translate_segments([text])[0]
    assert segment.target


def test_of_the_first_beam_the_first_that_passes_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    beam = ["Они встретились.", "Они встретились 12 раз.", "Они виделись 12 раз."]
    monkeypatch.setattr(
        Decoder,
        "decode",
        lambda self, texts, settings, **more: [
            [Hypothesis(t, (), -0.1 * n) for n, t in enumerate(beam)] for _ in texts
        ],
    )
    translator = Translator("ru", glossary=Glossary.empty(), settings=TranslationSettings(repair=False))
    assert translator.translate_segments(["They met 12 times."])[0].target == beam[1]


def test_greedy_search_works() -> None:
    settings = TranslationSettings(beam=BeamSettings(beam=1), repair=False)
    assert Translator("ru", settings=settings).translate_segments(["The ministers met in Baku."])[0].target
