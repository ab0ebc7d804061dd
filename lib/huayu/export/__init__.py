"""Export 导出: a speech with all its layers, in the formats that other tools read.

Each format is one module with two functions that undo each other: ``content(document) -> str``
and ``document(content) -> Document``. What a format cannot carry is said in its docstring.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from huayu.corpus import Speech
from huayu.export.document import Document, document
from huayu.files import Fault, write

# format -> module and the ending of its file
FORMATS = {
    "tei": ("tei", ".xml"),
    "conllu": ("conllu", ".conllu"),
    "vertical": ("vertical", ".vert"),
    "w3c": ("w3c", ".jsonld"),
    "inception": ("inception", ".tsv"),
}


def save(speech: Speech, form: str, folder: Path) -> Path:
    """Save a speech 导出 as ``<folder>/<id>.<ending>`` in one of :data:`FORMATS`.

    Raises
    ------
    Fault : the folder is a file, or cannot be written to.
    """
    module, ending = FORMATS[form]
    path = folder / f"{speech.id}{ending}"
    try:
        write(path, import_module(f"huayu.export.{module}").content(document(speech)))
    except OSError as error:
        raise Fault(folder, f"cannot be written to ({error.strerror})", "name another") from None
    return path


__all__ = ["FORMATS", "Document", "document", "save"]
