"""Corpus 语料: speeches as folders, loaded whole and checked before anything is counted.

A speech is a folder ``corpus/<id>/`` with ``text.txt`` (never edited), ``meta.toml`` and, where
people have annotated it, ``gold/<layer>.jsonl``. corpus/README.md is the field dictionary.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

import pandas as pd

from huayu.files import Fault, text
from huayu.folders import faults, gold_lines, speech_folders, unfit
from huayu.folding import Folded, folded
from huayu.lexicon import Lexicon, of
from huayu.spans import length

SHOWN = 12  # ids in a message: what a line has room for
# tables of a speech's own that its layers are read with, beside its text
BESIDE = ("corrections.csv", "formulas.csv")


@dataclass(frozen=True, repr=False)
class Speech:
    """A speech 讲话: its text, exactly as the file gives it, and what is known about it.

    ``folder`` is the folder of a corpus speech, else None; ``root`` the house that it lives in,
    whose word lists it carries as ``lexicon``, as they were when it was loaded. A speech loaded
    twice equals itself, so that its layers are computed once, unless a list has changed meanwhile.
    ``supplemented`` says whether a list of set phrases of its own, formulas.csv, is read.
    """

    id: str
    text: str
    meta: Mapping[str, Any] = field(default_factory=dict, hash=False)
    folder: Path | None = None
    root: Path | None = None
    supplemented: bool = True
    lexicon: Lexicon = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Open the lexicon of the house."""
        object.__setattr__(self, "lexicon", lexicon(self.root))

    def __repr__(self) -> str:
        """One line: id, title, date where they are known, and length.

        >>> Speech("x", "同志们")
        <Speech x, 3 characters>
        """
        known = [str(self.meta[name]) for name in ("title", "date") if self.meta.get(name)]
        said = ", ".join((self.id, *known, f"{length(self.text):,} characters"))
        return f"<Speech {' '.join(said.split())}>"

    @property
    def state(self) -> tuple[tuple[str, int, int], ...]:
        """State 状态 of its own tables beside the text, by which a change of one is seen."""
        paths = [self.folder / name for name in BESIDE] if self.folder else []
        seen = ((path.name, path.stat()) for path in paths if path.is_file())
        return tuple((name, found.st_mtime_ns, found.st_size) for name, found in seen)

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

    def layer(self, name: str) -> pd.DataFrame:
        """Layer 层 by its name, such as ``"quotations"``, with the researcher's corrections.

        The same as :func:`huayu.layers.layer`, which is loaded here when it is asked for: the one
        look to the right that the flow has.

        Returns
        -------
        DataFrame: ``start, end, text`` first, then the layer's own fields, ``part, point, zone``.

        Raises
        ------
        Fault : there is no layer of that name (it says which is near); a fault in corrections.csv.

        >>> Speech("x", "同志们：\\n开始干。").layer("sentences")["kind"].tolist()
        ['salutation', 'sentence']
        """
        found: pd.DataFrame = import_module("huayu.layers").layer(self, name)
        return found

    @property
    def common(self) -> Speech:
        """The speech as all others are read 同等读法: without a list of its own."""
        return replace(self, supplemented=False) if self.supplemented else self

    @cached_property
    def folded(self) -> Folded:
        """The text as it is read 折叠文本, see :mod:`huayu.folding`."""
        return folded(self.text, (*self.masks, *self.residue))

    @cached_property
    def as_read(self) -> Speech:
        """The speech with its folded text, in which layers are found; itself where that is it."""
        if self.folded.text == self.text:
            return self
        parts = [
            {**part, "start": self.folded.at(part["start"])} for part in self.meta.get("part", ())
        ]
        meta = {**self.meta, "part": parts} if parts else self.meta
        return replace(self, text=self.folded.text, meta=meta)


def root(start: Path | str | None = None) -> Path:
    """House 项目目录: the folder that holds corpus/, figures/ and build/.

    ``start`` if given; else HUAYU_ROOT; else the nearest folder at or above the current one that
    has a corpus/; else the current one.
    """
    given = start or os.environ.get("HUAYU_ROOT")
    if given:
        if not Path(given).is_dir():
            raise Fault(given, "is not a folder", "give --root the folder that holds corpus/")
        return Path(given).resolve()
    here = Path.cwd()
    return next((p for p in (here, *here.parents) if (p / "corpus").is_dir()), here)


def lexicon(house: Path | None = None) -> Lexicon:
    """Lexicon 词表 in force in a house, by default the one that ``root`` finds."""
    return of(house or root())


def ids(house: Path | str | None = None) -> list[str]:
    """Ids 编号 of all speeches in corpus/, sorted: its folders with a text.txt or meta.toml.

    A folder whose name is no id is not among them; ``huayu check`` says so.
    """
    return [name for name in speech_folders(root(house) / "corpus") if unfit(name) is None]


def load(source: str | Path, house: Path | str | None = None) -> Speech:
    """Speech 讲话 of an id in corpus/, of a text file, or of a folder that holds text.txt.

    Raises
    ------
    Fault : the first fault of the folder or file, see :func:`faults`.
    """
    home = root(house)
    name, path = str(source), Path(source)
    try:
        known = path.is_dir()
    except OSError as error:  # a name that is too long, a folder that may not be looked into
        raise Fault(name[:80], f"is no path ({error.strerror})", "name a file or an id") from None
    if known and path.resolve().parent == home / "corpus":
        name = path.resolve().name
    folder = home / "corpus" / name
    if unfit(name) is None and folder.is_dir():
        for fault in faults(folder):
            raise fault
        meta = tomllib.loads((folder / "meta.toml").read_text(encoding="utf-8"))
        return Speech(name, text(folder / "text.txt"), meta, folder, home)
    if known and (path / "text.txt").exists():
        return Speech(path.resolve().name, text(path / "text.txt"), folder=path, root=home)
    if not path.exists():
        raise Fault(path, "no such file and no speech of that id", near(name, home))
    return Speech(path.stem, text(path), root=home)


def near(name: str, house: Path) -> str:
    """What to do 近似编号 about an id that a house has not: the ones near it, or those it has."""
    known = ids(house)
    if not known:
        return "corpus/ has no speech yet, add one with `huayu add FILE`"
    close = get_close_matches(name, known, 3, cutoff=0.4)  # a part of an id may be all one knows
    close += [one for one in known if name.lower() in one.lower() and one not in close]
    if close:
        return f"did you mean {' or '.join(close[:3])}?"
    more = "" if len(known) <= SHOWN else f", … ({len(known)} in all)"
    return f"the ids are {', '.join(known[:SHOWN])}{more}"


def gold(speech: Speech, layer: str, folder: Path | str | None = None) -> pd.DataFrame | None:
    """Gold 标注 of one layer, or None where there is none.

    ``folder`` holds ``<layer>.jsonl``; by default the speech's ``gold/``, then the speech's own
    folder. Columns: ``start, end, text``, the fields of corpus/README.md, ``agreed`` (bool) and
    ``alt`` (dict or None); missing fields are None. Sorted by (start, end).

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
    for fault, row in gold_lines(path, speech.text, speech.lexicon):
        if fault:
            raise fault
        rows.append({"agreed": True, "alt": None, **row})
    table = (
        pd.DataFrame(rows, dtype=object) if rows else pd.DataFrame(columns=["start", "end", "text"])
    )
    table = table.astype(object).where(table.notna(), None)
    table = table.astype({"start": "int64", "end": "int64"})
    return table.sort_values(["start", "end"], kind="stable", ignore_index=True)
