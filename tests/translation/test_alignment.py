from __future__ import annotations

import pytest

from toolkit.glossary import Glossary, Target, Term
from toolkit.translation import TranslationSettings, Translator
from toolkit.translation.alignment import aligned_span, case_in_text
from toolkit.translation.decoding import Hypothesis


def hypothesis(source: list[str], target: list[str], links: dict[int, int], lead: int = 1) -> Hypothesis:
    """A hypothesis whose attention points from each target piece to one source piece."""
    width = len(source) + 2
    rows = [[1.0 if i == links.get(j, -1) + lead else 0.0 for i in range(width)] for j in range(len(target))]
    text = "".join(target).replace("▁", " ").strip()
    return Hypothesis(text, tuple(target), -0.1, rows, tuple(source))


def test_the_span_is_in_whole_words() -> None:
    found = hypothesis(["▁The", "▁port", "▁auth", "ority", "▁agreed"], ["▁Порт", "тық", "▁бил", "ік", "▁келісті"],
                       {0: 1, 1: 1, 2: 2, 3: 3, 4: 4})  # fmt: skip
    span = aligned_span(found, "port authority", "kk")
    assert span is not None
    assert found.text[slice(*span)] == "Порттық билік"


def test_nothing_is_claimed_without_attention_or_without_the_surface() -> None:
    plain = Hypothesis("Порт", ("▁Порт",), -0.1, None, ("▁port",))
    assert aligned_span(plain, "port", "kk") is None
    assert aligned_span(hypothesis(["▁port"], ["▁Порт"], {0: 0}), "airport", "kk") is None


@pytest.mark.parametrize(
    ("surface", "before", "language", "case"),
    [
        ("порт билігінің", "", "kk", "gen"),
        ("портқа", "", "kk", "dat"),
        ("порттан", "", "kk", "abl"),
        ("порт", "", "kk", "nom"),
        ("портовой администрации", "решение ", "ru", "gen"),
        ("портовой администрации", "в ", "ru", "loc"),
        ("портовой администрацией", "с ", "ru", "ins"),
        ("портовую администрацию", "", "ru", "acc"),
        ("港口", "", "zh", "nom"),
    ],
)
def test_case_of_what_stood_there(surface: str, before: str, language: str, case: str) -> None:
    assert case_in_text(surface, before, language) == case


@pytest.mark.parametrize("language", ["kk", "ru", "zh"])
def test_terms_get_in_without_placeholders(language: str) -> None:
    """As with a package that knows no placeholders: the shipped model, used plainly."""
    term = Term("council", "Water Council", targets={
        "kk": Target("Су кеңесі"), "ru": Target("Водный совет"), "zh": Target("水务理事会"),
    }, glossary="test")  # fmt: skip
    settings = TranslationSettings(enforcement="alignment")
    translator = Translator(language, glossary=Glossary([term]), settings=settings)
    segment = translator.translate_segments(["The Water Council will meet in Astana on Monday."])[0]
    stands = {"kk": "Су кеңес", "ru": "одн", "zh": "水务理事会"}[language]
    assert stands in segment.target or any("Water Council" in w for w in segment.warnings)
    assert all(u.way in ("alignment", "model") for u in segment.terms)
