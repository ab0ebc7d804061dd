"""Figures of similarity 相似度图: which texts lie near each other in style and in matter."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from huayu import comparison
from huayu.comparison import Text
from huayu.corpus import Speech
from huayu.figures import INK, NOTE, OTHERS, OWN, PALETTE, Labels, figure, say, something
from huayu.figures.comparison import cautioned, named, others_of, short
from huayu.keyness.similarity import positions, tree

FIRM = 0.7  # support from which a branch is usually believed (Hillis & Bull 1993)


@figure
def similarity_tree(
    speech: Speech, references: Sequence[str] = (), labels: Labels = "both"
) -> Figure:
    """Trees 聚类树 of the texts by function words and by content, with support of branches."""
    texts = _compared(speech, references)
    made = Figure(figsize=(11, 1.6 + 0.42 * len(texts)), layout="constrained")
    for axes, kind in zip(made.subplots(1, 2), ("function", "content"), strict=True):
        _branches(axes, texts, kind, labels)
        axes.set_title(_manner(kind, labels))
    zh, en = "距离；数字为各枝的重抽样支持率（%）", "distance; numbers: support of the branch, %"
    made.supxlabel(say(labels, zh, en, "  "), fontsize=10)
    made.suptitle(cautioned(texts, labels).strip(), fontsize=10)
    return made


def _compared(speech: Speech, references: Sequence[str]) -> list[Text]:
    """Texts to set in order: three speeches or more, since parts of one lie together anyway."""
    others = others_of(speech, references)
    something(len(others) >= 2, "至少需要三篇讲话", "it takes three speeches")
    return comparison.several(comparison.by_date([speech, *others]))


def _manner(kind: str, labels: Labels) -> str:
    zh, en = {
        "function": ("虚词：Burrows Delta", "function words: Burrows's Delta"),
        "content": ("内容词：余弦距离", "content: cosine distance"),
    }[kind]
    return say(labels, zh, en)


def _branches(axes: Axes, texts: list[Text], kind: str, labels: Labels) -> None:
    """The tree of one kind, its root on the left; numbers: support of branches in percent."""
    merges, support = tree(comparison.alike(texts, kind))
    places = _leaf_order(merges)
    ends = [(0.0, float(places.index(leaf))) for leaf in range(len(texts))]
    for (left, right, height, _), share in zip(merges, support, strict=True):
        (x1, y1), (x2, y2) = ends[int(left)], ends[int(right)]
        axes.plot([x1, height, height, x2], [y1, y1, y2, y2], color=INK, linewidth=1.2)
        middle = (y1 + y2) / 2
        if len(ends) < 2 * len(texts) - 2:
            note = f"{100 * share:.0f}"
            colour = PALETTE[1] if share >= FIRM else NOTE
            axes.annotate(
                note, (height, middle), (3, 0), textcoords="offset points", va="center",
                fontsize=8, color=colour,
            )  # fmt: skip
        ends.append((float(height), middle))
    names = [short(texts[leaf], labels) for leaf in places]
    axes.set_yticks(range(len(texts)), names)
    axes.yaxis.tick_right()
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
    speech: Speech, references: Sequence[str] = (), labels: Labels = "both"
) -> Figure:
    """Maps 平面图 of the texts by function words and by content; clouds: how far each may move."""
    texts = _compared(speech, references)
    made = Figure(figsize=(11, 5.6), layout="constrained")
    for axes, kind in zip(made.subplots(1, 2), ("function", "content"), strict=True):
        places, clouds, share = positions(comparison.alike(texts, kind))
        for place, text in enumerate(texts):
            colour = OWN if text.speech.id == speech.id else OTHERS
            axes.plot(*clouds[:, place].T, ".", color=colour, alpha=0.15, markersize=4)
            axes.plot(*places.loc[place, ["x", "y"]], "o", color=colour, markersize=6)
        axes.set_aspect("equal", adjustable="datalim")
        axes.set_xticks([])
        axes.set_yticks([])
        kept = say(labels, f"保留距离的 {share:.0%}", f"{share:.0%} of the distances kept")
        axes.set_title(_manner(kind, labels))
        axes.set_xlabel(kept)
        names = [short(text, labels) for text in texts]
        named(made, axes, list(zip(places["x"], places["y"], names, strict=True)))
    made.suptitle(cautioned(texts, labels).strip(), fontsize=10)
    return made
