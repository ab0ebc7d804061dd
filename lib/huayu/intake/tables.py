"""Tables 表格: speeches as rows, from CSV, TSV, JSON, JSON lines and spreadsheets."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

from huayu import corpus
from huayu.files import Fault, characters
from huayu.intake import guesses
from huayu.intake.changes import UNREAD, Change
from huayu.intake.decoding import decoded
from huayu.intake.found import Found, name
from huayu.intake.packages import Parts

# of the texts, in simplified characters, the best first
COLUMNS = ("text", "full_text", "content", "body", "正文", "全文", "讲话内容", "内容", "文本")
DELIMITERS = ",;\t"  # what spreadsheets write between cells, depending on where they are used
WIDEST = 64 * 2**20  # characters of a cell: no more than a file may have
ROWS = 1_000_000  # what a sheet of a spreadsheet can hold
_NUMBERED = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="([0-9]{1,9})"')


def texts(
    data: bytes, path: Path, kind: str, column: str | None, id_column: str | None
) -> Iterator[Found]:
    """Texts 文稿 of a table, one a row.

    Parameters
    ----------
    kind : csv, tsv, json, jsonl or xlsx.
    column, id_column : of the texts and of their names; by default one of COLUMNS, and the name of
        the file with the number of the row.

    Raises
    ------
    Fault : the table is broken or has no rows, no such column or two of one name, or a row
        without text.

    Notes
    -----
    What a row has in columns that say nothing of title, speaker or date is listed as unread.
    """
    rows, how, changes = _rows(data, path, kind)
    first = next(rows, None)
    if first is None:
        raise Fault(path, "has no rows", "give a table with a header line and rows")
    names = [*first]
    words = corpus.lexicon()
    alike = {guesses.column(str(each), words): each for each in reversed(names)}
    chosen = column or next((alike[each] for each in COLUMNS if each in alike), None)
    mend = f"use --column with one of {', '.join(names)}"
    if chosen is None:
        raise Fault(path, "has no column of texts", mend)
    for each in (chosen, id_column):
        if each is not None and each not in names:
            raise Fault(path, f"has no column {each}", mend)
    second = next(rows, None)
    alone = second is None
    told = {each for names in guesses.COLUMNS.values() for each in names}
    following = chain([first], [] if second is None else [second], rows)
    for number, row in enumerate(following, start=1):
        # a line of JSON may lack what the first one has
        said = _said(row.get(chosen))
        if not said.strip():
            raise Fault(path, f"row {number} has no {chosen}", "fill it, or take the row out")
        own = _said(row.get(id_column)) if id_column else name(path)
        own = own if id_column or alone else f"{own}-{number}"
        known = {str(key): _said(value) for key, value in row.items() if value and key != chosen}
        beside = tuple(
            Change(UNREAD, f"column {key}", value)
            for key, value in known.items()
            if key != id_column and guesses.column(key, words) not in told
        )
        yield Found(own, said, f"column {chosen} of {how}", known, changes + beside)
        changes = ()  # they are the file's, and told once


def _rows(
    data: bytes, path: Path, kind: str
) -> tuple[Iterator[dict[str, Any]], str, tuple[Change, ...]]:
    """Rows of a table, how it was read, and what was not."""
    if kind == "xlsx":
        rows, changes = _sheet(data, path)
        return rows, "an xlsx table", changes
    text, encoding = decoded(data, path)
    how = f"a {kind} table in {encoding}"
    if kind in ("csv", "tsv"):
        return _table(path, text, kind), how, ()
    if kind == "json":
        objects, changes = _objects(path, text)
        return iter(objects), how, changes
    return _lines(path, text), how, ()


def _said(value: Any) -> str:
    """A cell as text: a date as 2023-01-05, a whole number without its .0."""
    if value is None:
        return ""
    if hasattr(value, "isoformat"):
        return str(value.isoformat()).removesuffix("T00:00:00")
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _table(path: Path, text: str, kind: str) -> Iterator[dict[str, Any]]:
    limit = csv.field_size_limit(WIDEST)  # a speech is longer than the default of 128 kB
    try:
        header = text.lstrip("\n\r").partition("\n")[0]
        between = "\t" if kind == "tsv" else max(DELIMITERS, key=header.count)
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True)
        names: list[str] = []
        for row in filter(None, rows):
            if not names:
                names = _names(row, path)
                continue
            if len(row) > len(names):
                mend = "put quotation marks around cells that hold the delimiter"
                raise Fault(path, "has more cells than its header", mend, rows.line_num)
            yield dict(zip(names, row, strict=False))
    except csv.Error as error:
        raise Fault(
            path, f"is no {kind.upper()} table ({error})", "mend its quotation marks"
        ) from None
    finally:
        csv.field_size_limit(limit)


def _names(header: Sequence[Any], path: Path) -> list[str]:
    """Names of columns; one without a name goes by its place, #2."""
    names = [_said(cell).strip() or f"#{place}" for place, cell in enumerate(header, start=1)]
    for one, times in Counter(names).items():
        if times > 1:
            raise Fault(path, f"has {times} columns {one}", "give each a name of its own")
    return names


