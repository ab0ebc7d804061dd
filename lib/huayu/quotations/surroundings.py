"""Surroundings 语境: what stands around marked words, as the rules of function read it."""

from __future__ import annotations

import re
from typing import NamedTuple

from huayu.decisions import Decision
from huayu.lexicon import Lexicon, once
from huayu.lexicon.reading import Patterns, alternatives
from huayu.quotations.attribution import whole
from huayu.quotations.lexicons import contexts
from huayu.quotations.marks import Mark
from huayu.quotations.view import View

# rules of a formula that nothing speaks for, or no more than a verb of naming before it
UNMARKED, NAMED = "function:unmarked", "function:named"
# characters around marks in which their context stands
NEAR = 60
_BLANKS = re.compile(r"[\s　]+")
_NOTE = re.compile(r"^(?:[(（][^()（）]{0,12}[)）])")


class Setting(NamedTuple):
    """What stands around one mark or a run of coordinated marks, in simplified characters."""

    lexicon: Lexicon
    inside: str
    before: str
    after: str
    opens_sentence: bool
    closes_sentence: bool
    whole: bool


def sure(decision: Decision) -> bool:
    """Whether anything spoke for a function of marks: other marks may decide where nothing did."""
    return decision.rule not in (UNMARKED, NAMED)


@once
def patterns(lexicon: Lexicon) -> Patterns:
    """Patterns 语境模式 of the contexts in corpus/lexicons/quoting.toml."""
    sections = ("distancing", "formula", "citation", "figurative", "emphasis")
    away, name, cited, picture, set_off = (contexts(lexicon, name) for name in sections)

    def ahead(words: list[str], gap: int) -> re.Pattern[str]:
        return re.compile(f"{alternatives(words)}[^，。；：“”□]{{0,{gap}}}$")

    def behind(words: list[str], lead: str = "") -> re.Pattern[str]:
        return re.compile(f"^{lead}{alternatives(words)}")

    return Patterns(
        refused=re.compile(rf"{alternatives(away['before'])}{away['gap']}$"),
        deplored=behind(away["after"], "(?:等|之类)?"),
        headed=behind(name["after"], "(?:等)?"),
        named=ahead(name["before"], 8),
        heeded=ahead(cited["heeded"], 3),
        quoted=ahead(cited["quoted"], 3),
        told=re.compile(str(cited["told"])),
        taught=behind(cited["taught"]),
        inspired=behind(cited["inspired"]),
        minded=behind(cited["minded"]),
        kept=behind(cited["kept"]),
        enacted=ahead(cited["enacted"], 3),
        put=behind(cited["put"]),
        spelt=behind(set_off["after"]),
        termed=behind(set_off["termed"]),
        likened=ahead(picture["like"], 2),
        compared=re.compile(str(picture["compared"])),
        counted=re.compile(str(picture["measure"])),
        handled=ahead(picture["before"], 4),
        works=behind(picture["after"], "的?"),
        thing=re.compile(str(picture["thing"])),
    )


def setting(view: View, mark: Mark, first: Mark, last: Mark) -> Setting:
    """Setting 语境 of a mark in the run of coordinated marks from ``first`` to ``last``."""
    start, end = view.sentence(mark.start - 1)
    open_, close = first.start - 1, last.end + 1
    opens = not view.bare[start:open_].strip()
    before = _BLANKS.sub("", view.bare[max(start, open_ - NEAR) : open_])
    after = _NOTE.sub("", _BLANKS.sub("", view.bare[close : close + NEAR]))
    inside = _BLANKS.sub("", view.folded[mark.start : mark.end])
    stop = view.folded[mark.end - 1] in "。！？" or after[:1] in "。！？"
    closes = bool(stop) and end - close <= 3
    return Setting(view.lexicon, inside, before, after, opens, closes, whole(view, last))
