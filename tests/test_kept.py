"""Kept layers: what is read back is what was found, and nothing else is ever read back."""

import gzip
import json
from dataclasses import replace

import pandas as pd
import pytest

from huayu import corpus, kept, layers

ID = "2021-city-secretary"


@pytest.fixture
def speech(house, monkeypatch):
    monkeypatch.delenv("HUAYU_FRESH")
    return corpus.load(ID, house)


def place(speech, name):
    return speech.root / "build" / kept.FOLDER / speech.id / f"{name}.json.gz"


def never():
    raise AssertionError("it is kept, and was detected")


@pytest.mark.parametrize("name", layers.DETECTORS)
def test_a_kept_layer_is_the_detected_one_in_values_and_kinds(speech, name):
    found = layers._noun(name)(speech)
    kept.layer(speech, name, lambda: found)
    read = kept.layer(speech, name, never)
    pd.testing.assert_frame_equal(read, found)
    kinds = [
        [type(value) for value in table[column]] for column in found for table in (read, found)
    ]
    assert kinds[::2] == kinds[1::2]


def test_the_door_to_layers_reads_what_is_kept(speech):
    once = layers._KEPT["headings"]
    found = once(speech)
    assert place(speech, "headings").is_file()
    pd.testing.assert_frame_equal(layers.detected(speech, "headings"), found)


@pytest.mark.parametrize("damage", [b"", b"no gzip", None])
def test_what_was_cut_or_damaged_is_detected_again(speech, damage):
    found = layers._noun("idioms")(speech)
    kept.layer(speech, "idioms", lambda: found)
    path = place(speech, "idioms")
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2] if damage is None else damage)
    pd.testing.assert_frame_equal(kept.layer(speech, "idioms", lambda: found), found)
    assert path.read_bytes() == whole


def test_another_state_is_detected_again(speech):
    others = [
        replace(speech, text=speech.text + "。"),
        replace(speech, meta={**speech.meta, "masks": ["××"]}),
    ]
    asked = []
    for one in (speech, *others, speech):
        table = pd.DataFrame({"start": [len(asked)]})
        kept.layer(one, "sample", lambda table=table: asked.append(1) or table)
    assert len(asked) == 4
    assert len({kept.state(one) for one in (speech, *others)}) == 3


CHANGED = {
    "no layer": lambda said: json.dumps([1]),
    "no digest": lambda said: said.partition("\n")[2],
    "columns": lambda said: said.partition("\n")[0] + "\n[]",
    "no columns": lambda said: said.partition("\n")[0],
    "an offset": lambda said: said.replace("[1]", "[-1]"),
    "deep": lambda said: said.partition("\n")[0] + "\n" + "[" * 100_000,
    "no text": lambda said: "改",
}


@pytest.mark.parametrize("change", CHANGED.values(), ids=CHANGED)
def test_a_sound_file_that_is_not_as_it_was_written_is_detected_again(speech, change):
    table = pd.DataFrame({"start": [1]})
    kept.layer(speech, "sample", lambda: table)
    path = place(speech, "sample")
    changed = change(gzip.decompress(path.read_bytes()).decode("ascii"))
    path.write_bytes(gzip.compress(changed.encode()))
    assert kept.layer(speech, "sample", lambda: table * 2).equals(table * 2)


def test_the_file_of_another_layer_is_detected_again(speech):
    table = pd.DataFrame({"start": [1]})
    kept.layer(speech, "sample", lambda: table)
    place(speech, "other").write_bytes(place(speech, "sample").read_bytes())
    assert kept.layer(speech, "other", lambda: table * 2).equals(table * 2)


@pytest.mark.parametrize("target", ["/dev/zero", "sample.json.gz", "nowhere"])
def test_a_link_to_what_never_ends_or_is_not_there_keeps_nothing(speech, target):
    place(speech, "sample").unlink(missing_ok=True)
    place(speech, "sample").symlink_to(target)
    table = pd.DataFrame({"start": [1]})
    assert kept.layer(speech, "sample", lambda: table).equals(table)


def test_only_a_folder_of_the_corpus_is_kept_and_none_where_it_is_asked_fresh(speech, monkeypatch):
    assert kept.kept(speech)
    assert not kept.kept(corpus.Speech("x", "修路。"))
    assert not kept.kept(speech.common)
    monkeypatch.setenv("HUAYU_FRESH", "1")
    assert not kept.kept(speech)


def test_a_house_that_cannot_be_written_to_keeps_nothing(speech, tmp_path):
    home = tmp_path / "house"
    (home / "corpus").mkdir(parents=True)
    (home / "build").write_text("mine", encoding="utf-8")
    other = replace(speech, root=home, folder=home / "corpus" / speech.id)
    table = pd.DataFrame({"start": [1]})
    assert kept.layer(other, "sample", lambda: table).equals(table)
    assert (home / "build").read_text(encoding="utf-8") == "mine"
