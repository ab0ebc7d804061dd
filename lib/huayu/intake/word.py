"""Word documents 文档: their paragraphs and table rows as Word shows them, numbers included."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from huayu.files import Fault
from huayu.intake.changes import ADDED, PLACED, TABLE, UNREAD, Change
from huayu.intake.found import Found, name
from huayu.intake.numbering import Lists
from huayu.intake.packages import Parts, child, local, value

# what is read for pieces of a paragraph that hold no text of their own
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_PASSED = {"pPr", "rPr", "sdtPr", "sdtEndPr", "rubyPr", "annotationRef", "instrText", "tblPr"}
_AROUND = {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"}  # around blocks
_BESIDE = {
    "footnotes": "footnote", "endnotes": "endnote", "comments": "comment",
    "header": "head of pages", "footer": "foot of pages",
}  # fmt: skip
LISTED = 120  # characters of a line of contents, dots and all
# a line of a table of contents: dots or a tab, and the number of a page
_LISTED = re.compile(r".*?(?:\t|[.…·．]{3,}|\s{3,})\s*[.…·．]*\s*(\d{1,4})")


def text(data: bytes, path: Path) -> Found:
    """Text 文本 of a document in reading order: a paragraph, or a row of a table, each on a line.

    Raises
    ------
    Fault : the file is no Word document, is broken or encrypted, or unpacks to more than one ever
        does.

    Notes
    -----
    Read as Word shows it: automatic numbers stand before their paragraphs, text boxes behind the
    paragraph that they hang on, tracked insertions and the base of ruby are in. Listed as unread:
    notes, comments, heads and feet of pages, hidden and deleted text, readings of ruby, tables of
    contents, pictures. Missed: numbers of a document that only a field counts (SEQ), text in
    charts and diagrams.
    """
    parts = Parts(data, path)
    reader = _Reader(parts, _main(parts))
    body = next((e for e in reader.root if local(e) == "body"), None)
    if body is None:
        raise Fault(path, "is no Word document: it has no body", "save it as .docx or .txt")
    try:
        lines = reader.lines(body)
    except RecursionError:
        raise Fault(path, "is nested too deep for a document", "save it anew in Word") from None
    said = "\n".join(lines) + "\n"
    return Found(name(path), said, "paragraphs of a Word document", changes=tuple(reader.changes()))


def _main(parts: Parts) -> str:
    """Name of the part that holds the document, as the package's relations give it."""
    for relation in parts.tree("_rels/.rels") if "_rels/.rels" in parts else ():
        if str(relation.get("Type", "")).endswith("/officeDocument"):
            return str(relation.get("Target", "")).lstrip("/")
    return "word/document.xml"


