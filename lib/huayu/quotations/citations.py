"""Citations 引用: words in marks and reports without marks together, with their speakers."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from huayu import decisions
from huayu.decisions import Decision
from huayu.quotations.attribution import Attribution
from huayu.quotations.indirect import indirect
from huayu.quotations.marked import marked
from huayu.quotations.mentions import CITED, Cited
from huayu.quotations.neighbours import Heard
from huayu.quotations.speakers import speaker
from huayu.quotations.surroundings import UNMARKED
from huayu.quotations.view import View
from huayu.quotations.wording import LEAST, clausal, size

Report = tuple[int, int, Attribution]


def governing(spoken: list[Heard]) -> frozenset[int]:
    """Ends of the cues 引述动词 that govern words in marks."""
    return frozenset(
        f.given.cue.end for f in spoken if f.decision.label == "citation" and f.given.cue
    )


def citations(seen: View) -> tuple[list[Heard], list[Report]]:
    """Citations 引用: words in marks and reports without marks, none of either counted twice."""
    spoken = marked(seen)
    reports = list(indirect(seen, governing(spoken)))
    starts = [start for start, _, _ in reports]
    spoken = [_told(seen, found, reports, starts) for found in spoken]
    return spoken, _kept(reports, spoken)


Sourced = tuple[int, int, Attribution, str, tuple[Cited, ...]]


def sourced(seen: View, spoken: list[Heard], reports: list[Report]) -> Iterator[Sourced]:
    """Sourced citations 引用归属: start, end, attribution with the most probable speaker, form.

    Last come the citations before it, by which the speaker was weighed.
    """
    weights = decisions.weights(seen.speech, "speaker")
    found = [(one.mark.start, one.mark.end, one.given, "quoted") for one in spoken
             if one.decision.label == "citation"]  # fmt: skip
    found += [(start, end, given, "indirect") for start, end, given in reports]
    before: tuple[Cited, ...] = ()
    for start, end, given, form in sorted(found, key=lambda one: one[:2]):
        source, why = speaker(seen, (start, end), given, form, before, weights)
        named = given._replace(source=source, reason=f"{given.reason}; {why}")
        yield start, end, named, form, before
        before = (*before, (end, source))[-CITED:]


def _told(seen: View, found: Heard, reports: list[Report], starts: list[int]) -> Heard:
    """Marked words of a report (马克思说过，在……中，“……”。) are cited by its source.

    Those that close it, and those it says something is (他说，路是“……”，桥是“……”).
    """
    row = bisect_right(starts, found.mark.start) - 1
    if row < 0 or found.mark.end > reports[row][1] + 1:
        return found
    _, end, given = reports[row]
    words = found.mark.text(seen.folded)
    nameless = found.given.cue is None and found.decision.label == "citation"
    closes = end <= found.mark.end + 1 and (
        nameless or found.decision.rule == UNMARKED and clausal(words)
    )
    before = seen.bare[max(found.mark.start - 3, 0) : found.mark.start - 1]
    stated = before.endswith("是") and before != "不是" and found.decision.label != "title"
    open_ = nameless or found.decision.rule == UNMARKED
    if not closes and not (stated and open_ and size(words) >= LEAST):
        return found
    how = "close" if closes else "stand in"
    decision = Decision("citation", f"report:{how}", f"they {how} what was {given.reason}")
    return found._replace(decision=decision, given=given)


def _kept(reports: list[Report], marked: list[Heard]) -> list[Report]:
    """Reports, without those that consist of marked words for the greater part."""
    cited = sorted(f.mark for f in marked if f.decision.label == "citation")
    starts = [mark.start for mark in cited]
    kept = []
    for start, end, given in reports:
        inside = cited[bisect_left(starts, start) : bisect_right(starts, end)]
        length = sum(mark.end - mark.start for mark in inside if mark.end <= end + 1)
        if 2 * length <= end - start:
            kept.append((start, end, given))
    return kept
