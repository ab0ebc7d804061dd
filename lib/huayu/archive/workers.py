"""Workers 进程: who counts the blocks of an archive.

They are this process itself, processes of its own that listen on nothing, or those of a Dask
scheduler that the user has started.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.connection import wait as awaited
from typing import Any, NamedTuple

from huayu.files import Fault

AHEAD = 2  # blocks sent for each worker: one that it counts and one that waits for it
# what a result is called, the function that gives it, and its arguments
Task = tuple[Any, Callable[..., dict[str, bytes]], tuple[Any, ...]]


class Workers(NamedTuple):
    """Workers 进程: where to send tasks, None for this process, and how many are done at a time."""

    executor: Executor | None
    lanes: int


class Scheduler(NamedTuple):
    """A Dask scheduler 调度器: its address and, where it speaks TLS, the files that TLS needs."""

    address: str
    ca: str | None = None
    cert: str | None = None
    key: str | None = None


@contextmanager
def pool(scheduler: Scheduler | str | None, count: int) -> Iterator[Workers]:
    """Workers 进程 of a scheduler, or ``count`` of our own; with 0 this process counts.

    Raises
    ------
    Fault : no scheduler with a worker answers; a worker was ended from outside.
    """
    if scheduler is not None:
        named = Scheduler(scheduler) if isinstance(scheduler, str) else scheduler
        with _scheduled(named) as found:
            yield found
    elif count == 0:
        yield Workers(None, 1)
    else:
        with _processes(count) as executor:
            yield Workers(executor, count)


def results(hands: Workers, tasks: Iterable[Task]) -> Iterator[tuple[Any, dict[str, bytes]]]:
    """Results as they come, with never more than AHEAD tasks for each worker under way."""
    if hands.executor is None:
        for name, function, arguments in tasks:
            yield name, function(*arguments)
        return
    under_way: dict[Future[dict[str, bytes]], Any] = {}
    tasks = iter(tasks)
    while True:
        while len(under_way) < AHEAD * hands.lanes and (task := next(tasks, None)):
            name, function, arguments = task
            under_way[hands.executor.submit(function, *arguments)] = name
        if not under_way:
            return
        done = next(iter(wait(under_way, return_when=FIRST_COMPLETED).done))
        yield under_way.pop(done), done.result()


@contextmanager
def _processes(count: int) -> Iterator[Executor]:
    """Processes that live no longer than this one, and end at once when it is interrupted."""
    context = multiprocessing.get_context("spawn")
    theirs, ours = context.Pipe(duplex=False)
    executor = ProcessPoolExecutor(count, context, _begin, (theirs,))
    try:
        yield executor
    except BaseException as error:
        ours.close()
        executor.shutdown(cancel_futures=True)
        if isinstance(error, BrokenProcessPool):
            mend = "go on with --resume, and fewer --workers where memory was short"
            raise Fault("--workers", "a process was ended from outside", mend) from None
        raise
    executor.shutdown()
    ours.close()


def _begin(alive: Connection) -> None:
    """In a worker: leave Ctrl-C to the parent, and end when it has ended or lets go of the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(alive,), daemon=True).start()


def _end_with(alive: Connection) -> None:
    awaited([alive])
    os._exit(1)


@contextmanager
def _scheduled(scheduler: Scheduler) -> Iterator[Workers]:
    """Workers of a Dask scheduler, reached by TLS where its files are given."""
    from distributed import Client
    from distributed.security import Security

    files = {"tls_ca_file": scheduler.ca, "tls_client_cert": scheduler.cert}
    files |= {"tls_client_key": scheduler.key}
    given = {name: path for name, path in files.items() if path}
    try:
        security = Security(require_encryption=True, **given) if given else None
        client = Client(scheduler.address, timeout=10, security=security)
        client.wait_for_workers(1, timeout=30)
    except (OSError, ValueError, TypeError, TimeoutError) as error:
        what = f"no scheduler with a worker answers ({type(error).__name__})"
        mend = "start `dask scheduler` and `dask worker` first"
        raise Fault(scheduler.address, what, mend) from None
    with client:
        lanes = max(1, sum(client.nthreads().values()))
        yield Workers(client.get_executor(pure=False), lanes)
