"""Rows 注释行 of the edition: every layer as the reader sees it, one kind of row for all."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from huayu.corpus import Speech
from huayu.layers import layer
from huayu.tables import plain

# layers of the edition in the order of their switches, and the field that divides each into kinds
LAYERS = {
    "headings": "kind",
    "quotations": "function",
    "rhetoric": "device",
    "formulas": "kind",
    "concepts": "group",
    "stance": "category",
    "idioms": None,
}
# what every row has, and what the page shows in a way of its own
_OWN = {"start", "end", "text", "part", "point", "zone", "corrected", "members", "slots", "concept"}


class Row(NamedTuple):
    """A row 注释行: its layer and kind, its span, where it stands, and what is known of it.

    ``pieces`` are the stretches that are highlighted: the members of a figure that has members,
    else the span; ``slots`` what fills the frame in each member.
    """

    layer: str
    kind: str
    start: int
    end: int
    part: int
    pieces: tuple[tuple[int, int], ...]
    slots: tuple[tuple[str, ...], ...]
    fields: tuple[tuple[str, str], ...]

    @property
    def key(self) -> str:
        """Class of the row in the page: its layer and kind, as a CSS identifier."""
        own = re.sub(r"[^\w-]", "_", self.kind)  # a lexicon of the reader's own may name it anyhow
        return f"{self.layer}-{own}" if own else self.layer


def rows(speech: Speech, names: tuple[str, ...] = tuple(LAYERS)) -> list[Row]:
    """Rows 注释行 of a speech, sorted by place, layer and kind."""
    made = [_row(name, plain(found)) for name in names for found in _records(speech, name)]
    return sorted(made, key=lambda row: (row.start, -row.end, row.layer, row.kind))


def _records(speech: Speech, name: str) -> list[dict[str, Any]]:
    return layer(speech, name).to_dict("records")


def _row(name: str, found: dict[str, Any]) -> Row:
    field = LAYERS[name]
    kind = found[field] if field else ""
    if name == "quotations" and found["form"] == "indirect":
        kind = "indirect"
    members = tuple((a, b) for a, b in found.get("members") or ())
    # a numeral's members are its list, not itself
    pieces = members if name == "rhetoric" and kind != "numeral" else ()
    slots = tuple(tuple(map(str, slot)) for slot in found.get("slots") or ())
    told = {k: v for k, v in found.items() if k not in _OWN and v not in (None, "", False, kind)}
    return Row(
        name,
        str(kind),
        found["start"],
        found["end"],
        found["part"],
        pieces or ((found["start"], found["end"]),),
        slots,
        tuple((k, f"{v:g}" if isinstance(v, float) else str(v)) for k, v in told.items()),
    )
