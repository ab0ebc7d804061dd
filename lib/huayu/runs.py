"""Runs 运行: the notebooks, run in order on any speech of the corpus.

A run works on copies in ``build/<speech>/notebooks/``; only ``save`` puts executed notebooks back.
"""

from __future__ import annotations

import asyncio
import atexit
import errno
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import NamedTuple, TypeVarTuple, Unpack

import nbformat
from jupyter_core.utils import ensure_async
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError

from huayu import kernels, manifest
from huayu.corpus import Speech
from huayu.files import Fault, alone, write
from huayu.languages import Language
from huayu.ledger import Ledger, read
from huayu.notebooks import (
    Compared,
    in_language,
    opened,
    outputs,
    paths,
    steady,
    with_compared,
    with_speech,
)

CELL_SECONDS = 600  # a cell that takes longer hangs: the whole series has a budget of 60 s
DISK = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)  # the disk's fault, not the notebook's
# one order, one thread, one clock: what a notebook prints depends on its text alone
STEADY = {
    "PYTHONHASHSEED": "0",
    "PYTHONIOENCODING": "utf-8",
    "PYTHONUTF8": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "TZ": "UTC",
    "LC_ALL": "C.UTF-8",
    "MPLBACKEND": "agg",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    "HUAYU_FRESH": "1",  # layers are found anew, with what every kernel loads for it anyway
}
Arguments = TypeVarTuple("Arguments")


class _Loop(asyncio.SelectorEventLoop):
    """A loop that leaves signals to the command line: nbclient would take them for itself."""

    def add_signal_handler(
        self, sig: int, callback: Callable[[Unpack[Arguments]], object], *args: *Arguments
    ) -> None:
        """Refuse, as a loop outside the main thread does."""
        raise RuntimeError("signals are the command's")


class _Way(NamedTuple):
    """How notebooks are run: whether they are put back, formats, language, what is compared."""

    keep: bool
    formats: str
    language: Language | None
    compared: Compared | None


class Run(NamedTuple):
    """A run 运行 of one notebook on one speech; ``error`` is None when it came to its end.

    ``unchanged`` says that nothing was run: all that it would have made is there already.
    """

    speech: str
    notebook: str
    error: str | None = None
    unchanged: bool = False


def run(
    speeches: list[Speech],
    house: Path,
    only: str | None = None,
    jobs: int = 2,
    keep: bool = False,
    formats: str = "png",
    language: Language | None = None,
    told: Callable[[Run], None] = lambda run: None,
    compared: Compared | None = None,
) -> list[Run]:
    """Run the notebooks 运行 on speeches, ``jobs`` at a time, and tell each one's end.

    Where all that one would read and make is as its last run left it, it is not run again, see
    :mod:`huayu.ledger`.

    Parameters
    ----------
    only : first characters of a notebook's name (``03``).
    keep : put the executed notebooks back into notebooks/, without anything that time or machine
        would change; all of them are run.
    formats : of the pictures, such as ``png,svg,pdf``.
    language : of prose and pictures; none keeps the prose English and labels pictures in both.
    told : called with each :class:`Run` as it ends.
    compared : what the notebooks with a cell for it compare with; what they say themselves if None.

    Raises
    ------
    Fault : another run is under way in this house, there is no such notebook, or the disk is full.
    """
    chosen = paths(house, only)
    if keep and not (house / "notebooks").is_dir():
        raise Fault(house, "has no notebooks/ to keep them in", "leave --save out")
    way = _Way(keep, formats, language, compared)
    with alone(house / "build"):
        known = read(house, str(way))
        ledgers = [(speech, Ledger(speech.id, house, known)) for speech in speeches]
        keys = {(speech.id, path): book.key(path) for speech, book in ledgers for path in chosen}
        anew = keep or compared is not None  # what is compared with may lie anywhere
        left = [
            (speech, path)
            for speech, book in ledgers
            for path in chosen
            if anew or not book.stands(path, keys[speech.id, path])
        ]
        made = {(run.speech, run.notebook): run for run in _executed(left, house, jobs, way, told)}
        done = [
            made.get((name, path.name)) or Run(name, path.name, unchanged=True)
            for name, path in keys
        ]
        for run in done:
            if run.unchanged:
                told(run)
        for speech, book in ledgers:
            sound = {run.notebook for run in done if (run.speech, run.error) == (speech.id, None)}
            book.enter({path: keys[speech.id, path] for path in chosen if path.name in sound})
    return done


