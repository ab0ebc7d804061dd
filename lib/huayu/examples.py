"""Examples 样例: each figure of speech with its definition, an example found and one not found."""

from __future__ import annotations

import pandas as pd

from huayu import corpus
from huayu.corpus import Speech
from huayu.layers import layer

LONG = 60  # characters of an example: a figure longer than this is shown by its beginning


def examples(speech: Speech) -> pd.DataFrame:
    """Examples 辞格样例 of a speech, one row for each figure.

    Returns
    -------
    DataFrame ``device, zh, definition, count, found`` (the one of highest score, the first of
    equals; — where the speech has none), ``at`` (part.point, offset), ``missed`` (an invented
    sentence whose figure the program does not find).
    """
    rows = layer(speech, "rhetoric")
    found = []
    for entry in speech.lexicon.rows("devices.tsv"):
        here = rows[rows["device"] == entry["device"]]
        example, at = "—", "—"
        if len(here):
            best = here.loc[here["score"].astype(float).idxmax()]
            example = "".join(best["text"].split())
            at = f"{best['part']}.{best['point']} · {best['start']}"
        example = example if len(example) <= LONG else f"{example[:LONG]}…"
        named = entry["device"], entry["zh"], entry["definition"]
        found.append((*named, len(here), example, at, entry["missed"]))
    names = ["device", "zh", "definition", "count", "found", "at", "missed"]
    return pd.DataFrame(found, columns=names)


def left_out() -> pd.DataFrame:
    """Left-out scores 留出得分 of figures whose lexicon can be reduced, from corpus/left_out.csv.

    Returns
    -------
    DataFrame ``text, device, gold, f1`` (training), ``left_out_f1, left_out_p, left_out_r,
    entries_out``: the scores of each text with the entries taken out that it alone attests.
    Empty where the house does not keep the file. Made by benchmarks/left_out.py.
    """
    path = corpus.root() / "corpus" / "left_out.csv"
    return pd.read_csv(path) if path.is_file() else pd.DataFrame(columns=["text", "device"])
