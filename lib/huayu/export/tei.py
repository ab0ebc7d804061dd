"""TEI P5 in the manner of Parla-CLARIN and ParlaMint: words in the text, layers in stand-off.

``div`` are the parts; a paragraph that is a heading line is a ``head``, every other one a ``p``;
within them ``s`` with ``w`` and ``pc``, white space as ``c``. Concatenated, their characters are
the text. Quotations that nest within one sentence stand in place as ``said`` (a citation, with
@who, and @direct by its form), ``title`` or ``q``; every row of every layer, overlapping ones too,
is a ``span`` of ``standOff`` with the tokens that it touches (@from, @to) and in @n its exact
offsets and fields. A character that XML cannot carry is ``<g n="HEX"/>``. The schema is
``tei.rng`` beside this file.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from lxml import etree

from huayu.export.document import Document, Span, Unit, order, span
from huayu.export.sentences import Sentence, sentences

TEI = "http://www.tei-c.org/ns/1.0"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_N = f"{{{TEI}}}"
# what XML 1.0 forbids, and the line ends that its parsers rewrite
_FORBIDDEN = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|\r")


def schema() -> etree.RelaxNG:
    """RelaxNG schema 模式 that every TEI file of huayu is valid against."""
    return etree.RelaxNG(etree.parse(str(Path(__file__).with_name("tei.rng"))))


def content(document: Document) -> str:
    """TEI text of a document."""
    root = etree.Element(f"{_N}TEI", nsmap={None: TEI})
    root.set(f"{_XML}lang", document.meta.get("language", "zh"))
    people = _header(root, document)
    body = _sub(_sub(root, "text"), "body")
    body.set(f"{_XML}space", "preserve")
    numbered = enumerate(document.paragraphs, start=1)
    inside = iter(sentences(document))
    held = next(inside, None)
    for part, paragraphs in groupby(numbered, key=lambda row: row[1].part):
        division = _sub(body, "div", type="part", n=str(part))
        for number, unit in paragraphs:
            block = _block(division, document, number, unit)
            while held and held.paragraph == number:
                _sentence(block, document, held, people)
                held = next(inside, None)
    _stand_off(root, document)
    text = etree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def document(content: str) -> Document:
    """Document 文档 that a TEI text of :func:`content` describes."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    root = etree.fromstring(content.encode(), parser)
    blocks = root.iter(f"{_N}head", f"{_N}p")
    paragraphs = tuple(_unit(e) for e in blocks if e.get(f"{_XML}id"))
    units = tuple(_unit(e) for e in root.iter(f"{_N}s"))
    tokens = list(root.iter(f"{_N}w", f"{_N}pc", f"{_N}c"))
    text = "".join(map(_characters, tokens))
    spans = [_row(each, group) for group in root.iter(f"{_N}spanGrp") for each in group]
    name = root.findtext(f".//{_N}publicationStmt/{_N}idno")
    rows = tuple(_unit(e) for e in tokens)
    return Document(name, text, paragraphs, units, rows, tuple(sorted(spans, key=order)))


def _row(each: etree._Element, group: etree._Element) -> Span:
    """Span of one ``span`` element: its place, then its fields, both in ``n``."""
    place, fields = (each.get("n") or "").split(" ", 1)
    start, end = json.loads(place)
    return span(group.get("type") or "", start, end, fields)


def _sub(parent: etree._Element, tag: str, text: str = "", **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, f"{_N}{tag}", **attributes)
    if text:
        _put(element, text)
    return element


def _put(element: etree._Element, text: str) -> None:
    """Text into an element, with <g> for each character that XML cannot carry."""
    at = 0
    for bad in _FORBIDDEN.finditer(text):
        _append(element, text[at : bad.start()])
        etree.SubElement(element, f"{_N}g", n=f"{ord(bad[0]):04X}")
        at = bad.end()
    _append(element, text[at:])


