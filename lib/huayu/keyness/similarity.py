"""Similarity 相似度: how far texts lie apart in their wording, and how stable the picture is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.cluster import hierarchy
from scipy.sparse import csr_array
from scipy.spatial.distance import pdist, squareform

from huayu.keyness.sample import Sample

MOST = 100  # function words: later ones are too rare in speeches of a few thousand words
RESAMPLES = 200  # a share of 0.5 then has a standard error of 0.035
# terms by which content is compared: the square root of a rate is small for all that come later
WIDEST = 2000
FEWEST = 8  # segments that can be drawn anew; of fewer, a text's words are
AT_ONCE = 20  # draws: of a hundred texts and WIDEST terms, 32 MB
SEED = 20211


class Similarity(NamedTuple):
    """Similarity 相似度 of texts, with what resampling their segments makes of it.

    Attributes
    ----------
    names : of the texts, in order.
    distances : square array, 0.0 on the diagonal.
    resampled : the same from texts drawn anew from their own segments, one layer a draw.
    """

    names: list[str]
    distances: np.ndarray
    resampled: np.ndarray


def delta(rates: np.ndarray) -> np.ndarray:
    """Burrows's Delta 距离: mean difference of z-scores of the commonest words (Burrows 2002).

    Parameters
    ----------
    rates : texts by words, rates of the same words in all; words of one rate everywhere say
        nothing and are left out.

    Returns
    -------
    Square array. With two texts every z-score is the same: it takes three to tell near from far.

    >>> delta(np.array([[1.0, 5.0], [2.0, 5.0], [3.0, 5.0]])).tolist()
    [[0.0, 1.0, 2.0], [1.0, 0.0, 1.0], [2.0, 1.0, 0.0]]
    """
    spread = rates.std(axis=0, ddof=1) if len(rates) > 1 else np.zeros(rates.shape[1])
    varied = rates[:, spread > 1e-12]
    if not varied.shape[1]:
        return np.zeros((len(rates), len(rates)))
    scores = (varied - varied.mean(axis=0)) / spread[spread > 1e-12]
    return squareform(pdist(scores, "cityblock")) / varied.shape[1]


def cosine(rates: np.ndarray) -> np.ndarray:
    """Cosine distance 余弦距离 of square roots of rates, from 0.0 (same) to 1.0 (nothing shared).

    The root keeps a few frequent terms from deciding alone: 1 less the Bhattacharyya coefficient
    of the two distributions of terms. A text without any of the terms is at 1.0 from all.

    >>> cosine(np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 3.0]])).round(6).tolist()
    [[0.0, 0.0, 1.0], [0.0, 0.0, 1.0], [1.0, 1.0, 0.0]]
    """
    roots = np.sqrt(rates)
    norms = np.linalg.norm(roots, axis=1, keepdims=True)
    unit = np.divide(roots, norms, out=np.zeros_like(roots), where=norms > 0)
    apart = np.clip(1 - unit @ unit.T, 0.0, 1.0)
    np.fill_diagonal(apart, 0.0)
    return apart


def similarity(
    samples: Sequence[Sample],
    vocabulary: Sequence[str] | None = None,
    distance: Callable[[np.ndarray], np.ndarray] = cosine,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Similarity:
    """Similarity 相似度 of texts over a vocabulary.

    Parameters
    ----------
    samples : the texts. For style all running words of each, for content its terms.
    vocabulary : words to compare by. None takes the WIDEST commonest that two texts or more hold.
    distance : from rates to distances: ``delta`` for function words, ``cosine`` for content.
    resamples : how often each text is drawn anew from its own segments, with replacement (the
        bootstrap of Efron 1979; of trees, Felsenstein 1985). A text of fewer than FEWEST segments,
        as counts of whole speeches are, is drawn anew word by word, as if each came for itself
        (Poisson counts): its place looks surer than it is.

    Raises
    ------
    ValueError : no texts, or one without words.
    """
    if not samples or any(one.size <= 0 for one in samples):
        raise ValueError("needs texts with words")
    words = common(samples) if vocabulary is None else list(vocabulary)
    random = np.random.default_rng(seed)
    held = [csr_array(one.matrix(words)) for one in samples]
    sizes = [one.lengths.sum() for one in samples]
    rates = np.array([counts.sum(axis=0) / size for counts, size in zip(held, sizes, strict=True)])
    drawn = []
    for first in range(0, resamples, AT_ONCE):
        draws = min(AT_ONCE, resamples - first)
        pairs = zip(held, samples, strict=True)
        anew = np.stack([_redrawn(counts, one.lengths, draws, random) for counts, one in pairs], 1)
        drawn += [distance(draw) for draw in anew]
    return Similarity([one.name for one in samples], distance(rates), np.array(drawn))


def _redrawn(
    counts: csr_array, lengths: np.ndarray, draws: int, random: np.random.Generator
) -> np.ndarray:
    """Rates of a text drawn anew so many times: draws by words."""
    pieces = len(lengths)
    if pieces < FEWEST:
        return random.poisson(counts.sum(axis=0), (draws, counts.shape[1])) / lengths.sum()
    weights = random.multinomial(pieces, np.full(pieces, 1 / pieces), draws)
    found: np.ndarray = (weights @ counts) / np.maximum(weights @ lengths, 1)[:, None]
    return found


def common(samples: Sequence[Sample], most: int = WIDEST) -> list[str]:
    """Terms 共有词 that at least two of the samples hold, the commonest of them, sorted."""
    rates = _rates(samples)
    shared = rates.loc[rates["size"] >= 2, "sum"]
    return sorted(sorted(shared.index, key=lambda term: (-shared[term], term))[:most])


def commonest(samples: Sequence[Sample], among: frozenset[str], most: int = MOST) -> list[str]:
    """The most frequent words 高频词 of the samples together among those given, by mean rate."""
    rates = _rates(samples)["sum"]
    rates = rates[rates.index.isin(among)]
    return sorted(rates.index, key=lambda word: (-rates[word], word))[:most]


def _rates(samples: Sequence[Sample]) -> pd.DataFrame:
    """For every term how many samples hold it (``size``), and the sum of its rates in them."""
    rates = pd.concat([one.counts / one.size for one in samples])
    return rates.groupby(level=0).agg(["size", "sum"])


def tree(found: Similarity) -> tuple[np.ndarray, np.ndarray]:
    """Tree 聚类树: merges by average linkage (UPGMA, Sokal & Michener 1958), and their support.

    Returns
    -------
    linkage : as scipy.cluster.hierarchy.linkage gives it, one row per merge.
    support : for each merge the share of resampled trees in which the same texts form a branch
        of their own; 1.0 for the last merge by definition.

    Raises
    ------
    ValueError : fewer than two texts.
    """
    if len(found.names) < 2:
        raise ValueError("a tree needs two texts or more")
    merges = _linkage(found.distances)
    branches = _branches(merges)
    others = [set(_branches(_linkage(distances))) for distances in found.resampled]
    support = [np.mean([branch in other for other in others]) for branch in branches]
    return merges, np.array(support)


def _linkage(distances: np.ndarray) -> np.ndarray:
    return hierarchy.linkage(squareform(distances, checks=False), "average")


def _branches(merges: np.ndarray) -> list[frozenset[int]]:
    """The set of texts below each merge."""
    below = [frozenset([leaf]) for leaf in range(len(merges) + 1)]
    for left, right, *_ in merges:
        below.append(below[int(left)] | below[int(right)])
    return below[len(merges) + 1 :]


def positions(found: Similarity) -> tuple[pd.DataFrame, np.ndarray, float]:
    """Map 平面图: two dimensions that keep the distances as well as two can.

    Returns
    -------
    places : ``name, x, y``. Axes have no meaning of their own; only distances do.
    clouds : array draws × texts × 2: where each text lies when the texts are drawn anew, turned
        upon ``places`` (Procrustes). A wide cloud means that the place is not to be relied on.
    share : how much of the distances the two dimensions carry, 0.0–1.0 (of the positive
        eigenvalues).

    Notes
    -----
    Classical scaling (Torgerson 1952).
    """
    places, share = _scaled(found.distances)
    clouds = np.array([_turned(_scaled(other)[0], places) for other in found.resampled])
    frame = pd.DataFrame({"name": found.names, "x": places[:, 0], "y": places[:, 1]})
    return frame, clouds, share


def _scaled(distances: np.ndarray) -> tuple[np.ndarray, float]:
    count = len(distances)
    centre = np.eye(count) - 1 / count
    values, vectors = np.linalg.eigh(-0.5 * centre @ distances**2 @ centre)
    values, vectors = values[::-1], vectors[:, ::-1]
    kept = np.zeros((count, 2))
    two = min(2, count)
    kept[:, :two] = vectors[:, :two] * np.sqrt(np.maximum(values[:two], 0))
    # the sign of an eigenvector is arbitrary: the text farthest out lies on the positive side
    kept *= np.where(kept[np.argmax(np.abs(kept), axis=0), [0, 1]] < 0, -1, 1)
    positive = values[values > 0].sum()
    return kept, float(np.maximum(values[:two], 0).sum() / positive) if positive > 0 else 1.0


def _turned(places: np.ndarray, onto: np.ndarray) -> np.ndarray:
    """Places turned and mirrored upon others, sizes kept (Procrustes, Schönemann 1966)."""
    left, _, right = np.linalg.svd(places.T @ onto)
    return places @ (left @ right)
