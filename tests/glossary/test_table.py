from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.errors import GlossaryError
from toolkit.glossary import COLUMNS, Glossary, Target, Term
from toolkit.glossary.table import KEEP, parse_table, read_table, write_table

HEADER = ",".join(COLUMNS)


def test_every_column_is_read() -> None:
    cells = {
        "id": "otr",
        "en": "Organization of Turkic States",
        "en_variants": "Organisation of Turkic States | Turkic States Organization",
        "en_abbr": "OTS",
        "kk": "Түркі мемлекеттері ұйымы",
        "kk_abbr": "ТМҰ",
        "kk_reading": "тэмұ",
        "kk_head": "ұйымы",
        "kk_harmony": "back",
        "ru": "Организация тюркских государств",
        "ru_abbr": "ОТГ",
        "ru_head": "Организация",
        "zh": "突厥国家组织",
        "zh_abbr": "突组",
        "kind": "organisation",
        "case_sensitive": "yes",
        "forbidden": "ru:Тюркский союз|kk:Түркі одағы|ru:Союз тюрков",
        "note": "a, note",
    }
    text = HEADER + "\n" + ",".join(f'"{cells[c]}"' for c in COLUMNS) + "\n"
    assert parse_table(text, name="orgs") == [
        Term(
            "otr",
            "Organization of Turkic States",
            ("Organisation of Turkic States", "Turkic States Organization"),
            ("OTS",),
            {
                "kk": Target("Түркі мемлекеттері ұйымы", "ТМҰ", "тэмұ", "ұйымы", "back"),
                "ru": Target("Организация тюркских государств", "ОТГ", None, "Организация"),
                "zh": Target("突厥国家组织", "突组"),
            },
            "organisation",
            True,
            "a, note",
            "orgs",
            {"ru": ("Тюркский союз", "Союз тюрков"), "kk": ("Түркі одағы",)},
        )
    ]


def test_columns_may_be_few_and_in_any_order() -> None:
    [term] = parse_table("ru\ten\nдорога\troad\n")
    assert (term.id, term.source, term.targets) == ("road", "road", {"ru": Target("дорога")})


def test_do_not_translate() -> None:
    [term] = parse_table(f"en,en_abbr,kind\nAir Astana,KC,{KEEP}\n")
    assert term.do_not_translate
    assert term.target("kk") == term.target("zh") == Target("Air Astana", "KC")


def test_byte_order_mark_blank_lines_and_semicolons() -> None:
    assert len(parse_table("en;kk\n\n;;\nroad;жол\n")) == 1


BROKEN = [
    ("", None, None, "empty"),
    ("\n\n", None, None, "empty"),
    ("en,kk,colour\nroad,жол,red\n", 1, "colour", "unknown column"),
    ("id,kk\nroad,жол\n", 1, "en", "no column en"),
    ("en,en,kk\nroad,road,жол\n", 1, "en", "twice"),
    ("en,kk\nroad,жол,путь\n", 2, None, "3 cells"),
    ("en,kk\n,жол\n", 2, "en", "empty"),
    ("id,en,kk\na,road,жол\nb,way,жол\na,path,жол\n", 4, "id", "taken by line 2"),
    ("en,kk,kk_harmony\nroad,жол,hard\n", 2, "kk_harmony", "unknown"),
    ("en,kk,case_sensitive\nroad,жол,maybe\n", 2, "case_sensitive", "neither yes nor no"),
    ("en,ru,ru_head\nroad,дорога,путь\n", 2, "ru_head", "does not stand in"),
    ("en,kk_abbr\nroad,Ж\n", 2, "kk", "without its full form"),
    ("en,ru,forbidden\nroad,дорога,путь\n", 2, "forbidden", "names no language"),
    ("en,ru,forbidden\nroad,дорога,fr:chemin\n", 2, "forbidden", "names no language"),
    ('en,kk\nroad,"жол\n', 2, None, "quotes"),
    ('en,kk\n"ro"ad,жол\n', 2, None, "quotes"),
    ("en,kk\nroad,ж\0л\n", 2, None, "NUL"),
]


@pytest.mark.parametrize(("text", "line", "column", "reason"), BROKEN)
def test_broken_glossaries_say_where_and_why(
    tmp_path: Path, text: str, line: int | None, column: str | None, reason: str
) -> None:
    path = tmp_path / "broken.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GlossaryError) as caught:
        Glossary.load([path])
    error = caught.value
    assert (error.path, error.line, error.column) == (path, line, column)
    assert reason in error.reason
    assert "\n" not in str(error)
    assert str(path) in str(error)


def test_a_quoted_cell_of_several_lines_counts_its_lines() -> None:
    with pytest.raises(GlossaryError) as caught:
        parse_table('en,kk,note\nroad,жол,"two\nlines"\n,жол,\n')
    assert caught.value.line == 4


@pytest.mark.parametrize(
    ("data", "reason"), [(b"en,kk\nroad,\xe6\xee\xeb\n", "UTF-8"), (None, "No such file")]
)
def test_unreadable_files(tmp_path: Path, data: bytes | None, reason: str) -> None:
    path = tmp_path / "bad.csv"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(GlossaryError, match=reason):
        read_table(path)


def test_a_folder_is_no_glossary(tmp_path: Path) -> None:
    folder = tmp_path / "folder.csv"
    folder.mkdir()
    with pytest.raises(GlossaryError, match="cannot be read"):
        Glossary.load([folder])


CELLS = st.text(
    st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="|\ufeff\u2028\u2029\x85"),
    min_size=1,
    max_size=15,
).map(str.strip)
WORDS = CELLS.filter(bool)
TARGETS = st.builds(Target, WORDS, st.none() | WORDS)
ROWS = st.builds(
    Term,
    id=WORDS,
    source=WORDS,
    variants=st.lists(WORDS, max_size=2, unique=True).map(tuple),
    abbreviations=st.lists(WORDS, max_size=2, unique=True).map(tuple),
    targets=st.dictionaries(st.sampled_from(["kk", "ru", "zh"]), TARGETS).map(
        lambda found: {language: found[language] for language in ("kk", "ru", "zh") if language in found}
    ),
    kind=CELLS.filter(lambda text: text != KEEP),
    case_sensitive=st.booleans(),
    note=CELLS,
)


@settings(max_examples=150, deadline=None)
@given(
    terms=st.lists(ROWS, min_size=1, max_size=4, unique_by=lambda term: term.id),
    delimiter=st.sampled_from(",\t"),
)
def test_what_is_written_is_read_back(terms: list[Term], delimiter: str) -> None:
    assert parse_table(write_table(terms, delimiter=delimiter), delimiter=delimiter) == terms


@settings(max_examples=200, deadline=None)
@given(text=st.text(st.sampled_from('en,kk\n"\tid;жол|:-\0'), max_size=60) | st.text(max_size=60))
def test_any_text_is_a_glossary_or_an_error_of_ours(text: str) -> None:
    with contextlib.suppress(GlossaryError):
        assert isinstance(parse_table(text), list)
