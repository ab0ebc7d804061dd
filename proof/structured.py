"""Structured mutation 结构变异: files that are still of their kind, with one thing in them amiss.

Bytes changed at random mostly end at the first check of a reader. Here a sound file is taken apart
as its format has it (members and elements, cells, values, objects), some of its parts are dropped,
doubled, moved, renamed or given another value, and it is put together again.
"""

from __future__ import annotations

import csv
import io
import json
import random
import re
import zipfile
from collections.abc import Callable
from typing import Any

from lxml import etree, html

ODD = (
    "", "0", "-1", "1e9", "99999999999999999999", "x", "true", "../x", "﻿", "\u202e改", "改革", "#",
    "&", "<", "a" * 5000, "𠮷", "2020-13-45", "%00", "http://x/", "16385", "FFFFFFFF",
)  # fmt: skip
MOST = 4  # changes of one file


def known(name: str) -> bool:
    """Whether files of a name's kind can be changed so."""
    return name.rpartition(".")[2] in MUTATIONS


def mutated(name: str, data: bytes, rng: random.Random) -> bytes:
    """The bytes of a file of a name's kind with some of its parts changed."""
    return MUTATIONS[name.rpartition(".")[2]](data, rng)


def _package(data: bytes, rng: random.Random) -> bytes:
    """A package (docx, xlsx, epub) with some elements of one member changed, or a member gone."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {one: archive.read(one) for one in archive.namelist()}
    trees = sorted(one for one in members if one.endswith((".xml", ".rels", ".opf", ".xhtml")))
    # what a text is made of is more than half of the cases
    chosen = rng.choice([*trees, *["word/document.xml"] * len(trees)])
    chosen = chosen if chosen in members else rng.choice(trees)
    if rng.random() < 0.05:
        del members[chosen]
    else:
        members[chosen] = _xml(members[chosen], rng)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for one, content in members.items():
            archive.writestr(one, content)
    return out.getvalue()


def _xml(data: bytes, rng: random.Random) -> bytes:
    root = etree.fromstring(data)
    _elements(root, rng)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def _page(data: bytes, rng: random.Random) -> bytes:
    root = html.document_fromstring(data.decode("utf-8"))
    _elements(root, rng)
    return html.tostring(root, encoding="utf-8")


def _elements(root: Any, rng: random.Random) -> None:
    """Change some elements of a tree in place."""
    for _ in range(rng.randint(1, MOST)):
        nodes = [node for node in root.iter() if isinstance(node.tag, str)]
        node, other = rng.choice(nodes), rng.choice(nodes)
        parent = node.getparent()
        change = rng.randrange(7)
        if change == 0 and parent is not None:
            parent.remove(node)
        elif change == 1 and parent is not None:
            parent.insert(rng.randrange(len(parent) + 1), etree.fromstring(etree.tostring(node)))
        elif change == 2 and other not in (node, *node.iterdescendants()) and parent is not None:
            other.append(node)
        elif change == 3:
            node.tag = other.tag
        elif change == 4 and node.attrib:
            node.attrib[rng.choice(list(node.attrib))] = rng.choice(ODD)
        elif change == 5 and node.attrib:
            del node.attrib[rng.choice(list(node.attrib))]
        else:
            node.text = rng.choice(ODD)


def _table(data: bytes, rng: random.Random) -> bytes:
    rows = list(csv.reader(io.StringIO(data.decode("utf-8"), newline="")))
    for _ in range(rng.randint(1, MOST)):
        if not rows:
            break
        row = rng.choice(rows)
        change = rng.randrange(5)
        if change == 0:
            rows.remove(row)
        elif change == 1:
            rows.insert(rng.randrange(len(rows) + 1), [*row])
        elif change == 2 and row:
            del row[rng.randrange(len(row))]
        elif change == 3:
            row.insert(rng.randrange(len(row) + 1), rng.choice(ODD))
        elif row:
            row[rng.randrange(len(row))] = rng.choice(ODD)
    out = io.StringIO()
    style = {"lineterminator": rng.choice(["\n", "\r\n"]), "delimiter": rng.choice(",,,,;\t")}
    csv.writer(out, **style).writerows(rows)
    said = out.getvalue()
    return (said.replace('"', "", 1) if rng.random() < 0.1 else said).encode()


def _lines(data: bytes, rng: random.Random) -> bytes:
    """JSON lines, or a JSON file, with some values changed."""
    said, made = data.decode("utf-8"), []
    try:
        values = [json.loads(said)]
    except json.JSONDecodeError:
        values = [json.loads(line) if line.strip() else {} for line in said.split("\n")]
    for value in values:
        for _ in range(rng.randint(1, MOST)):
            value = _value(value, rng)
        made.append(json.dumps(value))
    return "\n".join(made).encode()


def _value(value: Any, rng: random.Random) -> Any:
    """A nest of lists and objects with one place of it changed."""
    if isinstance(value, dict | list) and value and rng.random() < 0.9:
        places = list(value) if isinstance(value, dict) else list(range(len(value)))
        place = rng.choice(places)
        if rng.random() < 0.15:
            del value[place]
        else:
            value[place] = _value(value[place], rng)
        return value
    numbers = (0, -1, 10**30, 0.5, float("nan"), True, None)
    return rng.choice([rng.choice(ODD), rng.choice(numbers), [], {}, [value], {"a": value}])


def _objects(data: bytes, rng: random.Random) -> bytes:
    """A PDF with objects dropped, doubled or swapped, or names and numbers in them changed."""
    objects = re.findall(rb"(?s)\d+ \d+ obj.*?endobj\s*", data)
    for _ in range(rng.randint(1, MOST)):
        one, other = rng.choice(objects), rng.choice(objects)
        change = rng.randrange(4)
        if change == 0:
            data = data.replace(one, b"", 1)
        elif change == 1:
            data = data.replace(one, other, 1)
        else:
            words = [*re.finditer(rb"/\w+|\b\d+\b", one)]
            if words:
                word = rng.choice(words)
                new = rng.choice([rng.choice(words)[0], b"-1", b"99999999999", b"/X", b"null"])
                data = data.replace(one, one[: word.start()] + new + one[word.end() :], 1)
    return data


MUTATIONS: dict[str, Callable[[bytes, random.Random], bytes]] = {
    "docx": _package, "xlsx": _package, "epub": _package, "xml": _xml, "html": _page,
    "csv": _table, "jsonl": _lines, "json": _lines, "jsonld": _lines, "pdf": _objects,
}  # fmt: skip
