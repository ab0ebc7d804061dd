"""Neighbours 互证: marked words that nothing around decides, read in the light of the others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from itertools import takewhile
from typing import NamedTuple

from huayu.decisions import Decision
from huayu.quotations.attribution import Attribution
from huayu.quotations.conventions import ENDS, custom
from huayu.quotations.function import HEADED, LISTED
from huayu.quotations.marks import Mark
from huayu.quotations.sayings import LITERARY
from huayu.quotations.surroundings import patterns, sure
from huayu.quotations.view import View
from huayu.quotations.wording import numeral, size
from huayu.words import dictionary

# characters behind a citation in which one of its words is taken up: about a page
NEAR = 800
# a noun that carries a comparison is no longer (看门人)
IMAGE = 4
# a word taken up from a citation is no longer than this; longer stretches are cited once more
TERM = 10
# marks back in a sentence whose words may be taken apart
FEW = 5
# functions that marks around marked words lend to them
LENT = ("distancing", "figurative", "emphasis")


class Heard(NamedTuple):
    """One mark, how many marks are around it, the ends of its run, and what was decided.

    ``given`` is whose words they are by that decision, ``governed`` the cue by position alone.
    """

    mark: Mark
    depth: int
    run: tuple[Mark, Mark]
    decision: Decision
    given: Attribution
    governed: Attribution


def echoed(view: View, heard: list[Heard]) -> list[Heard]:
    """Echoes 复现: the same marks, with those undecided read by what others decide.

    Parameters
    ----------
    heard : the marks in reading order, each with what its own surroundings decide.

    Notes
    -----
    In this order: a noun beside which a comparison is named (好比, 打个比方) pictures something;
    the same words elsewhere in the speech lend their function; a word taken up from
    words cited before it, or from those of its own sentence, is emphasised; the other marks of a
    run lend theirs, and those of a sentence that agree among themselves. What is left goes by
    custom (:mod:`huayu.quotations.conventions`).
    """
    heard = [_compared(view, one) for one in heard]
    heard = _repeated(view, heard)
    heard = _repeated(view, _taken_up(view, heard))
    heard = _lent(heard, lambda one: one.run, 1, "echo:run", "as the marks beside it")
    heard = _lent(
        heard,
        lambda one: (view.row(one.mark.start - 1), one.depth),
        2,
        "echo:sentence",
        "as others in its sentence",
    )
    return [one if sure(one.decision) else _customary(view, one) for one in heard]


def _customary(view: View, one: Heard) -> Heard:
    after = view.inside(one.depth).bare[one.mark.end + 1 : one.mark.end + 2]
    decided = custom(view.lexicon, view.folded[one.mark.start : one.mark.end], after.strip())
    return one._replace(decision=decided) if decided else one


def _compared(view: View, one: Heard) -> Heard:
    """A noun in a sentence that is, or stands beside one that is, called a comparison."""
    words, row = view.marked(one.mark), view.row(one.mark.start - 1)
    noun = len(words) <= IMAGE and dictionary(view.speech.lexicon).tags.get(words, "").startswith(
        "n"
    )
    if sure(one.decision) or not noun:
        return one
    (_, stop), *behind = view.page.sentence_spans[row : row + 2]
    paragraph = view.paragraph(one.mark.start)
    stops = [stop, *(end for start, end in behind if view.paragraph(start) == paragraph)]
    text = view.bare[view.left(one.mark.start - 1) : min(stops[-1], one.mark.end + NEAR)]
    found = patterns(view.lexicon).compared.search(text)
    return (
        one._replace(decision=Decision("figurative", "echo:compared", f"a comparison: {found[0]}"))
        if found
        else one
    )


def _repeated(view: View, heard: list[Heard]) -> list[Heard]:
    """Marked words with the function that most of their other occurrences are decided to have.

    A head noun of policy (“先修路”问题) makes a name only of words that are not elsewhere, twice
    at least, something else.
    """
    decided: dict[str, Counter[str]] = defaultdict(Counter)
    for one in heard:
        if sure(one.decision) and not _headed(one):
            decided[view.marked(one.mark)][one.decision.label] += 1
    done = []
    for one in heard:
        [(role, count)] = decided[view.marked(one.mark)].most_common(1) or [("", 0)]
        open_ = not sure(one.decision) or _headed(one) and count > 1
        if open_ and role in LENT:
            one = one._replace(
                decision=Decision(role, "echo:repeated", f"as the same words elsewhere: {role}")
            )
        done.append(one)
    return done


def _headed(one: Heard) -> bool:
    """Whether nothing but a noun behind the marks makes their words a name."""
    return one.decision.rule == HEADED


def _taken_up(view: View, heard: list[Heard]) -> list[Heard]:
    """Words that are spoken of as terms: they stand in a citation, or unmarked, shortly before."""
    done: list[Heard] = []
    said: list[tuple[int, str]] = []
    for one in heard:
        words, place = view.marked(one.mark), one.mark.start - 1
        said = [(end, text) for end, text in said if end > place - NEAR]
        weak = not sure(one.decision) or one.decision.rule == LITERARY or _headed(one)
        if weak and 0 < size(words) <= TERM and not numeral(view.lexicon, words):
            again = any(words in text and text != words for end, text in said if end <= place)
            again = again or _part(view, done, place, words)
            if _headed(one):
                again = len(words) <= IMAGE and _beside(view, one.mark, said, words)
            if (
                again
                or not _headed(one)
                and len(words) > 1
                and _unmarked(view.inside(one.depth), one.mark, words)
            ):
                where = "marked words before it" if again else "its own sentence"
                one = one._replace(
                    decision=Decision("emphasis", "echo:taken up", f"a word taken up from {where}")
                )
        if one.decision.label == "citation" and one.decision.rule != LITERARY:
            said.append((one.mark.end, words))
        done.append(one)
    return done


def _beside(view: View, mark: Mark, said: list[tuple[int, str]], words: str) -> bool:
    """Whether a citation in the same paragraph holds words that a head noun makes a name."""
    paragraph = view.paragraph(mark.start)
    return any(words in text != words and view.paragraph(end) == paragraph for end, text in said)


def _part(view: View, done: list[Heard], place: int, words: str) -> bool:
    """Whether words are a part of those marked before in their sentence (“先修路”：要“修路”)."""
    start = view.left(place)
    near = takewhile(lambda one: one.mark.start >= start, reversed(done[-FEW:]))
    around = [view.marked(one.mark) for one in near if one.mark.end <= place]
    return any(words in other and words != other for other in around)


def _unmarked(view: View, mark: Mark, words: str) -> bool:
    """Whether marked words stand without marks earlier in their sentence, and modify nothing."""
    place, after = mark.start - 1, view.bare[mark.end + 1 : mark.end + 2]
    return (not after.strip() or after in ENDS) and words in view.bare[view.left(place) : place]


def _lent(
    heard: list[Heard], key: Callable[[Heard], object], least: int, rule: str, reason: str
) -> list[Heard]:
    """Undecided marks with the function that ``least`` decided ones under the same key agree on.

    Words decided by the list alone, wherever they stand, say nothing of their neighbours.
    """
    decided: dict[object, Counter[str]] = defaultdict(Counter)
    for one in heard:
        if sure(one.decision) and one.decision.rule != LISTED:
            decided[key(one)][one.decision.label] += 1
    done = []
    for one in heard:
        roles = decided[key(one)]
        role = next(iter(roles)) if len(roles) == 1 else None
        if not sure(one.decision) and role in LENT and roles[role] >= least:
            one = one._replace(decision=Decision(role, rule, f"{reason}: {role}"))
        done.append(one)
    return done
