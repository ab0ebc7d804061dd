"""Document 文档: what every export carries, and what every import must give back."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from huayu.corpus import Speech
from huayu.layers import layer
from huayu.tables import plain

# layer -> the fields that leave the house; the rest (scores, reasons) is for the reader of tables
FIELDS = {
    "headings": ("level", "label", "kind"),
    "quotations": ("form", "function", "speaker", "cue", "source_hint"),
    "rhetoric": ("device", "members", "scope"),
    "formulas": ("canonical", "kind"),
    "concepts": ("concept",),
    "idioms": (),
}


class Unit(NamedTuple):
    """A tile 单位 of the text: paragraph, sentence or token, with its part and its tag or kind."""

    start: int
    end: int
    part: int
    tag: str


class Span(NamedTuple):
    """A row 标注 of a layer: its span, and its fields as (name, value) pairs of plain values."""

    layer: str
    start: int
    end: int
    fields: tuple[tuple[str, Any], ...] = ()

    def json(self) -> str:
        """The fields as one line of JSON, in the order of :data:`FIELDS`."""
        return json.dumps(dict(self.fields), ensure_ascii=False)


@dataclass(frozen=True)
class Document:
    """A text 文档 with its tiles (paragraphs, sentences, tokens) and its spans, by layer and place.

    Two documents are equal when text, tiles and spans are: that is the proof of an export.
    """

    id: str
    text: str
    paragraphs: tuple[Unit, ...]
    sentences: tuple[Unit, ...]
    tokens: tuple[Unit, ...]
    spans: tuple[Span, ...]
    meta: dict[str, Any] = field(default_factory=dict, compare=False)


def document(speech: Speech) -> Document:
    """Document 文档 of a speech: every layer as corrected by the researcher."""
    spans = [
        Span(name, row["start"], row["end"], tuple((f, frozen(plain(row[f]))) for f in fields))
        for name, fields in FIELDS.items()
        for row in layer(speech, name).to_dict("records")
    ]
    return Document(
        speech.id,
        speech.text,
        _units(speech, "paragraphs", None),
        _units(speech, "sentences", "kind"),
        _units(speech, "tokens", "tag"),
        tuple(sorted(spans, key=order)),
        {name: value for name, value in speech.meta.items() if isinstance(value, str)},
    )


def order(span: Span) -> tuple[str, int, int, str]:
    """Sort key of spans: layer, start, longer first, fields."""
    return (span.layer, span.start, -span.end, span.json())


def span(name: str, start: int, end: int, fields: str) -> Span:
    """A span from its fields as JSON: what :meth:`Span.json` wrote."""
    pairs = json.loads(fields).items()
    return Span(name, start, end, tuple((field, frozen(value)) for field, value in pairs))


def frozen(value: Any) -> Any:
    """A list as a tuple, all the way down, so that spans can be compared and hashed.

    >>> frozen([[1, 2], "a"])
    ((1, 2), 'a')
    """
    return tuple(map(frozen, value)) if isinstance(value, list) else value


def _units(speech: Speech, name: str, tag: str | None) -> tuple[Unit, ...]:
    rows = layer(speech, name)
    tags = rows[tag] if tag else [""] * len(rows)
    columns = (rows["start"], rows["end"], rows["part"], tags)
    return tuple(Unit(int(s), int(e), int(p), t) for s, e, p, t in zip(*columns, strict=True))
