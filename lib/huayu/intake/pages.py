"""Pages 页面: running heads and page numbers, which stand between the lines of a printed text."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

_NUMBER = re.compile(r"[-—─ ]*(\d{1,4})[-—─ ]*")


def emptied(lines: list[str], rows: set[int]) -> tuple[str, list[str]]:
    """Text of the lines without some rows 去行, and what stood in those; no blanks are left below.

    >>> emptied(["路", "注释", ""], {1})
    ('路\\n', ['注释'])
    """
    kept = [line for row, line in enumerate(lines) if row not in rows]
    if rows and max(rows) > max((r for r, x in enumerate(lines) if x.strip() and r not in rows),
                                default=-1):  # fmt: skip
        kept = ["\n".join(kept).rstrip(), ""]
    return "\n".join(kept), [lines[row].strip() for row in sorted(rows) if lines[row].strip()]


def without_heads(text: str) -> tuple[str, list[str]]:
    """Text without running heads and page numbers 页眉页码, and each of these, in order.

    Pages are parted by form feeds, or by numbers on lines of their own that go up by one.
    """
    pages = text.split("\f") if "\f" in text else _numbered(text)
    if len(pages) < 2 or "\f" not in text and len(pages) < 3:
        return text, []
    kept, removed = _without_heads(pages)
    # what is blank at a page's edges is its margin, not the end of a paragraph
    return "\n".join(re.sub(r"^(?:\s*\n)+|\s+$", "", page) for page in kept) + "\n", removed


def _numbered(text: str) -> list[str]:
    """Pages of a text that counts them: lines of bare numbers that go up by one."""
    lines = text.split("\n")
    numbers = [(row, int(m[1])) for row, line in enumerate(lines) if (m := _NUMBER.fullmatch(line))]
    counted = [row for (row, n), (_, after) in pairwise(numbers) if after == n + 1]
    if len(counted) < 2:
        return [text]
    rows = [*counted, next(row for row, _ in numbers if row > counted[-1])]
    heads = [_head_above(lines, row) for row in rows]
    common, times = Counter(_like(lines[h]) for h in heads if h is not None).most_common(1)[0]
    # numbers that no common line goes with are no pages; nor are marks of notes, set in brackets
    if times * 2 < len(rows) or common in "[［〔（(":
        return [text]
    starts = [h for h in heads if h is not None and _like(lines[h]) == common]
    edges = [0, *starts, len(lines)]
    return ["\n".join(lines[a:b]) for a, b in pairwise(edges) if a < b]


def _head_above(lines: list[str], row: int) -> int | None:
    """Row of the text line right above a page number."""
    return next((r for r in range(row - 1, max(row - 4, -1), -1) if lines[r].strip()), None)


def _like(line: str) -> str:
    """A line with its numbers alike, so that the same head on another page is the same."""
    return re.sub(r"\d+", "0", "".join(line.split()))


def _without_heads(pages: list[str]) -> tuple[list[str], list[str]]:
    """Pages without the lines that recur at their edges, and without their numbers."""
    edges: Counter[str] = Counter()
    for page in pages:
        lines = [line for line in page.split("\n") if line.strip()]
        edges.update({_like(line) for line in (*lines[:2], *lines[-2:])})
    recurring = {line for line, times in edges.items() if times * 2 > len(pages) > 1}
    kept, removed = [], []
    for page in pages:
        lines = page.split("\n")
        filled = [row for row, line in enumerate(lines) if line.strip()]
        frame = {
            row
            for row in {*filled[:3], *filled[-2:]}
            if _like(lines[row]) in recurring or _NUMBER.fullmatch(lines[row].strip())
        }
        removed += [lines[row].strip() for row in sorted(frame)]
        kept.append("\n".join(line for row, line in enumerate(lines) if row not in frame))
    return kept, removed
