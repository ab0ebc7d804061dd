"""A house: found around the current folder, made by init, kept as it is; consoles of any kind."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from conftest import REPOSITORY

from huayu import cli, corpus, files, folders, notebooks
from huayu.files import Fault, sha256

TEXT = "同志们：\n一、开头\n要真抓实干。有人问：“怎么干？”我说，干就是了。😀\n"
HUAYU = [sys.executable, "-m", "huayu.cli"]


@pytest.fixture
def own(tmp_path, monkeypatch):
    """An empty folder that one is in, with a text in it and no house around it."""
    monkeypatch.delenv("HUAYU_ROOT", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "讲话.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def test_without_any_house_it_is_the_current_folder(own):
    assert corpus.root() == own
    (own / "corpus").mkdir()
    (own / "deep" / "er").mkdir(parents=True)
    os.chdir(own / "deep" / "er")
    assert corpus.root() == own


def test_add_writes_into_the_current_folder_and_says_where(own, capsys):
    assert cli.main(["add", "讲话.txt", "--id", "mine"]) == 0
    assert str(own / "corpus" / "mine") in capsys.readouterr().err
    assert (own / "corpus" / "mine" / "text.txt").read_text(encoding="utf-8") == TEXT
    assert "text.txt -text" in (own / "corpus" / ".gitattributes").read_text(encoding="utf-8")


def test_init_makes_a_house_and_leaves_what_is_there(own, capsys):
    assert cli.main(["init", "mine"]) == 0
    assert corpus.ids(own / "mine") == []
    (own / "mine" / "README.md").write_text("my own", encoding="utf-8")
    assert cli.main(["init", "mine"]) == 0
    assert (own / "mine" / "README.md").read_text(encoding="utf-8") == "my own"
    assert cli.main(["init", "讲话.txt"]) == 2
    assert cli.main(["--root", "mine", "add", "讲话.txt", "--id", "a"]) == 0
    assert cli.main(["check", "--root", "mine"]) == 0, capsys.readouterr().out


def test_a_house_without_notebooks_has_those_of_the_package(own):
    shipped = sorted(p.name for p in (REPOSITORY / "notebooks").glob("*.ipynb"))
    assert [p.name for p in notebooks.paths(own)] == shipped
    (own / "notebooks").mkdir()
    with pytest.raises(Fault, match="has no notebook"):
        notebooks.paths(own)


def test_a_parameter_cell_is_data_whatever_the_name():
    import nbformat

    path = REPOSITORY / "notebooks" / "00_speech.ipynb"
    name = 'a";open("PWNED","w")#\n\\'
    changed = notebooks.with_speech(nbformat.read(path, as_version=4), name, path)
    (cell,) = (c for c in changed.cells if "parameters" in c.metadata.get("tags", []))
    assert cell.source == f"SPEECH = {json.dumps(name)}"


@pytest.mark.parametrize(
    "name",
    ['a";x', "CON", "nul", "aux.txt", "x.", "lexicons", "gold", "com1", ".hidden", "a b", "-x", ""],
)
def test_a_name_that_is_no_id(name):
    assert folders.unfit(name)


def test_a_folder_with_no_id_for_a_name_is_not_read_and_check_says_so(own, capsys):
    for name in ("good", "x.", 'a";open("PWNED","w")'):
        source = REPOSITORY / "corpus" / "constructed-two-parts"
        (own / "corpus" / name).mkdir(parents=True)
        for file in ("text.txt", "meta.toml"):
            (own / "corpus" / name / file).write_bytes((source / file).read_bytes())
    assert corpus.ids() == ["good"]
    assert cli.main(["check"]) == 2
    assert capsys.readouterr().out.count("is not read: its name") == 2


def test_an_id_like_another_but_for_case_is_taken(own, capsys):
    assert cli.main(["add", "讲话.txt", "--id", "a"]) == 0
    (own / "two.txt").write_text(TEXT + "又一句。\n", encoding="utf-8")
    assert cli.main(["add", "two.txt", "--id", "A"]) == 2
    assert "is there already" in capsys.readouterr().err


def test_windows_line_ends_are_named_with_their_mend(own, capsys):
    cli.main(["add", "讲话.txt", "--id", "a"])
    text = own / "corpus" / "a" / "text.txt"
    text.write_bytes(text.read_bytes().replace(b"\n", b"\r\n"))
    assert cli.main(["check"]) == 2
    said = capsys.readouterr().out
    assert "line ends have become those of Windows" in said and ".gitattributes" in said


CONSOLES = {
    "cp1252": {"PYTHONIOENCODING": "cp1252"},
    "gbk": {"PYTHONIOENCODING": "gbk"},
    "C": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
}


@pytest.mark.parametrize("console", CONSOLES)
def test_output_is_utf8_whatever_the_console(own, console):
    env = {**os.environ, **CONSOLES[console]}
    for arguments in (["--help"], ["annotate", "讲话.txt", "sentences"], ["check"]):
        done = subprocess.run([*HUAYU, *arguments], env=env, capture_output=True, check=False)
        assert done.returncode == 0 and b"Traceback" not in done.stderr, done.stderr.decode()
        if arguments[0] == "annotate":
            rows = [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]
            assert "".join(row["text"] for row in rows) in TEXT.replace("\n", "") or rows
            assert any("😀" in row["text"] for row in rows)


# every command, as it is called on the small text, and how it ends
CALLS = {
    "figures": (["--speech", "a", "--only", "00"], 0),
    "annotate": (["讲话.txt", "sentences"], 0),
    "why": (["讲话.txt", "0"], 0),
    "notebooks": (["--out", "本"], 0),
    "keyness": (["讲话.txt", "wordfreq"], 2),  # it is too short to hold a term
    "kwic": (["讲话.txt", "干"], 0),
    "collocates": (["讲话.txt", "干"], 0),
    "words": (["讲话.txt"], 0),
    "tables": (["讲话.txt", "--out", "表.xlsx"], 0),
    "trace": (["讲话.txt", "--in", "讲话.txt"], 0),
    "archive": (["讲话.txt", "--out", "档案"], 0),
    "check": ([], 0),
    "init": (["新"], 0),
    "evaluate": (["讲话.txt"], 2),  # it has no gold
    "add": (["讲话.txt", "--id", "b"], 2),  # it was added as a
    "get": (["--list"], 0),
    "read": (["讲话.txt", "--out", "阅读.html"], 0),
    "portrait": (["讲话.txt", "--out", "画像.html"], 0),
    "site": ([], 0),
    "export": (["讲话.txt", "--format", "tei", "--out", "a.xml"], 0),
    "correct": (["a", "讲话.txt"], 2),  # it is no export
    "network": (["讲话.txt"], 0),
}


def test_every_command_runs_on_every_console(own):
    assert {*CALLS} == {*cli.names()}
    cli.main(["add", "讲话.txt", "--id", "a"])
    for turn, (name, (arguments, status)) in enumerate(CALLS.items()):
        console = [*CONSOLES][turn % len(CONSOLES)]
        env = {**os.environ, **CONSOLES[console]}
        done = subprocess.run([*HUAYU, name, *arguments], env=env, capture_output=True, check=False)
        said = done.stderr.decode("utf-8")
        assert (done.returncode, "Traceback" in said) == (status, False), (name, console, said)
        done.stdout.decode("utf-8")


def test_a_closed_stdout_is_one_line(own):
    run = f'"{sys.executable}" -m huayu.cli annotate 讲话.txt tokens >&-'
    done = subprocess.run(run, shell=True, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and done.stderr.count("\n") == 1, done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device on this system")
def test_a_full_stdout_is_one_line(own):
    run = f'"{sys.executable}" -m huayu.cli annotate 讲话.txt tokens >/dev/full'
    done = subprocess.run(run, shell=True, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and done.stderr.count("\n") == 1, done.stderr


def heard():
    """Let a command hear Ctrl-C: what a shell starts in the background is told to ignore it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_a_command_in_one_line(own, number, status):
    os.mkfifo(own / "pipe")
    command = [*HUAYU, "annotate", "pipe", "tokens"]
    run = subprocess.Popen(command, stderr=subprocess.PIPE, preexec_fn=heard)
    with open(own / "pipe", "wb"):  # opens when the command has begun to read
        time.sleep(0.5)
        run.send_signal(number)
        said = run.communicate(timeout=60)[1].decode()
    assert run.returncode == status and said.count("\n") == 1, said


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("moment", [0, 1.5])  # as a kernel is started, and while it works
def test_a_signal_ends_figures_in_one_line_with_its_kernels(own, number, status, moment):
    cli.main(["add", "讲话.txt", "--id", "a"])
    command = [*HUAYU, "figures", "--speech", "a"]
    run = subprocess.Popen(command, stderr=subprocess.PIPE, preexec_fn=heard)
    process, until = psutil.Process(run.pid), time.monotonic() + 60
    while not (kernels := process.children(recursive=True)) and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(moment)
    run.send_signal(number)
    said = run.communicate(timeout=60)[1].decode()
    assert kernels and run.returncode == status and said.count("\n") == 1, said
    assert not psutil.wait_procs(kernels, timeout=5)[1]


