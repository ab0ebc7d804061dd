"""Lexicons 词表: word lists of corpus/lexicons, checked as they are read."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from huayu import corpus
from huayu.files import Fault
from huayu.files import text as content


def rows(name: str) -> list[dict[str, str]]:
    """Rows 词条 of a lexicon by the names of its columns; blank lines and comments are left out.

    Parameters
    ----------
    name : file in corpus/lexicons. Lines with ``#`` are comments, the first other line names the
        columns, tabs stand between fields.

    Raises
    ------
    Fault : a line has more or fewer fields than the header, or no first field.
    """
    return [dict(row) for row in table_rows(corpus.lexicon(name))]


@lru_cache(maxsize=16)
def table_rows(path: Path) -> list[dict[str, str]]:
    """Rows 词条 of a tab-separated file, as :func:`rows` gives copies of them."""
    header: list[str] = []
    found = []
    for number, line in enumerate(content(path).splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        fields = line.split("\t")
        if not header:
            header = fields
        elif len(fields) != len(header) or not fields[0]:
            what = f"has {len(fields)} fields, not {len(header)}"
            raise Fault(path, what, f"write {', '.join(header)} with tabs between", number)
        else:
            found.append(dict(zip(header, fields, strict=True)))
    return found


def labels() -> dict[str, tuple[str, str]]:
    """Labels 名称 of layers, kinds and fields in Chinese and English, from labels.tsv.

    Figures of speech are named in devices.tsv, beside their definitions.

    One list for figures, sentences and the reading edition, so that a term of the field is the
    same word wherever a reader meets it. A kind whose name has another sense elsewhere is looked
    up with its layer before it.

    >>> labels()["antithesis"], labels()["quotations-formula"]
    (('对偶', 'antithesis'), ('提法', 'formula'))
    """
    devices = {row["device"]: (row["zh"], row["device"]) for row in rows("devices.tsv")}
    return devices | {row["key"]: (row["zh"], row["en"]) for row in rows("labels.tsv")}


def label(layer: str, kind: str) -> tuple[str, str]:
    """Label 名称 of a kind of a layer; one that the list does not have goes by its own name.

    >>> label("quotations", "distancing"), label("rhetoric", "parallelism"), label("x", "y")
    (('疏离', 'distancing'), ('排比', 'parallelism'), ('y', 'y'))
    """
    known = labels()
    return known.get(f"{layer}-{kind}") or known.get(kind) or (kind, kind)


@lru_cache(maxsize=16)
def table(name: str, section: str) -> dict[str, list[Any]]:
    """Section 词类表 of a TOML lexicon: named lists of words.

    Raises
    ------
    Fault : the file is not TOML or lacks the section.
    """
    path = corpus.lexicon(name)
    try:
        sections = tomllib.loads(content(path))
    except tomllib.TOMLDecodeError as error:
        raise Fault(path, f"is not TOML ({error})", "mend that line") from None
    if section not in sections:
        raise Fault(path, f"section [{section}] is missing", f"add [{section}]")
    return sections[section]


def either(words: Iterable[str]) -> str:
    """Pattern 选择式 that matches any of the words, the longest first.

    >>> either(["不", "不仅", "(a"])
    '(?:不仅|\\\\(a|不)'
    """
    return f"(?:{'|'.join(re.escape(w) for w in sorted(words, key=len, reverse=True))})"
