from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from toolkit.errors import GlossaryError
from toolkit.glossary import Glossary, Target, Term, find_forbidden, find_target, shipped_glossaries
from toolkit.glossary.check import main_check


def write(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(["id,en,en_abbr,kk", *rows]) + "\n", encoding="utf-8")
    return path


def test_an_earlier_file_goes_before_a_later_one(tmp_path: Path) -> None:
    first = write(tmp_path / "first.csv", "sco,SCO,SCO,ШЫҰ")
    second = write(tmp_path / "second.csv", "sco,SCO,SCO,ШОС")
    [match] = Glossary.load([first, second]).match("The SCO met.")
    assert (match.term.glossary, match.term.targets["kk"].text) == ("first", "ШЫҰ")
    [match] = Glossary.load([second, first]).match("The SCO met.")
    assert match.term.glossary == "second"


def test_the_version_names_the_content(tmp_path: Path) -> None:
    one = Glossary.load([write(tmp_path / "a.csv", "sco,SCO,SCO,ШЫҰ")])
    same = Glossary.load([write(tmp_path / "b.csv", "sco,SCO,SCO,ШЫҰ")])
    other = Glossary.load([write(tmp_path / "c.csv", "sco,SCO,SCO,ШЫY")])
    assert one.version == same.version != other.version
    assert len(one.version) == 12
    assert one.with_terms([]).version == one.version
    assert Glossary.empty().version != one.version


def test_a_glossary_can_be_sent_to_another_process() -> None:
    glossary = Glossary(
        [Term("sco", "SCO", abbreviations=("SCO",), targets={"kk": Target("ШЫҰ")})], name="mine"
    )
    assert glossary.match("SCO")
    copy = pickle.loads(pickle.dumps(glossary))
    assert (copy.terms, copy.name, copy.version) == (glossary.terms, "mine", glossary.version)
    assert [m.term.id for m in copy.match("The SCO met.")] == ["sco"]


def test_the_default_glossary_ships_and_knows_the_fixed_terms() -> None:
    glossary = Glossary.default()
    assert shipped_glossaries()
    assert len(glossary) == len(glossary.terms) > 600
    text = "The Shanghai Cooperation Organisation (SCO) and the Belt and Road Initiative met in Astana."
    kazakh = [match.term.targets["kk"].text for match in glossary.match(text)]
    assert kazakh == ["Шанхай ынтымақтастық ұйымы", "«Бір белдеу, бір жол» бастамасы", "Астана"]


def test_the_shipped_glossaries_have_no_errors() -> None:
    assert [str(found) for found in main_check(shipped_glossaries()) if found.severity == "error"] == []


def test_an_unknown_format_is_named(tmp_path: Path) -> None:
    with pytest.raises(GlossaryError, match=r"'\.docx' is no glossary format"):
        Glossary.load([tmp_path / "terms.docx"])


INITIATIVE = Target("инициатива «Один пояс, один путь»", "ОПОП")


def test_find_target_knows_forms_capitals_and_word_borders() -> None:
    text = "Инициативу «Один пояс, один путь» (ОПОП) поддержали; ОПОПа нет, инициативами «Один пояс, один путь» горды."
    assert [(found.surface, found.cases) for found in find_target(INITIATIVE, "ru", text)] == [
        ("Инициативу «Один пояс, один путь»", ("acc",)),
        ("ОПОП", ("nom", "gen", "dat", "acc", "loc", "ins")),
        ("инициативами «Один пояс, один путь»", ("ins",)),
    ]


def test_find_target_in_chinese_needs_no_word_borders() -> None:
    [found] = find_target(Target("上海合作组织", "上合组织"), "zh", "他出席上合组织峰会。")
    assert (found.start, found.end, found.surface) == (3, 7, "上合组织")


def test_find_forbidden_finds_every_case() -> None:
    term = Term("x", "road", targets={"ru": Target("дорога")}, forbidden={"ru": ("дорожный путь", "шлях")})
    found = find_forbidden(term, "ru", "Он шел дорожным путем, не шляхом и не шляхтой.")
    assert [one.surface for one in found] == ["дорожным путем", "шляхом"]
    assert find_forbidden(term, "kk", "дорожный путь") == ()
