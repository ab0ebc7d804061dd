"""Summary 摘要: a new speech as it will be read, and all that was done to it, for the eyes.

What ``huayu add`` prints and what its page shows is one list of facts: paragraphs with headings
and levels, how much lies in front and closing, what was cut, joined or not read.
"""

from __future__ import annotations

import html
import os
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from huayu import structure
from huayu.corpus import Speech
from huayu.files import put
from huayu.intake import Entry
from huayu.intake.changes import CUT, by_step, chinese, share_cut
from huayu.layers import layer
from huayu.spans import length

# paragraphs that a terminal shows one by one; a longer text shows its headings, and runs of them
MOST = 40
SHOWN = 46  # characters of a paragraph on its line: with its place they fill 120 columns
PIECE = 200  # characters of a cut piece that a terminal shows; meta.toml and the page have all
FEW = 5  # speeches of a table that are shown whole; of more, each has its facts
EXAMPLES = 6  # pieces without Chinese, or places of a change that took nothing away
_META = ("title", "speaker", "date", "language")


class Line(NamedTuple):
    """A paragraph 段落 as it will be read: zone, kind (title … or paragraph), level and text."""

    zone: str
    kind: str
    level: int
    text: str


def lines(speech: Speech) -> list[Line]:
    """Paragraphs 段落 of a speech with what each opens, in order.

    >>> found = lines(Speech("x", "同志们：\\n一、修路\\n路要修。\\n二、种树\\n树要种。\\n"))
    >>> [(line.zone, line.kind, line.level) for line in found][:3]
    [('front', 'salutation', 1), ('body', 'heading', 1), ('body', 'paragraph', 0)]
    """
    headings = layer(speech, "headings")
    opened = {row.start: row for row in reversed(list(headings.itertuples()))}
    rows = layer(speech, "paragraphs")[["start", "end", "text"]]
    # indentation belongs to the paragraph, but lies before the heading that opens its part
    first = rows["start"] + rows["text"].map(lambda text: len(text) - len(text.lstrip()))
    zone = structure.placed(speech, pd.DataFrame({"start": first}))["zone"]
    found = []
    for row in rows.assign(zone=zone).itertuples():
        own = next((opened[at] for at in range(row.start, row.end) if at in opened), None)
        kind, level = (own.kind, own.level) if own is not None else ("paragraph", 0)
        if "\t" in row.text.strip():
            kind, level = "table row", 0
        found.append(Line(row.zone, kind, int(level), row.text.strip()))
    return found


def zones(found: list[Line]) -> dict[str, tuple[int, float]]:
    """Paragraphs 段数 and share of the characters of front, body and closing."""
    total = max(sum(len(line.text) for line in found), 1)
    return {
        zone: (len(own), sum(len(line.text) for line in own) / total)
        for zone in ("front", "body", "closing")
        if (own := [line for line in found if line.zone == zone])
    }


def report(entry: Entry, whole: bool = True) -> str:
    """Summary 摘要 of an entry for a terminal.

    Parameters
    ----------
    whole : with its paragraphs and headings; without for one of many in a table.
    """
    reading = entry.meta["original"]["reading"]
    rows = [f"{entry.id}: {length(entry.text):,} characters, {reading}"]
    rows += [f"  {name}: {entry.meta[name]}" for name in _META]
    if entry.meta["date"] != "unknown":
        rows[-2] += f" ({entry.meta['date_basis']})"
    if whole:
        found = lines(Speech(entry.id, entry.text))
        rows += ["  read as:", *(f"    {row}" for row in _told(found))]
        rows.append("  " + "; ".join(_zone(zone, *size) for zone, size in zones(found).items()))
    rows += _done(entry)
    return "\n".join(rows)


def _told(found: list[Line]) -> Iterator[str]:
    """A line for each paragraph, or in a long text for each heading and each run between them."""
    for plain, run in groupby(found, key=lambda line: line.level == 0):
        own = list(run)
        if plain and len(found) > MOST:
            size = sum(len(line.text) for line in own)
            yield _row(own[0]._replace(text=f"{_number(len(own))}, {size:,} characters"))
        else:
            yield from map(_row, own)


def _row(line: Line) -> str:
    text = " ".join(line.text.split())
    cut = f"{text[:SHOWN]}… ({len(text)})" if len(text) > SHOWN else text
    deep = "  " * max(line.level - 1, 0) if line.level else "    "
    kind = f"{line.kind} {line.level}" if line.kind in ("heading", "run-in") else line.kind
    return f"{line.zone:<8}{kind:<12}{deep}{cut}"


