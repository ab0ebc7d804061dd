"""Voices 声音: whose words a speech borrows, how many, and from when."""

from __future__ import annotations

import pandas as pd

from huayu.corpus import Speech
from huayu.languages import say
from huayu.layers import UNNAMED, layer
from huayu.spans import length, within
from huayu.tables import body, escape, poisson_interval


def cited(speech: Speech) -> pd.DataFrame:
    """Citations 引用 of a speech, marked and indirect, each with the ``voice`` that it is from.

    Returns
    -------
    The corrected layer quotations, rows of function citation only, with ``voice`` (the speaker,
    or — where none is named), sorted by start. A citation inside another one is left out: its
    words are counted once, for the outer voice.
    """
    rows = layer(speech, "quotations")
    rows = rows[rows["function"] == "citation"]
    reach = rows["end"].cummax().shift(fill_value=0)
    outer = rows[rows["end"] > reach].copy()
    outer["voice"] = outer["speaker"].fillna(UNNAMED)
    return outer.reset_index(drop=True)


def voices(speech: Speech) -> pd.DataFrame:
    """Voices 引语来源 by part: who is cited where, how often, with how many characters and cues.

    Returns
    -------
    DataFrame ``voice, part, count, characters, cues``, the voices by falling number of citations
    over the body, then by where they first speak; ``cues`` joins the cue verbs, commonest first.
    Only citations in zone body are counted.
    """
    rows = body(cited(speech))
    rows = rows.assign(characters=rows["text"].map(length))
    grouped = rows.groupby(["voice", "part"], sort=False)
    table = grouped.agg(
        count=("text", "size"), characters=("characters", "sum"), cues=("cue", _commonest)
    ).reset_index()
    total = rows.groupby("voice", sort=False).agg(n=("text", "size"), first=("start", "min"))
    order = {name: (-row.n, row.first) for name, row in total.iterrows()}
    place = [
        (*order[voice], part) for voice, part in zip(table["voice"], table["part"], strict=True)
    ]
    ranked = sorted(range(len(table)), key=lambda row: place[row])
    return table.iloc[ranked].reset_index(drop=True)


def _commonest(cues: pd.Series) -> str:
    counts = cues.dropna().value_counts(sort=False)
    return "、".join(sorted(counts.index, key=lambda cue: (-counts[cue], cue)))


def shares(speech: Speech) -> pd.DataFrame:
    """Shares 引语占比 of borrowed words: cited characters among all characters of each part.

    Returns
    -------
    DataFrame ``part, characters, borrowed, own, share, citations, rate, low, high``: characters
    without white space, ``share`` from 0 to 1, ``rate`` citations per 1,000 characters with its
    exact 95 % interval (Garwood 1936). The body only.
    """
    rows = body(cited(speech))
    paragraphs = body(layer(speech, "paragraphs"))
    table = []
    for part, own in paragraphs.groupby("part"):
        here = rows[rows["part"] == part]
        table.append(
            (part, sum(map(length, own["text"])), sum(map(length, here["text"])), len(here))
        )
    frame = pd.DataFrame(table, columns=["part", "characters", "borrowed", "citations"])
    low, high = poisson_interval(frame["citations"].to_numpy())
    size = frame["characters"].to_numpy(dtype=float)
    return frame.assign(
        own=frame["characters"] - frame["borrowed"],
        share=frame["borrowed"] / size,
        rate=frame["citations"] * 1000 / size,
        low=low * 1000 / size,
        high=high * 1000 / size,
    )


def dated(speech: Speech) -> pd.DataFrame:
    """Dated citations 有年代的引语: those whose time the text gives, by date.

    Returns
    -------
    DataFrame ``year`` (decimal: 2012.83 for 2012-11), ``date, voice, cue, text, occasion, place,
    start, part``, sorted by year, then start.
    """
    rows = cited(speech)
    rows = rows[rows["date"].notna()]
    frame = rows.assign(year=[decimal(date) for date in rows["date"]])
    names = ["year", "date", "voice", "cue", "text", "occasion", "place", "start", "part"]
    return frame[names].sort_values(["year", "start"], ignore_index=True)


def decimal(date: str) -> float:
    """Decimal year 小数年份 of a date that is a year, a year and month, or a day.

    A year alone stands at its middle, a month at its middle, so that neither looks exact.

    >>> decimal("2014"), round(decimal("2012-11"), 3), round(decimal("1949-10-01"), 3)
    (2014.5, 2012.875, 1949.75)
    """
    parts = [int(part) for part in date.split("-")]
    if len(parts) == 1:
        return parts[0] + 0.5
    day = parts[2] - 1 if len(parts) == 3 else 15
    return parts[0] + (parts[1] - 1) / 12 + day / 360


