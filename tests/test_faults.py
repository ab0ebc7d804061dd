"""Faults: a command that is killed, a full disk, two at a time; nothing half-written remains."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import REPOSITORY
from filelock import FileLock
from PIL import Image

import huayu
from huayu import cli, corpus, export
from huayu.export import w3c
from huayu.files import LOCK, write

SPEECH = "constructed-two-parts"
ENV = {**os.environ, "PYTHONPATH": str(Path(huayu.__file__).parents[1])}


@pytest.fixture
def house(tmp_path):
    """A house of its own with one speech and one notebook."""
    shutil.copytree(REPOSITORY / "corpus" / SPEECH, tmp_path / "corpus" / SPEECH)
    (tmp_path / "notebooks").mkdir()
    shutil.copy(REPOSITORY / "notebooks" / "00_speech.ipynb", tmp_path / "notebooks")
    return tmp_path


def killed(seconds: float, *arguments: object) -> None:
    """Run a command in a group of its own, and kill the whole group after so many seconds."""
    command = [sys.executable, "-m", "huayu.cli", *map(str, arguments)]
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, env=ENV, start_new_session=True, **silent)
    time.sleep(seconds)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def whole(house: Path) -> None:
    """Every picture opens, every manifest reads, and the next run needs no help."""
    for path in house.glob("figures/*/*.png"):
        with Image.open(path) as picture:
            picture.load()
    assert corpus.ids(house) == [SPEECH]


@pytest.mark.parametrize("seed", range(3))
def test_figures_killed_at_a_random_moment_are_whole_and_run_again(house, seed):
    killed(random.Random(seed).uniform(0.5, 8), "figures", "--speech", SPEECH, "--root", house)
    whole(house)
    assert cli.main(["figures", "--speech", SPEECH, "--root", str(house)]) == 0
    whole(house)
    assert cli.main(["check", "--root", str(house)]) == 0


@pytest.mark.parametrize("seed", range(3))
def test_add_killed_at_a_random_moment_adds_all_or_nothing(house, seed):
    path = house / "new.txt"
    path.write_text("在会上的讲话\n同志们：\n" + "路要修好，桥要架好。\n" * 2000, encoding="utf-8")
    killed(random.Random(seed).uniform(0.2, 3), "add", path, "--root", house)
    if "new" not in corpus.ids(house):
        assert cli.main(["add", str(path), "--root", str(house)]) == 0
    assert corpus.load("new", house).text.count("路要修好") == 2000


def test_read_and_export_killed_leave_the_old_file_or_the_new_one(house):
    for name, options in (("page.html", ["read"]), ("out", ["export", "--format", "tei"])):
        target = house / name
        old = b"old"
        path = target if name != "out" else target / f"{SPEECH}.xml"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(old)
        for seed in range(2):
            seconds = random.Random(seed).uniform(0.5, 6)
            killed(seconds, options[0], SPEECH, *options[1:], "--out", target, "--root", house)
            data = path.read_bytes()
            assert data == old or data.rstrip().endswith((b"</html>", b"</TEI>"))


def test_a_second_run_in_one_house_is_refused_with_one_line(house, capsys):
    (house / "build").mkdir()
    with FileLock(house / "build" / ".huayu.lock"):
        assert cli.main(["figures", "--speech", SPEECH, "--root", str(house)]) == 2
    assert "another run is under way" in capsys.readouterr().err


def disk(place: Path, kilobytes: int) -> Iterator[Path]:
    """A file system of so many kB at a place, where this user may make one."""
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(place)]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except FileNotFoundError:
        pytest.skip("needs mount")
    if done.returncode:
        pytest.skip("needs the right to mount a small file system")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.fixture
def small_disk(tmp_path):
    yield from disk(tmp_path / "small", 64)


def test_a_full_disk_leaves_the_old_file_and_no_rest(small_disk):
    path = small_disk / "figure.png"
    write(path, b"old")
    with pytest.raises(OSError, match="No space left"):
        write(path, b"x" * 200_000)
    assert path.read_bytes() == b"old" and os.listdir(small_disk) == ["figure.png"]


@pytest.fixture
def read_only(tmp_path):
    """A file system with a speech and a notebook in it, closed for writing."""
    for place in disk(tmp_path / "closed", 4096):
        shutil.copytree(REPOSITORY / "corpus" / SPEECH, place / "corpus" / SPEECH)
        (place / "notebooks").mkdir()
        shutil.copy(REPOSITORY / "notebooks" / "00_speech.ipynb", place / "notebooks")
        subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True)
        yield place


def changed(speech: corpus.Speech) -> str:
    """What an annotator would send back who gave every heading another level."""
    given = export.document(speech)
    spans = [s._replace(fields=(("level", 7),)) for s in given.spans if s.layer == "headings"]
    return w3c.content(replace(given, spans=tuple(spans)))


@pytest.mark.parametrize(
    "command",
    [
        ["add", "{other}/new.txt"],
        ["figures", "--speech", SPEECH],
        ["read", SPEECH, "--out", "{house}/page.html"],
        ["export", SPEECH, "--format", "tei", "--out", "{house}/out"],
        ["correct", SPEECH, "{other}/back.jsonld"],
        ["archive", "{house}/corpus", "--out", "{house}/archive", "--workers", "0"],
    ],
    ids=lambda command: command[0],
)
def test_a_read_only_house_is_one_line(command, read_only, tmp_path, capsys):
    (tmp_path / "new.txt").write_text("在会上的讲话\n同志们：\n路要修好，桥要架好。\n")
    content = changed(corpus.load(SPEECH, read_only))
    (tmp_path / "back.jsonld").write_text(content, encoding="utf-8")
    before = sorted(read_only.rglob("*"))
    places = {"house": read_only, "other": tmp_path}
    filled = [word.format(**places) for word in command]
    assert cli.main([*filled, "--root", str(read_only)]) == 2
    lines = [line for line in capsys.readouterr().err.splitlines() if "Read-only" in line]
    assert len(lines) == 1 and sorted(read_only.rglob("*")) == before


def test_what_only_reads_goes_on_in_a_read_only_house(read_only):
    assert cli.main(["annotate", SPEECH, "headings", "--root", str(read_only)]) == 0
    assert cli.main(["check", "--root", str(read_only)]) == 0


def test_of_two_that_add_one_text_at_a_time_one_is_refused(house):
    path = house / "new.txt"
    path.write_text("在会上的讲话\n同志们：\n" + "路要修好，桥要架好。\n" * 200, encoding="utf-8")
    command = [sys.executable, "-m", "huayu.cli", "add", str(path), "--root", str(house)]
    both = [subprocess.Popen(command, env=ENV, stderr=subprocess.PIPE, text=True) for _ in "12"]
    errors = [process.communicate()[1] for process in both]
    assert sorted(process.returncode for process in both) == [0, 2]
    assert not any("Traceback" in error for error in errors)
    assert corpus.load("new", house).text.count("路要修好") == 200
    assert [p.name for p in (house / "corpus").glob(".*")] == [LOCK]


def test_adding_to_a_full_disk_is_one_line_and_leaves_nothing(small_disk, tmp_path, capsys):
    (small_disk / "corpus").mkdir()
    path = tmp_path / "speech.txt"
    path.write_text("同志们：\n" + "路要修好，桥要架好。\n" * 20_000, encoding="utf-8")
    assert cli.main(["add", str(path), "--root", str(small_disk)]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1 and "No space left" in error
    assert os.listdir(small_disk / "corpus") == [LOCK]
