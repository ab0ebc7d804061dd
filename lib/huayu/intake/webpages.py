"""Web pages 网页: the main text of a page in the page's own order, and what stood around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from huayu.files import Fault
from huayu.intake.changes import ADDED, TABLE, UNREAD, Change, chinese
from huayu.intake.decoding import declared, decoded
from huayu.intake.found import Found, name

# elements that begin and end a line, and those of them in which a text may stand with its frame
_AREAS = frozenset(
    "body main article section div td th tr table tbody thead tfoot center form fieldset".split()
)
_LINES = _AREAS | frozenset(
    "p h1 h2 h3 h4 h5 h6 li ul ol dl dt dd blockquote pre address figure figcaption hr caption "
    "header footer nav aside details summary html".split()
)
_PASSED = frozenset(
    "head script style noscript template iframe object embed svg math canvas select option button "
    "input textarea audio video rp".split()
)
_AROUND = frozenset("nav footer aside".split())
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_SENTENCE = re.compile("[。！？；，…!?;,]")
_FOOT = re.compile(r"版权|版權|备案|備案|主办|主辦|Copyright|©|ICP|网站|網站", re.IGNORECASE)
_SOURCE = re.compile(r"来源|來源|稿源|作者|记者|記者|发布|發布|时间|時間|日期|\d{4}\s*[-年/.]\s*\d")
_NAMES = (
    r"(?:Pub(?:lish)?(?:ed)?_?Date|article:published_time|DC\.date\S*|datePublished|publishdate)"
)
# the part of a page's sentences that its main text must hold for its frame to be left off: a
# greater share would keep menus, a smaller one leave off an introduction in a box of its own
MAIN = 0.9
# below this share of the page's sentences the reader is told to look
LEAST = 0.95
MORE = 4  # lines around its text that an area may add: heading, date, names
NEAR = 8  # lines between a page's heading and its text: date, source, size of type


class Line(NamedTuple):
    """A line 行 of a page: its words, how many of its characters are links, what it stands in, and
    whether it is hidden or a row of a table."""

    text: str
    linked: int
    home: Any
    kind: str = ""

    @property
    def prose(self) -> int:
        """Chinese characters of a line of running text, 0 for menus and labels."""
        if self.kind == "hidden" or self.linked * 3 > len(self.text):
            return 0
        return chinese(self.text) if _SENTENCE.search(self.text) else 0


def text(data: bytes, path: Path) -> Found:
    """Main text 正文 of a page: the smallest area that holds nearly all of its sentences, with the
    heading above it and the line that names date and source.

    Returns
    -------
    Found with the text in the order of the page; ``known`` has ``title`` (heading of first rank,
    else og:title, else title without the site's name) and ``published`` where the page gives them.

    Raises
    ------
    Fault : the page has no sentence in Chinese.

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
    lines = [line for line in _lines(root, changes) if line.text.strip()]
    total = sum(line.prose for line in lines)
    if not total:
        raise Fault(path, "has no main text", "copy the text into a .txt file")
    area = _area(root, lines, total)
    inside = [row for row, line in enumerate(lines) if _within(line.home, area)]
    above = _above(lines, inside[0], root)
    kept = [*above, *(row for row in inside if lines[row].kind != "hidden")]
    said = "\n".join(lines[row].text for row in kept) + "\n"
    share = sum(lines[row].prose for row in kept) / total
    changes += _left_off(lines, set(kept), share)
    known = _known(root, lines, above, kept)
    reading = f"main text of an HTML page in {encoding}, {share:.0%} of its sentences"
    return Found(name(path), said, reading, known, tuple(changes))


def lines(data: bytes, path: Path) -> tuple[list[str], list[Change]]:
    """All lines 各行 of a page that is no more than its text, as the chapters of a book are."""
    changes: list[Change] = []
    found = _lines(_tree(_decoded(data, path)[0], path), changes)
    return [line.text for line in found if line.kind != "hidden"], changes


def _decoded(data: bytes, path: Path) -> tuple[str, str]:
    """The page as characters, in the encoding that it declares where it is in it."""
    said = re.search(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{3,20})", data[:4096], re.I)
    found = declared(data, said[1].decode()) if said else None
    return found or decoded(data, path)


def _tree(page: str, path: Path) -> Any:
    from lxml import etree, html

    # server directives (<%@ … %>) are no HTML; an included head may close the whole page
    page = re.sub(r"<%.*?%>|<\?xml[^>]*\?>|</(?:html|body)\s*>", "", page, flags=re.DOTALL | re.I)
    try:
        root = html.document_fromstring(page.replace("\x00", ""))
    except (etree.ParserError, ValueError):
        raise Fault(path, "has no main text", "copy the text into a .txt file") from None
    return root


def _lines(root: Any, changes: list[Change]) -> Iterator[Line]:
    """Lines of a page in its order."""
    walk = _Walk(changes)
    walk.into(root)
    walk.end(root)
    return iter(walk.lines)


class _Walk:
    """A walk through a page that collects its lines."""

    def __init__(self, changes: list[Change]):
        self.lines: list[Line] = []
        self._changes = changes
        self._words: list[tuple[str, bool]] = []

    def into(self, element: Any, linked: bool = False, kind: str = "", pre: bool = False) -> None:
        """Read an element: its own text, its children and what follows each."""
        self._say(element.text, linked, pre)
        number = _whole(element.get("start"), 1) if element.tag == "ol" else None
        for child in element:
            tag = child.tag if isinstance(child.tag, str) else ""
            if tag in _LINES or tag == "br":
                self.end(element, kind)
            if tag == "rt":
                self._changes.append(Change(UNREAD, "reading of a character", child.text or ""))
            elif tag and tag not in _PASSED:
                if tag == "li" and number is not None:
                    self._changes.append(Change(ADDED, "automatic number", f"{number}."))
                    self._words.append((f"{number}.", linked))
                    number += 1
                self._child(child, tag, linked, kind, pre)
            if tag in _LINES:
                self.end(child, kind)
            self._say(child.tail, linked, pre)

    def _child(self, child: Any, tag: str, linked: bool, kind: str, pre: bool) -> None:
        if child.get("hidden") is not None or _HIDDEN.search(child.get("style") or ""):
            kind = "hidden"
        cells = _cells(child) if tag == "tr" else []
        if cells:
            self.lines.append(Line("\t".join(cells), 0, child, kind or "row"))
        else:
            self.into(child, linked or tag == "a", kind, pre or tag == "pre")

    def _say(self, said: str | None, linked: bool, pre: bool) -> None:
        if not said:
            return
        for row, piece in enumerate(said.split("\n") if pre else [said]):
            if row:
                self._words.append(("\n", linked))
            self._words.append((piece, linked))

    def end(self, home: Any, kind: str = "") -> None:
        """End the line that is under way."""
        for words in _split(self._words):
            said = _spaced("".join(word for word, _ in words))
            if said:
                linked = sum(len(word.strip()) for word, is_link in words if is_link)
                self.lines.append(Line(said, linked, home, kind))
        self._words = []


def _split(words: list[tuple[str, bool]]) -> Iterator[list[tuple[str, bool]]]:
    """Words at the line ends of preformatted text, which stand among them as words of their own."""
    line: list[tuple[str, bool]] = []
    for word in words:
        if word[0] == "\n":
            yield line
            line = []
        else:
            line.append(word)
    yield line


def _spaced(said: str) -> str:
    """Text with its white space as a browser shows it, and none where a source line was broken."""
    said = re.sub(
        r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t\r\f]*\n\s*(?=[\u3000-\u9fff\uff00-\uffef])",
        "",
        said,
    )
    said = re.sub(r"[ \t\r\n\f]+", " ", said).replace("\u00a0", " ")
    return said.strip(" ")


