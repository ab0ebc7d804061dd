"""Characters 字形: traditional characters read as simplified ones, length and offsets unchanged."""

from __future__ import annotations

import csv
from functools import lru_cache

from huayu import corpus
from huayu.files import text as content


def simplified(text: str) -> str:
    """Simplified form 简体 of a text, character for character, for matching against lexicons.

    Returns
    -------
    str of the same length, so that an offset in it is an offset in the text.

    Notes
    -----
    One character has one form here; where the traditional script tells apart what the simplified
    one does not (發 and 髮, both 发) nothing is lost, the other way round is not offered.
    Characters that simplified texts use as well (乾, 著) stay. Source: the character table of
    OpenCC, see corpus/lexicons/characters.csv.

    >>> simplified("國家發展")
    '国家发展'
    """
    return text.translate(_table())


@lru_cache(maxsize=1)
def _table() -> dict[int, str]:
    lines = content(corpus.lexicon("characters.csv")).splitlines()
    rows = csv.reader(line for line in lines if not line.startswith("#"))
    next(rows)
    table = {ord(traditional): form for traditional, form in rows}
    # half a surrogate pair is no character, and no encoding takes it: it matches nothing
    return dict.fromkeys(range(0xD800, 0xE000), "\ufffd") | table
