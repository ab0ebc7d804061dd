"""Scoring 评分: precision, recall, F1 and accuracy, each with a bootstrap interval and its n."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from huayu.agreement.matching import Alike, Row, matches
from huayu.spans import within

RESAMPLES = 2000  # percentile ends of a 95 % interval move by less than 0.01 from here on


Fields = dict[str, float]  # what is known of one label: p, r, f1, accuracy, … with intervals and n


class Event(NamedTuple):
    """One line as the scores see it: in the gold, among the found ones, or in both (a hit)."""

    label: str
    start: int
    gold: bool
    found: bool


class Score(NamedTuple):
    """Score 得分 of one label: precision, recall, F1 with a 95 % interval, and their n."""

    p: float
    r: float
    f1: float
    f1_low: float
    f1_high: float
    gold: int
    pred: int
    hit: int


def events(
    gold: Sequence[Row], found: Sequence[Row], alike: Alike, label: Callable[[Row], str]
) -> list[Event]:
    """Events 事件: every hit, miss and false alarm with its label; neutral lines leave none.

    ``alike`` must be 0.0 where the labels of two lines disagree. A hit bears the gold label.
    """
    agreed = [row for row in gold if row.get("agreed", True)]
    neutral = [row for row in gold if not row.get("agreed", True)]
    hits = dict(matches(agreed, found, alike))
    rest = [row for j, row in enumerate(found) if j not in set(hits.values())]
    spared = {j for _, j in matches(neutral, rest, alike)}
    alarms = [row for j, row in enumerate(rest) if j not in spared]
    drawn = [Event(label(row), row["start"], True, i in hits) for i, row in enumerate(agreed)]
    return drawn + [Event(label(row), row["start"], False, True) for row in alarms]


def score(drawn: Sequence[Event], units: pd.DataFrame, seed: int = 0) -> Score:
    """Score 得分 of events: precision, recall and F1 with a bootstrap interval.

    Parameters
    ----------
    drawn : events of one label, or of several for a micro average.
    units : resampling units, normally the sentences: lines that begin in one are drawn together.
    seed : of the bootstrap.

    Notes
    -----
    Precision is hits / (found - neutral), recall hits / agreed gold lines, F1 their harmonic mean
    (van Rijsbergen 1979); nan where nothing is there to divide by. The interval is the percentile
    bootstrap over units (Efron & Tibshirani 1993, ch. 13); it treats the units that hold no line
    as fixed, and it is nan for fewer than two units.
    """
    inside = within([event.start for event in drawn], units)
    gold = np.array([event.gold for event in drawn], dtype=int)
    found = np.array([event.found for event in drawn], dtype=int)
    hit = gold * found
    low, high = _interval(inside, 2 * hit, gold + found, seed)
    p, r = ratio(hit.sum(), found.sum()), ratio(hit.sum(), gold.sum())
    f1 = ratio(2 * hit.sum(), gold.sum() + found.sum())
    return Score(p, r, f1, low, high, int(gold.sum()), int(found.sum()), int(hit.sum()))


def accuracy(right: Sequence[tuple[int, bool]], units: pd.DataFrame, seed: int = 0) -> Fields:
    """Accuracy 正确率: the share of lines whose field is right, with a bootstrap interval.

    Parameters
    ----------
    right : (start, right or not) of every line that is judged.
    units, seed : as in :func:`score`.

    Returns
    -------
    dict with accuracy, accuracy_low, accuracy_high, gold (lines judged), hit (right ones).
    """
    inside = within([start for start, _ in right], units)
    hits = np.array([hit for _, hit in right], dtype=int)
    low, high = _interval(inside, hits, np.ones(len(hits)), seed)
    share = ratio(hits.sum(), len(hits))
    names = ("accuracy", "accuracy_low", "accuracy_high", "gold", "hit")
    return dict(zip(names, (share, low, high, len(hits), int(hits.sum())), strict=True))


def ratio(part: int, whole: int) -> float:
    """Part over whole 比; nan where there is no whole."""
    return float(part / whole) if whole else float("nan")


def _interval(
    inside: np.ndarray, top: np.ndarray, bottom: np.ndarray, seed: int
) -> tuple[float, float]:
    """Ends of the 95 % percentile interval of sum(top) / sum(bottom) over redrawn units."""
    units, index = np.unique(inside, return_inverse=True)
    if len(units) < 2:
        return float("nan"), float("nan")
    tops = np.bincount(index, weights=top)
    bottoms = np.bincount(index, weights=bottom)
    rng = np.random.default_rng(seed)
    draws = rng.multinomial(len(units), np.full(len(units), 1 / len(units)), size=RESAMPLES)
    low, high = np.quantile((draws @ tops) / (draws @ bottoms), [0.025, 0.975])
    return float(low), float(high)
