"""Co-occurrence 共现 near the hardware: how many windows hold both of two terms, from their ids.

Pairs are counted in one triangle of an array, as the windows go by, and the cells that were
touched are kept in a list, so that reading the result and clearing it cost what was counted and
not what could have been.
"""

from __future__ import annotations

from threading import Lock
from typing import NamedTuple

import numba
import numpy as np


class Counts(NamedTuple):
    """Counts 计数: pairs as keys of the triangle, the windows of each, and of each single term."""

    keys: np.ndarray
    joint: np.ndarray
    windows: np.ndarray


class Counter:
    """Counter 共现计数器 for a vocabulary of so many terms; its array is used again and again."""

    def __init__(self, terms: int):
        """Lay out the triangle: 4 bytes for each pair, 50 MB for 5,000 terms."""
        self.terms = terms
        self._cells = np.zeros(terms * (terms - 1) // 2, dtype=np.int32)
        self._alone = Lock()  # a worker with several threads has one array

    def count(self, ids: np.ndarray, ends: np.ndarray) -> Counts:
        """Pairs 词对 in windows.

        Parameters
        ----------
        ids : int32, the terms of all windows one after another; below 0 is no term of the
            vocabulary. A term counts once in a window, however often it stands there.
        ends : int64, for each window the place in ``ids`` where it ends.

        >>> Counter(3).count(np.array([0, 2, 2, 1, 2], np.int32), np.array([3, 5]))._asdict()
        {'keys': array([1, 2]), 'joint': array([1, 1], dtype=int32), 'windows': array([1, 1, 2])}
        """
        with self._alone:
            touched, windows = _count(ids, ends, self._cells, self.terms)
            # sorting costs per pair, a walk through the triangle per cell: about equal at 1 in 32
            few = len(touched) * 32 < len(self._cells)
            keys = np.sort(touched) if few else np.flatnonzero(self._cells)
            joint = self._cells[keys]
            self._cells[keys] = 0
        return Counts(keys, joint, windows)


def pairs(keys: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pairs 词对 of keys of the triangle: the smaller id and the larger.

    >>> [ids.tolist() for ids in pairs(np.arange(3))]
    [[0, 0, 1], [1, 2, 2]]
    """
    larger = ((1 + np.sqrt(1 + 8 * keys.astype(np.float64))) / 2).astype(np.int64)
    larger -= larger * (larger - 1) // 2 > keys  # where the root was rounded up
    larger += larger * (larger + 1) // 2 <= keys  # or down
    return keys - larger * (larger - 1) // 2, larger


@numba.njit(cache=True)
def _count(ids, ends, cells, terms):  # pragma: no cover - compiled
    touched = np.empty(1024, np.int64)
    used = 0
    windows = np.zeros(terms, np.int64)
    seen = np.full(terms, -1, np.int64)
    begin = 0
    longest = 1
    for window in range(len(ends)):
        longest = max(longest, ends[window] - begin)
        begin = ends[window]
    held = np.empty(longest, np.int32)
    begin = 0
    for window in range(len(ends)):
        size = 0
        for place in range(begin, ends[window]):
            term = ids[place]
            if term >= 0 and seen[term] != window:
                seen[term] = window
                windows[term] += 1
                held[size] = term
                size += 1
        begin = ends[window]
        if used + size * size > len(touched):
            grown = np.empty(2 * len(touched) + size * size, np.int64)
            grown[:used] = touched[:used]
            touched = grown
        for i in range(size):
            for j in range(i):
                low, high = min(held[i], held[j]), max(held[i], held[j])
                key = np.int64(high) * (high - 1) // 2 + low
                if cells[key] == 0:
                    touched[used] = key
                    used += 1
                cells[key] += 1
    return touched[:used], windows