def passages(speech: Speech, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows with their passage 出处段落: the sentence that each stands in, the words set off by ⟦⟧.

    Returns
    -------
    The rows with ``at`` (part.point, then the offset in text.txt) first and ``passage`` last, so
    that a reader finds the place again.
    """
    sentences = layer(speech, "sentences")
    starts = sentences["start"].to_numpy()
    found = []
    for row, inside in zip(rows.itertuples(), within(rows["start"], sentences), strict=True):
        own = sentences["text"].iloc[inside]
        start, end = row.start - starts[inside], row.end - starts[inside]
        found.append(f"{own[:start]}⟦{own[start:end]}⟧{own[end:]}".strip())
    at = [f"{row.part}.{row.point} · {row.start}" for row in rows.itertuples()]
    table = rows.assign(passage=found)
    table.insert(0, "at", at)
    return table


def functions(speech: Speech) -> pd.DataFrame:
    """Functions 引号作用 of quotation marks by part: counts and rates per 1,000 characters.

    Returns
    -------
    DataFrame ``function, part, count, rate, low, high`` over spans in marks in the body, every
    function in every part; the interval is the exact one of a Poisson count.
    """
    rows = body(layer(speech, "quotations"))
    rows = rows[rows["form"] == "quoted"]
    size = shares(speech).set_index("part")["characters"]
    counts = pd.crosstab(rows["function"], rows["part"])
    counts = counts.reindex(columns=size.index, fill_value=0).astype("int64")
    table = counts.rename_axis(index="function", columns="part").stack().rename("count")
    table = table.reset_index()
    low, high = poisson_interval(table["count"].to_numpy())
    per = 1000 / table["part"].map(size).to_numpy(dtype=float)
    return table.assign(rate=table["count"] * per, low=low * per, high=high * per)


def in_words(speech: Speech) -> str:
    """What the voices of a speech amount to, as a paragraph of Markdown (引语小结)."""
    rows, table, share = cited(speech), voices(speech), shares(speech)
    if rows.empty:
        return say(
            "这篇讲话没有引谁的话：全是讲话人自己的话。",
            "This speech cites nobody: all its words are the speaker's own.",
        )
    total = table.groupby("voice", sort=False)["count"].sum()
    named = total.drop(UNNAMED, errors="ignore")
    borrowed = share["borrowed"].sum() / share["characters"].sum()
    head = say(
        f"正文有 **{int(total.sum())} 处引语**，出自 {len(named)} 个具名的人或机构；"
        f"引来的话占 {borrowed:.1%} 的字数。",
        f"The body holds **{int(total.sum())} citations** of {len(named)} named voices; cited "
        f"words make up {borrowed:.1%} of its characters.",
    )
    if named.empty:
        return head
    first = named.index[0]
    cues = table.loc[table["voice"] == first, "cues"].str.split("、").explode()
    used = "、".join(dict.fromkeys(cue for cue in cues if cue))
    by = say(f"引出它们的是{used}。", f" They come with {used}.") if used else ""
    lead = say(
        f"引得最多的是{escape(first)}（{int(total.sum())} 处中的 {named.iloc[0]} 处）。",
        f" The voice heard most is {escape(first)} ({named.iloc[0]} of {int(total.sum())}).",
    )
    return head + lead + by + _most(share)


def _most(share: pd.DataFrame) -> str:
    """A sentence on where most is borrowed; empty for a speech without parts."""
    if len(share) < 2:
        return ""
    top, least = share.loc[share["share"].idxmax()], share.loc[share["share"].idxmin()]
    apart = top["low"] > least["high"]
    verdict = (
        say("两者引语频率的区间不重叠", "the intervals of their citation rates do not overlap")
        if apart
        else say(
            "两者引语频率的区间有重叠，可能只是碰巧",
            "the intervals of their citation rates overlap, so this may be chance",
        )
    )
    return say(
        f"第 {int(top['part'])} 部分借得最多（占字数的 {top['share']:.1%}，"
        f"{int(top['citations'])} 处），第 {int(least['part'])} 部分最少（{least['share']:.1%}，"
        f"{int(least['citations'])} 处）；{verdict}。",
        f" Part {int(top['part'])} borrows most ({top['share']:.1%} of its characters, "
        f"{int(top['citations'])} citations), part {int(least['part'])} least "
        f"({least['share']:.1%}, {int(least['citations'])}); {verdict}.",
    )