def _executed(
    tasks: list[tuple[Speech, Path]],
    house: Path,
    jobs: int,
    way: _Way,
    told: Callable[[Run], None],
) -> list[Run]:
    """Runs of what has changed, in order; Ctrl-C and SIGTERM end them."""
    if not tasks:
        return []
    with asyncio.Runner(loop_factory=_Loop) as runner:
        loop = runner.get_loop()
        work = loop.create_task(_all(tasks, house, jobs, way, told))
        with _ended_in_order(work):
            return loop.run_until_complete(work)


@contextmanager
def _ended_in_order(work: asyncio.Task[list[Run]]) -> Iterator[None]:
    """Let Ctrl-C and SIGTERM cancel the work, so that its kernels end; then be what they were."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    was = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    came: list[int] = []

    def cancel(number: int, frame: FrameType | None) -> None:
        came.append(number)
        work.get_loop().call_soon_threadsafe(work.cancel)

    taken = [number for number, handler in was.items() if callable(handler)]
    for number in taken:
        signal.signal(number, cancel)
    try:
        yield
    except asyncio.CancelledError:
        if not came:
            raise
    finally:
        for number in taken:
            signal.signal(number, was[number])
    if came:
        signal.raise_signal(came[0])


async def _all(
    tasks: list[tuple[Speech, Path]],
    house: Path,
    jobs: int,
    way: _Way,
    told: Callable[[Run], None],
) -> list[Run]:
    places = asyncio.Semaphore(jobs)

    async def one(source: kernels.Server | None, speech: Speech, path: Path) -> Run:
        async with places:
            done = await _execute(speech, path, house, way, source)
        told(done)
        return done

    async with kernels.server({**os.environ, **STEADY}) as source:
        return list(await asyncio.gather(*(one(source, *task) for task in tasks)))


async def _execute(
    speech: Speech, path: Path, house: Path, way: _Way, source: kernels.Server | None
) -> Run:
    notebook = with_speech(opened(path), speech.id, path)
    notebook = in_language(notebook, way.language)
    if way.compared:
        notebook = with_compared(notebook, way.compared)
    folder = house / "build" / speech.id / "notebooks"
    folder.mkdir(parents=True, exist_ok=True)
    client = NotebookClient(
        notebook,
        kernels.manager(source, speech.id, house),
        timeout=CELL_SECONDS,
        startup_timeout=CELL_SECONDS,  # on a busy machine a kernel takes minutes to begin
        record_timing=False,
        shutdown_kernel="immediate",  # all cells are done, or nobody waits for them
        resources={"metadata": {"path": str(folder)}},
    )
    env = {**os.environ, **STEADY, "HUAYU_ROOT": str(house), "HUAYU_NOTEBOOK": path.name}
    env |= {"HUAYU_FORMATS": way.formats, "HUAYU_LANG": way.language or ""}
    error = None
    try:
        await client.async_execute(env=env, cleanup_kc=True)
    except CellExecutionError as failed:
        error = f"{failed.ename}: {failed.evalue}"
        if any(f"[Errno {number}]" in failed.evalue for number in DISK):
            what = f"{path.name} could not write ({failed.evalue})"
            raise Fault(house, what, "make room") from None
    except DeadKernelError:
        if (task := asyncio.current_task()) and task.cancelling():  # nbclient's word for both
            raise asyncio.CancelledError from None
        error = "its process was ended; it may have had too little memory: try --jobs 1"
    finally:
        if client.km is not None and client.km.has_kernel:  # cancelled while it was starting
            await ensure_async(client.km.shutdown_kernel(now=True))
        # nbclient asks for it at the interpreter's end, and forgets to take it back when cancelled
        atexit.unregister(client._cleanup_kernel)
    text = nbformat.writes(steady(notebook)) + "\n"
    write(folder / path.name, text)
    if error is None:
        entry = {"notebook": path.name, "language": way.language, "cells_sha256": outputs(notebook)}
        manifest.enter(speech, path.name, entry)
    if way.keep and error is None:
        write(path, text)
    return Run(speech.id, path.name, error)
