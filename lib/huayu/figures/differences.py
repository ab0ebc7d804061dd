"""Figures of differences 差异图 between parts: what each has more of, and who is central where."""

from __future__ import annotations

from collections.abc import Sequence

import networkx as nx
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from huayu import contrasts, network
from huayu.corpus import Speech
from huayu.figures import GREY, INK, NOTE, Labels, figure, part_colour, part_names, say
from huayu.figures.backdrop import by_part
from huayu.figures.networks import CHARACTER, HALO, width
from huayu.network import LEVEL
from huayu.network.graph import names
from huayu.network.layout import positions

PAIRS = 20  # pairs of the difference network: with more, nothing can be told apart
TERMS = 10  # terms of the slope chart, two rows of five


@figure
@by_part()
def differences_network(speech: Speech, labels: Labels = "both") -> Figure:
    """Difference network 差异网络: what the parts have more of, and ties that differ between them.

    A node has the colour of the part that has more of it than its length explains (q ≤ 0.05, a
    permutation of sentences), grey where none does; its size is the ratio to expectation there.
    An edge has the colour of the part in which the odds ratio of the pair is highest; solid where
    the odds ratios differ (exact test, q ≤ 0.05), dashed where they only look different.
    """
    counts, ties = contrasts.frequencies(speech), contrasts.homogeneity(speech)
    peak = counts.sort_values("ratio", kind="stable").drop_duplicates("term", keep="last")
    peak = peak.set_index("term")
    ties = ties.head(PAIRS)
    graph = nx.Graph()
    graph.add_nodes_from(sorted(peak.index[peak["q"] <= LEVEL]))
    graph.add_edges_from(zip(ties["source"], ties["target"], strict=True))
    said = names(network.concept_network(speech), graph, "en" if labels == "en" else "zh")
    places = positions(graph, {node: (width(text), 2.8) for node, text in said.items()})
    wide = max((x for x, _ in places.values()), default=24) + 6
    high = max((y for _, y in places.values()), default=6) + 5
    made = Figure(figsize=(max(wide * CHARACTER * 1.15 + 1, 8.5), high * CHARACTER * 1.15 + 1.6),
                  layout="constrained")  # fmt: skip
    axes = made.subplots()
    _ties(axes, ties, places)
    for node, (x, y) in places.items():
        row = peak.loc[node]
        known = row["q"] <= LEVEL
        colour = part_colour(int(row["part"])) if known else "#D5D5D5"
        size = 25 + 45 * (row["ratio"] if known else 0.3)
        axes.scatter(x, y, s=size, color=colour, edgecolor="white", linewidth=0.6, zorder=3)
        axes.text(x, y - 1.0, said[node], ha="center", va="center", fontsize=8.5, zorder=4,
                  path_effects=HALO)  # fmt: skip
    axes.set_xlim(-3, wide - 3)
    axes.set_ylim(-2.5, high - 2.5)
    axes.set_axis_off()
    title = say(labels, "各部分之间的差异", "What differs between the parts", "  ")
    axes.set_title(title)
    if len(places):
        made.legend(handles=_key(sorted(set(counts["part"])), ties, labels),
                    loc="outside lower center", ncols=2, frameon=False, fontsize=9)  # fmt: skip
    else:
        note = say(labels, "无可比较的部分", "no parts to compare", " ")
        axes.text(0.5, 0.5, note, transform=axes.transAxes, ha="center", color=NOTE)
    return made


def _ties(axes: Axes, ties: pd.DataFrame, places: dict[str, tuple[float, float]]) -> None:
    odds = [column for column in ties.columns if column.startswith("odds_")]
    if ties.empty:
        return
    ranges = np.log(ties[odds].to_numpy(float))
    best = np.nanargmax(ranges, axis=1)
    ranges = np.where(np.isnan(ranges), np.nanmean(ranges, axis=1, keepdims=True), ranges)
    axes.add_collection(LineCollection(
        [[places[a], places[b]] for a, b in zip(ties["source"], ties["target"], strict=True)],
        colors=[part_colour(int(odds[place].removeprefix("odds_"))) for place in best],
        linewidths=(0.6 + 0.45 * np.ptp(ranges, axis=1)).tolist(),
        linestyles=["solid" if q <= LEVEL else (0, (3, 2)) for q in ties["q"]],
        alpha=[0.95 if q <= LEVEL else 0.45 for q in ties["q"]], zorder=1,
    ))  # fmt: skip


