"""Notebooks: in the frame that the readers know, executed, and runnable on any speech."""

import hashlib
import json
import re
from pathlib import Path

import nbformat
import pytest
from conftest import REPOSITORY

from huayu import agreement, cli, corpus, figures, layers, notebooks

NOTEBOOKS = notebooks.paths(REPOSITORY)
FIRST = "2021-city-secretary"


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request):
    return nbformat.read(request.param, as_version=4)


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_it_is_executed_in_order_without_error_or_warning(notebook):
    assert [cell.execution_count for cell in code(notebook)] == [*range(1, len(code(notebook)) + 1)]
    outputs = [output for cell in code(notebook) for output in cell.outputs]
    assert not [o for o in outputs if o.output_type == "error" or o.get("name") == "stderr"]


def test_it_imports_once_defines_nothing_and_has_one_parameter_cell(notebook):
    first, *rest = code(notebook)
    lines = [line for cell in rest for line in cell.source.splitlines()]
    assert not [line for line in lines if line.startswith(("import ", "from "))]
    assert not [line for line in lines if line.startswith(("def ", "class "))]
    tagged = [c for c in rest if "parameters" in c.metadata.get("tags", [])]
    assert [cell.source for cell in tagged] == [f'SPEECH = "{FIRST}"']


def test_cells_are_short_and_prose_stands_between_them(notebook):
    assert notebook.cells[0].cell_type == "markdown"
    for cell in code(notebook):
        assert len(cell.source.splitlines()) <= 12, cell.source
    kinds = "".join(cell.cell_type[0] for cell in notebook.cells)
    assert "ccccc" not in kinds


MOST = 800_000  # bytes: every change of a figure adds a notebook to the history anew


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_is_small_and_its_tables_need_no_script(path):
    """Read on a code host or in an editor, a table is there: its rows, and no frame or picture."""
    assert path.stat().st_size < MOST
    for cell in code(nbformat.read(path, as_version=4)):
        shown = "".join(o.get("data", {}).get("text/html", "") for o in cell.outputs)
        plain = re.sub(r"<script.*?</script>", "", shown, flags=re.DOTALL)
        assert "<iframe" not in plain and "NaN" not in plain
        if "tables.show(" in cell.source or "hy.show(" in cell.source:
            assert "<th" in plain and ("<td" in plain or "No rows." in plain)


def both(notebook):
    """English and Chinese prose of each cell."""
    prose = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
    assert [cell.id for cell in prose if "zh" not in cell.metadata] == [], "no Chinese prose"
    return [(cell.source, "\n".join(cell.metadata["zh"])) for cell in prose]


FENCED = r"`[^`\n]+`"
IN_STEP = {
    "headings": lambda text: [len(head) for head in re.findall(r"(?m)^(#+) ", text)],
    "numbers": lambda text: sorted(re.findall(r"\d+(?:[.,]\d+)*", re.sub(FENCED, "", text))),
    "code": lambda text: sorted(re.findall(FENCED, text)),
    "links": lambda text: re.findall(r"\]\(([^)]+)\)", text),
    "points": lambda text: len(re.findall(r"(?m)^- ", text)),
    "paragraphs": lambda text: len(text.split("\n\n")),
}


@pytest.mark.parametrize("kind", IN_STEP)
def test_both_languages_say_the_same(notebook, kind):
    """Neither is mended without the other: what both must share is compared cell by cell."""
    for english, chinese in both(notebook):
        assert IN_STEP[kind](chinese) == IN_STEP[kind](english), chinese


def test_the_chinese_prose_is_chinese(notebook):
    """Hardly a cell is left in English; titles of works and code are, and are laid aside."""
    for _, chinese in both(notebook):
        text = re.split(r"延伸阅读", re.sub(FENCED, "", chinese))[0]
        assert len(re.findall(r"[一-鿿]", text)) > len(re.findall(r"[A-Za-z]{2,}", text)), chinese


