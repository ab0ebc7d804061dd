"""Structure 篇章结构: headings, parts, points, paragraphs, sentences and clauses of a speech.

Paragraphs, sentences and clauses tile the text: concatenated they give it back to the last
newline. Separators and newlines belong to the unit before, indentation to the unit after.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd

from huayu import spans
from huayu.corpus import Speech
from huayu.structure import units
from huayu.structure.outline import Heading, Outline, outline

PLACE = ("part", "point", "zone")


def headings(speech: Speech) -> pd.DataFrame:
    """Headings 标题 of a speech: title, salutation, numbered and unnumbered openers, closing."""
    rows = [(h.start, h.end, h.level, h.label, h.kind) for h in _outline(speech).headings]
    frame = spans.frame(speech.text, rows, ("level", "label", "kind"))
    return placed(speech, _labelled(frame.astype({"level": "int64"})))


def parts(speech: Speech) -> pd.DataFrame:
    """Parts 部分: the stretches that the headings of level 1 open, one row each."""
    openers = _openers(speech, 1)
    edges = [h.start for h in openers] + [_outline(speech).tail]
    titles = {p["start"]: p["title"] for p in speech.meta.get("part", ()) if "title" in p}
    rows = []
    for number, (head, end) in enumerate(zip(openers, edges[1:], strict=True), start=1):
        own = speech.text[head.start + len(head.label or "") : head.end].strip()
        rows.append((head.start, end, number, head.label, titles.get(head.start, own)))
    frame = spans.frame(speech.text, rows, ("part", "label", "title"))
    return _labelled(frame.astype({"part": "int64"}))[["part", "label", "title", *spans.SPAN]]


def paragraphs(speech: Speech) -> pd.DataFrame:
    """Paragraphs 段落: they tile the text."""
    return placed(speech, _tiled(speech, units.paragraph_cuts(speech.text)))


def sentences(speech: Speech) -> pd.DataFrame:
    """Sentences 句: they tile the text; ``kind`` tells headings from sentences."""
    frame = _tiled(speech, units.sentence_cuts(speech.text, _tiles(speech)))
    whole = {"title", "salutation", "heading"}
    kinds = {h.start: h.kind for h in _outline(speech).headings if h.kind in whole}
    found = spans.within(sorted(kinds), frame)
    kind = np.full(len(frame), "sentence", dtype=object)
    for row, start in zip(found, sorted(kinds), strict=True):
        kind[row] = kinds[start]
    frame["kind"] = kind
    return placed(speech, frame)


def clauses(speech: Speech) -> pd.DataFrame:
    """Clauses 小句: they tile the text; a clause ends at ，；：—— and where a sentence ends."""
    return placed(speech, _tiled(speech, units.clause_cuts(speech.text, _tiles(speech))))


def placed(speech: Speech, frame: pd.DataFrame) -> pd.DataFrame:
    """Place 所在位置: a layer with the columns part, point and zone, read off its ``start``."""
    places = _places(speech)
    row = np.searchsorted([place[0] for place in places], frame["start"].to_numpy(), "right") - 1
    frame = frame.copy()
    for column, name in enumerate(PLACE, start=1):
        values = np.array([place[column] for place in places], dtype=object)[row]
        frame[name] = values if name == "zone" else values.astype("int64")
    return frame


def _labelled(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with None, not NaN, where an opener has no label."""
    label = frame["label"].astype(object)
    frame["label"] = label.where(label.notna(), None)
    return frame


@lru_cache(maxsize=32)
def _outline(speech: Speech) -> Outline:
    return outline(speech.text)


def _tiles(speech: Speech) -> list[tuple[int, int]]:
    return spans.tiles(units.paragraph_cuts(speech.text), len(speech.text))


def _tiled(speech: Speech, cuts: list[int]) -> pd.DataFrame:
    return spans.frame(speech.text, spans.tiles(cuts, len(speech.text)))


def _openers(speech: Speech, level: int) -> list[Heading]:
    kinds = ("heading", "run-in")
    return [
        h for h in _outline(speech).headings
        if h.level == level and h.kind in kinds and (h.label or h.kind == "heading" or level > 1)
    ]  # fmt: skip


@lru_cache(maxsize=32)
def _places(speech: Speech) -> list[tuple[int, int, int, str]]:
    """Offsets at which part, point or zone change, each with the three from there on."""
    found = _outline(speech)
    first = _openers(speech, 1)
    closing = next((h.start for h in found.headings if h.kind == "closing"), found.tail)
    marks = [(h.start, 0) for h in first] + [(h.start, 1) for h in _openers(speech, 2)]
    body = first[0].start if first else found.body
    marks += [(body, 2), (min(closing, found.tail), 3)]
    part, point, zone = 0, 0, "front"
    places = [(0, 0, 0, zone)]
    for start, what in sorted(marks):
        if what == 0:
            part, point = part + 1, 0
        elif what == 1:
            point += 1
        else:
            zone = "body" if what == 2 and zone == "front" else "closing" if what == 3 else zone
        places.append((start, part, point, zone))
    return places
