"""One list of dependencies: pyproject.toml, environment.yml and requirements.lock agree."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from huayu import __version__, cli

HOUSE = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
DECLARED = PROJECT["dependencies"] + EXTRAS["archive"] + EXTRAS["test"]
SOLVER = next(filter(None, map(shutil.which, ("micromamba", "mamba", "conda"))), None)
# what conda-forge calls otherwise, and what only PyPI has
CONDA = {"python-igraph": "igraph", "matplotlib-base": "matplotlib"}
PYPI_ONLY = {"ahocorasick-rs", "playwright", "rjieba", "wordfreq", "zhplot"}


def conda() -> dict[str, str]:
    """Names of environment.yml, as on PyPI, with their version ranges."""
    lines = (HOUSE / "environment.yml").read_text(encoding="utf-8").splitlines()
    start = lines.index("dependencies:")
    entries = [re.fullmatch(r"  - ([\w.-]+)(?: (\S+))?", line) for line in lines[start + 1 :]]
    return {CONDA.get(m[1], m[1]): m[2] or "" for m in entries if m}


def locked() -> dict[str, tuple[str, int]]:
    """Names of requirements.lock with their versions and how many hashes each has."""
    content = (HOUSE / "requirements.lock").read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=\S)", re.sub(r"(?m)^\s*#.*\n?", "", content))
    found = {}
    for block in blocks:
        if match := re.match(r"([\w.-]+)==([^\s;\\]+)", block):
            found[canonicalize_name(match[1])] = (match[2], block.count("--hash=sha256:"))
    return found


def test_conda_has_what_the_package_declares():
    wanted = {}
    for line in DECLARED:
        need = Requirement(line)
        if need.name not in PYPI_ONLY:
            wanted[need.name] = re.sub(r"^[\w.-]+(\[.*\])?", "", line)
    assert {**wanted, "python": PROJECT["requires-python"], "pip": ""} == conda()


@pytest.mark.skipif(not SOLVER, reason="needs conda, mamba or micromamba, and none is here")
def test_conda_solves_the_environment_and_runs_the_program(tmp_path):
    home = tmp_path / "env"
    made = [SOLVER, "env", "create", "--yes", "--prefix", home, "--file", "environment.yml"]
    subprocess.run(made, cwd=HOUSE, check=True, timeout=1800)
    ran = [SOLVER, "run", "--prefix", home, "huayu", "--version"]
    shown = subprocess.run(ran, cwd=HOUSE, check=True, capture_output=True, text=True, timeout=300)
    assert shown.stdout.strip() == __version__


def test_conda_installs_the_package_itself_last():
    lines = (HOUSE / "environment.yml").read_text(encoding="utf-8").rstrip().splitlines()
    assert [line.strip() for line in lines[-2:]] == ["- pip:", "- -e ."]


@pytest.mark.parametrize("line", DECLARED)
def test_the_lock_satisfies(line):
    need = Requirement(line)
    version, hashes = locked()[canonicalize_name(need.name)]
    assert need.specifier.contains(version), f"the lock has {need.name} {version}: make it anew"
    assert hashes, f"{need.name} has no hash in the lock"


def test_every_line_of_the_lock_has_a_hash():
    assert [name for name, (_, hashes) in locked().items() if not hashes] == []


def test_versions_agree():
    citation = (HOUSE / "CITATION.cff").read_text(encoding="utf-8")
    assert re.search(r"(?m)^version: (.+)$", citation)[1] == __version__ == PROJECT["version"]


def test_the_supported_pythons_agree():
    low, below = (".".join(map(str, version)) for version in cli.SUPPORTED)
    assert PROJECT["requires-python"] == f">={low},<{below}"


def test_the_licences_are_there():
    assert "MIT License" in (HOUSE / "LICENSE").read_text(encoding="utf-8")
    assert "CC BY 4.0" in (HOUSE / "LICENSE-annotations").read_text(encoding="utf-8")
