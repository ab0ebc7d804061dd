"""Series 并列: runs of neighbouring phrases, clauses, segments or sentences that may answer.

Every run is a candidate for parallelism (three members and more) or antithesis (two); which it
is, and whether it is one at all, the detectors decide.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import LCSseq

from huayu.rhetoric.alignment import Alignment, align, plain
from huayu.rhetoric.device import Context, Token, Unit, trimmed

# strength of the mark between two members
LEVELS = {"、": 1, "，": 2, ",": 2, "：": 2, "；": 3, ";": 3}
STOP = 4
# words of a member that are looked at; the longest member in the three gold texts has 70
LONGEST = 70
# words up to which a piece may answer another by its tags alone (the longest antithesis in the gold
# that shares no word has 9)
SHORT = 14
# words at which a member that was cut out of a clause neither begins nor ends
NO_HEAD = frozenset("的地得了着过和等与之上下中里者们")
NO_TAIL = frozenset("的地得和与在把对为以是要不将从向被由并也更最很所有")
# what may follow a member that ends in mid-clause, unless 、 divides the members: a mark, or a word
# that the whole series belongs to (的观念, 等, 也难以, 都要)
AFTER_TAIL = frozenset("”》’）的等也都就才却")
# likeness below which neighbours are never in one run; weaker links inside a run are tried as its
# ends, weakest first, so that the lax bound costs candidates and no finds
LEAST = 0.36


@dataclass(frozen=True, eq=False)
class Series:
    """A run of members 并列项 and what is known of its form.

    Attributes
    ----------
    words : the words of each member.
    spans : its offsets.
    links : alignment of each with the next.
    level : 1 divided by 、 (or ，and 、), 2 by ， 3 by ； 4 by full stops.
    period : clauses in a member, where members are made of so many clauses.
    trims : words let go at the left of the first and at the right of the last member.
    outside : likeness of the best neighbour outside the run with the member next to it.
    mixed : whether the marks between the members differ.
    opens, closes : whether it begins after a full stop or ； and whether it ends before one.
    """

    words: tuple[tuple[Token, ...], ...]
    spans: tuple[tuple[int, int], ...]
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

    @property
    def start(self) -> int:
        """Offset of the first member."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Offset after the last member."""
        return self.spans[-1][1]

    @cached_property
    def shared(self) -> list[tuple[int, ...]]:
        """Places of the words that all members share, one place for each member."""
        first = self.trims[0]
        kept = {i: (i,) for i in range(len(self.words[0]))}
        for number, link in enumerate(self.links):
            skip = first if number == 0 else 0
            here, there = self.words[number], self.words[number + 1]
            same = {i - skip: j for i, j in link.pairs if here[i - skip].text == there[j].text}
            kept = {i: (*at, same[at[-1]]) for i, at in kept.items() if at[-1] in same}
        return [kept[i] for i in sorted(kept)]


class Text:
    """A text with its words as :func:`plain` gives them, to take stretches from."""

    def __init__(self, context: Context):
        """Divide all words once."""
        self.source = context.text
        self._words = plain(context.tokens)
        self._starts = [word.start for word in self._words]

    def words(self, start: int, end: int) -> list[Token]:
        """Words of a stretch that begins and ends at word ends."""
        return self._words[bisect_left(self._starts, start) : bisect_left(self._starts, end)]


class Piece:
    """A stretch that may become a member: offsets, words and the strength of the mark after."""

    __slots__ = ("start", "end", "words", "after", "texts")

    def __init__(self, text: Text, start: int, end: int, after: int):
        """Look up the words of a stretch."""
        self.start, self.end = trimmed(text.source, start, end)
        self.words = text.words(self.start, self.end)[:LONGEST]
        self.after = after
        self.texts = [word.text for word in self.words]


def strength(unit: Unit) -> int:
    """Strength 停顿强度 of the mark after a unit: 1 、 2 ， 3 ； 4 any full stop or line end."""
    return LEVELS.get(unit.after, STOP)


def rows(context: Context) -> Iterator[tuple[int, int, list[Piece]]]:
    """Rows 序列 of neighbouring pieces to look for runs in: (level, period, pieces).

    Level 1 takes phrases of one ；-segment, 2 clauses of a sentence, 3 the ；-segments of a
    sentence, 4 the sentences of a line; a period of two or three clauses makes a member of each
    so many clauses.
    """
    text = Text(context)
    units = [unit for unit in context.phrases if unit.kind not in ("title", "salutation")]
    yield from _joined(text, units, 0, 1, cut=3)
    yield from _joined(text, units, 1, 2, cut=4)
    yield from _joined(text, units, 2, 3, cut=4)
    yield from _joined(text, units, 3, 4, cut=5)
    for period in (2, 3):
        yield from _periodic(text, units, period)


