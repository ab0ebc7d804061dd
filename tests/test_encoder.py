"""Encoder: the same bytes however it is asked, odd input held, and nothing lost without it."""

import os
import sqlite3
import subprocess
import sys

import numpy as np
import pytest

from huayu import encoder

here = pytest.mark.skipif(
    bool(encoder.missing()), reason=f"needs the extra encoder: {encoder.missing()}"
)
SAID = ["我们要修路。", "去年修路三百里。", "路修好了吗？", "我们要修路。"]
ODD = ["", "\0", "路\0桥", "\ud83d", "\ufdfa" * 300, "路" * 5000, " \u3000\n", "**书记说", "<b>😀"]


@pytest.fixture
def place(tmp_path):
    (tmp_path / "corpus").mkdir()
    return tmp_path


@here
def test_a_sentence_alone_is_as_among_others():
    whole = encoder.vectors(SAID)
    assert whole.shape == (4, encoder.DIMENSIONS) and whole.dtype == np.int8
    assert (whole[0] == whole[3]).all() and (whole[0] != whole[1]).any()
    for row, said in zip(whole, SAID, strict=True):
        assert (encoder.vectors([said])[0] == row).all()
    length = np.linalg.norm(whole.astype(float) / encoder.UNIT, axis=1)
    assert length == pytest.approx(1, abs=0.02)


@here
def test_what_means_alike_lies_near():
    rows = encoder.vectors(["我们要修路。", "必须把道路修好。", "他昨天唱了一首老歌。"]).astype(
        float
    )
    near, far = rows[0] @ rows[1], rows[0] @ rows[2]
    assert near > far


@here
@pytest.mark.parametrize("said", ODD, ids=map(ascii, range(len(ODD))))
def test_odd_input_has_a_vector(said):
    row = encoder.vectors([said])
    assert row.shape == (1, encoder.DIMENSIONS) and np.abs(row.astype(int)).max() <= 127


@here
def test_no_sentence_no_row():
    assert encoder.vectors([]).shape == (0, encoder.DIMENSIONS)


@here
def test_what_is_beyond_the_longest_is_not_read():
    head = "路" * encoder.LONGEST
    assert (encoder.vectors([head + "桥"]) == encoder.vectors([head])).all()


@here
def test_vectors_are_kept_and_read_back(place, monkeypatch):
    first = encoder.vectors(SAID, place)
    with sqlite3.connect(place / "build" / "vectors.sqlite") as base:
        assert base.execute("SELECT count(*) FROM vectors").fetchone() == (3,)
    monkeypatch.setattr(encoder, "_encoded", lambda fresh: [(k, 1 / 0) for k, _ in fresh])
    assert (encoder.vectors(SAID, place) == first).all()


@here
@pytest.mark.parametrize("content", [b"", b"no database at all" * 100])
def test_a_broken_store_costs_time_and_no_answer(place, content):
    store = place / "build" / "vectors.sqlite"
    store.parent.mkdir()
    store.write_bytes(content)
    first = encoder.vectors(SAID, place)
    assert (first == encoder.vectors(SAID)).all()
    encoder.vectors(SAID, place)
    with sqlite3.connect(store) as base:
        assert base.execute("SELECT count(*) FROM vectors").fetchone() == (3,)


@here
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE vectors SET row = x'00'",
        f"UPDATE vectors SET row = '{'x' * encoder.DIMENSIONS}'",
        "UPDATE vectors SET row = NULL",
        "ALTER TABLE vectors ADD COLUMN more",
        "ALTER TABLE vectors RENAME COLUMN row TO said",
    ],
)
def test_a_row_that_is_no_vector_is_made_anew(place, change):
    first = encoder.vectors(SAID, place)
    with sqlite3.connect(place / "build" / "vectors.sqlite") as base:
        base.execute(change)
    assert (encoder.vectors(SAID, place) == first).all()


@here
def test_nothing_is_written_outside_a_house(tmp_path):
    encoder.vectors(SAID, tmp_path)
    assert list(tmp_path.iterdir()) == []


@here
def test_a_build_that_is_a_file_is_left_alone(place):
    (place / "build").write_text("mine", encoding="utf-8")
    assert encoder.vectors(SAID, place) is not None
    assert (place / "build").read_text(encoding="utf-8") == "mine"


FORKED = """
import os, threading
from huayu import encoder
first = encoder.vectors(["路"])
child = os.fork()
if not child:
    os._exit(int((encoder.vectors(["路"]) != first).any()))
threading.Timer(60, lambda: os.kill(child, 9)).start()
os._exit(os.waitpid(child, 0)[1])
"""


@here
@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_forked_process_has_it_too():
    assert subprocess.run([sys.executable, "-c", FORKED], timeout=120).returncode == 0


@here
def test_the_environment_is_put_back(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    encoder._engine.cache_clear()
    assert encoder.vectors(["路"]) is not None
    assert os.environ["OMP_NUM_THREADS"] == "7"


def test_it_can_be_turned_off(monkeypatch):
    monkeypatch.setenv("HUAYU_ENCODER", "off")
    assert encoder.name() is None and encoder.vectors(SAID) is None
    assert encoder.missing() == "HUAYU_ENCODER=off turns it off"


def test_another_version_is_not_taken(monkeypatch):
    monkeypatch.delenv("HUAYU_ENCODER", raising=False)
    monkeypatch.setattr(encoder.metadata, "version", lambda name: "9.9")
    assert encoder.vectors(SAID) is None and "9.9" in encoder.missing()


def test_a_package_that_is_not_there_is_said(monkeypatch):
    def lacks(name):
        raise encoder.metadata.PackageNotFoundError(name)

    monkeypatch.delenv("HUAYU_ENCODER", raising=False)
    monkeypatch.setattr(encoder.metadata, "version", lacks)
    assert encoder.vectors(SAID) is None and "not installed" in encoder.missing()


@pytest.mark.parametrize(
    ("known", "fit"), [(["SSE2"], False), (["AVX2"], True), (["X86_V3"], True)]
)
def test_a_processor_without_avx2_is_not_tried(monkeypatch, known, fit):
    monkeypatch.setattr(encoder.platform, "machine", lambda: "x86_64")
    shown = {"SIMD Extensions": {"baseline": [], "found": known}}
    monkeypatch.setattr(encoder.np, "show_config", lambda mode: shown)
    encoder._unfit.cache_clear()
    assert (encoder._unfit() is None) == fit
    encoder._unfit.cache_clear()
