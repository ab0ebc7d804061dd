"""Notebooks 笔记本: those of a house or of the package, set to a speech and to a language.

The one file of a notebook holds its prose in both: a cell's source is English, and ``zh`` in its
metadata, a list of lines, says the same in Chinese. Code cells are the same in both.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import nbformat

from huayu.files import Fault, content, sha256, write
from huayu.languages import Language

_PACKAGE = Path(__file__).resolve().parent
# an installed wheel carries the notebooks inside the package; a clone has them beside lib/
SHIPPED = next(
    (p for p in (_PACKAGE / "notebooks", _PACKAGE.parents[1] / "notebooks") if p.is_dir()),
    _PACKAGE / "notebooks",
)


# what nbformat raises on a file that is no notebook
BROKEN = (
    nbformat.ValidationError, ValueError, TypeError, LookupError, AttributeError, RecursionError,
)  # fmt: skip


def paths(house: Path, only: str | None = None) -> list[Path]:
    """Paths 路径 of the notebooks in order; ``only`` keeps those whose name begins with it.

    They are those of the house, or where it has no folder ``notebooks/`` those of the package.

    Raises
    ------
    Fault : there is no such notebook.
    """
    home = house / "notebooks"
    home = home if home.is_dir() else SHIPPED
    found = sorted(home.glob("[0-9][0-9]_*.ipynb"))
    chosen = [path for path in found if path.name.startswith(only or "")]
    if not chosen:
        names = ", ".join(path.stem for path in found) or "none"
        raise Fault(home, f"has no notebook {only or ''}", f"there are: {names}")
    return chosen


def opened(path: Path) -> nbformat.NotebookNode:
    """A notebook 打开 of its file.

    Raises
    ------
    Fault : the file is none, or says something else in Chinese than lines.
    """
    data = content(path)
    try:
        notebook = nbformat.convert(nbformat.reader.reads(data.decode("utf-8")), 4)
        nbformat.validate(notebook)
    except BROKEN as error:
        reason = str(error).split("\n")[0][:80]
        raise Fault(path, f"is no notebook ({reason})", "save it anew in Jupyter") from None
    for cell in notebook.cells:
        said = cell.metadata.get("zh", [])
        if not (isinstance(said, list) and all(isinstance(line, str) for line in said)):
            raise Fault(path, "has a cell whose zh is no list of lines", "write it as a list")
    return notebook


def with_speech(notebook: nbformat.NotebookNode, speech: str, path: Path) -> nbformat.NotebookNode:
    """The notebook with its parameter cell 参数单元 set to another speech.

    Raises
    ------
    Fault : no cell is tagged ``parameters``.
    """
    for cell in notebook.cells:
        if "parameters" in cell.metadata.get("tags", []):
            cell.source = f"SPEECH = {json.dumps(speech, ensure_ascii=False)}"
            return notebook
    raise Fault(path, "has no parameter cell", "tag the cell SPEECH = … with `parameters`")


class Compared(NamedTuple):
    """What notebooks compare with 比较对象: names as comparison.others takes them, and groups."""

    names: tuple[str, ...] = ()
    by: str = "kind"


def with_compared(notebook: nbformat.NotebookNode, compared: Compared) -> nbformat.NotebookNode:
    """The notebook with its cell of what to compare with 比较单元, where it has one, set anew."""
    for cell in notebook.cells:
        if "compare" in cell.metadata.get("tags", []):
            names = json.dumps(list(compared.names), ensure_ascii=False)
            cell.source = f"COMPARE = {names}\nBY = {json.dumps(compared.by)}"
    return notebook


def in_language(
    notebook: nbformat.NotebookNode, language: Language | None
) -> nbformat.NotebookNode:
    """The notebook with its prose in a language 语言版本; as it is kept where none is named.

    A cell that nobody has written in Chinese, such as one of a researcher's own, stays as it is.
    """
    if language == "zh":
        for cell in notebook.cells:
            if lines := cell.metadata.pop("zh", None):
                cell.source = "\n".join(lines)
    return notebook


def steady(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """The notebook without what time or machine puts into it (执行时间、解释器版本)."""
    notebook.metadata.get("language_info", {}).pop("version", None)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    return notebook


def outputs(notebook: nbformat.NotebookNode) -> list[str]:
    """Digests 输出摘要 of what the code cells of a notebook put out, in order."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return [sha256(json.dumps(cell.outputs, sort_keys=True)) for cell in cells]


def copies(house: Path, folder: Path, language: Language) -> tuple[list[Path], list[Path]]:
    """Copies 副本 of the notebooks in one language, not yet run, to work in.

    Returns
    -------
    The files written, and those that were there: they may hold somebody's work, and stay.
    """
    wanted = {folder / path.name: path for path in paths(house)}
    there = [copy for copy in wanted if copy.exists()]
    made = [copy for copy in wanted if copy not in there]
    for copy in made:
        notebook = in_language(opened(wanted[copy]), language)
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
        write(copy, nbformat.writes(steady(notebook)) + "\n")
    return made, there
