"""Stance 立场: how strongly a speaker asks, denies, hedges, judges and addresses.

Words come from corpus/lexicons/stance.tsv, each with conditions on its surroundings, so that the
same character counts where it is modal (要做好) and not where it is not (主要, 要求, 比…要早).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache, partial
from typing import NamedTuple

import pandas as pd

from huayu import spans, structure
from huayu.corpus import Speech
from huayu.folding import read
from huayu.lexicon import entries
from huayu.words import dictionary, tokens

LEXICON = "stance.tsv"
FIELDS = ("category", "subcategory", "strength", "negated", "rule", "reason")
# what may answer a condition, in the same sentence
_CONSEQUENCE = {
    "hypothetical": "就|便|则|那么|那末|也|必须|会",
    "sufficient": "就|便|都|总|也",
    "necessary": "才|方能|方可",
    "concessive": "也|都|但|仍|还|却",
    "unconditional": "都|也|总|始终|均",
    "universal": "都|就|一律|均|必",
}


class _Words(NamedTuple):
    """Edges of the words of a text: where one begins, where one ends, and which are unknown."""

    starts: frozenset[int]
    ends: frozenset[int]
    unknown: tuple[tuple[int, int], ...]


@spans.once
@read()
def stance(speech: Speech) -> pd.DataFrame:
    """Stance 立场标记 of a speech, one row for each marker.

    Returns
    -------
    DataFrame with columns

    ===========  ================================================================================
    start, end   offsets of the marker
    text         the marker as the text writes it
    category     modality | negation | hedge | booster | evaluation | deixis | example | condition
    subcategory  such as obligation, prohibition, permission, some, we, audience, necessary
    strength     1 (allows or wishes) to 5 (absolute) for modality that asks something; else nan
    negated      True where the marker denies
    rule         stance:lexicon
    reason       form of the lexicon; for a condition also the word that answers it
    part, point, zone   where it stands, see :func:`huayu.structure.placed`
    ===========  ================================================================================

    >>> layer = stance(Speech("x", "主要问题是不要怕，必须改。只有干，才能成。"))
    >>> list(zip(layer["text"], layer["subcategory"]))
    [('不要', 'prohibition'), ('必须', 'obligation'), ('只有', 'necessary'), ('才能', 'ability')]

    Notes
    -----
    One word is one marker: 不能 is a negated modality and no negation beside it; whether it forbids
    or is unable is not told (subcategory cannot, without strength). Words in quoted
    speech count too; whether 我们 takes the hearers in is not told. Classes after Palmer (2001),
    Mood and Modality, and Hyland (2005), Metadiscourse; strengths are an ordinal of this project.
    """
    text = speech.lexicon.simplified(speech.text)
    rows = []
    whole = partial(_whole, _words(speech))
    for start, end, entry in entries.occurrences(speech.lexicon, LEXICON, text, whole):
        fields = entry.fields
        if fields["category"] == "none":
            continue
        strength = float(fields["strength"]) if fields["strength"] else float("nan")
        label = fields["category"], fields["subcategory"], strength, fields["negated"] == "yes"
        rows.append((start, end, *label, "stance:lexicon", _reason(text, end, entry)))
    return structure.placed(speech, spans.frame(speech.text, rows, FIELDS))


def _reason(text: str, end: int, entry: entries.Entry) -> str:
    """The form, and for a condition the word that answers it in the same sentence."""
    answers = _CONSEQUENCE.get(entry.fields["subcategory"])
    if entry.fields["category"] != "condition" or not answers:
        return entry.form
    found = _answer(answers).match(text, end)
    return f"{entry.form}…{found['answer']}" if found else entry.form


@cache
def _answer(words: str) -> re.Pattern[str]:
    return re.compile(rf"[^。！？；\n]{{0,80}}?[，、：][^。！？；，\n]{{0,10}}?(?P<answer>{words})")


def _words(speech: Speech) -> _Words:
    table = tokens(speech)
    starts, ends = table["start"].tolist(), table["end"].tolist()
    known = dictionary(speech.lexicon).frequency
    forms = map(speech.lexicon.simplified, table["text"])
    unknown = tuple(
        (start, end)
        for start, end, form in zip(starts, ends, forms, strict=True)
        if end - start > 1 and not known(form)
    )
    return _Words(frozenset(starts), frozenset(ends), unknown)


def _whole(edges: _Words, start: int, end: int) -> bool:
    """Whether a span begins and ends with a word; one unknown to the dictionary binds nothing."""
    return _edge(edges, start, edges.starts) and _edge(edges, end, edges.ends)


def _edge(edges: _Words, place: int, wanted: frozenset[int]) -> bool:
    if place in wanted:
        return True
    at = bisect_left(edges.unknown, (place, 0)) - 1
    return at >= 0 and edges.unknown[at][0] < place < edges.unknown[at][1]
