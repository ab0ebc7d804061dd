"""Power 检验力: which strength of association a text of a given length can and cannot show."""

from __future__ import annotations

import numpy as np
import pandas as pd

from huayu.network import correction, null
from huayu.network.association import significance
from huayu.network.correction import LEVEL, RESERVE
from huayu.network.incidence import Incidence, Pairs

POWER = 0.8  # the customary share of samples in which an effect should be found (Cohen 1988)
POINTS = 18  # of the curve: close enough together for straight lines between them
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
    They come without bursts: what comes in bursts needs more, see ``benchmarks/network.py``.

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
