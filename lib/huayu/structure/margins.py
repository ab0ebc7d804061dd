"""Margins 首尾: what stands around the body: chrome, title, salutation, closing, apparatus."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from huayu import corpus


class Paragraph(NamedTuple):
    """A paragraph 段落 without its blanks, and the ends of its sentences."""

    start: int
    end: int
    stops: tuple[int, ...]


@dataclass(frozen=True)
class Words:
    """Patterns of corpus/lexicons/outline.toml, compiled."""

    chrome: re.Pattern
    date: re.Pattern
    byline: re.Pattern
    vocative: re.Pattern
    salutation: re.Pattern
    coda: re.Pattern
    tail: re.Pattern
    coda_heading: re.Pattern


@lru_cache(maxsize=1)
def words() -> Words:
    """Closed classes 词类 of the outline, read once."""
    table = tomllib.loads(corpus.lexicon("outline.toml").read_text(encoding="utf-8"))
    either = "|".join
    tails = either(sorted(table["vocatives"]["tails"], key=len, reverse=True))
    heads = either(table["vocatives"]["heads"])
    one = rf"(?:(?:{heads})[^，。！：；？]{{0,24}}|[^，。！：；？\s]{{0,14}}?(?:{tails}))"
    return Words(
        chrome=re.compile(either(table["chrome"]["patterns"])),
        date=re.compile(either(table["dates"]["patterns"])),
        byline=re.compile(rf".{{0,30}}(?:{either(table['offices']['words'])})\W{{0,4}}\w{{0,4}}"),
        vocative=re.compile(rf"[^，。！：；？]{{0,10}}?(?:{tails})[，,！!：:、]"),
        salutation=re.compile(rf"{one}(?:[，,、！!\s和]+{one})*\s*[：:！!，,]?"),
        coda=re.compile(either(table["codas"]["words"])),
        tail=re.compile(either(table["tails"]["patterns"])),
        coda_heading=re.compile(either(table["tails"]["closing_headings"])),
    )


class Margins(NamedTuple):
    """Margins 首尾 of a text: numbers of the first and past-the-last body paragraph, and spans."""

    first: int
    last: int
    title: tuple[int, int] | None
    salutation: tuple[int, int] | None
    closing: tuple[int, int] | None


def margins(text: str, paragraphs: list[Paragraph], opened: set[int]) -> Margins:
    """Title, salutation and closing of a text, and where its body begins and ends.

    ``opened`` holds the starts of paragraphs with a numbered opener: the front ends before them.
    """
    greeting = _salutation(text, paragraphs, opened)
    last = _tail(text, paragraphs)
    if greeting:
        row, end = greeting
        salutation = (paragraphs[row].start, end)
        front, first = row, row + (end == paragraphs[row].end)
    else:
        salutation = None
        front = first = _front(text, paragraphs, opened)
    title = _title(text, paragraphs[:front])
    return Margins(first, last, title, salutation, _closing(text, paragraphs[first:last]))


def _salutation(text: str, paragraphs: list[Paragraph], opened: set[int]) -> tuple[int, int] | None:
    # a title page holds no more lines than this, web chrome included
    for row, paragraph in enumerate(paragraphs[:25]):
        if paragraph.start in opened:
            return None
        # a salutation is a line of at most 80 characters, or opens a line and ends in a colon
        line = text[paragraph.start : min(paragraph.end, paragraph.start + 80)]
        if paragraph.end - paragraph.start <= 80 and words().salutation.fullmatch(line):
            return row, paragraph.end
        opening = re.match(r"[^。！？；\n]{2,60}?[：:]", line)
        if opening and words().salutation.fullmatch(opening[0]):
            return row, paragraph.start + opening.end()
    return None


def _front(text: str, paragraphs: list[Paragraph], opened: set[int]) -> int:
    """Number of leading paragraphs that are title page rather than body."""
    for row, paragraph in enumerate(paragraphs):
        if paragraph.start in opened or _kind(text, paragraph) == "body":
            return row
    return 0


def _kind(text: str, paragraph: Paragraph) -> str:
    line = text[paragraph.start : paragraph.end]
    bare = re.sub(r"\s", "", line)
    if words().chrome.fullmatch(line) or not re.search(r"\w", line):
        return "chrome"
    if words().date.fullmatch(line):
        return "date"
    if len(bare) <= 3 or len(bare) <= 16 and words().byline.fullmatch(line):
        return "byline"
    # titles of speeches run to about 60 characters and hold no full stop
    if len(bare) <= 60 and not re.search("[。；：:]$|。", line):
        return "title"
    return "body"


def _title(text: str, paragraphs: list[Paragraph]) -> tuple[int, int] | None:
    """Last group of title lines on the title page: the text's own title, under a page's."""
    kinds = [_kind(text, paragraph) for paragraph in paragraphs]
    rows = [row for row, kind in enumerate(kinds) if kind == "title"]
    if not rows:
        return None
    first = last = rows[-1]
    while first and kinds[first - 1] == "title" and text.startswith("—", paragraphs[first].start):
        first -= 1
    return paragraphs[first].start, paragraphs[last].end


def _tail(text: str, paragraphs: list[Paragraph]) -> int:
    """Number of the first paragraph of the apparatus under the body."""
    for row, paragraph in enumerate(paragraphs):
        # nothing in the first third of a text is its apparatus
        if paragraph.start * 3 > len(text) and words().tail.match(text, *paragraph[:2]):
            return row
    return len(paragraphs)


def _closing(text: str, body: list[Paragraph]) -> tuple[int, int] | None:
    """Last of the final paragraphs that addresses the hearers again, else one that says thanks."""
    # a peroration is at most the last fifth of a speech and its last six paragraphs
    late = [
        p for p in body[-6:] if (p.start - body[0].start) * 5 > (body[-1].end - body[0].start) * 4
    ]
    for paragraph in reversed(late):
        if words().vocative.match(text, *paragraph[:2]) and len(paragraph.stops) > 0:
            return paragraph.start, paragraph.end
    for paragraph in late[-1:]:
        if words().coda.match(text, *paragraph[:2]):
            return paragraph.start, paragraph.end
    return None
