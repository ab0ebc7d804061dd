"""Device 辞格: one figure of speech found in a text, and which of those that overlap stand."""

from __future__ import annotations

from dataclasses import dataclass

from huayu.spans import Kept, overlap


@dataclass(frozen=True)
class Device:
    """A figure of speech 辞格: where it stands, what it is made of, and why it was taken for one.

    Attributes
    ----------
    device : its name in corpus/README.md (parallelism, antithesis …).
    start, end : offsets into the text, end exclusive.
    score : 0.0–1.0; 0.5 and more is what a careful reader would be expected to mark.
    rule : stable id of what found it, which code and tests may read.
    reason : the evidence in a few words, for people.
    members : offsets of the members, where the figure has members.
    scope : adjacent | distributed, where that is told apart.
    frame : the shared frame with … for its slots; for other devices the marker.
    slots : what fills the slots, one tuple for each member.
    kind : of a metaphor simile | metaphor, of a gradation climax | progression, else None.
    count : how many things a numeral says that it names, None where it counts no list.
    """

    device: str
    start: int
    end: int
    score: float
    rule: str
    reason: str
    members: tuple[tuple[int, int], ...] = ()
    scope: str | None = None
    frame: str | None = None
    slots: tuple[tuple[str, ...], ...] = ()
    count: int | None = None
    kind: str | None = None


def best(found: list[Device], least: float = 0.3) -> list[Device]:
    """Devices 辞格 of which none overlaps a better or longer one by more than ``least``."""
    chosen: list[Device] = []
    kept = Kept()
    for one in sorted(found, key=lambda d: (-d.score, d.start - d.end, d.start)):
        span = one.start, one.end
        if all(overlap(span, other) <= least for other in kept.meeting(*span)):
            chosen.append(one)
            kept.add(*span, span)
    return sorted(chosen, key=lambda d: (d.start, d.end))
