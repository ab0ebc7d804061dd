"""Terms 词项 of an archive's text: formulas and, outside formulas, content words, in windows."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from ahocorasick_rs import AhoCorasick

from huayu.archive.segmentation import Cut, Names, segmenter, sentences
from huayu.lexicon import Lexicon, once
from huayu.lexicon.characters import QUOTES
from huayu.words import TOPICAL, phrases

WINDOWS = ("sentence", "paragraph")


class Terms(NamedTuple):
    """Terms 词项 by number, in the order of the text; the window of each; the formulas of them."""

    numbers: np.ndarray
    windows: np.ndarray
    formulas: np.ndarray


def terms(cut: Cut, names: Names, window: str) -> Terms:
    """Terms 词项 of a cut text; a window is a sentence or a paragraph (a line).

    >>> from huayu import corpus
    >>> lexicon = corpus.lexicon()
    >>> names = Names(lexicon)
    >>> cut = segmenter(lexicon).cut("要坚持全面从严治党。学习党章。", names)
    >>> names.names(terms(cut, names, "sentence").numbers)
    ['坚持', '全面从严治党', '学习', '党章']
    """
    found = formulas(names.lexicon, cut)
    covered = np.zeros(len(cut.codes) + 1, dtype=bool)
    for start, end, _ in found:
        covered[start:end] = True
    free = ~covered[cut.starts] & ~covered[cut.ends - 1]
    kept = np.flatnonzero(free & _topical(cut, names))
    numbers = np.array([names.number(name) for *_, name in found], np.int32)
    starts = np.concatenate((cut.starts[kept], [start for start, *_ in found])).astype(np.int32)
    order = np.argsort(starts, kind="stable")
    cuts = sentences(cut.codes) if window == "sentence" else 1 + np.flatnonzero(cut.codes == 10)
    windows = np.searchsorted(cuts, starts[order], side="right")
    return Terms(np.concatenate((cut.numbers[kept], numbers))[order], windows, numbers)


@lru_cache(maxsize=1 << 16)
def content_word(lexicon: Lexicon, word: str) -> bool:
    """Whether a word says what a text is about 实词: by its tag, its length and the stop words."""
    if len(word) < 2 or word[0].isascii() or word in lexicon.words("stopwords.txt"):
        return False
    return segmenter(lexicon).dictionary.tag(word)[0] in TOPICAL


def _topical(cut: Cut, names: Names) -> np.ndarray:
    """Which words of a text are content words."""
    known = _dictionary(names.lexicon)
    topical = known[np.minimum(cut.numbers, len(known) - 1)]
    others = np.flatnonzero(cut.numbers >= len(known))
    _, first, same = np.unique(cut.numbers[others], return_index=True, return_inverse=True)
    spans = zip(cut.starts[others[first]], cut.ends[others[first]], strict=True)
    asked = [content_word(names.lexicon, cut.readable[start:end]) for start, end in spans]
    topical[others] = np.array(asked, bool)[same]
    return topical


@once
def _dictionary(lexicon: Lexicon) -> np.ndarray:
    """Which words of the dictionary are content words: :func:`content_word` of each."""
    made, empty = segmenter(lexicon), frozenset(lexicon.words("stopwords.txt"))
    known, tags = made.lattice.words, made.dictionary.tags
    return np.array([len(w) > 1 and tags[w][0] in TOPICAL and w not in empty for w in known])


def formulas(lexicon: Lexicon, cut: Cut) -> list[tuple[int, int, str]]:
    """Listed formulas 提法 of a cut text, by start: (start, end, canonical form).

    The rules of :func:`huayu.words.formulas`: the longest wins, none overlaps another, none begins
    or ends inside a word of the dictionary, unless that is two words. Discovered ones belong to
    one speech and are left out.
    """
    automaton, names = _listed(lexicon)
    plain, offsets = _bare(cut.codes)
    hits = automaton.find_matches_as_indexes(plain, overlapping=True)
    if not hits:
        return []
    which, first, last = np.array(hits, dtype=np.int64).T
    starts, ends = offsets[first], offsets[last - 1] + 1
    closed = _inside_words(lexicon, cut)
    free = ~closed[starts] & ~closed[ends]
    for row in np.flatnonzero(~free):
        free[row] = _crosses(lexicon, cut, closed, int(starts[row]), int(ends[row]))
    order = np.lexsort((starts[free], starts[free] - ends[free]))
    taken = np.zeros(len(cut.codes), dtype=bool)
    found = []
    rows = zip(starts[free][order], ends[free][order], which[free][order], strict=True)
    for start, end, number in ((int(a), int(b), int(c)) for a, b, c in rows):
        if not taken[start:end].any():
            taken[start:end] = True
            found.append((start, end, names[number]))
    return sorted(found)


@once
def _listed(lexicon: Lexicon) -> tuple[AhoCorasick, list[str]]:
    listed = {lexicon.bare(entry)[0]: known for entry, known in phrases.listed(lexicon).items()}
    return AhoCorasick([*listed]), [known.canonical for known in listed.values()]


def _inside_words(lexicon: Lexicon, cut: Cut) -> np.ndarray:
    """Edges between characters that lie inside a word of the dictionary."""
    known = (cut.numbers < len(segmenter(lexicon).lattice.words)) & (cut.ends - cut.starts > 1)
    step = np.zeros(len(cut.codes) + 2, dtype=np.int32)
    step[cut.starts[known] + 1] += 1
    step[cut.ends[known]] -= 1
    return np.cumsum(step) > 0


def _crosses(lexicon: Lexicon, cut: Cut, closed: np.ndarray, start: int, end: int) -> bool:
    """Whether each word that an edge of a phrase divides is two words, one of them the phrase's."""
    known = segmenter(lexicon).dictionary.tags
    for edge in (start, end):
        if closed[edge]:
            word = int(np.searchsorted(cut.starts, edge, side="right")) - 1
            first, last = int(cut.starts[word]), int(cut.ends[word])
            halves = cut.readable[first:edge], cut.readable[edge:last]
            inside = last < end if edge == start else first > start
            if not inside or min(map(len, halves)) < 2 or not known.keys() >= {*halves}:
                return False
    return True


def _bare(codes: np.ndarray) -> tuple[str, np.ndarray]:
    """The text as ``lexicon.bare`` reads it, and the offset of each character."""
    han = (codes >= 0x4E00) & (codes <= 0x9FFF)
    between = np.zeros(len(codes), dtype=bool)
    between[1:-1] = han[:-2] & han[2:]
    forms = _forms()[codes]
    offsets = np.flatnonzero((forms > 0) & ~((codes == ord("\n")) & between))
    return forms[offsets].tobytes().decode("utf-32-le", "surrogatepass"), offsets


@lru_cache(maxsize=1)
def _forms() -> np.ndarray:
    """For each code point the one it is read as in a formula, 0 for quotation marks."""
    forms = np.arange(0x110000, dtype=np.uint32)
    forms[[ord(mark) for mark in QUOTES]] = 0
    forms[ord("，")] = ord("、")
    return forms
