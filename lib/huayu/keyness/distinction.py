"""Distinction 区分: which terms tell several texts from one another."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.special import ndtr

from huayu.keyness.sample import Sample

LEAST = 3  # as in keyness: rarer terms tell nothing apart


def distinction(
    samples: Sequence[Sample], weight: float | None = None, least: int = LEAST
) -> pd.DataFrame:
    """Distinctive terms 区分词 of several texts: weighted log-odds with an informative prior.

    Parameters
    ----------
    samples : two texts or more, with different names.
    weight : length of the prior in words (α₀ of Monroe et al.): how much text of the common kind
        is added to each side. None takes the mean length of the samples, that is, one more text.
    least : occurrences in all texts together below which a term is left out.

    Returns
    -------
    DataFrame, one row per text and term: ``sample, term, count, rest`` (occurrences elsewhere),
    ``log_odds`` (natural logarithm of the ratio of odds, text against all the others together,
    both drawn towards the common rate), ``z`` (log_odds over its standard error), ``q`` (its
    two-sided p over all rows, after Benjamini & Hochberg); sorted by sample, falling z, term.

    Raises
    ------
    ValueError : fewer than two texts, two of one name, or one without words.

    Notes
    -----
    Monroe, Colaresi & Quinn (2008), equations 15–18 and 22–23, each text against the rest; the
    prior of a term is its share in all texts together. Occurrences are taken as independent, as
    in all such measures, so bursts exaggerate z.

    >>> from huayu.keyness.sample import sample
    >>> found = distinction([sample(["改革"] * 9 + ["发展"], name="甲"),
    ...                      sample(["改革"] + ["发展"] * 9, name="乙")])
    >>> found.loc[found["z"] > 0, ["sample", "term"]].values.tolist()
    [['甲', '改革'], ['乙', '发展']]
    """
    names = [one.name for one in samples]
    if len(samples) < 2 or len(set(names)) < len(names):
        raise ValueError("needs two texts or more, each with a name of its own")
    sizes = np.array([one.size for one in samples])
    if (sizes <= 0).any():
        raise ValueError("a text without words cannot be compared")
    counts = pd.concat([one.counts for one in samples], axis=1, keys=names).fillna(0)
    counts = counts[counts.sum(axis=1) >= least].sort_index()
    table = counts.to_numpy(dtype=float).T
    whole = sizes.mean() if weight is None else weight
    prior = whole * table.sum(axis=0) / sizes.sum()
    odds, error = _log_odds(table, sizes[:, None], prior, whole)
    z = odds / error
    found = pd.DataFrame(
        {
            "sample": np.repeat(names, table.shape[1]),
            "term": np.tile(counts.index.to_numpy(dtype=object), len(names)),
            "count": table.ravel().astype("int64"),
            "rest": (table.sum(axis=0) - table).ravel().astype("int64"),
            "log_odds": odds.ravel(),
            "z": z.ravel(),
        }
    )
    from scipy.stats import false_discovery_control  # scipy.stats takes longer to load than a layer

    found["q"] = false_discovery_control(2 * ndtr(-np.abs(found["z"])))
    found["sample"] = pd.Categorical(found["sample"], names, ordered=True)
    found = found.sort_values(["sample", "z", "term"], ascending=[True, False, True])
    return found.astype({"sample": object}).reset_index(drop=True)


def _log_odds(
    counts: np.ndarray, sizes: np.ndarray, prior: np.ndarray, whole: float
) -> tuple[np.ndarray, np.ndarray]:
    """Log-odds of each text (rows) against the rest, and their standard errors."""
    rest, others = counts.sum(axis=0) - counts, sizes.sum() - sizes
    here, there = counts + prior, rest + prior
    with np.errstate(divide="ignore", invalid="ignore"):
        odds = np.log(here / (sizes + whole - here)) - np.log(there / (others + whole - there))
    # one term alone in all the texts has no odds: nothing is said of it
    return np.where(np.isnan(odds), 0.0, odds), np.sqrt(1 / here + 1 / there)
