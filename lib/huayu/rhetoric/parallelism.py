"""Parallelism 排比: three or more members of one frame, side by side or far apart."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from huayu.rhetoric import evidence, recurrence
from huayu.rhetoric.alignment import common, frame
from huayu.rhetoric.device import Context, Device
from huayu.rhetoric.series import Series, runs
from huayu.spans import Kept


def parallelisms(context: Context) -> list[Device]:
    """Parallelisms 排比 of a text, ranked by score, nested ones inside members included.

    Notes
    -----
    Adjacent members come from runs of phrases, clauses, ；-segments and sentences, distributed
    ones from sentences and paragraphs that open with one frame. Members that share neither words
    nor rhythm are missed; members that only enumerate things of one kind may be taken.
    """
    near = [_device(context, series, score) for series, score in adjacent(context)]
    return sorted(near + recurrence.recurrences(context), key=lambda d: (d.start, d.end))


@lru_cache(maxsize=4)
def adjacent(context: Context) -> tuple[tuple[Series, float], ...]:
    """Adjacent runs of three and more members with their scores, none cutting into another."""
    many = [run for run in _runs(context) if len(run.spans) > 2 and not _list(context, run)]
    return tuple(ranked(zip(many, evidence.scores("parallelism", many).tolist(), strict=True)))


def _list(context: Context, run: Series) -> bool:
    """Whether the members are single words: a bare 、-list of names is no figure."""
    return run.dun and all(len(context.words(*span)) == 1 for span in run.spans)


@lru_cache(maxsize=4)
def _runs(context: Context) -> tuple[Series, ...]:
    return tuple(runs(context))


def pairs(context: Context) -> list[Series]:
    """Runs of exactly two members, for antithesis."""
    return [series for series in _runs(context) if len(series.spans) == 2]


# candidates this unlikely are not worth a reader's look at any threshold
FLOOR = 0.1


def cuts(series: Series, kept: Kept) -> bool:
    """Whether a run overlaps a kept one without one lying inside a member of the other."""
    return any(clash(series, other) for other in kept.meeting(series.start, series.end))


def ranked(candidates: Iterable[tuple[Series, float]]) -> list[tuple[Series, float]]:
    """The best candidates: of two that cut into each other only the likelier one.

    One inside a single member of another is nested, and both stand.
    """
    best, kept = [], Kept()
    for series, score in sorted(candidates, key=lambda pair: -pair[1]):
        if score >= FLOOR and not cuts(series, kept):
            best.append((series, score))
            kept.add(series.start, series.end, series)
    return best


def clash(one: Series, other: Series) -> bool:
    """Whether of two runs that overlap neither lies inside a single member of the other."""
    return not (_holds(one, other) or _holds(other, one))


def _holds(outer: Series, inner: Series) -> bool:
    return any(start <= inner.start and inner.end <= end for start, end in outer.spans)


def _device(context: Context, series: Series, score: float) -> Device:
    pattern, slots = frame(series.words)
    anchors = len(common(series.words))
    reason = f"{len(series.spans)} members, {anchors} words in common"
    return Device(
        "parallelism",
        series.start,
        series.end,
        round(score, 3),
        reason,
        members=series.spans,
        scope="adjacent",
        frame=pattern,
        slots=slots,
    )
