"""Layout 版面: the lines of an HTML page, as a browser shows them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from huayu.intake.changes import ADDED, UNREAD, Change, chinese

# elements in which a text may stand with its frame, all that begin and end a line, and those that
# are no text
AREAS = frozenset(
    "body main article section div td th tr table tbody thead tfoot center form fieldset".split()
)
_LINES = AREAS | frozenset(
    "p h1 h2 h3 h4 h5 h6 li ul ol dl dt dd blockquote pre address figure figcaption hr caption "
    "header footer nav aside details summary html".split()
)
_PASSED = frozenset(
    "head script style noscript template iframe object embed svg math canvas select option button "
    "input textarea audio video rp".split()
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_SENTENCE = re.compile("[。！？；，…!?;,]")
_WIDE = "[\u3000-\u9fff\uff00-\uffef]"
_BREAK = "\0"  # a line end of preformatted text among the words; no page holds one
SHORT = 60  # characters of a cell of data: a longer one is prose


class Line(NamedTuple):
    """A line 行 of a page: its words, how many of its characters are links, what it stands in, and
    whether it is a row of a table."""

    text: str
    linked: int
    home: Any
    cells: bool = False

    @property
    def prose(self) -> int:
        """Chinese characters of a line of running text, 0 for menus and labels."""
        running = self.linked * 3 <= len(self.text) and _SENTENCE.search(self.text)
        return chinese(self.text) if running else 0


def lines(root: Any, changes: list[Change]) -> list[Line]:
    """Lines 各行 of a page in its order; what is added to them or hidden goes to ``changes``."""
    walk = _Walk(changes)
    walk.into(root)
    walk.end(root)
    return walk.lines


class _Walk:
    """A walk through a page that collects its lines."""

    def __init__(self, changes: list[Change]):
        self.lines: list[Line] = []
        self._changes = changes
        self._words: list[tuple[str, bool]] = []

    def into(self, element: Any, linked: bool = False, kept: bool = False) -> None:
        """Read an element: its own text, its children and what follows each.

        Parameters
        ----------
        linked : whether it stands in a link.
        kept : whether its line breaks are kept, as in ``pre``.
        """
        self._say(element.text, linked, kept)
        number = _whole(element.get("start")) if element.tag == "ol" else None
        for child in element:
            tag = child.tag if isinstance(child.tag, str) else ""
            if tag in _LINES or tag == "br":
                self.end(element)
            if tag == "li" and number is not None:
                self._changes.append(Change(ADDED, "automatic number", f"{number}."))
                self._say(f"{number}.", linked, kept)
                number += 1
            if tag and tag not in _PASSED:
                self._child(child, tag, linked, kept)
            if tag in _LINES:
                self.end(child)
            self._say(child.tail, linked, kept)

    def _child(self, child: Any, tag: str, linked: bool, kept: bool) -> None:
        hidden = child.get("hidden") is not None or _HIDDEN.search(child.get("style") or "")
        if hidden or tag == "rt":
            said = _spaced("".join(map(str, child.itertext())))
            what = "hidden text" if hidden else "reading of a character"
            self._changes += [Change(UNREAD, what, said)] if said else []
        elif tag == "tr" and (cells := _cells(child)):
            self.lines.append(Line("\t".join(cells), 0, child, True))
        else:
            self.into(child, linked or tag == "a", kept or tag == "pre")

    def _say(self, said: str | None, linked: bool, kept: bool) -> None:
        for row, piece in enumerate((said or "").split("\n") if kept else [said or ""]):
            self._words += [(_BREAK, linked)] if row else []
            self._words += [(piece, linked)] if piece else []

    def end(self, home: Any) -> None:
        """End the line that is under way."""
        for words in _split(self._words):
            said = _spaced("".join(word for word, _ in words))
            if said.strip():
                linked = sum(len(word.strip()) for word, is_link in words if is_link)
                self.lines.append(Line(said, linked, home))
        self._words = []


def _split(words: list[tuple[str, bool]]) -> Iterator[list[tuple[str, bool]]]:
    """Words at the line ends of preformatted text, which stand among them as words of their own."""
    line: list[tuple[str, bool]] = []
    for word in words:
        if word[0] == _BREAK:
            yield line
            line = []
        else:
            line.append(word)
    yield line


def _spaced(said: str) -> str:
    """Text with its white space as a browser shows it, and none where a source line was broken."""
    said = re.sub(rf"(?<={_WIDE})[ \t\r\f]*\n\s*(?={_WIDE})", "", said)
    said = said.replace("&nbsp;", " ")  # written twice over, as some editors do
    return re.sub(r"[ \t\r\n\f]+", " ", said).replace("\u00a0", " ").strip(" ")


def _cells(row: Any) -> list[str]:
    """Cells of a row of a table of data: two and more, all short and without a full stop."""
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    said = [" ".join("".join(map(str, cell.itertext())).split()) for cell in cells]
    prose = any(len(each) > SHORT or "。" in each for each in said)
    nested = any(cell.find(".//table") is not None for cell in cells)
    return [] if prose or nested or sum(map(bool, said)) < 2 else said


def _whole(said: str | None) -> int:
    return int(said) if said and re.fullmatch(r"\d{1,4}", said) else 1
