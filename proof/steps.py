"""Steps: a long proof in parts, each kept when it is done; what was cut is resumed.

What is kept lies in build/proof/, in one file for each command, its settings and the code that it
is about (library, word lists, the proof itself): another state of the code begins anew. A run says
how much is done, and ``--minutes`` ends one when they are over.
"""

from __future__ import annotations

import argparse
import json
import os
import time
import traceback
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from pathlib import Path
from typing import Any

from huayu.files import sha256

HOUSE = Path(__file__).resolve().parents[1]
KEPT = HOUSE / "build" / "proof"
CODE = ("lib", "corpus/lexicons", "proof")  # what the outcome of a step may depend on


def arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments that every long proof has."""
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="steps at a time")
    parser.add_argument("--minutes", type=float, default=float("inf"), help="to end after")


def state(folders: Sequence[str] = CODE) -> str:
    """Digest of the code that a proof is about."""
    found = (path for name in folders for path in (HOUSE / name).rglob("*"))
    files = sorted(p for p in found if p.is_file() and "__pycache__" not in p.parts)
    return sha256("".join(f"{p.relative_to(HOUSE)} {sha256(p.read_bytes())}\n" for p in files))


def finding(name: str, error: Exception) -> str:
    """A finding in a line: in what, which exception, and where it was raised."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(last.filename).name}:{last.lineno}"
    return f"{name}: {type(error).__name__}: {str(error)[:200]} ({place})"


def tried(
    name: str, noun: Callable[[], Any], meant: tuple[type[Exception], ...] = ()
) -> Generator[str, None, Any]:
    """What a function returns; any exception that is not ``meant`` is yielded as a finding."""
    try:
        return noun()
    except meant:
        return None
    except Exception as error:  # any exception at all is a finding here
        yield finding(name, error)
        return None


class Steps:
    """The steps of one proof with certain settings, and the results of those that are done."""

    def __init__(self, command: str, settings: object, names: Sequence[str]):
        """Read what an earlier run has done; half a line, of one that was killed, is left out."""
        key = sha256(f"{settings} {state()}")[:12]
        self.names, self.path = names, KEPT / f"{command}-{key}.jsonl"
        self.done: dict[str, Any] = {}
        for line in self.path.read_bytes().splitlines() if self.path.exists() else ():
            try:
                name, result = json.loads(line)
            except ValueError:
                continue
            self.done[name] = result

    def left(self) -> list[str]:
        """Names of the steps that are not done."""
        return [name for name in self.names if name not in self.done]

    def keep(self, name: str, result: Any) -> None:
        """Keep the result of a step, which JSON can hold."""
        self.done[name] = json.loads(json.dumps(result))
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8") as out:
            out.write(f"\n{json.dumps([name, result])}\n")  # the first closes what a kill left

    def results(self) -> Iterator[tuple[str, Any]]:
        """Names and results of the steps that are done, in their order."""
        return ((name, self.done[name]) for name in self.names if name in self.done)

    def run(
        self,
        work: Callable[[str], Any],
        jobs: int,
        minutes: float,
        told: Callable[[str, Any], None] = lambda name, result: None,
        places: Callable[[int], Executor] = ProcessPoolExecutor,
    ) -> None:
        """Do what is left, so many at a time, for so many minutes; tell of each what came of it."""
        ends = time.monotonic() + 60 * minutes
        if self.done:
            print(f"{len(self.done)} of {len(self.names)} steps were done before", flush=True)
        waiting = iter(self.left())
        running: dict[Future[Any], str] = {}
        with places(jobs) as pool:
            while True:
                while len(running) < jobs and time.monotonic() < ends:
                    name = next(waiting, None)
                    if name is None:
                        break
                    running[pool.submit(work, name)] = name
                if not running:
                    break
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    name = running.pop(future)
                    self.keep(name, future.result())
                    told(name, self.done[name])
        if self.left():
            print(f"cut: {self.extent()}; the same command goes on", flush=True)

    def extent(self) -> str:
        """How many steps are done, in words; "" for all of them."""
        left, whole = len(self.left()), len(self.names)
        return f"{whole - left:,} of {whole:,} steps" if left else ""
