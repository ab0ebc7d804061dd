"""Quoted names 引号提法: set phrases that no list has, known by the quotation marks around them.

Official prose sets the names of policies, slogans and labels in quotation marks (“最多跑一次”改革).
So it does with reported words, sayings and single words that it turns: these are told apart by
their length, their form and what stands beside the marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from huayu import corpus
from huayu.lexicon import Lexicon, once
from huayu.lexicon.reading import alternatives

# of the 24 spans that only this finds in the three annotated texts 20 are formulas
SCORE = 0.83
# a name of one clause has at most ten characters, a slogan of several at most twenty-two: the
# longest of the lists with commas
LONGEST, LONGEST_SERIES, LEAST = 10, 22, 3
_SPAN = re.compile("“([^“”\n]{1,22})”|「([^「」\n]{1,22})」|『([^『』\n]{1,22})』")
_CLAUSE = re.compile("[、，]")


def quoted(speech: corpus.Speech) -> Iterator[tuple[int, int, float]]:
    """Quoted names 引号提法 of a speech as (start, end, score), without their marks.

    A word of one or two characters is none by itself; with the noun of policy that it names
    (“三资”企业) it is one, marks included.

    >>> from huayu.corpus import Speech
    >>> text = "推进“路长到户”改革，开展“护路”行动。他说：“路修好了。”"
    >>> [text[start:end] for start, end, _ in quoted(Speech("x", text))]
    ['路长到户', '“护路”行动']
    """
    lexicon = speech.lexicon
    text = lexicon.simplified(speech.text)
    before, after, head, free = _patterns(lexicon)
    known = _other(lexicon)
    for match in _SPAN.finditer(text):
        start, end = match.span(match.lastindex or 0)
        inside, rest = text[start:end], text[match.end() : match.end() + 8]
        if before.search(text[max(0, match.start() - 8) : match.start()]) or after.match(rest):
            continue
        if any(name in inside for name in (*speech.masks, *speech.residue)):
            continue
        named = head.match(rest)
        if len(inside) < LEAST and named and inside.isalnum():
            yield match.start(), match.end() + named.end(), SCORE
        elif inside not in known and _named(inside, free):
            yield start, end, SCORE


def _named(inside: str, free: re.Pattern[str]) -> bool:
    """Whether marked words have the form of a name: brief, or members alike in length."""
    members = _CLAUSE.split(inside)
    if not all(re.fullmatch(r"[\u3400-\u9fffA-Z\d+·—%.“”]{2,}", each) for each in members):
        return False
    if len(members) == 1:
        chinese = len(re.findall("[\u3400-\u9fff]", inside))
        return LEAST <= len(inside) <= LONGEST and chinese > 1 and not free.search(inside)
    lengths = sorted(map(len, members))
    alike = lengths[-1] - lengths[0] <= 1 or len(members) > 2 and lengths[0] == lengths[1]
    return len(inside) <= LONGEST_SERIES and alike


@once
def _patterns(lexicon: Lexicon) -> list[re.Pattern[str]]:
    """What stands before a name, behind it, names it behind, and what is no name."""
    table = lexicon.table("quoted_names.toml", "name")
    names = ("before", "after", "heads", "free")
    return [re.compile(alternatives(table[name])) for name in names]


@once
def _other(lexicon: Lexicon) -> frozenset[str]:
    """What stands in marks as a word or a saying: figurative words, idioms, proverbs."""
    words = lexicon.rows("quoted_words.csv")
    sayings = [row["saying"] for row in lexicon.rows("sayings.csv")]
    return frozenset(
        [
            *(row["word"] for row in words if row["function"] == "figurative"),
            *(clause for said in sayings for clause in (said, *said.split("，"))),
            *lexicon.words("idioms.txt"),
        ]
    )
