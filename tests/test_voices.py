"""Voices: whose words a speech borrows, how many, and from when."""

import pandas as pd
import pytest

from huayu import corpus, voices
from huayu.corpus import Speech

# three named voices and a saying, in two parts
TEXT = """在现场会上的讲话
同志们：
一、修路
2014年，王大山同志在江苏考察时指出，“路要一步一步走”。市委强调，修路要先修心。大家都要出力。
二、架桥
王大山同志说：“桥要一根一根架。”正所谓“众人拾柴火焰高”。列宁说过，王大山讲“桥在心里”。
同志们，开工吧。
"""


@pytest.fixture
def speech():
    return Speech("x", TEXT, {"date": "2021"})


def test_voices_by_part(speech):
    table = voices.voices(speech)
    rows = list(zip(table["voice"], table["part"], table["count"], table["cues"], strict=True))
    assert rows[:3] == [
        ("王大山", 1, 1, "指出"),
        ("王大山", 2, 1, "说"),
        ("市委", 1, 1, "强调"),
    ]
    assert (voices.UNNAMED, 2, 1, "正所谓") in rows


def test_a_citation_within_a_citation_is_counted_once(speech):
    rows = voices.cited(speech)
    assert (rows["start"].iloc[1:].to_numpy() >= rows["end"].iloc[:-1].to_numpy()).all()


def test_shares_worked_by_hand(speech):
    share = voices.shares(speech).set_index("part")
    first = TEXT[TEXT.index("一、修路") : TEXT.index("二、架桥")]
    assert share.loc[1, "characters"] == len("".join(first.split()))
    assert share.loc[1, "borrowed"] == len("路要一步一步走") + len("修路要先修心")
    assert share.loc[1, "own"] + share.loc[1, "borrowed"] == share.loc[1, "characters"]
    assert share.loc[1, "citations"] == 2
    assert (share["low"] < share["rate"]).all() and (share["rate"] < share["high"]).all()


def test_dated_citations_stand_in_order(speech):
    rows = voices.dated(speech)
    assert rows[["year", "date", "voice", "place"]].values.tolist() == [
        [2014.5, "2014", "王大山", "江苏"]
    ]


def test_functions_add_up_to_the_spans_in_marks(speech):
    table = voices.functions(speech)
    assert table["count"].sum() == TEXT.count("“")
    assert (table["low"] <= table["rate"]).all()


def test_what_the_voices_amount_to():
    speech = corpus.load("2021-city-secretary")
    said, cited = voices.in_words(speech), voices.cited(speech)
    cited = cited[cited["zone"] == "body"]
    loudest = (cited["voice"] == "习近平").sum()
    assert f"**{len(cited)} citations** of 8 named voices" in said
    assert f"习近平 ({loudest} of {len(cited)})" in said
    assert voices.in_words(Speech("x", "今天天气很好。")).startswith("This speech cites nobody")


def test_a_mask_stays_text_in_markdown():
    text = "一、修路\n**书记指出，修路要先修心。**书记强调，架桥要先选址。\n"
    assert "**书记" not in voices.in_words(Speech("x", text))


def test_no_citations_give_empty_tables():
    plain = Speech("x", "今天天气很好，我们去看外面的变化。")
    assert voices.voices(plain).empty and voices.dated(plain).empty
    assert isinstance(voices.functions(plain), pd.DataFrame)
    assert voices.shares(plain)["share"].tolist() == [0.0]


def test_a_passage_leads_back_to_its_place(speech):
    rows = voices.passages(speech, voices.cited(speech))
    first = rows.iloc[0]
    assert first["at"] == f"1.0 · {TEXT.index('路要一步')}"
    assert "指出，“⟦路要一步一步走⟧”。" in first["passage"]
