"""Passage 语段: the sentences of a text as runs of clauses, read as simplified characters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby

from huayu.rhetoric.device import Context, Device
from huayu.spans import Kept, overlap


@dataclass(frozen=True)
class Clause:
    """A clause 小句 of a passage: offsets, text in simplified characters, the mark after it."""

    start: int
    end: int
    text: str
    after: str


@dataclass(frozen=True)
class Sentence:
    """A sentence 句 as its clauses; ``line`` counts the lines of the text."""

    clauses: tuple[Clause, ...]
    line: int
    text: str

    @property
    def start(self) -> int:
        """Where its first clause begins."""
        return self.clauses[0].start

    @property
    def end(self) -> int:
        """Where its last clause ends, closing marks left out."""
        return self.clauses[-1].end

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Offsets of a run of clauses; inside its marks where it begins and ends in “…”."""
        start, end = self.clauses[first].start, self.clauses[last].end
        text = self.text[start - self.start : end - self.start]
        opened, closed = text.find("“"), text.rfind("”")
        within_first = 0 <= opened < self.clauses[first].end - start
        if first < last and within_first and closed > self.clauses[last].start - start:
            if text.count("“") == 1:
                return start + opened + 1, start + closed
        return start, end

    @cached_property
    def segments(self) -> list[int]:
        """For each clause the number of the segment 分句组 it stands in: ； divides them."""
        numbers, now = [], 0
        for clause in self.clauses:
            numbers.append(now)
            now += clause.after in ("；", ";")
        return numbers

    @cached_property
    def firsts(self) -> list[int]:
        """For each clause the first clause of its segment."""
        seen: dict[int, int] = {}
        return [seen.setdefault(number, place) for place, number in enumerate(self.segments)]


@lru_cache(maxsize=4)
def sentences(context: Context) -> list[Sentence]:
    """Sentences 句 of a text with their clauses; headings of a line of their own are left out."""
    text = context.speech.lexicon.simplified(context.text)
    found = []
    for _, units in groupby(context.clauses, key=lambda unit: unit.sentence):
        run = list(units)
        if run[0].kind != "sentence":
            continue
        clauses = tuple(Clause(u.start, u.end, text[u.start : u.end], u.after) for u in run)
        whole = text[clauses[0].start : clauses[-1].end]
        found.append(Sentence(clauses, run[0].line, whole))
    return found


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
