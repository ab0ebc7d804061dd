"""Outline 提纲: the headings of a text with their levels, from markers, margins and topics."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from huayu.lexicon.reading import Patterns
from huayu.structure.margins import Margins, margins
from huayu.structure.markers import ARABIC, Level, Opener, opener, openers
from huayu.structure.paragraphs import Paragraph, paragraphs, stripped
from huayu.structure.topics import Section, topics

# a heading line without a number; a longer one is a sentence that lost its full stop
LINE_HEADING = 50
# a paragraph of this length that is most of its text: its paragraphs were lost in transmission
FLAT = 1500
LINE = "line"  # the style of headings without a number


class Heading(NamedTuple):
    """A heading 标题 (corpus/README.md); ``kind`` title, salutation, heading, run-in, closing."""

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


def outline(known: Patterns, text: str) -> Outline:
    """Headings, body start and tail start of a text."""
    given = paragraphs(known, text)
    rows = [piece for paragraph in given for piece in _unflattened(known, text, paragraph)]
    numbered = {one.start: one for one in openers(text, rows, flat=len(rows) > len(given))}
    around = margins(known, text, rows, set(numbered))
    heads = _body(known, text, rows[around.first : around.last], numbered, around)
    for kind in ("title", "salutation", "closing"):
        span = getattr(around, kind)
        if span:
            start, end = span
            heads.append(Heading(start, end, 1, None, kind))
    edges = [row.start for row in rows] + [len(text)]
    heads.sort(key=lambda head: (head.start, head.end))
    return Outline(heads, edges[around.first], edges[around.last])


def _unflattened(known: Patterns, text: str, paragraph: Paragraph) -> Iterator[Paragraph]:
    """The paragraph, or where it is a whole text, its pieces at numbers and at addresses."""
    start, end, stops = paragraph
    if end - start > FLAT and (end - start) * 2 > len(text):
        begun: list[int] = []
        for stop in stops[:-1]:
            begun.append(stop)
            after = stripped(text, stop, end)[0]
            if opener(text, after, end) or known.vocative.match(text, after, end):
                yield Paragraph(start, stop, tuple(begun))
                start, begun = after, []
        stops = (*begun, end)
    yield Paragraph(start, end, stops)


def _body(
    known: Patterns,
    text: str,
    rows: list[Paragraph],
    numbered: dict[int, Opener],
    around: Margins,
) -> list[Heading]:
    """Headings of the body: numbered ones, heading lines, and the topic sentences under each."""
    heads: list[Heading] = []
    level = Level()
    section = Section("cut" if _is_cut(numbered, around) else "", [])
    lines = _line_headings(known, text, rows, numbered)
    greeted = around.salutation[1] if around.salutation else 0
    for paragraph in rows:
        if around.closing and paragraph.start >= around.closing[0]:
            break
        one = numbered.get(paragraph.start)
        line = paragraph.start in lines and paragraph.start >= greeted
        if line:
            one = one or _lone(text, paragraph)
        if one or line:
            heads += _topics(known, text, section, level)
            heads.append(_numbered(paragraph, one, level) if one else
                         _line(known, text, paragraph, level, lines[paragraph.start]))  # fmt: skip
            opened = "run-in" if not paragraph.alone else "numbered" if one else "line"
            section = Section(opened, [] if paragraph.alone else [paragraph.rest])
        elif known.vocative.match(text, *paragraph[:2]):
            # the speaker turns to the hearers: what was a series is over
            heads += _topics(known, text, section, level)
            level.leave(LINE)
            section = Section("address" if section.opener else "", [paragraph])
        else:
            section.paragraphs.append(paragraph)
    return heads + _topics(known, text, section, level)


def _is_cut(numbered: Mapping[int, Opener], around: Margins) -> bool:
    """Whether a text was cut out of a section: it has no front, and counts from two or higher."""
    if not numbered or around.title or around.salutation:
        return False
    return numbered[min(numbered)].number > 1


def _topics(known: Patterns, text: str, section: Section, level: Level) -> list[Heading]:
    # above the first opener a topic sentence still opens no part; the hearers are addressed in
    # between the points of a part, not under the last of them
    depth = 1 if section.opener in ("", "cut", "address") else level.depth
    return [Heading(a, b, depth + d, None, "run-in") for a, b, d in topics(known, text, section)]


def _lone(text: str, paragraph: Paragraph) -> Opener | None:
    """The number of a heading line that no other one follows or goes before."""
    one = opener(text, *paragraph[:2])
    return one if one and one.style.rank < ARABIC else None


def _numbered(paragraph: Paragraph, one: Opener, level: Level) -> Heading:
    kind = "heading" if paragraph.alone else "run-in"
    depth = level.enter(one.style.name, one.style.rank)
    return Heading(paragraph.start, paragraph.stops[0], depth, one.label, kind)


def _line(known: Patterns, text: str, paragraph: Paragraph, level: Level, nested: bool) -> Heading:
    """Heading line without a number: the top style where it comes first, else under the numbers."""
    if known.coda_heading.fullmatch(text, *paragraph[:2]):
        # 引言 and 结束语 stand beside the parts, not over the first or under the last
        level.open.clear()
        return Heading(paragraph.start, paragraph.end, 1, None, "heading")
    above = [rank for name, rank in level.open if not name.startswith(LINE)]
    rank = dict(level.open).get(LINE, above[-1] + 0.5 if above else 0)
    depth = level.enter(LINE, rank)
    if nested:
        depth = level.enter(f"{LINE} under {LINE}", rank + 0.25)
    return Heading(paragraph.start, paragraph.end, depth, None, "heading")


def _line_headings(
    known: Patterns, text: str, rows: list[Paragraph], numbered: dict[int, Opener]
) -> dict[int, bool]:
    """Starts of heading lines, each with whether it stands right under another one."""
    found: dict[int, bool] = {}
    run: list[int] = []
    settled = True
    for row, paragraph in enumerate(rows):
        if paragraph.start not in numbered and settled and _is_line(known, text, paragraph):
            run.append(row)
            continue
        # verse is three lines and more; a heading stands over a text or over a numbered heading
        if 1 <= len(run) <= 2 and (paragraph.start in numbered or _carries(text, paragraph)):
            found |= {rows[line].start: nested > 0 for nested, line in enumerate(run)}
        run = []
        # a heading comes after a sentence that ended or right under a numbered one
        settled = paragraph.start in numbered or text[paragraph.end - 1] in "。！？…”’」』）)；：:;"
    return found


def _is_line(known: Patterns, text: str, paragraph: Paragraph) -> bool:
    line = text[paragraph.start : paragraph.end]
    if len(line) > LINE_HEADING or not re.search("[\u3400-\u9fff]{2}", line):
        return False
    if known.chrome.fullmatch(line) or known.date.fullmatch(line):
        return False
    if re.search("[。！？；：，、…,;:!?—》」）)]$|。|\\.{3,}$|[！？…!?]”$", line):
        return False
    return not re.match('[“"（(—]', line) or _lone(text, paragraph) is not None


def _carries(text: str, paragraph: Paragraph) -> bool:
    """Whether a paragraph can stand under a heading: it begins a sentence, it is no fragment."""
    said = text[paragraph.start : paragraph.end]
    return (
        re.match("[是为的：:，,、]", said) is None and re.search("[。！？：；]", said) is not None
    )


def overruled(
    known: Patterns, text: str, parsed: Outline, entries: Iterable[Mapping[str, Any]]
) -> Outline:
    """The outline with the ``[[part]]`` entries of meta.toml in place of openers of their levels.

    An entry gives ``start``, and may give ``label`` and ``level`` (1 if it does not); its heading
    runs to the end of the sentence or line that begins at ``start``.
    """
    given = {entry["start"]: entry for entry in entries}
    levels = {entry.get("level", 1) for entry in given.values()}
    kept = [
        h
        for h in parsed.headings
        if h.kind not in ("heading", "run-in") or h.level not in levels and h.start not in given
    ]
    for start, entry in given.items():
        whole = Paragraph(0, len(text) - start, (len(text) - start,))
        row = next(iter(paragraphs(known, text[start:])), whole)
        a, end = start + row.start, start + row.stops[0]
        kind = "heading" if row.alone else "run-in"
        kept.append(Heading(a, end, entry.get("level", 1), entry.get("label"), kind))
    return parsed._replace(headings=sorted(kept, key=lambda h: (h.start, h.end)))
