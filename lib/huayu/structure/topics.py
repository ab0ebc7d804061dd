"""Topic sentences 段首主题句: unnumbered openers that stand in a parallel series.

They open paragraphs (``frames`` tells which), or runs of sentences inside one: there they must be
shorter, and each must have a run of text after it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from huayu.lexicon.reading import Patterns
from huayu.spans import after
from huayu.structure.frames import Head, form, series, statement
from huayu.structure.markers import opener
from huayu.structure.paragraphs import Paragraph, stripped

# one that opens a run of sentences inside a paragraph is shorter still, to stand out there
LONGEST_INSIDE = 18
# the run under it: two ordinary sentences
RUN = 40
_DASH = re.compile(r"[—―─\-·●■◆▲\s]*")


class Section(NamedTuple):
    """Paragraphs under one opener 一节; the first may be the rest of the opener's own.

    ``opener`` is "" above every opener, cut where the text begins below one, else numbered, run-in
    (numbered, and the first paragraph is the rest of its own), line, or address (the speaker
    turned to the hearers: 同志们！).
    """

    opener: str
    paragraphs: list[Paragraph]


def topics(known: Patterns, text: str, section: Section) -> list[tuple[int, int, int]]:
    """Topic sentences of the paragraphs under one opener, as (start, end, depth below it)."""
    own = section.opener == "run-in"
    rest = section.paragraphs[own:]
    heads = _heads(known, text, rest)
    found = series(known, heads, section.opener, len(rest))
    rows = [(h.start, h.end, 1) for h in found]
    under = {h.row for h in found}
    for row, paragraph in enumerate(rest):
        rows += [(a, b, 1 + (row in under)) for a, b in _inside(known, text, paragraph, False)]
    for paragraph in section.paragraphs[:own]:
        rows += [(a, b, 1) for a, b in _inside(known, text, paragraph, True)]
    # a sentence that opens its paragraph is in its paragraph's series before any inside it
    first: dict[int, tuple[int, int, int]] = {}
    for each in sorted(rows):
        first.setdefault(each[0], each)
    return list(first.values())


def _heads(known: Patterns, text: str, paragraphs: list[Paragraph]) -> list[Head]:
    heads = []
    for row, paragraph in enumerate(paragraphs):
        start, end = after(_DASH, text, paragraph.start), paragraph.stops[0]
        said = text[start:end]
        if not re.fullmatch("[^：；？…\n]{3,120}[。！.!]", said) or _other(known, text, start, end):
            continue
        alone, dashed, broken = paragraph.alone, start > paragraph.start, text.startswith("\n", end)
        timeless = known.time.sub("", said, count=1)
        heads.append(Head(start, end, row, said, dashed, alone, broken, timeless))
    lengths = {row: p.end - p.start for row, p in enumerate(paragraphs)}
    # a sentence on a line of its own opens the paragraph below it, which must be the longer one
    return [h for h in heads if not h.alone or h.dashed or (
        lengths.get(h.row + 1, 0) > 2 * len(h.words))]  # fmt: skip


def _other(known: Patterns, text: str, start: int, end: int) -> bool:
    """Whether a sentence addresses the hearers, or counts on what another paragraph began."""
    vocative = known.vocative.match(text, start, end)
    return vocative is not None or opener(text, start, end) is not None


def _inside(known: Patterns, text: str, paragraph: Paragraph, own: bool) -> list[tuple[int, int]]:
    """Short sentences inside a paragraph with one frame, each with a run of text after it.

    The frame is a modal, or the first two characters of three of them where hardly any other
    short statement stands among them, or it were a list. In a numbered opener's ``own`` paragraph
    a short sentence right after the opener, of work and not of its results, is a frame for all of
    its kind.
    """
    frames: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for start, end in _brief(text, paragraph):
        said = text[start:end]
        modal = known.modal.match(said)
        if modal:
            frames["modal " + modal[0]].append((start, end))
        elif statement(known, said):
            frames[said[:2]].append((start, end))
            if form(known, said) != "result":
                frames["own"].append((start, end))
    first = stripped(text, *paragraph[:2])[0]
    stated = frames.pop("own", [])
    kept = _series(stated, paragraph.end, 2) if own else []
    found = kept if kept and kept[0][0] == first else []
    for frame, members in frames.items():
        least = 2 if frame.startswith("modal") else 3
        among = [each for each in stated if members[0] <= each <= members[-1]]
        if least == 2 or len(among) <= len(members) + 1:
            found += _series(members, paragraph.end, least)
    return found


def _brief(text: str, paragraph: Paragraph) -> Iterator[tuple[int, int]]:
    """Spans of the sentences of a paragraph that are brief enough to open a run inside it."""
    for start, end in pairwise((paragraph.start, *paragraph.stops)):
        # a series may open behind the colon that announces it: 用好两种人：要用肯干的人。
        start = stripped(text, start + text[start:end].rfind("：") + 1, end)[0]
        if 6 <= end - start <= LONGEST_INSIDE and re.fullmatch("[^，；？]*[。.]", text[start:end]):
            yield start, end


def _series(members: list[tuple[int, int]], end: int, least: int) -> list[tuple[int, int]]:
    """Those that a run of text follows, where they are enough."""
    kept = [m for m, (edge, _) in pairwise([*members, (end, end)]) if edge - m[1] >= RUN]
    return kept if len(kept) >= least else []
