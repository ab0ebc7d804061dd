"""Evidence 依据: what the form of a run of members says for and against a figure of speech.

The measures are those that writing on 排比 and 对偶 names: number of members, equal length, the
same construction, the same word in the same place (陈望道 1932; Song et al. 2016), and where the
run stands between its marks. Weights for them are learned, see benchmarks/figures.py.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import accumulate

from huayu import decisions
from huayu.page import Page, Token
from huayu.rhetoric.answers import answers
from huayu.rhetoric.members import Series
from huayu.rhetoric.setting import setting

# characters on either side by which it is told whether a passage argues or tells a story
AROUND = 150
# shared words that every sentence has; sharing only these is no repetition
_COMMON = frozenset("的了和是在有要也不")
_GO_ON = frozenset(("也", "又", "更", "而", "但", "还", "或", "并"))
_DIGITS = frozenset("一二三四五六七八九十")


def evidence(series: Series, page: Page, device: str) -> dict[str, float]:
    """Measures 特征 of a run for a device, by name."""
    return {**_form(series), **_there(series, page, device)}


def _there(series: Series, page: Page, device: str) -> dict[str, float]:
    """Measures of where a run stands.

    How it is cut out of its clauses tells pairs from what only looks like them, and gained
    parallelism nothing on speeches left out.
    """
    manner = _manner(series, page)
    return manner | setting(series, page) if device == "antithesis" else manner


def _form(series: Series) -> dict[str, float]:
    """Measures of what a run is in itself, wherever it stands: those of its ``form``."""
    words = series.words
    sizes = [sum(len(word.text) for word in member) for member in words]
    mean = sum(sizes) / len(sizes)
    measures: dict[str, float | bool] = {}
    measures |= _size(series, sizes, mean)
    measures |= _likeness(series, mean)
    measures |= _shared(series, mean)
    measures |= _edges(series, mean)
    measures |= _place(series, mean)
    measures |= answers(series)
    measures |= _mixed(measures, series, mean)
    return {name: float(value) for name, value in measures.items()}


def _size(series: Series, sizes: list[int], mean: float) -> dict[str, float | bool]:
    count, least, ratio = len(sizes), min(sizes), min(sizes) / max(sizes)
    return {
        "members 3": count >= 3,
        "members 4": count >= 4,
        "members 5": count >= 5,
        "members 7": count >= 7,
        "log size": math.log(mean),
        "log size squared": math.log(mean) ** 2,
        "under 4": least < 4,
        "under 3": least < 3,
        "over 25": mean > 25,
        "over 45": mean > 45,
        "ratio": ratio,
        "ratio squared": ratio**2,
        "ratio under 0.7": ratio < 0.7,
        "even": len(set(sizes)) == 1,
        "log words": math.log(sum(map(len, series.words)) / count),
    }


def _likeness(series: Series, mean: float) -> dict[str, float | bool]:
    scores = [link.score for link in series.links]
    tags = {tuple(word.tag[:1] for word in member) for member in series.words}
    lengths = {tuple(len(word.text) for word in member) for member in series.words}
    least, average = min(scores), math.fsum(scores) / len(scores)
    return {
        "likeness": average,
        "least likeness": least,
        "least likeness squared": least**2,
        "spread of likeness": max(scores) - least,
        "identical": least > 0.97,
        "same tags": len(tags) == 1,
        "same beats": len(lengths) == 1,
        "same tags and beats": len(tags) == 1 == len(lengths),
        "outside": series.outside,
        "outside above least": max(0.0, series.outside - least),
    }


def _shared(series: Series, mean: float) -> dict[str, float | bool]:
    shared = [series.words[0][places[0]] for places in series.shared]
    content = [word for word in shared if len(word.text) > 1 or word.tag[:1] in "nva"]
    share = sum(len(word.text) for word in shared) / mean
    possessive = [sum(word.text == "的" for word in member) for member in series.words]
    return {
        "share": share,
        "share above 0.7": share > 0.7,
        "shared words": min(len(shared), 4),
        "shared content words": min(len(content), 3),
        "shares nothing": not shared,
        "shares only form words": bool(shared) and all(w.text in "的了和是" for w in shared),
        "shares a telling word": any(word.text not in _COMMON for word in shared),
        "shares content at length": min(len(content), 3) * (mean >= 5),
        "open slots": min(sum(map(len, series.words)) / len(series.words), 6) - min(len(shared), 6),
        "的 alike": min(possessive) > 0 and len(set(possessive)) == 1,
    }


def _edges(series: Series, mean: float) -> dict[str, float | bool]:
    words, heads = series.words, [member[0] for member in series.words]
    tails = [member[-1] for member in words]
    texts = ["".join(word.text for word in member) for member in words]
    before, after = shared_prefix(texts), shared_prefix([text[::-1] for text in texts])
    return {
        "same head": len({head.text for head in heads}) == 1,
        "same tail": len({tail.text for tail in tails}) == 1,
        "same head and tail": len({h.text for h in heads}) == 1 == len({t.text for t in tails}),
        "long same head": (len({head.text for head in heads}) == 1) * min(len(heads[0].text), 2),
        "same first character": len({head.text[0] for head in heads}) == 1,
        "same last character": len({tail.text[-1] for tail in tails}) == 1,
        "prefix": min(before, 4),
        "prefix 2": before >= 2,
        "short prefix": min(before, 3) * (mean < 8),
        "suffix": min(after, 4),
        "suffix 2": after >= 2,
        "prefix and suffix": before >= 1 and after >= 1,
        "same head tag": len({head.tag[:1] for head in heads}) == 1,
        "same tail tag": len({tail.tag[:1] for tail in tails}) == 1,
        "verb heads": all(head.tag[:1] == "v" for head in heads),
        "preposition heads": all(head.tag[:1] == "p" for head in heads),
        "noun heads": all(head.tag[:1] in "nr" for head in heads),
        "verb to noun": all(m[0].tag[:1] == "v" and m[-1].tag[:1] == "n" for m in words),
        "times or numbers": all(head.tag[:1] in "tm" and head.tag != "mask" for head in heads),
        "ordinals": all(_ordinal(member) for member in words),
        "goes on": heads[-1].text in _GO_ON,
    }


def shared_prefix(texts: Sequence[str]) -> int:
    """Number of characters with which all texts begin.

    >>> shared_prefix(["要找准比较优势", "要强化平台思维"])
    1
    """
    first, last = min(texts), max(texts)
    same = zip(first, last, strict=False)
    return next((i for i, (a, b) in enumerate(same) if a != b), min(len(first), len(last)))


def _ordinal(member: Sequence[Token]) -> bool:
    head = member[0].text
    return head[:1] == "第" or (
        len(member) > 1 and head in _DIGITS and member[1].text in ("是", "要", "靠", "个")
    )


def _place(series: Series, mean: float) -> dict[str, float | bool]:
    inner, trims = series.counts, series.trims
    return {
        **{f"level {i}": series.level == i and series.period == 1 for i in (1, 2, 3, 4)},
        "period": series.period > 1,
        "trimmed left": trims[0] > 0,
        "trimmed right": trims[1] > 0,
        "words trimmed left": min(trims[0], 6),
        "words trimmed right": min(trims[1], 6),
        "untrimmed": not any(trims),
        "mixed marks": series.mixed,
        "list": series.dun,
        "whole list": series.dun and series.whole,
        "opens": series.opens,
        "closes": series.closes,
        "quoted": series.quoted,
        "opens and closes": series.opens and series.closes,
        "same inner marks": len(set(inner)) == 1,
        "inner marks": math.log1p(sum(inner) / len(inner)),
        "spread of inner marks": max(inner) - min(inner),
    }


def _mixed(
    measures: dict[str, float | bool], series: Series, mean: float
) -> dict[str, float | bool]:
    """Measures that count only together."""
    of = measures.__getitem__
    beats = len(series.words[0])
    many, ratio, least = of("members 3"), of("ratio"), of("least likeness")
    heads, ends = of("prefix"), of("suffix")
    return {
        "many of one head": many and heads >= 1 and ratio >= 0.6 and least >= 0.6,
        "many of one long head": many and heads >= 2 and ratio >= 0.5 and least >= 0.55,
        "many of one head and end": many and heads >= 1 <= ends and ratio >= 0.5 and least >= 0.55,
        "many of one end": many and ends >= 2 and ratio >= 0.6 and least >= 0.6,
        "three beats": of("same beats") and beats >= 3,
        "four beats": of("same beats") and beats >= 4,
        "three beats untrimmed": of("same beats") and beats >= 3 and of("untrimmed"),
        "even untrimmed": of("even") and of("untrimmed"),
        "even, shares nothing": of("even") and of("shares nothing"),
        "的 alike and even": of("的 alike") and of("ratio") >= 0.75,
        "likeness by ratio": of("likeness") * of("ratio"),
        "likeness of many": of("members 3") * of("likeness"),
        "share of many": of("members 3") * of("share"),
        "many share nothing": of("members 3") and of("shares nothing"),
        "phrases share nothing": of("shares nothing") and series.level == 1,
        "clauses share nothing": of("shares nothing") and series.level >= 2,
        "list shares nothing": of("shares nothing") and series.dun,
        "short list": series.dun and mean < 5,
        "short, shares nothing": of("under 4") and of("shares nothing"),
        "short phrases": of("under 4") and series.level == 1,
        "same inner place, untrimmed": of("same inner place") and of("untrimmed"),
        "opposed and even": of("opposed or beside") and of("ratio") >= 0.8,
        "sense and sharing nothing": of("opposed or beside") and of("shares nothing"),
        "long with suffix": of("suffix") * (mean > 12),
        "long with same head": of("same head") * (mean > 20),
        "long with prefix": of("prefix") * (mean > 20),
    }


def _manner(series: Series, page: Page) -> dict[str, float]:
    """Whether the passage argues or narrates: readers mark figures in argument."""
    start, end = series.start, series.end
    particles, size = page.simple.count("的", start, end), end - start
    return {
        "narration inside": narration(page, start, end),
        "narration around": narration(page, start - AROUND, end + AROUND),
        "的 inside": float(particles > 0),
        "share of 的": particles / size,
    }


def narration(page: Page, start: int, end: int) -> float:
    """Share of the characters of a stretch that tell a story or talk to somebody, 0.0–1.0."""
    told, first, last = _narration(page), max(start, 0), min(end, len(page.text))
    return (told[last] - told[first]) / max(last - first, 1)


@lru_cache(maxsize=4)
def _narration(page: Page) -> list[int]:
    """How many characters that narrate stand before each place of the text."""
    words = frozenset(page.lexicon.table("rhetoric.toml", "antithesis")["narration"])
    return [0, *accumulate(char in words for char in page.simple)]


def chances(page: Page, device: str, runs: Sequence[Series]) -> list[float]:
    """Probability 概率 of each run that a reader marks it as the device, by learned weights."""
    weights = decisions.weights(page.speech, device)
    no, yes = weights.labels.index("no"), weights.labels.index("yes")
    bias = weights.bias[yes] - weights.bias[no]
    gains = {name: both[yes] - both[no] for name, both in weights.features.items()}
    known: dict[object, list[float]] = {}  # a text that says one thing again has few forms
    odds = []
    for run in runs:
        if run.form not in known:
            known[run.form] = _weighed(_form(run), gains)
        terms = known[run.form] + _weighed(_there(run, page, device), gains)
        odds.append(bias + math.fsum(terms))
    return [1 / (1 + math.exp(-value / decisions.SCALE)) for value in odds]


def _weighed(measures: Mapping[str, float], gains: Mapping[str, float]) -> list[float]:
    return [value * gains[name] for name, value in measures.items() if name in gains]


def reason(page: Page, device: str, run: Series) -> str:
    """Reason 理由: the measures that spoke most for the device."""
    weights = decisions.weights(page.speech, device)
    return weights.reason(evidence(run, page, device), weights.labels.index("yes"))
