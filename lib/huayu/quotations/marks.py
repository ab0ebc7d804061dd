"""Marks 引号与书名号: every span in “…”, ‘…’, 「…」, 『…』, straight quotes and 《…》."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from itertools import takewhile
from typing import NamedTuple

from huayu.quotations.directions import directions

PAIRS = {
    "“": "”", "‘": "’", "「": "」", "『": "』", "﹁": "﹂", "﹃": "﹄", "〝": "〞",
    "｢": "｣", "«": "»",
}  # fmt: skip
TITLES = {"《": "》", "〈": "〉", "︽": "︾", "︿": "﹀"}
_OPENS = {**PAIRS, **TITLES}
_CLOSES = {close: opened for opened, close in _OPENS.items()} | {"〟": "〝"}
_STRAIGHT = "\"＂'"
# A quotation of several paragraphs seldom passes a page (600 characters); a closed one that is
# longer keeps its span and gets a warning, up to the length of the longest speech excerpts.
PAGE, LONGEST = 600, 3000
# A mark turned the wrong way (“四风“) is mended only over a term, not over a sentence.
TERM = 40

_ANY = re.compile("[" + "".join({*_OPENS, *_CLOSES, *_STRAIGHT}) + "]")
# typed title marks: the inner signs bound the title
_TYPED = re.compile(r"(?P<open><<)[^<>\n]{1,40}(?P<close>>>)")
_SENTENCE_END = re.compile(r"[。！？!?]")
_LATIN = re.compile(r"[0-9A-Za-zÀ-ɏЀ-ӿ]")
_HAN = re.compile(r"[\u3400-\u9fff]")
# what may stand between a closing mark and the end of its paragraph: stops and note numbers
_TAIL = re.compile(r"(?:[。！？，；…\s]|〔\d+〕|\[\d+\]|[⑴-⒇①-⑳])*?(?:\n|\Z)")


class Mark(NamedTuple):
    """A pair of marks: the span inside them, the opening mark, and what is wrong with it."""

    start: int
    end: int
    opened: str
    warning: str | None

    @property
    def form(self) -> str:
        """``title`` 书名 for 《…》 and 〈…〉, else ``quoted`` 引语."""
        return "title" if self.opened in TITLES else "quoted"

    def text(self, source: str) -> str:
        """Words 标内文字 between the marks."""
        return source[self.start : self.end]


class Sign(NamedTuple):
    """One mark in the text: where, of which family, whether it opens, and where it must end.

    An unclosed one ends with the pair that it stands in.
    """

    place: int
    family: str
    opens: bool
    limit: int = sys.maxsize


def marks(text: str) -> list[Mark]:
    """Marks 标号 of a text: every span in quotation marks or title marks, sorted.

    Parameters
    ----------
    text : the text as it is, with its newlines.

    Returns
    -------
    list of :class:`Mark`: the inside of each pair, nested pairs too; ``warning`` says when the
    closing mark is missing, turned the wrong way, or more than :data:`PAGE` characters away.

    Notes
    -----
    Paragraphs that each open with a mark and of which only the last closes are one quotation
    (the usage of GB/T 15834-2011, 4.8). An unclosed mark closes where the sense does: at the end
    of its sentence or of the pair it stands in, at the latest at the next mark of its kind. An
    apostrophe between letters is no mark; a lone closing mark opens nothing and gives no span.

    >>> text = "他说“要‘严’字当头”，读《史记》。"
    >>> [text[mark.start : mark.end] for mark in marks(text)]
    ['要‘严’字当头', '严', '史记']
    """
    by_sense = directions(text)
    signs = sorted([*_signs(text, by_sense), *_typed(text)])
    found, strays = _paired(text, signs)
    found += list(_mended(text, strays))
    found = [_warned(mark, by_sense) for mark in found if mark.start < mark.end]
    return sorted(found, key=lambda mark: (mark.start, -mark.end))


def _warned(mark: Mark, by_sense: dict[int, tuple[bool, str]]) -> Mark:
    turned = by_sense.get(mark.start - 1)
    return mark._replace(warning=mark.warning or turned[1]) if turned else mark


def _signs(text: str, by_sense: dict[int, tuple[bool, str]]) -> Iterator[Sign]:
    """Every mark of the text; straight quotes take turns within their block of lines."""
    straight = _straight(text, frozenset(by_sense))
    for found in _ANY.finditer(text):
        place, sign = found.start(), found[0]
        if place in by_sense:
            yield Sign(place, "“", by_sense[place][0])
        elif sign in _STRAIGHT:
            if place in straight:
                yield Sign(place, sign, straight[place])
        elif sign in _OPENS:
            yield Sign(place, sign, True)
        elif not (sign == "’" and _apostrophe(text, place)):
            yield Sign(place, _CLOSES[sign], False)


def _typed(text: str) -> Iterator[Sign]:
    """Title marks that were typed as <<…>>, which end where the inner of their signs stand."""
    for found in _TYPED.finditer(text):
        yield Sign(found.start("open") + 1, "《", True)
        yield Sign(found.start("close"), "《", False)


def _apostrophe(text: str, place: int) -> bool:
    return bool(_LATIN.match(text, place - 1) and _LATIN.match(text, place + 1)) if place else False


def _straight(text: str, known: frozenset[int]) -> dict[int, bool]:
    """Straight quotes by place, True where they open: they take turns, line by line.

    A line with an odd number joins the next such line, within a page (a quotation over lines).
    A single straight quote counts only where it touches a Chinese character inside.
    """
    turns: dict[int, bool] = {}
    for sign in filter(text.__contains__, _STRAIGHT):
        waiting: list[int] = []
        place = 0
        for line in text.splitlines(keepends=True):
            here = [place + found.start() for found in re.finditer(sign, line)]
            here = [i for i in here if i not in known]
            place += len(line)
            if sign == "'":
                here = [i for i in here if _HAN.search(text[max(i - 1, 0) : i + 2])]
            if waiting and (here and len(here) % 2 == 0 or place - waiting[0] > PAGE):
                turns.update({i: n % 2 == 0 for n, i in enumerate(waiting)})
                waiting = []
            waiting += here
            if len(waiting) % 2 == 0:
                turns.update({i: n % 2 == 0 for n, i in enumerate(waiting)})
                waiting = []
        turns.update({i: n % 2 == 0 for n, i in enumerate(waiting)})
    return turns


def _paired(text: str, signs: list[Sign]) -> tuple[list[Mark], list[Sign]]:
    """Pairs by a stack that is looked through at every new line, and the signs left over."""
    places: dict[str, list[int]] = defaultdict(list)
    for number, sign in enumerate(signs):
        places[sign.family].append(number)
    found: list[Mark] = []
    strays: list[Sign] = []
    stack: list[Sign] = []
    for number, sign in enumerate(signs):
        line_end = text.find("\n", signs[number - 1].place, sign.place) if number else -1
        if stack and line_end >= 0:
            lasting = [s for s in stack if _lasts(text, s, line_end, signs, places[s.family])]
            strays += [s for s in stack if s not in lasting]
            stack = lasting
        if sign.opens:
            if not _continues(text, sign, stack):
                stack.append(sign)
            continue
        partner = _partner(stack, sign)
        if partner is None:
            strays.append(sign)
            continue
        inner = stack[stack.index(partner) + 1 :]
        strays += [open_._replace(limit=sign.place) for open_ in inner]
        del stack[stack.index(partner) :]
        far = sign.place - partner.place - 1 > PAGE
        warning = f"longer than {PAGE} characters" if far else None
        found.append(Mark(partner.place + 1, sign.place, sign.family, warning))
    return found, sorted(strays + stack)


def _partner(stack: list[Sign], sign: Sign) -> Sign | None:
    """The open sign that a closing one answers; none from farther back than LONGEST."""
    near = takewhile(lambda open_: sign.place - open_.place <= LONGEST, reversed(stack))
    return next((open_ for open_ in near if open_.family == sign.family), None)


def _lasts(text: str, opened: Sign, line_end: int, signs: list[Sign], family: list[int]) -> bool:
    """Whether an open quotation goes on after a line: its next mark closes it, or opens anew."""
    after = bisect_right(family, line_end, key=lambda number: signs[number].place)
    if after == len(family):
        return False
    following = signs[family[after]]
    if not following.opens:
        return following.place - opened.place <= PAGE
    if not _opens_paragraph(text, following.place) or after + 1 == len(family):
        return False
    closing = signs[family[after + 1]]
    return (not closing.opens and bool(_TAIL.match(text, closing.place + 1))) or (
        closing.opens and _opens_paragraph(text, closing.place)
    )


def _continues(text: str, sign: Sign, stack: list[Sign]) -> bool:
    """Whether an opening mark only repeats the one that is open, at the head of a paragraph."""
    opened = any(s.family == sign.family for s in stack)
    return opened and _opens_paragraph(text, sign.place)


def _opens_paragraph(text: str, place: int) -> bool:
    while place and text[place - 1].isspace() and text[place - 1] != "\n":
        place -= 1
    return place == 0 or text[place - 1] == "\n"


def _mended(text: str, strays: list[Sign]) -> Iterator[Mark]:
    """Spans of marks that found no partner: turned the wrong way, or unclosed."""
    rest = iter([*strays, None])
    sign = next(rest)
    while sign is not None:
        following = next(rest)
        if following and _turned(text, sign, following):
            warning = "a mark is turned the wrong way"
            yield Mark(sign.place + 1, following.place, sign.family, warning)
            following = next(rest)
        elif sign.opens:
            yield Mark(sign.place + 1, _sense(text, sign), sign.family, "closing mark missing")
        sign = following


def _turned(text: str, sign: Sign, following: Sign) -> bool:
    """Whether two signs that found no partner are a pair with one or both turned round."""
    inside = text[sign.place + 1 : following.place]
    return (
        sign.family == following.family
        and 0 < len(inside) <= TERM
        and not re.search(r"[。！？；：，\n]", inside)
        and not (sign.opens and not following.opens)
    )


def _sense(text: str, sign: Sign) -> int:
    """End of an unclosed quotation: its sentence, line or pair, or the next of its kind."""
    start = sign.place + 1
    line = text.find("\n", start, min(start + PAGE, sign.limit))
    limit = line if line >= 0 else min(len(text), start + PAGE, sign.limit)
    stop = _SENTENCE_END.search(text, start, limit)
    end = stop.start() if stop else limit
    again = text.find(sign.family, start, end)
    end = again if again >= start else end
    return start + len(text[start:end].rstrip(" 　，、；："))
