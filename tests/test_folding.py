"""Folding: what nobody sees changes no layer, and every offset is that of the text as it is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huayu import layers, structure, tables, words
from huayu.corpus import Speech
from huayu.folding import folded

TEXT = (
    "在村民大会上的讲话\n同志们：\n一、修好乡间的路\n路要修，桥要架；老李说：“要实事求是，要改革开放。”"
    "《怎么修？》这本书写得好。\n二、种好山上的树\n树要年年种，山要年年绿，水要年年清！\n谢谢大家。\n"
)
FOLDED = [
    ("zero width", "实\u200b事\ufeff求\u00ad是", "实事求是"),
    ("variants", "葛\U000e0100城，\u2069好\ufe0f", "葛城，好"),
    ("compatibility ideographs", "\uf9dd\uf9b4\u2f00\u2f8f", "利領一行"),
    ("letters set apart", "在 村 民 大 会 上", "在村民大会上"),
    ("with marks and figures", "同 志 们 ： 今 年 2 0 条 路 。", "同志们：今年20条路。"),
    ("ideographic spaces", "修　好　村　路", "修好村路"),
    ("a name and a title page stay", "张 三\n目 录 页\n王　五", "张 三\n目 录 页\n王　五"),
    ("paragraphs of one word stay", "路。　　树。　　水。　　草。", "路。　　树。　　水。　　草。"),
    ("figures stay", "1 2 3 4 5 6 7", "1 2 3 4 5 6 7"),
    ("words stay", "修路 架桥 种树 养鱼", "修路 架桥 种树 养鱼"),
    ("ASCII marks", "好,修路:3条;行吗?行!", "好，修路：3条；行吗？行！"),
    ("after letters and figures", "5%,同比;GDP,我们", "5%，同比；GDP，我们"),
    ("numbers and Latin stay", "1,500米 a,b http://x.cn", "1,500米 a,b http://x.cn"),
    ("vertical and half-width forms", "路︐桥︒｢好｡｣︽书︾", "路，桥。「好。」《书》"),
    ("a dot of a name stays", "约翰．李来了。", "约翰．李来了。"),
    ("dots of a text without 。", "路修好了．水治好了.", "路修好了。水治好了。"),
    ("labels keep their mark", "一.修路\n第二,种树。", "一.修路\n第二,种树。"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "read"), [c[1:] for c in FOLDED], ids=[c[0] for c in FOLDED])
def test_folded(text, read):
    seen = folded(text)
    assert seen.text == read and len(seen.places) == len(read)
    assert folded(read).text == read


def test_masks_and_residue_are_left_as_they_are():
    assert folded("*\u200b*到,张,三", ["**", "张,三"]).text == "**到，张,三"
    assert folded("甲\u200b乙说", ["甲\u200b乙"]).text == "甲\u200b乙说"
    assert folded("\u200b\u200b").text == "\u200b\u200b"


@given(st.lists(st.tuples(st.integers(0, len(TEXT)), st.sampled_from("\u200b\ufeff\u00ad\u2060"))))
@settings(max_examples=40, deadline=None)
def test_what_nobody_sees_changes_no_layer(scattered):
    """Each layer of a text with invisible characters is that of the text without them."""
    noisy = TEXT
    for at, char in sorted(scattered, reverse=True):
        noisy = noisy[:at] + char + noisy[at:]
    speech, clean = Speech("x", noisy), Speech("x", TEXT)
    bare = {ord(char): None for char in "\u200b\ufeff\u00ad\u2060"}
    for name in ("headings", "sentences", "clauses", "formulas", "quotations", "rhetoric"):
        here, there = layers.detected(speech, name), layers.detected(clean, name)
        assert [noisy[a:b] for a, b in zip(here["start"], here["end"], strict=True)] == [
            *here["text"]
        ]
        assert [text.translate(bare) for text in here["text"]] == [*there["text"]]
        fields = [f for f in there if f not in ("start", "end", "text", "members")]
        assert here[fields].values.tolist() == there[fields].values.tolist()
    tokens = words.tokens(speech)
    assert "".join(tokens["text"]) == noisy
    said = [text for text in tokens["text"].str.translate(bare) if text]
    assert said == [*words.tokens(clean)["text"]]


def test_members_and_parts_have_the_offsets_of_the_source():
    said = "要把方向看得更准，要把步子走得更稳，要把日子过得更好。"
    noisy = "\u200b".join(said)
    (members,) = layers.detected(Speech("x", noisy), "rhetoric")["members"]
    (there,) = layers.detected(Speech("x", said), "rhetoric")["members"]
    assert [noisy[a:b].replace("\u200b", "") for a, b in members] == [said[a:b] for a, b in there]
    text = "引子。\u200b\u200b修路。\n路要修。\n种树。\n树要种。\n"
    speech = Speech("x", text, {"part": [{"start": 5}, {"start": text.index("种树")}]})
    assert structure.parts(speech)["start"].tolist() == [5, text.index("种树")]


def test_a_word_is_counted_as_it_is_read():
    noisy = Speech("x", "要实\u200b事求是。我 们 要 实 事 求 是。")
    assert [*tables.running(words.tokens(noisy))["text"]] == [
        "要", "实事求是", "我们", "要", "实事求是",
    ]  # fmt: skip
