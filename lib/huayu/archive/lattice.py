"""Lattice 词图: jieba's exact mode and its hidden Markov model, compiled, with words as numbers.

The words of the dictionary stand in a trie. In a run of characters the words that begin at each
place are walked, and the most probable path through them is found from the end backwards; single
characters left side by side go through the model for unknown words. Every sum is added up in
jieba's order and every tie broken in its way: so the words are jieba's own, at ties too.

Notes
-----
jieba-rs gives the same words but at ties, as strings; making those strings and looking their
numbers up again costs more than the cutting. The interpreter is let go of meanwhile, so threads
cut side by side.
"""

from __future__ import annotations

import math
from itertools import compress
from typing import NamedTuple

import numba
import numpy as np

from huayu.words.segmentation import RUN, Dictionary

FIRST, LAST = 0x4E00, 0x9FD5  # the characters that jieba knows; any other stands alone
UNKNOWN = -1  # number of a word that the dictionary has not
BEGIN, END, MIDDLE, SINGLE = range(4)  # states of the model, in the order of their letters
_BEFORE = np.array([[END, SINGLE], [BEGIN, MIDDLE], [BEGIN, MIDDLE], [END, SINGLE]])
# A cell of the trie: the node it leads from (24 bits), a character (15 bits), the node it leads to
# (24 bits). jieba's dictionary has half a million nodes, thirty times as many have room.
_NODE, _CHARACTER = 24, 15
_SPREAD = 0x9E3779B97F4A7C15  # 2^64 over the golden ratio (Knuth, Fibonacci hashing)


class Trie(NamedTuple):
    """Trie 字典树: cells to step from node to node, and for each node the word that ends there."""

    cells: np.ndarray
    root: np.ndarray
    weight: np.ndarray  # log probability of the word, not a number where none ends
    word: np.ndarray


class Model(NamedTuple):
    """Model 隐马尔可夫模型 for unknown words: log probabilities of jieba's finalseg."""

    start: np.ndarray
    transition: np.ndarray
    emission: np.ndarray


class Lattice:
    """Lattice 词图 over a dictionary; ``words`` are its words, a word's number is its place there.

    >>> from huayu.corpus import lexicon
    >>> from huayu.words import dictionary
    >>> lattice = Lattice(dictionary(lexicon()))
    >>> run = np.frombuffer("打赢攻坚战".encode("utf-32-le"), np.uint32)
    >>> starts, ends, numbers = lattice.cut(run, np.ones(5, bool))
    >>> [lattice.words[number] for number in numbers], ends.tolist()
    (['打赢', '攻坚战'], [2, 5])
    """

    def __init__(self, dictionary: Dictionary):
        """Lay out the trie and the model."""
        words = {word: count for word, count in dictionary.frequencies.items() if count}
        codes = _codes("".join(words))
        ends = np.cumsum([*map(len, words)])
        known = np.logical_and.reduceat(
            (codes >= FIRST) & (codes <= LAST), ends - np.diff(ends, prepend=0)
        )
        self.words = [*compress(words, known)]
        total = math.log(dictionary.total)
        self._unknown = math.log(1) - total
        weights = np.array([*map(math.log, compress(words.values(), known))]) - total
        codes = _codes("".join(self.words)) - np.uint32(FIRST)
        ends = np.cumsum([*map(len, self.words)])
        self._trie = Trie(*_trie(codes, ends, weights, len(dictionary.frequencies)))
        self._model = _model()

    def cut(self, codes: np.ndarray, chinese: np.ndarray) -> np.ndarray:
        """Starts, ends and numbers 词号 of the words in the Chinese runs of a text, as three rows.

        Parameters
        ----------
        codes : uint32, the code points of the text.
        chinese : bool, whether each belongs to a Chinese run.
        """
        found = np.empty((3, len(codes)), np.int32)
        size = _cut(codes, chinese, self._trie, self._model, self._unknown, found)
        return found[:, :size].copy()


def _codes(text: str) -> np.ndarray:
    return np.frombuffer(text.encode("utf-32-le"), np.uint32)


def _model() -> Model:
    """jieba's model as arrays, states in the order of their letters."""
    from jieba import finalseg

    letters = "BEMS"
    start = np.array([finalseg.start_P[state] for state in letters])
    transition = np.array(
        [[finalseg.trans_P[a].get(b, finalseg.MIN_FLOAT) for b in letters] for a in letters]
    )
    emission = np.full((4, LAST - FIRST + 1), finalseg.MIN_FLOAT)
    for state, letter in enumerate(letters):
        for character, probability in finalseg.emit_P[letter].items():
            if FIRST <= ord(character) <= LAST:
                emission[state, ord(character) - FIRST] = probability
    return Model(start, transition, emission)


@numba.njit(cache=True, nogil=True)
def _place(cells, node, code):  # pragma: no cover - compiled
    """Place of the cell that leads from a node by a character, or of the empty one for it."""
    key = np.int64(node) << _CHARACTER | np.int64(code)
    last = len(cells) - 1
    place = np.int64((np.uint64(key) * np.uint64(_SPREAD)) >> np.uint64(40)) & last
    while cells[place] >= 0 and cells[place] >> _NODE != key:
        place = (place + 1) & last
    return place


@numba.njit(cache=True, nogil=True)
def _step(cells, node, code):  # pragma: no cover - compiled
    """Node that a character leads to from a node, below 0 for none."""
    cell = cells[_place(cells, node, code)]
    return cell & ((1 << _NODE) - 1) if cell >= 0 else cell


