"""Segments 片段: a text divided wherever a row begins or ends, so that rows may overlap freely."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from huayu.corpus import Speech
from huayu.edition.rows import Row
from huayu.layers import layer


class Segment(NamedTuple):
    """A segment 片段: a stretch of text that the same rows cover from end to end."""

    text: str
    classes: str
    rows: str


class Sentence(NamedTuple):
    """A sentence 句 with its anchor number, its segments, and whether it is a heading line."""

    number: int
    heading: bool
    segments: list[Segment]


class Paragraph(NamedTuple):
    """A paragraph 段 with its part and its sentences."""

    part: int
    sentences: list[Sentence]

    @property
    def length(self) -> int:
        """Characters 字数, from which a page guesses the height of what it has not laid out."""
        return sum(len(segment.text) for s in self.sentences for segment in s.segments)


def paragraphs(speech: Speech, rows: list[Row]) -> list[Paragraph]:
    """Paragraphs 段 of a speech with their sentences, numbered from 1 as in every export."""
    starts: dict[int, list[int]] = defaultdict(list)
    ends: dict[int, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        for start, end in row.pieces:
            starts[start].append(number)
            ends[end].append(number)
    cuts = sorted({*starts, *ends})
    made: list[Paragraph] = []
    tiles = layer(speech, "paragraphs")
    sentences = layer(speech, "sentences")
    edges = iter(zip(tiles["start"], tiles["part"], strict=True))
    following = next(edges, None)
    active: dict[int, int] = {}
    place = 0
    columns = (sentences[name] for name in ("start", "end", "kind"))
    for number, (start, end, kind) in enumerate(zip(*columns, strict=True), start=1):
        if following and start >= following[0]:
            made.append(Paragraph(int(following[1]), []))
            following = next(edges, None)
        segments = []
        at = start
        while place < len(cuts) and cuts[place] < end:
            if cuts[place] > at:
                segments.append(_segment(speech.text[at : cuts[place]], active, rows))
                at = cuts[place]
            _step(active, starts[cuts[place]], ends[cuts[place]])
            place += 1
        segments.append(_segment(speech.text[at:end], active, rows))
        made[-1].sentences.append(Sentence(number, kind == "heading", segments))
    return made


def _step(active: dict[int, int], begun: list[int], ended: list[int]) -> None:
    """Rows that end and begin at a place; one row may have several pieces."""
    for number in ended:
        active[number] -= 1
        if not active[number]:
            del active[number]
    for number in begun:
        active[number] = active.get(number, 0) + 1


def _segment(text: str, active: dict[int, int], rows: list[Row]) -> Segment:
    numbers = sorted(active)
    classes = sorted({rows[number].key for number in numbers})
    return Segment(text, " ".join(classes), " ".join(map(str, numbers)))
