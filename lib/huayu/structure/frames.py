"""Frames 主题句系列: which first sentences of the paragraphs under one opener stand in a series.

Evidence, besides the shortness of each sentence: a frame (the same opening words, or the same
modal), a shape (paragraph after paragraph opens with a short statement of one form), a dash (——)
before each, a line break after each (an edge of bold type), a line of its own over a longer text,
or words by which the speaker turns to a matter (现在谈谈修路的事。).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from os.path import commonprefix
from typing import NamedTuple

from huayu.lexicon.reading import Patterns
from huayu.spans import after

# a topic sentence names a point: a longer first sentence already argues it
LONGEST = 30
# in bold type, or after a dash and with a text of its own, it may be a long one
LONGEST_MARKED = 40
# a whole first clause in common (坚持实事求是，就要…) carries still longer ones
LONGEST_CARRIED = 60
# one of no known form is brief, to be a statement at all
BRIEF = 22
# two sentences with this many first characters in common are no chance; three need fewer
FRAME_OF_TWO, FRAME = 4, 3
# what sentences about one subject share is its name; more in common, or the same end, is a frame
FRAME_OF_SUBJECT, SAME_END = 6, 2
# a section of so few paragraphs is made by two statements; so many make one wherever they stand
FEW = 4
# the members of two stand together, with at most one paragraph between them
NEAR = 2


class Head(NamedTuple):
    """First sentence of a paragraph: its span, its row in the section, and its marks.

    ``timeless`` are its words without an adverbial of time before the first comma (五年来，).
    """

    start: int
    end: int
    row: int
    words: str
    dashed: bool
    alone: bool
    broken: bool
    timeless: str


def series(known: Patterns, heads: list[Head], opened: str, among: int) -> set[Head]:
    """Heads in a series, of a section with that many paragraphs under an opener of a kind."""
    found = {*_framed(known, heads), *_timed(known, heads), *_marked(known, heads)}
    found |= {*_set_apart(known, heads), *_announced(known, heads)}
    return found | set(_shaped(known, heads, opened, among))


def statement(known: Patterns, said: str) -> bool:
    """Whether a sentence is a short statement of work done or to do."""
    brief = len(said) <= LONGEST and said.count("，") <= 1 and said[-1] in "。."
    return brief and not known.argues.search(said) and not known.tied.match(said)


def _framed(known: Patterns, heads: list[Head]) -> Iterator[Head]:
    """Heads of one section that share their first words, or a modal and brevity."""
    frames: dict[tuple[str, str], list[Head]] = defaultdict(list)
    for head in heads:
        for frame in _frames(known, head):
            frames[frame].append(head)
    for (kind, _), members in frames.items():
        if len({head.words for head in members}) > 1:
            yield from _KINDS[kind](known, members)


def _frames(known: Patterns, head: Head) -> Iterator[tuple[str, str]]:
    """The frames that a head may share with others, each with its kind."""
    said = head.words
    modal = known.modal.match(said)
    clause = re.match("[^，。]{4,14}，..", said)
    if head.alone:
        if len(said) <= LONGEST:
            # on a line of its own the sentence must share its end too
            yield "alone", said[:2] + said[-3:]
    elif known.time.match(said) or known.reported.match(said):
        return
    elif modal and len(said) <= LONGEST:
        yield "modal", modal[0]
    elif known.we.match(said) and len(said) <= LONGEST:
        yield "we", said[: after(known.we, said) + 1]
    elif not known.tied.match(said) and len(said) <= LONGEST:
        yield "words", said[:FRAME]
    # a first clause that is a subject (路的好处，…) carries nothing
    if clause and len(said) <= LONGEST_CARRIED and form(known, said) == "act":
        yield "clause", clause[0]
        yield "clause of three", clause[0][:-2]


def _modal(known: Patterns, members: list[Head]) -> list[Head]:
    """Members of a modal frame: two in a place that state, three that may be long."""
    we = known.we.match(members[0].words)
    least = 3 if we else 2
    near = [run for run in _runs(members, NEAR) if len(run) >= least]
    return members if len(members) >= 3 else [head for run in near for head in run]


def _words(known: Patterns, members: list[Head]) -> list[Head]:
    """Members that begin alike: with one verb, or with one subject and something more."""
    stated = [head for head in members if not known.argues.search(head.words)]
    shared = commonprefix([head.words for head in members])
    if form(known, members[0].words) == "act":
        members = stated or members
        if len(members) == 2:
            near = members[1].row - members[0].row <= NEAR
            return stated if near and len(shared) >= FRAME_OF_TWO else []
        return members if len(members) > 2 else []
    same_end = len(commonprefix([head.words.rstrip("。！.!")[::-1] for head in members]))
    copula = len(shared) >= FRAME_OF_TWO and all("是" in head.words for head in members)
    more = "，" in shared or len(shared) >= FRAME_OF_SUBJECT or same_end >= SAME_END
    return members if len(members) > 2 and (more or copula) else []


def _three(known: Patterns, members: list[Head]) -> list[Head]:
    return members if len(members) > 2 else []


def _two(known: Patterns, members: list[Head]) -> list[Head]:
    return members


def _clause(known: Patterns, members: list[Head], least: int = 2) -> list[Head]:
    """Members with one first clause; one of them that defines it (，是…) is not of the series."""
    kept = [head for head in members if "，是" not in head.words]
    return kept if len(kept) >= least else _three(known, members)


_KINDS: dict[str, Callable[[Patterns, list[Head]], Iterable[Head]]] = {
    "alone": _two,
    "modal": _modal,
    "we": _three,
    "words": _words,
    "clause": _clause,
    "clause of three": partial(_clause, least=3),
}


def _timed(known: Patterns, heads: list[Head]) -> Iterator[Head]:
    """Three and more heads in a row that begin with a time and then state in one form.

    A time alone (过去一年，) is no frame: it tells when, not what.
    """
    frames: dict[str, list[Head]] = defaultdict(list)
    for head in heads:
        when = head.words[: len(head.words) - len(head.timeless)]
        if when and not head.alone and _says(head.timeless):
            frames[when].append(head)
    for run in (run for members in frames.values() for run in _runs(members, 1)):
        said = [head.timeless for head in run]
        forms = {form(known, each) for each in said}
        alike = len(commonprefix(said)) >= 2 or len(forms) == 1 and "" not in forms
        if len(run) >= 3 and alike:
            yield from run


def _says(said: str) -> bool:
    """Whether what follows a time is short and says more than what the time was like."""
    return len(said) <= LONGEST and said[0] != "是"


def _shaped(known: Patterns, heads: list[Head], opened: str, among: int) -> Iterator[Head]:
    """Heads of a section that are short statements of its prevailing form.

    Three make a series under an opener; two do where they stand together and little else does.
    Under a heading line, where any text may stand, they must be the larger part of it.
    """
    stated = [h for h in heads if not h.alone and statement(known, h.timeless)]
    forms = {h: form(known, h.timeless) for h in stated}
    count = Counter(filter(None, forms.values()))
    if not opened or not stated:
        return
    runs = list(_runs(stated, 1))
    longest = max(map(len, runs))
    if opened == "line" and longest * 3 < among * 2:
        return
    main, members = max(count.items(), key=lambda each: each[1], default=("", 0))
    if members < 2:
        # of no known form: only where they follow one another, and say no more than that
        yield from (h for run in runs for h in run if len(run) >= 3 and "，" not in h.words)
        return
    together = longest >= 3 or longest == 2 and among <= FEW
    if together or members >= FEW and members * 3 >= among or members == 3 and among < 6:
        yield from (h for run in runs for h in run if _fits(h, forms[h] == main, run))


def _fits(head: Head, of_form: bool, run: list[Head]) -> bool:
    """Whether a statement is of a section's series: by its form, else by its place and brevity."""
    if head.timeless != head.words:
        # the first says when for them all
        return of_form and len(run) > 1 and head is run[0]
    if "，" in head.words:
        return of_form and len(run) > 1
    return of_form or len(run) > 1 and len(head.words) <= BRIEF