class _Reader:
    """A document as it is read: its styles and lists, open fields, and what was not read."""

    def __init__(self, parts: Parts, main: str):
        self.root = parts.tree(main)
        self._parts, self._home = parts, main.rpartition("/")[0]
        styles = self._part("styles")
        self._styles = {
            value(style, "styleId"): style
            for style in (styles if styles is not None else ())
            if local(style) == "style"
        }
        self._lists = Lists(self._part("numbering"))
        self._fields: list[str] = []  # instructions of the fields that are open, innermost last
        edges = [value(e, "fldCharType") for e in self.root.iter() if local(e) == "fldChar"]
        self._whole = edges.count("begin") == edges.count("end")
        self._made: list[Change] = []

    def _part(self, stem: str) -> Any:
        part = f"{self._home}/{stem}.xml".lstrip("/")
        return self._parts.tree(part) if part in self._parts else None

    def lines(self, body: Any) -> list[str]:
        """Lines of the document, without its table of contents."""
        return _without_contents(list(self._blocks(body)), self._made)

    def changes(self) -> Iterator[Change]:
        """What was added, placed elsewhere or not read, that beside the text included."""
        yield from self._made
        for part in sorted(self._parts):
            stem = part.removeprefix(f"{self._home}/").removesuffix(".xml")
            what = _BESIDE.get(stem.rstrip("0123456789"))
            if what and part.endswith(".xml"):
                for note in self._parts.tree(part):
                    if said := "".join(_texts(note)).strip():
                        yield Change(UNREAD, what, said)

    def _blocks(self, parent: Any) -> Iterator[str]:
        """Lines of the blocks in an element; content controls and the like are looked into."""
        for block in parent:
            kind = local(block)
            if kind == "p":
                yield from self._paragraph(block)
            elif kind == "tbl":
                yield from self._table(block)
            elif kind == "altChunk":
                self._made.append(Change(UNREAD, "document inside the document", ""))
            elif kind == "sdt" and _is_contents(block):
                self._unread("table of contents", "\n".join(map("".join, _paragraphs(block))))
            elif kind in _AROUND:
                yield from self._blocks(block)
            else:
                self._unread("text where a document has none", "".join(_texts(block)))

    def _table(self, table: Any) -> Iterator[str]:
        for row in (e for e in table.iter() if local(e) == "tr" and _over(e, "tbl") is table):
            cells = [e for e in row.iter() if local(e) == "tc" and _over(e, "tr") is row]
            line = "\t".join("\n".join(self._blocks(cell)) for cell in cells)
            self._made.append(Change(TABLE, "table row", line))
            yield line

    def _paragraph(self, paragraph: Any) -> Iterator[str]:
        boxes: list[Any] = []
        properties = child(paragraph, "pPr")
        style = value(child(properties, "pStyle"))
        number = self._number(properties, style)
        hidden = self._vanishes(style, set())
        said = self._said(paragraph, boxes, hidden)
        if re.fullmatch(r"TOC\s?\d|目录\s?\d", self._style_name(style), re.IGNORECASE):
            self._unread("table of contents", said)
            return
        if number and said.strip():
            self._made.append(Change(ADDED, "automatic number", number))
            said = _joined(number, said)
        yield said
        for box in boxes:
            lines = [line for line in self._blocks(box) if line.strip()]
            self._made += [Change(PLACED, "text box", line) for line in lines]
            yield from lines

    def _number(self, properties: Any, style: str) -> str:
        """Number that Word sets before a paragraph by its own list or by that of its style."""
        own, seen = child(properties, "numPr"), set()
        named = depth = ""
        while True:
            named = named or value(child(own, "numId"))
            depth = depth or value(child(own, "ilvl"))
            above = self._styles.get(style)
            if named or above is None or style in seen:
                break
            seen.add(style)
            own = child(child(above, "pPr"), "numPr")
            depth = depth or self._lists.linked(value(child(own, "numId")), style)
            style = value(child(above, "basedOn"))
        return self._lists.number(named, depth) if named else ""

    def _style_name(self, style: str) -> str:
        above = self._styles.get(style)
        return value(child(above, "name")) if above is not None else style

    def _vanishes(self, style: str, seen: set[str]) -> bool:
        """Whether a style hides its text."""
        above = self._styles.get(style)
        if above is None or style in seen:
            return False
        own = child(child(above, "rPr"), "vanish")
        if own is not None:
            return _is_on(own)
        return self._vanishes(value(child(above, "basedOn")), seen | {style})

    def _said(self, element: Any, boxes: list[Any], hidden: bool = False) -> str:
        """Text of what stands in an element, as it is seen; text boxes are put aside."""
        return "".join(self._piece(each, boxes, hidden) for each in element)

    def _piece(self, piece: Any, boxes: list[Any], hidden: bool) -> str:
        """Text of a piece of a paragraph: a letter or sign itself, or what stands in it."""
        kind = local(piece)
        if kind == "t":
            return self._text(piece.text or "", hidden)
        if kind in _SIGNS:
            return "" if hidden or self._in_contents() else _SIGNS[kind]
        if kind == "fldChar":
            return self._field(value(piece, "fldCharType"))
        if kind == "instrText" and self._fields:
            self._fields[-1] += piece.text or ""
        if kind in _PASSED or not kind:
            return ""
        if kind in ("del", "moveFrom"):
            self._unread("deleted text" if kind == "del" else "moved text", "".join(_texts(piece)))
            return ""
        if kind in ("drawing", "pict", "object"):
            self._drawn(piece, boxes)
            return ""
        return self._inside(kind, piece, boxes, hidden)

    def _inside(self, kind: str, piece: Any, boxes: list[Any], hidden: bool) -> str:
        """Text of what stands in a run, a ruby, a field or anything else around letters."""
        if kind == "r":
            own = child(piece, "rPr")
            mark = child(own, "vanish")
            hidden = hidden or self._vanishes(value(child(own, "rStyle")), set())
            hidden = _is_on(mark) if mark is not None else hidden
        elif kind == "ruby":
            self._unread("reading of a character", "".join(_texts(child(piece, "rt"))))
            piece = child(piece, "rubyBase")
        elif kind == "fldSimple" and (base := self._base(value(piece, "instr"))):
            return base
        elif kind == "AlternateContent":  # the same thing twice, for new programs and for old
            piece = next(iter(piece), None)
        return self._said(piece, boxes, hidden) if piece is not None else ""

    def _drawn(self, piece: Any, boxes: list[Any]) -> None:
        """Put the text boxes of a drawing aside; one without any is a picture."""
        inside = [e for e in piece.iter() if local(e) == "txbxContent"]
        boxes += [e for e in inside if _over(e, "txbxContent") not in inside]
        if not inside:
            art = " ".join(e.get("string", "") for e in piece.iter() if local(e) == "textpath")
            self._made.append(Change(UNREAD, "picture or object", art))

    def _text(self, said: str, hidden: bool) -> str:
        if hidden or self._in_contents():
            self._unread("hidden text" if hidden else "table of contents", said)
            return ""
        return said

    def _in_contents(self) -> bool:
        """Whether a field that makes a table of contents is open, and known to end."""
        return self._whole and any(re.match(r"\s*TOC\b", field) for field in self._fields)

    def _field(self, edge: str) -> str:
        """What a field shows where it has no result of its own: the base of an old ruby."""
        if edge == "begin":
            self._fields.append("")
        elif edge == "end" and self._fields:
            return self._base(self._fields.pop())
        return ""

    def _base(self, instruction: str) -> str:
        r"""Base of a ruby written as a field, EQ \o\ad(\s\up 9(chuō),踔)."""
        if not re.match(r"\s*EQ\b.*\\o", instruction, re.IGNORECASE | re.DOTALL):
            return ""
        inside = instruction[instruction.find("(", instruction.lower().find("\\o")) + 1 :]
        *reading, base = re.split(r"(?<=\))\s*[,;，；]", inside.rstrip().removesuffix(")"))
        self._unread(
            "reading of a character", "".join(re.findall(r"\(([^()]*)\)", "".join(reading)))
        )
        return base.strip()

    def _unread(self, what: str, said: str) -> None:
        if said.strip():
            self._made.append(Change(UNREAD, what, said))


