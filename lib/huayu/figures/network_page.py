"""Network page 交互网络页: a concept network to walk through, one file that works offline."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from huayu import languages, network
from huayu.corpus import Speech, root
from huayu.figures import Labels, part_names, say, spoken
from huayu.figures.networks import Drawing, drawing
from huayu.figures.typeface import readable
from huayu.files import write
from huayu.lexicon.concepts import groups
from huayu.network import concepts
from huayu.network.graph import strengths

_HERE = Path(__file__).parent
TEMPLATE, SCRIPT = _HERE / "network_page.html", _HERE / "network_page.js"
LIBRARY = _HERE / "cytoscape.min.js"  # Cytoscape.js 3.35.0, MIT; its licence stands on its top
NODES = 60  # a page can be looked at longer than a figure
WIDE = 14  # pixels a character of the layout takes
# what the page's script says, in Chinese and in English
SAID = {
    "concepts": ("概念", "concepts"),
    "ties": ("连线", "ties"),
    "joint": ("同句数 : 预期", "joint sentences : expected"),
    "sentences": ("句", "sentences"),
    "alone": ("不与所画概念同句：", "meets none of the others: "),
}
Told = Callable[[str, str], str]  # a label in the language of the page
# what the side panel says of an edge, in this order, with its Chinese name where it is no symbol
EDGE = {
    "count": "同句数", "expected": "预期", "npmi": "", "ci_low": "95% 下限", "ci_high": "95% 上限",
    "jaccard": "", "dice": "", "g2": "", "p": "", "p_shift": "移位检验", "q": "校正后",
    "stability": "稳定度",
}  # fmt: skip


def network_page(
    speech: Speech,
    part: int | None = None,
    window: str | int = "sentence",
    labels: Labels | None = None,
) -> str:
    """Page 网页 with the networks of the whole and of every part: click for numbers and text.

    Parameters
    ----------
    part : the one that is shown first; None for the whole speech. On the page they are switched,
        groups of concepts and weak ties are left out, nodes dragged and looked for by name.
    window : as in :func:`huayu.network.concept_network`.
    labels : language of the page's own words; left out, that of the run, else both. Concepts go
        by their English names where it is English.

    Returns
    -------
    HTML that loads nothing: style, script, font and data are in it, and Cytoscape.js (Franz et al.
    2016, Bioinformatics 32, 309). Text of the speech reaches the page as JSON with ``<``, ``>`` and
    ``&`` escaped, and the document as text nodes alone.

    Raises
    ------
    Fault : the speech has no such part, or the window is none.
    """
    network.concept_network(speech, part, window)  # refuses a part or window that is none
    with spoken(speech):
        return readable(_rendered(speech, part, window, labels or languages.asked() or "both"))


def _rendered(speech: Speech, part: int | None, window: str | int, labels: Labels) -> str:
    from jinja2 import Environment

    told = partial(say, labels, between=" ")
    shown = drawing(speech, window, "en" if labels == "en" else "zh", NODES)
    numbers = list(shown.graphs)
    data = {
        "first": numbers.index(part) if part in numbers else 0,
        "parts": [_part(speech, shown, number, window, told) for number in numbers],
        "nodes": _nodes(speech, shown, window, told),
        "groups": _groups(speech, shown, told),
        "alone": shown.alone,
        "sentences": _sentences(speech, _units(speech, window), set(shown.places)),
        "said": {name: told(*both) for name, both in SAID.items()},
    }
    text = json.dumps(data, ensure_ascii=False, allow_nan=False)
    for sign, code in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(sign, code)
    template = Environment(autoescape=True).from_string(TEMPLATE.read_text(encoding="utf-8"))
    return template.render(
        title=speech.meta.get("title", speech.id),
        labels=labels,
        script=speech.lexicon.script(speech.text),
        say=told,
        data=text,
        library=LIBRARY.read_text(encoding="utf-8"),
        code=SCRIPT.read_text(encoding="utf-8"),
    )


def _units(speech: Speech, window: str | int) -> concepts.Units:
    """Units whose text the page shows: the window's, or sentences where windows overlap."""
    return concepts.units(speech, window if window in concepts.WINDOWS else "sentence")


def _part(
    speech: Speech, shown: Drawing, number: int, window: str | int, told: Told
) -> dict[str, Any]:
    """One part: its name, what was found in it, and the ties that its page can show."""
    table = network.edges(speech, window)
    table = table[table["part"] == number]
    inside = table["source"].isin(shown.places) & table["target"].isin(shown.places)
    table = table.assign(strength=strengths(table))[inside]
    own = shown.ties[number]
    drawn = set(zip(own["source"], own["target"], strict=True))
    edges = [
        _edge(row, (row["source"], row["target"]) in drawn, told)
        for row in table.to_dict("records")
    ]
    graph = shown.graphs[number].graph
    return {
        "number": number, "name": told(*(part_names([number], one)[0] for one in ("zh", "en"))),
        "about": _about(graph["units"], sum(edge["association"] for edge in edges), told),
        "edges": [edge for edge in edges if edge["drawn"] or edge["above"]],
    }  # fmt: skip


