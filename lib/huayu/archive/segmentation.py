"""Segmentation 分词 of an archive: the words of :mod:`huayu.words`, each as a number.

The Chinese runs go through the compiled :mod:`huayu.archive.lattice`; what is no Chinese run
(numbers, dates, Latin words, years in characters) is found as it is there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

import numba
import numpy as np

from huayu import words
from huayu.archive.lattice import Lattice
from huayu.corpus import Speech
from huayu.lexicon import Lexicon, once
from huayu.spans import after
from huayu.words import segmentation

STOP, DOTS, OPEN, CLOSE, CARRIES_ON, LINE, TITLED = range(1, 8)
_MARKS = {
    STOP: "。！？!?",
    DOTS: "…",
    OPEN: "“‘「『《〈（([〔【",
    CLOSE: "”’」』）)]〕】",
    TITLED: "》〉",  # closes too, and a stop before it is the title's
    CARRIES_ON: "，、；：,;:的",  # after a closing mark the sentence goes on: “好！”，他说
    LINE: "\n",
}
_LAST = 0x323B0  # beyond the last code point that Unicode has given to a Chinese character


class Names:
    """Names 名册 of words and formulas by number: those of the dictionary have the same in each.

    Made anew for each block, so that what an archive adds to the dictionary never piles up.

    >>> from huayu import corpus
    >>> names = Names(corpus.lexicon())
    >>> [names.number(name) for name in ("新造之词", "新造之词")] == [len(names) - 1] * 2
    True
    """

    def __init__(self, lexicon: Lexicon) -> None:
        """Begin with the dictionary's words; it is not read before a word is asked for."""
        self.lexicon = lexicon
        self._others: dict[str, int] = {}

    @cached_property
    def _known(self) -> list[str]:
        return segmenter(self.lexicon).lattice.words

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return segmenter(self.lexicon).numbers

    def __len__(self) -> int:
        """How many there are so far, the dictionary's included."""
        return len(self._known) + len(self._others)

    def number(self, name: str) -> int:
        """Number 词号 of a name, a new one for a new name."""
        number = self._others.get(name)  # first: those of the dictionary have theirs mostly
        if number is None:
            number = self._numbers.get(name)
        if number is None:
            number = self._others[name] = len(self._known) + len(self._others)
        return number

    def names(self, numbers: Sequence[int] | np.ndarray) -> list[str]:
        """Names 词 of numbers."""
        if not len(numbers):
            return []
        others, size = [*self._others], len(self._known)
        return [self._known[n] if n < size else others[n - size] for n in numbers]

    def places(self, vocabulary: dict[str, int]) -> np.ndarray:
        """Place of each number in a vocabulary 词表, -1 for names that are not in it."""
        places = np.full(len(self), -1, np.int32)
        for name, place in vocabulary.items():
            number = self._numbers.get(name, self._others.get(name))
            if number is not None:
                places[number] = place
        return places


class Cut(NamedTuple):
    """A text cut into running words 词例: their offsets and numbers, and what it is read as."""

    readable: str
    codes: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    numbers: np.ndarray


class Segmenter:
    """Segmenter 分词器 with the dictionary of a house, made once in each process."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Lay out the dictionary."""
        self.dictionary = words.dictionary(lexicon)
        self.lattice = Lattice(self.dictionary)
        self.numbers = {word: number for number, word in enumerate(self.lattice.words)}
        self._pieces = segmentation.pieces(Speech("", ""))
        self._written = re.compile(f"{segmentation.YEAR}|{segmentation.SHARE}")
        self._simple, self._kind = _simple(lexicon), _kinds()

    def cut(self, text: str, names: Names) -> Cut:
        """Running words 词例 of a text: those of ``words.tokens`` that have a letter or digit.

        >>> from huayu import corpus
        >>> lexicon = corpus.lexicon()
        >>> names = Names(lexicon)
        >>> names.names(segmenter(lexicon).cut("3月5日，打赢攻坚战。", names).numbers)
        ['3月', '5日', '打赢', '攻坚战']
        """
        codes = self._simple[np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)]
        readable = codes.tobytes().decode("utf-32-le", "surrogatepass")
        kinds = self._kind[codes]
        others = self._others(readable, kinds)
        chinese = kinds == 2
        for start, end in others:
            chinese[start:end] = False
        found = self.lattice.cut(codes, chinese)
        for at in np.flatnonzero(found[2] < 0):
            found[2, at] = names.number(readable[found[0, at] : found[1, at]])
        if others:
            extra = [(start, end, names.number(readable[start:end])) for start, end in others]
            found = np.concatenate((found, np.array(extra, np.int32).T), axis=1)
            found = found[:, np.argsort(found[0], kind="stable")]
        return Cut(readable, codes, *found)

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
                stop = after(self._pieces, readable, at)
                found.append((at, stop))
                at = stop
        return found


