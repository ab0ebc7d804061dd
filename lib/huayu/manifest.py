"""Manifest 图目: what the notebooks made of a speech, by its digests, in ``manifest.json``.

It lies in ``figures/<id>/``. A figure has its own name; the outputs of a notebook, cell by cell,
have the name of the notebook (``01_words.ipynb``), and a table that it saved has both
(``01_words.ipynb/formulas``), since two notebooks may save the same one.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

from huayu.corpus import Speech, root
from huayu.files import Fault, alone, sha256, text, write

Entry = dict[str, Any]
# of a figure or a notebook, and of a table of it; they become paths
NAME = re.compile(r"\w[\w.-]*(/\w[\w.-]*)?")
# what an entry must hold by the field that tells its kind
KINDS: dict[str, dict[str, type]] = {
    "figure": {"module": str, "packages": dict, "parameters": dict},
    "cells_sha256": {"cells_sha256": list},
}


def folder(speech: Speech) -> Path:
    """Folder 图目录 of the pictures of a speech and of their manifest."""
    return (speech.root or root()) / "figures" / speech.id


def entries(speech: Speech) -> dict[str, Entry]:
    """Entries 条目 by name; empty where nothing has been saved.

    Raises
    ------
    Fault : the file is no manifest, as when it was edited or a merge left its marks in it.
    """
    path = folder(speech) / "manifest.json"
    if not path.exists():
        return {}
    try:
        found = json.loads(text(path))
        sound = all(map(_is_entry, found, found.values()))
    except (ValueError, AttributeError, RecursionError):
        sound = False
    if not sound:
        mend = f"delete it, and run `huayu figures --speech {speech.id}`"
        raise Fault(path, "is no manifest that figures were entered in", mend)
    entries: dict[str, Entry] = found
    return entries


def _is_entry(name: str, entry: Any) -> bool:
    """Whether an entry is that of a figure of a module of ours, of a table or of a notebook."""
    if not isinstance(entry, dict) or not NAME.fullmatch(name):
        return False
    fields = [one for told, kinds in KINDS.items() if told in entry for one in kinds.items()]
    return all(isinstance(entry.get(field), kind) for field, kind in fields)


def enter(speech: Speech, name: str, entry: Entry) -> None:
    """Enter a thing 入目 in place of its earlier entry; notebooks that run at a time take turns."""
    with alone(folder(speech), wait=True):
        known = entries(speech) | {name: entry}
        content = json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True)
        write(folder(speech) / "manifest.json", content + "\n")


def enter_table(speech: Speech, name: str, content: str) -> None:
    """Enter a table 表入目 that a notebook saved; one that is saved elsewhere is not entered."""
    if made_in := notebook():
        entry = {"notebook": made_in, "csv_sha256": sha256(content)}
        enter(speech, f"{made_in}/{name}", entry)


def notebook() -> str | None:
    """Name of the notebook 笔记本 that this runs in, None outside of any."""
    path = os.environ.get("HUAYU_NOTEBOOK") or os.environ.get("JPY_SESSION_NAME", "")
    return Path(path).name or None
