"""Figures of voices 声音图: whose words stand where, in their own wording or reported."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from huayu import voices
from huayu.corpus import Speech
from huayu.figures import INK, NOTE, Labels, figure, part_colour, say, something
from huayu.figures.backdrop import parts_behind
from huayu.layers import UNNAMED

MOST = 10  # voices with a row of their own; the rest share one
OTHERS = ""  # no voice has this name
LONGEST = 16  # characters of a name that the margin holds
THINNEST = 1 / 500  # of the width: a narrower bar would not show whether it is filled


@figure
def voices_along(speech: Speech, labels: Labels = "both") -> Figure:
    """Voices along the text 引语来源分布图: who is cited where, directly or indirectly.

    A row a voice, the one cited most on top; a bar a citation, to scale, in the colour of its
    part: filled where the words stand in marks, hollow where they are reported without. The
    numbers at the end of a row count both. Whether the form of citation changes from part to part
    is tested by the finding ``citations``.
    """
    rows = voices.cited(speech)
    something(len(rows), "文中没有引用", "no one is cited in this text")
    lanes = _lanes(rows["voice"])
    made = Figure(figsize=(11, 1.9 + 0.4 * max(len(lanes), 3)), layout="constrained")
    axes = made.subplots()
    parts_behind(axes, speech, labels, height=-0.9)
    for place, names in enumerate(lanes.values()):
        _lane(axes, place, rows[rows["voice"].isin(names)], len(speech.text) * THINNEST)
    told = {
        OTHERS: say(labels, "其他", "others", " "),
        UNNAMED: say(labels, "未具名", "unnamed", " "),
    }
    axes.set_yticks(range(len(lanes)), [told.get(name, name[:LONGEST]) for name in lanes])
    axes.set_ylim(max(len(lanes), 1) - 0.4, -1.3)
    axes.set_xlim(0, max(len(speech.text), 1))
    axes.set_xlabel(say(labels, "在文中的位置（字）", "position in the text (characters)", "  "))
    axes.set_title(say(labels, "谁的话，原话还是转述", "Whose words, quoted or reported", "  "))
    _legend(made, labels)
    return made


def _lanes(said: pd.Series) -> dict[str, list[str]]:
    """Names of the rows, each with its voices: those cited most, the rest in one row."""
    often = said.value_counts()
    names = sorted(often.index, key=lambda name: (-often[name], name))
    lanes = {name: [name] for name in names[:MOST]}
    return lanes | ({OTHERS: names[MOST:]} if names[MOST:] else {})


def _lane(axes: Axes, place: int, rows: pd.DataFrame, least: float) -> None:
    """Bars of one row, and how many of them are direct and indirect."""
    direct = rows["form"] == "quoted"
    colours = [part_colour(part) for part in rows["part"]]
    faces = [colour if own else "none" for colour, own in zip(colours, direct, strict=True)]
    edges = ["white" if own else colour for colour, own in zip(colours, direct, strict=True)]
    widths = np.maximum(rows["end"] - rows["start"], least)
    axes.barh([place] * len(rows), widths, left=rows["start"], height=0.6, color=faces,
              edgecolor=edges, linewidth=0.8)  # fmt: skip
    counts = f"{int(direct.sum())} + {int((~direct).sum())}"
    axes.annotate(counts, (1.005, place), xycoords=("axes fraction", "data"), va="center",
                  color=INK)  # fmt: skip


def _legend(made: Figure, labels: Labels) -> None:
    """What filled and hollow bars are."""
    kinds = [("直接引用（前数）", "direct (first number)", NOTE),
             ("转述（后数）", "indirect (second number)", "none")]  # fmt: skip
    handles = [Patch(facecolor=face, edgecolor=NOTE) for *_, face in kinds]
    names = [say(labels, zh, en, " ") for zh, en, _ in kinds]
    made.legend(handles, names, loc="outside lower center", ncols=2, frameon=False)
