"""Antithesis 对偶: exactly two adjacent members, matched slot by slot."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache

from huayu.page import Page
from huayu.rhetoric import chiasmus, evidence
from huayu.rhetoric.alignment import frame, plain
from huayu.rhetoric.device import Device
from huayu.rhetoric.lines import lines
from huayu.rhetoric.members import Series
from huayu.rhetoric.parallelism import TAKEN, Run, adjacent, cuts, pairs, ranked
from huayu.spans import Kept

# share of the second member that returns at its head, from which the pair says the same again;
# antitheses in the gold return up to two thirds there
SAID_AGAIN = 0.7
# characters of a long head, and how even the rests must be: lengths within about 30 %, as for
# whole members
LONG_HEAD, LEAST_EVEN = 4, 0.65
# log odds that two decisions which both know a pair give it beyond their mean: with it paired lines
# of speeches stay where they were (F1 .596 on speeches left out, .601 by the likelier decision
# alone), and false couplets become fewer: of four characters .09 of those dealt anew, not .26
BOTH = 0.5
NEVER = 1e-9  # what a probability is never below: log odds are finite


@lru_cache(maxsize=4)
def antitheses(page: Page) -> tuple[Device, ...]:
    """Antitheses 对偶 of a text, ranked by score.

    Notes
    -----
    Two members of a longer parallelism are no antithesis, nor is a chiasmus. Two decisions are
    learned: on clauses that answer word by word, and on lines of one length that answer character
    by character; where both know a pair, they are heard together. Long pairs opposed in meaning
    alone are missed, and plain coordination of two equal phrases may be taken.
    """
    kept = Kept((run.start, run.end, run) for run, score in adjacent(page) if score >= TAKEN)
    free = [pair for pair in candidates(page) if not cuts(pair, kept)]
    chances = evidence.chances(page, "antithesis", free)
    known = {(line.start, line.end): line for line in _lines(page) if not cuts(line, kept)}
    found: list[tuple[Run, float]] = []
    for pair, chance in zip(free, chances, strict=True):
        line = known.get((pair.start, pair.end))
        found.append((pair, _together(chance, line.score) if line else chance))
    met = {(pair.start, pair.end) for pair in free}
    found += [(line, line.score) for span, line in known.items() if span not in met]
    return tuple(_device(page, pair, score) for pair, score in ranked(found))


def _together(*chances: float) -> float:
    """Probability 概率 of a pair that two decisions know: by the mean of their log odds."""
    odds = [math.log(max(chance, NEVER) / max(1 - chance, NEVER)) for chance in chances]
    return 1 / (1 + math.exp(-BOTH - math.fsum(odds) / len(odds)))


def _lines(page: Page) -> list[Device]:
    crossed = {(device.start, device.end) for device in chiasmus.chiasmi(page)}
    return [
        pair
        for pair in lines(page)
        if (pair.start, pair.end) not in crossed
        and not _said_again(*(page.text[start:end] for start, end in pair.members))
    ]


def candidates(page: Page) -> list[Series]:
    """Pairs that are long enough, say two things, end where they may, and are no chiasmus."""
    crossed = {(device.start, device.end) for device in chiasmus.chiasmi(page)}
    return [
        pair
        for pair in pairs(page)
        if (pair.start, pair.end) not in crossed
        and _long_enough(pair)
        and not _said_again(*("".join(word.text for word in member) for member in pair.words))
        and not _cut_off(page, pair)
    ]


def _cut_off(page: Page, pair: Series) -> bool:
    """Whether the second clause is cut off before 的, where it goes on to its noun.

    Phrases divided by 、 may share a noun (富的更富、穷的更穷的局面), clauses do not.
    """
    return pair.level > 1 and pair.trims[1] > 0 and page.text.startswith("的", pair.end)


def _long_enough(pair: Series) -> bool:
    """Four characters each, or three with a repeated word or a character in its place."""
    texts = ["".join(word.text for word in member) for member in pair.words]
    least = min(map(len, texts))
    again = any(a == b for a, b in zip(*texts, strict=False))
    return least >= 4 or least == 3 and (bool(pair.shared) or again)


def _said_again(one: str, two: str) -> bool:
    """Whether the pair is a repetition: little but its head, or a long head and unequal rests.

    大胆地试，大胆地闯 says nearly all again, and so does a member that is nothing but the head of
    the other; after a long head that returns, what follows must answer in length by itself.
    """
    again = max((n for n in range(len(two) + 1) if two[:n] in one), default=0)
    rests = sorted((len(one) - one.find(two[:again]) - again, len(two) - again))
    uneven = again >= LONG_HEAD and rests[0] < LEAST_EVEN * rests[1]
    return again >= 3 and (again >= SAID_AGAIN * len(two) or not rests[0]) or uneven


def _device(page: Page, pair: Run, score: float) -> Device:
    words = [plain(page.lexicon, page.words(*span)) for span in pair.members]
    pattern, slots = frame(words)
    if isinstance(pair, Device):
        return replace(pair, score=round(score, 3), frame=pattern, slots=slots)
    return Device(
        "antithesis",
        pair.start,
        pair.end,
        round(score, 3),
        "antithesis:learned",
        evidence.reason(page, "antithesis", pair),
        members=pair.members,
        scope="adjacent",
        frame=pattern,
        slots=slots,
    )
