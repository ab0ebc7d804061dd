"""Units 单位: where paragraphs, sentences and clauses of a text begin.

Everything here works on a plain string and returns cuts, the offsets at which a new unit begins;
``spans.tiles(cuts, len(text))`` turns them into spans that tile the text. Separators and newlines
belong to the unit before, indentation to the unit after.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

# no-break, narrow, mathematical and ideographic space, and the typographer's spaces
BLANK = " \t\u00a0\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
SPACE = BLANK + "\n\r\v\f\x85\u2028\u2029"
PAIRS = dict(zip("“‘「『《〈【〔（([﹁﹃", "”’」』》〉】〕）)]﹂﹄", strict=True))
CLOSERS = frozenset(PAIRS.values())
_OPENERS = {close: open_ for open_, close in PAIRS.items()}
_BRACKETS = re.compile("[" + re.escape("".join(PAIRS) + "".join(CLOSERS)) + '"]')
_LINE = re.compile(r"[^\n]*\n?")
_FULL_STOPS = "。！？!?…"
_FULL_STOP = re.compile(r"[。！？!?]+|…+")
# half-width stops are full-width ones in a folded text
_PAUSE = re.compile(r"(?<!\d)：|：(?!\d)|[，；]|[—―─]{2,}")
# after a closing mark these carry the sentence on: “……吗？”的问题, “好！”，他说
_NEVER_FIRST = frozenset("，。、；：！？」』》〉）]”’")
_FINAL = frozenset("。！？!?…；;：:”’」』）)】")
_NUMBER = re.compile(r"\d{1,3}(?:\.\d+)?%?")
_NUMBERED = re.compile(
    r"第?[一二三四五六七八九十]{1,3}[是要、，,]|[（(][一二三四五六七八九十]{1,3}[）)]"
)
_CARRIES_ON = frozenset("，、；：,;:的")


class Line(NamedTuple):
    """A line 行: ``cut`` where it begins, ``start`` and ``end`` of it without its blanks."""

    cut: int
    start: int
    end: int


def lines(text: str) -> list[Line]:
    """Lines 行 that are not blank, in order."""
    found, at = [], 0
    for match in _LINE.finditer(text):
        content = match[0].strip(SPACE)
        if content:
            start = at + match[0].index(content)
            found.append(Line(at, start, start + len(content)))
        at = match.end()
    return found


def paragraph_cuts(text: str) -> list[int]:
    """Paragraphs 段落: cuts at lines, at blocks where blank lines part them, or at 　　.

    - Most texts: every line that is not blank is a paragraph.
    - Texts whose paragraphs are parted by blank lines and broken inside by single newlines (the
      edges of hyperlinks and bold type on web pages): the block between blank lines is one.
    - Texts on one line with 　　 for paragraphs: every 　　 opens one.
    """
    rows = lines(text)
    joined = _joined(text, rows)
    cuts = [row.cut for row, inner in zip(rows, joined, strict=True) if not inner]
    flat = [place for row in rows for place in _indents(text, row)]
    # one or two such gaps are set type (注　　释, a date　　a source); three are paragraphs
    return sorted(cuts + flat) if len(flat) >= 3 else cuts


def _indents(text: str, row: Line) -> list[int]:
    gaps = re.finditer(r"\u3000{2,}", text[row.start : row.end])
    return [row.start + gap.start() for gap in gaps]


def _joined(text: str, rows: list[Line]) -> list[bool]:
    """For each line whether it only carries on the line above it (edge 断行).

    No paragraph begins with a closing mark or a comma: where lines do, the text was broken at its
    hyperlinks, and a line right under another one carries it on, unless it is indented. A number
    alone on a line was broken off by its type (PM<sub>2.5</sub>) and is joined on both sides.
    """
    # one line that begins with a comma is a slip of the pen, two are a way of breaking lines
    broken = sum(text[row.start] in _NEVER_FIRST for row in rows) >= 2
    close = [_close(text, above, row) for above, row in pairwise(rows)]
    # where not one line in five is set off, lines are the paragraphs, whatever else is broken
    spaced = close.count(False) * 5 >= len(rows)
    joined = [False]
    for (above, row), near in zip(pairwise(rows), close, strict=True):
        number = any(_NUMBER.fullmatch(text, *line[1:]) for line in (above, row))
        open_ended = text[above.end - 1] not in _FINAL
        # no type is so broken that a number stands first in its line after a full stop
        opens = text[above.end - 1] in _FULL_STOPS and _NUMBERED.match(text, row.start)
        carried = broken and (text[row.start] in _NEVER_FIRST or spaced and not opens)
        joined.append(near and (carried or number and open_ended))
    return joined[: len(rows)]


def _close(text: str, above: Line, row: Line) -> bool:
    """Whether a line stands right under another one, without a blank line or indentation."""
    indented = text[row.cut : row.start].strip("\r\n") != ""
    return not indented and text.count("\n", above.end, row.start) == 1


def sentence_cuts(
    text: str, paragraphs: list[tuple[int, int]], said_after: re.Pattern[str]
) -> list[int]:
    """Sentences 句: cuts after 。！？…… and closing marks, and at paragraphs.

    Nothing inside “”, ‘’, 「」, 『』, 《》, straight quotes or （） that close in the same
    paragraph is a sentence end, nor is a stop that ends a title, nor one between words cited and
    whoever ``said_after`` them (“……。”他说。).
    """
    cuts = []
    for start, end in paragraphs:
        shut, closing = _enclosed(text, start, end)
        cuts.append(start)
        for cut in _ends(text, start, end, _FULL_STOP, shut, closing):
            if not (_is_cited(text, cuts[-1], cut, shut) and said_after.match(text, cut)):
                cuts.append(cut)
    return sorted(cuts)


def _is_cited(text: str, start: int, end: int, shut: list[tuple[int, int]]) -> bool:
    """Whether a stretch is words in marks and nothing else."""
    first = _next(text, start, end, SPACE)
    row = bisect_left(shut, (first, first))
    stops = row < len(shut) and shut[row][0] == first and text[first] not in "（(〔[《〈【"
    return stops and not text[shut[row][1] : end].strip(SPACE)


def clause_cuts(text: str, paragraphs: list[tuple[int, int]]) -> list[int]:
    """Clauses 小句: cuts after every sentence end, quoted ones too, and after ，；：——."""
    cuts = [start for start, _ in paragraphs]
    for start, end in paragraphs:
        _, closing = _enclosed(text, start, end)
        cuts += _ends(text, start, end, _FULL_STOP, [], closing)
        cuts += _ends(text, start, end, _PAUSE, [], closing)
    return sorted(set(cuts))


def _ends(
    text: str,
    start: int,
    end: int,
    marks: re.Pattern[str],
    shut: list[tuple[int, int]],
    closing: frozenset[int],
) -> Iterator[int]:
    """Cuts after the marks of one paragraph that no enclosed stretch of ``shut`` covers."""
    opens = [a for a, _ in shut]
    begun = start
    first = _next(text, start, end, BLANK)
    for match in marks.finditer(text, start, end):
        if match.start() < begun or match.start() <= first:
            continue  # a dash or dots that open the paragraph end nothing
        stop = match.end()
        while stop < end and (text[stop] in CLOSERS or stop in closing):
            stop += 1
        closed = stop > match.end()
        if stop < end and text[stop] in _CARRIES_ON and (closed or match[0][0] == "…"):
            continue
        if closed and stop < end and text[stop] in _FULL_STOPS:
            continue  # the stop after the closing mark ends the sentence: “好。”。
        if closed and text[match.end()] in "》〉":
            continue  # the stop is the title's: 《怎么办？》
        place = bisect_left(opens, stop) - 1
        if place >= 0 and (shut[place][1] > stop or _aside(text, begun, *shut[place], stop)):
            continue
        stop = _next(text, stop, end, SPACE)
        if stop < end:
            begun = stop
            yield stop


def _aside(text: str, begun: int, opened: int, closed: int, stop: int) -> bool:
    """Whether brackets that close here opened inside the sentence, which goes on after them."""
    return (
        closed == stop and text[opened] in "（(〔[" and _next(text, begun, opened, SPACE) < opened
    )


def _next(text: str, start: int, end: int, blank: str) -> int:
    """Where the first character that is no blank stands, ``end`` where there is none."""
    while start < end and text[start] in blank:
        start += 1
    return start


def _enclosed(text: str, start: int, end: int) -> tuple[list[tuple[int, int]], frozenset[int]]:
    """Outermost enclosed stretches of a paragraph, and the places of closing straight quotes."""
    pairs, stack, straight = [], [], []
    for match in _BRACKETS.finditer(text, start, end):
        mark, place = match[0], match.start()
        if mark == '"':
            straight.append(place)
        elif mark in PAIRS:
            stack.append((mark, place))
        else:
            # an opener that was never closed does not keep the ones around it from closing
            depth = next((d for d in range(len(stack) - 1, max(-1, len(stack) - 9), -1)
                          if stack[d][0] == _OPENERS[mark]), None)  # fmt: skip
            if depth is not None:
                pairs.append((stack[depth][1], place + 1))
                del stack[depth:]
    if len(straight) % 2 == 0:
        pairs += [(a, b + 1) for a, b in zip(straight[::2], straight[1::2], strict=True)]
        closing = frozenset(straight[1::2])
    else:
        closing = frozenset()
    return _outermost(sorted(pairs)), closing


def _outermost(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for a, b in pairs:
        if not kept or b > kept[-1][1]:
            kept.append((a, b))
    return kept
