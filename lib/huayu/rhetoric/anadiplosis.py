"""Anadiplosis 顶真: the end of one clause opens the next."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from huayu.page import Page, Token, Unit
from huayu.rhetoric import chiasmus
from huayu.rhetoric.device import Device
from huayu.spans import Kept, after

# what may stand between the repeated words: a connective of the second clause
_CONNECTIVE = re.compile(r"(?:所以|因此|因而|而|但|只有|有了)?[“‘「]?")
_MARKS = re.compile(r"[“”‘’「」『』《》]")
_QUOTED = re.compile(r"[“‘「『](.)[”’」』]$")
# One character carries the figure only in short clauses that turn on it (用而不管、管而不严).
SHORT = 8
# tags of a word that can be taken up; pronouns, numbers and form words come back by themselves
_TERMS = frozenset("nvaijlzbst")
_POINTING = "这那该其几二两三四五六七八九十"
LONGEST = 10  # characters; a longer repetition is a sentence said twice
# A word of two characters that stands so often elsewhere in the text is what the text is about
# (人民, 发展): that one sentence ends and the next begins with it is chance.
TOPIC = 6
# A chiasmus takes its last term up by its form; from this score on it is nothing but a chiasmus
# (人民需要艺术，艺术更需要人民), below it the taking up is heard as well.
CROSSED = 0.8
# tags before the word taken up by which it is the end of a compound (共同发展。发展…): only part
# of what was named is taken up
_ATTRIBUTES = frozenset({"n", "a", "b", "j", "vn", "an", "ad", "d", "nz", "ns"})


def anadiploses(page: Page) -> list[Device]:
    """Anadiploses 顶真 of a text; a chain of several clauses is one.

    Notes
    -----
    The words taken up must be the same and stand at the very end and, after a connective, at the
    very head; across a full stop a word that the text is full of is not counted. One that takes
    up only part of a compound, or passes over 一 or 不, is missed.
    """
    chiasmi = [device for device in chiasmus.chiasmi(page) if device.score >= 0.5]
    crossed = Kept((device.start, device.end, device.score) for device in chiasmi)
    found: list[Device] = []
    for start, end, text, score in _links(page):
        whole = max(crossed.meeting(start, end), default=0.0)
        if whole >= CROSSED or whole and len(text) == 1:
            continue
        if found and found[-1].start <= start < found[-1].end:
            last = found.pop()
            score, text = max(last.score, score), f"{last.frame}、{text}"
            start = last.start
        found.append(
            Device(
                "anadiplosis",
                start,
                end,
                score,
                "anadiplosis:taken up",
                f"taken up: {text}",
                frame=text,
            )
        )
    return found


def _links(page: Page) -> Iterator[tuple[int, int, str, float]]:
    """Start, end, words taken up and score of each pair of clauses."""
    units = [unit for unit in page.phrases if unit.kind not in ("title", "salutation")]
    counts = Counter(token.text for token in page.tokens)
    for one, two in zip(units, units[1:], strict=False):
        text = _taken_up(one.text, two.text) if one.line == two.line else ""
        if len(text) == 1:
            start = _turning(page, one, two, text)
            if start is not None:
                yield start, two.end, text, 0.6
        elif text and _telling(page, one, two, text) and not _topic(one, text, counts):
            compound = _compound(_words(page, two)[:4], text)
            yield one.start, two.end, text, 0.45 if one.after == "、" or compound else 0.8


def _taken_up(one: str, two: str) -> str:
    """Longest end of one that opens the other."""
    end, head = _MARKS.sub("", one), _MARKS.sub("", two)
    for opening in (head, head[after(_CONNECTIVE, head) :]):
        for size in range(min(LONGEST, len(end), len(opening)), 0, -1):
            if end.endswith(opening[:size]):
                return opening[:size]
    return ""


def _turning(page: Page, one: Unit, two: Unit, text: str) -> int | None:
    """Where a figure of one character begins, None where there is none.

    The clauses are short (不慌就有办法), of one make (用而不管、管而不严, the first perhaps with
    words before it), or the character stands in quotation marks both times.
    """
    quoted = _QUOTED.search(one.text)
    if quoted and two.text.startswith(quoted[0]):
        return one.start
    tail = one.text[-len(two.text) :]
    same = len(two.text) > 2 and len(tail) == len(two.text) and tail[1:-1] == two.text[1:-1]
    if same and len(tail) <= SHORT and tail != two.text and two.text.startswith(text):
        return one.end - len(tail)
    words = _words(page, one)
    if max(len(one.text), len(two.text)) > SHORT or not two.text.startswith(text) or not words:
        return None
    last = words[-1]
    whole = last.text == text or last.text[0] in "不没" and last.text[1:] == text
    known = last.tag[:1] in _TERMS or last.tag == "d" and two.text[1:2] in "就则才"
    return one.start if whole and known and len(one.text) > 1 else None


def _telling(page: Page, one: Unit, two: Unit, text: str) -> bool:
    """Whether whole words, among them a term, are taken up, and do not also open the first."""
    words, heads = _words(page, one), _words(page, two)[:4]
    bare = _MARKS.sub("", one.text)
    if not words or not heads or bare == text or bare.startswith(text):
        return False
    taken = list(_taken(words, text))
    if not taken or not any(word.text[0] == text[0] for word in heads):
        return False
    known = words[-1].tag[:1] in _TERMS or len(text) > 2
    pointing = taken[0].tag[:1] in "rmq" or text[0] in _POINTING
    verb = two.text[len(text) :].startswith(("着", "过"))
    before = words[-len(taken) - 1] if len(words) > len(taken) else None
    part = len(taken) == 1 and before is not None and _attribute(before)
    return known and not pointing and not verb and not part


def _attribute(word: Token) -> bool:
    """Whether a word makes one noun with the next; a phrase (关键在于) does not."""
    return word.tag in _ATTRIBUTES and len(word.text) <= 3


def _topic(one: Unit, text: str, counts: Counter[str]) -> bool:
    """Whether a word that the text is full of returns across a full stop."""
    return one.after in "。！？" and len(text) == 2 and counts[text] - 2 >= TOPIC


def _words(page: Page, unit: Unit) -> list[Token]:
    return [word for word in page.words(unit.start, unit.end) if word.tag[:1] != "w"]


def _compound(heads: list[Token], text: str) -> bool:
    """Whether the repeated word goes on as the first part of a compound (学风。学风问题是…)."""
    place = next((i for i, word in enumerate(heads) if word.text[0] == text[0]), 0)
    if heads[place].text != text:
        return len(text) == 2 and heads[place].text.startswith(text)
    after = heads[place + 1 : place + 2]
    return bool(after) and (after[0].tag[:1] in "nl" or after[0].tag == "vn")


def _taken(words: list[Token], text: str) -> list[Token]:
    """The last words of a clause that make up the repeated text, [] where they are not whole."""
    for count in range(1, min(len(words), 6) + 1):
        joined = "".join(word.text for word in words[-count:])
        if joined == text or joined[1:] == text and joined[0] in "不没":
            return words[-count:]
    return []
