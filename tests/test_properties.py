"""Properties: what holds for every text whatever; the strategies shrink what they break to little.

Below them the texts that once broke something, made as small as they go.
"""

import json
import sys

import pytest
from conftest import REPOSITORY
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huayu import cli, corpus, export, layers, reuse
from huayu.export import inception
from huayu.files import Fault, characters
from huayu.reuse.documents import read

sys.path.insert(0, str(REPOSITORY / "proof"))

import fuzz  # noqa: E402
import texts  # noqa: E402

SLOW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])

pieces = st.one_of(
    st.sampled_from(texts.WORDS),
    st.sampled_from(texts.MARKS),
    st.sampled_from(texts.LAYOUT),
    st.sampled_from(texts.OPENERS).map(lambda opener: f"\n{opener}"),
    st.sampled_from(texts.NASTY),
    st.text(max_size=4),
)
runs = st.lists(pieces, max_size=12).map("".join)
# marks in marks, to a depth that hypothesis chooses; a pair may be of two families
nested = st.recursive(
    runs,
    lambda inner: st.tuples(st.sampled_from(texts.PAIRS), runs, inner, runs).map(
        lambda made: made[1] + made[0][0] + made[2] + made[0][1] + made[3]
    ),
    max_leaves=6,
)
speeches = st.lists(nested, min_size=1, max_size=4).map("\n".join).filter(bool)


@SLOW
@given(speeches)
def test_every_layer_of_any_text_is_exact(sample):
    assert list(fuzz.faults(sample)) == []


@settings(SLOW, max_examples=12)
@given(speeches)
def test_all_that_is_made_of_the_layers_is_made_of_any_text(sample):
    assert list(fuzz.further(sample)) == []


@given(st.text())
def test_characters_keep_offsets_and_can_be_written(sample):
    read = characters(sample)
    assert len(read) == len(sample) and read.encode().decode() == read


@pytest.mark.parametrize("text", ["甲乙。", "先修桥—“修路", "“水”"])
def test_a_speech_that_cites_nothing_has_nothing_to_trace(text, tmp_path):
    assert reuse.trace(corpus.Speech("x", text, root=tmp_path)).empty


def test_half_a_surrogate_pair_in_json_lines_is_read(tmp_path):
    path = tmp_path / "new.jsonl"
    row = {"id": "桥\ud83d", "title": "修桥", "date": "2020", "text": "路要修好\udc00，桥要架好。"}
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    (tmp_path / "corpus").mkdir()
    assert cli.main(["add", str(path), "--root", str(tmp_path)]) == 0
    (name,) = corpus.ids(tmp_path)
    assert corpus.load(name, tmp_path).text.startswith("路要修好\ufffd，")
    (found,) = read(path)
    assert found.id == "桥\ufffd"


def test_half_a_surrogate_pair_in_a_name_is_read():
    assert list(fuzz.faults("《\udc00》说，路要修好。\n《\udc00》说书记1.")) == []


def test_a_list_that_numbers_on_to_a_hundred_is_read():
    numerals = [*"一二三四五六七八九", "十"]
    tens = ["", "十", *(f"{digit}十" for digit in numerals[1:9])]
    names = [ten + one for ten in tens for one in ["", *numerals[:9]]][1:] + ["一百"]
    text = "讲三点意见：" + "；".join(f"{name}是把第{name}座桥架好" for name in names) + "。"
    assert len(layers.layer(corpus.Speech("x", text), "rhetoric"))


@pytest.mark.parametrize("layer", ["tokens", "quotations", "rhetoric", "stance", "clauses"])
def test_a_long_text_without_a_full_stop_is_read(layer):
    text = texts.KINDS["clauses without a full stop"](3000)
    rows = layers.layer(corpus.Speech("x", text), layer)
    assert all(
        text[start:end] == said for start, end, said in rows[["start", "end", "text"]].values
    )


def test_a_table_with_more_cells_than_its_header_is_one_line(tmp_path, capsys):
    path = tmp_path / "table.csv"
    path.write_text("a,b\n1,2,3,4\n", encoding="utf-8")
    assert cli.main(["add", str(path), "--root", str(tmp_path)]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1 and error.startswith(str(path))


def test_a_returned_file_that_declares_a_layer_twice_is_refused():
    speech = corpus.Speech("x", "一、修路\n要修路。\n")
    sound = inception.content(export.document(speech))
    header = next(line for line in sound.split("\n") if line.startswith("#T_SP="))
    twice = sound.replace(header, f"{header.split('|')[0]}|level\n{header}", 1)
    with pytest.raises(Fault, match="twice"):
        inception.spans(twice, speech.text)
