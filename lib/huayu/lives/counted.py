"""Counted archives 计数档案: the tables of an archive, from the counts of speeches."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from pathlib import Path

import numpy as np
import pandas as pd

from huayu import dates
from huayu.association_measures import g2, npmi
from huayu.files import write
from huayu.reference import Reference

STRETCH = 10  # documents of a period at least: what is said of fewer is said of these alone
TERMS = 400  # in co-occurrence: those of most documents, so that each has windows in every period
LEAST_DOCUMENTS = 3  # that a term of the co-occurrence stands in


def counted(texts: Sequence[Reference], folder: Path) -> dict[str, int]:
    """Tables 表 of an archive made of counts: periods, documents, formulas, cooccurrence, rejected.

    As ``huayu archive`` writes them, with two differences: periods are stretches of decades with
    STRETCH documents and more, and a window of the co-occurrence is a part of a speech, since no
    sentence of a text can be told from its counts. What has no date is in ``rejected``.

    Returns
    -------
    The rows of each table.
    """
    dated = [(int(said[:4]), one) for one in texts if (said := _date(one))]
    names = stretches([year for year, _ in dated])
    held = sorted(
        ((names[year], one) for year, one in dated), key=lambda pair: (pair[0], pair[1].id)
    )
    tables = {
        "documents": _documents(held),
        "periods": _periods(held),
        "formulas": _formulas(held),
        "cooccurrence": _cooccurrence(held),
        "rejected": pd.DataFrame(
            [(one.id, 0, "has no date") for one in texts if not _date(one)],
            columns=["file", "line", "reason"],
        ),
    }
    for name, table in tables.items():
        made = io.BytesIO()
        table.to_parquet(made, index=False)
        write(folder / f"{name}.parquet", made.getvalue())
    return {name: len(table) for name, table in tables.items()}


def stretches(years: Iterable[int], least: int = STRETCH) -> dict[int, str]:
    """Stretches 时段 of whole decades that hold enough documents each: year -> name.

    Decades are taken together from the first on until there are enough; what is left over at the
    end joins the last stretch.

    >>> stretches([1956, 1998, 1999, 2004, 2021], least=2)
    {1956: '1950–1999', 1998: '1950–1999', 1999: '1950–1999', 2004: '2000–2029', 2021: '2000–2029'}
    """
    counts = Counter(year // 10 * 10 for year in years)
    groups: list[list[int]] = [[]]
    for decade in sorted(counts):
        groups[-1].append(decade)
        if sum(counts[one] for one in groups[-1]) >= least:
            groups.append([])
    rest = groups.pop()
    if rest and groups:
        groups[-1] += rest
    elif rest:
        groups = [rest]
    names = {decade: f"{group[0]}–{group[-1] + 9}" for group in groups for decade in group}
    return {year: names[year // 10 * 10] for year in sorted({*years})}


def _date(one: Reference) -> str:
    return dates.date(one.entry["date"])


def _documents(held: Sequence[tuple[str, Reference]]) -> pd.DataFrame:
    rows = [
        (one.id, _date(one), period, one.size("characters"), one.size(), one.entry["path"])
        for period, one in held
    ]
    columns = ["id", "date", "period", "characters", "tokens", "place"]
    return pd.DataFrame(rows, columns=columns)


def _periods(held: Sequence[tuple[str, Reference]]) -> pd.DataFrame:
    table = _documents(held).groupby("period", as_index=False)
    return table.agg(
        documents=("id", "size"), characters=("characters", "sum"), tokens=("tokens", "sum")
    )


def _formulas(held: Sequence[tuple[str, Reference]]) -> pd.DataFrame:
    rows = [
        (period, formula, count)
        for period, one in held
        for formula, count in one.counts("formulas").items()
    ]
    table = pd.DataFrame(rows, columns=["period", "formula", "count"])
    table = table.groupby(["period", "formula"], as_index=False)
    return table.agg(count=("count", "sum"), documents=("count", "size"))


def _cooccurrence(held: Sequence[tuple[str, Reference]]) -> pd.DataFrame:
    """Pairs of terms by period: in how many parts of speeches both stand."""
    documents = Counter(term for _, one in held for term in one.counts("terms"))
    common = sorted(documents, key=lambda term: (-documents[term], term))[:TERMS]
    terms = sorted(term for term in common if documents[term] >= LEAST_DOCUMENTS)
    tables = [
        _pairs(period, [one for at, one in held if at == period], terms)
        for period in sorted({period for period, _ in held})
    ]
    columns = ["period", "source", "target", "count", "source_count", "target_count", "windows"]
    table = pd.concat([pd.DataFrame(columns=columns), *tables], ignore_index=True)
    table = table.astype(dict.fromkeys(columns[3:], "int64"))
    margins = [table[name] for name in columns[3:]]
    return table.assign(npmi=npmi(*margins), g2=g2(*margins))


def _pairs(period: str, texts: Sequence[Reference], terms: Sequence[str]) -> pd.DataFrame:
    """Pairs of terms that share a window in one period, with the windows of each."""
    place = {term: at for at, term in enumerate(terms)}
    windows = [window for one in texts for window in _windows(one, place.keys()) if window]
    held = np.zeros((len(windows), len(terms)), dtype=np.int64)
    for row, window in enumerate(windows):
        held[row, [place[term] for term in window]] = 1
    joint = held.T @ held
    source, target = np.nonzero(np.triu(joint, 1))
    names = np.array(terms, dtype=object)
    return pd.DataFrame({
        "period": period, "source": names[source], "target": names[target],
        "count": joint[source, target], "source_count": joint[source, source],
        "target_count": joint[target, target], "windows": len(windows),
    })  # fmt: skip


def _windows(one: Reference, terms: Set[str]) -> list[set[str]]:
    """The terms of each part of a speech; segments of a part are one window."""
    parts: dict[int, set[str]] = {}
    for piece in one.parts:
        parts.setdefault(piece["part"], set()).update(
            terms & piece["counts"].get("terms", {}).keys()
        )
    return [*parts.values()]
