"""Figures of stance 立场图: how strongly the speaker asks, and who is spoken of."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from scipy.stats import binomtest

from huayu import usage
from huayu.corpus import Speech
from huayu.figures import INK, NOTE, Labels, figure, part_colour, part_names, say, something
from huayu.figures.backdrop import by_part, cited_apart, parts_behind
from huayu.layers import borrowed, layer

STRENGTHS = {
    1: ("准许、希望", "allows"),
    2: ("建议、需要", "advises"),
    3: ("要求", "requires"),
    4: ("坚持", "insists"),
    5: ("绝对", "absolute"),
}
PERSONS = {
    "we": ("我们", "we"),
    "I": ("我", "I"),
    "you": ("你、你们", "you"),
    "audience": ("同志们、大家", "audience"),
    "institution": ("我国、我市…", "our country, city …"),
}
COUNTED = 5  # parts whose counts find room beside their dots; with more the table has them
WINDOW = 25  # markers of a share: fewer follow single sentences, more hide a paragraph
INSISTS = 4  # strength from which a demand is one of the strong ones


@figure
def stance_strength(speech: Speech, window: int = WINDOW, labels: Labels = "both") -> Figure:
    """Strength of modality along the speech 情态强度图: each demand, and how many go far.

    Above, a dot is one marker that asks something, at its strength from 1 (可以) to 5 (绝不允许),
    in the colour of its part; filled when it is negated (不要, 不得). Below, of ``window``
    neighbouring markers the share that insists or is absolute (4, 5), with Wilson's (1927) 95 %
    interval, and dashed the share over all: steps of such a scale can be counted, not averaged.
    Only the speaker's own voice is drawn; a line says how many more markers stand in citations.
    """
    every = layer(speech, "stance")
    every = every[every["strength"].notna()]
    rows = every[~borrowed(every)]
    cited = len(every) - len(rows)
    zh, en = "讲话者本人没有提出要求", "the speaker's own words ask for nothing"
    something(len(rows), f"{zh}（引语中 {cited} 处）", f"{en} ({cited} in citations)")
    enough = len(rows) >= 2 * window
    made = Figure(figsize=(11, 5.6 if enough else 4.2), layout="constrained")
    panels = made.subplots(2 if enough else 1, 1, sharex=True, squeeze=False,
                           height_ratios=[2.6, 1] if enough else [1]).ravel()  # fmt: skip
    _markers(panels[0], rows, labels)
    parts_behind(panels[0], speech, labels, 5.75)
    if enough:
        _far(panels[1], rows, window, labels)
    panels[-1].set_xlim(0, len(speech.text))
    panels[-1].set_xlabel(say(labels, "位置（字）", "position in characters", " "))
    panels[0].set_title(say(labels, "要求有多强", "How strongly something is asked for", "  "))
    if note := cited_apart(cited, labels):
        made.supxlabel(note, fontsize=9, color=NOTE)
    return made


def _far(axes: Axes, rows: pd.DataFrame, window: int, labels: Labels) -> None:
    """Share of neighbouring markers that go far, with its interval and the share over all."""
    held = (rows["strength"] >= INSISTS).rolling(window, center=True).sum().dropna()
    ends = [binomtest(int(n), window).proportion_ci(method="wilson") for n in held]
    places = rows.loc[held.index, "start"]
    axes.fill_between(places, [100 * end.low for end in ends], [100 * end.high for end in ends],
                      color=INK, alpha=0.13, linewidth=0)  # fmt: skip
    axes.plot(places, 100 * held / window, color=INK, linewidth=1.6)
    axes.axhline(100 * (rows["strength"] >= INSISTS).mean(), color=NOTE, linewidth=0.8, ls="--")
    axes.set_ylim(0, None)
    axes.yaxis.set_major_formatter("{x:.0f} %")
    zh, en = f"坚持与绝对者所占（每 {window} 处）", f"share that insists, of {window}"
    axes.set_title(say(labels, zh, en, "  "), fontsize=10)


def _markers(axes: Axes, rows: pd.DataFrame, labels: Labels) -> None:
    """A dot for each marker, those of one strength a little apart."""
    shift = np.random.default_rng(0).uniform(-0.22, 0.22, len(rows))
    edges = [part_colour(part) for part in rows["part"]]
    faces = [
        edge if denied else "none" for edge, denied in zip(edges, rows["negated"], strict=True)
    ]
    axes.scatter(
        rows["start"], rows["strength"] + shift, s=24, facecolors=faces, edgecolors=edges,
        linewidths=0.9,
    )  # fmt: skip
    for face, zh, en in (("none", "肯定", "asks"), (INK, "否定", "forbids")):
        name = say(labels, zh, en, " ")
        axes.scatter([], [], s=24, facecolors=face, edgecolors=INK, linewidths=0.9, label=name)
    names = [f"{k} {say(labels, zh, en, ' ')}" for k, (zh, en) in STRENGTHS.items()]
    axes.set_yticks(list(STRENGTHS), names)
    axes.set_ylim(0.5, 6.1)
    if len(rows):
        axes.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=3, frameon=False)


@figure
@by_part("stance", "deixis")
def stance_deixis(speech: Speech, labels: Labels = "both") -> Figure:
    """Person deixis by part 人称指示图: rates per 1,000 characters with exact 95 % intervals.

    The small numbers are counts, of the speaker's own voice; they are left out where the parts
    are many.
    """
    rows = layer(speech, "stance")
    rows = rows[(rows["category"] == "deixis") & ~borrowed(rows)]
    table = usage.rates(speech, rows, "subcategory")
    parts = list(usage.exposure(speech).index)
    something(int(table["count"].sum()), "各部分没有人称指示", "no person deixis in the parts")
    made = Figure(figsize=(10 if len(parts) <= COUNTED else 14, 4.0), layout="constrained")
    axes = made.subplots()
    persons = [person for person in PERSONS if (table["term"] == person).any()]
    _grouped(axes, table, parts, persons, labels)
    axes.set_xticks(range(len(persons)), [say(labels, *PERSONS[person]) for person in persons])
    axes.set_xlim(-0.6, len(persons) - 0.4)
    axes.set_ylim(0, None)
    axes.set_ylabel(say(labels, "每千字次数（95% 区间）", "per 1,000 characters (95 % interval)"))
    axes.set_title(say(labels, "说的是谁", "Who is spoken of and to", "  "))
    if len(parts) > 1:
        axes.legend(frameon=False, ncols=min(len(parts), 5))
    return made


def _grouped(
    axes: Axes, table: pd.DataFrame, parts: list[int], persons: list[str], labels: Labels
) -> None:
    """A point with its interval for each person and part, the parts side by side."""
    step = 0.7 / max(len(parts), 1)
    rates = table.set_index(["term", "part"])
    names = part_names(parts, labels, " ")
    for place, (part, name) in enumerate(zip(parts, names, strict=True)):
        for column, person in enumerate(persons):
            row = rates.loc[(person, part)]
            x = column + (place - (len(parts) - 1) / 2) * step
            colour = part_colour(part)
            axes.plot([x, x], [row["low"], row["high"]], color=colour, linewidth=2, alpha=0.5)
            axes.plot(x, row["rate"], "o", color=colour, markersize=6)
            note = f"{row['count']:.0f}" if len(parts) <= COUNTED else ""
            axes.annotate(
                note, (x, row["rate"]), (5, 2), size=8, color=NOTE, textcoords="offset points"
            )
        axes.plot([], [], "o", color=part_colour(part), label=name)
