"""Figures of comparison 比较图: formulas and profiles of the speeches beside each other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import PowerNorm
from matplotlib.figure import Figure
from matplotlib.text import Annotation
from matplotlib.transforms import Bbox

from huayu import comparison, corpus
from huayu.comparison import Text
from huayu.corpus import Speech
from huayu.figures import INK, OTHERS, OWN, Labels, figure, say, something, term


@figure
def comparison_formulas(
    speech: Speech, references: Sequence[str] = (), most: int = 30, labels: Labels = "both"
) -> Figure:
    """Formulas by text 各篇提法热图, in order of date: rates per 1,000 words, counts in the cells.

    Formulas that most texts share come first. Under four speeches the parts stand for them.
    """
    texts = comparison.several(comparison.by_date([speech, *others_of(speech, references)]))
    something(len(texts), "没有一篇有词", "no text has a word")
    samples = [comparison.sample(text, "formulas") for text in texts]
    counts = pd.concat([one.counts for one in samples], axis=1, keys=range(len(texts))).fillna(0)
    shared = (counts > 0).sum(axis=1)
    order = sorted(counts.index, key=lambda name: (-shared[name], -counts.loc[name].sum(), name))
    chosen = counts.loc[order[:most]].to_numpy()
    something(len(chosen), "各篇都没有提法", "no formula in any text")
    made = Figure(figsize=(4.5 + 0.8 * len(texts), 2.2 + 0.27 * len(chosen)), layout="constrained")
    axes = made.subplots()
    rates = chosen * 1000 / np.array([one.size for one in samples])
    # the root spreads the low rates, where most cells lie
    top = rates.max()
    shown = axes.imshow(rates, cmap="Blues", aspect="auto", norm=PowerNorm(0.5, 0, top))
    for row, column in np.argwhere(chosen > 0):
        light = rates[row, column] > top * 0.3
        colour = "white" if light else INK
        count = str(int(chosen[row, column]))
        axes.text(column, row, count, ha="center", va="center", color=colour, fontsize=8)
    axes.set_yticks(range(len(chosen)), order[:most])
    names = [_dated(text, labels) for text in texts]
    axes.set_xticks(range(len(texts)), names, rotation=90)
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    title = say(labels, "各篇提法（数字为次数）", "Formulas, with counts", "  ")
    axes.set_title(title + cautioned(texts, labels))
    unit = say(labels, "每千词次数", "per 1,000 words", " ")
    made.colorbar(shown, ax=axes, shrink=0.4, label=unit)
    return made


@figure
def comparison_profiles(
    speech: Speech, references: Sequence[str] = (), labels: Labels = "both"
) -> Figure:
    """Profiles 概貌: rates of the figures of speech and of the uses of quotation in each speech.

    One small panel a label, one row a speech, a dot with its exact 95 % interval.
    """
    speeches = comparison.by_date([speech, *others_of(speech, references)])
    tables = {
        "rhetoric": comparison.profile(speeches, "rhetoric", "device"),
        "quotations": comparison.profile(speeches, "quotations", "function"),
    }
    panels = [
        (term(speech, layer, str(name), labels), rows)
        for layer, table in tables.items()
        for name, rows in table.groupby("term", sort=False)
    ]
    something(len(panels), "各篇都没有辞格和引语", "no figure of speech or quotation in any text")
    across = 4
    down = -(-len(panels) // across)
    made = Figure(figsize=(11, 1.0 + down * (0.75 + 0.3 * len(speeches))), layout="constrained")
    grid = made.subplots(down, across, squeeze=False, sharey=True)
    for axes in grid.ravel()[len(panels) :]:
        axes.set_axis_off()
    for axes, (name, rows) in zip(grid.ravel(), panels, strict=False):
        _profile(axes, rows, speeches, speech)
        axes.set_title(name, fontsize=10)
    grid[0, 0].set_yticks(range(len(speeches)), [short(Text(one), labels) for one in speeches])
    grid[0, 0].set_ylim(len(speeches) - 0.4, -0.6)
    note = say(labels, "每千词次数，95% 区间", "per 1,000 words, 95 % interval", "  ")
    made.supxlabel(note, fontsize=10)
    if any(one.constructed for one in speeches) and not speech.constructed:
        made.suptitle(caution(labels), fontsize=10)
    return made


def _profile(axes: Axes, rows: pd.DataFrame, speeches: list[Speech], first: Speech) -> None:
    heights = [[one.id for one in speeches].index(name) for name in rows["speech"]]
    colours = [OWN if name == first.id else OTHERS for name in rows["speech"]]
    axes.hlines(heights, rows["low"], rows["high"], color=colours, linewidth=1.8, alpha=0.6)
    axes.scatter(rows["rate"], heights, c=colours, s=18, zorder=3)
    axes.set_xlim(left=0)
    axes.grid(axis="y", color="#E5E5E5", linewidth=0.6)


def others_of(speech: Speech, references: Sequence[str]) -> list[Speech]:
    """The speeches to compare with, by date; unsound folders of the corpus are not passed over.

    Without references they are all others that somebody held: of a constructed text nothing
    follows, and it is compared with only where it is named.

    Raises
    ------
    Nothing : there are none.
    """
    names = references or [name for name in corpus.ids(speech.root) if name != speech.id]
    found = [corpus.load(name, speech.root) for name in names]
    kept = [one for one in found if references or not one.constructed]
    zh = "语料中没有别的讲话（自拟文本不比）：可用 huayu add 或 huayu get 加入"
    en = (
        "the corpus holds no other speech (constructed ones are not compared): huayu add, huayu get"
    )
    something(len(kept), zh, en)
    return comparison.by_date(kept)


def caution(labels: Labels) -> str:
    """Caution 告诫 that a figure bears when a constructed text is compared."""
    return say(
        labels, "含自拟文本，不作结论", "constructed text included: draw no conclusions", " · "
    )


def named(
    made: Figure,
    axes: Axes,
    points: list[tuple[float, float, str]],
    colours: Sequence[str] = (),
) -> None:
    """Names beside points, the first first; one that would cover another is left out."""
    made.draw_without_rendering()
    taken: list[Bbox] = []
    for place, (x, y, name) in enumerate(points):
        colour = colours[place] if colours else INK
        for across, up in ((5, 3), (5, -9), (-5, 3), (-5, -9)):
            side = "left" if across > 0 else "right"
            note = axes.annotate(
                name,
                (x, y),
                (across, up),
                textcoords="offset points",
                ha=side,
                fontsize=9,
                color=colour,
            )
            if _free(note, axes, taken):
                taken.append(note.get_window_extent())
                break
            note.remove()


def _free(note: Annotation, axes: Axes, taken: list[Bbox]) -> bool:
    box, frame = note.get_window_extent(), axes.get_window_extent()
    inside = frame.x0 <= box.x0 and box.x1 <= frame.x1 and frame.y0 <= box.y0 and box.y1 <= frame.y1
    return inside and not any(box.overlaps(other) for other in taken)


def _dated(text: Text, labels: Labels) -> str:
    """Name of a text with its date, on one line; a constructed one says so."""
    name = short(text, labels)
    date = str(text.speech.meta.get("date", ""))
    return f"{date} {name}" if date and not name.startswith(date) else name


def short(text: Text, labels: Labels) -> str:
    """Name of a text 文本名 on one line, cut at 24 characters; a constructed one says so."""
    name = text.speech.id if len(text.speech.id) <= 24 else text.speech.id[:23] + "…"
    part = "" if text.part is None else f"#{text.part}"
    invented = " (constructed)" if labels == "en" else "（自拟）"
    return name + part + (invented if text.speech.constructed else "")


def cautioned(texts: Sequence[Text], labels: Labels) -> str:
    """The caution on a line of its own, if one of the texts is constructed; else nothing."""
    return "\n" + caution(labels) if any(text.speech.constructed for text in texts) else ""
