"""Page 读本: one reading of a speech: its words, clauses, phrases, sentences and their marks."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby
from typing import NamedTuple

import pandas as pd

from huayu import spans, structure, words
from huayu.corpus import Speech
from huayu.lexicon import Lexicon
from huayu.words.segmentation import Token as Token

# marks that close a clause or a 、-phrase; they belong to no member of a figure
CLOSERS = "，,；;：:。．！!？?…—―、"
# characters of a clause or sentence that are read at once: the longest clause of the speeches read
# so far has 234, the longest sentence 483
LONGEST = 1000
PAIRS = {"“": "”", "‘": "’", "「": "」", "『": "』", "《": "》", "（": "）", "(": ")", "〔": "〕"}
_BACK = {close: mark for mark, close in PAIRS.items()}
_EDGE = f" \t\r\n\u3000\u200b\ufeff\xa0{CLOSERS}"


class Unit(NamedTuple):
    """A clause or 、-phrase without its edge marks: ``text[start:end]``.

    ``after`` is the mark that follows it ("" at a line's end), ``sentence`` and ``line`` count the
    sentences and lines of the text from 0, ``kind`` is the kind of its sentence.
    """

    start: int
    end: int
    text: str
    after: str
    sentence: int
    line: int
    kind: str


@dataclass(frozen=True)
class Sentence:
    """A sentence 句 as its clauses, in simplified characters; ``line`` counts the lines."""

    clauses: tuple[Unit, ...]
    line: int
    text: str

    @property
    def start(self) -> int:
        """Where its first clause begins."""
        return self.clauses[0].start

    @property
    def end(self) -> int:
        """Where its last clause ends, closing marks left out."""
        return self.clauses[-1].end

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Offsets of a run of clauses; inside its marks where it begins and ends in “…”."""
        start, end = self.clauses[first].start, self.clauses[last].end
        text = self.text[start - self.start : end - self.start]
        opened, closed = text.find("“"), text.rfind("”")
        within_first = 0 <= opened < self.clauses[first].end - start
        if first < last and within_first and closed > self.clauses[last].start - start:
            if text.count("“") == 1:
                return start + opened + 1, start + closed
        return start, end

    @cached_property
    def segments(self) -> list[int]:
        """For each clause the number of the segment 分句组 it stands in: ； divides them."""
        numbers, now = [], 0
        for clause in self.clauses:
            numbers.append(now)
            now += clause.after in ("；", ";")
        return numbers

    @cached_property
    def firsts(self) -> list[int]:
        """For each clause the first clause of its segment."""
        seen: dict[int, int] = {}
        return [seen.setdefault(number, place) for place, number in enumerate(self.segments)]


@dataclass(frozen=True, eq=False)
class Page:
    """Page 读本: the words, clauses, phrases and sentences of one speech, made once for all."""

    speech: Speech

    @property
    def text(self) -> str:
        """The text of the speech, as it is."""
        return self.speech.text

    @property
    def lexicon(self) -> Lexicon:
        """Word lists 词表 of the speech's house."""
        return self.speech.lexicon

    @cached_property
    def simple(self) -> str:
        """The text in simplified characters, offsets unchanged."""
        return self.lexicon.simplified(self.text)

    @cached_property
    def tokens(self) -> list[Token]:
        """Words 词 that tile the text, with tags."""
        table = words.tokens(self.speech)
        columns = (table[name].tolist() for name in ("start", "end", "text", "tag"))
        return [Token(*row) for row in zip(*columns, strict=True)]

    @cached_property
    def plain(self) -> list[str]:
        """The same words 词 in simplified characters."""
        return [self.simple[word.start : word.end] for word in self.tokens]

    @cached_property
    def _starts(self) -> list[int]:
        return [token.start for token in self.tokens]

    def row(self, place: int) -> int:
        """Number of the word that holds a place."""
        return max(bisect_right(self._starts, place) - 1, 0)

    def first(self, place: int) -> int:
        """Number of the first word that begins at a place or behind it."""
        return bisect_left(self._starts, place)

    def before(self, place: int) -> int:
        """Number behind the last word that ends at a place or before it (明确|提出 as one word)."""
        return bisect_right(self.tokens, place, key=lambda word: word.end)

    def words(self, start: int, end: int) -> list[Token]:
        """Words 词 of a span; a word that the span cuts is given as far as it lies inside."""
        place = max(bisect_left(self._starts, start + 1) - 1, 0)
        found = []
        while place < len(self.tokens) and self.tokens[place].start < end:
            token = self.tokens[place]
            left, right = max(token.start, start), min(token.end, end)
            if left < right:
                found.append(Token(left, right, self.text[left:right], token.tag))
            place += 1
        return found

    @cached_property
    def sentences(self) -> list[Unit]:
        """Sentences 句 without their edge marks."""
        return self._units(self.sentence_spans)

    @cached_property
    def clauses(self) -> list[Unit]:
        """Clauses 小句 without their edge marks, empty ones left out."""
        return self._units(self._clause_spans)

    @cached_property
    def phrases(self) -> list[Unit]:
        """Phrases 短语: clauses divided at 、 as well; none crosses a clause."""
        phrases: list[tuple[int, int]] = []
        for start, end in self._clause_spans:
            cuts = [start + found.end() for found in re.finditer("、", self.text[start:end])]
            edges = [start, *(cut for cut in cuts if cut < end), end]
            phrases += zip(edges, edges[1:], strict=False)
        return self._units(phrases)

    @cached_property
    def passages(self) -> list[Sentence]:
        """Sentences 句 as runs of clauses, simplified; lines that are headings are left out."""
        found = []
        for _, units in groupby(self.clauses, key=lambda unit: unit.sentence):
            run = tuple(u._replace(text=self.simple[u.start : u.end]) for u in units)
            if run[0].kind == "sentence":
                whole = self.simple[run[0].start : run[-1].end]
                found.append(Sentence(run, run[0].line, whole))
        return found

    @cached_property
    def _clause_spans(self) -> list[tuple[int, int]]:
        return _spans(structure.clauses(self.speech))

    @cached_property
    def sentence_spans(self) -> list[tuple[int, int]]:
        """Offsets of the sentences 句界, which tile the text; a very long one comes in pieces."""
        return _spans(structure.sentences(self.speech))

    @cached_property
    def _lines(self) -> list[int]:
        return [found.start() for found in re.finditer("\n", self.text)]

    @cached_property
    def _kinds(self) -> list[str]:
        table = structure.sentences(self.speech)
        rows = spans.within([start for start, _ in self.sentence_spans], table)
        return table["kind"].to_numpy()[rows].tolist()

    def _units(self, stretches: list[tuple[int, int]]) -> list[Unit]:
        opens = [start for start, _ in self.sentence_spans]
        units = []
        for left, right in stretches:
            start, end = trimmed(self.text, left, right)
            if start == end:
                continue
            sentence = bisect_left(opens, start + 1) - 1
            after = self.text[end:right].strip(" \t\u3000\n")[:1]
            line = bisect_left(self._lines, start)
            content = self.text[start:end]
            units.append(Unit(start, end, content, after, sentence, line, self._kinds[sentence]))
        return units


def _spans(table: pd.DataFrame) -> list[tuple[int, int]]:
    units = zip(table["start"].tolist(), table["end"].tolist(), strict=True)
    return spans.stretches(units, LONGEST)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Span 片段 without blanks, closing marks and unpaired brackets at its edges.

    >>> "甲，“乙丙”。"[slice(*trimmed("甲，“乙丙”。", 2, 7))]
    '“乙丙”'
    >>> "“甲乙，丙丁”"[slice(*trimmed("“甲乙，丙丁”", 0, 4))]
    '甲乙'
    """
    while start < end:
        if text[start] in _EDGE or (
            text[start] in PAIRS and PAIRS[text[start]] not in text[start:end]
        ):
            start += 1
        elif text[end - 1] in _EDGE or (
            text[end - 1] in _BACK and _BACK[text[end - 1]] not in text[start:end]
        ):
            end -= 1
        elif text[start] in _BACK:
            start += 1
        elif text[end - 1] in PAIRS:
            end -= 1
        else:
            break
    return start, end


@lru_cache(maxsize=8)
def page(speech: Speech) -> Page:
    """Page 读本 of a speech, the same for all who ask.

    >>> [unit.text for unit in page(Speech("x", "要修路、架桥，种树。")).phrases]
    ['要修路', '架桥', '种树']
    """
    return Page(speech)
