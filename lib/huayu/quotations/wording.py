"""Wording 措辞: what the form of marked words says, before anything around them is read."""

from __future__ import annotations

import re

from huayu.lexicon import Lexicon, once
from huayu.quotations.lexicons import contexts

# from here on marked words are words said, not a name (提出“一二三四五六”)
PUT = 6
# shorter words after a reporting verb are a term spoken of, not words said (讲“联系”); four
# characters are a saying or a clause (强调“无粮则乱”)
SAID = 5
LEAST = 4
# an exclamation has at least so many characters (“要不得！”)
CALL = 3
# Chinese lines of verse and proverbs have at least four characters to a half
HALF = 3
# lines of classical verse
VERSE = (5, 7, 10, 14)
STOPS = re.compile(r"[，。！？；：,;!?…]")
_NOT_HAN = re.compile(r"[^\u3400-\u9fff]+")


def size(inside: str) -> int:
    """Size 字数 of words in Chinese characters.

    >>> size("路在脚下，走！")
    5
    """
    return len(_NOT_HAN.sub("", inside))


def clausal(inside: str) -> bool:
    """Whether marked words can be a sentence 句子形: a stop inside, or seven characters."""
    # the shortest full sentence that speeches cite are seven characters (打铁还需自身硬)
    return bool(STOPS.search(inside[:-1])) and size(inside) >= PUT or size(inside) >= PUT + 1


def called(inside: str) -> bool:
    """Words with the stop of a sentence inside their marks 标内句 (“要不得！”)."""
    return inside[-1:] in "。！？!?" and size(inside) >= CALL


def numeral(lexicon: Lexicon, inside: str) -> bool:
    """Whether a numeral heads a set phrase 数字略语 (四风, 三个代表, “十四五”)."""
    return bool(_forms(lexicon)[0].match(inside))


def old(lexicon: Lexicon, inside: str) -> bool:
    """The form of an old saying 古语形: a couplet, or words of the literary language."""
    return couplet(inside) or literary(lexicon, inside)


def couplet(inside: str) -> bool:
    """Two halves of equal length 对句 (从善如登，从恶如崩)."""
    halves = re.split(r"[，；、]", inside)
    sizes = [size(half) for half in halves]
    return len(halves) in (2, 4) and min(sizes) > HALF and len(set(sizes)) == 1


def verse(inside: str) -> bool:
    """Two or four lines 诗句 of five or of seven characters, parted by ， or ；."""
    lines = re.split(r"[，；]", inside)
    sizes = {size(line) for line in lines}
    return len(lines) in (2, 4) and sizes in ({5}, {7}) and "、" not in inside


def literary(lexicon: Lexicon, inside: str) -> bool:
    """Words of the literary language 文言词: two of them in at most a line or two."""
    return len(_forms(lexicon)[1].findall(inside)) >= 2


@once
def _forms(lexicon: Lexicon) -> tuple[re.Pattern[str], re.Pattern[str]]:
    numeral = re.compile(str(contexts(lexicon, "formula")["numeral"]))
    return numeral, re.compile(str(contexts(lexicon, "citation")["literary"]))
