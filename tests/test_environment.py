"""The environment is what the locks say, whatever newer releases an index offers meanwhile."""

import hashlib
import importlib.util
import inspect
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[1]
LOCKS = {
    "requirements-build.lock": ["forge"],
    "requirements.lock": ["bud", "needy", "rough", "stem"],
    "requirements-encoder.lock": ["sense"],
}
LOCKED = {name: "1.0" for names in LOCKS.values() for name in names}
BROKEN = {"forge", "stem", "bud"}  # a build tool, a dependency, and what an extra of that one needs


def wheel(folder, name, version, modules, requires=()):
    """A wheel in a folder; returns its file name."""
    info = f"{name}-{version}.dist-info"
    head = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\nProvides-Extra: more\n"
    tag = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    files = {
        **modules,
        f"{info}/METADATA": head + "".join(f"Requires-Dist: {line}\n" for line in requires),
        f"{info}/WHEEL": tag,
    }
    record = "".join(f"{path},,\n" for path in [*files, f"{info}/RECORD"])
    made = f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(os.path.join(folder, made), "w") as archive:
        for path, content in {**files, f"{info}/RECORD": record}.items():
            archive.writestr(path, content)
    return made


# a build tool that packs what its pyproject.toml names, installed to work in place or not
FORGE = f"""
import os, tomllib, zipfile

{inspect.getsource(wheel)}

def build_wheel(folder, config_settings=None, metadata_directory=None):
    with open("pyproject.toml", "rb") as file:
        project = tomllib.load(file)["project"]
    return wheel(folder, project["name"], project["version"], {{project["name"] + ".py": ""}})

build_editable = build_wheel
"""
PYPROJECT = """
[build-system]
requires = ["forge"]
build-backend = "forge"
[project]
name = "{0}"
version = "1.0"
"""


def index(folder):
    """A package index of files that has the locked releases, and broken newer ones of three."""
    needs = {"needy": ["stem[more]>=1.0"], "stem": ["bud>=1.0; extra == 'more'"]}
    for name, version in LOCKED.items():
        (folder / name).mkdir(parents=True)
        module = {f"{name}.py": FORGE if name == "forge" else ""}
        if name == "rough":  # comes as source only
            with tarfile.open(folder / name / "rough-1.0.tar.gz", "w:gz") as archive:
                source = folder.parent / "rough-1.0"
                source.mkdir()
                (source / "pyproject.toml").write_text(PYPROJECT.format(name), encoding="utf-8")
                info = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n"
                (source / "PKG-INFO").write_text(info, encoding="utf-8")
                archive.add(source, source.name)
        else:
            wheel(folder / name, name, version, module, needs.get(name, ()))
        if name in BROKEN:
            broken = {f"{name}.py": "raise ImportError('a broken release')"}
            wheel(folder / name, name, "2.0", broken)
    for package in [*folder.iterdir()]:
        links = "".join(f'<a href="{path.name}">{path.name}</a>\n' for path in package.iterdir())
        (package / "index.html").write_text(links, encoding="utf-8")
    return folder


def lock(packages, names):
    """Lines of a lock: these packages as an index has them, with their hashes."""
    lines = []
    for name in names:
        (path,) = (packages / name).glob(f"{name}-{LOCKED[name]}*")
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        lines.append(f"{name}=={LOCKED[name]} --hash=sha256:{digest}\n")
    return "".join(lines)


def oldest():
    """The Python on the path whose bundled pip is the oldest, or none."""
    found = {}
    for name in ("python3.11", "python3.12", "python3.13", sys._base_executable):
        python = shutil.which(name)
        asked = [python or sys.executable, "-m", "ensurepip", "--version"]
        said = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
        if python and (version := re.search(r"pip (\d+)\.(\d+)", said)):
            found[tuple(map(int, version.groups()))] = python
    return found[min(found)] if found else None


@pytest.mark.skipif(not shutil.which("make"), reason="needs make")
@pytest.mark.skipif(not importlib.util.find_spec("ensurepip"), reason="needs a Python with pip")
def test_newer_and_broken_releases_on_the_index_change_nothing(tmp_path):
    packages = index(tmp_path / "simple")
    house = tmp_path / "house"
    house.mkdir()
    shutil.copy(HOUSE / "Makefile", house)
    (house / "pyproject.toml").write_text(PYPROJECT.format("huayu"), encoding="utf-8")
    for name, locked in LOCKS.items():
        (house / name).write_text(lock(packages, locked), encoding="utf-8")
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PIP_", "MAKE"))}
    env |= {"PIP_INDEX_URL": packages.as_uri(), "PIP_CONFIG_FILE": os.devnull}
    made = ["make", "env", f"PYTHON={oldest()}"]
    done = subprocess.run(made, cwd=house, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    listing = [house / ".venv/bin/python", "-m", "pip", "list", "--format=json"]
    listed = json.loads(subprocess.run(listing, env=env, capture_output=True, check=True).stdout)
    versions = {row["name"]: row["version"] for row in listed}
    assert versions == versions | LOCKED | {"huayu": "1.0"}
