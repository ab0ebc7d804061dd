"""Outline 提纲: the headings of a text with their levels, from markers, margins and topics."""

from __future__ import annotations

import re
from typing import NamedTuple

from huayu.structure import units
from huayu.structure.margins import Paragraph, margins, words
from huayu.structure.markers import Level, Opener, opener, series
from huayu.structure.topics import topics

# a heading line without a number: longer lines are sentences that lost their full stop
_LINE_HEADING = 40


class Heading(NamedTuple):
    """A heading 标题 as CODEBOOK has it; ``kind`` title, salutation, heading, run-in, closing."""

    start: int
    end: int
    level: int
    label: str | None
    kind: str


class Outline(NamedTuple):
    """Outline 提纲 of a text: its headings, and where its body begins and ends."""

    headings: list[Heading]
    body: int
    tail: int


def outline(text: str) -> Outline:
    """Headings, body start and tail start of a text."""
    paragraphs = _paragraphs(text)
    openers = {o.start: o for o in _openers(text, paragraphs)}
    around = margins(text, _marked(text, paragraphs), set(openers))
    rows = _marked(text, paragraphs)[: around.last]
    heads = _body(text, rows[around.first :], openers)
    for kind in ("title", "salutation", "closing"):
        span = getattr(around, kind)
        if span:
            heads.append(Heading(*span, 1, None, kind))
    return Outline(
        sorted(heads), _edge(text, paragraphs, around.first), _edge(text, paragraphs, around.last)
    )


def _edge(text: str, paragraphs: list[Paragraph], row: int) -> int:
    return paragraphs[row].start if row < len(paragraphs) else len(text)


def _paragraphs(text: str) -> list[Paragraph]:
    tiles = _tiles(text)
    cuts = units.sentence_cuts(text, tiles)
    rows, at = [], 0
    for start, end in tiles:
        content = text[start:end]
        if not content.strip():
            continue
        a = start + len(content) - len(content.lstrip())
        b = start + len(content.rstrip())
        stops = []
        while at < len(cuts) and cuts[at] <= a:
            at += 1
        while at < len(cuts) and cuts[at] < b:
            stops.append(_trim(text, a, cuts[at]))
            at += 1
        rows.append(Paragraph(a, b, (*stops, b)))
    return rows


def _trim(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip())


def _tiles(text: str) -> list[tuple[int, int]]:
    edges = sorted({0, len(text), *units.paragraph_cuts(text)})
    return list(zip(edges, edges[1:], strict=False))


def _marked(text: str, paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Paragraphs with Markdown marks taken off their start."""
    mark = re.compile(r"#+[ \t]*|\*\*(?=[一二三四五六七八九十第（(])|")
    return [p._replace(start=mark.match(text, p.start, p.end).end()) for p in paragraphs]


def _openers(text: str, paragraphs: list[Paragraph]) -> list[Opener]:
    found = []
    for paragraph in _marked(text, paragraphs):
        one = opener(text, *paragraph[:2])
        if one:
            found.append(one)
    return series(found)


def _body(text: str, rows: list[Paragraph], openers: dict[int, Opener]) -> list[Heading]:
    heads: list[Heading] = []
    level = Level()
    section: list[Paragraph] = []

    def flush() -> None:
        depth = max(level.depth, 1)
        heads.extend(Heading(a, b, depth + d, None, "run-in") for a, b, d in topics(text, section))
        section.clear()

    for row, paragraph in enumerate(rows):
        one = openers.get(paragraph.start)
        if one:
            flush()
            heads.append(_numbered(paragraph, one, level))
            rest = paragraph._replace(start=heads[-1].end, stops=paragraph.stops[1:])
            if rest.stops:
                section.append(rest)
        elif _is_line_heading(text, rows, row):
            flush()
            rank = 1 if words().coda_heading.fullmatch(text, *paragraph[:2]) else 2.5
            at = level.enter("line", rank)
            heads.append(Heading(paragraph.start, paragraph.end, at, None, "heading"))
        else:
            section.append(paragraph)
    flush()
    return heads


def _numbered(paragraph: Paragraph, one: Opener, level: Level) -> Heading:
    alone = len(paragraph.stops) == 1
    return Heading(
        paragraph.start,
        paragraph.stops[0],
        level.enter(one.style.name, one.style.rank),
        one.label,
        "heading" if alone else "run-in",
    )


def _is_line_heading(text: str, rows: list[Paragraph], row: int) -> bool:
    paragraph = rows[row]
    line = text[paragraph.start : paragraph.end]
    if row + 1 == len(rows) or len(line) > _LINE_HEADING or not re.search(r"\w", line):
        return False
    return not re.search("[。！？；：，、…,;:!?”》」）)]$", line)
