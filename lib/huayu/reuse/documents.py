"""Documents 文献: dated texts to search in, from the corpus, text files, folders and JSON lines."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from huayu import corpus, dates
from huayu.files import Fault, characters, rows, shown, text

SUFFIXES = (".txt", ".jsonl", ".jsonl.gz", ".json.gz")


class Document(NamedTuple):
    """A document 文献: a text and what is known of it; ``place`` is its file, and line if any."""

    id: str
    title: str
    date: str
    text: str
    place: str


def documents(paths: Iterable[Path | str] = (), house: Path | None = None) -> Iterator[Document]:
    """Documents 文献 of the corpus, or of the given files and folders.

    Parameters
    ----------
    paths : speech ids, text files, ``.jsonl`` and ``.jsonl.gz`` (objects with ``id``, ``text``
        and, where known, ``title`` and ``date``), and folders of them. None given: the corpus
        without its constructed texts, in which nobody said anything.
    house : folder that holds corpus/, see :func:`huayu.corpus.root`.

    Raises
    ------
    Fault : no such path; a folder without texts; a file or line that cannot be read.

    Notes
    -----
    A text file's date and title come from ``index.csv`` of its folder (columns ``id, title,
    date``), else the date from a year in its name.
    """
    given = [*paths]
    for name in given or corpus.ids(house):
        if not given or (not Path(name).exists() and str(name) in corpus.ids(house)):
            speech = corpus.load(str(name), house)
            if given or not speech.constructed:
                yield _speech(speech)
            continue
        for path in files(Path(name)):
            for found in read(path):
                if isinstance(found, Fault):
                    raise found
                yield found


def files(path: Path) -> list[Path]:
    """Files 文件 to read: the path itself, or the texts and JSON lines under a folder, sorted.

    Raises
    ------
    Fault : no such path, or nothing of a known kind under it.
    """
    if path.is_file():
        return [path]
    if not path.is_dir():
        mend = corpus.near(str(path), corpus.root())
        raise Fault(path, "no such file, folder or speech", mend)
    found = sorted(p for p in path.rglob("*") if p.name.endswith(SUFFIXES) and p.is_file())
    if not found:
        raise Fault(path, "holds no texts", f"it should have files in {', '.join(SUFFIXES)}")
    return found


def read(path: Path) -> Iterator[Document | Fault]:
    """Documents 文献 of one file; a Fault in the place of each that cannot be read."""
    if path.name.endswith(SUFFIXES[1:]):
        yield from _lines(path)
        return
    try:
        yield _text(path)
    except Fault as fault:
        yield fault


def _speech(speech: corpus.Speech) -> Document:
    folder = speech.folder or Path()
    meta = {name: str(speech.meta.get(name, "")) for name in ("title", "date")}
    return Document(
        speech.id, meta["title"], dates.date(meta["date"]), speech.text, str(folder / "text.txt")
    )


def _text(path: Path) -> Document:
    folder = path.resolve().parent
    if (
        path.name == "text.txt"
        and (folder / "meta.toml").exists()
        and folder.parent.name == "corpus"
    ):
        return _speech(corpus.load(folder.name, folder.parents[1]))
    name = folder.name if path.name == "text.txt" else path.stem
    title, date = _index(path.parent).get(name, ("", name))
    return Document(shown(name), shown(title), dates.date(date), text(path), shown(path))


def _index(folder: Path) -> dict[str, tuple[str, str]]:
    """Title and date of each id in a folder's index.csv."""
    if not (folder / "index.csv").is_file():
        return {}
    path = folder / "index.csv"
    found = (row for _, row in rows(text(path), path, ("id",)))
    return {row["id"]: (row.get("title", ""), row.get("date", "")) for row in found}


def _lines(path: Path) -> Iterator[Document | Fault]:
    opened = gzip.open(path) if path.suffix == ".gz" else path.open("rb")
    number = 0
    try:
        with opened as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield record(line, path, number)
    except (OSError, EOFError, zlib.error) as error:
        what = f"cannot be read past line {number} ({error})"
        yield Fault(path, what, "unpack it to see where it breaks", number + 1)


def record(line: bytes, path: Path, number: int) -> Document | Fault:
    """Document 文献 of one JSON line, or the Fault that says why it is none."""
    try:
        row = json.loads(line)
    except UnicodeDecodeError:
        return Fault(path, "is not UTF-8", "convert the file with iconv", number)
    except (ValueError, RecursionError) as error:
        return Fault(path, f"is not JSON ({error})", "write one object a line", number)
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        return Fault(path, "has no text", 'write {"id": …, "date": …, "text": …}', number)
    name, title, date = (characters(str(row.get(key) or "")) for key in ("id", "title", "date"))
    said = characters(row["text"])
    return Document(
        name or f"{shown(path.name)}:{number}",
        title,
        dates.date(date),
        said,
        f"{shown(path)}:{number}",
    )
