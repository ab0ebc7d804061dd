"""Answers 对应: how members answer each other, character by character and in sense.

Writing on 对偶 asks for members of one length whose words are set with or against each other, place
by place (陈望道 1932). Which words are set so is said in corpus/lexicons/rhetoric.toml.
"""

from __future__ import annotations

from functools import lru_cache

from huayu.lexicon import Lexicon, once
from huayu.page import Token
from huayu.rhetoric.members import Series

Word = tuple[Token, Token]
Pairs = frozenset[tuple[str, str]]


def answers(series: Series) -> dict[str, float | bool]:
    """Measures 特征 of how the members answer, by name."""
    texts = ["".join(word.text for word in member) for member in series.words]
    pairs = [pair for number in range(len(series.links)) for pair in _aligned(series, number)]
    differing = [pair for pair in pairs if pair[0].text != pair[1].text]
    return {**_places(texts), **_sense(series.lexicon, differing, len(series.links))}


def _aligned(series: Series, number: int) -> list[Word]:
    """Words of a member with those of the next that they are aligned with."""
    skip = series.trims[0] if number == 0 else 0
    here, there = series.words[number], series.words[number + 1]
    return [(here[i - skip], there[j]) for i, j in series.links[number].pairs]


def _places(texts: list[str]) -> dict[str, float | bool]:
    """Characters that return in the same place, counted where the members are of one length."""
    even = len({len(text) for text in texts}) == 1
    same = [len(set(column)) == 1 for column in zip(*texts, strict=even)] if even else []
    inner = same[1:-1]
    echoes = {_echo(text) for text in texts} if even else set()
    return {
        "same places": sum(same) / len(same) if same else 0.0,
        "same inner place": any(inner),
        "same place of four": len(texts[0]) <= 5 and 0 < sum(same) <= len(same) / 2,
        "echo": len(echoes) == 1 and echoes != {tuple(range(len(texts[0])))},
    }


def _echo(text: str) -> tuple[int, ...]:
    """For each character where it first stood, so that 先忧后忧 and 先乐后乐 are alike."""
    return tuple(text.index(char) for char in text)


def _sense(lexicon: Lexicon, differing: list[Word], count: int) -> dict[str, float | bool]:
    met = [_met(lexicon, one.text, other.text) for one, other in differing]
    opposed, beside = (sum(kind) / count for kind in zip(*met, strict=True)) if met else (0, 0)
    return {
        "opposites": min(opposed, 3),
        "counterparts": min(beside, 3),
        "opposed or beside": opposed + beside >= 1,
    }


@lru_cache(maxsize=1 << 14)
def _met(lexicon: Lexicon, one: str, other: str) -> tuple[bool, bool]:
    """Whether two words are opposites, and whether they are counterparts."""
    a, b = lexicon.simplified(one), lexicon.simplified(other)
    return (
        _meets(_pairs(lexicon, "contrast", "opposites"), a, b),
        _meets(_pairs(lexicon, "antithesis", "counterparts"), a, b),
    )


def _meets(known: Pairs, a: str, b: str) -> bool:
    """Whether two words are a pair of the list, or differ by one character and that is a pair."""
    if (a, b) in known:
        return True
    if len(a) != len(b):
        return False
    changed = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    return len(changed) == 1 < len(a) and changed[0] in known


@once
def _pairs(lexicon: Lexicon, section: str, name: str) -> Pairs:
    """Pairs of words of a list, both ways round."""
    rows = [tuple(row.split()) for row in lexicon.table("rhetoric.toml", section)[name]]
    return frozenset([(a, b) for a, b in rows] + [(b, a) for a, b in rows])
