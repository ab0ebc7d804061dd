"""Reports 转述句式: how reported words are let in, as the lexicons have it."""

from __future__ import annotations

import re
from typing import NamedTuple

from huayu.lexicon import Lexicon, once
from huayu.quotations.lexicons import contexts


class Reports(NamedTuple):
    """Compiled patterns of reports, for the lexicon as it is."""

    opening: re.Pattern[str]
    modal: re.Pattern[str]
    announced: re.Pattern[str]
    habitual: re.Pattern[str]
    turn: re.Pattern[str]
    predicate: re.Pattern[str]
    comment: re.Pattern[str]
    headed: re.Pattern[str]
    counted: re.Pattern[str]
    free: frozenset[str]
    acts: frozenset[str]
    proverbial: frozenset[str]


@once
def reports(lexicon: Lexicon) -> Reports:
    """Reports 转述句式: how reported words are let in."""
    words, cues = contexts(lexicon, "speaker"), contexts(lexicon, "cue")
    return Reports(
        re.compile(rf"(?:{words['openings']})"),
        re.compile(rf"(?:{words['modals']})(?:特别|再次|着重|反复|坚决|公开|郑重|明确)?$"),
        re.compile(r"我们?(?:也|还|就|都)?(?:要|想|愿意?|希望|必须)[^，。；：]{0,12}$"),
        re.compile(rf"(?:{words['habitual']})"),
        re.compile(rf"，(?:{words['turns']})|；"),
        re.compile(str(cues["predicate"])),
        re.compile(rf"，(?={words['comments']})"),
        re.compile(str(cues["headed"])),
        re.compile(str(cues["counted"])),
        frozenset(words["free"]),
        frozenset(words["acts"]),
        frozenset(words["proverbial"]),
    )
