"""Markers 序号: the grammar of numbered openers (一、 （一） 1. 第一， 一是) and their levels.

A marker style is a row of a table: its name, its rank and its pattern. A stack of the styles in
use assigns the levels: a style opens one level below the styles that are open when it is first
used, and comes back to that level whenever it returns.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from huayu.structure.paragraphs import Paragraph

_N = "[一二三四五六七八九十〇○零壹贰貳叁參肆伍陆陸柒捌玖拾]{1,4}"


class Style(NamedTuple):
    """A marker style 序号样式; styles of a smaller rank never stand under those of a larger one."""

    name: str
    rank: int
    pattern: re.Pattern[str]


ARABIC, BY_WORD = 4, 7
# items of 一是…二是… inside a paragraph run to about 70 characters in work reports, points of a
# paragraph each to some 250: between them, in a text that lost its paragraphs, stands this length
POINT = 120
_PART = "个?部分|个?方面|个问题|编|篇|章|节|讲|件"
# what is counted with its noun before it (故事1，) or behind it (第一个词，)
_NOUN = "故事|案例|例子|问题|建议|任务|观点|启示|要点|关键词|主题|议题|目标|措施|体会|原则"
_LETTERS = "ABCDEFGH"  # I is a Roman number
_STEMS, _ROMAN = "甲乙丙丁戊己庚辛壬癸", ("", *"I II III IV V VI VII VIII IX X XI XII".split())
STYLES = tuple(
    Style(name, rank, re.compile(pattern))
    for name, rank, pattern in (
        ("第一部分", 1, rf"第(?P<n>{_N}|\d{{1,2}})(?:{_PART})(?:[：:，,、]|(?=\s))"),
        ("Ⅰ.", 1, r"(?P<n>[Ⅰ-Ⅻ]|[IVX]{1,4}(?=[.．、。]))[.．、。]?"),
        ("一、", 2, rf"(?P<n>{_N})[、．.：:，,]"),
        ("甲、", 2, rf"(?P<n>[{_STEMS}])[、．.。]"),
        ("一　", 2, rf"(?P<n>{_N})(?=[^\S\n]+\S|[^\S\n]*(?:\n|$))"),
        ("（一）", 3, rf"[（(〔](?P<n>{_N}|[{_STEMS}])[）)〕][、，,]?"),
        ("一）", 3, rf"(?P<n>{_N})[）)〕]"),
        ("㈠", 3, "(?P<n>[㈠-㈩])"),
        ("第一，", 3, rf"第(?P<n>{_N})(?:点|种|类|步|条|层|项|阶段)?[，,、：:]"),
        ("第一个词", 3, rf"第(?P<n>{_N})[个個]\w{{1,4}}?(?:[，,：:]|——|(?=[是叫“]))"),
        ("故事1", 3, rf"(?:{_NOUN})(?P<n>{_N}|\d{{1,2}})[，,：:、]"),
        ("A.", ARABIC, rf"(?P<n>[{_LETTERS}])[．.、](?=[ \u3000]*[\u3400-\u9fff“《])"),
        ("1.", ARABIC, r"(?P<n>\d{1,2})[．.、](?!\d)"),
        ("⒈", ARABIC, "(?P<n>[⒈-⒛])"),
        ("1 ", ARABIC, r"(?P<n>\d{1,2})[ \u3000]+(?=[\u3400-\u9fff“《])"),
        ("1.1", 5, r"(?:\d{1,2}\.){1,3}(?P<n>\d{1,2})\.?[ \u3000]+(?=[\u3400-\u9fff“《])"),
        ("（1）", 5, r"[（(](?P<n>\d{1,2})[）)]"),
        ("1）", 5, r"(?P<n>\d{1,2})[）)]"),
        ("⑴", 5, "(?P<n>[⑴-⒇])"),
        ("①", 6, "(?P<n>[①-⑮])"),
        ("一是", BY_WORD, rf"(?P<n>{_N})[是要](?!\n)"),
    )
)
_ROWS = (
    "〇一二三四五六七八九",
    "○一二三四五六七八九",
    "零壹贰叁肆伍陆柒捌玖",
    "零壹貳參肆伍陸柒捌玖",
)
_DIGITS = {char: number for row in _ROWS for number, char in enumerate(row)}


class Opener(NamedTuple):
    """A candidate opener 起首序号 at ``start``: its label, style and number.

    ``ranges`` tells that the next number follows at once, as in a rough count (三、四十年前).
    """

    start: int
    label: str
    style: Style
    number: int
    ranges: bool


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
                ranges = value(text[match.end() : match.end() + 1]) == number + 1
                return Opener(start, match[0].rstrip(), style, number, ranges)
    return None


def is_by_word(label: str | None) -> bool:
    """Whether a label counts by word: 一是, 二要 open points, and never parts.

    >>> is_by_word("一是"), is_by_word("一、")
    (True, False)
    """
    return label is not None and STYLES[-1].pattern.fullmatch(label) is not None


def value(numeral: str) -> int:
    """Value 数值 of a numeral up to 99 in any digits, a stem or an enclosed number; 0 if none.

    >>> [value(n) for n in ("三", "十二", "二十一", "一○", "7", "④", "㈢", "⒉", "Ⅳ", "乙")]
    [3, 12, 21, 10, 7, 4, 3, 2, 4, 2]
    """
    # ㈠ ⒈ ⑴ ① Ⅰ are their numbers with what encloses them
    numeral = unicodedata.normalize("NFKC", numeral).strip("().").replace("拾", "十")
    for counted in (_STEMS, _LETTERS):
        if len(numeral) == 1 and numeral in counted:
            return counted.index(numeral) + 1
    if numeral in _ROMAN[1:]:
        return _ROMAN.index(numeral)
    if numeral.isascii():
        return int(numeral) if numeral.isdigit() else 0
    tens, ten, ones = numeral.rpartition("十")
    if len(ones) == 2 and not ten:
        tens, ten, ones = ones[0], "十", ones[1]  # by place, as on clocks: 一○, 一一
    if len(tens) > 1 or len(ones) > 1 or not set(tens + ones) <= set(_DIGITS):
        return 0
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)


class Level:
    """Levels 层级: a stack of the styles that are open, from the highest to the lowest."""

    def __init__(self) -> None:
        """Begin above the first opener."""
        self.open: list[tuple[str, float]] = []

    @property
    def depth(self) -> int:
        """Level of the opener that the text now stands under; 0 above the first."""
        return len(self.open)

    def enter(self, name: str, rank: float) -> int:
        """Level of an opener of a style, which becomes the one the text stands under."""
        names = [style for style, _ in self.open]
        if name in names:
            del self.open[names.index(name) :]
        while self.open and self.open[-1][1] > rank:
            self.open.pop()
        self.open.append((name, rank))
        return len(self.open)

    def leave(self, name: str) -> None:
        """Close a style that is open under another one, and those under it."""
        names = [style for style, _ in self.open]
        if name in names[1:]:
            del self.open[names.index(name) :]


def openers(text: str, rows: list[Paragraph], flat: bool) -> list[Opener]:
    """Openers 序号 of paragraphs that count up and are not the items of a list.

    ``flat`` tells that the paragraphs were cut out of a text that had lost them.
    """
    places = {p.start: row for row, p in enumerate(rows)}
    kept: list[Opener] = []
    run: list[Opener] = []
    series = _series(opener(text, p.start, p.end) for p in rows)
    below = {places[one.start] - 1: one.style.rank for one in series}
    for one in [*series, None]:
        if run and not (one and _follows(one, run[-1], places)):
            items = [rows[places[each.start]] for each in run]
            if below.get(places[run[-1].start], 0) > run[-1].style.rank:
                items.pop()  # whatever it is, it stands over points of its own
            kept += [] if _is_list(text, run[0].style, items, flat) else run
            run = []
        if one:
            run.append(one)
    return kept


def _series(found: Iterable[Opener | None]) -> list[Opener]:
    """Openers of one style that begin at 1 and go on 连续序号.

    A number may be missing, as where a transcript lost one; a first without a second is no series.
    An excerpt may begin at a later number: 第二，… 第三，… with nothing of the style before them.
    """
    kept: set[Opener] = set()
    last: dict[str, Opener] = {}
    begun: set[str] = set()
    for each in filter(None, found):
        before = last.get(each.style.name)
        if before and before.number < each.number <= before.number + 2:
            kept |= {before, each}
        elif each.number != 1 and each.style.name in begun:
            continue
        elif each.number != 1 and each.style.rank < ARABIC and not each.ranges:
            kept.add(each)  # the last of a series whose others stand before the excerpt
        begun.add(each.style.name)
        # a higher opener begins the count of the lower ones anew; a later number that nothing
        # stands before may be none (三、四十年前)
        if each.number == 1 or each in kept:
            last = {n: o for n, o in last.items() if o.style.rank <= each.style.rank}
        last[each.style.name] = each
    return sorted(kept, key=lambda each: each.start)


def _follows(one: Opener, before: Opener, places: dict[int, int]) -> bool:
    return one.style is before.style and places[one.start] == places[before.start] + 1


def _is_list(text: str, style: Style, items: list[Paragraph], flat: bool) -> bool:
    """Whether numbered paragraphs are a list 列举: one sentence in items, or items without text."""
    single = [p for p in items if p.alone]
    if any(re.search("[；;][及和與与]?$", text[p.start : p.end]) for p in single):
        return True
    if len(items) < 2:
        return False
    if style.rank == BY_WORD:
        length = (items[-1].end - items[0].start) / len(items)
        return flat and (length < POINT or len(single) * 2 > len(items))
    # Arabic numbers count items oftener than they open points
    ended = [p for p in single if text[p.end - 1] in "。！.!"]
    return style.rank >= ARABIC and len(ended) * 2 >= len(items)
