"""Figures of differences 差异图 between parts: how often each term stands in each of them."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from huayu import contrasts
from huayu.corpus import Speech
from huayu.figures import NOTE, Labels, figure, part_colour, part_names, say, something, written
from huayu.figures.backdrop import by_part
from huayu.findings.differences import LEVEL

TERMS = 24  # rows that fit on a page; the table has all


@figure
@by_part()
def differences_terms(speech: Speech, labels: Labels = "both") -> Figure:
    """Terms by part 各部分的概念: per 1,000 characters, a dot with its interval for each part.

    The concepts and formulas whose rates differ most between the parts, the largest difference on
    top; intervals know bursts (:func:`huayu.tables.rates`). A filled dot is a part that differs
    from the rest of the speech by the permutation of its points (q ≤ 0.05); a hollow one is
    description, however far it lies.
    """
    table = contrasts.terms(speech)
    parts = sorted(set(table["part"]))
    apart = table.groupby("term")["rate"].agg(np.ptp) if len(table) else table["rate"]
    order = sorted(apart.index, key=lambda name: (-apart[name], name))[:TERMS]
    something(len(order), "各部分之间无可比较", "nothing to compare between parts")
    row = max(0.3, 0.1 * len(parts))  # inches for the dots of all parts
    made = Figure(figsize=(10, 1.6 + row * max(len(order), 4)), layout="constrained")
    axes = made.subplots()
    step = np.linspace(-0.24, 0.24, len(parts)) if len(parts) > 1 else np.zeros(len(parts))
    for part, away in zip(parts, step, strict=True):
        rows = table[(table["part"] == part) & table["term"].isin(order)]
        _dots(axes, rows, [order.index(name) + away for name in rows["term"]], part)
    for row in range(0, len(order), 2):
        axes.axhspan(row - 0.5, row + 0.5, color="#F4F4F4", linewidth=0, zorder=0)
    axes.set_yticks(range(len(order)), [written(name) for name in order])
    axes.set_ylim(max(len(order), 1) - 0.4, -0.6)
    axes.set_xlim(left=0)
    unit = say(labels, "每千字次数（95% 区间）", "per 1,000 characters (95 % interval)", "  ")
    axes.set_xlabel(unit)
    axes.set_title(say(labels, "各部分多谈什么", "What each part speaks of", "  "))
    if len(order):
        made.legend(handles=_key(parts, labels), loc="outside lower center", ncols=5,
                    frameon=False, fontsize=9)  # fmt: skip
    return made


def _dots(axes: Axes, rows: pd.DataFrame, heights: list[float], part: int) -> None:
    """Dots and intervals of one part."""
    colour = part_colour(part)
    axes.hlines(heights, rows["low"], rows["high"], color=colour, linewidth=1.5, alpha=0.5)
    faces = [colour if q <= LEVEL else "white" for q in rows["q"]]
    axes.scatter(rows["rate"], heights, s=26, c=faces, edgecolors=colour, zorder=3, clip_on=False)


def _key(parts: list[int], labels: Labels) -> list[Line2D]:
    named = zip(parts, part_names(parts, labels, " "), strict=True)
    handles = [Line2D([], [], color=part_colour(part), label=name) for part, name in named]
    kinds = (
        (NOTE, "与其余部分有别（q ≤ 0.05）", "differs (q ≤ 0.05)"),
        ("white", "描述", "description"),
    )
    return handles + [
        Line2D([], [], color=NOTE, marker="o", linestyle="", markerfacecolor=face,
               label=say(labels, zh, en, " "))
        for face, zh, en in kinds
    ]  # fmt: skip
