"""Graphs 网络图: the concept network of a speech or of one of its parts."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd

from huayu import spans
from huayu.corpus import Speech
from huayu.files import Fault
from huayu.network import concepts, correction
from huayu.network.concepts import Units
from huayu.network.cooccurrence import cooccurrences, measured
from huayu.network.correction import LEVEL
from huayu.network.incidence import Pairs, incidence, paired

# Prior occurrences in every pair: once where a fiftieth is expected is no strong tie. It is fixed:
# fitted to the pairs of a speech by maximum likelihood (DuMouchel 1999) it grows without end, for
# with margins fixed counts spread less than Poisson's, and all pairs would be drawn to chance.
SHRUNK = 0.5
TESTED = [
    "expected",
    "p",
    "p_shift",
    "q",
    "ci_low",
    "ci_high",
    "stability",
]  # what needs independent units


@spans.once
def edges(
    speech: Speech,
    window: str | int = "sentence",
    minimum: int = concepts.MINIMUM,
    words: int = concepts.WORDS,
    draws: int = 1000,
    seed: int = 0,
    by_part: bool = True,
) -> pd.DataFrame:
    """Edges 边 of the whole speech and of every part: all pairs that meet, measured and tested.

    Parameters
    ----------
    window, minimum, words : see :mod:`huayu.network.concepts`.
    draws, seed : for intervals and stability.
    by_part : the parts too, not the whole alone.

    Returns
    -------
    DataFrame: ``part`` (0 the whole), then the columns of :func:`cooccurrences`, and ``pairs``,
    the pairs that were tested with it. p and q are within points, added up; in the parts q is
    hierarchical (:func:`correction.hierarchical`). Part 0 stands alone where a speech has no
    parts, or one.

    Notes
    -----
    Windows of n words overlap and so are not independent: counts and measures are taken from all
    windows, test, interval and stability from every n-th, which are disjoint. A pair that meets
    in none of those has p = q = 1 and no interval.
    """
    held = concepts.units(speech, window)
    chosen = concepts.nodes(speech, held.terms, minimum, words)["node"].tolist()
    labels = np.array(held.parts)
    tested = held if window in concepts.WINDOWS else concepts.units(speech, window, int(window))
    settings = {"minimum": 1, "nodes": chosen, "draws": draws, "seed": seed}
    found = {0: _table(held, tested, None, settings)}
    inner = [part for part in np.unique(labels) if part > 0]
    if by_part and len(inner) > 1:
        own = {part: _table(held, tested, part, settings) for part in inner}
        adjusted = correction.hierarchical([table["q"] for table in own.values()])
        for (part, table), q in zip(own.items(), adjusted, strict=True):
            found[int(part)] = table.assign(q=q)
    return pd.concat(
        [table.assign(part=part, pairs=table.attrs["pairs"]) for part, table in found.items()],
        ignore_index=True,
    )


def _table(held: Units, tested: Units, part: int | None, settings: dict[str, Any]) -> pd.DataFrame:
    """Co-occurrences of one part, or of all within their parts."""
    own = tested.of(part)
    sample = cooccurrences(own.terms, strata=own.strata, **settings)
    if tested is held:
        return sample
    whole = incidence(held.of(part).terms)
    pairs = paired(whole, settings["minimum"], settings["nodes"])
    table = measured(whole, Pairs(*(column[pairs.joint > 0] for column in pairs)))
    merged = table.merge(sample[["source", "target", *TESTED]], how="left")
    merged = merged.fillna({"p": 1.0, "q": 1.0})[sample.columns]
    merged.attrs.update(sample.attrs)
    return merged


def concept_network(
    speech: Speech,
    part: int | None = None,
    window: str | int = "sentence",
    minimum: int = concepts.MINIMUM,
    words: int = concepts.WORDS,
    level: float = LEVEL,
    descriptive: int = 0,
    draws: int = 1000,
    seed: int = 0,
) -> nx.Graph:
    """Concept network 概念网络 of a speech, or of one part: its edges are tested associations.

    Parameters
    ----------
    part : number of a part; None for the whole speech.
    window : "sentence", "clause", "paragraph" or a number of words.
    minimum : units of the whole speech that a node must stand in.
    words : content words at most, beside concepts and formulas.
    level : false discovery rate up to which a pair is an association.
    descriptive : so many further edges, untested: the strongest (:func:`strengths`) in two units
        or more and with an interval above 0. They are marked ``association = False`` and prove
        nothing.
    draws, seed : for intervals and stability.

    Returns
    -------
    nx.Graph with the same nodes for every part, isolates included. Nodes: ``kind, group, zh, en,
    units`` (units of this part). Edges: ``count, expected, jaccard, dice, npmi, g2, p, q, ci_low,
    ci_high, stability, association``. Graph: ``speech, part, window, level, pairs, units``.

    Raises
    ------
    Fault : the speech has no such part, or the window is none.

    >>> graph = concept_network(Speech("x", "要深化改革开放。要加强党的建设。" * 3))
    >>> graph.number_of_edges()
    0
    """
    held = concepts.units(speech, window)
    numbers = sorted({number for number in held.parts if number > 0})
    if part is not None and part not in numbers:
        known = f"its parts are {', '.join(map(str, numbers))}" if numbers else "it has no parts"
        raise Fault(speech.id, f"has no part {part}", known)
    own = held.of(part).terms
    graph = nx.Graph(
        speech=speech.id, part=part or 0, window=str(window), level=level, units=len(own)
    )
    counts = pd.Series([t for unit in own for t in set(unit)], dtype=object).value_counts()
    for row in concepts.nodes(speech, held.terms, minimum, words).itertuples(index=False):
        fields = row._asdict() | {"units": int(counts.get(row.node, 0))}
        graph.add_node(fields.pop("node"), **fields)
    table = edges(speech, window, minimum, words, draws, seed)
    whole = part is None or len(numbers) < 2
    table = table[table["part"] == (0 if whole else part)]
    graph.graph["pairs"] = int(table["pairs"].max()) if len(table) else 0
    for row in chosen(table, level, descriptive).to_dict("records"):
        graph.add_edge(row.pop("source"), row.pop("target"), **row)
    return graph


def chosen(table: pd.DataFrame, level: float = LEVEL, descriptive: int = 0) -> pd.DataFrame:
    """Edges 边 to show: the associations, and so many untested ones marked as descriptive.

    >>> columns = ["source", "target", "count", "expected", "ci_low", "q"]
    >>> rows = [("a", "b", 5, 0.9, 0.5, 0.01), ("a", "c", 3, 0.6, 0.1, 0.4)]
    >>> chosen(pd.DataFrame(rows, columns=columns), descriptive=1)["association"].tolist()
    [True, False]
    """
    table = table.drop(columns=["part", "pairs"], errors="ignore")
    found = table[table["q"] <= level].assign(association=True)
    rest = table[(table["q"] > level) & (table["ci_low"] > 0) & (table["count"] >= 2)]
    order = np.lexsort((-rest["count"], -strengths(table).loc[rest.index]))
    rest = rest.iloc[order[:descriptive]]
    return pd.concat([found, rest.assign(association=False)], ignore_index=True)


def strengths(table: pd.DataFrame) -> pd.Series:
    """Strength 收缩关联度 of pairs that met: count over expectation, few counts drawn to the rest.

    (count + ½) / (expected + ½), the posterior mean of a Poisson rate under a gamma prior about
    independence: twice where a tenth is expected says less than twelve times where two are. It
    orders pairs and tests nothing.

    >>> strengths(pd.DataFrame({"count": [2, 12], "expected": [0.1, 2.0]})).round(2).tolist()
    [4.17, 5.0]
    """
    return (table["count"] + SHRUNK) / (table["expected"] + SHRUNK)


def spanning(table: pd.DataFrame, nodes: Collection[str]) -> pd.DataFrame:
    """Spanning ties 最强支撑树 of some nodes: their associations, and the strongest that join them.

    Parameters
    ----------
    table : pairs that met, of one part or of the whole (:func:`edges`).
    nodes : those to join; a node that meets none of the others stays alone.

    Returns
    -------
    Rows of the table with ``association`` and ``strength``: first every association, then the ties
    of a maximum spanning forest by strength (Kruskal 1956). What is no association is description:
    it says with which of the others a term goes best, not that it goes with it beyond chance.

    >>> table = pd.DataFrame({"source": ["a", "a", "b"], "target": ["b", "c", "c"],
    ...                       "count": [5, 1, 4], "expected": [1.0] * 3, "q": [0.01, 0.9, 0.4]})
    >>> spanning(table, ["a", "b", "c"])[["source", "target"]].values.tolist()
    [['a', 'b'], ['b', 'c']]
    """
    both = table["source"].isin(nodes) & table["target"].isin(nodes)
    table = table.assign(association=table["q"] <= LEVEL, strength=strengths(table))[both]
    order = np.lexsort((-table["count"], -table["strength"], ~table["association"]))
    joined, rows = nx.utils.UnionFind(nodes), []
    for place in order:
        row = table.iloc[place]
        if row["association"] or joined[row["source"]] != joined[row["target"]]:
            joined.union(row["source"], row["target"])
            rows.append(place)
    return table.iloc[rows].reset_index(drop=True)


def names(graph: nx.Graph, nodes: Collection[str], labels: str = "zh") -> dict[str, str]:
    """Labels 标签 of nodes in Chinese, English (where there is one) or both."""
    said = {}
    for node in nodes:
        zh, en = graph.nodes[node].get("zh", node), graph.nodes[node].get("en", "")
        said[node] = {"zh": zh, "en": en or zh, "both": f"{zh}\n{en}" if en else zh}[labels]
    return said
