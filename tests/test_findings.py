"""Findings: what is asked of the corrected layers, and the one test of difference."""

import pytest

from huayu.corpus import Speech, load
from huayu.findings.rhetoric import sets
from huayu.layers import layer

SETS = [
    ("agrees", "讲三点：一是水，二是电，三是路。", 3, ("一是水", "二是电", "三是路"), True),
    ("disagrees", "讲三点意见：一是水，二是电。", 3, ("一是水", "二是电"), False),
    ("lexicon, not spelled out", "反对“四风”。", 4, None, None),
    (
        "lexicon, spelled out",
        "关心“三农”，就是关心农业、农村、农民。",
        3,
        ("农业", "农村", "农民"),
        True,
    ),
    ("list before", "治水、治沙、治路三件大事。", 3, ("治水", "治沙", "治路"), True),
]


@pytest.mark.parametrize(("label", "text", "count", "names", "agrees"), SETS)
def test_set(label, text, count, names, agrees):
    row = sets(Speech("x", text)).iloc[0]
    assert row["count"] == count
    assert row["agrees"] is agrees
    assert row["spelled"] == (agrees is not None)
    if names:
        assert row["members"] == names


def test_a_numeral_that_is_no_row_of_the_layer_is_no_set():
    assert sets(Speech("x", "今年办好3件实事：1.修路。2.通水。3.建校。")).empty


def corrected(folder, text, *lines):
    """A speech with a sheet of corrections, in a folder of its own."""
    (folder / "text.txt").write_text(text, encoding="utf-8")
    head = "layer,action,start,end,text,field,value,reason,initials"
    rows = []
    for action, said, more in lines:
        start = text.index(said)
        rows.append(f"rhetoric,{action},{start},{start + len(said)},{said},{more},no,x")
    (folder / "corrections.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return load(folder)


def test_a_rejected_numeral_leaves_the_table_of_sets_too(tmp_path):
    """Fault 2 of the first form: the table had a context of its own, before any correction."""
    text = "反对四风，落实八项规定。"
    speech = corrected(tmp_path, text, ("reject", "四风", "device,numeral"))
    assert layer(speech, "rhetoric")["text"].tolist() == ["八项规定"]
    assert sets(speech)["text"].tolist() == ["八项规定"]


def test_an_added_numeral_is_a_set_of_which_no_count_is_known(tmp_path):
    text = "发扬五股劲头，把荒山绿起来。"
    speech = corrected(tmp_path, text, ("add", "五股劲头", "device,numeral"))
    row = sets(speech).iloc[0]
    assert row["text"] == "五股劲头" and row["members"] == () and row["agrees"] is None
