"""What a speech shows 一篇讲话的发现: all rules, ranked."""

from __future__ import annotations

from functools import lru_cache

from huayu.corpus import Speech
from huayu.findings import argument, borrowed, shifts
from huayu.findings.claims import MOST, Finding, ranked

RULES = (
    shifts.citations,
    shifts.persons,
    shifts.phrases,
    shifts.concepts,
    shifts.marked,
    shifts.images,
    argument.profile,
    argument.changes,
    argument.points,
    argument.addressees,
    argument.prohibitions,
    argument.opponents,
    argument.models,
    borrowed.leading,
    borrowed.oldest,
    borrowed.series,
)


@lru_cache(maxsize=16)
def findings(speech: Speech, most: int = MOST) -> tuple[Finding, ...]:
    """Findings 发现 of a speech, at most ``most``, the most surprising and best supported first.

    >>> findings(Speech("x", "要努力。"))
    ()
    """
    return tuple(ranked(speech, RULES, most))
