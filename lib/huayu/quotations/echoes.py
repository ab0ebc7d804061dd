"""Echoes 复现: marked words that nothing around them decides, read in the light of the others."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from typing import NamedTuple

from huayu.quotations.function import LITERARY, Decision
from huayu.quotations.marks import Mark
from huayu.quotations.view import View
from huayu.quotations.wording import numeral, size

# characters behind a citation in which one of its words is taken up: about a page
NEAR = 800
# a word taken up from a citation is no longer than this; longer stretches are cited once more
TERM = 10
# functions that marks around marked words lend to them
LENT = ("distancing", "figurative", "emphasis")
# behind a word that is spoken of; a noun there makes it the name of a kind
ENDS = "，。；、！？：）)的是和与及上中里"
_NOT_HAN = re.compile(r"[^\w]")


class Heard(NamedTuple):
    """One mark, how many marks are around it, the first of its run, and what was decided."""

    mark: Mark
    depth: int
    run: Mark
    decision: Decision


def echoed(view: View, heard: list[Heard]) -> list[Heard]:
    """Echoes 复现: the same marks, with those undecided read by what others decide.

    Parameters
    ----------
    heard : the marks in reading order, each with what its own surroundings decide.

    Notes
    -----
    In this order: the same words elsewhere in the speech lend their function; a word taken up from
    words cited before it, or from those of its own sentence, is emphasised; the other marks of a
    run lend theirs, and those of a sentence that agree among themselves.
    """
    heard = _repeated(view, heard)
    heard = _taken_up(view, heard)
    heard = _lent(heard, lambda one: one.run, 1, "as the marks beside it")
    return _lent(
        heard, lambda one: (view.row(one.mark.start - 1), one.depth), 2, "as others in its sentence"
    )


def _bare(view: View, mark: Mark) -> str:
    return _NOT_HAN.sub("", view.folded[mark.start : mark.end])


def _repeated(view: View, heard: list[Heard]) -> list[Heard]:
    """Marked words with the function that most of their other occurrences are decided to have.

    A head noun of policy (“先修路”问题) makes a name only of words that are not elsewhere, twice
    at least, something else.
    """
    decided: dict[str, Counter[str]] = defaultdict(Counter)
    for one in heard:
        if one.decision.sure and not _headed(one):
            decided[_bare(view, one.mark)][one.decision.role] += 1
    done = []
    for one in heard:
        [(role, count)] = decided[_bare(view, one.mark)].most_common(1) or [("", 0)]
        open_ = not one.decision.sure or _headed(one) and count > 1
        if open_ and role in LENT:
            one = one._replace(decision=Decision(role, f"as the same words elsewhere: {role}"))
        done.append(one)
    return done


def _headed(one: Heard) -> bool:
    """Whether nothing but a noun behind the marks makes their words a name."""
    return one.decision.role == "formula" and one.decision.reason.startswith("before ")


def _taken_up(view: View, heard: list[Heard]) -> list[Heard]:
    """Words that are spoken of as terms: they stand in a citation, or unmarked, shortly before."""
    done: list[Heard] = []
    said: list[tuple[int, str]] = []
    for one in heard:
        words, place = _bare(view, one.mark), one.mark.start - 1
        said = [(end, text) for end, text in said if end > place - NEAR]
        weak = not one.decision.sure or one.decision.reason == LITERARY
        if weak and 0 < size(words) <= TERM and not numeral(words):
            again = any(words in text and text != words for end, text in said if end <= place)
            again = again or _part(view, done, place, words)
            if again or len(words) > 1 and _unmarked(view.inside(one.depth), one.mark, words):
                where = "marked words before it" if again else "its own sentence"
                one = one._replace(decision=Decision("emphasis", f"a word taken up from {where}"))
        if one.decision.role == "citation" and one.decision.reason != LITERARY:
            said.append((one.mark.end, words))
        done.append(one)
    return done


def _part(view: View, done: list[Heard], place: int, words: str) -> bool:
    """Whether words are a part of those marked last in their sentence (“先修路”：要“修路”)."""
    last = done[-1].mark if done else None
    near = last is not None and view.left(place) <= last.start and last.end < place
    return near and words in _bare(view, last) and words != _bare(view, last)


def _unmarked(view: View, mark: Mark, words: str) -> bool:
    """Whether marked words stand without marks earlier in their sentence, and modify nothing."""
    place, after = mark.start - 1, view.bare[mark.end + 1 : mark.end + 2]
    return (not after.strip() or after in ENDS) and words in view.bare[view.left(place) : place]


def _lent(
    heard: list[Heard], key: Callable[[Heard], object], least: int, reason: str
) -> list[Heard]:
    """Undecided marks with the function that ``least`` decided ones under the same key agree on.

    Words decided by the list alone, wherever they stand, say nothing of their neighbours.
    """
    decided: dict[object, Counter[str]] = defaultdict(Counter)
    for one in heard:
        if one.decision.sure and not one.decision.reason.startswith("listed"):
            decided[key(one)][one.decision.role] += 1
    done = []
    for one in heard:
        roles = decided[key(one)]
        role = next(iter(roles)) if len(roles) == 1 else None
        if not one.decision.sure and role in LENT and roles[role] >= least:
            one = one._replace(decision=Decision(role, f"{reason}: {role}"))
        done.append(one)
    return done
