"""Margins 首尾: what stands around the body: chrome, title, salutation, closing, apparatus."""

from __future__ import annotations

import re
from typing import NamedTuple

from huayu.structure.classes import classes
from huayu.structure.paragraphs import Paragraph

# a call (万岁！) or a word of thanks on its own line, and a paragraph that is little but a wish
CALL, WISH = 25, 120


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
        if opening and _addresses(opening[0]):
            return row, (paragraph.start, opening.end())
    return None


def _greets(text: str, paragraph: Paragraph) -> bool:
    # the longest salutations, that name every kind of guest, have about 80 characters
    return paragraph.end - paragraph.start <= 80 and _addresses(text[slice(*paragraph[:2])])


def _addresses(line: str) -> bool:
    """Whether a line is nothing but people addressed: 各位 and whoever, or whoever with 们."""
    people = re.split(r"[，,、！!：:\s]+", line.rstrip("：:！!，, "))
    return all(classes().addressed.fullmatch(each) for each in people)


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
    if classes().date.fullmatch(line):
        return "date"
    if classes().chrome.fullmatch(line) or re.fullmatch(r"\W*|[（(][^）)]*[）)]", line):
        return "chrome"
    # 某某书记 signs; 在会见某某书记时的讲话 does not
    if len(bare) <= 3 or len(bare) <= 16 and classes().byline.fullmatch(bare) and "的" not in bare:
        return "byline"
    # titles of speeches run to about 60 characters and hold no full stop
    if len(bare) > 60 or re.search("[。；：:]$|。", line):
        return "body"
    if classes().occasion.fullmatch(bare):
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
        if paragraph.start * 3 > len(text) and classes().tail.fullmatch(text, *paragraph[:2]):
            return row
    return len(paragraphs)


def _closing(text: str, body: list[Paragraph]) -> tuple[int, int] | None:
    """Last of the final paragraphs that addresses the hearers again, else the last wish.

    A line of address alone (同志们！) opens a closing that runs to the end of the body.
    """
    if not body:
        return None
    # a peroration is at most the last quarter of a speech and its last eight paragraphs
    from_here = body[-1].end - (body[-1].end - body[0].start) / 4
    late = [p for p in body[-8:] if p.start >= from_here]
    for paragraph in reversed(late):
        address = classes().vocative.match(text, *paragraph[:2])
        if address:
            alone = address.end() == paragraph.end
            return paragraph.start, body[-1].end if alone else paragraph.end
    # calls and thanks (谢谢大家！) come after the wish and belong to it
    while len(late) > 1 and late[-1].end - late[-1].start <= CALL and _wishes(text, late[-2]):
        late.pop()
    return (late[-1].start, body[-1].end) if late and _wishes(text, late[-1]) else None


def _wishes(text: str, paragraph: Paragraph) -> bool:
    """Whether a paragraph opens with a last wish (最后，让我们), or is short and holds one."""
    brief = paragraph.end - paragraph.start <= WISH
    matches = classes().coda.search if brief else classes().coda.match
    return bool(matches(text, *paragraph[:2]))
