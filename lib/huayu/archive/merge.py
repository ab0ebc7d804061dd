"""Merging 合并: the tables of an archive, from the partitions, one period at a time.

============  ======================================================================================
documents     id, date, period, characters, tokens (running words), place
periods       period, documents, characters, tokens
words         period, word (in simplified characters), count, documents
formulas      period, formula, count, documents
keyness       period, word, count, rest, g2, log_ratio: each period against all others
cooccurrence  period, source, target, count (windows with both), source_count, target_count,
              windows (with a term), npmi, g2
quotations    document, period, start, end, text and the fields of the layer
traces        document, date, phrase, relation, start, end, score, alignment
rejected      file, line, reason
============  ======================================================================================
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

TABLES = (
    "documents", "periods", "words", "formulas", "keyness", "cooccurrence", "quotations", "traces",
    "rejected",
)  # fmt: skip
COPIED = ("documents", "quotations", "traces", "rejected")
LEAST_JOINT = 3  # windows: two could be one sentence and its repetition
LEAST_COUNT = 5  # occurrences in a period: below, chi-squared is not to be trusted (Cochran 1954)
PENDING = 1 << 20  # rows that wait to be added up: 24 MB, whatever the archive's size


def vocabulary(parts: list[Path], most: int) -> list[str]:
    """Vocabulary 词表: the terms that stand in most documents, of equals in the order of code."""
    documents: Counter[str] = Counter()
    for part in parts:
        table = pq.read_table(part / "vocabulary.parquet", columns=["term", "documents"])
        terms, counts = (column.to_pylist() for column in table.columns)
        for term, count in zip(terms, counts, strict=True):
            documents[term] += count
    return sorted(documents, key=lambda term: (-documents[term], term))[:most]


def tables(
    parts: list[Path], terms: list[str], out: Path, told: Callable[[str, int, int], None]
) -> dict[str, int]:
    """Write all tables 写表 into ``out``; returns the rows of each."""
    rows = {name: _copied(parts, name, out) for name in COPIED}
    told("tables", 1, 4)
    sizes = _periods(out)
    rows["periods"] = _write(out, "periods", pa.table(sizes))
    rows["formulas"] = _write(out, "formulas", _Totals(parts, "formula").table())
    words = _Totals(parts, "word")
    rows["words"] = _write(out, "words", words.table())
    told("tables", 2, 4)
    rows["keyness"] = _write(out, "keyness", _keyness(words, sizes))
    told("tables", 3, 4)
    rows["cooccurrence"] = _cooccurrence(parts, terms, sizes["period"], out)
    told("tables", 4, 4)
    return {name: rows[name] for name in TABLES}


def _write(out: Path, name: str, table: pa.Table) -> int:
    half = out / f".{name}.parquet.tmp"
    pq.write_table(table, half, compression="zstd")
    half.replace(out / f"{name}.parquet")
    return len(table)


def _copied(parts: list[Path], name: str, out: Path) -> int:
    """A table that is the partitions' one after another."""
    half, rows = out / f".{name}.parquet.tmp", 0
    schema = pa.unify_schemas(
        [pq.read_schema(part / f"{name}.parquet") for part in parts], promote_options="permissive"
    )
    with pq.ParquetWriter(half, schema, compression="zstd") as writer:
        for part in parts:
            table = pq.read_table(part / f"{name}.parquet").cast(schema)
            rows += len(table)
            if len(table):
                writer.write_table(table)
    half.replace(out / f"{name}.parquet")
    return rows


def _periods(out: Path) -> dict[str, list[Any]]:
    table = pq.read_table(out / "documents.parquet", columns=["period", "characters", "tokens"])
    sums = table.group_by("period").aggregate(
        [([], "count_all"), ("characters", "sum"), ("tokens", "sum")]
    )
    sums = sums.sort_by("period")
    columns = ("period", "count_all", "characters_sum", "tokens_sum")
    names = ("period", "documents", "characters", "tokens")
    return {name: sums[column].to_pylist() for name, column in zip(names, columns, strict=True)}


class _Totals:
    """Counts by period and name, added up in bounded memory."""

    def __init__(self, parts: list[Path], name: str):
        self.name = name
        self.names: dict[str, int] = {}
        self.periods: dict[str, int] = {}
        self.keys = np.zeros(0, np.int64)
        self.sums = np.zeros((0, 2), np.int64)
        waiting: list[tuple[np.ndarray, np.ndarray]] = []
        for part in parts:
            waiting.append(self._rows(pq.read_table(part / f"{name}s.parquet")))
            if sum(len(keys) for keys, _ in waiting) > PENDING:
                self._add(waiting)
                waiting = []
        self._add(waiting)

    def _rows(self, table: pa.Table) -> tuple[np.ndarray, np.ndarray]:
        codes = []
        for column, known in (("period", self.periods), (self.name, self.names)):
            coded = table[column].combine_chunks().dictionary_encode()
            numbers = [known.setdefault(item, len(known)) for item in coded.dictionary.to_pylist()]
            codes.append(np.array(numbers, np.int64)[coded.indices.to_numpy()])
        sums = np.stack([table["count"].to_numpy(), table["documents"].to_numpy()], axis=1)
        return codes[0] << 32 | codes[1], sums

    def _add(self, waiting: list[tuple[np.ndarray, np.ndarray]]) -> None:
        keys = np.concatenate([self.keys, *(keys for keys, _ in waiting)])
        sums = np.concatenate([self.sums, *(sums for _, sums in waiting)])
        self.keys, place = np.unique(keys, return_inverse=True)
        self.sums = np.stack(
            [np.bincount(place, sums[:, i], len(self.keys)) for i in (0, 1)], axis=1
        ).astype(np.int64)

    def columns(self) -> tuple[np.ndarray, np.ndarray]:
        """Number of the period and of the name of each row."""
        return self.keys >> 32, self.keys & 0xFFFFFFFF

    def table(self) -> pa.Table:
        """Rows by period and name."""
        periods, names = self.columns()
        order = np.lexsort((_ranks(self.names)[names], _ranks(self.periods)[periods]))
        return pa.table(
            {
                "period": _coded(self.periods, periods[order]),
                self.name: _coded(self.names, names[order]),
                "count": self.sums[order, 0],
                "documents": self.sums[order, 1],
            }
        )


