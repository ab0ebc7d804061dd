"""The proofs themselves: they hold on a small sample, and they would see a break."""

import os
import random
import re
import subprocess
import sys
import time

import pytest
from conftest import REPOSITORY

from huayu import layers

sys.path.insert(0, str(REPOSITORY / "proof"))

import fuzz  # noqa: E402
import growth  # noqa: E402
import mutants  # noqa: E402
import parsers  # noqa: E402
import readers  # noqa: E402
import steps  # noqa: E402
import structured  # noqa: E402
import texts  # noqa: E402
import trust  # noqa: E402
import verify  # noqa: E402


@pytest.mark.parametrize("seed", range(3))
def test_the_invariants_hold_on_random_texts(seed, monkeypatch):
    monkeypatch.setattr(fuzz, "CHUNK", 40)
    assert fuzz.chunk(seed) == []


def test_a_layer_that_is_off_by_one_is_found(monkeypatch):
    whole = layers.layer

    def shifted(speech, name):
        rows = whole(speech, name)
        return rows.assign(start=rows["start"] + 1) if name == "tokens" else rows

    monkeypatch.setattr(layers, "layer", shifted)
    assert any("is not exact" in fault for fault in fuzz.faults("同志们，要改革。"))


def test_a_layer_that_crashes_is_found(monkeypatch):
    def crash(speech, name):
        raise RuntimeError(name)

    monkeypatch.setattr(layers, "layer", crash)
    assert len(list(fuzz.faults("同志们。"))) == len(layers.DETECTORS)


def test_differences_are_seen_on_either_side():
    assert verify.differences({"a": b"1", "b": b"2"}, {"a": b"1", "b": b"3", "c": b"4"}) == [
        "b",
        "c",
    ]


def test_a_command_replaces_its_own_rows_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(trust, "PAGE", tmp_path / "trust.md")
    trust.record("fuzz", "texts", "1 broken", "slow")
    trust.record("verify", "figures", "0 differ")
    trust.record("fuzz", "texts", "0 broken")
    for done in ("1 of 9 steps", "2 of 9 steps"):  # what was run to its end stays beside it
        trust.record("fuzz", "texts", "none", cut=done)
    rows = trust.PAGE.read_text(encoding="utf-8").splitlines()
    said = [row.split(" | ")[:3] for row in rows if row.startswith("| `")]
    assert said == [
        ["| `make fuzz`", "cut, 2 of 9 steps: texts", "none"],
        ["| `make fuzz`", "texts", "0 broken"],
        ["| `make verify`", "figures", "0 differ"],
    ]
    assert all(re.fullmatch(r".* \| [0-9a-f]{10}\+? \| \d{4}-\d\d-\d\d \|", r) for r in rows[-2:])


def squared(name: str) -> int:
    return int(name) ** 2


def test_what_was_cut_is_resumed_and_another_state_of_the_code_begins_anew(tmp_path, monkeypatch):
    monkeypatch.setattr(steps, "KEPT", tmp_path)
    names = [str(n) for n in range(5)]
    first = steps.Steps("x", 1, names)
    first.run(squared, 1, 0)
    assert first.done == {} and first.extent() == "0 of 5 steps"
    first.keep("3", 9)
    with first.path.open("a") as out:
        out.write('["1", ')  # killed while it wrote
    again = steps.Steps("x", 1, names)
    assert again.left() == ["0", "1", "2", "4"]
    again.run(squared, 2, 1)
    assert dict(steps.Steps("x", 1, names).results()) == {str(n): n * n for n in range(5)}
    assert steps.Steps("x", 2, names).done == {} and again.extent() == ""
    monkeypatch.setattr(steps, "state", lambda: "another")
    assert steps.Steps("x", 1, names).done == {}


@pytest.mark.parametrize("name", [n for n in readers.READERS if structured.known(n)])
def test_files_with_parts_changed_are_read_or_refused(name):
    assert parsers.structured(name, seed=1, count=12) == []


def test_changed_files_are_others_each_time_and_the_same_for_a_seed():
    sound = readers.sound("word.docx")
    made = [structured.mutated("word.docx", sound, random.Random(seed)) for seed in (1, 2, 1)]
    assert made[0] == made[2] != made[1] and sound not in made


def test_growth_tells_linear_time_from_quadratic(monkeypatch):
    runs = {
        "reads": lambda n: n / 1e4,
        "waits": lambda n: n**2 / 1e9,
        "fixed": lambda n: n**2 / 1e12,
    }
    monkeypatch.setattr(
        growth, "seconds", lambda text, last=None: {k: f(len(text)) for k, f in runs.items()}
    )
    found = {one.noun: one.times for one in growth.growths("one word", 10_000)}
    assert found == pytest.approx({"reads": 2, "waits": 4, "fixed": 0.08**0.5})


def test_growth_measures_anew_what_once_took_too_long(monkeypatch):
    times = iter([1.0, 1.0, 9.0, 1.1, 4.41])
    monkeypatch.setattr(growth, "seconds", lambda text, last=None: {"once": next(times)})
    assert growth.growths("one word", 100) == [
        growth.Growth("once", "one word", 1.0, pytest.approx(2.1))
    ]


