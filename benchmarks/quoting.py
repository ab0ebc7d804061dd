"""What the decisions on quotations are learned from: candidates of all gold texts with answers."""

from __future__ import annotations

import csv
import json
import tempfile
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
    said: dict[str, str] = defaultdict(str)
    for name, speech in found.items():
        said[table[name]["of"] or name] += speech.text + "\n"
    reduced = Reduced(said)
    base = Path(tempfile.mkdtemp(prefix="houses"))
    marks, cues = _lines("marks"), _lines("cues")
    rows = []
    for name, speech in found.items():
        group = table[name]["of"] or name
        house = reduced.house(group, base / group.replace("/", "_"))
        meta = {key: table[name][key] for key in ("speaker", "date") if table[name][key]}
        read = corpus.Speech(name, speech.text, meta, root=house)
        rows.append(
            Text(
                group,
                table[name]["genre"],
                read,
                benchmark.lines(speech, "quotations", HOME),
                marks.get(name, []),
                cues.get(name, []),
            )
        )
    return tuple(rows)


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
