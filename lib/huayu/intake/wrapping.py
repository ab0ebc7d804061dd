"""Wrapped lines 断行: lines that the width of a page or a column broke are put together again.

A text is wrapped where its open lines (those that end no sentence) are of one width. Such a line
was broken there if the first word of the next one would not have fitted into it: that joins
neither headings nor verse, nor the short last line of a paragraph.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

from huayu.structure.units import BLANK

# narrower columns than ten characters, and wider pages than sixty, are not printed
NARROWEST, WIDEST = 20, 120
# a line is of the width if it lacks at most two characters: marks that may not begin a line pull
# the character before them down; a third for lines whose indentation a PDF lost
SLACK, INDENT = 4, 4
ITEM = 0.8  # of the width, at least, of an item's lines
COMMON = 0.01  # share of the open lines that one step of a ragged margin has
LEAST = 3  # fewer open lines are a title in two lines, or chance
MOST = 0.6  # share of the open lines that must be of the width: the others are headings
CROWD = 6  # one line in six is as wide as the widest: of paragraphs only one is
WITH_MARKS = 1 / 3  # of lines of prose have a mark inside; of verse and slogans hardly any has
_ENDED = re.compile(r"[。！？!?…：；”’」』）)．｡.]\s*$")
_MARK_INSIDE = re.compile(r"[，。；：、！？,;:!?．｡](?=.*\w)")
_OPENS = re.compile(
    r"[（(〔]?[一二三四五六七八九十\d]+\s*[、.．）)〕](?!\d)|第[一二三四五六七八九十\d]+[，、部章节]|"
    r"[㈠-㈩①-⑳⑴-⒇⒈-⒛ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]|[甲乙丙丁戊己庚辛壬癸]、|[—―─\-●■◆▲·•] *\w"
)
# the name that a turn of a conversation begins with; what ends in a verb only lets words in
_TURN = re.compile(r"(?:[问答]|[\u4e00-\u9fff·]{1,8}(?<![说道问答讲写示调出为是要下如到]))[：:]")
# what may not begin a line goes with what stands before it, what may not end one with what follows
_WORD = re.compile(
    r"[“‘「『（《〈【\[(]*(?:[A-Za-z0-9.%]+|.)[，。；：、！？”’」』）》〉】…,;:!?\])]*"
)


class _Line(NamedTuple):
    """A line: its text, whether a blank line stands above, and its margin cut off."""

    text: str
    apart: bool
    bare: str

    @property
    def indented(self) -> bool:
        return self.bare[:1] in BLANK

    @property
    def ended(self) -> bool:
        return _ENDED.search(self.text) is not None


class _Page(NamedTuple):
    """The page that lines were broken for: its width, and how widths are measured."""

    width: int
    measure: Callable[[str], int]

    def room(self, above: _Line, below: _Line) -> int:
        """Half characters left in a line with the first word of the next one in it; full below 1.

        >>> _Page(8, width).room(_Line("修路架", False, "修路架"), _Line("桥，", False, "桥，"))
        -1
        """
        first = _WORD.match(below.text.lstrip(BLANK))
        return self.width - self.measure(above.bare) - self.measure(first[0] if first else "") + 1


def joined(text: str) -> tuple[str, list[str]]:
    """Text with its paragraphs whole 并行, and the places where lines were joined (修好⏎路).

    Parameters
    ----------
    text : lines as printed, page heads taken off.

    Notes
    -----
    Where nothing tells paragraphs apart (no indentation, no blank lines) a full line that ends a
    sentence is taken to go on: of lines that are full to the last character, more do than end a
    paragraph.

    >>> text = "路要修好，桥要架好，让群众走\\n得安心。水要治清，树要种好，\\n让孩子有地方"
    >>> joined(text + "玩，让老人有地\\n方坐，这是今年的事。\\n完。\\n")[0].split("\\n")[1:]
    ['完。', '']
    """
    lines = _lines(text)
    page = _page(lines)
    if page is None:
        return text, []
    goes_on = _rule(lines, page)
    pieces, seams = [lines[0].text], []
    for above, line, below in zip(lines, lines[1:], [*lines[2:], None], strict=False):
        if goes_on(above, line, below):
            said = line.text.lstrip(BLANK)
            gap = " " if _is_between_words(above.text, said) else ""
            pieces[-1] += gap + said
            seams.append(f"{above.text[-2:]}⏎{said[:2]}")
        else:
            pieces += [""] * line.apart + [line.text]
    return "\n".join(pieces) + "\n", seams


def _is_between_words(above: str, below: str) -> bool:
    """Whether the line break stood for the blank between two words in Latin letters."""
    return re.fullmatch("[A-Za-z]{2}", above[-1:] + below[:1]) is not None


def _lines(text: str) -> list[_Line]:
    """Lines with something in them; blank ones that stand between all of them say nothing."""
    rows = text.split("\n")
    filled = [row for row, line in enumerate(rows) if line.strip()]
    apart = [after > row + 1 for row, after in pairwise(filled)]
    spaced = apart.count(True) * 5 >= len(apart) * 4
    texts = [rows[row].rstrip() for row in filled]
    margin = min((len(t) - len(t.lstrip(BLANK)) for t in texts), default=0)
    rows_apart = zip(texts, [False, *apart], strict=False)
    return [_Line(line, gap and not spaced, line[margin:]) for line, gap in rows_apart]


def width(said: str) -> int:
    """Width 宽度 of a piece of a line in half characters: a Chinese character has two.

    >>> width("修路 3 km")
    9
    """
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in said)


def _characters(said: str) -> int:
    """Width in half characters where every character, a digit too, was counted as one."""
    return 2 * len(said)


def _page(lines: list[_Line]) -> _Page | None:
    """The page that the lines were broken for; None where nothing shows that they were.

    The open lines show it, or in a short text the many that are as wide as the widest.
    """
    pairs = [(above, below) for above, below in pairwise(lines) if not below.apart]
    open_ = [above for above, _ in pairs if not (above.ended or _OPENS.match(above.text))]
    if len(open_) < 2:
        return None
    found = [_most_common(open_, measure) for measure in (width, _characters)]
    near, page = max(found, key=lambda each: each[0])
    if near[1] >= max(LEAST, MOST * len(open_)) and _is_printed(lines, page):
        return page
    widest = [
        _Page(max(measure(x.bare) for x in lines), measure) for measure in (width, _characters)
    ]
    page = max(widest, key=lambda each: len(_full(lines, each)))
    full = _full(lines, page)
    crowd = len(full) > LEAST and len(full) * CROWD >= len(lines)
    return (
        page if crowd and sum(x in full for x in open_) > 1 and _is_printed(lines, page) else None
    )


def _is_printed(lines: list[_Line], page: _Page) -> bool:
    """Whether a page is of a width that is printed, and its full lines are prose."""
    full = _full(lines, page)
    longer = sum(page.measure(line.bare) > page.width + SLACK for line in lines)
    marked = sum(_MARK_INSIDE.search(line.text) is not None for line in full)
    # a line in thirty may be an address or a table's
    fits = NARROWEST <= page.width <= WIDEST and longer * 33 <= len(lines)
    return fits and marked >= WITH_MARKS * len(full)


def _full(lines: list[_Line], page: _Page) -> list[_Line]:
    return [line for line in lines if page.measure(line.bare) >= page.width - SLACK]


def _most_common(
    lines: list[_Line], measure: Callable[[str], int]
) -> tuple[tuple[int, int], _Page]:
    """The commonest width of lines, with how many are of it within a mark, and with indentation."""
    count = Counter(measure(line.bare) for line in lines)

    def near(edge: int, least: int) -> int:
        return sum(times for size, times in count.items() if edge - least <= size <= edge)

    best = max(count, key=lambda edge: (near(edge, SLACK), near(edge, SLACK + INDENT), edge))
    return (near(best, SLACK), near(best, SLACK + INDENT)), _Page(best, measure)


def _rule(lines: list[_Line], page: _Page) -> Callable[[_Line, _Line, _Line | None], bool]:
    """How to tell whether a line goes on in the next one."""
    short = [(above, line) for above, line in pairwise(lines) if page.room(above, line) > SLACK]
    told = sum(line.indented or line.apart for _, line in short) * 2 >= max(len(short), 1)
    firsts = [
        page.room(first, second)
        for (above, first), (_, second) in pairwise(pairwise(lines))
        if page.room(above, first) > SLACK and above.ended and not first.ended
    ]
    lost = bool(firsts) and not told and sorted(firsts)[len(firsts) // 2] >= INDENT - 1
    limit = max(SLACK + (INDENT if lost else 0), _ragged(lines, page))

    def goes_on(above: _Line, line: _Line, below: _Line | None) -> bool:
        if line.apart or line.indented or "\t" in above.text + line.text:
            return False
        room = page.room(above, line)
        # where indentation tells paragraphs, no number that a line happens to begin with does
        if not (told and not above.ended) and _OPENS.match(line.text):
            return False
        if not above.ended:
            return room <= limit or _hangs(above, line, page, limit)
        # a line of the whole width has no indentation that could be lost
        sure = told or lost and not line.ended and page.measure(line.bare) > page.width - INDENT
        if room > (SLACK if sure else 0) or _TURN.match(line.text):
            return False
        # a short line that ends no sentence is a heading, not the end of a paragraph
        return line.ended or below is not None and page.room(line, below) <= limit

    return goes_on


def _ragged(lines: list[_Line], page: _Page) -> int:
    """Room that open lines have as a rule: more than a mark's where a margin is ragged.

    As far as each step of a character has its share of them: headings have any room.
    """
    near = [(above, line) for above, line in pairwise(lines) if not line.apart]
    rooms = [page.room(above, line) for above, line in near if not above.ended]
    limit = SLACK
    while limit < (1 - ITEM) * page.width:
        step = sum(limit < room <= limit + 2 for room in rooms)
        if step < max(LEAST, COMMON * len(rooms)):
            break
        limit += 2
    return limit


def _hangs(above: _Line, line: _Line, page: _Page, limit: int) -> bool:
    """Whether two lines are an item's, set narrower; under a heading stands a full line."""
    wide = page.measure(above.bare) >= ITEM * page.width
    narrow = page.measure(line.bare) < page.width - limit
    return wide and narrow and _OPENS.match(above.text) is not None


