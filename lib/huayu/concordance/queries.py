"""Queries 检索式: what is looked for in a speech, as people write it.

======================  ======================================================================
``担当``                 these characters, traditional or simplified
``{敢于|勇于}…担当``      one of several words; … stands for up to eight characters of a clause
``担当 <敢于&!>精神``     with conditions on what stands before (<), behind (>) or near (~) it
``word:担当``            this word, and not these characters inside a longer one
``concept:cadres``       a row of a layer by its label: word, formula, concept, idiom, device,
                         function, speaker, cue, move; ``device:`` alone finds every device
======================  ======================================================================
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from huayu import spans, structure
from huayu.corpus import Speech
from huayu.files import Fault
from huayu.layers import DETECTORS, layer
from huayu.lexicon.entries import GAP, conditions, meets, spellings

# what stands before the colon -> the layer and its columns, any of which may hold the label
LABELS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "word": ("tokens", ("text",)),
    "formula": ("formulas", ("canonical", "text")),
    "concept": ("concepts", ("concept", "zh", "en")),
    "idiom": ("idioms", ("text",)),
    "device": ("rhetoric", ("device",)),
    "function": ("quotations", ("function",)),
    "speaker": ("quotations", ("speaker",)),
    "cue": ("quotations", ("cue",)),
    "move": ("moves", ("move",)),
}


def found(speech: Speech, query: str) -> pd.DataFrame:
    """Occurrences 出现处 of a query in a speech, in reading order.

    Parameters
    ----------
    query : see the head of this module.

    Returns
    -------
    DataFrame ``start, end, text, part, point, zone``; without occurrences no rows.

    Raises
    ------
    Fault : the query is empty, names a field that is not there, or a condition is amiss.

    Notes
    -----
    Occurrences of a pattern do not overlap; the leftmost is taken, then the longest spelling.
    A pattern does not look across the end of a line.

    >>> found(Speech("x", "敢于担当，勇于负责。"), "{敢于|勇于}…责")["text"].tolist()
    ['勇于负责']
    """
    field, colon, label = query.partition(":")
    if colon and field in LABELS:
        return _labelled(speech, *LABELS[field], label)
    if colon and re.fullmatch("[a-z]+", field):
        raise Fault(query, f"there is no field {field}", f"use one of {', '.join(LABELS)}")
    return _matched(speech, query)


def _labelled(speech: Speech, name: str, columns: tuple[str, ...], label: str) -> pd.DataFrame:
    if name not in DETECTORS:
        raise Fault(name, "is no layer here", f"use one of {', '.join(DETECTORS)}")
    table = layer(speech, name)
    if label:
        simple = speech.lexicon.simplified
        wanted = simple(label)
        fits = pd.Series(False, index=table.index)
        for column in (column for column in columns if column in table):
            fits |= table[column].map(lambda value: simple(str(value)) == wanted)
        table = table[fits]
    return table[[*spans.SPAN, *structure.PLACE]].reset_index(drop=True)


def _matched(speech: Speech, query: str) -> pd.DataFrame:
    """Rows of a pattern, with the conditions written behind it."""
    form, _, context = query.strip().partition(" ")
    if not form.strip("…{}|"):
        raise Fault(query, "is an empty query", "write the word or pattern to look for")
    simple = speech.lexicon.simplified
    text = simple(speech.text)
    row = {"form": form, "context": context.strip()}
    limits = conditions(Path("query"), row)
    ways = sorted(map(simple, spellings(form, Path(query))), key=len, reverse=True)
    pattern = re.compile("|".join(re.escape(way).replace("…", GAP) for way in ways))
    rows = [
        match.span()
        for match in pattern.finditer(text)
        if match.end() > match.start() and meets(limits, text, *match.span())
    ]
    return structure.placed(speech, spans.frame(speech.text, rows))
