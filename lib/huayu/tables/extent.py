"""Extent 规模: how long the parts are, how long their sentences, how rich their words."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from huayu.corpus import Speech
from huayu.layers import layer
from huayu.spans import length
from huayu.tables.counts import body, running

WINDOW = 100  # words of a MATTR window: longer ones leave a short part with too few windows
DRAWN = 100_000  # values drawn at a time: a megabyte, which stays in a processor's cache
RESAMPLES = 2000  # percentile ends of a 95 % interval move by less than 1 % from here on


def sizes(speech: Speech) -> pd.DataFrame:
    """Sizes 规模 of the parts of the body: characters, words, sentences, and what depends on them.

    Returns
    -------
    DataFrame indexed by part: ``characters`` (without white space), ``words``, ``sentences``,
    ``paragraphs``; ``sentence_length`` (mean, in characters) and ``mattr``, each with ``_low``
    and ``_high``, the ends of a 95 % interval.

    Notes
    -----
    Sentence length: percentile bootstrap over sentences. MATTR: see :func:`mattr`. A heading on
    its own line is no sentence here.
    """
    tokens = body(running(layer(speech, "tokens")))
    sentences = body(layer(speech, "sentences"))
    sentences = sentences[sentences["kind"] != "heading"]
    paragraphs = body(layer(speech, "paragraphs"))
    rows: dict[int, dict[str, float]] = {}
    for part in sorted(set(body(layer(speech, "clauses"))["part"])):
        lengths = _lengths(sentences.loc[sentences["part"] == part, "text"])
        run = tokens.loc[tokens["part"] == part, "text"].to_numpy()
        rows[part] = {
            "characters": int(_lengths(paragraphs.loc[paragraphs["part"] == part, "text"]).sum()),
            "words": len(run),
            "sentences": len(lengths),
            "paragraphs": int((paragraphs["part"] == part).sum()),
            **_named("sentence_length", mean_interval(lengths)),
            **_named("mattr", mattr(run)),
        }
    table = pd.DataFrame.from_dict(rows, orient="index", columns=SIZES)
    table.index.name = "part"
    return table


# of a text that has no body, such as a salutation alone, too
SIZES = (
    "characters", "words", "sentences", "paragraphs",
    *(f"{name}{end}" for name in ("sentence_length", "mattr") for end in ("", "_low", "_high")),
)  # fmt: skip


class Outside(NamedTuple):
    """What lies outside the body 首尾: characters there and in all, and rows of a layer."""

    characters: int
    of_characters: int
    rows: int
    of_rows: int

    @property
    def share(self) -> float:
        """Share of the characters that lie outside, from 0 to 1."""
        return self.characters / max(self.of_characters, 1)


def outside(speech: Speech, rows: pd.DataFrame | None = None) -> Outside:
    """What of a speech lies in front and closing 首尾所占, and so in no part's figure.

    Parameters
    ----------
    rows : a layer, or some rows of one, to be counted too.

    >>> found = outside(Speech("x", "同志们：\\n一、修路\\n路要修。\\n二、种树\\n树要种。\\n"))
    >>> found.characters, found.of_characters
    (4, 20)
    """
    paragraphs = layer(speech, "paragraphs")
    lengths = _lengths(paragraphs["text"])
    inner = int(lengths[(paragraphs["zone"] == "body").to_numpy()].sum())
    total = int(lengths.sum())
    count, own = (0, 0) if rows is None else (len(rows), len(body(rows)))
    return Outside(total - inner, total, count - own, count)


def _lengths(texts: pd.Series) -> np.ndarray:
    """Lengths of several texts."""
    return texts.map(length).to_numpy(dtype=float)


def _named(name: str, values: tuple[float, float, float]) -> dict[str, float]:
    return dict(zip((name, f"{name}_low", f"{name}_high"), values, strict=True))


def mean_interval(values: np.ndarray, seed: int = 0) -> tuple[float, float, float]:
    """Mean 均值 and the ends of its 95 % percentile bootstrap interval (Efron & Tibshirani 1993).

    nan for no values; the interval is nan for fewer than two.
    """
    if len(values) == 0:
        return (float("nan"),) * 3
    if len(values) == 1:
        return float(values[0]), float("nan"), float("nan")
    low, high = _resampled(values, len(values), seed)
    return float(values.mean()), low, high


def _resampled(values: np.ndarray, size: int, seed: int) -> tuple[float, float]:
    """Ends of the 95 % interval of the mean of so many values drawn with replacement."""
    random = np.random.default_rng(seed)
    # some samples at a time: all at once, those of a long text would take gigabytes
    step = max(1, DRAWN // size)
    counts = [min(step, RESAMPLES - first) for first in range(0, RESAMPLES, step)]
    means = [
        values[random.integers(0, len(values), (count, size))].mean(axis=1) for count in counts
    ]
    low, high = np.quantile(np.concatenate(means), [0.025, 0.975])
    return float(low), float(high)


def mattr(run: np.ndarray, window: int = WINDOW, seed: int = 0) -> tuple[float, float, float]:
    """Moving-average type–token ratio 移动平均型例比 (Covington & McFall 2010), with its interval.

    Parameters
    ----------
    run : the words of a text in order.
    window : words in a window; a shorter text is one window, and has no interval.

    Returns
    -------
    Mean over all windows of types / window, and the ends of a 95 % interval by moving-block
    bootstrap over windows (Künsch 1989), the block being one window long, because neighbouring
    windows share their words.
    """
    if len(run) == 0:
        return (float("nan"),) * 3
    _, codes = np.unique(run, return_inverse=True)
    width = min(window, len(codes))
    last = np.full(codes.max() + 1, -1)
    fresh_since = np.empty(len(codes), dtype=int)
    for place, code in enumerate(codes):
        fresh_since[place], last[code] = last[code], place
    # a word is a new type in the windows that begin after its previous occurrence
    first, final = (
        np.maximum(fresh_since + 1, np.arange(len(codes)) - width + 1),
        np.arange(len(codes)),
    )
    final = np.minimum(final, len(codes) - width)
    keep = first <= final
    change = np.bincount(first[keep], minlength=len(codes) + 1).astype(float)
    change -= np.bincount(final[keep] + 1, minlength=len(codes) + 1)
    ratios = np.cumsum(change)[: len(codes) - width + 1] / width
    blocks = len(ratios) // width
    if blocks < 2:
        return float(ratios.mean()), float("nan"), float("nan")
    sums = np.concatenate([[0.0], np.cumsum(ratios)])
    means = (sums[width:] - sums[:-width]) / width
    low, high = _resampled(means, blocks, seed)
    return float(ratios.mean()), low, high
