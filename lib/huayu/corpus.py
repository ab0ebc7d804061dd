"""Corpus 语料: speeches as folders, loaded whole and checked before anything is counted.

A speech is a folder ``corpus/<id>/`` with ``text.txt`` (never edited), ``meta.toml`` and, where
people have annotated it, ``gold/<layer>.jsonl``. corpus/README.md is the field dictionary.
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from huayu.files import Fault, sha256, text

REQUIRED = (
    "title", "title_status", "kind", "speaker", "level", "date", "date_basis", "occasion",
    "language", "source", "rights", "masks", "sha256",
)  # fmt: skip
LISTS = ("masks", "residue")
KINDS = ("speech", "constructed")
GOLD = {
    "headings": ("level", "label", "kind"),
    "quotations": ("form", "function", "speaker", "cue", "source_hint"),
    "rhetoric": ("device",),
    "formulas": ("canonical", "kind"),
}
ID = re.compile(r"\w[\w.-]{0,79}")
_PACKAGE = Path(__file__).resolve().parent
# an installed wheel carries the lexicons inside the package; a clone has them in corpus/
_SHIPPED = (
    (_PACKAGE / "lexicons")
    if (_PACKAGE / "lexicons").is_dir()
    else (_PACKAGE.parents[1] / "corpus" / "lexicons")
)


@dataclass(frozen=True, eq=False)
class Speech:
    """A speech 讲话: its text, exactly as the file gives it, and what is known about it.

    ``folder`` is the folder of a corpus speech, else None; ``root`` the house that it lives in.
    """

    id: str
    text: str
    meta: Mapping[str, Any] = field(default_factory=dict)
    folder: Path | None = None
    root: Path | None = None

    @property
    def masks(self) -> tuple[str, ...]:
        """Strings that stand for a masked name 遮蔽符; ``**`` unless meta.toml says otherwise."""
        return tuple(self.meta.get("masks", ("**",)))

    @property
    def residue(self) -> tuple[str, ...]:
        """Strings from which a masked name could be guessed 残留线索: never resolved or shown."""
        return tuple(self.meta.get("residue", ()))

    @property
    def constructed(self) -> bool:
        """Whether the text was composed as test material 自拟文本: no finding rests on it."""
        return self.meta.get("kind") == "constructed"


def root(start: Path | str | None = None) -> Path:
    """House 项目目录: the folder that holds corpus/, notebooks/ and figures/.

    ``start`` if given; else HUAYU_ROOT; else the nearest folder at or above the current one that
    has a corpus/; else the repository of this package.
    """
    given = start or os.environ.get("HUAYU_ROOT")
    if given:
        if not Path(given).is_dir():
            raise Fault(given, "is not a folder", "give --root the folder that holds corpus/")
        return Path(given).resolve()
    here = Path.cwd()
    return next((p for p in (here, *here.parents) if (p / "corpus").is_dir()), _PACKAGE.parents[1])


def lexicons(house: Path | None = None) -> Path:
    """Folder of the lexicons 词表目录 in force: the house's own, else the shipped one."""
    own = (house or root()) / "corpus" / "lexicons"
    return own if own.is_dir() else _SHIPPED


def lexicon(name: str, house: Path | None = None) -> Path:
    """Path of a lexicon 词表 file: the house's own corpus/lexicons/ first, then the shipped one."""
    own = (house or root()) / "corpus" / "lexicons" / name
    return own if own.is_file() else _SHIPPED / name


def ids(house: Path | str | None = None) -> list[str]:
    """Ids 编号 of all speeches in corpus/, sorted: each folder with a text.txt or meta.toml."""
    folders = (root(house) / "corpus").glob("*/")
    return sorted(
        p.name for p in folders if (p / "text.txt").exists() or (p / "meta.toml").exists()
    )


def load(source: str | Path, house: Path | str | None = None) -> Speech:
    """Speech 讲话 of an id in corpus/, of a text file, or of a folder that holds text.txt.

    Raises
    ------
    Fault : the first fault of the folder or file, see :func:`faults`.
    """
    home = root(house)
    folder = home / "corpus" / str(source)
    if ID.fullmatch(str(source)) and (folder / "meta.toml").exists():
        for fault in faults(folder):
            raise fault
        meta = tomllib.loads((folder / "meta.toml").read_text(encoding="utf-8"))
        return Speech(str(source), text(folder / "text.txt"), meta, folder, home)
    path = Path(source)
    if (path / "meta.toml").exists() and path.resolve().parent == home / "corpus":
        return load(path.resolve().name, home)
    if path.is_dir() and (path / "text.txt").exists():
        return Speech(path.resolve().name, text(path / "text.txt"), folder=path, root=home)
    return Speech(path.stem, text(path), root=home)