def _cells(row: Any) -> list[str]:
    """Cells of a row of a table of data: two and more, all short and without a full stop."""
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    said = [" ".join("".join(cell.itertext()).split()) for cell in cells]
    layout = any(len(each) > 60 or "。" in each for each in said)
    nested = any(cell.find(".//table") is not None for cell in cells)
    return [] if layout or nested or sum(map(bool, said)) < 2 else said


def _area(root: Any, lines: list[Line], total: int) -> Any:
    """The smallest area with nearly all sentences."""
    weights: dict[Any, int] = {}
    for line in lines:
        element = line.home
        while element is not None and line.prose:
            weights[element] = weights.get(element, 0) + line.prose
            element = element.getparent()
    area = root
    while True:
        inner = (child for child in area if weights.get(child, 0) >= MAIN * total)
        below = next((child for child in inner if child.tag in _AREAS), None)
        if below is None:
            break
        area = below
    while area is not root and _adds_little(area, area.getparent(), lines):
        area = area.getparent()
    return area


def _adds_little(area: Any, around: Any, lines: list[Line]) -> bool:
    """Whether the area around one adds to its text a few lines and no menu or foot of a page."""
    more = [line for line in lines if _within(line.home, around) and not _within(line.home, area)]
    return len(more) <= MORE and not any(line.linked or _FOOT.search(line.text) for line in more)


