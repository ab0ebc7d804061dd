"""Concepts 概念: wordings that official discourse uses for one another, read as one thing."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from huayu.files import Fault
from huayu.lexicon import Lexicon, once

FILE = "concepts.toml"


class Concept(NamedTuple):
    """A concept 概念: its stable id, its names in Chinese and English, and its group's id."""

    concept: str
    zh: str
    en: str
    group: str


@once
def wordings(lexicon: Lexicon) -> dict[str, Concept]:
    """Wordings 用语 of concepts.toml, bare, each with the concept that it names.

    Raises
    ------
    Fault : the file is not TOML, a concept lacks a field or names an unknown group, or one
        wording stands under two concepts.
    """
    path, table = lexicon.path(FILE), lexicon.tables(FILE)
    for group in table.get("group", ()):
        for field in ("id", "zh", "en"):
            if not isinstance(group.get(field), str):
                name = group.get("id", "without an id")
                raise Fault(path, f"group {name} has no {field}", f'add {field} = "…"')
    known = {group["id"] for group in table.get("group", ())}
    listed: dict[str, Concept] = {}
    for entry in table.get("concept", ()):
        concept = _concept(path, entry, known)
        for wording in entry["wordings"]:
            other = listed.setdefault(lexicon.bare(wording)[0], concept)
            if other != concept:
                what = f"wording {wording} stands under {other.concept} and {concept.concept}"
                raise Fault(path, what, "leave it under one of them")
    return listed


def groups(lexicon: Lexicon) -> dict[str, tuple[str, str]]:
    """Groups 概念组 of concepts.toml: {id: (Chinese name, English name)}.

    >>> from huayu.lexicon import of
    >>> groups(of())["reform"]
    ('改革', 'reform')
    """
    named = lexicon.tables(FILE).get("group", ())
    return {group["id"]: (group["zh"], group["en"]) for group in named}


def _concept(path: Path, entry: dict[str, Any], groups: set[str]) -> Concept:
    for field in ("id", "zh", "en", "group", "wordings"):
        value = entry.get(field)
        if field == "wordings":
            parts = value if isinstance(value, list) else [None]
        else:
            parts = [value]
        if not value or not all(isinstance(part, str) and part for part in parts):
            name = entry.get("id", "without an id")
            raise Fault(path, f"concept {name} has no {field} that can be read", f"add {field} = …")
    if entry["group"] not in groups:
        what = f"group {entry['group']} of concept {entry['id']} is unknown"
        raise Fault(path, what, "add it as a [[group]] or correct it")
    return Concept(entry["id"], entry["zh"], entry["en"], entry["group"])
