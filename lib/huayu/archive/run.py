"""Run 运行 of an archive on its workers: blocks out, partitions back and on disk, then the tables.

What is done is on disk at once, a folder for each block, renamed into place when it is whole; a
run that was killed goes on from there.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from huayu import __version__
from huayu.archive.blocks import SIZE, Block, blocks, inputs
from huayu.archive.merge import TABLES, tables, vocabulary
from huayu.archive.partition import Options, counted, paired
from huayu.archive.workers import Scheduler, Task, Workers, pool, results
from huayu.files import Fault, alone, shown, text, write

# all pairs of 5,000 terms have room in 50 MB; the next terms stand in a document in a thousand
TERMS = 5000
# in --out beside the tables; the folders have names that are nobody else's, for they are cleared
KEPT, STATE, FINISHED = "settings.json", ".huayu-state", ".huayu-finished"
# megabytes of text up to which one process is done before others have begun: with two workers 94 MB
# take as long as with none, and 24 MB half as long again
ALONE = 64
PACKED = 4  # bytes of text in one of gzip
Told = Callable[[str, int, int], None]


def archive(
    source: str,
    out: Path,
    options: Options = Options(),  # noqa: B008 - a tuple, never changed
    terms: int | Iterable[str] = TERMS,
    scheduler: Scheduler | str | None = None,
    workers: int | None = None,
    resume: bool = False,
    told: Told = lambda stage, done, total: None,
    size: int = SIZE,
) -> dict[str, int]:
    """Archive 档案统计: the tables of :mod:`huayu.archive.merge`, as Parquet files in ``out``.

    Parameters
    ----------
    source : a folder, glob pattern or file: txt, JSON lines (plain or gzip) or Parquet.
    out : folder for the tables; it must not hold another run's.
    terms : how many terms, those of most documents, take part in co-occurrence; or which.
    scheduler : address of a Dask scheduler that is running, or :class:`Scheduler`; default are
        processes of our own, which listen on nothing.
    workers : how many of these; with 0 everything is counted in this one. None takes 0 up to
        ``ALONE`` megabytes of text, and 2 above.
    resume : go on with the run that ``out`` holds.
    told : is called with the stage, and how much of it is done of how much.
    size : bytes of text in a block.

    Returns
    -------
    dict of table name to its number of rows.

    Raises
    ------
    Fault : no input; ``out`` holds a run and ``resume`` is not given, or one of other input or
        options; another run is under way in ``out``; no scheduler answers.
    """
    files = inputs(source)
    if workers is None:
        workers = 0 if _megabytes(files) <= ALONE else 2
    with alone(out):
        return _run(files, out, options, terms, scheduler, workers, resume, told, size)


def _megabytes(files: list[Path]) -> float:
    """Megabytes of text that files hold, about."""
    sizes = (file.stat().st_size * (PACKED if file.suffix == ".gz" else 1) for file in files)
    return sum(sizes) / 1e6


def _run(
    files: list[Path],
    out: Path,
    options: Options,
    terms: int | Iterable[str] = TERMS,
    scheduler: Scheduler | str | None = None,
    workers: int = 0,
    resume: bool = False,
    told: Told = lambda stage, done, total: None,
    size: int = SIZE,
) -> dict[str, int]:
    wanted = terms if isinstance(terms, int) else sorted(set(terms))
    settings = {
        "version": __version__,
        "block": size,
        "files": [[shown(file), file.stat().st_size] for file in files],
        "options": options._asdict(),
        "terms": wanted,
    }
    state = _state(out, settings, resume)
    if state is None:
        return tables_there(out)
    with pool(scheduler, workers) as hands:
        _first(hands, blocks(files, size), files, state, options, told)
        if not _partitions(state):
            shutil.rmtree(state)
            (out / KEPT).unlink()
            raise Fault(files[0], "holds no documents", "look into it: it may be empty")
        chosen = wanted if not isinstance(wanted, int) else vocabulary(_partitions(state), wanted)
        _second(hands, state, chosen, told)
    rows = tables(_partitions(state), chosen, out, told)
    finished = state.rename(out / FINISHED)  # at once: a state half removed would be counted anew
    shutil.rmtree(finished)
    return rows


def fresh(source: str, out: Path, options: Options = Options()) -> dict[str, int]:  # noqa: B008
    """Archive 小档案 of a few texts, counted anew in this process in the place of the last."""
    files = inputs(source)
    with alone(out):
        (out / KEPT).unlink(missing_ok=True)
        return _run(files, out, options)


def listed(path: Path) -> list[str]:
    """Terms 词项 of a file, one a line; lines with # are comments."""
    lines = (line.strip() for line in text(path).splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def tables_there(out: Path) -> dict[str, int]:
    """Rows 行数 of the tables that a finished run left in a folder."""
    import pyarrow.parquet as pq

    found = {name: out / f"{name}.parquet" for name in TABLES}
    return {name: pq.read_metadata(path).num_rows for name, path in found.items()}


def _state(out: Path, settings: dict[str, Any], resume: bool) -> Path | None:
    """Folder of what is done so far; None where all is."""
    kept, state = out / KEPT, out / STATE
    written = json.dumps(settings, ensure_ascii=False, indent=1)
    if kept.exists():
        if not resume:
            raise Fault(
                out, "holds a run already", "add --resume to go on with it, or name another"
            )
        if not _same(text(kept), written):
            raise Fault(kept, "is of other input or options", "name another --out")
        shutil.rmtree(out / FINISHED, ignore_errors=True)
        if not state.exists():
            return None
        for half in state.glob(".*"):
            shutil.rmtree(half)
    else:
        for rest in (state, out / FINISHED):  # of a run whose settings are gone
            shutil.rmtree(rest, ignore_errors=True)
        state.mkdir()
        write(kept, written)
    return state


def _same(kept: str, written: str) -> bool:
    """Whether settings that were kept are those of now; what is no JSON is none."""
    try:
        return bool(json.loads(kept) == json.loads(written))
    except (ValueError, RecursionError):
        return False


def _first(
    hands: Workers,
    cut: Iterable[Block],
    files: list[Path],
    state: Path,
    options: Options,
    told: Told,
) -> None:
    """First pass 第一遍: every block that has no folder yet is counted."""
    total = sum(file.stat().st_size for file in files)

    def tasks() -> Iterator[Task]:
        for number, block in enumerate(cut):
            if (state / f"{number:06d}").exists():
                told("words", block.done, total)
            else:
                yield (f"{number:06d}", block.done), counted, (block, options)

    for (name, done), found in results(hands, tasks()):
        half = state / f".{name}"
        for table, data in found.items():
            write(half / f"{table}.parquet", data)
        os.rename(half, state / name)
        told("words", done, total)


def _second(hands: Workers, state: Path, chosen: list[str], told: Told) -> None:
    """Second pass 第二遍: the pairs of every partition that has none yet."""
    parts = _partitions(state)
    left = [part for part in parts if not (part / "singles.parquet").exists()]
    tasks = ((p, paired, ((p / "stream.parquet").read_bytes(), chosen)) for p in left)
    for done, (part, found) in enumerate(results(hands, tasks), 1 + len(parts) - len(left)):
        for name in ("pairs", "singles"):
            write(part / f"{name}.parquet", found[name])
        told("pairs", done, len(parts))


def _partitions(state: Path) -> list[Path]:
    return sorted(part for part in state.iterdir() if not part.name.startswith("."))
