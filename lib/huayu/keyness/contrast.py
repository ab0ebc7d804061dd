"""Contrast 对比: the terms of one text held against another, several others, or a background."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.special import chdtrc

from huayu.keyness import measures
from huayu.keyness.background import Background
from huayu.keyness.dispersion import COLUMNS, dispersions
from huayu.keyness.sample import Sample, sample

LEAST = 3  # a term seen once or twice in all can set nothing apart; each costs power in q and LRC
LOCKED = 1.0  # doublings: a term surely less than twice as common on either side is shared
PER = 1000  # rates are per thousand running words


def keyness(
    target: Sample | Sequence[str],
    reference: Sample | Background | Sequence[str],
    least: int = LEAST,
    level: float = 0.95,
) -> pd.DataFrame:
    """Keyness 关键性: every term of two texts, from the target's marks down to the reference's.

    Parameters
    ----------
    target, reference : samples, or plain lists of terms. With a background as reference only the
        terms of the target are compared.
    least : occurrences in both together below which a term is left out (against a background:
        occurrences in the target).
    level : of the intervals of ``low, high`` and ``lrc``.

    Returns
    -------
    DataFrame, one row per term, sorted by falling ``lrc``, then signed ``g2``, then term:

    - ``term, target, reference`` (counts), ``target_rate, reference_rate`` (per 1,000 words);
    - ``bursts``: how many occurrences are worth one that stands alone;
    - strength: ``log_ratio`` with ``low, high``; ``lrc``, its conservative form, 0 where nothing
      is sure; ``lock``, true for a lockword (Baker 2011), whose whole interval lies within one
      doubling either way; ``diff``, the difference in percent;
    - sureness: ``g2``; ``p`` of the test named in ``test`` (exact where fewer than 5 occurrences
      are expected on a side, else g2); ``q``, p after Benjamini & Hochberg; ``bic``;
    - dispersion of the term in the text whose mark it is: ``dp, dp_norm, juilland, range,
      segments`` (nan in a background).

    Raises
    ------
    ValueError : one of the texts has no length.

    Notes
    -----
    Words come in bursts, and a test that takes occurrences as independent finds too much (Lijffijt
    et al. 2016). So intervals, ``lrc``, p and q are of counts divided by ``bursts``: Pearson's
    dispersion over the segments of both texts, 1 where a term comes evenly or where there are no
    segments (quasi-likelihood, McCullagh & Nelder 1989, sec. 6.2). ``g2`` and ``bic`` are of the
    counts as they are, as tables of other tools have them.

    >>> table = keyness(["改革"] * 8 + ["发展"] * 2, ["改革"] * 2 + ["发展"] * 8)
    >>> table[["term", "target", "reference", "log_ratio"]].values.tolist()
    [['改革', 8, 2, 2.0], ['发展', 2, 8, -2.0]]
    """
    target = _sample(target)
    reference = reference if isinstance(reference, Background) else _sample(reference)
    n1, n2 = target.size, reference.size
    if n1 <= 0 or n2 <= 0:
        raise ValueError("a text without words cannot be compared")
    table = _counted(target, reference, least)
    a, b = table["target"].to_numpy(), table["reference"].to_numpy()
    table["target_rate"], table["reference_rate"] = a * PER / n1, b * PER / n2
    table["log_ratio"] = measures.log_ratio(a, b, n1, n2)
    table["bursts"] = _bursts(table["term"], target, reference)
    # as many occurrences as are worth so many independent ones
    a_even, b_even = a / table["bursts"].to_numpy(), b / table["bursts"].to_numpy()
    table["low"], table["high"] = measures.log_ratio_interval(a_even, b_even, n1, n2, level)
    table["lrc"] = measures.conservative_log_ratio(a_even, b_even, n1, n2, len(table), level)
    table["lock"] = (table["low"] > -LOCKED) & (table["high"] < LOCKED)
    table["diff"] = measures.percent_difference(a, b, n1, n2)
    table["g2"] = measures.log_likelihood(a, b, n1, n2)
    even = measures.log_likelihood(a_even, b_even, n1, n2)
    table["test"], table["p"] = _tested(a_even, b_even, n1, n2, even)
    from scipy.stats import false_discovery_control  # scipy.stats takes longer to load than a layer

    table["q"] = false_discovery_control(table["p"])
    table["bic"] = measures.bayes_information(table["g2"], n1, n2)
    table = _with_dispersion(table, target, reference)
    # where nothing is sure (lrc 0) the better attested difference comes before the greater one
    weight = np.sign(table["log_ratio"]) * table["g2"]
    order = ["lrc", "weight", "term"]
    table = table.assign(weight=weight).sort_values(order, ascending=[False, False, True])
    return table.drop(columns="weight").reset_index(drop=True)


def _sample(terms: Sample | Sequence[str]) -> Sample:
    return terms if isinstance(terms, Sample) else sample(terms)


def _counted(target: Sample, reference: Sample | Background, least: int) -> pd.DataFrame:
    """Terms with their two counts; those of a background are rounded to whole occurrences."""
    if isinstance(reference, Background):
        found = target.counts[target.counts >= least]
        there = [round(reference.counts.get(term, 0)) for term in found.index]
        both = pd.DataFrame({"target": found, "reference": there})
    else:
        both = pd.concat({"target": target.counts, "reference": reference.counts}, axis=1)
        both = both.fillna(0)
        both = both[both.sum(axis=1) >= least]
    return both.astype("int64").rename_axis("term").reset_index()


def _bursts(terms: pd.Series, target: Sample, reference: Sample | Background) -> np.ndarray:
    """Pearson's dispersion of each term over the segments of the texts, at least 1.

    Σ (x − μ)² / μ over segments is Σ x² / μ − k, where k is how often the term occurs in all.
    """
    samples = [one for one in (target, reference) if isinstance(one, Sample)]
    free = sum(int((one.lengths > 0).sum()) - 1 for one in samples)
    total = pd.Series(0.0, index=terms)
    for one in samples:
        table = one.table.merge(one.counts.rename("total"), on="term")
        mean = table["total"] * one.lengths[table["segment"]] / one.size
        squares = (table["count"] ** 2 / mean).groupby(table["term"]).sum() - one.counts
        total = total.add(squares.reindex(terms), fill_value=0.0)
    return (total / max(free, 1)).clip(lower=1.0).to_numpy() if free else np.ones(len(terms))


def _tested(
    a: np.ndarray, b: np.ndarray, n1: float, n2: float, g2: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Which test each term gets, and its p."""
    few = np.minimum(*measures.expected(a, b, n1, n2)) < measures.FEW
    p = chdtrc(1, g2)
    p[few] = measures.exact(a[few], b[few], n1, n2)
    return np.where(few, "exact", "g2"), p


def _with_dispersion(
    table: pd.DataFrame, target: Sample, reference: Sample | Background
) -> pd.DataFrame:
    """The table with the dispersion of each term in the text whose mark it is."""
    here = dispersions(target).reindex(table["term"])
    if isinstance(reference, Background):
        there = pd.DataFrame(np.nan, index=here.index, columns=list(COLUMNS))
    else:
        there = dispersions(reference).reindex(table["term"])
    mark = (table["log_ratio"] >= 0).to_numpy()[:, None]
    values = np.where(mark, here.to_numpy(dtype=float), there.to_numpy(dtype=float))
    for place, name in enumerate(COLUMNS):
        table[name] = values[:, place]
    return table
