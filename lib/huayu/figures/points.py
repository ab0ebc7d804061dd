"""Figures of points and concepts 要点—概念图: what each point of a speech speaks of."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from huayu import network
from huayu.corpus import Speech
from huayu.figures import (
    GREY,
    INK,
    NOTE,
    Labels,
    figure,
    part_colour,
    part_names,
    say,
    something,
    written,
)
from huayu.figures.backdrop import noted
from huayu.figures.comparison import named
from huayu.network.bipartite import Correspondence, correspondence, points
from huayu.network.graph import names

LARGEST = 330  # square points of the dot of most sentences
FEWEST, LEAST_POINTS = 5, 3  # concepts and points: fewer are a sentence of prose, no picture
WIDEST = 14.0  # inches: more points stand closer
FENCE = 6.0  # interquartile ranges from the middle: one such place would press all others together
LABELLED = 22  # concepts named on the map: with more, most would find no room


@figure
def points_concepts(speech: Speech, labels: Labels = "both") -> Figure:
    """Concepts over the points 要点—概念网: which concept stands where, in the order of reading.

    A row a concept or formula, a column a point (2.3 is the third of part 2); the area of a dot is
    the share of the point's sentences that hold the concept, the number how many they are. A line
    joins the first and the last point in which a concept stands; rows are read from the top as the
    speech comes to them. All of it is description.
    """
    table = _counted(speech)
    order = np.argsort(_middle(table), kind="stable")
    size = (min(max(3.6 + 0.42 * table.shape[1], 7.5), WIDEST), 1.6 + 0.27 * len(table))
    made = Figure(figsize=size, layout="constrained")
    _matrix(made.subplots(), speech, table.iloc[order], labels)
    zh = "数字：含该概念的句数；面积：占该要点句数的比例；2.3：第二部分第三要点，0：第一要点之前"
    en = "numbers: sentences with the concept; area: share of the point; 2.3: part 2, point 3"
    made.supxlabel(say(labels, zh, f"{en}, 0: before the first"), color=NOTE, fontsize=9)
    return made


@figure
def points_map(speech: Speech, labels: Labels = "both") -> Figure:
    """Map of points and concepts 要点—概念对应图: a correspondence analysis of who stands where.

    A concept (grey, the area its sentences) lies towards the points (squares, in the colour of
    their part) that it is typical of; the axes say which share of the table's inertia they carry.
    Named are the points, and the concepts that make most of the two axes; what lies beyond all
    others is named below and not drawn. A way to see, and no finding.
    """
    table = _counted(speech)
    made = Figure(figsize=(8.5, 7.4), layout="constrained")
    _map(made, made.subplots(), speech, table, labels)
    return made


def _counted(speech: Speech) -> pd.DataFrame:
    """Sentences of each point that hold each concept; nothing to show where they are too few."""
    table = points(speech)
    zh, en = "文中可数的概念太少", "too few concepts to count in this text"
    something(len(table) >= FEWEST, zh, en)
    something(table.shape[1] >= LEAST_POINTS, "要点不足三个", "fewer than three points")
    return table


def _middle(table: pd.DataFrame) -> np.ndarray:
    """Mean place of each concept in the order of reading, by which rows are read from the top."""
    rates = table.to_numpy(float)
    total = rates.sum(axis=1)
    return rates @ np.arange(table.shape[1]) / np.where(total > 0, total, 1)


def _said(speech: Speech, table: pd.DataFrame, labels: Labels) -> list[str]:
    """Names of the concepts on one line each."""
    graph = network.concept_network(speech)
    found = names(graph, list(table.index), labels).values()
    return [written(name.replace("\n", " ")) for name in found]


def _matrix(axes: Axes, speech: Speech, table: pd.DataFrame, labels: Labels) -> None:
    held = network.units(speech)
    sizes = pd.Series(held.strata, dtype=object).value_counts()
    for row, counts in enumerate(table.to_numpy()):
        there = np.flatnonzero(counts)
        if len(there):
            axes.plot(there[[0, -1]], [row, row], color="#DDDDDD", linewidth=1, zorder=1)
        for column in there.tolist():
            place = table.columns[column]
            share = counts[column] / sizes[place]
            colour = part_colour(place[0])
            axes.scatter(column, row, s=30 + LARGEST * share, color=colour, alpha=0.85, lw=0)
            axes.text(
                column, row, str(counts[column]), ha="center", va="center", fontsize=7,
                color="white",
            )  # fmt: skip
    heads = [f"{part}.{point}" if part else f"{point}" for part, point in table.columns]
    axes.set_xticks(range(table.shape[1]), heads, rotation=90 if len(heads) > 14 else 0)
    axes.xaxis.tick_top()
    for label, (part, _) in zip(axes.get_xticklabels(), table.columns, strict=True):
        label.set_color(part_colour(part))
    axes.set_yticks(range(len(table)), _said(speech, table, labels), fontsize=8.5)
    axes.set_ylim(max(len(table), 1) - 0.4, -0.7)
    axes.set_xlim(-0.7, max(table.shape[1], 1) - 0.3)
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    axes.set_title(say(labels, "各要点谈什么", "Which concept stands where", "  "))


def _map(made: Figure, axes: Axes, speech: Speech, table: pd.DataFrame, labels: Labels) -> None:
    """Concepts and points in the plane of the first two axes."""
    found = correspondence(table)
    axes.axhline(0, color="#E5E5E5", linewidth=0.8, zorder=0)
    axes.axvline(0, color="#E5E5E5", linewidth=0.8, zorder=0)
    sizes = table.sum(axis=1).to_numpy()
    near = np.array([_near(place, found) for place in found.rows])
    across, up = found.rows[near, 0], found.rows[near, 1]
    axes.scatter(across, up, s=10 + 6 * sizes[near], color=GREY, alpha=0.55, linewidth=0)
    for (part, _), place in zip(table.columns, found.columns, strict=True):
        if _near(place, found):
            axes.plot([place[0]], [place[1]], "s", color=part_colour(part), markersize=5)
    axes.margins(0.12)
    axes.set_aspect("equal", adjustable="datalim")  # distances mean something
    first, second = (f"{value:.0%}" for value in found.inertia[:2])
    axes.set_xlabel(say(labels, f"第一轴（{first}）", f"axis 1 ({first} of inertia)", "  "))
    axes.set_ylabel(say(labels, f"第二轴（{second}）", f"axis 2 ({second})", "  "))
    axes.set_title(say(labels, "对应分析", "Correspondence analysis", "  "))
    far, said = _named(speech, found, table, labels)
    parts = sorted({part for part, _ in table.columns})
    handles = [axes.plot([], [], "s", color=part_colour(part))[0] for part in parts]
    handles += [axes.plot([], [], "o", color=GREY, alpha=0.55)[0]]
    concept = say(labels, "概念（面积：句数）", "concept (area: sentences)", " ")
    keys = [*part_names(parts, labels, " "), concept]
    made.legend(handles, keys, frameon=False, fontsize=9, loc="outside lower center", ncols=4)
    if far:
        zh, en = "图外（离得太远）", "outside the picture, far away"
        noted(made, f"{say(labels, zh, en, ' ')}: {'、'.join(far)}")
    colours = [colour for *_, colour in said]
    named(made, axes, [(x, y, name) for x, y, name, _ in said], colours)


def _named(
    speech: Speech, found: Correspondence, table: pd.DataFrame, labels: Labels
) -> tuple[list[str], list[tuple[float, float, str, str]]]:
    """Names that lie too far out to be drawn, and places, names and colours of the others.

    Points come first, then the concepts that make most of the axes.
    """
    sizes = table.sum(axis=1).to_numpy()
    most = np.argsort(-np.hypot(*found.rows.T) * np.sqrt(sizes), kind="stable")[:LABELLED]
    names = _said(speech, table, "en" if labels == "en" else "zh")
    heads = [f"{part}.{point}" if part else f"{point}" for part, point in table.columns]
    colours = [part_colour(part) for part, _ in table.columns]
    every = [*zip(found.columns, heads, colours, strict=True)]
    every += [(found.rows[row], names[row], INK) for row in most]
    inside = [_near(place, found) for place, *_ in every]
    far = [name for (_, name, _), near in zip(every, inside, strict=True) if not near]
    drawn = zip(every, inside, strict=True)
    return far, [(*place, name, colour) for (place, name, colour), near in drawn if near]


def _near(place: np.ndarray, found: Correspondence) -> bool:
    """Whether a place lies no farther out than ``FENCE`` allows, seen from the concepts."""
    low, high = np.quantile(found.rows, [0.25, 0.75], axis=0)
    reach = np.where(high > low, FENCE * (high - low), np.inf)  # an axis of no spread hides nothing
    return bool((np.abs(place - (low + high) / 2) <= reach).all())
