"""Contrast 对比 (陈望道: 映衬): two opposed states, times or kinds of people, set side by side."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from huayu.lexicon import Lexicon, once
from huayu.lexicon.reading import either
from huayu.rhetoric import passage
from huayu.rhetoric.device import Context, Device
from huayu.rhetoric.passage import Clause, Sentence

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


def contrasts(context: Context) -> list[Device]:
    """Contrasts 对比 of a text: the span of both sides.

    Notes
    -----
    Taken: 过去…现在…, 不是…而是…, 表面…背后…, 否则, 反观, 相反, 与其…不如…, and 但 where the
    clause after it denies or reverses a word of the clause before. A 但 that only restricts is
    left out, and so is a contrast without any marker.
    """
    run = passage.sentences(context)
    found = []
    for place in range(len(run)):
        for rule in RULES:
            for (start, end), score, marker in rule(context.lexicon, run, place):
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
    return passage.best(found)


def _negated(lexicon: Lexicon, run: list[Sentence], place: int) -> Found:
    """不是 … 而是 …, 是 … 而不是 …, 不在于 … 而在于 …"""
    sentence = run[place]
    for k, clause in enumerate(sentence.clauses):
        inside = re.search(r"(?:不|并非|绝非|决非|而非)是?[^，]{2,30}?而是", clause.text)
        if inside and "而是" not in clause.text[:3]:
            yield (clause.start + inside.start(), clause.end), 0.7, "不是…而是"
        if k == 0:
            continue
        if re.match(r"而是|而在于|而在|而要|而应", clause.text):
            yield from _refused(sentence, k)
        elif re.match(r"而(?:不是|不在|不能|不应|非|绝不是|决不是|并非)", clause.text):
            yield sentence.span(k - 1, k), 0.8, "是…而不是"
        elif re.match(r"(?:就|正|恰恰|还)是", clause.text):
            before = sentence.clauses[k - 1].text
            denied = re.search(r"^[^，]{0,6}?(?:不是|不在于|并不是|并非)", before)
            if denied and not before.endswith(("吗", "呢")):
                score = 0.6 if clause.text.startswith(("还", "恰恰", "正")) else 0.45
                yield sentence.span(k - 1, k), score, "不是…是"


def _refused(sentence: Sentence, k: int) -> Found:
    """From the first of the denied clauses before 而是 to the end of what is put in their place."""
    denial = re.compile(r"不是|不在|不仅是|并非|绝非|决非|不|从不|没有|非")
    first = k
    while first > 0 and sentence.segments[first - 1] == sentence.segments[k]:
        if not denial.search(sentence.clauses[first - 1].text):
            break
        first -= 1
    if first == k:
        return
    start, end = sentence.span(first, k)
    marker = denial.search(sentence.clauses[first].text)
    if marker and marker[0].startswith(("不是", "不在", "并非")):
        start = sentence.clauses[first].start + marker.start()
    yield (start, end), 0.9, "不是…而是"


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


def _present(lexicon: Lexicon, run: list[Sentence], place: int) -> Found:
    """现在 … 将来 …: two clauses of one sentence that open with times of their own."""
    sentence = run[place]
    for k, clause in enumerate(sentence.clauses[:-1]):
        if clause.text.startswith("现在"):
            later = re.compile("(?:但|而)?(?:将来|未来|明天|今后|以后)")
            for j in range(k + 1, min(k + 4, len(sentence.clauses))):
                if later.match(sentence.clauses[j].text):
                    last = min(j + (len(sentence.clauses[j].text) < 4), len(sentence.clauses) - 1)
                    yield sentence.span(k, last), 0.8, "现在…将来"
                    return


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


def _claim(clause: Clause) -> int:
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


def _surface(lexicon: Lexicon, run: list[Sentence], place: int) -> Found:
    """表面 … 背后 …: what seems and what is."""
    sentence = run[place]
    for k, clause in enumerate(sentence.clauses[:-1]):
        if re.search(f"^[^，]{{0,4}}{_any(lexicon, 'surface')}", clause.text):
            for j in range(k + 1, min(k + 4, len(sentence.clauses))):
                text = sentence.clauses[j].text
                if re.match(f"[但而]?是?{_any(lexicon, 'beneath')}", text):
                    yield sentence.span(k, j), 0.75, "表面…背后"
                    return


def _rather(lexicon: Lexicon, run: list[Sentence], place: int) -> Found:
    """与其 … 不如 …, 宁可 … 也不 …"""
    sentence = run[place]
    for one, other in lexicon.table("rhetoric.toml", "contrast")["rather"]:
        for k, clause in enumerate(sentence.clauses):
            at = clause.text.find(one)
            ends = [c.end for c in sentence.clauses[k : k + 3] if other in c.text]
            if at >= 0 and ends:
                yield (clause.start + at, ends[0]), 0.65, f"{one}…{other}"
                return


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
    _negated, _times, _present, _otherwise, _contrary, _surface, _rather, _but,
)  # fmt: skip
