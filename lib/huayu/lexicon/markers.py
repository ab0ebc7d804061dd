"""Markers 标志: figures of speech that certain words give away, as rows of a lexicon.

markers.tsv has a row for each pattern. Its ``form`` is one cue, or several with ``/`` between: each
next one stands in the rest of the clause or in one of the ``within`` clauses that follow. In a cue

- ``{甲|乙}`` is one of several words, ``{@first}`` one of a list of the device's section in
  rhetoric.toml (or its expression, where that is no list), ``…`` up to eight characters of the
  clause; the rest is a regular expression;
- ``^`` in front means that the cue opens a clause of its own;
- after ``+`` stands what opens the clauses that go on with the figure.

``begins`` says where the figure begins, ``context`` holds conditions as in :mod:`entries` on what
stands before the first cue, behind the last and around both. Rows of one rule are alternatives: of
those that fit at one place the first counts.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from huayu.files import Fault
from huayu.lexicon import Lexicon, once
from huayu.lexicon.entries import GAP, Condition, conditions, expression
from huayu.lexicon.reading import either

FILE = "markers.tsv"
CLASSES = "rhetoric.toml"


class Marker(NamedTuple):
    """A marker 标志, one row of markers.tsv as it is sought in a text.

    ``cues`` are sought one after the other, ``goes_on`` (or None) opens the clauses that run on.
    """

    rule: str
    cues: tuple[re.Pattern[str], ...]
    goes_on: re.Pattern[str] | None
    within: int
    begins: str
    score: float
    kind: str | None
    conditions: tuple[Condition, ...]


@once
def markers(lexicon: Lexicon, device: str) -> dict[str, tuple[Marker, ...]]:
    """Markers 标志 of a figure of speech by their rule, in the order of the list.

    Raises
    ------
    Fault : a form is no expression, names no list of rhetoric.toml; ``score`` or ``within`` is no
        number.

    >>> from huayu.lexicon import of
    >>> next(iter(markers(of(), "gradation")))
    'correlated'
    """
    found: dict[str, tuple[Marker, ...]] = {}
    for row in lexicon.rows(FILE):
        if row["device"] == device:
            found[row["rule"]] = (*found.get(row["rule"], ()), _marker(lexicon, row))
    return found


def _marker(lexicon: Lexicon, row: dict[str, str]) -> Marker:
    form, _, goes_on = row["form"].partition(" + ")
    try:
        cues = tuple(_pattern(lexicon, row["device"], cue) for cue in form.split(" / "))
        run = _pattern(lexicon, row["device"], goes_on) if goes_on else None
        score, within = float(row["score"]), int(row["within"] or 0)
    except (re.error, ValueError) as error:
        what = f"the row of {row['form']} cannot be read ({error})"
        raise Fault(lexicon.path(FILE), what, "mend it as said on top of the file") from None
    limits = conditions(lexicon.path(FILE), row)
    kind = row["kind"] or None
    return Marker(row["rule"], cues, run, within, row["begins"], score, kind, limits)


def _pattern(lexicon: Lexicon, device: str, cue: str) -> re.Pattern[str]:
    """Cue as an expression in which the words looked for are groups."""

    def words(found: re.Match[str]) -> str:
        return f"({'|'.join(_choice(lexicon, device, one) for one in found[1].split('|'))})"

    return expression(re.sub(r"\{([^}\d][^}]*)\}", words, cue).replace("…", GAP))


def _choice(lexicon: Lexicon, device: str, one: str) -> str:
    """One choice of a cue: a word as it stands, or what a list of rhetoric.toml holds."""
    if not one.startswith("@"):
        return re.escape(one)
    held = lexicon.table(CLASSES, device)[one[1:]]
    return held if isinstance(held, str) else either(held)


def faults(lexicon: Lexicon) -> None:
    """Read every row; its device must be one of devices.tsv.

    Raises
    ------
    Fault : the first row that cannot be read.
    """
    known = {row["device"] for row in lexicon.rows("devices.tsv")}
    for device in dict.fromkeys(row["device"] for row in lexicon.rows(FILE)):
        if device not in known:
            what = f"{device} is no device of devices.tsv"
            raise Fault(lexicon.path(FILE), what, "add a line for it there")
        markers(lexicon, device)
