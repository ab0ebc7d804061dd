"""WebAnno TSV 3.3, the exchange format of INCEpTION: out to annotators, and back.

One custom span layer ``webanno.custom.<Layer>`` per layer, one string feature per field. Offsets
are UTF-16 code units, as Java counts them. A row that begins or ends inside a token has sub-token
lines. White space is no token; the text is whole in the ``#Text`` lines. The format has no
paragraphs, and INCEpTION makes its own tokens and tags, so tiles and parts are not carried.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from itertools import accumulate
from typing import Any

from huayu.export.document import FIELDS, Document, Span, Unit, frozen, order
from huayu.export.sentences import Sentence, sentences
from huayu.files import Fault

_SPECIAL = re.compile(r"->|[\\\[\]|_;*]")
_PIECES = re.compile(r"((?:\\.|[^\\|\[])*)(?:\[(\d+)\])?(?:\||$)")
_TEXT = {"\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_BACK = {"n": "\n", "t": "\t", "r": "\r"}
_PREFIX = "webanno.custom."
Columns = tuple[str, tuple[str, ...]]  # a layer and its fields, in the order of the header
Key = tuple[str, int]  # a layer and the number of a row in it
# start of a token: the stretches of it that rows cover, with those rows, numbered
Pieces = dict[int, dict[tuple[int, int], list[tuple[int, Span]]]]


def content(document: Document) -> str:
    """WebAnno TSV of a document."""
    names = [name for name in FIELDS if any(s.layer == name for s in document.spans)]
    head = ["#FORMAT=WebAnno TSV 3.3"]
    head += [f"#T_SP={'|'.join([_PREFIX + n.capitalize(), *FIELDS[n]])}" for n in names]
    units = _utf16(document.text)
    pieces = _pieces(document)
    blocks = [_block(document, one, names, pieces, units) for one in sentences(document)]
    return "\n".join([*head, "", "", "\n".join(blocks)])


def document(content: str) -> Document:
    """Document 文档 of a WebAnno TSV: its text and its spans; tiles are empty."""
    texts = [line[6:] for line in content.split("\n") if line.startswith("#Text=")]
    text = "".join(re.sub(r"\\(.)", lambda m: _BACK.get(m[1], m[1]), line) for line in texts)
    return Document("", text, (), (), (), tuple(sorted(spans(content, text), key=order)))


def spans(content: str, text: str) -> list[Span]:
    """Rows 标注行 of a WebAnno TSV, with offsets into ``text`` in code points.

    Raises
    ------
    Fault : a line is no WebAnno TSV, or its token is not at its place in the text.
    """
    layers: list[Columns] = []
    ends: dict[Key, list[int]] = {}
    values: dict[Key, dict[str, str | None]] = {}
    points = {unit: point for point, unit in enumerate(_utf16(text))}
    for number, line in enumerate(content.split("\n"), start=1):
        if line.startswith("#T_SP="):
            name, *fields = line[6:].split("|")
            layer = name.removeprefix(_PREFIX).lower()
            if layer in dict(layers):
                what, mend = f"declares {layer} twice", "export it from INCEpTION again"
                raise Fault("WebAnno TSV", what, mend, number)
            layers.append((layer, tuple(fields)))
        elif re.match(r"\d+-\d+", line):
            _read(line, number, layers, (text, points), ends, values)
    return [
        Span(name, start, end, _fields(dict(layers)[name], values[name, key]))
        for (name, key), (start, end) in ends.items()
    ]


def _read(
    line: str,
    number: int,
    layers: list[Columns],
    place: tuple[str, dict[int, int]],
    ends: dict[Key, list[int]],
    values: dict[Key, dict[str, str | None]],
) -> None:
    """One token line: widen the rows that cover it, keep their values, which all tokens share."""
    text, points = place
    try:
        _, offsets, form, *cells = line.split("\t")
        start, end = (points[int(offset)] for offset in offsets.split("-"))
    except (ValueError, KeyError):
        raise Fault("WebAnno TSV", "is broken", "export it from INCEpTION again", number) from None
    if _escaped(text[start:end]) != form:
        raise Fault("WebAnno TSV", f"{form!r} is not at {start}", "it is of another text", number)
    column = 0
    for name, fields in layers:
        width = max(len(fields), 1)
        for place_in, cell in enumerate(cells[column : column + width]):
            for value, key in [] if cell == "_" else _cell(cell):
                # without a number the annotation is this token's alone
                row = (name, int(key) if key else -number)
                low, high = ends.get(row, (start, end))
                ends[row] = [min(low, start), max(high, end)]
                known = values.setdefault(row, {})
                if fields and known.setdefault(fields[place_in], value) != value:
                    what = f"gives one row two values of {fields[place_in]}, the second {value!r}"
                    raise Fault("WebAnno TSV", what, "change all its tokens", number)
        column += width


def _cell(cell: str) -> list[tuple[str | None, str | None]]:
    r"""Stacked values of a cell with their numbers.

    >>> _cell(r"a\_b[3]|*[4]")
    [('a_b', '3'), (None, '4')]
    """
    found = []
    for piece in _PIECES.finditer(cell):
        if piece[0]:
            value = None if piece[1] == "*" else re.sub(r"\\(->|.)", r"\1", piece[1])
            found.append((value, piece[2]))
    return found


def _fields(names: tuple[str, ...], values: dict[str, str | None]) -> tuple[tuple[str, Any], ...]:
    said = ((name, values.get(name)) for name in names)
    return tuple((name, None if value is None else _typed(name, value)) for name, value in said)


def _typed(name: str, value: str) -> Any:
    if name == "members":
        return frozen(json.loads(value))
    return int(value) if name in ("level", "strength") else value


def _utf16(text: str) -> list[int]:
    """UTF-16 offset of each code point, and of the end."""
    return list(accumulate((1 + (char > "\uffff") for char in text), initial=0))


def _pieces(document: Document) -> Pieces:
    starts = [token.start for token in document.tokens]
    found: Pieces = defaultdict(lambda: defaultdict(list))
    for number, each in enumerate(document.spans, start=1):
        first, last = bisect_right(starts, each.start) - 1, bisect_left(starts, each.end)
        for token in document.tokens[first:last]:
            stretch = (max(token.start, each.start), min(token.end, each.end))
            found[token.start][stretch].append((number, each))
    return found


def _block(
    document: Document, one: Sentence, names: list[str], pieces: Pieces, units: list[int]
) -> str:
    text = document.text
    lines = [f"#Text={_escaped(text[one.unit.start : one.unit.end])}"]
    words = [t for t in one.tokens if text[t.start : t.end].strip() or _edged(t, pieces)]
    for place, token in enumerate(words, start=1):
        stretches = pieces.get(token.start, {})
        whole = (token.start, token.end)
        inner = sorted(stretch for stretch in stretches if stretch != whole)
        for part, (start, end) in enumerate([whole, *inner]):
            label = f"{one.number}-{place}" + (f".{part}" if part else "")
            cells = _cells(names, stretches.get((start, end), []))
            place_16 = f"{units[start]}-{units[end]}"
            lines.append("\t".join([label, place_16, _escaped(text[start:end]), *cells, ""]))
    return "\n".join(lines) + "\n"


def _edged(token: Unit, pieces: Pieces) -> bool:
    """Whether a row begins or ends with this white space, which then has to be a token."""
    rows = [each for found in pieces.get(token.start, {}).values() for _, each in found]
    return any(each.start >= token.start or each.end <= token.end for each in rows)


def _escaped(text: str) -> str:
    return "".join(_TEXT.get(char, char) for char in text)


def _cells(names: list[str], rows: list[tuple[int, Span]]) -> list[str]:
    """Cells of one line: for each layer one per field, or one for a layer without fields."""
    cells = []
    for name in names:
        here = [(number, dict(each.fields)) for number, each in rows if each.layer == name]
        for field in FIELDS[name] or ("",):
            stacked = [f"{_value(fields.get(field))}[{number}]" for number, fields in here]
            cells.append("|".join(stacked) or "_")
    return cells


def _value(value: Any) -> str:
    if value is None:
        return "*"
    text = value if isinstance(value, str) else json.dumps(value)
    return _SPECIAL.sub(lambda found: "\\" + found[0], text)
