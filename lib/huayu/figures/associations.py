"""Figures of associations 关联图: the matrix behind the network, and how far it can be trusted."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pandas as pd
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.ticker import NullFormatter, StrMethodFormatter

from huayu import network
from huayu.corpus import Speech
from huayu.figures import GREY, INK, Labels, figure, part_colour, part_names, say, something
from huayu.network import LEVEL, power
from huayu.network.graph import names
from huayu.network.incidence import incidence, paired

FAINT = 15  # descriptive edges that bring further terms into the matrix: about 40 in all
FREQUENT = 40  # units up to which power is drawn: few terms of a speech stand in more
# settings of the robustness figure: the registered one, other windows, other cut-offs
SETTINGS: tuple[tuple[str | int, int, int], ...] = (
    ("sentence", 3, 40), ("clause", 3, 40), ("paragraph", 3, 40), (10, 3, 40), (20, 3, 40),
    ("sentence", 2, 40), ("sentence", 5, 40), ("sentence", 3, 0), ("sentence", 3, 100),
)  # fmt: skip


@figure
def associations_matrix(
    speech: Speech, window: str | int = "sentence", labels: Labels = "both"
) -> Figure:
    """Association matrix 关联矩阵 of the whole speech, ordered by community.

    Below the diagonal npmi, above it stability, for every pair that meets in two units or more
    and more than expected; a black frame marks an association (q ≤ 0.05). Dark squares without a
    frame are pairs that a plain picture would draw and the null model does not bear out.
    """
    graph = network.concept_network(speech, None, window, descriptive=FAINT)
    graph.remove_nodes_from(list(nx.isolates(graph)))
    found = network.communities(graph)
    order = found.sort_values(["community", "node"])["node"].tolist()
    place = {node: number for number, node in enumerate(order)}
    something(len(order), "没有同现的概念", "no concepts that meet")
    side = max(len(order), 4)
    made = Figure(figsize=(max(0.21 * side + 3.2, 7.5), 0.21 * side + 1.9), layout="constrained")
    axes = made.subplots()
    table = network.edges(speech, window)
    table = table[(table["part"] == 0) & (table["count"] >= 2)]
    table = table[(table["count"] > table["expected"]) & table["source"].isin(place)]
    table = table[table["target"].isin(place)]
    _squares(axes, table, place)
    said = names(graph, order, "en" if labels == "en" else "zh")
    axes.set_xticks(range(len(order)), [said[node] for node in order], rotation=90, fontsize=7.5)
    axes.set_yticks(range(len(order)), [said[node] for node in order], fontsize=7.5)
    axes.set_xlim(-0.5, side - 0.5)
    axes.set_ylim(side - 0.5, -0.5)
    axes.set_aspect("equal")
    for cut in np.flatnonzero(np.diff(found.sort_values(["community", "node"])["community"])):
        axes.axhline(cut + 0.5, color="#DDDDDD", linewidth=0.6, zorder=0)
        axes.axvline(cut + 0.5, color="#DDDDDD", linewidth=0.6, zorder=0)
    zh = "关联矩阵：左下 npmi，右上稳定性；黑框为关联（q ≤ 0.05）"
    en = "Association matrix: npmi (below), stability (above); framed: associations (q ≤ 0.05)"
    made.suptitle(say(labels, zh, en), x=0.01, ha="left", fontsize=10)
    made.colorbar(
        ScalarMappable(Normalize(0, 1), "Blues"),
        ax=axes,
        shrink=0.5,
        label=say(labels, "npmi、稳定性", "npmi, stability", " "),
    )
    return made


def _squares(axes: Axes, table: pd.DataFrame, place: dict[str, int]) -> None:
    colours = ScalarMappable(Normalize(0, 1), "Blues")
    for row in table.itertuples():
        low, high = sorted((place[row.source], place[row.target]))
        for x, y, value in ((low, high, row.npmi), (high, low, row.stability)):
            axes.add_patch(
                Rectangle((x - 0.5, y - 0.5), 1, 1, color=colours.to_rgba(value), linewidth=0)
            )
            if row.q <= LEVEL:
                axes.add_patch(
                    Rectangle((x - 0.45, y - 0.45), 0.9, 0.9, fill=False, edgecolor=INK,
                              linewidth=1.1, zorder=3)
                )  # fmt: skip


def robustness(speech: Speech) -> pd.DataFrame:
    """Robustness 稳健性: npmi and q of every association under other windows and cut-offs.

    Returns
    -------
    DataFrame ``setting`` (0 is the registered one), ``source, target, npmi, q``, for pairs that
    are associations under any setting.
    """
    tables = [
        network.edges(speech, window, minimum, words, draws=0, by_part=False).assign(setting=number)
        for number, (window, minimum, words) in enumerate(SETTINGS)
    ]
    whole = pd.concat(tables, ignore_index=True)
    found = whole.loc[whole["q"] <= LEVEL, ["source", "target"]].drop_duplicates()
    return whole.merge(found)[["setting", "source", "target", "npmi", "q"]]


@figure
def associations_robustness(speech: Speech, most: int = 32, labels: Labels = "both") -> Figure:
    """Robustness 稳健性 of the associations over windows and cut-offs.

    One row a pair, one column a setting, the registered one first. A filled square is an
    association there (q ≤ 0.05), a hollow one a pair that meets more often than expected without
    reaching it; empty where the pair does not meet or a term is no node. Shade is npmi.
    """
    table = robustness(speech)
    table["passed"] = table["q"] <= LEVEL
    times = table.groupby(["source", "target"])["passed"].sum()
    own = set(table[table["passed"] & (table["setting"] == 0)][["source", "target"]].itertuples(
        index=False, name=None))  # fmt: skip
    order = sorted(times.index, key=lambda pair: (pair not in own, -times[pair], pair))[:most]
    place = {pair: number for number, pair in enumerate(order)}
    something(len(order), "任何设定下都没有关联", "no association under any setting")
    made = Figure(figsize=(9.5, 0.25 * max(len(order), 4) + 2.6), layout="constrained")
    axes = made.subplots()
    colours = ScalarMappable(Normalize(0, 1), "Blues")
    for row in table.itertuples():
        if (row.source, row.target) in place:
            edge = colours.cmap(max(row.npmi, 0))
            fill = edge if row.passed else "white"
            axes.scatter(
                row.setting, place[row.source, row.target], s=90, marker="s",
                facecolor=fill, edgecolor=edge,
            )  # fmt: skip
    counts = table[table["passed"]].groupby("setting").size()
    texts = [_setting(window, least, words, labels) for window, least, words in SETTINGS]
    texts = [f"{text}\nn = {counts.get(number, 0)}" for number, text in enumerate(texts)]
    axes.set_xticks(range(len(SETTINGS)), texts, fontsize=8)
    axes.xaxis.tick_top()
    graph = network.concept_network(speech)
    said = {node: node for pair in order for node in pair}  # what only other settings have
    known = [node for node in said if node in graph]
    said |= names(graph, known, "en" if labels == "en" else "zh")
    axes.set_yticks(range(len(order)), [f"{said[a]} – {said[b]}" for a, b in order], fontsize=8)
    axes.set_xlim(-0.6, len(SETTINGS) - 0.4)
    axes.set_ylim(max(len(order), 1) - 0.4, -0.6)
    if own:
        axes.axhline(len(own) - 0.5, color=GREY, linewidth=0.6)
    axes.axvspan(-0.5, 0.5, color="#F2F2F2", zorder=0)
    made.suptitle(say(labels, "窗口与阈值改变后的关联", "Associations under other settings", "  "),
                  x=0.01, ha="left", fontsize=12)  # fmt: skip
    made.colorbar(colours, ax=axes, shrink=0.4, label="npmi")
    made.legend(handles=_marks(labels), loc="outside lower center", frameon=False, fontsize=9)
    return made


def _marks(labels: Labels) -> list[Line2D]:
    """What a filled, a hollow and a missing square say, and what the heads of the columns say."""
    filled = say(labels, "关联（q ≤ 0.05）", "association (q ≤ 0.05)", " ")
    hollow = say(labels, "共现多于预期，未达显著", "above expectation, no association", " ")
    zh = "列首：窗口；词项至少在几句中出现；补入的实词数；n 为关联数"
    en = "head: window; least units of a term; content words added; n associations"
    edge = colormaps["Blues"](0.7)
    squares = [
        Line2D([], [], color=fill, label=label, marker="s", linestyle="", markersize=8,
               markeredgecolor=edge)
        for fill, label in ((edge, filled), ("white", hollow))
    ]  # fmt: skip
    return [*squares, Line2D([], [], color="none", label=say(labels, zh, en))]


def _setting(window: str | int, minimum: int, words: int, labels: Labels) -> str:
    zh = {"sentence": "句", "clause": "小句", "paragraph": "段"}.get(str(window), f"{window} 词")
    en = window if isinstance(window, str) else f"{window} words"
    name = say(labels, zh, en)
    added = {"zh": f"+{words} 词", "en": f"+{words} words"}["en" if labels == "en" else "zh"]
    return f"{name}\n≥ {minimum}\n{added}"


@figure
def associations_power(speech: Speech, labels: Labels = "both") -> Figure:
    """Power 检验力: how strong an association has to be for a text of this length to show it.

    For two terms of k units each, the least number of joint units that can be told from chance
    (left) and the odds ratio that is found in 80 % of such texts (right), for every part and for
    the whole; the limit is what one pair alone would have to reach, fixed by the margins.
    """
    held = network.units(speech)
    made = Figure(figsize=(11, 4.2), layout="constrained")
    left, right = made.subplots(1, 2)
    parts = sorted(set(held.parts) - {0})
    nodes = network.nodes(speech, held.terms)["node"].tolist()
    for part in [0, *parts]:
        own = held.of(part or None)
        whole = incidence(own.terms, own.strata)
        table = power.detectable(whole, power.limit(whole, paired(whole, 1, nodes)))
        table = table[table["units"] <= FREQUENT]
        name = part_names([part], labels, " ")[0]
        label = f"{name} (n = {len(own.terms)})"
        style = {"color": part_colour(part), "marker": "o", "markersize": 3, "label": label}
        left.plot(table["units"], table["joint"], **style)
        right.plot(table["units"], table["odds"], **style)
    always = say(labels, "每句都共现", "always together", " ")
    most = left.get_xlim()[1]
    left.plot([0, most], [0, most], color="#BBBBBB", linewidth=0.8, zorder=0, label=always)
    right.set_yscale("log")
    right.yaxis.set_major_formatter(StrMethodFormatter("{x:g}"))
    right.yaxis.set_minor_formatter(NullFormatter())
    left.set_ylabel(say(labels, "所需共现句数", "joint sentences needed"))
    right.set_ylabel(say(labels, "检验力八成时的优势比", "odds ratio found with power 0.8"))
    for axes in (left, right):
        axes.set_xlabel(say(labels, "两词各自的句数 k", "sentences of each term, k", "  "))
    left.legend(frameon=False, fontsize=9)
    made.suptitle(say(labels, "多强的关联才看得见", "What this text can and cannot show", "  "),
                  x=0.01, ha="left", fontsize=12)  # fmt: skip
    return made
