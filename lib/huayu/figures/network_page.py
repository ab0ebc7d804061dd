"""Network page 交互网络页: a concept network to walk through, one file that works offline."""

from __future__ import annotations

import html
import json
from pathlib import Path
from string import Template
from typing import Any

import networkx as nx
import pandas as pd

from huayu import network
from huayu.corpus import Speech, root
from huayu.figures import part_names
from huayu.figures.networks import Drawing, drawing
from huayu.figures.typeface import readable
from huayu.files import write
from huayu.lexicon.concepts import groups
from huayu.network import concepts

TEMPLATE = Path(__file__).with_name("network_page.html")
FAINT = 75  # untested edges over all parts: a page can be looked at longer than a figure
# what the side panel says of an edge, in this order
EDGE = (
    "count", "expected", "npmi", "ci_low", "ci_high", "jaccard", "dice", "g2", "p", "q",
    "stability",
)  # fmt: skip
NODE = ("degree", "strength", "betweenness", "eigenvector")


def network_page(speech: Speech, part: int | None = None, window: str | int = "sentence") -> str:
    """Page 网页 with the network of a part or of the whole: hover for numbers, click for text.

    Parameters
    ----------
    part : number of a part; None for the whole speech.
    window : as in :func:`huayu.network.concept_network`.

    Returns
    -------
    HTML that loads nothing: style, script, font and data are in it. Text of the speech reaches the
    page as JSON with ``<``, ``>`` and ``&`` escaped, and the document as text nodes alone.

    Raises
    ------
    Fault : the speech has no such part, or the window is none.
    """
    network.concept_network(speech, part, window)  # refuses a part or window that is none
    shown = drawing(speech, window, "zh", FAINT)
    number = part if part in shown.graphs else 0
    graph = shown.graphs[number]
    held = concepts.units(speech, window if window in concepts.WINDOWS else "sentence")
    own = [row for row, at in enumerate(held.parts) if part in (None, at)]
    data = {
        "about": _about(graph, own),
        "width": max((x for x, _ in shown.places.values()), default=10),
        "height": max((y for _, y in shown.places.values()), default=10),
        "nodes": _nodes(speech, shown, graph, held, own),
        "edges": [_edge(a, b, fields) for a, b, fields in graph.edges(data=True)],
        "sentences": _sentences(speech, held, own, set(shown.places)),
    }
    text = json.dumps(data, ensure_ascii=False, allow_nan=False)
    for sign, code in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(sign, code)
    title = f"{speech.meta.get('title', speech.id)} · {part_names([number], 'zh')[0]}"
    page = Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        title=html.escape(title), data=text
    )
    return readable(page)


def _about(graph: nx.Graph, own: list[int]) -> str:
    found = sum(data["association"] for _, _, data in graph.edges(data=True))
    rest = graph.number_of_edges() - found
    level = graph.graph["level"]
    return (
        f"{found} 个关联（实线，q ≤ {level:g}）；{rest} 条描述性连线（虚线，未经检验）。"
        f"悬停见数值，点击见句子。 {found} associations (solid, q ≤ {level:g}), {rest} descriptive "
        f"edges (dashed, untested); {len(own)} units. Hover for numbers, click for sentences."
    )


def _nodes(
    speech: Speech, shown: Drawing, graph: nx.Graph, held: concepts.Units, own: list[int]
) -> list[dict[str, Any]]:
    central = network.centralities(graph).set_index("node")
    top = max((y for _, y in shown.places.values()), default=0)
    where: dict[str, list[int]] = {node: [] for node in shown.places}
    for number, row in enumerate(own):
        for term in sorted(set(held.terms[row]) & where.keys()):
            where[term].append(number)
    nodes = []
    for node, (x, y) in shown.places.items():
        fields = graph.nodes[node]
        group = groups(speech.lexicon).get(fields["group"], ("", ""))
        facts = [["English", fields["en"]], ["组 group", " ".join(group).strip()]]
        facts += [["类 kind", fields["kind"]], ["句 units", str(fields["units"])]]
        facts += [[name, _said(central.at[node, name])] for name in NODE]
        nodes.append({
            "id": node, "label": shown.names[node], "x": x, "y": round(top - y, 3),
            "r": round(0.3 + 0.08 * fields["units"] ** 0.5, 3), "colour": shown.colours[node],
            "facts": [row for row in facts if row[1]], "sentences": where[node],
        })  # fmt: skip
    return nodes


def _edge(source: str, target: str, fields: dict[str, Any]) -> dict[str, Any]:
    kind = "关联 association" if fields["association"] else "描述性 descriptive, untested"
    stable = fields["stability"]
    return {
        "source": source, "target": target, "association": bool(fields["association"]),
        "width": round(0.08 + 0.3 * max(fields["npmi"], 0), 3),
        "opacity": round(0.25 + 0.75 * stable, 3) if fields["association"] else 0.8,
        "facts": [["", kind], *([name, _said(fields[name])] for name in EDGE)],
    }  # fmt: skip


def _said(value: float) -> str:
    """A number 数值 as the panel shows it; –, where there is none.

    >>> _said(0.12345), _said(float("nan")), _said(3), _said(1e-7)
    ('0.123', '–', '3', '1e-07')
    """
    if pd.isna(value):
        return "–"
    return f"{value:.3g}"


def _sentences(
    speech: Speech, held: concepts.Units, own: list[int], shown: set[str]
) -> list[tuple[str, list[tuple[int, int, str]]]]:
    """Text of every unit, and the places of the terms in it, relative to its start."""
    found = concepts.terms(speech)
    found = found[found["node"].isin(shown)]
    starts = found["start"].to_numpy()
    rows = []
    for row in own:
        start, end = held.places[row]
        inside = found.iloc[starts.searchsorted(start) : starts.searchsorted(end)]
        marks = [
            (int(r.start - start), int(min(r.end, end) - start), r.node)
            for r in inside.itertuples()
        ]
        rows.append((speech.text[start:end], marks))
    return rows


def pages(speech: Speech, window: str | int = "sentence") -> pd.DataFrame:
    """Write the pages 网页 of the whole and of every part; where they lie, and what is on them.

    Returns
    -------
    DataFrame ``part`` (0 the whole), ``associations``, ``file`` below the house's folder.
    """
    house = speech.root or root()
    parts = sorted({0, *network.edges(speech, window)["part"]})
    rows = []
    for part in parts:
        name = f"part_{part}.html" if part else "whole.html"
        file = house / "build" / speech.id / "networks" / name
        write(file, network_page(speech, part or None, window))
        graph = network.concept_network(speech, part or None, window)
        rows.append((part, graph.number_of_edges(), file.relative_to(house).as_posix()))
    return pd.DataFrame(rows, columns=["part", "associations", "file"])
