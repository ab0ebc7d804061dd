"""Structure 篇章结构: headings, parts, points, paragraphs, sentences and clauses of a speech.

A small grammar in rooms, all of them on the folded text: ``units`` cuts it, ``paragraphs`` reads
its lines, ``markers`` knows the numbered openers, ``margins`` what stands around the body,
``topics`` the topic sentences without a number and ``frames`` what makes them stand together;
``outline`` puts all that in order, and ``signs`` reads the lexicon of closed classes that they
share. ``[[part]]`` entries of meta.toml overrule the parser.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd

from huayu import spans
from huayu.corpus import Speech
from huayu.folding import read
from huayu.structure import units
from huayu.structure.markers import is_by_word
from huayu.structure.outline import Heading, Outline, outline, overruled
from huayu.structure.signs import classes

PLACE = ("part", "point", "zone")
_LEAD = " \t\u00a0\u3000—"  # white space and dashes that a line may begin with


@spans.once
@read()
def headings(speech: Speech) -> pd.DataFrame:
    """Headings 标题 of a speech: title, salutation, openers of parts and points, closing.

    Parameters
    ----------
    speech : any speech; ``[[part]]`` entries of its meta.toml stand in for the parsed openers of
        their levels.

    Returns
    -------
    DataFrame with ``start, end, text, level, label, kind, part, point, zone``; level 1 is the
    highest used in the speech, ``label`` the number as written (一、, 第一，) or None, ``kind`` one
    of title, salutation, heading (a line of its own), run-in (the topic sentence of a paragraph
    or of a run of sentences) and closing.

    Notes
    -----
    Enumerations inside a paragraph and lists of items in one sentence (；) open nothing. A text
    without title and salutation whose first number is two or higher was cut out of a section: its
    first paragraphs stand under an opener that is not there. Missed: openers in words
    (首先…其次…), a first without a second, topic sentences in no series or whose series was cut
    off, and the end of a heading in a text whose lines were lost. Levels of unnumbered heading
    lines follow their order, not their type. Definitions: corpus/README.md, headings.

    >>> text = "同志们：\\n一、修好乡间的路\\n第一，先修桥。桥断了。\\n第二，再修路。路远。"
    >>> text += "\\n二、种好山上的树\\n树要年年种。"
    >>> headings(Speech("x", text))[["level", "label", "kind"]].values.tolist()[:3]
    [[1, None, 'salutation'], [1, '一、', 'heading'], [2, '第一，', 'run-in']]
    """
    rows = [(h.start, h.end, h.level, h.label, h.kind) for h in _outline(speech).headings]
    frame = spans.frame(speech.text, rows, ("level", "label", "kind"))
    return placed(speech, _labelled(frame.astype({"level": "int64"})))


@spans.once
@read()
def parts(speech: Speech) -> pd.DataFrame:
    """Parts 部分: the stretches that the numbered or line headings of level 1 open.

    Returns
    -------
    DataFrame with ``part`` (1, 2, 3 …), ``label``, ``title`` (the heading without its label, or
    the ``title`` of the ``[[part]]`` entry), ``start, end, text``; the last part ends where the
    notes and licence boxes under the body begin. Empty for a speech without such headings.

    >>> speech = Speech("x", "一、修路\\n路要修。\\n二、种树\\n树要种。\\n")
    >>> parts(speech)[["part", "title", "start", "end"]].values.tolist()
    [[1, '修路', 0, 10], [2, '种树', 10, 20]]
    """
    openers, _ = _openers(speech)
    edges = [h.start for h in openers[1:]] + [_outline(speech).tail][: len(openers)]
    titles = {each["start"]: each.get("title") for each in speech.meta.get("part", ())}
    rows = []
    for number, (head, end) in enumerate(zip(openers, edges, strict=True), start=1):
        own = speech.text[head.start + len(head.label or "") : head.end].strip().rstrip("。")
        rows.append((head.start, end, number, head.label, titles.get(head.start) or own))
    frame = spans.frame(speech.text, rows, ("part", "label", "title"))
    return _labelled(frame.astype({"part": "int64"}))[["part", "label", "title", *spans.SPAN]]


@spans.once
@read(tiles=True)
def paragraphs(speech: Speech) -> pd.DataFrame:
    """Paragraphs 段落: they tile the text.

    Returns
    -------
    DataFrame with ``start, end, text, part, point, zone``. Newlines and blank lines belong to the
    paragraph before, indentation to the one after.

    Notes
    -----
    Lines, blocks between blank lines, or 　　 on one line: see ``units.paragraph_cuts``.

    >>> paragraphs(Speech("x", "　　山路弯弯。\\n\\n　　水流长长。"))["text"].tolist()
    ['　　山路弯弯。\\n\\n', '　　水流长长。']
    """
    return placed(speech, _tiled(speech, units.paragraph_cuts(speech.text)))


@spans.once
@read(tiles=True)
def sentences(speech: Speech) -> pd.DataFrame:
    """Sentences 句: they tile the text, and end at 。！？…… with closing marks, or with the line.

    Returns
    -------
    DataFrame with ``start, end, text, kind, part, point, zone``; ``kind`` is title, salutation or
    heading for those lines, else sentence (run-in topic sentences and closings are sentences).

    Notes
    -----
    Marks inside “”, 《》 or （） that close in the same paragraph end nothing. A stop right before
    the closing mark ends the sentence with it (他说：“……。”), unless more of the sentence follows:
    a comma, 的, another stop, or whatever follows brackets that opened inside the sentence.

    >>> speech = Speech("x", "他问：“路修了吗？修到哪里？”大家（老张不在。）没有说话。天黑了。")
    >>> sentences(speech)["text"].tolist()
    ['他问：“路修了吗？修到哪里？”', '大家（老张不在。）没有说话。', '天黑了。']
    """
    told = classes(speech.lexicon).said_after
    frame = _tiled(speech, units.sentence_cuts(*_paragraphed(speech), told))
    whole = ("title", "salutation", "heading")
    kinds = {h.start: h.kind for h in _outline(speech).headings if h.kind in whole}
    kind = np.full(len(frame), "sentence", dtype=object)
    if kinds:
        kind[spans.within(list(kinds), frame)] = list(kinds.values())
    frame["kind"] = kind
    return placed(speech, frame)


@spans.once
@read(tiles=True)
def clauses(speech: Speech) -> pd.DataFrame:
    """Clauses 小句: they tile the text, and end where a sentence ends and at ，；：——.

    Returns
    -------
    DataFrame with ``start, end, text, part, point, zone``.

    Notes
    -----
    Unlike sentences, clauses are cut inside quotation marks and brackets too; 、 cuts nothing,
    nor do ， ： and . inside numbers.

    >>> clauses(Speech("x", "路要修，桥要架；“水要清，山要绿。”大家——都来。"))["text"].tolist()
    ['路要修，', '桥要架；', '“水要清，', '山要绿。”', '大家——', '都来。']
    """
    return placed(speech, _tiled(speech, units.clause_cuts(*_paragraphed(speech))))


def placed(speech: Speech, frame: pd.DataFrame) -> pd.DataFrame:
    """Place 所在位置: a layer with part, point and zone, read off its ``start``.

    Parameters
    ----------
    speech : the speech that the layer points into.
    frame : a DataFrame with a column ``start``.

    Returns
    -------
    The frame with ``part`` (1, 2, 3 …; 0 before the first), ``point`` (ordinal of the opener of
    level 2 within its part; 0 before the first) and ``zone``: front (title, salutation, preamble
    before the first part), body, closing (the closing, and notes or licence boxes after it). A
    speech without parts is body from its first paragraph on, part 0.

    >>> speech = Speech("x", "同志们：\\n讲两件事。\\n一、修路\\n路要修。\\n二、种树\\n树要种。")
    >>> placed(speech, pd.DataFrame({"start": [0, 16, 28]}))[["part", "zone"]].values.tolist()
    [[0, 'front'], [1, 'body'], [2, 'body']]
    """
    places = _places(speech.as_read)
    edges = [speech.folded.first(place[0]) for place in places]
    row = np.searchsorted(edges, frame["start"].to_numpy(), "right") - 1
    frame = frame.copy()
    for column, name in enumerate(PLACE, start=1):
        values = np.array([place[column] for place in places], dtype=object)[row]
        frame[name] = values if name == "zone" else values.astype("int64")
    return frame


def _labelled(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with None, not NaN, where an opener has no label."""
    label = frame["label"].astype(object)
    frame["label"] = label.where(label.notna(), None)
    return frame


