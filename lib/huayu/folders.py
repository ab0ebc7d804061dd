"""Folders 语料目录: what a sound speech folder holds, and every fault in one with line and mend.

corpus/README.md is the field dictionary; with the closed lists of labels.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeGuard

from huayu.files import Fault, sha256, text
from huayu.lexicon import Lexicon, of

REQUIRED = (
    "title", "title_status", "kind", "speaker", "level", "date", "date_basis", "occasion",
    "language", "source", "rights", "masks", "sha256",
)  # fmt: skip
LISTS = ("masks", "residue")
KINDS = ("speech", "constructed")
ID = re.compile(r"\w[\w.-]{0,79}")
OTHERS = ("gold", "lexicons")  # folders of corpus/ that hold no speech
# files of these names, whatever their ending, cannot be made on Windows, where a clone may go
DEVICES = {"con", "prn", "aux", "nul"} | {f"{a}{n}" for a in ("com", "lpt") for n in range(1, 10)}
DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?|unknown")
# layer -> fields that every line of its gold has besides start, end and text
GOLD = {
    "headings": ("level", "label", "kind"),
    "quotations": ("form", "function", "speaker", "cue", "source_hint"),
    "rhetoric": ("device",),
    "formulas": ("canonical", "kind"),
    "moves": ("move",),
}
Known = dict[tuple[str, str], tuple[str, ...]]  # labels by layer and field
# closed lists of labels: a misspelt one would silently open a category of its own; the figures of
# speech are those that devices.tsv names
LABELS: Known = {
    ("headings", "kind"): ("title", "salutation", "heading", "run-in", "closing"),
    ("quotations", "form"): ("quoted", "title", "indirect"),
    ("quotations", "function"): (
        "citation", "formula", "figurative", "distancing", "emphasis", "title",
    ),
    ("formulas", "kind"): ("doctrine", "policy", "institution", "slogan", "label", "collocation"),
    ("rhetoric", "scope"): ("adjacent", "distributed"),
    ("moves", "move"): (
        "heading", "frame", "thesis", "definition", "authority", "reason", "achievement",
        "problem", "rebuttal", "example", "demand", "warning", "pledge", "appeal",
    ),
}  # fmt: skip


def labels(lexicon: Lexicon) -> Known:
    """Labels 标签表 that a field of a layer may have, by layer and field.

    >>> from huayu.lexicon import of
    >>> labels(of())["rhetoric", "device"][:2]
    ('parallelism', 'antithesis')
    """
    devices = tuple(row["device"] for row in lexicon.rows("devices.tsv"))
    return {**LABELS, ("rhetoric", "device"): devices}


def unfit(name: str) -> str | None:
    """Why a name cannot be the id 编号 of a speech, and so a folder anywhere; None where it can.

    >>> unfit("2016-some-speech"), unfit("aux.txt"), unfit("x.")
    (None, 'is a device on Windows', 'ends with a full stop')
    """
    if not ID.fullmatch(name):
        return "is not made of letters, digits, . _ - with a letter or digit first"
    if name.endswith("."):
        return "ends with a full stop"
    if name.partition(".")[0].lower() in DEVICES:
        return "is a device on Windows"
    return "is a folder of other things" if name.lower() in OTHERS else None


def speech_folders(home: Path) -> list[str]:
    """Names of the folders in corpus/ that hold a speech 讲话目录, sorted, fit for an id or not."""
    held = (p for p in home.glob("*/") if (p / "text.txt").exists() or (p / "meta.toml").exists())
    return sorted(p.name for p in held if p.name[0] != ".")


def name_faults(home: Path) -> Iterator[Fault]:
    """Faults 错误 in the names of the folders in corpus/: unfit ones, and equal but for case."""
    seen: dict[str, str] = {}
    for name in speech_folders(home):
        if why := unfit(name):
            yield Fault(home / name, f"is not read: its name {why}", "give the folder another name")
        if other := seen.get(name.lower()):
            what = f"has the name of {other} but for case, and some systems see no such difference"
            yield Fault(home / name, what, "give one of the folders another name")
        seen[name.lower()] = name


def faults(folder: Path) -> Iterator[Fault]:
    """Faults 错误 of one speech folder, each with file, line and mend; none when it is sound."""
    lexicon = of(folder.resolve().parent.parent)
    for name in ("text.txt", "meta.toml"):
        if not (folder / name).exists():
            mend = "write the text into it" if name == "text.txt" else "see corpus/README.md"
            yield Fault(folder / name, "is missing", mend)
            return
    try:
        source = text(folder / "text.txt")
        content = text(folder / "meta.toml")
    except Fault as fault:
        yield fault
        return
    data = (folder / "text.txt").read_bytes()
    digests = sha256(data), sha256(data.replace(b"\r\n", b"\n"))
    yield from _meta_faults(folder / "meta.toml", content, digests, len(source))
    for path in sorted((folder / "gold").glob("*.jsonl")):
        if path.stem not in GOLD:
            names = ", ".join(f"{layer}.jsonl" for layer in GOLD)
            yield Fault(path, "is gold of no known layer", f"name it one of {names}")
        else:
            yield from (fault for fault, _ in gold_lines(path, source, lexicon) if fault)


def gold_lines(
    path: Path, source: str, lexicon: Lexicon
) -> Iterator[tuple[Fault | None, dict[str, Any]]]:
    """Lines of a gold file 标注行, each as (fault, {}) or (None, row); blank ones are passed over.

    The stem of ``path`` is the layer; a layer that is not in GOLD needs start, end and text only.
    ``lexicon`` names the figures of speech.
    A file without lines says that the text has nothing of its layer.
    """
    try:
        # not splitlines: a text may hold U+2028 or U+0085
        lines = text(path, empty=True).split("\n")
    except Fault as fault:
        yield fault, {}
        return
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield None, _gold_row(path, number, line, source, labels(lexicon))
        except Fault as fault:
            yield fault, {}


def _gold_row(path: Path, number: int, line: str, source: str, known: Known) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except RecursionError:
        raise Fault(
            path, "is not JSON (nested too deep)", "write one object a line", number
        ) from None
    except ValueError as error:  # a number of thousands of digits, too
        what = f"is not JSON ({getattr(error, 'msg', error)})"
        raise Fault(path, what, "write one object a line", number) from None
    if not isinstance(row, dict):
        raise Fault(path, "is not a JSON object", "write one object a line", number)
    for name in ("start", "end", "text", *GOLD.get(path.stem, ())):
        if name not in row:
            raise Fault(path, f"field {name} is missing", "see corpus/README.md", number)
    if not _is_span(row["start"], row["end"], 0, len(source)):
        what = f"span {row['start']}:{row['end']} is not in the text"
        raise Fault(path, what, "correct start and end", number)
    there = source[row["start"] : row["end"]]
    if there != row["text"]:
        what = f"text {str(row['text'])[:20]!r} is not at {row['start']}:{row['end']}"
        raise Fault(path, what, f"the text there reads {there[:20]!r}", number)
    if path.stem == "moves" and isinstance(row.get("alt"), str):
        row["alt"] = {"move": row["alt"]}  # as the readers of moves wrote it
    for what, mend in _label_faults(path.stem, row, known):
        raise Fault(path, what, mend, number)
    return row


def _label_faults(layer: str, row: dict[str, Any], closed: Known) -> Iterator[tuple[str, str]]:
    """What is wrong with the labels of a gold line, with the mend."""
    for (of_layer, name), known in closed.items():
        if of_layer == layer and name in row and row[name] not in known:
            yield f"{name} is {row[name]!r}", f"use one of {', '.join(known)}"
    if layer == "headings" and not _whole(row["level"]):
        yield f"level is {row['level']!r}", "give a whole number from 1"
    if not isinstance(row.get("agreed", True), bool):
        yield f"agreed is {row['agreed']!r}", "use true or false"
    alt = row.get("alt")
    if not isinstance(alt, dict | None):
        yield "alt is not an object", 'write {"field": "the other label"}'
        alt = None
    given = {name: row[name] for name in GOLD.get(layer, ())}
    for name, value in [*given.items(), *(alt or {}).items()]:
        if isinstance(value, list | dict) and name != "members":
            yield f"{name} is a list or an object", "give one label, or null"
    members = row.get("members")
    if members is not None and not are_members(members, row["start"], row["end"]):
        yield "members are no spans inside start:end", "give [[start, end], …] in order"


def are_members(members: Any, start: int, end: int) -> bool:
    """Whether members 成员 are two spans or more inside a span, each [start, end], in order."""
    if not isinstance(members, list) or len(members) < 2:
        return False
    pairs = [member for member in members if isinstance(member, list) and len(member) == 2]
    if len(pairs) < len(members) or not all(_is_span(a, b, start, end) for a, b in pairs):
        return False
    return all(a[1] <= b[0] for a, b in pairwise(pairs))


def _is_span(start: Any, end: Any, low: int, high: int) -> bool:
    return _whole(start) and _whole(end) and low <= start < end <= high


def _whole(value: Any) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _meta_faults(
    path: Path, content: str, digests: tuple[str, str], length: int
) -> Iterator[Fault]:
    try:
        meta = tomllib.loads(content)
    except (ValueError, RecursionError) as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else content.count("\n") + 1
        yield Fault(path, f"is not TOML ({error})", "mend that line", line)
        return
    for name in REQUIRED:
        if name not in meta:
            yield Fault(path, f"field {name} is missing", f"add it ({name} = …)", 1)
    for name, what, mend in field_faults(meta, *digests):
        yield Fault(path, what, mend, _line(content, rf"{name}\s*="))
    parts = meta.get("part", [])
    if not isinstance(parts, list):
        yield Fault(
            path, "part is no list of tables", "head each with [[part]]", _line(content, "part")
        )
        parts = []
    for place, part in enumerate(parts, start=1):
        for what, mend in _part_faults(part if isinstance(part, dict) else {}, length):
            yield Fault(
                path, f"[[part]] {place} {what}", mend, _line(content, r"\[\[part\]\]", place)
            )


def _part_faults(part: dict[str, Any], length: int) -> Iterator[tuple[str, str]]:
    """What is wrong with one [[part]] entry of meta.toml, and the mend."""
    start, level = part.get("start"), part.get("level", 1)
    if not (_whole(start) and 0 <= start < length):
        yield "has no valid start", f"give start as an offset from 0 to {length - 1}"
    if not (_whole(level) and 1 <= level <= 9):
        yield "has no valid level", "give level as a number from 1, the highest, to 9"
    for name in ("label", "title"):
        if not isinstance(part.get(name, ""), str):
            yield f"has a {name} that is not text", f'write {name} = "…"'


def field_faults(
    meta: dict[str, Any], digest: str, with_line_feeds: str
) -> Iterator[tuple[str, str, str]]:
    """Faults of fields 字段错误: name of a field of meta.toml, what is wrong, and the mend.

    ``digest`` is that of the text, ``with_line_feeds`` the one it has with the line ends of Unix.
    """
    for name in (*REQUIRED, "residue"):
        value = meta.get(name)
        if value is None:
            continue
        if name not in LISTS and not (isinstance(value, str) and value.strip()):
            yield name, f"field {name} is not a string with something in it", "see corpus/README.md"
        elif name in LISTS and not _are_strings(value):
            yield name, f"field {name} is not a list of strings", 'write ["…", "…"], or [] for none'
    kind, date = meta.get("kind", KINDS[0]), meta.get("date", "unknown")
    if isinstance(kind, str) and kind not in KINDS:
        yield "kind", f"kind is {kind!r}", f"use one of {', '.join(KINDS)}"
    if isinstance(date, str) and not DATE.fullmatch(date):
        yield "date", f"date is {date!r}", "write 2021, 2021-07, 2021-07-01 or unknown"
    if digest != meta.get("sha256", digest) == with_line_feeds:
        what = "sha256 does not match text.txt: its line ends have become those of Windows"
        mend = "write `*/text.txt -text` into corpus/.gitattributes and check the file out again"
        yield "sha256", what, mend
    elif meta.get("sha256", digest) != digest:
        mend = f"restore text.txt, or set sha256 to {digest} if the change was meant"
        yield "sha256", "sha256 does not match text.txt", mend


def _are_strings(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) and item for item in value)


def _line(content: str, pattern: str, nth: int = 1) -> int:
    """Number of the nth line that begins with a pattern, 1 when there is none."""
    begins = re.compile(r"\s*" + pattern)
    lines = [i for i, line in enumerate(content.split("\n"), 1) if begins.match(line)]
    return lines[nth - 1] if len(lines) >= nth else 1