def _about(units: int, found: int, told: Told) -> str:
    level = network.LEVEL
    return told(
        f"{units} 句；{found} 个关联（黑线，q ≤ {level:g}），灰线只是描述，未经证实。"
        f"点击看句子；拖动可移位，滚轮可缩放。",
        f"{units} sentences; {found} associations (black, q ≤ {level:g}); grey ties are "
        f"description. Click for sentences; drag to move, scroll to zoom.",
    )


def _nodes(speech: Speech, shown: Drawing, window: str | int, told: Told) -> list[dict[str, Any]]:
    top = max((y for _, y in shown.places.values()), default=0)
    where: dict[str, list[int]] = {node: [] for node in shown.places}
    for number, terms in enumerate(_units(speech, window).terms):
        for term in sorted(set(terms) & where.keys()):
            where[term].append(number)
    said, nodes = groups(speech.lexicon), []
    for node, (x, y) in shown.places.items():
        fields = shown.graphs[0].nodes[node]
        group = said.get(fields["group"])
        facts = [
            [told("英文", "English"), fields["en"]],
            [told("组", "group"), told(*group) if group else ""],
            [told("类", "kind"), fields["kind"]],
            [told("全文句数", "units"), str(fields["units"])],
        ]
        nodes.append({
            "id": node, "label": shown.names[node], "en": fields["en"], "x": round(WIDE * x, 1),
            "y": round(WIDE * (top - y), 1), "group": fields["group"],
            "colour": shown.colours[node], "facts": [row for row in facts if row[1]],
            "sentences": where[node],
        })  # fmt: skip
    return nodes


def _groups(speech: Speech, shown: Drawing, told: Told) -> list[dict[str, str]]:
    """Groups of the nodes with their colours, the largest first; words and formulas last."""
    held = [shown.graphs[0].nodes[node]["group"] for node in shown.places]
    said = groups(speech.lexicon) | {"": ("提法与实词", "formulas and words")}
    colour = {shown.graphs[0].nodes[n]["group"]: shown.colours[n] for n in shown.places}
    order = sorted(set(held), key=lambda name: (name == "", -held.count(name), name))
    return [{"group": one, "name": told(*said[one]), "colour": colour[one]} for one in order]


def _edge(row: dict[str, Any], drawn: bool, told: Told) -> dict[str, Any]:
    found = bool(row["q"] <= network.LEVEL)
    kind = told("关联", "association") if found else told("描述", "description, unproved")
    numbers = [[told(zh, name) if zh else name, _said(row[name])] for name, zh in EDGE.items()]
    return {
        "source": row["source"], "target": row["target"], "count": int(row["count"]),
        "expected": _said(row["expected"]), "association": found, "drawn": drawn,
        "above": bool(row["count"] >= 2 and row["count"] > row["expected"]),
        "strength": round(float(row["strength"]), 3),
        "facts": [["", kind], *numbers],
    }  # fmt: skip


def _said(value: float) -> str:
    """A number 数值 as the panel shows it; –, where there is none.

    >>> _said(0.12345), _said(float("nan")), _said(3), _said(1e-7)
    ('0.123', '–', '3', '1e-07')
    """
    if pd.isna(value):
        return "–"
    return f"{value:.3g}"


def _sentences(speech: Speech, held: concepts.Units, shown: set[str]) -> list[dict[str, Any]]:
    """Every unit: its text, part and place, and the terms in it, relative to its start."""
    found = concepts.terms(speech)
    found = found[found["node"].isin(shown)]
    starts = found["start"].to_numpy()
    rows = []
    for (start, end), part, point in zip(held.places, held.parts, held.points, strict=True):
        inside = found.iloc[starts.searchsorted(start) : starts.searchsorted(end)]
        marks = [
            (int(r.start - start), int(min(r.end, end) - start), r.node)
            for r in inside.itertuples()
        ]
        place = f"{part}.{point}" if part else f"{point}"
        text = speech.text[start:end]
        rows.append({"text": text, "marks": marks, "part": part, "place": place})
    return rows


def pages(speech: Speech, window: str | int = "sentence") -> pd.DataFrame:
    """Write the page 网页 of the whole and its parts; where it lies, and what is on it.

    Returns
    -------
    DataFrame ``part`` (0 the whole), ``associations``, ``file`` below the house's folder, with the
    number of the part that it then opens at.
    """
    house = speech.root or root()
    file = house / "build" / speech.id / "network.html"
    write(file, network_page(speech, None, window))
    place, rows = file.relative_to(house).as_posix(), []
    for part in sorted({0, *network.edges(speech, window)["part"]}):
        graph = network.concept_network(speech, part or None, window)
        rows.append((part, graph.number_of_edges(), f"{place}#{part}"))
    return pd.DataFrame(rows, columns=["part", "associations", "file"])
