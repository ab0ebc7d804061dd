"""Concepts in windows 概念与窗口: which terms of a speech are nodes, and what counts as together.

Fixed before any edge of any speech was computed
------------------------------------------------
The choices below were made on planted data and on margins alone, and committed before the first
network of a speech was drawn; corpus/lexicons/concepts.toml was written before that too.

1. Window: the sentence. A clause is too short to hold two of a speaker's concepts, a paragraph of
   a speech holds all of them. Clause, paragraph and windows of n words are for robustness.
2. Nodes: concepts (the wordings of one concept merged), then formulas outside concepts, then
   content words outside both. Spans do not overlap, so that 管党治党 inside 从严管党治党 is not a
   second term, and no edge arises because one contains the other.
3. Cut-offs look at margins only: a concept or formula stands in at least 3 sentences of the body;
   of the content words that do, the 40 that stand in most sentences (every node is paid for by all
   others in the correction, and a picture of more than about a hundred labels cannot be read).
4. The whole speech and each part are tested within their points and added up (exact Cochran–Mantel–
   Haenszel), the parts together under a hierarchical false discovery rate. (Until the shifts below
   were added the strata were parts; words that one point dwells on then met by that alone.)
5. A pair must be more than chance under two nulls: terms dealt out with all margins kept, and terms
   shifted with their bursts kept (:mod:`huayu.network.shifts`).
6. An association is an edge with q ≤ 0.05. Nothing else is called one.

Chosen after the first networks had been seen, and no part of any test: how strict stability is, how
many untested edges a figure shows. The segmentation and the formulas have gone on being corrected,
so that nodes, and with them a few edges, can differ from those of the first computation.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd

from huayu import spans, structure
from huayu.corpus import Speech
from huayu.files import Fault
from huayu.layers import layer
from huayu.words import TOPICAL

MINIMUM = 3  # sentences; two could be one sentence and its repetition
WORDS = 40  # content words beside concepts and formulas
# units that can be a window -> their layer
WINDOWS = {"clause": "clauses", "sentence": "sentences", "paragraph": "paragraphs"}
FIELDS = ("node", "kind", "group", "zh", "en")


class Units(NamedTuple):
    """Units 单位 of a speech: the terms in each, its part and point, and its span in the text."""

    terms: list[list[str]]
    parts: list[int]
    points: list[int]
    places: list[tuple[int, int]]

    @property
    def strata(self) -> list[tuple[int, int]]:
        """Strata 层 of the tests: the point that a unit stands in, its part where there is none."""
        return list(zip(self.parts, self.points, strict=True))

    def of(self, part: int | None) -> Units:
        """Units 单位 of one part; all of them for None."""
        own = [place for place, at in enumerate(self.parts) if part in (None, at)]
        return Units(
            [self.terms[place] for place in own],
            [self.parts[place] for place in own],
            [self.points[place] for place in own],
            [self.places[place] for place in own],
        )


@spans.once
def terms(speech: Speech) -> pd.DataFrame:
    """Terms 词项 that can be nodes: concepts, formulas and content words, none overlapping.

    Returns
    -------
    DataFrame ``start, end, text, node, kind, group, zh, en, part, point, zone``: ``node`` is what
    the network shows (Chinese label of the concept, canonical form, word), ``kind`` concept,
    formula or word, ``group`` and ``en`` empty where there is none.

    Notes
    -----
    A word that is also the label of a concept or formula is that node. Masks and residue are
    never nodes, nor are words without a topic (corpus/lexicons/topicless.txt), and of the phrase
    that brings in a citation (习近平总书记强调) neither the speaker's name nor the verb.

    >>> found = terms(Speech("x", "要坚持全面从严治党。管党治党不放松。"))
    >>> found.loc[found["kind"] == "concept", "node"].tolist()
    ['全面从严治党', '全面从严治党']
    """
    found = layer(speech, "concepts")
    rows = [(r.start, r.end, r.zh, "concept", r.group, r.zh, r.en) for r in found.itertuples()]
    taken = np.zeros(len(speech.text), dtype=bool)
    _take(taken, found)
    formulas = layer(speech, "formulas")
    free = [not taken[r.start : r.end].any() for r in formulas.itertuples()]
    formulas = formulas[np.array(free, dtype=bool)]
    rows += [
        (r.start, r.end, r.canonical, "formula", "", r.canonical, "") for r in formulas.itertuples()
    ]
    _take(taken, formulas)
    tokens = layer(speech, "tokens")
    long = tokens["text"].str.len() > 1
    empty = {*speech.lexicon.words("stopwords.txt"), *speech.lexicon.words("topicless.txt")}
    cited = layer(speech, "quotations")
    empty |= {*cited["speaker"].dropna(), *cited["cue"].dropna()}
    topical = tokens["tag"].str[0].isin(list(TOPICAL)) & ~tokens["tag"].isin(["mask", "residue"])
    for r in tokens[long & topical & ~tokens["text"].isin(empty)].itertuples():
        if not taken[r.start : r.end].any():
            rows.append((r.start, r.end, r.text, "word", "", r.text, ""))
    frame = spans.frame(speech.text, rows, FIELDS)
    return structure.placed(speech, _one_kind(frame))


def _take(taken: np.ndarray, rows: pd.DataFrame) -> None:
    for start, end in zip(rows["start"], rows["end"], strict=True):
        taken[start:end] = True


def _one_kind(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of one node share the fields of its first kind: concept before formula before word."""
    fields = frame.sort_values("kind", kind="stable").drop_duplicates("node").set_index("node")
    for name in ("kind", "group", "en"):
        frame[name] = frame["node"].map(fields[name])
    return frame


