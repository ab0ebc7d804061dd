"""Repetition 反复: words said again for effect in neighbouring clauses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from huayu.lexicon import Lexicon, once
from huayu.lexicon.reading import either
from huayu.page import Page, Token, Unit
from huayu.rhetoric.antithesis import antitheses
from huayu.rhetoric.device import Device
from huayu.rhetoric.evidence import shared_prefix
from huayu.rhetoric.parallelism import adjacent
from huayu.spans import Kept

# A repetition at the head needs two characters, one at the end six: clauses often end alike; words
# of the middle of a clause that open the next need five.
HEAD, END, INSIDE = 2, 6, 5
# A head that does not insist by itself (一部分地区, 吸收和借鉴) is heard again from here on, or
# between two clauses so short that the whole is heard as one beat (你们不急，你们不忙).
LONG, BEAT = 5, 7
# Tags that show an act, a manner or a number; a mere noun at the head of two clauses is their
# topic, and form words come back by themselves.
_TELLING = frozenset("vadm")
LONGEST = 60  # characters of a clause; in longer ones the return of a word is not heard
BRIEF = 14  # characters of a clause that is heard as a whole


def repetitions(page: Page) -> list[Device]:
    """Repetitions 反复 of a text: neighbouring clauses with the same head or the same end.

    Notes
    -----
    Reports begin clause after clause with 不断, 坚持 or 更好: two such clauses are a list. A head
    counts where it insists (corpus/lexicons/rhetoric.toml), is long, or the clauses are short.
    What belongs to a parallelism or an antithesis is not given again. A word that returns
    through a paragraph is missed.
    """
    taken = [(run.start, run.end, True) for run, score in adjacent(page) if score >= 0.5]
    taken += [(two.start, two.end, True) for two in antitheses(page) if two.score >= 0.5]
    kept = Kept(taken)
    units = [unit for unit in page.phrases if unit.kind not in ("title", "salutation")]
    return [d for d in _repeated(page, units) if not any(kept.meeting(d.start, d.end))]


def _repeated(page: Page, units: list[Unit]) -> Iterator[Device]:
    for one, two in zip(units, units[1:], strict=False):
        near = one.sentence == two.sentence or one.after in "！!"
        if near and one.line == two.line and max(len(one.text), len(two.text)) <= LONGEST:
            yield from _pair(page, one, two)


def _pair(page: Page, one: Unit, two: Unit) -> Iterator[Device]:
    if one.text == two.text and one.text.isalpha() and len(one.text) >= HEAD:
        yield _device(one.start, two, one.text, 0.9, "whole")
        return
    head = _whole(page, two, shared_prefix([one.text, two.text]))
    end = _whole_end(page, one, shared_prefix([one.text[::-1], two.text[::-1]]))
    if len(head) >= HEAD:
        yield _device(one.start, two, head, _weight(page, one, two, head), "head")
    elif len(end) >= END:
        score = min(0.5 + 0.05 * (len(end) - END), 0.8)
        yield _device(one.start, two, end, score, "end")
    elif one.after in ("，", "、"):
        yield from _from_inside(page, one, two)


def _weight(page: Page, one: Unit, two: Unit, head: str) -> float:
    """Score of a head: 0.5 and more where it insists, is long, or the clauses are one beat."""
    words = page.words(two.start, two.start + len(head))
    longer = max(len(one.text), len(two.text))
    manner = head.endswith("地") and longer <= BRIEF
    insists = _insistent(page.lexicon, head)
    insists &= len(head) > HEAD or len(one.text) <= BRIEF and len(two.text) <= 2 * BRIEF
    acts = any(word.tag[:1] in "vm" for word in words) and words[0].tag[:1] not in "nc"
    beat = longer <= BEAT and len(words) > 1
    enough = insists or manner or beat or len(head) >= LONG and acts and one.after == "，"
    return min((0.5 if enough else 0.3) + 0.1 * (len(head) - HEAD) * enough, 0.9)


def _insistent(lexicon: Lexicon, head: str) -> bool:
    """Whether a head begins with a word that insists."""
    return bool(_emphatic(lexicon).match(lexicon.simplified(head)))


@once
def _emphatic(lexicon: Lexicon) -> re.Pattern[str]:
    """Pattern of the words that insist when they are said again: 一定, 不要, 决不 …."""
    return re.compile(either(lexicon.table("rhetoric.toml", "repetition")["emphatic"]))


def _from_inside(page: Page, one: Unit, two: Unit) -> Iterator[Device]:
    """Words within one clause that open the next: 大胆吸收和借鉴…，吸收和借鉴…."""
    size = max((n for n in range(HEAD, len(two.text)) if two.text[:n] in one.text), default=0)
    head = _whole(page, two, size)
    words = page.words(two.start, two.start + len(head))
    place = one.text.rfind(head) if head else -1
    brief = max(len(one.text) - place, len(two.text)) <= BRIEF
    insists = brief and (_insistent(page.lexicon, head) or head.endswith("地"))
    enough = insists or len(head) >= INSIDE and words[0].tag[:1] in "vd"
    if place > 0 and enough and not one.text.endswith(head):
        yield _device(one.start + place, two, head, 0.6, "words")


def _whole(page: Page, unit: Unit, size: int) -> str:
    """The first ``size`` characters as far as whole words go; empty when none is telling."""
    if size >= HEAD and unit.text[:size].endswith("地"):
        return unit.text[:size]  # an adverb, whatever the dictionary calls its words
    words: list[Token] = []
    for word in page.words(unit.start, unit.end):
        if word.end - unit.start > size:
            break
        words.append(word)
    telling = [word for word in words if word.tag[:1] in _TELLING and word.tag != "mask"]
    return "".join(word.text for word in words) if telling else ""


def _whole_end(page: Page, unit: Unit, size: int) -> str:
    """The last ``size`` characters from the first whole word on, if a verb is among them."""
    words = [word for word in page.words(unit.end - size, unit.end)] if size else []
    cut = page.words(unit.start, unit.end)[-len(words) :]
    if words and cut[0].start < words[0].start:
        words = words[1:]
    while words and words[0].tag[:1] in "uqmrk":
        words = words[1:]
    acts = any(word.tag == "v" for word in words)
    return "".join(word.text for word in words) if acts else ""


def _device(start: int, two: Unit, text: str, score: float, place: str) -> Device:
    return Device(
        "repetition",
        start,
        two.end,
        round(score, 3),
        f"repetition:{place}",
        f"same {place}: {text}",
        frame=text,
    )
