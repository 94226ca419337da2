"""The input as a stream: what is read, what is refused, and with which place."""

from __future__ import annotations

import json
import os
import threading
from itertools import islice
from pathlib import Path

import pytest

from tests.batch.texts import article
from toolkit.batch.item import Item, Refused
from toolkit.batch.reading import Source, read, sources, total_bytes
from toolkit.errors import InputError, OptionError

pa = pytest.importorskip("pyarrow", reason="needs pyarrow: pip install '.[batch]'")
pq = pytest.importorskip("pyarrow.parquet")

LIMIT = 10_000


def all_of(*names: Path | str, max_bytes: int = LIMIT) -> list[Item | Refused]:
    return list(read(sources([str(n) for n in names]), max_bytes=max_bytes))


def refusals(found: list[Item | Refused]) -> list[tuple[str, str]]:
    return [(f.place.rpartition("/")[2], f.failure.message) for f in found if isinstance(f, Refused)]


def test_a_folder_in_a_fixed_order_and_only_what_is_text(tmp_path: Path) -> None:
    (tmp_path / "b" / "c").mkdir(parents=True)
    for name in ("z.txt", "b/a.html", "b/c/x.htm", "b/photo.jpg", ".hidden.txt"):
        (tmp_path / name).write_text(f"<p>{name}</p>")
    found = all_of(tmp_path)
    assert [f.place.removeprefix(f"{tmp_path}/") for f in found] == ["b/a.html", "b/c/x.htm", "z.txt"]
    assert [f.input_format for f in found if isinstance(f, Item)] == ["html", "html", "auto"]
    assert [f.place for f in all_of(f"{tmp_path}/**/*.htm*")] == [f.place for f in found[:2]]


def test_ids_are_given_or_of_the_content(tmp_path: Path) -> None:
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text("The same text.")
    (tmp_path / "three.jsonl").write_text('{"text": "Another."}\n{"id": 7, "text": "A number."}\n')
    one, other, seven, two = all_of(*(tmp_path / name for name in ("one.txt", "three.jsonl", "two.txt")))
    assert one.id == two.id
    assert (len(one.id), len(other.id), seven.id) == (32, 32, "7")
    assert one.id != other.id


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"id": "x"', "the line is not JSON (Expecting ',' delimiter, column 11)"),
        ("[1, 2]", "not an object with the fields id, title, text or html, language"),
        ('{"id": "x", "title": "y"}', "there is no text and no html"),
        ('{"text": 5}', "the field text is no text"),
        ("[" * 5000, "the line is not JSON of an article (nested too deep)"),
    ],
)
def test_a_bad_line_has_its_number_and_the_rest_is_read(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f"{json.dumps(article(0))}\n\n{line}\n{json.dumps(article(1))}")
    found = all_of(path)
    assert refusals(found) == [("a.jsonl:3", message)]
    assert [f.id for f in found if isinstance(f, Item)] == ["article-0", "article-1"]


def test_a_line_that_is_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "caf\xe9"}\n{"text": "tea"}\n')
    assert refusals(all_of(path)) == [("a.jsonl:1", "the line is not UTF-8 (byte 14)")]