@pytest.mark.parametrize(
    "arguments",
    [
        ["figures", "--jobs", "0"],
        ["figures", "--jobs", "-1"],
        ["archive", "讲话.txt", "--out", "o", "--workers", "-1"],
        ["network", "讲话.txt", "--window", "9" * 20],
        ["network", "讲话.txt", "--part", "-3"],
        ["keyness", "讲话.txt", "wordfreq", "--least", "9" * 5000],
    ],
    ids=lambda a: " ".join(a)[:40],
)
def test_an_argument_out_of_range_is_one_line(own, capsys, arguments):
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    said = capsys.readouterr().err
    assert ended.value.code == 2 and said.count("\n") == 1 and len(said) < 300


def test_a_name_that_is_near_is_offered(own, capsys):
    cli.main(["add", "讲话.txt", "--id", "2020-some-speech"])
    assert cli.main(["annotate", "2020-some-speach", "tokens"]) == 2
    assert "did you mean 2020-some-speech?" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("begin", "kind"),
    [(b"PK\x03\x04", "Word"), (b"%PDF-1.7", "PDF"), (b"\xd0\xcf\x11\xe0", "Office")],
)
def test_a_document_is_named_and_so_is_the_way_in(own, capsys, begin, kind):
    (own / "x.docx").write_bytes(begin + b"\x00" * 20)
    assert cli.main(["annotate", "x.docx", "tokens"]) == 2
    said = capsys.readouterr().err
    assert kind in said and "huayu add x.docx" in said


