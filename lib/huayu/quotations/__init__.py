"""Quotations 引语: who is quoted, with which words, and what quotation marks are there for."""

from __future__ import annotations

import pandas as pd

from huayu import spans, structure
from huayu.corpus import Speech
from huayu.folding import read
from huayu.quotations.attribution import Attribution
from huayu.quotations.citations import citations, sourced
from huayu.quotations.hints import NO_HINT, hint, hint_start
from huayu.quotations.marks import marks
from huayu.quotations.view import View, view

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
    spoken, kept = citations(seen)
    said = {start: given for start, _, given, _, _ in sourced(seen, spoken, kept)}
    rows = [
        (
            found.mark.start,
            found.mark.end,
            found.mark.form,
            found.decision.label,
            *_given(seen, said.get(found.mark.start, found.given), found.decision.label),
            found.mark.warning,
            found.decision.rule,
            found.decision.reason,
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
