"""Recipes 取文步骤: how the text of a speech is cut out of the file that holds it.

A recipe is a line of steps with `` | `` between them, each a name and its words:

=============================  ================================================================
``text [ENCODING]``             bytes as text, UTF-8 if nothing else is said, without a byte
                                order mark, line ends as ``\\n``
``characters START END``        a slice of it
``record [KEY=VALUE] FIELD``    a field of the one record that fits, of JSON lines or a CSV table
``turns TITLE``                 what one speaker says in the ``speeches`` of a JSON record
``member NAME``                 a file in a zip archive, whose names may be GBK
``paragraphs``                  the paragraphs of a Word file
=============================  ================================================================
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

LARGEST = 64 * 1024 * 1024  # bytes of one member: the largest of the catalogue has 60 kB


# what steps raise on a file or words that they are not for
BROKEN = (
    LookupError, TypeError, ValueError, AttributeError, RecursionError, OSError,
    csv.Error, zipfile.BadZipFile, zlib.error,
)  # fmt: skip


class Unfit(ValueError):
    """The file is not what the recipe was written for."""


def cut(content: bytes, recipe: str) -> str:
    """Text 文本 that a recipe cuts out of a file.

    Raises
    ------
    Unfit : a step does not find what it names.

    >>> cut(b'{"year": 1978, "content": "a"}\\n{"year": 1988, "content": "b"}\\n',
    ...     "text | record year=1988 content")
    'b'
    """
    found: Any = content
    for step in recipe.split(" | "):
        name, *arguments = step.split(" ")
        try:
            found = STEPS[name](found, *arguments)
        except Unfit:
            raise
        except BROKEN as error:
            raise Unfit(f"the step {step!r} fails ({type(error).__name__})") from None
    if not isinstance(found, str):
        raise Unfit("the recipe gives no text")
    return found


def _text(content: bytes, encoding: str = "utf-8") -> str:
    return content.decode(encoding, "replace").removeprefix("\ufeff").replace("\r\n", "\n")


def _characters(text: str, start: str, end: str) -> str:
    if not 0 <= int(start) < int(end) <= len(text):
        raise Unfit(f"the file has no characters {start} to {end}")
    return text[int(start) : int(end)]


def _record(text: str, *arguments: str) -> str:
    *keys, field = arguments
    wanted = dict(key.split("=", 1) for key in keys)
    fits = [
        record
        for record in _records(text)
        if all(str(record.get(name)) == value for name, value in wanted.items())
    ]
    if len(fits) != 1:
        raise Unfit(f"{len(fits)} records fit where one should")
    return str(fits[0][field])


def _records(text: str) -> Iterator[Mapping[str, Any]]:
    """Records of JSON lines, or of a table with a head."""
    if text.startswith("{"):
        yield from (json.loads(line) for line in text.split("\n") if line.strip())
    else:
        before = csv.field_size_limit(LARGEST)
        try:
            yield from list(csv.DictReader(io.StringIO(text)))
        finally:
            csv.field_size_limit(before)


def _turns(text: str, title: str) -> str:
    turns = json.loads(text)["speeches"]
    said = [turn["content"] for turn in turns if turn["title"] == title]
    if not said:
        raise Unfit(f"{title} says nothing in it")
    return "\n".join(said)


def _member(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for member in archive.infolist():
            if _named(member).rpartition("/")[2] == name and member.file_size <= LARGEST:
                return archive.read(member)
    raise Unfit(f"the archive has no {name}")


def _named(member: zipfile.ZipInfo) -> str:
    """Name of a member; without the flag for UTF-8 it is GBK, which zip readers take for cp437."""
    if member.flag_bits & 0x800:
        return member.filename
    return member.filename.encode("cp437", "replace").decode("gbk", "replace")


def _paragraphs(content: bytes) -> str:
    from docx import Document

    return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs)


STEPS: Mapping[str, Callable[..., str | bytes]] = {
    "text": _text,
    "characters": _characters,
    "record": _record,
    "turns": _turns,
    "member": _member,
    "paragraphs": _paragraphs,
}
