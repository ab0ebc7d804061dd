"""Rank turbulence 秩扰动: how two rankings of terms differ, and which terms make the difference."""

from __future__ import annotations

import numpy as np
import pandas as pd

from huayu.keyness.sample import Sample

ALPHA = 1 / 3  # weighs common and rare terms about alike in ranked texts (Dodds et al. 2023)


def turbulence(target: Sample, reference: Sample, alpha: float = ALPHA) -> pd.DataFrame:
    """Rank-turbulence divergence 秩扰动散度 of two texts, term by term.

    Parameters
    ----------
    alpha : towards 0 rare terms weigh as much as common ones, larger the commonest alone.

    Returns
    -------
    DataFrame ``term, target, reference`` (counts), ``target_rank, reference_rank`` (1 the
    commonest, ties in the middle; what a text lacks shares its last place), ``divergence`` (what
    the term adds), ``side`` (target | reference), largest first. ``attrs["divergence"]`` is their
    sum: 0 for the same ranking, 1 for two texts without a common term.

    Raises
    ------
    ValueError : one of the texts has no terms.

    Notes
    -----
    |1/r₁^α − 1/r₂^α|^(1/(α+1)), normed by its sum over disjoint texts (Dodds et al. 2023,
    Allotaxonometry and rank-turbulence divergence, EPJ Data Sci. 12:37). A description: no test.

    >>> from huayu.keyness.sample import sample
    >>> same = turbulence(sample(["改革", "改革", "发展"]), sample(["改革", "改革", "发展"]))
    >>> apart = turbulence(sample(["改革"]), sample(["发展"]))
    >>> same.attrs["divergence"], round(apart.attrs["divergence"], 6)
    (0.0, 1.0)
    """
    both = pd.concat({"target": target.counts, "reference": reference.counts}, axis=1).fillna(0)
    if not len(target.counts) or not len(reference.counts):
        raise ValueError("a text without terms has no ranking")
    from scipy.stats import rankdata  # scipy.stats takes longer to load than a layer

    one, two = (rankdata(-both[name], method="average") for name in ("target", "reference"))
    # as if the texts were disjoint: what the other lacks lies beyond all that it has
    n1, n2 = len(target.counts), len(reference.counts)
    here, there = both["target"].to_numpy() > 0, both["reference"].to_numpy() > 0
    total = _apart(one[here], n2 + (n1 + 1) / 2, alpha).sum()
    total += _apart(two[there], n1 + (n2 + 1) / 2, alpha).sum()
    table = both.astype("int64").rename_axis("term").reset_index()
    table["target_rank"], table["reference_rank"] = one, two
    table["divergence"] = _apart(one, two, alpha) / total
    table["side"] = np.where(one <= two, "target", "reference")
    table = table.sort_values(["divergence", "term"], ascending=[False, True], ignore_index=True)
    table.attrs["divergence"] = float(table["divergence"].sum())
    return table


def _apart(one: np.ndarray, two: np.ndarray | float, alpha: float) -> np.ndarray:
    """Distance of ranks, up to the factor that the norm takes out again."""
    return np.abs(one**-alpha - np.asarray(two, float) ** -alpha) ** (1 / (alpha + 1))
