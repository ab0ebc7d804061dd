"""Replication: a changed byte and a stale manifest are found, and nothing else is."""

import json
import re
import shutil

import nbformat
import pytest
from conftest import REPOSITORY

from huayu import cli, corpus, figures, manifest

ID = "constructed-two-parts"
CELLS = (
    "import huayu as hy\nfrom huayu.figures.structure import structure_outline",
    'SPEECH = "x"',
    "speech = hy.load(SPEECH)\nprint(len(speech.text))",
    "figures = hy.save(structure_outline(speech), speech)\nfigures",
    'hy.show(speech.layer("headings"), speech, "headings")',
)


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """A house with one notebook that has been run."""
    home = tmp_path_factory.mktemp("replicated")
    shutil.copytree(REPOSITORY / "corpus" / ID, home / "corpus" / ID)
    (home / "notebooks").mkdir()
    cells = [nbformat.v4.new_code_cell(source, id=f"cell{n}") for n, source in enumerate(CELLS)]
    cells[1].metadata["tags"] = ["parameters"]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), home / "notebooks" / "00_one.ipynb")
    assert cli.main(["figures", "--speech", ID, "--root", str(home)]) == 0
    return home


@pytest.fixture
def home(done, tmp_path):
    shutil.copytree(done, tmp_path / "home")
    return tmp_path / "home"


def checked(capsys, home, *more):
    """Status of figures --check, its lines, and its last line on stderr."""
    status = cli.main(["figures", "--check", "--speech", ID, "--root", str(home), *more])
    out, err = capsys.readouterr()
    return status, out.splitlines(), err.splitlines()[-1]


def test_what_was_just_made_comes_out_alike_and_nothing_is_written(capsys, home):
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    said = "3 pictures, tables and notebooks made anew, 0 differences"
    assert checked(capsys, home) == (0, [], said)
    assert {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} == before


def test_a_changed_byte_is_found_in_pictures_tables_and_outputs(capsys, home):
    picture = home / "figures" / ID / "structure_outline.png"
    table = home / "build" / ID / "tables" / "headings.csv"
    notebook = home / "build" / ID / "notebooks" / "00_one.ipynb"
    for path in (picture, table):
        path.write_bytes(path.read_bytes()[:-1] + b"x")
    said = notebook.read_text(encoding="utf-8")
    changed = re.sub(r'"(\d+)\\n"', '"7\\\\n"', said)
    assert changed != said
    notebook.write_text(changed, encoding="utf-8")
    status, lines, _ = checked(capsys, home)
    assert status == 1
    assert lines == [
        f"build/{ID}/notebooks/00_one.ipynb: is not as it was made (outputs of code cell 3)",
        f"build/{ID}/tables/headings.csv: is not as it was made",
        f"figures/{ID}/structure_outline.png: is not as it was made",
    ]


def test_a_stale_manifest_is_found_thing_by_thing(capsys, home):
    """Of another text: all comes out otherwise; a thing that is gone or new is told as such."""
    folder = home / "corpus" / ID
    text = (folder / "text.txt").read_text(encoding="utf-8")
    (folder / "text.txt").write_text(text.replace("一、", "二、", 1) + "完。\n", encoding="utf-8")
    meta = (folder / "meta.toml").read_text(encoding="utf-8")
    shutil.rmtree(folder / "gold", ignore_errors=True)
    digest = figures.sha256((folder / "text.txt").read_bytes())
    meta = re.sub(r'(?m)^sha256 = ".*"$', f'sha256 = "{digest}"', meta)
    (folder / "meta.toml").write_text(meta, encoding="utf-8")
    path = home / "figures" / ID / "manifest.json"
    entries = json.loads(path.read_text(encoding="utf-8"))
    entries["00_one.ipynb/gone"] = entries.pop("00_one.ipynb/headings")
    path.write_text(json.dumps(entries), encoding="utf-8")
    status, lines, last = checked(capsys, home)
    assert (status, last) == (1, "4 pictures, tables and notebooks made anew, 4 differences")
    assert lines == [
        f"build/{ID}/notebooks/00_one.ipynb: comes out otherwise (outputs of code cell 3, 4, 5)",
        f"build/{ID}/tables/gone.csv: is in the manifest, and is not made any more",
        f"build/{ID}/tables/headings.csv: is made now, and the manifest has it not",
        f"figures/{ID}/structure_outline.png: comes out otherwise (text changed)",
    ]


def test_a_notebook_that_fails_now_is_a_difference(capsys, home):
    path = home / "notebooks" / "00_one.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[-1].source = "1 / 0"
    nbformat.write(notebook, path)
    status, lines, _ = checked(capsys, home)
    assert status == 1
    assert lines == [
        f"build/{ID}/notebooks/00_one.ipynb: fails now: ZeroDivisionError: division by zero"
    ]


def test_without_a_manifest_there_is_nothing_to_compare_with(capsys, home):
    (home / "figures" / ID / "manifest.json").unlink()
    status, lines, said = checked(capsys, home)
    assert (status, lines) == (2, []) and "is not there; run `huayu figures --speech" in said
    status, lines, said = checked(capsys, home, "--save")
    assert (status, lines) == (2, []) and "--check: writes nothing" in said


NONE = {
    "empty": "", "half": "[", "list": "[]", "number": '{"a": 1}', "path": '{"../a": {}}',
    "no module": '{"a": {"figure": "a"}}', "deep": "[" * 20000, "merge": "<<<<<<< HEAD",
}  # fmt: skip


@pytest.mark.parametrize("content", NONE.values(), ids=NONE)
def test_a_manifest_that_is_none_is_one_fault_for_all_who_read_it(capsys, home, content):
    (home / "figures" / ID / "manifest.json").write_text(content, encoding="utf-8")
    site = ["site", "--out", str(home / "site")]
    for command in (["check"], site, ["figures", "--check", "--speech", ID]):
        assert cli.main([*command, "--root", str(home)]) == 2
        assert "manifest.json: is " in "".join(capsys.readouterr())


def test_a_manifest_imports_no_module_but_of_figures(home):
    path = home / "figures" / ID / "manifest.json"
    entries = json.loads(path.read_text(encoding="utf-8"))
    entries["outline"] = entries.pop("structure_outline") | {"module": "antigravity"}
    path.write_text(json.dumps(entries), encoding="utf-8")
    speech = corpus.load(ID, home)
    assert [(name, told.en) for name, told in figures.captions(speech).items()] == [
        ("outline",) * 2
    ]
    assert list(manifest.entries(speech)) == ["00_one.ipynb", "00_one.ipynb/headings", "outline"]
