"""What a speech shows 一篇讲话的发现: all rules, ranked."""

from __future__ import annotations

from functools import lru_cache

from huayu import tables
from huayu.corpus import Speech
from huayu.findings import argument, borrowed, shifts
from huayu.findings.claims import MOST, SURE, Finding, ranked

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


def in_words(speech: Speech, most: int = MOST) -> str:
    """Findings 发现 as Markdown, in Chinese and English, with their numbers and how sure they are.

    >>> in_words(Speech("x", "要努力。"))[:25]
    'Nothing is told: the text'
    """
    told = findings(speech, most)
    if not told:
        return (
            "Nothing is told: the text is too short, or its parts do not differ in what is counted."
        )
    lines = [
        f"{place}. {tables.escape(one.zh)}。 {tables.escape(one.en)}. "
        f"*{tables.escape(one.number)}; {SURE[one.sure][1]}*"
        for place, one in enumerate(told, start=1)
    ]
    return "\n".join(lines)
