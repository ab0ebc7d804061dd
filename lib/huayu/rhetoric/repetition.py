"""Repetition 反复: words said again for effect in neighbouring clauses."""

from __future__ import annotations

from collections.abc import Iterator

from huayu.rhetoric.antithesis import antitheses
from huayu.rhetoric.device import Context, Device, Token, Unit
from huayu.rhetoric.evidence import shared_prefix
from huayu.rhetoric.parallelism import adjacent

# a repetition at the head needs two characters, one at the end four: clauses often end alike
HEAD, END = 2, 4
# tags of words that open clause after clause without effect (我们, 这, 因为, 在, 一个 …)
_PLAIN = frozenset("rcpmqutf")
LONGEST = 45  # characters of a clause; in longer ones the return of a word is not heard


def repetitions(context: Context) -> list[Device]:
    """Repetitions 反复 of a text: neighbouring clauses with the same head or the same end.

    Notes
    -----
    What belongs to a parallelism or an antithesis is not given again. Repetition over more than
    neighbouring clauses (a word that returns through a paragraph) is missed.
    """
    taken = [(run.start, run.end) for run, score in adjacent(context) if score >= 0.5]
    taken += [(pair.start, pair.end) for pair in antitheses(context) if pair.score >= 0.5]
    return [
        device
        for device in _repeated(context)
        if not any(start < device.end and device.start < end for start, end in taken)
    ]


def _repeated(context: Context) -> Iterator[Device]:
    units = [unit for unit in context.phrases if unit.kind not in ("title", "salutation")]
    for one, two in zip(units, units[1:], strict=False):
        if one.line == two.line and max(len(one.text), len(two.text)) <= LONGEST:
            yield from _pair(context, one, two)


def _pair(context: Context, one: Unit, two: Unit) -> Iterator[Device]:
    head = _whole(context, one, shared_prefix([one.text, two.text]))
    end = shared_prefix([one.text[::-1], two.text[::-1]])
    if len(head) >= HEAD:
        score = min(0.5 + 0.1 * (len(head) - HEAD), 0.9)
        yield _device(one, two, head, score, "head")
    elif end >= END:
        score = min(0.5 + 0.05 * (end - END), 0.8)
        yield _device(one, two, one.text[-end:], score, "end")


def _whole(context: Context, unit: Unit, size: int) -> str:
    """The shared head as far as whole words go; empty when only plain words are shared."""
    words: list[Token] = []
    for word in context.words(unit.start, unit.end):
        if word.end - unit.start > size:
            break
        words.append(word)
    telling = [word for word in words if word.tag[:1] not in _PLAIN]
    return "".join(word.text for word in words) if telling else ""


def _device(one: Unit, two: Unit, text: str, score: float, place: str) -> Device:
    return Device(
        "repetition", one.start, two.end, round(score, 3), f"same {place}: {text}", frame=text
    )
