"""Replication 复现: the notebooks run anew, and what comes out otherwise than the manifest says.

They run in a house of their own that has the corpus and the notebooks of the house, so that
nothing of it is written. What is compared: each picture, each table, and the outputs of each
notebook, cell by cell; as they are made now, and as they lie in the house. What no notebook of the
house made (a figure saved by hand) is not made anew and not compared.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import nbformat

from huayu import corpus, manifest, notebooks, runs
from huayu.corpus import Speech
from huayu.files import Fault, sha256
from huayu.languages import LANGUAGES, Language
from huayu.manifest import Entry

PICTURES = ("png", "svg", "pdf")
# what a figure is made from, as its entry has it, in the words of `huayu check`
ORIGINS = {
    f"{name}_sha256": name for name in ("text", "lexicon", "corrections", "code")
} | {"weights": "weights", "packages": "packages"}  # fmt: skip
MADE = (*(f"{kind}_sha256" for kind in PICTURES), "nothing", "csv_sha256")


class Difference(NamedTuple):
    """A difference 差异: the file, and in what it is other than the manifest says."""

    path: str
    what: str


def differences(
    speeches: list[Speech],
    house: Path,
    only: str | None = None,
    jobs: int = 2,
    language: Language | None = None,
    told: Callable[[runs.Run], None] = lambda run: None,
) -> tuple[int, list[Difference]]:
    """Differences 差异 between the manifests of speeches and what their notebooks make now.

    Parameters
    ----------
    only, jobs, told : as of :func:`huayu.runs.run`.
    language : of the run; none takes the one that the manifests name, where it is one.

    Returns
    -------
    How many things were compared (pictures, tables, outputs of notebooks), and the differences.

    Raises
    ------
    Fault : a speech has no manifest; as of :func:`huayu.runs.run`.
    """
    for speech in speeches:
        if not manifest.entries(speech):
            mend = f"run `huayu figures --speech {speech.id}` first"
            raise Fault(manifest.folder(speech) / "manifest.json", "is not there", mend)
    names = {path.name for path in notebooks.paths(house, only)}
    way = _formats(speeches), language or _language(speeches)
    count, found = 0, []
    with _copied(house) as place:
        again = [corpus.load(speech.id, place) for speech in speeches]
        for run in runs.run(again, place, only, jobs, False, *way, told):
            if run.error:
                path = f"build/{run.speech}/notebooks/{run.notebook}"
                found.append(Difference(path, f"fails now: {run.error}"))
                names.discard(run.notebook)  # half of what it makes is no evidence
        for speech, fresh in zip(speeches, again, strict=True):
            was, now = (_of(names, manifest.entries(one)) for one in (speech, fresh))
            count += len(was.keys() | now.keys())
            found += [*_between(speech, was, now), *_on_disk(speech, house, was)]
    return count, found


@contextmanager
def _copied(house: Path) -> Iterator[Path]:
    """A house with the corpus and the notebooks of another, and nothing made."""
    with tempfile.TemporaryDirectory(prefix="huayu-") as folder:
        place = Path(folder).resolve()
        for name in ("corpus", "notebooks"):
            if (house / name).is_dir():
                _link(house / name, place / name)
        yield place


def _link(folder: Path, place: Path) -> None:
    try:
        os.symlink(folder, place, target_is_directory=True)
    except OSError:  # a system on which not everyone may link
        shutil.copytree(folder, place)


def _formats(speeches: list[Speech]) -> str:
    """Formats of all pictures that the manifests name; PNG is always among them."""
    named = {key for speech in speeches for one in manifest.entries(speech).values() for key in one}
    return ",".join(kind for kind in PICTURES if f"{kind}_sha256" in named) or "png"


def _language(speeches: list[Speech]) -> Language | None:
    """Language of the notebooks that the manifests name; None where it is not one."""
    entries = [one for speech in speeches for one in manifest.entries(speech).values()]
    named = {one["language"] for one in entries if one.get("language") in LANGUAGES}
    return next(iter(named)) if len(named) == 1 else None


def _of(names: set[str], entries: dict[str, Entry]) -> dict[str, Entry]:
    return {name: entry for name, entry in entries.items() if entry.get("notebook") in names}


def _between(speech: Speech, was: dict[str, Entry], now: dict[str, Entry]) -> Iterator[Difference]:
    """What is made now and what the manifest says, thing by thing."""
    for name in sorted(was.keys() | now.keys()):
        path = _path(speech, name, now.get(name) or was[name])
        if name not in was:
            yield Difference(path, "is made now, and the manifest has it not")
        elif name not in now:
            yield Difference(path, "is in the manifest, and is not made any more")
        elif why := _otherwise(was[name], now[name]):
            yield Difference(path, f"comes out otherwise ({why})")


def _otherwise(was: Entry, now: Entry) -> str:
    """Why a thing comes out otherwise, or where; nothing where it does not."""
    if all(was.get(key) == now.get(key) for key in MADE):
        return _cells(was.get("cells_sha256", []), now.get("cells_sha256", []))
    changed = [word for key, word in ORIGINS.items() if was.get(key) != now.get(key)]
    return f"{', '.join(changed)} changed" if changed else "of the same text and code"


def _cells(was: list[str], now: list[str]) -> str:
    """The code cells whose outputs differ, in words; nothing where none does."""
    if len(was) != len(now):
        return f"{len(was)} code cells are {len(now)}"
    pairs = enumerate(zip(was, now, strict=True), start=1)
    numbers = [str(number) for number, (one, other) in pairs if one != other]
    return f"outputs of code cell {', '.join(numbers)}" if numbers else ""


def _on_disk(speech: Speech, house: Path, was: dict[str, Entry]) -> Iterator[Difference]:
    """What lies in the house and is not what the manifest says; a clone has no build/."""
    for name, entry in sorted(was.items()):
        path = _path(speech, name, entry)
        if "cells_sha256" in entry:
            for of in (path, f"notebooks/{name}"):
                now = _outputs(house / of, speech.id)
                if now and (cells := _cells(entry["cells_sha256"], now)):
                    yield Difference(of, f"is not as it was made ({cells})")
        elif "csv_sha256" in entry:
            if _digest(house / path) not in (None, entry["csv_sha256"]):
                yield Difference(path, "is not as it was made")
        else:
            yield from _pictures(path, house, entry)


def _pictures(path: str, house: Path, entry: Entry) -> Iterator[Difference]:
    for kind in PICTURES:
        of = Path(path).with_suffix(f".{kind}").as_posix()
        digest = _digest(house / of)
        if digest != entry.get(f"{kind}_sha256"):
            yield Difference(of, "is not as it was made" if digest else "is missing")


def _digest(path: Path) -> str | None:
    return sha256(path.read_bytes()) if path.is_file() else None


def _outputs(path: Path, speech: str) -> list[str]:
    """Digests of the outputs of a notebook as it was run on a speech; none where it was not."""
    if not path.is_file():
        return []
    notebook = notebooks.opened(path)
    for_it = notebooks.with_speech(nbformat.from_dict(notebook), speech, path)
    ran = any(cell.get("outputs") for cell in notebook.cells)
    return notebooks.outputs(notebook) if ran and for_it == notebook else []


def _path(speech: Speech, name: str, entry: Entry) -> str:
    if "cells_sha256" in entry:
        return f"build/{speech.id}/notebooks/{name}"
    if "csv_sha256" in entry:
        return f"build/{speech.id}/tables/{name.rpartition('/')[2]}.csv"
    return f"figures/{speech.id}/{name}.png"