def closed_up(text: str) -> tuple[str, list[str]]:
    """Text without the blanks between letter-spaced 字间空格 characters, and its lines so far.

    Two blanks and more between characters part words and stay as one. A line counts as set so if
    a blank stands between nearly all its characters, and a text if most of its lines do.

    >>> closed_up("在 村 民 大 会 上 的 讲 话\\n路 修 好 了 ， 水 清 。\\n")[0]
    '在村民大会上的讲话\\n路修好了，水清。\\n'
    """
    lines = text.split("\n")
    spaced = [_is_spaced(line) for line in lines]
    filled = sum(bool(line.strip()) for line in lines)
    if not filled or sum(spaced) * 2 <= filled:
        return text, []
    closed = [re.sub(r"(?<=\S)[ \u3000](?=\S)", "", line) if is_spaced else line
              for line, is_spaced in zip(lines, spaced, strict=True)]  # fmt: skip
    return "\n".join(closed), [line.strip() for line, was in zip(lines, spaced, strict=True) if was]


def _is_spaced(line: str) -> bool:
    said = line.strip()
    characters = sum(not char.isspace() for char in said)
    blanks = len(re.findall(r"(?<=\S)[ \u3000](?=\S)", said))
    return characters > 2 and blanks * 5 >= (characters - 1) * 4
