"""Lines 联句: two clauses of one length that answer each other character by character."""

from __future__ import annotations

import base64
import math
import statistics
from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from huayu import decisions
from huayu.lexicon import Lexicon, once
from huayu.page import Page, Unit
from huayu.rhetoric.alignment import tag
from huayu.rhetoric.device import Device

# characters of a line: shorter ones are words, longer ones answer word by word
LENGTHS = range(4, 10)
MARKS = frozenset("，；、,;")
CLOSE = (
    0.4  # likeness from which two characters are of a kind (of 春 and 秋 it is .9, of 刀 and 秋 .1)
)
_UNIT = 127 * 127  # a vector of signed bytes times itself


def lines(page: Page) -> Iterator[Device]:
    """Pairs of neighbouring clauses of one length, likely and unlikely ones.

    Notes
    -----
    The likeness of two characters comes from the places that words give them, so that an answer
    in meaning alone (庄周梦蝶，车胤囊萤) is missed. Tones are left aside: they gained nothing on
    couplets left out.
    """
    weights = decisions.weights(page.speech, "couplet")
    yes = weights.labels.index("yes")
    for one, two, row in candidates(page):
        spans = ((one.start, one.end), (two.start, two.end))
        chance, reason = weights.probabilities(row)[yes], weights.reason(row, yes)
        yield Device(
            "antithesis", one.start, two.end, chance, "couplet:learned", reason, spans, "adjacent"
        )


def candidates(page: Page) -> Iterator[tuple[Unit, Unit, dict[str, float]]]:
    """Neighbouring clauses of one length with their features."""
    units = [unit for unit in page.phrases if unit.kind not in ("title", "salutation")]
    for place, (one, two) in enumerate(pairwise(units)):
        if _even(one, two):
            yield one, two, features(page, one, two) | _around(units, place)


def _even(one: Unit, two: Unit) -> bool:
    """Whether two units are whole lines of one length, side by side."""
    return (
        len(one.text) == len(two.text)
        and len(one.text) in LENGTHS
        and one.text != two.text
        and one.text.isalpha()
        and two.text.isalpha()
        and one.after in MARKS
        and two.start == one.end + 1
    )


def features(page: Page, one: Unit, two: Unit) -> dict[str, float]:
    """Features 特征 of two lines, by name."""
    a, b = (page.simple[unit.start : unit.end] for unit in (one, two))
    lexicon, length = page.lexicon, len(a)
    alike = likeness(lexicon, a, b)
    same = [x == y for x, y in zip(a, b, strict=True)]
    changed = [value for value, kept in zip(alike, same, strict=True) if not kept]
    form, speaking = (frozenset(_words(lexicon, name)) for name in ("form", "pronouns"))
    against = sum((x in form) != (y in form) for x, y in zip(a, b, strict=True))
    tags = [tag(lexicon, x)[:1] == tag(lexicon, y)[:1] for x, y in zip(a, b, strict=True)]
    mean = math.fsum(changed) / len(changed)
    found: dict[str, float] = {
        "likeness of what changes": mean,
        "least likeness": min(changed),
        "median likeness": statistics.median(alike),
        "characters of a kind": sum(value > CLOSE for value in changed) / len(changed),
        "likeness at the end": alike[-1],
        "likeness at the head": alike[0],
        "same end": same[-1],
        "same head": same[0],
        "characters that stay": sum(same) / length,
        "most stay": sum(same) > length / 2,
        "one stays": sum(same) == 1,
        "same word classes": sum(tags) / length,
        "form words": sum(char in form for char in a + b) / length,
        "form word against a term": against / length,
        "pronouns": sum(char in speaking for char in a + b) / length,
        "four characters": length == 4,
        "five characters": length == 5,
        "seven characters": length == 7,
        "eight and more characters": length > 7,
        "all changes": not any(same),
        "likeness where all changes": mean * (not any(same)),
        "characters that move": (len(set(a) & set(b)) - sum(same)) / length,
        "listed": one.after == "、",
    }
    return {name: float(value) for name, value in found.items()}


def _around(units: list[Unit], place: int) -> dict[str, float]:
    """Features of where the lines stand: whether they open and close, and what is beside them."""
    one, two = units[place : place + 2]
    before, later = units[max(place - 1, 0) : place], units[place + 2 : place + 3]
    opens = not before or before[0].line != one.line or before[0].after not in MARKS - {"；", ";"}
    closes = two.after not in MARKS - {"；", ";"}
    beside = any(len(unit.text) == len(one.text) for unit in before + later)
    found = {
        "they open": opens,
        "they close": closes,
        "they stand alone": opens and closes,
        "a neighbour of their length": beside,
    }
    return {name: float(value) for name, value in found.items()}


def likeness(lexicon: Lexicon, one: str, two: str) -> list[float]:
    """Likeness 相似度 of characters in their places, -1.0–1.0; 0.0 for those that nobody knows.

    >>> from huayu.lexicon import of
    >>> [round(value, 1) for value in likeness(of(), "春刀国", "秋秋国")]
    [0.9, 0.1, 1.0]
    """
    places, vectors = _space(lexicon)
    a, b = ([places.get(char, -1) for char in text] for text in (one, two))
    products = np.einsum("ij,ij->i", vectors[a], vectors[b])
    pairs = zip(one, two, products.tolist(), strict=True)
    return [1.0 if x == y else value / _UNIT for x, y, value in pairs]


@once
def _space(lexicon: Lexicon) -> tuple[dict[str, int], np.ndarray]:
    """Place of each character, and their vectors; the last one, of none, is nothing."""
    rows = lexicon.rows("likeness.tsv")
    codes = [np.frombuffer(base64.b64decode(row["code"]), dtype=np.int8) for row in rows]
    vectors = np.vstack([*codes, np.zeros_like(codes[0])]).astype(np.int64)
    return {row["character"]: place for place, row in enumerate(rows)}, vectors


def _words(lexicon: Lexicon, name: str) -> tuple[str, ...]:
    return tuple(lexicon.table("rhetoric.toml", "antithesis")[name])
