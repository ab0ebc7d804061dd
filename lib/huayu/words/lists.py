"""Word lists 词表: CSV files with source and licence as comments on top, read strictly."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from huayu.files import Fault
from huayu.files import text as content


def rows(path: Path, fields: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows 词条 of a word list with their line numbers; lines that begin with # are comments.

    Parameters
    ----------
    path : CSV in UTF-8; the first line that is no comment names the columns.
    fields : columns that must be there and filled in every row.

    Raises
    ------
    Fault : a column is missing, or a row leaves one of ``fields`` empty.
    """
    lines = [
        (number, row)
        for number, row in enumerate(csv.reader(content(path).splitlines()), start=1)
        if row and not row[0].startswith("#")
    ]
    head = lines[0][1] if lines else []
    for field in fields:
        if field not in head:
            mend = f"name the columns {','.join(fields)} on the first line"
            raise Fault(path, f"column {field} is missing", mend, lines[0][0] if lines else 1)
    for number, row in lines[1:]:
        entry = dict(zip(head, (*row, *[""] * len(head)), strict=False))
        for field in fields:
            if not entry[field].strip():
                raise Fault(path, f"{field} is empty", "fill it in or drop the line", number)
        yield number, entry


def state(path: Path | None) -> tuple[int, int]:
    """State 状态 of a file: time of change and size, by which a reader knows what is stale."""
    if path is None or not path.exists():
        return (0, 0)
    found = path.stat()
    return (found.st_mtime_ns, found.st_size)