def _joined(
    text: Text, units: list[Unit], inside: int, level: int, cut: int
) -> Iterator[tuple[int, int, list[Piece]]]:
    """Rows of pieces that hold marks up to ``inside``, ended by marks of ``cut`` and more."""
    row: list[Piece] = []
    start = None
    for place, unit in enumerate(units):
        start = unit.start if start is None else start
        mark = strength(unit)
        line_ends = place + 1 == len(units) or units[place + 1].line != unit.line
        if mark > inside or line_ends:
            row.append(Piece(text, start, unit.end, mark))
            start = None
        if mark >= cut or line_ends:
            if len(row) > 1:
                yield level, 1, row
            row = []


def _periodic(text: Text, units: list[Unit], period: int) -> Iterator[tuple[int, int, list[Piece]]]:
    for _, _, clauses in _joined(text, units, 1, 2, cut=5):
        for offset in range(period):
            groups = [
                clauses[i : i + period] for i in range(offset, len(clauses) - period + 1, period)
            ]
            row = [Piece(text, g[0].start, g[-1].end, g[-1].after) for g in groups]
            if len(row) > 1 and any(piece.after < 3 for piece in row):
                yield 2, period, row


class _Links:
    """Alignments between neighbours of a row, each made when it is first asked for.

    ``made`` is shared by all rows of a text: a clause without 、 is a phrase as well.
    """

    def __init__(self, row: list[Piece], made: dict):
        self.row = row
        self._made = made

    def __call__(self, i: int, left: bool = False, right: bool = False) -> Alignment | None:
        """Alignment of piece i with the next one, None when they plainly do not answer."""
        a, b = self.row[i], self.row[i + 1]
        if not a.words or not b.words:
            return None
        left = left and a.words[0].text != b.words[0].text
        right = right and a.words[-1].text != b.words[-1].text
        key = (a.start, a.end, b.end, left, right)
        if key not in self._made:
            self._made[key] = self._make(a, b, left, right)
        return self._made[key]

    def _make(self, a: Piece, b: Piece, left: bool, right: bool) -> Alignment | None:
        if not _promising(a, b):
            return None
        return _evened(a.words, b.words, align(a.words, b.words, left, right), left, right)


def _evened(a: list[Token], b: list[Token], made: Alignment, left: bool, right: bool) -> Alignment:
    """The alignment, without letting go what would have made the members more equal in length."""
    one, two = _size(a[made.first :]), _size(b[: made.last])
    keep_left = left and made.first and abs(_size(a) - two) < abs(one - two)
    keep_right = right and made.last < len(b) and abs(one - _size(b)) < abs(one - two)
    if keep_left or keep_right:
        return align(a, b, left and not keep_left, right and not keep_right)
    return made


def _size(words: list[Token]) -> int:
    return sum(len(word.text) for word in words)


def _promising(a: Piece, b: Piece) -> bool:
    """A cheap look first: the same word at the head or at the end, or enough in common.

    Short pieces may answer by tags alone; long ones are taken up when they share words.
    """
    if a.words[0].text == b.words[0].text or a.words[-1].text == b.words[-1].text:
        return True
    size = max(len(a.words), len(b.words))
    if size <= SHORT:
        return True
    return LCSseq.similarity(a.texts, b.texts) >= 0.2 * min(len(a.texts), len(b.texts))


def runs(context: Context) -> Iterator[Series]:
    """Runs 并列 of two and more members, strict ones and lax ones, possibly overlapping."""
    seen = set()
    made_links: dict = {}
    for level, period, row in rows(context):
        links = _Links(row, made_links)
        for low, high in _bounds(row, links):
            for trim in _trims(links, low, high):
                made = _series(context, level, period, links, low, high, trim)
                if made and (made.spans, level) not in seen:
                    seen.add((made.spans, level))
                    yield made


