"""Entries 词条: forms of a lexicon with conditions on their surroundings, sought in a text.

A lexicon of this kind is a tab-separated file with the columns ``form`` and ``context``:

- in a form ``…`` stands for up to eight characters of the same clause (as ``……`` does),
  ``{甲|乙}`` for one of several words, and a comma for ，、； or nothing;
- context holds conditions on the line, joined by &: ``<x`` text that ends where the form begins,
  ``>x`` text that begins where it ends, ``~x`` anywhere in the sentence, each x a regular
  expression; ! before them turns them round. Where several lines fit, the longest form counts,
  then the line that stands first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import product
from math import prod
from pathlib import Path
from typing import NamedTuple

from huayu.files import Fault
from huayu.lexicon import Lexicon, once
from huayu.lexicon.backtracking import ways

GAP = r"[^，。；：！？、\n]{0,8}?"
_ENDS = "。！？\n"
# characters on either side that a condition sees of a sentence: more than the longest sentence of
# a work report has (483), so that text without a full stop takes linear time and no other changes
REACH = 500
_HEAD = re.compile("[…，]")
MOST = 1000  # spellings of a form: the shipped ones have a dozen
GAPS = 4  # … of a form: the shipped ones have two, and each takes nine times as long
WAYS = 20_000  # of trying an expression at one place: twice what any of the shipped ones has


class Condition(NamedTuple):
    """A condition 条件: whether a pattern is wanted, on which side, and the pattern."""

    wanted: bool
    side: str
    pattern: re.Pattern[str]


class Entry(NamedTuple):
    """An entry 词条 with one spelling of its form: what it begins with, all fields of its line."""

    form: str
    head: str  # the form up to its first … or comma: most forms have none and are words as they are
    fields: dict[str, str]
    conditions: tuple[Condition, ...]

    def ends(self, text: str, start: int) -> int:
        """Where the form ends that begins at a place; -1 where none does."""
        if not text.startswith(self.head, start):
            return -1
        if self.head == self.form:
            return start + len(self.form)
        match = _open(self.form).match(text, start)
        return match.end() if match else -1

    def fits(self, text: str, start: int, end: int) -> bool:
        """Whether the surroundings of a span meet every condition."""
        return meets(self.conditions, text, start, end)


def meets(conditions: tuple[Condition, ...], text: str, start: int, end: int) -> bool:
    """Whether the surroundings of a span in its sentence meet every condition 条件."""
    if not conditions:
        return True
    left, right = _sentence(text, start, end)
    for wanted, side, pattern in conditions:
        if side == "<":
            met = pattern.search(text[left:start])
        elif side == ">":
            met = pattern.match(text[end : right + 1])
        else:
            met = pattern.search(text[left:right])
        if bool(met) != wanted:
            return False
    return True


@lru_cache(maxsize=1)  # many entries of one form are tried at one place
def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence around a span begins and ends, as far as conditions see of it."""
    first, last = max(0, start - REACH), min(len(text), end + REACH)
    left = max(first, *(text.rfind(mark, first, start) + 1 for mark in _ENDS))
    right = min((p for m in _ENDS if (p := text.find(m, end, last)) >= 0), default=last)
    return left, right


@once
def entries(lexicon: Lexicon, name: str) -> dict[str, tuple[Entry, ...]]:
    """Entries of a list by their first character, the longest form first.

    Raises
    ------
    Fault : a condition does not begin with <, > or ~, or is no regular expression.
    """
    table: dict[str, list[Entry]] = {}
    for row in lexicon.rows(name):
        limits = conditions(lexicon.path(name), row)
        for form in spellings(row["form"], lexicon.path(name)):
            table.setdefault(form[0], []).append(Entry(form, _HEAD.split(form)[0], row, limits))
    return {
        first: tuple(sorted(group, key=lambda e: -len(e.form))) for first, group in table.items()
    }


@lru_cache(maxsize=1 << 12)  # the shipped lists have nine hundred such forms
def _open(form: str) -> re.Pattern[str]:
    """Pattern of a form with … or commas, made when a text has what it begins with."""
    return re.compile(re.escape(form).replace("，", "[，、；]?").replace("…", GAP))


def spellings(form: str, path: Path) -> list[str]:
    """Spellings 写法 of a form of the list at ``path``: each choice of its {甲|乙}.

    Raises
    ------
    Fault : one of them is empty, or there are more than anybody means; a form has over GAPS ….

    >>> spellings("{一些|少数}…{干部|党员}", Path("x.tsv"))
    ['一些…干部', '一些…党员', '少数…干部', '少数…党员']
    """
    form = re.sub("…+", "…", form)
    if form.count("…") > GAPS:
        raise Fault(path, f"{form[:20]} has over {GAPS} …", "seek fewer words at a time")
    pieces = re.split(r"\{([^}]*)\}", form)
    choices = [piece.split("|") if i % 2 else [piece] for i, piece in enumerate(pieces)]
    if prod(map(len, choices)) > MOST:
        raise Fault(path, f"{form[:20]} has over {MOST} spellings", "write it as several forms")
    found = ["".join(chosen) for chosen in product(*choices)]
    if not all(found):
        raise Fault(path, f"{form[:20]} can be nothing at all", "give each spelling a character")
    return found


@lru_cache(maxsize=4096)  # by what is written: more than the shipped lists have
def expression(said: str) -> re.Pattern[str]:
    """Expression 正则式 of a list or a query.

    Raises
    ------
    re.error : it is none; it refers back to a group; it takes for ever on a text that nearly fits
        (see :mod:`huayu.lexicon.backtracking`).

    >>> expression("(特别|诚挚)*感谢").search("特别特别感谢").group()
    '特别特别感谢'
    """
    try:
        found = re.compile(said)
        if ways(said) > WAYS:
            raise re.error("it can be tried in too many ways: a repeat of what can be read in two, "
                           "or .* before .*; write .{0,30} for .*")  # fmt: skip
    except (OverflowError, RecursionError) as error:
        raise re.error(str(error)) from None
    return found


def conditions(path: Path, row: dict[str, str]) -> tuple[Condition, ...]:
    """Conditions 条件 of a line of the lexicon at ``path``; none where it has no such column.

    Raises
    ------
    Fault : one does not begin with <, > or ~, or is no regular expression.
    """
    found = []
    for one in filter(None, row.get("context", "").split("&")):
        written = one.removeprefix("!")
        try:
            pattern = expression(written[1:])
        except re.error as error:
            what = f"the condition {one!r} of {row['form']} is no regular expression ({error})"
            raise Fault(path, what, "mend it") from None
        if written[:1] not in ("<", ">", "~"):
            what = f"the condition {one!r} of {row['form']} has no side"
            raise Fault(path, what, "begin it with <, > or ~")
        found.append(Condition(written == one, written[0], pattern))
    return tuple(found)


def occurrences(
    lexicon: Lexicon, name: str, text: str, whole: Callable[[int, int], bool]
) -> Iterator[tuple[int, int, Entry]]:
    """Occurrences 出现处 of a list's entries in a text of simplified characters, left to right.

    Parameters
    ----------
    lexicon, name : the lexicon, and which of its lists.
    text : in which the forms are sought; conditions look no further than its sentences.
    whole : says whether a span is made of whole words.

    Returns
    -------
    (start, end, entry) for each, none overlapping another.
    """
    table, place = entries(lexicon, name), 0
    while place < len(text):
        end = place + 1
        for entry in table.get(text[place], ()):
            last = entry.ends(text, place)
            if last >= 0 and whole(place, last) and entry.fits(text, place, last):
                yield place, last, entry
                end = last
                break
        place = end
