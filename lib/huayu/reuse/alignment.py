"""Alignment 对齐: a phrase beside the words that may be its own, character by character."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

# Half a saying is still a saying, but fewer than three fifths of it are often a common phrase.
LEAST_PIECE = 0.6
# With foreign words between the pieces nearly everything must be there.
LEAST_SPLICED = 0.85
# A splice leaves out a sentence at most (60 characters in official prose), and the shorter a
# piece, the likelier that it stands near by chance: five times its length.
SPLICE, GAP, GAP_PER_CHARACTER = 4, 60, 5
LEFT_OUT = 3  # so many characters in one place are words left out or put in, not an edit
SEPARATE = 2  # pieces so near each other have no words between them
# with a fifth of the characters changed as badly as can be, two fifths still stand in exact pieces
LEAST_EXACT = 0.4


class Block(NamedTuple):
    """A piece that phrase and text share: offsets into both without marks, and its length."""

    place: int
    at: int
    length: int

    @property
    def end(self) -> int:
        """End in the text."""
        return self.at + self.length


def clusters(blocks: list[Block], length: int) -> Iterator[list[Block]]:
    """Clusters 邻近块: blocks near enough to be one passage, where they hold enough of it."""
    reach, begun = max(length, GAP), 0
    for place in range(1, len(blocks) + 1):
        if place == len(blocks) or blocks[place].at - blocks[place - 1].end > reach:
            near = blocks[begun:place]
            begun = place
            covered = {p for block in near for p in range(block.place, block.place + block.length)}
            if len(covered) >= LEAST_EXACT * length:
                yield near


def free(start: int, end: int, taken: list[tuple[int, int]]) -> bool:
    """Whether a span 空位 overlaps none of those taken."""
    return all(end <= first or last <= start for first, last in taken)


def infixes(phrase: str, text: str, most: int) -> Iterator[tuple[int, int, int]]:
    """Infixes 近似处: (start, end, edits) of what is ``most`` edits from a phrase, best first."""
    scores = enumerate(distances(phrase, text))
    # of equals those that begin and end as the phrase does, else the shortest
    ends = [(n, text[end - 1 : end] != phrase[-1], end) for end, n in scores if n <= most]
    taken: list[tuple[int, int]] = []
    for edits, _, end in sorted(ends):
        starts = range(max(0, end - len(phrase) - most), end)[::-1]
        equal = [s for s in starts if Levenshtein.distance(phrase, text[s:end]) == edits]
        start = next((s for s in equal if text[s] == phrase[0]), equal[0])
        if free(start, end, taken):
            taken.append((start, end))
            yield start, end, edits


def distances(phrase: str, text: str) -> list[int]:
    """Distances 编辑距离: for each end in a text the fewest edits that make words there the phrase.

    Bit-parallel (Myers 1999, figure 3, without the search for the last block): one machine word
    of vertical differences for the whole phrase, here a Python integer of any length.
    """
    where: dict[str, int] = defaultdict(int)
    for place, char in enumerate(phrase):
        where[char] |= 1 << place
    full, top = (1 << len(phrase)) - 1, 1 << (len(phrase) - 1)
    plus, minus, score = full, 0, len(phrase)
    scores = [score]
    for char in text:
        same = where.get(char, 0)
        zero = ((((same & plus) + plus) ^ plus) | same | minus) & full
        up, down = (minus | ~(zero | plus)) & full, zero & plus
        score += bool(up & top) - bool(down & top)
        up, down = (up << 1) & full, (down << 1) & full
        plus, minus = (down | ~(zero | up)) & full, up & zero
        scores.append(score)
    return scores


def chain(blocks: list[Block], length: int) -> list[Block]:
    """Chain 拼接链: blocks in the order of the phrase that make a splice of it; [] when none do."""
    best: list[list[Block]] = []
    for block in blocks:
        before = [chain for chain in best if _follows(chain[-1], block)]
        longest = max(before, key=covered, default=[])
        best.append([*longest, block])
    chain = max(best, key=covered, default=[])
    if len(chain) < 2:
        return []
    gaps = [right.at - left.end for left, right in zip(chain, chain[1:], strict=False)]
    least = LEAST_PIECE if max(gaps) <= SEPARATE else LEAST_SPLICED
    return chain if covered(chain) >= least * length else []


def _follows(left: Block, right: Block) -> bool:
    shorter = min(left.length, right.length)
    gap = right.at - left.end
    return right.place >= left.place + left.length and 0 <= gap <= min(
        GAP, GAP_PER_CHARACTER * shorter
    )


def in_two(phrase: str, found: str) -> bool:
    """Whether one run of words, left out or put in between two pieces 两段, is all that differs."""
    ways = Levenshtein.opcodes(phrase, found)
    if [way.tag for way in ways] not in (["equal", way, "equal"] for way in ("insert", "delete")):
        return False
    left, run, right = (
        (way.src_end - way.src_start) or way.dest_end - way.dest_start for way in ways
    )
    return min(left, right) >= SPLICE and run >= LEFT_OUT


def covered(chain: list[Block]) -> int:
    """Characters 覆盖字数 of the phrase that a chain of blocks holds."""
    return sum(block.length for block in chain)


def shown(phrase: str, found: str) -> str:
    """Alignment 对齐 of a phrase with what was found: [-left out-] and {+put in+}.

    >>> shown("严管就是厚爱", "严管就是大爱")
    '严管就是[-厚-]{+大+}爱'
    """
    shown = []
    for step in Levenshtein.opcodes(phrase, found):
        left = phrase[step.src_start : step.src_end]
        right = found[step.dest_start : step.dest_end]
        if step.tag == "equal":
            shown.append(left)
            continue
        shown += [f"[-{left}-]"] * bool(left) + [f"{{+{right}+}}"] * bool(right)
    return "".join(shown)
