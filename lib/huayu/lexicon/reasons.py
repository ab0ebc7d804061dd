"""Reasons 依据: what decided, as a reader of Chinese says it.

Rows have their reason in English, put together by rules and features; reasons.tsv has for each of
their templates the Chinese one. What a speech or a list puts into a template stays as it is.
"""

from __future__ import annotations

import re

from huayu.lexicon import Lexicon, once

FILE = "reasons.tsv"
SLOT = "{}"
# kinds of rows, fields and values whose names labels.tsv has, by what stands before them there
_LABELS = ("", "subcategory-", "quotations-", "moves-", "form-", "frame-")
_ANYTHING = "((?:(?!: )[^,])+)"  # in a slot: no condition and no prefix of its own
_HAN = re.compile(r"[㐀-鿿]")


def chinese(lexicon: Lexicon, reason: str) -> str:
    """Chinese 中文依据 of a reason; a part of no template stays in English.

    Parameters
    ----------
    reason : parts divided by ``; ``, their conditions by ``, ``.

    >>> from huayu.lexicon import of
    >>> chinese(of(), "cue 强调 directly before the marks; heads the clause, clear")
    '引述词“强调”紧接引号之前；小句主语，主语明确'
    """
    return "；".join(_filled(lexicon, part) for part in reason.split("; "))


def _part(lexicon: Lexicon, part: str) -> str:
    """A part in Chinese: by its template, else condition by condition, else as a label."""
    known, patterns = _templates(lexicon)
    if part in known:
        return known[part]
    for pattern, said in patterns:
        if found := pattern.fullmatch(part):
            return said.format(*(_filled(lexicon, fill) for fill in found.groups()))
    if ", " in part:
        return "，".join(_part(lexicon, one) for one in part.split(", "))
    labels = lexicon.labels()
    return next((labels[key][0] for key in (f"{k}{part}" for k in _LABELS) if key in labels), part)


def _filled(lexicon: Lexicon, fill: str) -> str:
    """What is said or fills a slot: in Chinese, words of a text in quotation marks."""
    said = _part(lexicon, fill)
    return f"“{fill}”" if said == fill and _HAN.search(fill) else said


@once
def _templates(lexicon: Lexicon) -> tuple[dict[str, str], list[tuple[re.Pattern[str], str]]]:
    """Templates without slots by their English, and patterns of the others, the fullest first."""
    rows = [(row["english"], row["chinese"]) for row in lexicon.rows(FILE)]
    fixed = {english: said for english, said in rows if SLOT not in english}
    slotted = sorted((row for row in rows if SLOT in row[0]), key=lambda row: (-len(row[0]), row))
    return fixed, [(_pattern(english), said) for english, said in slotted]


def _pattern(english: str) -> re.Pattern[str]:
    """Pattern of a template; what follows a colon may have conditions of its own."""
    head, colon, rest = english.rpartition(f": {SLOT}")
    last = bool(colon) and not rest
    slots = re.escape(head if last else english).replace(re.escape(SLOT), _ANYTHING)
    return re.compile(slots + (": (.+)" if last else ""))
