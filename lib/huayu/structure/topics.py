"""Topic sentences 段首主题句: unnumbered openers that stand in a parallel series.

Four kinds of evidence make a series, besides the shortness of each sentence: a frame (the same
opening words, or the same modal), a shape (paragraph after paragraph opens with a short
statement), a dash (——) before each, and a line break after each (an edge of bold type). Inside
one paragraph the sentences must be shorter, and each must have a run of text after it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from huayu.structure.classes import classes
from huayu.structure.paragraphs import Paragraph, stripped

# a topic sentence names a point: a longer first sentence already argues it
LONGEST = 30
# in bold type, or after a dash and with a text of its own, it may be a long one
LONGEST_MARKED = 40
# one that opens a run of sentences inside a paragraph is shorter still, to stand out there
LONGEST_INSIDE = 18
# the run under it: two ordinary sentences
RUN = 40
# two sentences with this many first characters in common are no chance; three need fewer
FRAME_OF_TWO, FRAME = 4, 3
_DASH = re.compile(r"[—―─\-·●■◆▲\s]*")


class Head(NamedTuple):
    """First sentence of a paragraph: its span, its row in the section, and its marks."""

    start: int
    end: int
    row: int
    words: str
    dashed: bool
    alone: bool
    broken: bool


class Section(NamedTuple):
    """Paragraphs under one opener 一节; the first may be the rest of the opener's own.

    ``opener`` is "" above every opener, else numbered, run-in (numbered, and the first paragraph
    is the rest of its own), line, or address (the speaker turned to the hearers: 同志们！).
    """

    opener: str
    paragraphs: list[Paragraph]


def topics(text: str, section: Section) -> list[tuple[int, int, int]]:
    """Topic sentences of the paragraphs under one opener, as (start, end, depth below it)."""
    own = section.opener == "run-in"
    rest = section.paragraphs[own:]
    heads = _heads(text, rest)
    found = {*_framed(heads), *_shaped(heads, section.opener, len(rest)), *_marked(heads)}
    rows = [(h.start, h.end, 1) for h in found]
    under = {h.row for h in found}
    for row, paragraph in enumerate(rest):
        rows += [(a, b, 1 + (row in under)) for a, b in _inside(text, paragraph, False)]
    for paragraph in section.paragraphs[:own]:
        rows += [(a, b, 1) for a, b in _inside(text, paragraph, True)]
    # a sentence that opens its paragraph is in its paragraph's series before any inside it
    first: dict[int, tuple[int, int, int]] = {}
    for each in sorted(rows):
        first.setdefault(each[0], each)
    return list(first.values())


def _heads(text: str, paragraphs: list[Paragraph]) -> list[Head]:
    heads = []
    for row, paragraph in enumerate(paragraphs):
        start, end = _DASH.match(text, paragraph.start).end(), paragraph.stops[0]
        said = text[start:end]
        if not re.fullmatch("[^：；？…\n]{3,120}[。！]", said) or classes().vocative.match(said):
            continue
        alone = paragraph.alone
        dashed = start > paragraph.start
        heads.append(Head(start, end, row, said, dashed, alone, text.startswith("\n", end)))
    lengths = {row: p.end - p.start for row, p in enumerate(paragraphs)}
    # a sentence on a line of its own opens the paragraph below it, which must be the longer one
    return [h for h in heads if not h.alone or h.dashed or (
        lengths.get(h.row + 1, 0) > 2 * len(h.words))]  # fmt: skip


def _framed(heads: list[Head]) -> Iterator[Head]:
    """Heads of one section that share their first words, or a modal and brevity."""
    frames: dict[str, list[Head]] = defaultdict(list)
    for head in heads:
        if len(head.words) > LONGEST:
            continue
        modal = classes().modal.match(head.words)
        if modal and not head.alone:
            frames["modal " + modal[0]].append(head)
        elif head.alone:
            # on a line of its own the sentence must share its end too
            frames["alone " + head.words[:2] + head.words[-3:]].append(head)
        elif not classes().tied.match(head.words):
            frames[head.words[:FRAME]].append(head)
    for frame, members in frames.items():
        if len(members) == 2 and not frame.startswith(("modal", "alone")):
            a, b = members
            beginning = a.words[:FRAME_OF_TWO]
            if b.row > a.row + 2 or not b.words.startswith(beginning) or "，" in beginning:
                continue
        if len(members) >= (3 if "我" in frame else 2):
            yield from members


def _shaped(heads: list[Head], opener: str, among: int) -> Iterator[Head]:
    """Heads of paragraphs in a row that are all short statements without a copula.

    Three make a series under an opener, and take in the others of their kind in the section; two
    do where they are all that stands there. Under a heading line, where any text may stand, only
    a section that is nearly all of that kind does.
    """
    if not opener:
        return
    stated = [h for h in heads if not h.alone and _statement(h.words)]
    runs = list(_runs(stated))
    longest = max(map(len, runs), default=0)
    if opener == "line" and longest * 4 < among * 3:
        return
    if longest >= 3:
        yield from (h for run in runs for h in run if len(run) >= 3 or "，" not in h.words)
    elif longest == 2 and among <= 3 and opener in ("numbered", "run-in"):
        yield from (h for run in runs if len(run) == 2 for h in run)


def _statement(said: str) -> bool:
    brief = len(said) <= LONGEST and said.count("，") <= 1 and said.endswith("。")
    return brief and not classes().argues.search(said) and not classes().tied.match(said)


def _marked(heads: list[Head]) -> Iterator[Head]:
    """Heads set off by a dash or by the line break after bold type, two and more of them."""
    dashed = [h for h in heads if h.dashed]
    brief = [h for h in dashed if len(h.words) <= LONGEST_MARKED and not h.alone]
    broken = [h for h in heads if h.broken and len(h.words) <= LONGEST_MARKED and not h.alone]
    # where most that a dash announces are long, the dashes announce something else
    series = [broken, brief if len(brief) * 2 >= len(dashed) else []]
    frames: dict[str, list[Head]] = defaultdict(list)
    for head in dashed:
        # a dash and twice the frame: even a long sentence then opens a point
        frames[head.words[: 2 * FRAME]].append(head)
    for members in [*series, *frames.values()]:
        if len(members) >= 2:
            yield from members


def _runs(heads: Iterable[Head]) -> Iterator[list[Head]]:
    """Heads of paragraphs that follow one another."""
    run: list[Head] = []
    for head in heads:
        if run and head.row != run[-1].row + 1:
            yield run
            run = []
        run.append(head)
    if run:
        yield run


def _inside(text: str, paragraph: Paragraph, own: bool) -> list[tuple[int, int]]:
    """Short sentences inside a paragraph with one frame, each with a run of text after it.

    The frame is a modal, or the first two characters of three of them. In a numbered opener's
    ``own`` paragraph a short sentence right after the opener is a frame for all of its kind.
    """
    frames: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for start, end in pairwise((paragraph.start, *paragraph.stops)):
        # a series may open behind the colon that announces it: 用好两种人：要用肯干的人。
        start = stripped(text, start + text[start:end].rfind("：") + 1, end)[0]
        said = text[start:end]
        if not (6 <= len(said) <= LONGEST_INSIDE and re.fullmatch("[^，；？]*。", said)):
            continue
        modal = classes().modal.match(said)
        if modal:
            frames["modal " + modal[0]].append((start, end))
        elif _statement(said):
            frames[said[:2]].append((start, end))
            if own:
                frames["own"].append((start, end))
    first = stripped(text, *paragraph[:2])[0]
    found = []
    for frame, members in frames.items():
        edges = [a for a, _ in members[1:]] + [paragraph.end]
        kept = [m for m, edge in zip(members, edges, strict=True) if edge - m[1] >= RUN]
        enough = 2 if frame == "own" or frame.startswith("modal") else 3
        if len(kept) >= enough and (frame != "own" or kept[0][0] == first):
            found += kept
    return found
