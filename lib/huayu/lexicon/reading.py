"""Reading 读取: word lists with source and licence as comments on top, read strictly."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from huayu.files import Fault, text
from huayu.lexicon.schemas import Schema

_COUNT, _NUMBER = re.compile("0*[1-9][0-9]{0,14}"), re.compile("[0-9]{0,9}")
_SINGLE = re.compile(".", re.DOTALL)
Cells = Callable[[str], list[str]]


class Patterns:
    """Patterns 模式组: compiled expressions by name, made once of the lists of a lexicon.

    >>> Patterns(stop=re.compile("。")).stop.pattern
    '。'
    """

    def __init__(self, /, **patterns: re.Pattern[str]):
        """Give each expression its name."""
        self.__dict__.update(patterns)

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> re.Pattern[str]:
            """An expression by its name."""


class Section(dict[str, Any]):
    """A section 词类表 of a TOML list; a list that it lacks is a fault of the file."""

    def __init__(self, path: Path, name: str, lists: Mapping[str, Any]):
        """Take the lists of section ``name`` of the file at ``path``."""
        super().__init__(lists)
        self._path, self._name = path, name

    def __missing__(self, key: str) -> Any:
        """Raise the fault that names file, section and list."""
        raise Fault(self._path, f"[{self._name}] has no list {key}", f"add {key} = […]")


def rows(path: Path, schema: Schema | None = None) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows 词条 of a CSV or TSV list with their line numbers; lines that begin with # are comments.

    Parameters
    ----------
    path : the first line that is no comment names the columns; commas stand between fields, tabs
        in a ``.tsv``.
    schema : what the file must hold; without one only the number of fields is checked.

    Raises
    ------
    Fault : a column of the schema is missing, a row has more or fewer fields than columns, a field
        that must be filled is empty, or one with closed values has another.
    """
    cells: Cells = _tabbed if path.suffix == ".tsv" else _comma
    columns: list[str] = []
    for number, line in enumerate(text(path, empty=True).removeprefix("\ufeff").split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        fields = cells(line)
        if not columns:
            columns = fields
            _check_columns(path, columns, schema, number)
            continue
        if len(fields) != len(columns):
            mend = f"write {', '.join(columns)} with {_between(path)} between"
            raise Fault(path, f"has {len(fields)} fields, not {len(columns)}", mend, number)
        row = dict(zip(columns, fields, strict=True))
        _check_row(path, row, schema or Schema(filled=(columns[0],)), number)
        yield number, row
    if not columns:
        _check_columns(path, columns, schema, 1)


def _check_columns(path: Path, columns: list[str], schema: Schema | None, number: int) -> None:
    for column in schema.columns if schema else ():
        if column not in columns:
            mend = f"name the columns {', '.join(schema.columns if schema else ())} on top"
            raise Fault(path, f"column {column} is missing", mend, number)


def _check_row(path: Path, row: dict[str, str], schema: Schema, number: int) -> None:
    for column in schema.filled:
        if not row[column].strip():
            raise Fault(path, f"{column} is empty", "fill it in or drop the line", number)
    named = next(iter(row.values()))
    for column, known in schema.closed.items():
        if row[column] not in known:
            mend = f"use one of {', '.join(known)}"
            raise Fault(path, f"{column} of {named} is {row[column]!r}", mend, number)
    for columns, form, mend in (
        (schema.counts, _COUNT, "write a whole number above 0"),
        (schema.numbers, _NUMBER, "write a whole number, or nothing"),
        (schema.single, _SINGLE, "write one character"),
    ):
        for column in columns:
            if not form.fullmatch(row[column]):
                what = f"{column} of {named[:20]} is {row[column][:20]!r}"
                raise Fault(path, what, mend, number)


def _tabbed(line: str) -> list[str]:
    return line.split("\t")


def _comma(line: str) -> list[str]:
    return next(csv.reader([line]))


def _between(path: Path) -> str:
    return "tabs" if path.suffix == ".tsv" else "commas"


def words(content: str) -> tuple[str, ...]:
    """Words 词 of a list with one to a line, in order; blank lines and comments are left out.

    >>> words("# 虚词\\n的\\n\\n了\\n")
    ('的', '了')
    """
    lines = (line.strip() for line in content.split("\n"))
    return tuple(line for line in lines if line and not line.startswith("#"))


def either(words: Iterable[str]) -> str:
    """Pattern 选择式 that matches any of the words as they stand, the longest first.

    >>> either(["不", "不仅", "(a"])
    '(?:不仅|\\\\(a|不)'
    """
    longest = sorted(filter(None, words), key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, longest)) or '(?!)'})"


def alternatives(patterns: Iterable[str]) -> str:
    """Pattern 选择式 that matches any of some patterns, the longest first: 强调指出 before 指出.

    Of none it matches nothing: what matches nothing at all can be sought for ever.

    >>> alternatives(["指出", "强调(?:了|过)?指出"])
    '(?:强调(?:了|过)?指出|指出)'
    """
    return f"(?:{'|'.join(sorted(filter(None, patterns), key=len, reverse=True)) or '(?!)'})"
