r"""CoNLL-U (Universal Dependencies, version 2): one token a line, layers in comments and MISC.

Every sentence of the text is one block; HEAD and DEPREL are empty, because nothing here is
parsed. MISC holds ``SpaceAfter=No`` (Chinese has no space between words), the offsets ``Start``
and ``End``, and ``Spans``: the rows that cover the token, as layer:number. The rows themselves
are comment lines ``# span = …`` of the sentence in which they begin, offsets exact. White space
is in ``SpacesAfter`` with the escapes of UD (\s, \n, \t, \uXXXX), and whole in comments
``# space = …``, because a text may begin with it.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right

from huayu.export.document import Document, Span, Unit, order, span
from huayu.export.sentences import Sentence, sentences

# tags of jieba's dictionary (ICTCLAS) by first letter -> universal part of speech
UPOS = {
    **dict.fromkeys("ntsfqil", "NOUN"),
    **dict.fromkeys("abz", "ADJ"),
    **dict.fromkeys("uyhk", "PART"),
    **{"v": "VERB", "r": "PRON", "m": "NUM", "d": "ADV", "p": "ADP", "c": "CCONJ", "j": "PROPN"},
    **{"e": "INTJ", "o": "INTJ", "w": "PUNCT"},
}
_NAMES = {"mask": "PROPN", "residue": "PROPN", "nr": "PROPN", "ns": "PROPN", "nt": "PROPN"}
_ESCAPES = {" ": "\\s", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\\": "\\\\", "|": "\\p"}

Covering = dict[int, list[str]]  # start of a token: the rows that cover it


def content(document: Document) -> str:
    """CoNLL-U text of a document."""
    covering: Covering = {}
    starts = [token.start for token in document.tokens]
    for number, each in enumerate(document.spans, start=1):
        name = f"{each.layer}:{number}"
        for place in range(*_covered(document.tokens, starts, each)):
            covering.setdefault(document.tokens[place].start, []).append(name)
    blocks = [_block(document, one, covering) for one in sentences(document)]
    head = [f"# newdoc id = {document.id}", f"# paragraphs = {json.dumps(document.paragraphs)}"]
    return "\n".join(head) + "\n" + "\n".join(blocks) + "\n"


def document(content: str) -> Document:
    """Document 文档 that a CoNLL-U text of :func:`content` describes."""
    name = ""
    paragraphs: tuple[Unit, ...] = ()
    units: list[Unit] = []
    tokens: list[tuple[Unit, str]] = []
    spans: list[Span] = []
    for line in content.split("\n"):
        key, _, value = line[2:].partition(" = ") if line.startswith("# ") else ("", "", "")
        if key == "newdoc id":
            name = value
        elif key == "paragraphs":
            paragraphs = tuple(Unit(*row) for row in json.loads(value))
        elif key == "sentence":
            units.append(Unit(*json.loads(value)))
        elif key == "space":
            start, end, part, tag, text = json.loads(value)
            tokens.append((Unit(start, end, part, tag), text))
        elif key == "span":
            layer, start, end, fields = value.split(" ", 3)
            spans.append(span(layer, int(start), int(end), fields))
        elif re.match(r"\d+\t", line):
            tokens.append(_token(line.split("\t")))
    tokens.sort()
    text = "".join(form for _, form in tokens)
    words = tuple(token for token, _ in tokens)
    return Document(name, text, paragraphs, tuple(units), words, tuple(sorted(spans, key=order)))


def _covered(tokens: tuple[Unit, ...], starts: list[int], each: Span) -> tuple[int, int]:
    """First and last-but-one place of the tokens that a span touches."""
    return bisect_right(starts, each.start) - 1, bisect_left(starts, each.end)


def _block(document: Document, one: Sentence, covering: Covering) -> str:
    text, unit = document.text, one.unit
    lines = [f"# sent_id = {document.id}-s{one.number}"]
    lines += [f"# text = {_escaped(text[unit.start : unit.end].strip())}"]
    lines += [f"# sentence = {json.dumps(unit, ensure_ascii=False)}"]
    lines += [
        f"# span = {s.layer} {s.start} {s.end} {s.json()}" for s in sorted(one.spans, key=order)
    ]
    spaces = [t for t in one.tokens if not text[t.start : t.end].strip()]
    for token in spaces:
        row = [*token, text[token.start : token.end]]
        lines.append(f"# space = {json.dumps(row, ensure_ascii=False)}")
    words = [t for t in one.tokens if text[t.start : t.end].strip()]
    after = {t.start: text[t.start : t.end] for t in spaces}
    for number, token in enumerate(words, start=1):
        lines.append(_line(document, number, token, after.get(token.end, ""), covering))
    if not words:  # a block must have a word: an empty node stands for a blank line
        lines.append("0.1\t_\t_\t_\t_\t_\t_\t_\t_\tBlank=Yes")
    return "\n".join(lines) + "\n"


def _line(document: Document, number: int, token: Unit, after: str, covering: Covering) -> str:
    form = document.text[token.start : token.end]
    upos = _NAMES.get(token.tag) or _NAMES.get(token.tag[:2]) or UPOS.get(token.tag[:1], "X")
    misc = [f"Start={token.start}", f"End={token.end}", f"Part={token.part}"]
    misc += [f"SpacesAfter={_escaped(after)}" if after else "SpaceAfter=No"]
    if token.start in covering:
        misc.append(f"Spans={','.join(covering[token.start])}")
    xpos = token.tag or "_"
    fields = [number, form, form, upos, xpos, "_", "_", "_", "_", "|".join(misc)]
    return "\t".join(map(str, fields))


def _token(fields: list[str]) -> tuple[Unit, str]:
    misc = dict(item.split("=", 1) for item in fields[9].split("|"))
    tag = "" if fields[4] == "_" else fields[4]
    return Unit(int(misc["Start"]), int(misc["End"]), int(misc["Part"]), tag), fields[1]


def _escaped(text: str) -> str:
    r"""White space and control characters as UD writes them in MISC.

    >>> _escaped("好\u3000\n")
    '好\\u3000\\n'
    """
    return "".join(
        _ESCAPES.get(char) or (f"\\u{ord(char):04x}" if char.isspace() else char) for char in text
    )
