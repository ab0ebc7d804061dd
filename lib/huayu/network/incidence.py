"""Incidence 词项—单位矩阵: which terms stand in which units, and the pairs that they make."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import csr_array

MINIMUM = 2  # a term of one unit has no association that could be told from its sentence


class Incidence(NamedTuple):
    """Term × unit matrix 词项—单位矩阵: which terms stand in which units, and in which stratum."""

    terms: list[str]
    matrix: csr_array
    strata: np.ndarray


class Pairs(NamedTuple):
    """Pairs 词对 of terms by row number, each once, with the units that hold both."""

    first: np.ndarray
    second: np.ndarray
    joint: np.ndarray


def incidence(units: Iterable[Iterable[str]], strata: Sequence[Any] | None = None) -> Incidence:
    """Term × unit matrix 词项—单位矩阵 of lists of terms, terms in order of (units, term).

    >>> incidence([["b", "a", "b"], ["b"]]).terms
    ['b', 'a']
    """
    held = [sorted(set(unit)) for unit in units]
    if strata is not None and len(strata) != len(held):
        raise ValueError(f"strata has {len(strata)} labels for {len(held)} units")
    degrees = Counter(term for unit in held for term in unit)
    terms = sorted(degrees, key=lambda term: (-degrees[term], term))
    row = {term: number for number, term in enumerate(terms)}
    rows = np.array([row[term] for unit in held for term in unit], dtype=np.int64)
    columns = np.repeat(np.arange(len(held)), [len(unit) for unit in held])
    matrix = csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(terms), len(held)))
    labels = np.zeros(len(held), int)
    if strata is not None:
        number = {label: place for place, label in enumerate(sorted(set(strata)))}
        labels = np.array([number[label] for label in strata], int)
    return Incidence(terms, matrix, labels)


def paired(whole: Incidence, minimum: int = MINIMUM, nodes: Collection[str] | None = None) -> Pairs:
    """Pairs 词对 of all terms that reach the minimum, those that never meet included."""
    degrees = whole.matrix.sum(axis=1)
    wanted = None if nodes is None else set(nodes)
    named = np.array([wanted is None or term in wanted for term in whole.terms], dtype=bool)
    kept = np.flatnonzero((degrees >= minimum) & named)
    first, second = np.triu_indices(len(kept), 1)
    chosen = whole.matrix[kept]
    joint = (chosen @ chosen.T).toarray()[first, second].astype(np.int64)
    return Pairs(kept[first], kept[second], joint)
