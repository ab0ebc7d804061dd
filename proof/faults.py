"""Faults: commands killed at random moments and on full disks; a file is the old or the new one.

    python proof/faults.py [--kills 50] [--seed N] [--only add] [--minutes 30]

Each command runs undisturbed first, to be timed and for its bytes. Then it is killed (SIGKILL, with
all its processes) at moments drawn over its whole time. Whatever is there then must be the old
whole file or the new whole one, and the next run must need no help and end with the bytes of the
undisturbed one and nothing else. The same for disks that have room for a part of what it writes:
it must end with status 2 and one line, and once there is room the next run must need no help.
What was cut is resumed, see steps.py.
"""

from __future__ import annotations

import argparse
import atexit
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

import steps
import writers
from trust import record

from huayu.files import LOCK

SHARES = (0, 0.1, 0.3, 0.6)  # of what a command writes, for which there is room
ENOUGH = 1 << 28  # bytes: room for everything
DISKS = "disks"  # the step of a command that has full disks
BATCH = 5  # kills of one step: some minutes for the slowest command


class Outcome(NamedTuple):
    """What one disturbance led to: files broken, files that differ after the next run, and why."""

    broken: list[str]
    differ: list[str]
    ill: str = ""


def family(pid: int) -> list[int]:
    """A process and all that descend from it; kernels have a session of their own."""
    found = [pid]
    for one in found:
        for children in Path(f"/proc/{one}/task").glob("*/children"):
            found += map(int, children.read_text().split())
    return found


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and all its descendants at one time, and wait until none is left."""
    process.send_signal(signal.SIGSTOP)
    pids = family(process.pid)
    for pid in pids:
        with suppress(ProcessLookupError):  # it has ended by itself
            os.kill(pid, signal.SIGKILL)
    process.wait()
    while any(alive(pid) for pid in pids):
        time.sleep(0.01)


def alive(pid: int) -> bool:
    """Whether a process is there and has not ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:  # it is gone
        return False


def killed(name: str, house: Path, moment: float) -> bool:
    """Run a command and kill it after so many seconds; False where it had ended before."""
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(
        writers.words(name, house), env=writers.ENV, start_new_session=True, **silent
    )
    time.sleep(moment)
    if process.poll() is not None:
        return False
    kill(process)
    return True


def kills(name: str, house: Path, old: Path, new: writers.Tree, moments: Iterator[float],
          count: int) -> Iterator[Outcome]:  # fmt: skip
    """Kill a command so many times, each time in the old house, and let the next run follow."""
    before = writers.tree(old)
    for _ in range(count):
        writers.lay(house, old)
        while not killed(name, house, next(moments)):
            writers.lay(house, old)
        found = writers.tree(house)
        if found == before and not writers.WRITERS[name].again and not any(house.rglob(LOCK)):
            yield Outcome([], [])  # nothing is written yet: the next run is the undisturbed one
            continue
        yield Outcome(writers.broken(before, new, found), *_next(name, house, new, found))


def _next(name: str, house: Path, new: writers.Tree, found: writers.Tree) -> tuple[list[str], str]:
    """What differs after the next run, and its fault; none is needed where all was done."""
    status, said = writers.run(name, house, again=True)
    differ = writers.differences(new, writers.tree(house))
    return differ, said if status and writers.differences(new, found) else ""


def full(name: str, house: Path, old: Path, new: writers.Tree, shares: tuple[float, ...] = SHARES
         ) -> Iterator[Outcome]:  # fmt: skip
    """Let a command run on disks with too little room, and again once there is room."""
    before = writers.tree(old)
    written = {path: data for path, data in new.items() if before.get(path) != data}
    for share in shares:
        size = writers.pages(before) + max(writers.PAGE, int(share * writers.pages(written)))
        writers.lay(house, old)
        with writers.disk(house, size) as made:
            if not made:
                return
            writers.lay(house, old)
            status, said = writers.run(name, house)
            found = writers.tree(house)
            writers.enlarge(house, ENOUGH)
            differ, ill = _next(name, house, new, found)
        lines = [line for line in said.splitlines() if "No space left" in line]
        enough = status == 0 and not writers.differences(new, found)  # it frees what it replaces
        if not enough and (status != 2 or len(lines) != 1 or "Traceback" in said):
            ill += f"status {status}: {said}"
        yield Outcome(writers.broken(before, new, found), differ, ill)


