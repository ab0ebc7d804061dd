"""Matching 匹配: listed phrases found in a speech, longest first, at the edges of words.

A phrase is looked for in the bare text, see :mod:`huayu.lexicon.characters`: so 两个一百年奋斗目标
is found in “两个一百年”奋斗目标 too, and the span covers the marks inside it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Generic, NamedTuple, TypeVar

import numpy as np
from ahocorasick_rs import AhoCorasick

from huayu.corpus import Speech
from huayu.lexicon import Lexicon
from huayu.lexicon.characters import PAIRS
from huayu.words.segmentation import dictionary, tokens

Value = TypeVar("Value")


class Matcher(Generic[Value]):
    """A matcher 匹配器 for a list of phrases; each may carry any value.

    >>> speech = Speech("x", "坚持改革开放不动摇")
    >>> list(Matcher(speech.lexicon, {"改革": 1, "改革开放": 2}).spans(speech))
    [(2, 6, 2)]
    """

    def __init__(self, lexicon: Lexicon, phrases: Mapping[str, Value]):
        """Take phrases as they are listed, with or without marks, and their values."""
        listed = {lexicon.bare(phrase)[0]: value for phrase, value in phrases.items()}
        self._values = [value for phrase, value in listed.items() if phrase]
        self._automaton = AhoCorasick([phrase for phrase in listed if phrase])

    def spans(self, speech: Speech) -> Iterator[tuple[int, int, Value]]:
        """Spans 片段 of the phrases in a speech, none overlapping another, in no set order.

        The longest phrase wins, of two equally long ones the first. A phrase that begins or ends
        inside a word of the dictionary is none (共产党 in 共产党员), nor is one that holds a part
        of a masked name or residue, or whose quotation marks do not pair. A word that lies across
        the edge of a phrase and is itself two words (推进改革 before 开放) does not stand in its
        way.
        """
        text, offsets = speech.lexicon.bare(speech.text)
        edges = _edges(speech)
        found = []
        for which, first, last in self._automaton.find_matches_as_indexes(text, overlapping=True):
            start, end = offsets[first], offsets[last - 1] + 1
            if edges.free(start, end):
                found.append((start, end, which))
        yield from self._longest(speech.text, found)

    def _longest(
        self, text: str, found: Collection[tuple[int, int, int]]
    ) -> Iterator[tuple[int, int, Value]]:
        taken = np.zeros(len(text), dtype=bool)
        for start, end, which in sorted(found, key=lambda m: (m[0] - m[1], m[0])):
            paired = _with_marks(text, start, end)
            if paired and not taken[slice(*paired)].any():
                taken[slice(*paired)] = True
                yield *paired, self._values[which]


class Edges(NamedTuple):
    """Edges 词界 between the characters of a text, and what no phrase may hold.

    ``closed`` is true inside a known word, and there ``first`` and ``last`` are the word's own
    edges where it falls into two words; elsewhere they are -1. ``hidden`` is true for every
    character in masks and residue.
    """

    closed: np.ndarray
    first: np.ndarray
    last: np.ndarray
    hidden: np.ndarray

    def free(self, start: int, end: int) -> bool:
        """Whether a phrase may stand there: no edge of it lies inside a word, or only across one
        of two words that reaches into the phrase and out of it."""
        if self.closed[start] and not start < self.last[start] < end:
            return False
        if self.closed[end] and not start < self.first[end] < end:
            return False
        return not self.hidden[start:end].any()


def _edges(speech: Speech) -> Edges:
    size = len(speech.text)
    edges = Edges(
        np.zeros(size + 1, dtype=bool),
        np.full(size + 1, -1),
        np.full(size + 1, -1),
        np.zeros(size, dtype=bool),
    )
    known = dictionary(speech.lexicon).tags
    layer = tokens(speech)
    words = speech.lexicon.simplified(speech.text)
    for start, end, tag in zip(layer["start"], layer["end"], layer["tag"], strict=True):
        if tag in ("mask", "residue"):
            edges.hidden[start:end] = True
        elif end - start > 1 and words[start:end] in known:
            edges.closed[start + 1 : end] = True
            for at in range(start + 2, end - 1):
                if words[start:at] in known and words[at:end] in known:
                    edges.first[at], edges.last[at] = start, end
    return edges


def _with_marks(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The span with the quotation mark that pairs one inside it; None where there is no pair."""
    inside = text[start:end]
    for closer, opener in PAIRS.items():
        surplus = inside.count(closer) - inside.count(opener)
        if surplus == 1 and text[start - 1 : start] == opener:
            start -= 1
        elif surplus == -1 and text[end : end + 1] == closer:
            end += 1
        elif surplus:
            return None
    return start, end