def _zone(zone: str, paragraphs: int, share: float) -> str:
    return f"{zone}: {_number(paragraphs)}, {share:.0%} of the text"


def _number(paragraphs: int) -> str:
    return f"{paragraphs} paragraph{'s' * (paragraphs != 1)}"


def _done(entry: Entry) -> Iterator[str]:
    """What was done to the text: the share cut, every cut with its words, and the rest by kind."""
    share = share_cut(entry.text, entry.changes)
    cuts = [change for change in entry.changes if change.kind == CUT]
    yield f"  cut: {share:.1%} of the Chinese characters" if cuts else "  cut: nothing"
    for what, made in by_step(entry.changes):
        times = sum(change.times for change in made)
        yield f"  - {what}, {made[0].kind}: {times}"
        # what is the same but for a number stands once: a running head
        pieces = list(dict.fromkeys(" ".join(change.text.split()) for change in made))
        told = [piece for piece in pieces if made[0].kind == CUT and chinese(piece)]
        yield from (f"      {_piece(piece)}" for piece in told)
        rest = [piece for piece in pieces if piece not in told]
        more = f" … and {len(rest) - EXAMPLES} more" if len(rest) > EXAMPLES else ""
        if rest:
            yield "      " + " | ".join(_piece(piece) for piece in rest[:EXAMPLES]) + more


def _piece(piece: str) -> str:
    return piece if len(piece) <= PIECE else f"{piece[:PIECE]}… ({len(piece)} characters)"


def save(made: list[Entry], path: Path) -> Path:
    """Write the page 网页 of some entries; returns its path."""
    return Path(os.path.normpath(put(path, page(made))))


def page(made: list[Entry]) -> str:
    """Page 网页 of some entries: each text whole as it will be read, and each change whole."""
    from huayu.figures.typeface import readable

    body = "".join(_section(entry) for entry in made)
    head = (
        '<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'; font-src data:\">"
        f"<title>{html.escape(made[0].id)}</title><style>{_STYLE}</style>"
    )
    return readable(f'<!doctype html><html lang="zh"><head>{head}</head><body>{body}</body></html>')


def _section(entry: Entry) -> str:
    found = lines(Speech(entry.id, entry.text))
    facts = "".join(
        f"<dt>{name}</dt><dd>{html.escape(str(entry.meta[name]))}</dd>"
        for name in (*_META, "date_basis")
    )
    sizes = "; ".join(_zone(zone, *size) for zone, size in zones(found).items())
    text = "".join(
        f'<p class="{line.zone} {line.kind.replace(" ", "-")} l{line.level}">'
        f"<small>{_label(line)}</small>{html.escape(line.text)}</p>"
        for line in found
    )
    changes = "".join(
        f"<h3>{html.escape(what)} <small>{run[0].kind}, {len(run)}</small></h3><ul>"
        + "".join(f"<li>{html.escape(change.text)}</li>" for change in run)
        + "</ul>"
        for what, run in by_step(entry.changes)
    )
    share = share_cut(entry.text, entry.changes)
    return (
        f"<h1>{html.escape(entry.id)}</h1><dl>{facts}</dl><p>{sizes}; cut: {share:.1%} of the "
        f"Chinese characters</p><main>{text}</main><h2>What was done to the text</h2>{changes}"
    )


def _label(line: Line) -> str:
    kind = f"{line.kind} {line.level}" if line.kind in ("heading", "run-in") else line.kind
    return "" if kind == "paragraph" else kind


_STYLE = (
    "body{max-width:48em;margin:2em auto;padding:0 1em;line-height:1.7;color:#222}"
    "main p{margin:.3em 0;padding:.1em .8em;border-left:4px solid #fff;white-space:pre-wrap}"
    "main p.front,main p.closing{background:#f3f3f3;border-color:#9a9a9a}"
    "main .heading,main .title{font-weight:bold}"
    "main .heading.l1{border-color:#0072b2;font-size:1.15em}"
    "main .heading.l2,main .run-in.l2{border-color:#009e73;margin-left:1.5em}"
    "main .heading.l3,main .run-in.l3{border-color:#e69f00;margin-left:3em}"
    "main .run-in{border-color:#56b4e9}main .table-row{font-family:monospace}"
    "small{color:#6b6b6b;font-weight:normal;font-size:.75em;margin-right:.8em}"
    "dl{display:grid;grid-template-columns:8em 1fr}dd{margin:0}li{white-space:pre-wrap}"
)
