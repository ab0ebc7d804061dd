"""Formats 格式: the text inside a file, whatever kind of file it is.

Nothing in a file is executed or fetched: macros, entities, links and scripts are passed over.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from huayu.files import Fault, characters
from huayu.intake import word
from huayu.intake.changes import Change
from huayu.intake.decoding import decoded

# a library of speeches fits many times over; a bigger file is an archive, or an attack
LARGEST = 64 * 2**20
COLUMNS = ("text", "full_text", "content", "body", "正文", "全文", "内容")
DELIMITERS = ",;\t"  # what spreadsheets write between cells, depending on where they are used


class Found(NamedTuple):
    """A text 文稿 found in a file: its name, the text, how it was read, what else is known, and
    what its reader changed or did not read."""

    name: str
    text: str
    reading: str
    known: dict[str, str]
    changes: tuple[Change, ...] = ()


def texts(path: Path, column: str | None = None, id_column: str | None = None) -> list[Found]:
    """Texts 文稿 of a file: one of most kinds, one a row of a table.

    Raises
    ------
    Fault : the file is missing, too large, empty, encrypted, scanned, a legacy .doc or binary;
        or a table has no such column.
    """
    data = _bytes(path)
    kind = _kind(path, data)
    if kind in ("csv", "jsonl"):
        return list(_rows(path, data, kind, column, id_column))
    if column or id_column:
        raise Fault(path, "has no columns", "leave --column and --id-column out")
    text, reading = _READERS[kind](data, path)
    if not text.strip():
        raise Fault(path, "holds no text", "give a file with text")
    return [Found(path.name.split(".")[0], text, reading, {})]


def _bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise Fault(path, "is a folder", "add its files one by one")
        if path.stat().st_size > LARGEST:
            size = f"{path.stat().st_size / 2**20:.0f} MB"
            raise Fault(path, f"has {size}", "split it, or use `huayu archive` for archives")
        data = path.read_bytes()
    except FileNotFoundError:
        raise Fault(path, "no such file", "check the path") from None
    except OSError as error:
        raise Fault(path, f"cannot be read ({error.strerror})", "check its permissions") from None
    if not data.strip():
        raise Fault(path, "is empty", "give a file with text")
    return data


def _kind(path: Path, data: bytes) -> str:
    """Kind of a file by its first bytes, and where they do not tell, by its ending."""
    if data.startswith(b"%PDF"):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return "docx"
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Fault(path, "is a legacy Word .doc", "save it as .docx or .txt first")
    if data.startswith(b"{\\rtf"):
        raise Fault(path, "is RTF", "save it as .docx or .txt first")
    ending = path.suffix.lower().lstrip(".")
    if ending in ("csv", "jsonl"):
        return ending
    if re.search(rb"<!doctype\s+html|<html[\s>]", data[:4096], re.IGNORECASE):
        return "html"
    return "md" if ending in ("md", "markdown") else "txt"


def _plain(data: bytes, path: Path) -> tuple[str, str]:
    text, encoding = decoded(data, path)
    return text, f"text in {encoding}"


def _markdown(data: bytes, path: Path) -> tuple[str, str]:
    text, encoding = decoded(data, path)
    return text, f"Markdown in {encoding}"


def _html(data: bytes, path: Path) -> tuple[str, str]:
    """Main text of a page, without menus, boxes, scripts and comments (Barbaresi 2021)."""
    import trafilatura

    page, encoding = decoded(data, path)
    # server directives (<%@ … %>) are no HTML
    page = re.sub(r"<%.*?%>", "", page, flags=re.DOTALL)
    text = trafilatura.extract(page, include_comments=False, include_tables=True, favor_recall=True)
    if not text:
        raise Fault(path, "has no main text", "copy the text into a .txt file")
    return text + "\n", f"main text of an HTML page in {encoding}"


def _pdf(data: bytes, path: Path) -> tuple[str, str]:
    """Text layer of a PDF, pages divided by form feeds for the cleaning."""
    import logging

    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it warns of what it then mends
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Fault(path, "is an encrypted PDF", "save it without its password first")
        pages = [page.extract_text() for page in reader.pages]
    except Fault:
        raise
    except (PyPdfError, ValueError, KeyError, RecursionError):
        raise Fault(path, "is a broken PDF", "save it anew, or copy its text") from None
    if "\x00" in "".join(pages):
        what = "is a PDF whose fonts do not say which characters they draw"
        raise Fault(path, what, "run it through OCR, or copy its text from another file")
    if not "".join(pages).strip():
        raise Fault(path, "is a scanned PDF without a text layer", "run it through OCR first")
    return "\f".join(pages), "text layer of a PDF"


_READERS = {"txt": _plain, "md": _markdown, "docx": word.lines, "html": _html, "pdf": _pdf}


def _rows(
    path: Path, data: bytes, kind: str, column: str | None, id_column: str | None
) -> Iterator[Found]:
    text, encoding = decoded(data, path)
    rows = list(_table(path, text) if kind == "csv" else _lines(path, text))
    if not rows:
        raise Fault(path, "has no rows", "give a table with a header line and rows")
    names = list(rows[0])
    chosen = column or next((name for name in COLUMNS if name in names), None)
    mend = f"use --column with one of {', '.join(names)}"
    if chosen is None:
        raise Fault(path, "has no column of texts", mend)
    for name in (chosen, id_column):
        if name is not None and name not in names:
            raise Fault(path, f"has no column {name}", mend)
    for number, row in enumerate(rows, start=1):
        # a line of JSON may lack what the first one has
        said = str(row.get(chosen) or "")
        if not said.strip():
            raise Fault(path, f"row {number} has no {chosen}", "fill it, or take the row out")
        own = str(row.get(id_column) or "") if id_column else path.name.split(".")[0]
        name = own if id_column or len(rows) == 1 else f"{own}-{number}"
        known = {key: str(said) for key, said in row.items() if said and key != chosen}
        yield Found(name, said, f"column {chosen} of a {kind} table in {encoding}", known)


def _table(path: Path, text: str) -> Iterator[dict[str, Any]]:
    limit = csv.field_size_limit(LARGEST)  # a speech is longer than the default of 128 kB
    try:
        header = text.lstrip("\n\r").partition("\n")[0]
        between = max(DELIMITERS, key=header.count)
        rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=between, strict=True)
        for row in rows:
            if None in row:
                mend = "put quotation marks around cells that hold the delimiter"
                raise Fault(path, "has more cells than its header", mend, rows.line_num)
            yield row
    except csv.Error as error:
        raise Fault(path, f"is no CSV table ({error})", "mend its quotation marks") from None
    finally:
        csv.field_size_limit(limit)


def _lines(path: Path, text: str) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (json.JSONDecodeError, RecursionError):
            raise Fault(path, "is not JSON", "write one object a line", number) from None
        if not isinstance(row, dict):
            raise Fault(path, "is not a JSON object", "write one object a line", number)
        yield {key: characters(v) if isinstance(v, str) else v for key, v in row.items()}
