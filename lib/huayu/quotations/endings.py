"""Endings 转述止处: where words that are reported without marks end."""

from __future__ import annotations

from bisect import bisect_left

from huayu.quotations.grammar import PAUSE
from huayu.quotations.reports import reports
from huayu.quotations.view import View

# a clause of a proverb is no longer
LINE = 12
_TRAIL = "。！？!?…；，、：;, \n\r\t　"


def ending(
    view: View, opens: int, end: int, places: list[int], inner: bool, proverbial: bool
) -> int:
    """Ending 止处 of reported words.

    Parameters
    ----------
    opens, end : where they begin, and where their sentence ends.
    places : the cues that govern words in marks, sorted: the clause of the next one is not theirs.
    inner : whether they are a report within a report.
    proverbial : whether a proverb is reported.
    """
    limit = _before_next(view, opens, _answered(view, opens, end), places)
    stop = _stop(view, opens, limit, inner)
    return _proverb(view, opens, stop) if proverbial else stop


def _stop(view: View, opens: int, end: int, inner: bool) -> int:
    """End of reported words: the sentence, the next report in it, or a turn away from them.

    A report within a report (我说人们会说…) ends at its first comma.
    """
    text = view.bare
    stop = end
    paused = text[opens - 1] in "，：,:"
    if inner:
        comma = text.find("，", opens, end)
        return comma if comma >= 0 else _trimmed(view, opens, end)
    rules = reports(view.lexicon)
    turn = (rules.comment if paused else rules.turn).search(text, opens, end)
    if turn:
        stop = turn.start()
    again = rules.again.search(text, opens, stop)
    if again:
        stop = again.start()
    return _trimmed(view, opens, stop)


def _answered(view: View, opens: int, end: int) -> int:
    """End of a report's sentence; of the next one, where the report asks and answers itself."""
    row = view.row(end - 1) + 1
    asks = view.bare[opens - 1] in "，：" and view.bare[opens:end].rstrip().endswith("？")
    if not asks or row == len(view.sentences) or view.paragraph(end) != view.paragraph(opens):
        return end
    return view.ends[row]


def _before_next(view: View, opens: int, end: int, places: list[int]) -> int:
    """End of the clause before the next cue that governs words in marks, or the end given."""
    number = bisect_left(places, opens)
    if number == len(places) or places[number] >= end:
        return end
    pauses = [m.start() for m in PAUSE.finditer(view.bare, opens, places[number])]
    return pauses[-1] if pauses else end


def _proverb(view: View, opens: int, stop: int) -> int:
    """End of a proverb: its first clause, and a second one that matches it in length."""
    edges = [m.start() for m in PAUSE.finditer(view.bare, opens, stop)][:2] + [stop, stop]
    first, second = edges[0] - opens, edges[1] - edges[0] - 1
    if first > LINE:
        return stop
    return edges[1] if abs(first - second) <= 1 else edges[0]


def _trimmed(view: View, start: int, stop: int) -> int:
    return start + len(view.bare[start:stop].rstrip(_TRAIL))
