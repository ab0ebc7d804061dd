"""Quoted names 引号提法: set phrases that no list has, known by the quotation marks around them.

Official prose sets the names of policies, slogans and labels in quotation marks (“最多跑一次”改革).
So it does with reported words, sayings and single words that it turns: these are told apart by
their length, their form and what stands beside the marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from huayu import corpus
from huayu.files import text as content
from huayu.words import characters, lexicons, lists

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
    text = characters.simplified(speech.text)
    before, after, head, free = map(_either, ("before", "after", "heads", "free"))
    known = _other()
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


def _either(name: str) -> re.Pattern[str]:
    entries = lexicons.table("quoted_names.toml", "name")[name]
    return re.compile("|".join(sorted(entries, key=len, reverse=True)))


@lru_cache(maxsize=1)
def _other() -> frozenset[str]:
    """What stands in marks as a word or a saying: figurative words, idioms, proverbs."""
    words = lists.rows(corpus.lexicon("quoted_words.csv"), ("word", "function"))
    sayings = lists.rows(corpus.lexicon("sayings.csv"), ("saying",))
    return frozenset(
        [
            *(row["word"] for _, row in words if row["function"] == "figurative"),
            *(
                clause
                for _, row in sayings
                for clause in (row["saying"], *row["saying"].split("，"))
            ),
            *content(corpus.lexicon("idioms.txt")).splitlines(),
        ]
    )
