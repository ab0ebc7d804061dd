"""Recurrence 遥相排比: parallelism whose members open sentences, points or paragraphs far apart."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from huayu import structure
from huayu.page import Page, Token, trimmed
from huayu.rhetoric.alignment import align, frame, plain
from huayu.rhetoric.device import Device
from huayu.rhetoric.evidence import shared_prefix
from huayu.rhetoric.pieces import LONGEST

# what stands before the words of a numbered opener
_LABEL = re.compile(
    r"\s*(?:——|―+|[（(]?[一二三四五六七八九十百\d]+[）)、.．]|第[一二三四五六七八九十]+[、，,]?|[一二三四五六七八九十]是)\s*"
)
# Sentences between two members: a point of a speech that is opened by a frame has up to about a
# dozen sentences (gold: 12); further apart a hearer no longer hears the frame return.
APART = 14
NEAR = 3  # sentences from member to member at which the frame is plainly heard again
# Sentences that share a head by the way: of series of sentences that were not next to each other
# and came to less than this above the threshold, readers marked none of 20.
CASUAL, NEXT = 0.15, 1.5
# A subject before one of these may stand in the first member only (我们要…。要…。要…。)
_MODALS = ("要", "必须", "应当", "应该", "就要")


class Head(NamedTuple):
    """The first clause of a sentence 句首 without its label, and whether it opens a line."""

    start: int
    end: int
    words: tuple[Token, ...]
    sentence: int
    opens: bool


def recurrences(page: Page) -> list[Device]:
    """Parallelisms of three and more members whose frame returns at the head of sentences.

    Notes
    -----
    Three ways lead here: openers of one level under one parent that answer each other
    (第一，树立…导向 … 第二，把握…导向), paragraphs that a dash opens, and sentences that begin
    with the same words.
    """
    heads = list(_heads(page))
    found = [*_openers(page), *_dashes(page, heads), *_sentences(heads)]
    kept: list[Device] = []
    taken: set[tuple[int, int]] = set()
    for device in sorted(found, key=lambda d: (-d.score, d.start)):
        if taken.isdisjoint(device.members):
            kept.append(device)
            taken.update(device.members)
    return kept


def _openers(page: Page) -> Iterator[Device]:
    """Headings and run-ins of one level under one parent."""
    table = structure.headings(page.speech)
    siblings: dict[int, list[Head]] = defaultdict(list)
    for row in table[table["kind"].isin(("heading", "run-in"))].itertuples():
        level = int(row.level)
        for deeper in [other for other in siblings if other > level]:
            yield from _answering(siblings.pop(deeper), True)
        siblings[level].append(_head(page, row.start, row.end, 0, True))
    for heads in siblings.values():
        yield from _answering(heads, True)


def _dashes(page: Page, heads: list[Head]) -> Iterator[Device]:
    """Paragraphs that open with a dash (——我们要…), as one series where they follow soon."""
    series: list[Head] = []
    for head in heads:
        if head.opens and page.text.endswith("——", 0, head.start):
            for late in _late(series, head):
                yield from _answering(late, True)
            series.append(head)
    yield from _answering(series, True)


def _sentences(heads: list[Head]) -> Iterator[Device]:
    """Sentences that begin with the same two words, or the same long one."""
    groups: dict[tuple[str, ...], list[Head]] = defaultdict(list)
    for head in heads:
        for key in _keys(head):
            for series in _late(groups[key], head):
                yield from _answering(series, False)
            groups[key].append(head)
    for heads in groups.values():
        yield from _answering(heads, False)


def _keys(head: Head) -> list[tuple[str, ...]]:
    words = [word.text for word in head.words]
    keys = [tuple(words[:2])] if len(words) > 1 else []
    return keys + ([(words[0],)] if len(words[0]) > 1 else [])


def _late(heads: list[Head], head: Head) -> Iterator[list[Head]]:
    """The series so far, once the next head comes too late to continue it."""
    if heads and head.sentence - heads[-1].sentence > APART:
        yield heads.copy()
        heads.clear()


def _heads(page: Page) -> list[Head]:
    found, last = [], None
    line = -1
    for clause in page.clauses:
        if clause.sentence != last and clause.kind not in ("title", "salutation"):
            head = _head(page, clause.start, clause.end, clause.sentence, clause.line != line)
            if head.words:
                found += [head, *_without_subject(head)]
        last, line = clause.sentence, clause.line
    return found


def _without_subject(head: Head) -> list[Head]:
    places = [i for i, word in enumerate(head.words[:3]) if word.text in _MODALS and i]
    return [head._replace(start=head.words[i].start, words=head.words[i:]) for i in places[:1]]


def _head(page: Page, start: int, end: int, sentence: int, opens: bool) -> Head:
    label = _LABEL.match(page.text, start, end)
    left, right = trimmed(page.text, label.end() if label else start, end)
    return Head(
        left,
        right,
        tuple(plain(page.lexicon, page.words(left, right))[:LONGEST]),
        sentence,
        opens,
    )


def _answering(heads: list[Head], openers: bool) -> Iterator[Device]:
    heads = [head for head in heads if head.words]
    if len(heads) < 3:
        return
    texts = ["".join(word.text for word in head.words) for head in heads]
    prefix = shared_prefix(texts)
    suffix = shared_prefix([text[prefix:][::-1] for text in texts])
    if min(map(len, texts)) == prefix + suffix:
        return
    pairs = list(zip(heads, heads[1:], strict=False))
    links = [align(one.words, two.words).score for one, two in pairs]
    score = _score(heads, openers, prefix, suffix, math.fsum(links) / len(links))
    pattern, slots = frame([head.words for head in heads])
    kind = "openers" if openers else "sentences"
    yield Device(
        "parallelism",
        heads[0].start,
        heads[-1].end,
        round(score, 3),
        f"parallelism:{kind}",
        f"{len(heads)} {kind}, frame of {prefix + suffix} characters",
        members=tuple((head.start, head.end) for head in heads),
        scope="distributed",
        frame=pattern,
        slots=slots,
    )


def _topic(heads: list[Head], prefix: int, suffix: int) -> bool:
    """Whether sentences only speak of one thing: they share a noun at the head and no more."""
    words = [word for word in heads[0].words if word.end - heads[0].start <= prefix]
    return not suffix and all(word.tag[:1] in "nlijuabt" for word in words)


def _score(heads: list[Head], openers: bool, prefix: int, suffix: int, likeness: float) -> float:
    """Score from frame and likeness; by hand, the gold has too few of these to learn from.

    Openers that share a word need no more; sentences need a frame of several characters or a
    construction that returns.
    """
    score = 0.1 * min(prefix, 4) + 0.1 * min(suffix, 3) + likeness - 0.5
    score += 0.05 * min(len(heads) - 3, 3)
    if openers:
        score += 0.3 * (prefix + suffix > 0)
    else:
        gap = (heads[-1].sentence - heads[0].sentence) / (len(heads) - 1)
        near = gap <= NEAR and prefix + suffix > 2
        score -= CASUAL * (gap > NEXT)
        score += 0.1 * all(head.opens for head in heads) + 0.1 * near
        score -= 0.1 * (not suffix and likeness < 0.55) + 0.2 * _topic(heads, prefix, suffix)
    return min(max(score, 0.0), 0.99)
