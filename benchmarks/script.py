"""Short scripts 短脚本, as their users would write them without huayu: an archive, and a trace.

They count less and promise less: no formulas, no offsets, no broken lines, no names for what was
changed. They are what speed is measured against.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

import ahocorasick_rs
import numpy as np
from rapidfuzz import fuzz
from scipy.sparse import csr_matrix

STOP = re.compile(r"(?<=[。！？\n])")
LINES = 200  # a task of a process: some megabytes
GRAM, SURE = 4, 80  # letters in a row that a phrase must share, and likeness that makes a find


class Part(NamedTuple):
    """What one process counted: words by year, documents by word, and the ids of all sentences."""

    words: Counter[tuple[str, str]]
    documents: Counter[str]
    names: list[str]
    ids: np.ndarray
    ends: np.ndarray


def part(lines: list[bytes]) -> Part:
    """Words of some lines of JSON."""
    import rjieba

    cut = rjieba.Jieba().cut
    words: Counter[tuple[str, str]] = Counter()
    documents: Counter[str] = Counter()
    number: dict[str, int] = {}
    ids: list[int] = []
    ends: list[int] = []
    for row in map(json.loads, lines):
        here: Counter[str] = Counter()
        for sentence in STOP.split(row["text"]):
            found = cut(sentence, True)
            here.update(found)
            ids += [number.setdefault(word, len(number)) for word in found]
            ends.append(len(ids))
        words.update({(row["date"][:4], word): count for word, count in here.items()})
        documents.update(here.keys())
    return Part(words, documents, [*number], np.array(ids, np.int32), np.array(ends))


def counted(
    source: Path, terms: int, workers: int = 2
) -> tuple[Counter[tuple[str, str]], Counter[str], csr_matrix]:
    """Words by year, documents by word, and windows that hold two of the commonest words."""
    words: Counter[tuple[str, str]] = Counter()
    documents: Counter[str] = Counter()
    parts = []
    with get_context("spawn").Pool(workers) as pool:
        for one in pool.imap(part, _tasks(source)):
            words.update(one.words)
            documents.update(one.documents)
            parts.append(one)
    common = [word for word, _ in documents.most_common() if len(word) > 1][:terms]
    place = {word: at for at, word in enumerate(common)}
    pairs = csr_matrix((len(common), len(common)), dtype=np.float32)
    for one in parts:
        wanted = np.array([place.get(name, -1) for name in one.names], np.int32)[one.ids]
        pairs = pairs + _together(wanted, one.ends, len(common))
    return words, documents, pairs


def _tasks(source: Path) -> Iterator[list[bytes]]:
    for path in sorted(source.glob("*.jsonl*")) if source.is_dir() else [source]:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as lines:
            while some := [line for line, _ in zip(lines, range(LINES), strict=False)]:
                yield some


def _together(ids: np.ndarray, ends: np.ndarray, terms: int) -> csr_matrix:
    rows = np.repeat(np.arange(len(ends)), np.diff(ends, prepend=0))
    kept = ids >= 0
    cells = (np.ones(kept.sum(), np.float32), (rows[kept], ids[kept]))
    held = csr_matrix(cells, shape=(len(ends), terms))
    held.sum_duplicates()
    held.data[:] = 1
    return held.T @ held


def traced(said: list[str], texts: list[str]) -> list[tuple[int, int, Any]]:
    """Where phrases stand in texts, whole or changed: looked for where four letters are shared."""
    grams = sorted({one[i : i + GRAM] for one in said for i in range(len(one) - GRAM + 1)})
    holders = [[n for n, one in enumerate(said) if gram in one] for gram in grams]
    sought, found = ahocorasick_rs.AhoCorasick(grams), []
    for number, text in enumerate(texts):
        near: dict[int, list[int]] = {}
        for gram, start, _ in sought.find_matches_as_indexes(text, overlapping=True):
            for phrase in holders[gram]:
                near.setdefault(phrase, []).append(start)
        for phrase, places in near.items():
            size, done = len(said[phrase]), -1
            for start in places:
                if start > done:  # one window for hits that are close together
                    window = text[max(start - size, 0) : start + 2 * size]
                    best = fuzz.partial_ratio_alignment(said[phrase], window, score_cutoff=SURE)
                    done = start + size
                    if best:
                        found.append((number, phrase, best))
    return found
