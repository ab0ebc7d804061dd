"""Verify: the same bytes from the oldest and the newest Python, in order and each notebook alone.

    python proof/verify.py [--old python3.11] [--new python3.13]

Two clones of HEAD with an environment each, made from the lock. In each all notebooks run in order
on every speech of corpus/; in the first also each notebook alone in a folder of its own, and then
by Jupyter itself, as a researcher runs them, in a time zone, a locale, a hash order and a number of
threads that are none of ours. Tables and figures must be equal byte for byte, notebook outputs cell
by cell.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from trust import record

HOUSE = Path(__file__).resolve().parents[1]
# nothing of the environment that this one runs in reaches the two that are compared
ENV = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV", "HUAYU"))}
FIRST = "2021-city-secretary"  # the speech that the notebooks as they are stored run on
# what no output may depend on, as another machine may have it
ELSEWHERE = {"TZ": "Asia/Shanghai", "LC_ALL": "C", "PYTHONHASHSEED": "7", "OMP_NUM_THREADS": "2"}


def run(command: list[str | Path], folder: Path, **more: str) -> None:
    """Run a command in a folder; its failure ends the proof with its own words."""
    env = ENV | more
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


def clone(folder: Path, python: str) -> Path:
    """A clean clone of HEAD with its environment, made by its own Makefile."""
    run(["git", "clone", "--quiet", HOUSE, folder], HOUSE)
    run(["make", "env", f"PYTHON={python}"], folder)
    return folder


def produced(house: Path) -> dict[str, bytes]:
    """What the notebooks of a house made, by path: figures, manifests, tables, cell outputs."""
    made = {}
    for path in sorted([*house.glob("figures/*/*.*"), *house.glob("build/*/tables/*")]):
        if path.suffix in (".png", ".csv", ".json", ".html"):
            made[str(path.relative_to(house))] = path.read_bytes()
    for path in sorted(house.glob("build/*/notebooks/*.ipynb")):
        for number, cell in enumerate(json.loads(path.read_text(encoding="utf-8"))["cells"]):
            if cell["cell_type"] == "code":
                name = f"{path.relative_to(house)} cell {number}"
                made[name] = json.dumps(cell["outputs"], sort_keys=True).encode()
    return made


def alone(house: Path, folder: Path) -> dict[str, bytes]:
    """What each notebook makes in a folder that no other notebook has run in."""
    made: dict[str, bytes] = {}
    for notebook in sorted((house / "notebooks").glob("*.ipynb")):
        place = folder / notebook.stem
        run(["git", "clone", "--quiet", HOUSE, place], HOUSE)
        run(["git", "rm", "-r", "--quiet", "figures"], place)
        command = [house / ".venv/bin/huayu", "figures", "--speech", "all", "--root", place]
        run([*command, "--only", notebook.stem], place)
        made |= unsigned(produced(place))
    return made


def by_hand(house: Path, folder: Path) -> dict[str, bytes]:
    """What a house holds when Jupyter has run its notebooks anew on the first speech."""
    run(["git", "rm", "-r", "--quiet", f"figures/{FIRST}"], house)
    shutil.rmtree(house / "build" / FIRST / "tables")
    for notebook in sorted((house / "notebooks").glob("*.ipynb")):
        command = [house / ".venv/bin/jupyter", "nbconvert", "--to", "notebook", "--execute"]
        run([*command, "--output-dir", folder, notebook], house, **ELSEWHERE)
    return unsigned(produced(house))


def unsigned(made: dict[str, bytes]) -> dict[str, bytes]:
    """All but the manifests, which say what ran and when all of it has."""
    return {name: data for name, data in made.items() if not name.endswith("manifest.json")}


def differences(a: dict[str, bytes], b: dict[str, bytes]) -> list[str]:
    """Names that only one side has, or whose bytes differ."""
    return sorted(name for name in a.keys() | b.keys() if a.get(name) != b.get(name))


def main() -> int:
    """Run, report and record; status 1 when anything differs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--old", default="python3.11")
    parser.add_argument("--new", default="python3.13")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        homes = [clone(Path(scratch) / n, p) for n, p in (("old", args.old), ("new", args.new))]
        for home in homes:
            run([home / ".venv/bin/huayu", "figures", "--speech", "all"], home)
        old, new = map(produced, homes)
        between = differences(old, new)
        ordered = unsigned(old)
        order = differences(ordered, alone(homes[0], Path(scratch) / "alone"))
        elsewhere = differences(ordered, by_hand(homes[0], Path(scratch) / "hand"))
    for name in between:
        print(f"{args.old} and {args.new} differ: {name}")
    for name in order:
        print(f"in order and alone differ: {name}")
    for name in elsewhere:
        print(f"by the series and by Jupyter elsewhere differ: {name}")
    count = f"{len(old)} figures, tables and cell outputs"
    record(
        "verify",
        f"{count}, of every speech in corpus/",
        f"{args.old} and {args.new}: {len(between)} differ",
        f"notebooks in order and each alone: {len(order)} differ",
        "the first speech by Jupyter itself, in another time zone, locale, hash order and number "
        f"of threads: {len(elsewhere)} differ",
    )
    return int(bool(between or order or elsewhere))


if __name__ == "__main__":
    sys.exit(main())
