"""Power 检验力: which strength of association a text of a given length can and cannot show."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from huayu.network import correction, null, shifts
from huayu.network.association import significance
from huayu.network.correction import LEVEL, RESERVE
from huayu.network.incidence import Incidence, Pairs

POWER = 0.8  # the customary share of samples in which an effect should be found (Cohen 1988)
POINTS = 18  # of the curve: close enough together for straight lines between them
SAMPLES = 25  # pairs drawn for each count: a share of 0.8 is known to within 0.16
MOST = 1e4  # odds ratio beyond which two terms are, for any purpose, one


def limit(whole: Incidence, pairs: Pairs, level: float = LEVEL) -> float:
    """Limit 显著界 of p that one pair alone would have to reach, fixed by the margins beforehand.

    Notes
    -----
    level / (reserve × K), K being the pairs that the margins allow to become significant (Tarone
    1990). It looks at no joint count, so that curves of different texts say the same thing. Where
    many pairs are found a weaker one can be among them, for a false discovery rate allows the more
    the more is found: the curves are cautious there.

    >>> from huayu.network.incidence import incidence, paired
    >>> whole = incidence([["a", "b"]] * 5 + [["c"]] * 15)
    >>> limit(whole, paired(whole))
    0.025
    """
    can = correction.testable(significance(whole, pairs).least, level / RESERVE).sum()
    return level / RESERVE / max(int(can), 1)


def detectable(whole: Incidence, limit: float, power: float = POWER) -> pd.DataFrame:
    """Detectable associations 可检出的关联, for two terms that stand in k units each.

    Parameters
    ----------
    whole : terms and units, for the lengths of the units in each stratum.
    limit : p-value up to which a pair is accepted (:func:`limit`).
    power : share of texts in which the association is to be found.

    Returns
    -------
    DataFrame ``units`` (k, from 2 to half of all units), ``expected`` joint units,
    ``joint`` (the least number that is accepted; NaN where even k of k is not), ``odds`` (the odds
    ratio found with that power; NaN where none up to 10,000 is).

    Notes
    -----
    Both terms are spread over the strata as the units are, and tested within them like every pair.
    They come without bursts, and this null knows of none: see :func:`turned`.

    >>> from huayu.network.incidence import incidence
    >>> even = incidence([["a", "b"], ["b", "c"], ["c", "d"], ["d", "a"]] * 5)
    >>> detectable(even, 0.001)["units"].min()
    np.int64(2)
    """
    strata = [whole.matrix[:, whole.strata == label] for label in np.unique(whole.strata)]
    means = [null.expected_by_degree(m.sum(axis=1), m.sum(axis=0)) for m in strata]
    sizes = np.array([m.shape[1] for m in strata])
    if not len(whole.terms):
        return pd.DataFrame(columns=["units", "expected", "joint", "odds"], dtype=float)
    rows = []
    for k in np.unique(np.geomspace(2, max(sizes.sum() / 2, 2), POINTS).astype(int)):
        parts, expected = [], 0.0
        for own, (degree, mean) in zip(_spread(k, sizes), means, strict=True):
            joint = min(_mean(own, degree, mean), own)
            parts.append(null.joint_counts([own], [own], [joint], own))
            expected += joint
        law = null.convolved(parts)[0]
        accepted = np.flatnonzero((law[::-1].cumsum()[::-1] <= limit) & (law > 0))
        least = float(accepted[0]) if len(accepted) else np.nan
        rows.append((k, expected, least, _odds(law, least, power)))
    return pd.DataFrame(rows, columns=["units", "expected", "joint", "odds"])


def turned(
    whole: Incidence,
    units: Sequence[int],
    limit: float,
    power: float = POWER,
    samples: int = SAMPLES,
    seed: int = 0,
) -> np.ndarray:
    """Joint units that the shift test needs 移位检验力, for two even terms of k units each.

    Parameters
    ----------
    whole : for the units of each stratum.
    units : the numbers k.
    limit : p-value up to which a pair is accepted (:func:`limit`).
    power : share of the pairs drawn that must be accepted.
    samples, seed : pairs drawn for each number of joint units, and from where.

    Returns
    -------
    For each k the least number of joint units with that power; NaN where k of k do not have it.

    Notes
    -----
    Units are drawn at random: two terms stand in the joint ones together, each in further ones
    alone. Terms that come in bursts need more. No p of this test is below the product of one over
    the lengths of the runs that both stand in, so that short runs and rare terms can show nothing.

    >>> from huayu.network.incidence import incidence
    >>> turned(incidence([["a"]] * 20), [2, 6], 0.001).tolist()
    [nan, nan]
    """
    needed = []
    for k in units:
        low, high = 1, k + 1  # halving: more joint units are never found less often
        while low < high:
            middle = (low + high) // 2
            accepted = _accepted(whole, k, middle, limit, samples, seed)
            low, high = (low, middle) if accepted >= power else (middle + 1, high)
        needed.append(float(low) if low <= k else np.nan)
    return np.array(needed)


def _accepted(whole: Incidence, k: int, joint: int, limit: float, samples: int, seed: int) -> float:
    """Share of pairs of k units, ``joint`` of them common, that the shift test accepts."""
    random, count = np.random.default_rng(seed), whole.matrix.shape[1]
    if 2 * k - joint > count:
        return 0.0
    held = np.zeros((2 * samples, count))
    for sample in range(samples):
        order = random.permutation(count)
        held[2 * sample, order[:k]] = 1
        held[2 * sample + 1, [*order[:joint], *order[k : 2 * k - joint]]] = 1
    drawn = Incidence([], csr_array(held), whole.strata)
    law = shifts.laws(drawn, np.arange(0, 2 * samples, 2), np.arange(1, 2 * samples, 2))
    return float((law[:, joint:].sum(axis=1) <= limit).mean())


def _spread(k: int, sizes: np.ndarray) -> list[int]:
    """``k`` units over strata in proportion to their sizes, largest remainders first.

    >>> _spread(4, np.array([10, 20, 3]))
    [1, 3, 0]
    """
    share = k * sizes / sizes.sum()
    own = share.astype(int)
    later = np.argsort(own - share, kind="stable")[: k - own.sum()]
    own[later] += 1
    return [int(count) for count in own]


def _mean(k: int, degree: np.ndarray, mean: np.ndarray) -> float:
    """Expected joint units of two terms of k; scaled where that degree does not occur."""
    there = np.flatnonzero(degree > 0)
    if not k or not len(there):
        return 0.0
    nearest = there[np.abs(degree[there] - k).argmin()]
    return float(mean[nearest, nearest] * (k / degree[nearest]) ** 2)


def _odds(law: np.ndarray, joint: float, power: float) -> float:
    """Odds ratio under which P(joint units ≥ joint) is ``power``, by the noncentral law."""
    if np.isnan(joint):
        return np.nan
    counts = np.arange(len(law))

    def found(effect: float) -> float:
        tilted = law * np.exp(effect * (counts - len(law)))
        return tilted[int(joint) :].sum() / tilted.sum()

    low, high = 0.0, float(np.log(MOST))
    if found(high) < power:
        return np.nan
    while low < (middle := (low + high) / 2) < high:  # halving, to the last digit of a double
        low, high = (middle, high) if found(middle) < power else (low, middle)
    return float(np.exp(high))
