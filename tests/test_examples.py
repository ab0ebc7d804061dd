"""The examples: every figure with a definition, an example of the speech, and a true miss."""

import pytest

from huayu import corpus, examples, rhetoric
from huayu.corpus import Speech

ENTRIES = corpus.lexicon().rows("devices.tsv")


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["device"])
def test_a_miss_on_show_is_one(entry):
    found = rhetoric.devices(Speech("x", entry["missed"]))
    assert entry["device"] not in set(found["device"]), "found by now: show another miss"


def test_every_device_is_sought_and_every_detector_on_show():
    shown = {entry["device"] for entry in ENTRIES}
    marked = {row["device"] for row in corpus.lexicon().rows("markers.tsv")}
    assert shown == set(rhetoric.DETECTORS) | marked, "corpus/lexicons/devices.tsv"


def test_examples_come_from_the_speech():
    speech = Speech("x", "这样做不仅省钱，而且省力。要守住底线。")
    table = examples.examples(speech).set_index("device")
    assert table.loc["gradation", "found"] == "不仅省钱，而且省力"
    assert table.loc["metaphor", ["count", "found", "at"]].tolist() == [1, "底线", "0.0 · 16"]
    assert table.loc["question", "found"] == "—"


def test_a_long_figure_is_shown_by_its_beginning():
    text = "不仅要把这条路修到每一个村子里去，而且要" + "把每一座桥都修得稳稳当当" * 5 + "。"
    shown = examples.examples(Speech("x", text)).set_index("device").loc["gradation", "found"]
    assert shown.endswith("…") and len(shown) == examples.LONG + 1


def test_left_out_scores_are_on_record(monkeypatch, tmp_path):
    table = examples.left_out()
    assert {"metaphor", "numeral"} <= set(table["device"])
    assert (table["left_out_f1"] <= table["f1"]).all()
    (tmp_path / "corpus").mkdir()
    monkeypatch.setenv("HUAYU_ROOT", str(tmp_path))
    assert examples.left_out().empty
