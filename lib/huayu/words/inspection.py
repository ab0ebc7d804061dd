"""Inspection 词表检查: every file of corpus/lexicons read as its readers read it."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path

from huayu.files import Fault
from huayu.files import text as content
from huayu.words import entries, lexicons, lists, phrases, wordings


def faults(folder: Path) -> Iterator[Fault]:
    """Faults 错误 of the lexicons in a folder, the first of each file with line and mend.

    Notes
    -----
    What is wrong in form is found: a field too many or too few, a column missing, no first field,
    an unknown kind of formula, a condition that is no expression, one wording under two concepts.
    Whether an entry is true is for its reader to say.
    """
    for path in sorted(p for p in folder.glob("*") if p.is_file()):
        try:
            _read(path)
        except Fault as fault:
            yield fault


def _read(path: Path) -> None:
    if path.suffix == ".tsv":
        for row in lexicons.table_rows(path):
            entries.conditions(path, row)
    elif path.name == "concepts.toml":
        wordings.listed_concepts(path)
    elif path.name.startswith("formulas"):
        phrases.listed(path)
    elif path.suffix == ".csv":
        list(lists.rows(path, ()))
    elif path.suffix in (".toml", ".json"):
        try:
            (tomllib if path.suffix == ".toml" else json).loads(content(path))
        except ValueError as error:
            kind = path.suffix[1:].upper()
            raise Fault(path, f"is not {kind} ({error})", "mend that line") from None
    else:
        content(path)