def _ranks(numbers: dict[str, int]) -> np.ndarray:
    """Place of each numbered name in the order of code."""
    ranks = np.zeros(len(numbers), np.int64)
    for rank, name in enumerate(sorted(numbers)):
        ranks[numbers[name]] = rank
    return ranks


def _coded(numbers: dict[str, int], codes: np.ndarray) -> pa.Array:
    """Strings of codes, as plain strings, so that equal tables are equal bytes."""
    return pa.array([*numbers], pa.string()).take(pa.array(codes))


def _keyness(words: _Totals, sizes: dict[str, list[Any]]) -> pa.Table:
    """Each word of each period against the other periods: Rayson & Garside's G² and log ratio."""
    from huayu.keyness.measures import log_likelihood, log_ratio  # as above: no worker needs it

    periods, names = words.columns()
    totals = np.bincount(names, words.sums[:, 0], len(words.names))
    length = dict(zip(sizes["period"], sizes["tokens"], strict=True))
    n1 = np.array([length[period] for period in words.periods], float)
    kept = np.flatnonzero((words.sums[:, 0] >= LEAST_COUNT) & (len(words.periods) > 1))
    periods, names, count = periods[kept], names[kept], words.sums[kept, 0]
    rest, n1 = totals[names].astype(np.int64) - count, n1[periods]
    n2 = sum(sizes["tokens"]) - n1
    scores = log_likelihood(count, rest, n1, n2), log_ratio(count, rest, n1, n2)
    order = np.lexsort((_ranks(words.names)[names], -scores[0], _ranks(words.periods)[periods]))
    return pa.table(
        {
            "period": _coded(words.periods, periods[order]),
            "word": _coded(words.names, names[order]),
            "count": count[order],
            "rest": rest[order],
            "g2": scores[0][order],
            "log_ratio": scores[1][order],
        }
    )


def _cooccurrence(parts: list[Path], terms: list[str], periods: list[str], out: Path) -> int:
    """Pairs of each period in turn, added up in one triangle."""
    from huayu.archive.cooccurrence import pairs

    names = pa.array(terms, pa.string())
    cells = np.zeros(len(terms) * (len(terms) - 1) // 2, np.int64)
    half, rows = out / ".cooccurrence.parquet.tmp", 0
    singles = _singles(parts, len(terms))
    files = [_by_period(part / "pairs.parquet") for part in parts]
    none = np.zeros(0, np.int64)
    schema = _rows("", names, none, none, none, np.zeros(len(terms)), 0).schema
    with pq.ParquetWriter(half, schema, compression="zstd") as writer:
        for period in periods:
            for file, groups in files:
                if period in groups:
                    part = pq.ParquetFile(file).read_row_group(groups[period], ["key", "joint"])
                    cells[part["key"].to_numpy()] += part["joint"].to_numpy()
            keys = np.flatnonzero(cells >= LEAST_JOINT)
            windows, all_windows = singles(period)
            table = _rows(period, names, *pairs(keys), cells[keys], windows, all_windows)
            cells[:] = 0
            rows += len(table)
            if len(table):
                writer.write_table(table)
    half.replace(out / "cooccurrence.parquet")
    return rows


def _rows(
    period: str,
    names: pa.Array,
    first: np.ndarray,
    second: np.ndarray,
    joint: np.ndarray,
    windows: np.ndarray,
    all_windows: int,
) -> pa.Table:
    """Pairs of a period with their counts and measures."""
    from huayu.association_measures import g2, npmi  # as above

    a, b = windows[first].astype(np.int64), windows[second].astype(np.int64)
    return pa.table(
        {
            "period": pa.array([period] * len(first), pa.string()),
            "source": names.take(pa.array(first)),
            "target": names.take(pa.array(second)),
            "count": joint,
            "source_count": a,
            "target_count": b,
            "windows": np.full(len(first), all_windows, np.int64),
            "npmi": npmi(joint, a, b, all_windows),
            "g2": g2(joint, a, b, all_windows),
        }
    )


def _by_period(file: Path) -> tuple[Path, dict[str, int]]:
    """Row group of each period in a file of pairs."""
    groups = {}
    whole = pq.ParquetFile(file)
    for number in range(whole.num_row_groups):
        if whole.metadata.row_group(number).num_rows:
            groups[whole.read_row_group(number, ["period"])["period"][0].as_py()] = number
    return file, groups


def _singles(parts: list[Path], terms: int) -> Callable[[str], tuple[np.ndarray, int]]:
    """For a period the windows of each term, and all windows; one partition is read at a time."""
    windows: dict[str, np.ndarray] = {}
    total: Counter[str] = Counter()
    for part in parts:
        table = pq.read_table(part / "singles.parquet")
        numbers, held, whole = (table[name].to_numpy() for name in ("term", "windows", "all"))
        coded = table["period"].combine_chunks().dictionary_encode()
        rows = coded.indices.to_numpy()
        for place, period in enumerate(coded.dictionary.to_pylist()):
            here = rows == place
            counts = windows.setdefault(period, np.zeros(terms, np.int32))
            counts[numbers[here]] += held[here].astype(np.int32)
            total[period] += whole[here][0]
    return lambda period: (windows.get(period, np.zeros(terms, np.int32)), total[period])
