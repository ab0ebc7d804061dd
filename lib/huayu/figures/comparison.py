"""Figures of comparison 比较图: formulas and profiles of the speeches beside each other."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import PowerNorm
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.text import Annotation
from matplotlib.transforms import Bbox

from huayu import comparison, keyness
from huayu.comparison import Text
from huayu.corpus import Speech
from huayu.figures import INK, OTHERS, OWN, Labels, figure, say, something, term, written
from huayu.keyness import Sample

POINT = 72  # of an inch: the unit of print
SHARED = 3  # formulas in common with others: fewer are said in a line
MANY = 14  # columns, or rows of a small panel, that can be read beside each other; more are grouped


class Column(NamedTuple):
    """A column 栏: a text, or all of a group; in how many of its texts each term stands."""

    name: str
    sample: Sample
    texts: int
    counts: pd.Series


@figure
def comparison_formulas(
    speech: Speech,
    references: Sequence[str] = (),
    by: str = "kind",
    most: int = 30,
    labels: Labels = "both",
) -> Figure:
    """Formulas by text 各篇提法热图, in order of date: rates per 1,000 words, counts in the cells.

    Above, those of the speech that most of the others share; below the line, those that most of
    the others share and it has not. Of more than fourteen texts each group is a column, and a cell
    says how many of its texts hold the formula.
    """
    texts = [Text(speech), *others_of(speech, references, by)]
    columns = _columns(comparison.by_date(texts), speech, labels)
    counts = pd.concat([one.counts for one in columns], axis=1, keys=range(len(columns)))
    own, lacked = _shared(texts, most)
    zh, en = f"与别篇共有的提法不足 {SHARED} 个", f"fewer than {SHARED} formulas shared with others"
    something(len(own) >= SHARED, zh, en)
    order = own + lacked
    made = Figure(figsize=(4.5 + 0.8 * len(columns), 2.2 + 0.27 * len(order)), layout="constrained")
    axes = made.subplots()
    rates = pd.concat([one.sample.counts * 1000 / one.sample.size for one in columns], axis=1)
    shown = _cells(axes, rates.reindex(order).fillna(0), counts.reindex(order).fillna(0))
    axes.axhline(len(own) - 0.5, color=INK, linewidth=1.2)
    axes.set_xticks(range(len(columns)), [one.name for one in columns], rotation=90)
    axes.xaxis.tick_top()
    axes.spines[:].set_visible(False)
    grouped = len(texts) > len(columns)
    zh, en = "各篇提法（数字为次数）", "Formulas, with counts"
    if grouped:
        zh, en = "各组提法（数字为篇数）", "Formulas, with the texts that hold them"
    axes.set_title(say(labels, zh, en, "  ") + cautioned(texts, labels))
    unit = say(labels, "每千词次数", "per 1,000 words", " ")
    made.colorbar(shown, ax=axes, shrink=0.4, label=unit)
    return made


def _shared(texts: Sequence[Text], most: int) -> tuple[list[str], list[str]]:
    """Formulas of the first text that others have, two thirds at most; and some that it lacks."""
    first, *others = (comparison.sample(one, "formulas").counts for one in texts)
    rest = pd.concat(others, axis=1)
    shared, often = rest.notna().sum(axis=1), rest.sum(axis=1)
    order = sorted(rest.index, key=lambda name: (-shared[name], -often[name], name))
    own = [name for name in order if name in first.index][: 2 * most // 3]
    return own, [name for name in order if name not in first.index][: most - len(own)]


def _columns(texts: Sequence[Text], speech: Speech, labels: Labels) -> list[Column]:
    """A column for each text; where they are many, for the speech and for each group of others."""
    if len(texts) <= MANY:
        pairs = [(_dated(one, labels), comparison.sample(one, "formulas")) for one in texts]
        return [Column(name, one, 1, one.counts) for name, one in pairs]
    own = comparison.sample(Text(speech), "formulas")
    found = [Column(short(Text(speech), labels), own, 1, own.counts.clip(upper=1))]
    for group, members in groups(texts, speech).items():
        samples = [comparison.sample(one, "formulas") for one in members]
        held = pd.concat([one.counts for one in samples], axis=1).notna().sum(axis=1)
        name = sized(group, len(members), labels)
        found.append(Column(name, keyness.joined(samples), len(members), held))
    return found


def _cells(axes: Axes, rates: pd.DataFrame, counts: pd.DataFrame) -> AxesImage:
    """A cell for each term and column: its rate as a shade, and a number."""
    # the root spreads the low rates, where most cells lie
    values, top = rates.to_numpy(), float(rates.to_numpy().max())
    shown = axes.imshow(values, cmap="Blues", aspect="auto", norm=PowerNorm(0.5, 0, top))
    for row, column in np.argwhere(counts.to_numpy() > 0):
        colour = "white" if values[row, column] > top * 0.3 else INK
        count = str(int(counts.to_numpy()[row, column]))
        axes.text(column, row, count, ha="center", va="center", color=colour, fontsize=8)
    axes.set_yticks(range(len(rates)), [written(name) for name in rates.index])
    axes.tick_params(length=0)
    return shown


@figure
def comparison_profiles(
    speech: Speech, references: Sequence[str] = (), by: str = "kind", labels: Labels = "both"
) -> Figure:
    """Profiles 概貌: rates of the figures of speech and of the uses of quotation in each text.

    One small panel a label, one row a text, a dot with its exact 95 % interval; of more than
    fourteen texts one row a group: a dot a text, the bar from a tenth to nine tenths of them, the
    tick their median.
    """
    others = others_of(speech, references, by)
    texts = comparison.by_date([Text(speech), *others])
    rows = {one.name: [one] for one in texts}
    if len(texts) > MANY:
        rows = {speech.id: [Text(speech)], **groups(texts, speech)}
    panels = [
        (term(speech, layer, str(name), labels), table)
        for layer, measure in (("rhetoric", "devices"), ("quotations", "functions"))
        for name, table in comparison.profile(texts, measure).groupby("term", sort=False)
    ]
    something(len(panels), "各篇都没有辞格和引语", "no figure of speech or quotation in any text")
    across = 4
    down = -(-len(panels) // across)
    made = Figure(figsize=(11, 1.0 + down * (0.75 + 0.3 * len(rows))), layout="constrained")
    grid = made.subplots(down, across, squeeze=False, sharey=True)
    for axes in grid.ravel()[len(panels) :]:
        axes.set_axis_off()
    for axes, (name, table) in zip(grid.ravel(), panels, strict=False):
        _profile(axes, table.set_index("speech"), rows, speech)
        axes.set_title(name, fontsize=10)
    names = [
        short(members[0], labels) if name == members[0].name else sized(name, len(members), labels)
        for name, members in rows.items()
    ]
    grid[0, 0].set_yticks(range(len(rows)), names)
    grid[0, 0].set_ylim(len(rows) - 0.4, -0.6)
    note = say(labels, "每千词次数，95% 区间", "per 1,000 words, 95 % interval", "  ")
    made.supxlabel(note, fontsize=10)
    if not speech.constructed and cautioned(others, labels):
        made.suptitle(caution(labels), fontsize=10)
    return made


def _profile(
    axes: Axes, table: pd.DataFrame, rows: Mapping[str, Sequence[Text]], first: Speech
) -> None:
    """One label: a text by its rate and interval, a group by the rates of its texts."""
    for height, members in enumerate(rows.values()):
        found = table.loc[[one.name for one in members]]
        colour = OWN if members[0].name == first.id else OTHERS
        if len(members) == 1:
            axes.hlines(height, found["low"], found["high"], color=colour, lw=1.8, alpha=0.6)
            axes.scatter(found["rate"], [height], c=colour, s=18, zorder=3)
            continue
        low, middle, high = np.quantile(found["rate"], [0.1, 0.5, 0.9])
        axes.hlines(height, low, high, color=colour, lw=7, alpha=0.35)
        axes.vlines(middle, height - 0.3, height + 0.3, color=colour, lw=2)
        axes.scatter(found["rate"], [height] * len(found), c=colour, s=6, alpha=0.6, lw=0, zorder=3)
    axes.set_xlim(left=0)
    axes.grid(axis="y", color="#E5E5E5", linewidth=0.6)


def others_of(speech: Speech, references: Sequence[str] = (), by: str = "kind") -> list[Text]:
    """The texts to compare with, by date; unsound folders of the corpus are not passed over.

    Raises
    ------
    Nothing : there are none.
    """
    found = comparison.others(speech, references, by)
    zh, en = (
        "没有可比的讲话：可用 huayu add 或 huayu get 加入",
        "no other speech: huayu add, huayu get",
    )
    something(len(found), zh, en)
    return found


def groups(texts: Sequence[Text], speech: Speech) -> dict[str, list[Text]]:
    """Texts by group 分组, without the speech: groups in order of date, what is no group last."""
    found: dict[str, list[Text]] = {}
    for one in texts:
        if one.name != speech.id:
            found.setdefault(one.group, []).append(one)
    middle = {name: members[len(members) // 2].name for name, members in found.items()}
    place = {one.name: at for at, one in enumerate(texts)}
    order = sorted(found, key=lambda name: (name == comparison.REST, place[middle[name]]))
    return {name: found[name] for name in order}


def sized(group: str, count: int, labels: Labels) -> str:
    """Name of a group 组名 with the number of its texts."""
    name = say(labels, "其他", "other", " ") if group == comparison.REST else group
    return f"{textwrap.shorten(name, 28, placeholder='…')} (n = {count})"


def numbered(others: Sequence[Text], labels: Labels) -> str:
    """How many texts a speech is compared with, for a title: 与 55 篇相比."""
    count = len(others)
    en = f"against {count} text{'s' if count > 1 else ''}"
    return say(labels, f"与 {count} 篇相比", en, " ")


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
    """Names beside points, the first first; one that would cover another or a point is left out."""
    made.draw_without_rendering()
    spots = axes.transData.transform([(x, y) for x, y, _ in points])
    reach = 2.5 * made.dpi / POINT
    taken = [Bbox.from_extents(x - reach, y - reach, x + reach, y + reach) for x, y in spots]
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
