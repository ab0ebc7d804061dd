"""Lexicons 词表 of quotation: speakers, reporting verbs, occasions, quoted words, contexts."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple

from huayu import corpus

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


@lru_cache(maxsize=1)
def verbs() -> dict[str, Verb]:
    """Reporting verbs 引述动词 by their written form."""
    table = corpus.lexicon().rows("reporting_verbs.csv")
    return {row["verb"]: Verb(row["verb"], row["kind"], row["weak"] == "1") for row in table}


@lru_cache(maxsize=1)
def voices() -> list[Voice]:
    """Authority file 规范档 of speakers, in its own order."""
    table = corpus.lexicon().rows("speakers.csv")
    return [Voice(*row.values()) for row in table]


@lru_cache(maxsize=1)
def occasions() -> dict[str, str]:
    """Dates 日期 (year or year-month) of occasions by the name that speeches give them."""
    table = corpus.lexicon().rows("occasions.csv")
    return {row["alias"]: row["date"] for row in table}


@lru_cache(maxsize=1)
def quoted_words() -> dict[str, str]:
    """Functions 引号作用 of words that are customarily set in marks."""
    return {r["word"]: r["function"] for r in corpus.lexicon().rows("quoted_words.csv")}


@lru_cache(maxsize=1)
def sayings() -> dict[str, str]:
    """Sayings 名言俗语 without punctuation, each with the work or author that it is from."""
    table = corpus.lexicon().rows("sayings.csv")
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
    return corpus.lexicon().tables("quoting.toml")


def either(pieces: list[str]) -> str:
    """Alternation 或 of pieces, the longest first, so that 强调指出 is tried before 指出."""
    return "(?:" + "|".join(sorted(pieces, key=len, reverse=True)) + ")"


def verb_forms(*kinds: str) -> str:
    """Alternation of the reporting verbs of some kinds."""
    return either([re.escape(verb.verb) for verb in verbs().values() if verb.kind in kinds])
