"""Security: a text is data, wherever it goes; nothing is run, fetched or written elsewhere."""

import ast
import csv
import io
import json
import os
from pathlib import Path

import nbformat
import pytest
from conftest import REPOSITORY

from huayu import cli, corpus, folders, tables
from huayu.figures.network_page import LIBRARY, network_page
from huayu.files import sha256

LIB = sorted((REPOSITORY / "lib" / "huayu").rglob("*.py"))
# calls through which a text could become code, or a name a command
FORBIDDEN = {"eval", "exec", "compile", "__import__", "system", "popen", "loads_pickle"}
MODULES = {"pickle", "marshal", "shelve", "subprocess", "socket", "urllib", "requests", "httpx"}
# the one place that fetches, when it is asked to, and the one that listens, on this machine alone
ALLOWED = {"catalogue/sources.py": {"urllib"}, "desk.py": {"urllib"}}
HOSTILE = (
    "同志们：\n一、=cmd|' /C calc'!A0\n他说：“<script>alert(1)</script>要改革。”\n"
    "**书记指出，要坚持`rm -rf`和$x$。\n%%bash\n!touch owned\n{{ 7*7 }}{% include 'x' %}\n"
    "@SUM(1+1)，-2+3，+4，改革发展、改革开放、改革创新。不是说说，而是干干。\n"
)


