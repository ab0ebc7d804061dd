"""Writers for faults.py: the commands that write, each in a small house of its own that is there.

What a command overwrites was made from an earlier state of the same speech, so that the old and
the new whole file can be told apart.
"""

from __future__ import annotations

import json
import math
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from huayu import intake
from huayu.catalogue import FIELDS
from huayu.files import LOCK, sha256

HOUSE = Path(__file__).resolve().parents[1]
ENV = {**os.environ, "PYTHONPATH": str(HOUSE / "lib")}
TEXT = (HOUSE / "corpus/constructed-two-parts/text.txt").read_text(encoding="utf-8")
SPEECH = "made"
PAGE = 4096  # bytes of a tmpfs are given out in pages
Tree = dict[str, bytes]


class Writer(NamedTuple):
    """A command with its arguments, and what the run after a kill has besides."""

    arguments: tuple[str, ...]
    again: tuple[str, ...] = ()
    overwrites: bool = True


WRITERS = {
    "figures": Writer(("--speech", SPEECH, "--only", "00")),
    "add": Writer(("{house}/many.csv", "--id-column", "id"), overwrites=False),
    # in one process; killed with its workers in tests/test_archive.py
    "archive": Writer(
        ("{house}/documents", "--out", "{house}/archive", "--workers", "0"), ("--resume",), False
    ),
    "read": Writer((SPEECH, "--out", "{house}/page.html")),
    "export": Writer((SPEECH, "--format", "tei", "--out", "{house}/export")),
    "portrait": Writer((SPEECH, "--out", "{house}/portrait.html")),
    "site": Writer(("--out", "{house}/site")),
    "get": Writer(("got", "--from", "{house}"), overwrites=False),
    "init": Writer(("{house}/own",), overwrites=False),
}


def words(name: str, house: Path, again: bool = False) -> list[str]:
    """The command line of a writer in a house; ``again`` as the run after a kill has it."""
    writer = WRITERS[name]
    given = [word.format(house=house) for word in writer.arguments]
    more = writer.again if again else ()
    return [sys.executable, "-m", "huayu.cli", name, *given, *more, "--root", str(house)]


def run(name: str, house: Path, again: bool = False) -> tuple[int, str]:
    """Run a writer to its end: status, and what it said on stderr."""
    command = words(name, house, again)
    done = subprocess.run(command, env=ENV, capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


def speak(house: Path, text: str) -> None:
    """Let the speech of a house have this text."""
    shutil.rmtree(house / "corpus" / SPEECH, ignore_errors=True)
    path = house / f"{SPEECH}.txt"
    path.write_text(text, encoding="utf-8")
    intake.add(path, intake.entries(path), house)
    path.unlink()


def prepare(name: str, house: Path) -> None:
    """Make the house of a writer: speech, notebook, documents, and what will be overwritten."""
    (house / "notebooks").mkdir(parents=True)
    shutil.copy(HOUSE / "notebooks" / "00_speech.ipynb", house / "notebooks")
    paragraphs = TEXT.split("\n")
    speak(house, "\n".join(paragraphs[: 2 * len(paragraphs) // 3]))
    if name == "site":  # it shows executed notebooks
        run("figures", house)
    if WRITERS[name].overwrites:
        status, said = run(name, house)
        if status:
            sys.exit(f"{name} fails undisturbed: {said}")
        speak(house, TEXT)
    rows = "".join(f"s{i},{TEXT[i:].strip()!r}\n".replace("'", '"') for i in range(0, 120, 20))
    (house / "many.csv").write_text("id,text\n" + rows.replace("\\n", "\n"), encoding="utf-8")
    row = dict.fromkeys(FIELDS, "x") | {
        "id": "got", "date": "2020", "repository": ".", "path": "many.csv", "cut": "text",
        "sha256": sha256((house / "many.csv").read_text(encoding="utf-8")),
    }  # fmt: skip
    catalogue = ",".join(row) + "\n" + ",".join(row.values()) + "\n"
    (house / "corpus" / "catalogue.csv").write_text(catalogue, encoding="utf-8")
    (house / "documents").mkdir()
    said = [line for line in paragraphs if line.strip()]
    for number in range(6):  # a block each
        documents = (
            {"id": f"{number}-{i}", "date": f"{2000 + i % 9}", "text": "\n".join(said[i % 7 :: 2])}
            for i in range(20)
        )
        lines = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in documents)
        (house / "documents" / f"{number}.jsonl").write_text(lines, encoding="utf-8")


def tree(house: Path) -> Tree:
    """Everything in a house by its path, folders with a stroke at the end; locks are left out."""
    found = {}
    for path in house.rglob("*"):
        name = path.relative_to(house).as_posix()
        if path.is_dir():
            found[f"{name}/"] = b""
        elif path.name != LOCK:
            found |= _records(name, path.read_bytes())
    return found


def _records(name: str, data: bytes) -> Tree:
    """A manifest as its entries, each of which is saved with its figure; other files whole."""
    if not name.endswith("/manifest.json"):
        return {name: data}
    try:
        return {f"{name}#{key}": repr(entry).encode() for key, entry in json.loads(data).items()}
    except ValueError:  # half of one
        return {name: data}


def broken(old: Tree, new: Tree, found: Tree) -> list[str]:
    """What is neither the old whole file nor the new one, or gone; what is under way is hidden."""
    names = [
        name
        for name, data in found.items()
        if not under_way(name) and data not in (old.get(name), new.get(name))
    ]
    return sorted({*names, *(old.keys() & new.keys() - found.keys())})


def under_way(name: str) -> bool:
    """Whether a path is what only the run itself reads: hidden, or an archive's counts so far."""
    return any(p[0] == "." for p in Path(name).parts)


def differences(a: Tree, b: Tree) -> list[str]:
    """Names that only one side has, or whose bytes differ."""
    return sorted(name for name in a.keys() | b.keys() if a.get(name) != b.get(name))


def lay(house: Path, content: Path) -> None:
    """Let a house, which may be a file system of its own, hold a copy of another one alone."""
    house.mkdir(exist_ok=True)
    for path in house.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    shutil.copytree(content, house, dirs_exist_ok=True)


def undisturbed(name: str, house: Path, old: Path, runs: int = 2) -> tuple[Tree, float]:
    """What a command makes when nothing happens to it, always the same, and its seconds."""
    made = []
    for _ in range(runs):  # the first run fills caches, the last is timed
        lay(house, old)
        started = time.monotonic()
        status, said = run(name, house)
        seconds = time.monotonic() - started
        made.append(tree(house))
        if status or differences(made[0], made[-1]):
            sys.exit(f"{name} undisturbed: {status} {said} {differences(made[0], made[-1])}")
    return made[-1], seconds


def pages(files: Tree) -> int:
    """Bytes that files take on a tmpfs."""
    return sum(math.ceil(len(data) / PAGE) * PAGE for data in files.values())


@contextmanager
def disk(place: Path, size: int) -> Iterator[bool]:
    """A file system of so many bytes at a place; False where this user may not make one."""
    place.mkdir(exist_ok=True)
    made = shutil.which("mount") and not _mount("-t", "tmpfs", "-o", f"size={size}", "tmpfs", place)
    try:
        yield bool(made)
    finally:
        if made:
            subprocess.run(["umount", place], check=True)


def enlarge(place: Path, size: int) -> None:
    """Make room on a file system."""
    if _mount("-o", f"remount,size={size}", place):
        sys.exit(f"{place} cannot be made larger")


def _mount(*arguments: str | Path) -> int:
    done = subprocess.run(["mount", *arguments], capture_output=True, check=False)
    return done.returncode
