"""Notes 注释 under a text: cut only where both ends show, a mark in the text and its own line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from huayu.intake.pages import emptied

_BRACKETED = r"[〔\[［]\s*(\d{1,3})\s*[〕\]］]"
_MARK = re.compile(rf"{_BRACKETED}|([①-⑳⑴-⒇])")
_HEAD = re.compile(r"注\s*[释釋解]?\s*[：:]?|[【〔（(]注[释釋]?[〕】）)][：:]?")
_MARK_BEFORE = re.compile(r"[①-⑳⑴-⒇]+$")
# what stands before the number of an item, and not before a mark: 三件事：①修路；②治水
_BEFORE_ITEM = frozenset("：；，、:;,(（\n\t 　")
# marks in brackets without their notes, where a text has as many: an edition whose notes are lost
LEAST = 3


class _Note(NamedTuple):
    """A line that a mark opens: its row, the number of the mark and the words after it."""

    row: int
    number: int
    words: str


class _Mark(NamedTuple):
    """A mark in running text: its place, number, the words after it, and its first character."""

    start: int
    end: int
    number: int
    words: str
    bracket: bool


def notes(text: str) -> tuple[str, list[str]]:
    """Text without notes 注释 and their marks, and each of these.

    A note is a line that a mark opens, with the same mark behind a word of a line above. Lines
    between two notes go with them under a head (注释), and with blank lines alone elsewhere.
    """
    lines = text.split("\n")
    blocks = list(_blocks(lines))
    marks = list(_marks(text))
    offsets = _offsets(lines)
    gone: set[int] = set()
    noted: set[int] = set()
    for block in blocks:
        above = [mark for mark in marks if mark.start < offsets[block[0].row]]
        proven = {m.start for m in above for note in block if _belong(m, note)}
        numbers = {m.number for m in above if m.start in proven}
        # a page may hold a note whose mark was lost in printing: one in five
        if len(numbers) * 5 >= len(block) * 4:
            gone |= set(range(_head(lines, block[0].row), block[-1].row + 1))
            noted |= proven
    if not gone:
        return text, []
    rows = sorted(row for row in gone if lines[row].strip())
    removed = [lines[row].strip() for row in rows]
    blank = [(m.start, m.end) for m in marks if m.start in noted]
    kept = _without(lines, offsets, blank, gone)
    return kept, [*removed, *(text[a:b] for a, b in blank)]


def note_marks(text: str) -> tuple[str, list[str]]:
    """Text without the marks in brackets 注码 of notes that are not there, where they are many."""
    marks = [mark for mark in _marks(text) if mark.bracket]
    if len(marks) < LEAST:
        return text, []
    at, kept = 0, []
    for mark in marks:
        kept.append(text[at : mark.start])
        at = mark.end
    return "".join([*kept, text[at:]]), [text[mark.start : mark.end] for mark in marks]


def _blocks(lines: list[str]) -> Iterator[list[_Note]]:
    """Runs of lines that open with marks whose numbers go up; a head lets other lines between."""
    run: list[_Note] = []
    headed = False
    for row, line in enumerate(lines):
        said = line.strip()
        found = _MARK.match(said)
        if found:
            note = _Note(row, _number(found), said[found.end() :].strip())
            if run and note.number <= run[-1].number:
                yield run
                run = []
            run.append(note)
        elif _HEAD.fullmatch(said):
            if run:
                yield run
            run, headed = [], True
        elif said and run and not headed:
            yield run
            run = []
    if run:
        yield run


def _marks(text: str) -> Iterator[_Mark]:
    """Marks that stand behind a word, as one of a note does and the number of an item does not."""
    for found in _MARK.finditer(text):
        start, end = found.span()
        if "\n" in found[0]:  # a page's hyperlink, which broke the line at both its edges
            start, end = start - text.startswith("\n", start - 1), end + text.startswith("\n", end)
        before = _MARK_BEFORE.sub("", text[max(start - 20, 0) : start])[-1:]
        if before and before not in _BEFORE_ITEM:
            yield _Mark(start, end, _number(found), text[end : end + 2], found[1] is not None)


def _belong(mark: _Mark, note: _Note) -> bool:
    """Whether a mark is a note's: of one number, and not the item that a list announced."""
    return mark.number == note.number and mark.words[:2] != note.words[:2]


def _number(mark: re.Match[str]) -> int:
    return int(re.sub(r"\D", "", mark[1] or unicodedata.normalize("NFKC", mark[2])))


def _head(lines: list[str], row: int) -> int:
    """Row of the head and the rule right above the first note, or of the note itself."""
    top = row
    for above in range(row - 1, -1, -1):
        said = lines[above].strip()
        if _HEAD.fullmatch(said) or re.fullmatch(r"[-—―─_=*]{3,}", said):
            top = above
        elif said:
            break
    return top


def _offsets(lines: list[str]) -> list[int]:
    places, at = [], 0
    for line in lines:
        places.append(at)
        at += len(line) + 1
    return places


def _without(
    lines: list[str], offsets: list[int], spans: list[tuple[int, int]], gone: set[int]
) -> str:
    """Lines without the spans of the whole text, and without the rows that are gone."""
    kept = []
    for line, start in zip(lines, offsets, strict=True):
        inside = [(a - start, b - start) for a, b in spans if start <= a < start + len(line)]
        for a, b in reversed(inside):
            line = line[:a] + line[b:]
        kept.append(line)
    return emptied(kept, gone)[0]
