"""Paragraphs 段落 as the outline reads them: without blanks, with the ends of their sentences."""

from __future__ import annotations

import re
from typing import NamedTuple

from huayu import spans
from huayu.lexicon.reading import Patterns
from huayu.structure import units

_MARKDOWN = re.compile(r"#+[ \t]*|>[ \t]*|\*\*(?=[一二三四五六七八九十第（(])|")


class Paragraph(NamedTuple):
    """A paragraph 段落 from its first word to its last, and the ends of its sentences."""

    start: int
    end: int
    stops: tuple[int, ...]

    @property
    def alone(self) -> bool:
        """Whether it is one sentence 单句段."""
        return len(self.stops) == 1

    @property
    def rest(self) -> Paragraph:
        """What follows its first sentence."""
        return Paragraph(self.stops[0], self.end, self.stops[1:])


def paragraphs(known: Patterns, text: str) -> list[Paragraph]:
    """Paragraphs of a text that are not blank, Markdown marks taken off their start."""
    tiles = spans.tiles(units.paragraph_cuts(text), len(text))
    cuts = units.sentence_cuts(text, tiles, known.said_after)
    rows, at = [], 0
    for tile in tiles:
        start, end = stripped(text, *tile)
        stops = []
        while at < len(cuts) and cuts[at] < max(end, tile[1]):
            if start < cuts[at] < end:
                stops.append(stripped(text, start, cuts[at])[1])
            at += 1
        if start < end:
            start = spans.after(_MARKDOWN, text, start, end)
            rows.append(Paragraph(start, end, (*stops, end)))
    return [row for row in rows if row.start < row.end]


def stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without the blanks at its ends; empty, at its end, where there is nothing else."""
    while start < end and text[start] in units.SPACE:
        start += 1
    while end > start and text[end - 1] in units.SPACE:
        end -= 1
    return start, end
