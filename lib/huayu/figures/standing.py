"""Figures of standing 参照图: what is unusual in a speech, among public speeches."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from huayu import reference
from huayu.corpus import Speech
from huayu.figures import GREY, INK, NOTE, OTHERS, OWN, Labels, figure, say, something, term

MOST = 24  # rows that can be read on a page; the table has all
LEAST = 3  # occurrences to be worth a row, unless it is unusual that there are none


# measure -> the layer whose name stands before its items
LAYERS = {"devices": "rhetoric", "functions": "quotations", "forms": "quotations"}


def _name(speech: Speech, measure: str, item: str, labels: Labels) -> str:
    """Name of what is counted behind that of its layer, as in 概念 · 改革 reform."""
    within = term(speech, "layer", LAYERS.get(measure, measure), "en" if labels == "en" else "zh")
    if measure == "stance":  # its items begin with their own kind of stance
        return say(labels, *reference.named(speech.lexicon, measure, item), " ")
    return f"{within} · {say(labels, *reference.named(speech.lexicon, measure, item), ' ')}"


@figure
def standing_references(speech: Speech, labels: Labels = "both") -> Figure:
    """Where the speech stands among public speeches 在参照讲话中的位置, the least usual first.

    A dot is the rate here per 1,000 words with its 95 % interval (sentences redrawn), the bar
    what lies between a tenth and nine tenths of the reference speeches, the tick their median. The
    number says how many of them have a lower rate. A filled dot: the whole interval lies beyond
    the bar. Counts of what the program finds, not a test: the references are no random sample.
    """
    others = reference.references(speech.root)
    table = reference.standing(speech, others)
    if not table.empty:
        table = table[(table["count"] >= LEAST) | (table["unusual"] == "low")].head(MOST)
    something(len(table), "没有可比的内容", "nothing to compare")
    made = Figure(figsize=(9.5, 1.9 + 0.29 * max(len(table), 3)), layout="constrained")
    axes = made.subplots()
    number = int(table["n"].max())
    title = say(labels, f"在 {number} 篇公开讲话中的位置",
                f"Where it stands among {number} public speeches", "  ")  # fmt: skip
    made.suptitle(title, x=0.01, ha="left", fontsize=12)
    for y, row in enumerate(table.itertuples()):
        axes.plot([row.q10, row.q90], [y, y], color=OTHERS, alpha=0.45, lw=7, solid_capstyle="butt")
        axes.plot([row.median] * 2, [y - 0.3, y + 0.3], color=OTHERS, lw=2)
        axes.plot([row.low, row.high], [y, y], color=OWN, lw=1.3)
        face = OWN if row.unusual else "white"
        axes.plot(row.rate, y, "o", ms=6.5, markerfacecolor=face, markeredgecolor=OWN)
        told = f"{row.below} / {row.n}"
        axes.text(1.01, y, told, transform=axes.get_yaxis_transform(), va="center", fontsize=8.5,
                  color=INK if row.unusual else NOTE)  # fmt: skip
    names = [_name(speech, row.measure, row.item, labels) for row in table.itertuples()]
    axes.set_yticks(range(len(table)), names, fontsize=8.5)
    axes.set_ylim(len(table) - 0.4, -0.9)
    axes.set_xscale("symlog", linthresh=1)
    axes.set_xlim(left=-0.03)  # no rate is below nothing
    ticks = np.array([0, 1, 2, 5, 10, 20, 50, 100])
    axes.set_xticks(ticks[ticks <= max(table["high"].max(), table["q90"].max()) * 1.2])
    axes.xaxis.set_major_formatter("{x:g}")
    axes.minorticks_off()
    axes.grid(axis="x", color=GREY, alpha=0.25, lw=0.6)
    axes.tick_params(axis="y", length=0)
    head = say(labels, "更低者", "lower", " ")
    axes.text(1.01, -0.75, head, transform=axes.get_yaxis_transform(), fontsize=8.5, color=NOTE)
    axes.set_xlabel(
        say(labels, "每千词次数（1 以上为对数刻度）", "per 1,000 words (logarithmic above 1)")
    )
    zh = "横条：居中八成的参照讲话；短竖：中位数；实心点：整个区间在横条之外"
    en = "bar: the middle eight tenths of the others; tick: median; filled: wholly beyond the bar"
    made.supxlabel(say(labels, zh, en), fontsize=8, color=NOTE)
    return made