def test_growth_times_every_noun_on_what_stands_below_it():
    taken = growth.seconds("同志们：路要修好，桥要架好。", "clauses")
    assert list(taken) == ["headings", "paragraphs", "sentences", "clauses"]
    assert all(seconds >= 0 for seconds in taken.values())


@pytest.mark.parametrize("kind", texts.KINDS)
def test_every_kind_of_text_has_the_length_asked_for(kind):
    assert len(texts.KINDS[kind](300)) == 300


@pytest.mark.parametrize("name", readers.READERS)
def test_every_reader_reads_its_sound_file_and_refuses_noise(name, tmp_path):
    (tmp_path / "text.txt").write_text(readers.TEXT, encoding="utf-8")
    (tmp_path / name).write_bytes(readers.sound(name))
    given = readers.READERS[name](tmp_path / name)
    assert "Fault" not in repr(given)
    noise = (b"", b"\x00", b"\xff\xfe\x00", b"{" * 50, b"[[", b"PK\x03\x04", b",,,\n,,,\n")
    for data in (*noise, *parsers.corpora().get(name, ())):
        parsers.read_bytes(readers, name, tmp_path, data)


def test_mutants_change_one_place_and_put_it_back(tmp_path):
    path = mutants.LIB / "huayu" / "spans.py"
    made = list(mutants.mutants(path))
    assert len({one.source for one in made}) == len(made) > 20
    assert all(one.before != one.after for one in made)


def test_mutants_that_a_test_sees_and_ones_that_none_does(tmp_path):
    """Told in the order they are drawn, however many run at a time; one that hangs is seen."""
    path = "lib/huayu/spans.py"
    source = (REPOSITORY / path).read_text(encoding="utf-8")
    broken, slow = (
        source.replace("if shared <= 0:", line) for line in ("if shared > 0:", "while shared:")
    )
    hangs = slow.replace("while shared:\n        return 0.0", "while shared:\n        pass")
    assert source not in (broken, hangs) and "        pass" in hangs
    alone = tmp_path / "test_alone.py"
    alone.write_text("from huayu.spans import overlap\n\n\ndef test():\n"
                     "    assert overlap((0, 4), (2, 6)) > 0.3\n", encoding="utf-8")  # fmt: skip
    command = [sys.executable, "-c", TESTED, str(alone), hangs, source, broken]
    env = {**os.environ, "PYTHONPATH": f"{REPOSITORY / 'lib'}:{REPOSITORY / 'proof'}"}
    shown = subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout
    assert [line.split()[0] for line in shown.splitlines()] == ["seen", "alive", "seen", "[2]"]


# in a process of its own, where the changed module has not been imported yet
TESTED = """
import sys, mutants
for name in [name for name in sys.modules if name.startswith("huayu")]:
    del sys.modules[name]
chosen = [mutants.Mutant("huayu.spans", "lib/huayu/spans.py", line, "", "", source)
          for line, source in enumerate(sys.argv[2:], 1)]
print([one.line for one in mutants.tested(chosen, [sys.argv[1]], 10, 2)])
"""


def test_a_reason_holds_for_its_own_line_alone(tmp_path, monkeypatch):
    path, why = "lib/huayu/spans.py", "because"
    lines = (REPOSITORY / path).read_text(encoding="utf-8").splitlines()
    here, there = lines.index("    if shared <= 0:") + 1, lines.index("        return 0.0") + 1
    (tmp_path / "reasons.tsv").write_text(
        f"file\tline\tbefore\tafter\twhy\n{path}\tif shared <= 0:\t0\t1\t{why}\n", encoding="utf-8"
    )
    monkeypatch.setattr(mutants, "REASONS", tmp_path / "reasons.tsv")
    for module in (mutants, trust):
        monkeypatch.setattr(module, "PAGE", tmp_path / "trust.md")
    kept = [mutants.Mutant("huayu.spans", path, line, "0", "1", "") for line in (here, there)]
    alive = [(mutant, True) for mutant in kept]
    assert mutants._record({"spans": [*alive[:1], (kept[1], False)]}, 60, 1) == 0
    assert mutants._record({"spans": alive}, 60, 1) == 1
    rows = (tmp_path / "mutants.md").read_text(encoding="utf-8").splitlines()[-2:]
    assert [row.split(" | ")[-1] for row in rows] == ["because |", "open |"]


def test_an_interval_of_a_share_holds_it():
    low, high = mutants.wilson(18, 20)
    assert 0.69 < low < 0.7 and 0.97 < high < 0.98  # Wilson (1927), worked by hand


def spun():
    while True:
        continue


SLOW = {"at work": (spun, 1), "waiting for its turn": (lambda: time.sleep(0.5), 0)}


@pytest.mark.skipif(os.name == "nt", reason="timers of POSIX")
@pytest.mark.parametrize(("effect", "count"), SLOW.values(), ids=SLOW)
def test_a_reader_is_timed_by_what_it_works(effect, count, monkeypatch):
    monkeypatch.setattr(parsers, "PATIENCE", 0.2)
    monkeypatch.setattr(parsers, "write", lambda path, data: None)
    monkeypatch.setattr(parsers, "read_bytes", lambda *given: effect())
    assert len(parsers.structured("table.csv", 1, 1)) == count
