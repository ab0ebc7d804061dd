"""Lexicons 词表 of quotation: speakers, reporting verbs, occasions, quoted words, contexts."""

from __future__ import annotations

import csv
import re
import tomllib
from functools import lru_cache
from typing import Any, NamedTuple

from huayu import corpus
from huayu.files import Fault
from huayu.files import text as content

# shorter pieces of a saying are words of everyday use
PARTIAL = 5
_PUNCTUATION = re.compile(r"[^\w]")


class Verb(NamedTuple):
    """A reporting verb or noun 引述动词, its kind, and whether it is too common to stand alone."""

    verb: str
    kind: str
    weak: bool


class Voice(NamedTuple):
    """One line of the authority file 说话人规范档."""

    alias: str
    canonical: str
    kind: str
    title: str
    since: str
    until: str


def rows(name: str, columns: tuple[str, ...]) -> list[dict[str, str]]:
    """Rows 行 of a lexicon in CSV, its comment lines left out.

    Raises
    ------
    Fault : a column is missing, or a row has too many or too few cells.
    """
    path = corpus.lexicon(name)
    numbered = enumerate(content(path).splitlines(), start=1)
    lines = [(number, line) for number, line in numbered if line and not line.startswith("#")]
    table = csv.reader(line for _, line in lines)
    header = next(table, [])
    if tuple(header) != columns:
        raise Fault(path, f"has columns {header}", f"use {','.join(columns)}", 1)
    found = []
    for (number, _), cells in zip(lines[1:], table, strict=True):
        if len(cells) != len(columns):
            raise Fault(path, f"row has {len(cells)} cells", f"give {len(columns)}", number)
        found.append(dict(zip(columns, cells, strict=True)))
    return found


@lru_cache(maxsize=1)
def verbs() -> dict[str, Verb]:
    """Reporting verbs 引述动词 by their written form."""
    table = rows("reporting_verbs.csv", ("verb", "kind", "weak"))
    return {row["verb"]: Verb(row["verb"], row["kind"], row["weak"] == "1") for row in table}


@lru_cache(maxsize=1)
def voices() -> list[Voice]:
    """Authority file 规范档 of speakers, in its own order."""
    table = rows("speakers.csv", ("alias", "canonical", "kind", "title", "from", "to"))
    return [Voice(*row.values()) for row in table]


@lru_cache(maxsize=1)
def occasions() -> dict[str, str]:
    """Dates 日期 (year or year-month) of occasions by the name that speeches give them."""
    table = rows("occasions.csv", ("alias", "date", "occasion"))
    return {row["alias"]: row["date"] for row in table}


@lru_cache(maxsize=1)
def quoted_words() -> dict[str, str]:
    """Functions 引号作用 of words that are customarily set in marks."""
    return {row["word"]: row["function"] for row in rows("quoted_words.csv", ("word", "function"))}


@lru_cache(maxsize=1)
def sayings() -> dict[str, str]:
    """Sayings 名言俗语 without punctuation, each with the work or author that it is from."""
    table = rows("sayings.csv", ("saying", "source"))
    return {_PUNCTUATION.sub("", row["saying"]): row["source"] for row in table}


def saying(words: str) -> str | None:
    """Source of words that are a known saying, or five characters and more of one; else None."""
    bare = _PUNCTUATION.sub("", words)
    if bare in sayings():
        return sayings()[bare]
    if len(bare) < PARTIAL:
        return None
    found = (
        known
        for known in sayings()
        if bare in known or known in bare and len(known) * 2 > len(bare)
    )
    return next((sayings()[known] for known in found), None)


@lru_cache(maxsize=1)
def contexts() -> dict[str, dict[str, Any]]:
    """Contexts 语境 that tell what marks are there for: pieces of regular expressions."""
    return tomllib.loads(content(corpus.lexicon("quoting.toml")))


def either(pieces: list[str]) -> str:
    """Alternation 或 of pieces, the longest first, so that 强调指出 is tried before 指出."""
    return "(?:" + "|".join(sorted(pieces, key=len, reverse=True)) + ")"


def verb_forms(*kinds: str) -> str:
    """Alternation of the reporting verbs of some kinds."""
    return either([re.escape(verb.verb) for verb in verbs().values() if verb.kind in kinds])
