"""Kernels: forks of one process, each with memory of its own; one may end without the others."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from huayu import cli, corpus, kernels, runs

ALONE = "import huayu; assert not hasattr(huayu, 'mark'); huayu.mark = SPEECH"
WHERE = (
    "import os, pathlib, time; assert pathlib.Path.cwd().name == 'notebooks'; "
    "assert os.environ['HUAYU_NOTEBOOK'] == '00_x.ipynb'"
)
CASES = {
    "memory of its own": ([ALONE, ALONE], [None, None]),
    "an error is its own": (["1 / 0", "1"], ["ZeroDivisionError: division by zero", None]),
    "killed": (["import os; os.kill(os.getpid(), 9)", "1"], ["its process was ended", None]),
    "ended": (["import os; os._exit(0)", "1"], ["its process was ended", None]),
    "where it is": ([f"{WHERE}; assert time.tzname[0] == 'UTC'"], [None]),
}


@pytest.fixture
def house(tmp_path, monkeypatch):
    """A house with one speech and no notebook yet."""
    monkeypatch.delenv("HUAYU_ROOT", raising=False)
    (tmp_path / "讲话.txt").write_text("同志们：\n要真抓实干。\n", encoding="utf-8")
    cli.main(["--root", str(tmp_path), "add", str(tmp_path / "讲话.txt"), "--id", "a"])
    (tmp_path / "notebooks").mkdir()
    return tmp_path


def ran(house, sources, monkeypatch, forks=True):
    """Errors of notebooks that hold a line each."""
    monkeypatch.setattr(kernels, "FORKS", forks and kernels.FORKS)
    for number, source in enumerate(sources):
        given = new_code_cell("SPEECH = ''", metadata={"tags": ["parameters"]})
        cells = [given, new_code_cell(source)]
        nbformat.write(new_notebook(cells=cells), house / "notebooks" / f"0{number}_x.ipynb")
    return [run.error for run in runs.run([corpus.load("a", house)], house, jobs=1)]


@pytest.mark.parametrize("case", CASES)
def test_a_kernel_is_alone(house, case, monkeypatch):
    sources, errors = CASES[case]
    for found, said in zip(ran(house, sources, monkeypatch), errors, strict=True):
        assert found is None if said is None else found and found.startswith(said), found


def test_without_forks_each_kernel_is_started_by_itself(house, monkeypatch):
    assert ran(house, [ALONE], monkeypatch, forks=False) == [None]


@pytest.mark.skipif(not kernels.FORKS, reason="kernels are not forked on this system")
def test_the_end_of_the_server_is_an_error_of_the_notebooks_that_follow(house, monkeypatch):
    found = ran(house, ["import os; os.kill(os.getppid(), 9)", "1"], monkeypatch)
    assert found[1] and found[1].startswith("its process was ended")
