"""Usage 使用频率: how often a speech uses a figure, an idiom or a marker of stance, and where.

Never a bare count: every rate has an exact interval, and differences between parts are tested by
permuting sentences, all tests of a table corrected together.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from huayu import tables
from huayu.corpus import Speech
from huayu.keyness.measures import adjusted
from huayu.layers import layer
from huayu.spans import frame as spanned
from huayu.spans import within
from huayu.structure import placed

PERMUTATIONS = 9_999  # the smallest p is then 0.0001
ALPHA = 0.05  # rate of false discoveries at which a difference is told
PER = 1000  # characters: a rate per 1,000 is a number between 0.1 and 30 for all that is counted
_FOUR = re.compile(r"(?<![\w*])[\u4e00-\u9fff]{4}(?![\w*])")


def places(rows: pd.DataFrame) -> pd.Series:
    """Points 要点 of rows as text, ``part.point``: 2.3 is the third point of the second part."""
    return rows["part"].astype(str) + "." + rows["point"].astype(str)


def exposure(speech: Speech, by: str = "part") -> pd.DataFrame:
    """Exposure 观察量 of the body: ``characters`` (no white space) and ``clauses`` of each unit.

    Parameters
    ----------
    by : ``part``, or ``place`` for points (see :func:`places`).
    """
    clauses = tables.body(layer(speech, "clauses"))
    clauses = clauses[clauses["text"].str.contains(r"\w")]
    clauses = clauses.assign(
        place=places(clauses), characters=[len("".join(text.split())) for text in clauses["text"]]
    )
    grouped = clauses.groupby(by, sort=False)
    return grouped.agg(characters=("characters", "sum"), clauses=("text", "size"))


def rates(speech: Speech, rows: pd.DataFrame, term: str, by: str = "part") -> pd.DataFrame:
    """Rates 比率 per 1,000 characters and per 100 clauses with exact 95 % intervals.

    Parameters
    ----------
    rows : a layer, each row one occurrence; only those in the body count.
    term : column that says what occurs: ``device``, ``category`` …
    by : ``part`` or ``place``.

    Returns
    -------
    DataFrame ``term, <by>, count, characters, rate, low, high, clauses, per_clauses,
    low_clauses, high_clauses``, as :func:`huayu.tables.rates` sorts it. The intervals are those
    of a Poisson count (Garwood 1936).
    """
    rows = rows.assign(place=places(rows))
    size = exposure(speech, by)
    table = tables.rates(rows, term, size["characters"], by, PER)
    other = tables.rates(rows, term, size["clauses"], by, 100)
    table = table.rename(columns={"size": "characters"})
    return table.assign(
        clauses=other["size"],
        per_clauses=other["rate"],
        low_clauses=other["low"],
        high_clauses=other["high"],
    )


def differences(
    speech: Speech,
    rows: pd.DataFrame,
    term: str,
    permutations: int = PERMUTATIONS,
    seed: int = 0,
) -> pd.DataFrame:
    """Differences 部分差异: each part against the rest of the body, for every term.

    Parameters
    ----------
    rows, term : as for :func:`rates`.
    permutations, seed : permutations of the sentences of the body over its parts.

    Returns
    -------
    DataFrame ``term, part, count, rest, rate, rest_rate`` (per 1,000 characters), ``ratio`` (of
    the rates, half an occurrence added on either side so that none is infinite), ``difference``
    (of the rates), ``p`` (two-sided), ``q`` (Benjamini & Hochberg 1995 over all rows), sorted by
    q, then by the size of the ratio. Empty for a speech of one part; with two parts one row per
    term, for the second would say the same.

    Notes
    -----
    Whole sentences change places, so that what one sentence heaps up stays together (Church &
    Gale 1995); the statistic is the difference of the rates, p = (1 + as extreme) / (1 + all)
    (Phipson & Smyth 2010). A figure longer than a sentence counts where it begins.
    """
    sentences = tables.body(layer(speech, "sentences")).reset_index(drop=True)
    rows = tables.body(rows)
    parts = sorted(set(sentences["part"]))
    if len(parts) < 2 or rows.empty:
        return pd.DataFrame(columns=_DIFFERENCE)
    names, counts = _counted(rows, term, sentences)
    lengths = np.array([len("".join(text.split())) for text in sentences["text"]], dtype=float)
    found = []
    for part in parts if len(parts) > 2 else parts[:1]:
        inside = (sentences["part"] == part).to_numpy()
        p, inner, outer = _permuted(counts, lengths, inside, permutations, seed)
        sizes = lengths[inside].sum() / PER, lengths[~inside].sum() / PER
        for place, name in enumerate(names):
            found.append((name, part, *_effect(inner[place], outer[place], *sizes), p[place]))
    table = pd.DataFrame(found, columns=_DIFFERENCE[:-1])
    table["q"] = adjusted(table["p"].to_numpy())
    order = table.assign(size=np.abs(np.log(table["ratio"])))
    order = order.sort_values(["q", "size"], ascending=[True, False], kind="stable")
    return table.loc[order.index].reset_index(drop=True)


_DIFFERENCE = ["term", "part", "count", "rest", "rate", "rest_rate"]
_DIFFERENCE += ["ratio", "difference", "p", "q"]


def _counted(
    rows: pd.DataFrame, term: str, sentences: pd.DataFrame
) -> tuple[list[str], np.ndarray]:
    """Terms, and how often each begins in each sentence: terms × sentences."""
    names, codes = np.unique(rows[term].to_numpy(dtype=str), return_inverse=True)
    counts = np.zeros((len(names), len(sentences)))
    np.add.at(counts, (codes, within(rows["start"].to_numpy(), sentences)), 1)
    return names.tolist(), counts


def _permuted(
    counts: np.ndarray, lengths: np.ndarray, inside: np.ndarray, permutations: int, seed: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """p of each term, and its counts inside and outside the part."""

    def difference(chosen: np.ndarray) -> np.ndarray:
        inner, size = counts @ chosen, lengths @ chosen
        return inner / size - (total - inner) / (lengths.sum() - size)

    total = counts.sum(axis=1)[:, None]
    random = np.random.default_rng(seed)
    observed = np.abs(difference(inside[:, None].astype(float)))
    extreme = np.ones(len(counts))
    for drawn in range(0, permutations, 500):  # 500 at a time keep the memory of a report small
        width = min(500, permutations - drawn)
        chosen = random.permuted(np.repeat(inside[:, None], width, axis=1).astype(float), axis=0)
        extreme += (np.abs(difference(chosen)) >= observed - 1e-12).sum(axis=1)
    inner = counts @ inside
    return extreme / (permutations + 1), inner, total[:, 0] - inner


def _effect(inner: float, outer: float, size: float, rest: float) -> tuple[float, ...]:
    """Counts, rates, their ratio and their difference."""
    ratio = ((inner + 0.5) / size) / ((outer + 0.5) / rest)
    rates_ = inner / size, outer / rest
    return int(inner), int(outer), *rates_, ratio, rates_[0] - rates_[1]


def four(speech: Speech) -> pd.DataFrame:
    """Four-character prose 四字格: idioms of four characters, and other phrases of that length.

    Returns
    -------
    DataFrame ``start, end, text, kind, part, point, zone``; kind: idiom | phrase. A phrase is a
    stretch of exactly four Chinese characters between marks (担当作为、干事创业) that is no idiom.

    Notes
    -----
    A four-character phrase inside a longer clause is not told from the words beside it: missed.

    >>> four(Speech("x", "要脚踏实地，修桥铺路、植树造林。"))[["text", "kind"]].values.tolist()
    [['脚踏实地', 'idiom'], ['修桥铺路', 'phrase'], ['植树造林', 'phrase']]
    """
    idioms = layer(speech, "idioms")
    rows = [
        (a, b, "idiom") for a, b in zip(idioms["start"], idioms["end"], strict=True) if b - a == 4
    ]
    taken = {row[:2] for row in rows}
    rows += [
        (*match.span(), "phrase")
        for match in _FOUR.finditer(speech.text)
        if match.span() not in taken
    ]
    return placed(speech, spanned(speech.text, rows, ["kind"]))


def in_words(table: pd.DataFrame, named: str, most: int = 6) -> str:
    """What :func:`differences` found, as Markdown (差异小结); says so when it found nothing.

    Parameters
    ----------
    named : what the terms are, in the plural ("figures").
    most : findings told.
    """
    if table.empty:
        return f"There is nothing to compare: the speech has one part, or no {named}."
    kept = table[table["q"] < ALPHA].head(most)
    tried = f"{len(table)} tests ({table['term'].nunique()} {named}, each part against the rest)"
    if kept.empty:
        best = table.iloc[0]
        return (
            f"Of {tried} **none** passes q < {ALPHA}; the least q is {best['q']:.2f} "
            f"({tables.escape(str(best['term']))}, part {best['part']}). What a chart shows as "
            "higher or lower may be chance."
        )
    lines = [
        f"- {tables.escape(str(row.term))}, part {row.part}: {row.rate:.2f} per 1,000 characters "
        f"against {row.rest_rate:.2f} in the rest (ratio {row.ratio:.1f}, "
        f"n = {row.count_} and {row.rest}, q = {row.q:.3f})"
        for row in kept.rename(columns={"count": "count_"}).itertuples()
    ]
    passed = int((table["q"] < ALPHA).sum())
    head = f"Of {tried} **{passed}** {'passes' if passed == 1 else 'pass'} q < {ALPHA}:"
    return "\n".join([head, "", *lines])
