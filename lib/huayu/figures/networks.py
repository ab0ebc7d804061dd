"""Figures of networks 网络图: concepts and their associations, by part and as differences."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import networkx as nx
import numpy as np
from matplotlib import patheffects
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from huayu import network
from huayu.corpus import Speech
from huayu.figures import GREY, INK, PALETTE, Labels, figure, part_names, say, something
from huayu.figures.backdrop import by_part
from huayu.lexicon.concepts import groups
from huayu.network.graph import names
from huayu.network.layout import positions

FAINT = 36  # descriptive edges over all parts: twelve in each of three, fewer where parts are many
CHARACTER = 0.135  # inches a character of a label takes in the drawing
LARGEST = 260  # square points of the commonest node, a little wider than two characters
ENTRY = 3.9  # inches that the longest entry of the legend takes
ABREAST = 3  # panels in a row before their labels become too small
HALO = [patheffects.withStroke(linewidth=2.2, foreground="white")]


class Drawing(NamedTuple):
    """Networks 各部分网络 of a speech with one place for each node in all of them."""

    graphs: dict[int, nx.Graph]
    places: dict[str, tuple[float, float]]
    names: dict[str, str]
    colours: dict[str, str]
    above: frozenset[str]  # nodes whose label stands above, because their ties run downwards

    @property
    def extent(self) -> tuple[float, float]:
        """Width and height that the places need, in characters."""
        if not self.places:
            return 24.0, 12.0
        across, up = zip(*self.places.values(), strict=True)
        return max(across) + 4, max(up) + 4


def drawing(
    speech: Speech, window: str | int, labels: Labels, faint: int = FAINT, whole: bool = False
) -> Drawing:
    """Networks of the whole (0) and of every part, with common places, labels and colours.

    ``whole`` leaves the parts out, and so the nodes that have ties in them alone.
    """
    parts = [0] if whole else sorted({0, *network.edges(speech, window)["part"]})
    each = faint // max(len(parts) - 1, 3)
    graphs = {
        part: network.concept_network(speech, part or None, window, descriptive=each)
        for part in parts
    }
    union = nx.compose_all(list(graphs.values()))
    union.remove_nodes_from([node for node in graphs[0] if not union.degree(node)])
    said = names(union, union, "en" if labels == "en" else "zh")
    boxes = {node: (width(text), 2.9) for node, text in said.items()}
    places = positions(union, boxes)
    colours = _colours(union, graphs[0])
    return Drawing(graphs, places, said, colours, _above(union, places))


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

    Solid edges are associations (q ≤ 0.05 against the null model); dashed ones are the strongest
    other pairs of the part and prove nothing. Width is npmi, opacity stability, colour the
    concept group; a node in pale grey does not occur in that part. A speech without parts is one
    panel.
    """
    shown = drawing(speech, window, labels)
    return _panels(speech, shown, [part for part in shown.graphs if part] or [0], labels)


@figure
def networks_whole(
    speech: Speech, window: str | int = "sentence", labels: Labels = "both"
) -> Figure:
    """Concept network 全文概念网络 of the whole speech, tested within its parts."""
    shown = drawing(speech, window, labels, whole=True)
    return _panels(speech, shown, [0], labels)


