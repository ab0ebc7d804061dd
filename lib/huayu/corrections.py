"""Corrections 更正: what a researcher says against a detector, line by line in corrections.csv.

Columns: ``layer, action, start, end, text, field, value, reason, initials``; further columns are
the researcher's own and are left alone. The actions:

=======  ===========================================================================================
accept   the row is right, and must still be found
reject   the row is wrong, and goes
relabel  the row's ``field`` becomes ``value``
add      a row that was missed; several lines with one span fill several fields of it, and a field
         named a second time begins a second row
=======  ===========================================================================================

Where several rows have one span, ``field`` and ``value`` of accept and reject name the one meant.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from huayu import spans, structure
from huayu.corpus import Speech
from huayu.files import Fault, rows, sheet
from huayu.folders import are_members, labels

FILE = "corrections.csv"
ACTIONS = ("accept", "reject", "relabel", "add")
COLUMNS = ("layer", "action", "start", "end", "text", "field", "value", "reason", "initials")
TILES = ("paragraphs", "sentences", "clauses", "tokens")  # must go on covering the whole text
LISTED = ("members", "slots", "models")  # fields of several spans, none where nobody names them
PLACE = ("part", "point", "zone")  # follow from the span, so nobody corrects them by hand


class Correction(NamedTuple):
    """A correction 更正: one line of corrections.csv, with its number."""

    layer: str
    action: str
    start: int
    end: int
    text: str
    field: str
    value: str
    reason: str
    initials: str
    line: int


def path(speech: Speech) -> Path:
    """Path 路径 of a speech's corrections.csv, whether or not there is one."""
    return (speech.folder or Path()) / FILE


def lines(speech: Speech, layers: tuple[str, ...]) -> list[Correction | Fault]:
    """Lines 更正行 of corrections.csv in order, each checked as far as the text alone can check it.

    Parameters
    ----------
    layers : the names that the column ``layer`` may hold.

    Returns
    -------
    One Correction for each sound line and one Fault for each other; [] without the file.

    Raises
    ------
    Fault : the file cannot be read or lacks a column.
    """
    if speech.folder is None or not path(speech).exists():
        return []
    found: list[Correction | Fault] = []
    for number, row in rows(sheet(path(speech)), path(speech), COLUMNS):
        cells = {name: row[name] for name in COLUMNS}
        try:
            found.append(_correction(speech, cells, layers, number))
        except Fault as fault:
            found.append(fault)
    return found


def _correction(
    speech: Speech, row: dict[str, str], layers: tuple[str, ...], number: int
) -> Correction:
    file = path(speech)
    for name, known in (("layer", layers), ("action", ACTIONS)):
        if row[name] not in known:
            what, mend = f"{name} {row[name]!r} is unknown", f"use one of {', '.join(known)}"
            raise Fault(file, what, mend, number)
    for name in ("reason", "initials"):
        if not row[name].strip():
            raise Fault(file, f"{name} is missing", f"fill the column {name}", number)
    try:
        start, end = int(row["start"]), int(row["end"])
    except ValueError:
        what, mend = "start or end is no whole number", "give offsets into text.txt from 0"
        raise Fault(file, what, mend, number) from None
    if not 0 <= start < end <= len(speech.text):
        raise Fault(file, f"span {start}:{end} is not in the text", "correct start and end", number)
    if speech.text[start:end] != row["text"]:
        mend = f"the text there reads {speech.text[start:end][:20]!r}"
        raise Fault(file, f"text {row['text'][:20]!r} is not at {start}:{end}", mend, number)
    fields: dict[str, Any] = {**row, "start": start, "end": end, "line": number}
    return Correction(**fields)


def _members(line: Correction) -> tuple[tuple[int, int], ...]:
    """Members of a figure as a correction names them; ValueError where they are none."""
    found = json.loads(line.value)
    if not are_members(found, line.start, line.end):
        raise ValueError
    return tuple((start, end) for start, end in found)


def _number(said: str, broken: bool) -> int | float:
    """A number that a table can hold; ValueError where it is none."""
    value = float(said) if broken else int(said)
    if not abs(value) < 2**53:  # what a cell of 64 bits keeps exactly; nan is not less either
        raise ValueError
    return value


