"""Contrasts 对照 of the parts of a speech: what each part has more of than its length explains.

One test for every label of every layer, all corrected together, so that the synthesis of a speech
does not pick its findings by hand.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from huayu import network, spans
from huayu.corpus import Speech
from huayu.layers import layer
from huayu.network.correction import LEVEL, benjamini_hochberg

# layer -> the field that says what kind a row is
LABELS = {
    "quotations": "function",
    "rhetoric": "device",
    "stance": "category",
    "formulas": "kind",
    "concepts": "group",
}
# sentences with the label; with fewer, no distribution over the parts could be significant among
# some forty tests. It looks at the total only, not at how it falls on the parts.
MINIMUM = 5
SAID = 6  # contrasts of a part that are put into words


@spans.once
def contrasts(speech: Speech, minimum: int = MINIMUM, seed: int = 0) -> pd.DataFrame:
    """Contrasts 对照: every label of every layer by part, tested by permuting the sentences.

    Parameters
    ----------
    minimum : sentences of the body that must hold a label.
    seed : of the permutations.

    Returns
    -------
    DataFrame, one row per label and part: ``layer, label, part, count`` (sentences that hold the
    label), ``expected`` (from the part's share of the characters), ``ratio`` (count + ½ over
    expected + ½), ``p`` and ``q`` of the label as a whole, corrected over all labels of all layers.
    Smallest q first. Empty where there are fewer than two parts, or no label in ``minimum``
    sentences.

    Notes
    -----
    :func:`huayu.network.frequencies`. A row of a layer belongs to the sentence that it begins in.
    Sentences of one list resemble each other, so a part that holds one long list has somewhat
    smaller p than it should.

    >>> contrasts(Speech("x", "要努力。要更努力。")).empty
    True
    """
    sentences = layer(speech, "sentences")
    inner = sentences[(sentences["zone"] == "body") & (sentences["part"] > 0)]
    columns = ["layer", "label", "part", "count", "expected", "ratio", "p", "q"]
    if inner["part"].nunique() < 2:
        return pd.DataFrame(columns=columns)
    held: list[set[str]] = [set() for _ in range(len(sentences))]
    for name, field in LABELS.items():
        rows = layer(speech, name)
        found = spans.within(rows["start"], sentences)
        for place, label in zip(found, rows[field], strict=True):
            if pd.notna(label) and label:
                held[place].add(f"{name}\t{label}")
    lengths = (inner["end"] - inner["start"]).to_numpy()
    units = [held[place] for place in inner.index]
    often = pd.Series([label for unit in units for label in sorted(unit)], dtype=object)
    counts = often.value_counts()
    kept = set(counts.index[counts >= minimum])
    if not kept:
        return pd.DataFrame(columns=columns)
    table = network.frequencies(units, inner["part"].tolist(), lengths, kept, seed=seed)
    table[["layer", "label"]] = table["term"].str.split("\t", expand=True)
    once = table.drop_duplicates("term")
    q = pd.Series(benjamini_hochberg(once["p"]), index=once["term"])
    table["q"] = table["term"].map(q)
    table = table.sort_values(["q", "p", "layer", "label", "part"], kind="stable")
    return table[columns].reset_index(drop=True)


def in_words(speech: Speech) -> str:
    """Statement 说明, in Markdown: what each part has more and less of, largest contrast first.

    >>> in_words(Speech("x", "要努力。"))
    'This text has nothing that could be compared between parts.'
    """
    table = contrasts(speech)
    if table.empty:
        return "This text has nothing that could be compared between parts."
    found = table[table["q"] <= LEVEL]
    tests = len(table.drop_duplicates(["layer", "label"]))
    differ = len(found.drop_duplicates(["layer", "label"]))
    lines = [
        f"{differ} of {tests} labels are spread over the parts otherwise than by length "
        f"(q ≤ {LEVEL}). In brackets: sentences observed for sentences expected. The test is of "
        "the label as a whole; which part drives it is description."
    ]
    for part, own in found.groupby("part"):
        more = own[own["count"] > own["expected"]].sort_values("ratio", ascending=False)
        less = own[own["count"] < own["expected"]].sort_values("ratio")
        said = [_side(speech, "more", more), _side(speech, "less", less)]
        lines.append(f"- **Part {part}** has " + "; ".join(side for side in said if side) + ".")
    return "\n".join(lines)


def _side(speech: Speech, word: str, rows: pd.DataFrame) -> str:
    said = [
        f"{row.layer}/{' '.join(dict.fromkeys(speech.lexicon.label(row.layer, row.label)))} "
        f"({row.count} for {row.expected:.1f})"
        for row in rows.head(SAID).itertuples(name="Row")
    ]
    return f"{word} {', '.join(said)}" if said else ""


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
