"""Partition 分区: what a worker does with one block, and hands back as columns in Parquet.

First pass: words, formulas, passages and quotations are counted, and the terms of each window kept
in their order. Second pass: with the vocabulary known, the pairs are counted in those windows.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache
from itertools import count
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from huayu import corpus, layers
from huayu.archive import cooccurrence
from huayu.archive.blocks import Block, Rejected
from huayu.archive.segmentation import segmenter
from huayu.archive.terms import terms
from huayu.reuse.documents import Document
from huayu.reuse.passages import Search

LENGTHS = {"year": 4, "month": 7, "day": 10}  # characters of a date that name its period
QUOTATION = ("form", "function", "speaker", "cue", "source_hint")
PASSAGE = ("phrase", "relation", "start", "end", "score", "alignment")


class Options(NamedTuple):
    """Options 选项 that every worker needs."""

    by: str = "year"
    window: str = "sentence"
    phrases: tuple[str, ...] = ()
    whole: tuple[bool, ...] = ()
    quotations: bool = False


class _Columns(dict):
    """Columns of a table that grows row by row."""

    def __init__(self, *names: str):
        super().__init__((name, []) for name in names)

    def add(self, *row) -> None:
        for column, value in zip(self.values(), row, strict=True):
            column.append(value)


def counted(block: Block, options: Options) -> dict[str, bytes]:
    """First pass 第一遍: the tables of one block, each as the bytes of a Parquet file."""
    documents = _Columns("id", "date", "period", "characters", "tokens", "place")
    rejects = _Columns(*Rejected._fields)
    quoted = _Columns("document", "period", "start", "end", "text", *QUOTATION)
    traced = _Columns("document", "date", *PASSAGE)
    tallies = {"words": _Tally(), "formulas": _Tally()}
    stream = _Stream()
    for document in block.read():
        found = _dated(document, options.by)
        if isinstance(found, Rejected):
            rejects.add(*found)
            continue
        period = found.date[: LENGTHS[options.by]]
        cut = segmenter().cut(found.text)
        terms_here = terms(cut, options.window)
        documents.add(found.id, found.date, period, len(found.text), len(cut.words), found.place)
        tallies["words"].add(period, cut.words)
        tallies["formulas"].add(period, terms_here.formulas)
        stream.add(period, terms_here)
        for passage in _search(options.phrases, options.whole).passages(found.text):
            traced.add(found.id, found.date, *passage)
        if options.quotations:
            for row in _quotations(found):
                quoted.add(found.id, period, *row)
    tables = {name: tally.table(name[:-1]) for name, tally in tallies.items()}
    tables |= {"documents": documents, "rejected": rejects, "traces": traced, "quotations": quoted}
    tables |= {"stream": stream.table(), "vocabulary": stream.vocabulary()}
    return {name: _bytes(table) for name, table in tables.items()}


def paired(stream: bytes, vocabulary: Sequence[str]) -> dict[str, bytes]:
    """Second pass 第二遍: how many windows of each period hold each pair of the vocabulary."""
    table = pq.read_table(pa.BufferReader(stream), read_dictionary=["term", "period"])
    number = {term: place for place, term in enumerate(vocabulary)}
    names, ids = _codes(table["term"])
    numbers = np.array([number.get(name, -1) for name in names] + [-1], dtype=np.int32)[ids]
    periods, rows = _codes(table["period"])
    windows = table["window"].to_numpy()
    pairs = _Columns("period", "key", "joint")
    singles = _Columns("period", "term", "windows", "all")
    for place, period in enumerate(periods):
        here = np.flatnonzero(rows == place)
        ends = np.flatnonzero(np.diff(windows[here], append=-1)) + 1
        found = _counter(len(vocabulary)).count(numbers[here], ends)
        pairs.add(period, found.keys, found.joint)
        held = np.flatnonzero(found.windows)
        singles.add(period, held, found.windows[held], len(ends))
    return {
        "pairs": _bytes(_long(pairs, "key"), by="period"),
        "singles": _bytes(_long(singles, "term")),
    }


def _dated(document: Document | Rejected, by: str) -> Document | Rejected:
    """The document if its date is as full as the periods need, else its rejection."""
    if isinstance(document, Rejected) or len(document.date) >= LENGTHS[by]:
        return document
    file, _, line = document.place.rpartition(":")
    what = f"date {document.date} has no {by}" if document.date else "has no date"
    if not line.isdecimal():
        file, line = document.place, "0"
    return Rejected(file, int(line), f'{what}; write "date": "YYYY-MM-DD"')


def _quotations(document: Document):
    """Citations and other quotations of one document; the layer of :mod:`huayu.quotations`."""
    table = layers.layer(corpus.Speech(document.id, document.text), "quotations")
    return table[["start", "end", "text", *QUOTATION]].itertuples(index=False)


class _Tally:
    """Occurrences and documents of names by period."""

    def __init__(self):
        self._count: dict[str, Counter] = defaultdict(Counter)
        self._documents: dict[str, Counter] = defaultdict(Counter)

    def add(self, period: str, names: list[str]) -> None:
        self._count[period].update(names)
        self._documents[period].update(set(names))

    def table(self, name: str) -> dict:
        keys = [(period, term) for period in sorted(self._count) for term in self._count[period]]
        return {
            "period": [period for period, _ in keys],
            name: [term for _, term in keys],
            "count": np.array([self._count[a][b] for a, b in keys], dtype=np.int64),
            "documents": np.array([self._documents[a][b] for a, b in keys], dtype=np.int64),
        }


class _Stream:
    """Terms of all windows in their order, as dictionary-coded columns."""

    def __init__(self):
        self._codes: dict[str, int] = {}
        self._periods: dict[str, int] = {}
        self._columns: tuple[list, list, list] = ([], [], [])
        self._held: list[np.ndarray] = []
        self._formulas: set[str] = set()
        self._window = 0

    def add(self, period: str, found) -> None:
        codes, step = self._codes, count(len(self._codes))
        ids = [codes[n] if n in codes else codes.setdefault(n, next(step)) for n in found.names]
        row = self._periods.setdefault(period, len(self._periods))
        terms_column, periods, windows = self._columns
        terms_column.append(np.array(ids, dtype=np.int32))
        periods.append(np.full(len(ids), row, dtype=np.int32))
        windows.append(found.windows + self._window)
        self._held.append(np.unique(terms_column[-1]))
        self._formulas.update(found.formulas)
        self._window += int(found.windows[-1]) + 1 if len(ids) else 0

    def vocabulary(self) -> dict:
        """In how many documents each term stands, and whether it is a formula."""
        held = np.concatenate([np.zeros(0, np.int32), *self._held])
        return {
            "term": [*self._codes],
            "documents": np.bincount(held, minlength=len(self._codes)),
            "formula": [name in self._formulas for name in self._codes],
        }

    def table(self) -> dict:
        ids, periods, windows = (
            np.concatenate([np.zeros(0, np.int32), *parts]).astype(np.int32)
            for parts in self._columns
        )
        return {
            "term": pa.DictionaryArray.from_arrays(ids, pa.array([*self._codes], pa.string())),
            "period": pa.DictionaryArray.from_arrays(
                periods, pa.array([*self._periods], pa.string())
            ),
            "window": windows,
        }


@lru_cache(maxsize=2)
def _search(phrases: tuple[str, ...], whole: tuple[bool, ...]) -> Search:
    return Search(phrases, whole)


@lru_cache(maxsize=1)
def _counter(terms: int) -> cooccurrence.Counter:
    return cooccurrence.Counter(terms)


def _codes(column: pa.ChunkedArray) -> tuple[list[str], np.ndarray]:
    """Names of a dictionary-coded column, and the number of each row's name."""
    coded = column.combine_chunks()
    if isinstance(coded, pa.ChunkedArray):  # of a column without rows
        coded = pa.DictionaryArray.from_arrays(pa.array([], pa.int32()), pa.array([], pa.string()))
    return coded.dictionary.to_pylist(), coded.indices.to_numpy()


def _long(columns: dict, key: str) -> dict:
    """Columns of which some cells are arrays, as one row for each of their items."""
    lengths = [len(cell) for cell in columns[key]]
    table = {}
    for name, cells in columns.items():
        if cells and isinstance(cells[0], np.ndarray):
            table[name] = np.concatenate(cells)
        else:
            table[name] = [cell for cell, n in zip(cells, lengths, strict=True) for _ in range(n)]
    return table


def _bytes(table: dict, by: str | None = None) -> bytes:
    """Table as the bytes of a Parquet file, with one row group for each value of column ``by``."""
    out = pa.BufferOutputStream()
    columns = pa.table(table)
    with pq.ParquetWriter(out, columns.schema, compression="zstd") as writer:
        names = np.array(table[by] if by else [], dtype=str)
        cuts = [0, *(np.flatnonzero(names[1:] != names[:-1]) + 1).tolist(), len(columns)]
        for start, end in zip(cuts, cuts[1:], strict=False):
            writer.write_table(columns.slice(start, end - start))
    return out.getvalue().to_pybytes()
