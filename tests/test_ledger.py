"""The ledger: what has not changed is not run again, and what has is, on either side."""

import os

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from huayu import cli, corpus, files, ledger, runs
from huayu.files import write
from huayu.notebooks import paths

SOURCES = {"00_a": "open('../tables.csv', 'w').write(SPEECH)", "01_b": "1"}


@pytest.fixture
def house(tmp_path, monkeypatch):
    """A house with one speech and two notebooks."""
    monkeypatch.delenv("HUAYU_ROOT", raising=False)
    write(tmp_path / "讲话.txt", "同志们：\n要真抓实干。\n")
    cli.main(["--root", str(tmp_path), "add", str(tmp_path / "讲话.txt"), "--id", "a"])
    for name, source in SOURCES.items():
        noted(tmp_path, name, source)
    return tmp_path


def noted(house, name, source):
    """Write a notebook of one cell."""
    given = new_code_cell("SPEECH = ''", metadata={"tags": ["parameters"]})
    cells = [given, new_code_cell(source)]
    for number, cell in enumerate(cells):
        cell["id"] = str(number)  # else drawn at random
    write(house / "notebooks" / f"{name}.ipynb", nbformat.writes(new_notebook(cells=cells)))


def unchanged(house, **options):
    """Which notebooks were not run again."""
    speeches = [corpus.load("a", house)]
    return [run.unchanged for run in runs.run(speeches, house, jobs=1, **options)]


def opened(house, asked=""):
    """The ledger, and the keys of the notebooks."""
    book = ledger.Ledger("a", house, ledger.read(house, asked))
    return book, {path: book.key(path) for path in paths(house)}


def standing(house, asked=""):
    """Which notebooks would not be run again."""
    book, keys = opened(house, asked)
    return [book.stands(path, key) for path, key in keys.items()]


def written(path):
    """What writes something else into a file."""
    return lambda house: write(house / path, '{"notebooks": 1}')


# what is done to a house, and which notebooks stand after it
CHANGES = {
    "nothing": (lambda house: None, [True, True]),
    "a correction": (written("corpus/a/corrections.csv"), [False, False]),
    "a word list": (written("corpus/lexicons/x.csv"), [False, False]),
    "another speech": (written("corpus/b/text.txt"), [False, False]),
    "a notebook": (written("notebooks/01_b.ipynb"), [True, False]),
    "a product": (written("build/a/tables.csv"), [False, False]),
    "a product gone": (lambda house: (house / "build/a/tables.csv").unlink(), [False, False]),
    "a product more": (written("figures/a/x.png"), [False, False]),
    "the ledger": (written(f"build/a/{ledger.FILE}"), [False, False]),
    "half of it": (lambda house: write(house / "build/a" / ledger.FILE, '{"no'), [False, False]),
    "a nest": (
        lambda house: write(house / "build/a" / ledger.FILE, "[" * 100_000), [False, False],
    ),
    "a lock": (written("build/a/.huayu.lock"), [True, True]),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_what_stands_after_a_change(house, change):
    effect, stands = CHANGES[change]
    write(house / "build/a/tables.csv", "a")
    assert standing(house) == [False, False]
    book, keys = opened(house)
    book.enter(keys)
    effect(house)
    assert standing(house) == stands


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes have a name here")
def test_a_pipe_or_what_never_ends_is_no_ledger(house, monkeypatch):
    monkeypatch.setattr(files, "PATIENCE", 0.01)
    home = house / "build/a"
    home.mkdir(parents=True)
    os.mkfifo(home / ledger.FILE)
    assert standing(house) == [False, False]
    (home / ledger.FILE).unlink()
    (home / ledger.FILE).symlink_to("/dev/zero")
    assert standing(house) == [False, False]


def test_asked_otherwise_nothing_stands(house):
    book, keys = opened(house)
    book.enter(keys)
    assert standing(house, "svg") == [False, False]


def test_only_what_has_changed_is_run_again(house):
    assert unchanged(house) == [False, False]
    assert unchanged(house) == [True, True]
    noted(house, "01_b", "1 / 0")
    assert unchanged(house) == [True, False]
    assert unchanged(house) == [True, False], "what failed is tried again"


def test_executed_notebooks_that_are_kept_are_all_run(house):
    book, keys = opened(house)
    book.enter(keys)
    assert unchanged(house, keep=True) == [False, False]
