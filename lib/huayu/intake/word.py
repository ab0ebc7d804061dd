"""Word documents 文档: their paragraphs and table rows, as they are read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from huayu.files import Fault

# a docx whose parts unpack to more than this is a bomb: the largest real one here unpacks to 2 MB
UNPACKED = 256 * 2**20
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# pieces of a paragraph, and what is read for those that hold no text of their own
_PIECES = {
    f"{_WORD}t": "", f"{_WORD}tab": "\t", f"{_WORD}br": "\n", f"{_WORD}cr": "\n",
    f"{_WORD}noBreakHyphen": "-",
}  # fmt: skip
_PASSED = {"pPr", "del", "moveFrom", "txbxContent"}  # what in a paragraph is not read
_AROUND = {"tbl", "sdt", "sdtContent", "ins", "moveTo", "customXml"}  # what stands around blocks


def lines(data: bytes, path: Path) -> tuple[str, str]:
    """Lines 各行 of a document in reading order: a paragraph, or a row of a table, each.

    Raises
    ------
    Fault : the file is no Word document, or unpacks to more than one ever does.

    Notes
    -----
    Tracked insertions are read, deletions are not. Missed: numbers that Word sets by itself, text
    boxes, notes, heads and feet of pages.
    """
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            unpacked = sum(part.file_size for part in package.infolist())
        if unpacked > UNPACKED:
            raise Fault(path, f"unpacks to {unpacked / 2**20:.0f} MB", "do not open it")
        document = docx.Document(io.BytesIO(data))
    except Fault:
        raise
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError, SyntaxError):
        raise Fault(path, "is no Word document", "save it as .docx or .txt") from None
    return "\n".join(_blocks(document.element.body)) + "\n", "paragraphs of a Word document"


def _blocks(parent: Any) -> Iterator[str]:
    """Lines of the blocks in an element; content controls and the like are looked into."""
    for block in parent:
        kind = _local(block)
        if kind == "p":
            yield _words(block)
        elif kind == "tr":
            cells = (cell for cell in block.iter(f"{_WORD}tc") if _row(cell) is block)
            yield "\t".join("\n".join(_blocks(cell)) for cell in cells)
        elif kind in _AROUND:
            yield from _blocks(block)


def _words(paragraph: Any) -> str:
    """Text of a paragraph without what was deleted from it or stands in a box at its side."""
    pieces = (piece for piece in paragraph.iter(*_PIECES) if not _passed(piece, paragraph))
    return "".join(_PIECES[piece.tag] or piece.text or "" for piece in pieces)


def _passed(piece: Any, paragraph: Any) -> bool:
    for element in piece.iterancestors():
        if element is paragraph:
            return False
        if _local(element) in _PASSED:
            return True
    return False


def _row(cell: Any) -> Any:
    """The row that a cell belongs to: tables may stand in cells of others."""
    return next(cell.iterancestors(f"{_WORD}tr"), None)


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]
