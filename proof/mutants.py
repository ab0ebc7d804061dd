"""Mutants: one small change in the code at a time; the tests should see it.

    python proof/mutants.py [--count 60] [--seed N] [--only quotations …] [--minutes 30]

From each package of SUBJECTS so many places are drawn at random and changed: a comparison turned,
and for or, a number one more, a condition denied, plus for minus. The package's own tests run on
each in a process of its own, --jobs of them at a time. docs/mutants.md lists the changes that no
test saw, with the reason why it may stand from proof/mutants.tsv. The interval of the share is
Wilson's (1927). What was cut is resumed, see steps.py.
"""

from __future__ import annotations

import argparse
import ast
import csv
import importlib.abc
import importlib.util
import multiprocessing
import os
import random
import signal
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from math import ceil
from pathlib import Path
from typing import Any, NamedTuple

import steps
from trust import PAGE, record

from huayu import corpus, words
from huayu.files import write

HOUSE = Path(__file__).resolve().parents[1]
LIB = HOUSE / "lib"
REASONS = Path(__file__).with_name("mutants.tsv")
# package -> the tests that should see a change of it, with the examples in its docstrings
SUBJECTS = {
    package: [*(f"tests/test_{name}.py" for name in names.split()), f"lib/huayu/{package}"]
    for package, names in {
        "agreement": "agreement benchmark",
        "archive": "archive",
        "catalogue": "catalogue",
        "comparison": "comparison",
        "concordance": "concordance",
        "edition": "edition desk",
        "export": "export",
        "findings": "findings findings_told",
        "intake": "intake formats",
        "keyness": "keyness comparison",
        "lexicon": "lexicon",
        "moves": "moves",
        "network": "network",
        "quotations": "quotations",
        "reference": "reference",
        "reuse": "reuse",
        "rhetoric": "rhetoric devices",
        "structure": "structure",
        "tables": "tables",
        "words": "words",
    }.items()
}
UNCHANGED = "unchanged"  # the step that times the tests on the code as it is
PATIENCE = 5  # times the tests may take of what they take on the code as it is; then it hangs
HEAD = """# Mutants

Written by `make mutants`: changes to the code that no test of its package sees, drawn at random,
and why each may stand. "open" means that a test is owed.

| package | place | as it is | changed to | why it may stand |
|---|---|---|---|---|
"""
_TURNED = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.And: ast.Or, ast.Or: ast.And, ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div,
    ast.Div: ast.Mult,
}  # fmt: skip


class Mutant(NamedTuple):
    """A changed place: module, file and line, the expression as it is and as it is changed."""

    module: str
    path: str
    line: int
    before: str
    after: str
    source: str


def mutants(path: Path) -> Iterator[Mutant]:
    """Every change that is made to a file, one at a time."""
    source = path.read_text(encoding="utf-8")
    module = ".".join(path.relative_to(LIB).with_suffix("").parts).removesuffix(".__init__")
    for node in _code(ast.parse(source)):
        before = ast.unparse(node)
        for restore in _changes(node):
            after = ast.unparse(node)
            restore()
            name, changed = str(path.relative_to(HOUSE)), _spliced(source, node, after)
            yield Mutant(module, name, node.lineno, before, after, changed)


def _spliced(source: str, node: ast.expr, after: str) -> str:
    """The source with other code in the place of a node; columns count bytes."""
    data = source.encode()
    starts = [0, *(place + 1 for place, byte in enumerate(data) if byte == ord("\n"))]
    start = starts[node.lineno - 1] + node.col_offset
    end = starts[node.end_lineno - 1] + node.end_col_offset
    return (data[:start] + f"({after})".encode() + data[end:]).decode()


