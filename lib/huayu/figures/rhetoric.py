"""Figures of rhetoric 修辞图: which figures stand where, how parallelisms align, metaphors."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from huayu import tables, usage
from huayu.corpus import Speech
from huayu.figures import (
    INK,
    NOTE,
    PALETTE,
    Labels,
    figure,
    part_colour,
    part_names,
    say,
    something,
    term,
)
from huayu.figures.backdrop import by_part, parts_behind
from huayu.keyness.shrinkage import shrunken
from huayu.layers import borrowed, layer

MOST = 26  # points side by side that can still be read; with more of them the parts stand for them
SPAN = 1.0  # log2 of the ratios with the deepest colours: half and twice what is expected
SHOWN = 3  # parallelisms in one picture
MEMBERS = 6  # members of one parallelism drawn; the number of the rest is said
WIDE = 56  # characters that one line of the picture holds
PITCH = 0.19  # inches from one character of it to the next, at 11 points
SLOT = 18  # characters of a slot before it is shortened
OTHER = "other"
DOMAINS = 14  # source domains in one figure; the rest stand together
Grid = list[list[tuple[str, bool]]]  # members as pieces, each with whether it is of the frame


@figure
@by_part("rhetoric")
def rhetoric_rates(speech: Speech, labels: Labels = "both") -> Figure:
    """Figures of speech by point 辞格分布图: where each stands more and less than length explains.

    The number is the count. The colour is the ratio to what the length of the point leads one to
    expect, shrunken (DuMouchel 1999): two hits in a point of a few lines are drawn to what all
    cells are like. It describes; what differs is tested in notebook 05. Where the speech has more
    than ``MOST`` points, or none, the parts are the columns.
    """
    by = "place" if 1 < len(usage.exposure(speech, "place")) <= MOST else "part"
    table = usage.rates(speech, layer(speech, "rhetoric"), "device", by)
    size = usage.exposure(speech, by)
    something(len(table), "文中没有辞格", "no figure of speech in this text")
    something(len(size) > 1, "此文没有可比的部分", "this text has no parts to compare")
    total = table.groupby("term")["count"].transform("sum")
    expected = total * table["characters"] / size["characters"].sum()
    zh, en = "每格平均不到一处，谈不上多寡", "less than one in a cell: too few to say where"
    something(expected.mean() >= 1, zh, en)
    table["ratio"] = shrunken(table["count"], expected)["ratio"]
    devices = [name for name in _devices(speech) if (table["term"] == name).any()]
    made = Figure(
        figsize=(max(7.5, 3 + 0.5 * len(size)), 2.2 + 0.27 * len(devices)), layout="constrained"
    )
    axes = made.subplots()
    depth = np.log2(_matrix(devices, table, "ratio", by, size.index))
    colours = axes.imshow(depth, cmap="PuOr_r", aspect="auto", vmin=-SPAN, vmax=SPAN)
    for (row, column), count in np.ndenumerate(_matrix(devices, table, "count", by, size.index)):
        ink = "white" if abs(depth[row, column]) > 0.6 * SPAN else INK
        axes.text(column, row, f"{count:.0f}", ha="center", va="center", color=ink, fontsize=9)
    axes.set_yticks(range(len(devices)), [term(speech, "rhetoric", n, labels) for n in devices])
    _columns(axes, size, by, labels)
    axes.set_title(say(labels, "辞格多在何处", "Where the figures of speech stand", "  "))
    bar = made.colorbar(colours, ax=axes, shrink=0.75, extend="both", ticks=[-1, 0, 1])
    bar.ax.set_yticklabels(["½×", "1×", "2×"])
    bar.set_label(say(labels, "实际／按字数预期（收缩）", "observed / expected (shrunken)"))
    return made


def _devices(speech: Speech) -> list[str]:
    """Names of the figures of speech in the order of devices.tsv, which is that of the rows."""
    return [row["device"] for row in speech.lexicon.rows("devices.tsv")]


def _matrix(
    devices: list[str], table: pd.DataFrame, value: str, by: str, units: pd.Index
) -> np.ndarray:
    """Devices × units of one value of the table."""
    wide = table.pivot(index="term", columns=by, values=value)
    return wide.reindex(index=devices, columns=units).to_numpy(dtype=float)


def _columns(axes: Axes, size: pd.DataFrame, by: str, labels: Labels) -> None:
    """Names of the units under a heat map, a line between parts, characters of each unit."""
    names = [str(unit) for unit in size.index]
    if by == "part":
        names = part_names([int(unit) for unit in size.index], labels)
    else:
        parts = [name.split(".")[0] for name in names]
        for place in range(1, len(parts)):
            if parts[place] != parts[place - 1]:
                axes.axvline(place - 0.5, color=INK, linewidth=1.2)
    under = [f"{name}\n{n}" for name, n in zip(names, size["characters"], strict=True)]
    axes.set_xticks(range(len(names)), under, fontsize=8)
    zh, en = "部分；其下为字数", "part; below it its characters"
    if by == "place":
        zh = "部分.要点（0：第一要点之前）；其下为字数"
        en = "part.point (0: before the first point); below it its characters"
    axes.set_xlabel(say(labels, zh, en))


@figure
def rhetoric_rug(speech: Speech, labels: Labels = "both") -> Figure:
    """Figures of speech along the text 辞格位置图: each from where it begins to where it ends.

    Colour is the part. Of a figure whose members stand apart only the members are drawn; the
    number at the end of a row counts figures.
    """
    rows = layer(speech, "rhetoric")
    something(len(rows), "文中没有辞格", "no figure of speech in this text")
    made = Figure(figsize=(11, 4.4), layout="constrained")
    axes = made.subplots()
    devices = _devices(speech)
    for place, name in enumerate(devices):
        here = rows[rows["device"] == name]
        least = len(speech.text) / 900  # shorter bars could not be seen
        drawn = _stretches(here)
        bars = [(start, max(end - start, least)) for start, end, _ in drawn]
        colours = [part_colour(part) for _, _, part in drawn]
        axes.broken_barh(bars, (place - 0.34, 0.68), color=colours, alpha=0.75, linewidth=0)
        _count(axes, place, str(len(here)), INK)
    _count(axes, -1, "n", NOTE)
    parts_behind(axes, speech, labels)
    names = [term(speech, "rhetoric", name, labels) for name in devices]
    axes.set_yticks(range(len(devices)), names)
    axes.set_ylim(len(devices) - 0.4, -1.6)
    axes.set_xlim(0, len(speech.text))
    axes.set_xlabel(say(labels, "位置（字）", "position in characters", " "))
    axes.set_title(say(labels, "辞格沿全文的分布", "Figures of speech along the text", " "))
    return made


def _count(axes: Axes, place: float, note: str, colour: str) -> None:
    """A note to the right of a row."""
    across = axes.get_yaxis_transform()
    axes.text(1.005, place, note, transform=across, va="center", color=colour)


def _stretches(rows: pd.DataFrame) -> list[tuple[int, int, int]]:
    """What is drawn of each figure, with its part: members where they stand apart, else all."""
    found: list[tuple[int, int, int]] = []
    for row in rows.itertuples():
        apart = row.scope == "distributed" and len(row.members)
        drawn = row.members if apart else [(row.start, row.end)]
        found += [(start, end, row.part) for start, end in drawn]
    return found


@figure
def rhetoric_parallelism(speech: Speech, most: int = SHOWN, labels: Labels = "both") -> Figure:
    """Alignment 排比对齐图 of the strongest parallelisms: frame and slots under each other.

    What the members share is set in one colour, what fills the slots in another; at most ``most``
    of them, those with most shared characters over all members.
    """
    rows = layer(speech, "rhetoric")
    rows = rows[(rows["device"] == "parallelism") & rows["frame"].notna()]
    shared = [
        len(members) * len(frame.replace("…", ""))
        for members, frame in zip(rows["members"], rows["frame"], strict=True)
    ]
    rows = (
        rows.assign(shared=shared).sort_values("shared", ascending=False, kind="stable").head(most)
    )
    grids = [_grid(speech.text, row) for row in rows.itertuples()]
    something(len(grids), "文中没有排比", "no parallelism in this text")
    lines = math.fsum(len(grid) + 1.6 for grid in grids) or 2
    widest = max((math.fsum(width + 0.4 for width in _widths(grid)) for grid in grids), default=0)
    wide = min(max(widest, 32), WIDE) + 2
    made = Figure(figsize=(PITCH * wide, 0.9 + 0.3 * lines))
    axes = made.add_axes((0.01, 0.01, 0.98, 0.98))
    axes.set_axis_off()
    axes.set_xlim(0, wide)
    axes.set_ylim(lines + 1.2, -1.4)
    zh, en = "排比：框架（蓝）与变项（橙）", "Parallelisms: frame (blue) and slots (orange)"
    axes.text(0, -0.6, say(labels, zh, en, " "), size=12)
    top = 0.8
    for row, grid in zip(rows.itertuples(), grids, strict=True):
        _drawn(axes, grid, top, _caption(row, labels))
        top += len(grid) + 1.6
    return made


def _grid(text: str, row: Any) -> Grid:
    """Members as rows of pieces, every row with as many."""
    pieces = row.frame.split("…")
    grid = []
    for slots, (start, end) in list(zip(row.slots, row.members, strict=False))[:MEMBERS]:
        if len(slots) == len(pieces) - 1 and all(isinstance(slot, str) for slot in slots):
            cells = [(pieces[0], True)]
            for slot, piece in zip(slots, pieces[1:], strict=True):
                cells += [(_short(slot), False), (piece, True)]
        else:
            cells = [(_short(text[start:end], WIDE), False)]
        grid.append(cells)
    return grid


def _widths(grid: Grid) -> list[int]:
    """Characters that each column of a grid takes."""
    columns = max(len(cells) for cells in grid)
    return [max(len(cells[k][0]) for cells in grid if len(cells) > k) for k in range(columns)]


def _short(text: str, width: int = SLOT) -> str:
    text = "".join(text.split())
    return text if len(text) <= width else f"{text[: width - 1]}…"


def _caption(row: Any, labels: Labels) -> str:
    count = len(row.members)
    rest = count - MEMBERS
    more = say(labels, f"，另 {rest} 项未画", f", {rest} more", "") if rest > 0 else ""
    zh, en = f"{row.frame}（{count} 项，第 {row.start} 字）", f"{count} members, at {row.start}"
    return say(labels, zh, en, " ") + more


def _drawn(axes: Axes, grid: Grid, top: float, caption: str) -> None:
    """One parallelism: its caption, then its members in columns of characters."""
    axes.text(0, top, caption, color=NOTE, size=9, va="center")
    widths = _widths(grid)
    scale = min(1.0, WIDE / max(sum(widths) + 0.5 * len(widths), 1))
    lefts = np.concatenate([[0.6], 0.6 + np.cumsum([(w + 0.35) * scale for w in widths])])
    for line, cells in enumerate(grid, start=1):
        for place, (piece, frame) in enumerate(cells):
            for column, char in enumerate(piece):
                axes.text(
                    lefts[place] + (column + 0.5) * scale,
                    top + line,
                    char,
                    ha="center",
                    va="center",
                    color=PALETTE[0] if frame else PALETTE[1],
                    size=11 * max(scale, 0.7),
                )


@figure
@by_part("rhetoric", "metaphor")
def rhetoric_metaphors(speech: Speech, labels: Labels = "both") -> Figure:
    """Metaphors by source domain 比喻源域图: how many, in which part, and the words themselves.

    Those of the speaker's own voice; a line below says how many more stand in citations.
    """
    rows = tables.body(layer(speech, "rhetoric"))
    rows = rows[(rows["device"] == "metaphor") & ~borrowed(rows)]
    counts = rows["frame"].value_counts()
    counts = counts.sort_index().sort_values(ascending=False, kind="stable")
    rows = rows.assign(frame=rows["frame"].where(rows["frame"].isin(counts.index[:DOMAINS]), OTHER))
    kept = [*counts.index[:DOMAINS], *([OTHER] if len(counts) > DOMAINS else [])]
    something(len(kept), "文中没有比喻", "no metaphor in this text")
    made = Figure(figsize=(10, 1.6 + 0.36 * max(len(kept), 3)), layout="constrained")
    axes = made.subplots()
    for place, domain in enumerate(kept):
        left, here = 0, rows[rows["frame"] == domain]
        for part, group in here.groupby("part"):
            axes.barh(place, len(group), left=left, color=part_colour(int(part)), height=0.66)
            left += len(group)
        words = "、".join(list(dict.fromkeys(_short(word, 8) for word in here["text"]))[:6])
        axes.text(left + 0.15, place, words, va="center", size=8.5, color=INK)
    axes.set_yticks(range(len(kept)), [_domain(speech, domain, labels) for domain in kept])
    axes.set_ylim(max(len(kept), 3) - 0.4, -0.6)
    axes.set_xlim(0, 2.2 * max([*counts, 1]))
    axes.locator_params("x", integer=True)
    axes.set_xlabel(say(labels, "次数", "occurrences", " "))
    axes.set_title(say(labels, "比喻的源域", "Source domains of the metaphors", "  "))
    parts = sorted(set(rows["part"]))
    handles = [axes.barh([0], [0], color=part_colour(part))[0] for part in parts]
    if len(parts) > 1:
        axes.legend(handles, part_names(parts, labels, " "), loc="lower right", frameon=False)
    return made


def _domain(speech: Speech, name: str, labels: Labels) -> str:
    named = ("其他", OTHER) if name == OTHER else speech.lexicon.label("frame", name)
    return say(labels, *named, " ")
