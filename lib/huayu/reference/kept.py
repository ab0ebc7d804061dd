"""Kept counts 留存计数: what a speech of the corpus counts, kept in build/ till it changes."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from huayu import corpus
from huayu import kept as layers
from huayu.corpus import Speech
from huayu.files import Fault, sha256, write
from huayu.reference.features import Reference, counted, entry, packed, references, unpacked

NAME = "counts.jsonl.gz"


def kept(speech: Speech) -> Reference:
    """Counts 频次 of a speech by segments, read as all are read that are compared.

    A list of the speech's own is laid aside (``speech.common``), its corrections are not. Those of
    a folder of the corpus are counted once and kept as ``build/<id>/counts.jsonl.gz`` until text,
    corrections, word lists, encoder or code are others: a hundred speeches are compared at the
    price of reading a hundred files. A public speech whose counts are shipped, of the same text,
    made with the same lists, and not corrected, is not counted again; its counts are by parts.

    >>> kept(Speech("x", "干部要担当。干部要作为。")).counts("words")["干部"]
    2
    """
    alike = speech.common
    known = {**alike.meta, "id": alike.id, "kind": kind(alike), "sha256": sha256(alike.text)}
    if alike.folder is None:
        return counted(known, alike, "segments")
    if shipped := _shipped(alike, known["sha256"]):
        return _named(shipped, tuple(entry(known).items()))
    state = _state(alike)
    path = (alike.root or corpus.root()) / "build" / alike.id / NAME
    found = _whole(path)
    if found is None or found.lexicon != state:
        found = replace(counted(known, alike, "segments"), lexicon=state)
        with suppress(OSError, Fault):  # a house that cannot be written to keeps nothing
            write(path, packed([found]))
            (found,) = unpacked(path)
    return found


def kind(speech: Speech) -> str:
    """Kind 类别 of a speech as the references have it: its occasion, unless it is constructed."""
    return str(speech.meta.get("kind" if speech.constructed else "occasion", ""))


@lru_cache(maxsize=256)  # so that the same counts are one thing, and one sample
def _named(counts: Reference, known: tuple[tuple[str, str], ...]) -> Reference:
    """Counts under what is known of the text at hand."""
    return replace(counts, entry=dict(known))


def _shipped(speech: Speech, digest: str) -> Reference | None:
    """The shipped counts of the same text, made with the same lists; None where it is corrected."""
    if speech.state:
        return None
    same = (one for one in references(speech.root) if one.entry["sha256"] == digest)
    return next((one for one in same if one.lexicon == speech.lexicon.digest), None)


def _whole(path: Path) -> Reference | None:
    """What was kept; None where it is not there or was damaged, and is to be counted again."""
    try:
        (found,) = unpacked(path) if path.is_file() else (None,)
    except (Fault, ValueError):
        return None
    return found


def _state(speech: Speech) -> str:
    """Digest of all that the counts of a speech come from."""
    assert speech.folder is not None
    sheet = speech.folder / "corrections.csv"
    corrected = sha256(sheet.read_bytes()) if sheet.is_file() else ""
    return sha256(layers.state(speech) + corrected)
