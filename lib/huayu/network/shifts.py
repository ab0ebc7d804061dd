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

from huayu.network import correction
from huayu.network.incidence import Incidence, Pairs

# Units of a run. Bursts of a few sentences must fit into it several times over; what drifts over
# more than a run is kept where it stands. Runs of 12 and 20 lose the planted pairs of eight joint
# units (benchmarks/network.py), because a third of what ties them is then taken for drift.
RUN = 40
# Pairs whose law is computed. The expected number of false findings is a sum over all pairs: of
# more than so many, a sample drawn by chance stands for the rest (2,000 terms make two million).
PAIRS = 50_000
CELLS = 2_000_000  # numbers of a table held at a time


class Turned(NamedTuple):
    """Shift test 移位检验 of each pair: p, and q among the pairs that the margins let pass."""

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


def turned(whole: Incidence, pairs: Pairs, needed: np.ndarray, seed: int = 0) -> Turned:
    """Shift test 移位检验 of the pairs that reached the count that the margins ask for.

    Parameters
    ----------
    needed : joint units from which each pair passes :func:`association.significance`.
    seed : of the sample of pairs, where there are more than ``PAIRS``.

    Returns
    -------
    Turned: ``p`` is P(joint units ≥ count) under shifts, ``q`` the false discovery rate; NaN and 1
    for pairs that did not reach ``needed``.

    Notes
    -----
    V(t), the number of pairs that pass when every term is turned, adds up all pairs: what a pair
    adds is the chance that it reaches ``needed`` with evidence of t or more against its own law.
    R(t) is the number of pairs that do. q = min V(t) / R(t) over t up to the observed.
    """
    p, q = np.full(len(needed), np.nan), np.ones(len(needed))
    passed = np.flatnonzero(pairs.joint >= needed)
    if not len(passed):
        return Turned(p, q)
    evidence, points, mass = np.full(len(needed), -np.inf), [], []
    for rows, weight in _rows(passed, len(needed), seed):
        law = laws(whole, pairs.first[rows], pairs.second[rows])
        strength = correction.evidence(law)
        seen = np.minimum(pairs.joint[rows], law.shape[1] - 1)
        place = np.arange(len(rows))
        evidence[rows] = strength[place, seen]
        p[rows] = law[:, ::-1].cumsum(axis=1)[:, ::-1][place, seen]
        reaching = (np.arange(law.shape[1]) >= needed[rows, None]) & (law > 0)
        points.append(strength[reaching])
        mass.append((law * weight)[reaching])
    found = correction.discrete(
        evidence[passed], np.concatenate(points), np.concatenate(mass), reserve=1
    )
    q[passed] = found
    return Turned(np.where(pairs.joint >= needed, p, np.nan), q)


def _rows(passed: np.ndarray, pairs: int, seed: int) -> Iterator[tuple[np.ndarray, float]]:
    """Rows of pairs in slices, with how many pairs each row stands for."""
    rest = np.setdiff1d(np.arange(pairs), passed)
    weight = max(len(rest) / PAIRS, 1.0)
    if weight > 1:
        rest = np.sort(np.random.default_rng(seed).choice(rest, PAIRS, replace=False))
    for rows, each in ((passed, 1.0), (rest, weight)):
        for start in range(0, len(rows), CELLS // 64):
            yield rows[start : start + CELLS // 64], each
