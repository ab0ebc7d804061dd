"""Candidates 候选: sequences of words that might be set phrases, with the classical measures.

Units are the words of a speech, a listed formula counting as one. A candidate is a sequence of two
to five units that begins and ends with a content word and crosses no mark but 、.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from huayu.corpus import Speech
from huayu.words.segmentation import Token, tokens

MOST_UNITS = 5  # longer ones are sentences: 1 in 200 of the listed formulas has more words
CHARACTERS = range(4, 17)  # of three there are mostly words; the longest slogans have commas
FORMULA = "F"  # the tag of a unit that is a listed formula
# words that neither open nor close a set phrase: particles, pronouns, conjunctions, adverbs …
_CLOSED = frozenset("c d e f k m o p q r t u y z".split())
# … and those that none holds: adverbs, pronouns, modal particles make a statement (民族更是如此);
# the dictionary has some such pieces for words, tagged l (更是如此)
_SAYING = frozenset("d r y".split())
_SAID = re.compile("[更也都就还很又才][^业市新盛能]..")
_BREAKS = frozenset(("w", "x", "mask", "residue"))


class Candidate(NamedTuple):
    """A candidate 候选, one type in one speech, with all its places.

    ``cohesion`` is the normalised pointwise mutual information of the loosest of its joints (Bouma
    2009, after Church & Hanks 1990), from -1 to 1; ``left`` and ``right`` the branching entropy of
    the units before and after it in bits (Jin & Tanaka-Ishii 2006); ``termhood`` its C-value
    (Frantzi, Ananiadou & Mima 2000, eq. 1, with log2 of units + 1 so that pairs count).
    """

    units: tuple[Token, ...]
    spans: tuple[tuple[int, int], ...]
    before: str
    after: str
    cohesion: float
    left: float
    right: float
    termhood: float

    @property
    def words(self) -> tuple[str, ...]:
        """Its words 词, without the marks between them."""
        return tuple(unit.text for unit in self.units)


Words = tuple[str, ...]
Place = tuple[list[Token], str, str]  # one occurrence: its units, and the words on either side


def candidates(speech: Speech, listed: Iterable[tuple[int, int]] = ()) -> list[Candidate]:
    """Candidates 候选 of a speech around and between the listed formulas at ``listed``."""
    places: dict[Words, list[Place]] = defaultdict(list)
    size: Counter[Words] = Counter()
    total = 0
    for run in _runs(units(speech, listed)):
        padded = ["", *(unit.text for unit in run), ""]
        total += len(run)
        for first in range(len(run)):
            for last in range(first, min(first + MOST_UNITS, len(run))):
                words = tuple(padded[first + 1 : last + 2])
                size[words] += 1
                if last > first:
                    places[words].append((run[first : last + 1], padded[first], padded[last + 2]))
    nested = _nested(size)
    return [
        _measured(words, found, size, nested[words], total)
        for words, found in places.items()
        if _may_be(found[0][0])
    ]


def units(speech: Speech, listed: Iterable[tuple[int, int]] = ()) -> list[Token]:
    """Units 单位 of a speech in order: its tokens, those inside a listed formula merged."""
    simple = speech.lexicon.simplified(speech.text)
    starts = dict(listed)
    found: list[Token] = []
    until = 0
    layer = tokens(speech)
    for start, end, tag in zip(layer["start"], layer["end"], layer["tag"], strict=True):
        if start in starts:
            until = starts[start]
            found.append(Token(start, until, simple[start:until], FORMULA))
        elif start >= until:
            found.append(Token(start, end, simple[start:end], tag))
    return found


def _runs(sequence: list[Token]) -> Iterator[list[Token]]:
    """Stretches of units that a candidate may lie in; 、 is passed over, other marks are not."""
    inside = (unit for unit in sequence if unit.text != "、")
    for kept, run in groupby(inside, key=lambda unit: unit.tag not in _BREAKS):
        if kept:
            yield list(run)


def _may_be(run: list[Token]) -> bool:
    """Whether a sequence has the length of a set phrase, content words at its ends, no saying."""
    first, last = run[0].tag[:1], run[-1].tag[:1]
    return (
        sum(len(unit.text) for unit in run) in CHARACTERS
        and first not in _CLOSED
        and last not in _CLOSED
        and not any(unit.tag[:1] in _SAYING or _says(unit) for unit in run)
    )


def _says(unit: Token) -> bool:
    """Whether a word of the dictionary is a piece of a statement that begins with its adverb."""
    return unit.tag == "l" and _SAID.match(unit.text) is not None


def _nested(size: Counter[Words]) -> dict[Words, tuple[int, int]]:
    """For each sequence: how many longer types hold it, and how often they occur together."""
    types: Counter[Words] = Counter()
    occurrences: Counter[Words] = Counter()
    for words, count in size.items():
        for part in {words[1:], words[:-1]}:
            types[part] += 1
            occurrences[part] += count
    return defaultdict(lambda: (0, 0), {w: (n, occurrences[w]) for w, n in types.items()})


def _measured(
    words: Words, found: list[Place], size: Counter[Words], nested: tuple[int, int], total: int
) -> Candidate:
    run, before, after = found[0]
    count, (types, occurrences) = len(found), nested
    free = count - (occurrences / types if types and count > 1 else 0)
    return Candidate(
        tuple(run),
        tuple((place[0].start, place[-1].end) for place, _, _ in found),
        before,
        after,
        _cohesion(words, size, total),
        _entropy(before for _, before, _ in found),
        _entropy(after for _, _, after in found),
        math.log2(len(words) + 1) * free,
    )


def _cohesion(words: Words, size: Counter[Words], total: int) -> float:
    joint = size[words] / total
    loosest = min(
        math.log(joint * total * total / (size[words[:cut]] * size[words[cut:]]))
        for cut in range(1, len(words))
    )
    return loosest / -math.log(joint) if joint < 1 else 1.0


def _entropy(neighbours: Iterable[str]) -> float:
    counts = Counter(neighbours)
    total = counts.total()
    # exact: the plain sum of floats is another one from Python 3.12 on
    return -math.fsum(n / total * math.log2(n / total) for n in counts.values())
