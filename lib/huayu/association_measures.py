"""Measures 关联量度 of two terms, from four counts: together, each, and units in all.

Every function takes arrays ``joint``, ``first``, ``second`` (numbers of units) and ``units``.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import xlogy


def jaccard(joint: ArrayLike, first: ArrayLike, second: ArrayLike) -> np.ndarray:
    """Jaccard 杰卡德系数: units with both over units with either, 0 to 1 (Jaccard 1901).

    >>> float(jaccard(2, 3, 4))
    0.4
    """
    joint = np.asarray(joint, float)
    return joint / np.maximum(np.asarray(first) + np.asarray(second) - joint, 1e-300)


def dice(joint: ArrayLike, first: ArrayLike, second: ArrayLike) -> np.ndarray:
    """Dice 戴斯系数: twice the units with both over the sum of both, 0 to 1 (Dice 1945, p. 298).

    >>> float(dice(2, 4, 4))
    0.5
    """
    total = np.asarray(first, float) + np.asarray(second)
    return 2 * np.asarray(joint, float) / np.maximum(total, 1e-300)


def npmi(joint: ArrayLike, first: ArrayLike, second: ArrayLike, units: ArrayLike) -> np.ndarray:
    """Normalised pointwise mutual information 归一化点互信息, −1 to 1.

    −1 never together, 0 as often as independence says, 1 only together.

    Notes
    -----
    ln(p(x,y) / p(x)p(y)) / −ln p(x,y); 1 where both terms stand in every unit (Bouma 2009, eq. 7).
    One joint unit of two rare terms already gives a high value: read it with its interval.

    >>> npmi([0, 1, 2], 2, 2, 8).round(3).tolist()
    [-1.0, 0.333, 1.0]
    """
    joint, units = np.asarray(joint, float), np.asarray(units, float)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = joint / units
        value = np.log(share * units * units / (np.asarray(first, float) * second)) / -np.log(share)
    # rounding can leave 1 + 1e-16 where the terms stand only together
    return np.where(share >= 1, 1.0, np.where(joint <= 0, -1.0, np.minimum(value, 1.0)))


def g2(joint: ArrayLike, first: ArrayLike, second: ArrayLike, units: ArrayLike) -> np.ndarray:
    """Log-likelihood ratio G² 对数似然比 of the fourfold table against independence, 0 upwards.

    Notes
    -----
    2 Σ O ln(O / E) over the four cells (Dunning 1993, p. 66). It grows with distance from
    independence in both directions; the sign is that of count − expected.

    >>> float(g2(10, 20, 20, 100).round(4))
    12.0714
    """
    joint, first = np.asarray(joint, float), np.asarray(first, float)
    second, units = np.asarray(second, float), np.asarray(units, float)
    cells = (joint, first - joint, second - joint, units - first - second + joint)
    margins = (first, second, units - first, units - second)
    total = sum(_nlogn(cell) for cell in cells) - sum(_nlogn(m) for m in margins) + _nlogn(units)
    return np.maximum(2 * total, 0.0)


def attraction(
    joint: ArrayLike, first: ArrayLike, second: ArrayLike, units: ArrayLike
) -> np.ndarray:
    """Signed root of G² 有号似然根: about standard normal under independence, > 0 = attraction."""
    joint = np.asarray(joint, float)
    surplus = joint * np.asarray(units, float) - np.asarray(first, float) * second
    return np.sign(surplus) * np.sqrt(g2(joint, first, second, units))


def _nlogn(value: np.ndarray) -> np.ndarray:
    value = np.maximum(value, 0.0)  # rounding can leave −1e-17 in an empty cell
    return xlogy(value, value)
