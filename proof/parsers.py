"""Parsers: bytes that a fuzzer led by coverage (atheris) makes up, into all that reads files.

    python proof/parsers.py [--runs 20000] [--seed 1] [--only page.html] [--keep]

Whatever the bytes, a reader gives what it read or a Fault; anything else is a finding, and its
bytes are kept in build/parsers/. Needs the extra ``fuzz`` (atheris), which has no wheel for every
platform. Each reader begins with one small sound file, see readers.py, and with the bytes in
tests/readers.json, which the tests give to every reader too. ``--keep`` writes that file anew:
some of the bytes that took each reader somewhere new, short ones and longer ones.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from trust import record

from huayu.files import write

HOUSE = Path(__file__).resolve().parents[1]
KEPT = HOUSE / "build" / "parsers"
CORPORA = HOUSE / "tests" / "readers.json"  # reader -> bytes, each byte as the character it numbers
FEW, SHORT = 12, 300  # of the bytes of one reader, and how many bytes each has at most
LONGEST = 32_768  # bytes: the largest sound file, the docx, has room in it
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


def main() -> int:
    """Run each reader, report and record; status 1 on any finding."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", help="one file name of readers.READERS")
    parser.add_argument("--keep", action="store_true", help="write tests/readers.json anew")
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if find_spec("atheris") is None:
        sys.exit("needs the extra fuzz: pip install 'atheris>=3.0'")
    if args.inside:
        fuzz(args.only, args.runs, args.seed, args.inside)
    from readers import READERS

    names = [args.only] if args.only else list(READERS)
    results = {name: tried(name, args.runs, args.seed) for name in names}
    found = [name for name, (finding, _) in results.items() if finding]
    if args.keep:
        led = {name: spread(some) for name, (_, some) in results.items()}
        said = {name: [d.decode("latin-1") for d in some] for name, some in led.items()}
        write(CORPORA, json.dumps(said, indent=1) + "\n")
    if args.only is None:
        record(
            "parsers",
            f"{args.runs:,} made-up files into each of {len(READERS)} readers, seed {args.seed}",
            f"{len(found)} readers with a finding",
        )
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
