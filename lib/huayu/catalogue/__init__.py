"""Catalogue 目录: public speeches that may not be shipped, got by whoever wants to compare them.

``corpus/catalogue.csv`` says of each where it lies (repository, commit, path), how it is cut out
of its file, under which licence, and the sha256 of what must come out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd

from huayu import corpus, folders, intake
from huayu.catalogue.recipes import Unfit, cut
from huayu.catalogue.sources import SERVER, copied, fetched
from huayu.files import Fault, rows, sha256, text

__all__ = ["FIELDS", "SERVER", "catalogue", "chosen", "got"]

FIELDS = (
    "id", "title", "speaker", "date", "kind", "language",
    "repository", "commit", "path", "cut", "licence", "sha256", "chars",
)  # fmt: skip
_MEND = "take the commit that the catalogue names"
_HERE = Path(__file__).resolve()
# a wheel carries it in this package; a clone has it in corpus/
_SHIPPED = (_HERE.with_name("catalogue.csv"), _HERE.parents[3] / "corpus" / "catalogue.csv")


def catalogue(house: Path | None = None) -> pd.DataFrame:
    """Catalogue 目录 of public speeches: one row each, columns :data:`FIELDS`, all text.

    Raises
    ------
    Fault : the house's corpus/catalogue.csv lacks a column.
    """
    own = (house or corpus.root()) / "corpus" / "catalogue.csv"
    path = next((p for p in (own, *_SHIPPED) if p.is_file()), own)
    found = [row for _, row in rows(text(path), path, FIELDS)]
    return pd.DataFrame(found, columns=list(FIELDS), dtype=object)


def chosen(table: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """Rows 选出 of ids, kinds, or ``all``, in the order of the catalogue.

    Raises
    ------
    Fault : a name is neither.
    """
    for name in names:
        if name != "all" and not (table[["id", "kind"]] == name).any(axis=None):
            kinds = table["kind"].unique().tolist()
            mend = f"see huayu get --list; the kinds are: {', '.join(sorted(kinds))}"
            raise Fault(name, "is no id or kind of the catalogue", mend)
    if "all" in names:
        return table
    return table[table["id"].isin(names) | table["kind"].isin(names)]


def got(
    rows: pd.DataFrame,
    house: Path,
    copy: Path | None = None,
    server: str = SERVER,
    told: Callable[[str], None] = lambda line: None,
) -> list[Path]:
    """Get 获取 speeches into corpus/: each cut out, checked by its sha256 and described.

    Parameters
    ----------
    rows : of :func:`catalogue`.
    copy : a downloaded copy of the repositories, in place of the network.
    server : see :func:`huayu.catalogue.sources.fetched`.
    told : is told of each speech, whether it came or was there.

    Returns
    -------
    Folders that were made.

    Raises
    ------
    Fault : see :func:`fetched` and :func:`copied`; the file or what is cut out of it is another
        than the catalogue knows. What came before that stays; of what failed nothing is written.

    Notes
    -----
    The text is kept as the repository has it, but for a byte order mark and line ends, so that
    the offsets of corpus/gold/ hold. Its rights stay what ``licence`` says: to read and count is
    one thing, to pass it on another.
    """
    made, files = [], {}
    for row in rows.to_dict("records"):
        if why := folders.unfit(row["id"]):
            raise Fault(row["id"], f"is no folder name: it {why}", "mend the id in the catalogue")
        folder = house / "corpus" / row["id"]
        if folder.exists():
            told(f"{row['id']} is there already")
            continue
        source = (row["repository"], row["commit"], row["path"])
        if source not in files:
            files = {
                source: copied(copy, source[0], source[2]) if copy else fetched(*source, server)
            }
        made += intake.placed([_entry(row, files[source])], house)
        told(f"{row['id']} {row['title']}")
    return made


def _entry(row: dict[str, str], content: bytes) -> intake.Entry:
    """The speech of a row, checked by its sha256."""
    place = f"{row['repository']}: {row['path']}"
    try:
        speech = cut(content, row["cut"])
    except Unfit as error:
        raise Fault(
            place, f"is another file than {row['id']} was cut from: {error}", _MEND
        ) from None
    if sha256(speech) != row["sha256"]:
        raise Fault(place, f"gives another text than {row['id']} (sha256 differs)", _MEND)
    meta = {
        "title": row["title"],
        "title_status": "original",
        "kind": "speech",
        "speaker": row["speaker"] or "unknown",
        "level": "unknown",
        "date": row["date"] or "unknown",
        "date_basis": "the catalogue",
        "occasion": row["kind"] or "unknown",
        "language": row["language"],
        "source": f"{row['repository']}, {row['path']}, commit {row['commit']}",
        "rights": f"licence: {row['licence']}; for reading and counting, ask before you pass it on",
        "masks": ["**"],
        "sha256": row["sha256"],
        "original": {
            "file": row["path"],
            "sha256": sha256(content),
            "reading": row["cut"],
            "characters": len(speech),
        },
    }
    for _, what, mend in folders.field_faults(meta, row["sha256"], row["sha256"]):
        raise Fault(f"catalogue.csv, {row['id']}", what, mend)
    return intake.Entry(row["id"], speech, meta, ())
