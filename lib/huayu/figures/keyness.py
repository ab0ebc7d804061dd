"""Figures of keyness 关键性图: what sets the parts, and the speech and others, apart."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from huayu import comparison, keyness, reference
from huayu.comparison import Text
from huayu.corpus import Speech
from huayu.figures import (
    GREY,
    INK,
    OTHERS,
    OWN,
    Labels,
    figure,
    part_colour,
    part_names,
    say,
    something,
    written,
)
from huayu.figures.backdrop import absent, by_part
from huayu.figures.comparison import cautioned, named, numbered, others_of
from huayu.findings import differences

NARROWEST = 4  # doublings that an axis of ratios shows at least either way: 16 times as often
TICKS = 9  # of such an axis that find room
MOST_ACROSS = 2  # panels beside each other that can be read on a page
SURE = 0.05  # rate of false discoveries up to which a dot is filled
KINDS = {
    "words": ("词", "words"),
    "terms": ("词项", "terms"),
    "formulas": ("提法", "formulas"),
    "concepts": ("概念", "concepts"),
}


@figure
@by_part()
def keyness_parts(
    speech: Speech, kind: str = "terms", most: int = 8, labels: Labels = "both"
) -> Figure:
    """Keyness of parts 各部分的关键词: each part against the rest, two-sided, with intervals.

    A dot is filled where the part differs from the rest when whole points change places
    (:func:`huayu.findings.differences.tested`, q ≤ 0.05 over all terms and parts).
    """
    parts = comparison.parts(speech)
    something(len(parts) > 1, "此文没有可比的部分", "this text has no parts to compare")
    across = min(len(parts), MOST_ACROSS)
    down = -(-len(parts) // across)
    height = 1.5 + 0.27 * (most + most // 2) * down
    made = Figure(figsize=(max(4.6 * across, 6), height), layout="constrained")
    panels = made.subplots(down, across, squeeze=False).ravel()
    for axes in panels[len(parts) :]:
        axes.set_axis_off()
    q, shown = _permuted(speech, kind), []
    for part in parts:
        rest = [Text(speech, other) for other in parts if other != part]
        table = comparison.sampled(Text(speech, part), rest, kind)
        table["q"] = [q.get((part, term), np.nan) for term in table["term"]]
        shown.append(_both_ends(table, most, most // 2))
    ends = _reach(pd.concat(shown))
    names = part_names(parts, labels, " ")
    for axes, part, name, rows in zip(panels, parts, names, shown, strict=False):
        _dots(axes, rows, part_colour(part), GREY, ends, labels)
        axes.set_title(name, color=part_colour(part))
    title = say(
        labels,
        "{}的关键性：各部分与其余部分相比",
        "Keyness of {}: each part against the rest",
        "  ",
    )
    made.suptitle(_of(title, kind, labels))
    _legend(made, labels, "该部分", "this part", "其余部分", "the rest")
    return made


@figure
def keyness_others(
    speech: Speech,
    references: Sequence[str] = (),
    by: str = "kind",
    kind: str = "terms",
    most: int = 12,
    labels: Labels = "both",
) -> Figure:
    """Keyness of the speech 讲话的关键词 against others taken together, two-sided, with intervals.

    ``references`` are names as :func:`huayu.comparison.others` takes them; none takes all real
    speeches, at hand or by their counts.
    """
    others = others_of(speech, references, by)
    table = comparison.sampled(Text(speech), others, kind)
    something(len(table), "没有可比的词", "no term to compare")
    made = Figure(figsize=(9, 1.6 + 0.3 * 2 * most), layout="constrained")
    axes = made.subplots()
    rows = _both_ends(table, most, most)
    _dots(axes, rows, OWN, OTHERS, _reach(rows), labels)
    _legend(made, labels, speech.id, speech.id, "其他讲话", "the other speeches")
    title = say(labels, "{}的关键性", "Keyness of {}", "  ")
    count = numbered(others, labels)
    axes.set_title(f"{_of(title, kind, labels)} · {count}" + cautioned(others, labels))
    return made


def _permuted(speech: Speech, kind: str) -> dict[tuple[int, str], float]:
    """False discovery rate of each part and term, whole points permuted."""
    occurrences, column = reference.MEASURES[kind]
    alike = speech.common
    rows = occurrences(alike)
    rows = rows.assign(term=rows[column].map(alike.lexicon.simplified))
    table = differences.tested(speech, {kind: (rows, "term")})
    return dict(zip(zip(table["part"], table["label"], strict=True), table["q"], strict=True))


def _of(title: str, kind: str, labels: Labels) -> str:
    """A title with the name of what is compared put into its places."""
    zh, en = KINDS[kind]
    return title.format(*{"zh": [written(zh)], "en": [en], "both": [written(zh), en]}[labels])


def _both_ends(table: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
    """The strongest marks of target and reference, the target's on top."""
    marks = table[table["log_ratio"] > 0].head(first)
    return pd.concat([marks, table[table["log_ratio"] < 0].tail(last)])


