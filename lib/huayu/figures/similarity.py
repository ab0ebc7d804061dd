"""Figures of similarity 相似度图: which texts lie near each other in style and in matter."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from huayu import comparison
from huayu.comparison import Text
from huayu.corpus import Speech
from huayu.figures import GREY, INK, NOTE, OTHERS, OWN, PALETTE, Labels, figure, say, something
from huayu.figures.comparison import MANY, cautioned, groups, named, others_of, short, sized
from huayu.keyness.similarity import positions, tree

FIRM = 0.7  # support from which a branch is usually believed (Hillis & Bull 1993)


@figure
def similarity_tree(
    speech: Speech, references: Sequence[str] = (), by: str = "kind", labels: Labels = "both"
) -> Figure:
    """Trees 聚类树 of the texts by function words and by content, with support of branches."""
    texts = _compared(speech, references, by)
    # a line a text: of many they are set closer, in smaller print
    height = 0.42 if len(texts) <= MANY else 0.16
    made = Figure(figsize=(11, 1.6 + height * len(texts)), layout="constrained")
    for axes, kind in zip(made.subplots(1, 2), ("function", "content"), strict=True):
        _branches(axes, texts, kind, speech, labels)
        axes.set_title(_manner(kind, labels))
    zh, en = "距离；数字为各枝的重抽样支持率（%）", "distance; numbers: support of the branch, %"
    made.supxlabel(say(labels, zh, en, "  "), fontsize=10)
    made.suptitle(cautioned(texts, labels).strip(), fontsize=10)
    return made


def _compared(speech: Speech, references: Sequence[str], by: str) -> list[Text]:
    """Texts to set in order: three speeches or more, since parts of one lie together anyway."""
    others = others_of(speech, references, by)
    something(len(others) >= 2, "至少需要三篇讲话", "it takes three speeches")
    return comparison.several(comparison.by_date([Text(speech), *others]))


def _manner(kind: str, labels: Labels) -> str:
    zh, en = {
        "function": ("虚词：Burrows Delta", "function words: Burrows's Delta"),
        "content": ("内容词：余弦距离", "content: cosine distance"),
    }[kind]
    return say(labels, zh, en)


def _branches(axes: Axes, texts: list[Text], kind: str, speech: Speech, labels: Labels) -> None:
    """The tree of one kind, its root on the left; numbers: support of branches in percent.

    Of many texts only the support that a branch can be relied on for is written.
    """
    many = len(texts) > MANY
    merges, support = tree(comparison.alike(texts, kind))
    places = _leaf_order(merges)
    ends = [(0.0, float(places.index(leaf))) for leaf in range(len(texts))]
    for (left, right, height, _), share in zip(merges, support, strict=True):
        (x1, y1), (x2, y2) = ends[int(left)], ends[int(right)]
        axes.plot([x1, height, height, x2], [y1, y1, y2, y2], color=INK, linewidth=1.2)
        middle = (y1 + y2) / 2
        if len(ends) < 2 * len(texts) - 2 and (share >= FIRM or not many):
            note = f"{100 * share:.0f}"
            colour = PALETTE[1] if share >= FIRM else NOTE
            axes.annotate(
                note, (height, middle), (3, 0), textcoords="offset points", va="center",
                fontsize=6 if many else 8, color=colour,
            )  # fmt: skip
        ends.append((float(height), middle))
    names = [short(texts[leaf], labels) for leaf in places]
    axes.set_yticks(range(len(texts)), names, fontsize=7 if many else 10)
    axes.yaxis.tick_right()
    for leaf, name in zip(places, axes.get_yticklabels(), strict=True):
        if texts[leaf].speech.id == speech.id and many:
            name.set_color(OWN)
    axes.set_ylim(len(texts) - 0.5, -0.5)
    axes.set_xlim(merges[-1, 2] * 1.05, 0)
    for side in ("left", "right"):
        axes.spines[side].set_visible(False)
    axes.tick_params(axis="y", length=0)


def _leaf_order(merges: np.ndarray) -> list[int]:
    """Leaves from top to bottom so that no branches cross."""
    below = [[leaf] for leaf in range(len(merges) + 1)]
    for left, right, *_ in merges:
        below.append(below[int(left)] + below[int(right)])
    return below[-1]


@figure
def similarity_map(
    speech: Speech, references: Sequence[str] = (), by: str = "kind", labels: Labels = "both"
) -> Figure:
    """Maps 平面图 of the texts by function words and by content; clouds: how far each may move.

    More than fourteen texts have the colour of their group and no cloud.
    """
    texts = _compared(speech, references, by)
    made = Figure(figsize=(11, 5.6), layout="constrained")
    if len(texts) > MANY:
        _groups(made, texts, speech, labels)
    made.suptitle(cautioned(texts, labels).strip(), fontsize=10)
    colours = _colours(texts, speech)
    for axes, kind in zip(made.subplots(1, 2), ("function", "content"), strict=True):
        found = comparison.alike(texts, kind)
        if len(texts) > MANY:  # the clouds of many would hide one another
            found = found._replace(resampled=found.resampled[:0])
        places, clouds, share = positions(found)
        for place, text in enumerate(texts):
            colour = colours[text.name]
            if len(clouds):
                axes.plot(*clouds[:, place].T, ".", color=colour, alpha=0.15, markersize=4)
            axes.plot(*places.loc[place, ["x", "y"]], "o", color=colour, markersize=6)
        axes.set_aspect("equal", adjustable="datalim")
        axes.set_xticks([])
        axes.set_yticks([])
        kept = say(labels, f"保留距离的 {share:.0%}", f"{share:.0%} of the distances kept")
        axes.set_title(_manner(kind, labels))
        axes.set_xlabel(kept)
        shown = sorted(range(len(texts)), key=lambda at: texts[at].speech.id != speech.id)
        points = [(places["x"][at], places["y"][at], short(texts[at], labels)) for at in shown]
        named(made, axes, points, [colours[texts[at].name] for at in shown])
    return made


def _colours(texts: list[Text], speech: Speech) -> dict[str, str]:
    """Colour of each text by its name: the speech's own, and of many others that of their group."""
    found = {one.name: OWN if one.speech.id == speech.id else OTHERS for one in texts}
    if len(texts) > MANY:
        for place, (group, members) in enumerate(groups(texts, speech).items()):
            shade = GREY if group == comparison.REST else PALETTE[place % len(PALETTE)]
            found |= {one.name: shade for one in members}
    return found


def _groups(made: Figure, texts: list[Text], speech: Speech, labels: Labels) -> None:
    """Legend of the groups, with how many texts are in each."""
    colours = _colours(texts, speech)
    handles = [
        Line2D([], [], ls="", marker="o", color=colours[members[0].name],
               label=sized(group, len(members), labels))
        for group, members in groups(texts, speech).items()
    ]  # fmt: skip
    made.legend(handles=handles, loc="outside lower center", ncols=4, frameon=False, fontsize=8)
