"""Communities 社群 of a network, agreed over many runs; and its backbone."""

from __future__ import annotations

import random
from itertools import pairwise

import igraph
import networkx as nx
import numpy as np
import pandas as pd

RUNS = 100  # Leiden runs; the share of runs that agree is known to ± 0.1 at worst
AGREED = 0.5  # share of runs that must put two nodes together before the consensus round


def communities(
    graph: nx.Graph, runs: int = RUNS, weight: str = "npmi", seed: int = 0
) -> pd.DataFrame:
    """Communities 社群 as the consensus of Leiden runs, with the stability of every node.

    Parameters
    ----------
    graph : a network with positive edge weights; ``weight`` : their attribute.
    runs, seed : runs from different starts.

    Returns
    -------
    DataFrame ``node, community, stability``: communities are numbered by size from 1, an isolate
    is one of its own with number 0; ``stability`` is the mean share of runs in which the node
    lies with the others of its community. ``attrs``: ``modularity`` (Newman & Girvan 2004) and
    ``stability``, the mean adjusted Rand index of two runs (Hubert & Arabie 1985), 1 when all
    runs agree. NaN without edges.

    Notes
    -----
    Leiden (Traag, Waltman & van Eck 2019) on modularity; consensus by running it again on the
    matrix of agreement (Lancichinetti & Fortunato 2012). Modularity finds communities in random
    networks too: they describe the picture, and test nothing.

    >>> two = nx.Graph()
    >>> two.add_weighted_edges_from(
    ...     [("a", "b", 1), ("b", "c", 1), ("a", "c", 1), ("x", "y", 1)], weight="npmi")
    >>> communities(two)["community"].tolist()
    [1, 1, 1, 2, 2]
    """
    nodes = list(graph)
    place = {node: number for number, node in enumerate(nodes)}
    edges = [(place[a], place[b]) for a, b in graph.edges if a != b]
    weights = [max(graph[a][b].get(weight, 1.0), 1e-9) for a, b in graph.edges if a != b]
    frame = igraph.Graph(n=len(nodes), edges=edges)
    if not edges:
        table = pd.DataFrame({"node": nodes, "community": 0, "stability": np.nan})
        table.attrs.update(modularity=np.nan, stability=np.nan)
        return table
    labels = _runs(frame, weights, runs, seed)
    together = (labels[:, :, None] == labels[:, None, :]).mean(axis=0)
    first, second = np.nonzero(np.triu(together > AGREED, 1))
    agreed = igraph.Graph(n=len(nodes), edges=np.column_stack([first, second]).tolist())
    consensus = _runs(agreed, together[first, second].tolist(), 1, seed)[0]
    table = pd.DataFrame({"node": nodes, "community": _by_size(consensus, frame.degree())})
    same = (consensus[:, None] == consensus) & ~np.eye(len(nodes), dtype=bool)
    with np.errstate(invalid="ignore"):
        table["stability"] = (together * same).sum(axis=1) / same.sum(axis=1)
    table.attrs["modularity"] = frame.modularity(consensus.tolist(), weights=weights)
    table.attrs["stability"] = _agreement(labels)
    return table


def _runs(frame: igraph.Graph, weights: list[float], runs: int, seed: int) -> np.ndarray:
    """Memberships of Leiden runs, runs × nodes."""
    igraph.set_random_number_generator(random.Random(seed))
    try:
        found = [
            frame.community_leiden("modularity", weights=weights or None, n_iterations=-1)
            for _ in range(runs)
        ]
    finally:
        igraph.set_random_number_generator(random)
    return np.array([clustering.membership for clustering in found])


def _by_size(labels: np.ndarray, degrees: list[int]) -> np.ndarray:
    """Numbers from 1 by falling size, then first node; 0 for nodes without an edge."""
    labels = np.where(np.array(degrees) > 0, labels, -1)
    kept = [label for label in dict.fromkeys(labels.tolist()) if label >= 0]
    order = sorted(kept, key=lambda label: -(labels == label).sum())
    number = {label: place for place, label in enumerate(order, 1)} | {-1: 0}
    return np.array([number[label] for label in labels.tolist()])


def _agreement(labels: np.ndarray) -> float:
    """Mean adjusted Rand index of consecutive runs."""
    if len(labels) < 2:
        return 1.0
    return float(np.mean([rand_index(a, b) for a, b in pairwise(labels)]))


def rand_index(one: np.ndarray, other: np.ndarray) -> float:
    """Adjusted Rand index 调整兰德指数 of two partitions (Hubert & Arabie 1985, eq. 5).

    >>> rand_index(np.array([0, 0, 1, 1]), np.array([1, 1, 0, 0]))
    1.0
    """
    first, second = np.unique(one, return_inverse=True)[1], np.unique(other, return_inverse=True)[1]
    table = np.zeros((first.max() + 1, second.max() + 1))
    np.add.at(table, (first, second), 1)

    def pairs(counts: np.ndarray) -> float:
        return float((counts * (counts - 1)).sum() / 2)

    rows, columns, all_pairs = pairs(table.sum(1)), pairs(table.sum(0)), pairs(table.sum()[None])
    most = (rows + columns) / 2
    if most in (0.0, all_pairs):  # both leave every object alone, or both put all together
        return 1.0
    chance = rows * columns / all_pairs
    return (pairs(table) - chance) / (most - chance)


def backbone(graph: nx.Graph, alpha: float = 0.05, weight: str = "npmi") -> nx.Graph:
    """Backbone 主干网 by the disparity filter: edges that carry much of one end's strength.

    Parameters
    ----------
    alpha : chance that an edge carries so much if a node's strength fell at random on its edges.

    Returns
    -------
    A copy with all nodes and the edges below alpha at either end, with attribute ``alpha``.

    Notes
    -----
    α = (1 − w/s)^(k−1) (Serrano, Boguñá & Vespignani 2009, eq. 2); a node of one edge says
    nothing about it. It compares the edges of one node with each other: it thins a picture and
    tests no association.

    >>> hub = nx.Graph([("a", node, {"npmi": 0.01}) for node in "bcdef"])
    >>> hub.add_edge("a", "z", npmi=1.0)
    >>> list(backbone(hub).edges)
    [('a', 'z')]
    """
    strength = dict(graph.degree(weight=weight))
    kept = graph.copy()
    for a, b, data in graph.edges(data=True):
        chances = [
            (1 - data[weight] / strength[end]) ** (graph.degree(end) - 1)
            for end in (a, b)
            if strength[end] > 0
        ]
        kept[a][b]["alpha"] = min(chances, default=alpha)
        if kept[a][b]["alpha"] >= alpha:
            kept.remove_edge(a, b)
    return kept