def form(known: Patterns, said: str) -> str:
    """Form 句式 of a statement: act (大力提振消费。), result (民生持续改善。), "" if neither."""
    act = known.act.match(said)
    if act and not act["noun"]:
        return "act"
    if known.result.search(said):
        return "result"
    return "act" if act else ""


def _marked(known: Patterns, heads: list[Head]) -> Iterator[Head]:
    """Heads set off by a dash or by the line break after bold type, two and more of them."""
    dashed = [h for h in heads if h.dashed]
    brief = [h for h in dashed if len(h.words) <= LONGEST_MARKED and not h.alone]
    broken = [h for h in heads if h.broken and len(h.words) <= LONGEST_MARKED and not h.alone]
    broken = [h for h in broken if not known.tied.match(h.timeless)]
    # where most that a dash announces are long, the dashes announce something else
    marked = [broken, brief if len(brief) * 2 >= len(dashed) else []]
    frames: dict[str, list[Head]] = defaultdict(list)
    for head in dashed:
        # a dash and twice the frame: even a long sentence then opens a point
        frames[head.words[: 2 * FRAME]].append(head)
    for members in [*marked, *frames.values()]:
        if len(members) >= 2:
            yield from members


def _set_apart(known: Patterns, heads: list[Head]) -> Iterator[Head]:
    """Heads on lines of their own, over a longer text, that state what is to be done: two and more.

    In print they were set in bold type, with the full stop of a sentence.
    """
    acts = [h for h in heads if h.alone and not h.dashed and statement(known, h.words)]
    acts = [h for h in acts if form(known, h.words) == "act"]
    if len(acts) >= 2:
        yield from acts


def _announced(known: Patterns, heads: list[Head]) -> Iterator[Head]:
    """Heads that announce what the speaker turns to (现在谈谈修路的事。), two and more of them."""
    said = [h for h in heads if not h.alone and len(h.words) <= LONGEST]
    turns = [h for h in said if known.turns.fullmatch(h.words)]
    if len(turns) >= 2:
        yield from turns


def _runs(heads: Iterable[Head], gap: int) -> Iterator[list[Head]]:
    """Heads of paragraphs that follow one another, at most ``gap`` rows apart."""
    run: list[Head] = []
    for head in heads:
        if run and head.row > run[-1].row + gap:
            yield run
            run = []
        run.append(head)
    if run:
        yield run
