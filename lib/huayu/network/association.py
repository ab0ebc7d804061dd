"""Association 关联检验: each pair of terms against the null model, all pairs corrected at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from huayu.network import correction, null
from huayu.network.incidence import Incidence, Pairs

CELLS = 2_000_000  # numbers of a table held at a time: about 100 MB with what is made of it
LISTED = 256  # joint counts listed in full; a wider support only as far as it has mass


class Tested(NamedTuple):
    """Test 检验 of each pair: expected joint units, exact p, discrete q, smallest possible p."""

    expected: np.ndarray
    p: np.ndarray
    q: np.ndarray
    least: np.ndarray


def significance(whole: Incidence, pairs: Pairs) -> Tested:
    """Significance 显著性检验 of every pair against the null model, stratum by stratum.

    Pairs whose terms have the same margins share a null distribution, which is what makes 2,000
    terms in 20,000 units a matter of seconds.
    """
    if not len(pairs.joint):
        return Tested(*(np.empty(0) for _ in Tested._fields))
    margins, group, sizes, expected = _groups(whole, pairs)
    highest = np.zeros(len(sizes), int)
    np.maximum.at(highest, group, pairs.joint)
    observed, p, least = np.empty(len(group)), np.empty(len(group)), np.empty(len(group))
    points, mass = [], []
    members = np.split(np.argsort(group, kind="stable"), np.cumsum(sizes)[:-1])
    for chunk, most in _chunks(margins, expected, highest):
        law = _law(margins[chunk], expected[chunk], most)
        tail, strength = law[:, ::-1].cumsum(axis=1)[:, ::-1], correction.evidence(law)
        own = np.concatenate([members[number] for number in chunk])
        row = np.repeat(np.arange(len(chunk)), sizes[chunk])
        observed[own] = strength[row, pairs.joint[own]]
        p[own] = tail[row, pairs.joint[own]]
        least[own] = np.where(law > 0, tail, np.inf).min(axis=1)[row]
        # what speaks against attraction is never a finding: its mass is not needed
        favourable = strength > 0
        points.append(strength[favourable])
        mass.append((law * sizes[chunk][:, None])[favourable])
    observed = np.where(observed > 0, observed, -np.inf)
    found = np.isfinite(observed)
    q = np.ones(len(observed))
    q[found] = correction.discrete(observed[found], np.concatenate(points), np.concatenate(mass))
    return Tested(expected.sum(axis=1)[group], p.clip(0, 1), q, least)


def evidence(whole: Incidence, pairs: Pairs, most: int) -> np.ndarray:
    """Evidence 证据 of every pair (rows) at every count 0 … ``most`` against the null model."""
    margins, group, sizes, expected = _groups(whole, pairs)
    listed = max(most, _negligible(expected.sum(axis=1)).max())
    strength = correction.evidence(_law(margins, expected, listed), most)
    short = most + 1 - strength.shape[1]
    return np.pad(strength, ((0, 0), (0, short)), constant_values=-np.inf)[group]


def _negligible(mean: np.ndarray) -> np.ndarray:
    """Counts ten standard deviations above the mean: no mass beyond that a q-value could show."""
    return np.ceil(mean + 10 * np.sqrt(mean) + 20).astype(int)


def _groups(
    whole: Incidence, pairs: Pairs
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Distinct margins of pairs (groups × strata × 2), group of each pair, sizes, expectation."""
    by_stratum = [whole.matrix[:, whole.strata == s] for s in np.unique(whole.strata)]
    degrees = np.stack([m.sum(axis=1) for m in by_stratum], axis=1).astype(np.int64)
    profiles, profile = np.unique(degrees, axis=0, return_inverse=True)
    profile = profile.ravel()
    one, two = profile[pairs.first], profile[pairs.second]
    key = np.minimum(one, two) * len(profiles) + np.maximum(one, two)
    keys, group, sizes = np.unique(key, return_inverse=True, return_counts=True)
    margins = np.stack([profiles[keys // len(profiles)], profiles[keys % len(profiles)]], axis=2)
    expected = np.empty(margins.shape[:2])
    for stratum, matrix in enumerate(by_stratum):
        degree, mean = null.expected_by_degree(degrees[:, stratum], matrix.sum(axis=0))
        at = np.searchsorted(degree, margins[:, stratum])
        expected[:, stratum] = mean[at[:, 0], at[:, 1]]
    return margins, group.ravel(), sizes, expected


def _chunks(
    margins: np.ndarray, expected: np.ndarray, highest: np.ndarray
) -> Iterator[tuple[np.ndarray, int]]:
    """Groups of pairs 分批 of like width, with the largest count that their laws must list."""
    full = margins.min(axis=2).sum(axis=1)
    mean = expected.sum(axis=1)
    needed = np.maximum(highest, _negligible(mean))
    width = np.where(full <= LISTED, full, np.minimum(full, needed))
    order = np.argsort(width, kind="stable")
    start = 0
    while start < len(order):
        held = np.maximum.accumulate(width[order[start:]] + 1) * np.arange(
            1, len(order) - start + 1
        )
        stop = start + max(1, int(np.searchsorted(held, CELLS, side="right")))
        yield order[start:stop], int(width[order[stop - 1]])
        start = stop


def _law(margins: np.ndarray, expected: np.ndarray, most: int) -> np.ndarray:
    """Null distribution 零分布 of the joint units of groups of pairs, over all strata."""
    parts = []
    for stratum in range(margins.shape[1]):
        first, second = margins[:, stratum, 0], margins[:, stratum, 1]
        least = int(np.minimum(first, second).max())
        parts.append(null.joint_counts(first, second, expected[:, stratum], min(least, most)))
    return null.convolved(parts)[:, : most + 1]
