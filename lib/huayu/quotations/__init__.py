"""Quotations 引语: who is quoted, with which words, and what quotation marks are there for."""

from __future__ import annotations

import pandas as pd

from huayu import spans, structure
from huayu.corpus import Speech
from huayu.quotations.attribution import Attribution, attribution, coordinated
from huayu.quotations.function import function, setting
from huayu.quotations.hints import Hint, hint, hint_start
from huayu.quotations.indirect import indirect
from huayu.quotations.marks import Mark, marks
from huayu.quotations.view import View, view

__all__ = ["COLUMNS", "marks", "quotations"]

COLUMNS = (
    "form", "function", "speaker", "cue", "source_hint", "date", "place", "occasion", "warning",
    "reason",
)  # fmt: skip


@spans.once
def quotations(speech: Speech) -> pd.DataFrame:
    """Quotations 引语 of a speech: marked words, titles and indirect citations.

    Returns
    -------
    DataFrame with start, end, text; form (quoted | title | indirect), function (citation |
    formula | figurative | distancing | emphasis | title), speaker, cue, source_hint; date (ISO,
    as exact as the text gives it), place and occasion read from the hint; warning (about the
    marks) and reason (the rule that decided); part, point, zone. Sorted by (start, end).

    Notes
    -----
    Spans in marks are the inside of the marks. Words that someone thought, not said (认为), and
    what the speaker says he is about to say (我要强调的是) are not citations. Missed: indirect
    citations that run on past their sentence, sources named only in another paragraph, verses
    without marks. The functions follow corpus/README.md.

    >>> layer = quotations(Speech("x", "王大山同志强调，“路要一步一步走”。"))
    >>> layer[["text", "speaker", "cue"]].values.tolist()
    [['路要一步一步走', '王大山', '强调']]
    """
    seen = view(speech)
    marked, used = _marked(seen)
    layer = spans.frame(speech.text, [*marked, *_reported(seen, used)], COLUMNS)
    layer = layer.astype({name: object for name in COLUMNS})
    return structure.placed(speech, layer.where(layer.notna(), None))


def _marked(seen: View) -> tuple[list[tuple], frozenset[int]]:
    """Rows of spans in marks and the places of their cues; titles inside titles are left out."""
    rows: list[tuple] = []
    used: set[int] = set()
    done = 0
    for mark in seen.marks:
        if mark.form == "title" and mark.start >= done:
            done = mark.end
            reason = "in title marks"
            rows.append((mark.start, mark.end, "title", "title", *[None] * 6, mark.warning, reason))
    quoted = [mark for mark in seen.marks if mark.form == "quoted"]
    before: dict[int, tuple[Mark, Attribution]] = {}
    for (mark, depth), (first, last) in zip(_depths(quoted), _runs(seen, quoted), strict=True):
        given = attribution(seen, mark, before.get(depth))
        role, reason = function(setting(seen, mark, first, last), given)
        cited = role == "citation"
        if cited:
            before[depth] = (mark, given)
            used |= {given.cue.start} if given.cue else set()
        who, cue, when = (
            _given(seen, given) if cited else (None, None, Hint(None, None, None, None))
        )
        rows.append((mark.start, mark.end, "quoted", role, who, cue, *when, mark.warning, reason))
    return rows, frozenset(used)


def _depths(quoted: list[Mark]) -> list[tuple[Mark, int]]:
    """Each mark with the number of marks around it."""
    found, open_ = [], []
    for mark in quoted:
        open_ = [end for end in open_ if end > mark.start]
        found.append((mark, len(open_)))
        open_.append(mark.end)
    return found


def _runs(seen: View, quoted: list[Mark]) -> list[tuple[Mark, Mark]]:
    """First and last mark of the run of coordinated marks (“打虎”、“拍蝇”) that each belongs to."""
    runs: list[list[Mark]] = []
    latest: dict[int, list[Mark]] = {}
    for mark, depth in _depths(quoted):
        run = latest.get(depth)
        if not (run and coordinated(seen, run[-1], mark)):
            run = []
            runs.append(run)
        run.append(mark)
        latest[depth] = run
    ends = {mark: (run[0], run[-1]) for run in runs for mark in run}
    return [ends[mark] for mark in quoted]


def _given(seen: View, given: Attribution) -> tuple[str | None, str | None, Hint]:
    """Speaker, cue and hint of a citation; a cue chained to it hands on no time or place."""
    speaker = given.source.speaker if given.source else None
    if given.cue is None:
        return speaker, None, Hint(None, None, None, None)
    stop = max(given.cue.start, given.source.end if given.source else 0)
    end = given.cue.end
    written = seen.speech.text[end - len(given.cue.verb) : end]
    return speaker, written, hint(seen, hint_start(seen, given.cue.start), stop)


def _reported(seen: View, used: frozenset[int]) -> list[tuple]:
    """Rows of indirect citations."""
    rows = []
    for start, end, given in indirect(seen, used):
        who, cue, when = _given(seen, given)
        rows.append((start, end, "indirect", "citation", who, cue, *when, None, given.reason))
    return rows
