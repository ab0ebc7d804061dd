"""Courses 历程: first use, rise, peak and decline of formulas over the periods of an archive."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from scipy.special import xlogy

from huayu import corpus
from huayu.association_measures import attraction
from huayu.files import Fault
from huayu.keyness.measures import log_likelihood
from huayu.languages import say

# The idea of a scale of six tiers is the China Media Project's (2016), which counts the articles of
# the People's Daily in a year and calls a term of 2,000 and more 沸, its first tier; over long
# stretches it compares shares. The thresholds here are this project's own: one document in 25 for
# the first tier, which are 2,000 of 50,000, and half of it for each that follows.
TIERS = {"沸": 0.04, "烫": 0.02, "热": 0.01, "温": 0.005, "凉": 0.0025, "冷": 0.0}
LEAST_DOCUMENTS = 5  # with fewer no rise could be told from chance
LEAST_DRAWN = 10  # documents of a period: what is said of fewer is said of these texts alone
LEAST_PERIOD = 20  # documents; in fewer, a single one is more than the share of the highest tier


def table(folder: Path | str, name: str) -> pd.DataFrame:
    """One table 表 of an archive's folder.

    Raises
    ------
    Fault : the folder holds no such table.
    """
    path = Path(folder) / f"{name}.parquet"
    if not path.is_file():
        raise Fault(path, "is missing", "make it: huayu archive INPUT --out DIR")
    return pd.read_parquet(path)


def shares(folder: Path | str) -> pd.DataFrame:
    """Shares 占比 of each period's documents that hold a formula: formulas by periods, 0 to 1."""
    held = table(folder, "formulas").pivot(index="formula", columns="period", values="documents")
    periods = table(folder, "periods").set_index("period")["documents"]
    return held.reindex(columns=periods.index).fillna(0) / periods


def tier(share: float) -> str:
    """Temperature 温度 of a formula that stands in a share of the documents; "" for none.

    Notes
    -----
    Only the idea is the China Media Project's: six tiers, the first (沸) from 2,000 articles of
    the People's Daily in a year on (its reports on China's political discourse, since 2016). The
    thresholds by share, and the names below the first tier, are this project's: a tier here is not
    to be quoted as one of theirs.

    >>> tier(0.05), tier(0.006), tier(0.0001), tier(0)
    ('沸', '温', '冷', '')
    """
    return next((name for name, least in TIERS.items() if share >= least), "") if share else ""


def warmth(share: float, documents: int) -> str:
    """Temperature 温度 in a period of so many documents; "" where they are too few to tell."""
    return tier(share) if documents >= LEAST_PERIOD else ""


def drawn(folder: Path | str, least: int = LEAST_DRAWN) -> list[str]:
    """Periods 可用时段 with enough documents to be drawn, in order."""
    periods = table(folder, "periods")
    return [str(name) for name in periods.loc[periods["documents"] >= least, "period"]]


def constructed(folder: Path | str, house: Path | None = None) -> bool:
    """Whether a constructed text 自拟文本 of the corpus is among the documents."""
    held = set(table(folder, "documents")["id"]) & set(corpus.ids(house))
    return any(corpus.load(name, house).constructed for name in sorted(held))


def changes(held: np.ndarray, documents: np.ndarray) -> list[int]:
    """Change points 转折点 of a share over time: places at which another level begins.

    Parameters
    ----------
    held, documents : in each period the documents that hold the formula, and all.

    Notes
    -----
    The partition into stretches of one binomial share each that has the least −2 ln L + 3 k ln n,
    k changes, n periods: found exactly by dynamic programming (Jackson et al. 2005), with the
    price of a change after Zhang & Siegmund (2007). Of 200 series without a change, 30 periods of
    200 documents, fewer than one in twenty gets one. Documents of one period resemble each other,
    so the price is multiplied by the dispersion between neighbouring periods (never below 1): a
    wave of reprints is no change.

    >>> changes(np.array([0, 1, 0, 9, 8, 10]), np.array([50] * 6))
    [3]
    """
    held, documents = np.asarray(held, float), np.asarray(documents, float)
    n = len(held)
    if n < 3:
        return []
    penalty = 3 * np.log(n) * _dispersion(held, documents)
    a, m = np.concatenate(([0], np.cumsum(held))), np.concatenate(([0], np.cumsum(documents)))
    best, last = np.zeros(n + 1), np.zeros(n + 1, int)
    best[0] = -penalty
    for end in range(1, n + 1):
        cost = best[:end] + penalty + _deviance(a[end] - a[:end], m[end] - m[:end])
        last[end] = np.argmin(cost)
        best[end] = cost[last[end]]
    found, at = [], n
    while at := int(last[at]):
        found.append(at)
    return found[::-1]