def test_what_is_too_large_is_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x" * (LIMIT + 1))
    lines = [
        json.dumps({"id": name, "text": "é" * n})
        for name, n in (("huge", LIMIT * 9), ("big", LIMIT // 2 + 1))
    ]
    (tmp_path / "b.jsonl").write_text("\n".join([*lines, json.dumps(article(0))]))
    found = all_of(tmp_path)
    assert [(f.place.rpartition("/")[2], f.failure.kind) for f in found if isinstance(f, Refused)] == [
        ("a.txt", "size"), ("b.jsonl:1", "size"), ("b.jsonl:2", "size")
    ]  # fmt: skip
    assert [f.id for f in found if isinstance(f, Item)] == ["article-0"]


@pytest.mark.parametrize(("suffix", "mark"), [("csv", ","), ("tsv", "\t")])
def test_tables(tmp_path: Path, suffix: str, mark: str) -> None:
    path = tmp_path / f"a.{suffix}"
    rows = [
        ["id", "title", "text"],
        ["1", "T", '"Two\nlines."'],
        ["2", "", "One."],
        ["3", "T", "x", "y"],
        ["4", "T", "Four."],
    ]
    path.write_text("\ufeff" + "\n".join(mark.join(row) for row in rows))
    found = all_of(path)
    assert [(f.id, f.content, f.title) for f in found if isinstance(f, Item)] == [
        ("1", "Two\nlines.", "T"), ("2", "One.", None), ("4", "Four.", "T")
    ]  # fmt: skip
    assert refusals(found) == [(f"a.{suffix}:5", "the row has more fields than the first row names (3)")]


def test_a_table_without_text_is_refused_whole(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,body\n1,x\n")
    assert refusals(all_of(tmp_path)) == [("a.csv", "the first row names no column text or html")]


def parquet(path: Path, count: int) -> Path:
    pq.write_table(pa.Table.from_pylist([article(i) for i in range(count)]), path, row_group_size=10)
    return path


def test_parquet(tmp_path: Path) -> None:
    found = all_of(parquet(tmp_path / "a.parquet", 25))
    assert [f.id for f in found] == [f"article-{i}" for i in range(25)]
    assert found[11].place.endswith("a.parquet:12")


def test_damaged_parquet_files(tmp_path: Path) -> None:
    data = parquet(tmp_path / "whole.parquet", 30).read_bytes()
    (tmp_path / "whole.parquet").unlink()
    (tmp_path / "cut.parquet").write_bytes(data[: len(data) // 2])
    metadata = pq.ParquetFile(pa.BufferReader(data)).metadata
    text = next(
        c
        for c in map(metadata.row_group(1).column, range(metadata.num_columns))
        if c.path_in_schema == "text"
    )
    start = text.dictionary_page_offset or text.data_page_offset
    hole = bytearray(data)
    hole[start : start + text.total_compressed_size] = b"\xff" * text.total_compressed_size
    (tmp_path / "hole.parquet").write_bytes(hole)
    found = all_of(tmp_path)
    told = dict(refusals(found))
    assert told["cut.parquet"].startswith("damaged or no Parquet file")
    assert told["hole.parquet:11"].startswith("rows 11 to 20 are damaged")
    assert [f.id for f in found if isinstance(f, Item)] == [
        f"article-{i}" for i in (*range(10), *range(20, 30))
    ]


def test_what_is_not_there_or_cannot_be_read_here(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    with pytest.raises(InputError, match="no such file or folder"):
        sources([str(tmp_path / "b")])
    with pytest.raises(InputError, match="no file matches"):
        sources([f"{tmp_path}/*.txt"])
    with pytest.raises(OptionError, match="name a folder or files ending in"):
        sources([str(tmp_path / "a.pdf")])
    with pytest.raises(OptionError, match="only once"):
        sources(["-", "-"])


def test_the_input_is_not_read_ahead(tmp_path: Path) -> None:
    """A pipe that never ends: the first articles come all the same."""
    path = tmp_path / "pipe.jsonl"
    os.mkfifo(path)
    line = (json.dumps(article(0)) + "\n").encode()

    def pour() -> None:
        try:
            with path.open("wb", buffering=0) as pipe:
                while True:
                    pipe.write(line)
        except BrokenPipeError:
            return

    threading.Thread(target=pour, daemon=True).start()
    stream = read([Source(str(path), path)], max_bytes=LIMIT)
    assert len(list(islice(stream, 50))) == 50


def test_bytes_of_all_inputs(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("12345")
    assert total_bytes(sources([str(tmp_path)])) == 5
    assert total_bytes(sources([str(tmp_path), "-"])) is None
