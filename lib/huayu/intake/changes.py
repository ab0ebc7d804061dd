"""Changes 改动: what intake did to a text on its way from the file, each with the words concerned.

Readers and cleaning fill this one record; summary, meta.toml and the share cut are read off it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

CUT = "cut"  # words of the file that stood with the text and are not in it
JOINED = "joined"  # lines put together, and spaces between letter-spaced characters taken out
REPLACED = "replaced"  # characters written otherwise: radical forms, line ends
ADDED = "added"  # characters that the file only implies: automatic numbers
PLACED = "placed"  # words beside the text, put behind the paragraph they hang on: text boxes
TABLE = "table"  # rows that were read as lines of text
UNREAD = "unread"  # parts of the file that were not read: notes, hidden text, menus
KINDS = (CUT, JOINED, REPLACED, ADDED, PLACED, TABLE, UNREAD)

_CHINESE = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


class Change(NamedTuple):
    """A change 改动: its kind (one of KINDS), what was concerned (notes, page chrome, hidden
    text …), the words of it as they stood in the file, and how many times."""

    kind: str
    what: str
    text: str
    times: int = 1


def chinese(text: str) -> int:
    """Number of Chinese characters 汉字数 in a text.

    >>> chinese("第1章 修路。")
    4
    """
    return len(_CHINESE.findall(text))


def share_cut(text: str, made: Iterable[Change]) -> float:
    """Share 删去比例 of the Chinese characters that were cut, from 0 to 1.

    Parameters
    ----------
    text : what is left.
    made : the changes; those of kind cut count, once each: a running head is one, on all pages.

    >>> share_cut("路要修好", [Change(CUT, "notes", "①路。"), Change(UNREAD, "menus", "首页")])
    0.2
    """
    pieces = {"".join(_CHINESE.findall(change.text)) for change in made if change.kind == CUT}
    gone = sum(map(len, pieces))
    return gone / max(gone + chinese(text), 1)


def by_step(made: Iterable[Change]) -> list[tuple[str, list[Change]]]:
    """Changes by what was concerned 按步骤, in order; those of one list are of one kind."""
    runs: dict[tuple[str, str], list[Change]] = {}
    for change in made:
        runs.setdefault((change.kind, change.what), []).append(change)
    return [(what, run) for (_, what), run in runs.items()]