def _lines(path: Path, text: str) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line, object_pairs_hook=_fields)
        except (ValueError, RecursionError) as error:  # a number of thousands of digits, too
            what = f"is not JSON ({getattr(error, 'msg', error)})"
            raise Fault(path, what, "write one object a line", number) from None
        yield _object(row, path, number)


def _object(row: Any, path: Path, number: int | None = None) -> dict[str, Any]:
    if not isinstance(row, dict):
        raise Fault(path, "is not a JSON object", "write one object a line", number)
    return {key: characters(v) if isinstance(v, str) else v for key, v in row.items()}


def _fields(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON; of a field that it has twice one value would be lost."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("an object has a field twice")
    return found


def _objects(path: Path, text: str) -> tuple[list[dict[str, Any]], tuple[Change, ...]]:
    """Objects of a JSON file, its list of them, the one list of them in it, or itself; and what
    stands beside that list."""
    try:
        found = json.loads(text, object_pairs_hook=_fields)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data":  # one object a line, under another name
            return [*_lines(path, text)], ()
        raise Fault(path, f"is not JSON ({error.msg})", "mend that line", error.lineno) from None
    except (ValueError, RecursionError):
        what = "is JSON nested too deep, has a field twice or a number of thousands of digits"
        raise Fault(path, what, "write a list of objects") from None
    changes: tuple[Change, ...] = ()
    if isinstance(found, dict):
        lists = [
            k for k, v in found.items() if isinstance(v, list) and v and isinstance(v[0], dict)
        ]
        if len(lists) == 1 and not set(COLUMNS) & set(found):
            rows = found.pop(lists[0])
            changes = tuple(Change(UNREAD, f"field {k}", _said(v)) for k, v in found.items() if v)
            found = rows
        else:
            found = [found]
    if not isinstance(found, list):
        raise Fault(path, "is JSON without objects", "write a list of objects with a field text")
    return [_object(row, path) for row in found], changes


def _sheet(data: bytes, path: Path) -> tuple[Iterator[dict[str, Any]], tuple[Change, ...]]:
    """Rows of a spreadsheet's first sheet that is seen and not empty; the others are listed."""
    import openpyxl

    _check_order(Parts(data, path), path)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheets = sorted(book.worksheets, key=lambda sheet: sheet.sheet_state != "visible")
        rows = [(sheet, [*_filled(sheet)]) for sheet in sheets]
    except Exception as error:  # it has no error of its own for a broken file
        what = f"is a broken spreadsheet ({error or type(error).__name__})"
        raise Fault(path, what, "save it anew, or as .csv") from None
    filled = [(sheet, found) for sheet, found in rows if found]
    if not filled or filled[0][0].sheet_state != "visible":
        raise Fault(path, "has no rows", "give a table with a header line and rows")
    others = tuple(
        Change(UNREAD, f"sheet {sheet.title}", _lined(found)) for sheet, found in filled[1:]
    )
    header, *body = filled[0][1]
    wide = max(map(len, filled[0][1]))
    names = _names([*header, *[None] * (wide - len(header))], path)
    return (dict(zip(names, row, strict=False)) for row in body), others


def _check_order(parts: Parts, path: Path) -> None:
    """Refuse a sheet with a row behind a later one, which would be passed over."""
    for part in parts:
        numbers = _NUMBERED.findall(parts[part]) if part.startswith("xl/worksheets/") else []
        if any(int(after) <= int(one) for one, after in pairwise(numbers)):
            what = f"is a broken spreadsheet (rows of {part} are out of order)"
            raise Fault(path, what, "save it anew, or as .csv")


def _lined(rows: list[tuple[Any, ...]]) -> str:
    return "\n".join("\t".join(map(_said, row)) for row in rows)


def _filled(sheet: Any) -> Iterator[tuple[Any, ...]]:
    """Rows of a sheet that are not empty."""
    for row in sheet.iter_rows(max_row=ROWS, values_only=True):
        if any(cell is not None and str(cell).strip() for cell in row):
            yield row
