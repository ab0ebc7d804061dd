"""Contrasts 对照 of the network's terms between the parts of a speech.

What labels of layers differ is said by :mod:`huayu.findings.differences`, whose test this uses.
"""

from __future__ import annotations

import pandas as pd

from huayu import network, spans, tables
from huayu.corpus import Speech
from huayu.findings import differences

COLUMNS = ("term", "part", "count", "rest", "rate", "low", "high", "ratio", "p", "q")


@spans.once
def terms(speech: Speech) -> pd.DataFrame:
    """Terms 词项 by part: concepts and formulas of the network, each part against the rest.

    Returns
    -------
    DataFrame ``term, part, count, rest`` (occurrences in the part and elsewhere), ``rate`` per
    1,000 characters with ``low, high`` (95 %, :func:`huayu.tables.rates`), ``ratio`` of the rates,
    ``p, q``: points change places (:func:`huayu.findings.differences.tested`), all terms corrected
    as one family. Smallest q first; empty where there are fewer than two parts.

    Notes
    -----
    A speech of some ten points can show little: where no arrangement of them is rare enough the
    table is description, and its q says so.

    >>> terms(Speech("x", "要深化改革开放。")).empty
    True
    """
    nodes = network.nodes(speech, network.units(speech).terms)
    chosen = nodes.loc[nodes["kind"] != "word", "node"]
    rows = network.terms(speech)
    rows = rows[rows["node"].isin(chosen)]
    table = differences.tested(speech, {"terms": (rows, "node")})
    if table.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    sizes = tables.sizes(speech)["characters"]
    shown = tables.rates(rows, "node", sizes)[["term", "part", "low", "high"]]
    table = table.rename(columns={"label": "term"}).merge(shown, on=["term", "part"])
    return table[list(COLUMNS)]
