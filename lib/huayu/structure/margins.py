"""Margins 首尾: what stands around the body: chrome, title, salutation, closing, apparatus."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from huayu import corpus
from huayu.structure.paragraphs import Paragraph


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
        byline=re.compile(
            rf".{{0,30}}(?:{either(table['offices']['patterns'])})\W{{0,4}}\w{{0,4}}"
        ),
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
        row, salutation = greeting
        # a salutation that runs on into its paragraph leaves the rest of it to the body
        first = row + (salutation[1] == paragraphs[row].end)
        page = [p for p in paragraphs[:first] if p.start < salutation[0]]
    else:
        salutation = None
        first = _front(text, paragraphs, opened)
        page = paragraphs[:first]
    title = _title(text, page)
    return Margins(first, last, title, salutation, _closing(text, paragraphs[first:last]))


def _salutation(
    text: str, paragraphs: list[Paragraph], opened: set[int]
) -> tuple[int, tuple[int, int]] | None:
    """Number of the last paragraph of the salutation, and its span."""
    # a title page holds no more lines than this, web chrome included
    for row, paragraph in enumerate(paragraphs[:25]):
        if paragraph.start in opened:
            return None
        if _greets(text, paragraph):
            last = row
            while last + 1 < len(paragraphs) and _greets(text, paragraphs[last + 1]):
                last += 1
            return last, (paragraph.start, paragraphs[last].end)
        opening = re.compile(r"[^。！？；\n]{2,60}?[：:]").match(text, *paragraph[:2])
        if opening and words().salutation.fullmatch(opening[0]):
            return row, (paragraph.start, opening.end())
    return None


def _greets(text: str, paragraph: Paragraph) -> bool:
    # the longest salutations, that name every kind of guest, have about 80 characters
    brief = paragraph.end - paragraph.start <= 80
    return brief and bool(words().salutation.fullmatch(text, *paragraph[:2]))


def _front(text: str, paragraphs: list[Paragraph], opened: set[int]) -> int:
    """Number of leading paragraphs that are title page rather than body."""
    for row, paragraph in enumerate(paragraphs):
        if paragraph.start in opened or _kind(text, paragraph) == "body":
            return row
    return 0


def _kind(text: str, paragraph: Paragraph) -> str:
    """Kind of a line of the title page: chrome, date, byline, subtitle, title, or else body."""
    line = text[paragraph.start : paragraph.end]
    bare = re.sub(r"\s", "", line)
    if words().chrome.fullmatch(line) or not re.search(r"\w", line):
        return "chrome"
    if words().date.fullmatch(line):
        return "date"
    if len(bare) <= 3 or len(bare) <= 16 and words().byline.fullmatch(bare):
        return "byline"
    # titles of speeches run to about 60 characters and hold no full stop
    if len(bare) > 60 or re.search("[。；：:]$|。", line):
        return "body"
    if re.match("[—―─]", line) or re.fullmatch(".*(?:会议|大会|會議|大會)上", bare):
        return "subtitle"
    return "title"


def _title(text: str, paragraphs: list[Paragraph]) -> tuple[int, int] | None:
    """Last group of title lines on the title page: the text's own title, under a page's."""
    kinds = [_kind(text, paragraph) for paragraph in paragraphs]
    # a name stands under a title, never over it: 论修路 is one, not the other
    kinds[:1] = ["title" if kind == "byline" else kind for kind in kinds[:1]]
    last = next((row for row in reversed(range(len(kinds))) if kinds[row] == "title"), None)
    if last is None:
        return None
    first = last
    while first and kinds[first - 1] == "title":
        first -= 1
    if last + 1 < len(kinds) and kinds[last + 1] == "subtitle":
        last += 1
    return paragraphs[first].start, paragraphs[last].end


def _tail(text: str, paragraphs: list[Paragraph]) -> int:
    """Number of the first paragraph of the apparatus under the body."""
    for row, paragraph in enumerate(paragraphs):
        # nothing in the first third of a text is its apparatus
        if paragraph.start * 3 > len(text) and words().tail.fullmatch(text, *paragraph[:2]):
            return row
    return len(paragraphs)


def _closing(text: str, body: list[Paragraph]) -> tuple[int, int] | None:
    """Last of the final paragraphs that addresses the hearers again, else the last wish.

    A line of address alone (同志们！) opens a closing that runs to the end of the body.
    """
    if not body:
        return None
    # a peroration is at most the last fifth of a speech and its last six paragraphs
    from_here = body[-1].end - (body[-1].end - body[0].start) / 5
    late = [p for p in body[-6:] if p.start >= from_here]
    for paragraph in reversed(late):
        address = words().vocative.match(text, *paragraph[:2])
        if address:
            alone = address.end() == paragraph.end
            return paragraph.start, body[-1].end if alone else paragraph.end
    codas = [p for p in late[-2:] if words().coda.match(text, *p[:2]) or _wishes(text, p)]
    return (codas[0].start, codas[-1].end) if codas else None


def _wishes(text: str, paragraph: Paragraph) -> bool:
    # a short paragraph, that holds little but the wish
    brief = paragraph.end - paragraph.start <= 120
    return brief and bool(words().coda.search(text, *paragraph[:2]))
