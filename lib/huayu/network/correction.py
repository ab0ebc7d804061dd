"""Corrections 多重比较校正 for many pairs at once, most of which could never be significant.

With counts this small a p-value takes few values, and a plain correction pays for all pairs as
if each could reach any p. Here the expected number of false findings is added up exactly, from
every pair's own null distribution (Heyse 2011; Döhler, Durand & Roquain 2018), so that a pair
that can reach nothing costs nothing (the idea of Tarone 1990).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

LEVEL = 0.05  # false discovery rate at which an edge is called an association
# Log odds ratios that associations between words may have, and how likely each is beforehand:
# Student's t, 7 degrees of freedom, scale 0.75, upper half. Median odds ratio 1.7, one in twenty
# above 5.9: most associations are weak and a few are set phrases. It orders the pairs, no more;
# whatever it says, the error rate is that of the null distributions. It is the best of some twenty
# orders (p, mid-p, other priors) tried on the planted data of benchmarks/network.py, so the recall
# there is a training score; weaker and rarer pairs gain less, and some lose against order by p.
SCALE, FREEDOM = 0.75, 7
# Every expected false finding is counted twice. Counted once, the observed rate on planted data
# is 0.050 ± 0.006, all that is allowed: nothing would be left for what the model leaves out (pairs
# that share a term rise and fall together) or for a sample in which chance is above its mean. With
# it the rate is 0.025 on fresh samples of that kind, and 0.03 to 0.05 on units of uneven length.
RESERVE = 2
EFFECTS = np.arange(0.25, 6.01, 0.25)
_PRIOR = (1 + (EFFECTS / SCALE) ** 2 / FREEDOM) ** (-(FREEDOM + 1) / 2)
PRIOR = _PRIOR / _PRIOR.sum()


def evidence(null: np.ndarray, most: int | None = None) -> np.ndarray:
    """Evidence 证据 for attraction at every count: the log of a Bayes factor, rising with it.

    Parameters
    ----------
    null : rows of P(0), P(1), … joint units (:func:`huayu.network.null.joint_counts`).
    most : the largest count that it is wanted for; all that are listed, where none is given.

    Notes
    -----
    log Σ prior(δ) exp(δ c) / Σ P(c′) exp(δ c′): the noncentral law of the count (Fisher 1935)
    against the central one, averaged over the odds ratios exp δ of ``PRIOR``. Ordered by p alone,
    pairs with much and with little information compete as equals; this order finds the planted
    pairs of moderate strength earlier. −∞ where a count is impossible.

    >>> evidence(np.array([[0.25, 0.5, 0.25]])).round(2).tolist()
    [[-0.74, -0.17, 0.61]]
    """
    counts, laws = np.arange(null.shape[1]), []
    with np.errstate(divide="ignore"):
        logs = np.log(null)
    for effect, prior in zip(EFFECTS, PRIOR, strict=True):
        tilted = logs + effect * counts
        high = tilted.max(axis=1, keepdims=True)
        level = high + np.log(np.exp(tilted - high).sum(axis=1, keepdims=True))
        laws.append((effect, np.log(prior) - level))
    wanted = counts if most is None else counts[: most + 1]
    high = np.max([effect * wanted + base for effect, base in laws], axis=0)
    found = high + np.log(sum(np.exp(effect * wanted + base - high) for effect, base in laws))
    return np.where(null[:, : len(wanted)] > 0, found, -np.inf)


def discrete(
    observed: ArrayLike, points: ArrayLike, mass: ArrayLike, reserve: float = RESERVE
) -> np.ndarray:
    """Q-values 离散校正值 of tests whose null distributions are known point by point.

    Parameters
    ----------
    observed : evidence of each test, larger is stronger.
    points, mass : every value that the evidence of any test can take, with its null probability
        (times the number of tests that share it).
    reserve : how often every expected false finding is counted.

    Notes
    -----
    For a threshold t, V(t) = Σ mass of points ≥ t is the number of tests that pass when nothing
    is there, R(t) the number that do; q = min over t ≤ observed of reserve V(t)/R(t). With p-values
    for evidence this is discrete Benjamini–Hochberg (Heyse 2011, eq. 4; Döhler et al. 2018,
    eq. 9 without their factor 1/(1 − F), which is about 1 at thresholds this small), and a
    reserve. Pairs share terms, so independence does not hold: the rate is that of simulations.

    >>> discrete([3.0, 1.0], points=[3.0, 1.0, 0.0], mass=[0.01, 0.3, 1.69]).round(3).tolist()
    [0.02, 0.31]
    """
    observed, points = np.asarray(observed, float), np.asarray(points, float)
    order = np.argsort(-points, kind="stable")
    total = np.concatenate([[0.0], np.cumsum(np.asarray(mass, float)[order])])
    falling = np.sort(-observed)
    by_chance = reserve * total[np.searchsorted(-points[order], falling, side="right")]
    passed = np.searchsorted(falling, falling, side="right")
    rate = np.minimum.accumulate((by_chance / passed)[::-1])[::-1].clip(max=1.0)
    return rate[np.searchsorted(falling, -observed, side="left")]


def testable(least: ArrayLike, level: float = LEVEL) -> np.ndarray:
    """Testable 可检验者: which tests could be significant at all, whatever had been counted.

    Parameters
    ----------
    least : the smallest p-value that each test can attain, a function of the margins alone.

    Notes
    -----
    Tarone (1990): K is the smallest number with at most K tests whose least p is ≤ level / K;
    the others could not be rejected and need not be paid for.

    >>> testable([1e-5, 0.004, 0.3, 0.5, 1.0]).tolist()
    [True, True, False, False, False]
    """
    least = np.asarray(least, float)
    ordered = np.sort(least)
    paid = np.arange(len(least)) + 1
    enough = paid[np.searchsorted(ordered, level / paid, side="right") <= paid]
    return least <= level / enough[0] if len(enough) else np.zeros(len(least), bool)


def hierarchical(parts: Sequence[ArrayLike], level: float = LEVEL) -> list[np.ndarray]:
    """Q-values 分层校正值 of several families of tests, such as the parts of one speech.

    Parameters
    ----------
    parts : the q-values of each family, corrected within it.

    Returns
    -------
    The same arrays, adjusted; ≤ ``level`` exactly where a test is significant.

    Notes
    -----
    Families with a finding are selected by Benjamini–Hochberg on their smallest q (Simes'
    p-value); in |S| selected of m families the tests run at |S| level / m, which keeps the
    average false discovery rate over the selected families (Benjamini & Bogomolov 2014,
    procedure 1). With pairs for families and parts for tests the same theorem finds less: planted
    pairs of 6 units with 5 joint ones in a part of 38 are found in 17 % instead of 67 %.

    >>> [q.round(3).tolist() for q in hierarchical([[0.001, 0.04], [0.6], [0.5]])]
    [[0.003, 0.12], [1.0], [1.0]]
    """
    families = [np.asarray(q, float) for q in parts]
    from scipy.stats import false_discovery_control  # scipy.stats takes longer to load than a layer

    simes = false_discovery_control([q.min(initial=1.0) for q in families])
    factor = len(families) / max((simes <= level).sum(), 1)
    chosen = zip(families, simes, strict=True)
    return [np.maximum(q * factor, simes_q).clip(max=1.0) for q, simes_q in chosen]
