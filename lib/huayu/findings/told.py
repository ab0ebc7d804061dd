"""What a speech shows 一篇讲话的发现: all rules, ranked."""

from __future__ import annotations

from functools import lru_cache

from huayu import tables
from huayu.corpus import Speech
from huayu.findings import argument, beside, borrowed, shifts
from huayu.findings.claims import MOST, SURE, Finding, ranked
from huayu.languages import asked, say
from huayu.lexicon.reasons import chinese

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
    argument.models,
    borrowed.leading,
    borrowed.oldest,
    borrowed.series,
    beside.unusual,
    beside.echoes,
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
        return say(
            "无可报告：文本太短，或各部分在所数的方面没有差别。",
            "Nothing is told: the text is too short, or its parts do not differ in what is "
            "counted.",
        )
    lines = (_line(speech, one) for one in told)
    return "\n".join(f"{place}. {line}" for place, line in enumerate(lines, start=1))


def _line(speech: Speech, one: Finding) -> str:
    """A finding with its number and how sure it is, in the language asked for or in both."""
    number = say(chinese(speech.lexicon, one.number), one.number)
    zh, en, number = (tables.escape(said) for said in (one.zh, one.en, number))
    sure = SURE[one.sure]
    sentences = {"zh": f"{zh}。", "en": f"{en}."}.get(asked() or "", f"{zh}。 {en}.")
    return f"{sentences} *{number}{say('；' + sure[0], '; ' + sure[1])}*"
