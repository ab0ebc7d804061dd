"""Discovery 新提法发现: set phrases that no list has, each with the probability that it is one."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping

import numpy as np
import pandas as pd

from huayu import corpus, spans, structure
from huayu.lexicon import Lexicon, once
from huayu.lexicon.characters import QUOTES
from huayu.words.candidates import FORMULA, Candidate, candidates

# On the development texts more spans are lost below 0.3 than found (benchmarks/discovery.py); a
# text that the lists know less of gains down to 0.2.
LEAST_SCORE = 0.3
MEASURES = ("score", "count", "cohesion", "left", "right", "termhood")


def discovered(
    speech: corpus.Speech,
    listed: Collection[tuple[int, int]],
    weights: Mapping[str, float] | None = None,
) -> list[tuple[int, int, float]]:
    """Discovered formulas 发现的提法: spans with scores from 0.3, none overlapping another.

    Parameters
    ----------
    speech : any speech.
    listed : spans of the listed formulas. A discovered one may hold them, never cross them.
    weights : of the features; by default those of its lexicon, discovery.json.
    """
    taken = np.zeros(len(speech.text), dtype=bool)
    chosen = []
    ranked = scored(speech, listed, LEAST_SCORE, weights)
    places = [(score, *span) for candidate, score in ranked for span in candidate.spans]
    for score, start, end in sorted(places, key=lambda place: (-place[0], place[1], -place[2])):
        if not taken[start:end].any() and _paired(speech.text[start:end]):
            taken[start:end] = True
            chosen.append((start, end, score))
    return chosen


def scored(
    speech: corpus.Speech,
    listed: Collection[tuple[int, int]],
    least: float,
    weights: Mapping[str, float] | None = None,
) -> list[tuple[Candidate, float]]:
    """Candidates 候选 with their probabilities from ``least`` on, in the order of the text."""
    weights = speech.lexicon.data("discovery.json")["weights"] if weights is None else weights
    free = known_free(speech.lexicon)
    rated = (
        (candidate, probability(candidate, speech.text, weights))
        for candidate in candidates(speech, listed)
        if "".join(candidate.words) not in free
    )
    return [(candidate, score) for candidate, score in rated if score >= least]


@once
def known_free(lexicon: Lexicon) -> frozenset[str]:
    """Free combinations 自由组合: common in speeches and known to be no formula (经济发展)."""
    return frozenset(lexicon.words("combinations.txt"))


def discoveries(
    speech: corpus.Speech, listed: Collection[tuple[int, int]], least: float = 0.1
) -> pd.DataFrame:
    """Candidates 候选表 for a person to judge: one row per place, the likeliest types included.

    Returns
    -------
    DataFrame: ``start, end, text, score, count, cohesion, left, right, termhood, part, point,
    zone``; overlapping candidates stay side by side.
    """
    rows = [
        (start, end, score, len(c.spans), c.cohesion, c.left, c.right, c.termhood)
        for c, score in scored(speech, listed, least)
        for start, end in c.spans
    ]
    return structure.placed(speech, spans.frame(speech.text, rows, MEASURES))


def probability(candidate: Candidate, text: str, weights: Mapping[str, float]) -> float:
    """Probability 概率 that a candidate is a formula: logistic regression over its features."""
    total = weights.get("", 0.0)
    for name, value in features(candidate, text):
        total += weights.get(name, 0.0) * value
    return 1 / (1 + math.exp(-total))


def features(candidate: Candidate, text: str) -> Iterator[tuple[str, float]]:
    """Features 特征 of a candidate: its words, tags, lengths, neighbours, marks and measures."""
    run, words = candidate.units, candidate.words
    start, end = candidate.spans[0]
    for name, value in (
        ("first", words[0]),
        ("last", words[-1]),
        ("head", words[-1][-1]),
        ("before", candidate.before),
        ("after", candidate.after),
        ("tags", "-".join(unit.tag[:1] for unit in run)),
        ("opens", run[0].tag),
        ("closes", run[-1].tag),
        ("lengths", "-".join(str(min(len(word), 5)) for word in words)),
        ("series", "、" in text[start:end] and f"{len(words)} of {len(set(map(len, words)))}"),
        ("marks", text[start - 1 : start] in QUOTES and text[end : end + 1] in QUOTES),
    ):
        yield f"{name} {value}", 1.0
    for word in words[1:-1]:
        yield f"inside {word}", 1.0
    yield "formulas", float(sum(unit.tag == FORMULA for unit in run))
    yield "count", math.log(len(candidate.spans))
    yield "cohesion", candidate.cohesion
    yield "left", candidate.left
    yield "right", candidate.right
    yield "termhood", math.log1p(max(candidate.termhood, 0.0))


def _paired(text: str) -> bool:
    """Whether the quotation marks in a span pair."""
    return sum(map(text.count, "“‘「『")) == sum(map(text.count, "”’」』"))
