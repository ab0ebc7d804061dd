"""Outline 提纲: the headings of a text with their levels, from markers, margins and topics."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from huayu import spans
from huayu.structure import units
from huayu.structure.margins import Paragraph, margins, words
from huayu.structure.markers import Level, Opener, opener, series
from huayu.structure.topics import Section, topics

# a heading line without a number; a longer one is a sentence that lost its full stop
LINE_HEADING = 50
# a paragraph of this length that is most of its text: its paragraphs were lost in transmission
FLAT = 3000
_MARKDOWN = re.compile(r"#+[ \t]*|\*\*(?=[一二三四五六七八九十第（(])|")


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
    rows = _paragraphs(text)
    openers = {o.start: o for o in _openers(text, rows)}
    around = margins(text, rows, set(openers))
    heads = _body(text, rows[around.first : around.last], openers, around.closing)
    for kind in ("title", "salutation", "closing"):
        span = getattr(around, kind)
        if span:
            heads.append(Heading(*span, 1, None, kind))
    edges = [row.start for row in rows] + [len(text)]
    return Outline(sorted(heads), edges[around.first], edges[around.last])


def _paragraphs(text: str) -> list[Paragraph]:
    """Paragraphs without their blanks and Markdown marks, with the ends of their sentences."""
    tiles = spans.tiles(units.paragraph_cuts(text), len(text))
    cuts = units.sentence_cuts(text, tiles)
    rows, at = [], 0
    for tile in tiles:
        start, end = _stripped(text, *tile)
        if start == end:
            continue
        stops = []
        while at < len(cuts) and cuts[at] < end:
            if cuts[at] > start:
                stops.append(_stripped(text, start, cuts[at])[1])
            at += 1
        start = _MARKDOWN.match(text, start, end).end()
        rows += _unflattened(text, Paragraph(start, end, (*stops, end)))
    return rows


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    content = text[start:end]
    return start + len(content) - len(content.lstrip()), start + len(content.rstrip())


def _unflattened(text: str, paragraph: Paragraph) -> Iterator[Paragraph]:
    """The paragraph, or where it is a whole flattened text, its pieces at numbered sentences."""
    start, end, stops = paragraph
    if end - start > FLAT and (end - start) * 2 > len(text):
        begun: list[int] = []
        for stop in stops[:-1]:
            begun.append(stop)
            after = _stripped(text, stop, end)[0]
            if opener(text, after, end):
                yield Paragraph(start, stop, tuple(begun))
                start, begun = after, []
        stops = (*begun, end)
    yield Paragraph(start, end, stops)


def _openers(text: str, rows: list[Paragraph]) -> list[Opener]:
    """Numbered openers of paragraphs that count up and are not the items of a list."""
    places = {p.start: row for row, p in enumerate(rows)}
    found = series(filter(None, (opener(text, p.start, p.end) for p in rows)))
    kept: list[Opener] = []
    run: list[Opener] = []
    for one in [*found, None]:
        if run and not (one and _next_item(one, run[-1], places)):
            kept += [] if _is_list(text, run, rows, places) else run
            run = []
        if one:
            run.append(one)
    return kept


def _next_item(one: Opener, before: Opener, places: dict[int, int]) -> bool:
    return one.style is before.style and places[one.start] == places[before.start] + 1


def _is_list(text: str, run: list[Opener], rows: list[Paragraph], places: dict[int, int]) -> bool:
    """Whether numbered paragraphs in a row are one sentence cut into items (；) or bare items."""
    items = [rows[places[one.start]] for one in run]
    single = [p for p in items if len(p.stops) == 1]
    if any(re.search("[；;][及和與与]?$", text[p.start : p.end]) for p in single):
        return True
    ended = [p for p in single if text[p.end - 1] in "。！"]
    # Arabic numbers count items oftener than they open points
    return (
        len(items) > 1
        and run[0].style.rank >= 4
        and run[0].style.name != "一是"
        and (len(ended) * 2 >= len(items))
    )


def _body(
    text: str,
    rows: list[Paragraph],
    openers: dict[int, Opener],
    closing: tuple[int, int] | None,
) -> list[Heading]:
    """Headings of the body: numbered ones, heading lines, and the topic sentences under each."""
    heads: list[Heading] = []
    level = Level()
    section = Section("", [])
    lines = _line_headings(text, rows, openers)
    for paragraph in rows:
        if closing and paragraph.start >= closing[0]:
            break
        one = openers.get(paragraph.start)
        if one or paragraph.start in lines:
            heads += _topics(text, section, level)
            heads.append(_numbered(paragraph, one, level) if one else
                         _line(text, paragraph, level, lines[paragraph.start]))  # fmt: skip
            own = len(paragraph.stops) > 1
            section = Section("run-in" if own else "numbered" if one else "line", [])
            if own:
                start = _stripped(text, paragraph.stops[0], paragraph.end)[0]
                section.paragraphs.append(Paragraph(start, *paragraph[1:2], paragraph.stops[1:]))
        elif words().vocative.match(text, *paragraph[:2]):
            # the speaker turns to the hearers: what was a series is over
            heads += _topics(text, section, level)
            section = Section("line" if section.opener else "", [paragraph])
        else:
            section.paragraphs.append(paragraph)
    return heads + _topics(text, section, level)


def _topics(text: str, section: Section, level: Level) -> list[Heading]:
    # above the first opener a topic sentence still opens no part
    depth = max(level.depth, 1)
    return [Heading(a, b, depth + d, None, "run-in") for a, b, d in topics(text, section)]


def _numbered(paragraph: Paragraph, one: Opener, level: Level) -> Heading:
    kind = "heading" if len(paragraph.stops) == 1 else "run-in"
    depth = level.enter(one.style.name, one.style.rank)
    return Heading(paragraph.start, paragraph.stops[0], depth, one.label, kind)


def _line(text: str, paragraph: Paragraph, level: Level, nested: bool) -> Heading:
    """Heading line without a number: the top style where it comes first, else under the numbers."""
    above = [rank for name, rank in level.open if not name.startswith("line")]
    rank = dict(level.open).get("line", above[-1] + 0.5 if above else 0)
    if words().coda_heading.fullmatch(text, *paragraph[:2]) and above:
        # 结束语 stands beside the parts of a report, not under the last one
        rank = min(rank, above[0] - 0.5)
    depth = level.enter("line", rank)
    if nested:
        depth = level.enter("line under line", rank + 0.25)
    return Heading(paragraph.start, paragraph.end, depth, None, "heading")


def _line_headings(text: str, rows: list[Paragraph], openers: dict[int, Opener]) -> dict[int, bool]:
    """Starts of heading lines, each with whether it stands right under another one."""
    found: dict[int, bool] = {}
    run: list[int] = []
    settled = True
    for row, paragraph in enumerate(rows):
        if paragraph.start not in openers and settled and _is_line(text, paragraph):
            run.append(row)
            continue
        # verse is three lines and more; a heading stands over a text or over a numbered heading
        if 1 <= len(run) <= 2 and _carries(text, paragraph):
            found |= {rows[line].start: nested > 0 for nested, line in enumerate(run)}
        run = []
        # a heading comes after a sentence that ended or right under a numbered one
        settled = paragraph.start in openers or text[paragraph.end - 1] in "。！？…”’」』）)；：:;"
    return found


def _is_line(text: str, paragraph: Paragraph) -> bool:
    line = text[paragraph.start : paragraph.end]
    if len(line) > LINE_HEADING or not re.search("[\u3400-\u9fff]{2}", line):
        return False
    if words().chrome.fullmatch(line) or words().date.fullmatch(line):
        return False
    return not re.search('[。！？；：，、…,;:!?—》」）)]$|^[“"（(—]|。', line)


def _carries(text: str, paragraph: Paragraph) -> bool:
    """Whether a paragraph can stand under a heading: it begins a sentence, it is no fragment."""
    said = text[paragraph.start : paragraph.end]
    return (
        re.match("[是为的：:，,、]", said) is None and re.search("[。！？：；]", said) is not None
    )
