"""Layout 布局 of networks: places for nodes whose labels do not overlap, the same on every run."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from typing import NamedTuple

import igraph
import networkx as nx
import numpy as np

GAP = 0.6  # free space around a label, in characters
ROUNDS = 400  # rounds in which overlapping boxes move apart; 60 labels settle within 100
ROOM = 2.5  # area of a component over that of its boxes, before they move apart
SHAPE = 1.15  # width over height of the whole

Boxes = Mapping[str, tuple[float, float]]  # width and height by node


class Block(NamedTuple):
    """Block 块: where the nodes of one component lie, and how wide and high it is."""

    places: dict[str, np.ndarray]
    wide: float
    high: float


def positions(graph: nx.Graph, boxes: Boxes, seed: int = 0) -> dict[str, tuple[float, float]]:
    """Positions 位置 of the nodes of a graph, in characters, so that no two boxes overlap.

    Parameters
    ----------
    graph : a network; edges with a higher ``npmi`` are shorter.
    boxes : width and height of each node with its label, in characters.
    seed : of the force-directed layout.

    Returns
    -------
    {node: (x, y)} with the lowest left corner at 0, rounded to 1/1000 of a character.

    Notes
    -----
    Components are drawn by Kamada & Kawai (1989) and set out in rows, the largest first. Nearness
    means connection only within a component.

    >>> two = nx.Graph([("a", "b")])
    >>> placed = positions(two, {"a": (2, 1), "b": (2, 1)})
    >>> abs(placed["a"][0] - placed["b"][0]) >= 2 or abs(placed["a"][1] - placed["b"][1]) >= 1
    True
    """
    components = sorted(nx.connected_components(graph), key=lambda c: (-len(c), min(c)))
    blocks = [_block(graph, sorted(component), boxes, seed) for component in components]
    placed = _rows(blocks)
    return {node: (round(float(x), 3), round(float(y), 3)) for node, (x, y) in placed.items()}


def _block(graph: nx.Graph, nodes: list[str], boxes: Boxes, seed: int) -> Block:
    """One component, its boxes pushed apart, corner at 0."""
    size = np.array([boxes[node] for node in nodes], float) + GAP
    place = {node: number for number, node in enumerate(nodes)}
    # sorted: networkx lists the edges of a subgraph in an order that differs from run to run
    edges = sorted(sorted((place[a], place[b])) for a, b in graph.subgraph(nodes).edges)
    frame = igraph.Graph(n=len(nodes), edges=edges)
    lengths = [2.0 - max(graph.edges[nodes[a], nodes[b]].get("npmi", 0), 0) for a, b in edges]
    igraph.set_random_number_generator(random.Random(seed))
    try:
        found = frame.layout_kamada_kawai(weights=lengths or None)
    finally:
        igraph.set_random_number_generator(random)
    points = np.array(list(found), float)[:, :2]
    spread = np.ptp(points, axis=0).max()
    wanted = np.sqrt(size.prod(axis=1).sum() * ROOM)
    points = np.round(points / spread * wanted, 6) if spread else points
    points = _apart(points, size)
    points -= (points - size / 2).min(axis=0)
    wide, high = (points + size / 2).max(axis=0)
    return Block(dict(zip(nodes, points, strict=True)), float(wide), float(high))


def _apart(points: np.ndarray, size: np.ndarray) -> np.ndarray:
    """Points moved until their boxes no longer overlap, each pair along its lesser overlap."""
    reach = (size[:, None] + size[None]) / 2
    for _ in range(ROUNDS):
        away = points[:, None] - points[None]
        over = reach - np.abs(away)
        touching = (over > 1e-6).all(axis=2) & ~np.eye(len(points), dtype=bool)
        if not touching.any():
            break
        axis = over.argmin(axis=2)
        side = np.sign(away)
        order = np.arange(len(points))
        ties = np.where(order[:, None] > order, 1.0, -1.0)
        move = np.where(side == 0, ties[:, :, None], side) * over * 0.51
        chosen = (np.arange(2) == axis[:, :, None]) & touching[:, :, None]
        points = points + (move * chosen).sum(axis=1) / np.maximum(touching.sum(axis=1), 1)[:, None]
    return points


def _rows(blocks: list[Block]) -> dict[str, np.ndarray]:
    """Blocks set out in rows of one width, from the top."""
    if not blocks:
        return {}
    area = math.fsum(block.wide * block.high for block in blocks)
    width = max(np.sqrt(area * SHAPE * 1.2), max(block.wide for block in blocks))
    x = y = height = 0.0
    placed = {}
    for places, wide, high in blocks:
        if x and x + wide > width:
            x, y, height = 0.0, y + height + GAP, 0.0
        for node, point in places.items():
            placed[node] = np.array([x + point[0], -y - high + point[1]])
        x, height = x + wide + GAP, max(height, high)
    lowest = y + height
    return {node: point + (0, lowest) for node, point in placed.items()}