HEAD = "layer,action,start,end,text,field,value,reason,initials\n"


def corrected(own, lines, encoding="utf-8"):
    if not (own / "corpus" / "a").exists():
        cli.main(["add", "讲话.txt", "--id", "a"])
    (own / "corpus" / "a" / "corrections.csv").write_bytes((HEAD + lines).encode(encoding))
    return cli.main(["check"])


def test_corrections_as_a_chinese_excel_saves_them_are_read(own):
    named = (("form", "quoted"), ("function", "citation"))
    lines = "".join(f"quotations,add,5,7,一、,{name},{value},试,甲\n" for name, value in named)
    assert corrected(own, lines, "gb18030") == 0


@pytest.mark.parametrize(
    "line",
    [
        'rhetoric,add,5,9,一、开头,members,"[[0, 99], [100, 200]]",r,i\n',
        'rhetoric,add,5,9,一、开头,members,"' + "[" * 2000 + '",r,i\n',
        'rhetoric,add,5,9,一、开头,members,"[[[5]], [6, 7]]",r,i\n',
        f"headings,add,5,9,一、开头,level,{'9' * 5000},r,i\n",
        f'quotations,add,5,9,一、开头,cue,"{"x" * 140_000}",r,i\n',
    ],
    ids=["out of range", "deep", "nested", "long number", "long cell"],
)
def test_what_a_correction_may_not_hold_is_a_fault(own, capsys, line):
    assert corrected(own, line) == 2
    assert "corrections.csv:2" in capsys.readouterr().out


@pytest.mark.parametrize(
    "field",
    [
        '"alt": ["x"]',
        '"alt": {"device": ["metaphor"]}',
        '"start": ' + "9" * 5000,
        '"x": ' + "[" * 9000,
    ],
    ids=["list", "nested", "long number", "deep"],
)
def test_what_gold_may_not_hold_is_a_fault(own, capsys, field):
    cli.main(["add", "讲话.txt", "--id", "a"])
    gold = own / "corpus" / "a" / "gold"
    gold.mkdir()
    row = '{"start": 5, "end": 7, "text": "一、", "device": "metaphor", ' + field + "}\n"
    (gold / "rhetoric.jsonl").write_text(row, encoding="utf-8")
    assert cli.main(["check"]) == 2
    assert "rhetoric.jsonl:1" in capsys.readouterr().out


