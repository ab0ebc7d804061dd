"""Web pages 网页: the main text of a page in the page's own order, and what stood around it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from huayu.files import Fault
from huayu.intake import layout
from huayu.intake.changes import TABLE, UNREAD, Change, chinese
from huayu.intake.decoding import declared, decoded
from huayu.intake.found import Found, name
from huayu.intake.layout import AREAS, Line

_AROUND = frozenset("nav footer aside".split())
_FOOT = re.compile(r"版权|版權|备案|備案|主办|主辦|Copyright|©|ICP|网站|網站", re.IGNORECASE)
_SOURCE = re.compile("来源|來源|稿源|作者|记者|記者|发布|發布|时间|時間|日期")
_DAY = re.compile(r"(\d{4})\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})")
_SENTENCE = re.compile("[。！？；]")
_NAMES = (
    r"(?:Pub(?:lish)?(?:ed)?_?Date|article:published_time|DC\.date\S*|datePublished|publishdate)"
)
# server directives, and what may close a page in the middle; each in linear time
_FOREIGN = re.compile(
    r"<%(?:(?!<%|%>).)*%>|<\?xml[^<>]{0,200}\?>|</(?:html|body)\s{0,20}>", re.DOTALL | re.IGNORECASE
)
# the part of a page's sentences that its main text must hold for its frame to be left off: a
# greater share would keep menus, a smaller one leave off an introduction in a box of its own
MAIN = 0.9
# below this share of the page's sentences the reader is told to look
LEAST = 0.95
MORE = 4  # lines around its text that an area may add: heading, date, names
DEEPEST = 400  # levels of elements: a walk through more would exceed the stack of Python
_COPY = "copy the text into a .txt file"
NEAR = 8  # lines between a page's heading and its text: date, source, size of type


def text(data: bytes, path: Path) -> Found:
    """Main text 正文 of a page: the smallest area that holds nearly all of its sentences, with the
    heading above it and the line that names date and source.

    Returns
    -------
    Found with the text in the order of the page; ``known`` has ``title`` (heading of first rank,
    else og:title, else title without the site's name) and ``published`` (from meta, else from the
    line of source, which is no text) where the page gives them.

    Raises
    ------
    Fault : the page has no sentence in Chinese outside nav, footer and aside, or elements nested
        in more levels than DEEPEST.

    Notes
    -----
    A line is what stands between two block elements or breaks; items of a list stay lines without
    a sign, those of a numbered one get their number. A row of short cells is one line with tabs,
    any other table is taken for layout. What is left off is listed, sentences of it one by one.
    Missed: text that a script writes into the page, and text in pictures.
    """
    page, encoding = _decoded(data, path)
    root = _tree(page, path)
    changes: list[Change] = []
    lines = layout.lines(root, changes)
    total = sum(line.prose for line in lines if _within(line.home, root))
    if not total:
        around = any(line.prose for line in lines)
        what = "has sentences in its menus and foot alone" if around else "has no main text"
        raise Fault(path, what, _COPY)
    area = _area(root, [line for line in lines if _within(line.home, root)], total)
    inside = [row for row, line in enumerate(lines) if _within(line.home, area)]
    above = _above(lines, inside[0], root)
    kept = _from_title(root, lines, [*above, *inside])
    source = {row for row in kept[:NEAR] if _is_source(lines[row].text)}
    known = _known(root, lines, kept, source)
    kept = [row for row in kept if row not in source]
    said = "\n".join(lines[row].text for row in kept) + "\n"
    share = sum(lines[row].prose for row in kept) / total
    changes += [Change(UNREAD, "source line", lines[row].text) for row in sorted(source)]
    changes += _left_off(lines, {*kept, *source}, share)
    reading = f"main text of an HTML page in {encoding}, {share:.0%} of its sentences"
    return Found(name(path), said, reading, known, tuple(changes))


def lines(data: bytes, path: Path) -> tuple[list[str], list[Change]]:
    """All lines 各行 of a page that is no more than its text, as the chapters of a book are."""
    changes: list[Change] = []
    found = layout.lines(_tree(_decoded(data, path)[0], path), changes)
    return [line.text for line in found], changes


def _decoded(data: bytes, path: Path) -> tuple[str, str]:
    """The page as characters, in the encoding that it declares where it is in it."""
    said = re.search(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{3,20})", data[:4096], re.I)
    found = declared(data, said[1].decode()) if said else None
    return found or decoded(data, path)


def _tree(page: str, path: Path) -> Any:
    from lxml import etree, html

    page = _FOREIGN.sub("", page)
    # without huge_tree all below level 256 is left out, and nothing said
    parser = html.HTMLParser(huge_tree=True)
    try:
        root = html.document_fromstring(page.replace("\x00", ""), parser)
    except (etree.ParserError, ValueError):
        raise Fault(path, "has no main text", _COPY) from None
    level = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        level += 1 if event == "start" else -1
        if level > DEEPEST:
            raise Fault(path, f"has elements nested in more than {DEEPEST} levels", _COPY)
    return root


def _area(root: Any, lines: list[Line], total: int) -> Any:
    """The smallest area with nearly all sentences, and with what little stands around it."""
    weights: Counter[Any] = Counter()
    held: Counter[Any] = Counter()
    for line in lines:
        for element in _up(line.home):
            weights[element] += line.prose
            held[element] += 1
    area = root
    while True:
        inner = (child for child in area if weights[child] >= MAIN * total)
        below = next((child for child in inner if child.tag in AREAS), None)
        if below is None:
            break
        area = below
    around = area.getparent()
    while around is not None and held[around] - held[area] <= MORE:
        if _is_framed(lines, area, around):
            break
        area, around = around, around.getparent()
    return area


def _is_framed(lines: list[Line], area: Any, around: Any) -> bool:
    """Whether the lines that an area adds to one inside it are menus, or the foot of a page."""
    rows = [row for row, line in enumerate(lines) if area in _up(line.home)]
    near = [*lines[max(rows[0] - MORE, 0) : rows[0]], *lines[rows[-1] + 1 : rows[-1] + 1 + MORE]]
    added = (line for line in near if around in _up(line.home))
    return any(line.linked or _FOOT.search(line.text) for line in added)


def _within(element: Any, area: Any) -> bool:
    """Whether an element stands in an area, and in no menu or foot of it."""
    while element is not None and element is not area:
        if element.tag in _AROUND:
            return False
        element = element.getparent()
    return element is area


def _above(lines: list[Line], first: int, root: Any) -> list[int]:
    """Lines above the area that belong to the text: its heading, and date and source below that."""
    near = range(max(first - NEAR, 0), first)
    heads = [row for row in near if _is_title(root, lines[row])]
    if not heads:
        return []
    said = {row: lines[row].text for row in range(heads[-1] + 1, first)}
    source = [row for row in said if _SOURCE.search(said[row]) or _DAY.search(said[row])]
    return [heads[-1], *(row for row in source if lines[row].linked * 2 < len(lines[row].text))]


def _from_title(root: Any, lines: list[Line], kept: list[int]) -> list[int]:
    """The lines from the page's heading on: what stands over it without a sentence is a menu."""
    first = next((at for at, row in enumerate(kept[:NEAR]) if _is_title(root, lines[row])), 0)
    over = kept[:first]
    return kept if any(lines[row].prose for row in over) else kept[first:]


