"""Readers: everything in huayu that reads a file, each with a small sound file to begin with."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import matplotlib

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
    "book.epub": _added,
    "sheet.xlsx": _added,
    "print.pdf": _added,
    "text.xml": _added,
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


def _word(out: io.BytesIO) -> None:
    import docx

    made = docx.Document()
    made.add_heading(TEXT.partition("\n")[0], 1)
    for line in TEXT.split("\n"):
        made.add_paragraph(line)
    for line in ("修路", "架桥"):
        made.add_paragraph(line, style="List Number")
    table = made.add_table(2, 2)
    table.cell(0, 0).text = "甲"
    made.save(out)


def _book(out: io.BytesIO) -> None:
    container = '<container><rootfiles><rootfile full-path="O/b.opf"/></rootfiles></container>'
    book = (
        '<package><metadata><title>讲话</title></metadata><manifest><item id="a" href="a.xhtml" '
        'media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine>'
        "</package>"
    )
    lines = "".join(f"<p>{line}</p>" for line in TEXT.split("\n"))
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", container)
        archive.writestr("O/b.opf", book)
        archive.writestr("O/a.xhtml", f"<html><body>{lines}</body></html>")


def _sheet(out: io.BytesIO) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for row in (["id", "date", "text"], ["a", "2020-01-01", TEXT], ["b", "2021", "路要修好。"]):
        book.active.append(row)
    book.save(out)


def _print(out: io.BytesIO) -> None:
    from matplotlib.figure import Figure

    from huayu import figures

    with matplotlib.rc_context(figures.style()):
        made = Figure()
        for number, line in enumerate(TEXT.split("\n")):
            made.text(0.1, 0.9 - number / 10, line)
        made.savefig(out, format="pdf", metadata=figures.METADATA["pdf"])


PACKED = {"word.docx": _word, "book.epub": _book, "sheet.xlsx": _sheet, "print.pdf": _print}


def sound(name: str) -> bytes:
    """A small sound file of each kind, for the fuzzer to begin with."""
    if name in PACKED:
        out = io.BytesIO()
        PACKED[name](out)
        return out.getvalue()
    given = export.document(SPEECH)
    return {
        "plain.txt": TEXT,
        "marked.md": f"# {TEXT}**要**改\n",
        "page.html": f"<!doctype html><html><title>讲话</title><p>{TEXT}</p></html>",
        "text.xml": "<TEI><teiHeader><fileDesc><titleStmt><title>讲话</title></titleStmt>"
        f"</fileDesc></teiHeader><text><body><div><head>一</head><p>{TEXT}</p></div></body></text>"
        "</TEI>",
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
