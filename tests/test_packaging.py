"""One list of dependencies: pyproject.toml, environment.yml and requirements.lock agree."""

import ast
import hashlib
import re
import shutil
import subprocess
import tomllib
from importlib import metadata
from pathlib import Path

import nbformat
import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from huayu import __version__, cli, encoder

HOUSE = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
DECLARED = PROJECT["dependencies"] + EXTRAS["archive"] + EXTRAS["test"]
LOCKS = tuple(f"requirements{name}.lock" for name in ("", "-build", "-encoder", "-docs"))
SOLVER = next(filter(None, map(shutil.which, ("micromamba", "mamba", "conda"))), None)
# what conda-forge calls otherwise, and what only PyPI has
CONDA = {"python-igraph": "igraph", "matplotlib-base": "matplotlib"}
PYPI_ONLY = {"ahocorasick-rs", "playwright", "wordfreq", "zhplot"}


def conda() -> dict[str, str]:
    """Names of environment.yml, as on PyPI, with their version ranges."""
    lines = (HOUSE / "environment.yml").read_text(encoding="utf-8").splitlines()
    start = lines.index("dependencies:")
    entries = [re.fullmatch(r"  - ([\w.-]+)(?: (\S+))?", line) for line in lines[start + 1 :]]
    return {CONDA.get(m[1], m[1]): m[2] or "" for m in entries if m}


def locked(lock: str = "requirements.lock") -> dict[str, tuple[str, int]]:
    """Names of a lock with their versions and how many hashes each has."""
    content = (HOUSE / lock).read_text(encoding="utf-8")
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


@pytest.mark.parametrize("line", DECLARED + EXTRAS["bench"])
def test_the_lock_satisfies(line):
    need = Requirement(line)
    version, hashes = locked()[canonicalize_name(need.name)]
    assert need.specifier.contains(version), f"the lock has {need.name} {version}: make it anew"
    assert hashes, f"{need.name} has no hash in the lock"


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_of_a_lock_has_a_hash(lock):
    assert [name for name, (_, hashes) in locked(lock).items() if not hashes] == []


def test_the_locks_agree():
    run = locked()
    for other in map(locked, ("requirements-build.lock", "requirements-docs.lock")):
        both = run.keys() & other.keys()
        assert {name: run[name][0] for name in both} == {name: other[name][0] for name in both}


@pytest.mark.parametrize("page", ["README.md", "README.zh.md", "binder/postBuild"])
def test_the_readmes_install_as_the_makefile_does(page):
    made = (HOUSE / "Makefile").read_text(encoding="utf-8").replace(" --quiet", "")
    options = re.search(r"(?m)^INSTALL := .* install --disable-pip-version-check (.*)$", made)[1]
    env = made[made.index("$(STAMP):") : made.index("@touch")]
    steps = re.findall(r"(?m)^\t\$\(INSTALL\) (.*)$", env)
    told = re.findall(r"(?m)^pip install (.*)$", (HOUSE / page).read_text(encoding="utf-8"))
    assert told == [f"{options} {step}" for step in steps]


def test_colab_installs_as_binder_does_and_is_a_notebook():
    notebook = nbformat.read(HOUSE / "binder" / "colab.ipynb", as_version=4)
    nbformat.validate(notebook)
    lines = "\n".join(cell.source for cell in notebook.cells)
    binder = (HOUSE / "binder" / "postBuild").read_text(encoding="utf-8")
    steps = re.findall(r"(?m)^(pip install .*)$", binder)
    assert re.findall(r"(?m)^!(pip install .*)$", lines) == steps and len(steps) == 3
    runtime = (HOUSE / "binder" / "runtime.txt").read_text(encoding="utf-8").strip()
    assert SpecifierSet(PROJECT["requires-python"]).contains(runtime.removeprefix("python-"))


def test_the_release_is_in_the_changes_and_dated():
    changes = (HOUSE / "CHANGELOG.md").read_text(encoding="utf-8")
    citation = (HOUSE / "CITATION.cff").read_text(encoding="utf-8")
    date = re.search(r"(?m)^date-released: (\d{4}-\d\d-\d\d)$", citation)[1]
    assert re.search(r"(?m)^## (.*)$", changes)[1] == f"{__version__} ({date})"


