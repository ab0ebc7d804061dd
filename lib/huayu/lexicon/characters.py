"""Characters 字形: traditional characters read as simplified ones, length and offsets unchanged.

One character has one form here; where the traditional script tells apart what the simplified one
does not (發 and 髮, both 发) nothing is lost, the other way round is not offered. Characters that
simplified texts use as well (乾, 著) stay. Source: the character table of OpenCC, see
corpus/lexicons/characters.csv.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

PAIRS = {"”": "“", "’": "‘", "」": "「", "』": "『"}
QUOTES = frozenset("\"'" + "".join(PAIRS) + "".join(PAIRS.values()))


def forms(rows: Iterable[Mapping[str, str]]) -> dict[int, str]:
    """Forms 字形 of characters, for ``str.translate``.

    >>> "國家發展".translate(forms([{"traditional": "國", "simplified": "国"}]))
    '国家發展'
    """
    table = {ord(row["traditional"]): row["simplified"] for row in rows}
    # half a surrogate pair is no character, and no encoding takes it: it matches nothing
    return dict.fromkeys(range(0xD800, 0xE000), "\ufffd") | table


def bare(simple: str) -> tuple[str, list[int]]:
    """Bare text 裸文本 to match against, and the offset in the source of each of its characters.

    Simplified characters without quotation marks and single line breaks, ， read as 、. A line
    break is skipped only between two Chinese characters: some sources break lines at hyperlinks,
    in the middle of a phrase.

    >>> bare("「两个一百年」奋斗目标")[0]
    '两个一百年奋斗目标'
    """
    kept = [
        at
        for at, char in enumerate(simple)
        if char not in QUOTES and not (char == "\n" and _between_characters(simple, at))
    ]
    return "".join(simple[at] for at in kept).replace("，", "、"), kept


def _between_characters(text: str, at: int) -> bool:
    around = text[at - 1 : at] + text[at + 1 : at + 2]
    return len(around) == 2 and all("\u4e00" <= char <= "\u9fff" for char in around)
