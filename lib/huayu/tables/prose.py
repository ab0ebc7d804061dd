"""Prose 文字说明: what a table says, as sentences whose numbers are computed."""

from __future__ import annotations

from typing import Any

import pandas as pd

from huayu.corpus import Speech
from huayu.tables.output import escape


def card(speech: Speech) -> pd.DataFrame:
    """Card 卡片 of a speech: what meta.toml says of it, one row a field.

    Residue, from which a masked name might be guessed, is counted and not listed.
    """
    fields = {"id": speech.id, **speech.meta}
    if speech.residue:
        fields["residue"] = f"{len(speech.residue)} strings, kept in the text and listed nowhere"
    rows = [(name, _listed(value)) for name, value in fields.items() if name != "part"]
    return pd.DataFrame(rows, columns=["field", "value"])


def _listed(value: Any) -> str:
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def sizes_in_words(table: pd.DataFrame) -> str:
    """What :func:`sizes` says, as a sentence or two of Markdown (规模小结)."""
    total = table["words"].sum()
    if len(table) == 1:
        return f"The body is one piece of {total:,} words: this speech has no parts to compare."
    shares = ", ".join(
        f"part {part}: {words / total:.0%}" for part, words in table["words"].items()
    )
    longest, shortest = table["sentence_length"].idxmax(), table["sentence_length"].idxmin()
    return (
        f"The body has **{total:,} words** in {len(table)} parts ({shares}). Sentences are longest "
        f"in part {longest} ({_ends(table.loc[longest], 'sentence_length')} characters) and "
        f"shortest in part {shortest} ({_ends(table.loc[shortest], 'sentence_length')}); where two "
        "intervals overlap widely, the difference is not one that a text of this length can show."
    )


def apart(table: pd.DataFrame, most: int = 8) -> str:
    """Terms of :func:`rates` whose intervals lie apart, as Markdown (区间相离的词项).

    A term is named when the interval of one part lies wholly above that of another; two 95 %
    intervals that do not touch are a stricter sign than a test of the difference at 0.05, but
    one that nothing corrects for the number of terms looked at, and the sentence says so.
    """
    by = table.columns[1]
    found = []
    for term, rows in table.groupby("term", sort=False):
        top, bottom = rows.loc[rows["low"].idxmax()], rows.loc[rows["high"].idxmin()]
        if top["low"] > bottom["high"]:
            found.append((top["low"] - bottom["high"], term, top, bottom))
    if not found:
        return f"No term has intervals that lie apart: no difference by {by} can be shown here."
    lines = [
        f"- {escape(str(term))}: {by} {top[by]} has {top['rate']:.1f} per 1,000 words "
        f"({top['low']:.1f}–{top['high']:.1f}), {by} {bottom[by]} {bottom['rate']:.1f} "
        f"({bottom['low']:.1f}–{bottom['high']:.1f})"
        for _, term, top, bottom in sorted(found, key=lambda row: -row[0])[:most]
    ]
    head = (
        f"**{len(found)} of {table['term'].nunique()} terms** have intervals that lie apart. This "
        "is a sieve and no test: nothing is corrected for the number of terms looked at."
    )
    return "\n".join([head, "", *lines])


def _ends(row: pd.Series, name: str) -> str:
    return f"{row[name]:.1f}, 95 % interval {row[f'{name}_low']:.1f}–{row[f'{name}_high']:.1f}"
