"""Weighed 权衡: the candidates that the learned decisions on figures of speech judge at a place."""

from __future__ import annotations

from collections.abc import Iterator

from huayu.corpus import Speech
from huayu.decisions import Candidate
from huayu.page import Page, page
from huayu.rhetoric import antithesis, lines, metaphor, parallelism
from huayu.rhetoric.evidence import evidence


def candidates(speech: Speech, place: int) -> list[Candidate]:
    """Candidates 候选 of metaphor, parallelism, antithesis and couplet that hold a place."""
    seen = page(speech)
    found = (*_words(seen), *_runs(seen, place))
    return [one for one in found if one.start <= place < one.end]


def _words(seen: Page) -> Iterator[Candidate]:
    for start, end, entry, row in metaphor.candidates(seen):
        yield Candidate(start, end, "metaphor", row, about=entry.form)
    for one, two, row in lines.candidates(seen):
        yield Candidate(one.start, two.end, "couplet", row)


def _runs(seen: Page, place: int) -> Iterator[Candidate]:
    """Runs of members; what is seen of one is measured only where it holds the place."""
    made = {"parallelism": parallelism.candidates, "antithesis": antithesis.candidates}
    for device, runs in made.items():
        for run in runs(seen):
            if run.start <= place < run.end:
                yield Candidate(run.start, run.end, device, evidence(run, seen, device))
