"""Antithesis 对偶: exactly two adjacent members, matched slot by slot."""

from __future__ import annotations

from functools import lru_cache

from huayu.rhetoric import chiasmus, evidence
from huayu.rhetoric.alignment import frame
from huayu.rhetoric.device import Context, Device
from huayu.rhetoric.parallelism import Runs, adjacent, pairs, ranked
from huayu.rhetoric.series import Series

# score from which a run of three and more takes its members away from pairs
TAKEN = 0.5


@lru_cache(maxsize=4)
def antitheses(context: Context) -> tuple[Device, ...]:
    """Antitheses 对偶 of a text, ranked by score.

    Notes
    -----
    Two members of a longer parallelism are no antithesis, nor is a chiasmus. The detector weighs
    length, rhythm, tags and shared words; pairs opposed in meaning alone are missed, and plain
    coordination of two equal phrases may be taken.
    """
    series = Runs(run for run, score in adjacent(context) if score >= TAKEN)
    crossed = {(device.start, device.end) for device in chiasmus.chiasmi(context)}
    free = [
        pair
        for pair in pairs(context)
        if (pair.start, pair.end) not in crossed and not series.cut(pair) and _long_enough(pair)
    ]
    scores = evidence.scores("antithesis", free).tolist()
    best = ranked(zip(free, scores, strict=True))
    return tuple(_device(pair, score) for pair, score in best)


def _long_enough(pair: Series) -> bool:
    """Four characters each, or three with a repeated word."""
    least = min(sum(len(word.text) for word in member) for member in pair.words)
    return least >= 4 or least == 3 and bool(pair.shared)


def _device(pair: Series, score: float) -> Device:
    pattern, slots = frame(pair.words)
    reason = f"likeness {pair.links[0].score:.2f}, {len(pair.shared)} words in common"
    return Device(
        "antithesis",
        pair.start,
        pair.end,
        round(score, 3),
        reason,
        members=pair.spans,
        scope="adjacent",
        frame=pattern,
        slots=slots,
    )
