"""Margins 首尾: what stands around the body: chrome, title, salutation, closing, apparatus."""

from __future__ import annotations

import re
from typing import NamedTuple

from huayu.lexicon.reading import Patterns
from huayu.structure.paragraphs import Paragraph

# a call (万岁！) or a word of thanks on its own line, and a paragraph that is little but a wish
CALL, WISH = 25, 120
# a report may stand over a speech (本报某日电：……全文如下：) in one paragraph; two are a body
ABOVE = 1
# paragraphs that open so list points, which a peroration does not
DASHES = ("——", "──", "――")
_DATED = re.compile(
    r"\d{4}[-./年]\d{1,2}[-./月]\d{1,2}日?[_ \u3000]+(?P<title>[^\n]*[\u3400-\u9fff]{3}.*)"
)
_RULE = re.compile(r"\W{3,}")
_NOTE = re.compile(r"注\s*[释釋解]|[〔\[【［]\d{1,3}[〕\]】］]|[①-⑳⑴-⒇]")


class Margins(NamedTuple):
    """Margins 首尾 of a text: numbers of the first and past-the-last body paragraph, and spans."""

    first: int
    last: int
    title: tuple[int, int] | None
    salutation: tuple[int, int] | None
    closing: tuple[int, int] | None


def margins(known: Patterns, text: str, paragraphs: list[Paragraph], opened: set[int]) -> Margins:
    """Title, salutation and closing of a text, and where its body begins and ends.

    ``opened`` holds the starts of paragraphs with a numbered opener: the front ends before them.
    """
    greeting = _salutation(known, text, paragraphs, opened)
    last = _tail(known, text, paragraphs)
    listed = (p.start for p in paragraphs[:last] if text.startswith(DASHES, p.start))
    below = max([*opened & {p.start for p in paragraphs[:last]}, *listed], default=-1)
    if greeting:
        row, salutation = greeting
        # a salutation that runs on into its paragraph leaves the rest of it to the body
        first = row + (salutation[1] == paragraphs[row].end)
        page = [p for p in paragraphs[:first] if p.start < salutation[0]]
    else:
        salutation = None
        first = _front(known, text, paragraphs, opened)
        page = paragraphs[:first]
    closing = _closing(known, text, paragraphs[first:last], below)
    return Margins(first, last, _title(known, text, page), salutation, closing)


def _salutation(
    known: Patterns, text: str, paragraphs: list[Paragraph], opened: set[int]
) -> tuple[int, tuple[int, int]] | None:
    """Number of the last paragraph of the salutation, and its span."""
    above = 0
    # a title page holds no more lines than this, web chrome included
    for row, paragraph in enumerate(paragraphs[:25]):
        if paragraph.start in opened or above > ABOVE:
            return None
        if _greets(known, text, paragraph):
            last = row
            while last + 1 < len(paragraphs) and _greets(known, text, paragraphs[last + 1]):
                last += 1
            return last, (paragraph.start, paragraphs[last].end)
        opening = re.compile(r"[^。！？；\n]{2,60}?[：:]").match(text, *paragraph[:2])
        if opening and _addresses(known, opening[0]):
            return row, (paragraph.start, opening.end())
        above += _kind(known, text, paragraph) == "body"
    return None


def _greets(known: Patterns, text: str, paragraph: Paragraph) -> bool:
    # the longest salutations, that name every kind of guest, have about 80 characters
    return paragraph.end - paragraph.start <= 80 and _addresses(known, text[slice(*paragraph[:2])])


def _addresses(known: Patterns, line: str) -> bool:
    """Whether a line is nothing but people addressed: 各位 and whoever, or whoever with 们.

    Without the mark of address at its end, as titles are, it must begin like one.
    """
    bare = line.rstrip("：:！!，,、 ")
    people = re.split(r"[，,、！!：:\s]+", bare)
    if bare == line and not known.hailed.fullmatch(people[0]):
        return False
    return all(known.addressed.fullmatch(each) for each in people)


def _front(known: Patterns, text: str, paragraphs: list[Paragraph], opened: set[int]) -> int:
    """Number of leading paragraphs that are title page rather than body."""
    for row, paragraph in enumerate(paragraphs):
        if paragraph.start in opened or _kind(known, text, paragraph) == "body":
            return row
    return 0


