"""Lists 词表 of quotation as its rules ask for them: verbs, speakers, sayings, contexts."""

from __future__ import annotations

import re

from huayu.lexicon import Lexicon, once
from huayu.lexicon.reading import Section, either

CONTEXTS = "quoting.toml"
# shorter pieces of a saying are words of everyday use
PARTIAL = 5
_PUNCTUATION = re.compile(r"[^\w]")
Row = dict[str, str]


@once
def verbs(lexicon: Lexicon) -> dict[str, Row]:
    """Reporting verbs and nouns 引述动词 by their written form: their ``kind``, and ``weak``.

    A weak one ("1") is too common in other uses to mark an indirect citation without a comma.
    """
    return {row["verb"]: row for row in lexicon.rows("reporting_verbs.csv")}


def voices(lexicon: Lexicon) -> tuple[Row, ...]:
    """Authority file 说话人规范档, in its own order: alias, canonical, kind, title, from, to."""
    return lexicon.rows("speakers.csv")


@once
def kinds(lexicon: Lexicon) -> dict[str, str]:
    """Kinds 类别 of the aliases of the authority file: person, body, document, people, classic."""
    return {row["alias"]: row["kind"] for row in reversed(voices(lexicon))}


@once
def occasions(lexicon: Lexicon) -> dict[str, str]:
    """Dates 日期 (year or year-month) of occasions by the name that speeches give them."""
    return {row["alias"]: row["date"] for row in lexicon.rows("occasions.csv")}


@once
def quoted_words(lexicon: Lexicon) -> dict[str, str]:
    """Functions 引号作用 of words that are customarily set in marks."""
    return {row["word"]: row["function"] for row in lexicon.rows("quoted_words.csv")}


@once
def sayings(lexicon: Lexicon) -> dict[str, str]:
    """Sayings 名言俗语 without punctuation, each with the work or author that it is from."""
    table = lexicon.rows("sayings.csv")
    return {_PUNCTUATION.sub("", row["saying"]): row["source"] for row in table}


def saying(lexicon: Lexicon, words: str) -> str | None:
    """Source of words that are a known saying, or five characters and more of one; else None."""
    bare, known = _PUNCTUATION.sub("", words), sayings(lexicon)
    if bare in known:
        return known[bare]
    if len(bare) < PARTIAL:
        return None
    found = (each for each in known if bare in each or each in bare and len(each) * 2 > len(bare))
    return next((known[each] for each in found), None)


def contexts(lexicon: Lexicon, section: str) -> Section:
    """Contexts 语境 that tell what marks are there for: pieces of regular expressions."""
    return lexicon.table(CONTEXTS, section)


def verb_forms(lexicon: Lexicon, *kinds: str) -> str:
    """Alternation of the reporting verbs of some kinds."""
    return either(row["verb"] for row in verbs(lexicon).values() if row["kind"] in kinds)