@numba.njit(cache=True, nogil=True)
def _trie(codes, ends, weights, most):  # pragma: no cover - compiled
    """Trie of words given as characters, one word after another, with so many nodes at most."""
    room = 4
    while room < 2 * most:  # half of the cells stay empty, so that few are searched
        room *= 2
    cells = np.full(room, -1, np.int64)
    root = np.full(LAST - FIRST + 1, -1, np.int64)
    weight = np.full(most, np.nan)
    word = np.full(most, UNKNOWN, np.int32)
    nodes, begin = 0, 0
    for number in range(len(ends)):
        if root[codes[begin]] < 0:
            root[codes[begin]], nodes = nodes, nodes + 1
        node = root[codes[begin]]
        for at in range(begin + 1, ends[number]):
            place = _place(cells, node, codes[at])
            if cells[place] < 0:
                key = np.int64(node) << _CHARACTER | np.int64(codes[at])
                cells[place], nodes = key << _NODE | nodes, nodes + 1
            node = cells[place] & ((1 << _NODE) - 1)
        weight[node], word[node] = weights[number], number
        begin = ends[number]
    return cells, root, weight[:nodes].copy(), word[:nodes].copy()


@numba.njit(cache=True, nogil=True)
def _number(codes, begin, end, trie):  # pragma: no cover - compiled
    """Number of a whole word."""
    node = trie.root[codes[begin] - FIRST]
    for at in range(begin + 1, end):
        if node >= 0:
            node = _step(trie.cells, node, codes[at] - FIRST)
    return trie.word[node] if node >= 0 else UNKNOWN


@numba.njit(cache=True, nogil=True)
def _cut(codes, chinese, trie, model, unknown, found):  # pragma: no cover - compiled
    """Words of all runs into ``found`` (starts, ends, numbers); returns how many."""
    size, at, begin = 0, 0, 0
    route = np.empty(len(codes) + 1)
    ends = np.empty(len(codes), np.int32)
    nodes = np.empty(len(codes), np.int32)
    while at < len(codes):
        if not chinese[at] or at - begin == RUN:
            begin = at if chinese[at] else at + 1
        end = at
        while end < min(len(codes), begin + RUN) and chinese[end] and FIRST <= codes[end] <= LAST:
            end += 1
        if end > at:
            _route(codes, at, end, trie, unknown, route, ends, nodes)
            size = _words(codes, at, end, trie, model, ends, nodes, found, size)
        elif chinese[at]:
            found[0, size], found[1, size], found[2, size] = at, at + 1, UNKNOWN
            size += 1
        at = max(end, at + 1)
    return size


@numba.njit(cache=True, nogil=True)
def _route(codes, begin, end, trie, unknown, route, ends, nodes):  # pragma: no cover - compiled
    """Most probable path: for each place where its word ends and the word's node."""
    route[end] = 0.0
    for start in range(end - 1, begin - 1, -1):
        at = start + 1
        best, ends[start], nodes[start] = unknown + route[at], at, -1
        node = trie.root[codes[start] - FIRST]
        while node >= 0:
            weight = trie.weight[node]
            if not np.isnan(weight):
                probability = weight + route[at]
                if nodes[start] < 0 or probability >= best:
                    best, ends[start], nodes[start] = probability, at, node
            if at == end:
                break
            node = _step(trie.cells, node, codes[at] - FIRST)
            at += 1
        route[start] = best


@numba.njit(cache=True, nogil=True)
def _words(codes, at, stop, trie, model, ends, nodes, found, size):  # pragma: no cover - compiled
    """Words along the path; single characters side by side are left to the model."""
    while at < stop:
        end = at
        while end < stop and ends[end] == end + 1:
            end += 1
        if end - at > 1 and _number(codes, at, end, trie) < 0:
            size = _coined(codes, at, end, trie, model, found, size)
            at = end
            continue
        end = max(end, ends[at])
        while at < end:
            found[0, size], found[1, size] = at, ends[at]
            found[2, size] = trie.word[nodes[at]] if nodes[at] >= 0 else UNKNOWN
            at, size = ends[at], size + 1
    return size


@numba.njit(cache=True, nogil=True)
def _coined(codes, begin, end, trie, model, found, size):  # pragma: no cover - compiled
    """Words that the model sees in a run of single characters (Viterbi 1967)."""
    came = np.empty((end - begin, 4), np.int8)
    before, here = np.empty(4), np.empty(4)
    for state in range(4):
        before[state] = model.start[state] + model.emission[state, codes[begin] - FIRST]
    for at in range(begin + 1, end):
        for state in range(4):
            small, large = _BEFORE[state, 0], _BEFORE[state, 1]
            emitted = model.emission[state, codes[at] - FIRST]
            one = before[small] + model.transition[small, state] + emitted
            other = before[large] + model.transition[large, state] + emitted
            here[state], came[at - begin, state] = max(one, other), large if other >= one else small
        before, here = here, before
    states = np.empty(end - begin, np.int8)
    state = SINGLE if before[SINGLE] >= before[END] else END
    for at in range(end - begin - 1, -1, -1):
        states[at] = state
        state = came[at, state]
    start = begin
    for at in range(begin, end):
        state = states[at - begin]
        if state == BEGIN or state == SINGLE:
            start = at
        if state == END or state == SINGLE:
            found[0, size], found[1, size] = start, at + 1
            found[2, size] = _number(codes, start, at + 1, trie)
            size += 1
    return size
