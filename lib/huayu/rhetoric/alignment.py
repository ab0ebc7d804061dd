"""Alignment 对齐: how two stretches of text answer each other word by word.

One engine serves parallelism, antithesis and chiasmus. Two stretches are aligned globally
(Needleman & Wunsch 1970) over their words; the left of the first and the right of the second may
be let go at no cost, because a series often begins in mid-clause (增强｜道路自信、理论自信).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from huayu.lexicon import Lexicon
from huayu.page import Token
from huayu.words import dictionary

SLOT = "…"
# single characters that make up a frame even where the dictionary binds them to another word
FORM = frozenset("的地得了着是在有要不也更最一为以把向对从与和就都能会所者")
# An aligned pair of words is worth its likeness less this: what two unrelated words of running
# text have in common by chance, so that unrelated edges are let go and not dragged along.
CHANCE = 0.3
# likeness of two doubled characters: that of two words of one tag and length
DOUBLED = 0.7
# Chinese words change between these tags without inflection (发展 is v, vn or n), and a
# dictionary names but one of them: likeness of two different tags within a group.
_KIN = (
    ({"v", "n", "i", "l", "j"}, 0.3),
    ({"n", "r"}, 0.3),
    (set("vnailjzsbtd"), 0.2),
    (set("rmqt"), 0.25),
)
_MARKS = {"x", "w"}
_WHOLE = {"mask", "residue", "m", "t"}
_WHETHER = re.compile(r"(.)([不没])\1")


class Alignment(NamedTuple):
    """An alignment 对齐 of two word lists.

    ``pairs`` are the aligned places (i, j), ``first`` the number of words let go at the left of
    the first list, ``last`` the number of words kept of the second, ``score`` the likeness of
    what is kept per character, 0.0–1.0.
    """

    pairs: tuple[tuple[int, int], ...]
    first: int
    last: int
    score: float


def plain(lexicon: Lexicon, tokens: Sequence[Token]) -> list[Token]:
    """Words 词 without punctuation and blanks, long ones divided into what answers what.

    Four characters count as two halves (勤奋学习 answers 增长本领 whether or not the dictionary has
    it as one word), 顾大局 as verb and object, 是不是 as three words;
    two characters that the dictionary does not know (为我) count as two.

    >>> from huayu.lexicon import of
    >>> [word.text for word in plain(of(), [Token(0, 4, "求真务实", "i"), Token(4, 5, "，", "w")])]
    ['求真', '务实']
    """
    found: list[Token] = []
    for token in tokens:
        if token.tag[:1] in _MARKS and not token.text.isalnum():
            continue
        edges = (0, *_cuts(lexicon, token), len(token.text))
        if len(edges) == 2:
            found.append(token)
            continue
        for left, right in zip(edges, edges[1:], strict=False):
            part = token.text[left:right]
            found.append(Token(token.start + left, token.start + right, part, tag(lexicon, part)))
    return found


def _cuts(lexicon: Lexicon, token: Token) -> tuple[int, ...]:
    """Places at which a word is divided; masks, numbers and Latin words are left whole."""
    word = lexicon.simplified(token.text)
    if token.tag in _WHOLE or word.isascii():
        return ()
    if len(word) == 4:
        return (2,)
    if len(word) == 3 and _WHETHER.fullmatch(word):
        return (1, 2)
    unknown = len(word) == 2 and word not in dictionary(lexicon).tags
    return (1,) if unknown or len(word) == 3 and _object(lexicon, word) else ()


@lru_cache(maxsize=1 << 14)
def tag(lexicon: Lexicon, word: str) -> str:
    """Tag 词性 of a part of a word, as the dictionary has it; it knows simplified words only."""
    return dictionary(lexicon).tag(lexicon.simplified(word))


@lru_cache(maxsize=1 << 14)
def _object(lexicon: Lexicon, word: str) -> bool:
    """Whether a word of three characters is a verb with its object (顾大局, 守纪律)."""
    known = dictionary(lexicon).tags
    return known.get(word[0], "")[:1] in ("v", "p") and known.get(word[1:], "")[:1] == "n"


@lru_cache(maxsize=1 << 16)
def likeness(word: str, tag: str, other: str, other_tag: str) -> float:
    """Likeness 相似度 of two words, 0.0–1.0: the same word, else tag, length and shared character.

    Doubled characters (清清, 干干) are of a kind, whatever tags a dictionary gives them.

    >>> likeness("国家", "n", "国家", "n"), likeness("国家", "n", "民族", "n")
    (1.0, 0.7)
    """
    if word == other:
        return 1.0
    if len(word) == len(other) == 2 and word[0] == word[1] and other[0] == other[1]:
        return DOUBLED
    same_length = len(word) == len(other)
    shared = word[-1] == other[-1] or word[0] == other[0]
    one, two = tag[:1], other_tag[:1]
    base = 0.55 if one == two else 0.0
    for kin, worth in _KIN:
        if not base and one in kin and two in kin:
            base = worth
    return round(base + 0.15 * same_length + 0.15 * shared, 2)


def align(
    a: Sequence[Token], b: Sequence[Token], left: bool = False, right: bool = False
) -> Alignment:
    """Alignment 对齐 of two word lists.

    Parameters
    ----------
    a, b : words in reading order, without punctuation.
    left : whether words at the left of ``a`` may be let go.
    right : whether words at the right of ``b`` may be let go.

    >>> words = lambda *pairs: [Token(0, 0, word, tag) for word, tag in pairs]
    >>> a = words(("增强", "v"), ("道路", "n"), ("自信", "n"))
    >>> align(a, words(("理论", "n"), ("自信", "n")), left=True).first
    1
    """
    return alignments(a, b, left, (right,))[0]


def alignments(
    a: Sequence[Token], b: Sequence[Token], left: bool, rights: Iterable[bool]
) -> list[Alignment]:
    """Alignments 对齐 of two word lists, of one table: without and with words let go at the right.

    Parameters
    ----------
    a, b, left : see :func:`align`.
    rights : for each alignment whether words at the right of ``b`` may be let go.
    """
    values, step = _table(a, b, left)
    found = []
    for right in rights:
        last = len(b)
        if right and b:
            last = max(range(1, len(b) + 1), key=lambda j: (values[j], j))
        first, pairs = _traced(step, len(a), last, left)
        found.append(Alignment(pairs, first, last, _score(a, b, pairs, first, last)))
    return found


def _traced(
    step: list[list[int]], i: int, j: int, left: bool
) -> tuple[int, tuple[tuple[int, int], ...]]:
    """Words let go at the left, and the pairs, by the steps back from a place of the table."""
    pairs = []
    while i and j or (i and not left) or j:
        move = step[i][j]
        if move == 0:
            i, j = i - 1, j - 1
            pairs.append((i, j))
        elif move == 1:
            i -= 1
        else:
            j -= 1
    return i, tuple(pairs[::-1])


def _table(
    a: Sequence[Token], b: Sequence[Token], left: bool
) -> tuple[list[float], list[list[int]]]:
    """Best values of all of a, and steps (0 pair, 1 word of a alone, 2 word of b alone)."""
    others = [(two.text, two.tag, len(two.text), CHANCE * len(two.text)) for two in b]
    above = [0.0]
    for *_, alone in others:
        above.append(above[-1] - alone)
    steps = [[2] * len(above)]
    for one in a:
        word, tag, size = one.text, one.tag, len(one.text)
        gap, diagonal = CHANCE * size, above[0]
        best = 0.0 if left else diagonal - gap
        row, moves = [best], [1]
        for (other, other_tag, length, alone), up in zip(others, above[1:], strict=True):
            alike = likeness(word, tag, other, other_tag) - CHANCE
            alone, best, move = best - alone, diagonal + (size + length) / 2 * alike, 0
            diagonal = up
            if up - gap > best:
                best, move = up - gap, 1
            if alone > best:
                best, move = alone, 2
            row.append(best)
            moves.append(move)
        steps.append(moves)
        above = row
    return above, steps


def _score(
    a: Sequence[Token],
    b: Sequence[Token],
    pairs: Sequence[tuple[int, int]],
    first: int,
    last: int,
) -> float:
    size = sum(len(word.text) for word in a[first:]) + sum(len(word.text) for word in b[:last])
    if not size:
        return 0.0
    worth = 0.0
    for i, j in pairs:
        one, two = a[i], b[j]
        alike = likeness(one.text, one.tag, two.text, two.tag)
        worth += alike * (len(one.text) + len(two.text))
    return worth / size


def common(members: Sequence[Sequence[Token]]) -> list[tuple[int, ...]]:
    """Places 位置 of the words that all members share, in order: one place for each member.

    Members are aligned one after the other with the first; a word counts when it is aligned with
    itself in each.
    """
    base = members[0]
    kept: dict[int, tuple[int, ...]] = {i: (i,) for i in range(len(base))}
    for other in members[1:]:
        same = {i: j for i, j in align(base, other).pairs if base[i].text == other[j].text}
        kept = {i: (*places, same[i]) for i, places in kept.items() if i in same}
    return [kept[i] for i in sorted(kept)]


def frame(members: Sequence[Sequence[Token]]) -> tuple[str, tuple[tuple[str, ...], ...]]:
    """Frame 句式 that the members share, … for each slot, and what fills the slots in each.

    Words in common come first; inside the slots between them, characters in common that form
    words, make up two and more, or open or close the slot in every member are frame as well,
    wherever the dictionary put the word ends.

    >>> words = lambda *all: [Token(0, 0, word, "n") for word in all]
    >>> frame([words("道路", "自信"), words("理论", "自信")])
    ('…自信', (('道路',), ('理论',)))
    >>> frame([words("看得", "更准"), words("走得", "更稳")])
    ('…得更…', (('看', '准'), ('走', '稳')))
    >>> frame([words("要", "用能人"), words("要", "用心", "人"), words("要", "用", "好人")])
    ('要用…人', (('能',), ('心',), ('好',)))
    """
    anchors = common(members)
    edges = [(-1,) * len(members), *anchors, tuple(len(member) for member in members)]
    parts: list[str | list[str]] = []
    for before, after in zip(edges, edges[1:], strict=False):
        fills = [
            "".join(word.text for word in member[left + 1 : right])
            for member, left, right in zip(members, before, after, strict=True)
        ]
        parts += _divided(fills)
        if after is not edges[-1]:
            parts.append(members[0][after[0]].text)
    pattern = "".join(part if isinstance(part, str) else SLOT for part in parts)
    slots = [part for part in parts if isinstance(part, list)]
    return pattern, tuple(tuple(slot[i] for slot in slots) for i in range(len(members)))


def _divided(fills: list[str]) -> list[str | list[str]]:
    """Fills of a slot divided at the longest characters that all have in common."""
    if not any(fills):
        return []
    shortest = min(fills, key=len)
    if len(fills) > 1 and shortest and all(fill[-1] == shortest[-1] for fill in fills):
        return [*_divided([fill[:-1] for fill in fills]), shortest[-1]]
    if len(fills) > 2 and shortest and all(fill[0] == shortest[0] for fill in fills):
        return [shortest[0], *_divided([fill[1:] for fill in fills])]
    for size in range(min(len(shortest), 8), 0, -1):
        for start in range(len(shortest) - size + 1):
            piece = shortest[start : start + size]
            if (size > 1 or piece in FORM) and all(piece in fill for fill in fills):
                cuts = [fill.partition(piece) for fill in fills]
                left, right = [cut[0] for cut in cuts], [cut[2] for cut in cuts]
                return [*_divided(left), piece, *_divided(right)]
    return [fills]
