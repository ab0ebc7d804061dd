"""The flow of docs/architecture.md: a module imports only from the rows above its own."""

import ast
import re
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[1] / "lib" / "huayu"
PAGE = HOME.parents[1] / "docs" / "architecture.md"
ROWS = re.findall(r"(?m)^\| ((?:`\w+`(?:, )?)+) \|", PAGE.read_text(encoding="utf-8"))
FLOW = [set(re.findall(r"\w+", row)) for row in ROWS]
RANK = {name: rank for rank, names in enumerate(FLOW) for name in names}
MODULES = sorted(p for p in HOME.rglob("*.py") if p != HOME / "__init__.py")


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
    own = path.relative_to(HOME).parts[0].removesuffix(".py")
    assert own in RANK, f"{own} has no row in docs/architecture.md: give it one"
    wrong = {name for name in imports(path) if name != own and RANK[name] >= RANK[own]}
    assert not wrong, f"{own} imports {wrong}, which stand beside it or below it"


def test_the_reader_of_imports_sees_them(tmp_path):
    sample = tmp_path / "sample.py"
    sample.write_text("from huayu import words\ndef f():\n    from huayu.figures import save\n")
    assert imports(sample) == {"words", "figures"}