def windows(speech: Speech, window: str | int = "sentence", step: int = 1) -> pd.DataFrame:
    """Windows 窗口 of the body: clauses, sentences, paragraphs, or n running words.

    Parameters
    ----------
    window : "clause", "sentence", "paragraph", or a number of words (2 and more). Windows of n
        words slide by ``step`` words and do not cross from one part to the next.

    Returns
    -------
    DataFrame ``start, end, part, point``. Words are tokens with a letter, digit or character.

    Raises
    ------
    Fault : another window.

    >>> len(windows(Speech("x", "同志们要努力。大家要努力。"), "sentence"))
    2
    """
    if window in WINDOWS:
        found = layer(speech, WINDOWS[str(window)])
        return found.loc[found["zone"] == "body", ["start", "end", "part", "point"]].reset_index(
            drop=True
        )
    size = int(window) if str(window).isdecimal() else 0
    if size < 2:
        mend = f"use one of {', '.join(WINDOWS)} or a number of words from 2"
        raise Fault(str(window), "is no window", mend)
    tokens = layer(speech, "tokens")
    tokens = tokens[(tokens["zone"] == "body") & tokens["text"].str.contains(r"\w")]
    rows = []
    for part, own in tokens.groupby("part"):
        first = np.arange(0, max(len(own) - size, 0) + 1, step)
        last = np.minimum(first + size, len(own)) - 1
        starts, ends = own["start"].to_numpy()[first], own["end"].to_numpy()[last]
        points = own["point"].to_numpy()[first]
        rows.append(pd.DataFrame({"start": starts, "end": ends, "part": part, "point": points}))
    empty = pd.DataFrame({"start": [], "end": [], "part": [], "point": []}, dtype="int64")
    return pd.concat([empty, *rows], ignore_index=True)


def units(speech: Speech, window: str | int = "sentence", step: int = 1) -> Units:
    """Units 单位 of the body of a speech, in its order: the terms that each window holds.

    A term belongs to the window in which it begins.

    >>> units(Speech("x", "要深化改革开放。要深化改革开放。")).parts
    [0, 0]
    """
    held, found = windows(speech, window, step), terms(speech)
    starts, names = found["start"].to_numpy(), found["node"].tolist()
    low = np.searchsorted(starts, held["start"])
    high = np.searchsorted(starts, held["end"])
    lists = [names[a:b] for a, b in zip(low, high, strict=True)]
    places = list(zip(held["start"].tolist(), held["end"].tolist(), strict=True))
    return Units(lists, held["part"].tolist(), held["point"].tolist(), places)


def nodes(
    speech: Speech, held: Iterable[list[str]], minimum: int = MINIMUM, most: int = WORDS
) -> pd.DataFrame:
    """Nodes 节点 of a speech: the terms that stand in enough units, words among them the commonest.

    Parameters
    ----------
    held : the terms of each unit of the whole speech, so that all parts have the same nodes.
    minimum : units that a node must stand in.
    most : content words at most.

    Returns
    -------
    DataFrame ``node, kind, group, zh, en, units``, most units first within a kind.
    """
    counts = pd.Series([t for unit in held for t in sorted(set(unit))], dtype=object).value_counts()
    known = terms(speech).drop_duplicates("node").set_index("node")[list(FIELDS[1:])]
    table = known.join(counts.rename("units"), how="inner")
    table = table[table["units"] >= minimum].rename_axis("node").reset_index()
    table = table.sort_values(["kind", "units", "node"], ascending=[True, False, True])
    later = (table["kind"] == "word") & (table.groupby("kind").cumcount() >= most)
    return table[~later].reset_index(drop=True)