def test_a_chinese_copy_has_the_same_code_and_keeps_what_is_there(tmp_path, capsys):
    assert cli.main(["notebooks", "--lang", "zh", "--out", str(tmp_path)]) == 0
    for path in NOTEBOOKS:
        kept, copy = (nbformat.read(p, as_version=4) for p in (path, tmp_path / path.name))
        assert [cell.source for cell in code(copy)] == [cell.source for cell in code(kept)]
        prose = [cell.source for cell in copy.cells if cell.cell_type == "markdown"]
        assert prose == [chinese for _, chinese in both(kept)]
        assert not [cell for cell in code(copy) if cell.outputs]
    mine = tmp_path / NOTEBOOKS[0].name
    mine.write_text("mine", encoding="utf-8")
    assert cli.main(["notebooks", "--out", str(tmp_path)]) == 0
    assert mine.read_text(encoding="utf-8") == "mine"
    assert "were there and stay as they are" in capsys.readouterr().err


def test_it_holds_nothing_that_time_or_machine_puts_there(notebook):
    text = json.dumps(notebook)
    assert "iopub.execute_input" not in text and "version" not in notebook.metadata.language_info
    assert str(REPOSITORY) not in text and str(Path.home()) + "/" not in text


@pytest.fixture(scope="module")
def ran(house):
    """Both shipped speeches run through all notebooks; their figures and tables by path."""
    status = cli.main(["figures", "--speech", "all", "--root", str(house)])
    pictures = {p.relative_to(house): p.read_bytes() for p in house.glob("figures/*/*")}
    return status, pictures


def test_every_notebook_runs_on_every_shipped_speech(ran):
    status, pictures = ran
    names = {p.parts[1] for p in pictures if p.suffix == ".png"}
    assert status == 0 and names == set(corpus.ids(REPOSITORY))


def test_the_figures_of_the_repository_are_those_that_the_notebooks_make(ran):
    _, pictures = ran
    shipped = REPOSITORY / "figures" / FIRST
    made = {p.name: digest(data) for p, data in pictures.items() if p.parts[1] == FIRST}
    kept = {p.name: digest(p.read_bytes()) for p in shipped.glob("*") if p.suffix != ".lock"}
    assert {name for name in made if name.endswith(".png")} == {
        name for name in kept if name.endswith(".png")
    }
    assert made["manifest.json"] == kept["manifest.json"]
    assert {n for n in kept if made.get(n) != kept[n]} == set()


def test_no_shipped_figure_is_stale():
    assert figures.stale(corpus.load(FIRST)) == {}


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_a_notebook_that_fails_is_told_by_name_and_status_1(capsys, tmp_path):
    home = tmp_path
    (home / "notebooks").mkdir()
    folder = home / "corpus" / "constructed-two-parts"
    folder.parent.mkdir()
    folder.symlink_to(REPOSITORY / "corpus" / "constructed-two-parts")
    cells = [
        nbformat.v4.new_code_cell("import math"),
        nbformat.v4.new_code_cell('SPEECH = "x"', metadata={"tags": ["parameters"]}),
        nbformat.v4.new_code_cell("math.no_such"),
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), home / "notebooks" / "00_bad.ipynb")
    status = cli.main(["figures", "--speech", "constructed-two-parts", "--root", str(home)])
    assert status == 1
    assert "00_bad.ipynb: AttributeError" in capsys.readouterr().err


def test_a_notebook_without_parameter_cell_is_a_fault(capsys, tmp_path):
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "constructed-two-parts").symlink_to(
        REPOSITORY / "corpus" / "constructed-two-parts"
    )
    nbformat.write(nbformat.v4.new_notebook(), tmp_path / "notebooks" / "00_bare.ipynb")
    status = cli.main(["figures", "--speech", "constructed-two-parts", "--root", str(tmp_path)])
    assert status == 2
    assert "has no parameter cell" in capsys.readouterr().err


def test_without_gold_the_confusion_of_notebook_02_is_an_empty_table():
    (path,) = (path for path in NOTEBOOKS if path.name.startswith("02"))
    cells = code(nbformat.read(path, as_version=4))
    (source,) = (cell.source for cell in cells if "agreement.confusion" in cell.source)
    speech = corpus.Speech("x", "老王说：“路要修好。”\n")
    names = {"speech": speech, "rows": layers.layer(speech, "quotations"), "agreement": agreement}
    assert len(names["rows"]) == 1
    exec(source.split("\nhy.show")[0], names)
    assert names["shown"].empty and len(names["shown"].columns) == 1