def _deviance(held: np.ndarray, documents: np.ndarray) -> np.ndarray:
    share = held / np.maximum(documents, 1)
    return -2 * (xlogy(held, share) + xlogy(documents - held, 1 - share))


def _dispersion(held: np.ndarray, documents: np.ndarray) -> float:
    """Median squared difference of neighbours over what chance would make of it, at least 1."""
    share = np.divide(held, np.maximum(documents, 1))
    pooled = (held[1:] + held[:-1]) / np.maximum(documents[1:] + documents[:-1], 1)
    chance = (
        pooled
        * (1 - pooled)
        * (1 / np.maximum(documents[1:], 1) + 1 / np.maximum(documents[:-1], 1))
    )
    known = chance > 0
    if not known.any():
        return 1.0
    ratio = np.diff(share)[known] ** 2 / chance[known]
    return max(1.0, float(np.median(ratio)) / 0.455)  # the median of chi-squared with one degree


def at_least(held: np.ndarray, documents: np.ndarray) -> np.ndarray:
    """Least share 占比下限: the lower end of Wilson's (1927) 95 % interval.

    So that a year of which one document is there does not count as a peak.

    >>> at_least(np.array([1, 50]), np.array([1, 60])).round(2).tolist()
    [0.21, 0.72]
    """
    z, documents = 1.96, np.maximum(np.asarray(documents, float), 1)
    share = np.asarray(held, float) / documents
    root = np.sqrt(share * (1 - share) / documents + z**2 / (4 * documents**2))
    return (share + z**2 / (2 * documents) - z * root) / (1 + z**2 / documents)


def lives(folder: Path | str, least: int | None = None) -> pd.DataFrame:
    """Lives 生命史 of the formulas that stand in enough documents.

    Parameters
    ----------
    least : documents; default LEAST_DOCUMENTS, and 1 where two periods or fewer leave no course
        to be told from chance.

    Returns
    -------
    DataFrame, the hottest first: ``formula, documents, first, last`` (periods of first and last
    use), ``peak`` and ``peak_share`` (the period of the surely highest share), ``rise`` (where the
    stretch with the highest level begins, "" if the level never changes), ``decline`` (where the
    level after it falls, "" if it lasts), ``changes`` (number), ``now`` (share in the last
    period), ``sure`` (the least that the share at the peak may be) and ``tier`` (its temperature).
    """
    part = shares(folder)
    periods = table(folder, "periods").set_index("period")["documents"]
    names = part.columns.to_numpy()
    least = least or (LEAST_DOCUMENTS if len(names) > 2 else 1)
    rows = []
    for formula, share in zip(part.index, part.to_numpy(), strict=True):
        held = np.rint(share * periods.to_numpy())
        if held.sum() < least:
            continue
        used, points = np.flatnonzero(held), changes(held, periods.to_numpy())
        rise, decline = _course(held, periods.to_numpy(), points)
        sure = at_least(held, periods.to_numpy())
        peak = int(np.argmax(sure))
        rows.append((
            formula, int(held.sum()), names[used[0]], names[used[-1]], names[peak], share[peak],
            names[rise] if rise else "", names[decline] if decline else "", len(points),
            share[-1], sure[peak], warmth(sure[peak], periods.iloc[peak]),
        ))  # fmt: skip
    columns = ["formula", "documents", "first", "last", "peak", "peak_share", "rise", "decline",
               "changes", "now", "sure", "tier"]  # fmt: skip
    found = pd.DataFrame(rows, columns=columns)
    return found.sort_values(["sure", "formula"], ascending=[False, True], ignore_index=True)