def _reach(rows: pd.DataFrame) -> tuple[int, int]:
    """Ends of an axis of log ratios that hold every dot, with room for its interval to go on."""
    ratios = [*rows["log_ratio"], 0.0]
    low, high = int(np.floor(min(ratios))) - 1, int(np.ceil(max(ratios))) + 1
    return min(low, -NARROWEST), max(high, NARROWEST)


def _dots(
    axes: Axes, rows: pd.DataFrame, right: str, left: str, ends: tuple[int, int], labels: Labels
) -> None:
    """Log ratios as dots with intervals; a dot is filled where the difference is sure.

    An interval that goes on beyond the axis ends in an arrow.
    """
    if rows.empty:
        absent(axes, 0, labels)
        return
    colours = np.array([right if value > 0 else left for value in rows["log_ratio"]])
    heights = np.arange(len(rows))
    axes.axvline(0, color=INK, linewidth=0.8)
    low, high = (rows[end].clip(*ends) for end in ("low", "high"))
    axes.hlines(heights, low, high, colors=colours.tolist(), linewidth=1.6, alpha=0.6)
    for end, mark, beyond in zip(ends, "<>", (rows["low"] < low, rows["high"] > high), strict=True):
        own = beyond.to_numpy()
        axes.scatter(np.full(own.sum(), end), heights[own], s=22, c=colours[own], marker=mark,
                     clip_on=False)  # fmt: skip
    faces = np.where(rows["q"] <= SURE, colours, "white")
    edges = colours.tolist()
    axes.scatter(rows["log_ratio"], heights, s=30, c=faces, edgecolors=edges, zorder=3)
    names = [f"{written(row.term)}  {row.target}:{row.reference}" for row in rows.itertuples()]
    axes.set_yticks(heights, names)
    axes.set_ylim(len(rows) - 0.3, -0.7)
    axes.set_xlim(*ends)
    step = 2 * -(-(ends[1] - ends[0]) // (2 * TICKS))
    ticks = [at for at in range(-step * 9, step * 10, step) if ends[0] < at < ends[1]]
    axes.set_xticks(ticks, [f"{2**t}×" if t >= 0 else f"1/{2**-t}" for t in ticks])
    axes.set_xlabel(say(labels, "比率之比（95% 区间）", "ratio of rates (95 % interval)", " "))


def _legend(made: Figure, labels: Labels, zh: str, en: str, zh_other: str, en_other: str) -> None:
    """What a filled and a hollow dot say, and what the numbers beside a term are."""
    sides = say(labels, f"次数 {zh}:{zh_other}", f"occurrences {en} : {en_other}", " · ")
    kinds = ((INK, "有别，q ≤ 0.05", "differs, q ≤ 0.05"), ("white", "描述", "description"))
    handles = [
        Line2D([], [], color=INK, marker="o", markerfacecolor=face, label=say(labels, zh, en, " "))
        for face, zh, en in kinds
    ]
    made.legend(handles=handles, loc="outside lower center", ncols=2, frameon=False, title=sides)


@figure
def keyness_ranks(
    speech: Speech,
    references: Sequence[str] = (),
    by: str = "kind",
    kind: str = "terms",
    most: int = 60,
    labels: Labels = "both",
) -> Figure:
    """Ranks of two texts 词频秩对照图: every term by its rank in the speech and in the others.

    Rightwards commoner in the speech, upwards commoner in the others; on the diagonal stands what
    both share, in the corners what one has alone. Named are the terms that add most to the
    rank-turbulence divergence (Dodds et al. 2023), and the lockwords, shared at like rates.
    """
    others = others_of(speech, references, by)
    mine = comparison.sample(Text(speech), kind)
    rest = keyness.joined([comparison.sample(other, kind) for other in others])
    something(len(mine.counts) and len(rest.counts), "没有可比的词", "no term to compare")
    made = Figure(figsize=(10, 9), layout="constrained")
    axes = made.subplots()
    table = keyness.turbulence(mine, rest)
    locked = keyness.keyness(mine, rest).query("lock")["term"].head(most // 4)
    # shares of the ranking, 1 the commonest: ranks of texts of unlike length lie on one scale
    x = 1 - np.log(table["target_rank"]) / np.log(table["target_rank"].max() + 1)
    y = 1 - np.log(table["reference_rank"]) / np.log(table["reference_rank"].max() + 1)
    shared = table["term"].isin(locked).to_numpy()
    sides = np.where(table["side"] == "target", OWN, OTHERS)
    colours = np.where(shared, INK, sides)
    axes.scatter(x, y, s=12, c=colours, alpha=0.45, linewidth=0)
    _sides(made, labels)
    chosen = dict.fromkeys([*np.flatnonzero(shared).tolist(), *range(min(most, len(table)))])
    points = [(x[row], y[row], written(table["term"][row])) for row in chosen]
    axes.set_xlabel(say(labels, "在本讲话中的秩（右：常用）", "rank in this speech (log)", " "))
    axes.set_ylabel(say(labels, "在其他讲话中的秩（上：常用）", "rank in the others (log)", " "))
    axes.set_xticks([])
    axes.set_yticks([])
    apart = table.attrs["divergence"]
    zh, en = f"词频秩对照（秩扰动散度 {apart:.2f}）", f"Ranks compared (divergence {apart:.2f})"
    count = numbered(others, labels)
    axes.set_title(f"{say(labels, zh, en, '  ')} · {count}" + cautioned(others, labels))
    named(made, axes, points, [str(colours[row]) for row in chosen])
    return made


def _sides(made: Figure, labels: Labels) -> None:
    """What the colours of a plane of two texts say."""
    kinds = (
        (OWN, "本讲话更常用", "commoner in this speech"),
        (OTHERS, "其他讲话更常用", "commoner in the others"),
        (INK, "两边同样常用", "shared at like rates"),
    )
    handles = [
        Line2D([], [], color=colour, marker="o", linestyle="", label=say(labels, zh, en, " "))
        for colour, zh, en in kinds
    ]
    made.legend(handles=handles, loc="outside lower center", ncols=3, frameon=False)


@figure
def keyness_dispersion(
    speech: Speech,
    references: Sequence[str] = (),
    by: str = "kind",
    kind: str = "terms",
    most: int = 30,
    labels: Labels = "both",
) -> Figure:
    """Keyness and dispersion 关键性与离散度: how much commoner a term is, and how evenly used.

    A term at the bottom runs through its text; one at the top stands in a single place of it and
    is a mark of that place rather than of the text.
    """
    others = others_of(speech, references, by)
    table = comparison.sampled(Text(speech), others, kind)
    table = table.dropna(subset="dp_norm")
    something(len(table), "文本太短，谈不上离散度", "too short a text for dispersion")
    made = Figure(figsize=(10, 7), layout="constrained")
    axes = made.subplots()
    colours = np.where(table["log_ratio"] > 0, OWN, OTHERS)
    sizes = 8 + 3 * table["g2"].clip(0, 60)
    axes.scatter(table["log_ratio"], table["dp_norm"], s=sizes, c=colours, alpha=0.35, linewidth=0)
    axes.axvline(0, color=GREY, linewidth=0.8)
    axes.set_ylim(top=1.04)
    axes.margins(x=0.08)
    kept = table.sort_values("g2", ascending=False, kind="stable").head(most)
    names = kept["term"].map(written)
    points = list(zip(kept["log_ratio"], kept["dp_norm"], names, strict=True))
    zh = "对数比（右：本讲话更常用；左：其他讲话更常用）；点的面积：G²"
    en = "log ratio (right: commoner in this speech, left: in the others); area: G²"
    axes.set_xlabel(say(labels, zh, en))
    axes.set_ylabel(
        say(labels, "离散度 DPnorm（0 均匀，1 集中）", "DPnorm (0 even, 1 in one place)")
    )
    title = say(labels, "{}的关键性与离散度", "Keyness and dispersion of {}", "  ")
    count = numbered(others, labels)
    axes.set_title(f"{_of(title, kind, labels)} · {count}" + cautioned(others, labels))
    named(made, axes, points)
    return made
