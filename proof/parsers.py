"""Parsers: bytes that a fuzzer led by coverage (atheris) makes up, into all that reads files.

    python proof/parsers.py [--runs 20000] [--seed 1] [--only page.html] [--keep] [--minutes 30]

Whatever the bytes, a reader gives what it read or a Fault; anything else is a finding, and its
bytes are kept in build/parsers/. The extra ``fuzz`` (atheris) has no wheel for every platform;
where it is not, sound files with parts changed as their format has them are all that is read, see
structured.py. Each reader begins with one small sound file, see readers.py, and with the bytes in
tests/readers.json, which the tests give to every reader too. ``--keep`` writes that file anew:
some of the bytes that took each reader somewhere new, short ones and longer ones. What was cut is
resumed, see steps.py.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import subprocess
import sys
import tempfile
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import steps
from trust import record

from huayu.files import write

HOUSE = Path(__file__).resolve().parents[1]
KEPT = HOUSE / "build" / "parsers"
CORPORA = HOUSE / "tests" / "readers.json"  # reader -> bytes, each byte as the character it numbers
FEW, SHORT = 12, 300  # of the bytes of one reader, and how many bytes each has at most
STRUCTURED, BATCH = "structured", 500  # the name of a step, and the files of one
PATIENCE = 20  # seconds of a processor that a reader may take for a small file
LONGEST = 65_536  # bytes: the largest sound file, the docx, has room in it
PACKAGE = ["huayu"]  # whose branches the fuzzer sees


def corpora() -> dict[str, list[bytes]]:
    """The bytes that are kept for each reader."""
    kept = json.loads(CORPORA.read_text(encoding="utf-8"))
    return {name: [said.encode("latin-1") for said in rows] for name, rows in kept.items()}


def read_bytes(readers: Any, name: str, folder: Path, data: bytes) -> None:
    """Let a reader read some bytes; a Fault is an answer, any other exception a finding."""
    from huayu.files import Fault

    path = folder / name
    path.write_bytes(data)
    try:
        readers.READERS[name](path)
    except Fault:
        return


def fuzz(name: str, runs: int, seed: int, folder: Path) -> None:
    """Fuzz one reader in this process, which ends with it; libFuzzer prints what it does."""
    import atheris

    with atheris.instrument_imports(include=PACKAGE, enable_loader_override=False):
        import readers
    (folder / "text.txt").write_text(readers.TEXT, encoding="utf-8")
    seeds = folder / "seeds"
    seeds.mkdir()
    for number, data in enumerate([readers.sound(name), *corpora().get(name, [])]):
        (seeds / str(number)).write_bytes(data)
    KEPT.mkdir(parents=True, exist_ok=True)
    options = [f"-runs={runs}", f"-seed={seed}", f"-max_len={LONGEST}", "-timeout=20"]
    kept = f"-artifact_prefix={KEPT}/{name}-"
    atheris.Setup(
        [sys.argv[0], *options, kept, str(seeds)],
        lambda data: read_bytes(readers, name, folder, data),
    )
    atheris.Fuzz()


def tried(name: str, runs: int, seed: int) -> tuple[bool, list[bytes]]:
    """Whether a reader, in a process of its own, has a finding; the bytes that led somewhere."""
    with tempfile.TemporaryDirectory(prefix="parsers-") as folder:
        command = [sys.executable, __file__, "--only", name, "--inside", folder]
        command += ["--runs", str(runs), "--seed", str(seed)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        print(f"{name}: {'finding' if done.returncode else 'none'}", flush=True)
        if done.returncode:
            print(done.stdout[-1500:] + done.stderr[-1500:])
        led = [path.read_bytes() for path in Path(folder, "seeds").glob("*")]
    return bool(done.returncode), sorted(led, key=lambda data: (len(data), data))


def spread(led: list[bytes]) -> list[bytes]:
    """A few of some bytes in the order of their length, from the shortest to the longest."""
    short = [data for data in led if len(data) <= SHORT]
    return short[:: max(1, -(-len(short) // FEW))]


def structured(name: str, seed: int, count: int) -> list[str]:
    """Findings of a reader in so many sound files with parts changed, see structured.py."""
    import readers
    from structured import mutated

    sound, found = readers.sound(name), []
    with tempfile.TemporaryDirectory(prefix="parsers-") as folder:
        (Path(folder) / "text.txt").write_text(readers.TEXT, encoding="utf-8")
        for number in range(count):
            data = mutated(name, sound, random.Random(f"{name} {seed} {number}"))
            signal.signal(signal.SIGPROF, _too_long)
            signal.setitimer(signal.ITIMER_PROF, PATIENCE)
            try:
                read_bytes(readers, name, Path(folder), data)
            except Exception as error:  # any exception at all is a finding here
                found.append(steps.finding(name, error))
                write(KEPT / f"{name}-{seed}-{number}", data)
            finally:
                signal.setitimer(signal.ITIMER_PROF, 0)
    return found


def _too_long(number: int, frame: object) -> None:
    raise TimeoutError(f"takes more than {PATIENCE} s")


def step(name: str, runs: int, seed: int) -> list[str]:
    """One step: a reader led by coverage, or so many of its structured files; its findings."""
    kind, reader, batch = name.split(" ")
    if kind == STRUCTURED:
        return structured(reader, seed * 1000 + int(batch), min(BATCH, runs))
    finding, _ = tried(reader, runs, seed)
    return [f"{reader}: see above"] * finding


def main() -> int:
    """Run each reader, report and record; status 1 on any finding."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", help="one file name of readers.READERS")
    parser.add_argument("--keep", action="store_true", help="write tests/readers.json anew")
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    steps.arguments(parser)
    args = parser.parse_args()
    if args.inside:
        fuzz(args.only, args.runs, args.seed, args.inside)
    from readers import READERS
    from structured import known

    names = [args.only] if args.only else list(READERS)
    led = names if find_spec("atheris") else []
    if not led:
        print("without atheris (pip install 'atheris>=3.0') none are led by coverage", flush=True)
    if args.keep:
        kept = {name: spread(tried(name, args.runs, args.seed)[1]) for name in led}
        said = {name: [d.decode("latin-1") for d in some] for name, some in kept.items()}
        write(CORPORA, json.dumps(said, indent=1) + "\n")
        return 0
    shaped = [name for name in names if known(name)]
    drawn = [f"{STRUCTURED} {n} {b}" for b in range(-(-args.runs // BATCH)) for n in shaped]
    run = steps.Steps("parsers", (args.runs, args.seed), drawn + [f"bytes {n} 0" for n in led])
    work = partial(step, runs=args.runs, seed=args.seed)
    run.run(work, args.jobs, args.minutes, lambda name, found: print(name, *found, flush=True))
    found = {line for _, lines in run.results() for line in lines}
    if args.only is None and run.done:
        record("parsers", *_told(run, len(shaped), args), cut=run.extent())
    return int(bool(found))


def _told(run: steps.Steps, shaped: int, args: argparse.Namespace) -> list[str]:
    """What was done, then what it showed: files with parts changed, and files led by coverage."""
    results = dict(run.results())
    parts = [lines for name, lines in results.items() if name.startswith(STRUCTURED)]
    led = [lines for name, lines in results.items() if not name.startswith(STRUCTURED)]
    count = min(BATCH, args.runs) * len(parts)
    shown = [f"{count:,} sound files with parts changed, into {shaped} readers: "
             f"{sum(map(len, parts))} findings"]  # fmt: skip
    if led:
        broken = sum(map(bool, led))
        shown.append(f"{len(led)} readers led by coverage: {broken} with a finding")
    return [
        f"{args.runs:,} made-up files into each reader, seed {args.seed}",
        *shown,
    ]


if __name__ == "__main__":
    sys.exit(main())
