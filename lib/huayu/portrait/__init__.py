"""Portrait 画像: one page that says what a speech does, says and cites, for a reader in a hurry.

Its argument as a strip of moves, the findings with their passages one click away, who must do
what, who is held up, whose words it has. No script, no request: it opens from a file and prints.
"""

from __future__ import annotations

from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from huayu import decisions, encoder, figures, spans, voices
from huayu.corpus import Speech
from huayu.figures import Labels
from huayu.figures.typeface import typeface
from huayu.files import put
from huayu.findings import argument
from huayu.findings.claims import SURE
from huayu.findings.told import findings
from huayu.languages import asked
from huayu.layers import layer
from huayu.lexicon.reasons import chinese

_FONT = "FONT-OF-THE-PAGE"
WIDTH = 1000  # units of the strip; a sentence of 40 characters of a long speech is one of them
PASSAGES = 12  # shown of one finding; the rest are counted, and the layers have them
AROUND = 30  # characters on either side of a passage: enough to know the sentence again
# a colour a move, from the frame's grey to the demand's red; warm asks, cold argues, green praises
COLOURS = {
    "heading": "#333333", "frame": "#bbbbbb", "thesis": "#1f4e8c", "definition": "#5b8fd0",
    "authority": "#7a4fa3", "reason": "#8db4e2", "achievement": "#4c9a5b", "problem": "#a0703a",
    "rebuttal": "#c9a227", "example": "#a8d08d", "demand": "#c0392b", "warning": "#7b0f0f",
    "pledge": "#e08e45", "appeal": "#e77fa4",
}  # fmt: skip


class Passage(NamedTuple):
    """A passage 段落: what stands before it, itself, what follows, and where it is."""

    before: str
    said: str
    after: str
    at: str


def page(speech: Speech, font: bool = True, labels: Labels | None = None) -> str:
    """Page 画像页 of a speech as HTML.

    Parameters
    ----------
    font : whether the page carries its Chinese font.
    labels : language of its labels and findings; left out, that of the run, else both.
    """
    with figures.spoken(speech):
        made = _rendered(speech, labels or asked() or "both", _FONT if font else "")
    return made.replace(_FONT, typeface("".join(sorted(set(made)))), 1) if font else made


def _rendered(speech: Speech, labels: Labels, font: str) -> str:
    from jinja2 import Environment, FileSystemLoader

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    moves = layer(speech, "moves")
    counts = Counter(moves["move"])  # all that the strip has, front and closing too
    return environment.get_template("portrait.html").render(
        labels=labels,
        script=speech.lexicon.script(speech.text),
        say=partial(figures.say, labels, between=" "),
        form=figures.form,
        title=speech.meta.get("title") or speech.id,
        facts=_facts(speech, moves),
        strip=_strip(speech, moves, labels),
        points=_points(speech),
        width=WIDTH,
        legend=[
            (figures.term(speech, "moves", move, labels), counts[move], COLOURS[move])
            for move in COLOURS
            if counts[move]
        ],
        findings=[_finding(speech, one) for one in findings(speech)],
        demands=_demands(speech),
        models=_models(speech, labels),
        voices=_voices(speech),
        weights=encoder.name() or "plain",
        firm=decisions.FIRM,
        right=_right(speech),
        font=font,
    )


def _right(speech: Speech) -> str:
    """How many of the firm judgements on moves are right on texts left out, in per cent."""
    learned = decisions.weights(speech, "moves.vectors" if encoder.name() else "moves").learned
    return f"{learned['firm'][0]:.0%}" if "firm" in learned else "?"


def save(speech: Speech, path: Path, labels: Labels | None = None) -> Path:
    """Save the page 存 of a speech as a file, with labels as in :func:`page`.

    Raises
    ------
    Fault : the place cannot be written to.
    """
    return put(path, page(speech, labels=labels))


