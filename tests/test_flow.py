"""The flow of the modules: each imports only from its left, and knows nothing of its right."""

import ast
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[1] / "lib" / "huayu"
FLOW = [
    {"files"},
    {"folders"},
    {"spans"},
    {"corpus"},
    {"structure"},
    {"words"},
    {"quotations", "rhetoric", "stance"},
    {"corrections"},
    {"layers"},
    {"network", "keyness", "reuse"},
    {"tables", "agreement"},
    {"comparison", "contrasts", "exhibit", "lives", "usage", "voices"},
    {"figures"},
    {"series"},
    {"export", "edition", "archive", "intake"},
    {"site"},
    {"cli"},
]
RANK = {name: rank for rank, names in enumerate(FLOW) for name in names}
MODULES = sorted(p for p in HOME.rglob("*.py") if p != HOME / "__init__.py")


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
def test_imports_only_from_the_left(path):
    own = path.relative_to(HOME).parts[0].removesuffix(".py")
    assert own in RANK, f"{own} has no place in the flow: give it one here"
    wrong = {name for name in imports(path) if name != own and RANK[name] >= RANK[own]}
    assert not wrong, f"{own} imports {wrong}, which stand beside it or to its right"


def test_the_reader_of_imports_sees_them(tmp_path):
    sample = tmp_path / "sample.py"
    sample.write_text("from huayu import words\ndef f():\n    from huayu.figures import save\n")
    assert imports(sample) == {"words", "figures"}
