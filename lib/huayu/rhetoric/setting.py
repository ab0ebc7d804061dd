"""Setting 上下文: how members are cut out of their clauses, and what kind of words they hold."""

from __future__ import annotations

import math
from itertools import pairwise

from huayu.page import Page, Token
from huayu.rhetoric.lines import CLOSE, likeness

# words with which two clauses of one construction begin, the second answering the first; the
# rest of the pairs (不是…而是) are contrasts
_ANSWERING = (
    ("既", "又"), ("既", "也"), ("越", "越"), ("也", "也"), ("一边", "一边"), ("或", "或"),
    ("有的", "有的"), ("一方面", "另一方面"), ("先", "后"), ("宁可", "不"), ("多", "少"),
)  # fmt: skip
_DENYING = ("不是", "并非", "而不是", "而是")
_ADDRESSED = ("们", "同志", "嘉宾", "同胞", "先生", "女士", "朋友")
_MARKS = frozenset("。！？；，：、“”‘’（）《》—\n")
_NAMES = ("nr", "ns", "nt", "nz")
Span = tuple[int, int]


def setting(members: tuple[Span, ...], page: Page) -> dict[str, float | bool]:
    """Measures 特征 of members in their text, by name."""
    words = [page.words(*span) for span in members]
    return _cut(members, words, page) | _kinds(words, page) | _alike(members, page)


def _cut(members: tuple[Span, ...], words: list[list[Token]], page: Page) -> dict[str, float | bool]:
    """Whether the members are whole words and whole clauses, and what stands around them."""
    text, start, end = page.text, members[0][0], members[-1][1]
    edges = [edge for span in members for edge in span]
    inside = [sum(_inside(page, edge) for edge in edges[::2]), sum(_inside(page, edge) for edge in edges[1::2])]
    before = page.words(max(start - 4, 0), start)
    last = before[-1] if before and before[-1].text not in _MARKS else None
    opens = start == 0 or text[start - 1] in _MARKS
    closes = end == len(text) or text[end] in _MARKS
    dun = text[max(start - 1, 0) : start] == "、" or text[end : end + 1] == "、"
    return {
        "a head inside a word": inside[0] > 0,
        "a tail inside a word": inside[1] > 0,
        "begins at a mark": opens,
        "ends at a mark": closes,
        "whole clauses": opens and closes and not dun,
        "a list goes on": dun,
        "after a verb": bool(last) and last.tag[:1] == "v",
        "after a preposition": bool(last) and last.tag[:1] == "p",
        "after 的": bool(last) and last.text in "的地得",
        "after a noun": bool(last) and last.tag[:1] in "nrs",
        "before 的": text.startswith("的", end),
        "before 等": text.startswith("等", end),
        "joined by a word": members[1][0] - members[0][1] == 1 and text[members[0][1]] not in _MARKS,
    }


def _inside(page: Page, edge: int) -> bool:
    """Whether an edge lies inside a word of the text."""
    around = page.words(max(edge - 1, 0), edge + 1)
    return len(around) == 1 and around[0].text not in _MARKS and edge > 0


def _kinds(words: list[list[Token]], page: Page) -> dict[str, float | bool]:
    """What kinds of words the members are made of."""
    tags = [[word.tag for word in member] for member in words]
    verbs = [any(tag[:1] == "v" and tag != "vn" for tag in member) for member in tags]
    names = [any(tag in _NAMES for tag in member) for member in tags]
    figures = [any(word.text[:1].isdigit() for word in member) for member in words]
    simple = ["".join(page.lexicon.simplified(word.text) for word in member) for member in words]
    heads = pairwise(simple)
    short = [tuple(tag[:1] for tag in member) for member in tags]
    return {
        "no verbs": not any(verbs),
        "a verb in all": all(verbs),
        "a verb in some": any(verbs) and not all(verbs),
        "names": all(names),
        "a name in some": any(names) and not all(names),
        "figures": all(figures),
        "whole words of one class": len(set(short)) == 1,
        "as many whole words": len({len(member) for member in short}) == 1,
        "one word each": all(len(member) == 1 for member in short),
        "correlatives": any(
            one.startswith(a) and two.startswith(b) for one, two in heads for a, b in _ANSWERING
        ),
        "denial and claim": any(text.startswith(_DENYING) for text in simple),
        "people addressed": all(text.endswith(_ADDRESSED) for text in simple),
        "pronouns in the members": any(char in "我你他她" for text in simple for char in text),
    }


def _alike(members: tuple[Span, ...], page: Page) -> dict[str, float | bool]:
    """Likeness of the characters that change, place by place, where lengths allow it."""
    texts = [page.simple[start:end] for start, end in members]
    if len({len(text) for text in texts}) > 1:
        return {}
    values = [
        value
        for one, two in pairwise(texts)
        for a, b, value in zip(one, two, likeness(page.lexicon, one, two), strict=True)
        if a != b
    ]
    if not values:
        return {}
    mean = math.fsum(values) / len(values)
    return {
        "likeness of characters": mean,
        "characters of a kind": sum(value > CLOSE for value in values) / len(values),
        "least likeness of characters": min(values),
        "likeness at the end": values[-1],
    }
