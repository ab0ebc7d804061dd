"""Repetition 反复: words said again for effect in neighbouring clauses."""

from __future__ import annotations

from collections.abc import Iterator

from huayu.rhetoric.antithesis import antitheses
from huayu.rhetoric.device import Context, Device, Token, Unit
from huayu.rhetoric.evidence import shared_prefix
from huayu.rhetoric.parallelism import adjacent
from huayu.spans import Kept

# A repetition at the head needs two characters, one at the end six: clauses often end alike; words
# of the middle of a clause that open the next need four.
HEAD, END, INSIDE = 2, 6, 4
# Tags that show an act, a manner or a number; a mere noun at the head of two clauses is their
# topic, and form words come back by themselves.
_TELLING = frozenset("vadm")
LONGEST = 60  # characters of a clause; in longer ones the return of a word is not heard


def repetitions(context: Context) -> list[Device]:
    """Repetitions 反复 of a text: neighbouring clauses with the same head or the same end.

    Notes
    -----
    What belongs to a parallelism or an antithesis is not given again. Repetition over more than
    neighbouring clauses (a word that returns through a paragraph) is missed.
    """
    taken = [run for run, score in adjacent(context) if score >= 0.5]
    taken += [pair for pair in antitheses(context) if pair.score >= 0.5]
    kept = Kept((one.start, one.end, True) for one in taken)
    return [d for d in _repeated(context) if not any(kept.meeting(d.start, d.end))]


def _repeated(context: Context) -> Iterator[Device]:
    units = [unit for unit in context.phrases if unit.kind not in ("title", "salutation")]
    for one, two in zip(units, units[1:], strict=False):
        if one.line == two.line and max(len(one.text), len(two.text)) <= LONGEST:
            yield from _pair(context, one, two)


def _pair(context: Context, one: Unit, two: Unit) -> Iterator[Device]:
    head = _whole(context, two, shared_prefix([one.text, two.text]))
    end = shared_prefix([one.text[::-1], two.text[::-1]])
    if len(head) >= HEAD:
        score = min(0.5 + 0.1 * (len(head) - HEAD), 0.9) - 0.1 * _bare(context, two, head)
        yield _device(one.start, two, head, score, "head")
    elif end >= END:
        score = min(0.5 + 0.05 * (end - END), 0.8)
        yield _device(one.start, two, one.text[-end:], score, "end")
    elif one.after in ("，", "、"):
        yield from _from_inside(context, one, two)


def _from_inside(context: Context, one: Unit, two: Unit) -> Iterator[Device]:
    """Words within one clause that open the next: 就必须种草种树治沙，种草种树留住水土."""
    size = max((n for n in range(HEAD, len(two.text)) if two.text[:n] in one.text), default=0)
    head = _whole(context, two, size)
    enough = len(head) >= INSIDE or head.endswith("地") and len(head) > HEAD
    place = one.text.rfind(head) if enough else -1
    if place > 0 and not one.text.endswith(head):
        yield _device(one.start + place, two, head, 0.6, "words")


def _bare(context: Context, unit: Unit, head: str) -> bool:
    """Whether the head is one verb and no more: reports begin clause after clause with 坚持."""
    words = context.words(unit.start, unit.start + len(head))
    return len(words) == 1 and words[0].tag[:1] == "v"


def _whole(context: Context, unit: Unit, size: int) -> str:
    """The first ``size`` characters as far as whole words go; empty when none is telling."""
    if size >= HEAD and unit.text[:size].endswith("地"):
        return unit.text[:size]  # an adverb, whatever the dictionary calls its words
    words: list[Token] = []
    for word in context.words(unit.start, unit.end):
        if word.end - unit.start > size:
            break
        words.append(word)
    telling = [word for word in words if word.tag[:1] in _TELLING and word.tag != "mask"]
    return "".join(word.text for word in words) if telling else ""


def _device(start: int, two: Unit, text: str, score: float, place: str) -> Device:
    return Device(
        "repetition", start, two.end, round(score, 3), f"same {place}: {text}", frame=text
    )