def _panels(speech: Speech, shown: Drawing, parts: list[int], labels: Labels) -> Figure:
    something(len(shown.places), "没有同现的概念", "no concepts that meet")
    columns = min(len(parts), ABREAST)
    rows = -(-len(parts) // columns)
    wide, high = (side * CHARACTER for side in shown.extent)
    size = (max(columns * wide + 0.3, 9.0), rows * (high + 0.6) + 1.5)
    made = Figure(figsize=size, layout="constrained")
    axes = made.subplots(rows, columns, squeeze=False).ravel()
    for place in axes[len(parts) :]:
        place.set_axis_off()
    for place, part in zip(axes, parts, strict=False):
        _panel(place, shown, shown.graphs[part], part, labels)
    made.legend(
        handles=_legend(speech, shown, labels), loc="outside lower center",
        ncols=int(size[0] / ENTRY), frameon=False, fontsize=9,
    )  # fmt: skip
    return made


def _panel(axes: Axes, shown: Drawing, graph: nx.Graph, part: int, labels: Labels) -> None:
    found = [edge for edge in graph.edges(data=True) if edge[2]["association"]]
    rest = [edge for edge in graph.edges(data=True) if not edge[2]["association"]]
    for edges, style in ((rest, (0, (3, 2))), (found, "solid")):
        _lines(axes, shown.places, edges, style)
    most = max((data["units"] for _, data in shown.graphs[0].nodes(data=True)), default=1)
    for node, (x, y) in shown.places.items():
        units = graph.nodes[node]["units"]
        fill = shown.colours[node] if units else "#EEEEEE"
        area = 14 + LARGEST * units / most  # square points
        axes.scatter(x, y, s=area, color=fill, edgecolor=GREY, linewidth=0.6, zorder=3)
        away = (area / np.pi) ** 0.5 / 72 / CHARACTER + 0.6
        side = away if node in shown.above else -away
        axes.text(
            x, y + side, shown.names[node], ha="center", va="center", fontsize=8, zorder=4,
            color=INK if units else "#C4C4C4", path_effects=HALO,
        )  # fmt: skip
    tests = say(labels, f"{len(found)} 个关联", f"{len(found)} associations", " · ")
    size = say(labels, f"{graph.graph['units']} 个单位", f"{graph.graph['units']} units", " · ")
    axes.set_title(f"{part_names([part], labels, ' ')[0]}\n{tests}\n{size}", fontsize=10)
    _frame(axes, shown)


def _frame(axes: Axes, shown: Drawing) -> None:
    wide, high = shown.extent
    axes.set_xlim(-2, wide - 2)
    axes.set_ylim(-1.5, high - 1.5)
    axes.set_axis_off()


def _lines(
    axes: Axes,
    places: dict[str, tuple[float, float]],
    edges: list[tuple[str, str, dict[str, Any]]],
    style: str | tuple[float, tuple[float, ...]],
) -> None:
    solid = style == "solid"
    axes.add_collection(LineCollection(
        [[places[a], places[b]] for a, b, _ in edges],
        linewidths=[0.8 + 3.2 * max(data["npmi"], 0) if solid else 0.9 for _, _, data in edges],
        alpha=[_opacity(data["stability"]) if solid else 0.75 for _, _, data in edges] or None,
        colors=INK if solid else GREY, linestyles=[style], zorder=2 if solid else 1,
    ))  # fmt: skip


def _opacity(stability: float) -> float:
    """From 0.25, still visible, at stability 0.5 and below to 1 at stability 1."""
    return 0.25 + 0.75 * float(np.clip((stability - 0.5) * 2, 0, 1))


def _legend(speech: Speech, shown: Drawing, labels: Labels) -> list[Line2D]:
    said = groups(speech.lexicon)
    graph = next(iter(shown.graphs.values()))
    by_colour: dict[str, list[str]] = {}
    for node, colour in shown.colours.items():
        group = graph.nodes[node].get("group")
        if group and group not in by_colour.setdefault(colour, []):
            by_colour[colour].append(group)
    handles = [
        _dot(colour, say(labels, *said[own[0]], " ") if colour != GREY else
             say(labels, "其他组", "other groups", " "))
        for colour, own in by_colour.items()
    ]  # fmt: skip
    handles.append(_dot("white", say(labels, "提法与实词", "formulas and words", " ")))
    solid = say(labels, "关联（q ≤ 0.05）", "association", " ")
    faint = say(labels, "描述性，未达显著", "descriptive, not significant", " ")
    widths = say(labels, "线宽：npmi；深浅：稳定性", "width: npmi; opacity: stability", " · ")
    handles.append(Line2D([], [], color=INK, linewidth=2.4, label=solid))
    handles.append(Line2D([], [], color=GREY, linewidth=0.9, linestyle=(0, (3, 2)), label=faint))
    handles.append(Line2D([], [], color="none", label=widths))
    return handles


def _dot(colour: str, label: str) -> Line2D:
    return Line2D([], [], marker="o", linestyle="", color=colour, markeredgecolor=GREY, label=label)