def passage(speech: Speech, start: int, end: int) -> Passage:
    """A passage 段落 with what stands around it in its paragraph."""
    text = speech.text
    left = max(text.rfind("\n", 0, start) + 1, start - AROUND)
    stop = text.find("\n", end)
    right = min(stop if stop >= 0 else len(text), end + AROUND)
    return Passage(text[left:start], text[start:end].strip(), text[end:right], str(start))


def _facts(speech: Speech, moves: pd.DataFrame) -> list[tuple[str, str, str]]:
    """What the speech is: speaker, date, length, parts."""
    meta = [
        (zh, en, str(speech.meta[name]))
        for zh, en, name in (("讲话人", "speaker", "speaker"), ("日期", "date", "date"))
        if speech.meta.get(name) and speech.meta[name] != "unknown"
    ]
    size = spans.length(speech.text)
    parts = sorted({int(part) for part in moves["part"] if part > 0})
    return [
        *meta,
        ("字数", "characters", f"{size:,}"),
        ("句数", "sentences", str(len(moves))),
        ("部分", "parts", str(len(parts) or 1)),
    ]


def _strip(speech: Speech, moves: pd.DataFrame, labels: Labels) -> list[dict[str, Any]]:
    """Boxes of the strip: one a sentence, as wide as it is long."""
    scale = WIDTH / max(len(speech.text), 1)
    names = {move: figures.term(speech, "moves", move, labels) for move in COLOURS}
    return [
        {
            "x": round(row.start * scale, 2),
            "width": round(max((row.end - row.start) * scale, 0.3), 2),
            "colour": COLOURS[row.move],
            "title": f"{names[row.move]}: {row.text.strip()[:60]}",
        }
        for row in moves.itertuples()
    ]


def _points(speech: Speech) -> list[dict[str, Any]]:
    """Where numbered parts and points open, to be written under the strip."""
    scale = WIDTH / max(len(speech.text), 1)
    rows = layer(speech, "headings")
    rows = rows[
        rows["kind"].isin(["heading", "run-in"]) & rows["label"].notna() & (rows["level"] <= 2)
    ]
    return [
        {"x": round(row.start * scale, 2), "level": row.level, "text": row.text.strip()}
        for row in rows.itertuples()
    ]


def _finding(speech: Speech, one: Any) -> dict[str, Any]:
    shown = [passage(speech, a, b) for a, b in one.passages[:PASSAGES]]
    return {
        "zh": one.zh, "en": one.en, "number": one.number,
        "number_zh": figures.form(chinese(speech.lexicon, one.number)), "sure": SURE[one.sure],
        "passages": shown, "more": len(one.passages) - len(shown), "figure": one.figure,
    }  # fmt: skip


def _demands(speech: Speech) -> list[dict[str, Any]]:
    """Demands by addressee, those with most first, then those that name nobody."""
    table = argument.demands(speech)
    groups: dict[str, list[Passage]] = {}
    for row in table.itertuples():
        names = row.addressee.split("；") if isinstance(row.addressee, str) else [""]
        for name in names:
            groups.setdefault(name, []).append(passage(speech, row.start, row.end))
    order = sorted(groups, key=lambda name: (not name, -len(groups[name]), name))
    return [{"name": name, "passages": groups[name]} for name in order]


def _models(speech: Speech, labels: Labels) -> list[dict[str, Any]]:
    return [
        {
            "name": row.name_,
            "role": figures.term(speech, "role", row.role, labels),
            "passages": [passage(speech, a, b) for a, b in row.passages],
        }
        for row in argument.held_up(speech).rename(columns={"name": "name_"}).itertuples()
        if row.role != "self"
    ]


def _voices(speech: Speech) -> list[dict[str, Any]]:
    rows = voices.cited(speech)
    named = rows.groupby("voice", sort=False)
    order = sorted(named.groups, key=lambda name: (-len(named.groups[name]), name))
    return [
        {
            "name": name,
            "direct": int((named.get_group(name)["form"] == "quoted").sum()),
            "passages": [
                passage(speech, row.start, row.end) for row in named.get_group(name).itertuples()
            ],
        }
        for name in order
    ]
