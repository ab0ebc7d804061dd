"""Faults: a command that is killed, a full disk, two at a time; nothing half-written remains."""

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from conftest import REPOSITORY

from huayu import cli, corpus, export
from huayu.export import w3c
from huayu.files import LOCK, Fault, alone, write

sys.path.insert(0, str(REPOSITORY / "proof"))

import faults  # noqa: E402
import writers  # noqa: E402

SPEECH = "constructed-two-parts"


@pytest.fixture
def house(tmp_path):
    """A house of its own with one speech and one notebook."""
    shutil.copytree(REPOSITORY / "corpus" / SPEECH, tmp_path / "corpus" / SPEECH)
    (tmp_path / "notebooks").mkdir()
    shutil.copy(REPOSITORY / "notebooks" / "00_speech.ipynb", tmp_path / "notebooks")
    return tmp_path


@pytest.mark.parametrize("name", writers.WRITERS)
def test_killed_at_a_random_moment_the_next_run_needs_no_help(name, tmp_path):
    """Once; `make faults` does it many times, and on more full disks."""
    old, house = tmp_path / "old", tmp_path / "house"
    writers.prepare(name, old)
    new, seconds = writers.undisturbed(name, house, old, runs=1)
    seed = random.randrange(10**6)
    print("seed", seed)
    rng = random.Random(seed)
    moments = iter(lambda: rng.uniform(0, seconds), None)
    found = list(faults.kills(name, house, old, new, moments, 1))
    assert found == [faults.Outcome([], [])]
    if name == "archive":  # it alone writes other than through files.write
        assert not any(map(any, faults.full(name, house, old, new, (0,))))


def test_half_files_files_that_are_gone_and_a_rest_are_seen():
    old, new = {"a.png": b"old", "b.csv": b"old"}, {"a.png": b"new", "b.csv": b"new"}
    found = {"a.png": b"ne", ".a.png.12345678.tmp": b"n", "archive/.huayu-state/000000/x": b""}
    assert writers.broken(old, new, found) == ["a.png", "b.csv"]
    assert writers.broken(old, new, {"a.png": b"new", "b.csv": b"old"}) == []
    assert writers.differences(new, {**new, ".a.png.12345678.tmp": b"n"}) == [".a.png.12345678.tmp"]


def test_a_manifest_is_looked_at_by_entry_and_a_half_one_as_it_is(tmp_path):
    path = tmp_path / "figures" / "made" / "manifest.json"
    write(path, '{"a": {"b": 1}, "c": {}}')
    found = writers.tree(tmp_path)
    assert {name.rpartition("/")[2] for name in found} == {"", "manifest.json#a", "manifest.json#c"}
    write(path, '{"a": {"b"')
    half = writers.tree(tmp_path)
    assert writers.broken(found, found, half)[0] == "figures/made/manifest.json"


def test_a_kill_takes_what_the_process_started(tmp_path):
    file = tmp_path / "pid"
    code = (
        "import subprocess, sys\nchild = subprocess.Popen(['sleep', '60'], start_new_session=True)"
        f"\nopen({str(file)!r}, 'w').write(str(child.pid))\nchild.wait()"
    )
    process = subprocess.Popen([sys.executable, "-c", code])
    while not (file.exists() and file.read_text()):
        time.sleep(0.01)
    faults.kill(process)
    assert not faults.alive(int(file.read_text()))


def test_the_next_writer_clears_what_a_killed_one_left(tmp_path):
    (tmp_path / ".page.html.abcdefgh.tmp").write_bytes(b"half")
    (tmp_path / ".page.html.css.abcdefgh.tmp").write_bytes(b"another file's")
    write(tmp_path / "page.html", "new")
    assert sorted(os.listdir(tmp_path)) == [".page.html.css.abcdefgh.tmp", "page.html"]


def test_of_many_that_write_one_file_each_writes_it_whole(tmp_path):
    path, sizes = tmp_path / "page.html", [1, 10_000, 300_000]
    with ThreadPoolExecutor(8) as writers:
        for _ in writers.map(lambda n: write(path, b"x" * sizes[n % 3]), range(240)):
            assert len(path.read_bytes()) in sizes
    assert os.listdir(tmp_path) == ["page.html"]


def test_a_folder_is_held_by_one_and_free_again_after_a_fault(tmp_path):
    with pytest.raises(Fault, match="no such"), alone(tmp_path / "new"):
        with pytest.raises(Fault, match="another run is under way"), alone(tmp_path / "new"):
            raise AssertionError("two hold it")
        raise Fault("x", "no such", "x")
    with alone(tmp_path / "new"), ThreadPoolExecutor(1) as other:
        waiting = other.submit(_held, tmp_path / "other")
        assert waiting.result(5)
    (tmp_path / "file").write_text("")
    with pytest.raises(Fault, match="cannot be written to"), alone(tmp_path / "file"):
        raise AssertionError("a file is no folder")


def _held(folder: Path) -> bool:
    with alone(folder, wait=True):
        return True