def _trims(links: _Links, low: int, high: int) -> list[tuple[bool, bool]]:
    """Ways to let go of edge words: whole members, and trimmed at the left, the right or both."""
    if high == low + 1:
        return [(False, False), (True, False), (False, True), (True, True)]
    first, last = links(low, left=True), links(high - 1, right=True)
    lefts = [False, True] if first and first.first else [False]
    rights = [False, True] if last and last.last < len(links.row[high].words) else [False]
    return [(left, right) for left in lefts for right in rights]


def _bounds(row: list[Piece], links: _Links) -> Iterator[tuple[int, int]]:
    """First and last piece of each run: neighbours, 、-lists, and chains divided at weak links."""
    yield from ((i, i + 1) for i in range(len(row) - 1))
    i = 0
    for end, piece in enumerate(row):
        if piece.after != 1:
            if end - i >= 2:
                yield i, end
            i = end + 1
    i = 0
    while i + 1 < len(row):
        end = i
        while end + 1 < len(row) and _worth(links(end)) >= LEAST:
            end += 1
        yield from _divided(row, links, i, end)
        i = end + 1


def _divided(row: list[Piece], links: _Links, low: int, high: int) -> Iterator[tuple[int, int]]:
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
            weak = min(range(low, high), key=lambda i: _worth(links(i)))
            stack += [(low, weak), (weak + 1, high)]


def _worth(link: Alignment | None) -> float:
    return link.score if link else 0.0


def _series(
    context: Context,
    level: int,
    period: int,
    links: _Links,
    low: int,
    high: int,
    trim: tuple[bool, bool],
) -> Series | None:
    pieces = links.row[low : high + 1]
    made = [links(i, trim[0] and i == low, trim[1] and i + 1 == high) for i in range(low, high)]
    if not all(link and link.pairs for link in made):
        return None
    first, last = made[0].first, made[-1].last
    words = [tuple(piece.words) for piece in pieces]
    words[-1] = words[-1][:last]
    words[0] = words[0][first:]
    if not all(words) or not _plausible(words, made, (first, len(pieces[-1].words) - last), period):
        return None
    ends = [(piece.start, piece.end) for piece in pieces]
    text = context.text
    if first:
        ends[0] = trimmed(text, _opened(text, words[0][0].start), ends[0][1])
    if last < len(pieces[-1].words):
        if pieces[-2].after != 1 and not _may_end(text, words[-1][-1].end):
            return None
        ends[-1] = trimmed(text, ends[-1][0], _closed(text, words[-1][-1].end))
    before = links.row[low - 1].after if low else STOP
    return Series(
        words=tuple(words),
        spans=tuple(ends),
        links=tuple(made),
        level=level,
        period=period,
        trims=(first, len(pieces[-1].words) - last),
        outside=max(
            _worth(links(low - 1)) if low else 0.0,
            _worth(links(high)) if high + 1 < len(links.row) else 0.0,
        ),
        dun={piece.after for piece in pieces[:-1]} == {1},
        whole=low == 0 or links.row[low - 1].after != 1 and pieces[-1].after != 1,
        counts=tuple(text.count("，", *end) + text.count("、", *end) for end in ends),
        mixed=len({piece.after for piece in pieces[:-1]}) > 1,
        opens=before >= 3 and not first,
        closes=pieces[-1].after >= 3 and last == len(pieces[-1].words),
    )


def _plausible(
    words: list[tuple[Token, ...]], links: list, trims: tuple[int, int], period: int
) -> bool:
    """Whether a run can be a figure at all; what fails here is not counted as a candidate."""
    sizes = [_size(member) for member in words]
    if not all(any(word.tag != "mask" for word in member) for member in words):
        return False
    if trims[0] and words[0][0].text in NO_HEAD or trims[1] and words[-1][-1].text in NO_TAIL:
        return False
    likeness = sum(link.score for link in links) / len(links)
    even = min(sizes) >= (0.5 if len(words) == 2 else 0.2) * max(sizes)
    if min(sizes) < 2 or likeness < LEAST or not even:
        return False
    heads = {member[0].text for member in words[len(words) > 2 :]}
    tails = {member[-1].text for member in words}
    return period == 1 or len(heads) == 1 or len(tails) == 1


def _may_end(text: str, end: int) -> bool:
    """Whether a member may end there in mid-clause: before what closes or takes up the series."""
    return text[end : end + 1] in AFTER_TAIL


def _opened(text: str, start: int) -> int:
    return start - 1 if start and text[start - 1] in "“《‘" else start


def _closed(text: str, end: int) -> int:
    return end + 1 if text[end : end + 1] in ("”", "》", "’") else end
