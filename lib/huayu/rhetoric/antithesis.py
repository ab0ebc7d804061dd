"""Antithesis 对偶: exactly two adjacent members, matched slot by slot."""

from __future__ import annotations

from functools import lru_cache

from huayu.rhetoric import chiasmus, evidence
from huayu.rhetoric.alignment import frame
from huayu.rhetoric.device import Context, Device
from huayu.rhetoric.parallelism import adjacent, cuts, pairs, ranked
from huayu.rhetoric.series import Series
from huayu.spans import Kept

# score from which a run of three and more takes its members away from pairs
TAKEN = 0.5
# share of the second member that returns at its head, from which the pair says the same again;
# antitheses in the gold return up to two thirds there
SAID_AGAIN = 0.7
# characters of a long head, and how even the rests must be: lengths within about 30 %, as for
# whole members
LONG_HEAD, LEAST_EVEN = 4, 0.65


@lru_cache(maxsize=4)
def antitheses(context: Context) -> tuple[Device, ...]:
    """Antitheses 对偶 of a text, ranked by score.

    Notes
    -----
    Two members of a longer parallelism are no antithesis, nor is a chiasmus. The detector weighs
    length, rhythm, tags and shared words; pairs opposed in meaning alone are missed, and plain
    coordination of two equal phrases may be taken.
    """
    taken = [run for run, score in adjacent(context) if score >= TAKEN]
    kept = Kept((run.start, run.end, run) for run in taken)
    crossed = {(device.start, device.end) for device in chiasmus.chiasmi(context)}
    free = [
        pair
        for pair in pairs(context)
        if (pair.start, pair.end) not in crossed
        and not cuts(pair, kept)
        and _long_enough(pair)
        and not _said_again(pair)
    ]
    scores = evidence.scores("antithesis", free).tolist()
    best = ranked(zip(free, scores, strict=True))
    return tuple(_device(pair, score) for pair, score in best)


def _long_enough(pair: Series) -> bool:
    """Four characters each, or three with a repeated word."""
    least = min(sum(len(word.text) for word in member) for member in pair.words)
    return least >= 4 or least == 3 and bool(pair.shared)


def _said_again(pair: Series) -> bool:
    """Whether the pair is a repetition: little but its head, or a long head and unequal rests.

    大胆地试，大胆地闯 says nearly all again; after a long head that returns, what follows must
    answer in length by itself.
    """
    one, two = ("".join(word.text for word in member) for member in pair.words)
    again = max((n for n in range(len(two) + 1) if two[:n] in one), default=0)
    rests = sorted((len(one) - one.find(two[:again]) - again, len(two) - again))
    uneven = again >= LONG_HEAD and rests[0] < LEAST_EVEN * rests[1]
    return again >= 3 and again >= SAID_AGAIN * len(two) or uneven


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