@lru_cache(maxsize=32)
def _outline(speech: Speech) -> Outline:
    known = classes(speech.lexicon)
    found = outline(known, speech.text)
    return overruled(known, speech.text, found, speech.meta.get("part", ()))


def _paragraphed(speech: Speech) -> tuple[str, list[tuple[int, int]]]:
    """The text and the spans of its paragraphs."""
    return speech.text, spans.tiles(units.paragraph_cuts(speech.text), len(speech.text))


def _tiled(speech: Speech, cuts: list[int]) -> pd.DataFrame:
    return spans.frame(speech.text, spans.tiles(cuts, len(speech.text)))


def _openers(speech: Speech) -> tuple[list[Heading], list[Heading]]:
    """Openers of parts, of level 1, and of points, of level 2.

    一是, 二是 open points whatever their level is, but for those that meta.toml makes parts.
    """
    given = {entry["start"] for entry in speech.meta.get("part", ())}
    heads = [h for h in _outline(speech).headings if h.kind in ("heading", "run-in")]
    by_word = {h for h in heads if is_by_word(h.label) and h.start not in given}
    parts = [h for h in heads if h.level == 1 and h not in by_word]
    return parts, [h for h in heads if h.level == 2 or h.level == 1 and h in by_word]


@lru_cache(maxsize=32)
def _places(speech: Speech) -> list[tuple[int, int, int, str]]:
    """Offsets at which part, point or zone change, each with the three from there on."""
    found = _outline(speech)
    parts, points = _openers(speech)
    body = parts[0].start if parts else found.body
    closing = next((h.start for h in found.headings if h.kind == "closing"), found.tail)
    marks = [(h.start, "part") for h in parts] + [(h.start, "point") for h in points]
    marks += [(body, "body"), (max(body, min(closing, found.tail)), "closing")]
    part, point, zone = 0, 0, "front"
    places = [(0, part, point, zone)]
    for start, what in sorted(marks):
        if what == "part":
            part, point = part + 1, 0
        elif what == "point":
            point += 1
        elif zone != "closing":
            zone = what
        # what a line begins with before its opener is of its sentence, and so of what it opens
        places.append((len(speech.text[:start].rstrip(_LEAD)), part, point, zone))
    return places