def _code(tree: ast.Module) -> Iterator[ast.expr]:
    """Expressions inside functions, each once; none in or around an f-string.

    Python 3.11 does not know the places of what is inside one, nor can it write all of them out.
    """
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    inside = (node for one in functions for line in one.body for node in ast.walk(line))
    nodes = {id(node): node for node in inside if isinstance(node, ast.expr)}
    strings = [node for node in nodes.values() if isinstance(node, ast.JoinedStr)]
    blind = {id(inner) for string in strings for inner in ast.walk(string)}
    for node in nodes.values():
        if not any(id(inner) in blind for inner in ast.walk(node)):
            yield node


def _changes(node: ast.expr) -> Iterator:
    """Change a node in place, once for each way; what is yielded undoes it."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _TURNED:
        was = node.ops[0]
        node.ops[0] = _TURNED[type(was)]()
        yield lambda: node.ops.__setitem__(0, was)
    elif isinstance(node, ast.BoolOp | ast.BinOp) and type(node.op) in _TURNED:
        was = node.op
        node.op = _TURNED[type(was)]()
        yield lambda: setattr(node, "op", was)
    elif isinstance(node, ast.Constant) and type(node.value) in (int, float, bool):
        was = node.value
        node.value = not was if isinstance(was, bool) else was + 1
        yield lambda: setattr(node, "value", was)
    elif isinstance(node, ast.IfExp):
        was = node.test
        node.test = ast.UnaryOp(ast.Not(), was)
        yield lambda: setattr(node, "test", was)


class Changed(importlib.abc.MetaPathFinder, importlib.abc.SourceLoader):
    """Finder and loader of the one module that is changed."""

    def __init__(self, mutant: Mutant):
        """Take the mutant that is loaded in place of its module."""
        self.mutant = mutant

    def find_spec(self, name, path=None, target=None):
        """Answer for the changed module alone."""
        if name != self.mutant.module:
            return None
        path = HOUSE / self.mutant.path
        return importlib.util.spec_from_file_location(name, path, loader=self)

    def get_filename(self, fullname):
        """The file of the module as it is."""
        return str(HOUSE / self.mutant.path)

    def get_data(self, path):
        """The changed source."""
        return self.mutant.source.encode()

    def path_stats(self, path):
        """No compiled file is looked for."""
        raise OSError


def survives(tests: list[str], mutant: Mutant | None, patience: int) -> bool:
    """Whether all tests pass on a mutant, in a process of its own; one that hangs is seen."""
    child = os.fork()
    if child == 0:
        _run(tests, mutant, patience)
    return os.waitpid(child, 0)[1] == 0


def _run(tests: list[str], mutant: Mutant | None, patience: int) -> None:
    import pytest

    signal.alarm(patience)  # ends the process after so many seconds; 0 waits for ever
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    if mutant:
        sys.meta_path.insert(0, Changed(mutant))
        sys.dont_write_bytecode = True
    os.chdir(HOUSE)
    os._exit(int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", *tests])))


def wilson(part: int, whole: int) -> tuple[float, float]:
    """Interval of a share at 95 %, Wilson (1927).

    >>> [round(bound, 2) for bound in wilson(8, 10)]
    [0.49, 0.94]
    """
    z = 1.96
    middle = (part + z * z / 2) / (whole + z * z)
    half = z / (whole + z * z) * (part * (whole - part) / whole + z * z / 4) ** 0.5
    return middle - half, middle + half


def sample(package: str, count: int, seed: int) -> list[Mutant]:
    """So many mutants of a package, drawn without replacement."""
    files = sorted((LIB / "huayu" / package).rglob("*.py"))
    made = [mutant for path in files for mutant in mutants(path)]
    return random.Random(seed).sample(made, min(count, len(made)))


def tested(chosen: list[Mutant], tests: list[str], patience: int, jobs: int) -> list[Mutant]:
    """The mutants that no test sees, so many run at a time; told in the order they were drawn."""
    with multiprocessing.get_context("fork").Pool(jobs) as pool:
        lives = pool.imap(partial(survives, tests, patience=patience), chosen)
        return [one for one, alive in zip(chosen, lives, strict=True) if _said(one, alive)]


def _said(mutant: Mutant, alive: bool) -> bool:
    place = f"{mutant.path}:{mutant.line}"
    state = "alive " if alive else "seen  "
    print(f"{state} {place}: {mutant.before} -> {mutant.after}", flush=True)
    return alive


def step(name: str, count: int, seed: int) -> Any:
    """One step: the seconds of a package's tests on the code as it is, or whether one lives."""
    package, number = name.split(" ")
    if number == UNCHANGED:
        started = time.monotonic()
        if not survives(SUBJECTS[package], None, 0):
            sys.exit(f"the tests of {package} fail on the code as it is")
        return time.monotonic() - started
    chosen = sample(package, count, seed)
    if int(number) >= len(chosen):
        return None
    mutant = chosen[int(number)]
    run = _steps(count, seed, [f"{package} {UNCHANGED}"])
    patience = ceil(PATIENCE * next(seconds for _, seconds in run.results()))
    return _said(mutant, survives(SUBJECTS[package], mutant, patience))


