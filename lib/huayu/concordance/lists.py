"""Lists 词表: words, or runs of words or characters, with rates and how evenly they are used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from huayu.corpus import Speech
from huayu.files import Fault
from huayu.keyness.dispersion import deviation
from huayu.layers import layer
from huayu.spans import within
from huayu.tables import poisson_interval, running

OF = ("words", "characters")
LEAST = 2
COLUMNS = ("item", "count", "per_thousand", "low", "high", "range", "dp")


def wordlist(
    speeches: Speech | Iterable[Speech], of: str = "words", ngrams: int = 1, least: int = LEAST
) -> pd.DataFrame:
    """Word list 词表 of one speech or several: items, counts, rates, dispersion.

    Parameters
    ----------
    speeches : a speech, or several.
    of : ``words`` or ``characters``.
    ngrams : how many of them in a row make an item; a run crosses no mark and no sentence.
    least : occurrences, at least.

    Returns
    -------
    DataFrame, the most frequent first: ``item``; ``count``; ``per_thousand`` running words (or
    characters) with the exact 95 % interval ``low, high`` of a Poisson count (Garwood 1936);
    ``range`` (paragraphs that hold it); ``dp`` (Gries 2008: 0 spread as the text is, to 1 in one
    place). Words come in bursts: where dp is high, the interval is too narrow.

    Raises
    ------
    Fault : ``of`` is neither, ``ngrams`` or ``least`` is below 1.

    >>> wordlist(Speech("x", "干部要担当，干部敢担当。"))[["item", "count"]].values.tolist()
    [['干部', 2], ['担当', 2]]
    """
    if of not in OF:
        raise Fault(of, "cannot be listed", f"use one of {', '.join(OF)}")
    for name, value in (("ngrams", ngrams), ("least", least)):
        if value < 1:
            raise Fault(str(value), f"is no number for {name}", "give a whole number from 1")
    several = [speeches] if isinstance(speeches, Speech) else list(speeches)
    counts: dict[str, Counter[int]] = {}
    lengths: Counter[int] = Counter()
    for unit, _ in _items(several, of, 1):
        lengths[unit] += 1
    for unit, item in _items(several, of, ngrams):
        counts.setdefault(item, Counter())[unit] += 1
    return _table(counts, lengths, least)


def _table(counts: dict[str, Counter[int]], lengths: Counter[int], least: int) -> pd.DataFrame:
    size = sum(lengths.values())
    exposure = np.array([lengths[unit] for unit in sorted(lengths)], dtype=float)
    place = {unit: row for row, unit in enumerate(sorted(lengths))}
    rows = []
    for item, units in counts.items():
        total = sum(units.values())
        if total < least:
            continue
        spread = np.zeros(len(exposure))
        spread[[place[unit] for unit in units]] = list(units.values())
        dp = deviation(spread, exposure) if len(exposure) > 1 else float("nan")
        rows.append((item, total, len(units), dp))
    rows.sort(key=lambda row: (-row[1], row[0]))
    table = pd.DataFrame(rows, columns=["item", "count", "range", "dp"])
    low, high = poisson_interval(table["count"].to_numpy(float))
    for name, value in (("per_thousand", table["count"]), ("low", low), ("high", high)):
        table[name] = np.asarray(value, dtype=float) * 1000 / max(size, 1)
    return table[list(COLUMNS)]


def _items(speeches: list[Speech], of: str, length: int) -> Iterator[tuple[int, str]]:
    """(paragraph, item) of every run; paragraphs are counted through all speeches."""
    before = 0
    for speech in speeches:
        paragraphs, sentences = layer(speech, "paragraphs"), layer(speech, "sentences")
        for run in _runs(speech, of):
            starts = np.array([start for start, _ in run])
            paragraph = within(starts, paragraphs).tolist()
            sentence = within(starts, sentences).tolist()
            for at in range(len(run) - length + 1):
                if sentence[at] == sentence[at + length - 1]:
                    yield before + paragraph[at], "".join(t for _, t in run[at : at + length])
        before += len(paragraphs)


def _runs(speech: Speech, of: str) -> Iterator[list[tuple[int, str]]]:
    """Runs of words or characters with nothing between them."""
    tokens = running(layer(speech, "tokens"))
    units: list[tuple[int, int, str]] = [
        (start, end, text)
        for start, end, text in zip(tokens["start"], tokens["end"], tokens["text"], strict=True)
    ]
    if of == "characters":
        units = [
            (start + at, start + at + 1, char)
            for start, _, text in units
            for at, char in enumerate(text)
        ]
    run: list[tuple[int, str]] = []
    last = -1
    for start, end, text in units:
        if run and start != last:
            yield run
            run = []
        run.append((start, text))
        last = end
    if run:
        yield run
