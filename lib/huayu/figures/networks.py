"""Figures of networks 网络图: concepts and what ties them, in the whole speech and in its parts."""

from __future__ import annotations

import math
from collections.abc import Collection
from typing import NamedTuple

import networkx as nx
import numpy as np
import pandas as pd
from matplotlib import patheffects
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from huayu import network
from huayu.corpus import Speech
from huayu.figures import (
    GREY,
    INK,
    NOTE,
    PALETTE,
    Labels,
    figure,
    part_names,
    say,
    something,
    written,
)
from huayu.figures.backdrop import by_part
from huayu.lexicon.concepts import groups
from huayu.network.graph import names, spanning
from huayu.network.layout import positions

FEWEST = 5  # nodes: fewer are a sentence of prose and no picture
NODES = 28  # what a panel of half a page can name
CHARACTER = 0.128  # inches a character of a label takes in the drawing
SHORT = 30  # sentences: in a shorter part most ties of the speech are not made
LARGEST = 230  # square points of the commonest node, about two characters wide
ABREAST, PANELS = 2, 6  # parts beside each other, and at most, so that labels can be read on a page
THINNEST, WIDEST = 0.7, 4.5  # points of a tie of one joint sentence and of the commonest
HALO = [patheffects.withStroke(linewidth=2.2, foreground="white")]


class Drawing(NamedTuple):
    """Networks 各部分网络 of a speech with one place for each node in all of them."""

    graphs: dict[int, nx.Graph]  # nodes with their units in the part
    ties: dict[int, pd.DataFrame]  # source, target, count, association …
    places: dict[str, tuple[float, float]]
    names: dict[str, str]
    colours: dict[str, str]
    above: frozenset[str]  # nodes whose label stands above, because their ties run downwards
    alone: list[str]  # names of the nodes that meet none of the others

    @property
    def extent(self) -> tuple[float, float]:
        """Width and height that the places need, in characters."""
        across, up = zip(*self.places.values(), strict=True)
        return max(across) + 4, max(up) + 4


def drawing(
    speech: Speech, window: str | int, labels: Labels, most: int = NODES, parts: bool = True
) -> Drawing:
    """Networks of the whole (0) and of every part, with common places, labels and colours.

    ``most`` nodes: those that have an association, then the commonest concepts and formulas, then
    words. They are joined by their associations and by the strongest ties between them
    (:func:`huayu.network.graph.spanning`); a part shows these, as far as the two meet there, and
    its own associations.
    """
    table = network.edges(speech, window)
    numbers = sorted({0, *table["part"]}) if parts else [0]
    graphs = {part: network.concept_network(speech, part or None, window) for part in numbers}
    found = table[(table["q"] <= network.LEVEL) & table["part"].isin(numbers)]
    chosen = _chosen(graphs[0], {*found["source"], *found["target"]}, most)
    whole = spanning(table[table["part"] == 0], chosen)
    drawn = set(zip(whole["source"], whole["target"], strict=True))
    drawn |= set(zip(found["source"], found["target"], strict=True))
    ties = {0: whole} | {part: _within(table, part, drawn) for part in numbers if part}
    union = nx.Graph()
    union.add_nodes_from((node, graphs[0].nodes[node]) for node in chosen)
    both = pd.concat(ties.values())
    union.add_weighted_edges_from(both[["source", "target", "npmi"]].to_numpy(), "npmi")
    alone = sorted(nx.isolates(union))
    said = node_names(union, union, labels)
    union.remove_nodes_from(alone)
    places = positions(union, {node: (width(said[node]), 2.7) for node in union})
    colours = _colours(union, graphs[0])
    above = _above(union, places)
    return Drawing(graphs, ties, places, said, colours, above, [said[node] for node in alone])


def node_names(graph: nx.Graph, nodes: Collection[str], labels: Labels) -> dict[str, str]:
    """Names 节点名 of nodes on one line, as the speech writes them: in English only where asked."""
    said = names(graph, nodes, "en" if labels == "en" else "zh")
    return {node: written(name) for node, name in said.items()}


def _chosen(graph: nx.Graph, tied: set[str], most: int) -> list[str]:
    """Nodes to draw: those of associations, then the commonest, words after what lists know."""
    fields = graph.nodes
    order = sorted(graph, key=lambda node: (
        node not in tied, fields[node]["kind"] == "word", -fields[node]["units"], node,
    ))  # fmt: skip
    return order[: max(most, len(tied))]


