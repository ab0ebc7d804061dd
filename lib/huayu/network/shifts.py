"""Shifts 循环移位: how often two terms would meet if each kept its bursts but not its place.

A speaker dwells on a word and leaves it. Two words that are dwelt on meet in many sentences as soon
as their stretches touch, tied or not, and a null model that deals terms out one by one does not
know it. Here each term is turned round within a run of neighbouring units, every turn as likely
as any other, so that its bursts stay what they are and only its place to the others is lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from huayu.network import association, correction
from huayu.network.incidence import Incidence, Pairs

# Units of a run. It must hold a burst several times over, or the turn cuts bursts in two and finds
# them too light; and there must be several runs, or a pair cannot be told from the best of L turns.
# With 40 false findings rise above one run in twenty on speeches whose bursts are shifted within
# parts of 91 and 129 sentences; with 200 units in one run nothing at all can be found.
RUN = 64
# Pairs whose law is computed. The expected number of false findings is a sum over all pairs: of
# more than so many, a sample drawn by chance stands for the rest (2,000 terms make two million).
PAIRS = 50_000
SLICE = 20_000  # pairs at a time: some ten megabytes for each table made of them


class Turned(NamedTuple):
    """Shift test 移位检验 of each pair: p and q; NaN for pairs that the margins do not let pass."""

    p: np.ndarray
    q: np.ndarray


def runs(strata: np.ndarray, length: int = RUN) -> list[np.ndarray]:
    """Runs 连续段 of units: every stratum, in its order, cut into stretches of like length.

    >>> [run.tolist() for run in runs(np.array([1, 1, 1, 1, 2]), 2)]
    [[0, 1], [2, 3], [4]]
    """
    found = []
    for stratum in np.unique(strata):
        own = np.flatnonzero(strata == stratum)
        found += np.array_split(own, max(1, round(len(own) / length)))
    return found


def laws(whole: Incidence, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Null distribution 零分布 of the joint units of pairs: P(0), P(1), … when each term is turned.

    Parameters
    ----------
    whole : terms and units, the units in the order of the text.
    first, second : rows of the terms of each pair.

    Notes
    -----
    In a run of L units the counts of the L turns are the circular cross-correlation of the two
    terms, found by Fourier transform; runs are independent and their laws convolved. It is the
    circular-shift permutation test, added up in full instead of drawn; for its use on sequences
    that depend on themselves see Künsch (1989) on blocks and Lijffijt et al. (2016) on words.

    >>> from huayu.network.incidence import incidence
    >>> whole = incidence([["a", "b"], ["a", "b"], [], []])
    >>> laws(whole, np.array([0]), np.array([1])).tolist()
    [[0.25, 0.5, 0.25]]
    """
    law = np.ones((len(first), 1))
    for run in runs(whole.strata):
        held = whole.matrix[:, run].toarray()
        turning = np.fft.rfft(held, axis=1)
        here = held.any(axis=1)
        both = np.flatnonzero(here[first] & here[second])
        if not len(both):
            continue
        product = turning[first[both]] * np.conj(turning[second[both]])
        counts = np.rint(np.fft.irfft(product, len(run), axis=1)).astype(int)
        shares = np.stack([(counts == k).mean(axis=1) for k in range(counts.max() + 1)], axis=1)
        law = np.pad(law, ((0, 0), (0, shares.shape[1] - 1)))
        old = law[both]
        new = old * shares[:, :1]
        for k in range(1, shares.shape[1]):
            new[:, k:] += old[:, :-k] * shares[:, [k]]
        law[both] = new
        law = law[:, : np.flatnonzero(law.any(axis=0))[-1] + 1]
    return law


def turned(whole: Incidence, pairs: Pairs, passed: np.ndarray, seed: int = 0) -> Turned:
    """Shift test 移位检验 of the pairs that the margins let pass.

    Parameters
    ----------
    passed : which pairs :func:`association.significance` accepts.
    seed : of the sample of pairs, where there are more than ``PAIRS``.

    Returns
    -------
    Turned: ``p`` is P(joint units ≥ count) under shifts, ``q`` the false discovery rate; NaN for
    pairs that did not pass.

    Notes
    -----
    Ordered by the lesser of two evidences, against the margins and against the shifts, so that
    what one null explains stands last. V(t), the pairs that would pass with all terms turned, adds
    up the shift laws of all pairs of terms, R(t) counts those that do; q = 2 V(t) / R(t), smallest
    over t up to the observed (:func:`correction.discrete`).
    """
    p, q = np.full(len(passed), np.nan), np.full(len(passed), np.nan)
    own = np.flatnonzero(passed)
    if not len(own):
        return Turned(p, q)
    observed, points, mass = np.empty(len(passed)), [], []
    for rows, weight in _rows(passed, seed):
        some = Pairs(*(column[rows] for column in pairs))
        law = laws(whole, some.first, some.second)
        strength = association.evidence(whole, some, law.shape[1] - 1)
        strength = np.minimum(strength, correction.evidence(law))
        place = np.arange(len(rows))
        observed[rows] = strength[place, some.joint]
        p[rows] = law[:, ::-1].cumsum(axis=1)[:, ::-1][place, some.joint]
        points.append(strength[strength > 0])
        mass.append(law[strength > 0] * weight)
    # what speaks against attraction is never a finding, as in association.significance
    found = own[observed[own] > 0]
    q[own], p[~passed] = 1.0, np.nan
    q[found] = correction.discrete(observed[found], np.concatenate(points), np.concatenate(mass))
    return Turned(p, q)


def shifted(whole: Incidence, seed: int) -> np.ndarray:
    """Matrix 循环移位矩阵 (terms × units) with every term turned within every stratum, drawn anew.

    >>> from huayu.network.incidence import incidence
    >>> shifted(incidence([["a"], ["a"], [], []]), seed=1).astype(int).tolist()
    [[0, 1, 1, 0]]
    """
    random = np.random.default_rng(seed)
    drawn = whole.matrix.toarray() > 0
    for stratum in np.unique(whole.strata):
        own = np.flatnonzero(whole.strata == stratum)
        turn = random.integers(len(own), size=len(drawn))
        places = (np.arange(len(own)) - turn[:, None]) % len(own)
        drawn[:, own] = np.take_along_axis(drawn[:, own], places, axis=1)
    return drawn


def _rows(passed: np.ndarray, seed: int) -> Iterator[tuple[np.ndarray, float]]:
    """Rows of pairs in slices, with how many pairs each row stands for."""
    own, rest = np.flatnonzero(passed), np.flatnonzero(~passed)
    weight = max(len(rest) / PAIRS, 1.0)
    if weight > 1:
        rest = np.sort(np.random.default_rng(seed).choice(rest, PAIRS, replace=False))
    for rows, each in ((own, 1.0), (rest, weight)):
        for start in range(0, len(rows), SLICE):
            yield rows[start : start + SLICE], each