def _append(element: etree._Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _characters(element: etree._Element) -> str:
    text = element.text or ""
    for child in element:
        text += chr(int(child.get("n"), 16)) + (child.tail or "")
    return text


def _header(root: etree._Element, document: Document) -> dict[str, str]:
    """The teiHeader; returns the ids of the persons and bodies that are quoted."""
    meta = document.meta
    file = _sub(_sub(root, "teiHeader"), "fileDesc")
    statement = _sub(file, "titleStmt")
    _sub(statement, "title", meta.get("title") or document.id)
    _sub(statement, "author", meta.get("speaker") or "unknown")
    publication = _sub(file, "publicationStmt")
    _sub(publication, "idno", document.id)
    _sub(publication, "availability").append(_paragraph(meta.get("rights") or "not stated"))
    _sub(file, "sourceDesc").append(_paragraph(meta.get("source") or "not stated"))
    profile = _sub(root[0], "profileDesc")
    _sub(_sub(profile, "creation"), "date", meta.get("date") or "not stated")
    voices = [dict(s.fields)["speaker"] for s in document.spans if s.layer == "quotations"]
    names = sorted({voice for voice in voices if voice})
    people = {name: f"voice{number}" for number, name in enumerate(names, start=1)}
    if people:
        listed = _sub(_sub(profile, "particDesc"), "listPerson")
        for name, key in people.items():
            person = _sub(listed, "person")
            person.set(f"{_XML}id", key)
            _sub(person, "persName", name)
    return people


def _paragraph(text: str) -> etree._Element:
    element = etree.Element(f"{_N}p")
    _put(element, text)
    return element


def _block(division: etree._Element, document: Document, number: int, unit: Unit) -> etree._Element:
    begins = attrgetter("start")
    first, last = (bisect_left(document.sentences, at, key=begins) for at in unit[:2])
    inside = document.sentences[first:last]
    line = bool(inside) and all(s.tag == "heading" for s in inside)
    block = _sub(division, "head" if line and not len(division) else "p")
    if line:
        block.set("rend", "heading")
    _place(block, f"p{number}", unit)
    return block


def _place(element: etree._Element, key: str, unit: Unit) -> None:
    element.set(f"{_XML}id", key)
    element.set("n", json.dumps(unit, ensure_ascii=False))


def _unit(element: etree._Element) -> Unit:
    return Unit(*json.loads(element.get("n")))


def _sentence(
    block: etree._Element, document: Document, one: Sentence, people: dict[str, str]
) -> None:
    """One <s> with its words, and in place the quotations that nest in it at word boundaries."""
    top = _sub(block, "s")
    _place(top, f"s{one.number}", one.unit)
    open_until: list[tuple[int, etree._Element]] = [(one.unit.end, top)]
    waiting = list(_nesting(one))
    for number, token in enumerate(one.tokens, start=1):
        while open_until[-1][0] <= token.start:
            open_until.pop()
        while waiting and waiting[0].start == token.start:
            each = waiting.pop(0)
            open_until.append((each.end, _quotation(open_until[-1][1], each, people)))
        text = document.text[token.start : token.end]
        tag = "c" if not text.strip() else "pc" if token.tag == "w" else "w"
        word = _sub(open_until[-1][1], tag, text)
        _place(word, f"s{one.number}.{number}", token)


def _nesting(one: Sentence) -> Iterator[Span]:
    """Quotations of a sentence that begin and end with its tokens, outer before inner."""
    starts = {token.start for token in one.tokens}
    ends = {token.end for token in one.tokens}
    stack: list[int] = []
    rows = [s for s in one.spans if s.layer == "quotations"]
    for each in sorted(rows, key=lambda s: (s.start, -s.end)):
        while stack and stack[-1] <= each.start:
            stack.pop()
        fits = each.start in starts and each.end in ends
        if fits and (not stack or each.end <= stack[-1]):
            stack.append(each.end)
            yield each


def _quotation(parent: etree._Element, each: Span, people: dict[str, str]) -> etree._Element:
    fields = dict(each.fields)
    if fields["form"] == "title":
        return _sub(parent, "title")
    if fields["function"] != "citation":
        return _sub(parent, "q", type=str(fields["function"]))
    said = _sub(parent, "said", direct=str(fields["form"] == "quoted").lower())
    if fields["speaker"] in people:
        said.set("who", f"#{people[fields['speaker']]}")
    return said


def _stand_off(root: etree._Element, document: Document) -> None:
    """The <standOff>: a <spanGrp> per layer, a <span> per row."""
    keys = [
        f"s{one.number}.{number}"
        for one in sentences(document)
        for number in range(1, len(one.tokens) + 1)
    ]
    starts = [token.start for token in document.tokens]
    stand_off = _sub(root, "standOff")
    for name, rows in groupby(document.spans, key=lambda each: each.layer):
        group = _sub(stand_off, "spanGrp", type=name)
        for each in rows:
            first = bisect_right(starts, each.start) - 1
            last = bisect_left(starts, each.end) - 1
            element = _sub(group, "span")
            element.set("from", f"#{keys[first]}")
            element.set("to", f"#{keys[last]}")
            element.set("n", f"[{each.start},{each.end}] {each.json()}")
