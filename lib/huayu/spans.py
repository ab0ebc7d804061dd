"""Spans 片段: the one data structure that every layer shares.

A layer is a DataFrame whose first columns are ``start``, ``end`` and ``text``, sorted by
(start, end), with ``source[start:end] == text`` in every row. Offsets count code points from 0
and ``end`` is exclusive. Nothing in huayu rewrites a text: it only points into it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, wraps
from typing import Any

import numpy as np
import pandas as pd

SPAN = ("start", "end", "text")
# characters; kept spans are looked up by the stretches of this size that they touch (for speed)
CELL = 200


def length(text: str) -> int:
    """Length 字数 of a text in characters, white space left out: the one count of characters.

    So do word processors count, and every rate per 1,000 characters; how a text is broken into
    lines and indented changes nothing. Offsets count all.

    >>> length("同志们：\\n　　大家好。")
    8
    """
    return len("".join(text.split()))


def frame(
    source: str, rows: Iterable[tuple[Any, ...]], columns: Sequence[str] = ()
) -> pd.DataFrame:
    """Layer 层: rows of (start, end, *fields) as a DataFrame with the covered text.

    Parameters
    ----------
    source : the text that the offsets point into.
    rows : tuples ``(start, end, *fields)``, in any order.
    columns : names of the fields after ``start, end, text``.

    Returns
    -------
    DataFrame with columns ``start, end, text, *columns``, sorted by (start, end), index 0..n-1;
    with no rows, an empty frame with the same columns.

    >>> frame("同志们：大家好", [(4, 7, "b"), (0, 3, "a")], ["label"])["text"].tolist()
    ['同志们', '大家好']
    """
    ordered = sorted(rows, key=lambda row: (row[0], row[1]))
    data: dict[str, Any] = {
        "start": np.array([row[0] for row in ordered], dtype="int64"),
        "end": np.array([row[1] for row in ordered], dtype="int64"),
        "text": pd.Series([source[row[0] : row[1]] for row in ordered], dtype=object),
    }
    for place, name in enumerate(columns, start=2):
        data[name] = _column([row[place] for row in ordered])
    return pd.DataFrame(data)


def _column(values: list[Any]) -> pd.Series:
    """One field of all rows; as objects where a word holds half a surrogate pair."""
    try:
        return pd.Series(values, dtype=None if values else object)
    except UnicodeEncodeError:  # Arrow strings are UTF-8, which has no half pairs
        return pd.Series(values, dtype=object)


def tiles(cuts: Iterable[int], length: int) -> list[tuple[int, int]]:
    """Tiles 平铺: the consecutive spans of a text of ``length`` that ``cuts`` divide it into.

    >>> tiles([3, 5, 5, 9], 9)
    [(0, 3), (3, 5), (5, 9)]
    """
    edges = sorted({0, length, *(cut for cut in cuts if 0 < cut < length)})
    return list(zip(edges, edges[1:], strict=False))


def stretches(units: Iterable[tuple[int, int]], longest: int) -> list[tuple[int, int]]:
    """Stretches 限长段: the units, those longer than ``longest`` characters cut into pieces.

    For what takes more than linear time in the length of a unit: with a limit that no writer
    reaches, a text without stops is read in linear time and no other one any differently.

    >>> stretches([(0, 4), (4, 11)], 5)
    [(0, 4), (4, 9), (9, 11)]
    """
    return [
        (start, min(start + longest, right))
        for left, right in units
        for start in range(left, right, longest)
    ]


def overlap(a: tuple[int, int], b: tuple[int, int]) -> float:
    """Overlap 交并比: intersection over union of two spans, from 0.0 to 1.0 (Jaccard 1901).

    >>> overlap((0, 4), (2, 6))
    0.3333333333333333
    """
    shared = min(a[1], b[1]) - max(a[0], b[0])
    if shared <= 0:
        return 0.0
    return shared / (max(a[1], b[1]) - min(a[0], b[0]))


def after(pattern: re.Pattern[str], text: str, start: int = 0, stop: int | None = None) -> int:
    """Place 之后 behind what a pattern takes at ``start``; ``start`` where it takes nothing.

    >>> after(re.compile("同志们，?"), "同志们，修路。")
    4
    """
    found = pattern.match(text, start, len(text) if stop is None else stop)
    return found.end() if found else start


def within(positions: Sequence[int] | np.ndarray, units: pd.DataFrame) -> np.ndarray:
    """Containment 所在单位: for each position the row number of the tiling unit that holds it.

    ``units`` must tile the text, or a stretch of it such as the body (sentences, paragraphs,
    clauses, tokens); positions before the first unit fall into it, those past the end into the
    last. Returns an int64 array, -1 everywhere when there are no units.
    """
    found = np.searchsorted(units["start"].to_numpy(), np.asarray(positions), side="right") - 1
    return np.clip(found, min(0, len(units) - 1), None).astype("int64")


class Kept:
    """Kept spans 已取片段, to ask of another span which of them it meets, in time that few take.

    >>> kept = Kept([(0, 4, "a"), (900, 950, "b")])
    >>> list(kept.meeting(3, 9)), list(kept.meeting(4, 900))
    (['a'], [])
    """

    def __init__(self, spans: Iterable[tuple[int, int, Any]] = ()):
        """Begin with some spans and what stands there."""
        self._cells: dict[int, list[tuple[int, int, Any]]] = {}
        for start, end, item in spans:
            self.add(start, end, item)

    def add(self, start: int, end: int, item: Any) -> None:
        """Keep one more."""
        for cell in range(start // CELL, end // CELL + 1):
            self._cells.setdefault(cell, []).append((start, end, item))

    def meeting(self, start: int, end: int) -> Iterator[Any]:
        """What stands in a kept span that shares a character; twice where it touches two cells."""
        for cell in range(start // CELL, end // CELL + 1):
            for left, right, item in self._cells.get(cell, ()):
                if left < end and start < right:
                    yield item


def once(layer: Callable[..., pd.DataFrame]) -> Callable[..., pd.DataFrame]:
    """Compute a layer once per speech and hand out copies, so that no caller changes another's.

    A speech is known by its text and word lists, and by the state of its own tables. Arguments
    after it must be hashable. The last 64 results are kept: a corpus of dozens of speeches is
    compared without computing any layer twice.
    """

    @lru_cache(maxsize=64)
    def kept(state: object, speech: Any, *args: Any, **kwargs: Any) -> pd.DataFrame:
        return layer(speech, *args, **kwargs)

    @wraps(layer)
    def handed_out(speech: Any, *args: Any, **kwargs: Any) -> pd.DataFrame:
        return kept(speech.state, speech, *args, **kwargs).copy()

    return handed_out
