"""Provenance 图的来源: the code, layers and word lists that a figure is made from.

Read from the code itself, not from a run: the modules that the drawing module imports, and theirs;
the layers that these name, with the modules of their detectors; the word lists that all of them
name. A module counts whole, even where one function of it is used: a figure may be called stale
that would come out the same, but not the other way round.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from huayu.layers import DETECTORS

_HOME = Path(__file__).resolve().parents[2]  # the folder that huayu/ lies in
# modules that list every layer or word list by name, and by that read none
_LISTS = (
    "huayu.corpus", "huayu.folders", "huayu.layers", "huayu.lexicon.schemas",
    "huayu.lexicon.inspection", __name__,
)  # fmt: skip
_ADDED = {"voice": "quotations"}  # a column that layers adds to each, and where it is found


class Sources(NamedTuple):
    """Sources 来源 of the figures of one module: modules and layers, and every string they hold."""

    modules: tuple[str, ...]
    layers: tuple[str, ...]
    strings: frozenset[str]

    def code(self) -> list[Path]:
        """Source files 源文件 of the modules."""
        return [path for path in map(_file, self.modules) if path]

    def reads(self, name: str) -> bool:
        """Whether a word list 词表 is read: its file is named, or the decision it weighs."""
        folder, _, file = name.rpartition("/")
        if folder == "weights":
            return "huayu.decisions" in self.modules and file.split(".")[0] in self.strings
        return name in self.strings


@cache
def sources(module: str) -> Sources:
    """Sources 来源 of what a module draws, by its full name.

    >>> found = sources("huayu.figures.stance")
    >>> "huayu.stance" in found.modules, "stance" in found.layers, found.reads("stance.tsv")
    (True, True, True)
    """
    layers: set[str] = set()
    modules = _imported([module])
    while more := {layer for name in modules for layer in _named(name)} - layers:
        layers |= more
        modules |= _imported(f"huayu.{DETECTORS[layer].split('.')[0]}" for layer in more)
    strings = frozenset[str]().union(
        *(_written(name).strings for name in modules if name not in _LISTS)
    )
    return Sources(tuple(sorted(modules)), tuple(sorted(layers)), strings)


def _imported(names: Iterable[str]) -> set[str]:
    """Modules of the package among names, and all that they import, one by way of another."""
    found: set[str] = set()
    wanted = [*names]
    while wanted:
        name = wanted.pop()
        if name not in found and _file(name) is not None:
            found.add(name)
            wanted += [name.rpartition(".")[0], *_written(name).imports]
    return found


@cache
def _named(module: str) -> frozenset[str]:
    """Layers that a module names; none where it has no way to ``layers``, as detectors have not."""
    if module in _LISTS or "huayu.layers" not in _imported([module]):
        return frozenset()
    strings = _written(module).strings
    added = {layer for column, layer in _ADDED.items() if column in strings}
    return frozenset(added | (strings & DETECTORS.keys()))


class _Written(NamedTuple):
    """What stands in a module: names that it imports, and its strings and attributes."""

    imports: frozenset[str] = frozenset()
    strings: frozenset[str] = frozenset()


@cache
def _written(module: str) -> _Written:
    """What stands in a module, at its top or in a function.

    Of ``from a import b`` both are named, since b may be a module; ``speech.layer(…)`` imports
    ``layers`` when it is called.
    """
    path = _file(module)
    imports: set[str] = set()
    strings: set[str] = set()
    for node in ast.walk(ast.parse(path.read_bytes())) if path else ():
        match node:
            case ast.Import(names=names):
                imports |= {name.name for name in names}
            case ast.ImportFrom(module=str(home), names=names):
                imports |= {home, *(f"{home}.{name.name}" for name in names)}
            case ast.Call(func=ast.Attribute(attr="layer")) if module not in _LISTS:
                imports.add("huayu.layers")
            case ast.Constant(value=str(word)) | ast.Attribute(attr=word):
                strings.add(word)
    return _Written(frozenset(imports), frozenset(strings))


@cache
def _file(module: str) -> Path | None:
    """Source file of a module of the package, None of anything else."""
    if module.split(".")[0] != "huayu":
        return None
    place = _HOME.joinpath(*module.split("."))
    return next((p for p in (place.with_suffix(".py"), place / "__init__.py") if p.is_file()), None)
