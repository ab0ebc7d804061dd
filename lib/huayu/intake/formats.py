"""Formats 格式: the text inside a file, whatever kind of file it is.

Nothing in a file is executed or fetched: macros, entities, links and scripts are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from huayu import files
from huayu.files import Fault
from huayu.intake import markup, packages, pdf, tables, webpages, word
from huayu.intake.decoding import decoded
from huayu.intake.found import Found, name

# a library of speeches fits many times over; a bigger file is an archive, or an attack
LARGEST = 64 * 2**20
TABLES = ("csv", "tsv", "json", "jsonl", "xlsx")
# kinds that are refused, by their first bytes: what they are, and how to convert them
_REFUSED = {
    b"{\\rtf": ("is RTF", "save it as .docx or .txt first"),
    b"MIME-Version:": ("is a saved web archive", "save the page as .html first"),
    b"SQLite format 3": ("is a database", "export its table as .csv"),
    b"Rar!": ("is a RAR archive", "unpack it and add its files"),
    b"7z\xbc\xaf": ("is a 7z archive", "unpack it and add its files"),
    b"\x1f\x8b": ("is compressed with gzip", "unpack it and add what is inside"),
    b"BZh": ("is compressed with bzip2", "unpack it and add what is inside"),
    b"\xfd7zXZ": ("is compressed with xz", "unpack it and add what is inside"),
}
_OLE = b"\xd0\xcf\x11\xe0"
# what is inside the old binary files of Office, by the name of a stream of theirs
_OFFICE = {
    "EncryptedPackage": ("is encrypted with a password", "save it without its password first"),
    "WordDocument": ("is a legacy Word .doc", "save it as .docx or .txt first"),
    "Workbook": ("is an old spreadsheet .xls", "save it as .xlsx or .csv first"),
    "PowerPoint Document": ("is an old presentation .ppt", "save its text as .docx or .txt first"),
}
_BY_ENDING = {
    **dict.fromkeys(("xls", "xlt", "et"), "Workbook"),
    **dict.fromkeys(("ppt", "pps", "dps"), "PowerPoint Document"),
    **dict.fromkeys(("doc", "dot", "wps"), "WordDocument"),
}
_HTML = re.compile(rb"<!doctype\s+html|<html[\s>]|<(?:head|body|title)[\s>]", re.IGNORECASE)
_TAGS = re.compile(rb"</?(?:p|div|br|span|font|table|h[1-6]|ul|pre|center)\b[^<>]*>", re.IGNORECASE)
_CUE = re.compile(rb"\d{2}:\d{2}[,.]\d{3}\s*-->\s*(?:\d{2}:)?\d{2}:\d{2}[,.]\d{3}")


def texts(
    path: Path, data: bytes, column: str | None = None, id_column: str | None = None
) -> list[Found]:
    """Texts 文稿 of a file: one of most kinds, one a row of a table.

    Parameters
    ----------
    data : what :func:`content` read of the file.

    Raises
    ------
    Fault : the file is empty, encrypted, broken, scanned, binary or of a kind that is not read; or
        a table has no such column.
    """
    if not data.strip():
        raise Fault(path, "is empty", "give a file with text")
    kind = _kind(path, data)
    if kind in TABLES:
        return [*tables.texts(data, path, kind, column, id_column)]
    if column or id_column:
        raise Fault(path, "has no columns", "leave --column and --id-column out")
    found = _READERS[kind](data, path)
    if not found.text.strip():
        raise Fault(path, "holds no text", "give a file with text")
    return [found]


def content(path: Path) -> bytes:
    """Content 内容 of a file, a pipe or standard input, read once.

    Raises
    ------
    Fault : the file is missing or unreadable, a folder, or too large.
    """
    try:
        size = path.stat().st_size if path.is_file() else 0
    except (OSError, ValueError):
        size = 0  # what it is is said where it is read
    if size > LARGEST:
        mend = "split it, or use `huayu archive` for archives"
        raise Fault(path, f"has {size / 2**20:.0f} MB", mend)
    if path.is_dir():
        raise Fault(path, "is a folder", "add its files one by one")
    return files.content(path, LARGEST)


def _kind(path: Path, data: bytes) -> str:
    """Kind of a file by its first bytes, and where they do not tell, by its ending.

    Raises
    ------
    Fault : the kind is one that is not read.
    """
    for first, refusal in _REFUSED.items():
        if data.startswith(first):
            raise Fault(path, *refusal)
    ending = path.suffix.lower().lstrip(".")
    if data.startswith(_OLE):
        raise Fault(path, *_office(data, _BY_ENDING.get(ending)))
    if data.startswith(b"%PDF"):
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return packages.kind(data, path)
    if ending in TABLES[:4]:
        return ending
    return _marked_up(data[:4096].replace(b"\0", b""), ending)


def _office(data: bytes, ending: str | None) -> tuple[str, str]:
    """What an old binary file of Office is, and the way out.

    One that is embedded in another has its stream too: of several the ending decides, and where
    there is none (a spreadsheet of 1995 has another name for it) the ending alone.
    """
    streams = [name for name in _OFFICE if name.encode("utf-16-le") in data]
    if "EncryptedPackage" not in streams and ending and (ending in streams or not streams):
        return _OFFICE[ending]
    unknown = ("is a legacy Office file", "save it as .docx, .xlsx or .txt first")
    return _OFFICE[streams[0]] if streams else unknown


def _marked_up(head: bytes, ending: str) -> str:
    """Kind of a text by the marks in its beginning, zero bytes of UTF-16 left out."""
    said = re.sub(rb"^[\xff\xfe\xef\xbb\xbf\s]+", b"", head)
    if re.match(rb"<\?xml|<TEI", said) and not re.search(rb"<html[\s>]", head):
        return "xml"
    if _HTML.search(head) or said.startswith(b"<") and len(_TAGS.findall(head)) > 1:
        return "html"
    if ending in ("htm", "html", "xhtml", "shtml") and _TAGS.search(head):
        return "html"
    if ending == "xml":
        return "xml"
    if said.startswith(b"WEBVTT") or ending in ("srt", "vtt") or _CUE.search(head):
        return "subtitles"
    if said[:1] in (b"{", b"[") and re.match(rb"[\[{]\s*[\[{\"]", said):
        return "json"
    return "md" if ending in ("md", "markdown") else "txt"


def _plain(data: bytes, path: Path) -> Found:
    text, encoding = decoded(data, path)
    return Found(name(path), text, f"text in {encoding}")


def _markdown(data: bytes, path: Path) -> Found:
    text, encoding = decoded(data, path)
    return Found(name(path), text, f"Markdown in {encoding}")


_READERS: dict[str, Callable[[bytes, Path], Found]] = {
    "txt": _plain,
    "md": _markdown,
    "docx": word.text,
    "html": webpages.text,
    "pdf": pdf.text,
    "xml": markup.tei,
    "epub": markup.epub,
    "subtitles": markup.subtitles,
}
