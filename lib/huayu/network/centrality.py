"""Centrality 中心性 of terms in a network, with intervals over the sentences behind it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import igraph
import networkx as nx
import numpy as np
import pandas as pd

from huayu import association_measures as measures
from huayu.network import intervals
from huayu.network.incidence import incidence

MEASURES = ("degree", "strength", "betweenness", "eigenvector")
FAINT = 0.01  # npmi given to an edge that a sample does not bear out: a detour of length 100


def centralities(
    graph: nx.Graph,
    units: Iterable[Iterable[str]] | None = None,
    draws: int = 500,
    seed: int = 0,
) -> pd.DataFrame:
    """Centralities 中心性 of every node, with 95 % intervals where the units are given.

    Parameters
    ----------
    graph : a network whose edges have ``npmi``.
    units : the lists of terms that it was made from, for the intervals.
    draws, seed : reweighted samples of the units (:func:`intervals.recounted`).

    Returns
    -------
    DataFrame ``node``, then for each measure its value and, with units, ``_low`` and ``_high``:

    degree : edges. Its interval counts the edges that a sample finds again, so it lies at or
        below the value: an edge that the text does not have cannot appear.
    strength : sum of npmi over edges, negative ones left out (Barrat et al. 2004, eq. 2).
    betweenness : shortest paths through the node, an edge being 1/npmi long (Newman 2001);
        share of all pairs of nodes.
    eigenvector : Bonacich (1972), largest value 1; 0 outside the leading component.

    Notes
    -----
    The edges are held fixed and their strengths drawn anew: the intervals say how well the
    strengths are known, not which other edges another speech would have had. Edges that were
    chosen because they are strong are on average too strong, here as everywhere.

    >>> star = nx.Graph([("a", "b", {"npmi": 0.5}), ("a", "c", {"npmi": 0.25})])
    >>> centralities(star).set_index("node").loc["a"].round(2).tolist()
    [2.0, 0.75, 1.0, 1.0]
    """
    nodes = list(graph)
    tied = [node for node in nodes if graph.degree(node)]
    place = {node: number for number, node in enumerate(tied)}
    ends = np.array([(place[a], place[b]) for a, b in graph.edges], dtype=int).reshape(-1, 2).T
    weights = np.array([graph.edges[edge]["npmi"] for edge in graph.edges], dtype=float)
    pairs = max((len(nodes) - 1) * (len(nodes) - 2) / 2, 1)
    columns: dict[str, Any] = {"node": nodes}
    rows = [nodes.index(node) for node in tied]
    value = _measured(len(tied), ends, weights[None], np.ones((1, len(weights)), bool), pairs)[0]
    sampled = None
    if units is not None:
        drawn, again = _sampled(tied, ends, units, draws, seed)
        sampled = _measured(len(tied), ends, drawn, again, pairs)
    for number, name in enumerate(MEASURES):
        columns[name] = _spread(value[number], rows, len(nodes))
        if sampled is not None:
            tail = (1 - intervals.COVERAGE) / 2
            for end, bound in (("low", tail), ("high", 1 - tail)):
                drawn = np.quantile(sampled[:, number], bound, axis=0)
                columns[f"{name}_{end}"] = _spread(drawn, rows, len(nodes))
    return pd.DataFrame(columns).astype({"degree": int})


def _spread(values: np.ndarray, rows: list[int], length: int) -> np.ndarray:
    """Values of the nodes that have edges, among the zeros of those that have none."""
    full = np.zeros(length)
    full[rows] = values
    return full


def _sampled(
    nodes: list[str], ends: np.ndarray, units: Iterable[Iterable[str]], draws: int, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Weights of the edges in reweighted samples, and whether each is found again there."""
    whole = incidence([*units, nodes])  # every node has a row, if these units have it or not
    known = {term: number for number, term in enumerate(whole.terms)}
    row = np.array([known[node] for node in nodes], dtype=int)
    counts = intervals.recounted(whole.matrix[:, :-1], (row[ends[0]], row[ends[1]]), draws, seed)
    return measures.npmi(*counts), measures.attraction(*counts) >= intervals.FOUND_AGAIN


def _measured(
    nodes: int, ends: np.ndarray, weights: np.ndarray, found: np.ndarray, pairs: float
) -> np.ndarray:
    """Samples × measures × nodes, from the weights of the edges in every sample."""
    if not ends.size:
        return np.zeros((len(weights), len(MEASURES), nodes))
    touch = np.zeros((ends.shape[1], nodes))
    for end in ends:
        touch[np.arange(len(end)), end] = 1
    tied = np.maximum(weights, FAINT)
    frame = igraph.Graph(n=nodes, edges=ends.T.tolist())
    between = [frame.betweenness(weights=(1 / row).tolist()) for row in tied]
    vector = _eigenvectors(frame, tied)
    strength = np.maximum(weights, 0) @ touch
    return np.stack([found @ touch, strength, np.array(between) / pairs, vector], axis=1)


def _eigenvectors(frame: igraph.Graph, weights: np.ndarray) -> np.ndarray:
    """Leading eigenvectors, samples × nodes, component by component: small matrices are quick."""
    samples, nodes = len(weights), frame.vcount()
    vectors, leading = np.zeros((samples, nodes)), np.zeros(samples)
    ends = np.array(frame.get_edgelist()).T
    for component in frame.connected_components():
        own = np.array(component)
        inside = np.isin(ends[0], own)
        first, second = np.searchsorted(own, ends[:, inside])
        matrices = np.zeros((samples, len(own), len(own)))
        matrices[:, first, second] = matrices[:, second, first] = weights[:, inside]
        values, found = np.linalg.eigh(matrices)
        ahead = values[:, -1] > leading + 1e-12
        leading[ahead] = values[ahead, -1]
        vectors[ahead] = 0.0
        vectors[np.ix_(ahead, own)] = np.abs(found[ahead, :, -1])
    return vectors / vectors.max(axis=1, keepdims=True)
