"""Agreement 一致性: how well a detector finds what two annotators agreed on.

Scores follow corpus/README.md. Lines that only one annotator drew (``agreed`` false) are neutral:
neither a miss nor a false alarm. Matching is one to one, best overlap first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from huayu import corpus, layers, structure
from huayu.files import sha256
from huayu.spans import overlap, within

LEAST_OVERLAP = (
    0.5  # intersection over union at which two annotators count as one (corpus/README.md)
)
LEAST_MEMBERS = 2 / 3  # share of members that must find each other in a distributed parallelism
RESAMPLES = 2000  # percentile ends of a 95 % interval move by less than 0.01 from here on
# Texts on which rules and lexicons were developed: their scores are training scores.
DEVELOPMENT = {
    "b086043458388410fb6f108ea12a7013448ee63690de734d6291336b3453fd3e": "1992-talks",
    "b305ee9e021b900398160d3f6ea0b31dd5bd220807220a75c8049716cde8a67a": "2013-youth",
    "3e6c9aeb9c9a8a9c9e255e03cacb30e332156c7b8c257fcf200df8122f6a6d06": "2021-city-secretary",
}

# functions of quotation marks in the order of corpus/README.md
FUNCTIONS = ("citation", "formula", "figurative", "distancing", "emphasis")

Row = dict
Alike = Callable[[Row, Row], float]


class Event(NamedTuple):
    """One line as the scores see it: in the gold, among the found ones, or in both (a hit)."""

    label: str
    start: int
    gold: bool
    found: bool


class Score(NamedTuple):
    """Score 得分 of one label: precision, recall, F1 with a 95 % interval, and their n."""

    p: float
    r: float
    f1: float
    f1_low: float
    f1_high: float
    gold: int
    pred: int
    hit: int


def spans_alike(gold: Row, found: Row) -> float:
    """Overlap 重合度 of two lines, 0.0 below the least overlap that counts as a match."""
    share = overlap((gold["start"], gold["end"]), (found["start"], found["end"]))
    return share if share >= LEAST_OVERLAP else 0.0


def spans_equal(gold: Row, found: Row) -> float:
    """1.0 when two lines cover the same characters, else 0.0 (完全一致)."""
    return float(gold["start"] == found["start"] and gold["end"] == found["end"])


def starts_equal(gold: Row, found: Row) -> float:
    """1.0 when two lines begin at the same character, else 0.0 (起点一致)."""
    return float(gold["start"] == found["start"])


def devices_alike(gold: Row, found: Row) -> float:
    """Overlap of two devices; a distributed parallelism must also agree in its members.

    At least two thirds of the members on either side must find each other at the least overlap.
    """
    share = spans_alike(gold, found)
    if not share or gold.get("scope") != "distributed":
        return share
    ours, theirs = gold.get("members") or [], found.get("members") or []
    pairs = _one_to_one([[overlap(tuple(a), tuple(b)) for b in theirs] for a in ours])
    needed = LEAST_MEMBERS * max(len(ours), len(theirs)) - 1e-9
    return share if len(pairs) >= needed else 0.0


def matches(gold: Sequence[Row], found: Sequence[Row], alike: Alike) -> list[tuple[int, int]]:
    """Matches 配对: (gold row, found row), one to one, best overlap first.

    >>> matches([{"start": 0, "end": 4}], [{"start": 0, "end": 9}, {"start": 1, "end": 4}],
    ...         spans_alike)
    [(0, 1)]
    """
    table = np.zeros((len(gold), len(found)))
    starts = np.array([row["start"] for row in found], dtype=int)
    ends = np.array([row["end"] for row in found], dtype=int)
    for i, row in enumerate(gold):
        for j in np.flatnonzero((starts < row["end"]) & (ends > row["start"])):
            table[i, j] = alike(row, found[j])
    return _one_to_one(table)


def _one_to_one(table: Sequence[Sequence[float]] | np.ndarray) -> list[tuple[int, int]]:
    """Greedy pairing of rows and columns by falling value, ties in reading order."""
    values = np.asarray(table, dtype=float)
    if values.size == 0:
        return []
    rows, columns = np.nonzero(values >= LEAST_OVERLAP)
    order = np.lexsort((columns, rows, -values[rows, columns]))
    pairs: list[tuple[int, int]] = []
    used_rows: set[int] = set()
    used_columns: set[int] = set()
    for i, j in zip(rows[order].tolist(), columns[order].tolist(), strict=True):
        if i not in used_rows and j not in used_columns:
            used_rows.add(i)
            used_columns.add(j)
            pairs.append((i, j))
    return sorted(pairs)


def events(
    gold: Sequence[Row], found: Sequence[Row], alike: Alike, label: Callable[[Row], str]
) -> list[Event]:
    """Events 事件: every hit, miss and false alarm with its label; neutral lines leave none.

    ``alike`` must be 0.0 where the labels of two lines disagree. A hit bears the gold label.
    """
    agreed = [row for row in gold if row.get("agreed", True)]
    neutral = [row for row in gold if not row.get("agreed", True)]
    hits = dict(matches(agreed, found, alike))
    rest = [row for j, row in enumerate(found) if j not in set(hits.values())]
    spared = {j for _, j in matches(neutral, rest, alike)}
    alarms = [row for j, row in enumerate(rest) if j not in spared]
    drawn = [Event(label(row), row["start"], True, i in hits) for i, row in enumerate(agreed)]
    return drawn + [Event(label(row), row["start"], False, True) for row in alarms]


def score(drawn: Sequence[Event], units: pd.DataFrame, seed: int = 0) -> Score:
    """Score 得分 of events: precision, recall and F1 with a bootstrap interval.

    Parameters
    ----------
    drawn : events of one label, or of several for a micro average.
    units : resampling units, normally the sentences: lines that begin in one are drawn together.
    seed : of the bootstrap.

    Notes
    -----
    Precision is hits / (found - neutral), recall hits / agreed gold lines, F1 their harmonic mean
    (van Rijsbergen 1979); nan where nothing is there to divide by. The interval is the percentile
    bootstrap over units (Efron & Tibshirani 1993, ch. 13); it treats the units that hold no line
    as fixed, and it is nan for fewer than two units.
    """
    inside = within([event.start for event in drawn], units)
    gold = np.array([event.gold for event in drawn], dtype=int)
    found = np.array([event.found for event in drawn], dtype=int)
    hit = gold * found
    low, high = _interval(inside, 2 * hit, gold + found, seed)
    p, r = _ratio(hit.sum(), found.sum()), _ratio(hit.sum(), gold.sum())
    f1 = _ratio(2 * hit.sum(), gold.sum() + found.sum())
    return Score(p, r, f1, low, high, int(gold.sum()), int(found.sum()), int(hit.sum()))


def _ratio(part: int, whole: int) -> float:
    return float(part / whole) if whole else float("nan")


def accuracy(right: Sequence[tuple[int, bool]], units: pd.DataFrame, seed: int = 0) -> dict:
    """Accuracy 正确率: the share of lines whose field is right, with a bootstrap interval.

    Parameters
    ----------
    right : (start, right or not) of every line that is judged.
    units, seed : as in :func:`score`.

    Returns
    -------
    dict with accuracy, accuracy_low, accuracy_high, gold (lines judged), hit (right ones).
    """
    inside = within([start for start, _ in right], units)
    hits = np.array([hit for _, hit in right], dtype=int)
    low, high = _interval(inside, hits, np.ones(len(hits)), seed)
    share = _ratio(hits.sum(), len(hits))
    names = ("accuracy", "accuracy_low", "accuracy_high", "gold", "hit")
    return dict(zip(names, (share, low, high, len(hits), int(hits.sum())), strict=True))


def _interval(inside: np.ndarray, top: np.ndarray, bottom: np.ndarray, seed: int) -> tuple:
    """Ends of the 95 % percentile interval of sum(top) / sum(bottom) over redrawn units."""
    units, index = np.unique(inside, return_inverse=True)
    if len(units) < 2:
        return float("nan"), float("nan")
    tops = np.bincount(index, weights=top)
    bottoms = np.bincount(index, weights=bottom)
    rng = np.random.default_rng(seed)
    draws = rng.multinomial(len(units), np.full(len(units), 1 / len(units)), size=RESAMPLES)
    low, high = np.quantile((draws @ tops) / (draws @ bottoms), [0.025, 0.975])
    return float(low), float(high)


def training(speech: corpus.Speech) -> bool:
    """Whether rules and lexicons were developed on this text 训练文本, so that scores flatter."""
    return sha256(speech.text) in DEVELOPMENT


def scores(
    speech: corpus.Speech, layer: str, folder: str | None = None
) -> dict[str, dict[str, float]] | None:
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
    return SCORED[layer](gold, found, structure.sentences(speech))


def _by_label(drawn: Sequence[Event], units: pd.DataFrame) -> dict[str, dict[str, float]]:
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


def _headings(gold: list[Row], found: list[Row], units: pd.DataFrame) -> dict:
    table = _by_label(events(gold, found, _openers_alike, _opener), units)
    labelled = [row for row in gold if _opener(row) == "labelled" and row.get("agreed", True)]
    levels = {row["start"]: row["level"] for row in found if _opener(row) == "labelled"}
    right = sum(levels.get(row["start"]) == row["level"] for row in labelled)
    if "labelled" in table:
        table["labelled"]["level_accuracy"] = _ratio(right, len(labelled))
    return table


def _forms_alike(gold: Row, found: Row) -> float:
    if gold["form"] != found["form"]:
        return 0.0
    return spans_alike(gold, found) if gold["form"] == "indirect" else spans_equal(gold, found)


def _quotations(gold: list[Row], found: list[Row], units: pd.DataFrame) -> dict:
    table = _by_label(events(gold, found, _forms_alike, lambda row: row["form"]), units)
    cited = [[row for row in rows if row["function"] == "citation"] for rows in (gold, found)]
    for label, alike in (("citation", _forms_alike), ("attribution", _speakers_alike)):
        table[label] = score(events(*cited, alike, lambda row: "x"), units)._asdict()
    functions = functions_found(gold, found)
    right = [(row["start"], named in _accepted(row, "function")) for row, named in functions]
    table["function"] = accuracy(right, units)
    agreed = [row for row in cited[0] if row.get("agreed", True)]
    pairs = [(agreed[i], cited[1][j]) for i, j in matches(agreed, cited[1], _forms_alike)]
    cues = [(row["start"], other["cue"] in _accepted(row, "cue")) for row, other in pairs]
    table["cue"] = accuracy(cues, units)
    return table


def _accepted(row: Row, name: str) -> set:
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


def _rhetoric(gold: list[Row], found: list[Row], units: pd.DataFrame) -> dict:
    drawn = events(gold, found, _devices_alike, lambda row: row["device"])
    return {**_by_label(drawn, units), "micro": score(drawn, units)._asdict()}


def _formulas(gold: list[Row], found: list[Row], units: pd.DataFrame) -> dict:
    ways = {"exact": spans_equal, "overlap": spans_alike}
    return {
        way: score(events(gold, found, alike, lambda row: "formula"), units)._asdict()
        for way, alike in ways.items()
    }


SCORED = {
    "headings": _headings,
    "quotations": _quotations,
    "rhetoric": _rhetoric,
    "formulas": _formulas,
}


def table(found: dict[str, dict[str, dict[str, float]] | None]) -> pd.DataFrame:
    """Scores as a table 得分表: one row per layer and label, the fields of :class:`Score`.

    A layer without gold (None) has no rows.
    """
    rows = [
        {"layer": layer, "label": label, **fields}
        for layer, labels in found.items()
        for label, fields in (labels or {}).items()
    ]
    return pd.DataFrame(rows, columns=None if rows else ["layer", "label", *Score._fields])


def report(speech: corpus.Speech, found: dict[str, dict[str, dict[str, float]]]) -> str:
    """Report 报告 of the scores as text, headed by what kind of scores these are."""
    kind = "scores on an unseen text"
    if speech.constructed:
        kind = "a constructed text: the scores test the program and say nothing of speech"
    elif training(speech):
        kind = "training scores: rules and lexicons were developed on this text"
    head = f"{speech.id} ({kind})"
    shown = table(found).to_string(index=False, float_format="{:.3f}".format, na_rep="")
    return f"{head}\n{shown}\n"


def statement(speech: corpus.Speech, found: dict[str, dict[str, float]] | None) -> str:
    """One sentence of Markdown that says what kind of scores these are, or that there are none."""
    if not found:
        return (
            "**No gold for this speech:** nobody has annotated this layer here, so what follows "
            "cannot be checked against readers. Read a sample of the rows before you count them."
        )
    if speech.constructed:
        return "**Scores on a constructed text:** they test the program and say nothing of speech."
    if training(speech):
        return (
            "**Training scores:** rules and lexicons were developed on this text, so the scores "
            "flatter; expect less on a speech of your own. README.md gives the left-out scores."
        )
    return "**Scores on an unseen text:** rules and lexicons were made without it."
