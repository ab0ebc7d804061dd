"""Prose 文字说明: what a table says, as sentences whose numbers are computed."""

from __future__ import annotations

from typing import Any

import pandas as pd

from huayu.corpus import Speech
from huayu.languages import say
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
        return say(
            f"正文是一个整体，共 {total:,} 词：这篇讲话没有部分可比。",
            f"The body is one piece of {total:,} words: this speech has no parts to compare.",
        )
    shares = [(part, f"{words / total:.0%}") for part, words in table["words"].items()]
    zh = "，".join(f"第 {part} 部分 {share}" for part, share in shares)
    en = ", ".join(f"part {part}: {share}" for part, share in shares)
    longest, shortest = table["sentence_length"].idxmax(), table["sentence_length"].idxmin()
    top, bottom = (_ends(table.loc[part], "sentence_length") for part in (longest, shortest))
    return say(
        f"正文共 **{total:,} 词**，分 {len(table)} 个部分（{zh}）。第 {longest} 部分的句子最长"
        f"（{top} 字），第 {shortest} 部分的最短（{bottom}）；两个区间若大半重叠，"
        "这样长的文本就看不出它们有差别。",
        f"The body has **{total:,} words** in {len(table)} parts ({en}). Sentences are longest "
        f"in part {longest} ({top} characters) and shortest in part {shortest} ({bottom}); where "
        "two intervals overlap widely, the difference is not one that a text of this length can "
        "show.",
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
        return say(
            "没有一个词的区间彼此相离：这里看不出差别。",
            f"No term has intervals that lie apart: no difference by {by} can be shown here.",
        )
    lines = [
        say(
            f"- {escape(str(term))}：{_BY.get(by, by)} {top[by]} 每 1,000 词 {_rate(top)}，"
            f"{_BY.get(by, by)} {bottom[by]} {_rate(bottom)}",
            f"- {escape(str(term))}: {by} {top[by]} has {_rate(top, ' per 1,000 words')}, "
            f"{by} {bottom[by]} {_rate(bottom)}",
        )
        for _, term, top, bottom in sorted(found, key=lambda row: -row[0])[:most]
    ]
    every = table["term"].nunique()
    head = say(
        f"**{every} 个词中有 {len(found)} 个**，区间彼此相离。这只是筛一遍，不是检验："
        "看了多少个词，没有作校正。",
        f"**{len(found)} of {every} terms** have intervals that lie apart. This "
        "is a sieve and no test: nothing is corrected for the number of terms looked at.",
    )
    return "\n".join([head, "", *lines])


_BY = {"part": "部分", "document": "文献", "speech": "讲话"}


def _rate(row: pd.Series, unit: str = "") -> str:
    """A rate with its interval."""
    return f"{row['rate']:.1f}{unit} ({row['low']:.1f}–{row['high']:.1f})"


def _ends(row: pd.Series, name: str) -> str:
    ends = f"{row[f'{name}_low']:.1f}–{row[f'{name}_high']:.1f}"
    return f"{row[name]:.1f}{say('，95 % 区间', ', 95 % interval')} {ends}"
