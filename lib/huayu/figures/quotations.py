"""Figures of the quotations 引语图: whose words, how many, where, when, and what marks are for."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from huayu import reuse, voices
from huayu.corpus import Speech
from huayu.figures import INK, NOTE, Labels, figure, part_colour, part_names, say, something, term
from huayu.figures.backdrop import by_part, parts_behind
from huayu.layers import UNNAMED, layer

FEW = 6  # parts whose names stand on two lines beside their bars
SEVERAL = 3  # citations: fewer make no network
MOST = 12  # voices that one figure can name and still be read
BEHIND = {"boxstyle": "square,pad=0.1", "facecolor": "white", "edgecolor": "none"}  # print
LARGEST = 420  # square points of the dot of most citations
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
    if len(parts) > 1:
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
    """Network 引语网络 of voices and parts: who is cited where, how often, with which verbs.

    A row a voice, by falling number of citations, a column a part; the area of a dot is the number
    of citations, under it stand the verbs that bring the words in. A line joins the parts that
    cite the same voice.
    """
    table = voices.voices(speech)
    names = list(dict.fromkeys(table["voice"]))[:most]
    parts = voices.shares(speech)["part"].tolist() if names else []
    something(len(names), "文中没有引用", "no one is cited in this text")
    something(len(parts) > 1, "此文没有可比的部分", "this text has no parts to compare")
    zh, en = f"引用不足 {SEVERAL} 处", f"fewer than {SEVERAL} citations"
    something(table["count"].sum() >= SEVERAL, zh, en)
    made = Figure(figsize=(2.6 + max(2.1 * len(parts), 5), 1.3 + 0.62 * max(len(names), 3)),
                  layout="constrained")  # fmt: skip
    axes = made.subplots()
    for row in table[table["voice"].isin(names)].itertuples():
        place = (parts.index(row.part), names.index(row.voice))
        _cited(axes, place, row, LARGEST / table["count"].max())
    for height, name in enumerate(names):
        there = [parts.index(part) for part in table.loc[table["voice"] == name, "part"]]
        axes.plot([min(there), max(there)], [height, height], color="#DDDDDD", lw=1, zorder=0)
    unnamed = say(labels, "未具名", "unnamed", " ")
    shown = [unnamed if name == UNNAMED else _short(name, 16) for name in names]
    axes.set_yticks(range(len(names)), shown, fontsize=11)
    axes.set_xticks(range(len(parts)), part_names(parts, labels, " "))
    axes.xaxis.tick_top()
    for label, part in zip(axes.get_xticklabels(), parts, strict=True):
        label.set_color(part_colour(part))
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    axes.set_xlim(-0.5, len(parts) - 0.5)
    axes.set_ylim(len(names) - 0.4, -0.5)
    zh = "谁的话用在哪一部分，用什么动词（数字：引用次数）"
    en = "Whose words, in which part, with which verbs (numbers: citations)"
    axes.set_title(say(labels, zh, en))
    rest = len(set(table["voice"])) - len(names)
    if rest:
        note = say(labels, f"另有 {rest} 个来源未画", f"{rest} more voices are not drawn")
        made.supxlabel(note, fontsize=9, color=NOTE)
    return made


def _cited(axes: Axes, place: tuple[int, int], row: Any, scale: float) -> None:
    """A dot for the citations of a voice in a part, their number in it and their verbs under it."""
    axes.scatter(*place, s=60 + scale * row.count, color=part_colour(row.part), alpha=0.85, lw=0)
    axes.text(*place, str(row.count), ha="center", va="center", color="white", fontsize=9)
    axes.annotate(_short(row.cues, 14), place, (0, -11 - (scale * row.count / 12) ** 0.5),
                  textcoords="offset points", ha="center", va="top", fontsize=8.5,
                  color=INK)  # fmt: skip


@figure
def quotations_timeline(speech: Speech, labels: Labels = "both") -> Figure:
    """Time line 引语年表: when cited words were said, against where the speech uses them.

    To the right the speech, downwards its sources, the latest on top; a row a citation whose time
    is known: the speech gives it, or the words stand in a dated text of the corpus (hollow). A year
    alone stands at its middle. Where a text of the corpus has other wording, what fell away is in
    [-…-] and what came in in {+…+}. The number of citations without a date is said.
    """
    rows = _dated(speech)
    zh, en = "可考年代的引用不足两处", "fewer than two citations of this text have a date"
    something(len(rows) >= 2, zh, en)
    made = Figure(figsize=(11, 2.0 + 0.5 * max(len(rows), 3)), layout="constrained")
    axes = made.subplots()
    parts_behind(axes, speech, labels)
    for height, row in enumerate(rows.itertuples()):
        colour = part_colour(row.part)
        face = "white" if row.traced else colour
        axes.plot([0, row.start], [height, height], color="#D5D5D5", lw=0.9, zorder=1)
        axes.scatter(row.start, height, s=52, c=face, edgecolors=colour, zorder=3)
        late = row.start > 0.55 * len(speech.text)
        axes.annotate(
            f"{row.voice}：{_short(row.wording, 34)}", (row.start, height),
            xytext=(-9 if late else 9, 0), textcoords="offset points",
            ha="right" if late else "left", va="center", bbox=BEHIND, fontsize=9.5,
        )  # fmt: skip
    axes.set_yticks(range(len(rows)), rows["date"])
    axes.set_ylim(len(rows) - 0.4, -1.6)
    axes.set_xlim(0, len(speech.text))
    every = len(voices.cited(speech))
    axes.set_xlabel(say(labels, "在文中的位置（字）", "place in the text (characters)", "  "))
    axes.set_title(say(labels, "引语说于何时，用在何处", "When cited words were said", "  "))
    zh = f"{every} 处引用中 {len(rows)} 处可考年代；空心：语料中最早的出处"
    en = f"{len(rows)} of {every} citations dated; hollow: by the earliest text of the corpus"
    made.supxlabel(say(labels, zh, en), fontsize=9, color=NOTE)
    return made


def _dated(speech: Speech) -> pd.DataFrame:
    """Citations with a date, the latest first: ``date, voice, wording, start, part, traced``.

    The date is the one that the speech gives, else that of the earliest text of the corpus that has
    the words and is older than the speech; the wording shows what differs from that text.
    """
    rows = voices.cited(speech)
    wordings = rows["text"].tolist()
    dates = rows["date"].astype(object).where(rows["date"].notna(), None).tolist()
    traced = [False] * len(rows)
    older = _older(speech) if len(rows) else {}
    for place, start in enumerate(rows["start"]):
        if start in older:
            date, wordings[place] = older[start]
            traced[place] = dates[place] is None
            dates[place] = dates[place] or date
    rows = rows.assign(date=dates, wording=wordings, traced=traced).dropna(subset="date")
    rows["year"] = [voices.decimal(date) for date in rows["date"]]
    return rows.sort_values(["year", "start"], ascending=[False, True])


def _older(speech: Speech) -> dict[int, tuple[str, str]]:
    """Date and altered wording of the citations that an older text of the corpus has, by start."""
    said = str(speech.meta.get("date", ""))
    found = reuse.trace(speech)
    found = found[(found["layer"] == "quotations") & found["earliest"] & (found["date"] < said)]
    return {
        int(row.start): (row.date, row.text if row.relation == "verbatim" else row.alignment)
        for row in found.itertuples()
    }


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
