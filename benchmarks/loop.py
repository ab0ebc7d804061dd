"""The archive's own functions under multiprocessing by hand: what an engine costs is told by it."""

from __future__ import annotations

import multiprocessing
from multiprocessing.connection import Connection
from pathlib import Path

from huayu import archive
from huayu.archive import blocks, merge, partition


def worker(pipe: Connection) -> None:
    """Count the blocks that come, keep their terms here, then count the pairs in them."""
    kept, tables = [], []
    while block := pipe.recv():
        found = partition.counted(block, archive.Options())
        kept.append(found.pop("stream"))
        tables.append(found)
    pipe.send(tables)
    chosen = pipe.recv()
    pipe.send([partition.paired(stream, chosen) for stream in kept])


def counted(source: Path, out: Path, terms: int, workers: int = 2) -> None:
    """The tables of an archive, by so many processes that take turns with the blocks."""
    context = multiprocessing.get_context("spawn")
    pipes, started = [], []
    for _ in range(workers):
        here, there = context.Pipe()
        pipes.append(here)
        started.append(context.Process(target=worker, args=(there,)))
        started[-1].start()
    for number, block in enumerate(blocks.blocks(blocks.inputs(str(source)))):
        pipes[number % workers].send(block)
    for pipe in pipes:
        pipe.send(None)
    parts: list[Path] = []
    shares = [_kept(pipe.recv(), out, parts) for pipe in pipes]
    chosen = merge.vocabulary(parts, terms)
    for pipe in pipes:
        pipe.send(chosen)
    for pipe, share in zip(pipes, shares, strict=True):
        for part, found in zip(share, pipe.recv(), strict=True):
            _write(part, found)
    for process in started:
        process.join()
    merge.tables(parts, chosen, out, lambda *told: None)


def _kept(tables: list[dict[str, bytes]], out: Path, parts: list[Path]) -> list[Path]:
    """A worker's tables on disk, a folder for each block; the folders are added to ``parts``."""
    own = [out / f"{len(parts) + number:06d}" for number in range(len(tables))]
    for part, found in zip(own, tables, strict=True):
        part.mkdir(parents=True)
        _write(part, found)
    parts += own
    return own


def _write(part: Path, found: dict[str, bytes]) -> None:
    for name, data in found.items():
        (part / f"{name}.parquet").write_bytes(data)
