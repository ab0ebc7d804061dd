"""W3C Web Annotation 网页标注 (Recommendation 2017): JSON-LD with text position selectors.

Every row is an annotation whose target is a span of the text, selected by position and by quote
with 16 characters on either side, so that it can be found again in another edition. The text
itself is the first item's ``TextualBody``; paragraphs and sentences are annotations with the
motivation *describing*. Tokens are not carried: ten thousands of annotations serve no reader.
"""

from __future__ import annotations

import json
from typing import Any

from huayu.export.document import Document, Span, Unit, order, span

CONTEXT = 16  # characters before and after a quote: enough to tell repeated phrases apart
_TILES = ("paragraphs", "sentences")


def content(document: Document) -> str:
    """JSON-LD 网页标注 of a document: an AnnotationCollection with one embedded page."""
    items = [_text(document)]
    for name in _TILES:
        items += [_tile(document, name, n, u) for n, u in enumerate(getattr(document, name), 1)]
    items += [_row(document, number, each) for number, each in enumerate(document.spans, 1)]
    collection = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": f"urn:huayu:{document.id}",
        "type": "AnnotationCollection",
        "label": document.meta.get("title", document.id),
        "total": len(items),
        "first": {"id": f"urn:huayu:{document.id}:page", "type": "AnnotationPage", "items": items},
    }
    return json.dumps(collection, ensure_ascii=False, indent=1) + "\n"


def document(content: str) -> Document:
    """Document 文档 that a JSON-LD of :func:`content` describes."""
    collection = json.loads(content)
    text, *items = collection["first"]["items"]
    tiles: dict[str, list[Unit]] = {name: [] for name in _TILES}
    spans: list[Span] = []
    for item in items:
        selector, body = item["target"]["selector"][0], item["body"]
        place = (selector["start"], selector["end"])
        if body["purpose"] == "describing":
            kept = json.loads(body["value"])
            tiles[body["layer"]].append(Unit(*place, kept["part"], kept["tag"]))
        else:
            spans.append(span(body["layer"], *place, body["value"]))
    name = collection["id"].removeprefix("urn:huayu:")
    paragraphs, sentences = (tuple(tiles[name]) for name in _TILES)
    rows = tuple(sorted(spans, key=order))
    return Document(name, text["body"]["value"], paragraphs, sentences, (), rows)


def _text(document: Document) -> dict[str, Any]:
    body = {"type": "TextualBody", "format": "text/plain", "language": "zh"}
    return {
        "id": f"urn:huayu:{document.id}:text",
        "type": "Annotation",
        "motivation": "describing",
        "body": {**body, "value": document.text},
        "target": f"urn:huayu:{document.id}",
    }


def _tile(document: Document, name: str, number: int, unit: Unit) -> dict[str, Any]:
    value = json.dumps({"part": unit.part, "tag": unit.tag}, ensure_ascii=False)
    anchor = f"{name[0]}{number}"  # p1, s1: the anchors of the reading edition
    return _annotation(document, anchor, name, "describing", value, unit.start, unit.end)


def _row(document: Document, number: int, each: Span) -> dict[str, Any]:
    anchor = f"{each.layer}-{number}"
    return _annotation(
        document, anchor, each.layer, "classifying", each.json(), each.start, each.end
    )


def _annotation(
    document: Document, anchor: str, name: str, purpose: str, value: str, start: int, end: int
) -> dict[str, Any]:
    text = document.text
    return {
        "id": f"urn:huayu:{document.id}:{anchor}",
        "type": "Annotation",
        "motivation": purpose,
        "body": {"type": "TextualBody", "purpose": purpose, "layer": name, "value": value},
        "target": {
            "source": f"urn:huayu:{document.id}",
            "selector": [
                {"type": "TextPositionSelector", "start": start, "end": end},
                {
                    "type": "TextQuoteSelector",
                    "exact": text[start:end],
                    "prefix": text[max(start - CONTEXT, 0) : start],
                    "suffix": text[end : end + CONTEXT],
                },
            ],
        },
    }
