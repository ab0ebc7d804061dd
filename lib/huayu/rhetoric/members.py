"""Members 并列项: runs of neighbouring phrases, clauses, segments or sentences that may answer.

Every run is a candidate for parallelism (three members and more) or antithesis (two); which it
is, and whether it is one at all, the detectors decide.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from huayu.lexicon import Lexicon
from huayu.page import Page, Token, trimmed
from huayu.rhetoric.alignment import Alignment
from huayu.rhetoric.pieces import STOP, Key, Links, Piece, rows, size

# words at which a member that was cut out of a clause neither begins nor ends
NO_HEAD = frozenset("的地得了着过和等与之上下中里者们")
NO_TAIL = frozenset("的地得和与在把对为以是要不将从向被由并也更最很所有")
# what may follow a member that ends in mid-clause, unless 、 divides the members: a mark, or a word
# that the whole series belongs to (的观念, 等, 也难以, 都要)
AFTER_TAIL = frozenset("”》’）的等也都就才却")
# likeness below which neighbours are never in one run; weaker links inside a run are tried as its
# ends, weakest first, so that the lax bound costs candidates and no finds
LEAST = 0.36
# marks around words that are cited or set off
OPENERS = tuple("“‘「『")
ENDS = tuple(stop + mark for mark in "”’」』" for stop in ("", "。", "！"))
# members of a run at most: the longest that sixty speeches were seen to have has fourteen (一是 …),
# and without a bound a text that says one thing for ever would take for ever
MOST = 24


@dataclass(frozen=True, eq=False)
class Series:
    """A run of members 并列项 and what is known of its form.

    Attributes
    ----------
    words : the words of each member.
    members : its offsets.
    links : alignment of each with the next.
    level : 1 divided by 、 (or ，and 、), 2 by ， 3 by ； 4 by full stops.
    period : clauses in a member, where members are made of so many clauses.
    trims : words let go at the left of the first and at the right of the last member.
    outside : likeness of the best neighbour outside the run with the member next to it.
    mixed : whether the marks between the members differ.
    opens, closes : whether it begins after a full stop or ； and whether it ends before one.
    quoted : whether it fills a pair of quotation marks (“…，…”).
    lexicon : the word lists by which its words answer each other.
    """

    words: tuple[tuple[Token, ...], ...]
    members: tuple[tuple[int, int], ...]
    links: tuple[Alignment, ...]
    level: int
    period: int
    trims: tuple[int, int]
    outside: float
    mixed: bool
    dun: bool
    whole: bool
    counts: tuple[int, ...]
    opens: bool
    closes: bool
    quoted: bool
    lexicon: Lexicon

    @property
    def start(self) -> int:
        """Offset of the first member."""
        return self.members[0][0]

    @property
    def end(self) -> int:
        """Offset after the last member."""
        return self.members[-1][1]

    @cached_property
    def form(self) -> tuple[object, ...]:
        """Form 形式: all that is known of it but where it stands."""
        said = tuple(tuple((word.text, word.tag) for word in member) for member in self.words)
        kind = (self.level, self.period, self.outside, self.mixed, self.dun, self.whole)
        return (
            said,
            self.links,
            self.trims,
            self.counts,
            *kind,
            self.opens,
            self.closes,
            self.quoted,
        )

    @cached_property
    def shared(self) -> list[tuple[int, ...]]:
        """Places of the words that all members share, one place for each member."""
        first = self.trims[0]
        kept: dict[int, tuple[int, ...]] = {i: (i,) for i in range(len(self.words[0]))}
        for number, link in enumerate(self.links):
            skip = first if number == 0 else 0
            here, there = self.words[number], self.words[number + 1]
            same = {i - skip: j for i, j in link.pairs if here[i - skip].text == there[j].text}
            kept = {i: (*at, same[at[-1]]) for i, at in kept.items() if at[-1] in same}
        return [kept[i] for i in sorted(kept)]


def runs(page: Page) -> Iterator[Series]:
    """Runs 并列 of two and more members, strict ones and lax ones, possibly overlapping."""
    seen = set()
    made_links: dict[Key, Alignment | None] = {}
    for level, period, row in rows(page):
        links = Links(row, made_links)
        for low, high in dict.fromkeys(_bounds(row, links)):  # a chain's halves meet again
            whole = None
            for trim in _trims(links, low, high):
                if whole and not _lets_go(links, low, high, *trim):
                    continue  # the same again
                made = _series(page, level, period, links, low, high, trim)
                whole = whole if any(trim) else made
                if made and (made.members, level) not in seen:
                    seen.add((made.members, level))
                    yield made


def _trims(links: Links, low: int, high: int) -> list[tuple[bool, bool]]:
    """Ways to let go of edge words: whole members, and trimmed at the left, the right or both."""
    if high == low + 1:
        return [(False, False), (True, False), (False, True), (True, True)]
    first, last = links(low, left=True), links(high - 1, right=True)
    lefts = [False, True] if first and first.first else [False]
    rights = [False, True] if last and last.last < len(links.row[high].words) else [False]
    return [(left, right) for left in lefts for right in rights]


def _lets_go(links: Links, low: int, high: int, left: bool, right: bool) -> bool:
    """Whether words are let go at an edge, where they may be."""
    two = high == low + 1
    first, last = links(low, left, right and two), links(high - 1, left and two, right)
    return bool(first and first.first or last and last.last < len(links.row[high].words))


def _bounds(row: list[Piece], links: Links) -> Iterator[tuple[int, int]]:
    """First and last piece of each run: neighbours, 、-lists, and chains divided at weak links."""
    yield from ((i, i + 1) for i in range(len(row) - 1))
    i = 0
    for end, piece in enumerate(row):
        if piece.after != 1:
            if end - i >= 2:
                yield i, min(end, i + MOST - 1)
            i = end + 1
    i = 0
    while i + 1 < len(row):
        end = i
        while end + 1 < min(len(row), i + MOST) and _worth(links.whole[end]) >= LEAST:
            end += 1
        yield from _divided(row, links, i, end)
        i = end + 1


def _divided(row: list[Piece], links: Links, low: int, high: int) -> Iterator[tuple[int, int]]:
    """A chain, the same with its neighbours' near edges, and its halves about the weakest link."""
    stack = [(low, high)]
    while stack:
        low, high = stack.pop()
        lows = [low] + [low - 1] * (low > 0 and _worth(links(low - 1, left=True)) >= LEAST)
        highs = [high] + [high + 1] * (
            high + 1 < len(row) and _worth(links(high, right=True)) >= LEAST
        )
        yield from ((a, b) for a in lows for b in highs if b - a >= 2)
        if high - low >= 2:
            weak = min(range(low, high), key=lambda i: _worth(links.whole[i]))
            stack += [(low, weak), (weak + 1, high)]


