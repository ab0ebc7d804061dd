"""Markers 标志: the rows of markers.tsv, sought in the clauses of each sentence.

The one engine for every figure of speech that words give away; see
:mod:`huayu.lexicon.markers` for how a row is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import takewhile

from huayu.lexicon.entries import meets
from huayu.lexicon.markers import Marker, markers
from huayu.page import Page, Sentence
from huayu.rhetoric.device import Device

# clauses that a figure runs through on either side; no hearer follows one through more
RUN = 12
# a denial that a 而是 answers
_DENIAL = re.compile(r"不是|不在|不仅是|并非|绝非|决非|不|从不|没有|非")

Place = tuple[int, re.Match[str]]  # a clause of the sentence, and what was matched in it
# first clause of the figure, offset in it, and the word it takes up, "" where it takes none
Beginning = tuple[int, int, str]


def marked(page: Page, device: str) -> list[Device]:
    """Figures of speech 标志辞格 of one device that rows of markers.tsv find, all candidates.

    ``rule`` is device, colon, rule of the row; ``frame`` the words that gave it away.

    Notes
    -----
    A figure stays within its sentence, and each next cue within its ；-segment or at the head of
    the next one. What has no marker is missed.
    """
    rules = markers(page.lexicon, device)
    return [
        found
        for sentence in (page.passages if rules else ())
        for rows in rules.values()
        for found in _of_rule(page, device, rows, sentence)
    ]


def _of_rule(
    page: Page, device: str, rows: Sequence[Marker], sentence: Sentence
) -> Iterator[Device]:
    """Figures that one rule finds in a sentence: at each place by the first row that fits."""
    taken: set[tuple[int, int]] = set()
    for row in rows:
        for place in _firsts(row, sentence):
            at = place[0], place[1].start()
            found = None if at in taken else _found(page, device, row, sentence, place)
            if found:
                taken.add(at)
                yield found


def _firsts(row: Marker, sentence: Sentence) -> Iterator[Place]:
    """Places of the first cue, left to right."""
    for place, clause in enumerate(sentence.clauses):
        for match in row.cues[0].finditer(clause.text):
            yield place, match


def _found(page: Page, device: str, row: Marker, sentence: Sentence, first: Place) -> Device | None:
    places = _cues(row, sentence, first)
    begun = BEGINNINGS[row.begins](sentence, *first) if places else None
    if begun is None or not _fits(row, page, sentence, places):
        return None
    clause, offset, taken = begun
    start, end = sentence.span(clause, _last(row, sentence, clause, *places[-1]))
    start = sentence.clauses[clause].start + offset if offset else start
    words = [word for _, match in places for word in (match.groups() or (match[0],)) if word]
    # the verb that is taken up stands before the cue as well as behind it
    frame = f"{taken}…{words[0]}{taken}…" if taken else "…".join(words)
    rule, reason = f"{device}:{row.rule}", f"{row.rule}: {frame}"
    return Device(device, start, end, row.score, rule, reason, frame=frame, kind=row.kind)


def _fits(row: Marker, page: Page, sentence: Sentence, places: Sequence[Place]) -> bool:
    """Whether what stands around the cues meets the conditions of the row."""
    (first, cue), (last, match) = places[0], places[-1]
    start = sentence.clauses[first].start + cue.start()
    end = sentence.clauses[last].start + match.end()
    return meets(row.conditions, page.simple, start, end)


def _last(row: Marker, sentence: Sentence, first: int, last: int, match: re.Match[str]) -> int:
    """Last clause of a figure whose last cue was matched in clause ``last``."""
    # a cue that is a clause by itself (更重要的是，) has its content in the next one
    if match[0] == sentence.clauses[last].text and first < last < len(sentence.clauses) - 1:
        last += 1
    goes_on = row.goes_on
    if goes_on is None:
        return last
    rest = sentence.clauses[last + 1 : last + RUN]
    return last + sum(1 for _ in takewhile(lambda clause: goes_on.match(clause.text), rest))


def _cues(row: Marker, sentence: Sentence, first: Place) -> list[Place]:
    """Places of all cues from the first on, none where one is missing."""
    places = [first]
    for cue in row.cues[1:]:
        answer = _answer(cue, row.within, sentence, *places[-1])
        if answer is None:
            return []
        places.append(answer)
    return places


def _answer(
    cue: re.Pattern[str], within: int, sentence: Sentence, place: int, match: re.Match[str]
) -> Place | None:
    """Where the next cue stands: behind the one before, or in one of the next clauses."""
    if not cue.pattern.startswith("^"):
        rest = cue.search(sentence.clauses[place].text, match.end())
        if rest:
            return place, rest
    for after in range(place + 1, min(place + 1 + within, len(sentence.clauses))):
        found = cue.search(sentence.clauses[after].text)
        if found:
            return after, found
        if sentence.segments[after] != sentence.segments[place]:
            return None
    return None


def _at_cue(sentence: Sentence, place: int, match: re.Match[str]) -> Beginning:
    return place, match.start(), ""


def _at_clause(sentence: Sentence, place: int, match: re.Match[str]) -> Beginning:
    return place, 0, ""


def _before(sentence: Sentence, place: int, match: re.Match[str]) -> Beginning | None:
    return (place - 1, 0, "") if place else None


def _segment(sentence: Sentence, place: int, match: re.Match[str]) -> Beginning | None:
    """The first clause of its ；-segment; the clause before where it opens the segment."""
    return (min(sentence.firsts[place], place - 1), 0, "") if place else None


def _denied(sentence: Sentence, place: int, match: re.Match[str]) -> Beginning | None:
    """The first of the denied clauses before, and in it the denial (不是 … 而是 …)."""
    first = place
    while first > 0 and sentence.segments[first - 1] == sentence.segments[place]:
        if not _DENIAL.search(sentence.clauses[first - 1].text):
            break
        first -= 1
    if first == place:
        return None
    marker = _DENIAL.search(sentence.clauses[first].text)
    heads = marker is not None and marker[0].startswith(("不是", "不在", "并非"))
    return first, marker.start() if marker and heads else 0, ""


def _taken_up(sentence: Sentence, place: int, match: re.Match[str]) -> Beginning | None:
    """The first clause of the run before that has the verb behind the cue (要看到…，更要看到…)."""
    rest, begin = sentence.clauses[place].text[match.end() :], sentence.firsts[place]
    for length in (3, 2, 1) if place else ():
        verb = rest[:length]
        if len(verb) < length or re.search(r"\W", verb):
            continue
        first = place - 1 if begin < place else sentence.firsts[place - 1]
        if not _has(sentence.clauses[first].text, verb):
            continue
        least = max(begin, place - RUN)
        while first > least and _has(sentence.clauses[first - 1].text, verb):
            first -= 1
        return first, 0, verb
    return None


def _has(text: str, verb: str) -> bool:
    """Whether a clause has the verb; one character counts only as a verb near its beginning."""
    return verb in text if len(verb) > 1 else bool(re.match(f".{{0,4}}[{verb}]", text))


# where a figure begins, by the name that its row gives; None where there is no such beginning
BEGINNINGS: dict[str, Callable[[Sentence, int, re.Match[str]], Beginning | None]] = {
    "cue": _at_cue,
    "clause": _at_clause,
    "before": _before,
    "segment": _segment,
    "denied": _denied,
    "taken up": _taken_up,
}
