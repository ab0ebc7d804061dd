"""Null models 零模型: how often two terms would meet if neither knew of the other.

What is held fixed are the margins of the term × unit matrix: in how many units each term stands,
and how many terms each unit holds. A long unit brings together terms that have nothing to do
with each other, so a null model that forgets the lengths finds associations in any text.

Three forms of that null, from the quickest to the most literal:

:func:`joint_counts`  analytic, the terms' margins exact: p-values are taken from it;
:func:`bicm_tails`    analytic, all margins fixed on average only (the textbook form, wider);
:func:`swapped`       a matrix drawn with all margins exact, to check the two by counting.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaln

ROUNDS, CLOSE = 5000, 1e-10  # rounds of the fixed point; the relative change that ends them


def propensities(degrees: ArrayLike, sizes: ArrayLike) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Bipartite configuration model 二部配置模型: P(term in unit) by degree and by size.

    Parameters
    ----------
    degrees : units of each term.
    sizes : terms of each unit; both margins have the same sum.

    Returns
    -------
    distinct degrees, distinct sizes, and the matrix of probabilities for them. Terms of one
    degree and units of one size share a parameter, so the system stays small.

    Notes
    -----
    p = xy / (1 + xy), with Σp equal to every margin (Saracco et al. 2015, eqs 5–6), solved by
    the fixed point of Vallarano et al. (2021). Full and empty rows and columns are certain.

    >>> degrees, sizes, p = propensities([1, 2, 2, 3], [2, 2, 4, 0])
    >>> p.round(3).tolist()
    [[0.0, 0.0, 1.0], [0.0, 0.5, 1.0], [0.0, 1.0, 1.0]]
    """
    degree, terms = np.unique(np.asarray(degrees, float), return_counts=True)
    size, units = np.unique(np.asarray(sizes, float), return_counts=True)
    p = np.full((len(degree), len(size)), np.nan)
    k, d = degree.copy(), size.copy()
    while True:
        rows, columns = np.isnan(p).any(axis=1), np.isnan(p).any(axis=0)
        certain = (
            (rows & ((k <= 0) | (k >= units[columns].sum()))),
            (columns & ((d <= 0) | (d >= terms[rows].sum()))),
        )
        if not (certain[0].any() or certain[1].any()):
            break
        full = (k[:, None] > 0) & (d > 0)
        settled = (certain[0][:, None] | certain[1]) & np.isnan(p)
        p[settled] = full[settled]
        k = degree - np.nansum(p * units, axis=1)
        d = size - np.nansum(p * terms[:, None], axis=0)
    if rows.any():
        p[np.ix_(rows, columns)] = _fixed_point(k[rows], d[columns], terms[rows], units[columns])
    return degree, size, p


def _fixed_point(k: np.ndarray, d: np.ndarray, terms: np.ndarray, units: np.ndarray) -> np.ndarray:
    """Probabilities of terms with degree k in units of size d, by alternate matching."""
    x, y = k / np.sqrt((k * terms).sum()), d / np.sqrt((d * units).sum())
    for _ in range(ROUNDS):
        before = x
        x = k / (units * y / (1 + np.outer(x, y))).sum(axis=1)
        y = d / ((terms * x)[:, None] / (1 + np.outer(x, y))).sum(axis=0)
        if np.abs(x / before - 1).max() < CLOSE:
            break
    odds = np.outer(x, y)
    return odds / (1 + odds)


