"""Blocks 数据块 of an archive: what goes to a worker in one piece, always cut at the same places.

The reading is done in one place and the blocks are sent, so that workers on other machines need
no common disk.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from glob import glob
from pathlib import Path
from typing import Any, NamedTuple

from huayu import dates
from huayu.files import Fault, shown
from huayu.reuse.documents import Document, read, record

# Small enough that two workers end together and a killed run loses seconds, large enough that
# sending one (a millisecond) is nothing beside counting it (half a second).
SIZE = 4 << 20
KINDS = (".txt", ".jsonl", ".jsonl.gz", ".json.gz", ".parquet")


class Rejected(NamedTuple):
    """A document that could not be counted 弃文: where it stands and why."""

    file: str
    line: int
    reason: str


class Block(NamedTuple):
    """A block 数据块: JSON lines as bytes, or documents that were read already; ``done`` bytes of
    the input lie before its end."""

    file: str
    line: int
    lines: bytes
    documents: tuple[Document | Rejected, ...]
    done: int

    def read(self) -> Iterator[Document | Rejected]:
        """Documents 文献 of the block, and what is none."""
        yield from self.documents
        for number, line in enumerate(self.lines.split(b"\n"), start=self.line):
            if line.strip():
                found = record(line, Path(self.file), number)
                yield found if isinstance(found, Document) else rejected(found)


def rejected(fault: Fault) -> Rejected:
    """Rejection 弃文 that a fault is the reason of."""
    return Rejected(str(fault.file), fault.line or 0, f"{fault.what}; {fault.mend}")


def inputs(source: str) -> list[Path]:
    """Files 文件 of a folder, a glob pattern or one name, sorted.

    Raises
    ------
    Fault : nothing of a known kind is there.
    """
    path = Path(source)
    found = [path] if path.is_file() else sorted(path.rglob("*")) if path.is_dir() else None
    if found is None:
        found = sorted(Path(name) for name in glob(source, recursive=True))
    found = [file for file in found if file.is_file() and file.name.endswith(KINDS)]
    if not found:
        raise Fault(source, "holds no documents", f"give files in {', '.join(KINDS)}")
    return found


def blocks(files: list[Path], size: int = SIZE) -> Iterator[Block]:
    """Blocks 数据块 of the files, in order, of about ``size`` bytes of text each."""
    before = 0
    texts: list[Document | Rejected] = []
    held = 0
    for file in files:
        bytes_here = file.stat().st_size
        if file.name.endswith(".parquet"):
            yield from _rows(file, before)
        elif file.name.endswith(".txt"):
            texts += [_document(found) for found in read(file)]
            held += bytes_here
            if held >= size:
                yield Block("", 0, b"", tuple(texts), before + bytes_here)
                texts, held = [], 0
        else:
            yield from _lines(file, before, size)
        before += bytes_here
    if texts:
        yield Block("", 0, b"", tuple(texts), before)


def _document(found: Document | Fault) -> Document | Rejected:
    return rejected(found) if isinstance(found, Fault) else found


def _lines(file: Path, before: int, size: int) -> Iterator[Block]:
    """Blocks of whole lines; where a compressed file breaks off, the rest is one rejection."""
    line = 1
    with file.open("rb") as raw:
        lines = gzip.GzipFile(fileobj=raw) if file.suffix == ".gz" else raw
        while True:
            try:
                data = lines.read(size)
                data += lines.readline()
            except (OSError, EOFError, zlib.error) as error:
                reason = f"cannot be read past line {line - 1} ({error}); unpack it to see where"
                yield Block(shown(file), line, b"", (Rejected(shown(file), line, reason),), before)
                return
            if not data:
                return
            yield Block(shown(file), line, data, (), before + raw.tell())
            line += data.count(b"\n")


def _rows(file: Path, before: int) -> Iterator[Block]:
    """Blocks of a Parquet file with columns id, text and, where known, title and date."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.ParquetFile(file)
    except (pa.ArrowInvalid, OSError) as error:
        reason = f"is no Parquet file ({error}); write it anew"
        yield Block("", 0, b"", (Rejected(shown(file), 0, reason),), before)
        return
    names = set(table.schema_arrow.names)
    if not {"id", "text"} <= names:
        reason = "has no columns id and text; name them so"
        yield Block("", 0, b"", (Rejected(shown(file), 0, reason),), before)
        return
    number = 0
    kept = sorted(names & {"id", "title", "date", "text"})
    for batch in table.iter_batches(batch_size=1000, columns=kept):
        found: list[Document | Rejected] = []
        for row in batch.to_pylist():
            number += 1
            found.append(_row(row, file, number))
        done = before + file.stat().st_size * number // max(1, table.metadata.num_rows)
        yield Block("", 0, b"", tuple(found), done)


def _row(row: dict[str, Any], file: Path, number: int) -> Document | Rejected:
    if not isinstance(row["text"], str):
        return Rejected(shown(file), number, "has no text; fill the column text")
    name, title, date = (str(row.get(key) or "") for key in ("id", "title", "date"))
    place = f"{shown(file)}:{number}"
    name = name or f"{shown(file.name)}:{number}"
    return Document(name, title, dates.date(date), row["text"], place)
