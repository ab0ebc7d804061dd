"""PDF files: their text layer, page by page."""

from __future__ import annotations

import io
import logging
from pathlib import Path

from huayu.files import Fault
from huayu.intake.found import Found, name


def text(data: bytes, path: Path) -> Found:
    """Text layer 文本层 of a PDF, pages divided by form feeds for the cleaning.

    Raises
    ------
    Fault : the file is broken, encrypted or scanned, or its fonts do not say which characters they
        draw.

    Notes
    -----
    Missed: the order of columns where the file does not write them one after the other.
    """
    pages = _pages(data, path)
    lines = [line.strip() for page in pages for line in page.split("\n") if line.strip()]
    if "\x00" in "".join(lines):
        what = "is a PDF whose fonts do not say which characters they draw"
        raise Fault(path, what, "run it through OCR, or copy its text from another file")
    if not lines:
        raise Fault(path, "is a scanned PDF without a text layer", "run it through OCR first")
    return Found(name(path), "\f".join(pages), "text layer of a PDF")


def _pages(data: bytes, path: Path) -> list[str]:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it warns of what it then mends
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Fault(path, "is an encrypted PDF", "save it without its password first")
        return [page.extract_text() for page in reader.pages]
    except Fault:
        raise
    except (PyPdfError, ArithmeticError, AttributeError, LookupError, OSError, RecursionError,
            TypeError, ValueError, NotImplementedError, AssertionError, MemoryError):  # fmt: skip
        raise Fault(path, "is a broken PDF", "save it anew, or copy its text") from None
