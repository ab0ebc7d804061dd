"""Segmentation 分词 of an archive: the words of :mod:`huayu.words`, cut by jieba-rs.

jieba-rs cuts Chinese runs into the same words as jieba, some thirty times as fast, and lets go of
the interpreter while it does. So a text is cut in one piece, with everything that is no Chinese
run (numbers, dates, Latin words, marks) blanked out; those words are then found as they are there.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import repeat
from typing import NamedTuple

import numpy as np

from huayu import words
from huayu.corpus import Speech
from huayu.words import segmentation
from huayu.words.characters import simplified

STOP, DOTS, OPEN, CLOSE, CARRIES_ON, LINE = range(1, 7)
_MARKS = {
    STOP: "。！？!?",
    DOTS: "…",
    OPEN: "“‘「『《〈（([〔【",
    CLOSE: "”’」』》〉）)]〕】",
    CARRIES_ON: "，、；：,;:的",  # after a closing mark the sentence goes on: “好！”，他说
    LINE: "\n",
}
_BLANK, _BREAK = ord(" "), ord("\n")
_LAST = 0x323B0  # beyond the last code point that Unicode has given to a Chinese character


class Cut(NamedTuple):
    """A text cut into running words 词例: their offsets, and the words in simplified characters."""

    readable: str
    starts: np.ndarray
    ends: np.ndarray
    words: list[str]


class Segmenter:
    """Segmenter 分词器 with the project's dictionary, made once in each process."""

    def __init__(self) -> None:
        """Fill jieba-rs with the dictionary's own words."""
        import rjieba

        self.lexicon = words.dictionary()
        self._jieba = rjieba.Jieba()
        for word, frequency in self.lexicon.own.items():
            self._jieba.add_word(word, frequency, self.lexicon.tags[word])
        self._pieces = segmentation._pieces(Speech("", ""))
        self._written = re.compile(f"{segmentation._YEAR}|{segmentation._SHARE}")
        self._simple, self._kind = _tables()

    def cut(self, text: str) -> Cut:
        """Running words 词例 of a text: those of ``words.tokens`` that have a letter or digit.

        >>> Segmenter().cut("3月5日，打赢攻坚战。").words
        ['3月', '5日', '打赢', '攻坚战']
        """
        readable, blanked, others = self._blanked(text)
        found = self._jieba.cut(blanked.tobytes().decode("utf-32-le"), True)
        ends = np.cumsum(np.fromiter(map(len, found), np.int64, len(found)))
        starts = np.concatenate(([0], ends[:-1])) if len(ends) else ends
        kept = np.flatnonzero(blanked[starts] != _BLANK)
        names = [found[place] for place in kept.tolist()]
        if others:
            extra = np.array(others, np.int64)
            starts = np.concatenate((starts[kept], extra[:, 0]))
            ends = np.concatenate((ends[kept], extra[:, 1]))
            names += [readable[start:end] for start, end in others]
            order = np.argsort(starts, kind="stable")
            return Cut(readable, starts[order], ends[order], [names[i] for i in order.tolist()])
        return Cut(readable, starts[kept], ends[kept], names)

    def ids(self, text: str, number: dict[str, int]) -> tuple[np.ndarray, np.ndarray]:
        """Words 词例 of a text straight to ids, and the places where its sentences end among them.

        Parameters
        ----------
        number : words of Chinese characters and their ids; every other word is -1.

        Notes
        -----
        No offsets, so two passes over the words less than :meth:`cut` takes.

        >>> Segmenter().ids("要改革。要开放。", {"改革": 0, "开放": 1})[0].tolist()
        [-1, 0, -1, -1, 1, -1]
        """
        readable, blanked, _ = self._blanked(text)
        blanked[sentences(readable) - 1] = _BREAK
        found = self._jieba.cut(blanked.tobytes().decode("utf-32-le"), True)
        ids = np.fromiter(
            map((number | {chr(_BREAK): -2}).get, found, repeat(-1)), np.int32, len(found)
        )
        ends = np.flatnonzero(ids == -2) + 1
        ids[ids == -2] = -1
        return ids, np.append(ends, len(ids)) if not len(ends) or ends[-1] < len(ids) else ends

    def _blanked(self, text: str) -> tuple[str, np.ndarray, list[tuple[int, int]]]:
        """The text in simplified characters; its Chinese runs alone; and its other words."""
        codes = self._simple[np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)]
        readable = codes.tobytes().decode("utf-32-le", "surrogatepass")
        kinds = self._kind[codes]
        others = self._others(readable, kinds)
        blanked = np.where(kinds == 2, codes, _BLANK).astype(np.uint32)
        for start, end in others:
            blanked[start:end] = _BLANK
        return readable, blanked, others

    def _others(self, readable: str, kinds: np.ndarray) -> list[tuple[int, int]]:
        """Words that are no Chinese run: numbers, dates, Latin words, years in characters."""
        edges = np.flatnonzero(np.diff(kinds == 1, prepend=False, append=False))
        runs = [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
        runs += [match.span() for match in self._written.finditer(readable)]
        found: list[tuple[int, int]] = []
        at = 0
        for start, end in sorted(runs):
            at = max(at, start)
            while at < end:
                match = self._pieces.match(readable, at)
                found.append((at, match.end()))
                at = match.end()
        return found

    def known(self, word: str) -> bool:
        """Whether a word is the dictionary's own, so that no formula begins inside it."""
        return word in self.lexicon.tags


@lru_cache(maxsize=1)
def segmenter() -> Segmenter:
    """Segmenter 分词器 of this process."""
    return Segmenter()


@lru_cache(maxsize=1)
def _tables() -> tuple[np.ndarray, np.ndarray]:
    """For each code point its simplified form, and its kind: 2 Chinese, 1 letter or digit, 0."""
    simple = np.arange(0x110000, dtype=np.uint32)
    kind = np.zeros(0x110000, dtype=np.uint8)
    han = re.compile(segmentation._HAN)
    for first, last in ((0x80, 0xD800), (0xE000, _LAST)):
        plain = simplified("".join(map(chr, range(first, last))))
        simple[first:last] = np.frombuffer(plain.encode("utf-32-le"), np.uint32)
    for code in (*range(0xD800), *range(0xE000, _LAST)):
        char = chr(code)
        kind[code] = 2 if han.match(char) else int(char.isalnum() or char == "_")
    return simple, kind


def sentences(readable: str) -> np.ndarray:
    """Sentences 句: offsets at which a sentence begins after the first, for text in an archive.

    A sentence ends at 。！？…… with the closing marks that follow, or with its line; never inside
    marks or brackets that close on the line.

    Notes
    -----
    The rules of :func:`huayu.structure.sentences` for clean text. What belongs to the mending of
    broken lines (a line that begins with a comma, a number on a line of its own) is left out.
    """
    classes = _classes()[np.frombuffer(readable.encode("utf-32-le", "surrogatepass"), np.uint32)]
    if not len(classes):
        return np.zeros(0, np.int64)
    line = classes == LINE
    stop, close = (classes == STOP) | (classes == DOTS), classes == CLOSE
    mark = stop | close
    first = np.flatnonzero(mark & ~np.concatenate(([False], mark[:-1])))
    last = np.flatnonzero(mark & ~np.concatenate((mark[1:], [False])))
    stops = np.concatenate(([0], np.cumsum(stop)))
    following = np.concatenate((classes, [LINE]))[last + 1]
    carries_on = (following == CARRIES_ON) & (close[last] | (classes[last] == DOTS))
    ends = (stops[last + 1] > stops[first]) & (_depth(classes, line)[last] == 0) & ~carries_on
    return np.unique(np.concatenate((last[ends], np.flatnonzero(line)))) + 1


def _depth(classes: np.ndarray, line: np.ndarray) -> np.ndarray:
    """How many marks and brackets are open after each character; 0 in lines that do not pair."""
    step = (classes == OPEN).astype(np.int64) - (classes == CLOSE)
    total = np.cumsum(step)
    ends = np.unique(np.concatenate((np.flatnonzero(line), [len(classes) - 1])))
    begins = np.concatenate(([0], ends[:-1] + 1))
    before = np.concatenate(([0], total[ends[:-1]]))
    lengths = ends - begins + 1
    depth = total - np.repeat(before, lengths)
    paired = (depth[ends] == 0) & (np.minimum.reduceat(depth, begins) >= 0)
    return np.where(np.repeat(paired, lengths), depth, 0)


@lru_cache(maxsize=1)
def _classes() -> np.ndarray:
    classes = np.zeros(0x110000, dtype=np.uint8)
    for group, chars in _MARKS.items():
        classes[[ord(char) for char in chars]] = group
    return classes
