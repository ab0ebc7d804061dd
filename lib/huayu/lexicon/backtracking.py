"""Backtracking 回溯: in how many ways an expression may be tried on one text, before it is run.

What re tries, one way after the other, is bounded by the choices that the next character does not
settle: of alternatives that can begin alike, and of repeats that can go on or stop. Their product
is what a text that nearly fits can cost at one place. It is read off the tree of re's own parser,
with the sets of characters that may come first, as for grammars that look one symbol ahead (Aho,
Sethi & Ullman 1986, §4.4). The characters are those that the expression names, and a few of each
kind that it may mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from re import _constants as has  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

MOST = 1_000_000  # ways that are told apart; more are this many
LONGEST = 1000  # characters that a condition is tried on, and so the times of a repeat without end
KINDS = "改。，5٣a \n_\ue000"  # a character of each kind that an expression may mean
_REPEATS = (has.MAX_REPEAT, has.MIN_REPEAT, has.POSSESSIVE_REPEAT)
_ASIDE = (has.ASSERT, has.ASSERT_NOT)
_CLASSES = {
    has.CATEGORY_DIGIT: r"\d",
    has.CATEGORY_NOT_DIGIT: r"\D",
    has.CATEGORY_SPACE: r"\s",
    has.CATEGORY_NOT_SPACE: r"\S",
    has.CATEGORY_WORD: r"\w",
    has.CATEGORY_NOT_WORD: r"\W",
}
Characters = frozenset[str]
Item = tuple[Any, Any]  # a node of re's tree: what it is, and its arguments
NONE: Characters = frozenset()


def ways(said: str) -> int:
    """Ways 途径 of trying an expression at one place of a text, at most; MOST stands for more.

    Raises
    ------
    re.error : it is no expression, or it refers back to what it has found.

    Notes
    -----
    An upper bound: of a repeat and what follows it the first characters alone are looked at, so
    that ``(同志们)*同心`` counts as one that may stop anywhere.

    >>> ways("(特别|特意|诚挚地?)*感谢"), ways("(改|改革)+$"), ways("(改|改改)+$")
    (1, 1, 1000000)
    >>> ways("只有[^。]{1,60}(才|方能)")
    60
    """
    tree = _parser.parse(said)
    named = {chr(n) for number in _numbers(tree) for n in (number, number + 1)}
    return _Tree(named.union(KINDS)).ways(list(tree), NONE)


def _numbers(tree: Any) -> Iterator[int]:
    """Every number in a tree that can be that of a character."""
    if isinstance(tree, int):
        if 0 <= tree < 0x10FFFF:
            yield int(tree)
    elif isinstance(tree, list | tuple | _parser.SubPattern):
        for one in tree:
            yield from _numbers(one)


class _Tree:
    """The characters that an expression tells apart, and what its nodes begin with."""

    def __init__(self, alphabet: set[str]):
        """Take the characters."""
        self.alphabet = alphabet
        self.known: dict[int, tuple[Characters, bool]] = {}  # by the node, which its tree holds

    def ways(self, items: Sequence[Item], after: Characters) -> int:
        """Ways of a sequence, from its end on, where a text can go on with ``after``."""
        many = 1
        for item in reversed(items):
            many = min(MOST, many * self.tried(item, after))
            first, empty = self.begins(item)
            after = first | after if empty else first
        return many

    def tried(self, item: Item, after: Characters) -> int:
        """Ways of one node."""
        kind, given = item
        if kind is has.BRANCH:
            return self.branch([list(one) for one in given[1]], after)
        if kind in _REPEATS:
            least, most, body = given
            return self.repeat(least, most, body, after)
        inner = _inner(item)
        return 1 if inner is None else self.ways(inner, NONE if kind in _ASIDE else after)

    def branch(self, parts: list[list[Item]], after: Characters) -> int:
        """Ways of alternatives: those of all where two can begin alike to the end of one."""
        counts = [self.ways(one, after) for one in parts]
        beginning: dict[str, list[int]] = {}
        for number, one in enumerate(parts):
            for character in self.begin(one, after):
                beginning.setdefault(character, []).append(number)
        pairs = {pair for group in beginning.values() for pair in combinations(group, 2)}
        alike = any(not self.apart(parts[a], parts[b], after) for a, b in pairs)
        return sum(counts) if alike else max(counts)

    def repeat(self, least: int, most: int, body: Sequence[Item], after: Characters) -> int:
        """Ways of a repeat: every number of times where it can go on as well as stop."""
        times, first = min(int(most), max(LONGEST, least)), self.begin(body, NONE)
        many = self.ways(body, first | after if times > 1 else after)
        if times > 1:
            many += all(self.begins(item)[1] for item in body)  # nothing, any number of times
            many = MOST if many > 1 and times > MOST.bit_length() else many**times
        return min(MOST, many * (times - least + 1 if first & after else 1))

    def apart(self, one: list[Item], other: list[Item], after: Characters) -> bool:
        """Whether a character settles which of two alternatives a text has."""
        for place in range(max(len(one), len(other)) + 1):
            rests = one[place:], other[place:]
            if not self.begin(rests[0], after) & self.begin(rests[1], after):
                return True
            if not all(rest and _inner(rest[0]) is None for rest in rests):
                return False
        return False

    def begin(self, items: Sequence[Item], after: Characters) -> Characters:
        """Characters that a sequence, or else what follows it, can begin with."""
        found = NONE
        for item in items:
            first, empty = self.begins(item)
            found |= first
            if not empty:
                return found
        return found | after

    def begins(self, item: Item) -> tuple[Characters, bool]:
        """Characters that a node can begin with, and whether it can be nothing."""
        if id(item) not in self.known:
            self.known[id(item)] = self._begins(item)
        return self.known[id(item)]

    def _begins(self, item: Item) -> tuple[Characters, bool]:
        kind, given = item
        if kind in (has.GROUPREF, has.GROUPREF_EXISTS):
            raise re.error("a reference back")
        if kind in _ASIDE or kind is has.AT:
            return NONE, True
        if kind is has.BRANCH:
            parts = [list(one) for one in given[1]]
        elif (inner := _inner(item)) is not None:
            parts = [inner]
        else:
            return self.characters(item), False
        empty = any(all(self.begins(one)[1] for one in part) for part in parts)
        first = NONE.union(*(self.begin(part, NONE) for part in parts))
        return first, empty or (kind in _REPEATS and given[0] == 0)

    def characters(self, item: Item) -> Characters:
        """Characters that a node of one character takes, capital or small."""
        kind, given = item
        if kind is has.LITERAL:
            return frozenset({chr(given), chr(given).lower(), chr(given).upper()})
        tests = given if kind is has.IN else [item]
        turned = tests[0][0] is has.NEGATE
        return frozenset(
            one
            for one in self.alphabet
            for form in {one, one.lower(), one.upper()}
            if any(_takes(test, form) for test in tests) != turned
        )


def _inner(item: Item) -> list[Item] | None:
    """What a node that is a group, a repeat or looks aside holds; None where it is a character."""
    kind, given = item
    if kind is has.SUBPATTERN or kind in _REPEATS:
        return list(given[-1])
    if kind is has.ATOMIC_GROUP:
        return list(given)
    return list(given[1]) if kind in _ASIDE else None


def _takes(test: Item, one: str) -> bool:
    """Whether a test of one character, such as a range, holds for it."""
    kind, given = test
    if kind is has.RANGE:
        return given[0] <= ord(one[0]) <= given[1]
    if kind is has.CATEGORY:
        return bool(re.match(_CLASSES[given], one))
    if kind is has.NOT_LITERAL:
        return one != chr(given)
    return kind is has.ANY or (kind is has.LITERAL and one == chr(given))