class Stage(NamedTuple):
    """Where a command is disturbed: the house as it was, the one it writes to, what comes of it."""

    old: Path
    house: Path
    new: writers.Tree
    seconds: float


@cache
def stage(name: str) -> Stage:
    """The stage of a command, made once: it takes as long as some kills do."""
    scratch = tempfile.mkdtemp(prefix="faults-")
    atexit.register(shutil.rmtree, scratch, ignore_errors=True)
    old, house = Path(scratch, "old"), Path(scratch, "house")
    writers.prepare(name, old)
    return Stage(old, house, *writers.undisturbed(name, house, old))


BUSY = {name: Lock() for name in writers.WRITERS}  # one step of a command at a time


def tried(step: str, seed: int) -> list[Outcome]:
    """What comes of one step: some kills of a command, drawn for it alone, or its full disks."""
    name, kind, count = step.split(" ")
    with BUSY[name]:
        old, house, new, seconds = stage(name)
        if kind == DISKS:
            return list(full(name, house, old, new))
        rng = random.Random(f"{step} {seed}")
        moments = iter(lambda: rng.uniform(0, seconds), None)
        return list(kills(name, house, old, new, moments, int(count)))


def parts(names: list[str], kills: int) -> list[str]:
    """The steps of a run: of each command its full disks and its kills, a few at a time."""
    batches = [min(BATCH, kills - done) for done in range(0, kills, BATCH)]
    disks = [f"{name} {DISKS} 0" for name in names]
    return disks + [
        f"{name} killed-{number} {count}"
        for number, count in enumerate(batches, 1)
        for name in names
    ]


def main() -> int:
    """Run, report and record; status 1 when anything is broken, differs or needs help."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=20211001)
    parser.add_argument("--only", choices=list(writers.WRITERS))
    steps.arguments(parser)
    args = parser.parse_args()
    names = [args.only] if args.only else list(writers.WRITERS)
    run = steps.Steps("faults", args.seed, parts(names, args.kills))

    def told(step: str, outcomes: list[list[Any]]) -> None:
        print(step, *filter(any, outcomes), sep="\n    ", flush=True)

    work = partial(tried, seed=args.seed)  # each command waits for its own processes
    run.run(work, args.jobs, args.minutes, told, ThreadPoolExecutor)
    found: dict[tuple[str, str], list[Outcome]] = {}
    for step, outcomes in run.results():
        name, kind, _ = step.split(" ")
        told_as = "on a full disk" if kind == DISKS else "killed"
        found.setdefault((name, told_as), []).extend(Outcome(*one) for one in outcomes)
    rows = [_row(*key, outcomes) for key, outcomes in found.items()]
    print(*rows, sep="\n", flush=True)
    if args.only is None and rows:
        count = len(writers.WRITERS)
        what = f"{count} commands killed and on full disks, seed {args.seed}"
        record("faults", what, *rows, cut=run.extent())
    return int(any(any(outcome) for outcomes in found.values() for outcome in outcomes))


def _row(name: str, kind: str, outcomes: list[Outcome]) -> str:
    if not outcomes:
        return f"{name} {kind}: not tried, no file system may be mounted here"
    half, differ = (sum(len(getattr(o, of)) for o in outcomes) for of in ("broken", "differ"))
    helped = sum(bool(outcome.ill) for outcome in outcomes)
    return (
        f"{name} {len(outcomes)} times {kind}: {half} files half or gone, {differ} differ after "
        f"the next run, {helped} ended other than told"
    )


if __name__ == "__main__":
    sys.exit(main())
