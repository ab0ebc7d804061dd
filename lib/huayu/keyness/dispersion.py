"""Dispersion 离散度: whether a term runs through a text or is crowded into one place of it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from huayu.keyness.sample import Sample

COLUMNS = ("dp", "dp_norm", "juilland", "range", "segments")


def deviation(counts: np.ndarray, lengths: np.ndarray) -> float:
    """Deviation of proportions 比例偏差 DP of one term (Gries 2008).

    Half the sum of ``|share of the occurrences - share of the text|`` over the segments: 0.0 when
    the term is spread as the text is, towards 1.0 when it is crowded into a short segment.

    >>> round(deviation(np.array([1, 2, 3, 4, 5]), np.array([9, 10, 10, 10, 11])), 2)
    0.18
    """
    counts, lengths = np.asarray(counts, dtype=float), np.asarray(lengths, dtype=float)
    return float(np.abs(counts / counts.sum() - lengths / lengths.sum()).sum() / 2)


def dispersions(sample: Sample) -> pd.DataFrame:
    """Dispersion 离散度 of every term of a sample over its segments.

    Returns
    -------
    DataFrame indexed by term, sorted: ``dp`` (Gries 2008), ``dp_norm`` (divided by its greatest
    possible value, 1 less the share of the shortest segment: Lijffijt & Gries 2012), ``juilland``
    (D of Juilland & Chang-Rodríguez 1964 on the rates of the segments, 1.0 even, 0.0 in one),
    ``range`` (segments that hold the term), ``segments`` (how many there are).

    Notes
    -----
    With one segment there is no dispersion to speak of: dp, dp_norm and juilland are nan. A term
    with fewer occurrences than there are segments cannot be even, so that dp grows as the count
    falls: compare terms of like counts only. Segments without length are left out.
    """
    lengths = sample.lengths
    used = int((lengths > 0).sum())
    shares = lengths / max(lengths.sum(), 1)
    table = sample.table.merge(sample.counts.rename("total"), on="term")
    share = shares[table["segment"]]
    # over all segments |share of term - share of text| sums to 1 plus this over those that hold it
    table["part"] = np.abs(table["count"] / table["total"] - share) - share
    table["rate"] = table["count"] / lengths[table["segment"]]
    by_term = table.assign(square=table["rate"] ** 2).groupby("term")
    dp = (1 + by_term["part"].sum()) / 2
    mean, square = by_term["rate"].sum() / max(used, 1), by_term["square"].sum() / max(used, 1)
    spread = np.sqrt(np.maximum(square - mean**2, 0)) / mean
    many = used > 1
    least = shares[lengths > 0].min() if used else 1.0
    return pd.DataFrame(
        {
            "dp": dp.clip(lower=0) if many else np.nan,
            "dp_norm": (dp / (1 - least)).clip(0, 1) if many else np.nan,
            "juilland": (1 - spread / np.sqrt(used - 1)).clip(0, 1) if many else np.nan,
            "range": by_term.size(),
            "segments": used,
        },
        columns=COLUMNS,
    )