def _kind(known: Patterns, text: str, paragraph: Paragraph) -> str:
    """Kind of a line of the title page: chrome, date, byline, subtitle, title, or else body."""
    line = text[paragraph.start : paragraph.end]
    bare = re.sub(r"\s", "", line)
    if known.date.fullmatch(line):
        return "date"
    if known.chrome.fullmatch(line) or re.fullmatch(r"\W*|[（(][^）)]*[）)]", line):
        return "chrome"
    # 某某书记 signs; 在会见某某书记时的讲话 does not
    if len(bare) <= 3 or len(bare) <= 16 and known.byline.fullmatch(bare) and "的" not in bare:
        return "byline"
    # titles of speeches run to about 60 characters and hold no full stop
    if len(bare) > 60 or re.search("[。；：:]$|。", line):
        return "body"
    if known.occasion.fullmatch(bare):
        return "subtitle"
    return "title"


def _title(known: Patterns, text: str, paragraphs: list[Paragraph]) -> tuple[int, int] | None:
    """Last group of title lines on the title page: the text's own title, under a page's.

    Where there is none, what a file's name says after its date: 2030-05-04_论修路.
    """
    lines = [text[p.start : p.end] for p in paragraphs]
    kinds = [_kind(known, text, paragraph) for paragraph in paragraphs]
    for row, above in enumerate(lines[:-1]):
        # 来源： alone on its line takes the next one with it
        if kinds[row] == "chrome" and above.endswith(("：", ":")):
            kinds[row + 1] = "chrome"
    # a name stands under a title, never over it: 论修路 is one, not the other
    kinds[:1] = ["title" if kind == "byline" else kind for kind in kinds[:1]]
    last = next((row for row in reversed(range(len(kinds))) if kinds[row] == "title"), None)
    if last is None:
        dated = (_DATED.match(text, p.start, p.end) for p in paragraphs)
        return next((match.span("title") for match in dated if match), None)
    first = last
    # a page that repeats a line gives the title twice, not a longer title
    while first and kinds[first - 1] == "title" and lines[first - 1] not in lines[first : last + 1]:
        first -= 1
    if last + 1 < len(kinds) and kinds[last + 1] == "subtitle":
        last += 1
    return paragraphs[first].start, paragraphs[last].end


def _tail(known: Patterns, text: str, paragraphs: list[Paragraph]) -> int:
    """Number of the first paragraph of the apparatus under the body."""
    for row, paragraph in enumerate(paragraphs):
        noted = any(_NOTE.match(text, *below[:2]) for below in paragraphs[row + 1 : row + 2])
        if known.tail.fullmatch(text, *paragraph[:2]):
            # nothing in the first third of a text is its apparatus, but notes that have their head
            if row and noted or paragraph.start * 3 > len(text):
                return row
        elif noted and _RULE.fullmatch(text, *paragraph[:2]):
            return row
    return len(paragraphs)


def _closing(
    known: Patterns, text: str, body: list[Paragraph], below: int
) -> tuple[int, int] | None:
    """From the last address of the hearers (同志们！) or else the last wish to the end of the body.

    It stands ``below`` the last numbered opener.
    """
    if not body:
        return None
    # a peroration is at most the last quarter of a speech and its last eight paragraphs
    from_here = body[-1].end - (body[-1].end - body[0].start) / 4
    late = [p for p in body[-8:] if p.start >= from_here and p.start > below]
    for paragraph in reversed(late):
        if known.vocative.match(text, *paragraph[:2]) or _greets(known, text, paragraph):
            return paragraph.start, body[-1].end
    # calls and thanks (谢谢大家！) come after the wish and belong to it
    while (
        len(late) > 1 and late[-1].end - late[-1].start <= CALL and _wishes(known, text, late[-2])
    ):
        late.pop()
    return (late[-1].start, body[-1].end) if late and _wishes(known, text, late[-1]) else None


def _wishes(known: Patterns, text: str, paragraph: Paragraph) -> bool:
    """Whether a paragraph opens with a last wish (最后，让我们), or is short and holds one."""
    brief = paragraph.end - paragraph.start <= WISH
    matches = known.coda.search if brief else known.coda.match
    return bool(matches(text, *paragraph[:2]))
