"""Rhetoric 修辞: what the figures of speech of a speech show, from the corrected layer."""

from __future__ import annotations

import pandas as pd

from huayu import structure
from huayu.corpus import Speech
from huayu.layers import layer

SETS = ("start", "end", "text", "head", "count", "members", "spelled", "agrees", "source", "score")


def sets(speech: Speech) -> pd.DataFrame:
    """Sets 数概表 of a speech: what each numeral stands for, and whether the text says so.

    Returns
    -------
    DataFrame: ``start, end, text, head, count`` (nan where the numeral counts no list),
    ``members`` (tuple of names, () where unknown), ``spelled`` (the text itself lists them),
    ``agrees`` (count and listed items are equally many; None where nothing is listed or counted),
    ``source`` (where the set is laid down, None of those that no list has), ``score, part, point,
    zone``.

    >>> table = sets(Speech("x", "我讲三点意见：一是学，二是干。反对“四风”。"))
    >>> table[["text", "count", "spelled", "agrees"]].values.tolist()
    [['三点意见', 3, True, False], ['四风', 4, False, None]]
    """
    rows = layer(speech, "rhetoric")
    rows = rows[rows["device"] == "numeral"].reset_index(drop=True)
    known = {row["form"]: row["source"] for row in speech.lexicon.rows("numerals.tsv")}
    simple = [speech.lexicon.simplified(text) for text in rows["text"]]
    found = rows.rename(columns={"frame": "head"})
    found["members"] = [
        tuple(name for slot in slots or () for name in slot) for slots in rows["slots"]
    ]
    found["spelled"] = rows["members"].map(bool)
    found["agrees"] = [
        len(places or ()) == count if places and pd.notna(count) else None
        for places, count in zip(rows["members"], rows["count"], strict=True)
    ]
    found["agrees"] = found["agrees"].astype(object)
    found["source"] = [known.get(form) for form in simple]
    return found[[*SETS, *structure.PLACE]]
