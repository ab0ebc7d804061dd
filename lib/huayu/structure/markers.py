"""Markers 序号: the grammar of numbered openers (一、 （一） 1. 第一， 一是) and their levels.

A marker style is a row of a table: its name, its rank and its pattern. A stack of the styles in
use assigns the levels: a style opens one level below the styles that are open when it is first
used, and comes back to that level whenever it returns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

_N = "[一二三四五六七八九十百〇零]{1,4}"


class Style(NamedTuple):
    """A marker style 序号样式; styles of a smaller rank never stand under those of a larger one."""

    name: str
    rank: int
    pattern: re.Pattern


_PART = "个?部分|个?方面|个问题|编|篇|章|节|讲"
STYLES = tuple(
    Style(name, rank, re.compile(pattern))
    for name, rank, pattern in (
        ("第一部分", 1, rf"第(?P<n>{_N})(?:{_PART})(?:[：:，,、]|(?=[ \u3000\n]))"),
        ("一、", 2, rf"(?P<n>{_N})[、．.：:]"),
        ("一　", 2, rf"(?P<n>{_N})(?=[ \u3000]+[^ \u3000\n]|[ \u3000]*(?:\n|$))"),
        ("（一）", 3, rf"[（(〔](?P<n>{_N})[）)〕][、，]?"),
        ("第一，", 3, rf"第(?P<n>{_N})点?[，,、：:]"),
        ("1.", 4, r"(?P<n>\d{1,2})[．.、](?!\d)"),
        ("（1）", 5, r"[（(](?P<n>\d{1,2})[）)]"),
        ("①", 6, "(?P<n>[①-⑮])"),
        ("一是", 7, rf"(?P<n>{_N})(?P<verb>[是要])"),
    )
)
_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0}
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")


class Opener(NamedTuple):
    """A candidate opener 起首序号 at ``start``: its label, style and number."""

    start: int
    label: str
    style: Style
    number: int
    verb: str = ""


def opener(text: str, start: int, end: int) -> Opener | None:
    """Opener 序号 that stands at a place, or None.

    >>> opener("（三）修好乡间的路。", 0, 10).label
    '（三）'
    """
    for style in STYLES:
        match = style.pattern.match(text, start, end)
        if match:
            number = value(match["n"])
            if number:
                verb = match.groupdict().get("verb") or ""
                return Opener(start, match[0].rstrip(), style, number, verb)
    return None


def value(numeral: str) -> int:
    """Value 数值 of a numeral up to 99 in Chinese or Arabic digits or a circled one; 0 if none.

    >>> [value(n) for n in ("三", "十", "十二", "二十一", "7", "④")]
    [3, 10, 12, 21, 7, 4]
    """
    numeral = numeral.translate(_FULL_WIDTH)
    if "①" <= numeral <= "⑮":
        return ord(numeral) - ord("①") + 1
    if numeral.isascii():
        return int(numeral)
    tens, ten, ones = numeral.rpartition("十")
    if len(tens) > 1 or len(ones) > 1 or not set(tens + ones) <= set(_DIGITS):
        return 0
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)


class Level:
    """Levels 层级: a stack of the styles that are open, from the highest to the lowest."""

    def __init__(self) -> None:
        """Begin above the first opener."""
        self.open: list[tuple[str, int]] = []

    @property
    def depth(self) -> int:
        """Level of the opener that the text now stands under; 0 above the first."""
        return len(self.open)

    def enter(self, name: str, rank: int) -> int:
        """Level of an opener of a style, which becomes the one the text stands under."""
        names = [style for style, _ in self.open]
        if name in names:
            del self.open[names.index(name) :]
        while self.open and self.open[-1][1] > rank:
            self.open.pop()
        self.open.append((name, rank))
        return len(self.open)


def series(openers: Iterable[Opener]) -> list[Opener]:
    """Openers that count up 连续序号: those of one style that begin at 1 and go on.

    A number may be missing, as where a transcript lost one; a first that no second follows is
    kept only by the caller's own evidence and is left out here.
    """
    kept: set[Opener] = set()
    last: dict[str, Opener] = {}
    for each in openers:
        before = last.get(each.style.name)
        if each.number == 1:
            last[each.style.name] = each
        elif before and before.number < each.number <= before.number + 2:
            kept |= {before, each}
            last[each.style.name] = each
        else:
            continue
        # a higher opener begins the count of the lower ones anew
        for name in [n for n, o in last.items() if o.style.rank > each.style.rank]:
            del last[name]
    return sorted(kept)
