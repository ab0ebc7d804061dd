"""Chiasmus 回环: two adjacent members whose terms change places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from huayu.lexicon import Lexicon
from huayu.page import Page, Token
from huayu.rhetoric.alignment import tag
from huayu.rhetoric.device import Device
from huayu.rhetoric.members import Series
from huayu.rhetoric.parallelism import pairs
from huayu.spans import Kept

# Members of more words are arguments, not figures; the longest in the gold has 9.
LONGEST = 12
# Up to this many characters, members of the same characters are read by them: 自胜者强，自强者胜.
SHORT = 5
# Tags that carry no term (的, 了, 在, 和, 吧 …); what changes places must be a term.
_FORM = frozenset("ucpydme")
# The second member must be made of the first: share of the longer one's characters that return,
# less where the terms stand at the very ends.
LEAST_SHARED, AT_ENDS = 0.6, 0.5
# Share of the longer member that the two terms make up; less is a chance return of two words.
LEAST_TERMS = 0.25


@lru_cache(maxsize=4)
def chiasmi(page: Page) -> tuple[Device, ...]:
    """Chiasmi 回环 of a text: 今天再晚也是早，明天再早也是晚.

    Notes
    -----
    The terms that change places must be the same words; a chiasmus of synonyms is missed. One
    between members that are not neighbours is missed too.
    """
    found = [device for pair in pairs(page) for device in _crossing(pair)]
    best: list[Device] = []
    kept = Kept()
    for device in sorted(found, key=lambda d: (-d.score, d.end - d.start)):
        if not any(kept.meeting(device.start, device.end)):
            best.append(device)
            kept.add(device.start, device.end, True)
    return tuple(sorted(best, key=lambda device: device.start))


def _crossing(pair: Series) -> Iterator[Device]:
    one, two = pair.words
    if max(len(one), len(two)) > LONGEST:
        return
    texts = ["".join(word.text for word in member) for member in pair.words]
    shared = (Counter(texts[0]) & Counter(texts[1])).total() / max(map(len, texts))
    if max(map(len, texts)) <= SHORT and shared == 1:
        one, two = (_characters(pair.lexicon, words) for words in (one, two))
    crossed = _crossed(one, two)
    if not crossed or shared < AT_ENDS:
        return
    first, second = crossed
    if len(first + second) < LEAST_TERMS * max(map(len, texts)):
        return
    at_ends = one[-1].text == second == two[0].text and two[-1].text == first
    if at_ends or shared >= LEAST_SHARED:
        yield Device(
            "chiasmus",
            pair.start,
            pair.end,
            round(min(0.3 + 0.65 * shared, 0.95), 3),
            "chiasmus:crossed",
            f"{first} and {second} change places, {shared:.0%} of the characters return",
            members=pair.members,
            scope="adjacent",
            frame=f"{first}…{second}｜{second}…{first}",
            slots=((first, second), (second, first)),
        )


def _characters(lexicon: Lexicon, words: tuple[Token, ...]) -> tuple[Token, ...]:
    """The characters of a short member, with the tags of single-character words."""
    text = "".join(word.text for word in words)
    start = words[0].start
    return tuple(
        Token(start + i, start + i + 1, char, tag(lexicon, char)) for i, char in enumerate(text)
    )


def _crossed(one: tuple[Token, ...], two: tuple[Token, ...]) -> tuple[str, str] | None:
    """The two terms, furthest apart, that stand in one order here and in the other there."""
    here = {word.text: i for i, word in reversed(list(enumerate(one)))}
    last = {word.text: i for i, word in enumerate(two)}
    first = {word.text: i for i, word in reversed(list(enumerate(two)))}
    counts = [Counter(word.text for word in member) for member in (one, two)]
    terms = [w.text for w in one if w.tag[:1] not in _FORM and w.text in last]
    terms = [term for term in terms if counts[0][term] == counts[1][term]]
    if len(one) > SHORT:
        terms = [term for term in terms if counts[0][term] == 1]
    crossed = [
        (here[v] - here[u] + last[u] - first[v], u, v)
        for u in terms
        for v in terms
        if u != v and here[u] < here[v] and first[v] < last[u]
        if _alike(one[here[u]], one[here[v]])
        if not any(_stays(one, here[term], two, at[term]) for term, at in ((u, last), (v, first)))
    ]
    return max(crossed)[1:] if crossed else None


def _alike(term: Token, other: Token) -> bool:
    """Whether two terms can change places: a thing does not change places with an act."""
    return {term.tag, other.tag} != {"n", "v"}


def _stays(one: tuple[Token, ...], here: int, two: tuple[Token, ...], there: int) -> bool:
    """Whether a term keeps its neighbours in both members (命脉: 人的命脉在田，田的命脉在水)."""
    if min(here, there) == 0 or here + 1 == len(one) or there + 1 == len(two):
        return False
    return all(one[here + step].text == two[there + step].text for step in (-1, 1))
