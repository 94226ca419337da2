from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.glossary import COLUMNS
from toolkit.glossary.check import Finding, check_table, check_tables, main_check

GOOD = {
    "id": "corridor",
    "en": "Middle Corridor",
    "kk": "Орта дәліз",
    "ru": "Срединный коридор",
    "zh": "中间走廊",
}


def table(*rows: dict[str, str]) -> str:
    def quoted(text: str) -> str:
        return '"' + text.replace('"', '""') + '"'

    lines = [",".join(COLUMNS)]
    lines += [",".join(quoted({**GOOD, **row}.get(column, "")) for column in COLUMNS) for row in rows]
    return "\n".join(lines) + "\n"


def codes(found: list[Finding]) -> set[tuple[str, str, str]]:
    return {(one.severity, one.column, one.code) for one in found}


def test_a_good_row_has_no_findings() -> None:
    assert check_table(table({})) == []


ROWS = [
    ({"kk": "", "ru": "", "zh": ""}, ("error", "", "no-target")),
    ({"zh": ""}, ("warning", "zh", "no-target")),
    ({"id": ""}, ("warning", "id", "no-id")),
    ({"id": "Middle Corridor"}, ("warning", "id", "id-form")),
    ({"en": "the Middle Corridor"}, ("warning", "en", "article")),
    ({"en": "Орта дәліз"}, ("error", "en", "wrong-script")),
    ({"en_variants": "it"}, ("error", "en_variants", "matches-too-much")),
    ({"en_variants": "of the"}, ("error", "en_variants", "matches-too-much")),
    ({"en_variants": "2024"}, ("error", "en_variants", "matches-too-much")),
    ({"en_abbr": "it"}, ("error", "en_abbr", "matches-too-much")),
    ({"en_variants": "road"}, ("warning", "en_variants", "common-word")),
    ({"en_abbr": "corr"}, ("warning", "en_abbr", "case")),
    ({"en_variants": "—"}, ("error", "en_variants", "no-words")),
    ({"en_variants": "Middle Corridors"}, ("warning", "en_variants", "needless-variant")),
    ({"kk": "Middle Corridors"}, ("warning", "kk", "wrong-script")),
    ({"kk": "Орта дәлiз"}, ("error", "kk", "mixed-alphabet")),
    ({"ru": "Срединный кoридор"}, ("error", "ru", "mixed-alphabet")),
    ({"ru": "Орта дәліз"}, ("error", "ru", "mixed-alphabet")),
    ({"kk": "Орта дәлїз"}, ("error", "kk", "mixed-alphabet")),
    ({"kk": "中间走廊"}, ("error", "kk", "wrong-script")),
    ({"zh": "Срединный коридор"}, ("error", "zh", "wrong-script")),
    ({"zh": "中间走廊(走廊)"}, ("error", "zh", "half-width")),
    ({"zh": "中间,走廊"}, ("error", "zh", "half-width")),
    ({"zh": '"中间走廊"'}, ("error", "zh", "half-width")),
    ({"zh": "中间 走廊"}, ("error", "zh", "space")),
    ({"zh": "中間走廊國際"}, ("error", "zh", "traditional")),
    ({"kk": "Орта  дәліз"}, ("error", "kk", "space")),
    ({"ru": "Срединный\u00a0коридор"}, ("error", "ru", "invisible")),
    ({"zh": "中间\u200b走廊"}, ("error", "zh", "invisible")),
    ({"ru": "«Срединный коридор"}, ("error", "ru", "unbalanced")),
    ({"zh": "中间走廊（走廊"}, ("error", "zh", "unbalanced")),
    ({"ru": "Срединный коридор."}, ("error", "ru", "punctuation")),
    ({"ru": "“Срединный коридор”"}, ("warning", "ru", "quotes")),
    ({"ru": "быстро и хорошо"}, ("warning", "ru_head", "unknown-head")),
    ({"ru": "сделать быстро", "ru_head": "быстро"}, ("warning", "ru_head", "unknown-head")),
    ({"kk": "«***»"}, ("error", "kk_head", "unknown-head")),
    ({"kk_harmony": "back"}, ("warning", "kk_harmony", "harmony")),
    ({"kk_abbr": "ТХКБ"}, ("warning", "kk_reading", "no-reading")),
    ({"kk_abbr": "ТХКБ", "kk_reading": "tehakabe"}, ("error", "kk_reading", "reading")),
    ({"kk_reading": "орта"}, ("warning", "kk_reading", "needless-reading")),
    ({"forbidden": "ru:срединный коридор"}, ("error", "forbidden", "forbidden-target")),
    ({"ru_head": "путь"}, ("error", "ru_head", "broken")),
    ({"en": ""}, ("error", "en", "broken")),
]


