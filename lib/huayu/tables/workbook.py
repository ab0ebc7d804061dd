"""Workbooks 工作簿: tables as sheets of one file for spreadsheet programs (.xlsx)."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from huayu.files import Fault
from huayu.tables.output import plain

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

KEY = "columns"  # the sheet that says what each column is
ROWS = 1_048_575  # of a sheet, below its header (the format's limit)
LONGEST = 32_767  # characters of a cell (the format's limit)
WIDEST = 60  # characters: a sentence is wrapped, and a column still fits a screen
NEVER = datetime(1980, 1, 1)  # the first moment that a ZIP file can name
# characters that XML cannot carry
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Meaning(NamedTuple):
    """What a column 列 of a table says, in Chinese and in English."""

    table: str
    column: str
    zh: str
    en: str


@cache
def meanings() -> tuple[Meaning, ...]:
    """Meanings 列义 of the columns of all tables; ``*`` as table is any that says nothing else."""
    text = Path(__file__).with_name("columns.tsv").read_text(encoding="utf-8")
    rows = csv.reader((line for line in text.splitlines() if line[:1] != "#"), delimiter="\t")
    return tuple(Meaning(*row) for row in [*rows][1:])


def meaning(table: str, column: str) -> Meaning:
    """Meaning 列义 of one column; of one that nobody has explained an empty one.

    >>> meaning("tokens", "start").en
    'offset of the first character in text.txt, from 0'
    """
    found = {row.table: row for row in meanings() if row.column == column}
    return found.get(table) or found.get("*") or Meaning(table, column, "", "")


def xlsx(sheets: Mapping[str, pd.DataFrame]) -> bytes:
    """Workbook 工作簿 of tables, one a sheet, with a sheet ``columns`` that explains them.

    Returns
    -------
    The file: the same bytes each time, without a date. Headers are bold and stay in view, cells
    are wrapped and can be filtered. No cell is a formula, whatever its text begins with. A cell
    that is too long for the format is cut and says so; characters that XML cannot carry are �.

    Raises
    ------
    Fault : a table has more rows than a sheet can hold.
    """
    from openpyxl import Workbook
    from openpyxl.writer.excel import ExcelWriter

    book = Workbook()
    book.remove(book.active)
    explained = [
        (name, column, *meaning(name, str(column))[2:])
        for name, frame in sheets.items()
        for column in frame
    ]
    key = pd.DataFrame(explained, columns=["table", "column", "zh", "en"])
    for name, frame in {KEY: key, **sheets}.items():
        if len(frame) > ROWS:
            raise Fault(name, f"has more than {ROWS:,} rows", "take --format csv")
        _fill(book.create_sheet(re.sub(r"[\[\]:*?/\\]", "_", name)[:31]), frame)
    written = io.BytesIO()
    ExcelWriter(book, _Package(written, "w")).save()
    return written.getvalue()


def _fill(sheet: Worksheet, frame: pd.DataFrame) -> None:
    """Header and rows of a sheet, with their looks."""
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    looks = Alignment(horizontal="left", vertical="top", wrap_text=True)
    for place, column in enumerate(frame, start=1):
        head = sheet.cell(1, place)
        head.font = Font(bold=True)
        values = [str(column), *map(_value, frame[column])]
        for row, value in enumerate(values, start=1):
            cell = sheet.cell(row, place)
            _write(cell, value)
            cell.alignment = looks
        # a Chinese character is as wide as two letters
        widths = (sum(1 + (char > "\u2e7f") for char in str(value)[:WIDEST]) for value in values)
        sheet.column_dimensions[get_column_letter(place)].width = min(max(widths) + 2, WIDEST)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _write(cell: Cell, value: Any) -> None:
    """A value in its cell; a text is text, also where it looks like a formula."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value[:1] in ("=", "+", "-", "@")  # so it stays when it is edited


def _value(item: Any) -> Any:
    """An item as a cell can hold it: numbers, truth values and text; nothing for what is missing.

    >>> _value(float("nan")), _value([1, 2]), _value(float("-inf"))
    (None, '[1, 2]', '-inf')
    """
    bare = plain(item)
    if isinstance(bare, float) and bare in (float("inf"), float("-inf")):
        return str(bare)
    if isinstance(bare, list | dict):
        bare = json.dumps(bare, ensure_ascii=False)
    if not isinstance(bare, str):
        return bare
    text = _UNWRITABLE.sub("\ufffd", bare)
    rest = f"… ({len(text)} characters)"
    return text if len(text) <= LONGEST else text[: LONGEST - len(rest)] + rest


class _Package(zipfile.ZipFile):
    """A workbook's file without the time at which it was saved, which ZIP may not know."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: Any, **__: Any) -> None:
        """Write a member."""
        content = data.encode() if isinstance(data, str) else data
        if zinfo_or_arcname == "docProps/core.xml":
            stamp = f"{NEVER.isoformat()}Z".encode()
            content = re.sub(rb"(<dcterms:\w+[^>]*>)[^<]*", rb"\g<1>" + stamp, content)
        entry = zipfile.ZipInfo(zinfo_or_arcname, NEVER.timetuple()[:6])
        super().writestr(entry, content, zipfile.ZIP_DEFLATED, 6)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        """Write a file as a member."""
        self.writestr(arcname, Path(filename).read_bytes())
