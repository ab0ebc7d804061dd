"""Exports 导出 of networks: a table of pairs, GraphML and GEXF, with every attribute kept."""

from __future__ import annotations

import io
import re
from typing import Any

import networkx as nx
import pandas as pd

from huayu.corpus import Speech
from huayu.network.graph import concept_network, edges

# a cell that a spreadsheet would take for a formula begins with one of these (OWASP, CSV injection)
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv(
    speech: Speech, part: int | None = None, window: str | int = "sentence", descriptive: int = 0
) -> str:
    """Table 表 of all pairs that meet, as CSV: the columns of ``cooccurrences`` and association.

    ``association`` is True where q ≤ 0.05; ``descriptive`` is for graphs and changes nothing here.
    """
    graph = concept_network(speech, part, window)
    table = edges(speech, window)
    own = part if part in set(table["part"]) else 0
    table = table[table["part"] == own].drop(columns=["part", "pairs"])
    table = table.assign(association=table["q"] <= graph.graph["level"])
    for end in ("source", "target"):
        risky = table[end].str.startswith(FORMULA)
        table[end] = table[end].where(~risky, "'" + table[end])
    return table.to_csv(index=False, lineterminator="\n")


def graphml(
    speech: Speech, part: int | None = None, window: str | int = "sentence", descriptive: int = 0
) -> str:
    """GraphML 图标记语言 of the network, read back equal by networkx."""
    out = io.BytesIO()
    graph = plain(concept_network(speech, part, window, descriptive=descriptive))
    nx.write_graphml_xml(graph, out, encoding="utf-8", prettyprint=True)
    return out.getvalue().decode("utf-8")


def gexf(
    speech: Speech, part: int | None = None, window: str | int = "sentence", descriptive: int = 0
) -> str:
    """GEXF 1.2 of the network, for Gephi. The date of writing is left out: same text, same file."""
    graph = plain(concept_network(speech, part, window, descriptive=descriptive))
    text = "\n".join(nx.generate_gexf(graph, version="1.2draft"))
    return re.sub(r' lastmodifieddate="[^"]*"', "", text) + "\n"


FORMATS = {"csv": csv, "graphml": graphml, "gexf": gexf}


def plain(graph: nx.Graph) -> nx.Graph:
    """Graph 图 whose attributes are Python's own types; what is not known (NaN) is left out.

    >>> graph = nx.Graph([("a", "b", {"npmi": float("nan"), "count": 2})])
    >>> dict(plain(graph).edges["a", "b"])
    {'count': 2}
    """
    copy = nx.Graph(**graph.graph)
    copy.add_nodes_from((node, _plain(data)) for node, data in graph.nodes(data=True))
    copy.add_edges_from((a, b, _plain(data)) for a, b, data in graph.edges(data=True))
    return copy


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    known = {name: value for name, value in data.items() if not pd.isna(value)}
    return {k: v.item() if hasattr(v, "item") else v for k, v in known.items()}