def _within(table: pd.DataFrame, part: int, drawn: set[tuple[str, str]]) -> pd.DataFrame:
    """Pairs of a picture as they stand in one part."""
    own = table[table["part"] == part]
    kept = [pair in drawn for pair in zip(own["source"], own["target"], strict=True)]
    return own[kept].assign(association=own["q"] <= network.LEVEL)


def _above(graph: nx.Graph, places: dict[str, tuple[float, float]]) -> frozenset[str]:
    """Nodes all of whose ties run steeply down, where a label below would lie on them."""
    found = set()
    for node, (x, y) in places.items():
        ties = [(places[other][0] - x, places[other][1] - y) for other in graph[node]]
        if ties and all(rise < -abs(run) / 2 for run, rise in ties):
            found.add(node)
    return frozenset(found)


def width(text: str) -> float:
    """Width of a label in Chinese characters; a Latin letter takes about half of one."""
    return max(math.fsum(1.0 if ord(sign) > 0x2E7F else 0.55 for sign in text), 1.5)


def _colours(graph: nx.Graph, whole: nx.Graph) -> dict[str, str]:
    """Colour of every node by concept group; from the ninth group on they share grey.

    The largest groups of the whole network have the colours, so that a group has the same one in
    every figure and page of a speech, however many nodes are shown.
    """
    groups_of = [data["group"] for _, data in whole.nodes(data=True) if data.get("group")]
    order = sorted(set(groups_of), key=lambda name: (-groups_of.count(name), name))
    known = dict(zip(order, PALETTE, strict=False))
    return {
        node: known.get(data.get("group"), GREY) if data.get("group") else "white"
        for node, data in graph.nodes(data=True)
    }


@figure
@by_part()
def networks_parts(
    speech: Speech, window: str | int = "sentence", labels: Labels = "both"
) -> Figure:
    """Concept networks 各部分概念网络 of the parts side by side, every node in the same place.

    The ties of the whole network, as far as they are made in each part: width is the number of
    sentences that hold both. Black is an association of the part by itself (q ≤ 0.05), grey is
    description. The area of a node is the number of its sentences in the part; a concept that the
    part lacks is a pale name. Parts of under thirty sentences are not drawn.
    """
    shown = drawing(speech, window, labels)
    parts = [part for part in shown.graphs if part]
    long = [part for part in parts if shown.graphs[part].graph["units"] >= SHORT]
    zh, en = f"不足两个部分有 {SHORT} 句", f"fewer than two parts of {SHORT} sentences"
    something(len(long) > 1, zh, en)
    return _panels(speech, shown, long[:PANELS], labels, len(parts) - len(long[:PANELS]))


@figure
def networks_whole(
    speech: Speech, window: str | int = "sentence", labels: Labels = "both"
) -> Figure:
    """Concept network 全文概念网络 of the whole speech: associations, and what joins the rest.

    Black ties are associations (q ≤ 0.05, tested within the points). Grey ones join each further
    concept to the one that it goes with best and prove nothing: a spanning tree by the ratio of
    observed to expected joint sentences, shrunken. Width is the number of joint
    sentences, the area of a node that of its own.
    """
    return _panels(speech, drawing(speech, window, labels, parts=False), [0], labels)


