"""Files: read once and bounded, whatever they are; written whole, through links, over no device."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from huayu import files
from huayu.files import Fault, content, shown, text, write

pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
devices = pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="no devices on this system")


@pipes
def test_a_pipe_is_read_once_and_to_its_end(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    long = "路要一步一步走。\n" * 20_000  # more than a pipe holds at a time
    writer = threading.Thread(target=lambda: pipe.write_text(long, encoding="utf-8"), daemon=True)
    writer.start()
    assert text(pipe) == long
    writer.join()


@pipes
def test_a_pipe_that_nobody_writes_is_empty_and_does_not_hang(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "PATIENCE", 0.1)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(Fault, match="is empty"):
        text(tmp_path / "pipe")


@devices
@pytest.mark.parametrize(("name", "said"), [("zero", "never ends"), ("null", "is empty")])
def test_devices_are_read_to_a_bound(name, said):
    with pytest.raises(Fault, match=said):
        text(Path(f"/dev/{name}"))


def test_a_file_is_read_to_a_bound(tmp_path):
    (tmp_path / "a").write_bytes(b"12345")
    assert content(tmp_path / "a", most=5) == b"12345"
    with pytest.raises(Fault, match="has more than"):
        content(tmp_path / "a", most=4)


@devices
def test_standard_input_is_a_text():
    command = [sys.executable, "-m", "huayu.cli", "annotate", "/dev/stdin", "sentences"]
    done = subprocess.run(command, input="路要修。\n".encode(), capture_output=True, check=True)
    assert "路要修。" in done.stdout.decode()


def test_newlines_are_those_of_open(tmp_path):
    (tmp_path / "a.txt").write_bytes("一\r\n二\r三\n".encode())
    with open(tmp_path / "a.txt", encoding="utf-8") as file:
        assert text(tmp_path / "a.txt") == file.read()


@devices
@pytest.mark.parametrize("name", ["/dev/null", "/dev/full"])
def test_a_device_is_never_replaced(name):
    before = os.stat(name)
    with pytest.raises(Fault, match="is no ordinary file"):
        write(Path(name), "改")
    assert os.stat(name).st_mode == before.st_mode


def test_a_link_stays_and_what_it_names_is_written(tmp_path):
    (tmp_path / "far").mkdir()
    (tmp_path / "far" / "a.html").write_text("old", encoding="utf-8")
    for link, target in (("there", "far/a.html"), ("not yet", "far/b.html")):
        (tmp_path / link).symlink_to(tmp_path / target)
        write(tmp_path / link, "new")
        assert (tmp_path / link).is_symlink()
        assert (tmp_path / target).read_text(encoding="utf-8") == "new"
    assert sorted(os.listdir(tmp_path)) == ["far", "not yet", "there"]


@pytest.mark.parametrize("name", ["a\x1b[2J", "b\udcff", "c\u202e", "d\u200b\n"])
def test_a_fault_shows_no_control_character(name):
    said = str(Fault(name, "is there", "take another"))
    assert said.isprintable() and said.isascii() and said.startswith(shown(name.strip()))
