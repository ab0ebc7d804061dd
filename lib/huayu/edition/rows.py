"""Rows 注释行 of the edition: every layer as the reader sees it, one kind of row for all."""

from __future__ import annotations

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
# what a row is called in the counts; its other fields are shown when it is pointed at
NAMES = {
    "headings": "text",
    "quotations": "speaker",
    "rhetoric": "device",
    "formulas": "canonical",
    "concepts": "zh",
    "stance": "subcategory",
    "idioms": "idiom",
}
# what every row has, and what the page shows in a way of its own
_OWN = {"start", "end", "text", "part", "point", "zone", "corrected", "members", "slots"}


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
    name: str
    pieces: tuple[tuple[int, int], ...]
    slots: tuple[tuple[str, ...], ...]
    fields: tuple[tuple[str, str], ...]

    @property
    def key(self) -> str:
        """Class of the row in the page: its layer and kind, as a CSS identifier."""
        return f"{self.layer}-{self.kind}" if self.kind else self.layer


def rows(speech: Speech, names: tuple[str, ...] = tuple(LAYERS)) -> list[Row]:
    """Rows 注释行 of a speech, sorted by place, layer and kind."""
    made = [_row(name, plain(found)) for name in names for found in _records(speech, name)]
    return sorted(made, key=lambda row: (row.start, -row.end, row.layer, row.kind))


def _records(speech: Speech, name: str) -> list[dict]:
    return layer(speech, name).to_dict("records")


def _row(name: str, found: dict[str, Any]) -> Row:
    kind = found[LAYERS[name]] if LAYERS[name] else ""
    if name == "quotations" and found["form"] == "indirect":
        kind = "indirect"
    members = tuple((a, b) for a, b in found.get("members") or ())
    # a numeral's members are its list, not itself
    pieces = members if name == "rhetoric" and kind != "numeral" else ()
    slots = tuple(tuple(map(str, slot)) for slot in found.get("slots") or ())
    fields = [(k, str(v)) for k, v in found.items() if k not in _OWN and v not in (None, "", False)]
    return Row(
        name,
        str(kind),
        found["start"],
        found["end"],
        found["part"],
        str(found[NAMES[name]] or kind),
        pieces or ((found["start"], found["end"]),),
        slots,
        tuple(fields),
    )
