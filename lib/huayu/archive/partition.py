"""Partition 分区: what a worker does with one block, and hands back as columns in Parquet.

First pass: words, formulas, passages and quotations are counted, and the terms of each window kept
in their order. Second pass: with the vocabulary known, the pairs are counted in those windows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from huayu import corpus, layers
from huayu.archive import cooccurrence
from huayu.archive.blocks import Block, Rejected
from huayu.archive.segmentation import Names, segmenter
from huayu.archive.terms import Terms, terms
from huayu.folding import folded
from huayu.lexicon import Lexicon
from huayu.reuse.documents import Document
from huayu.reuse.passages import Search

LENGTHS = {"year": 4, "month": 7, "day": 10}  # characters of a date that name its period
QUOTATION = ("form", "function", "speaker", "cue", "source_hint")
PASSAGE = ("phrase", "relation", "start", "end", "score", "alignment")


class Options(NamedTuple):
    """Options 选项 that every worker needs.

    ``phrases`` are traced, ``whole`` says of each whether it is one fixed unit; ``own`` is the
    text they come from, copies of which are passed over, as :func:`huayu.reuse.trace` does.
    Without ``words`` no words are counted (nor ``tokens`` of a document), which takes most time.
    ``house`` is the root whose word lists are read.
    """

    by: str = "year"
    window: str = "sentence"
    phrases: tuple[str, ...] = ()
    whole: tuple[bool, ...] = ()
    quotations: bool = False
    own: str = ""
    words: bool = True
    house: str = ""


Table = dict[str, Any]  # columns by name: lists or arrays


class _Columns(dict[str, list[Any]]):
    """Columns of a table that grows row by row."""

    def __init__(self, *names: str):
        super().__init__((name, []) for name in names)

    def add(self, *row: Any) -> None:
        for column, value in zip(self.values(), row, strict=True):
            column.append(value)


def counted(block: Block, options: Options) -> dict[str, bytes]:
    """First pass 第一遍: the tables of one block, each as the bytes of a Parquet file."""
    documents = _Columns("id", "date", "period", "characters", "tokens", "place")
    rejects = _Columns(*Rejected._fields)
    quoted = _Columns("document", "period", "start", "end", "text", *QUOTATION)
    traced = _Columns("document", "date", *PASSAGE)
    lexicon = corpus.lexicon(Path(options.house) if options.house else None)
    names = Names(lexicon)
    tallies = {"words": _Tally(), "formulas": _Tally()}
    stream = _Stream()
    for document in block.read():
        found = _dated(document, options.by)
        if isinstance(found, Rejected):
            rejects.add(*found)
            continue
        period, tokens = found.date[: LENGTHS[options.by]], 0
        if options.words:
            cut = segmenter(lexicon).cut(folded(found.text).text, names)
            terms_here = terms(cut, names, options.window)
            tokens = len(cut.numbers)
            tallies["words"].add(period, cut.numbers)
            tallies["formulas"].add(period, terms_here.formulas)
            stream.add(period, terms_here)
        documents.add(found.id, found.date, period, len(found.text), tokens, found.place)
        if options.phrases and found.text != options.own:
            for passage in _search(lexicon, options.phrases, options.whole).passages(found.text):
                traced.add(found.id, found.date, *passage)
        if options.quotations:
            for row in _quotations(found, options.house):
                quoted.add(found.id, period, *row)
    tables = {name: tally.table(name[:-1], names) for name, tally in tallies.items()}
    tables |= {"documents": documents, "rejected": rejects, "traces": traced, "quotations": quoted}
    tables["stream"], tables["vocabulary"] = stream.tables(names)
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
        found = cooccurrence.counts(numbers[here], ends, len(vocabulary))
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


def _quotations(document: Document, house: str) -> Iterator[tuple[Any, ...]]:
    """Citations and other quotations of one document; the layer of :mod:`huayu.quotations`."""
    speech = corpus.Speech(document.id, document.text, root=Path(house) if house else None)
    table = layers.layer(speech, "quotations")
    yield from table[["start", "end", "text", *QUOTATION]].itertuples(index=False)


class _Numbered:
    """Periods as numbers, in the order in which they come."""

    def __init__(self) -> None:
        self._periods: dict[str, int] = {}

    def number(self, period: str) -> int:
        return self._periods.setdefault(period, len(self._periods))

    def column(self, numbers: np.ndarray) -> pa.DictionaryArray:
        codes = pa.array(numbers.astype(np.int32))
        return pa.DictionaryArray.from_arrays(codes, pa.array([*self._periods], pa.string()))


class _Tally(_Numbered):
    """Occurrences and documents of names by period."""

    def __init__(self) -> None:
        super().__init__()
        self._keys: list[np.ndarray] = []
        self._counts: list[np.ndarray] = []

    def add(self, period: str, numbers: np.ndarray) -> None:
        found, counts = np.unique(numbers, return_counts=True)
        self._keys.append(self.number(period) << 32 | found.astype(np.int64))
        self._counts.append(counts)

    def table(self, column: str, names: Names) -> Table:
        keys = np.concatenate([np.zeros(0, np.int64), *self._keys])
        counts = np.concatenate([np.zeros(0, np.int64), *self._counts])
        keys, place = np.unique(keys, return_inverse=True)
        return {
            "period": self.column(keys >> 32).cast(pa.string()),
            column: pa.array(names.names((keys & 0xFFFFFFFF).tolist()), pa.string()),
            "count": np.bincount(place, counts, len(keys)).astype(np.int64),
            "documents": np.bincount(place, minlength=len(keys)),
        }


class _Stream(_Numbered):
    """Terms of all windows in their order, as dictionary-coded columns."""

    def __init__(self) -> None:
        super().__init__()
        self._columns: tuple[list[np.ndarray], ...] = ([], [], [])
        self._held: list[np.ndarray] = []
        self._window = 0

    def add(self, period: str, found: Terms) -> None:
        size = len(found.numbers)
        here = found.numbers, np.full(size, self.number(period)), found.windows + self._window
        for column, cells in zip(self._columns, here, strict=True):
            column.append(cells)
        self._held.append(np.unique(found.numbers))
        self._window += int(found.windows[-1]) + 1 if size else 0

    def tables(self, names: Names) -> tuple[Table, Table]:
        """The stream, and in how many documents each of its terms stands."""
        numbers, periods, windows, held = (
            np.concatenate([np.zeros(0, np.int32), *cells]).astype(np.int32)
            for cells in (*self._columns, self._held)
        )
        distinct, codes = np.unique(numbers, return_inverse=True)
        known = pa.array(names.names(distinct.tolist()), pa.string())
        term = pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), known)
        documents = np.bincount(np.searchsorted(distinct, held), minlength=len(distinct))
        stream = {"term": term, "period": self.column(periods), "window": windows}
        return stream, {"term": known, "documents": documents}


@lru_cache(maxsize=2)
def _search(lexicon: Lexicon, phrases: tuple[str, ...], whole: tuple[bool, ...]) -> Search:
    return Search(phrases, whole, lexicon)


def _codes(column: pa.ChunkedArray) -> tuple[list[str], np.ndarray]:
    """Names of a dictionary-coded column, and the number of each row's name."""
    coded = column.combine_chunks()
    if isinstance(coded, pa.ChunkedArray):  # of a column without rows
        coded = pa.DictionaryArray.from_arrays(pa.array([], pa.int32()), pa.array([], pa.string()))
    return coded.dictionary.to_pylist(), coded.indices.to_numpy()


def _long(columns: _Columns, key: str) -> Table:
    """Columns of which some cells are arrays, as one row for each of their items."""
    lengths = [len(cell) for cell in columns[key]]
    table: Table = {}
    for name, cells in columns.items():
        if cells and isinstance(cells[0], np.ndarray):
            table[name] = np.concatenate(cells)
        else:
            table[name] = [cell for cell, n in zip(cells, lengths, strict=True) for _ in range(n)]
    return table


def _bytes(table: Table, by: str | None = None) -> bytes:
    """Table as the bytes of a Parquet file, with one row group for each value of column ``by``."""
    out = pa.BufferOutputStream()
    columns = pa.table(table)
    with pq.ParquetWriter(out, columns.schema, compression="zstd") as writer:
        names = np.array(table[by] if by else [], dtype=str)
        cuts = [0, *(np.flatnonzero(names[1:] != names[:-1]) + 1).tolist(), len(columns)]
        for start, end in zip(cuts, cuts[1:], strict=False):
            writer.write_table(columns.slice(start, end - start))
    return out.getvalue().to_pybytes()
