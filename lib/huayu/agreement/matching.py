"""Matching 配对: which found line answers which gold line, one to one, best overlap first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from huayu.spans import overlap

# intersection over union at which two annotators count as one (corpus/README.md)
LEAST_OVERLAP = 0.5
LEAST_MEMBERS = 2 / 3  # share of members that must find each other in a distributed parallelism

Row = dict[str, Any]
Alike = Callable[[Row, Row], float]


def spans_alike(gold: Row, found: Row) -> float:
    """Overlap 重合度 of two lines, 0.0 below the least overlap that counts as a match."""
    share = overlap((gold["start"], gold["end"]), (found["start"], found["end"]))
    return share if share >= LEAST_OVERLAP else 0.0


def spans_equal(gold: Row, found: Row) -> float:
    """1.0 when two lines cover the same characters, else 0.0 (完全一致)."""
    return float(gold["start"] == found["start"] and gold["end"] == found["end"])


def starts_equal(gold: Row, found: Row) -> float:
    """1.0 when two lines begin at the same character, else 0.0 (起点一致)."""
    return float(gold["start"] == found["start"])


def devices_alike(gold: Row, found: Row) -> float:
    """Overlap of two devices; a distributed parallelism must also agree in its members.

    At least two thirds of the members on either side must find each other at the least overlap.
    """
    share = spans_alike(gold, found)
    if not share or gold.get("scope") != "distributed":
        return share
    ours, theirs = gold.get("members") or [], found.get("members") or []
    pairs = _one_to_one([[overlap(tuple(a), tuple(b)) for b in theirs] for a in ours])
    needed = LEAST_MEMBERS * max(len(ours), len(theirs)) - 1e-9
    return share if len(pairs) >= needed else 0.0


def matches(gold: Sequence[Row], found: Sequence[Row], alike: Alike) -> list[tuple[int, int]]:
    """Matches 配对: (gold row, found row), one to one, best overlap first.

    >>> matches([{"start": 0, "end": 4}], [{"start": 0, "end": 9}, {"start": 1, "end": 4}],
    ...         spans_alike)
    [(0, 1)]
    """
    table = np.zeros((len(gold), len(found)))
    starts = np.array([row["start"] for row in found], dtype=int)
    ends = np.array([row["end"] for row in found], dtype=int)
    for i, row in enumerate(gold):
        for j in np.flatnonzero((starts < row["end"]) & (ends > row["start"])).tolist():
            table[i, j] = alike(row, found[j])
    return _one_to_one(table)


def _one_to_one(table: Sequence[Sequence[float]] | np.ndarray) -> list[tuple[int, int]]:
    """Greedy pairing of rows and columns by falling value, ties in reading order."""
    values = np.asarray(table, dtype=float)
    if values.size == 0:
        return []
    rows, columns = np.nonzero(values >= LEAST_OVERLAP)
    order = np.lexsort((columns, rows, -values[rows, columns]))
    pairs: list[tuple[int, int]] = []
    used_rows: set[int] = set()
    used_columns: set[int] = set()
    for i, j in zip(rows[order].tolist(), columns[order].tolist(), strict=True):
        if i not in used_rows and j not in used_columns:
            used_rows.add(i)
            used_columns.add(j)
            pairs.append((i, j))
    return sorted(pairs)
