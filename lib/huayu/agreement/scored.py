"""Scored layers 各层得分: how each layer with gold is scored, as corpus/README.md defines it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pandas as pd

from huayu import corpus, layers
from huayu.agreement.matching import (
    Row,
    devices_alike,
    matches,
    spans_alike,
    spans_equal,
    starts_equal,
)
from huayu.agreement.scoring import Event, Fields, accuracy, events, ratio, score

# functions of quotation marks in the order of corpus/README.md
FUNCTIONS = ("citation", "formula", "figurative", "distancing", "emphasis")


def scores(
    speech: corpus.Speech, layer: str, folder: str | None = None
) -> dict[str, Fields] | None:
    """Scores 得分 of one layer of a speech against its gold: {label: {p, r, f1, …}}.

    Parameters
    ----------
    layer : one of :data:`SCORED`.
    folder : holds ``<layer>.jsonl``; by default the gold of the speech itself.

    Returns
    -------
    The fields of :class:`Score` by label, or None where there is no gold. Headings: labelled (with
    ``level_accuracy``), unlabelled, title, salutation, closing. Quotations: each form, citation
    (its span), attribution (its span and speaker), and the accuracy of function (among gold
    spans in marks) and cue (among matched citations). Rhetoric: each device and micro. Formulas:
    exact and overlap.
    """
    lines = corpus.gold(speech, layer, folder)
    if lines is None:
        return None
    gold, found = lines.to_dict("records"), layers.layer(speech, layer).to_dict("records")
    return SCORED[layer](gold, found, layers.detected(speech, "sentences"))


def _by_label(drawn: Sequence[Event], units: pd.DataFrame) -> dict[str, Fields]:
    labels = sorted({event.label for event in drawn})
    return {
        label: score([e for e in drawn if e.label == label], units)._asdict() for label in labels
    }


def _opener(row: Row) -> str:
    """Label of a heading line: labelled, unlabelled, title, salutation or closing."""
    if row["kind"] not in ("heading", "run-in"):
        return row["kind"]
    return "labelled" if row["label"] else "unlabelled"


def _openers_alike(gold: Row, found: Row) -> float:
    if _opener(gold) != _opener(found):
        return 0.0
    return starts_equal(gold, found) if _opener(gold) == "labelled" else spans_alike(gold, found)


def _headings(gold: list[Row], found: list[Row], units: pd.DataFrame) -> dict[str, Fields]:
    table = _by_label(events(gold, found, _openers_alike, _opener), units)
    labelled = [row for row in gold if _opener(row) == "labelled" and row.get("agreed", True)]
    levels = {row["start"]: row["level"] for row in found if _opener(row) == "labelled"}
    right = sum(levels.get(row["start"]) == row["level"] for row in labelled)
    if "labelled" in table:
        table["labelled"]["level_accuracy"] = ratio(right, len(labelled))
    return table


def _forms_alike(gold: Row, found: Row) -> float:
    if gold["form"] != found["form"]:
        return 0.0
    return spans_alike(gold, found) if gold["form"] == "indirect" else spans_equal(gold, found)


def _quotations(gold: list[Row], found: list[Row], units: pd.DataFrame) -> dict[str, Fields]:
    table = _by_label(events(gold, found, _forms_alike, lambda row: row["form"]), units)
    wanted, cited = (
        [row for row in rows if row["function"] == "citation"] for rows in (gold, found)
    )
    for label, alike in (("citation", _forms_alike), ("attribution", _speakers_alike)):
        table[label] = score(events(wanted, cited, alike, lambda row: "x"), units)._asdict()
    functions = functions_found(gold, found)
    right = [(row["start"], named in _accepted(row, "function")) for row, named in functions]
    table["function"] = accuracy(right, units)
    agreed = [row for row in wanted if row.get("agreed", True)]
    pairs = [(agreed[i], cited[j]) for i, j in matches(agreed, cited, _forms_alike)]
    cues = [(row["start"], other["cue"] in _accepted(row, "cue")) for row, other in pairs]
    table["cue"] = accuracy(cues, units)
    return table


def _accepted(row: Row, name: str) -> set[Any]:
    """What counts as right in a field: the gold value and the second annotator's."""
    return {row[name], (row.get("alt") or {}).get(name, row[name])}


def _speakers_alike(gold: Row, found: Row) -> float:
    """Overlap of two citations that have the same speaker; none and none are the same."""
    same = found["speaker"] in _accepted(gold, "speaker")
    return _forms_alike(gold, found) if same else 0.0


def functions_found(gold: Sequence[Row], found: Sequence[Row]) -> list[tuple[Row, str | None]]:
    """Functions 引号作用 found, for every agreed gold span in marks; None where it was missed."""
    marked = [row for row in gold if row["form"] == "quoted" and row.get("agreed", True)]
    places = {(row["start"], row["end"]): row for row in found if row["form"] == "quoted"}
    pairs = [(row, places.get((row["start"], row["end"]))) for row in marked]
    return [(row, other["function"] if other else None) for row, other in pairs]


