"""Homogeneity 同质性 of associations between parts, once frequency is accounted for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from huayu.network import null
from huayu.network.correction import discrete
from huayu.network.incidence import MINIMUM, Incidence, incidence, paired

# joint units over all parts that a pair must have: with fewer no distribution over parts is
# surprising. It may look at the sum of the counts, because the test is conditional on it.
JOINT = 4
ENUMERATED = 100_000  # ways to spread the joint units over parts that are listed; beyond, drawn
DRAWN = 20_000


def homogeneity(
    units: Iterable[Iterable[str]],
    parts: Sequence[Any],
    nodes: Iterable[str] | None = None,
    minimum: int = MINIMUM,
    seed: int = 0,
) -> pd.DataFrame:
    """Homogeneity 关联同质性: does the association of two terms differ between parts?

    Parameters
    ----------
    units, parts : the terms of each unit, and its part.
    nodes, minimum : terms to pair, and the units that each must have.
    seed : of the draws where there are too many parts to list every possibility.

    Returns
    -------
    DataFrame ``source, target, count``, then for each part ``count_<part>`` and
    ``odds_<part>`` (odds ratio with ½ added to each cell; NaN where a term does not occur in the
    part), ``p``, ``q``; pairs with at least
    four joint units in all. Empty where there are fewer than two parts.

    Notes
    -----
    Exact test of equal odds ratios (Zelen 1971): given the joint units in all, how they fall on
    the parts does not depend on the common odds ratio, and p adds up all ways that are no more
    probable than the observed one. The large-sample form is Breslow & Day (1980, eq. 4.30), which
    such counts do not allow. Margins as in :mod:`huayu.network.null`; q is discrete.

    >>> one = [["a", "b", "c"]] * 5 + [["c", "d", "e"]] * 5
    >>> two = [["a", "c", "d"]] * 5 + [["b", "c", "e"]] * 5
    >>> table = homogeneity(one + two, [1] * 10 + [2] * 10, nodes=["a", "b"])
    >>> table[["count_1", "count_2", "p"]].round(4).values.tolist()
    [[5.0, 0.0, 0.0004]]
    """
    whole = incidence(units, parts)
    labels = np.unique(np.asarray(parts)).tolist()
    pairs = paired(whole, minimum, None if nodes is None else set(nodes))
    often = np.flatnonzero(pairs.joint >= JOINT)
    columns = ["source", "target", "count"]
    columns += [f"{name}_{part}" for part in labels for name in ("count", "odds")] + ["p", "q"]
    if len(labels) < 2 or not len(often):
        return pd.DataFrame(columns=columns)
    first, second, joint = (column[often] for column in pairs)
    laws, counts, odds = _by_part(whole, first, second)
    random = np.random.default_rng(seed)
    listed = [_ways([law[row] for law in laws], joint[row], random) for row in range(len(joint))]
    tests = [_exact(laws, row, counts[row], *found) for row, found in enumerate(listed)]
    p = np.array([own for own, _, _ in tests])
    points = np.concatenate([values for _, values, _ in tests])
    mass = np.concatenate([shares for _, _, shares in tests])
    names = [sorted((whole.terms[a], whole.terms[b])) for a, b in zip(first, second, strict=True)]
    table = pd.DataFrame(names, columns=["source", "target"]).assign(count=joint)
    for place, part in enumerate(labels):
        table[f"count_{part}"], table[f"odds_{part}"] = counts[:, place], odds[:, place]
    table["p"], table["q"] = p, discrete(-p, -points, mass)
    return table.sort_values(["q", "p", "source"], kind="stable", ignore_index=True)


def _by_part(
    whole: Incidence, first: np.ndarray, second: np.ndarray
) -> tuple[list[np.ndarray], np.ndarray, np.ndarray]:
    """Null laws (parts, each pairs × counts), joint units and odds ratios by part."""
    laws, counts, odds = [], [], []
    for stratum in np.unique(whole.strata):
        matrix = whole.matrix[:, whole.strata == stratum]
        degrees = matrix.sum(axis=1)
        degree, mean = null.expected_by_degree(degrees, matrix.sum(axis=0))
        a, b, n = degrees[first], degrees[second], matrix.shape[1]
        expected = mean[np.searchsorted(degree, a), np.searchsorted(degree, b)]
        laws.append(null.joint_counts(a, b, expected, int(np.minimum(a, b).max())))
        c = np.asarray(matrix[first].multiply(matrix[second]).sum(axis=1)).ravel()
        counts.append(c.astype(int))
        ratio = (c + 0.5) * (n - a - b + c + 0.5) / ((a - c + 0.5) * (b - c + 0.5))
        odds.append(np.where((a > 0) & (b > 0), ratio, np.nan))
    return laws, np.stack(counts, axis=1), np.stack(odds, axis=1)


def _exact(
    laws: Sequence[np.ndarray], row: int, own: np.ndarray, ways: np.ndarray, mass: np.ndarray
) -> tuple[float, np.ndarray, np.ndarray]:
    """p of the observed way, and every p that could have come out with its probability."""
    chance = np.prod([law[row][ways[:, part]] for part, law in enumerate(laws)], axis=0)
    order = np.argsort(chance, kind="stable")
    total = np.cumsum(mass[order])
    # ways of equal probability count together; rounding must not part them
    upto = np.searchsorted(chance[order], chance * (1 + 1e-9), side="right")
    values = total[upto - 1]
    mine = np.prod([law[row][own[part]] for part, law in enumerate(laws)])
    reached = np.searchsorted(chance[order], mine * (1 + 1e-9), side="right")
    return float(total[max(reached - 1, 0)]), values, mass


def _ways(
    laws: Sequence[np.ndarray], total: int, random: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Ways to spread ``total`` joint units over parts, and their probabilities given the total."""
    possible = [np.flatnonzero(law[: total + 1] > 0) for law in laws]
    if np.prod([float(len(counts)) for counts in possible[:-1]]) > ENUMERATED:
        return _drawn(laws, total, random), np.full(DRAWN, 1 / DRAWN)
    grid = np.meshgrid(*possible[:-1], indexing="ij")
    ways = np.column_stack([counts.ravel() for counts in grid])
    rest = total - ways.sum(axis=1)
    fits = (rest >= 0) & (rest < len(laws[-1]))
    ways = np.column_stack([ways, rest])[fits]
    mass = np.prod([law[ways[:, part]] for part, law in enumerate(laws)], axis=0)
    return ways[mass > 0], mass[mass > 0] / mass.sum()


def _drawn(laws: Sequence[np.ndarray], total: int, random: np.random.Generator) -> np.ndarray:
    """Ways drawn with their probabilities, from the last part backwards."""
    upto = [laws[0]]  # law of the joint units of all parts up to this one
    for law in laws[1:]:
        upto.append(null.convolved([upto[-1][None], law[None]])[0])
    ways, left = np.zeros((DRAWN, len(laws)), int), np.full(DRAWN, total)
    for part in range(len(laws) - 1, 0, -1):
        for value in np.unique(left):
            here = np.flatnonzero(left == value)
            mine = np.arange(min(len(laws[part]) - 1, value) + 1)
            before = value - mine
            known = before < len(upto[part - 1])
            chance = laws[part][mine] * np.where(known, upto[part - 1][before * known], 0.0)
            ways[here, part] = random.choice(mine, len(here), p=chance / chance.sum())
        left = total - ways.sum(axis=1)
    ways[:, 0] = left
    return ways
