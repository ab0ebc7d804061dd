"""Co-occurrence 共现 of terms in units of text: counts, measures, a null model and its q-values.

It takes plain lists of terms, wherever they come from; :mod:`huayu.network.concepts` makes them
from a speech.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from huayu import association_measures as measures
from huayu.network import intervals, shifts
from huayu.network.association import significance
from huayu.network.correction import LEVEL
from huayu.network.incidence import MINIMUM, Incidence, Pairs, incidence, paired

COLUMNS = (
    "source", "target", "count", "expected", "jaccard", "dice", "npmi", "g2", "p", "p_shift", "q",
    "ci_low", "ci_high", "stability",
)  # fmt: skip


def cooccurrences(
    units: Iterable[Iterable[str]],
    minimum: int = MINIMUM,
    nodes: Collection[str] | None = None,
    strata: Sequence[Any] | None = None,
    draws: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """Co-occurrences 共现表: every pair of terms that meets, with its measures and its test.

    Parameters
    ----------
    units : one collection of terms per unit (clause, sentence, paragraph), in the order of the
        text; a term counts once a unit. Empty units count: they are units in which nothing met.
    minimum : units that a term must stand in. It looks at the margins, never at the joint count,
        so that the correction stays valid.
    nodes : terms to pair; None for all. The others still count in the length of a unit.
    strata : a label per unit, such as its part or point: the test is then made within strata and
        added up (exact Cochran–Mantel–Haenszel), so that two terms are not associated only because
        one part is full of both.
    draws : draws for intervals and stability, 0 to leave them NaN.
    seed : of those draws, and of the sample of pairs in :func:`huayu.network.shifts.turned`.

    Returns
    -------
    DataFrame, one row per pair with a joint unit, strongest evidence (smallest q, then p) first:

    source, target : the terms, in the order of their characters (no direction is meant).
    count, expected : joint units, observed and under the null model.
    jaccard, dice, npmi, g2 : :mod:`huayu.association_measures`, on all units together.
    p : P(joint units ≥ count) with the margins of terms and units fixed, one-sided, exact in the
        small counts. 1/2 is not subtracted anywhere (no mid-p): the q knows what p can be.
    p_shift : the same with every term turned within runs of neighbouring units, its bursts kept
        (:mod:`huayu.network.shifts`); NaN for pairs that the first null explains already.
    q : false discovery rate, the larger of those under the two nulls; ≤ 0.05 makes the pair an
        association. All pairs of terms that reach ``minimum`` are paid for, those that never meet
        too: ``attrs["pairs"]`` says how many. Above 0.05 it is that of the first null alone.
    ci_low, ci_high : 95 % interval of npmi (:func:`huayu.network.intervals.npmi_interval`).
    stability : share of reweighted samples of units that find the attraction again, 0 to 1.

    Raises
    ------
    ValueError : ``strata`` has not one label per unit.

    Notes
    -----
    A pair that avoids each other is not tested: in a short text absence proves nothing. Units
    that overlap (sliding windows) are not independent: take p from disjoint ones. The second null
    needs room: in one stretch of n units no p_shift is below 1/n, so that a short text without
    strata shows few associations or none.

    >>> places = [0, 3, 4, 11, 16, 22, 27, 39]
    >>> units = [["改革", "开放"] if n in places else ["红旗"][: n % 3] for n in range(40)]
    >>> table = cooccurrences(units)
    >>> table[["source", "target", "count", "jaccard", "npmi"]].round(2).values.tolist()[0]
    ['开放', '改革', 8, 1.0, 1.0]
    >>> bool(table["q"][0] <= 0.05)
    True
    """
    whole = incidence(units, strata)
    pairs = paired(whole, minimum, nodes)
    tested = significance(whole, pairs)
    met = np.flatnonzero(pairs.joint > 0)
    turned = shifts.turned(whole, pairs, tested.q <= LEVEL, seed)
    q = np.where(np.isnan(turned.p), tested.q, np.maximum(tested.q, turned.q))
    order = met[np.lexsort((met, tested.p[met], q[met]))]
    seen = Pairs(*(column[order] for column in pairs))
    table = measured(whole, seen)
    table["expected"], table["p"] = tested.expected[order], tested.p[order]
    table["p_shift"], table["q"] = turned.p[order], q[order]
    columns = ["ci_low", "ci_high", "stability"]
    table[columns] = np.nan
    if draws:
        degrees = whole.matrix.sum(axis=1)
        counts = (seen.joint, degrees[seen.first], degrees[seen.second])
        found = intervals.npmi_interval(*counts, whole.matrix.shape[1], draws, seed)
        table[columns] = np.column_stack(found)
    table.attrs["pairs"] = len(pairs.joint)
    return table[list(COLUMNS)]


def measured(whole: Incidence, pairs: Pairs) -> pd.DataFrame:
    """Measures 量度 of pairs without a test: ``source, target, count, jaccard, dice, npmi, g2``."""
    degrees, units = whole.matrix.sum(axis=1), whole.matrix.shape[1]
    counts = (pairs.joint, degrees[pairs.first], degrees[pairs.second])
    names = np.array(whole.terms, dtype=object)
    one, two = names[pairs.first], names[pairs.second]
    turned = np.array([a > b for a, b in zip(one, two, strict=True)], dtype=bool)
    return pd.DataFrame(
        {
            "source": np.where(turned, two, one),
            "target": np.where(turned, one, two),
            "count": pairs.joint,
            "jaccard": measures.jaccard(*counts),
            "dice": measures.dice(*counts),
            "npmi": measures.npmi(*counts, units),
            "g2": measures.g2(*counts, units),
        }
    )