def gold(speech: Speech, layer: str, folder: Path | str | None = None) -> pd.DataFrame | None:
    """Gold 标注 of one layer, or None where there is none.

    ``folder`` holds ``<layer>.jsonl``; by default the speech's ``gold/``, then the speech's own
    folder. Columns: ``start, end, text``, the fields of CODEBOOK, ``agreed`` (bool) and ``alt``
    (dict or None); missing fields are None. Sorted by (start, end).

    Raises
    ------
    Fault : a line is not JSON, lacks a field or does not match the text.
    """
    places = [Path(folder)] if folder else []
    if not folder and speech.folder:
        places = [speech.folder / "gold", speech.folder]
    path = next((p / f"{layer}.jsonl" for p in places if (p / f"{layer}.jsonl").is_file()), None)
    if path is None:
        return None
    rows = []
    for fault, row in _gold_lines(path, speech.text, GOLD.get(layer, ())):
        if fault:
            raise fault
        rows.append({"agreed": True, "alt": None, **row})
    table = (
        pd.DataFrame(rows, dtype=object) if rows else pd.DataFrame(columns=["start", "end", "text"])
    )
    table = table.astype(object).where(table.notna(), None)
    table = table.astype({"start": "int64", "end": "int64"})
    return table.sort_values(["start", "end"], kind="stable", ignore_index=True)


def faults(folder: Path) -> Iterator[Fault]:
    """Faults 错误 of one speech folder, each with file, line and mend; none when it is sound."""
    meta_path, text_path = folder / "meta.toml", folder / "text.txt"
    try:
        source = text(text_path)
    except Fault as fault:
        yield fault
        return
    yield from _meta_faults(meta_path, sha256(text_path.read_bytes()), source)
    for path in sorted((folder / "gold").glob("*.jsonl")):
        for fault, _ in _gold_lines(path, source, GOLD.get(path.stem, ())):
            if fault:
                yield fault


def _meta_faults(path: Path, digest: str, source: str) -> Iterator[Fault]:
    try:
        content = text(path)
        meta = tomllib.loads(content)
    except Fault as fault:
        yield fault
        return
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else content.count("\n") + 1
        yield Fault(path, f"is not TOML ({error})", "mend that line", line)
        return
    for name in REQUIRED:
        if name not in meta:
            yield Fault(path, f"field {name} is missing", f"add it ({name} = …)", 1)
    for name in (*REQUIRED, "residue"):
        kind = list if name in LISTS else str
        if name in meta and not isinstance(meta[name], kind):
            want = "a list of strings" if kind is list else "a string"
            yield Fault(
                path, f"field {name} is not {want}", "see corpus/README.md", _line(content, name)
            )
    if isinstance(meta.get("kind"), str) and meta["kind"] not in KINDS:
        yield Fault(
            path,
            f"kind is {meta['kind']!r}",
            f"use one of {', '.join(KINDS)}",
            _line(content, "kind"),
        )
    if meta.get("sha256", digest) != digest:
        mend = f"restore text.txt, or set sha256 to {digest} if the change was meant"
        yield Fault(path, "sha256 does not match text.txt", mend, _line(content, "sha256"))
    for place, part in enumerate(meta.get("part", ()), start=1):
        start = part.get("start") if isinstance(part, dict) else None
        if not isinstance(start, int) or not 0 <= start < len(source):
            mend = f"give start as an offset from 0 to {len(source) - 1}"
            yield Fault(
                path,
                f"[[part]] {place} has no valid start",
                mend,
                _line(content, "[[part]]", place),
            )


def _line(content: str, name: str, nth: int = 1) -> int:
    """Number of the nth line that begins with a name, 1 when there is none."""
    lines = [i for i, line in enumerate(content.splitlines(), 1) if line.lstrip().startswith(name)]
    return lines[nth - 1] if len(lines) >= nth else 1


def _gold_lines(
    path: Path, source: str, fields: tuple[str, ...]
) -> Iterator[tuple[Fault | None, dict]]:
    try:
        lines = text(path).splitlines()
    except Fault as fault:
        yield fault, {}
        return
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _gold_line(path, number, line, source, fields)


def _gold_line(
    path: Path, number: int, line: str, source: str, fields: tuple
) -> tuple[Fault | None, dict]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        return Fault(path, f"is not JSON ({error.msg})", "write one object a line", number), {}
    if not isinstance(row, dict):
        return Fault(path, "is not a JSON object", "write one object a line", number), {}
    for name in ("start", "end", "text", *fields):
        if name not in row:
            return Fault(path, f"field {name} is missing", "see corpus/README.md", number), {}
    start, end = row["start"], row["end"]
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(source)):
        return Fault(
            path, f"span {start}:{end} is not in the text", "correct start and end", number
        ), {}
    if source[start:end] != row["text"]:
        mend = f"the text there reads {source[start:end][:20]!r}"
        return Fault(
            path, f"text {str(row['text'])[:20]!r} is not at {start}:{end}", mend, number
        ), {}
    return None, row
