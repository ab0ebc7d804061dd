"""Goldens: every layer of every text in some folders as bare rows, and what differs between two.

    python proof/goldens.py write STATE FOLDER [FOLDER …] [--root HOUSE]
    python proof/goldens.py compare OLD NEW [--show 20]

Written before a change of form and after it, two states say which rows the change moved. A row has
the text's name, start, end, labels, score and rule. No text is kept: closed labels stand as they
are, a field that cites the text (speaker, canonical, slots …) as the beginning of its digest, and
the reason, which is prose, is left out. Texts are the ``.txt`` files below a folder, those beside
a ``meta.toml`` as the speeches they are, and objects with a ``text`` and no ``start`` in JSON or
JSONL (cases; a line of gold has a start).
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from huayu import corpus, layers
from huayu.corpus import Speech
from huayu.files import Fault, sha256, write

# labels from closed lists, so that they say nothing of the words; all other fields are digested
CLOSED = frozenset(
    "level kind form function device scope category subcategory strength negated tag source group "
    "concept move agrees count corrected part point zone rule score".split()
)
PROSE = ("text", "reason")
DIGEST = 8  # hexadecimal digits: two fillings of a field in 10,000 rows are told apart


def texts(folder: Path, root: Path | None = None) -> Iterator[Speech]:
    """Texts below a folder by their paths in it, in order; a file that is no text is told."""
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        name = f"{folder.name}/{path.relative_to(folder)}"
        try:
            if path.suffix == ".txt":
                yield _speech(name, path, root)
            elif path.suffix in (".json", ".jsonl"):
                yield from (
                    Speech(f"{name} {number}", said, root=root)
                    for number, said in enumerate(_said(path))
                )
        except Fault as fault:
            print(f"left out: {fault}", file=sys.stderr)


def _speech(name: str, path: Path, root: Path | None) -> Speech:
    """A text file, or the speech whose folder it lies in, under the name of its path."""
    whole = path.name == "text.txt" and path.with_name("meta.toml").exists()
    speech = corpus.load(path.parent if whole else path, root)
    return Speech(name, speech.text, speech.meta, speech.folder, speech.root)


def _said(path: Path) -> Iterator[str]:
    content = path.read_text(encoding="utf-8")
    try:
        lines = content.split("\n") if path.suffix == ".jsonl" else [content]
        found = [json.loads(line) for line in lines if line.strip()]
    except json.JSONDecodeError as error:
        raise Fault(path, f"is not JSON ({error.msg})", "mend it or take it out") from None
    rows = found if path.suffix == ".jsonl" else found[0]
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, dict) and isinstance(row.get("text"), str) and "start" not in row:
            yield row["text"]


def rows(speech: Speech, name: str) -> Iterator[str]:
    """Rows of a layer, corrected, each as one line without a word of the text."""
    table = layers.layer(speech, name)
    kept = [column for column in table.columns if column not in ("start", "end", *PROSE)]
    for record in table.to_dict("records"):
        fields = [f"{column}={_shown(column, record[column])}" for column in kept]
        yield "\t".join((speech.id, f"{record['start']}", f"{record['end']}", *fields))


def _shown(column: str, value: object) -> str:
    if value is None or isinstance(value, float) and pd.isna(value):
        return "-"
    if column in CLOSED:
        return f"{value:.6g}" if isinstance(value, float) else str(value)
    return sha256(repr(value))[:DIGEST]


def state(folders: list[Path], root: Path | None = None) -> dict[str, list[str]]:
    """State of every layer on every text below some folders, each text computed once."""
    found: dict[str, list[str]] = {name: [] for name in layers.DETECTORS}
    for folder in folders:
        for speech in texts(folder, root):
            for name, lines in found.items():
                lines.extend(rows(speech, name))
    return found


def kept(folder: Path) -> dict[str, list[str]]:
    """State 状态 that ``write`` has put into a folder, by layer."""
    return {
        path.name.removesuffix(".tsv.gz"): gzip.decompress(path.read_bytes()).decode().splitlines()
        for path in sorted(folder.glob("*.tsv.gz"))
    }


def columns(rows: list[str]) -> list[str]:
    """Names of the fields of a layer's rows, [] where it has no row."""
    return [cell.partition("=")[0] for cell in rows[0].split("\t")[3:]] if rows else []


def differences(old: list[str], new: list[str]) -> list[str]:
    """Rows that only one state has, - before those gone and + before those new, by place.

    Only fields that both states have are compared.
    """
    here, there = columns(old), columns(new)
    if here != there and here and there:
        old, new = (list(_only(rows, {*here} & {*there})) for rows in (old, new))
    before, after = Counter(old), Counter(new)
    told = [(row, "-") for row in (before - after).elements()]
    told += [(row, "+") for row in (after - before).elements()]
    return [f"{sign} {row}" for row, sign in sorted(told, key=_place)]


def _only(rows: list[str], names: set[str]) -> Iterator[str]:
    """Rows with the fields of some names alone, in the order of the names."""
    for row in rows:
        name, start, end, *cells = row.split("\t")
        kept = sorted(cell for cell in cells if cell.partition("=")[0] in names)
        yield "\t".join((name, start, end, *kept))


def _place(told: tuple[str, str]) -> tuple[str, int, int, bool]:
    name, start, end, *_ = told[0].split("\t")
    return name, int(start), int(end), told[1] == "+"


def _write(args: argparse.Namespace) -> int:
    for name, lines in state(args.folder, args.root).items():
        content = "".join(f"{line}\n" for line in lines)
        write(args.state / f"{name}.tsv.gz", gzip.compress(content.encode(), mtime=0))
        print(f"{name}: {len(lines)} rows")
    return 0


def _compare(args: argparse.Namespace) -> int:
    old, new = kept(args.old), kept(args.new)
    differing = 0
    for name in sorted(old.keys() | new.keys()):
        if name not in old or name not in new:
            print(f"{name}: only in {args.old if name in old else args.new}")
            differing += 1
            continue
        told = differences(old[name], new[name])
        print(f"{name}: {len(old[name])} and {len(new[name])} rows, {len(told)} differ")
        if old[name] and new[name]:
            only = sorted({*columns(old[name])} ^ {*columns(new[name])})
            for field in only:
                print(f"  not compared, in one state only: {field}")
        print(*told[: args.show], sep="\n", end="\n" if told[: args.show] else "")
        if len(told) > args.show:
            print(f"… {len(told) - args.show} more; --show {len(told)} lists them")
        differing += len(told)
    return int(bool(differing))


def main(arguments: list[str] | None = None) -> int:
    """Write a state, or compare two; status 1 where a row differs, 2 for bad input."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(required=True)
    writing = commands.add_parser("write")
    writing.add_argument("state", type=Path)
    writing.add_argument("folder", type=Path, nargs="+")
    writing.add_argument("--root", type=Path)
    writing.set_defaults(run=_write)
    comparing = commands.add_parser("compare")
    comparing.add_argument("old", type=Path)
    comparing.add_argument("new", type=Path)
    comparing.add_argument("--show", type=int, default=20)
    comparing.set_defaults(run=_compare)
    args = parser.parse_args(arguments)
    for folder in args.folder if "folder" in args else (args.old, args.new):
        if not folder.is_dir():
            print(Fault(folder, "is no folder", "name one that holds texts or a state"))
            return 2
    return args.run(args)


if __name__ == "__main__":
    sys.exit(main())
