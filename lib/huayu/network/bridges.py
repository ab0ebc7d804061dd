"""Bridges 桥接: which terms tie the parts of a speech together."""

from __future__ import annotations

import pandas as pd

from huayu.network.correction import LEVEL


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
