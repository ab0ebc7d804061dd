"""Concordance lines 语境共现行 (KWIC, Luhn 1960): every occurrence with what stands around it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import pandas as pd

from huayu.concordance.queries import found
from huayu.corpus import Speech
from huayu.files import Fault

WIDTH = 20  # characters on either side: with the match they fill a line of a page
COLUMNS = ("speech", "part", "point", "left", "match", "right", "start", "end")
# how lines can be ordered: by place in the text, or by what stands nearest to the match
ORDERS: Mapping[str, Callable[[pd.Series], pd.Series]] = {
    "text": lambda column: column,
    "left": lambda column: column.str[::-1],
    "match": lambda column: column,
    "right": lambda column: column,
}


def kwic(
    speeches: Speech | Iterable[Speech], query: str, width: int = WIDTH, order: str = "text"
) -> pd.DataFrame:
    """Concordance 索引行 (key word in context) of a query in one speech or in several.

    Parameters
    ----------
    speeches : a speech, or several.
    query : a word, pattern or label, see :mod:`huayu.concordance.queries`.
    width : characters of context on either side; it ends at the edges of the paragraph.
    order : ``text``: by speech and place; ``left``: by the characters before the match, the
        nearest first; ``right``: by those behind it; ``match``: by the match.

    Returns
    -------
    DataFrame ``speech, part, point, left, match, right, start, end``; offsets are the match's.

    Raises
    ------
    Fault : an order or field that is not there, an empty query, a width below 0.

    >>> speech = Speech("x", "同志们：敢于担当，善于作为。担当就是责任。")
    >>> kwic(speech, "担当", width=2, order="right")[["left", "match", "right"]].values.tolist()
    [['为。', '担当', '就是'], ['敢于', '担当', '，善']]
    """
    if order not in ORDERS:
        raise Fault(order, "is no order of lines", f"use one of {', '.join(ORDERS)}")
    if width < 0:
        raise Fault(str(width), "is no width", "give a number of characters from 0")
    several = [speeches] if isinstance(speeches, Speech) else list(speeches)
    rows = [line for speech in several for line in _lines(speech, query, width)]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    if order != "text":
        table = table.sort_values(order, key=ORDERS[order], kind="stable", ignore_index=True)
    return table


def _lines(speech: Speech, query: str, width: int) -> list[tuple[object, ...]]:
    text = speech.text
    lines: list[tuple[object, ...]] = []
    for row in found(speech, query).itertuples():
        first = max(text.rfind("\n", 0, row.start) + 1, row.start - width)
        line_end = text.find("\n", row.end)
        last = min(len(text) if line_end < 0 else line_end, row.end + width)
        around = text[first : row.start], row.text, text[row.end : last]
        lines.append((speech.id, row.part, row.point, *around, row.start, row.end))
    return lines
