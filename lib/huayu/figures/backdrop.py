"""Backdrop 底衬: what several figures stand on: the parts of the text, and the word for nothing."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from huayu import tables
from huayu.corpus import Speech
from huayu.figures import NOTE, Labels, Nothing, part_colour, part_names, say
from huayu.layers import borrowed, layer

Draw = Callable[..., Figure]
# shares of the text that a part must take to bear its name, or at least its number
NAMED, NUMBERED = 0.13, 0.02
MOSTLY = 0.5  # share of front and closing from which they are why a figure has nothing to show


def parts_behind(axes: Axes, speech: Speech, labels: Labels, height: float = -1) -> None:
    """Bands of the parts 部分 behind an axis of positions, with their names at a height.

    A part too short for its name bears its number, a very short one nothing.
    """
    clauses = tables.body(layer(speech, "clauses"))
    for part, rows in clauses.groupby("part"):
        start, end = rows["start"].min(), rows["end"].max()
        axes.axvspan(start, end, color=part_colour(part), alpha=0.08, linewidth=0)
        share = (end - start) / len(speech.text)
        name = part_names([part], labels, " ")[0] if share > NAMED else str(part)
        name, middle = name if share > NUMBERED else "", (start + end) / 2
        axes.annotate(name, (middle, height), ha="center", va="center", color=part_colour(part))


def by_part(name: str | None = None, only: str | None = None) -> Callable[[Draw], Draw]:
    """Make a drawing function say what its parts leave out 首尾说明: front and closing.

    Where only the own voice is counted it also says how many more rows stand in citations.

    Parameters
    ----------
    name : of the layer that it draws, whose rows there are counted too.
    only : a device or category, where it draws those rows alone.
    """

    def decorator(draw: Draw) -> Draw:
        @wraps(draw)
        def drawn(speech: Speech, *args: Any, **kwargs: Any) -> Figure:
            try:
                made = draw(speech, *args, **kwargs)
            except Nothing as none:
                zh, en = (_left_out(speech, name, only, one, MOSTLY) for one in ("zh", "en"))
                why, reason = none.args
                raise Nothing("；".join([why, *zh]), "; ".join([reason, *en])) from None
            bound = inspect.signature(draw).bind(speech, *args, **kwargs)
            bound.apply_defaults()
            if notes := _left_out(speech, name, only, bound.arguments["labels"]):
                noted(made, "\n".join(notes))
            return made

        return drawn

    return decorator


def noted(made: Figure, note: str) -> None:
    """Put a note under a figure 图下注: over its key if that lies there, else below everything."""
    if made.legends:
        key = made.legends[-1]
        said = [key.get_title().get_text(), note]
        key.set_title("\n".join(filter(None, said)))
        key.get_title().set(color=NOTE, size=9, ha="center", multialignment="center")
    else:
        said = [made.get_supxlabel(), note]
        made.supxlabel("\n".join(filter(None, said)), fontsize=9, color=NOTE)


def _left_out(
    speech: Speech, name: str | None, only: str | None, labels: Labels, least: float = 0.0
) -> list[str]:
    """What of the text and of a layer lies in front and closing, or is cited, in lines.

    Front and closing are told of from a share of the text on, if they take any of it.
    """
    rows = None if name is None else layer(speech, name)
    if rows is not None and only is not None:
        rows = rows[(rows["device" if name == "rhetoric" else "category"] == only)]
    apart = ""
    if rows is not None:
        cited = borrowed(rows)
        apart = cited_apart(len(tables.body(rows[cited])), labels)
        rows = rows[~cited]
    found, ends = tables.outside(speech, rows), ""
    if found.characters and found.share >= least:
        zh = f"首尾（题目、称呼、开场、结尾）占全文 {found.share:.0%}，不计入各部分"
        en = f"front and closing, {found.share:.0%} of the text, count for no part"
        if found.rows:
            zh += f"（{found.of_rows} 处中的 {found.rows} 处在此）"
            en += f", nor do the {found.rows} of {found.of_rows} passages there"
        ends = say(labels, zh, en)
    return [line for line in (ends, apart) if line]


def cited_apart(count: int, labels: Labels) -> str:
    """How many more stand in citations 引语另计, where only the own voice is counted; "" for 0."""
    if not count:
        return ""
    return say(labels, f"引语中另有 {count} 处，不计", f"{count} more in citations, not counted")


def absent(axes: Axes, count: int, labels: Labels) -> None:
    """Say in one of several panels that it has nothing to draw 此文中没有, where the count is 0.

    A whole figure that has nothing is no figure: :func:`huayu.figures.something`.
    """
    if not count:
        note = say(labels, "此文中没有", "none in this text", " ")
        axes.text(0.5, 0.5, note, transform=axes.transAxes, ha="center", color=NOTE)
