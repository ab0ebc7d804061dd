"""The flow of docs/architecture.md: a module imports only from the rows above its own."""

import ast
import re
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from huayu import layers

HOME = Path(__file__).resolve().parents[1] / "lib" / "huayu"
PAGE = HOME.parents[1] / "docs" / "architecture.md"
ROWS = re.findall(r"(?m)^\| ((?:`\w+`(?:, )?)+) \|", PAGE.read_text(encoding="utf-8"))
FLOW = [set(re.findall(r"\w+", row)) for row in ROWS]
RANK = {name: rank for rank, names in enumerate(FLOW) for name in names}
MODULES = sorted(p for p in HOME.rglob("*.py") if p != HOME / "__init__.py")


def home(path: Path) -> str:
    """Top-level module that a file belongs to."""
    return path.relative_to(HOME).parts[0].removesuffix(".py")


def test_the_page_has_every_module_once():
    homes = {
        p.stem if p.is_file() else p.name for p in HOME.iterdir() if not p.name.startswith("_")
    }
    assert sorted(name for names in FLOW for name in names) == sorted(homes)


def imports(path: Path) -> set[str]:
    """Top-level modules of huayu that a file imports, inside functions too."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.startswith("huayu.")}
        elif isinstance(node, ast.ImportFrom) and node.module == "huayu":
            found |= {f"huayu.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("huayu."):
            found.add(node.module)
    return {name.split(".")[1] for name in found if name != "huayu.__version__"}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(HOME)))
def test_imports_only_from_above(path):
    own = home(path)
    assert own in RANK, f"{own} has no row in docs/architecture.md: give it one"
    wrong = {name for name in imports(path) if name != own and RANK[name] >= RANK[own]}
    assert not wrong, f"{own} imports {wrong}, which stand beside it or below it"


def test_the_reader_of_imports_sees_them(tmp_path):
    sample = tmp_path / "sample.py"
    sample.write_text("from huayu import words\ndef f():\n    from huayu.figures import save\n")
    assert imports(sample) == {"words", "figures"}


def read_at_import(path: Path) -> set[str]:
    """Modules of huayu, by their full names, that a file imports before any function is called."""
    found = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("huayu"):
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in FULL else node.module for name in inner}
    return found - {"huayu"}


def full(path: Path) -> str:
    """Full name of a module."""
    return ".".join(("huayu", *path.relative_to(HOME).with_suffix("").parts)).removesuffix(
        ".__init__"
    )


FULL = {full(path): path for path in MODULES}


def test_no_module_imports_itself_by_way_of_others():
    graph = {name: read_at_import(path) - {name} for name, path in FULL.items()}
    assert "huayu.lexicon.reading" in graph["huayu.lexicon"]
    assert len([*TopologicalSorter(graph).static_order()]) >= len(FULL)  # a circle raises


# what gives a layer: right of ``layers`` it is asked for there, so that corrections reach all
DETECTORS = {"quotations", "rhetoric", "stance", "moves"} & RANK.keys()
NOUNS = {tuple(place.split(".")) for place in layers.DETECTORS.values()}
RIGHT = [
    p for p in MODULES if RANK[p.relative_to(HOME).parts[0].removesuffix(".py")] > RANK["layers"]
]


def detected(path: Path) -> set[str]:
    """Detectors that a file imports or calls: packages of them, and the nouns of the others."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = imports(path) & DETECTORS
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("huayu."):
            home = node.module.split(".")[1]
            found |= {f"{home}.{a.name}" for a in node.names if (home, a.name) in NOUNS}
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if (node.value.id, node.attr) in NOUNS:
                found.add(f"{node.value.id}.{node.attr}")
    return found


@pytest.mark.parametrize("path", RIGHT, ids=lambda p: str(p.relative_to(HOME)))
def test_nothing_right_of_layers_asks_a_detector(path):
    assert not detected(path), "ask layers.layer, which has the corrections"


def test_the_reader_of_detectors_sees_them(tmp_path):
    sample = tmp_path / "sample.py"
    sample.write_text("from huayu.rhetoric import metaphor\nfrom huayu.words import tokens\n"
                      "from huayu import structure\nstructure.headings(1)\n")  # fmt: skip
    assert detected(sample) == {"rhetoric", "words.tokens", "structure.headings"}


# --- caches --------------------------------------------------------------------------------------


def keyless(path: Path) -> list[str]:
    """Functions of a file that are kept without an argument and read the lexicon or the house."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and not node.args.args:
            kept = any(
                re.search(r"\bcache\b|lru_cache", ast.unparse(d)) for d in node.decorator_list
            )
            if kept and re.search(r"lexicon|corpus|root\(|load\(|layer\(", ast.unparse(node)):
                found.append(node.name)
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(HOME)))
def test_no_cache_has_neither_root_nor_content_in_its_key(path):
    assert keyless(path) == []


def test_the_reader_of_caches_sees_them(tmp_path):
    sample = tmp_path / "sample.py"
    sample.write_text("@lru_cache(maxsize=1)\ndef words():\n    return corpus.lexicon()\n"
                      "@cache\ndef one():\n    return 1\n")  # fmt: skip
    assert keyless(sample) == ["words"]