def _course(held: np.ndarray, documents: np.ndarray, points: list[int]) -> tuple[int, int]:
    """Where the highest level begins and where it ends; 0 for where there is no such place."""
    if not points:
        return 0, 0
    edges = [0, *points, len(held)]
    levels = [
        held[a:b].sum() / documents[a:b].sum() for a, b in zip(edges, edges[1:], strict=False)
    ]
    top = int(np.argmax(levels))
    return edges[top], edges[top + 1] if top + 1 < len(levels) else 0


def contrast(folder: Path | str, one: str, other: str, most: int = 30) -> pd.DataFrame:
    """Networks of two periods 两期网络: the pairs whose tie differs most between them.

    Returns
    -------
    DataFrame: ``source, target, count_one, count_other, npmi_one, npmi_other, g2`` (whether the
    pair's share of windows differs) and ``attraction_one, attraction_other`` (signed root of G²
    against independence), the greatest difference first. A pair below the archive's least count
    in a period counts 0 there.
    """
    pairs = table(folder, "cooccurrence")
    kept = ["source", "target", "count", "npmi", "attraction", "windows"]
    sides = []
    for period, side in ((one, "one"), (other, "other")):
        here = pairs[pairs["period"] == period].copy()
        margins = (here["source_count"], here["target_count"], here["windows"])
        here["attraction"] = attraction(here["count"], *margins)
        named = {name: f"{name}_{side}" for name in kept[2:]}
        sides.append(here[kept].rename(columns=named))
    # as objects: strings of a table without rows are of a type that pandas cannot join
    first, second = (side.astype({"source": object, "target": object}) for side in sides)
    both = first.merge(second, on=["source", "target"], how="outer")
    windows = [both[f"windows_{side}"].max() for side in ("one", "other")]
    both = both.drop(columns=["windows_one", "windows_other"]).fillna(0)
    if both.empty or np.isnan(windows).any():
        return both.assign(g2=0.0).head(0)
    both["g2"] = log_likelihood(both["count_one"], both["count_other"], *windows)
    tied = both[["attraction_one", "attraction_other"]].max(axis=1) > 2  # about 5 % by chance
    return both[tied].sort_values(["g2", "source", "target"], ascending=[False, True, True])[:most]


def ends(periods: pd.DataFrame) -> tuple[str, str]:
    """First and last period 首末期 of LEAST_DRAWN documents, and a tenth of the largest's."""
    least = max(LEAST_DRAWN, periods["documents"].max() / 10) if len(periods) else LEAST_DRAWN
    enough = periods[periods["documents"] >= least]["period"]
    return (enough.iloc[0], enough.iloc[-1]) if len(enough) else ("", "")


def told(course: pd.DataFrame, periods: pd.DataFrame) -> str:
    """Findings 结论 on the lives of formulas in one sentence, for a notebook."""
    count, documents = len(periods), int(periods["documents"].sum())
    text = say(
        f"{count} 个时期、{documents:,} 篇文献里有 {len(course):,} 个提法。",
        f"{len(course):,} formulas in {documents:,} documents of {count} "
        f"period{'s' if count != 1 else ''}. ",
    )
    if count < 3:
        return text + say(
            "升温和回落至少要有三个时期才谈得上；这里没有。",
            "A rise or decline takes three periods at least; here there is none to find.",
        )
    risen, faded = (course["rise"] != "").sum(), (course["decline"] != "").sum()
    hottest = "、".join(escaped(name) for name in course["formula"].head(3))
    return text + say(
        f"有 {risen:,} 个曾经升温，有 {faded:,} 个后来回落。高峰时最热的，靠得住的有：{hottest}。",
        f"The level of {risen:,} rose at some time, that of {faded:,} fell again. "
        f"Surely hottest at their peaks: {hottest}.",
    )


def escaped(name: str) -> str:
    """Name with what Markdown would read as a sign made plain."""
    return "".join(f"\\{char}" if char in "*_|<`" else char for char in name)
