"""Borrowed words and series 引语的来源与句式: whose words carry a speech, its longest series."""

from __future__ import annotations

from collections.abc import Iterator

from huayu import voices
from huayu.corpus import Speech
from huayu.findings.claims import Finding, spans
from huayu.layers import UNNAMED, layer

LEAST = 3  # citations of one source
SERIES = 4  # members from which a parallelism is long: three are its definition
SHOWN = 12  # characters of a member that are enough to know it again


def leading(speech: Speech) -> Iterator[Finding]:
    """Who is cited most."""
    rows = voices.cited(speech)
    vague = {UNNAMED, *speech.lexicon.table("addressees.toml", "sources")["vague"]}
    named = rows[~rows["voice"].isin(vague)]
    counts = named["voice"].value_counts()
    if counts.empty or counts.iloc[0] < LEAST:
        return
    top = sorted(counts.index, key=lambda name: (-counts[name], name))[0]
    n, whole = int(counts[top]), len(rows)
    others = counts.drop(top)
    next_zh = f"，其次是{others.index[0]}（{int(others.iloc[0])} 处）" if len(others) else ""
    next_en = f", then {others.index[0]} ({int(others.iloc[0])})" if len(others) else ""
    yield Finding(
        "leading",
        f"{whole} 处引语中 {n} 处出自{top}{next_zh}",
        f"{n} of {whole} citations are from {top}{next_en}",
        f"{n}/{whole}",
        spans(rows[rows["voice"] == top]),
        "quotations_voices",
        "counted",
        3.4,
    )


def oldest(speech: Speech) -> Iterator[Finding]:
    """How far back the dated words reach that a speech cites."""
    rows = voices.dated(speech)
    if len(rows) < 2 or rows["date"].iloc[0][:4] == rows["date"].iloc[-1][:4]:
        return
    first, last = rows.iloc[0], rows.iloc[-1]
    yield Finding(
        "oldest",
        f"注明年代的引语有 {len(rows)} 处，最早 {first['date']}，最晚 {last['date']}",
        f"{len(rows)} citations say from when they are, from {first['date']} to {last['date']}",
        f"{len(rows)}",
        tuple((int(a), int(a) + len(t)) for a, t in zip(rows["start"], rows["text"], strict=True)),
        "quotations_timeline",
        "counted",
        3.1,
    )


def series(speech: Speech) -> Iterator[Finding]:
    """The longest parallelism of the speaker's own."""
    rows = layer(speech, "rhetoric")
    rows = rows[(rows["device"] == "parallelism") & rows["voice"].isna()]
    sizes = rows["members"].map(len)
    if rows.empty or sizes.max() < SERIES:
        return
    row = rows.loc[sizes.idxmax()]
    heads = [speech.text[a:b].strip()[:SHOWN] for a, b in row["members"]]
    yield Finding(
        "series",
        f"最长的排比至少有 {len(heads)} 项：“{heads[0]}……”“{heads[1]}……”……",
        f"The longest parallelism has at least {len(heads)} members: “{heads[0]} …”, "
        f"“{heads[1]} …” …",
        f"{len(heads)}; {len(rows)} parallelisms in all",
        tuple((int(a), int(b)) for a, b in row["members"]),
        "rhetoric_parallelism",
        "counted",
        2.8,
    )
