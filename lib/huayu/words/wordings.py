"""Concepts 概念: the wordings that official discourse uses for one another, read as one thing."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from huayu import corpus, spans, structure
from huayu.files import Fault
from huayu.files import text as content
from huayu.words.matching import Matcher, bare


class Concept(NamedTuple):
    """A concept 概念: its stable id, its names in Chinese and English, and its group's id."""

    concept: str
    zh: str
    en: str
    group: str


@spans.once
def concepts(speech: corpus.Speech) -> pd.DataFrame:
    """Concepts 概念 of a speech: every wording of corpus/lexicons/concepts.toml that stands in it.

    Returns
    -------
    DataFrame: ``start, end, text, concept, zh, en, group, part, point, zone``. ``concept`` is the
    id, ``zh`` and ``en`` its labels, ``group`` the id of its group.

    Raises
    ------
    Fault : concepts.toml is not TOML, a concept lacks a field or names an unknown group, or one
        wording stands under two concepts.

    Notes
    -----
    A layer of its own beside the formulas: the longest wording wins, none overlaps another, and
    none begins or ends inside a word of the dictionary. It sees wordings, not thoughts: a concept
    that is paraphrased or referred to by 这 is not found.

    >>> from huayu.corpus import Speech
    >>> concepts(Speech("x", "要坚持全面从严治党。"))["text"].tolist()
    ['全面从严治党']
    """
    rows = [(start, end, *concept) for start, end, concept in _matcher().spans(speech)]
    return structure.placed(speech, spans.frame(speech.text, rows, Concept._fields))


def listed_concepts(path: Path | None = None) -> dict[str, Concept]:
    """Wordings 用语 of concepts.toml, each with the concept that it names."""
    path = path or corpus.lexicon("concepts.toml")
    try:
        table = tomllib.loads(content(path))
    except tomllib.TOMLDecodeError as error:
        raise Fault(path, f"is not TOML ({error})", "mend the line that it names") from None
    groups = {group.get("id") for group in table.get("group", ())}
    listed: dict[str, Concept] = {}
    for entry in table.get("concept", ()):
        concept = _concept(path, entry, groups)
        for wording in entry["wordings"]:
            other = listed.setdefault(bare(wording)[0], concept)
            if other != concept:
                what = f"wording {wording} stands under {other.concept} and {concept.concept}"
                raise Fault(path, what, "leave it under one of them")
    return listed


def _concept(path: Path, entry: dict[str, Any], groups: set[str]) -> Concept:
    for field in ("id", "zh", "en", "group", "wordings"):
        if not entry.get(field):
            name = entry.get("id", "without an id")
            raise Fault(path, f"concept {name} has no {field}", f"add {field} = …")
    if entry["group"] not in groups:
        what = f"group {entry['group']} of concept {entry['id']} is unknown"
        raise Fault(path, what, "add it as a [[group]] or correct it")
    return Concept(entry["id"], entry["zh"], entry["en"], entry["group"])


@lru_cache(maxsize=1)
def _matcher() -> Matcher[Concept]:
    return Matcher(listed_concepts())
