from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from toolkit.errors import GlossaryError, LanguageError, OptionError
from toolkit.glossary import Glossary, Target, Term
from toolkit.glossary.exchange import read_terms, write_terms
from toolkit.glossary.exchange.xmlfile import parse_xml

SCO = Term(
    "sco",
    "Shanghai Cooperation Organisation",
    ("Shanghai Cooperation Organization",),
    ("SCO",),
    {
        "kk": Target("Шанхай ынтымақтастық ұйымы", "ШЫҰ", "шыұ", "ұйымы", "back"),
        "ru": Target("Шанхайская организация сотрудничества", "ШОС", None, "организация"),
        "zh": Target("上海合作组织", "上合组织"),
    },
    "organisation",
    True,
    "founded in 2001 & growing <fast>",
    forbidden={"ru": ("Организация Шанхайского сотрудничества",)},
)
TERMS = [
    SCO,
    Term("keep", "Air Astana", kind="do-not-translate", do_not_translate=True),
    Term("quote", 'so-called "road", a way', targets={"kk": Target("«жол», яғни\tбағыт".replace("\t", " "))}),
    Term("formula", "=1+1", targets={"ru": Target("=СУММА(A1)")}),
]


def anonymous(terms: list[Term]) -> list[Term]:
    return [dataclasses.replace(term, glossary="") for term in terms]


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".tbx", ".tmx", ".xlsx"])
def test_round_trip(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"terms{suffix}"
    assert write_terms(TERMS, path) == []
    assert anonymous(read_terms(path)) == TERMS
    assert {term.glossary for term in read_terms(path)} == {"terms"}


def test_round_trip_of_tbx_version_2(tmp_path: Path) -> None:
    path = tmp_path / "terms.tbx"
    write_terms(TERMS, path, version=2)
    assert b"<martif" in path.read_bytes()
    assert anonymous(read_terms(path)) == TERMS


@pytest.mark.parametrize("suffix", [".csv", ".tbx", ".tmx"])
def test_the_shipped_glossaries_survive_a_round_trip(tmp_path: Path, suffix: str) -> None:
    # the same id may stand in two files
    terms = {term.id: term for term in Glossary.default().terms}
    path = tmp_path / f"all{suffix}"
    write_terms(terms.values(), path)
    assert anonymous(read_terms(path)) == anonymous(list(terms.values()))


def test_two_columns(tmp_path: Path) -> None:
    path = tmp_path / "mine.en-kk.tsv"
    lost = write_terms([SCO, Term("x", "road", targets={"ru": Target("дорога")})], path, language="kk")
    assert lost == ["x: no kk target"]
    assert path.read_text(encoding="utf-8").splitlines() == [
        "Shanghai Cooperation Organisation\tШанхай ынтымақтастық ұйымы",
        "Shanghai Cooperation Organization\tШанхай ынтымақтастық ұйымы",
        "SCO\tШЫҰ",
    ]
    terms = read_terms(path)
    assert [(term.source, term.targets["kk"].text, term.abbreviations) for term in terms] == [
        ("Shanghai Cooperation Organisation", "Шанхай ынтымақтастық ұйымы", ()),
        ("Shanghai Cooperation Organization", "Шанхай ынтымақтастық ұйымы", ()),
        ("SCO", "ШЫҰ", ("SCO",)),
    ]


@pytest.mark.parametrize(
    ("name", "text", "language", "expected"),
    [
        ("terms.csv", "road,жол\n", "kk", {"road": {"kk": "жол"}}),
        ("terms_ru.csv", "road,дорога\n", None, {"road": {"ru": "дорога"}}),
        ("terms.en-zh.txt", "road\t路\n", None, {"road": {"zh": "路"}}),
        ("terms.csv", "road,жол,EN,KK\nroad,дорога,en,ru\n", None, {"road": {"kk": "жол", "ru": "дорога"}}),
        ("terms.csv", '"one, two","бір, екі"\n', "Kazakh", {"one, two": {"kk": "бір, екі"}}),
    ],
)
def test_two_column_files(
    tmp_path: Path, name: str, text: str, language: str | None, expected: dict[str, dict[str, str]]
) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    found = {
        t.source: {code: x.text for code, x in t.targets.items()} for t in read_terms(path, language=language)
    }
    assert found == expected


@pytest.mark.parametrize(
    ("text", "language", "line", "reason"),
    [
        ("road,жол\n", None, 1, "target language is not stated"),
        ("road,жол\nway,\n", "kk", 2, "needs a source and a target"),
        ("road,жол\nroad,көше\n", "kk", 2, "two kk targets"),
        ("road,жол,de,kk\n", None, 1, "de"),
        ("дорога,жол,ru,kk\n", None, 1, "must be English"),
    ],
)
def test_broken_two_column_files(
    tmp_path: Path, text: str, language: str | None, line: int, reason: str
) -> None:
    path = tmp_path / "terms.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GlossaryError, match=reason) as caught:
        read_terms(path, language=language)
    assert (caught.value.path, caught.value.line) == (path, line)


TBX_2 = """<?xml version="1.0"?>
<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="en-US"><martifHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc></martifHeader>
<text><body><termEntry id="c42"><descripGrp><descrip type="definition">A body.</descrip></descripGrp>
<langSet xml:lang="en-US"><ntig><termGrp><term>Eurasian Economic Union</term></termGrp></ntig>
<tig><term>EAEU</term><termNote type="termType">acronym</termNote></tig></langSet>
<langSet xml:lang="ru-RU"><tig><term>Евразийский <hi>экономический</hi> союз</term></tig>
<tig><term>Союз Евразии</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig></langSet>
<langSet xml:lang="de"><tig><term>Eurasische Wirtschaftsunion</term></tig></langSet>
</termEntry></body></text></martif>"""

TBX_3 = """<?xml version="1.0"?>
<tbx style="dct" type="TBX-Basic" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"
 xmlns:min="http://www.tbxinfo.net/ns/min" xmlns:basic="http://www.tbxinfo.net/ns/basic"><tbxHeader/>
<text><body><conceptEntry id="7"><min:subjectField>trade</min:subjectField><langSec xml:lang="en">
<termSec><term>customs union</term></termSec></langSec><langSec xml:lang="zh-Hans">
<termSec><term>关税同盟</term></termSec>
<termSec><term>关盟</term><basic:termType>abbreviation</basic:termType></termSec></langSec></conceptEntry></body></text></tbx>"""

TMX = """<?xml version="1.0"?><!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header srclang="en"/><body><tu tuid="1"><note>seen</note>
<tuv xml:lang="EN-GB"><seg>dry <bpt i="1"/>port<ept i="1"/></seg></tuv><tuv xml:lang="kk"><seg>құрғақ порт</seg></tuv>
</tu></body></tmx>"""


def test_tbx_of_other_tools(tmp_path: Path) -> None:
    path = tmp_path / "other.tbx"
    path.write_text(TBX_2, encoding="utf-8")
    [term] = read_terms(path)
    assert (term.id, term.source, term.abbreviations) == ("c42", "Eurasian Economic Union", ("EAEU",))
    assert term.targets == {"ru": Target("Евразийский экономический союз")}
    assert term.forbidden == {"ru": ("Союз Евразии",)}
    assert term.note == "A body.; de: Eurasische Wirtschaftsunion"
    path.write_text(TBX_3, encoding="utf-8")
    [term] = read_terms(path)
    assert (term.id, term.source, term.kind) == ("7", "customs union", "trade")
    assert term.targets == {"zh": Target("关税同盟", "关盟")}


def test_tmx_of_other_tools(tmp_path: Path) -> None:
    path = tmp_path / "other.tmx"
    path.write_text(TMX, encoding="utf-8")
    [term] = read_terms(path)
    assert (term.source, term.targets, term.note) == ("dry port", {"kk": Target("құрғақ порт")}, "seen")


BOMB = (
    '<!DOCTYPE tbx [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY a{n} "{"&a" + str(n - 1) * (n > 1) + ";"}{"&a" + str(n - 1) * (n > 1) + ";"}">'
        for n in range(1, 40)
    )
    + "]><tbx>&a39;</tbx>"
)
UNSAFE = {
    "bomb": BOMB,
    "external": '<!DOCTYPE tbx [<!ENTITY x SYSTEM "file:///etc/hostname">]><tbx>&x;</tbx>',
    "parameter": '<!DOCTYPE tbx [<!ENTITY % x SYSTEM "http://example.org/x.dtd">%x;]><tbx/>',
    "attribute": '<!DOCTYPE tbx [<!ENTITY a "aaaa">]><tbx id="&a;&a;"/>',
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("name", UNSAFE)
def test_entities_are_refused_before_they_are_expanded(name: str, encoding: str) -> None:
    data = f'<?xml version="1.0" encoding="{encoding}"?>{UNSAFE[name]}'.encode(encoding)
    with pytest.raises(GlossaryError, match="declares entities"):
        parse_xml(data)


@pytest.mark.parametrize(
    ("suffix", "text", "reason"),
    [
        (".tbx", "<tbx>", "broken XML"),
        (".tbx", "no xml", "broken XML"),
        (".tbx", "", "broken XML"),
        (".tbx", "<html/>", "not the root"),
        (".tmx", "<tbx/>", "not the root"),
        (".tbx", "<tbx/>", "no concept"),
        (".tmx", "<tmx/>", "no translation unit"),
        (".tmx", "<tmx><tu/></tmx>", "no English"),
        (".tbx", "<tbx><conceptEntry id='1'/></tbx>", "no English"),
        (".tbx", "<a>" * 200 + "</a>" * 200, "deep"),
        (".tbx", '<?xml version="1.0" encoding="nonsense"?><tbx/>', "broken XML"),
        (".xlsx", "no workbook", "no workbook"),
    ],
)
def test_broken_files(tmp_path: Path, suffix: str, text: str, reason: str) -> None:
    path = tmp_path / f"broken{suffix}"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GlossaryError, match=reason) as caught:
        read_terms(path)
    assert caught.value.path == path


def test_cells_of_a_workbook_are_text(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    path = tmp_path / "terms.xlsx"
    write_terms(TERMS, path)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}
    assert "=1+1" in {cell.value for row in sheet.iter_rows() for cell in row}


def test_a_workbook_of_two_columns(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    path = tmp_path / "terms.xlsx"
    workbook = openpyxl.Workbook()
    workbook.active.append(["road", "жол"])
    workbook.save(path)
    [term] = read_terms(path, language="kk")
    assert (term.source, term.targets) == ("road", {"kk": Target("жол")})


def test_unknown_formats_and_languages(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="no glossary format"):
        write_terms(TERMS, tmp_path / "terms.pdf")
    with pytest.raises(OptionError, match="versions 2 and 3"):
        write_terms(TERMS, tmp_path / "terms.tbx", version=4)
    with pytest.raises(OptionError, match="two columns"):
        write_terms(TERMS, tmp_path / "terms.txt")
    with pytest.raises(LanguageError):
        write_terms(TERMS, tmp_path / "terms.csv", language="xx")
    with pytest.raises(GlossaryError, match="cannot be written"):
        write_terms(TERMS, tmp_path / "missing" / "terms.csv")
