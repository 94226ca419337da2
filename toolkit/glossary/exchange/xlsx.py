"""Spreadsheets: the first sheet as our table, or as two columns without a header. Needs openpyxl."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from toolkit.errors import GlossaryError
from toolkit.glossary.exchange.pairs import parse_rows
from toolkit.glossary.table import COLUMNS, MAX_BYTES, row_term, term_row
from toolkit.glossary.term import Term

__all__ = ["read", "write"]


def _openpyxl() -> Any:
    try:
        import openpyxl  # type: ignore[import-untyped, unused-ignore]
    except ImportError:
        raise GlossaryError(
            "spreadsheets need openpyxl; install multilingual-summary-toolkit[xlsx] or save as CSV"
        ) from None
    return openpyxl


def read(path: Path, *, language: str | None = None) -> list[Term]:
    """The terms on the first sheet of a workbook.

    Raises:
        GlossaryError: no workbook, one that unpacks to more than 64 MB, or a broken row (with its line).
    """
    openpyxl = _openpyxl()
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_BYTES:
                raise GlossaryError(f"unpacks to more than {MAX_BYTES >> 20} MB; save it as CSV", path=path)
            for entry in archive.infolist():
                if entry.filename.endswith((".xml", ".rels")) and b"<!ENTITY" in archive.read(entry):
                    raise GlossaryError("the workbook declares XML entities; save it again", path=path)
        workbook = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except GlossaryError:
        raise
    except OSError as error:
        reason = error.strerror or "no workbook"
        raise GlossaryError(f"the glossary cannot be read ({reason}); check the path", path=path) from None
    except Exception as error:
        raise GlossaryError(
            f"no workbook ({type(error).__name__}); save it as .xlsx again", path=path
        ) from None
    try:
        sheet = workbook.worksheets[0]
        rows = [
            (line, ["" if cell is None else str(cell).strip() for cell in row])
            for line, row in enumerate(sheet.iter_rows(values_only=True), start=1)
        ]
    finally:
        workbook.close()
    rows = [(line, row) for line, row in rows if any(row)]
    if not rows:
        raise GlossaryError("the first sheet is empty; put the glossary there", path=path)
    header = [cell.casefold() for cell in rows[0][1]]
    if "en" not in header:
        return parse_rows(rows, name=path.stem, path=path, language=language)
    for column in header:
        if column and column not in COLUMNS:
            raise GlossaryError(
                f"unknown column {column!r}; known are {', '.join(COLUMNS)}", path=path, line=rows[0][0]
            )
    return [
        row_term(dict(zip(header, row, strict=False)), name=path.stem, path=path, line=line)
        for line, row in rows[1:]
    ]


def write(terms: Iterable[Term]) -> bytes:
    """A workbook with our table on its only sheet; every cell is text, never a formula."""
    workbook = _openpyxl().Workbook()
    sheet = workbook.active
    sheet.title = "terms"
    sheet.append(COLUMNS)
    for term in terms:
        sheet.append([term_row(term)[column] for column in COLUMNS])
        for cell in sheet[sheet.max_row]:
            if cell.value is not None:
                cell.data_type = "s"
    sheet.freeze_panes = "C2"
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()
