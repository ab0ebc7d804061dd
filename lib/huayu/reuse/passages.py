"""Passages 段落: where the words of a phrase stand in a text, whole or changed.

Both are read without marks, spaces and case, in simplified characters; every offset is one of the
text as it is. Short exact pieces of the phrases (Aho & Corasick 1975) show where to look; there
the phrase is aligned (Sellers 1980; Myers 1999) and what is found gets one of four names.

=========  =========================================================================================
verbatim   every character, in order
altered    up to a fifth of the characters changed, left out or put in
trimmed    one unbroken piece, three fifths of the phrase or more: the beginning or end is cut off
spliced    pieces in their order, with other words between them or the middle left out
=========  =========================================================================================
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import NamedTuple

import ahocorasick_rs
import numpy as np

from huayu import corpus
from huayu.lexicon import Lexicon, once
from huayu.reuse.alignment import (
    LEAST_PIECE,
    SPLICE,
    Block,
    chain,
    clusters,
    covered,
    free,
    in_two,
    infixes,
    shown,
)
from huayu.words import dictionary

# Below this length one changed character leaves too little: 从严治党 and 从宽治党 share three of
# four. Such phrases count verbatim or not at all.
LEAST_CHANGED = 7
# Editors change up to about 15 %; texts that merely share a subject differ in 30 % and more.
MOST_EDITS = 0.2
# Six characters in a row are often a name (纪检监察机关), so a piece has seven, and up to ten it
# must be most of the phrase.
LEAST_TRIMMED, SHORT_PIECE, LEAST_OF_SHORT = 7, 10, 0.72  # 7 of 9, 8 of 11, 9 of 12
# what may stand inside a short phrase: spaces, a line's end, marks of quotation and listing
ALLOWED = frozenset(" \t\r\n\u3000\u200b\ufeff“”‘’「」『』《》〈〉\"'、·*")


Span = tuple[str, int, int, float]  # relation, start and end in the bare text, score


class Passage(NamedTuple):
    """A passage 段落: which phrase, how it stands there, and where."""

    phrase: int
    relation: str
    start: int
    end: int
    score: float
    alignment: str


def bare(text: str, lexicon: Lexicon) -> tuple[str, np.ndarray]:
    """Bare text 纯文本: letters and digits alone, simplified, and the offset of each in the text.

    >>> bare("改革，\\n開放！", corpus.lexicon())
    ('改革开放', array([0, 1, 4, 5], dtype=uint32))
    """
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    forms = _forms(lexicon)[codes]
    offsets = np.flatnonzero(forms).astype(np.uint32)
    return forms[offsets].tobytes().decode("utf-32-le", "surrogatepass"), offsets


@once
def _forms(lexicon: Lexicon) -> np.ndarray:
    """For each code point the one it is read as, 0 for marks, spaces and other characters."""
    forms = np.zeros(0x110000, dtype=np.uint32)
    for first, last in ((0x30, 0xD800), (0xE000, 0x323B0)):
        block = "".join(map(chr, range(first, last)))
        plain = lexicon.simplified(block)
        for code, (char, form) in enumerate(zip(block, plain, strict=True), start=first):
            if char.isalnum():
                forms[code] = ord(form)
    wide = np.arange(0xFF10, 0xFF5B)  # full-width digits and letters as the plain ones
    forms[wide] = np.where(forms[wide] > 0, wide - 0xFEE0, 0)
    capital = np.arange(ord("A"), ord("Z") + 1)
    upper = np.isin(forms, capital)
    forms[upper] += 32
    return forms


class Search:
    """Search 检索 for phrases: made once, then asked of any number of texts.

    Parameters
    ----------
    phrases : the phrases as they are written.
    whole : for each phrase whether it counts only as one fixed unit, never trimmed or spliced.
    lexicon : word lists, by default those of the house in force.
    """

    def __init__(
        self,
        phrases: Sequence[str],
        whole: Sequence[bool] | None = None,
        lexicon: Lexicon | None = None,
    ):
        """Cut the phrases into pieces and build the automaton."""
        self.lexicon = lexicon or corpus.lexicon()
        read = [bare(phrase, self.lexicon) for phrase in phrases]
        self.phrases = [plain for plain, _ in read]
        self.marked = [_marked(offsets.tolist()) for _, offsets in read]
        self.whole = list(whole) if whole is not None else [False] * len(phrases)
        self._places: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, phrase in enumerate(self.phrases):
            width = _width(len(phrase))
            for place in range(len(phrase) - width + 1) if phrase else ():
                self._places[phrase[place : place + width]].append((number, place))
        self._pieces = [*self._places.values()]
        self._automaton = ahocorasick_rs.AhoCorasick([*self._places])

    def passages(self, text: str) -> list[Passage]:
        """Passages 段落 of a text, by start; those of one phrase do not overlap.

        >>> [found] = Search(["打铁还需自身硬"]).passages("常言道：打铁，还要自身硬。")
        >>> found.relation, found.start, found.end, found.score, found.alignment
        ('altered', 4, 12, 0.857, '打铁还[-需-]{+要+}自身硬')
        """
        plain, offsets = bare(text, self.lexicon)
        found = []
        for number, blocks in self._blocks(plain):
            for near in clusters(blocks, len(self.phrases[number])):
                for relation, start, end, score in self._spans(number, near, plain, offsets, text):
                    first, last = int(offsets[start]), int(offsets[end - 1]) + 1
                    alignment = shown(self.phrases[number], plain[start:end])
                    found.append(Passage(number, relation, first, last, round(score, 3), alignment))
        return sorted(found, key=lambda passage: (passage.start, passage.end, passage.phrase))

    def _blocks(self, plain: str) -> Iterator[tuple[int, list[Block]]]:
        """For each phrase its pieces in a text, each as long as it goes, by their place there."""
        hits = sorted(
            (number, at - place, at, place)
            for piece, at, _ in self._automaton.find_matches_as_indexes(plain, overlapping=True)
            for number, place in self._pieces[piece]
        )
        blocks: list[tuple[int, Block]] = []
        previous = (-1, 0, 0)
        for number, diagonal, at, place in hits:
            if previous == (number, diagonal, at - 1):
                blocks[-1] = (number, blocks[-1][1]._replace(length=blocks[-1][1].length + 1))
            else:
                width = _width(len(self.phrases[number]))
                blocks.append((number, Block(place, at, width)))
            previous = (number, diagonal, at)
        for number, group in groupby(blocks, key=lambda pair: pair[0]):
            yield number, sorted((block for _, block in group), key=lambda block: block.at)

    def _spans(
        self, number: int, blocks: list[Block], plain: str, offsets: np.ndarray, text: str
    ) -> Iterator[Span]:
        """What stands near some blocks: (relation, start, end, score), whole passages first."""
        length = len(self.phrases[number])
        taken: list[tuple[int, int]] = []
        for block in blocks:
            if block.length == length and self._unbroken(number, block.at, offsets, text):
                if free(block.at, block.end, taken):
                    taken.append((block.at, block.end))
                    yield "verbatim", block.at, block.end, 1.0
        kinds = [self._changed]
        if not self.whole[number]:
            kinds += [partial(_trimmed, dictionary(self.lexicon).tags), _spliced]
        for kind in kinds if length >= LEAST_CHANGED else ():
            left = [block for block in blocks if free(block.at, block.end, taken)]
            for relation, start, end, score in kind(self.phrases[number], left, plain):
                if free(start, end, taken):
                    taken.append((start, end))
                    yield relation, start, end, score

    @staticmethod
    def _changed(phrase: str, blocks: list[Block], plain: str) -> Iterator[Span]:
        """Passages with few edits, not at the ends alone: altered, or spliced of two pieces."""
        if not blocks:
            return
        most = int(MOST_EDITS * len(phrase))
        first = max(0, blocks[0].at - blocks[0].place - most)
        last = blocks[-1].end + len(phrase) + most
        for start, end, edits in infixes(phrase, plain[first:last], most):
            words = plain[first + start : first + end]
            if words not in phrase:
                relation = "spliced" if in_two(phrase, words) else "altered"
                yield relation, first + start, first + end, 1 - edits / len(phrase)

    def _unbroken(self, number: int, at: int, offsets: np.ndarray, text: str) -> bool:
        """Whether a short phrase is one there: no stop where it has none."""
        phrase = self.phrases[number]
        if len(phrase) >= LEAST_CHANGED:
            return True
        places = offsets[at : at + len(phrase)].tolist()
        return all(
            place in self.marked[number] or ALLOWED.issuperset(text[left + 1 : right])
            for place, (left, right) in enumerate(zip(places, places[1:], strict=False), start=1)
            if right - left > 1
        )


def _trimmed(
    known: Mapping[str, str], phrase: str, blocks: list[Block], plain: str
) -> Iterator[Span]:
    """One unbroken piece of the phrase, the longest first; a single long name is no piece of it."""
    for block in sorted(blocks, key=lambda block: -block.length):
        share = block.length / len(phrase)
        least = LEAST_OF_SHORT if block.length < SHORT_PIECE else LEAST_PIECE
        words = phrase[block.place : block.place + block.length]
        if block.length >= LEAST_TRIMMED and share >= least and words not in known:
            yield "trimmed", block.at, block.end, share


def _spliced(phrase: str, blocks: list[Block], plain: str) -> Iterator[Span]:
    """The best chain of pieces."""
    pieces = chain([block for block in blocks if block.length >= SPLICE], len(phrase))
    if pieces:
        yield "spliced", pieces[0].at, pieces[-1].end, covered(pieces) / len(phrase)


def _width(length: int) -> int:
    """Length of the exact pieces of a phrase.

    e edits leave a piece of at least (n - e) / (e + 1) characters: with MOST_EDITS that is 3 up
    to 13 characters, and 4 above for the 15 % that editors change.
    """
    if length < LEAST_CHANGED:
        return length
    return 3 if length < 14 else 4


def _marked(offsets: list[int]) -> set[int]:
    """Places in the bare phrase before which the phrase as written has a mark or a space."""
    return {
        place
        for place, (left, right) in enumerate(zip(offsets, offsets[1:], strict=False), start=1)
        if right - left > 1
    }
