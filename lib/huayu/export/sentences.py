"""Sentences with their words 句与词, for the formats that write a sentence at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from huayu.export.document import Document, Span, Unit


class Sentence(NamedTuple):
    """A sentence 句, numbered from 1, with its tokens and the spans that begin in it."""

    number: int
    unit: Unit
    paragraph: int
    tokens: list[Unit]
    spans: list[Span]


def sentences(document: Document) -> Iterator[Sentence]:
    """Sentences 句 of a document in order, numbered like the anchors of the reading edition."""
    token = paragraph = row = 0
    spans = sorted(document.spans, key=lambda span: span.start)
    for number, unit in enumerate(document.sentences, start=1):
        first, begin = token, row
        while token < len(document.tokens) and document.tokens[token].start < unit.end:
            token += 1
        while row < len(spans) and spans[row].start < unit.end:
            row += 1
        while document.paragraphs[paragraph].end <= unit.start:
            paragraph += 1
        words = list(document.tokens[first:token])
        yield Sentence(number, unit, paragraph + 1, words, spans[begin:row])
