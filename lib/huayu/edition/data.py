"""Data 数据 of the edition: its switches, its contents, and its rows for the page's script."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from huayu.corpus import Speech
from huayu.edition.rows import LAYERS, Row
from huayu.edition.styles import colours
from huayu.figures import form
from huayu.folders import labels
from huayu.layers import layer
from huayu.lexicon import Lexicon
from huayu.lexicon.reasons import chinese

# layers to which a reader may add a row on the page: those whose labels are closed lists
ADDED = ["quotations", "rhetoric", "formulas"]


def keys(found: list[Row]) -> list[str]:
    """Keys 类 of the kinds that rows have, in the order of their layers."""
    order = list(LAYERS)
    return sorted({row.key for row in found}, key=lambda key: (order.index(layer_of(key)), key))


def layer_of(key: str) -> str:
    """Layer 层 of a kind's key.

    >>> layer_of("stance-hedge"), layer_of("idioms")
    ('stance', 'idioms')
    """
    return key.partition("-")[0]


def switches(lexicon: Lexicon, found: list[Row], shown: list[str]) -> list[dict[str, Any]]:
    """Switches 开关 of the page: the layers that have rows, with their kinds and counts."""
    counts: dict[str, int] = {}
    for row in found:
        counts[row.key] = counts.get(row.key, 0) + 1
    made: dict[str, dict[str, Any]] = {}
    for key in keys(found):
        name = layer_of(key)
        made.setdefault(
            name, {"key": name, **_label(lexicon, name), "on": key in shown, "kinds": []}
        )
        made[name]["kinds"].append({"key": key, "count": counts[key], **_label(lexicon, key)})
    return list(made.values())


def contents(speech: Speech) -> list[dict[str, Any]]:
    """Table of contents 目录: the openers, each with its level and the sentence that it begins."""
    heads = layer(speech, "headings")
    starts = layer(speech, "sentences")["start"].to_numpy()
    openers = heads[heads["kind"].isin(["title", "heading", "run-in", "closing"])]
    return [
        {
            "level": min(row.level, 4),
            "text": " ".join(row.text.split())[:60],
            "sentence": int(starts.searchsorted(row.start, side="right")),
        }
        for row in openers.itertuples()
    ]


def data(speech: Speech, found: list[Row], classes: list[str], names: tuple[str, ...]) -> str:
    """Rows and labels 数据 as JSON that can stand inside a script element.

    Offsets count UTF-16 units, as the strings of a browser do. A field and its value are listed
    once, however many rows have them.
    """
    starts = layer(speech, "sentences")["start"].to_numpy()
    at = _units(speech.text)
    values: dict[tuple[str, str], int] = {}
    body = [
        [
            classes.index(row.key),
            at[row.start],
            at[row.end],
            row.part,
            int(starts.searchsorted(row.start, side="right")),
            [[at[a], at[b]] for a, b in row.pieces] if len(row.pieces) > 1 else 0,
            [list(slot) for slot in row.slots] if len(row.pieces) > 1 else 0,
            [values.setdefault(field, len(values)) for field in row.fields],
        ]
        for row in found
    ]
    used = {name for name, _ in values}
    fields = _fields(speech.lexicon, classes, names)
    choices = [f"{name}-{value}" for name, of in fields.items() for value in of["values"]]
    named = [*classes, *LAYERS, *choices, *sorted(used)]
    made = {
        "keys": classes,
        "colours": [colours(classes)[key] for key in classes],
        "parts": _parts(speech),
        "rows": body,
        "values": [_value(speech.lexicon, *field) for field in values],
        "labels": {key: list(_label(speech.lexicon, key).values()) for key in named},
        "fields": fields,
        "added": [name for name in ADDED if name in names],
        "words": [
            at[b] - at[a] for a, b in layer(speech, "tokens")[["start", "end"]].to_numpy().tolist()
        ],
        "starts": [at[start] for start in starts],
        "length": at[-1],
    }
    text = json.dumps(made, ensure_ascii=False, separators=(",", ":"))
    # no < ends the element, and U+2028 is a line end to scripts
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _fields(
    lexicon: Lexicon, classes: list[str], names: tuple[str, ...]
) -> dict[str, dict[str, Any]]:
    """For each layer the field that tells its kinds apart, and the values that it may take."""
    made = {}
    for name in names:
        field = LAYERS[name]
        there = [key.partition("-")[2] for key in classes if layer_of(key) == name]
        if field:
            known = labels(lexicon).get((name, field), tuple(k for k in there if k != "indirect"))
            made[name] = {"field": field, "values": list(known)}
    return made


def _units(text: str) -> list[int]:
    """Place of each character and of the end in UTF-16, where rare characters take two units."""
    codes = np.frombuffer(text.encode("utf-32-le"), dtype="<u4")
    return [0, *np.cumsum(1 + (codes > 0xFFFF)).tolist()]


def _parts(speech: Speech) -> dict[int, list[str]]:
    """Names of the parts that a text has; what comes before the first is its opening."""
    numbers = sorted({int(part) for part in layer(speech, "paragraphs")["part"]})
    opening = [form("开头"), "front"] if len(numbers) > 1 else ["全文", "whole text"]
    return {n: [f"第{n}部分", f"part {n}"] if n else opening for n in numbers}


def _label(lexicon: Lexicon, key: str) -> dict[str, str]:
    """Chinese and English label of a class; a kind that has none is called by its own name."""
    own = key.partition("-")[2] or key
    zh, en = lexicon.labels().get(key) or lexicon.labels().get(own) or (own, own)
    return {"zh": form(zh), "en": en}


def _value(lexicon: Lexicon, name: str, value: str) -> list[str]:
    """A field and its value; a reason and a value of a closed list are given in both languages."""
    if name == "reason":
        return [name, form(chinese(lexicon, value)), value]
    known = lexicon.labels().get(f"{name}-{value}")
    return [name, form(known[0]), known[1]] if known else [name, value]
