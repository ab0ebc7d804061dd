"""Weighed 权衡: the candidates that the learned decisions on quotations judge at a place."""

from __future__ import annotations

from collections.abc import Iterator

from huayu.corpus import Speech
from huayu.decisions import Candidate, weights
from huayu.quotations.citations import citations, governing, sourced
from huayu.quotations.extents import boundaries, extent
from huayu.quotations.marked import marked, verdicts
from huayu.quotations.purposes import WEIGHTS, features, vectors
from huayu.quotations.reporting import features as seen_of
from huayu.quotations.reporting import places
from huayu.quotations.speakers import candidates as speakers
from huayu.quotations.view import View, view


def candidates(speech: Speech, place: int) -> list[Candidate]:
    """Candidates 候选 at a place, in this order.

    What marks are for (``function``); which verbs of the sentence report words (``reporting``) and
    where those end (``extent``); who may have said the words that are cited there (``speaker``).
    """
    seen = view(speech)
    return [*_purpose(seen, place), *_reports(seen, place), *_speakers(seen, place)]


def _purpose(seen: View, place: int) -> Iterator[Candidate]:
    heard = verdicts(seen)
    for number, one in enumerate(heard):
        if one.mark.start - 1 <= place <= one.mark.end:
            [row] = features(seen, heard, frozenset([number]))
            dense = vectors(seen, [one])
            about = f"{one.decision.label} by rule {one.decision.rule}: {one.decision.reason}"
            vector = None if dense is None else dense[0]
            yield Candidate(one.mark.start, one.mark.end, WEIGHTS, row, vector, about)


def _reports(seen: View, place: int) -> Iterator[Candidate]:
    used = governing(marked(seen))
    cites, ends = (weights(seen.speech, name) for name in ("reporting", "extent"))
    for cue in places(seen):
        start, end = seen.sentence(cue.start)
        stop = extent(seen, cue, ends)
        if not start <= place < max(end, stop):
            continue
        row = seen_of(seen, cue, used)
        yield Candidate(cue.start, cue.end, "reporting", row, about=cue.verb)
        for boundary in boundaries(seen, cue):
            if cites.label(row) == "cites" and boundary.end <= stop:
                yield boundary


def _speakers(seen: View, place: int) -> Iterator[Candidate]:
    spoken, reports = citations(seen)
    asked = {one.mark.start: one.given for one in spoken} | {at: given for at, _, given in reports}
    for start, end, _, form, before in sourced(seen, spoken, reports):
        if start <= place < end:
            for source, row in speakers(seen, (start, end), asked[start], form, before):
                yield Candidate(start, end, "speaker", row, about=source.speaker or "nobody")