def _key(parts: Sequence[int], ties: pd.DataFrame, labels: Labels) -> list[Line2D]:
    more = [
        Line2D([], [], marker="o", linestyle="", color=part_colour(part),
               label=f"{name} {say(labels, '偏多（q ≤ 0.05）', 'has more', ' ')}")
        for part, name in zip(parts, part_names(list(parts), labels, " "), strict=True)
    ]  # fmt: skip
    none = say(labels, "各部分无显著差别", "no significant difference", " ")
    more.append(Line2D([], [], marker="o", linestyle="", color="#D5D5D5", label=none))
    sizes = say(labels, "点大小：与预期之比", "size: ratio to expectation", " · ")
    more.append(Line2D([], [], color="none", label=sizes))
    differ = int((ties["q"] <= LEVEL).sum())
    solid = say(labels, f"关联强度有别：{differ} 对", f"odds ratios differ: {differ} pairs", " ")
    faint = say(
        labels,
        "未达显著；边色：优势比较高的部分",
        "not significant; colour: the part with higher odds",
    )
    more.append(Line2D([], [], color=INK, linewidth=1.8, label=solid))
    dashed = Line2D([], [], color=GREY, linewidth=1.2, linestyle=(0, (3, 2)), label=faint)
    return [*more, dashed]


def strengths(speech: Speech, draws: int = 500) -> pd.DataFrame:
    """Strengths 强度 of terms by part, over the associations of the whole or of any part.

    Returns
    -------
    DataFrame ``part, node`` and the columns of :func:`huayu.network.centralities`. The edges are
    the same in all parts in which both their terms occur, so that a difference is one of strength;
    a term is missing where none of its edges has both.
    """
    table, held = network.edges(speech), network.units(speech)
    found = table.loc[table["q"] <= LEVEL, ["source", "target"]].drop_duplicates()
    rows = []
    for part in sorted(set(held.parts) - {0}) or [0]:
        own = [unit for unit, at in zip(held.terms, held.parts, strict=True) if at == part]
        mine = table[table["part"] == (part if part in set(table["part"]) else 0)]
        mine = found.merge(mine[["source", "target", "npmi"]], how="left").fillna({"npmi": -1.0})
        present = {term for unit in own for term in unit}
        mine = mine[mine["source"].isin(present) & mine["target"].isin(present)]
        graph = nx.from_pandas_edgelist(mine, edge_attr="npmi")
        rows.append(network.centralities(graph, own, draws).assign(part=part))
    return pd.concat(rows, ignore_index=True)


@figure
@by_part()
def differences_centrality(speech: Speech, labels: Labels = "both") -> Figure:
    """Centrality by part 各部分中心度: strength of the leading terms, with 95 % intervals.

    One panel a term: its strength (sum of npmi over the associations of the speech) in each part;
    the other terms in grey behind it. The interval is wide where the part is short or the term
    rare in it; no mark where the term, or everything that it is tied to, does not occur.
    """
    table = strengths(speech)
    parts = sorted(set(table["part"]))
    mean = table.groupby("node")["strength"].mean()
    main = sorted(mean.index, key=lambda node: (-mean[node], node))[:TERMS]
    made = Figure(figsize=(12, 2.7 * max(1, -(-len(main) // 5)) + 0.9), layout="constrained")
    panels = made.subplots(max(1, -(-len(main) // 5)), 5, sharey=True, squeeze=False).ravel()
    wide = table.pivot(index="node", columns="part", values="strength").loc[main]
    said = names(network.concept_network(speech), main, "en" if labels == "en" else "zh")
    for axes, node in zip(panels, main, strict=False):
        axes.plot(range(len(parts)), wide.T.to_numpy(), color="#DDDDDD", linewidth=0.8, zorder=1)
        own = table[table["node"] == node].sort_values("part")
        at = own["part"].map(parts.index)
        axes.plot(at, own["strength"], color=INK, linewidth=1.2, zorder=2)
        colours = [part_colour(part) for part in own["part"]]
        axes.vlines(at, own["strength_low"], own["strength_high"], colors=colours, zorder=3)
        axes.scatter(at, own["strength"], color=colours, zorder=4)
        axes.set_title(said[node], fontsize=11)
        axes.set_xticks(range(len(parts)), [str(part) if part else "–" for part in parts])
        axes.set_xlim(-0.4, len(parts) - 0.6)
    for axes in panels[len(main) :]:
        axes.set_axis_off()
    made.supxlabel(say(labels, "部分", "part", " "), fontsize=10)
    made.supylabel(
        say(labels, "强度（npmi 之和，95% 区间）", "strength (sum of npmi, 95 % interval)"),
        fontsize=10,
    )
    title = say(labels, "各部分中的中心概念", "Central concepts by part", "  ")
    made.suptitle(title, x=0.01, ha="left", fontsize=12)
    if not main:
        note = say(labels, "此文中没有关联", "no association in this text", " ")
        made.text(0.5, 0.5, note, ha="center", color=NOTE)
    return made
