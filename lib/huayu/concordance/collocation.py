"""Collocates 搭配词: words that stand near a word more often than their own frequency explains."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import numpy as np
import pandas as pd
from scipy.special import xlogy
from scipy.stats import chi2, false_discovery_control

from huayu.concordance.queries import found
from huayu.corpus import Speech
from huayu.files import Fault
from huayu.layers import layer
from huayu.spans import within
from huayu.tables import running

WINDOW = 5  # words on either side, as AntConc and Sinclair (1991, p. 170) have it
LEAST = 2  # joint occurrences; what stands together once says nothing
DRAWS = 1000  # ends of a 95 % interval move by less than 0.05 of a log-dice from here on
TOP = 14  # log-dice of two words that never stand apart (Rychlý 2008)
COLUMNS = (
    "word", "joint", "left", "right", "count", "expected",
    "log_dice", "low", "high", "log_likelihood", "p", "q",
)  # fmt: skip


def collocates(
    speeches: Speech | Iterable[Speech],
    query: str,
    window: int | str = WINDOW,
    least: int = LEAST,
    seed: int = 0,
) -> pd.DataFrame:
    """Collocates 搭配词 of a query, the most strongly bound first.

    Parameters
    ----------
    speeches : a speech, or several.
    query : the node, see :mod:`huayu.concordance.queries`.
    window : how many running words on either side, none beyond the sentence; or ``"sentence"``.
    least : joint occurrences, at least.
    seed : of the bootstrap.

    Returns
    -------
    DataFrame, one row a word, sorted by falling log-dice: ``word``; ``joint`` (occurrences near
    the node), of them ``left`` and ``right``; ``count`` (all occurrences); ``expected`` (joint
    ones, were the word spread evenly); ``log_dice`` = 14 + log2(2 joint / (near + count)), where
    ``near`` counts the node (Rychlý 2008), with the 95 % interval ``low, high`` of a bootstrap
    over sentences; ``log_likelihood`` G² with p and q (Dunning 1993; Benjamini & Hochberg 1995).

    Raises
    ------
    Fault : the window is neither a number from 1 nor ``"sentence"``; a query that is amiss.

    Notes
    -----
    A word near two nodes is counted once, at the nearer one. Function words, masks and the words
    of the node itself are left out. G² takes occurrences as independent, and they come in bursts:
    read p as an order of words, and the interval, which redraws whole sentences, for how sure.
    It is open below (-inf) where samples without the pair are common, and nan for a node that
    stands in one sentence.

    >>> speech = Speech("x", "敢于担当。勇于担当。敢于斗争。担当作为。")
    >>> collocates(speech, "担当", least=1)["word"].tolist()[:2]
    ['勇于', '敢于']
    """
    several = [speeches] if isinstance(speeches, Speech) else list(speeches)
    reach = _reach(window)
    told, nodes = _counts(several, query, reach)
    function = {word for speech in several for word in speech.lexicon.words("stopwords.txt")}
    table = _bounded(_table(told, len(nodes), least, function), told, nodes, seed)
    order = table.sort_values(["log_dice", "word"], ascending=[False, True], ignore_index=True)
    return order[list(COLUMNS)]


def _reach(window: int | str) -> int | None:
    """Words on either side; None for the whole sentence."""
    if window == "sentence":
        return None
    if isinstance(window, int) and not isinstance(window, bool) and window >= 1:
        return window
    raise Fault(str(window), "is no window", "give a number of words from 1, or sentence")


def _counts(
    speeches: list[Speech], query: str, reach: int | None
) -> tuple[pd.DataFrame, np.ndarray]:
    """Words of all speeches, and the sentence of each node; sentences are counted through.

    Columns ``unit, word, side``: ``left`` or ``right`` of the nearest node within reach, else
    None. A word is counted once, however many nodes are near; words of a node are left out.
    """
    told, nodes, before = [], [], 0
    for speech in speeches:
        tokens, sentences = running(layer(speech, "tokens")), layer(speech, "sentences")
        rows = found(speech, query)
        inside = np.zeros(len(speech.text) + 1, dtype=bool)
        for start, end in zip(rows["start"], rows["end"], strict=True):
            inside[start:end] = True
        tokens = tokens[~inside[tokens["start"]] & ~inside[tokens["end"] - 1]]
        unit = within(tokens["start"].to_numpy(), sentences)
        own = within(rows["start"].to_numpy(), sentences)
        sides = _sides(tokens["start"].to_numpy(), unit, rows["start"].to_numpy(), own, reach)
        told.append(pd.DataFrame({"unit": unit + before, "word": tokens["text"], "side": sides}))
        nodes.append(own + before)
        before += len(sentences)
    return pd.concat(told, ignore_index=True), np.concatenate(nodes)


def _sides(
    starts: np.ndarray, unit: np.ndarray, nodes: np.ndarray, own: np.ndarray, reach: int | None
) -> np.ndarray:
    """On which side of the nearest node of its sentence each word stands, None beyond reach."""
    sides = np.full(len(starts), None, dtype=object)
    nearest = np.full(len(starts), np.iinfo(np.int64).max)
    for node, sentence in zip(nodes.tolist(), own.tolist(), strict=True):
        middle = int(np.searchsorted(starts, node))
        low, high = np.searchsorted(unit, [sentence, sentence + 1]).tolist()
        if reach is not None:
            low, high = max(low, middle - reach), min(high, middle + reach)
        at = np.arange(low, high)
        distance = np.where(at < middle, middle - at, at - middle + 1)
        closer = distance < nearest[low:high]
        sides[at[closer]] = np.where(at[closer] < middle, "left", "right")
        nearest[at[closer]] = distance[closer]
    return sides


def _table(told: pd.DataFrame, nodes: int, least: int, function: Collection[str]) -> pd.DataFrame:
    """The table without its intervals, in no set order; words of ``function`` are left out."""
    near = told[told["side"].notna()]
    counted = pd.crosstab(near["word"], near["side"]).reindex(
        columns=["left", "right"], fill_value=0
    )
    counted["joint"] = counted["left"] + counted["right"]
    counted = counted[(counted["joint"] >= least) & ~counted.index.isin(function)]
    table = counted.rename_axis(columns=None).reset_index()
    table["count"] = table["word"].map(told["word"].value_counts()).astype("int64")
    table["expected"] = table["count"] * len(near) / max(len(told), 1)
    table["log_dice"] = _log_dice(table["joint"], table["count"], nodes)
    table["log_likelihood"] = _log_likelihood(table, len(near), len(told))
    table["p"] = chi2.sf(table["log_likelihood"], df=1)
    table["q"] = false_discovery_control(table["p"]) if len(table) else []
    return table


def _log_dice(joint: np.ndarray, count: np.ndarray, nodes: np.ndarray | int) -> np.ndarray:
    return TOP + np.log2(2 * np.asarray(joint) / (np.asarray(count) + nodes))


def _log_likelihood(table: pd.DataFrame, near: int, whole: int) -> np.ndarray:
    """G² of the four cells: a word or another one, near the node or elsewhere (Dunning 1993)."""
    joint, count = table["joint"].to_numpy(float), table["count"].to_numpy(float)
    cells = np.array([joint, near - joint, count - joint, whole - near - count + joint])
    rows = np.array([near, near, whole - near, whole - near], dtype=float)[:, None]
    wanted = rows * np.array([count, whole - count, count, whole - count]) / max(whole, 1)
    held = cells > 0
    return 2 * xlogy(cells, np.divide(cells, wanted, out=np.ones_like(cells), where=held)).sum(0)


def _bounded(table: pd.DataFrame, told: pd.DataFrame, nodes: np.ndarray, seed: int) -> pd.DataFrame:
    """The table with the percentile interval of log-dice over redrawn sentences."""
    table["low"] = table["high"] = np.nan
    if len(np.unique(nodes)) < 2 or table.empty:
        return table
    sentences = int(max(told["unit"].max(), nodes.max())) + 1
    kept = told[told["word"].isin(table["word"])]
    column = kept["word"].map({word: at for at, word in enumerate(table["word"])}).to_numpy()
    joint, count = np.zeros((2, sentences, len(table)))
    np.add.at(count, (kept["unit"].to_numpy(), column), 1)
    np.add.at(joint, (kept["unit"].to_numpy(), column), kept["side"].notna().to_numpy())
    own = np.bincount(nodes, minlength=sentences)
    rng = np.random.default_rng(seed)
    draws = rng.multinomial(sentences, np.full(sentences, 1 / sentences), size=DRAWS)
    with np.errstate(divide="ignore", invalid="ignore"):
        drawn = _log_dice(draws @ joint, draws @ count, (draws @ own)[:, None])
    # a sample without the pair is minus infinity: no end lies between that and a number
    table["low"] = np.nanquantile(drawn, 0.025, axis=0, method="lower")
    table["high"] = np.nanquantile(drawn, 0.975, axis=0, method="higher")
    return table
