"""Co-occurrence 共现 near the hardware: how many windows hold both of two terms, from their ids.

Pairs are counted term by term: the windows that hold it are walked through, and the terms beside
it are counted in one row, which stays in the processor's nearest memory whatever the vocabulary.
"""

from __future__ import annotations

from typing import NamedTuple

import numba
import numpy as np

# of a row that is so full, or fuller, one in DENSE, it is quicker to look at every cell than to
# sort those that were touched
DENSE = 16


class Counts(NamedTuple):
    """Counts 计数: pairs as keys of the triangle, the windows of each, and of each single term."""

    keys: np.ndarray
    joint: np.ndarray
    windows: np.ndarray


def counts(ids: np.ndarray, ends: np.ndarray, terms: int) -> Counts:
    """Pairs 词对 in windows.

    Parameters
    ----------
    ids : int32, the terms of all windows one after another; below 0 is no term of the
        vocabulary. A term counts once in a window, however often it stands there.
    ends : int64, for each window the place in ``ids`` where it ends.
    terms : of the vocabulary.

    >>> counts(np.array([0, 2, 2, 1, 2], np.int32), np.array([3, 5]), 3)._asdict()
    {'keys': array([1, 2]), 'joint': array([1, 1], dtype=int32), 'windows': array([1, 1, 2])}
    """
    held, bounds, windows = _held(ids, ends, terms)
    keys, joint = _paired(held, bounds, windows, DENSE)
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
def _held(ids, ends, terms):  # pragma: no cover - compiled
    """Terms of each window, once each, one window after another; and the windows of each term."""
    held = np.empty(len(ids), np.int32)
    bounds = np.zeros(len(ends) + 1, np.int64)
    windows = np.zeros(terms, np.int64)
    seen = np.full(terms, -1, np.int64)
    begin = used = 0
    for window in range(len(ends)):
        for place in range(begin, ends[window]):
            term = ids[place]
            if term >= 0 and seen[term] != window:
                seen[term] = window
                windows[term] += 1
                held[used] = term
                used += 1
        begin = ends[window]
        bounds[window + 1] = used
    return held[:used], bounds, windows


@numba.njit(cache=True)
def _paired(held, bounds, windows, dense):  # pragma: no cover - compiled
    """Keys of the pairs that meet, in order, and in how many windows."""
    terms = len(windows)
    starts = np.zeros(terms + 1, np.int64)
    for term in range(terms):
        starts[term + 1] = starts[term] + windows[term]
    postings = np.empty(len(held), np.int64)
    free = starts[:-1].copy()
    for window in range(len(bounds) - 1):
        for place in range(bounds[window], bounds[window + 1]):
            term = held[place]
            postings[free[term]] = window
            free[term] += 1
    ends = bounds[:-1].copy()
    keys = np.empty(1024, np.int64)
    joint = np.empty(1024, np.int32)
    row = np.zeros(terms, np.int32)
    touched = np.empty(terms, np.int32)
    used = 0
    for term in range(terms):
        count = 0
        for place in range(starts[term], starts[term + 1]):
            window = postings[place]
            end = ends[window]
            for number in range(bounds[window], end):
                other = held[number]
                if row[other] == 0:
                    touched[count] = other
                    count += 1
                row[other] += 1
            held[end] = term  # and is one of the smaller terms of the window from now on
            ends[window] += 1
        if used + count > len(keys):
            size = 2 * len(keys) + count
            grown, more = np.empty(size, np.int64), np.empty(size, np.int32)
            grown[:used], more[:used] = keys[:used], joint[:used]
            keys, joint = grown, more
        first = np.int64(term) * (term - 1) // 2
        if count * dense > term:
            others = np.flatnonzero(row[:term]).astype(np.int32)
        else:
            others = np.sort(touched[:count])
        for other in others:
            keys[used] = first + other
            joint[used] = row[other]
            row[other] = 0
            used += 1
    return keys[:used], joint[:used]
