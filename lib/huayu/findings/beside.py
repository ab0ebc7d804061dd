"""Beside other texts 与别的文本相比: what is unusual in a speech, and what it took from where."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import pandas as pd

from huayu import dates, reference, reuse, tables
from huayu.corpus import Speech
from huayu.findings.claims import Finding, spans
from huayu.reuse.passages import LEAST_CHANGED, bare

# what is compared: figures, marks, stance and concepts; of moves a third is judged amiss, and
# sentences of another length would make another share of them
MEASURES = ("devices", "functions", "forms", "stance", "concepts")
# the layer whose name stands before what a measure counts; None where its items say it themselves
LAYERS = {"devices": "rhetoric", "functions": "quotations", "forms": "quotations", "stance": None}
# a device of two kinds that are no more one than any two (climax 层递, progression 递进): what it
# counts is no figure of speech by itself
TWO_KINDS = "gradation"
LEAST = 5  # occurrences, here or by the median elsewhere: fewer are an accident
SPEECHES = 20  # reference speeches from which nine tenths of them are more than a handful
ALTERED = 2  # altered citations that are told in words; the passages have all
LONGEST = 40  # characters of each: a saying, or enough of a long passage to see the change


def unusual(speech: Speech) -> Iterator[Finding]:
    """What the speech has more or less of than nine tenths of the public speeches."""
    others = reference.references(speech.root)
    if len(others) < SPEECHES:
        return
    table = reference.standing(speech, others, MEASURES)
    words = len(tables.body(reference.MEASURES["words"][0](speech)))
    expected = table["median"] * words / 1000
    # what half of the speeches lack is their subject, not their manner
    usual = (table["median"] > 0) & (table["unusual"] != "")
    often = (table["count"] >= LEAST) | (expected >= LEAST)
    one = table["item"] != TWO_KINDS
    for row in table[usual & often & one & (table["count"] > 0)].to_dict("records"):
        yield _standing(speech, row)


def _standing(speech: Speech, row: dict[str, Any]) -> Finding:
    """What is said of one row of :func:`huayu.reference.standing`."""
    high = row["unusual"] == "high"
    beyond, n = row["below" if high else "above"], row["n"]
    names = reference.named(speech.lexicon, row["measure"], row["item"])
    heads = _heads(speech, row["measure"])
    zh, en = (f"{head}“{name}”" for head, name in zip(heads, names, strict=True))
    return Finding(
        "unusual",
        f"{zh}比一般公开讲话{'多' if high else '少'}：每千词 {row['rate']:.1f} 次，"
        f"{n} 篇中有 {beyond} 篇比它{'少' if high else '多'}，中位数 {row['median']:.1f} 次",
        f"{en[:1].upper()}{en[1:]}: {'more' if high else 'less'} than is usual in public "
        f"speeches, {row['rate']:.1f} per 1,000 words; {beyond} of {n} have "
        f"{'fewer' if high else 'more'}, their median is {row['median']:.1f}",
        f"{row['count']}; {row['rate']:.1f} ({row['low']:.1f}–{row['high']:.1f}) "
        f"per 1,000 words, {beyond}/{n} speeches",
        _where(speech, row["measure"], row["item"]),
        "standing_references",
        "descriptive",
        0.8 * math.log2((n + 1) / (n - beyond + 1)),
    )


def _heads(speech: Speech, measure: str) -> tuple[str, str]:
    """What stands before the name of what is counted."""
    name = LAYERS.get(measure, measure)
    if name is None:
        return "", ""
    zh, en = speech.lexicon.label("layer", name)
    return f"{zh}", f"{en} "


def _where(speech: Speech, measure: str, item: str) -> tuple[tuple[int, int], ...]:
    """Spans of what was counted."""
    found, column = reference.MEASURES[measure]
    rows = tables.body(found(speech))
    named = rows.dropna(subset=[column])
    return spans(named[named[column].map(speech.lexicon.simplified) == item])


def echoes(speech: Speech) -> Iterator[Finding]:
    """Words cited from dated sources that are in the corpus, and what was altered in them."""
    rows = reuse.trace(speech)
    long = rows["text"].map(lambda said: len(bare(said, speech.lexicon)[0])) >= LEAST_CHANGED
    before = rows["date"].fillna("") < dates.date(str(speech.meta.get("date", "")))
    rows = rows[(rows["layer"] == "quotations") & rows["earliest"] & long & before]
    if rows.empty:
        return
    altered = rows[rows["relation"] != "verbatim"].sort_values("score", kind="stable")
    n, same, (zh, en) = len(rows), len(rows) - len(altered), _altered(altered[:ALTERED])
    yield Finding(
        "echoes",
        f"引语中有 {n} 处见于库中更早的文本，{same} 处一字不差{zh}",
        f"{n} citations stand in earlier texts of the corpus, {same} of them word for word{en}",
        f"{same}/{n}",
        spans(rows),
        "quotations_timeline",
        "counted",
        4.0 + min(len(altered), 2),
    )


def _altered(rows: pd.DataFrame) -> tuple[str, str]:
    """How citations read in the source, in Chinese and English."""
    pairs = [(r.text[:LONGEST], r.found_text[:LONGEST], r.date) for r in rows.itertuples()]
    zh = "".join(f"；“{said}”原作“{was}”（{date}）" for said, was, date in pairs)
    return zh, "".join(f"; “{said}” was “{was}” ({date})" for said, was, date in pairs)