def _up(element: Any) -> list[Any]:
    return [element, *element.iterancestors()]


def _rank(element: Any) -> str:
    return next((e.tag for e in _up(element) if re.fullmatch("h[1-6]", str(e.tag))), "")


def _bare(said: str) -> str:
    return "".join(said.split())


def _left_off(lines: list[Line], kept: set[int], share: float) -> Iterator[Change]:
    """What of the page is not in the text: sentences one by one, the rest together."""
    out = [line for row, line in enumerate(lines) if row not in kept]
    look = f", look: only {share:.0%} of the page's sentences were read" if share < LEAST else ""
    for line in (each for each in out if each.prose):
        yield Change(UNREAD, f"sentence outside the main text{look}", line.text)
    rest = [line.text for line in out if not line.prose]
    if rest:
        yield Change(UNREAD, "menus and frame of the page", " | ".join(rest), len(rest))
    for row in sorted(kept):
        if lines[row].cells:
            yield Change(TABLE, "table row", lines[row].text)


def _is_source(line: str) -> bool:
    """Whether a line says when and by whom a page was published, and nothing else."""
    named = _SOURCE.search(line) and _DAY.search(line)
    return bool(named) and not _SENTENCE.search(line)


def _known(root: Any, lines: list[Line], kept: list[int], source: set[int]) -> dict[str, str]:
    """Title and day of publication, as the page gives them."""
    title = next((lines[row].text for row in kept[:NEAR] if _is_title(root, lines[row])), "")
    days = (_DAY.search(lines[row].text) for row in sorted(source))
    said = _meta(root, _NAMES) or next(("-".join(day.groups()) for day in days if day), "")
    known = {"title": title or _page_title(root), "published": said}
    return {key: value for key, value in known.items() if value}


def _is_title(root: Any, line: Line) -> bool:
    """Whether a line is a page's heading: of first rank, or what its title says too."""
    return _rank(line.home) == "h1" or len(line.text) > 4 and (
        _bare(line.text) in _bare(_full_title(root)))  # fmt: skip


def _full_title(root: Any) -> str:
    """Title of a page for other programs, with the name of its site."""
    return _meta(root, "og:title|ArticleTitle") or root.findtext(".//title") or ""


def _page_title(root: Any) -> str:
    """Title of a page without the name of its site behind _ - or |."""
    said = _full_title(root)
    pieces = [piece.strip() for piece in re.split(r"\s*[_|｜]\s*|\s+[-–—]+\s+|--+", said)]
    return " ".join(next((piece for piece in pieces if chinese(piece) >= 2), said).split())


def _meta(root: Any, names: str) -> str:
    """Content of the first meta element of a name."""
    for element in root.iter("meta"):
        named = element.get("name") or element.get("property") or element.get("itemprop") or ""
        if (
            re.fullmatch(names, named.strip(), re.IGNORECASE)
            and (element.get("content") or "").strip()
        ):
            return " ".join(element.get("content").split())
    return ""
