"""What the decisions on quotations are learned from: candidates of all gold texts with answers."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from houses import Reduced

from huayu import corpus, files
from huayu.agreement import benchmark

HOME = Path(__file__).resolve().parents[1]
GOLD = HOME / "corpus" / "gold"
OWN = "2021-city-secretary"  # its gold lies beside it


class Text(NamedTuple):
    """A gold text in a house that has not seen it; no ``lines`` where only marks were read."""

    group: str
    genre: str
    speech: corpus.Speech
    lines: list[dict[str, Any]] | None
    marks: list[dict[str, Any]]
    cues: list[dict[str, Any]]


@cache
def texts(folder: Path) -> tuple[Text, ...]:
    """All gold texts in a folder, each with the lexicons that only it attests left out."""
    with open(GOLD / "catalogue.csv", encoding="utf-8") as lines:
        table = {row["id"]: row for row in csv.DictReader(lines)}
    found = benchmark.texts([folder], HOME)
    own = corpus.load(OWN, HOME)
    said: dict[str, str] = defaultdict(str)
    for name, speech in {**found, OWN: own}.items():
        said[_group(table, name)] += speech.text + "\n"
    reduced = Reduced(said)
    base = HOME / "build" / "houses"  # their vectors are kept from run to run
    homes = {group: reduced.house(group, base / group.replace("/", "_")) for group in said}
    marks, cues = _lines("marks"), _lines("cues")
    rows = []
    for name, speech in found.items():
        group = _group(table, name)
        meta = {key: table[name][key] for key in ("speaker", "date") if table[name][key]}
        read = corpus.Speech(name, speech.text, meta, root=homes[group])
        lines = benchmark.lines(speech, "quotations", HOME)
        genre = table[name]["genre"] or "whole speeches, marks alone"
        rows.append(Text(group, genre, read, lines, marks.get(name, []), cues.get(name, [])))
    lines = corpus.gold(own, "quotations").to_dict("records")
    read = corpus.Speech(OWN, own.text, dict(own.meta), root=homes[OWN])
    return (*rows, Text(OWN, "inner-party speech", read, lines, [], []))


def _group(table: dict[str, dict[str, str]], name: str) -> str:
    return table[name]["of"] or name if name in table else name


def _lines(name: str) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in files.text(GOLD / f"{name}.jsonl").splitlines():
        row = json.loads(line)
        found[row["id"]].append(row)
    return found


def accepted(line: dict[str, Any], name: str) -> set:
    """What counts as right in a field: the gold value and the second reader's."""
    return {line[name], (line.get("alt") or {}).get(name, line[name])}


def sure(lines: Iterator[dict[str, Any]]) -> list[dict[str, Any]]:
    """Lines that both readers drew."""
    return [line for line in lines if line.get("agreed", True)]
