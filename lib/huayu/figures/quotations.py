"""Figures of the quotations 引语图: whose words, how many, where, when, and what marks are for."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from huayu import voices
from huayu.corpus import Speech
from huayu.figures import INK, NOTE, Labels, figure, part_colour, part_names, say, something, term
from huayu.figures.backdrop import by_part, parts_behind
from huayu.layers import UNNAMED, layer

FEW = 6  # parts whose names stand on two lines beside their bars
MOST = 12  # voices that one figure can name and still be read
VOICES, PARTS = 0.27, 0.83  # where the two columns of the network stand, in widths of the figure
ALONG = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)  # where on an edge its verbs may stand
WIDEST = 10  # points that the widest edge is wider than a hairline
# functions in the order of corpus/README.md
FUNCTIONS = ("citation", "formula", "figurative", "distancing", "emphasis", "title")


@figure
def quotations_voices(speech: Speech, most: int = MOST, labels: Labels = "both") -> Figure:
    """Voices 引语来源图: who is cited in which part; and the share of borrowed words by part.

    Left: citations of each voice, stacked by part (at most ``most`` voices, the rest as one bar).
    Right: cited characters among all characters of the part, with the number of citations.
    """
    table, share = voices.voices(speech), voices.shares(speech)
    counts = _folded(
        table.pivot_table("count", "voice", "part", "sum", 0, sort=False), most, labels
    )
    something(len(counts), "文中没有引用", "no one is cited in this text")
    made = Figure(figsize=(11, 1.9 + 0.34 * max(len(counts), len(share), 4)), layout="constrained")
    left, right = made.subplots(1, 2, width_ratios=[3, 2])
    _stacked(left, counts)
    left.set_xlabel(say(labels, "引用次数", "citations", " "))
    left.set_title(say(labels, "引的是谁的话", "Whose words are cited"))
    _shares(right, share, labels)
    parts = share["part"].tolist()
    handles = [left.barh([0], [0], color=part_colour(part))[0] for part in parts]
    names = part_names(parts, labels, " ")
    made.legend(handles, names, loc="outside lower center", ncols=5, frameon=False)
    return made


def _folded(counts: pd.DataFrame, most: int, labels: Labels) -> pd.DataFrame:
    """The voices cited most, the rest in one row; unnamed sources under a name of their own."""
    if len(counts) > most:
        rest = counts.iloc[most:].sum().to_frame(say(labels, "其他", "others", " ")).T
        counts = pd.concat([counts.iloc[:most], rest])
    unnamed = say(labels, "未具名", "unnamed", " ")
    return counts.rename(index={UNNAMED: unnamed})


def _stacked(axes: Axes, counts: pd.DataFrame) -> None:
    """Horizontal bars of counts, one colour a part, the total at the end of each bar."""
    left = np.zeros(len(counts))
    for part in sorted(counts.columns):
        values = counts[part].to_numpy()
        axes.barh(range(len(counts)), values, left=left, color=part_colour(part), height=0.7)
        left += values
    for row, total in enumerate(left):
        axes.text(total + 0.01 * max(left), row, f" {total:.0f}", va="center", color=INK)
    axes.set_yticks(range(len(counts)), [_short(name, 16) for name in counts.index])
    axes.invert_yaxis()
    axes.set_xlim(0, 1.1 * max([*left, 1]))
    axes.locator_params("x", integer=True)


def _shares(axes: Axes, share: pd.DataFrame, labels: Labels) -> None:
    """Bars of the parts: borrowed words in the part's colour, the speaker's own in grey."""
    rows = range(len(share))
    borrowed = 100 * share["share"].to_numpy()
    axes.barh(rows, 100 - borrowed, left=borrowed, color="#E4E4E4", height=0.6)
    axes.barh(rows, borrowed, color=[part_colour(part) for part in share["part"]], height=0.6)
    for row, (percent, n) in enumerate(zip(borrowed, share["citations"], strict=True)):
        axes.text(percent + 1.5, row, f"{percent:.1f} %  (n = {n})", va="center", color=INK)
    between = "\n" if len(share) <= FEW else " "
    axes.set_yticks(rows, part_names(share["part"].tolist(), labels, between))
    axes.set_ylim(max(len(share), 1) - 0.4, -0.6)
    axes.set_xlim(0, 100)
    axes.set_xlabel(say(labels, "占该部分字数的百分比", "per cent of the part's characters"))
    axes.set_title(say(labels, "借来的话与自己的话", "Borrowed words; own in grey"))


@figure
def quotations_network(speech: Speech, most: int = MOST, labels: Labels = "both") -> Figure:
    """Network 引语网络 of voices and parts: an edge for every voice cited in a part.

    Width is the number of citations; on the edge stand the cue verbs that bring the words in and,
    above one, their number. Left the voices, by falling number of citations; right the parts.
    """
    table = voices.voices(speech)
    names = list(dict.fromkeys(table["voice"]))[:most]
    parts = voices.shares(speech)["part"].tolist() if names else []
    rows = max(len(names), len(parts), 3)
    something(len(names), "文中没有引用", "no one is cited in this text")
    made = Figure(figsize=(11, 1.4 + 0.62 * rows), layout="constrained")
    axes = made.subplots()
    axes.set_axis_off()
    left, right = _heights(len(names), rows), _heights(len(parts), rows)
    taken: list[tuple[float, float, float]] = []
    for row in table[table["voice"].isin(names)].itertuples():
        ends = (left[names.index(row.voice)], right[parts.index(row.part)])
        _edge(axes, ends, row, 1 + WIDEST * row.count / table["count"].max())
        _verbs(axes, ends, row, taken)
    for name, height in zip(names, left, strict=True):
        shown = say(labels, "未具名", "unnamed", " ") if name == UNNAMED else name
        axes.text(VOICES - 0.01, height, _short(shown, 16), ha="right", va="center", fontsize=11)
    for part, name, height in zip(parts, part_names(parts, labels), right, strict=True):
        box = {"boxstyle": "round,pad=0.5", "facecolor": part_colour(part), "edgecolor": "none"}
        axes.text(PARTS + 0.02, height, name, va="center", color="white", fontsize=11, bbox=box)
    axes.set_xlim(0, 1)
    axes.set_ylim(rows - 0.4, -0.6)
    zh = "谁的话用在哪一部分，用什么动词（线宽与 × 为引用次数）"
    en = "Whose words, in which part, with which verb (width and ×: citations)"
    axes.set_title(say(labels, zh, en))
    return made


def _heights(count: int, rows: int) -> list[float]:
    """Heights of ``count`` nodes, evenly over the room of ``rows`` rows."""
    step = rows / max(count, 1)
    return [step * (place + 0.5) - 0.5 for place in range(count)]


def _edge(axes: Axes, ends: tuple[float, float], row: Any, width: float) -> None:
    """One edge from a voice to a part, in the colour of the part."""
    colour = part_colour(row.part)
    axes.plot(
        [VOICES, PARTS], ends, color=colour, alpha=0.55, linewidth=width, solid_capstyle="butt"
    )


def _verbs(
    axes: Axes, ends: tuple[float, float], row: Any, taken: list[tuple[float, float, float]]
) -> None:
    """The cue verbs on an edge, at the first place along it where no other label stands.

    ``taken`` holds x, y and width of the labels so far and is added to.
    """
    label = row.cues + (f" ×{row.count}" if row.count > 1 else "")
    if not row.cues:
        return
    width = 0.012 * len(label) + 0.02  # of the axes, for the print below
    places = [(VOICES + along * (PARTS - VOICES), along) for along in ALONG]
    spots = [(x, ends[0] + along * (ends[1] - ends[0])) for x, along in places]
    free = (
        (x, y) for x, y in spots
        if all(abs(y - b) > 0.3 or x > a + w or a > x + width for a, b, w in taken)
    )  # fmt: skip
    x, y = next(free, spots[0])
    taken.append((x, y, width))
    box = {"boxstyle": "round,pad=0.1", "facecolor": "white", "edgecolor": "none", "alpha": 0.9}
    axes.text(x, y, label, ha="left", va="center", fontsize=8.5, color=INK, bbox=box, zorder=4)


@figure
def quotations_timeline(speech: Speech, labels: Labels = "both") -> Figure:
    """Time line 引语年表: cited words at the time the speech gives for them, a row a citation.

    A year alone stands at its middle. Colour is the part that cites the words.
    """
    rows = voices.dated(speech)
    something(len(rows), "文中没有可考年代的引用", "no citation in this text has a date")
    made = Figure(figsize=(11, 1.6 + 0.42 * max(len(rows), 3)), layout="constrained")
    axes = made.subplots()
    low, high = (rows["year"].min(), rows["year"].max()) if len(rows) else (0, 1)
    room = max(high - low, 1.0)
    pad = 0.06 * room if high > low else 1.0  # one year alone gets its neighbours for ticks
    box = {"boxstyle": "square,pad=0.1", "facecolor": "white", "edgecolor": "none"}
    for place, row in enumerate(rows.itertuples()):
        axes.plot([low - pad, row.year], [place, place], color="#DDDDDD", linewidth=0.8)
        axes.plot(row.year, place, "o", color=part_colour(row.part), markersize=7)
        said = f"{row.date}  {row.voice}：{_short(row.text, 24)}"
        late = row.year > low + 0.5 * room
        axes.annotate(
            said, (row.year, place), xytext=(-9 if late else 9, 0), textcoords="offset points",
            ha="right" if late else "left", va="center", bbox=box,
        )  # fmt: skip
    axes.set_xlim(low - pad, high + pad)
    axes.set_ylim(max(len(rows), 1) - 0.4, -0.6)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.locator_params("x", integer=True)
    axes.xaxis.set_major_formatter("{x:.0f}")
    every = len(voices.cited(speech))
    zh, en = (
        f"年（{every} 处引用中 {len(rows)} 处有年代）",
        f"year ({len(rows)} of {every} citations dated)",
    )
    axes.set_xlabel(say(labels, zh, en, "  "))
    axes.set_title(say(labels, "引语说于何时", "When the cited words were said", "  "))
    if rows.empty:
        axes.set_xticks([])
    return made


def _short(text: str, most: int) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"


@figure
@by_part("quotations")
def quotations_functions(speech: Speech, labels: Labels = "both") -> Figure:
    """Functions 引号作用图 of quotation marks by part, per 1,000 characters, 95 % intervals."""
    table = voices.functions(speech)
    names = [name for name in FUNCTIONS if name in set(table["function"])]
    parts = sorted(set(table["part"]))
    row = max(0.62, 0.17 * len(parts))  # inches for the dots of all parts
    something(len(names), "文中没有引号", "no quotation marks in this text")
    made = Figure(figsize=(11, 1.8 + row * max(len(names), 2)), layout="constrained")
    axes = made.subplots()
    step = 0.7 / max(len(parts), 1)
    for row in table.itertuples():
        place = names.index(row.function) + (parts.index(row.part) - (len(parts) - 1) / 2) * step
        colour = part_colour(row.part)
        axes.plot([row.low, row.high], [place, place], color=colour, linewidth=1.4)
        axes.plot(row.rate, place, "o", color=colour, markersize=6)
        axes.annotate(
            f"{row.count}", (row.high, place), xytext=(5, 0), textcoords="offset points",
            va="center", fontsize=8, color=colour,
        )  # fmt: skip
    axes.set_yticks(
        range(len(names)), [term(speech, "quotations", name, labels, "\n") for name in names]
    )
    axes.set_ylim(max(len(names), 1) - 0.5, -0.5)
    axes.set_xlim(left=0)
    unit = say(
        labels,
        "每千字次数（95% 区间；数字为次数）",
        "per 1,000 characters (95 % interval; numbers: n)",
    )
    axes.set_xlabel(unit)
    axes.set_title(say(labels, "引号的作用", "What quotation marks are for", "  "))
    handles = [axes.plot([], [], "o-", color=part_colour(part), markersize=5)[0] for part in parts]
    if len(parts) > 1:
        where = part_names(parts, labels, " ")
        made.legend(handles, where, loc="outside lower center", ncols=5, frameon=False)
    return made


@figure
def quotations_along(speech: Speech, labels: Labels = "both") -> Figure:
    """Quotations along the text 引语分布图: every span in marks, title and indirect citation.

    A row a function (indirect citations apart), a bar a span, to scale, in the colour of its part.
    The number at the end of a row counts its spans.
    """
    rows = layer(speech, "quotations")
    keys = [(name, False) for name in FUNCTIONS if name in set(rows["function"])]
    if (rows["form"] == "indirect").any():
        keys.insert(1, ("citation", True))
    something(len(keys), "文中没有引语和引号", "no quotation in this text")
    made = Figure(figsize=(11, 1.7 + 0.5 * max(len(keys), 3)), layout="constrained")
    axes = made.subplots()
    parts_behind(axes, speech, labels, height=-0.9)
    least = len(speech.text) / 700  # a bar narrower than this would not be seen
    for place, (name, indirect) in enumerate(keys):
        own = rows[(rows["function"] == name) & ((rows["form"] == "indirect") == indirect)]
        widths = np.maximum(own["end"] - own["start"], least)
        colours = [part_colour(part) for part in own["part"]]
        axes.barh([place] * len(own), widths, left=own["start"], height=0.62, color=colours)
        _count(axes, place, str(len(own)), INK)
    _count(axes, -0.9, "n", NOTE)
    axes.set_yticks(
        range(len(keys)), [_lane(speech, name, indirect, labels) for name, indirect in keys]
    )
    axes.set_ylim(max(len(keys), 1) - 0.4, -1.3)
    axes.set_xlim(0, len(speech.text))
    axes.set_xlabel(say(labels, "在文中的位置（字）", "position in the text (characters)", "  "))
    axes.set_title(say(labels, "引语与引号在文中的分布", "Quotations along the text", "  "))
    return made


def _count(axes: Axes, place: float, note: str, colour: str) -> None:
    """A note to the right of a row."""
    where = ("axes fraction", "data")
    axes.annotate(note, (1.005, place), xycoords=where, va="center", color=colour)


def _lane(speech: Speech, name: str, indirect: bool, labels: Labels) -> str:
    return term(speech, "quotations", "indirect" if indirect else name, labels, "\n")
