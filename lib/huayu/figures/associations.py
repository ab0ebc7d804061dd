"""Figures of associations 关联图: the pairs behind the network, and how far they can be trusted."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from huayu import network
from huayu.corpus import Speech
from huayu.figures import (
    GREY,
    INK,
    NOTE,
    Labels,
    figure,
    part_colour,
    part_names,
    say,
    something,
    written,
)
from huayu.figures.backdrop import noted
from huayu.figures.networks import node_names
from huayu.network import LEVEL, power
from huayu.network.graph import strengths
from huayu.network.incidence import Incidence, incidence, paired

FREQUENT = 40  # units up to which power is drawn: few terms of a speech stand in more
CURVES = 4  # parts whose curves can be told apart
# settings of the robustness figure: the registered one, other windows, other cut-offs
SETTINGS: tuple[tuple[str | int, int, int], ...] = (
    ("sentence", 3, 40), ("clause", 3, 40), ("paragraph", 3, 40), (10, 3, 40), (20, 3, 40),
    ("sentence", 2, 40), ("sentence", 5, 40), ("sentence", 3, 0), ("sentence", 3, 100),
)  # fmt: skip


@figure
def associations_pairs(
    speech: Speech, window: str | int = "sentence", most: int = 28, labels: Labels = "both"
) -> Figure:
    """Pairs of concepts 词对: how strongly they are tied, with 95 % intervals, the surest on top.

    npmi runs from 0, as often together as chance has it, to 1, never apart. Filled dots are
    associations (q ≤ 0.05); hollow ones, the others whose joint sentences lie farthest above
    expectation, are description. The numbers: joint sentences, observed and expected, and
    stability, the share of resampled speeches in which the tie is found again.
    """
    table = network.edges(speech, window)
    table = table[(table["part"] == 0) & (table["count"] >= 2)]
    table = table.assign(association=table["q"] <= LEVEL, strength=strengths(table))
    order = np.lexsort((-table["count"], -table["strength"], ~table["association"]))
    rows = table.iloc[order[: max(most, int(table["association"].sum()))]]
    something(len(rows), "没有同现两次的概念", "no two concepts that meet twice")
    made = Figure(figsize=(9.5, 0.24 * max(len(rows), 4) + 1.9), layout="constrained")
    axes = made.subplots()
    heights = np.arange(len(rows))
    colours = [INK if found else GREY for found in rows["association"]]
    axes.axvline(0, color=GREY, linewidth=0.8, zorder=0)
    axes.hlines(heights, rows["ci_low"], rows["ci_high"], colors=colours, linewidth=1.4)
    faces = [INK if found else "white" for found in rows["association"]]
    axes.scatter(rows["npmi"], heights, s=28, c=faces, edgecolors=colours, zorder=3)
    axes.set_xlabel(say(labels, "npmi（95% 区间）", "npmi (95 % interval)", " "))
    axes.set_xlim(min(-0.05, rows["ci_low"].min() - 0.03), 1.02)
    _beside(axes, rows, labels)
    graph = network.concept_network(speech, None, window)
    said = node_names(graph, graph, labels)
    pairs = zip(rows["source"], rows["target"], strict=True)
    axes.set_yticks(heights, [f"{said[a]} – {said[b]}" for a, b in pairs], fontsize=8.5)
    axes.set_ylim(len(rows) - 0.4, -1.6)
    axes.set_title(say(labels, "哪些概念同句多于偶然", "Which pairs exceed chance", "  "))
    made.legend(handles=_kinds(labels), loc="outside lower center", ncols=2, frameon=False,
                fontsize=9)  # fmt: skip
    zh = "每个区间只管自己的一对：空心点从许多词对中挑出，区间不含 0 不算证据"
    en = "an interval is of its pair alone; hollow ones are picked out of many and prove nothing"
    noted(made, say(labels, zh, en))
    return made


def _beside(axes: Axes, rows: pd.DataFrame, labels: Labels) -> None:
    """Columns of numbers to the right of the rows: observed, expected, stability."""
    stable = ["–" if pd.isna(value) else f"{value:.2f}" for value in rows["stability"]]
    expected = [f"{value:.1f}" for value in rows["expected"]]
    heads = (("句数", "n"), ("预期", "E"), ("稳定度", "stability"))
    told = (map(str, rows["count"]), expected, stable)
    columns = [[say(labels, *head), *own] for head, own in zip(heads, told, strict=True)]
    for across, column in zip((1.05, 1.12, 1.21), columns, strict=True):
        for place, said in enumerate(column, start=-1):
            axes.annotate(said, (across, place), xycoords=("axes fraction", "data"), va="center",
                          ha="right", fontsize=8, color=NOTE if place < 0 else INK)  # fmt: skip


def _kinds(labels: Labels) -> list[Line2D]:
    """What a filled and a hollow dot say."""
    kinds = ((INK, INK, "关联（q ≤ 0.05）", "association (q ≤ 0.05)"),
             (GREY, "white", "描述，未经证实", "description, unproved"))  # fmt: skip
    return [
        Line2D([], [], color=edge, marker="o", markerfacecolor=face, label=say(labels, zh, en, " "))
        for edge, face, zh, en in kinds
    ]


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
    said = {node: written(node) for pair in order for node in pair}  # what only others have
    said |= node_names(graph, [node for node in said if node in graph], labels)
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
    """Power 检验力: how often two concepts must meet for a text of this length to show it.

    For two terms of k sentences each, the joint sentences that it takes under both nulls, with
    power 0.8 under the shifts and terms that come without bursts: from the line on a tie is found
    in four texts of five or more; below it some are found, and most are not. Terms that come in
    bursts need more. The limit of p is the strictest, that of one pair alone by Bonferroni over
    those that could be found, fixed by the margins (:func:`huayu.network.power.limit`). Dots are
    the pairs that met, at the geometric mean of their sentences; filled, associations.
    """
    held, table = network.units(speech), network.edges(speech)
    table = table[(table["part"] == 0) & (table["count"] >= 2)]
    something(len(table), "没有同现两次的概念", "no two concepts that meet twice")
    made = Figure(figsize=(9, 5.6), layout="constrained")
    axes = made.subplots()
    sizes = network.nodes(speech, held.terms).set_index("node")["units"]
    _met(axes, table, sizes, labels)
    parts = sorted(set(held.parts) - {0})
    for part in [0, *(parts[:CURVES] if len(parts) > 1 else [])]:
        own = held.of(part or None)
        needed = _needed(incidence(own.terms, own.strata), sizes.index.tolist())
        label = f"{part_names([part], labels, ' ')[0]} (n = {len(own.terms)})"
        if needed.empty:
            label += say(labels, "：看不见任何关联", ": can show nothing", " ")
        axes.plot(needed["units"], needed["joint"], color=part_colour(part), linewidth=1.8,
                  marker="o", markersize=3, label=label)  # fmt: skip
    always = say(labels, "每句都同现", "always together", " ")
    axes.plot([0, FREQUENT], [0, FREQUENT], color="#BBBBBB", linewidth=0.8, zorder=0, label=always)
    axes.set_xlim(0, FREQUENT)
    axes.set_ylim(0, FREQUENT / 2)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlabel(say(labels, "两词各自的句数 k", "sentences of each term, k", "  "))
    axes.set_ylabel(say(labels, "同现句数", "joint sentences", "  "))
    zh = "从线起：分布均匀的一对词，十次至少有八次看得见；线下也有看得见的，多数看不见"
    en = "from the line on a pair of even terms is seen in 8 of 10 texts or more; below it some are"
    made.supxlabel(say(labels, zh, en), fontsize=9, color=NOTE)
    axes.set_title(say(labels, "同现多少句才看得见关联", "How many joint sentences it takes", "  "))
    axes.legend(frameon=False, fontsize=9, loc="upper left")
    return made


def _met(axes: Axes, table: pd.DataFrame, sizes: pd.Series, labels: Labels) -> None:
    """The pairs that met, a little apart where several have the same counts."""
    across = np.sqrt(table["source"].map(sizes) * table["target"].map(sizes)).to_numpy(float)
    apart = np.random.default_rng(0).uniform(-0.25, 0.25, (2, len(table)))
    found = (table["q"] <= LEVEL).to_numpy()
    for kind, face, zh, en in ((~found, "white", "相遇的词对", "pairs that met"),
                               (found, INK, "关联", "associations")):  # fmt: skip
        axes.scatter(across[kind] + apart[0, kind], table["count"][kind] + apart[1, kind], s=20,
                     c=face, edgecolors=INK if face == INK else GREY, linewidths=0.8, zorder=3,
                     label=f"{say(labels, zh, en, ' ')} ({int(kind.sum())})")  # fmt: skip


def _needed(whole: Incidence, nodes: list[str]) -> pd.DataFrame:
    """Joint sentences needed under both nulls, for terms of k sentences."""
    bound = power.limit(whole, paired(whole, 1, nodes))
    table = power.detectable(whole, bound)
    table = table[table["units"] <= FREQUENT].iloc[::2]
    turned = power.turned(whole, table["units"].tolist(), bound)
    joint = np.maximum(table["joint"], turned)  # nan where either test can show nothing
    return table.assign(joint=joint).dropna(subset="joint")
