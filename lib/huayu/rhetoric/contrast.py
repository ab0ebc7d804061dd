"""Contrast 对比 (陈望道: 映衬): two opposed states, times or kinds of people, set side by side."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from huayu.lexicon import Lexicon, once
from huayu.lexicon.reading import either
from huayu.page import Page, Sentence, Unit
from huayu.rhetoric.device import Device, best
from huayu.rhetoric.markers import marked

# from a 过去 to its 现在 there are no more than so many sentences
REACH = 3
# 过去 with a number after it measures time (过去五年)
_MEASURED = r"的?[数几一二两三四五六七八九十\d]"
# more clauses than this before 但 are a passage of their own: only the nearest one is taken
BEFORE = 3
# a sentence of fewer characters (没有。) is no side of a contrast
SHORT = 6

Span = tuple[int, int]
Found = Iterator[tuple[Span, float, str]]


def contrasts(page: Page) -> list[Device]:
    """Contrasts 对比 of a text: the span of both sides.

    Notes
    -----
    Taken: 过去…现在…, 不是…而是…, 表面…背后…, 否则, 反观, 相反, 与其…不如…, and 但 where the
    clause after it denies or reverses a word of the clause before. A 但 that only restricts is
    left out, and so is a contrast without any marker.
    """
    run = page.passages
    found = marked(page, "contrast")
    for place in range(len(run)):
        for rule in RULES:
            for (start, end), score, marker in rule(page.lexicon, run, place):
                name = rule.__name__.strip("_").replace("_", " ")
                found.append(
                    Device(
                        "contrast",
                        start,
                        end,
                        score,
                        f"contrast:{name}",
                        f"{name}: {marker}",
                        frame=marker,
                    )
                )
    return best(found)


def _times(lexicon: Lexicon, run: list[Sentence], place: int) -> Found:
    """过去 … 现在 …, and 过去 … 但 …: from the one time to the end of the sentence of the other."""
    sentence = run[place]
    then, now = (
        re.compile(_any(lexicon, "then")),
        re.compile(f"[但而]?是?在?{_any(lexicon, 'now')}"),
    )
    for k, clause in enumerate(sentence.clauses):
        found = then.match(clause.text)
        if not found or re.match(_MEASURED, clause.text[found.end() :]):
            continue
        for end, score in _other_time(lexicon, run, place, k, now):
            yield (clause.start, end), score, f"{found[0]}…"
            return


def _other_time(
    lexicon: Lexicon, run: list[Sentence], place: int, k: int, now: re.Pattern[str]
) -> Iterator[tuple[int, float]]:
    """End and score of the other time, in this sentence or one of the next."""
    turn = re.compile(f"{_any(lexicon, 'but')}|{_any(lexicon, 'reality')}")
    for step, sentence in enumerate(run[place : place + REACH]):
        if sentence.line != run[place].line:
            return
        for after in sentence.clauses[k + 1 if step == 0 else 0 :]:
            if now.match(after.text):
                yield sentence.end, 0.8 if step < 2 else 0.6
            elif turn.match(after.text):
                yield sentence.end, 0.7 if step < 2 else 0.6


def _otherwise(lexicon: Lexicon, run: list[Sentence], place: int) -> Found:
    """否则: what is demanded, and what comes of it otherwise."""
    sentence, first = run[place], 0
    for k, clause in enumerate(sentence.clauses):
        if k > 1 and sentence.clauses[k - 2].after in "；：":
            first = k - 1
        found = re.match(f"{_any(lexicon, 'otherwise')}(?=$|[^，])", clause.text)
        if not found:
            continue
        if k:
            yield (_claim(sentence.clauses[first]), sentence.end), 0.85, found[0]
        elif place and run[place - 1].line == sentence.line:
            yield (_demand(run[place - 1]), sentence.end), 0.85, found[0]


def _claim(clause: Unit) -> int:
    """Start of a clause without what introduces it: 关键在于, 可以说, 我认为."""
    lead = re.match(r"[^，]{0,10}?(?:关键在于|在于|认为|要求|可以说)(?=.{4})", clause.text)
    return clause.start + (lead.end() if lead else 0)


def _demand(sentence: Sentence) -> int:
    """Start of the demand in the sentence before 否则: after a 但, where one stands."""
    turns = [c.start + 1 for c in sentence.clauses[1:] if re.match("但(?!是)", c.text)]
    return turns[-1] if turns else sentence.start


def _contrary(lexicon: Lexicon, run: list[Sentence], place: int) -> Found:
    """反观, 相反: the sentence before and this one."""
    sentence = run[place]
    for k, clause in enumerate(sentence.clauses):
        found = re.match(f"[但而]?{_any(lexicon, 'contrary')}", clause.text)
        if found and k:
            yield sentence.span(max(0, k - 2), len(sentence.clauses) - 1), 0.7, found[0]
        elif found and place and run[place - 1].line == sentence.line:
            first = place - 1 - (len(run[place - 1].text) < SHORT and place > 1)
            yield (run[first].start, sentence.end), 0.8, found[0]


def _but(lexicon: Lexicon, run: list[Sentence], place: int) -> Found:
    """A 但 whose clause denies or reverses a word of the clause before it."""
    sentence = run[place]
    opener = re.compile(_any(lexicon, "but"))
    for k, clause in enumerate(sentence.clauses):
        found = opener.match(clause.text)
        if not found:
            continue
        last = k + (k + 1 < len(sentence.clauses) and _adverbial(clause.text[found.end() :]))
        if k:
            span, score = _nearest(lexicon, sentence, k, last)
            yield span, score, found[0]
        elif place and run[place - 1].line == sentence.line:
            before = run[place - 1]
            # a 但 over a full stop turns the talk more often than it sets two things side by side
            score = _opposed(lexicon, before.text, sentence.text) - 0.1
            yield (before.start, sentence.end), score, found[0]


def _nearest(lexicon: Lexicon, sentence: Sentence, k: int, last: int) -> tuple[Span, float]:
    """The fewest clauses before 但 that are set against it as much as all of them, and how much."""
    least = min(max(sentence.firsts[k], k - BEFORE), k - 1)
    firsts = list(range(k - 1, least - 1, -1))
    after = _covered(sentence, k, last)
    scores = [_opposed(lexicon, _covered(sentence, j, k - 1), after) for j in firsts]
    most = max(scores)
    return sentence.span(firsts[scores.index(most)], last), most


def _covered(sentence: Sentence, first: int, last: int) -> str:
    """Text of a run of clauses, in simplified characters."""
    start, end = sentence.clauses[first].start, sentence.clauses[last].end
    return sentence.text[start - sentence.start : end - sentence.start]


def _adverbial(rest: str) -> bool:
    """Whether the clause after 但 is only the frame of the next one: 但在这种情况下，…"""
    return (
        len(rest) < 3
        or bool(re.match(r"在|如果|随着|由于|对|到|从|就|进入|也要看到|要看到", rest))
        and (not re.search(r"则|就不|是", rest))
    )


def _opposed(lexicon: Lexicon, before: str, after: str) -> float:
    """How far two sides are set against each other: 0.0–1.0, by the words that show it."""

    def has(name: str, side: str) -> bool:
        return bool(re.search(_any(lexicon, name), side))

    denial = re.compile(f"(?!{_any(lexicon, 'affirmed')})不|{_any(lexicon, 'negation')}")
    shared = bool(_content(before) & _content(after))
    reversed_ = bool(denial.search(before)) != bool(denial.search(after))
    score = 0.25
    score += 0.15 * shared + 0.15 * (shared and reversed_)
    score += 0.25 * has("against", after)
    score += 0.1 * has("still", after)
    score += 0.2 * any(_meets(one, other, before, after) for one, other in _opposites(lexicon))
    score += 0.2 * (has("most", before) and has("few", after))
    score -= 0.2 * has("concede", before)
    return min(max(score, 0.0), 1.0)


def _meets(one: str, other: str, before: str, after: str) -> bool:
    """Whether a word stands on one side and its opposite on the other."""
    return (one in before and other in after) or (other in before and one in after)


def _content(text: str) -> set[str]:
    """Pairs of characters of a stretch that can carry content: no function words among them."""
    bare = re.sub(r"[\W的了是在和与也就都要有不没这那我们他们一些个能可以会但]+", " ", text)
    return {bare[i : i + 2] for i in range(len(bare) - 1) if " " not in bare[i : i + 2]}


@once
def _opposites(lexicon: Lexicon) -> list[tuple[str, str]]:
    """Pairs of opposed words of two characters and more, and 左 with 右."""
    pairs = [
        tuple(pair.split()) for pair in lexicon.table("rhetoric.toml", "contrast")["opposites"]
    ]
    return [(a, b) for a, b in pairs if len(a) > 1 or a in "左右"]


@once
def _any(lexicon: Lexicon, name: str) -> str:
    """Pattern of a word class of the section [contrast] of corpus/lexicons/rhetoric.toml."""
    return either(lexicon.table("rhetoric.toml", "contrast")[name])


Rule = Callable[[Lexicon, list[Sentence], int], Found]
RULES: tuple[Rule, ...] = (
    _times, _otherwise, _contrary, _but,
)  # fmt: skip
