"""Goldens: two states of the layers compared row by row, without a word of a text in them."""

import sys

import pytest
from conftest import REPOSITORY

from huayu import layers
from huayu.layers import DETECTORS

sys.path.insert(0, str(REPOSITORY / "proof"))

import goldens  # noqa: E402

SAID = "同志们：\n要坚持全面从严治党。他说：“路要修好，桥要架好，水要引好。”\n"


@pytest.fixture
def folder(tmp_path):
    """A folder with a text, a list of cases and a line of gold, which is no text."""
    made = tmp_path / "texts"
    made.mkdir()
    (made / "road.txt").write_text(SAID, encoding="utf-8")
    (made / "cases.json").write_text('[{"label": "x", "text": "要扎根山村。"}]', encoding="utf-8")
    (made / "gold.jsonl").write_text('{"start": 0, "end": 1, "text": "x"}', encoding="utf-8")
    (made / "broken.json").write_text("{", encoding="utf-8")
    return made


def test_texts_of_every_kind_are_read(folder):
    assert [speech.id for speech in goldens.texts(folder)] == [
        "texts/cases.json 0",
        "texts/road.txt",
    ]


def test_a_speech_keeps_its_meta():
    (speech,) = goldens.texts(REPOSITORY / "corpus" / "constructed-two-parts")
    assert speech.meta["kind"] == "constructed"


def test_a_state_is_written_and_equals_itself(folder, tmp_path, capsys):
    for name in ("old", "new"):
        assert goldens.main(["write", str(tmp_path / name), str(folder)]) == 0
    assert set(goldens.kept(tmp_path / "old")) == set(DETECTORS)
    assert goldens.main(["compare", str(tmp_path / "old"), str(tmp_path / "new")]) == 0
    assert "0 differ" in capsys.readouterr().out


def test_no_word_of_the_text_is_kept(folder, tmp_path):
    goldens.main(["write", str(tmp_path / "old"), str(folder)])
    said = "".join(line for lines in goldens.kept(tmp_path / "old").values() for line in lines)
    assert not [char for char in SAID if "\u4e00" <= char <= "\u9fff" and char in said]


def test_a_moved_row_is_seen(folder, tmp_path, monkeypatch, capsys):
    goldens.main(["write", str(tmp_path / "old"), str(folder)])
    whole = layers.layer

    def without_one(speech, name):
        return whole(speech, name).iloc[1:] if name == "rhetoric" else whole(speech, name)

    monkeypatch.setattr(layers, "layer", without_one)
    goldens.main(["write", str(tmp_path / "new"), str(folder)])
    assert goldens.main(["compare", str(tmp_path / "old"), str(tmp_path / "new")]) == 1
    told = capsys.readouterr().out
    assert "- texts/road.txt\t" in told and "device=parallelism" in told and "+ texts" not in told


def test_a_reason_in_other_words_moves_nothing(folder):
    (speech,) = (s for s in goldens.texts(folder) if s.id == "texts/road.txt")
    assert not any("reason" in row for row in goldens.rows(speech, "rhetoric"))


def test_fields_of_both_states_alone_are_compared():
    old = ["t\t0\t1\tform=quoted\tspeaker=aa"]
    new = ["t\t0\t1\tform=quoted\trule=x\tspeaker=bb"]
    assert goldens.differences(old, [new[0].replace("bb", "aa")]) == []
    assert goldens.differences(old, new) == [
        "- t\t0\t1\tform=quoted\tspeaker=aa",
        "+ t\t0\t1\tform=quoted\tspeaker=bb",
    ]


def test_a_missing_folder_is_told(tmp_path, capsys):
    assert goldens.main(["compare", str(tmp_path / "no"), str(tmp_path)]) == 2
    assert "is no folder" in capsys.readouterr().out
