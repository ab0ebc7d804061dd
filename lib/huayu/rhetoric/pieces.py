"""Pieces 片断: the stretches between marks that may become members, and how neighbours answer."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache

from rapidfuzz.distance import LCSseq

from huayu.page import Page, Token, Unit, trimmed
from huayu.rhetoric.alignment import Alignment, align, alignments, plain

# strength of the mark between two members
LEVELS = {"、": 1, "，": 2, ",": 2, "：": 2, "；": 3, ";": 3}
STOP = 4
# words of a member that are looked at; the longest member in the three gold texts has 70
LONGEST = 70
# words up to which a piece may answer another by its tags alone (the longest antithesis in the gold
# that shares no word has 9)
SHORT = 14


class Piece:
    """A stretch that may become a member: offsets, words and the strength of the mark after."""

    __slots__ = ("start", "end", "words", "after", "texts", "size")

    def __init__(self, page: Page, start: int, end: int, after: int):
        """Look up the words of a stretch that begins and ends at word ends."""
        self.start, self.end = trimmed(page.text, start, end)
        words, starts = _plain(page)
        first, last = bisect_left(starts, self.start), bisect_left(starts, self.end)
        self.words = words[first : min(last, first + LONGEST)]
        self.after = after
        self.texts = [word.text for word in self.words]
        self.size = size(self.words)


@lru_cache(maxsize=4)
def _plain(page: Page) -> tuple[tuple[Token, ...], list[int]]:
    """Words of a text as :func:`plain` gives them, and where they begin."""
    words = tuple(plain(page.lexicon, page.tokens))
    return words, [word.start for word in words]


def strength(unit: Unit) -> int:
    """Strength 停顿强度 of the mark after a unit: 1 、 2 ， 3 ； 4 any full stop or line end."""
    return LEVELS.get(unit.after, STOP)


def rows(page: Page) -> Iterator[tuple[int, int, list[Piece]]]:
    """Rows 序列 of neighbouring pieces to look for runs in: (level, period, pieces).

    Level 1 takes phrases of one ；-segment, 2 clauses of a sentence, 3 the ；-segments of a
    sentence, 4 the sentences of a line; a period of two or three clauses makes a member of each
    so many clauses.
    """
    units = [unit for unit in page.phrases if unit.kind not in ("title", "salutation")]
    yield from _joined(page, units, 0, 1, cut=3)
    yield from _joined(page, units, 1, 2, cut=4)
    yield from _joined(page, units, 2, 3, cut=4)
    yield from _joined(page, units, 3, 4, cut=5)
    for period in (2, 3):
        yield from _periodic(page, units, period)


def _joined(
    page: Page, units: list[Unit], inside: int, level: int, cut: int
) -> Iterator[tuple[int, int, list[Piece]]]:
    """Rows of pieces that hold marks up to ``inside``, ended by marks of ``cut`` and more."""
    row: list[Piece] = []
    start = None
    for place, unit in enumerate(units):
        start = unit.start if start is None else start
        mark = strength(unit)
        line_ends = place + 1 == len(units) or units[place + 1].line != unit.line
        if mark > inside or line_ends:
            row.append(Piece(page, start, unit.end, mark))
            start = None
        if mark >= cut or line_ends:
            if len(row) > 1:
                yield level, 1, row
            row = []


def _periodic(page: Page, units: list[Unit], period: int) -> Iterator[tuple[int, int, list[Piece]]]:
    for _, _, clauses in _joined(page, units, 1, 2, cut=5):
        for offset in range(period):
            groups = [
                clauses[i : i + period] for i in range(offset, len(clauses) - period + 1, period)
            ]
            row = [Piece(page, g[0].start, g[-1].end, g[-1].after) for g in groups]
            if len(row) > 1 and any(piece.after < 3 for piece in row):
                yield 2, period, row


Key = tuple[int, int, int, bool, bool]  # start and end of one, end of the other, edges let go


class Links:
    """Alignments between neighbours of a row, each made when it is first asked for.

    ``made`` is shared by all rows of a text: a clause without 、 is a phrase as well.
    """

    def __init__(self, row: list[Piece], made: dict[Key, Alignment | None]):
        """Take a row and the alignments of its text so far; those of whole pieces are all asked."""
        self.row = row
        self._made = made
        self.whole = [self(i) for i in range(len(row) - 1)]

    def __call__(self, i: int, left: bool = False, right: bool = False) -> Alignment | None:
        """Alignment of piece i with the next one, None when they plainly do not answer."""
        a, b = self.row[i], self.row[i + 1]
        if not a.words or not b.words:
            return None
        left = left and a.words[0].text != b.words[0].text
        right = right and a.words[-1].text != b.words[-1].text
        key = (a.start, a.end, b.end, left, right)
        if key not in self._made:
            rights = (False, True) if a.words[-1].text != b.words[-1].text else (False,)
            for right, link in zip(rights, _linked(a, b, left, rights), strict=True):
                self._made[*key[:4], right] = link
        return self._made[key]


def _linked(a: Piece, b: Piece, left: bool, rights: Sequence[bool]) -> Sequence[Alignment | None]:
    """Alignments of a piece with the next, by whether words at the right are let go."""
    if not _promising(a, b):
        return [None] * len(rights)
    made = alignments(a.words, b.words, left, rights)
    return [
        _evened(a.words, b.words, link, left, right)
        for right, link in zip(rights, made, strict=True)
    ]


def _evened(
    a: Sequence[Token], b: Sequence[Token], made: Alignment, left: bool, right: bool
) -> Alignment:
    """The alignment, without letting go what would have made the members more equal in length.

    What stands before a word that both members begin with, or after one that both end with, is no
    part of them, whatever their lengths.
    """
    if not made.pairs:
        return made
    one, two = size(a[made.first :]), size(b[: made.last])
    keep_left = left and made.first and abs(size(a) - two) < abs(one - two)
    keep_right = right and made.last < len(b) and abs(one - size(b)) < abs(one - two)
    keep_left = keep_left and a[made.first].text != b[0].text
    keep_right = keep_right and a[-1].text != b[made.last - 1].text
    if keep_left or keep_right:
        return align(a, b, left and not keep_left, right and not keep_right)
    return made


def size(words: Sequence[Token]) -> int:
    """Characters 字数 of some words."""
    return sum(len(word.text) for word in words)


def _promising(a: Piece, b: Piece) -> bool:
    """A cheap look first: the same word at the head or at the end, or enough in common.

    Short pieces may answer by tags alone; long ones are taken up when they share words.
    """
    if a.words[0].text == b.words[0].text or a.words[-1].text == b.words[-1].text:
        return True
    if max(len(a.words), len(b.words)) <= SHORT:
        return True
    return LCSseq.similarity(a.texts, b.texts) >= 0.2 * min(len(a.texts), len(b.texts))
