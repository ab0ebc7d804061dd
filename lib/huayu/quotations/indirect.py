"""Indirect citations 间接引语: reported words without marks."""

from __future__ import annotations

from collections.abc import Iterator

from huayu import decisions
from huayu.quotations.attribution import Attribution
from huayu.quotations.cues import Cue
from huayu.quotations.extents import extent
from huayu.quotations.reporting import features, performed, places, proverb
from huayu.quotations.sources import subject
from huayu.quotations.view import View

# fewer characters after a cue are an object, not words said
LEAST = 4


def indirect(
    view: View, used: frozenset[int] = frozenset()
) -> Iterator[tuple[int, int, Attribution]]:
    """Indirect citations 间接引语: (start, end, attribution), in reading order.

    Parameters
    ----------
    used : ends of the cues that govern words in marks.

    Notes
    -----
    Every verb of saying outside marks is a candidate. Whether it reports words and where they end
    is weighed (weights ``reporting`` and ``extent``): the verb and what stops it, who heads its
    clause, modal verbs and habits before it, a clause or a noun behind it; and at the end of each
    clause the stop, the next verb of saying, a turn (但, 主张) or a comment (现在看). Of two verbs
    side by side (明确提出) the second one governs. Missed: reports by a noun (他的意见是, …),
    verbs that are in no list, words that go on in the next paragraph.
    """
    cites, ends = (decisions.weights(view.speech, name) for name in ("reporting", "extent"))
    found: dict[int, tuple[Cue, str]] = {}
    for cue in places(view):
        if performed(view, cue):
            continue
        seen = features(view, cue, used)
        if cites.label(seen) == "cites" or proverb(view, cue) and cue.end not in used:
            found[cue.opens] = cue, cites.decision(seen).reason
    for opens, (cue, reason) in sorted(found.items()):
        end = extent(view, cue, ends)
        if end - opens >= LEAST:
            source = subject(view, view.left(cue.start), cue.start)
            yield (
                opens,
                end,
                Attribution(cue, source, "reporting:learned", f"{cue.verb}: {reason}"),
            )