def _joined(number: str, said: str) -> str:
    """A number before its paragraph: 一、 right before it, 第一章 and 1 with a space between."""
    return number + said if re.search(r"\W$", number) else f"{number} {said}"


def _without_contents(lines: list[str], made: list[Change]) -> list[str]:
    """Lines without a table of contents that is typed as text: lines that end in rising pages."""
    found: list[int] = []
    last = 0
    for row, line in enumerate(lines):
        page = _LISTED.fullmatch(line.strip()) if len(line) <= LISTED else None
        if page and int(page[1]) >= last:
            found.append(row)
            last = int(page[1])
        elif line.strip():
            if len(found) >= 2:
                break
            found, last = [], 0
    head = next((row for row in range(min(found, default=0) - 1, -1, -1) if lines[row].strip()), 0)
    if re.fullmatch(r"目\s*[录錄次]", lines[head].strip()):
        found = [head, *found]
    if len(found) < 3:
        return lines
    made.append(Change(UNREAD, "table of contents", "\n".join(lines[row] for row in found)))
    return [line for row, line in enumerate(lines) if row not in found]


def _is_contents(control: Any) -> bool:
    """Whether a content control is the table of contents that Word makes."""
    galleries = (e for e in control.iter() if local(e) == "docPartGallery")
    return any(value(e) == "Table of Contents" for e in galleries)


def _paragraphs(element: Any) -> Iterator[list[str]]:
    return (_texts(e) for e in element.iter() if local(e) == "p")


def _texts(element: Any) -> list[str]:
    """Words in an element, deleted ones too."""
    if element is None:
        return []
    return [e.text or "" for e in element.iter() if local(e) in ("t", "delText")]


def _over(element: Any, kind: str) -> Any:
    """The nearest element of a kind around one: tables may stand in cells of others."""
    return next((e for e in element.iterancestors() if local(e) == kind), None)


def _is_on(mark: Any) -> bool:
    return value(mark) not in ("0", "false", "off")
