"""Contrasts 对照 of the network's terms between the parts of a speech.

What labels of layers differ is said by :mod:`huayu.findings.differences`.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from huayu import network, spans
from huayu.corpus import Speech


@spans.once
def frequencies(speech: Speech) -> pd.DataFrame:
    """Frequencies 频次差异 of the nodes of the network by part (:func:`network.frequencies`)."""
    units, parts, lengths, nodes = _by_part(speech)
    return network.frequencies(units, parts, lengths, nodes)


@spans.once
def homogeneity(speech: Speech) -> pd.DataFrame:
    """Homogeneity 关联同质性 of pairs of nodes over the parts (:func:`network.homogeneity`)."""
    units, parts, _, nodes = _by_part(speech)
    return network.homogeneity(units, parts, nodes)


def _by_part(speech: Speech) -> tuple[list[list[str]], list[int], list[int], list[str]]:
    """Terms, part and length in characters of every unit that lies in a part; and the nodes."""
    held = network.units(speech)
    inner = [place for place, part in enumerate(held.parts) if part > 0]
    lengths = [held.places[place][1] - held.places[place][0] for place in inner]
    units, parts = [held.terms[place] for place in inner], [held.parts[place] for place in inner]
    return units, parts, lengths, network.nodes(speech, held.terms)["node"].tolist()


def terms(speech: Speech) -> pd.DataFrame:
    """Terms 词项 of the network by part, one row a term.

    Returns
    -------
    DataFrame ``term, most`` (the part with the highest ratio), ``count_<part>`` and
    ``ratio_<part>``, ``p, q``; smallest q first. Empty where there are fewer than two parts.
    """
    table = frequencies(speech)
    if table["part"].nunique() < 2:
        return pd.DataFrame(columns=["term", "most", "p", "q"])
    wide = table.pivot(index="term", columns="part", values=["count", "ratio"])
    once = table.drop_duplicates("term").set_index("term")
    most = wide["ratio"].columns.to_numpy()[np.argmax(wide["ratio"].to_numpy(), axis=1)]
    flat = wide.set_axis([f"{name}_{part}" for name, part in wide.columns], axis=1)
    flat = flat.astype({name: int for name in flat.columns if name.startswith("count_")})
    flat.insert(0, "most", most)
    flat = flat.join(once[["p", "q"]]).reset_index()
    return flat.sort_values(["q", "p", "term"], ignore_index=True)
