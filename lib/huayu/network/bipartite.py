"""Points and concepts 要点与概念: which concept stands where, as a net of two kinds of nodes.

What a short speech can show without a test: in the order of reading, which point speaks of what.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from huayu.corpus import Speech
from huayu.network import concepts

MOST = 30  # concepts of one picture: what a page can list and still be read


class Correspondence(NamedTuple):
    """Correspondence analysis 对应分析: places of rows and columns, and what each axis carries."""

    rows: np.ndarray
    columns: np.ndarray
    inertia: np.ndarray  # share of each axis, falling


def points(speech: Speech, most: int = MOST) -> pd.DataFrame:
    """Concepts by point 要点—概念表: sentences of each point that hold each concept or formula.

    Parameters
    ----------
    most : concepts and formulas at most, those of most sentences first.

    Returns
    -------
    DataFrame, one row a concept (index its name), one column a point (``part, point``) in the
    order of reading. Points without sentences in the body are left out, and so are words: only
    what a list knows as a concept or formula can be named with confidence in a text so short.

    >>> points(Speech("x", "要深化改革开放。" * 3)).sum().sum()
    np.int64(3)
    """
    held = concepts.units(speech)
    known = concepts.nodes(speech, held.terms)
    named = known.loc[known["kind"] != "word", ["node", "units"]]
    chosen = named.sort_values("units", ascending=False, kind="stable")["node"].head(most).tolist()
    places = list(dict.fromkeys(held.strata))
    columns = pd.MultiIndex.from_tuples(places, names=["part", "point"]) if places else []
    table = pd.DataFrame(0, index=chosen, columns=columns)
    for terms, place in zip(held.terms, held.strata, strict=True):
        for term in set(terms) & set(chosen):
            table.loc[term, place] += 1
    return table


def correspondence(table: pd.DataFrame) -> Correspondence:
    """Correspondence analysis 对应分析 of a table of counts: rows and columns in one plane.

    Returns
    -------
    Principal coordinates on the first two axes, and the share of inertia of every axis.

    Notes
    -----
    Singular values of (p − rc) / √rc (Benzécri 1973; Greenacre 2007, ch. 4 and app. A). The sign of
    an axis is arbitrary: the first column lies on the negative side. Rows and columns without
    counts lie at the origin. With a table this small an axis is a way to see, and no finding.

    >>> found = correspondence(pd.DataFrame([[4, 0], [0, 4]]))
    >>> found.rows[:, 0].round(2).tolist(), found.inertia.round(2).tolist()
    ([-1.0, 1.0], [1.0])
    """
    counts = table.to_numpy(float)
    mass = counts / max(counts.sum(), 1)
    row, column = mass.sum(axis=1), mass.sum(axis=0)
    expected = np.outer(row, column)
    root = np.sqrt(np.where(expected > 0, expected, 1))
    left, values, right = np.linalg.svd((mass - expected) / root, full_matrices=False)
    kept = max(min(counts.shape) - 1, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        places = np.nan_to_num(left / np.sqrt(row)[:, None] * values, posinf=0, neginf=0)
        others = np.nan_to_num(right.T / np.sqrt(column)[:, None] * values, posinf=0, neginf=0)
    sign = np.where(others[0] > 0, -1, 1) if len(others) else 1
    total = (values[:kept] ** 2).sum()
    share = values[:kept] ** 2 / total if total > 0 else np.zeros(kept)
    return Correspondence((places * sign)[:, :2], (others * sign)[:, :2], share)