def confusion(speech: corpus.Speech, folder: str | None = None) -> pd.DataFrame | None:
    """Confusion matrix 混淆矩阵 of the functions of quotation marks, or None without gold.

    Returns
    -------
    DataFrame of counts: a row per function in the gold, a column per function found, ``missed``
    last. Where the second annotator's function was found, the line counts under that one.
    """
    lines = corpus.gold(speech, "quotations", folder)
    if lines is None:
        return None
    found = layers.layer(speech, "quotations").to_dict("records")
    pairs = [
        (named if named in _accepted(row, "function") else row["function"], named or "missed")
        for row, named in functions_found(lines.to_dict("records"), found)
    ]
    counts = pd.crosstab(
        pd.Series([gold for gold, _ in pairs], name="gold", dtype=object),
        pd.Series([named for _, named in pairs], name="found", dtype=object),
    )
    names = [name for name in FUNCTIONS if name in counts.index or name in counts.columns]
    return counts.reindex(index=names, columns=[*names, "missed"], fill_value=0)


def _devices_alike(gold: Row, found: Row) -> float:
    accepted = {gold["device"], (gold.get("alt") or {}).get("device")}
    return devices_alike(gold, found) if found["device"] in accepted else 0.0


def _rhetoric(gold: list[Row], found: list[Row], units: pd.DataFrame) -> dict[str, Fields]:
    drawn = events(gold, found, _devices_alike, lambda row: row["device"])
    return {**_by_label(drawn, units), "micro": score(drawn, units)._asdict()}


def _formulas(gold: list[Row], found: list[Row], units: pd.DataFrame) -> dict[str, Fields]:
    ways = {"exact": spans_equal, "overlap": spans_alike}
    return {
        way: score(events(gold, found, alike, lambda row: "formula"), units)._asdict()
        for way, alike in ways.items()
    }


def _moves(gold: list[Row], found: list[Row], units: pd.DataFrame) -> dict[str, Fields]:
    """Moves: accuracy over all sentences and without headings, and each move by itself.

    A gold line is given the move of the row that covers most of its characters.
    """
    said = [(row, _covering(row, found)) for row in gold]
    right = [(row["start"], other["move"] in _accepted(row, "move")) for row, other in said]
    bodies = [pair for pair, (row, _) in zip(right, said, strict=True) if row["move"] != "heading"]
    table = {
        "accuracy": accuracy(right, units),
        "accuracy without headings": accuracy(bodies, units),
    }
    counts: dict[str, list[int]] = {}
    for (row, other), (_, hit) in zip(said, right, strict=True):
        named = row["move"] if hit else other["move"]
        for move in {row["move"], named}:
            one = counts.setdefault(move, [0, 0, 0])
            one[0] += row["move"] == move
            one[1] += named == move
            one[2] += row["move"] == move == named
    for move in sorted(counts):
        table[move] = _fields(*counts[move])
    table["addressee"] = _addressees(said)
    table["models"] = _models_found(gold, found)
    return table


def _covering(row: Row, found: list[Row]) -> Row:
    """The row that covers most characters of a line; rows of moves tile the text."""
    return max(found, key=lambda o: min(o["end"], row["end"]) - max(o["start"], row["start"]))


def _fields(gold: int, found: int, hit: int) -> Fields:
    p, r = ratio(hit, found), ratio(hit, gold)
    return {
        "gold": gold,
        "pred": found,
        "hit": hit,
        "p": p,
        "r": r,
        "f1": ratio(2 * hit, gold + found),
    }


def _addressees(said: list[tuple[Row, Row]]) -> Fields:
    """Addressees of demands and warnings: names that share half of their characters."""
    gold = found = hit = 0
    for row, other in said:
        wanted = _names(row.get("addressee")) + _names(row.get("alt_addressee"))
        named = _names(other.get("addressee"))
        gold += len(_names(row.get("addressee")))
        found += len(named)
        hit += sum(any(_shared(one, name) >= 0.5 for name in named) for one in wanted)
    return _fields(gold, found, min(hit, gold, found))


def _names(joined: Any) -> list[str]:
    return joined.split("；") if isinstance(joined, str) else []


def _shared(a: str, b: str) -> float:
    """Share of characters that two names have in common, as bags."""
    left, right = Counter(a), Counter(b)
    return sum((left & right).values()) / max(sum((left | right).values()), 1)


def _models_found(gold: list[Row], found: list[Row]) -> Fields:
    """Models: spans that overlap by half and have one role."""
    wanted = [
        {**one, "role": {one["role"], one.get("alt", one["role"])}}
        for row in gold
        for one in row.get("models") or ()
    ]
    named = [{"start": a, "end": b, "role": role} for row in found for a, b, role in row["models"]]

    def alike(one: Row, other: Row) -> float:
        return spans_alike(one, other) if other["role"] in one["role"] else 0.0

    return _fields(len(wanted), len(named), len(matches(wanted, named, alike)))


SCORED = {
    "headings": _headings,
    "quotations": _quotations,
    "rhetoric": _rhetoric,
    "formulas": _formulas,
    "moves": _moves,
}
