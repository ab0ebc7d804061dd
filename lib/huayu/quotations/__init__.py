"""Quotations 引语: who is quoted, with which words, and what quotation marks are there for."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

import pandas as pd

from huayu import decisions, spans, structure
from huayu.corpus import Speech
from huayu.folding import read
from huayu.quotations.attribution import Attribution
from huayu.quotations.hints import NO_HINT, hint, hint_start
from huayu.quotations.indirect import indirect
from huayu.quotations.marked import Found, marked
from huayu.quotations.marks import marks
from huayu.quotations.settings import UNMARKED
from huayu.quotations.speakers import Cited, speaker
from huayu.quotations.view import View, view
from huayu.quotations.wording import LEAST, clausal, size

__all__ = ["COLUMNS", "marks", "quotations"]

COLUMNS = (
    "form", "function", "speaker", "cue", "source_hint", "date", "place", "occasion", "warning",
    "rule", "reason",
)  # fmt: skip


@spans.once
@read()
def quotations(speech: Speech) -> pd.DataFrame:
    """Quotations 引语 of a speech: marked words, titles and indirect citations.

    Returns
    -------
    DataFrame with start, end, text; form (quoted | title | indirect), function (citation |
    formula | figurative | distancing | emphasis | title), speaker, cue, source_hint; date (ISO,
    as exact as the text gives it), place and occasion read from the hint; warning (about the
    marks), rule (id of what decided) and reason (in words); part, point, zone. Sorted by start and
    end.

    Notes
    -----
    Spans in marks are the inside of the marks. What someone is reported to think, without marks
    (认为), and what the speaker says he is about to say (我要强调的是) are not citations; marked
    words of a person go to him without a verb of saying too (王大山一生坚持“……”). The functions
    follow corpus/README.md. Missed: indirect citations that run on past their sentence or are
    named only behind it (这是他讲过的), sources named only in another paragraph, verses without
    marks, coined words held at arm's length where neither their sentence nor another place in the
    speech says so, pictures of one's own making without 像 or 好比 near them.

    >>> layer = quotations(Speech("x", "王大山同志强调，“路要一步一步走”。"))
    >>> layer[["text", "speaker", "cue"]].values.tolist()
    [['路要一步一步走', '王大山', '强调']]
    """
    seen = view(speech)
    spoken = marked(seen)
    used = {f.given.cue.end for f in spoken if f.function == "citation" and f.given.cue}
    reports = list(indirect(seen, frozenset(used)))
    starts = [start for start, _, _ in reports]
    spoken = [_told(seen, found, reports, starts) for found in spoken]
    kept = _kept(reports, spoken)
    said = _sources(seen, spoken, kept)
    rows = [
        (
            found.mark.start,
            found.mark.end,
            found.mark.form,
            found.function,
            *_given(seen, said.get(found.mark.start, found.given), found.function),
            found.mark.warning,
            found.rule,
            found.reason,
        )
        for found in spoken
    ]
    rows += [
        (
            start,
            end,
            "indirect",
            "citation",
            *_given(seen, said[start], "citation"),
            None,
            given.rule,
            said[start].reason,
        )
        for start, end, given in kept
    ]
    layer = spans.frame(speech.text, rows, COLUMNS)
    layer = layer.astype({name: object for name in COLUMNS})
    return structure.placed(speech, layer.where(layer.notna(), None))


Report = tuple[int, int, Attribution]


def _sources(seen: View, spoken: list[Found], reports: list[Report]) -> dict[int, Attribution]:
    """Attribution of every citation, by where its words begin, with its most probable speaker."""
    weights = decisions.weights(seen.speech, "speaker")
    cited = [(one.mark.start, one.mark.end, one.given, "quoted") for one in spoken
             if one.function == "citation"]  # fmt: skip
    cited += [(start, end, given, "indirect") for start, end, given in reports]
    before: list[Cited] = []
    found = {}
    for start, end, given, form in sorted(cited, key=lambda one: one[:2]):
        source, why = speaker(seen, start, given, form, before, weights)
        before.append(Cited(end, source))
        found[start] = given._replace(source=source, reason=f"{given.reason}; {why}")
    return found


def _told(seen: View, found: Found, reports: list[Report], starts: list[int]) -> Found:
    """Marked words of a report (马克思说过，在……中，“……”。) are cited by its source.

    Those that close it, and those it says something is (他说，路是“……”，桥是“……”).
    """
    row = bisect_right(starts, found.mark.start) - 1
    if row < 0 or found.mark.end > reports[row][1] + 1:
        return found
    _, end, given = reports[row]
    words = found.mark.text(seen.folded)
    nameless = found.given.cue is None and found.function == "citation"
    closes = end <= found.mark.end + 1 and (nameless or found.rule == UNMARKED and clausal(words))
    before = seen.bare[max(found.mark.start - 3, 0) : found.mark.start - 1]
    stated = before.endswith("是") and before != "不是" and found.function != "title"
    open_ = nameless or found.rule == UNMARKED
    if not closes and not (stated and open_ and size(words) >= LEAST):
        return found
    how = "close" if closes else "stand in"
    return Found(
        found.mark, "citation", f"report:{how}", f"they {how} what was {given.reason}", given
    )


def _kept(reports: list[Report], marked: list[Found]) -> list[Report]:
    """Reports, without those that consist of marked words for the greater part."""
    cited = sorted(f.mark for f in marked if f.function == "citation")
    starts = [mark.start for mark in cited]
    kept = []
    for start, end, given in reports:
        inside = cited[bisect_left(starts, start) : bisect_right(starts, end)]
        length = sum(mark.end - mark.start for mark in inside if mark.end <= end + 1)
        if 2 * length <= end - start:
            kept.append((start, end, given))
    return kept


def _given(seen: View, given: Attribution, function: str) -> tuple[str | None, ...]:
    """Speaker, cue as the text writes it and the fields of the hint, where words are cited."""
    if function != "citation":
        return None, None, *NO_HINT
    speaker = given.source.speaker if given.source else None
    if given.cue is None or given.cue.kind in ("genre", "thought"):
        return speaker, None, *NO_HINT
    end = given.cue.end
    written = seen.speech.text[end - len(given.cue.verb) : end]
    stop = max(given.cue.start, given.source.end if given.source else 0)
    return speaker, written, *hint(seen, hint_start(seen, given.cue.start), stop)