def _worth(link: Alignment | None) -> float:
    return link.score if link else 0.0


def _series(
    page: Page,
    level: int,
    period: int,
    links: Links,
    low: int,
    high: int,
    trim: tuple[bool, bool],
) -> Series | None:
    pieces, asked = links.row[low : high + 1], links.whole[low:high]
    two = high == low + 1
    asked[0] = links(low, trim[0], trim[1] and two)
    asked[-1] = links(high - 1, trim[0] and two, trim[1])
    made = [link for link in asked if link and link.pairs]
    if len(made) < high - low:
        return None
    first, last = made[0].first, made[-1].last
    words = [piece.words for piece in pieces]
    words[-1] = words[-1][:last]
    words[0] = words[0][first:]
    sizes = [size(words[0]), *(piece.size for piece in pieces[1:-1]), size(words[-1])]
    trims = first, len(pieces[-1].words) - last
    if not all(words) or not _plausible(words, sizes, made, trims, period):
        return None
    ends = [(piece.start, piece.end) for piece in pieces]
    text = page.text
    if first:
        ends[0] = trimmed(text, _opened(text, words[0][0].start), ends[0][1])
    if last < len(pieces[-1].words):
        if pieces[-2].after != 1 and not may_end(text, words[-1][-1].end):
            return None
        ends[-1] = trimmed(text, ends[-1][0], _closed(text, words[-1][-1].end))
    before = links.row[low - 1].after if low else STOP
    return Series(
        words=tuple(words),
        members=tuple(ends),
        links=tuple(made),
        level=level,
        period=period,
        trims=trims,
        outside=max(
            _worth(links.whole[low - 1]) if low else 0.0,
            _worth(links.whole[high]) if high + 1 < len(links.row) else 0.0,
        ),
        dun={piece.after for piece in pieces[:-1]} == {1},
        whole=low == 0 or links.row[low - 1].after != 1 and pieces[-1].after != 1,
        counts=tuple(text.count("，", *end) + text.count("、", *end) for end in ends),
        mixed=len({piece.after for piece in pieces[:-1]}) > 1,
        opens=before >= 3 and not first,
        closes=pieces[-1].after >= 3 and last == len(pieces[-1].words),
        quoted=quoted(text, ends[0][0], ends[-1][1]),
        lexicon=page.lexicon,
    )


def _plausible(
    words: list[tuple[Token, ...]],
    sizes: list[int],
    links: list[Alignment],
    trims: tuple[int, int],
    period: int,
) -> bool:
    """Whether a run can be a figure at all; what fails here is not counted as a candidate."""
    likeness = math.fsum(link.score for link in links) / len(links)
    even = min(sizes) >= (0.5 if len(words) == 2 else 0.2) * max(sizes)
    if min(sizes) < 2 or likeness < LEAST or not even:
        return False
    if trims[0] and words[0][0].text in NO_HEAD or trims[1] and words[-1][-1].text in NO_TAIL:
        return False
    if not all(any(word.tag[:1] != "m" for word in member) for member in words):  # m, mask
        return False
    said = [word.text for word in words[0]]
    if all([word.text for word in member] == said for member in words[1:]):
        return False  # one thing said again, with nothing set beside it
    heads = {member[0].text for member in words[len(words) > 2 :]}
    tails = {member[-1].text for member in words}
    return period == 1 or len(heads) == 1 or len(tails) == 1


def may_end(text: str, end: int) -> bool:
    """Whether a member may end there in mid-clause: before what closes or takes up the series."""
    return text[end : end + 1] in AFTER_TAIL


def quoted(text: str, start: int, end: int) -> bool:
    """Whether nothing but a full stop stands between a run and the marks around it."""
    return text[start - 1 : start] in OPENERS and text.startswith(ENDS, end)


def _opened(text: str, start: int) -> int:
    return start - 1 if start and text[start - 1] in "“《‘" else start


def _closed(text: str, end: int) -> int:
    return end + 1 if text[end : end + 1] in ("”", "》", "’") else end
