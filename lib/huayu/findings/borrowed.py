"""Borrowed words 引语的来源: whose words carry a speech."""

from __future__ import annotations

from collections.abc import Iterator

from huayu import voices
from huayu.corpus import Speech
from huayu.findings.claims import Finding, spans

LEAST = 3  # citations of one source


def leading(speech: Speech) -> Iterator[Finding]:
    """Who is cited most."""
    rows = voices.cited(speech)
    named = rows[rows["voice"] != voices.UNNAMED]
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
