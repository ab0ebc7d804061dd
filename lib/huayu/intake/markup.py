"""Marked-up texts 标记文本: subtitles, TEI and EPUB, as the lines that a reader sees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from huayu.files import Fault
from huayu.intake import webpages
from huayu.intake.changes import UNREAD, Change
from huayu.intake.decoding import decoded
from huayu.intake.found import Found, name
from huayu.intake.packages import Parts, local, value

_TIME = r"(?:\d+:)?\d{1,2}:\d{2}[,.]\d{1,3}"
_TIMES = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}.*")
# elements of TEI that are a line, and those that nobody speaks
_BLOCKS = frozenset("p head l ab item salute signed dateline speaker cell byline".split())
_UNSPOKEN = frozenset("note teiHeader figDesc fw rdg del orig".split())


def subtitles(data: bytes, path: Path) -> Found:
    """Lines of subtitles 字幕 (SRT, WebVTT), a cue each, without their numbers and times.

    Raises
    ------
    Fault : there is no cue.
    """
    said, encoding = decoded(data, path)
    cues: list[list[str]] = []
    for line in said.replace("\r\n", "\n").split("\n"):
        if _TIMES.fullmatch(line):
            if cues and cues[-1] and re.fullmatch(r"\s*\d+\s*", cues[-1][-1]):
                cues[-1].pop()  # the number of the cue that begins here
            cues.append([])
        elif cues and line.strip():
            cues[-1].append(re.sub(r"<[^<>]{1,80}>|\{\\[^{}]{1,80}\}", "", line).strip())
    lines = ["".join(cue) for cue in cues if "".join(cue)]
    if not lines:
        raise Fault(path, "has no subtitles", "save its text as .txt")
    unread = (Change(UNREAD, "times of subtitles", "", len(cues)),)
    return Found(name(path), "\n".join(lines) + "\n", f"subtitles in {encoding}", changes=unread)


def tei(data: bytes, path: Path) -> Found:
    """Text 文本 of a TEI file: its paragraphs, headings, verses and items, a line each.

    Raises
    ------
    Fault : the file is no XML, or XML of another kind.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Fault(path, f"is no XML ({error})", "mend it, or save its text as .txt") from None
    text = next((e for e in root.iter() if local(e) == "text"), None)
    if local(root) not in ("TEI", "TEI.2", "teiCorpus") or text is None:
        what = f"is XML of a kind that is not read (its root is {local(root) or '?'})"
        raise Fault(path, what, "save its text as .txt, or as TEI")
    lines = [line for block in text.iter() if local(block) in _BLOCKS for line in _line(block)]
    notes = tuple(
        Change(UNREAD, "note", "".join(note.itertext()).strip())
        for note in text.iter() if local(note) == "note"
    )  # fmt: skip
    return Found(name(path), "\n".join(lines) + "\n", "text of a TEI file", changes=notes)


def _line(block: Any) -> Iterator[str]:
    """The line of a block, unless blocks inside it have lines of their own."""
    said = " ".join("".join(_said(block)).split())
    if said:
        yield said


def _said(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if local(child) not in _UNSPOKEN | _BLOCKS:
            yield from _said(child)
        yield child.tail or ""


def epub(data: bytes, path: Path) -> Found:
    """Text 文本 of an EPUB: its chapters in the order of the book.

    Raises
    ------
    Fault : the package is broken, or names no chapters.
    """
    parts = Parts(data, path)
    container = parts.tree("META-INF/container.xml").iter()
    book = next((value(e, "full-path") for e in container if local(e) == "rootfile"), "")
    package = parts.tree(book)
    items = {value(e, "id"): value(e, "href") for e in package.iter() if local(e) == "item"}
    order = [items.get(value(e, "idref"), "") for e in package.iter() if local(e) == "itemref"]
    home = book.rpartition("/")[0]
    chapters = [f"{home}/{href}".lstrip("/") for href in order if href]
    lines: list[str] = []
    changes: list[Change] = []
    for chapter in (each for each in chapters if each in parts):
        said, made = webpages.lines(parts[chapter], path)
        lines += said
        changes += made
    if not lines:
        raise Fault(path, "has no chapters with text", "save its text as .txt")
    return Found(name(path), "\n".join(lines) + "\n", "chapters of an EPUB", changes=tuple(changes))
