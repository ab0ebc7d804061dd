"""Shrinkage 收缩: how far counts lie above what is expected of them, few counts drawn to the rest.

Two where a tenth is expected is twenty times as often, and may be chance; forty where ten are
expected is four times, and is not. What the whole table is like says how far to believe each cell.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.optimize import minimize
from scipy.special import betaln, expit, gammainc, xlog1py, xlogy

# DuMouchel's (1999, sec. 3) start of the search: a third of the cells of their own kind, the rest
# near what is expected. Share as a logit, shapes and rates as logarithms.
START = (np.log(0.5), np.log(0.2), np.log(0.1), np.log(2.0), np.log(4.0))
BOUND = 6.0  # of these: shapes and rates of 1/400 to 400; beyond, a gamma is a point or a wedge
TAIL = 0.025  # below and above the interval
FARTHEST = 40.0  # doublings below and above 1 between which a quantile is looked for


class Prior(NamedTuple):
    """Prior 先验 of the ratio of observed to expected: a mixture of two gamma distributions."""

    share: float  # of the first
    shapes: np.ndarray
    rates: np.ndarray


def prior(counts: ArrayLike, expected: ArrayLike) -> Prior:
    """Prior 先验 of a table by maximum likelihood (DuMouchel 1999, eqs 4–7).

    Parameters
    ----------
    counts, expected : observed and expected counts of all cells, those of count 0 among them.

    >>> prior([0, 1, 2, 9], [1.0, 1.0, 1.0, 1.0]).shapes.shape
    (2,)
    """
    n, e = np.asarray(counts, float), np.asarray(expected, float)
    n, e = n[e > 0], e[e > 0]

    def loss(parameters: np.ndarray) -> float:
        return float(-np.logaddexp(*_logs(_prior(parameters), n, e)).sum())

    if not len(n):
        return _prior(np.array(START))
    bounds = [(-BOUND, BOUND)] * len(START)
    return _prior(minimize(loss, START, method="L-BFGS-B", bounds=bounds).x)


def _prior(parameters: np.ndarray) -> Prior:
    return Prior(
        float(expit(parameters[0])), np.exp(parameters[[1, 3]]), np.exp(parameters[[2, 4]])
    )


def _logs(fitted: Prior, n: np.ndarray, e: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Log of share × P(n) under each gamma: two negative binomials, up to n! and powers of e."""
    shares = np.log([fitted.share, 1 - fitted.share])
    one, two = (
        share - betaln(a, n + 1) - np.log(a + n)
        + xlogy(a, b / (b + e)) - xlog1py(n, b / e)
        for share, a, b in zip(shares, fitted.shapes, fitted.rates, strict=True)
    )  # fmt: skip
    return one, two


def shrunken(counts: ArrayLike, expected: ArrayLike) -> pd.DataFrame:
    """Shrunken ratios 收缩比 of observed to expected: posterior means with 95 % intervals.

    Parameters
    ----------
    counts, expected : as in :func:`prior`, which is fitted to the same cells.

    Returns
    -------
    DataFrame ``ratio, low, high``, a row a cell: the posterior mean of λ and the 2.5 and 97.5 %
    points of its posterior (DuMouchel 1999, eqs 8–9); NaN where nothing is expected. Where observed
    and expected differ no more than chance makes them, every ratio is about 1.

    Notes
    -----
    The intervals take the fitted prior as known: in a table of few cells they are too narrow.
    His EBGM, exp of the mean of log λ, would take cells of none in a small table for nearly zero.
    Counts must spread about their expectation as Poisson's do, or more. Joint sentences of two
    terms do not: with the margins fixed they spread less, and the prior of the pairs of a speech
    comes out as a point at 1.

    >>> shrunken([1, 1, 2, 1, 40], [1.0, 1.0, 1.0, 1.0, 10.0])["ratio"].argmax()
    np.int64(4)
    """
    n, e = np.asarray(counts, float), np.asarray(expected, float)
    fitted = prior(n, e)
    kept = e > 0
    n, e = n[kept], e[kept]
    one, two = _logs(fitted, n, e)
    first = np.exp(one - np.logaddexp(one, two))
    weights = np.stack([first, 1 - first])
    shapes, rates = fitted.shapes[:, None] + n, fitted.rates[:, None] + e
    table = pd.DataFrame(np.nan, index=range(len(kept)), columns=["ratio", "low", "high"])
    table.loc[kept, "ratio"] = (weights * shapes / rates).sum(axis=0)
    for name, share in (("low", TAIL), ("high", 1 - TAIL)):
        table.loc[kept, name] = _quantile(weights, shapes, rates, share)
    return table


def _quantile(
    weights: np.ndarray, shapes: np.ndarray, rates: np.ndarray, share: float
) -> np.ndarray:
    """Quantile 分位数 of a mixture of two gamma distributions, by halving on a log scale."""
    low = np.full(shapes.shape[1], -FARTHEST)
    high = -low
    for _ in range(60):  # eighty doublings halved sixty times: below the digits of a double
        middle = (low + high) / 2
        below = (weights * gammainc(shapes, rates * 2.0**middle)).sum(axis=0) < share
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return 2.0**high
