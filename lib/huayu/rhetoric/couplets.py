"""Couplets 联语: short stretches on either side of a mark whose characters return in their places.

Words are cut by what stands around them, so that 富者愈富 and 穷者愈穷 may come out as three words
and four, and an alignment of words does not find where the members begin. Here they are found by
characters: stretches of one length, up to the mark and from it on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise

from huayu.page import Page, Token, Unit
from huayu.rhetoric.alignment import Alignment, align, plain
from huayu.rhetoric.members import MOST, Series, may_end, quoted
from huayu.rhetoric.pieces import STOP, strength

# characters of a member: shorter ones are words, longer ones are found by their words
LENGTHS = range(3, 9)
# characters that must return in their places in a pair of long members; one is enough in short
# members (言必信，行必果) and in a run of three and more
SAME_OF_TWO, SHORT = 2, 4
Span = tuple[int, int]


def couplets(page: Page) -> Iterator[Series]:
    """Runs of short members of one length that share characters place by place."""
    units = [unit for unit in page.phrases if unit.kind not in ("title", "salutation")]

    @cache
    def words(span: Span) -> tuple[Token, ...]:
        return tuple(plain(page.lexicon, page.words(*span)))

    @cache
    def link(one: Span, other: Span) -> Alignment:
        return align(words(one), words(other))

    for place in range(len(units) - 1):
        for length in LENGTHS:
            spans = _members(page.text, units, place, length)
            if len(spans) > 1:
                yield from _made(page, units, place, spans, words, link)
            if len(spans) > 2:
                yield from _made(page, units, place, spans[:2], words, link)


def _members(text: str, units: list[Unit], place: int, length: int) -> list[Span]:
    """Members of a length from a unit on: its end, whole units, and the beginning of the last."""
    first = units[place]
    if len(first.text) < length or strength(first) > 2:
        return []
    spans = [(first.end - length, first.end)]
    head = text[slice(*spans[0])]
    same = list(range(length)) if head.isalpha() else []
    for before, unit in zip(units[place:], units[place + 1 : place + MOST], strict=False):
        span = (unit.start, unit.start + length)
        ends = len(unit.text) >= length and (span[1] == unit.end or may_end(text, span[1]))
        if strength(before) > 2 or before.sentence != unit.sentence or not ends:
            break
        left = _alike(head, text[slice(*span)], same)
        if not left:
            break
        same = left
        spans.append(span)
        if len(unit.text) > length:
            break
    least = SAME_OF_TWO if len(spans) == 2 and length > SHORT else 1
    # where all characters are the same, one thing is only said again
    return spans if least <= len(same) < length else []


def _alike(head: str, member: str, same: list[int]) -> list[int]:
    """Places, of some, at which a member has the character of the first; none if it has a mark."""
    return [i for i in same if head[i] == member[i]] if member.isalpha() else []


def _made(
    page: Page,
    units: list[Unit],
    place: int,
    spans: list[Span],
    words: Callable[[Span], tuple[Token, ...]],
    link: Callable[[Span, Span], Alignment],
) -> Iterator[Series]:
    run = units[place : place + len(spans)]
    links = [link(one, other) for one, other in pairwise(spans)]
    if not all(one.pairs for one in links):
        return
    let_go = (run[0].start, spans[0][0]), (spans[-1][1], run[-1].end)
    before = strength(units[place - 1]) if place else STOP
    dun = all(unit.after == "、" for unit in run[:-1])
    first, last = (len(words(span)) for span in let_go)
    yield Series(
        words=tuple(map(words, spans)),
        members=tuple(spans),
        links=(_shifted(links[0], first), *links[1:]),
        level=1 if dun else 2,
        period=1,
        trims=(first, last),
        outside=0.0,
        mixed=len({unit.after for unit in run[:-1]}) > 1,
        dun=dun,
        whole=before != 1 and strength(run[-1]) != 1,
        counts=(0,) * len(spans),
        opens=before >= 3 and not first,
        closes=strength(run[-1]) >= 3 and not last,
        quoted=quoted(page.text, spans[0][0], spans[-1][1]),
        lexicon=page.lexicon,
    )


def _shifted(link: Alignment, first: int) -> Alignment:
    """An alignment as if the words let go at the left had been there."""
    pairs = tuple((i + first, j) for i, j in link.pairs)
    return link._replace(pairs=pairs, first=first)