@once
def segmenter(lexicon: Lexicon) -> Segmenter:
    """Segmenter 分词器 of this process for the word lists of a house."""
    return Segmenter(lexicon)


@once
def _simple(lexicon: Lexicon) -> np.ndarray:
    """For each code point its simplified form."""
    simple = np.arange(0x110000, dtype=np.uint32)
    for first, last in ((0x80, 0xD800), (0xE000, _LAST)):
        plain = lexicon.simplified("".join(map(chr, range(first, last))))
        simple[first:last] = np.frombuffer(plain.encode("utf-32-le"), np.uint32)
    return simple


@lru_cache(maxsize=1)
def _kinds() -> np.ndarray:
    """For each code point its kind: 2 Chinese, 1 letter or digit, 0."""
    kind = np.zeros(0x110000, dtype=np.uint8)
    han = re.compile(segmentation.HAN)
    for code in (*range(0xD800), *range(0xE000, _LAST)):
        char = chr(code)
        kind[code] = 2 if han.match(char) else int(char.isalnum() or char == "_")
    return kind


def sentences(codes: np.ndarray) -> np.ndarray:
    """Sentences 句: offsets at which a sentence begins after the first, for text in an archive.

    A sentence ends at 。！？…… with the closing marks that follow, or with its line; never inside
    marks or brackets that close on the line.

    Notes
    -----
    The rules of :func:`huayu.structure.sentences` for clean text. What belongs to the mending of
    broken lines (a line that begins with a comma, a number on a line of its own) is left out, and
    so is what tells who said a whole sentence before (“……。”他说。).
    """
    return _sentences(_classes()[codes])


@numba.njit(cache=True, nogil=True)
def _sentences(classes):  # pragma: no cover - compiled
    """Offsets at which a sentence begins after the first, from the classes of the characters."""
    found = np.empty(len(classes), np.int64)
    size, begin = 0, 0
    while begin < len(classes):
        end, depth, least = begin, 0, 0
        while end < len(classes) and classes[end] != LINE:
            depth += (classes[end] == OPEN) - (classes[end] == CLOSE or classes[end] == TITLED)
            least = min(least, depth)
            end += 1
        paired = depth == least == 0  # what is open in other lines is not counted
        depth, stopped = 0, False
        for at in range(begin, end):
            kind, then = classes[at], classes[at + 1] if at + 1 < len(classes) else LINE
            depth += paired * ((kind == OPEN) - (kind == CLOSE or kind == TITLED))
            stopped = (stopped or kind == STOP or kind == DOTS) and then != TITLED
            if stopped and then != STOP and then != DOTS and then != CLOSE:
                if depth == 0 and not (kind != STOP and then == CARRIES_ON):
                    found[size], size = at + 1, size + 1
                stopped = False
        if end < len(classes):
            found[size], size = end + 1, size + 1
        begin = end + 1
    return found[:size].copy()


@lru_cache(maxsize=1)
def _classes() -> np.ndarray:
    classes = np.zeros(0x110000, dtype=np.uint8)
    for group, chars in _MARKS.items():
        classes[[ord(char) for char in chars]] = group
    return classes
