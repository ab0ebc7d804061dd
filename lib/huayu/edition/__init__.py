"""Edition 阅读版: one self-contained page on which a speech is read with all its layers.

The page needs no server and makes no request: text, data, font, script and style are in the file,
and its Content-Security-Policy forbids everything else. The text reaches the page escaped.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from huayu import corpus
from huayu.corpus import Speech
from huayu.edition.rows import LAYERS, Row, rows
from huayu.edition.segments import paragraphs
from huayu.edition.typeface import typeface
from huayu.files import Fault, write
from huayu.layers import corrections, layer
from huayu.words import lexicons

_HERE = Path(__file__).parent
_FONT = "FONT-OF-THE-PAGE"  # where the font goes once it is known which characters the page has


def page(speech: Speech, names: tuple[str, ...] = tuple(LAYERS), font: bool = True) -> str:
    """Page 阅读页 of a speech as HTML.

    Parameters
    ----------
    names : layers of the page, a selection of ``LAYERS``.
    font : whether the page carries its Chinese font; without it the reader's own is used.

    Notes
    -----
    Every sentence has the anchor ``#s<number>``, the number that the exports use too. A layer is
    shown and hidden by one class of the page, so that a switch costs one restyling.
    """
    from jinja2 import Environment, FileSystemLoader

    found = rows(speech, names)
    environment = Environment(
        loader=FileSystemLoader(_HERE), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    script = (_HERE / "edition.js").read_text(encoding="utf-8")
    made = environment.get_template("template.html").render(
        speech=speech,
        title=speech.meta.get("title") or speech.id,
        corrected=int(corrections(speech)[["reject", "relabel", "add"]].to_numpy().sum()),
        paragraphs=paragraphs(speech, found),
        contents=_contents(speech),
        switches=_switches(found),
        data=_data(speech, found),
        font=_FONT if font else "",
        style=(_HERE / "edition.css").read_text(encoding="utf-8"),
        script=script,
        digest=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    )
    return made.replace(_FONT, typeface("".join(sorted(set(made)))), 1) if font else made


def save(speech: Speech, path: Path) -> Path:
    """Save the page 存 of a speech as a file.

    Raises
    ------
    Fault : the place cannot be written to.
    """
    try:
        write(path, page(speech))
    except OSError as error:
        raise Fault(path, f"cannot be written ({error.strerror})", "name another file") from None
    return path


def show(speech: Speech, layers: list[str] | None = None, height: int = 600) -> Any:
    """Show the page 显示 of a speech in a notebook, with some or all of its layers.

    The page is a document of its own inside the output, so neither can reach the other. It uses
    the reader's fonts, which keeps the notebook small.
    """
    from IPython.display import HTML

    inner = html.escape(page(speech, tuple(layers or LAYERS), font=False), quote=True)
    style = f"width:100%;height:{height}px;border:1px solid #ccc"
    head = f'<iframe sandbox="allow-scripts" title="{html.escape(speech.id)}" style="{style}"'
    return HTML(f'<div>{head} srcdoc="{inner}"></iframe></div>')


@lru_cache(maxsize=1)
def _names() -> dict[str, tuple[str, str]]:
    """Labels of layers, kinds and fields in Chinese and English; concepts go by their groups."""
    groups = tomllib.loads(corpus.lexicon("concepts.toml").read_text(encoding="utf-8"))["group"]
    return {**{f"concepts-{g['id']}": (g["zh"], g["en"]) for g in groups}, **lexicons.labels()}


def _switches(found: list[Row]) -> list[dict[str, Any]]:
    """Switches of the page: the layers that have rows, each with its kinds and their counts."""
    made = []
    for name in LAYERS:
        kinds: dict[str, int] = {}
        for row in found:
            if row.layer == name:
                kinds[row.key] = kinds.get(row.key, 0) + 1
        if kinds:
            labelled = [{"key": k, "count": n, **_label(k)} for k, n in sorted(kinds.items())]
            made.append({"key": name, **_label(name), "kinds": labelled})
    return made


def _label(key: str) -> dict[str, str]:
    """Chinese and English label of a class; a kind that has none is called by its own name."""
    own = key.partition("-")[2] or key
    zh, en = _names().get(key) or _names().get(own) or (own, own)
    return {"zh": zh, "en": en}


def _contents(speech: Speech) -> list[dict[str, Any]]:
    """Table of contents: the openers, each with its level and the sentence that it begins."""
    heads = layer(speech, "headings")
    starts = layer(speech, "sentences")["start"].to_numpy()
    openers = heads[heads["kind"].isin(["title", "heading", "run-in", "closing"])]
    return [
        {
            "level": min(row.level, 4),
            "part": row.part,
            "text": " ".join(row.text.split())[:60],
            "sentence": int(starts.searchsorted(row.start, side="right")),
        }
        for row in openers.itertuples()
    ]


def _data(speech: Speech, found: list[Row]) -> str:
    """Rows and labels as JSON that can stand inside a script element."""
    keys = sorted({row.key for row in found})
    sentences = layer(speech, "sentences")
    starts = sentences["start"].to_numpy()
    body = [
        [
            keys.index(row.key),
            row.start,
            row.end,
            row.part,
            int(starts.searchsorted(row.start, side="right")),
            row.name,
            [list(piece) for piece in row.pieces] if len(row.pieces) > 1 else 0,
            [list(slot) for slot in row.slots] if len(row.pieces) > 1 else 0,
            [list(pair) for pair in row.fields],
        ]
        for row in found
    ]
    used = {name for row in found for name, _ in row.fields}
    labels = {key: list(_label(key).values()) for key in [*keys, *LAYERS, *sorted(used)]}
    data = {
        "keys": keys,
        "rows": body,
        "labels": labels,
        "starts": starts.tolist(),
        "length": len(speech.text),
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # no < ends the element, and U+2028 is a line end to scripts
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
