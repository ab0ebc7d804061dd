"""The proofs themselves: they hold on a small sample, and they would see a break."""

import sys

import pytest
from conftest import REPOSITORY

from huayu import layers

sys.path.insert(0, str(REPOSITORY / "proof"))

import fuzz  # noqa: E402
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
    rows = trust.PAGE.read_text(encoding="utf-8").splitlines()
    assert [row for row in rows if row.startswith("| `")] == [
        "| `make fuzz` | texts | 0 broken |",
        "| `make verify` | figures | 0 differ |",
    ]