def main() -> int:
    """Run, report and record; status 1 when a survivor has no reason to stand."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=60, help="mutants of each package")
    parser.add_argument("--seed", type=int, default=20261130)
    parser.add_argument("--only", choices=SUBJECTS, nargs="+", default=list(SUBJECTS))
    steps.arguments(parser)
    args = parser.parse_args()
    words.dictionary(corpus.lexicon())  # read once for all processes
    work = partial(step, count=args.count, seed=args.seed)
    ends = time.monotonic() + 60 * args.minutes
    # one mutant of each package after the other, so that a run that is cut has some of each
    drawn = [f"{package} {n}" for n in range(args.count) for package in args.only]
    for names in ([f"{package} {UNCHANGED}" for package in args.only], drawn):
        run = _steps(args.count, args.seed, names)
        run.run(work, args.jobs, (ends - time.monotonic()) / 60, places=_forked)
    kept: dict[str, list[tuple[Mutant, bool]]] = {}
    for name, alive in run.results():
        package, number = name.split(" ")
        if alive is not None:
            chosen = sample(package, args.count, args.seed)
            kept.setdefault(package, []).append((chosen[int(number)], alive))
    return _record(kept, args.count, args.seed, run.extent()) if kept else 0


def _steps(count: int, seed: int, names: list[str]) -> steps.Steps:
    """Steps whose outcome hangs on the tests too."""
    return steps.Steps("mutants", (count, seed, steps.state(["tests"])), names)


def _forked(jobs: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, multiprocessing.get_context("fork"))


def _record(
    kept: dict[str, list[tuple[Mutant, bool]]], count: int, seed: int, cut: str = ""
) -> int:
    reasons = _reasons()
    rows, lines = [], []
    for package, tried in kept.items():
        alive = [mutant for mutant, lives in tried if lives]
        low, high = wilson(len(tried) - len(alive), len(tried))
        lines.append(
            f"{package}: {len(tried) - len(alive)} of {len(tried)} seen "
            f"({low:.0%} to {high:.0%} of all, 95 % interval)"
        )
        for one in alive:
            code = (HOUSE / one.path).read_text(encoding="utf-8").splitlines()[one.line - 1]
            why = reasons.get((one.path, code.strip(), one.before, one.after), "open")
            cells = (package, f"{one.path}:{one.line}", one.before, one.after, why)
            rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    write(PAGE.with_name("mutants.md"), HEAD + "\n".join(rows) + "\n")
    what = f"random changes to the code of each package, up to {count}, seed {seed}"
    record("mutants", what, *lines, cut=cut)
    return int(any("| open |" in row for row in rows))


def _reasons() -> dict[tuple[str, ...], str]:
    """Why a change may stand, by file, line of code, and what is changed to what."""
    with REASONS.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {(row["file"], row["line"], row["before"], row["after"]): row["why"] for row in rows}


if __name__ == "__main__":
    sys.exit(main())
