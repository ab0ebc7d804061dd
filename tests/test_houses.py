"""What `huayu check` passes, no command crashes on: a few houses here, many by proof/houses.py."""

import sys

import pytest
from conftest import REPOSITORY
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure

from huayu import corpus, draw, lives, tables
from huayu.figures import Blank

sys.path.insert(0, str(REPOSITORY / "proof"))

import houses  # noqa: E402

TEXT = "同志们：\n一、修路\n路要修好，桥要架好。\n"
FIELDS = dict.fromkeys(houses.REQUIRED, "讲话") | {
    "date": "2020", "kind": "speech", "masks": ["**"], "sha256": houses.sha256(TEXT),
}  # fmt: skip
META = "".join(f"{name} = {houses._toml(value)}\n" for name, value in FIELDS.items())


def test_no_command_crashes_on_a_sound_house():
    house = houses.House(TEXT, {f"{houses.ID}/meta.toml": META}, [])
    assert houses.findings(house, drawn=False) == (True, [])


@settings(houses.MADE, max_examples=4, derandomize=True)  # houses that pass: one of five does
@given(houses.houses(listed=False))
def test_what_check_passes_no_command_crashes_on(house):
    sound, found = houses.findings(house, drawn=False)
    assert found == []
    assume(sound)


LISTED = st.sampled_from(houses.LISTS).flatmap(
    lambda name: st.tuples(st.just(name), houses.lists(name))
)


@settings(houses.MADE, max_examples=2, derandomize=True)
@given(LISTED)
def test_nothing_crashes_on_a_list_that_check_passes(listed):
    name, content = listed
    files = {f"{houses.ID}/meta.toml": META, f"lexicons/{name}": content}
    assert houses.findings(houses.House(TEXT, files, []), drawn=False)[1] == []


def test_a_command_that_crashes_is_found(monkeypatch):
    monkeypatch.setattr(houses.cli, "main", lambda words: 0 if "check" in words else 1 / 0)
    house = houses.House("改革。\n", {f"{houses.ID}/meta.toml": ""}, [])
    passed, found = houses.findings(house, drawn=False)
    assert passed and len(found) > 20 and "ZeroDivisionError" in found[0]


@pytest.mark.parametrize(
    "text", ["同志们：\n", "\u200b\n", "。"], ids=["salutation", "unseen", "mark"]
)
def test_a_text_without_a_body_or_without_words_has_sizes_and_can_be_drawn(text):
    speech = corpus.Speech("little", text)
    assert list(tables.sizes(speech)) == list(tables.extent.SIZES)
    for name in ("words_clouds", "words_rates", "words_richness", "comparison_formulas"):
        made = getattr(draw, name)(speech, labels="en")
        assert isinstance(made, Blank | Figure), name


def test_pairs_of_periods_of_a_tiny_archive(tmp_path):
    from huayu import archive

    (tmp_path / "a.txt").write_text("路要修。\n", encoding="utf-8")
    archive.fresh(str(tmp_path / "*.txt"), tmp_path / "counts")
    one, other = lives.ends(lives.table(tmp_path / "counts", "periods"))
    assert lives.contrast(tmp_path / "counts", one, other).empty
