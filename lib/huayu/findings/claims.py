"""Claims 发现: what a speech shows, one sentence each in Chinese and English, with its passages.

Every speech passes through the same rules (``shifts`` over its parts, ``argument`` of its moves,
``borrowed`` words). A rule says nothing where its numbers are too small to show anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import pandas as pd

from huayu.corpus import Speech

MOST = 15  # findings of a speech: more than a page holds are a table, and nobody reads it
# how sure a finding is: an exact count of what the detectors found; a test corrected for the
# number of tests; a pattern that no test stands behind
SURE = {
    "counted": ("计数", "counted"),
    "tested": ("经检验", "tested"),
    "descriptive": ("描述", "descriptive"),
}


class Finding(NamedTuple):
    """A finding 发现: what it says, by which numbers, and where to see it.

    Attributes
    ----------
    rule : stable id of the rule that found it.
    zh, en : the sentence.
    number : the exact counts, with an interval or p where one is due.
    passages : (start, end) of what the sentence rests on, in the order of the text.
    figure : name of the figure that shows it.
    sure : a key of ``SURE``.
    weight : by which findings are ranked: how far from what the lengths of parts explain.
    """

    rule: str
    zh: str
    en: str
    number: str
    passages: tuple[tuple[int, int], ...]
    figure: str
    sure: str
    weight: float


Rule = Callable[[Speech], Iterator[Finding]]


def ranked(speech: Speech, rules: Sequence[Rule], most: int = MOST) -> list[Finding]:
    """Findings 发现 of a speech by some rules, the strongest first, at most ``most``.

    Of one rule at most three are told, so that one list of words does not fill the page.
    """
    found = [finding for rule in rules for finding in sorted(rule(speech), key=_order)[:3]]
    return sorted(found, key=_order)[:most]


def _order(finding: Finding) -> tuple[float, str, str]:
    return -finding.weight, finding.rule, finding.en


def spans(rows: pd.DataFrame) -> tuple[tuple[int, int], ...]:
    """Spans 片段 of the rows of a layer."""
    places = sorted(zip(rows["start"], rows["end"], strict=True))
    return tuple((int(a), int(b)) for a, b in places)


def arrows(counts: Sequence[float]) -> str:
    """Counts of the parts in their order.

    >>> arrows([11, 16, 0])
    '11 → 16 → 0'
    """
    return " → ".join(f"{count:g}" for count in counts)


def parts_zh(parts: Sequence[int]) -> str:
    """Parts by number, in Chinese.

    >>> parts_zh([1]), parts_zh([1, 2, 3]), parts_zh([1, 2, 4])
    ('第1部分', '第1—3部分', '第1—2、4部分')
    """
    return f"第{_runs(parts, '—', '、')}部分"


def parts_en(parts: Sequence[int]) -> str:
    """Parts by number, in English.

    >>> parts_en([1]), parts_en([1, 2, 3]), parts_en([1, 2, 4])
    ('part 1', 'parts 1–3', 'parts 1–2, 4')
    """
    return f"part{'s' if len(parts) > 1 else ''} {_runs(parts, '–', ', ')}"


def _runs(parts: Sequence[int], to: str, comma: str) -> str:
    """Numbers in their order, those that follow one another by the first and the last."""
    runs: list[list[int]] = []
    for part in parts:
        if runs and part == runs[-1][-1] + 1:
            runs[-1].append(part)
        else:
            runs.append([part])
    return comma.join(f"{run[0]}{to}{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)