@pytest.mark.parametrize(
    ("folder", "command"),
    [
        ("build", ["figures", "--speech", SPEECH]),
        ("build", ["site", "--out", "{house}/site"]),
        ("corpus", ["add", "{house}/new.txt"]),
        ("corpus", ["correct", SPEECH, "{house}/back.jsonld"]),
        ("out", ["archive", "{house}/corpus", "--out", "{house}/out", "--workers", "0"]),
        ("out", ["archive", "{house}/corpus", "--out", "{house}/out", "--resume"]),
    ],
)
def test_a_second_run_is_refused_with_one_line_and_changes_nothing(folder, command, house, capsys):
    (house / "build" / SPEECH / "notebooks").mkdir(parents=True)
    (house / "new.txt").write_text("在会上的讲话\n同志们：\n路要修好，桥要架好。\n")
    content = changed(corpus.load(SPEECH, house))
    (house / "back.jsonld").write_text(content, encoding="utf-8")
    filled = [word.format(house=house) for word in command]
    with alone(house / folder):
        before = writers.tree(house)
        assert cli.main([*filled, "--root", str(house)]) == 2
        assert writers.tree(house) == before
    error = capsys.readouterr().err
    assert error.count("another run is under way") == 1 and "Traceback" not in error


def test_a_notebook_that_finds_the_disk_full_is_a_fault(house, capsys):
    path = house / "notebooks" / "00_speech.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells = [c for c in notebook.cells if "parameters" in c.metadata.get("tags", [])]
    notebook.cells.append(nbformat.v4.new_code_cell("raise OSError(28, 'No space left', 'x.png')"))
    nbformat.write(notebook, path)
    assert cli.main(["figures", "--speech", SPEECH, "--root", str(house)]) == 2
    assert capsys.readouterr().err.count("No space left") == 1


def test_what_a_killed_add_left_is_no_speech_and_goes(house):
    shutil.copytree(house / "corpus" / SPEECH, house / "corpus" / ".adding-12345678")
    assert corpus.ids(house) == [SPEECH]
    (house / "new.txt").write_text("在会上的讲话\n同志们：\n路要修好，桥要架好。\n")
    assert cli.main(["add", str(house / "new.txt"), "--root", str(house)]) == 0
    assert sorted(os.listdir(house / "corpus")) == [".gitattributes", LOCK, SPEECH, "new"]


def test_a_table_of_speeches_that_was_added_in_part_is_completed(house, capsys):
    path = house / "many.csv"
    path.write_text('id,text\na,"同志们：路要修好。"\nb,"同志们：桥要架好。"\n', encoding="utf-8")
    command = ["add", str(path), "--id-column", "id", "--root", str(house)]
    assert cli.main(command) == 0
    whole = writers.tree(house)
    shutil.rmtree(house / "corpus" / "b")
    assert cli.main(command) == 0 and writers.tree(house) == whole
    assert cli.main(command) == 2 and "was added before" in capsys.readouterr().err


def test_counts_so_far_of_a_run_whose_settings_are_gone_are_not_taken_over(house):
    pytest.importorskip("pyarrow", reason="needs the extra: pip install huayu[archive]")
    source = house / "in"
    source.mkdir()
    for name in ("one", "two"):
        path = source / f"{name}.jsonl"
        path.write_text('{"id": "x", "date": "2001", "text": "要抓落实"}\n')
        command = ["archive", str(path), "--out", str(house / name), "--workers", "0"]
        assert cli.main([*command, "--root", str(house)]) == 0
    (house / "mixed" / ".huayu-state" / "000000").mkdir(parents=True)
    command[3] = str(house / "mixed")
    assert cli.main([*command, "--root", str(house)]) == 0
    assert writers.differences(writers.tree(house / "two"), writers.tree(house / "mixed")) == []


def test_a_site_that_was_killed_between_its_last_two_steps_is_not_lost(house, capsys):
    (house / "build" / SPEECH / "notebooks").mkdir(parents=True)
    command = ["site", "--out", str(house / "site"), "--root", str(house)]
    assert cli.main(command) == 0
    whole = writers.tree(house)
    (house / "site").rename(house / ".site.old")
    (house / ".site.new").mkdir()
    assert cli.main(command) == 0
    assert writers.tree(house) == whole


@pytest.fixture
def small_disk(tmp_path):
    yield from disk(tmp_path / "small", 64)


def disk(place: Path, kilobytes: int) -> Iterator[Path]:
    """A file system of so many kB at a place, where this user may make one."""
    with writers.disk(place, kilobytes << 10) as made:
        if not made:
            pytest.skip("needs the right to mount a small file system")
        yield place


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
    both = [
        subprocess.Popen(command, env=writers.ENV, stderr=subprocess.PIPE, text=True) for _ in "12"
    ]
    errors = [process.communicate()[1] for process in both]
    assert sorted(process.returncode for process in both) == [0, 2]
    assert not any("Traceback" in error for error in errors)
    assert corpus.load("new", house).text.count("路要修好") == 200
    assert sorted(p.name for p in (house / "corpus").glob(".*")) == [".gitattributes", LOCK]


def test_adding_to_a_full_disk_is_one_line_and_leaves_nothing(small_disk, tmp_path, capsys):
    (small_disk / "corpus").mkdir()
    path = tmp_path / "speech.txt"
    path.write_text("同志们：\n" + "路要修好，桥要架好。\n" * 20_000, encoding="utf-8")
    assert cli.main(["add", str(path), "--root", str(small_disk)]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1 and "No space left" in error
    assert os.listdir(small_disk / "corpus") == [LOCK]
