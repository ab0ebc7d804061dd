"""Parsers: bytes that a fuzzer led by coverage (atheris) makes up, into all that reads files.

    python proof/parsers.py [--runs 20000] [--seed 1] [--only html]

Whatever the bytes, a reader gives what it read or a Fault; anything else is a finding, and its
bytes are kept in build/parsers/. Needs the extra ``fuzz`` (atheris), which has no wheel for every
platform. Each begins with one small sound file, see readers.py.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from trust import record

HOUSE = Path(__file__).resolve().parents[1]
KEPT = HOUSE / "build" / "parsers"
LONGEST = 32_768  # bytes: the largest sound file, the docx, has room in it
PACKAGE = ["huayu"]  # whose branches the fuzzer sees


def read_bytes(readers: Any, name: str, folder: Path, data: bytes) -> None:
    """Let a reader read some bytes; a Fault is an answer, any other exception a finding."""
    from huayu.files import Fault

    path = folder / name
    path.write_bytes(data)
    try:
        readers.READERS[name](path)
    except Fault:
        return


def fuzz(name: str, runs: int, seed: int) -> None:
    """Fuzz one reader in this process, which ends with it; libFuzzer prints what it does."""
    import atheris

    with atheris.instrument_imports(include=PACKAGE, enable_loader_override=False):
        import readers
    folder = Path(tempfile.mkdtemp(prefix="parsers-"))
    (folder / "text.txt").write_text(readers.TEXT, encoding="utf-8")
    seeds = folder / "seeds"
    seeds.mkdir()
    (seeds / name).write_bytes(readers.sound(name))
    KEPT.mkdir(parents=True, exist_ok=True)
    options = [f"-runs={runs}", f"-seed={seed}", f"-max_len={LONGEST}", "-timeout=20"]
    kept = f"-artifact_prefix={KEPT}/{name}-"
    atheris.Setup(
        [sys.argv[0], *options, kept, str(seeds)],
        lambda data: read_bytes(readers, name, folder, data),
    )
    atheris.Fuzz()


def main() -> int:
    """Run each reader in a process of its own, report and record; status 1 on any finding."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", help="one file name of readers.READERS")
    args = parser.parse_args()
    if args.only:
        fuzz(args.only, args.runs, args.seed)
    if find_spec("atheris") is None:
        sys.exit("needs the extra fuzz: pip install 'atheris>=3.0'")
    from readers import READERS

    found = []
    for name in READERS:
        command = [sys.executable, __file__, "--only", name]
        command += ["--runs", str(args.runs), "--seed", str(args.seed)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        print(f"{name}: {'finding' if done.returncode else 'none'}", flush=True)
        if done.returncode:
            print(done.stdout[-1500:] + done.stderr[-1500:])
            found.append(name)
    record(
        "parsers",
        f"{args.runs:,} made-up files into each of {len(READERS)} readers, seed {args.seed}",
        f"{len(found)} readers with a finding",
    )
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
