"""Cues 引述语: the verb or noun that brings cited words in."""

from __future__ import annotations

import re
from typing import NamedTuple

from huayu.lexicon import Lexicon, once
from huayu.lexicon.reading import Patterns, alternatives
from huayu.quotations.lexicons import contexts, verb_forms, verbs
from huayu.quotations.view import View

# words between cue and mark: an object and a verb of the partial quotation (要求我们实现“…”)
GAP = 16
# characters before a mark in which its cue may stand
NEAR = 120
# characters of whom somebody speaks to, behind the verb (“……？”李大山问他。)
TO = 4
# characters before a reporting verb that can make a noun of it (提出……的建议)
BACK = 20
_ISSUE = r"(?:[这那]样?(?:个|句|段|番)(?:问题|话|疑问))?"
_MODAL = r"(?:要|必须|应当|应该|应|不能|是)?"
_AFTER_VERB = r"(?:了|过|着|道|到|出|得[^，。：；]{1,6}|的是|的那样|的)?"


class Cue(NamedTuple):
    """A cue 引述语: its bare verb, where it stands, its kind, and how near to the words it is.

    ``opens`` is where words without marks would begin, -1 where none are sought.
    """

    verb: str
    start: int
    end: int
    kind: str
    tight: bool
    opens: int = -1


@once
def forms(lexicon: Lexicon) -> Patterns:
    """Forms 句式 in which a cue stands before, behind or around cited words."""
    reporting = verb_forms(
        lexicon,
        "say",
        "put",
        "ask",
        "decide",
        "saying",
        "scorn",
        "claim",
        "thought",
        "name",
        "noun",
        "genre",
    )
    verbal = verb_forms(lexicon, "say", "put", "ask")
    nouns = verb_forms(lexicon, "noun")
    adverbs = alternatives(contexts(lexicon, "speaker")["adverbs"])
    words, cited = contexts(lexicon, "cue"), contexts(lexicon, "citation")
    to_whom = rf"(?:对?{alternatives(words['objects'])}(?:说|道)?)?"
    particles = rf"{_AFTER_VERB}{to_whom}{_ISSUE}是?[，：:,]?[\s　]*"
    return Patterns(
        tight=re.compile(
            rf"(?P<verb>{reporting}){particles}(?:[^，。；：\s]{{0,4}})?{_MODAL}[\s　]*$"
        ),
        any=re.compile(reporting),
        loose=re.compile(rf"{_AFTER_VERB}[，]?[^，。；：“”□]{{0,{GAP}}}[\s　]*$"),
        after=re.compile(
            rf"[，,。]?[\s　]*(?P<who>[^，。；：“”□]{{1,16}}?)(?:{adverbs})*"
            rf"(?P<verb>{verb_forms(lexicon, 'say')})(?:道|过)?(?:[。；]|，[\s　]*(?=[“‘「『\"]))"
        ),
        closing=re.compile(
            rf"[\s　]*(?P<who>[^，。；：“”□\n]{{1,20}}?)(?P<verb>{verb_forms(lexicon, 'say')})"
            rf"(?:道|过|着|话|起来)?[^，。；：“”□\n]{{0,{TO}}}[，。；！？]"
        ),
        noun=re.compile(
            rf"的?[^，。；：]{{0,4}}?(?P<verb>{nouns}|规定|指示|要求|教导|名言|批示|题词|口号)"
        ),
        verb_of=re.compile(rf"(?P<verb>{verbal})(?:了|过)?(?:这样|如此)?的?[^，。；：]{{0,8}}$"),
        statement=re.compile(str(cited["statements"])),
        belonging=re.compile(str(cited["belonging"])),
        near=re.compile(
            rf"{particles}(?:[^，。；：\s]{{0,3}}(?:要|必须|应当|应该|应))?{_MODAL}[\s　]*"
        ),
        within=re.compile(
            rf"{alternatives([*words['inside'], *words['noun'], *words['manner']])}$"
        ),
        opens=re.compile(alternatives(words["opens"])),
    )


def cue_before(view: View, start: int, stop: int) -> Cue | None:
    """Cue 前置引述语 that ends at an opening mark, or close before it in the same clause."""
    start = max(start, stop - NEAR)
    left = view.bare[start:stop]
    clause = max(left.rfind(sign) for sign in "；。") + 1
    found = None
    for match in forms(view.lexicon).any.finditer(left, clause):
        verb = verbs(view.lexicon)[match[0]]
        titled = left.rfind("《", 0, match.start()) > left.rfind("》", 0, match.start())
        if titled or part_of_word(view.lexicon, left + "“", match.start(), match.end()):
            continue
        tight = forms(view.lexicon).tight.fullmatch(left, match.start())
        near = bool(tight and forms(view.lexicon).near.fullmatch(left, match.end()))
        loose = tight or forms(view.lexicon).loose.fullmatch(left, match.end())
        if near or (loose and (verb["kind"] == "ask" or verb["weak"] != "1")):
            found = Cue(match[0], start + match.start(), start + match.end(), verb["kind"], near)
            if near:
                break
    return _verb_of(view, start + clause, found) if found and found.kind == "noun" else found


def part_of_word(lexicon: Lexicon, text: str, start: int, end: int) -> bool:
    """Whether a verb form is part of a longer word (演讲, 说明) or a noun (中央的要求)."""
    within = forms(lexicon).within.search(text[max(start - BACK, 0) : end])
    longer = forms(lexicon).opens.match(text, start)
    return bool(within or (longer and longer.end() > end))


def _verb_of(view: View, start: int, noun: Cue) -> Cue:
    """The verb behind a noun for words said (讲的一段话 -> 讲), else the noun itself."""
    left = view.bare[start : noun.start]
    found = [
        m
        for m in forms(view.lexicon).verb_of.finditer(left)
        if not part_of_word(view.lexicon, left, m.start("verb"), m.end("verb"))
    ]
    if not found:
        return noun
    place = start + found[-1].start("verb")
    return Cue(found[-1]["verb"], place, start + found[-1].end("verb"), "say", noun.tight)