def test_a_number_of_meta_without_end_is_a_fault(own, capsys):
    cli.main(["add", "讲话.txt", "--id", "a"])
    with open(own / "corpus" / "a" / "meta.toml", "a", encoding="utf-8") as meta:
        meta.write(f"\n[[part]]\nstart = {'9' * 5000}\n")
    assert cli.main(["check"]) == 2
    assert "meta.toml" in capsys.readouterr().out


def test_site_clears_no_folder_but_its_own(own, capsys):
    (own / "build" / "a" / "notebooks").mkdir(parents=True)
    cli.main(["add", "讲话.txt", "--id", "a"])
    photos = own / "photos"
    photos.mkdir()
    (photos / "index.html").write_text("my thesis", encoding="utf-8")
    for out in ("photos", "."):
        assert cli.main(["site", "--out", out]) == 2
        assert "no site of huayu" in capsys.readouterr().err
    assert sha256((photos / "index.html").read_bytes()) == sha256("my thesis")


def test_an_archive_clears_no_folder_but_its_own(own):
    (own / "out" / "state").mkdir(parents=True)
    (own / "out" / "state" / "thesis.txt").write_text("mine", encoding="utf-8")
    pytest.importorskip("numba", reason="needs the extra: pip install huayu[archive]")
    assert cli.main(["archive", "讲话.txt", "--out", "out", "--workers", "0"]) == 0
    assert (own / "out" / "state" / "thesis.txt").read_text(encoding="utf-8") == "mine"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has names that are no UTF-8")
def test_a_name_that_is_no_utf8_stops_no_archive_and_no_trace(own, capsys):
    pytest.importorskip("numba", reason="needs the extra: pip install huayu[archive]")
    (own / "texts").mkdir()
    (own / "texts" / os.fsdecode(b"2020-\xff.txt")).write_text(TEXT, encoding="utf-8")
    assert cli.main(["archive", "texts", "--out", "out", "--workers", "0"]) == 0
    assert cli.main(["trace", "讲话.txt", "--in", "texts"]) == 0
    assert "Traceback" not in capsys.readouterr().err


def test_a_control_character_of_a_title_reaches_no_terminal(own, capsys):
    assert cli.main(["add", "讲话.txt", "--id", "a", "--title", "x\x1b[2Jy"]) == 0
    assert "\x1b" not in capsys.readouterr().out


CELL = (
    '{{"nbformat": 4, "nbformat_minor": 4, "metadata": {{}}, "cells": ['
    '{{"cell_type": "markdown", "metadata": {}, "source": "x"}}]}}'
)
NO_NOTEBOOKS = {
    "list": "[]", "object": "{}", "deep": "[" * 100_000, "digits": "9" * 6000, "text": "改革",
    "version": '{"cells": [], "metadata": {}, "nbformat": 99, "nbformat_minor": 5}',
    "tags": CELL.format('{"tags": 5}'),
    "lines": CELL.format('{"zh": 5}'),
    "numbers": CELL.format('{"zh": [1, null]}'),
}  # fmt: skip


@pytest.mark.parametrize("content", NO_NOTEBOOKS.values(), ids=NO_NOTEBOOKS)
def test_a_notebook_of_the_house_that_is_none_is_one_line(own, capsys, content):
    (own / "notebooks").mkdir()
    (own / "notebooks" / "00_x.ipynb").write_text(content, encoding="utf-8")
    capsys.readouterr()
    assert cli.main(["notebooks"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "00_x.ipynb: " in line and not (own / "notebooks.zh").exists()


@pytest.mark.skipif(os.name == "nt", reason="pipes of POSIX")
def test_a_notebook_that_is_a_pipe_does_not_hang(own, monkeypatch):
    monkeypatch.setattr(files, "PATIENCE", 0.1)
    (own / "notebooks").mkdir()
    os.mkfifo(own / "notebooks" / "00_x.ipynb")
    with pytest.raises(Fault):
        notebooks.opened(own / "notebooks" / "00_x.ipynb")


@pytest.mark.skipif(os.name == "nt", reason="names of POSIX")
def test_a_control_character_of_a_folder_reaches_no_terminal_by_what_is_told(own, capsys):
    assert cli.main(["init", "a\x1b[2Jb"]) == 0
    assert cli.main(["add", "讲话.txt", "--id", "b", "--root", "a\x1b[2Jb"]) == 0
    assert "\x1b" not in capsys.readouterr().err
