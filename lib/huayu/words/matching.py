"""Matching 匹配: listed phrases found in a speech, longest first, at the edges of words.

A phrase is looked for in the bare text: simplified characters, without quotation marks and single
line breaks, ， read as 、. So 两个一百年奋斗目标 is found in “两个一百年”奋斗目标 too, and the span
covers the marks inside it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import numpy as np
from ahocorasick_rs import AhoCorasick

from huayu.corpus import Speech
from huayu.words import characters
from huayu.words.segmentation import dictionary, tokens

_PAIRS = {"”": "“", "’": "‘", "」": "「", "』": "『"}
QUOTES = frozenset("\"'" + "".join(_PAIRS) + "".join(_PAIRS.values()))


def bare(text: str) -> tuple[str, list[int]]:
    """Bare text 裸文本 to match against, and the offset in the source of each of its characters.

    A line break is skipped only between two Chinese characters: some sources break lines at
    hyperlinks, in the middle of a phrase.

    >>> bare("「兩個一百年」奮鬥目標")[0]
    '两个一百年奋斗目标'
    """
    simple = characters.simplified(text)
    kept = [
        at
        for at, char in enumerate(simple)
        if char not in QUOTES and not (char == "\n" and _between_characters(simple, at))
    ]
    return "".join(simple[at] for at in kept).replace("，", "、"), kept


class Matcher:
    """A matcher 匹配器 for a list of phrases; each may carry any value.

    >>> found = Matcher({"改革": 1, "改革开放": 2}).spans(Speech("x", "坚持改革开放不动摇"))
    >>> list(found)
    [(2, 6, 2)]
    """

    def __init__(self, phrases: Mapping[str, object]):
        """Take phrases as they are listed, with or without marks, and their values."""
        listed = {bare(phrase)[0]: value for phrase, value in phrases.items()}
        self._values = [value for phrase, value in listed.items() if phrase]
        self._automaton = AhoCorasick([phrase for phrase in listed if phrase])

    def spans(self, speech: Speech) -> Iterator[tuple[int, int, object]]:
        """Spans 片段 of the phrases in a speech, none overlapping another, in no set order.

        The longest phrase wins, of two equally long ones the first. A phrase that begins or ends
        inside a word of the dictionary is none (共产党 in 共产党员), nor is one that holds a part
        of a masked name or residue, or whose quotation marks do not pair.
        """
        text, offsets = bare(speech.text)
        closed, hidden = _closed(speech)
        found = []
        for which, first, last in self._automaton.find_matches_as_indexes(text, overlapping=True):
            start, end = offsets[first], offsets[last - 1] + 1
            if not (closed[start] or closed[end] or hidden[start:end].any()):
                found.append((start, end, which))
        yield from self._longest(speech.text, found)

    def _longest(self, text: str, found: Collection[tuple]) -> Iterator[tuple[int, int, object]]:
        taken = np.zeros(len(text), dtype=bool)
        for start, end, which in sorted(found, key=lambda m: (m[0] - m[1], m[0])):
            paired = _with_marks(text, start, end)
            if paired and not taken[slice(*paired)].any():
                taken[slice(*paired)] = True
                yield *paired, self._values[which]


def _between_characters(text: str, at: int) -> bool:
    around = text[at - 1 : at] + text[at + 1 : at + 2]
    return len(around) == 2 and all("\u4e00" <= char <= "\u9fff" for char in around)


def _closed(speech: Speech) -> tuple[np.ndarray, np.ndarray]:
    """Where no phrase may begin or end (inside a known word), and what none may hold.

    The first has an entry for every edge between characters, the second for every character: true
    in masks and residue.
    """
    closed = np.zeros(len(speech.text) + 1, dtype=bool)
    hidden = np.zeros(len(speech.text), dtype=bool)
    known = dictionary().tags
    layer = tokens(speech)
    words = characters.simplified(speech.text)
    for start, end, tag in zip(layer["start"], layer["end"], layer["tag"], strict=True):
        if tag in ("mask", "residue"):
            hidden[start:end] = True
        elif end - start > 1 and words[start:end] in known:
            closed[start + 1 : end] = True
    return closed, hidden


def _with_marks(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The span with the quotation mark that pairs one inside it; None where there is no pair."""
    inside = text[start:end]
    for closer, opener in _PAIRS.items():
        surplus = inside.count(closer) - inside.count(opener)
        if surplus == 1 and text[start - 1 : start] == opener:
            start -= 1
        elif surplus == -1 and text[end : end + 1] == closer:
            end += 1
        elif surplus:
            return None
    return start, end
