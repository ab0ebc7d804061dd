"""Figures of the structure 结构图: parts, points and topic sentences to scale."""

from __future__ import annotations

import textwrap
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from huayu.corpus import Speech
from huayu.figures import GREY, Labels, figure, part_colour, say, something
from huayu.layers import layer

_POINTS = 72  # of an inch: the unit of a font size
_SIZES = (9.0, 8.0, 7.0, 6.0)  # font sizes tried from large to small; below 6 print is unreadable
_LINE = 1.35  # height of a line in font sizes


@figure
def structure_outline(speech: Speech, labels: Labels = "both") -> Figure:
    """Outline 结构图: every heading as a block from where it opens to where its section ends.

    Height is to scale (characters); a column is a level of the outline; colour is the part. A
    heading whose block is too low for its words shows their beginning or, lower still, none.
    """
    blocks = sections(layer(speech, "headings"), len(speech.text))
    openers = blocks[blocks["kind"] != "closing"]
    something(len(openers), "此文没有标题", "this text has no headings")
    levels = sorted(set(blocks["level"]))
    inches = _height(blocks, len(speech.text))
    made = Figure(figsize=(11, inches + 0.9), layout="constrained")
    axes = made.subplots()
    axes.set_xlim(0, len(levels))
    axes.set_ylim(len(speech.text), 0)
    for block in blocks.itertuples():
        _draw(axes, block, levels, inches / len(speech.text), 10.2 / len(levels))
    heads = [say(labels, f"第{level}级", f"level {level}", " ") for level in levels]
    axes.set_xticks([i + 0.5 for i in range(len(levels))], heads)
    axes.xaxis.tick_top()
    axes.tick_params(axis="x", length=0)
    axes.set_ylabel(say(labels, "在文中的位置（字）", "position in the text (characters)"))
    axes.spines[["bottom", "left"]].set_visible(False)
    title = say(
        labels, "讲话的结构：部分、要点与主题句", "Structure: parts, points, topic sentences"
    )
    axes.set_title(title, pad=12)
    return made


def _height(blocks: pd.DataFrame, length: int) -> float:
    """Inches that give the smallest block one line, from 6 (a page wide) to 24 (a scroll)."""
    smallest = (blocks["stop"] - blocks["start"])[blocks["kind"] != "closing"].min()
    line = _SIZES[-2] * _LINE / _POINTS + 0.03
    return min(24.0, max(6.0, line * length / smallest))


def sections(headings: pd.DataFrame, length: int) -> pd.DataFrame:
    """Sections 节: openers and closing, each with ``stop``, the offset at which its section ends.

    A section ends at the next opener of the same or a higher level, at the closing, or with the
    text. Columns as in headings, and ``stop``.
    """
    rows = headings[headings["kind"].isin(["heading", "run-in", "closing"])].copy()
    stops = []
    starts, levels = rows["start"].tolist(), rows["level"].tolist()
    for place, level in enumerate(levels):
        later = range(place + 1, len(levels))
        stops.append(next((starts[j] for j in later if levels[j] <= level), length))
    rows["stop"] = stops
    return rows


def _draw(axes: Axes, block: Any, levels: list[int], scale: float, width: float) -> None:
    """One block with as much of its heading as its size takes (inches per character, inches)."""
    column, height = levels.index(block.level), (block.stop - block.start) * scale
    colour = GREY if block.kind == "closing" else part_colour(block.part)
    fade = 0.16 + 0.16 * (len(levels) - 1 - column)
    shade = tuple(1 - fade * (1 - channel) for channel in to_rgb(colour))
    place = (column + 0.01, block.start)
    size = (0.98, block.stop - block.start)
    axes.add_patch(Rectangle(place, *size, facecolor=shade, edgecolor="white", linewidth=1.2))
    text, points = fitted(" ".join(block.text.split()), width - 0.2, height)
    if text:
        axes.text(column + 0.025, block.start + 0.03 / scale, text, va="top", fontsize=points)


def fitted(text: str, width: float, height: float) -> tuple[str, float]:
    """Text wrapped and, where it must be, cut with … for a box in inches; with its font size.

    Returns an empty text where not one line of the smallest size fits.

    >>> fitted("要找准比较优势。", 2.0, 0.2)
    ('要找准比较优势。', 9.0)
    """
    best = ("", _SIZES[-1])
    for points in _SIZES:
        per_line = int(width * _POINTS / points)
        lines = textwrap.wrap(text, per_line) or [""]
        if len(lines) > 1 and len(lines[-1]) == 1:  # a full stop alone hangs into the margin
            lines[-2:] = ["".join(lines[-2:])]
        room = int((height - 0.02) * _POINTS / (points * _LINE))
        if len(lines) <= room:
            return "\n".join(lines), points
        if room >= 1:
            kept = lines[:room]
            kept[-1] = kept[-1][: per_line - 1] + "…"
            best = ("\n".join(kept), points)
    return best
