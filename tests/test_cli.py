"""The command line: data alone on stdout, one line and status 2 for bad input."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import huayu
from huayu import cli, corpus, layers

TEXT = "同志们：\n一、开头\n第一，要真抓实干。有人问：“怎么干？”我说，干就是了。\n"


@pytest.fixture
def speech(tmp_path):
    path = tmp_path / "speech.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def run(capsys, *arguments):
    """Status, stdout and stderr of one command."""
    status = cli.main([str(argument) for argument in arguments])
    output = capsys.readouterr()
    return status, output.out, output.err


@pytest.mark.parametrize("layer", sorted(layers.DETECTORS))
def test_annotate_prints_rows_whose_text_is_in_the_file(capsys, speech, layer):
    status, out, err = run(capsys, "annotate", speech, layer)
    rows = [json.loads(line) for line in out.splitlines()]
    assert (status, err) == (0, "")
    assert all(TEXT[row["start"] : row["end"]] == row["text"] for row in rows)


def test_annotate_as_csv_has_the_same_rows(capsys, speech):
    _, lines, _ = run(capsys, "annotate", speech, "tokens")
    _, table, _ = run(capsys, "annotate", speech, "tokens", "--format", "csv")
    assert table.startswith("start,end,text,tag")
    last = json.loads(lines.splitlines()[-1])
    assert str(last["start"]) in table


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (None, "no such file"),
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (b"\x00\x01\x02\x00", "is binary"),
        ("会议指出，要坚持改革。".encode("gb18030"), "iconv -f gb18030"),
        ("會議指出，要堅持改革。".encode("big5"), "iconv -f"),
        ("会议指出。".encode("utf-16"), "UTF-16"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_line_and_status_2(capsys, tmp_path, data, words):
    path = tmp_path / "bad.txt"
    if data is not None:
        path.write_bytes(data)
    status, out, err = run(capsys, "annotate", path, "tokens")
    assert (status, out) == (2, "")
    assert err.count("\n") == 1 and words in err and str(path) in err


def test_evaluate_prints_every_layer_that_has_gold(capsys):
    status, out, _ = run(capsys, "evaluate", "constructed-two-parts", "--format", "json")
    found = json.loads(out)
    assert status == 0
    assert set(found) == {"headings", "quotations", "rhetoric", "formulas"}
    assert {"p", "r", "f1", "gold", "pred", "hit"} <= set(found["headings"]["labelled"])


def test_evaluate_without_gold_says_so(capsys, speech):
    status, out, err = run(capsys, "evaluate", speech)
    assert (status, out) == (2, "") and "holds no gold" in err


def test_evaluate_calls_a_constructed_text_by_its_name(capsys):
    assert cli.main(["evaluate", "constructed-two-parts"]) == 0
    assert "constructed text" in capsys.readouterr().out.splitlines()[0]


def test_evaluate_calls_training_scores_by_their_name(capsys):
    _, out, _ = run(capsys, "evaluate", "2021-city-secretary")
    assert "training scores" in out.splitlines()[0]


def test_check_prints_a_line_for_each_fault(capsys, tmp_path):
    folder = tmp_path / "corpus" / "broken"
    folder.mkdir(parents=True)
    (folder / "text.txt").write_text(TEXT, encoding="utf-8")
    (folder / "meta.toml").write_text('title = "x"\nsha256 = "0"\n', encoding="utf-8")
    status, out, _ = run(capsys, "check", "--root", tmp_path)
    lines = out.splitlines()
    assert status == 2
    assert any("meta.toml:2: sha256 does not match" in line for line in lines)
    assert any("field speaker is missing" in line for line in lines)


def test_figures_of_an_unknown_speech_name_the_known_ones(capsys, house):
    status, out, err = run(capsys, "figures", "--speech", "no-such", "--root", house)
    assert (status, out) == (2, "") and all(name in err for name in corpus.ids(house))


def test_an_unsupported_python_gets_one_clear_line(capsys, monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 10, 1))
    status, out, err = run(capsys, "check")
    assert (status, out) == (2, "")
    assert err == "huayu needs Python 3.11 to 3.13, this is 3.10\n"


def test_a_reader_that_stops_early_is_no_crash(speech):
    command = f'"{sys.executable}" -m huayu.cli annotate "{speech}" tokens | head -1'
    env = {**os.environ, "PYTHONPATH": str(Path(huayu.__file__).parents[1])}
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False, env=env)
    assert done.stderr == "" and done.stdout.startswith("{")


def test_a_csv_file_opens_in_excel_and_a_pipe_carries_rows_alone(speech, tmp_path):
    """Excel takes a file for UTF-8 by its byte order mark; a program behind a pipe wants none."""
    command = [sys.executable, "-m", "huayu.cli", "annotate", str(speech), "tokens", "--format"]
    env = {**os.environ, "PYTHONPATH": str(Path(huayu.__file__).parents[1])}
    path = tmp_path / "x.csv"
    with path.open("wb") as file:
        subprocess.run([*command, "csv"], stdout=file, check=True, env=env)
    piped = subprocess.run([*command, "csv"], stdout=subprocess.PIPE, check=True, env=env).stdout
    assert path.read_bytes() == "\ufeff".encode() + piped
    assert piped.startswith(b"start,end,text")
