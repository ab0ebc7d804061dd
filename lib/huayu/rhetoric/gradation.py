"""Gradation 层递: each member goes further than the one before (不仅…更…, 越…越…)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from huayu.lexicon import Lexicon, once
from huayu.lexicon.reading import either
from huayu.rhetoric import passage
from huayu.rhetoric.device import Context, Device
from huayu.rhetoric.passage import Clause, Sentence

# the second half of 不仅…更… stands no further than so many clauses on
SPREAD = 4
# clauses that a climax runs through on either side; no hearer follows one through more
RUN = 12
# 越 that is the adverb: not in 越南, 超越, 越来越
_MORE = re.compile(
    "(?<![超跨优穿翻卓吴逾僭偷飞来])越(?![南过冬境权级野轨位来])|(?<![痊治来])愈(?![合加演来]|发(?!展))"
)


def gradations(context: Context) -> list[Device]:
    """Gradations 层递、递进 of a text, told by their markers.

    Notes
    -----
    Taken: 不仅…更…, 既…更…, 越…越…, a clause with 更 that takes up the verb of the one before,
    甚至, 何况, 更重要的是, steps in order. Missed: a climax of meaning alone. 更好, 更加 and other
    comparatives are no gradation; 越走越宽, one verb doubled, is none either.
    """
    found = []
    for sentence in passage.sentences(context):
        for rule in (_correlated, _both, _the_more, _further, _weighed, _carried, _stepped):
            for start, end, score, marker in rule(context.lexicon, sentence):
                name = rule.__name__.strip("_").replace("_", " ")
                found.append(
                    Device(
                        "gradation",
                        start,
                        end,
                        score,
                        f"gradation:{name}",
                        f"{name}: {marker}",
                        frame=marker,
                        kind="climax" if rule is _stepped else "progression",
                    )
                )
    return passage.best(found)


Found = Iterator[tuple[int, int, float, str]]


def _correlated(lexicon: Lexicon, sentence: Sentence) -> Found:
    """不仅 … 更 …: the second half, one clause or several, takes the first further."""
    for place, clause in enumerate(sentence.clauses):
        for first in re.finditer(f"{_any(lexicon, 'first')}(?!如此|这样)", clause.text):
            inner = re.search(f"[、]?{_any(lexicon, 'second')}", clause.text[first.end() + 1 :])
            last = _answer(lexicon, sentence, place)
            start = clause.start + first.start()
            if last > place:
                yield start, sentence.clauses[last].end, 0.9, f"{first[0]}…"
            elif inner:
                yield start, clause.end, 0.7, f"{first[0]}…{inner[0]}"


def _answer(lexicon: Lexicon, sentence: Sentence, place: int) -> int:
    """Last clause that carries a 不仅 further; ``place`` itself when none does."""
    second = re.compile(rf"[^，]{{0,6}}?{_any(lexicon, 'second')}")
    last = place
    for after in range(place + 1, min(place + 1 + SPREAD, len(sentence.clauses))):
        if second.match(sentence.clauses[after].text):
            last = after
        elif last > place or sentence.segments[after] != sentence.segments[place]:
            break
    return last


def _both(lexicon: Lexicon, sentence: Sentence) -> Found:
    """既 … 更 …: over clauses or inside one."""
    for place, clause in enumerate(sentence.clauses):
        opening = re.search(f"{_any(lexicon, 'both')}(?!然|定|有|往|成|得)|既有(?!的)", clause.text)
        if not opening:
            continue
        more = r"(?:[^，]{0,4}更|更)(?![加好多大高快强深广优新富])"
        start = clause.start + opening.start()
        for after in sentence.clauses[place + 1 : place + 4]:
            if re.match(more, after.text):
                yield start, after.end, 0.85, "既…更…"
                break
        else:
            if re.search(more, clause.text[opening.end() + 1 :]):
                yield start, clause.end, 0.7, "既…更…"


def _the_more(lexicon: Lexicon, sentence: Sentence) -> Found:
    """越 … 越 …, over clauses or, with more than one character between, inside one."""
    having = [bool(_MORE.search(clause.text)) for clause in sentence.clauses]
    place = 0
    while place < len(having):
        last = place
        while having[place] and last + 1 < len(having) and having[last + 1]:
            last += 1
        if last > place:
            yield *sentence.span(place, last), 0.9, "越…越…"
        elif having[place]:
            yield from _the_more_inside(sentence.clauses[place])
        place = last + 1


def _the_more_inside(clause: Clause) -> Found:
    marks = list(_MORE.finditer(clause.text))
    for one, other in zip(marks, marks[1:], strict=False):
        between = clause.text[one.end() : other.start()]
        if len(between) > 1 and "、" not in between:
            yield clause.start + one.start(), clause.end, 0.7, "越…越…"
            return


def _further(lexicon: Lexicon, sentence: Sentence) -> Found:
    """A clause that 甚至, 何况 … open, with the one before it."""
    opener = re.compile(_any(lexicon, "further"))
    for before, clause in zip(sentence.clauses, sentence.clauses[1:], strict=False):
        found = opener.match(clause.text)
        if found and before.after not in ("。", "："):
            yield before.start, clause.end, 0.65, found[0]


def _weighed(lexicon: Lexicon, sentence: Sentence) -> Found:
    """更重要的是 … after what weighs less; from 固然 on where that stands."""
    weigh, grant = (
        re.compile(f"[但而]?{_any(lexicon, 'weigh')}"),
        re.compile(_any(lexicon, "grant")),
    )
    granted = None
    for place, clause in enumerate(sentence.clauses):
        begin, found = sentence.firsts[place], weigh.match(clause.text)
        if place > begin and (before := grant.search(sentence.clauses[place - 1].text)):
            granted = sentence.clauses[place - 1].start + before.start()
        elif place == begin:
            granted = None
        if not found or place == 0:
            continue
        start = sentence.clauses[min(begin, place - 1)].start if granted is None else granted
        last = place + (len(clause.text) == len(found[0]) and place + 1 < len(sentence.clauses))
        yield start, sentence.clauses[last].end, 0.85, found[0]


def _carried(lexicon: Lexicon, sentence: Sentence) -> Found:
    """A clause with 更 that takes up the verb of the clauses before: 要看到…，更要看到…"""
    compare = re.compile(_any(lexicon, "compare"))
    goes_on = re.compile(f"更|{_any(lexicon, 'further')}|{_any(lexicon, 'outcome')}")
    for place, clause in enumerate(sentence.clauses):
        found = re.match(r"(?:[但而也我们你们他们]{0,3})更", clause.text)
        if place == 0 or not found or compare.match(clause.text, found.end() - 1):
            continue
        taken = _taken_up(sentence, place, clause.text[found.end() :])
        if taken is None:
            continue
        first, verb = taken
        last = place
        reach = min(len(sentence.clauses), place + RUN)
        while last + 1 < reach and goes_on.match(sentence.clauses[last + 1].text):
            last += 1
        yield sentence.clauses[first].start, sentence.clauses[last].end, 0.8, f"{verb}…更{verb}…"


def _taken_up(sentence: Sentence, place: int, rest: str) -> tuple[int, str] | None:
    """First clause of the run that has the verb after 更, and the verb; None where none has it."""
    begin = sentence.firsts[place]
    for length in (3, 2, 1):
        verb = rest[:length]
        if len(verb) < length or re.search(r"\W", verb):
            continue
        if begin < place and _has(sentence.clauses[place - 1].text, verb):
            first, least = place - 1, max(begin, place - RUN)
            while first > least and _has(sentence.clauses[first - 1].text, verb):
                first -= 1
            return first, verb
        if begin == place and _has(sentence.clauses[sentence.firsts[place - 1]].text, verb):
            return sentence.firsts[place - 1], verb
    return None


def _has(text: str, verb: str) -> bool:
    """Whether a clause has the verb; one character counts only as a verb near its beginning."""
    return verb in text if len(verb) > 1 else bool(re.match(f".{{0,4}}[{verb}]", text))


def _stepped(lexicon: Lexicon, sentence: Sentence) -> Found:
    """第一步 … 第二步 … 第三步 … within one sentence."""
    for steps in lexicon.table("rhetoric.toml", "gradation")["steps"]:
        places, at = [], 0
        for step in steps:
            at = sentence.text.find(step, at)
            if at < 0:
                break
            places.append(at)
            at += len(step)
        if len(places) == len(steps):
            yield sentence.start + places[0], sentence.end, 0.55, "…".join(steps)


@once
def _any(lexicon: Lexicon, name: str) -> str:
    """Pattern of a word class of the section [gradation] of corpus/lexicons/rhetoric.toml."""
    return either(lexicon.table("rhetoric.toml", "gradation")[name])
