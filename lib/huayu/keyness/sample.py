"""Samples 样本: the occurrences of terms in a text, by segments, with the text's length."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd


@dataclass(frozen=True, eq=False)
class Sample:
    """A sample 样本: what occurs in a text, and where.

    Attributes
    ----------
    name : what the text is called in tables and figures.
    terms : one entry per occurrence, in any order.
    segments : for each occurrence the number of the segment that holds it, from 0.
    lengths : length of each segment in running words (or another unit of exposure).
    """

    name: str
    terms: np.ndarray
    segments: np.ndarray
    lengths: np.ndarray

    @property
    def size(self) -> float:
        """Length 长度 of the whole text, the sum of its segments'."""
        return float(self.lengths.sum())

    @cached_property
    def numbered(self) -> tuple[list[str], np.ndarray]:
        """Terms 词 in their order, each once, and for each occurrence the number of its term."""
        known = sorted(set(self.terms))
        number = {term: place for place, term in enumerate(known)}
        return known, np.array([number[term] for term in self.terms], dtype=int)

    @cached_property
    def table(self) -> pd.DataFrame:
        """Counts 频次 by term and segment: columns ``term, segment, count``, zeros left out."""
        known, numbers = self.numbered
        cells, counts = np.unique(numbers * len(self.lengths) + self.segments, return_counts=True)
        term, segment = np.divmod(cells, len(self.lengths))
        names = pd.Series(known, dtype="str").take(term)
        return pd.DataFrame({"term": names.array, "segment": segment, "count": counts})

    @cached_property
    def counts(self) -> pd.Series:
        """Counts 频次 by term, sorted by term."""
        known, numbers = self.numbered
        terms = pd.Index(known, dtype="str", name="term")
        return pd.Series(np.bincount(numbers, minlength=len(known)), terms, name="count")

    def matrix(self, vocabulary: Sequence[str]) -> np.ndarray:
        """Counts of each segment 段 (rows) for the terms of a vocabulary (columns)."""
        places = {term: place for place, term in enumerate(vocabulary)}
        known, numbers = self.numbered
        column = np.array([places.get(term, -1) for term in known], dtype=int)[numbers]
        there, shape = column >= 0, (len(self.lengths), len(places))
        cells = self.segments[there] * len(places) + column[there]
        return np.bincount(cells, minlength=shape[0] * shape[1]).astype(float).reshape(shape)


def sample(
    terms: Sequence[str],
    segments: Sequence[int] | None = None,
    lengths: Sequence[float] | np.ndarray | None = None,
    name: str = "",
) -> Sample:
    """Sample 样本 of a list of terms.

    Parameters
    ----------
    terms : the occurrences, one entry each.
    segments : for each the number of its segment, from 0; None takes the text as one segment.
    lengths : length of each segment, empty ones included; None counts the terms themselves.
    name : what the text is called.

    Raises
    ------
    ValueError : an occurrence lies in a segment that has no length.

    >>> sample(["改革", "发展", "改革"]).counts.to_dict()
    {'发展': 1, '改革': 2}
    """
    where = np.zeros(len(terms), dtype=int) if segments is None else np.asarray(segments, dtype=int)
    if lengths is None:
        lengths = np.bincount(where, minlength=1)
    sizes = np.asarray(lengths, dtype=float)
    if len(where) and (where.max() >= len(sizes) or (sizes[where] <= 0).any()):
        raise ValueError("every occurrence must lie in a segment that has a length")
    return Sample(name, np.asarray(terms, dtype=object), where, sizes)


def joined(samples: Sequence[Sample], name: str = "") -> Sample:
    """One sample 合并 of several, their segments one after the other.

    >>> joined([sample(["改革"]), sample(["发展", "改革"])]).size
    3.0
    """
    starts = np.cumsum([0, *(len(one.lengths) for one in samples)])
    return Sample(
        name,
        np.concatenate([one.terms for one in samples]),
        np.concatenate([one.segments + at for one, at in zip(samples, starts, strict=False)]),
        np.concatenate([one.lengths for one in samples]),
    )
