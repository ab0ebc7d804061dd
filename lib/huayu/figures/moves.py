"""Figures of moves 论证步骤图: what the sentences do, in which order, and who must do what."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator
from scipy.stats import binomtest

from huayu import tables
from huayu.corpus import Speech
from huayu.figures import (
    GREY,
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
from huayu.figures.backdrop import parts_behind
from huayu.findings import argument
from huayu.folders import LABELS
from huayu.layers import layer

KINDS = LABELS["moves", "move"]
BARS = 12  # addressees, or names held up, that a reader takes in at a glance
CARRIED = "#F0C0A0"  # lighter than what is named
ROOM = 18  # characters of a name beside its bar: longer ones are descriptions
SEVERAL = 3  # sentences: fewer are said in a line
PARTS = 4  # parts whose dots find room side by side


def _moves(speech: Speech) -> pd.DataFrame:
    """Moves of the body without headings."""
    rows = tables.body(layer(speech, "moves"))
    return rows[rows["move"] != "heading"]


@figure
def moves_along(speech: Speech, labels: Labels = "both") -> Figure:
    """Moves along the speech 论证步骤分布图: each sentence at its place, in the row of its move.

    A bar is a sentence, as wide as it is long. Rows follow the codebook, from what opens to what
    closes. Whether two rows differ is asked by the figure of shares.
    """
    rows = layer(speech, "moves")
    something(len(rows), "文中没有论证步骤", "no move in this text")
    made = Figure(figsize=(11, 5.2), layout="constrained")
    axes = made.subplots()
    parts_behind(axes, speech, labels)
    for row in rows.itertuples():
        place = KINDS.index(row.move)
        axes.barh(place, row.end - row.start, 0.74, row.start, color=part_colour(row.part))
    axes.set_yticks(range(len(KINDS)), [term(speech, "moves", kind, labels) for kind in KINDS])
    axes.set_ylim(len(KINDS) - 0.4, -1.6)
    axes.set_xlim(0, max(len(speech.text), 1))
    axes.set_xlabel(say(labels, "在文中的位置（字）", "place in the text (characters)", "  "))
    axes.set_title(say(labels, "每句话做什么", "What each sentence does", "  "))
    return made


@figure
def moves_parts(speech: Speech, labels: Labels = "both") -> Figure:
    """Shares of moves by part 各部分论证步骤占比图: sentences of each move with 95 % intervals.

    Intervals are Wilson's (1927) and take sentences for independent, which neighbours are not: they
    are somewhat too short. With more parts than four the speech is shown whole.
    """
    rows = _moves(speech)
    parts = sorted({int(part) for part in rows["part"]})
    groups = parts if 1 < len(parts) <= PARTS else [0]
    something(len(rows), "文中没有论证步骤", "no move in this text")
    made = Figure(figsize=(10, 5), layout="constrained")
    axes = made.subplots()
    kinds = [kind for kind in KINDS if (rows["move"] == kind).any()]
    names = (
        part_names(groups, labels, " ") if groups != [0] else [say(labels, "全文", "whole", " ")]
    )
    for nth, (part, name) in enumerate(zip(groups, names, strict=True)):
        inside = rows if groups == [0] else rows[rows["part"] == part]
        counts, colour = Counter(inside["move"]), part_colour(part)
        for place, kind in enumerate(kinds):
            y = place + (nth - (len(groups) - 1) / 2) * 0.22
            found = binomtest(counts[kind], len(inside)).proportion_ci(method="wilson")
            axes.plot([found.low, found.high], [y, y], color=colour, linewidth=2, alpha=0.5)
            axes.plot(counts[kind] / len(inside), y, "o", color=colour, markersize=5)
        axes.plot([], [], "o", color=colour, label=f"{name} (n = {len(inside)})")
    axes.set_yticks(range(len(kinds)), [term(speech, "moves", kind, labels) for kind in kinds])
    axes.invert_yaxis()
    axes.set_xlim(0, None)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    axes.set_xlabel(say(labels, "句子占比（95% 区间）", "share of sentences (95 % interval)", "  "))
    axes.set_title(say(labels, "论证步骤的构成", "What the parts are made of", "  "))
    if len(rows):
        axes.legend(frameon=False)
    return made


@figure
def moves_transitions(speech: Speech, labels: Labels = "both") -> Figure:
    """Transitions of moves 论证步骤转移图: which move follows which inside a point.

    The number is how often, the shade how much more or less often than the two frequencies alone
    explain (log2 of the ratio, half a count added on either side). Description: no test is made.
    """
    rows = _moves(speech)
    pairs: Counter[tuple[str, str]] = Counter()
    for _, group in rows.groupby(["part", "point"]):
        moves = group["move"].tolist()
        pairs.update(zip(moves, moves[1:], strict=False))
    kinds = [kind for kind in KINDS if any(kind in pair for pair in pairs)]
    table = np.array([[pairs[a, b] for b in kinds] for a in kinds], dtype=float)
    table = table.reshape(len(kinds), len(kinds))
    something(
        len(kinds), "要点之内没有前后相接的句子", "no sentence follows another inside a point"
    )
    made = Figure(figsize=(8.6, 7), layout="constrained")
    axes = made.subplots()
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    shade = np.log2((table + 0.5) / (expected + 0.5))
    shown = axes.imshow(shade, cmap="PuOr_r", vmin=-2, vmax=2)
    for (y, x), count in np.ndenumerate(table):
        if count:
            colour = "white" if abs(shade[y, x]) > 1.0 else INK
            axes.text(x, y, f"{count:.0f}", ha="center", va="center", color=colour)
    bar = made.colorbar(shown, ax=axes, shrink=0.5, extend="both", ticks=[-2, -1, 0, 1, 2])
    bar.ax.set_yticklabels(["¼×", "½×", "1×", "2×", "4×"])
    bar.set_label(say(labels, "实际／按各自次数预期；仅为描述", "observed / expected: description"))
    names = [term(speech, "moves", kind, labels, "\n") for kind in kinds]
    axes.set_xticks(range(len(kinds)), names, size=7, rotation=90)
    axes.set_yticks(range(len(kinds)), names, size=8)
    axes.set_xlabel(say(labels, "后一句", "the sentence after", " "))
    axes.set_ylabel(say(labels, "前一句", "the sentence before", " "))
    axes.set_title(say(labels, "一句之后是什么", "What follows what", "  "))
    return made


@figure
def moves_demands(speech: Speech, labels: Labels = "both") -> Figure:
    """Demands by addressee 要求对象图: sentences that ask somebody to act, by who must act.

    The speaker's own demands and warnings that are firmly judged; dark where the sentence names who
    must act, light where the name is carried on from the sentence before. Those in which no name
    is found stand last, in grey.
    """
    table = argument.demands(speech)
    told: Counter[str] = Counter()
    carried: Counter[str] = Counter()
    for row in table.itertuples():
        for name in row.addressee.split("；") if isinstance(row.addressee, str) else [""]:
            (carried if row.carried else told)[name] += 1
    both = told + carried
    names = sorted(both, key=lambda name: (not name, -both[name], name))
    shown = [name for name in names if name][: BARS - 1] + [name for name in names if not name]
    title = say(labels, "谁要做什么", "Who must act", "  ")
    nobody = say(labels, "没有找到点名", "no name found", " ")
    zh, en = f"要求不足 {SEVERAL} 处", f"fewer than {SEVERAL} demands"
    something(sum(both.values()) >= SEVERAL, zh, en)
    made = Figure(figsize=(9, 1.4 + 0.34 * max(len(shown), 2)), layout="constrained")
    axes = made.subplots()
    named = [told[name] for name in shown]
    colours = [PALETTE[1] if name else GREY for name in shown]
    _bars(axes, [_brief(name) or nobody for name in shown], named, colours)
    later = [carried[name] for name in shown]
    axes.barh(range(len(shown)), later, left=named, color=CARRIED)
    if any(later):
        said = ((PALETTE[1], "本句点名", "named"), (CARRIED, "承前句", "carried on"))
        handles = [Patch(color=one, label=say(labels, zh, en, " ")) for one, zh, en in said]
        made.legend(handles=handles, loc="outside lower center", ncols=2, frameon=False)
    axes.set_xlabel(say(labels, "句数", "sentences", " "))
    axes.set_title(title)
    _left_out(axes, len(names) - len(shown), labels)
    return made


@figure
def moves_models(speech: Speech, labels: Labels = "both") -> Figure:
    """Who is held up 比较对象图: places, persons and bodies by the sentences that hold them up.

    The colour is the role: model, foil or rival. The speech's own side is left out.
    """
    table = argument.held_up(speech)
    table = table[table["role"] != "self"]
    shown = table.head(BARS)
    colours = {"model": PALETTE[2], "foil": PALETTE[7], "rival": PALETTE[4]}
    zh = f"相比的对象不足 {SEVERAL} 处"
    en = f"fewer than {SEVERAL} are held up for comparison"
    something(table["count"].sum() >= SEVERAL, zh, en)
    made = Figure(figsize=(9, 1.4 + 0.34 * max(len(shown), 2)), layout="constrained")
    axes = made.subplots()
    _bars(axes, [_brief(name) for name in shown["name"]], shown["count"].tolist(), ["none"])
    for place, row in enumerate(shown.to_dict("records")):
        axes.barh(place, row["count"], color=colours[row["role"]])
    for role in sorted(set(shown["role"])):
        axes.barh(0, 0, color=colours[role], label=term(speech, "role", role, labels))
    made.legend(frameon=False, loc="outside lower center", ncols=3)
    axes.set_xlabel(say(labels, "句数", "sentences", " "))
    axes.set_title(say(labels, "与谁相比", "Who is held up for comparison", "  "))
    _left_out(axes, len(table) - len(shown), labels)
    return made


def _brief(name: str) -> str:
    """A name as it has room beside a bar."""
    return name if len(name) <= ROOM else f"{name[: ROOM - 1]}…"


def _bars(axes: Axes, names: list[str], counts: list[int], colours: list[str]) -> None:
    """Horizontal bars with their names, the first on top."""
    axes.barh(range(len(names)), counts, color=colours)
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))


def _left_out(axes: Axes, many: int, labels: Labels) -> None:
    """How many bars are not shown."""
    if many > 0:
        said = say(labels, f"另有 {many} 个未画", f"{many} more are not drawn", " ")
        axes.annotate(
            said, (1, 1), (0, 4), xycoords="axes fraction", textcoords="offset points",
            ha="right", va="bottom", size=8, color=NOTE,
        )  # fmt: skip
