"""Differences 差异 between parts: which terms a part has more of, and which tie parts together.

Whether two terms *belong together* more in one part than in another is a question of its own,
asked in :mod:`huayu.network.homogeneity` with their frequencies taken into account.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import false_discovery_control

from huayu.network.correction import LEVEL
from huayu.network.incidence import MINIMUM, incidence

PERMUTATIONS = 9_999  # the smallest p is then 0.0001


def frequencies(
    units: Iterable[Iterable[str]],
    parts: Sequence[Any],
    lengths: Sequence[float] | None = None,
    nodes: Iterable[str] | None = None,
    permutations: int = PERMUTATIONS,
    seed: int = 0,
) -> pd.DataFrame:
    """Frequencies 频次差异 of terms in parts, tested by permuting the sentences over the parts.

    Parameters
    ----------
    units, parts : the terms of each unit, and its part.
    lengths : length of each unit (characters, words), so that a part of long sentences is
        expected to have more; None counts every unit alike.
    nodes : terms to test; None for all that stand in two units.
    permutations, seed : permutations of the units.

    Returns
    -------
    DataFrame, one row per term and part: ``term, part, count`` (units with the term),
    ``expected`` (from the part's share of the length), ``ratio`` (count + ½ over expected + ½),
    and for the term as a whole ``p`` and ``q`` (Benjamini–Hochberg over terms).

    Notes
    -----
    The statistic is Σ (count − expected)² / expected over parts; a permutation moves whole
    sentences, so that terms of one sentence stay together. p = (1 + as extreme) / (1 + all)
    (Phipson & Smyth 2010).

    >>> table = frequencies([["a"]] * 6 + [["b"]] * 6, [1] * 6 + [2] * 6, permutations=999)
    >>> table[table["term"] == "a"]["count"].tolist()
    [6, 0]
    """
    whole = incidence(units, parts)
    wanted = None if nodes is None else set(nodes)
    kept = [
        row
        for row, (term, count) in enumerate(zip(whole.terms, whole.matrix.sum(axis=1), strict=True))
        if (count >= MINIMUM if wanted is None else term in wanted)
    ]
    matrix = whole.matrix[kept].toarray()
    size = np.ones(len(whole.strata)) if lengths is None else np.asarray(lengths, float)
    labels, own = np.unique(np.asarray(parts), return_inverse=True)
    member = (own[:, None] == np.arange(len(labels))).astype(float)
    total = matrix.sum(axis=1)

    def compared(placed: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        expected = np.outer(total, size @ placed / size.sum())
        counts = matrix @ placed
        return counts, expected, ((counts - expected) ** 2 / expected.clip(1e-12)).sum(axis=1)

    counts, expected, statistic = compared(member)
    random, extreme = np.random.default_rng(seed), np.ones(len(kept))
    for _ in range(permutations):
        extreme += compared(member[random.permutation(len(member))])[2] >= statistic - 1e-9
    p = extreme / (permutations + 1)
    return pd.DataFrame({
        "term": np.repeat([whole.terms[row] for row in kept], len(labels)),
        "part": np.tile(labels, len(kept)),
        "count": counts.astype(int).ravel(),
        "expected": expected.ravel(),
        "ratio": ((counts + 0.5) / (expected + 0.5)).ravel(),
        "p": np.repeat(p, len(labels)),
        "q": np.repeat(false_discovery_control(p), len(labels)),
    })  # fmt: skip


def bridges(edges: pd.DataFrame, level: float = LEVEL) -> pd.DataFrame:
    """Bridging concepts 桥接概念: terms whose associations lie in several parts.

    Parameters
    ----------
    edges : :func:`huayu.network.edges` of a speech, or any table with ``part, source, target,
        count, expected, q`` in which part 0 is the whole.

    Returns
    -------
    DataFrame ``term``, ``surplus_<part>`` for each part (joint units above expectation, summed
    over the associations of the term), ``participation``, most bridging first.

    Notes
    -----
    The associations are those of the whole or of any part. Participation is 1 − Σ (share of the
    surplus in a part)², divided by its maximum, 0 when all lies in one part and 1 when the parts
    have equal shares (Guimerà & Amaral 2005, eq. 3, with parts for modules). Descriptive: parts
    of unequal length have unequal room for a surplus.

    >>> rows = [(0, "a", "b", 4, 1.0, 0.01), (1, "a", "b", 2, 0.5, 0.2), (2, "a", "b", 2, 0.5, 0.3)]
    >>> table = pd.DataFrame(rows, columns=["part", "source", "target", "count", "expected", "q"])
    >>> bridges(table)[["term", "surplus_1", "participation"]].values.tolist()
    [['a', 1.5, 1.0], ['b', 1.5, 1.0]]
    """
    parts = sorted(set(edges["part"]) - {0})
    columns = ["term", *(f"surplus_{part}" for part in parts), "participation"]
    found = edges.loc[edges["q"] <= level, ["source", "target"]].drop_duplicates()
    inner = edges[edges["part"] > 0].merge(found)
    if inner.empty:
        return pd.DataFrame(columns=columns)
    surplus = (inner["count"] - inner["expected"]).clip(lower=0)
    ends = pd.concat([inner.assign(term=inner[end], surplus=surplus) for end in found.columns])
    table = ends.pivot_table("surplus", "term", "part", "sum", fill_value=0.0)
    table = table.reindex(columns=parts, fill_value=0.0)
    total = table.sum(axis=1)
    shares = table.div(total.where(total > 0, 1.0), axis=0)
    spread = (1 - (shares**2).sum(axis=1)) / (1 - 1 / max(len(parts), 2))
    table["participation"] = spread.where(total > 0, 0.0)
    table = table.assign(total=total).reset_index()
    table = table.sort_values(["participation", "total", "term"], ascending=[False, False, True])
    return table.drop(columns="total").set_axis(columns, axis=1).reset_index(drop=True)
