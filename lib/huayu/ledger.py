"""Ledger 运行记录: from what the notebooks of a speech were run, so that what stands is left alone.

``build/<speech>/ledger.json`` holds a digest of all that a notebook may read, for each that came
to its end, and the digests of the files that stood there after it. One byte that differs, on
either side, and the notebooks are run: a ledger is believed whole or not at all.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from huayu.files import Fault, content, sha256, write
from huayu.lexicon import SHIPPED

FILE = "ledger.json"
_PACKAGE = Path(__file__).resolve().parent


def read(house: Path, asked: str) -> str:
    """Digest 所读摘要 of what the notebooks of a house may read, whatever they do read.

    That is the package, with what it ships; corpus/, with corrections and word lists; the names and
    versions of all that is installed; whether the encoder is turned off, and the palette; and how
    they are asked to run.
    """
    installed = {p.name for folder in sys.path for p in Path(folder).glob("*.dist-info")}
    # a clone ships what lies in its corpus/, an installed wheel what lies in the package
    folders = dict.fromkeys((_PACKAGE, SHIPPED.parent, house / "corpus"))
    files = [f"{path} {_digest(path)}" for folder in folders for path in _files(folder)]
    chosen = [os.environ.get(f"HUAYU_{name}", "") for name in ("ENCODER", "PALETTE")]
    own = [platform.python_version(), platform.machine(), *chosen]
    return sha256("\n".join([asked, *own, *sorted(installed), *files]))


class Ledger:
    """The ledger 运行记录 of one speech, as it was when it was opened."""

    def __init__(self, speech: str, house: Path, read: str):
        """Open it, see :func:`read`; nothing stands where a file is not as it was left."""
        self._house, self._read = house, read
        self._folders = (house / "figures" / speech, house / "build" / speech)
        self._path = self._folders[1] / FILE
        self._entered = self._standing()

    def key(self, notebook: Path) -> str:
        """Key 摘要 of a notebook as it is now, with all that it may read."""
        return sha256(f"{self._read} {_digest(notebook)}")

    def stands(self, notebook: Path, key: str) -> bool:
        """Whether all that a notebook made 成果仍在 is there, from what has this key."""
        return self._entered.get(notebook.name) == key

    def enter(self, keys: Mapping[Path, str]) -> None:
        """Enter 记入 notebooks that came to their end just now, beside those that stood."""
        self._entered |= {path.name: key for path, key in keys.items()}
        entered = {"notebooks": self._entered, "files": self._made()}
        write(self._path, json.dumps(entered, ensure_ascii=False, indent=1, sort_keys=True) + "\n")

    def _standing(self) -> dict[str, str]:
        try:
            entered = json.loads(content(self._path))
        except (Fault, ValueError, RecursionError):  # none yet, or no ledger
            return {}
        match entered:
            case {"notebooks": dict(notebooks), "files": files} if files == self._made():
                return notebooks
        return {}

    def _made(self) -> dict[str, str]:
        """Digests of the files of the speech by their paths in the house."""
        paths = (path for folder in self._folders for path in _files(folder))
        made = {p.relative_to(self._house).as_posix(): p for p in paths if p != self._path}
        return {name: _digest(path) for name, path in made.items()}


def _files(folder: Path) -> Iterator[Path]:
    """Files below a folder in order, without hidden ones and what Python compiles.

    Links to folders are followed, each place once.
    """
    seen: set[str] = set()
    for home, folders, names in os.walk(folder, followlinks=True):
        if (place := os.path.realpath(home)) in seen:
            folders.clear()
            continue
        seen.add(place)
        folders[:] = sorted(n for n in folders if not n.startswith((".", "__pycache__")))
        yield from (Path(home, n) for n in sorted(names) if not n.startswith("."))


def _digest(path: Path) -> str:
    """Digest of a file; that of nothing where it is a link to nowhere."""
    return sha256(path.read_bytes()) if path.is_file() else ""
