"""Figures of contrasts 对照图: what the parts of a speech have more and less of."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from huayu.corpus import Speech
from huayu.figures import INK, NOTE, Labels, figure, part_names, say, something, term
from huayu.figures.backdrop import by_part
from huayu.findings.differences import LEVEL, differences

MOST = 32  # labels in one figure; the table has all
SPAN = 2.0  # log2 ratios beyond four times or a quarter have the deepest colour


def _name(speech: Speech, layer: str, label: str, labels: Labels) -> str:
    """Name of a label with that of its layer, as in 概念 · 改革 reform."""
    within = term(speech, "layer", layer, "en" if labels == "en" else "zh")
    return f"{within} · {say(labels, *speech.lexicon.label(layer, label), ' ')}"


@figure
@by_part()
def contrasts_parts(speech: Speech, labels: Labels = "both") -> Figure:
    """Contrasts of the parts 各部分对照 over all layers, with counts.

    One row a label, one column a part: colour is the count over what the part's length leads one
    to expect (log₂), the number how often the label occurs there. A frame marks a part that differs
    from the rest (q ≤ 0.05, whole points permuted, all labels and parts corrected together).
    """
    table = differences(speech)
    rows = table.drop_duplicates(["layer", "label"])[["layer", "label"]].head(MOST)
    something(len(rows), "各部分之间无可比较", "nothing to compare between parts")
    parts = sorted(set(table["part"]))
    size = (4.8 + 1.15 * max(len(parts), 2), 1.6 + 0.27 * max(len(rows), 3))
    made = Figure(figsize=size, layout="constrained")
    axes = made.subplots()
    colours = ScalarMappable(Normalize(-SPAN, SPAN), "PuOr_r")
    cells = rows.merge(table, on=["layer", "label"], how="left", sort=False)
    place = {pair: y for y, pair in enumerate(rows.itertuples(index=False, name=None))}
    for cell in cells.to_dict("records"):
        _cell(axes, parts.index(cell["part"]), place[cell["layer"], cell["label"]], cell, colours)
    names = [_name(speech, name, label, labels) for name, label in place]
    axes.set_yticks(range(len(rows)), names, fontsize=8.5)
    axes.set_xticks(range(len(parts)), part_names(parts, labels), fontsize=9)
    axes.xaxis.tick_top()
    axes.set_xlim(-0.55, len(parts) - 0.45)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    title = say(labels, "各部分多用什么、少用什么", "What each part has more and less of", "  ")
    made.suptitle(title, x=0.01, ha="left", fontsize=12)
    scale = say(labels, "实际／预期（log₂）", "observed / expected (log₂)")
    made.colorbar(colours, ax=axes, shrink=0.35, label=scale)
    made.supxlabel(_told(bool((table["q"] <= LEVEL).any()), labels), fontsize=9, color=NOTE)
    return made


def _cell(axes: Axes, x: int, y: int, cell: dict[Any, Any], colours: ScalarMappable) -> None:
    """A label in a part: its count, the shade of its ratio, a frame where it differs."""
    depth = float(np.log2((cell["count"] + 0.5) / (cell["expected"] + 0.5)))
    fill = tuple(colours.to_rgba(np.array([depth]))[0])
    axes.add_patch(Rectangle((x - 0.48, y - 0.44), 0.96, 0.88, color=fill, lw=0))
    ink = "white" if abs(depth) > 0.55 * SPAN else INK
    axes.text(x, y, str(int(cell["count"])), ha="center", va="center", fontsize=8, color=ink)
    if cell["q"] <= LEVEL:
        axes.add_patch(Rectangle((x - 0.48, y - 0.43), 0.96, 0.86, fill=False, edgecolor=INK))


def _told(differs: bool, labels: Labels) -> str:
    """What numbers and frames say."""
    zh = "数字：出现次数；框：与其余部分有显著差异（q ≤ 0.05，以要点为单位置换）"
    en = "numbers: occurrences; frame: differs from the rest (q ≤ 0.05, points permuted)"
    if not differs:
        zh = "数字：出现次数；无一项差异显著（q ≤ 0.05，以要点为单位置换）：仅为描述"
        en = "numbers: occurrences; no difference is shown (q ≤ 0.05, points permuted): description"
    return say(labels, zh, en)
