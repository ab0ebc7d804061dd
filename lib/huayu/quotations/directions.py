"""Directions 引号方向: which double marks open and which close, where their shape does not say.

Typists write ”…“, “…“ or “…". In a line whose double marks do not pair by shape, or mix curly and
straight ones, the reading by turns (open, close, open, close) is weighed against the shapes.
"""

from __future__ import annotations

import re

DOUBLE = '“”"＂'
_SIGN = re.compile(f"[{DOUBLE}]")
# before an opening mark stand these, a verb of saying, or nothing; behind a closing one those
_LEADS = re.compile(r"[：，、；（《:,;(\s\n]$|[说道问答喊叫称曰云]$|^$")
_ENDS = re.compile(r"[。！？…!?，,]$")
_BEHIND = re.compile(r"^(?:[，。；、！？：）》,.;!?:)\s]|$)")
# a reading that leads by less is a guess
SURE = 2
BY_SENSE = "marks paired by sense, not by their shape"
UNSURE = "unsure which way the marks are turned"


def directions(text: str) -> dict[int, tuple[bool, str]]:
    """Directions 引号方向 of double marks that are not read by shape: opens or not, the warning.

    >>> [(place, opens) for place, (opens, _) in directions("他说：”先修路。“大家鼓掌。").items()]
    [(3, True), (8, False)]
    >>> directions("他说：“先修路。”")
    {}
    """
    found: dict[int, tuple[bool, str]] = {}
    start = 0
    for line in text.splitlines(keepends=True):
        places = [sign.start() for sign in _SIGN.finditer(line)]
        shapes = _shapes(line, places)
        mixed = len({line[place] in "“”" for place in places}) == 2
        if len(places) % 2 == 0 and (mixed or not _pairs(line, places, shapes)):
            turns = [number % 2 == 0 for number in range(len(places))]
            lead = _evidence(line, places, turns) - _evidence(line, places, shapes)
            if turns != shapes and lead > 0:
                warning = BY_SENSE if lead >= SURE else UNSURE
                for place, opens in zip(places, turns, strict=True):
                    found[start + place] = opens, warning
        start += len(line)
    return found


def _shapes(line: str, places: list[int]) -> list[bool]:
    """Directions by shape; straight marks take turns among themselves."""
    straight = 0
    shapes = []
    for place in places:
        if line[place] in "“”":
            shapes.append(line[place] == "“")
            continue
        shapes.append(straight % 2 == 0)
        straight += 1
    return shapes


def _pairs(line: str, places: list[int], shapes: list[bool]) -> bool:
    """Whether the marks of a line pair by shape: never one inside its like, none left."""
    open_ = False
    for opens in shapes:
        if opens == open_:
            return False
        open_ = opens
    return not open_


def _evidence(line: str, places: list[int], directions: list[bool]) -> int:
    """How much of what stands beside the marks agrees with a reading of them."""
    score = 0
    for place, opens in zip(places, directions, strict=True):
        before, behind = line[max(place - 2, 0) : place], line[place + 1 : place + 3]
        opening = bool(_LEADS.search(before)) - bool(_BEHIND.match(behind))
        closing = bool(_ENDS.search(before)) + bool(_BEHIND.match(behind))
        score += opening - closing if opens else closing - opening
    return score
