"""Chiasmus 回环: two adjacent members whose terms change places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from huayu.rhetoric.device import Context, Device, Token
from huayu.rhetoric.parallelism import pairs
from huayu.rhetoric.series import Series

# Members of more words are arguments, not figures; the longest in the gold has 9.
LONGEST = 16
# Tags that carry no term (的, 了, 在, 和, 吧 …); what changes places must be a term.
_FORM = frozenset("ucpydme")
# The second member must be made of the first: share of its characters that stand in the first.
LEAST_SHARED = 0.5


@lru_cache(maxsize=4)
def chiasmi(context: Context) -> tuple[Device, ...]:
    """Chiasmi 回环 of a text: 今天再晚也是早，明天再早也是晚.

    Notes
    -----
    The terms that change places must be the same words; a chiasmus of synonyms is missed. One
    between members that are not neighbours is missed too.
    """
    found = [device for pair in pairs(context) for device in _crossing(pair)]
    best: list[Device] = []
    for device in sorted(found, key=lambda d: (-d.score, d.end - d.start)):
        if all(device.end <= other.start or device.start >= other.end for other in best):
            best.append(device)
    return tuple(sorted(best, key=lambda device: device.start))


def _crossing(pair: Series) -> Iterator[Device]:
    one, two = pair.words
    if any(pair.trims) or max(len(one), len(two)) > LONGEST:
        return
    crossed = _crossed(one, two)
    if not crossed:
        return
    texts = ["".join(word.text for word in member) for member in pair.words]
    shared = (Counter(texts[0]) & Counter(texts[1])).total() / max(map(len, texts))
    if shared >= LEAST_SHARED:
        first, second = crossed
        yield Device(
            "chiasmus",
            pair.start,
            pair.end,
            round(min(0.3 + 0.65 * shared, 0.95), 3),
            f"{first} and {second} change places, {shared:.0%} of the characters return",
            members=pair.spans,
            scope="adjacent",
            frame=f"{first}…{second}｜{second}…{first}",
            slots=((first, second), (second, first)),
        )


def _crossed(one: tuple[Token, ...], two: tuple[Token, ...]) -> tuple[str, str] | None:
    """The two terms, furthest apart, that stand in one order here and in the other there."""
    here = {word.text: i for i, word in reversed(list(enumerate(one)))}
    last = {word.text: i for i, word in enumerate(two)}
    first = {word.text: i for i, word in reversed(list(enumerate(two)))}
    terms = [w.text for w in one if w.tag[:1] not in _FORM and w.text in last]
    crossed = [
        (here[v] - here[u] + last[u] - first[v], u, v)
        for u in terms
        for v in terms
        if u != v and here[u] < here[v] and first[v] < last[u] and one[-1].text in (v, u, *terms)
    ]
    return max(crossed)[1:] if crossed else None
