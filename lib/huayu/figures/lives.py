"""Figures of archives 档案图: formulas over time, and the networks of two periods."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import PowerNorm
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from huayu import lives
from huayu.corpus import Speech, root
from huayu.figures import GREY, INK, PALETTE, Labels, figure, say, something
from huayu.network.layout import positions

PERIODS = 3  # fewer have no course
DOCUMENTS = 5  # of a period: what fewer have in common is theirs, not their time's
# turns of a formula's course: its mark, and what it says
TURNS = {
    "rise": ("^", "最高阶段之始", "the highest level begins"),
    "decline": ("v", "最高阶段之末", "it ends"),
}


@figure
def lives_courses(speech: Speech, folder: str, most: int = 30, labels: Labels = "both") -> Figure:
    """Courses 历程: the share of each period's documents that hold a formula, the hottest first.

    ``folder`` holds the tables of an archive, relative to the house. A triangle up marks where
    the highest level begins, a triangle down where it ends.
    """
    tables = (speech.root or root()) / folder
    shares = lives.shares(tables)
    told = lives.lives(tables)[:most]
    something(len(told), "没有足够常见的提法", "no formula is common enough")
    periods = list(shares.columns)
    something(
        len(periods) >= PERIODS, "不足三期，看不出升降", "in under three periods nothing rises"
    )
    made = Figure(
        figsize=(4 + 0.3 * max(len(periods), 14), 2 + 0.26 * max(len(told), 6)),
        layout="constrained",
    )
    axes = made.subplots()
    values = shares.loc[told["formula"]].to_numpy()
    top = values.max()
    shown = axes.imshow(values, cmap="Blues", aspect="auto", norm=PowerNorm(0.5, 0, top))
    rows = [f"{n}  {t}".strip() for n, t in zip(told.formula, told.tier, strict=True)]
    axes.set_yticks(range(len(told)), rows)
    step = -(-len(periods) // 40)
    sizes = lives.table(tables, "periods").set_index("period")["documents"]
    named = [f"{period} (n = {sizes[period]})" for period in periods]
    axes.set_xticks(range(0, len(periods), step), named[::step], rotation=90)
    axes.tick_params(length=0)
    bar = made.colorbar(shown, ax=axes, shrink=0.5, format=PercentFormatter(1, symbol=" %"))
    bar.set_label(say(labels, "含该提法的文献占比", "share of documents that hold it"))
    bar.outline.set_visible(False)
    _turns(axes, told, periods, labels)
    title = say(labels, "提法历程", "Courses of formulas", "  ")
    made.suptitle(title + _caution(speech, tables, labels), x=0.01, ha="left", fontsize=12)
    return made


def _turns(axes: Axes, told: pd.DataFrame, periods: list[str], labels: Labels) -> None:
    """Marks where a formula's highest level begins and ends, with a legend if there are any."""
    for turn, (mark, zh, en) in TURNS.items():
        found = [(periods.index(at), row) for row, at in enumerate(told[turn]) if at]
        if found:
            name = say(labels, zh, en, " ")
            axes.plot(*zip(*found, strict=True), mark, color=PALETTE[1], markersize=5, label=name)
    if axes.get_legend_handles_labels()[0]:
        axes.figure.legend(loc="outside lower center", ncols=2, frameon=False)


def _caution(speech: Speech, tables: Path, labels: Labels) -> str:
    """What a title must say of the texts that are not what they seem."""
    mixed = lives.constructed(tables, speech.root)
    return say(labels, "（含自拟文本）", "(with a constructed text)", " ") if mixed else ""


@figure
def lives_networks(
    speech: Speech, folder: str, one: str, other: str, most: int = 25, labels: Labels = "both"
) -> Figure:
    """Networks of two periods 两期网络: the pairs whose tie differs most, in one layout.

    Width is the attraction of a pair in that period; a pair without any is a dotted line.
    """
    tables = (speech.root or root()) / folder
    something(one != other, "没有可比的两期", "no two periods to compare")
    held = lives.table(tables, "periods").set_index("period")["documents"]
    zh, en = (
        "一期不足五篇，比的是篇，不是时期",
        "under five documents in a period: texts, not periods",
    )
    something(held.reindex([one, other]).min() >= DOCUMENTS, zh, en)
    pairs = lives.contrast(tables, one, other, most)
    something(len(pairs), "没有可比的两期", "no two periods to compare")
    made = Figure(figsize=(12, 6.2), layout="constrained")
    panels = made.subplots(1, 2)
    graph = nx.from_pandas_edgelist(pairs)
    places = positions(graph, {name: (len(name) * 1.1, 1.6) for name in graph})
    strongest = pairs[["attraction_one", "attraction_other"]].to_numpy().max()
    for axes, side, period, colour in zip(
        panels, ("one", "other"), (one, other), PALETTE, strict=False
    ):
        for pair in pairs.to_dict("records"):
            across, up = zip(places[pair["source"]], places[pair["target"]], strict=True)
            tie = max(pair[f"attraction_{side}"], 0) / strongest
            line = {"lw": 0.8, "ls": ":", "color": GREY} if not tie else {"lw": 0.5 + 5 * tie}
            axes.plot(across, up, zorder=1, **{"color": colour, "alpha": 0.8, **line})
        for name, (x, y) in places.items():
            axes.text(
                x, y, name, ha="center", va="center", fontsize=8, color=INK, zorder=2,
                bbox={"boxstyle": "round,pad=0.15", "fc": "white", "ec": "none", "alpha": 0.85},
            )  # fmt: skip
        axes.set_title(period)
        axes.set_axis_off()
        axes.margins(0.12)
    zh, en = "两期差别最大的词对", "Pairs whose tie differs most between two periods"
    made.suptitle(say(labels, zh, en, "  ") + _caution(speech, tables, labels), x=0.01, ha="left",
                  fontsize=12)  # fmt: skip
    zh, en = "线宽：该期内的吸引度；虚线：无", "width: attraction within the period; dotted: none"
    made.supxlabel(say(labels, zh, en, "  "), fontsize=10)
    return made
