"""View 视图: a speech as the rules of quotation read it."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from huayu import structure
from huayu.corpus import Speech
from huayu.lexicon import Lexicon
from huayu.lexicon.reading import Patterns
from huayu.page import Page, page
from huayu.quotations.grammar import LABEL, PAUSE, grammar
from huayu.quotations.marks import Mark, marks
from huayu.spans import after

# characters back in which what governs a place may stand, however long its sentence is
FAR = 400
_STOPS = re.compile(r"\W+")
BLANK = "□"  # stands for every character inside quotation marks
# marks inside marks inside marks: deeper ones are read as if they stood there
DEPTH = 3
# left-over markup that ends a paragraph as a line does
_BREAK = re.compile(r"<(?:br|/p)\b[^<>\n]{0,60}>\s*")
# notes and left-over markup, which no rule is to read
_NOTE = re.compile(r"〔\d+〕|\[\d+\]|[⑴-⒇①-⑳]|</?[a-z]{1,10}(?: [^<>\n]{0,60})?/?>")


class View(NamedTuple):
    """A page prepared for matching; every string has the length of the text.

    ``folded`` is the text in simplified characters and full-width stops; ``bare`` the same with
    the inside of quotation marks blanked, so that no rule about the speaker reads cited words.
    ``levels`` are ``bare`` for words in marks, for marks inside them, and so on: all but the words
    around such marks is blanked.
    """

    page: Page
    folded: str
    bare: str
    marks: list[Mark]
    paragraphs: list[int]
    levels: tuple[str, ...]

    @property
    def speech(self) -> Speech:
        """The speech that is read."""
        return self.page.speech

    @property
    def lexicon(self) -> Lexicon:
        """Word lists 词表 of the speech's house."""
        return self.page.lexicon

    def marked(self, mark: Mark) -> str:
        """Words 标内文字 between marks, without stops and blanks."""
        return _STOPS.sub("", self.folded[mark.start : mark.end])

    @property
    def grammar(self) -> Patterns:
        """Grammar 句法 of sources by the lists of the house, with the speech's masks."""
        return grammar(self.lexicon, self.speech.masks)

    def clauses(self, start: int, stop: int) -> list[int]:
        """Places where the clauses of a stretch begin: its own start, and behind each stop."""
        return [start, *(pause.end() for pause in PAUSE.finditer(self.bare, start, stop))]

    def opening(self, start: int, stop: int) -> int:
        """Where a clause begins to say something: behind its label, connectives and times."""
        return after(self.grammar.lead, self.bare, after(LABEL, self.bare, start, stop), stop)

    def inside(self, depth: int) -> View:
        """View of a mark that stands inside ``depth`` others: only their words are to be read."""
        return self._replace(bare=self.levels[min(depth, len(self.levels) - 1)])

    def sentence(self, place: int) -> tuple[int, int]:
        """Start and end of the sentence that holds a place."""
        return self.page.sentence_spans[self.row(place)]

    def left(self, place: int) -> int:
        """Start of the sentence that holds a place, no farther back than FAR characters."""
        return max(self.sentence(place)[0], place - FAR)

    def row(self, place: int) -> int:
        """Number of the sentence that holds a place."""
        return max(bisect_right(self.page.sentence_spans, place, key=itemgetter(0)) - 1, 0)

    def paragraph(self, place: int) -> int:
        """Number of the paragraph that holds a place."""
        return bisect_right(self.paragraphs, place)

    def tag(self, place: int) -> str:
        """Tag 词性 (ICTCLAS) of the word that begins at a place, empty where none begins."""
        word = self.page.tokens[self.page.row(place)]
        return word.tag if word.start == place else ""


_WIDE = dict(zip(",;:!?", "，；：！？", strict=True))
_NARROW = re.compile(r"(?<=[\u3400-\u9fff”’」』》）)])[,;:!?]")


def _widened(text: str) -> str:
    """The text with half-width stops behind Chinese characters as full-width ones."""
    return _NARROW.sub(lambda stop: _WIDE[stop[0]], text)


@lru_cache(maxsize=8)
def view(speech: Speech) -> View:
    """View 视图 of a speech."""
    text = speech.text
    folded = _widened(speech.lexicon.simplified(text))
    found = marks(text)
    levels = _levels(_NOTE.sub(lambda note: " " * len(note[0]), folded), found)
    breaks = {found.end() for found in _BREAK.finditer(text) if found.end() < len(text)}
    paragraphs = sorted(breaks.union(structure.paragraphs(speech)["start"].tolist()))
    return View(page(speech), folded, levels[0], found, paragraphs, levels)


def _levels(text: str, found: list[Mark]) -> tuple[str, ...]:
    """The text as marks of each depth see it: their inside blanked, and what is not around them."""
    levels = [list(text)] + [list(BLANK * len(text)) for _ in range(DEPTH - 1)]
    open_: list[int] = []
    done = [0] * DEPTH
    for mark in found:
        open_ = [end for end in open_ if end > mark.start][: DEPTH - 1]
        depth = len(open_)
        if mark.form != "quoted" or mark.end <= done[depth]:
            continue
        start = max(mark.start, done[depth])
        levels[depth][start : mark.end] = BLANK * (mark.end - start)
        if depth + 1 < DEPTH:
            levels[depth + 1][start - 1 : mark.end] = "。" + text[start : mark.end]
        open_.append(mark.end)
        done[depth] = mark.end
    return tuple("".join(level) for level in levels)
