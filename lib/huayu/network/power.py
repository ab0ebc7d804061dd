"""Power 检验力: which strength of association a text of a given length can and cannot show."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from huayu.network import null
from huayu.network.correction import LEVEL, RESERVE
from huayu.network.incidence import incidence

POWER = 0.8  # the customary share of samples in which an effect should be found (Cohen 1988)
POINTS = 18  # of the curve: close enough together for straight lines between them
MOST = 1e4  # odds ratio beyond which two terms are, for any purpose, one


def threshold(edges: pd.DataFrame, part: int = 0, level: float = LEVEL) -> float:
    """Threshold 显著界 of p in a part: the largest accepted, or what one finding alone would need.

    Parameters
    ----------
    edges : :func:`huayu.network.edges` of the speech.

    Notes
    -----
    Where nothing was accepted it is level / (reserve × pairs), what a lone pair would have to
    reach if every pair could be significant: a little too strict.

    >>> table = pd.DataFrame({"part": [0, 0], "p": [1e-4, 0.2], "q": [0.01, 0.9], "pairs": 50})
    >>> threshold(table)
    0.0001
    """
    own = edges[edges["part"] == (part if part in set(edges["part"]) else 0)]
    accepted = own.loc[own["q"] <= level, "p"]
    if len(accepted):
        return float(accepted.max())
    return level / (RESERVE * max(int(own["pairs"].max()) if len(own) else 1, 1))


def detectable(units: Iterable[Iterable[str]], limit: float, power: float = POWER) -> pd.DataFrame:
    """Detectable associations 可检出的关联, for two terms that stand in k units each.

    Parameters
    ----------
    units : the terms of each unit, for the lengths of the units.
    limit : p-value up to which a pair is accepted (:func:`threshold`).
    power : share of texts in which the association is to be found.

    Returns
    -------
    DataFrame ``units`` (k, from 2 to half of all units), ``expected`` joint units,
    ``joint`` (the least number that is accepted; NaN where even k of k is not), ``odds`` (the odds
    ratio found with that power; NaN where none up to 10,000 is).

    >>> detectable([["a", "b"], ["b", "c"], ["c", "d"], ["d", "a"]] * 5, 0.001)["units"].min()
    np.int64(2)
    """
    whole = incidence(units)
    degrees, sizes = whole.matrix.sum(axis=1), whole.matrix.sum(axis=0)
    degree, mean = null.expected_by_degree(degrees, sizes)
    if not len(degree):
        return pd.DataFrame(columns=["units", "expected", "joint", "odds"], dtype=float)
    rows = []
    for k in np.unique(np.geomspace(2, max(len(sizes) / 2, 2), POINTS).astype(int)):
        # between degrees that occur, the expectation is that of independence, scaled
        nearest = np.abs(degree - k).argmin()
        expected = mean[nearest, nearest] * (k / degree[nearest]) ** 2
        law = null.joint_counts([k], [k], [min(expected, k)], k)[0]
        accepted = np.flatnonzero((law[::-1].cumsum()[::-1] <= limit) & (law > 0))
        joint = float(accepted[0]) if len(accepted) else np.nan
        rows.append((k, expected, joint, _odds(law, joint, power)))
    return pd.DataFrame(rows, columns=["units", "expected", "joint", "odds"])


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
