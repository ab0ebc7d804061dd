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
from huayu.figures import GREY, INK, NOTE, PALETTE, Labels, figure, say, something
from huayu.network.layout import positions

PERIODS = 3  # fewer have no course
SURE = 0.05  # rate of false discoveries up to which a change is printed dark
# turns of a formula's course: its mark, and what it says
TURNS = {
    "rise": ("^", "最高阶段之始", "the highest level begins"),
    "decline": ("v", "最高阶段之末", "it ends"),
}


@figure
def lives_courses(speech: Speech, folder: str, most: int = 30, labels: Labels = "both") -> Figure:
    """Courses 历程: the share of each period's documents that hold a formula, the hottest first.

    ``folder`` holds the tables of an archive, relative to the house. A triangle up marks where
    the highest level begins, a triangle down where it ends. Periods of under ten documents are
    not drawn, nor formulas whose peak lies there; which is hottest is judged by the least that its
    share at the peak may be.
    """
    tables = (speech.root or root()) / folder
    periods = lives.drawn(tables)
    something(len(periods), "没有十篇以上的时期", "no period has ten documents")
    shares = lives.shares(tables)[periods]
    told = lives.lives(tables)
    told = told[told["peak"].isin(periods)][:most]
    something(len(told), "没有足够常见的提法", "no formula is common enough")
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
        found = [(periods.index(at), row) for row, at in enumerate(told[turn]) if at in periods]
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

    Width is the attraction of a pair in that period; a pair without any is a dotted line. The pairs
    are chosen because they differ: description, no test.
    """
    tables = (speech.root or root()) / folder
    something(one != other, "没有可比的两期", "no two periods to compare")
    zh = "一期不足十篇，比的是篇，不是时期"
    en = "of under ten documents, texts would be compared and not periods"
    something({one, other} <= {*lives.drawn(tables)}, zh, en)
    pairs = lives.contrast(tables, one, other, most)
    something(len(pairs), "没有可比的两期", "no two periods to compare")
    made = Figure(figsize=(12, 6.2), layout="constrained")
    panels = made.subplots(1, 2)
    graph = nx.from_pandas_edgelist(pairs)
    places = positions(graph, {name: (len(name) * 1.1, 1.6) for name in graph})
    sizes = lives.table(tables, "periods").set_index("period")["documents"]
    windows = lives.table(tables, "cooccurrence").groupby("period")["windows"].max()
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
        told = _size(sizes[period], int(windows[period]), labels)
        axes.set_title(f"{period}  {told}", fontsize=10)
        axes.set_axis_off()
        axes.margins(0.12)
    zh, en = "两期差别最大的词对", "Pairs whose tie differs most between two periods"
    made.suptitle(say(labels, zh, en, "  ") + _caution(speech, tables, labels), x=0.01, ha="left",
                  fontsize=12)  # fmt: skip
    zh = "线宽：该期内的吸引度；虚线：无；按差别挑出，仅为描述"
    en = "width: attraction within the period; dotted: none; picked by difference: description"
    made.supxlabel(say(labels, zh, en, "  "), fontsize=10)
    return made


@figure
def lives_neighbours(
    speech: Speech, folder: str, formula: str = "", most: int = 16, labels: Labels = "both"
) -> Figure:
    """Neighbours of a formula 提法近邻 by period: those that are surest of change, or of company.

    A dot says how many doublings likelier the neighbour stands in windows with the formula than
    in others, with its 95 % interval; filled where the interval leaves zero out. At the right the
    change from the first to the last period, in dark print where q ≤ 0.05. Periods of under ten
    documents are not drawn.
    """
    tables = (speech.root or root()) / folder
    formula = formula or lives.subject(tables)
    periods = lives.drawn(tables)
    something(len(periods) > 1, "没有两个十篇以上的时期", "no two periods of ten documents")
    something(bool(formula), "没有各期都常见的提法", "no formula is common in every period")
    found = lives.neighbours(tables, formula)
    rows = lives.changes_of(found).head(most)
    something(len(rows), "没有各期都常见的近邻", "no neighbour is common in every period")
    made = Figure(figsize=(3.2 + 2.3 * len(periods), 2.2 + 0.28 * len(rows)), layout="constrained")
    panels = made.subplots(1, len(periods), sharex=True, sharey=True, squeeze=False)[0]
    sizes = lives.table(tables, "periods").set_index("period")["documents"]
    for axes, period in zip(panels, periods, strict=True):
        here = found[found["period"] == period].set_index("neighbour").loc[rows["neighbour"]]
        _company(axes, here)
        windows = int(here["formula_windows"].iloc[0])
        count = sizes[period]
        axes.set_title(f"{period}\n{_size(count, windows, labels)}", fontsize=8.5)
    panels[0].set_yticks(range(len(rows)), list(rows["neighbour"]))
    panels[0].set_ylim(len(rows) - 0.4, -0.6)
    for height, row in enumerate(rows.itertuples()):
        told = f"{row.change:+.1f} [{row.low:+.1f}, {row.high:+.1f}]"
        panels[-1].text(1.03, height, told, transform=panels[-1].get_yaxis_transform(),
                        va="center", fontsize=8, color=INK if row.q <= SURE else NOTE)  # fmt: skip
    zh, en = f"“{formula}”的近邻：与之同现的倾向", f"Neighbours of {formula}: how they keep company"
    made.suptitle(say(labels, zh, en, "  ") + _caution(speech, tables, labels), x=0.01, ha="left",
                  fontsize=12)  # fmt: skip
    zh, en = "优势比（二进对数，95% 区间）；右：首末期之差", "log2 odds ratio, 95 %; right: change"
    made.supxlabel(say(labels, zh, en, "  "), fontsize=10)
    return made


def _size(documents: int, windows: int, labels: Labels) -> str:
    """How much of a period there is: its documents, and windows of them."""
    zh, en = f"{documents} 篇，{windows} 窗口", f"{documents} texts, {windows} windows"
    return say(labels, zh, en, " ")


def _company(axes: Axes, here: pd.DataFrame) -> None:
    """Log odds of each neighbour in one period, filled where the interval leaves zero out."""
    heights = range(len(here))
    sure = (here["low"] > 0) | (here["high"] < 0)
    faces = [PALETTE[0] if one else "white" for one in sure]
    axes.axvline(0, color=INK, lw=0.8)
    axes.hlines(heights, here["low"], here["high"], color=PALETTE[0], lw=1.4, alpha=0.6)
    axes.scatter(here["log_odds"], heights, s=26, c=faces, edgecolors=PALETTE[0], zorder=3)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="y", color="#E5E5E5", linewidth=0.6)
