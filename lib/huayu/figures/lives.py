"""Figures of archives 档案图: formulas over time, and the networks of two periods."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import numpy as np
from matplotlib import colormaps
from matplotlib.figure import Figure

from huayu import lives
from huayu.corpus import Speech, root
from huayu.figures import GREY, INK, PALETTE, Labels, figure, say
from huayu.figures.comparison import nothing
from huayu.network.layout import positions


@figure
def lives_courses(speech: Speech, folder: str, most: int = 30, labels: Labels = "both") -> Figure:
    """Courses 历程: the share of each period's documents that hold a formula, the hottest first.

    ``folder`` holds the tables of an archive, relative to the house. A triangle up marks where
    the highest level begins, a triangle down where it ends.
    """
    tables = (speech.root or root()) / folder
    shares = lives.shares(tables)
    told = lives.lives(tables)[:most]
    periods = list(shares.columns)
    made = Figure(
        figsize=(4 + 0.3 * max(len(periods), 14), 2 + 0.26 * max(len(told), 6)),
        layout="constrained",
    )
    axes = made.subplots()
    if told.empty:
        nothing(axes, labels, "没有足够常见的提法", "no formula is common enough")
        return made
    values = shares.loc[told["formula"]].to_numpy()
    shown = axes.imshow(np.sqrt(values), cmap=colormaps["Blues"], aspect="auto", vmin=0)
    for row, life in enumerate(told.itertuples()):
        for period, mark in ((life.rise, "^"), (life.decline, "v")):
            if period:
                axes.plot(periods.index(period), row, mark, color=PALETTE[1], markersize=5)
    axes.set_yticks(
        range(len(told)), [f"{n}  {t}" for n, t in zip(told.formula, told.tier, strict=True)]
    )
    step = -(-len(periods) // 40)
    axes.set_xticks(range(0, len(periods), step), periods[::step], rotation=90)
    axes.tick_params(length=0)
    bar = made.colorbar(shown, ax=axes, shrink=0.5)
    ticks = np.linspace(0, np.sqrt(values.max()), 4).tolist()
    bar.set_ticks(ticks, labels=[f"{tick**2:.1%}" for tick in ticks])
    bar.outline.set_visible(False)
    title = say(labels, "提法历程：含该提法的文献占比", "Formulas: share of documents", "  ")
    made.suptitle(title + _caution(speech, tables, labels), x=0.01, ha="left", fontsize=12)
    return made


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
    pairs = lives.contrast(tables, one, other, most) if one != other else None
    made = Figure(figsize=(12, 6.2), layout="constrained")
    panels = made.subplots(1, 2)
    if pairs is None or pairs.empty:
        for axes in panels:
            nothing(axes, labels, "没有可比的两期", "no two periods to compare")
        return made
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
        axes.set_title(period + _caution(speech, tables, labels))
        axes.set_axis_off()
        axes.margins(0.12)
    return made
