"""Neighbours 近邻: what stands together with a formula in each period, and how that changes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import false_discovery_control, norm

from huayu.lives.courses import drawn, table

LEAST_WINDOWS = 5  # windows with the formula in a period, fewer of which bound nothing
Z = float(norm.ppf(0.975))
COLUMNS = (
    "neighbour", "period", "joint", "formula_windows", "neighbour_windows", "windows",
    "log_odds", "low", "high",
)  # fmt: skip


def subject(folder: Path | str) -> str:
    """Formula 提法 to begin with: that of most documents, in every period that is drawn; or "".

    It must be a term of the co-occurrence, with LEAST_WINDOWS windows in each of the periods.
    """
    formulas, periods = table(folder, "formulas"), drawn(folder)
    held = formulas.groupby("formula")["documents"].sum()
    windows = _windows(folder)
    for formula in sorted(held.index, key=lambda name: (-held[name], name)):
        if periods and all(windows.get((at, formula), 0) >= LEAST_WINDOWS for at in periods):
            return str(formula)
    return ""


def neighbours(folder: Path | str, formula: str) -> pd.DataFrame:
    """Neighbours 近邻 of a formula by period: how much likelier they stand with it than without.

    Returns
    -------
    DataFrame ``neighbour, period, joint`` (windows with both), ``formula_windows``,
    ``neighbour_windows``, ``windows`` (all of the period), ``log_odds`` (binary logarithm of the
    odds ratio: how many doublings likelier the neighbour is in windows with the formula than in
    others) with its 95 % interval ``low, high``; by neighbour and period, of those that have
    LEAST_WINDOWS windows in each period.

    Notes
    -----
    The interval is Woolf's (1955), a half added to each cell (Haldane 1956; Anscombe 1956). It
    takes windows as independent; those of one document are alike, and it is somewhat narrow. The
    odds ratio does not grow with how common the neighbour is in a period, as shares do. A window
    is a sentence or paragraph of an archive, a part of a speech known by its counts. Periods of
    too few documents (:func:`drawn`) are left out. Pairs that the archive left out count as none,
    and a term that has no pair at all in a period is no neighbour.
    """
    periods, windows = drawn(folder), _windows(folder)
    pairs = table(folder, "cooccurrence")
    pairs = pairs[(pairs["source"] == formula) | (pairs["target"] == formula)]
    other = pairs["target"].where(pairs["source"] == formula, pairs["source"])
    joint = {
        (period, name): int(count)
        for period, name, count in zip(pairs["period"], other, pairs["count"], strict=True)
    }
    sizes = table(folder, "cooccurrence").groupby("period")["windows"].max()
    rows = []
    for name in sorted(set(other)):
        if all(windows.get((period, name), 0) >= LEAST_WINDOWS for period in periods):
            for period in periods:
                here = (joint.get((period, name), 0), windows.get((period, formula), 0),
                        windows[period, name], int(sizes[period]))  # fmt: skip
                rows.append((name, period, *here, *_odds(*here)))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def changes_of(found: pd.DataFrame) -> pd.DataFrame:
    """Changes 变化 of the neighbours between the first and the last period, the surest first.

    Parameters
    ----------
    found : a table of :func:`neighbours`.

    Returns
    -------
    DataFrame ``neighbour, first, last`` (log odds), ``change`` (last less first) with ``low, high``
    (95 %), ``p`` (normal) and ``q`` over all neighbours (Benjamini & Hochberg 1995).
    """
    periods = sorted(set(found["period"]))
    if len(periods) < 2:
        names = ["neighbour", "first", "last", "change", "low", "high", "p", "q"]
        return pd.DataFrame(columns=names)
    first, last = (
        found[found["period"] == at].set_index("neighbour") for at in (periods[0], periods[-1])
    )
    change = last["log_odds"] - first["log_odds"]
    error = np.hypot(*((one["high"] - one["low"]) / (2 * Z) for one in (first, last)))
    p = 2 * norm.sf((change / error).abs())
    made = pd.DataFrame({
        "first": first["log_odds"], "last": last["log_odds"], "change": change,
        "low": change - Z * error, "high": change + Z * error, "p": p,
        "q": false_discovery_control(p) if len(p) else p,
    }).reset_index()  # fmt: skip
    return made.sort_values(["p", "neighbour"], ignore_index=True)


def _windows(folder: Path | str) -> dict[tuple[str, str], int]:
    """In how many windows of a period each term stands."""
    pairs = table(folder, "cooccurrence")
    sides = [
        pairs[["period", side, f"{side}_count"]].set_axis(["period", "term", "count"], axis=1)
        for side in ("source", "target")
    ]
    found = pd.concat(sides).drop_duplicates(["period", "term"])
    return {
        (str(period), str(term)): int(count)
        for period, term, count in found.itertuples(index=False)
    }


def _odds(joint: int, one: int, other: int, windows: int) -> tuple[float, float, float]:
    """Log odds ratio of two terms in windows, binary, with its interval."""
    cells = np.array([joint, one - joint, other - joint, windows - one - other + joint]) + 0.5
    value = float(np.log2(cells[0] * cells[3] / (cells[1] * cells[2])))
    error = float(np.sqrt((1 / cells).sum()) / np.log(2))
    return value, value - Z * error, value + Z * error
