"""Reports 转述句式: how reported words are let in, as the lexicons have it."""

from __future__ import annotations

import re
from typing import NamedTuple

from huayu.lexicon import Lexicon, once
from huayu.lexicon.reading import either
from huayu.quotations.lexicons import contexts, verbs


class Reports(NamedTuple):
    """Compiled patterns of reports, for the lexicon as it is."""

    cue: re.Pattern[str]
    paused: re.Pattern[str]
    opening: re.Pattern[str]
    modal: re.Pattern[str]
    announced: re.Pattern[str]
    habitual: re.Pattern[str]
    turn: re.Pattern[str]
    predicate: re.Pattern[str]
    again: re.Pattern[str]
    work: re.Pattern[str]
    comment: re.Pattern[str]
    headed: re.Pattern[str]
    free: frozenset[str]
    bidding: frozenset[str]
    acts: frozenset[str]
    proverbial: frozenset[str]


@once
def reports(lexicon: Lexicon) -> Reports:
    """Reports 转述句式: how reported words are let in."""
    words, cues = contexts(lexicon, "speaker"), contexts(lexicon, "cue")
    known = verbs(lexicon)
    # one-character verbs other than 说 and 讲 report only words in marks (曰：“…”)
    verbal = either(_reporting(lexicon, "say", "put", "ask", "claim"))
    saying = either(_reporting(lexicon, "say", "ask"))
    return Reports(
        re.compile(verbal),
        re.compile(r"(?:了|过|道|到)?(?:我们|大家|全党|人们|世人|全世界)?[，：,:][\s　]*"),
        re.compile(rf"(?:{words['openings']})"),
        re.compile(rf"(?:{words['modals']})(?:特别|再次|着重|反复|坚决|公开|郑重|明确)?$"),
        re.compile(r"我们?(?:也|还|就|都)?(?:要|想|愿意?|希望|必须)[^，。；：]{0,12}$"),
        re.compile(rf"(?:{words['habitual']})"),
        re.compile(rf"，(?:{words['turns']})|；"),
        re.compile(str(cues["predicate"])),
        re.compile(
            rf"[；，](?:并|又|还|同时|特别|再次|进一步|一再|反复)*(?:{saying})|"
            r"[；，]提出"
        ),
        re.compile(
            r"(?:作出|作了|作过|发表|有过|提出)(?:了|过)?(?:一系列|许多|很多)?"
            r"[^，。；]{0,6}(?P<verb>论述|论断|指示|批示|讲话)"
            r"，(?:其中)?[^，。；：]{0,12}?(?:就是|即|是|：)"
        ),
        re.compile(rf"，(?={words['comments']})"),
        re.compile(str(cues["headed"])),
        frozenset(words["free"]),
        frozenset(verb for verb in words["free"] if known.get(verb, {}).get("kind") == "ask"),
        frozenset(words["acts"]),
        frozenset(words["proverbial"]),
    )


def _reporting(lexicon: Lexicon, *kinds: str) -> list[str]:
    """Verbs of some kinds that report words without marks; not 古人有言：“……”."""
    return [
        verb
        for verb, row in verbs(lexicon).items()
        if row["kind"] in kinds
        and (len(verb) > 1 and not verb.startswith("有") or verb in ("说", "讲"))
    ]
