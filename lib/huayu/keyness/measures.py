"""Measures 度量: how surely and how strongly the rate of a term differs between two texts.

In every function ``a`` and ``b`` are counts in target and reference (scalars or arrays), ``n1``
and ``n2`` the lengths of the two texts in running words.
"""

from __future__ import annotations

import numpy as np
from scipy.special import betainc, betaincinv, ndtri, xlogy

Counts = float | np.ndarray
HALF = 0.5  # stands for a count of zero in a ratio (Hardie 2014)
FEW = 5  # below so many expected occurrences chi-squared is not to be trusted (Cochran 1954)


def expected(a: Counts, b: Counts, n1: Counts, n2: Counts) -> tuple[np.ndarray, np.ndarray]:
    """Expected counts 期望频次 if both texts had one rate."""
    total = np.asarray(a, dtype=float) + b
    return total * n1 / (n1 + n2), total * n2 / (n1 + n2)


def log_likelihood(a: Counts, b: Counts, n1: Counts, n2: Counts, cells: int = 2) -> np.ndarray:
    """Log-likelihood ratio 对数似然比 G², chi-squared with one degree of freedom.

    Parameters
    ----------
    cells : 2 sums ``2 O ln(O/E)`` over the term's two counts (Rayson & Garside 2000, the usual
        one in corpus linguistics: two Poisson rates); 4 over the whole table, the other words
        too (Dunning 1993). They part only for terms that make up much of a text.

    >>> round(float(log_likelihood(10, 2, 1000, 1000)), 6)
    5.822063
    """
    e1, e2 = expected(a, b, n1, n2)
    total = _term(a, e1) + _term(b, e2)
    if cells == 4:
        total = total + _term(n1 - np.asarray(a), n1 - e1) + _term(n2 - np.asarray(b), n2 - e2)
    return np.maximum(2 * total, 0.0)


def _term(observed: Counts, wanted: Counts) -> np.ndarray:
    observed = np.asarray(observed, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        return xlogy(observed, np.where(observed > 0, observed / wanted, 1.0))


def exact(a: Counts, b: Counts, n1: Counts, n2: Counts) -> np.ndarray:
    """Exact p 精确检验, two-sided: given both together, the target's count is binomial.

    The conditional test of two Poisson rates (Przyborowski & Wilenski 1940), twice the smaller
    tail, so that p is below 0.05 just where :func:`exact_interval` leaves zero out. The exact
    counterpart of the two-cell G².
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    share = n1 / (n1 + n2)
    # tails of the binomial as incomplete beta functions; a tail that takes in everything is 1
    upper = np.where(a > 0, betainc(np.maximum(a, 1), b + 1, share), 1.0)
    lower = np.where(b > 0, betainc(np.maximum(b, 1), a + 1, 1 - share), 1.0)
    return np.minimum(2 * np.minimum(lower, upper), 1.0)


def log_ratio(a: Counts, b: Counts, n1: Counts, n2: Counts) -> np.ndarray:
    """Log ratio 对数比 (Hardie 2014): doublings of the rate from reference to target.

    A count of zero is taken as 0.5.

    >>> float(log_ratio(8, 2, 1000, 1000))
    2.0
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    return np.log2(np.where(a > 0, a, HALF) / n1) - np.log2(np.where(b > 0, b, HALF) / n2)


def log_ratio_interval(
    a: Counts, b: Counts, n1: Counts, n2: Counts, level: float = 0.95
) -> tuple[np.ndarray, np.ndarray]:
    """Interval 置信区间 of the log ratio: normal on the log scale (Katz et al. 1978; Hardie 2014).

    Standard error ``sqrt(1/a - 1/n1 + 1/b - 1/n2)`` in natural logarithms. Where one text lacks
    the term that has no footing: the interval is then :func:`exact_interval`, open to infinity.
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    both = (a > 0) & (b > 0)
    parts = 1 / np.where(both, a, 1) - 1 / n1 + 1 / np.where(both, b, 1) - 1 / n2
    reach = ndtri((1 + level) / 2) * np.sqrt(np.maximum(parts, 0)) / np.log(2)
    middle = log_ratio(a, b, n1, n2)
    low, high = exact_interval(a, b, n1, n2, level)
    return np.where(both, middle - reach, low), np.where(both, middle + reach, high)


def exact_interval(
    a: Counts, b: Counts, n1: Counts, n2: Counts, level: float = 0.95
) -> tuple[np.ndarray, np.ndarray]:
    """Exact interval 精确区间 of the log ratio, given how often the term occurs in both together.

    The interval of Clopper & Pearson (1934) for the share of the target, turned into a ratio of
    rates; -inf or inf where target or reference lacks the term.
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    tail = (1 - level) / 2
    low = np.where(a > 0, betaincinv(np.maximum(a, 1), b + 1, tail), 0.0)
    high = np.where(b > 0, betaincinv(a + 1, np.maximum(b, 1), 1 - tail), 1.0)
    with np.errstate(divide="ignore"):
        return np.log2(low / (1 - low) * n2 / n1), np.log2(high / (1 - high) * n2 / n1)


def conservative_log_ratio(
    a: Counts, b: Counts, n1: Counts, n2: Counts, tests: int = 1, level: float = 0.95
) -> np.ndarray:
    """Conservative log ratio 保守对数比 LRC (Evert 2022): the end of the interval nearest to zero.

    The interval is the exact one, its error divided among ``tests`` terms (Bonferroni); 0.0 where
    it holds zero. Sorting by it needs no threshold: what rests on few occurrences sinks by itself.
    """
    lower, upper = exact_interval(a, b, n1, n2, 1 - (1 - level) / max(tests, 1))
    return np.maximum(lower, 0.0) + np.minimum(upper, 0.0)


def percent_difference(a: Counts, b: Counts, n1: Counts, n2: Counts) -> np.ndarray:
    """Percent difference 百分比差 %DIFF of the rates (Gabrielatos & Marchi 2012).

    ``100 * (rate1 - rate2) / rate2``; inf where the reference lacks the term (the authors put a
    tiny number for the zero, whose size then decides the result).
    """
    rate1, rate2 = np.asarray(a, dtype=float) / n1, np.asarray(b, dtype=float) / n2
    with np.errstate(divide="ignore", invalid="ignore"):
        return 100 * (rate1 - rate2) / rate2


def bayes_information(g2: Counts, n1: Counts, n2: Counts) -> np.ndarray:
    """Bayes information criterion 贝叶斯信息量 BIC of the difference: ``G² - ln(n1 + n2)``.

    Above 2 positive evidence for a difference, above 6 strong, above 10 very strong; below 0 for
    none (Wilson 2013, after Kass & Raftery 1995).
    """
    return np.asarray(g2, dtype=float) - np.log(n1 + n2)
