"""Terms 词项 of an archive's text: formulas and, outside formulas, content words, in windows."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from ahocorasick_rs import AhoCorasick

from huayu import words
from huayu.archive.segmentation import Cut, segmenter, sentences
from huayu.network.concepts import TOPICAL
from huayu.words import matching, phrases

WINDOWS = ("sentence", "paragraph")


class Terms(NamedTuple):
    """Terms 词项 in the order of the text: what each is called, and the window it stands in."""

    names: list[str]
    windows: np.ndarray
    formulas: list[str]


def terms(cut: Cut, window: str) -> Terms:
    """Terms 词项 of a cut text; a window is a sentence or a paragraph (a line).

    >>> from huayu.archive.segmentation import segmenter
    >>> terms(segmenter().cut("要坚持全面从严治党。学习党章。"), "sentence").names
    ['坚持', '全面从严治党', '学习', '党章']
    """
    found = formulas(cut)
    covered = np.zeros(len(cut.readable) + 1, dtype=bool)
    for start, end, _ in found:
        covered[start:end] = True
    topical = np.fromiter(map(content_word, cut.words), bool, len(cut.words))
    kept = np.flatnonzero(topical & ~covered[cut.starts] & ~covered[cut.ends - 1])
    starts = np.concatenate((cut.starts[kept], [start for start, *_ in found])).astype(np.int64)
    names = [cut.words[place] for place in kept.tolist()] + [name for *_, name in found]
    order = np.argsort(starts, kind="stable")
    if window == "sentence":
        cuts = sentences(cut.readable)
    else:
        cuts = np.array([at + 1 for at, char in enumerate(cut.readable) if char == "\n"], np.int64)
    windows = np.searchsorted(cuts, starts[order], side="right")
    return Terms([names[i] for i in order.tolist()], windows, [name for *_, name in found])


@lru_cache(maxsize=1 << 20)
def content_word(word: str) -> bool:
    """Whether a word says what a text is about 实词: by its tag, its length and the stop words."""
    topical = len(word) > 1 and segmenter().lexicon.tag(word)[0] in TOPICAL
    return topical and word not in words.function_words() and not word[0].isascii()


def formulas(cut: Cut) -> list[tuple[int, int, str]]:
    """Listed formulas 提法 of a cut text, by start: (start, end, canonical form).

    The rules of :func:`huayu.words.formulas`: the longest wins, none overlaps another, none begins
    or ends inside a word of the dictionary. Discovered ones belong to one speech and are left out.
    """
    automaton, names = _lexicon()
    plain, offsets = _bare(cut.readable)
    hits = automaton.find_matches_as_indexes(plain, overlapping=True)
    if not hits:
        return []
    which, first, last = np.array(hits, dtype=np.int64).T
    starts, ends = offsets[first], offsets[last - 1] + 1
    closed = _inside_words(cut)
    free = ~closed[starts] & ~closed[ends]
    order = np.lexsort((starts[free], starts[free] - ends[free]))
    taken = np.zeros(len(cut.readable), dtype=bool)
    found = []
    rows = zip(starts[free][order], ends[free][order], which[free][order], strict=True)
    for start, end, number in ((int(a), int(b), int(c)) for a, b, c in rows):
        if not taken[start:end].any():
            taken[start:end] = True
            found.append((start, end, names[number]))
    return sorted(found)


@lru_cache(maxsize=1)
def _lexicon() -> tuple[AhoCorasick, list[str]]:
    listed = {matching.bare(entry)[0]: known for entry, known in phrases.lexicon().items()}
    return AhoCorasick([*listed]), [known.canonical for known in listed.values()]


@lru_cache(maxsize=1 << 20)
def _known(word: str) -> bool:
    return len(word) > 1 and segmenter().known(word)


def _inside_words(cut: Cut) -> np.ndarray:
    """Edges between characters that lie inside a word of the dictionary."""
    known = np.fromiter(map(_known, cut.words), bool, len(cut.words))
    step = np.zeros(len(cut.readable) + 2, dtype=np.int64)
    step[cut.starts[known] + 1] += 1
    step[cut.ends[known]] -= 1
    return np.cumsum(step) > 0


def _bare(readable: str) -> tuple[str, np.ndarray]:
    """The text as :func:`huayu.words.matching.bare` reads it, and the offset of each character."""
    codes = np.frombuffer(readable.encode("utf-32-le", "surrogatepass"), np.uint32).copy()
    han = (codes >= 0x4E00) & (codes <= 0x9FFF)
    between = np.zeros(len(codes), dtype=bool)
    between[1:-1] = han[:-2] & han[2:]
    quotes = np.array([ord(mark) for mark in matching.QUOTES], np.uint32)
    dropped = np.isin(codes, quotes) | ((codes == ord("\n")) & between)
    codes[codes == ord("，")] = ord("、")
    offsets = np.flatnonzero(~dropped)
    return codes[offsets].tobytes().decode("utf-32-le", "surrogatepass"), offsets