def test_the_encoder_has_a_lock_of_its_own():
    need = Requirement(*EXTRAS["encoder"])
    assert set(locked("requirements-encoder.lock")) == {need.name} and need.name not in locked()
    assert str(need.specifier) == f"=={encoder.VERSION}" and need.name == encoder.PACKAGE
    assert locked("requirements-encoder.lock")[need.name][0] == encoder.VERSION


def test_versions_agree():
    citation = (HOUSE / "CITATION.cff").read_text(encoding="utf-8")
    assert re.search(r"(?m)^version: (.+)$", citation)[1] == __version__ == PROJECT["version"]


def test_the_supported_pythons_agree():
    low, below = (".".join(map(str, version)) for version in cli.SUPPORTED)
    assert PROJECT["requires-python"] == f">={low},<{below}"


def test_the_library_of_the_network_page_is_the_published_one():
    library = HOUSE / "lib" / "huayu" / "figures" / "cytoscape.min.js"
    digest = "71fa9ebec21a7ca2c40cff6aacc30d1f6464e363662ad4b2c197e1adc770cd94"
    assert hashlib.sha256(library.read_bytes()).hexdigest() == digest
    assert "Permission is hereby granted, free of charge" in library.read_text(encoding="utf-8")


def test_the_licences_are_there():
    assert "MIT License" in (HOUSE / "LICENSE").read_text(encoding="utf-8")
    assert "CC BY 4.0" in (HOUSE / "LICENSE-annotations").read_text(encoding="utf-8")


# run by name, or found as files; the code does not import them
NOT_IMPORTED = {
    "dask", "ipykernel", "jupyterlab", "mypy", "pytest-cov", "pytest-xdist", "ruff", "zhplot",
}  # fmt: skip
MODULES = {
    "fonttools": "fontTools", "python-docx": "docx", "ahocorasick-rs": "ahocorasick_rs",
    "pillow": "PIL",
}  # fmt: skip
TABLE = re.findall(
    r"(?m)^\| ([\w-]+) \| (run|archive|encoder|test) \| ([\w.-]+) \| (.+) \|$",
    (HOUSE / "docs" / "dependencies.md").read_text(encoding="utf-8"),
)
# how the packages themselves write the licences of the table
WORDING = {
    "Apache-2.0": "apache", "BSD-2-Clause": "bsd", "BSD-3-Clause": "bsd", "MIT": "mit",
    "GPL-2.0-or-later": "gpl|general public", "MIT-CMU": "mit-cmu|hpnd", "MPL-2.0": "mpl",
    "PSF-2.0": "python software|psf",
}  # fmt: skip


def imported() -> set[str]:
    """Top-level modules that the code, the tests and the benchmarks import."""
    found = set()
    for path in (p for home in ("lib", "tests") for p in (HOUSE / home).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                found.add((node.module or "").split(".")[0])
            elif isinstance(node, ast.Attribute) and node.attr == "importorskip":
                found |= set(re.findall(r'importorskip\("(\w+)', path.read_text(encoding="utf-8")))
    return found


def test_every_declared_package_has_a_reason_and_a_licence():
    extras = {name: EXTRAS[name] for name in ("archive", "encoder", "test")}
    groups = {"run": PROJECT["dependencies"], **extras}
    declared = {(Requirement(line).name, group) for group, ls in groups.items() for line in ls}
    assert {(name, group) for name, group, _, _ in TABLE} == declared


def test_every_declared_package_is_used():
    names = {name for name, *_ in TABLE} - NOT_IMPORTED
    unused = {name for name in names if MODULES.get(name, name) not in imported()}
    assert not unused, f"no code imports {unused}: take them out of pyproject.toml"


@pytest.mark.parametrize(("name", "licence"), [(name, licence) for name, _, licence, _ in TABLE])
def test_the_licence_is_the_one_that_the_package_states(name, licence):
    try:
        stated = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        pytest.skip(f"{name} is not installed here")
    kinds = [line for line in stated.get_all("Classifier", []) if line.startswith("License")]
    said = " ".join([stated.get("License-Expression") or "", stated.get("License") or "", *kinds])
    assert re.search(WORDING[licence], said.lower()), f"{name} states {said[:80]!r}"
