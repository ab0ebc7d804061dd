"""Backdrop 底衬: what several figures stand on: the parts of the text, and the word for nothing."""

from __future__ import annotations

from matplotlib.axes import Axes

from huayu import tables
from huayu.corpus import Speech
from huayu.figures import NOTE, Labels, part_colour, part_names, say
from huayu.layers import layer

# shares of the text that a part must take to bear its name, or at least its number
NAMED, NUMBERED = 0.13, 0.02


def parts_behind(axes: Axes, speech: Speech, labels: Labels, height: float = -1) -> None:
    """Bands of the parts 部分 behind an axis of positions, with their names at a height.

    A part too short for its name bears its number, a very short one nothing.
    """
    clauses = tables.body(layer(speech, "clauses"))
    for part, rows in clauses.groupby("part"):
        start, end = rows["start"].min(), rows["end"].max()
        axes.axvspan(start, end, color=part_colour(part), alpha=0.08, linewidth=0)
        share = (end - start) / len(speech.text)
        name = part_names([part], labels, " ")[0] if share > NAMED else str(part)
        name, middle = name if share > NUMBERED else "", (start + end) / 2
        axes.annotate(name, (middle, height), ha="center", va="center", color=part_colour(part))


def absent(axes: Axes, count: int, labels: Labels) -> None:
    """Say in the figure that there is nothing to draw 此文中没有, where the count is 0."""
    if not count:
        note = say(labels, "此文中没有", "none in this text", " ")
        axes.text(0.5, 0.5, note, transform=axes.transAxes, ha="center", color=NOTE)
