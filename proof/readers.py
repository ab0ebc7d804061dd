"""Readers: everything in huayu that reads a file, each with a small sound file to begin with."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

from huayu import export, folders, intake, layers
from huayu.corpus import Speech
from huayu.export import inception, returned, w3c
from huayu.files import sha256
from huayu.lexicon import reading
from huayu.lexicon.schemas import SCHEMAS
from huayu.reuse.documents import read

TEXT = "在会上的讲话\n同志们：\n一、修路\n他说：“路要修好，桥要架好。”\n"
SPEECH = Speech("x", TEXT)
SAID = TEXT.index("路要修好")
META = {"date": '"2020"', "masks": '["**"]', "kind": '"speech"', "sha256": f'"{sha256(TEXT)}"'}
Reader = Callable[[Path], object]


def _added(path: Path) -> object:
    return [intake.toml(entry) for entry in intake.entries(path, {}, None, None)]


def _corrected(path: Path) -> object:
    return list(layers.faults(Speech("x", TEXT, folder=path.parent)))


# name of the file -> what reads it; the part before the dot is the target's name
READERS: dict[str, Reader] = {
    "plain.txt": _added,
    "marked.md": _added,
    "page.html": _added,
    "word.docx": _added,
    "table.csv": _added,
    "lines.jsonl": _added,
    "meta.toml": lambda path: list(folders.faults(path.parent)),
    "quotations.jsonl": lambda path: list(folders.gold_lines(path, TEXT, SPEECH.lexicon)),
    "corrections.csv": _corrected,
    "returned.tsv": lambda path: returned.spans(SPEECH, path),
    "returned.jsonld": lambda path: returned.spans(SPEECH, path),
    "documents.jsonl": lambda path: list(read(path)),
    "words.csv": lambda path: list(reading.rows(path, SCHEMAS["words.csv"])),
}


def sound(name: str) -> bytes:
    """A small sound file of each kind, for the fuzzer to begin with."""
    if name == "word.docx":
        import docx

        made = docx.Document()
        for line in TEXT.split("\n"):
            made.add_paragraph(line)
        out = io.BytesIO()
        made.save(out)
        return out.getvalue()
    given = export.document(SPEECH)
    return {
        "plain.txt": TEXT,
        "marked.md": f"# {TEXT}**要**改\n",
        "page.html": f"<!doctype html><html><title>讲话</title><p>{TEXT}</p></html>",
        "table.csv": f'id,title,date,text\na,讲话,2020-01-01,"{TEXT}"\n',
        "lines.jsonl": '{"id": "a", "title": "讲话", "date": "2020", "text": "路要修好。"}\n',
        "meta.toml": "".join(
            f'{field} = "讲话"\n' for field in folders.REQUIRED if field not in META
        )
        + "".join(f"{field} = {value}\n" for field, value in META.items())
        + "[[part]]\nstart = 0\n",
        "quotations.jsonl": '{"start": 0, "end": 2, "text": "在会", "form": "quoted", '
        '"function": "citation", "speaker": null, "cue": null, "source_hint": null}\n',
        "corrections.csv": "layer,action,start,end,text,field,value,reason,initials\n"
        ""
        f"quotations,relabel,{SAID},{SAID + 10},路要修好，桥要架好。,speaker,王,听,a\n",
        "returned.tsv": inception.content(given),
        "returned.jsonld": w3c.content(given),
        "documents.jsonl": '{"id": "a", "date": "2020", "text": "路要修好。"}\n',
        "words.csv": "word,frequency,tag\n修路,10,v\n",
    }[name].encode()
