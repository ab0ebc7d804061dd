"""Device 辞格: one figure of speech found in a text, and the units in which figures are sought."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import pandas as pd

from huayu import spans, structure, words
from huayu.corpus import Speech
from huayu.lexicon import Lexicon

# marks that close a clause or a 、-phrase; they belong to no member of a figure
CLOSERS = "，,；;：:。．！!？?…—―、"
# characters of a clause or sentence that are read at once: the longest clause of the speeches read
# so far has 234, the longest sentence 483
LONGEST = 1000
PAIRS = {"“": "”", "‘": "’", "「": "」", "『": "』", "《": "》", "（": "）", "(": ")", "〔": "〕"}
_BACK = {close: mark for mark, close in PAIRS.items()}
_EDGE = f" \t\r\n\u3000\u200b\ufeff\xa0{CLOSERS}"


class Token(NamedTuple):
    """A word 词 with its offsets and part-of-speech tag."""

    start: int
    end: int
    text: str
    tag: str


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
class Device:
    """A figure of speech 辞格: where it stands, what it is made of, and why it was taken for one.

    Attributes
    ----------
    device : its name in corpus/README.md (parallelism, antithesis …).
    start, end : offsets into the text, end exclusive.
    score : 0.0–1.0; 0.5 and more is what a careful reader would be expected to mark.
    rule : stable id of what found it, which code and tests may read.
    reason : the evidence in a few words, for people.
    members : offsets of the members, where the figure has members.
    scope : adjacent | distributed, where that is told apart.
    frame : the shared frame with … for its slots; for other devices the marker.
    slots : what fills the slots, one tuple for each member.
    kind : of a metaphor simile | metaphor, of a gradation climax | progression, else None.
    count : how many things a numeral says that it names, None where it counts no list.
    """

    device: str
    start: int
    end: int
    score: float
    rule: str
    reason: str
    members: tuple[tuple[int, int], ...] = ()
    scope: str | None = None
    frame: str | None = None
    slots: tuple[tuple[str, ...], ...] = ()
    count: int | None = None
    kind: str | None = None


@dataclass(frozen=True, eq=False)
class Context:
    """Context 语境: the units of one speech, made once and shared by all detectors."""

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
    def _starts(self) -> list[int]:
        return [token.start for token in self.tokens]

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
        return self._units(self._sentence_spans)

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
    def _clause_spans(self) -> list[tuple[int, int]]:
        return _spans(structure.clauses(self.speech))

    @cached_property
    def _sentence_spans(self) -> list[tuple[int, int]]:
        return _spans(structure.sentences(self.speech))

    @cached_property
    def _lines(self) -> list[int]:
        return [found.start() for found in re.finditer("\n", self.text)]

    @cached_property
    def _kinds(self) -> list[str]:
        table = structure.sentences(self.speech)
        rows = spans.within([start for start, _ in self._sentence_spans], table)
        return table["kind"].to_numpy()[rows].tolist()

    def _units(self, stretches: list[tuple[int, int]]) -> list[Unit]:
        opens = [start for start, _ in self._sentence_spans]
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
