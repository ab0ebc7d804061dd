"""Vertical text 竖排语料 for CWB and Sketch Engine: one token a line, structures as tags.

Positional attributes: word, tag, start, end, part. Structures: ``doc``, ``p`` and ``s`` (with the
ids of the reading edition), ``head``, ``quotation``, ``formula``, ``device`` as regions at the
tokens that they touch, where such a region is properly nested; ``g`` glues a token to the one
before it. Every row of every layer is also an empty tag ``span`` with its exact offsets, and white
space an empty tag ``space``; a corpus tool that does not declare them passes over both.
"""

from __future__ import annotations

import html
import json
import re
from bisect import bisect_left, bisect_right

from huayu.export.document import Document, Span, Unit, order, span
from huayu.export.sentences import Sentence, sentences

# layers that become regions -> the tag and the attribute that a query asks for
REGIONS = {
    "headings": ("head", "kind"),
    "quotations": ("quotation", "function"),
    "formulas": ("formula", "canonical"),
    "rhetoric": ("device", "device"),
}
_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')


def content(document: Document) -> str:
    """Vertical text of a document."""
    title = _quoted(document.meta.get("title", ""))
    date = _quoted(document.meta.get("date", ""))
    lines = [f'<doc id="{_quoted(document.id)}" title="{title}" date="{date}">']
    paragraph = 0
    for one in sentences(document):
        if one.paragraph != paragraph:
            lines += ["</p>"] if paragraph else []
            paragraph = one.paragraph
            unit = document.paragraphs[paragraph - 1]
            lines.append(f'<p id="p{paragraph}" {_places(unit)}>')
        lines += _sentence(document, one)
    return "\n".join([*lines, *(["</p>"] if paragraph else []), "</doc>"]) + "\n"


def document(content: str) -> Document:
    """Document 文档 that a vertical text of :func:`content` describes."""
    name = ""
    units: dict[str, list[Unit]] = {"p": [], "s": []}
    tokens: list[tuple[Unit, str]] = []
    spans: list[Span] = []
    for line in content.split("\n"):
        tag = re.match(r"<(\w+) (.*?)/?>$", line)
        fields = {k: html.unescape(v) for k, v in _ATTRIBUTE.findall(tag[2])} if tag else {}
        if not tag and "\t" in line:
            word, kind, start, end, part = line.split("\t")
            unit = Unit(int(start), int(end), int(part), kind)
            tokens.append((unit, html.unescape(word)))
        elif tag and tag[1] == "doc":
            name = fields["id"]
        elif tag and tag[1] in units:
            units[tag[1]].append(_unit(fields))
        elif tag and tag[1] == "space":
            tokens.append((_unit(fields), json.loads(fields["text"])))
        elif tag and tag[1] == "span":
            place = (int(fields["start"]), int(fields["end"]))
            spans.append(span(fields["layer"], *place, fields["fields"]))
    text = "".join(word for _, word in tokens)
    words = tuple(token for token, _ in tokens)
    tiles = (tuple(units["p"]), tuple(units["s"]), words)
    return Document(name, text, *tiles, tuple(sorted(spans, key=order)))


def _sentence(document: Document, one: Sentence) -> list[str]:
    """Lines of one sentence: its rows, its tokens, and the regions that nest within it."""
    text = document.text
    lines = [f'<s id="s{one.number}" {_places(one.unit)}>']
    for each in sorted(one.spans, key=order):
        place = f'layer="{each.layer}" start="{each.start}" end="{each.end}"'
        lines.append(f'<span {place} fields="{_quoted(each.json())}"/>')
    opening, closing = _regions(one)
    glued = False
    for token in one.tokens:
        word = text[token.start : token.end]
        if not word.strip():
            blank = _quoted(json.dumps(word))
            lines.append(f'<space {_places(token)} text="{blank}"/>')
        else:
            lines += opening.get(token.start, [])
            lines += ["<g/>"] if glued else []
            escaped = html.escape(word, quote=False)
            place = f"{token.start}\t{token.end}\t{token.part}"
            lines.append(f"{escaped}\t{token.tag}\t{place}")
            lines += closing.get(token.end, [])
        glued = bool(word.strip())
    return [*lines, "</s>"]


def _regions(one: Sentence) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    """Tags that open before a token and close after one, for the regions that nest properly."""
    starts, ends = [token.start for token in one.tokens], [token.end for token in one.tokens]
    kept: list[tuple[int, int, Span]] = []
    opened: list[tuple[int, int, Span]] = []  # of those kept, what is not over yet
    for each in sorted(one.spans, key=lambda s: (s.start, -s.end, s.layer)):
        if each.layer not in REGIONS or each.end > one.unit.end:
            continue
        start = starts[bisect_right(ends, each.start)]
        end = ends[bisect_left(starts, each.end) - 1]
        opened = [row for row in opened if row[1] > start]
        crossing = any(a < start and b < end for a, b, _ in opened)
        nested = any(end <= b and above.layer == each.layer for _, b, above in opened)
        if not crossing and not nested:
            kept.append((start, end, each))
            opened.append(kept[-1])
    kept.sort(key=lambda row: (row[0], -row[1]))
    opening: dict[int, list[str]] = {}
    closing: dict[int, list[str]] = {}
    for start, end, each in kept:
        tag, name = REGIONS[each.layer]
        value = dict(each.fields)[name] or ""
        opening.setdefault(start, []).append(f'<{tag} {name}="{_quoted(str(value))}">')
        closing.setdefault(end, []).insert(0, f"</{tag}>")
    return opening, closing


def _places(unit: Unit) -> str:
    tag = _quoted(unit.tag)
    return f'start="{unit.start}" end="{unit.end}" part="{unit.part}" tag="{tag}"'


def _unit(fields: dict[str, str]) -> Unit:
    return Unit(int(fields["start"]), int(fields["end"]), int(fields["part"]), fields["tag"])


def _quoted(text: str) -> str:
    return html.escape(" ".join(text.split("\n")), quote=True)