class Sheet:
    """Sheet 校样: a layer being corrected, its rows and what became of each.

    ``found`` is the detector's layer; ``apply`` takes corrections one by one.
    """

    def __init__(self, speech: Speech, layer: str, found: pd.DataFrame):
        """Lay out the rows that a detector found."""
        self.speech, self.layer, self.found = speech, layer, found
        self.fields = [name for name in found.columns if name not in (*spans.SPAN, *PLACE)]
        known = found.astype(object).where(found.notna(), None)
        self.rows: list[dict[str, Any]] = known.to_dict("records")
        self.added: dict[int, Correction] = {}
        self.judged: list[set[str]] = [set() for _ in self.rows]

    def apply(self, line: Correction) -> None:
        """Apply one correction.

        Raises
        ------
        Fault : the field or label is unknown; no row, or more than one, is named; the row to be
            added is there.
        """
        value = self._value(line) if line.field or line.action == "relabel" else None
        if line.action == "add":
            self._add(line, value)
            return
        chosen = line.field if line.action != "relabel" else ""
        places = [p for p in self._at(line) if not chosen or self.rows[p][chosen] == value]
        if len(places) != 1:
            raise self._miscounted(line, len(places))
        if line.action == "relabel":
            self.rows[places[0]][line.field] = value
        self.judged[places[0]].add(line.action)

    def takes(self, line: Correction) -> bool:
        """Whether a correction has its row: one to be judged, or none yet where it adds one."""
        here = self._at(line)
        if line.action == "add":
            return all("add" in self.judged[place] for place in here)
        return bool(here)

    def frame(self) -> pd.DataFrame:
        """Rows 行 that remain, in order and placed, with ``corrected``: relabelled or added.

        Raises
        ------
        Fault : an added row lacks a label; a corrected tiling no longer covers the text.
        """
        if not any(self.judged):
            return self.found.assign(corrected=False)
        for place, line in self.added.items():
            for layer, field in labels(self.speech.lexicon):
                if layer == self.layer and field != "scope" and not self.rows[place].get(field):
                    what, mend = f"the added row has no {field}", f"add a line with field {field}"
                    raise self._fault(line, what, mend)
        kept = [
            (
                row["start"],
                row["end"],
                *(row.get(name, () if name in LISTED else None) for name in self.fields),
                bool(acts & {"relabel", "add"}),
            )
            for row, acts in zip(self.rows, self.judged, strict=True)
            if "reject" not in acts
        ]
        table = spans.frame(self.speech.text, kept, [*self.fields, "corrected"])
        if self.layer in TILES:
            self._check_tiling(table)
        placed = structure.placed(self.speech, table)
        return placed[[*self.found.columns, "corrected"]]

    def counts(self) -> tuple[int, ...]:
        """Rows 行数 accepted, rejected, relabelled and added, in the order of ACTIONS."""
        return tuple(sum(action in acts for acts in self.judged) for action in ACTIONS)

    def _at(self, line: Correction) -> list[int]:
        return [
            place
            for place, row in enumerate(self.rows)
            if (row["start"], row["end"]) == (line.start, line.end)
            and "reject" not in self.judged[place]
        ]

    def _add(self, line: Correction, value: Any) -> None:
        for place in self._at(line):
            row, begun = self.rows[place], "add" in self.judged[place]
            if begun and line.field and line.field not in row:
                row[line.field] = value
                return
            if not line.field or row.get(line.field) == value:
                raise self._fault(line, "adds a row that is there", "relabel it, or drop the line")
        self.added[len(self.rows)] = line
        self.rows.append({"start": line.start, "end": line.end})
        if line.field:
            self.rows[-1][line.field] = value
        self.judged.append({"add"})

    def _value(self, line: Correction) -> Any:
        """Value of a correction in the type of its column; an empty one is None, or no spans."""
        if line.field not in self.fields:
            what = f"field {line.field!r} is not one of {self.layer}"
            raise self._fault(line, what, f"use one of {', '.join(self.fields) or 'none'}")
        known = labels(self.speech.lexicon).get((self.layer, line.field))
        if known and line.value not in known:
            what = f"{line.field} {line.value!r} is unknown"
            raise self._fault(line, what, f"use one of {', '.join(known)}")
        if not line.value:
            return () if line.field in LISTED else None
        if line.field in LISTED and line.field != "members":
            what = f"{line.field} cannot be written in a cell"
            raise self._fault(line, what, "leave its value empty, for none")
        try:
            if line.field == "members":
                return _members(line)
            kind = self.found[line.field].dtype
            number = kind.kind in "if" or line.field == "level"  # an empty layer has no types
            return _number(line.value, kind.kind == "f") if number else line.value
        except (TypeError, ValueError, RecursionError):
            members = "give [[start, end], …] inside the span, in order"
            mend = members if line.field == "members" else "give a number"
            what = f"{line.field} {line.value[:20]!r} cannot be read"
            raise self._fault(line, what, mend) from None

    def _check_tiling(self, table: pd.DataFrame) -> None:
        ends, starts = [0, *table["end"]], [*table["start"], len(self.speech.text)]
        for end, start in zip(ends, starts, strict=True):
            if end != start:
                word = "a gap" if end < start else "an overlap"
                what = f"the corrected {self.layer} have {word} at {min(end, start)}"
                mend = "reject and add so that they cover the text"
                raise Fault(path(self.speech), what, mend)

    def _miscounted(self, line: Correction, count: int) -> Fault:
        if count:
            mend = "name the one meant by field and value, or reject it and add it anew"
            return self._fault(line, f"{count} rows of {self.layer} have this span", mend)
        near = [row for row in self.rows if row["start"] < line.end and line.start < row["end"]]
        there = ", ".join(f"{row['start']}:{row['end']}" for row in near[:3])
        mend = f"the rows there are {there}" if near else "drop the line, no row is near"
        return self._fault(line, f"{line.action} names no row of {self.layer}", mend)

    def _fault(self, line: Correction, what: str, mend: str) -> Fault:
        return Fault(path(self.speech), what, mend, line.line)
