"""Parallelism 排比: three or more members of one frame, side by side or far apart."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TypeVar

from huayu.page import Page
from huayu.rhetoric import evidence, recurrence
from huayu.rhetoric.alignment import frame
from huayu.rhetoric.couplets import couplets
from huayu.rhetoric.device import Device
from huayu.rhetoric.members import Series, runs
from huayu.spans import Kept, overlap


def parallelisms(page: Page) -> list[Device]:
    """Parallelisms 排比 of a text, ranked by score, nested ones inside members included.

    Notes
    -----
    Adjacent members come from runs of phrases, clauses, ；-segments and sentences, distributed
    ones from sentences and paragraphs that open with one frame. Members that share neither words
    nor rhythm are missed; members that only enumerate things of one kind may be taken.
    """
    near = [_device(page, series, score) for series, score in adjacent(page)]
    far = recurrence.recurrences(page)
    heard = Kept((device.start, device.end, device) for device in near)
    again = [(one, other) for one in far for other in heard.meeting(one.start, one.end)]
    again = [(one, other) for one, other in again if _same(one, other)]
    dropped = {id(other if _heads_only(one, other) else one) for one, other in again}
    kept = [device for device in near + far if id(device) not in dropped]
    return sorted(kept, key=lambda d: (d.start, d.end))


def _same(far: Device, near: Device) -> bool:
    """Whether a distributed figure finds again an adjacent one that scores as high."""
    share = overlap((far.start, far.end), (near.start, near.end))
    return share >= SAME and near.score >= min(far.score, TAKEN)


def _heads_only(far: Device, near: Device) -> bool:
    """Whether long sentences answer each other in their heads alone, which then are the members."""
    heads, wholes = (sum(end - start for start, end in one.members) for one in (far, near))
    return len(far.members) >= len(near.members) and heads < wholes / 2


@lru_cache(maxsize=4)
def adjacent(page: Page) -> tuple[tuple[Series, float], ...]:
    """Adjacent runs of three and more members with their scores, none cutting into another."""
    many = candidates(page)
    return tuple(ranked(zip(many, evidence.chances(page, "parallelism", many), strict=True)))


def candidates(page: Page) -> list[Series]:
    """Runs of three and more members that are not bare lists."""
    return [run for run in _runs(page) if len(run.members) > 2 and not _list(page, run)]


def _list(page: Page, run: Series) -> bool:
    """Whether the members are single words: a bare 、-list of names is no figure.

    Verbs that share their first character (引资、引技、引智) and words of one ending that makes
    words of any noun (集约化、专业化、社会化) are more than a list.
    """
    if not run.dun:
        return False
    members = [page.words(*span) for span in run.members]
    if any(len(member) > 1 for member in members):
        return False
    texts = [member[0].text for member in members]
    ends = {text[-1] for text in texts}
    derived = len(ends) == 1 and bool(ends & DERIVING) and min(map(len, texts)) > 2
    verbal = any(member[0].tag[:1] == "v" for member in members)
    return not (derived or verbal and len({text[0] for text in texts}) == 1)


@lru_cache(maxsize=4)
def _runs(page: Page) -> tuple[Series, ...]:
    found = list(runs(page))
    seen = {(run.members, run.level) for run in found}
    for run in couplets(page):
        if (run.members, run.level) not in seen:
            seen.add((run.members, run.level))
            found.append(run)
    return tuple(found)


def pairs(page: Page) -> list[Series]:
    """Runs of exactly two members, for antithesis."""
    return [series for series in _runs(page) if len(series.members) == 2]


# score from which an adjacent run is a find, and overlap from which two figures are one
TAKEN, SAME = 0.5, 0.5
# endings that make a word of any noun
DERIVING = frozenset("化性型感")
# candidates this unlikely are not worth a reader's look at any threshold
FLOOR = 0.1


# what has members: a series of words, or two lines
Run = Series | Device
Found = TypeVar("Found", bound=Run)


def cuts(series: Run, kept: Kept) -> bool:
    """Whether a run overlaps a kept one without one lying inside a member of the other."""
    return any(clash(series, other) for other in kept.meeting(series.start, series.end))


def ranked(candidates: Iterable[tuple[Found, float]]) -> list[tuple[Found, float]]:
    """The best candidates: of two that cut into each other only the likelier one.

    One inside a single member of another is nested, and both stand.
    """
    best, kept = [], Kept()
    for series, score in sorted(candidates, key=lambda pair: -pair[1]):
        if score >= FLOOR and not cuts(series, kept):
            best.append((series, score))
            kept.add(series.start, series.end, series)
    return best


def clash(one: Run, other: Run) -> bool:
    """Whether of two runs that overlap neither lies inside a single member of the other."""
    return not (_holds(one, other) or _holds(other, one))


def _holds(outer: Run, inner: Run) -> bool:
    return any(start <= inner.start and inner.end <= end for start, end in outer.members)


def _device(page: Page, series: Series, score: float) -> Device:
    pattern, slots = frame(series.words)
    return Device(
        "parallelism",
        series.start,
        series.end,
        round(score, 3),
        "parallelism:learned",
        evidence.reason(page, "parallelism", series),
        members=series.members,
        scope="adjacent",
        frame=pattern,
        slots=slots,
    )