def _panels(
    speech: Speech, shown: Drawing, drawn: list[int], labels: Labels, more: int = 0
) -> Figure:
    zh, en = "同句出现的概念太少", "too few concepts that meet in a sentence"
    something(len(shown.places) >= FEWEST, zh, en)
    columns = min(len(drawn), ABREAST)
    rows = -(-len(drawn) // columns)
    wide, high = (side * CHARACTER for side in shown.extent)
    size = (max(columns * wide + 0.3, 8.0), rows * (high + 0.5) + 1.6)
    made = Figure(figsize=size, layout="constrained")
    axes = made.subplots(rows, columns, squeeze=False).ravel()
    for place in axes[len(drawn) :]:
        place.set_axis_off()
    most = max((ties["count"].max() for ties in shown.ties.values() if len(ties)), default=1)
    for place, part in zip(axes, drawn, strict=False):
        _panel(place, shown, part, int(most), labels)
    handles = _legend(speech, shown, int(most), labels)
    if len(axes) > len(drawn):  # the key takes the place of a panel
        axes[-1].legend(handles=handles, loc="center", ncols=1, frameon=False, fontsize=8.5)
    else:
        made.legend(handles=handles, loc="outside lower center", ncols=3, frameon=False,
                    fontsize=8.5)  # fmt: skip
    made.suptitle(_left_out(shown, more, labels), x=0.01, ha="left", fontsize=9,
                  color=NOTE)  # fmt: skip
    return made


def _left_out(shown: Drawing, more: int, labels: Labels) -> str:
    """What the picture leaves out, in a line: nodes that meet no other, and parts without room."""
    alone = "、".join(shown.alone)
    zh, en = f"不与所画概念同句：{alone}", f"meets none of the others: {alone}"
    lines = [say(labels, zh, en if labels == "en" else "")] if alone else []
    if more > 0:
        lines.append(
            say(labels, f"另有 {more} 个部分未画", f"{more} more parts are not drawn", " ")
        )
    return "\n".join(line.strip() for line in lines)


def _panel(axes: Axes, shown: Drawing, part: int, most: int, labels: Labels) -> None:
    graph, ties = shown.graphs[part], shown.ties[part]
    for kind, colour, order in ((False, "#B9B9B9", 1), (True, INK, 2)):
        own = ties[ties["association"] == kind]
        ends = zip(own["source"], own["target"], strict=True)
        axes.add_collection(LineCollection(
            [[shown.places[a], shown.places[b]] for a, b in ends], colors=colour, zorder=order,
            linewidths=[_points(count, most) for count in own["count"]], capstyle="round",
        ))  # fmt: skip
    largest = max(data["units"] for _, data in shown.graphs[0].nodes(data=True))
    for node, (x, y) in shown.places.items():
        units = graph.nodes[node]["units"]
        area = 10 + LARGEST * units / largest  # square points
        if units:
            axes.scatter(x, y, s=area, color=shown.colours[node], edgecolor=GREY, lw=0.6, zorder=3)
        away = (area / np.pi) ** 0.5 / 72 / CHARACTER + 0.6 if units else 0.0
        axes.text(
            x, y + (away if node in shown.above else -away), shown.names[node], ha="center",
            va="center", fontsize=8, zorder=4, color=INK if units else "#C0C0C0", path_effects=HALO,
        )  # fmt: skip
    found = int(ties["association"].sum())
    size = f"{graph.graph['units']} {say(labels, '句', 'sentences', ' ')}"
    tests = f"{found} {say(labels, '个关联', 'associations', ' ')}"
    axes.set_title(f"{part_names([part], labels, ' ')[0]} · {size} · {tests}", fontsize=10)
    _frame(axes, shown)


def _points(count: float, most: int) -> float:
    """Width of a tie in points, by its joint sentences."""
    return THINNEST + (WIDEST - THINNEST) * (count - 1) / max(most - 1, 1)


def _frame(axes: Axes, shown: Drawing) -> None:
    wide, high = shown.extent
    axes.set_xlim(-2, wide - 2)
    axes.set_ylim(-1.5, high - 1.5)
    axes.set_axis_off()


def _legend(speech: Speech, shown: Drawing, most: int, labels: Labels) -> list[Line2D]:
    said, nodes = groups(speech.lexicon), shown.graphs[0].nodes
    known = {shown.colours[node]: nodes[node]["group"] for node in shown.places}
    by_colour = [(colour, group) for colour, group in known.items() if colour in PALETTE]
    handles = [
        _dot(colour, say(labels, *said[group], " "))
        for colour, group in sorted(by_colour, key=lambda pair: PALETTE.index(pair[0]))
    ]
    if GREY in known:
        handles.append(_dot(GREY, say(labels, "其他组", "other groups", " ")))
    if "white" in known:
        handles.append(_dot("white", say(labels, "提法与实词", "formulas and words", " ")))
    sized = say(labels, "点的面积：句数", "area of a dot: sentences", " ")
    handles.append(Line2D([], [], color="none", label=sized))
    kinds = (
        (INK, 2.4, "关联（q ≤ 0.05）", "association"),
        ("#B9B9B9", 2.4, "描述，未经证实", "description, unproved"),
        (NOTE, THINNEST, "同现 1 句", "in 1 sentence"),
        (NOTE, WIDEST, f"同现 {most} 句", f"in {most}"),
    )
    return handles + [
        Line2D([], [], color=colour, linewidth=wide, label=say(labels, zh, en, " "))
        for colour, wide, zh, en in kinds
    ]


def _dot(colour: str, label: str) -> Line2D:
    return Line2D([], [], marker="o", linestyle="", color=colour, markeredgecolor=GREY, label=label)
