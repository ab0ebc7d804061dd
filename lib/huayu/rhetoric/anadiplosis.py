"""Anadiplosis 顶真: the end of one clause opens the next."""

from __future__ import annotations

import re
from collections.abc import Iterator

from huayu.rhetoric import chiasmus
from huayu.rhetoric.device import Context, Device, Unit
from huayu.spans import Kept

# what may stand between the repeated words: a connective of the second clause
_CONNECTIVE = re.compile(r"(?:所以|因此|因而|而|但|只有|有了)?[“‘「]?")
_MARKS = re.compile(r"[“”‘’「」『』《》]")
# One character carries the figure only in short clauses that turn on it (用而不管、管而不严).
SHORT = 8
# tags of a word that can be taken up; pronouns, numbers and form words come back by themselves
_TERMS = frozenset("nvaijlzbst")
LONGEST = 10  # characters; a longer repetition is a sentence said twice


def anadiploses(context: Context) -> list[Device]:
    """Anadiploses 顶真 of a text; a chain of several clauses is one.

    Notes
    -----
    The words taken up must be the same and stand at the very end and, after a connective, at the
    very head. One that takes up only part of a compound, or passes over 一 or 不, is missed.
    """
    crossed = Kept((device.start, device.end, True) for device in chiasmus.chiasmi(context))
    found: list[Device] = []
    for one, two, text, score in _links(context):
        if len(text) == 1 and any(crossed.meeting(one.start, two.end)):
            continue  # a chiasmus of single characters takes its last one up by its form
        if found and found[-1].end == one.end:
            last = found.pop()
            score, text = max(last.score, score), f"{last.frame}、{text}"
            found.append(_device(last.start, two.end, text, score))
        else:
            found.append(_device(one.start, two.end, text, score))
    return found


def _device(start: int, end: int, text: str, score: float) -> Device:
    return Device("anadiplosis", start, end, score, f"taken up: {text}", frame=text)


def _links(context: Context) -> Iterator[tuple[Unit, Unit, str, float]]:
    units = [unit for unit in context.phrases if unit.kind not in ("title", "salutation")]
    for one, two in zip(units, units[1:], strict=False):
        if one.line != two.line:
            continue
        text = _taken_up(one.text, two.text)
        score = _score(context, one, two, text) if text else 0.0
        if score:
            yield one, two, text, score


def _taken_up(one: str, two: str) -> str:
    """Longest end of one that opens the other."""
    end, head = _MARKS.sub("", one), _MARKS.sub("", two)
    for opening in (head, head[_CONNECTIVE.match(head).end() :]):
        for size in range(min(LONGEST, len(end), len(opening)), 0, -1):
            if end.endswith(opening[:size]):
                return opening[:size]
    return ""


def _score(context: Context, one: Unit, two: Unit, text: str) -> float:
    words = [word for word in context.words(one.start, one.end) if word.tag[:1] != "w"]
    heads = [word for word in context.words(two.start, two.end) if word.tag[:1] != "w"][:4]
    known = words and (words[-1].tag[:1] in _TERMS or len(text) > 2)
    if not known or not heads:
        return 0.0
    whole = any(_ends_with(words, text)) and any(word.text[0] == text[0] for word in heads)
    if not whole or len(_MARKS.sub("", one.text)) == len(text):
        return 0.0
    if len(text) > 1:
        return 0.45 if one.after == "、" or _compound(heads, text) else 0.8
    short = max(len(one.text), len(two.text)) <= SHORT
    last = words[-1].text
    return 0.6 if short and (text == last or last[0] in "不没" and text == last[1:]) else 0.0


def _compound(heads: list, text: str) -> bool:
    """Whether the repeated word goes on as the first part of a compound (学风。学风问题是…)."""
    place = next((i for i, word in enumerate(heads) if word.text[0] == text[0]), 0)
    after = heads[place + 1 : place + 2] if heads[place].text == text else []
    return bool(after) and after[0].tag[:1] == "n"


def _ends_with(words: list, text: str) -> Iterator[bool]:
    """Whether the repeated text begins at a word (or half) of the first clause."""
    for count in range(1, min(len(words), 6) + 1):
        joined = "".join(word.text for word in words[-count:])
        yield joined == text or len(text) == 1 or joined.endswith(text) and len(joined) < 5
