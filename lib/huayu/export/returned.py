"""Returned annotations 回收的标注: what an annotator changed in an exported file."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from huayu import corrections, layers
from huayu.corpus import Speech
from huayu.export import inception, w3c
from huayu.export.document import Document, Span, document
from huayu.files import Fault, alone, rows, sheet, text, write

Line = dict[str, Any]


def save(speech: Speech, path: Path, reason: str, initials: str) -> int:
    """Save 存 the changes of a returned file as new lines of the speech's corrections.csv.

    Returns how many lines were added. Lines that are there already stay, in front.

    Raises
    ------
    Fault : the speech has no folder, the file is of another text or in no known format, what it
        changes does not apply (see :func:`huayu.layers.faults`), or another run changes corpus/.
    """
    if path.suffix == ".csv":
        return taken(speech, sheet(path), path)
    with alone(_home(speech).parent):
        fields = {"reason": reason, "initials": initials}
        added = [{**line, **fields} for line in changes(speech, spans(speech, path))]
        return _entered(speech, added, path, numbered=False)


def taken(speech: Speech, content: str, path: Path) -> int:
    """Take 收下 the lines of a corrections.csv into the speech's own: all of them, or none.

    Parameters
    ----------
    content : what the reading edition gives, or anything with the columns of corrections.csv.
    path : what the content is called in a fault.

    Returns
    -------
    How many lines were added.

    Raises
    ------
    Fault : the speech has no folder, a column is missing, or a line does not apply, see
        :func:`huayu.layers.faults`; its number is the line's in ``content``.
    """
    home = _home(speech)
    found = rows(content.removeprefix("\ufeff"), path, corrections.COLUMNS)
    added = [{name: row[name] for name in corrections.COLUMNS} for _, row in found]
    with alone(home.parent):
        return _entered(speech, added, path, numbered=True)


def _home(speech: Speech) -> Path:
    """Folder of a speech of corpus/."""
    if speech.folder is None or not (speech.folder / "meta.toml").exists():
        raise Fault(speech.id, "is no speech of corpus/", "corrections lie in a speech's folder")
    return speech.folder


def _entered(speech: Speech, added: list[Line], path: Path, numbered: bool) -> int:
    """Enter lines behind those that are there, all of them or none; how many they are.

    ``numbered`` says that they have the numbers of lines in the file at ``path``.
    """
    joined = _joined(speech, added)
    before = joined.count("\n") - _joined(speech, added, alone=True).count("\n")
    for fault in _tried(speech, joined) if added else ():
        line = fault.line
        if line is not None and line <= before + 1:  # the heading is one more
            raise Fault(corrections.path(speech), fault.what, fault.mend, line)
        number = None if line is None or not numbered else line - before
        raise Fault(path, fault.what, fault.mend, number)
    if added:
        write(corrections.path(speech), joined)
    return len(added)


def _tried(speech: Speech, content: str) -> list[Fault]:
    """Faults of a corrections.csv that is not in its place yet."""
    assert speech.folder is not None
    with tempfile.TemporaryDirectory() as folder:
        aside = Path(folder) / speech.id
        shutil.copytree(speech.folder, aside)
        write(aside / corrections.FILE, content)
        return list(layers.faults(dataclasses.replace(speech, folder=aside)))


def _joined(speech: Speech, added: list[Line], alone: bool = False) -> str:
    """Text of corrections.csv with lines added behind those that are there, or of them alone."""
    place = corrections.path(speech)
    kept = "" if alone or not place.exists() else sheet(place).rstrip("\n") + "\n"
    # in the order of the file that is there, whose further columns are the researcher's own
    columns = next(csv.reader([kept.partition("\n")[0]])) or corrections.COLUMNS
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\n")
    if not kept:
        writer.writeheader()
    writer.writerows(added)
    return kept + out.getvalue()


def spans(speech: Speech, path: Path) -> list[Span]:
    """Rows 标注行 of a returned file: WebAnno TSV (.tsv) or Web Annotation (.jsonld, .json)."""
    content = text(path)
    try:
        if path.suffix == ".tsv":
            return inception.spans(content, speech.text)
        if path.suffix in (".jsonld", ".json"):
            return list(_same_text(w3c.document(content), speech, path).spans)
    except Fault as fault:
        raise Fault(path, fault.what, fault.mend, fault.line) from None
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise Fault(
            path, f"cannot be read ({error})", "export it from huayu, then annotate"
        ) from None
    mend = "give a .tsv, a .jsonld or a corrections.csv"
    raise Fault(path, "is in no format that comes back", mend)


def _same_text(found: Document, speech: Speech, path: Path) -> Document:
    if found.text != speech.text:
        raise Fault(path, "is of another text", f"export {speech.id} again")
    return found


def changes(speech: Speech, after: list[Span]) -> Iterator[Line]:
    """Changes 改动 from the layers as they are to the rows that came back, as correction lines.

    Only layers that came back are compared. One row on a span before and after: its changed
    fields are relabelled; otherwise rows that went are rejected, new ones added.
    """
    layers = {each.layer for each in after}
    groups: defaultdict[tuple[str, int, int], tuple[list[Span], list[Span]]]
    groups = defaultdict(lambda: ([], []))
    for each in document(speech).spans:
        if each.layer in layers:
            groups[each.layer, each.start, each.end][0].append(each)
    for each in after:
        groups[each.layer, each.start, each.end][1].append(each)
    for (layer, start, end), (old, new) in sorted(groups.items()):
        line = {"layer": layer, "start": start, "end": end, "text": speech.text[start:end]}
        gone, come = [s for s in old if s not in new], [s for s in new if s not in old]
        if len(old) == len(new) == len(gone) == 1:
            yield from _relabelled(line, gone[0], come[0])
            continue
        for each in gone:
            yield _rejected(line, each, len(old) > 1)
        for each in come:
            yield from _added(line, each)


def _relabelled(line: Line, old: Span, new: Span) -> Iterator[Line]:
    before = dict(old.fields)
    for field, value in new.fields:
        if before.get(field) != value:
            yield {**line, "action": "relabel", "field": field, "value": _cell(value)}


def _rejected(line: Line, each: Span, ambiguous: bool) -> Line:
    """A rejection; where several rows share the span, its first field says which one is meant."""
    field, value = each.fields[0] if ambiguous and each.fields else ("", "")
    return {**line, "action": "reject", "field": field, "value": _cell(value)}


def _added(line: Line, each: Span) -> Iterator[Line]:
    filled = [(field, value) for field, value in each.fields if value is not None]
    for field, value in filled or [("", "")]:
        yield {**line, "action": "add", "field": field, "value": _cell(value)}


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value)
