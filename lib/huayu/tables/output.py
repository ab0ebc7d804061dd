"""Output 输出: a table as JSON and as CSV; the text of a speech never as markup."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from huayu import manifest
from huayu.corpus import Speech, root
from huayu.files import write

# a cell that a spreadsheet would take for a formula begins with one of these (OWASP, CSV injection)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def plain(value: Any) -> Any:
    """Value as JSON can carry it: lists for tuples and arrays, None for nan, Python's numbers."""
    if isinstance(value, dict):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(item) for item in value]
    if isinstance(value, np.generic):
        return plain(value.item())
    return None if value is pd.NA or (isinstance(value, float) and value != value) else value


def csv(frame: pd.DataFrame, bare: bool = True) -> str:
    """Frame as CSV (RFC 4180, line feeds), safe to open in a spreadsheet.

    Parameters
    ----------
    bare : without a byte order mark: a file needs one, or Excel takes UTF-8 for something else.

    Notes
    -----
    A text that a spreadsheet would run as a formula gets an apostrophe before it; use JSON lines
    where the exact text matters.
    """
    # cells as objects, so that a whole number stays whole in a column that has gaps
    guarded = {name: pd.Series(map(_guarded, frame[name]), dtype=object) for name in frame}
    rows = pd.DataFrame(guarded).to_csv(index=False, lineterminator="\n")
    return rows if bare else f"\ufeff{rows}"


def _guarded(item: Any) -> Any:
    return f"'{item}" if isinstance(item, str) and item.startswith(_FORMULA) else plain(item)


def save(frame: pd.DataFrame, speech: Speech, name: str) -> pd.DataFrame:
    """Save a table 存表 as ``build/<speech>/tables/<name>.csv``; returns it unchanged.

    One that a notebook saves is entered in the manifest of the speech.
    """
    path = (speech.root or root()) / "build" / speech.id / "tables" / f"{name}.csv"
    content = csv(frame, bare=False)
    write(path, content)
    manifest.enter_table(speech, name, content)
    return frame


def escape(text: str) -> str:
    """Text of a speech for Markdown 转义: no character of it is markup.

    >>> escape("**书记 <b>")
    '&#42;&#42;书记 &#60;b&#62;'
    """
    marks = "\\`*_{}[]()<>#+-.!|$~&"
    return "".join(f"&#{ord(char)};" if char in marks else char for char in text)