def calls(path: Path) -> set[str]:
    """Names that a file calls, plain ones and attributes, re.compile apart."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func
            if isinstance(name, ast.Name):
                found.add(name.id)
            elif isinstance(name, ast.Attribute) and getattr(name.value, "id", "") != "re":
                found.add(name.attr)
            if any(k.arg == "shell" for k in node.keywords):
                found.add("system")
    return found


def imported(path: Path) -> set[str]:
    tree = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    names = [a.name for n in tree if isinstance(n, ast.Import) for a in n.names]
    tree = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    names += [n.module or "" for n in tree if isinstance(n, ast.ImportFrom)]
    return {name.split(".")[0] for name in names}


@pytest.mark.parametrize("path", LIB, ids=lambda p: str(p.relative_to(REPOSITORY / "lib")))
def test_no_text_can_become_code_and_nothing_is_fetched(path):
    assert not calls(path) & FORBIDDEN
    allowed = ALLOWED.get(path.relative_to(REPOSITORY / "lib" / "huayu").as_posix(), set())
    assert not (imported(path) & MODULES) - allowed


def test_what_may_fetch_or_listen_still_does():
    for name, modules in ALLOWED.items():
        assert imported(REPOSITORY / "lib" / "huayu" / name) >= modules


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A house whose one speech carries markup, formulas of spreadsheets and shell lines."""
    house = tmp_path_factory.mktemp("hostile")
    folder = house / "corpus" / "hostile"
    folder.mkdir(parents=True)
    (folder / "text.txt").write_text(HOSTILE, encoding="utf-8")
    fields = dict.fromkeys(folders.REQUIRED, '<img src=x onerror="alert(2)">')
    fields |= {"kind": "speech", "date": "2020", "sha256": sha256(HOSTILE), "masks": ["**"]}
    lines = [f"{k} = {json.dumps(v, ensure_ascii=False)}" for k, v in fields.items()]
    (folder / "meta.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (house / "notebooks").mkdir()
    for name in ("00_speech", "01_words", "02_quotations"):
        source = REPOSITORY / "notebooks" / f"{name}.ipynb"
        (house / "notebooks" / source.name).write_bytes(source.read_bytes())
    return house


def test_a_hostile_speech_is_sound_and_its_notebooks_only_show_it(hostile):
    assert list(folders.faults(hostile / "corpus" / "hostile")) == []
    before = {p for p in hostile.rglob("*") if p.is_file()}
    assert cli.main(["figures", "--speech", "hostile", "--root", str(hostile)]) == 0
    made = {p for p in hostile.rglob("*") if p.is_file()} - before
    assert all(p.relative_to(hostile).parts[0] in ("figures", "build") for p in made)
    assert not list(hostile.rglob("owned")) and not Path("owned").exists()
    for path in hostile.glob("build/*/notebooks/*.ipynb"):
        for cell in nbformat.read(path, 4).cells:
            for output in cell.get("outputs", []):
                data = output.get("data", {})
                page = data.get("text/html", "") + data.get("text/markdown", "")
                assert "<script>alert" not in page and "<img src=x" not in page


def test_no_table_on_disk_opens_as_a_formula(hostile):
    for path in hostile.glob("build/*/tables/*.csv"):
        for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8"))):
            for cell in row:
                assert not cell.startswith(("=", "@", "\t", "\r")), (path.name, cell)
                assert not cell.startswith(("+", "-")) or number(cell), (path.name, cell)


def number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def test_csv_on_stdout_is_defused_too(capsys, hostile):
    source = hostile / "corpus" / "hostile" / "text.txt"
    for layer in ("clauses", "tokens", "headings"):
        assert cli.main(["annotate", str(source), layer, "--format", "csv"]) == 0
    shown = capsys.readouterr().out
    rows = [cell for row in csv.reader(io.StringIO(shown)) for cell in row]
    assert not [cell for cell in rows if cell.startswith(("=", "@"))]


def test_the_network_page_is_text_and_asks_nothing():
    speech = corpus.Speech("<b>hostile</b>", HOSTILE * 3)
    page = network_page(speech)
    assert "<script>alert" not in page and "<b>hostile" not in page
    own = page.replace(LIBRARY.read_text(encoding="utf-8"), "")  # names licences by their address
    assert "http://" not in own and "https://" not in own
    assert "default-src 'none'" in page


@pytest.mark.parametrize(
    "content",
    [
        "title = [" + "[" * 5000,
        'title = "' + "x" * 2_000_000,
        "[[part]]\nstart = 9999999999999999999999999\n",
        "masks = [1, {a = 2}]\nsha256 = 3\n",
        "part = 3\ndate = 2021-01-01\n",
    ],
    ids=["deep", "open", "huge number", "wrong types", "part is no table"],
)
def test_a_hostile_meta_is_a_list_of_faults_and_no_crash(tmp_path, content):
    folder = tmp_path / "corpus" / "x"
    folder.mkdir(parents=True)
    (folder / "text.txt").write_text("路要修。\n", encoding="utf-8")
    (folder / "meta.toml").write_text(content, encoding="utf-8")
    found = list(folders.faults(folder))
    assert found and all("\n" not in str(fault) for fault in found)


def test_hostile_corrections_are_faults_and_no_crash(capsys, tmp_path):
    folder = tmp_path / "corpus" / "x"
    folder.mkdir(parents=True)
    source = REPOSITORY / "corpus" / "constructed-two-parts"
    for name in ("text.txt", "meta.toml"):
        (folder / name).write_bytes((source / name).read_bytes())
    lines = ["layer,action,start,end,text,field,value,reason,initials"]
    lines += ["../x,add,0,1,a,,,r,i", "quotations,add,-5,1e9,a,,,r,i", '"' + "=1," * 50, "a" * 99]
    (folder / "corrections.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert cli.main(["check", "--root", str(tmp_path)]) == 2
    assert "corrections.csv:2" in capsys.readouterr().out


def test_a_name_with_a_path_in_it_stays_in_the_corpus(tmp_path, capsys):
    (tmp_path / "corpus").mkdir()
    for name in ("../../etc/passwd", "/etc/hosts", "a/../../b"):
        assert cli.main(["figures", "--speech", name, "--root", str(tmp_path)]) == 2
    assert os.listdir(tmp_path) == ["corpus"]


def test_show_escapes_every_kind_of_cell(tmp_path):
    import pandas as pd

    speech = corpus.Speech("x", "甲", root=tmp_path)
    frame = pd.DataFrame({"<th>": ["</td><script>1</script>"], "n": [1.5], "none": [None]})
    page = tables.show(frame, speech, "cells").data
    assert "<script>1" not in page