def _within(element: Any, area: Any) -> bool:
    """Whether an element stands in an area, and in no menu or foot of it."""
    while element is not None and element is not area:
        if element.tag in _AROUND:
            return False
        element = element.getparent()
    return element is area


def _above(lines: list[Line], first: int, root: Any) -> list[int]:
    """Lines above the area that belong to the text: its heading, and date and source below that."""
    title = _bare(_page_title(root))
    near = range(max(first - NEAR, 0), first)
    heads = [
        row
        for row in near
        if any(e.tag in ("h1", "h2", "h3") for e in _up(lines[row].home))
        and (_rank(lines[row].home) == "h1" or _bare(lines[row].text) in title)
        or len(lines[row].text) > 4 and _bare(lines[row].text) in title
    ]  # fmt: skip
    if not heads:
        return []
    source = [row for row in range(heads[-1] + 1, first) if _SOURCE.search(lines[row].text)]
    return [heads[-1], *(row for row in source if lines[row].linked * 2 < len(lines[row].text))]


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
    for kind, what in (("hidden", "hidden text"), ("", "menus and frame of the page")):
        rest = [
            line.text for line in out if not line.prose and (line.kind == "hidden") == bool(kind)
        ]
        if rest:
            yield Change(UNREAD, what, " | ".join(rest), len(rest))
    for row in sorted(kept):
        if lines[row].kind == "row":
            yield Change(TABLE, "table row", lines[row].text)


def _known(root: Any, lines: list[Line], above: list[int], kept: list[int]) -> dict[str, str]:
    """Title and day of publication, as the page gives them."""
    ranked = [row for row in kept if _rank(lines[row].home) == "h1"]
    title = lines[(above or ranked)[0]].text if above or ranked else _page_title(root)
    said = _meta(root, _NAMES) or _published(lines[row].text for row in above[1:])
    return {key: value for key, value in (("title", title), ("published", said)) if value}


def _published(lines: Iterable[str]) -> str:
    """The first date in a line of source."""
    day = re.compile(r"\d{4}\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2}")
    return next((found[0] for line in lines if (found := day.search(line))), "")


def _page_title(root: Any) -> str:
    """Title of a page for other programs, without the name of its site behind _ - or |."""
    said = _meta(root, r"og:title|ArticleTitle") or " ".join(
        (root.findtext(".//title") or "").split()
    )
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


def _whole(said: str | None, default: int) -> int:
    return int(said) if said and re.fullmatch(r"\d{1,4}", said) else default