def expected_by_degree(degrees: ArrayLike, sizes: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Expected joint units 期望共现数 of two terms by their degrees: distinct degrees and matrix.

    Notes
    -----
    Σ p₁p₂ − v₁v₂ / (V − Σv²/V) over units, v = p(1 − p) and V = Σv over terms: the first term is
    the bipartite configuration model's, the second is what an exact unit size takes away (a unit
    of three terms that holds one has room for two; cf. Hájek 1964), scaled so that all pairs
    together have the Σ d(d − 1)/2 joint units that sizes d dictate. Against matrices drawn with
    all margins fixed the first term alone is up to a fifth too high in a part of forty sentences.

    >>> expected_by_degree([1, 1, 1, 1], [2, 2])[1].round(3).tolist()
    [[0.333]]
    """
    degree, size, p = propensities(degrees, sizes)
    terms = np.unique(np.asarray(degrees, float), return_counts=True)[1]
    units = np.unique(np.asarray(sizes, float), return_counts=True)[1]
    spread = p * (1 - p)
    total = np.maximum(terms @ spread, 1e-12)  # 0 where all is certain
    room = np.maximum(total - terms @ spread**2 / total, 1e-12)
    return degree, np.maximum((p * units) @ p.T - (spread * units / room) @ spread.T, 0.0)


def joint_counts(first: ArrayLike, second: ArrayLike, expected: ArrayLike, most: int) -> np.ndarray:
    """Null distribution 零分布 of the number of joint units: P(0), …, P(most) per pair.

    Parameters
    ----------
    first, second : units of the two terms; ``expected`` : their expected joint units.
    most : the largest count listed. The listed shares add up to 1, so what lies above must not
        be possible (most = the smaller margin) or must be negligible.

    Notes
    -----
    Given both margins and equally long units the count is hypergeometric (Fisher's exact test).
    With unequal units it is the same law with fewer units in effect, N* = n₁n₂ / expected, which
    keeps its mean right (N* need not be whole: the factorials are gamma functions). Against
    matrices drawn with all margins fixed its tail is right within sampling error; the terms'
    margins being exact, it is narrower than :func:`bicm_tails` and finds more.

    >>> joint_counts([2], [2], [1.0], 2).round(4).tolist()
    [[0.1667, 0.6667, 0.1667]]
    """
    a, b, mean = (np.asarray(x, float)[:, None] for x in (first, second, expected))
    c = np.arange(most + 1.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        # a mean of nothing is as good as 1e-12; a term of no unit leaves only the count 0
        rest = np.where(a * b > 0, a * b / np.maximum(mean, 1e-12), a + b) - a - b + c
        possible = (c <= np.minimum(a, b)) & (rest > -1)
        logs = -gammaln(c + 1) - gammaln(a - c + 1) - gammaln(b - c + 1) - gammaln(rest + 1)
    logs = np.where(possible, logs, -np.inf)
    shares = np.exp(logs - logs.max(axis=1, keepdims=True))
    return shares / shares.sum(axis=1, keepdims=True)


def convolved(parts: Sequence[np.ndarray]) -> np.ndarray:
    """Sum of independent strata 分层卷积: row-wise convolution of null distributions.

    The exact conditional law of Σ counts over strata, so that its tail is the exact form of the
    Cochran–Mantel–Haenszel test (Mantel & Haenszel 1959; Gart 1970).

    >>> convolved([np.array([[0.5, 0.5]]), np.array([[0.5, 0.5]])]).tolist()
    [[0.25, 0.5, 0.25]]
    """
    whole = parts[0]
    for part in parts[1:]:
        wider = np.zeros((len(whole), whole.shape[1] + part.shape[1] - 1))
        for count in range(part.shape[1]):
            wider[:, count : count + whole.shape[1]] += whole * part[:, [count]]
        whole = wider
    return whole


def bicm_tails(
    first: ArrayLike, second: ArrayLike, joint: ArrayLike, degrees: ArrayLike, sizes: ArrayLike
) -> np.ndarray:
    """P(joint units ≥ observed) 二部配置模型上尾 under the bipartite configuration model.

    Parameters
    ----------
    first, second, joint : per pair, the terms' units and the observed joint units.
    degrees, sizes : margins of the whole matrix.

    Notes
    -----
    The count is Poisson-binomial over units (Saracco et al. 2017, eq. 7); computed exactly, unit
    by unit, up to the observed count: pairs × units × counts operations.

    >>> bicm_tails([2], [2], [2], [2, 2], [1, 1, 1, 1]).round(4).tolist()
    [0.2617]
    """
    degree, size, p = propensities(degrees, sizes)
    rows = p[np.searchsorted(degree, first)] * p[np.searchsorted(degree, second)]
    joint = np.asarray(joint)
    below = np.zeros((len(joint), int(joint.max(initial=0)) + 1))
    below[:, 0] = 1.0
    for column in np.searchsorted(size, np.asarray(sizes, float)):
        r = rows[:, [column]]
        below[:, 1:] = below[:, 1:] * (1 - r) + below[:, :-1] * r
        below[:, :1] *= 1 - r
    under = np.where(np.arange(below.shape[1]) < joint[:, None], below, 0.0).sum(axis=1)
    return np.clip(1 - under, 0.0, 1.0)


def swapped(matrix: np.ndarray, seed: int | np.random.Generator, trades: int = 5) -> np.ndarray:
    """Matrix drawn with the same margins 定边际随机矩阵: trades between pairs of units.

    Parameters
    ----------
    matrix : boolean terms × units.
    trades : trades per unit; five leave no trace of the start (Strona et al. 2014, fig. 3).

    Notes
    -----
    Curveball (Strona et al. 2014): two units pool the terms that only one of them holds and deal
    them out again at random, each keeping its size; uniform over all matrices with these margins
    (Carstens 2015).

    >>> m = np.array([[1, 1, 0], [0, 1, 1], [1, 0, 0]], bool)
    >>> s = swapped(m, seed=0)
    >>> (s.sum(0) == m.sum(0)).all() and (s.sum(1) == m.sum(1)).all()
    np.True_
    """
    random = np.random.default_rng(seed)
    units = [set(np.flatnonzero(column)) for column in matrix.T]
    for _ in range(trades * len(units) if len(units) > 1 else 0):
        one, other = random.choice(len(units), 2, replace=False)
        mine, theirs = sorted(units[one] - units[other]), sorted(units[other] - units[one])
        pool = random.permutation(mine + theirs)
        shared = units[one] & units[other]
        units[one] = shared | set(pool[: len(mine)].tolist())
        units[other] = shared | set(pool[len(mine) :].tolist())
    drawn = np.zeros_like(matrix)
    for unit, held in enumerate(units):
        drawn[sorted(held), unit] = True
    return drawn