@pytest.mark.parametrize(("row", "expected"), ROWS)
def test_each_mistake_is_found(row: dict[str, str], expected: tuple[str, str, str]) -> None:
    found = check_table(table(row), "x.csv")
    assert expected in codes(found)
    assert {(one.file, one.line) for one in found} == {("x.csv", 2)}
    assert all(one.message and one.advice for one in found)


FINE = [
    {"zh": "XXI世纪走廊：C5+1（2024）"},
    {"zh": "“一带一路”倡议", "kk": "«Бір белдеу, бір жол» бастамасы"},
    {"ru": "Баку"},
    {"ru": "«Один пояс, один путь»"},
    {"ru": "БРИКС"},
    {"ru": "Бюро национальной статистики"},
    {"ru": "Ван И"},
    {"ru": "Пэн Лиюань", "ru_head": "-"},
    {"kk": "XXI ғасыр"},
    {"kk_abbr": "ШЫҰ"},
    {"kk_abbr": "ТХКБ", "kk_reading": "тэхакабэ"},
    {"en": "FlyArystan", "kk": "FlyArystan", "ru": "FlyArystan", "zh": "FlyArystan"},
    {"en": "Oral", "case_sensitive": "yes"},
    {"en": "Turkey"},
    {"en": "head of state", "en_variants": "leader of the country"},
    {"en_abbr": "WHO|G7|C5+1"},
    {"forbidden": "ru:Средний коридор"},
    {"ru": "Соединённые Штаты Америки", "forbidden": "ru:Соединённые Шта"},
]


@pytest.mark.parametrize("row", FINE)
def test_what_is_right_is_left_alone(row: dict[str, str]) -> None:
    assert [str(found) for found in check_table(table(row))] == []


def test_conflicts_within_and_between_files() -> None:
    other = {"id": "other", "kk": "Ортаңғы дәліз"}
    assert ("error", "en", "conflict") in codes(check_table(table({}, other)))
    found = check_tables([("a.csv", table({})), ("b.csv", table(other))])
    assert [(one.file, one.line, one.column, one.code) for one in found] == [("b.csv", 2, "en", "conflict")]
    assert "a.csv:2" in found[0].message
    assert "kk" in found[0].message


def test_the_same_entry_twice_is_a_warning() -> None:
    assert codes(check_table(table({}, {"id": "again"}))) == {("warning", "en", "duplicate-source")}
    found = check_tables([("a.csv", table({})), ("b.csv", table({"en": "Central Corridor"}))])
    assert codes(found) == {("warning", "id", "duplicate-id")}


def test_a_plural_with_an_entry_of_its_own_is_no_conflict() -> None:
    plural = {"id": "heads", "en": "heads of state", "kk": "мемлекет басшылары"}
    assert check_table(table({"en": "head of state"}, plural)) == []


def test_the_duplicate_id_and_the_broken_row_do_not_hide_the_rest() -> None:
    found = check_table(table({}, {"en": ""}, {"en": "Way", "zh": "路(径)"}))
    assert {(one.line, one.code) for one in found} >= {(3, "broken"), (4, "duplicate-id"), (4, "half-width")}


def test_main_check_reads_files_and_reports_those_it_cannot_read(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text(table({"zh": "路(径)"}), encoding="utf-8")
    bad.write_bytes(b"\xff\xfe\x00")
    missing = tmp_path / "missing.csv"
    found = main_check([bad, good, missing])
    assert [(one.file, one.line, one.code) for one in found] == [
        (str(bad), 1, "broken"),
        (str(good), 2, "half-width"),
        (str(missing), 1, "broken"),
    ]
    assert all("\n" not in str(one) for one in found)


def test_findings_are_json() -> None:
    [found] = check_table(table({"zh": "路(径)"}), "x.csv")
    assert json.loads(json.dumps(found.as_dict())) == {
        "file": "x.csv",
        "line": 2,
        "column": "zh",
        "severity": "error",
        "code": "half-width",
        "message": found.message,
        "advice": found.advice,
    }


@settings(max_examples=150, deadline=None)
@given(
    rows=st.lists(
        st.dictionaries(
            st.sampled_from(COLUMNS),
            st.text(st.sampled_from("abA SCO аәіОҚ国，,()«»|:-.1 \u200b"), max_size=12),
            max_size=8,
        ),
        max_size=3,
    )
)
def test_any_table_can_be_checked(rows: list[dict[str, str]]) -> None:
    for found in check_table(table(*rows), "x.csv"):
        assert found.severity in ("error", "warning")
        assert found.line >= 1
        assert found.column == "" or found.column in COLUMNS
        assert found.message
        assert found.advice
