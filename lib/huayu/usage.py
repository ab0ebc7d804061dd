"""Usage 使用频率: how often a speech uses a figure, an idiom or a marker of stance, and where.

Never a bare count: every rate has an exact interval. Whether parts differ is said by
:mod:`huayu.findings.differences`.
"""

from __future__ import annotations

import pandas as pd

from huayu import spans, tables
from huayu.corpus import Speech
from huayu.files import Fault
from huayu.findings.differences import LABELS
from huayu.layers import borrowed, layer, own_voiced

PER = 1000  # characters: a rate per 1,000 is a number between 0.1 and 30 for all that is counted


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
    clauses = clauses.assign(place=places(clauses), characters=clauses["text"].map(spans.length))
    grouped = clauses.groupby(by, sort=False)
    return grouped.agg(characters=("characters", "sum"), clauses=("text", "size"))


def rates(
    speech: Speech, rows: pd.DataFrame | str, term: str | None = None, by: str = "part"
) -> pd.DataFrame:
    """Rates 比率 per 1,000 characters and per 100 clauses with exact 95 % intervals.

    Parameters
    ----------
    rows : a layer or its name, each row one occurrence; only those in the body count.
    term : column that says what occurs; by default that of the layer's labels: ``device``,
        ``category`` … (``findings.differences.LABELS``).
    by : ``part`` or ``place``.

    Returns
    -------
    DataFrame ``term, <by>, count, characters, rate, low, high, clauses, per_clauses,
    low_clauses, high_clauses``, as :func:`huayu.tables.rates` sorts it. The intervals are those
    of a Poisson count (Garwood 1936). Of stance, deixis and metaphors ``count`` is that of the
    speaker's own voice; ``cited``, behind it, says how many more stand in citations (missing
    where a term counts whoever speaks; no column where all do).

    >>> rates(Speech("x", "要努力。要更努力。"), "stance")[["term", "count"]].values.tolist()
    [['modality', 2]]
    """
    if isinstance(rows, str):
        rows, term = layer(speech, rows), term or LABELS.get(rows)
    if term is None:
        raise Fault(speech.id, "rates of what", f"name a column, or a layer of {', '.join(LABELS)}")
    rows = rows.assign(place=places(rows))
    size = exposure(speech, by)
    own, listed = rows[~borrowed(rows)], tables.body(rows)[term].unique()
    table = tables.rates(own, term, size["characters"], by, PER, listed)
    other = tables.rates(own, term, size["clauses"], by, 100, listed)
    table = table.rename(columns={"size": "characters"})
    if own_voiced(rows).any():
        table.insert(3, "cited", _cited(rows, term, by, table))
    return table.assign(
        clauses=other["size"],
        per_clauses=other["rate"],
        low_clauses=other["low"],
        high_clauses=other["high"],
    )


def _cited(rows: pd.DataFrame, term: str, by: str, table: pd.DataFrame) -> pd.Series:
    """Occurrences in citations for each row of a table of rates, missing where all voices count."""
    apart = tables.body(rows[borrowed(rows)]).groupby([term, by]).size()
    asked = pd.MultiIndex.from_frame(table[["term", by]])
    many = pd.Series(apart.reindex(asked, fill_value=0).to_numpy(), table.index, dtype="Int64")
    return many.where(table["term"].isin(rows.loc[own_voiced(rows), term]))
