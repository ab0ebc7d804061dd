"""Concordance lines, collocates and lists: by hand, against definitions, and bad input."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2_contingency

from huayu import cli, layers
from huayu.concordance import collocates, found, kwic, wordlist
from huayu.corpus import Speech
from huayu.files import Fault

TALK = Speech(
    "talk",
    "同志们：\n干部要敢于担当。干部要善于作为，勇于担当责任。\n"
    "群众盼望干部担当。繁體字也能查：擔當。\n",
)


@pytest.mark.parametrize(
    ("query", "expect"),
    [
        ("担当", ["担当", "担当", "担当", "擔當"]),
        ("擔當", ["担当", "担当", "担当", "擔當"]),
        ("{敢于|勇于}担当", ["敢于担当", "勇于担当"]),
        ("干部…担当", ["干部要敢于担当", "干部担当"]),
        ("担当 >责任", ["担当"]),
        ("担当 !>责任&<于", ["担当"]),
        ("word:干部", ["干部"] * 3),
        ("word:干", []),
        ("不在", []),
    ],
)
def test_queries(query, expect):
    assert found(TALK, query)["text"].tolist() == expect


@pytest.mark.parametrize("query", ["", "  ", "…", "colour:红", "担当 x", "担当 <("])
def test_a_query_that_is_amiss_is_one_line(query):
    with pytest.raises(Fault):
        found(TALK, query)


def test_labels_of_layers_are_found():
    devices = layers.layer(TALK, "rhetoric")
    assert len(found(TALK, "device:")) == len(devices)


def test_lines_point_into_the_text_and_end_at_the_paragraph():
    table = kwic(TALK, "担当", width=6)
    for row in table.itertuples():
        assert TALK.text[row.start : row.end] == row.match
        assert "\n" not in row.left + row.right
    assert table["left"].tolist() == ["干部要敢于", "于作为，勇于", "群众盼望干部", "體字也能查："]


def test_lines_are_ordered_by_what_stands_nearest():
    right = kwic(TALK, "担当", width=4, order="right")["right"].tolist()
    assert right == sorted(right)
    left = kwic(TALK, "担当", width=4, order="left")["left"].tolist()
    assert [text[::-1] for text in left] == sorted(text[::-1] for text in left)
    with pytest.raises(Fault, match="order"):
        kwic(TALK, "担当", order="colour")


TEXT = "干部担当，干部作为。群众看见干部。群众担当。群众作为。干部干部担当。"


def test_collocates_by_hand():
    # near 担当 (2 words, same sentence): 干部 干部 作为 | 群众 | 干部 干部
    table = collocates(Speech("x", TEXT), "担当", window=2, least=1).set_index("word")
    assert table.loc["干部", ["joint", "left", "right", "count"]].tolist() == [4, 3, 1, 5]
    assert table.loc["群众", ["joint", "left", "right", "count"]].tolist() == [1, 1, 0, 3]
    assert table.loc["干部", "log_dice"] == pytest.approx(14 + math.log2(2 * 4 / (5 + 3)))
    near, whole = 6, 11
    cells = [[4, near - 4], [5 - 4, whole - near - 1]]
    expected = chi2_contingency(cells, correction=False, lambda_="log-likelihood")
    assert table.loc["干部", "log_likelihood"] == pytest.approx(expected.statistic)
    assert table.loc["干部", "p"] == pytest.approx(expected.pvalue)


def test_the_interval_holds_the_value_and_is_the_same_each_time():
    table = collocates(Speech("x", TEXT), "担当", window=2, least=1)
    assert (table["low"] <= table["log_dice"]).all() and (table["log_dice"] <= table["high"]).all()
    again = collocates(Speech("x", TEXT), "担当", window=2, least=1)
    assert table.equals(again)


def test_a_node_in_one_sentence_has_no_interval_and_none_has_no_rows():
    table = collocates(Speech("x", "干部担当作为。群众监督。"), "担当", least=1)
    assert len(table) and table[["low", "high"]].isna().all().all()
    assert collocates(Speech("x", "干部担当作为。"), "不在", least=1).empty


@pytest.mark.parametrize("window", [0, -1, "clause", True, 2.5])
def test_windows_that_are_none(window):
    with pytest.raises(Fault, match="window"):
        collocates(TALK, "担当", window=window)


@given(st.lists(st.sampled_from(["干部", "群众", "担当", "作为", "。", "，"]), max_size=40))
def test_counts_never_exceed_what_is_there(pieces):
    speech = Speech("x", "".join(pieces) or "。")
    table = collocates(speech, "担当", window="sentence", least=1)
    assert (table["joint"] <= table["count"]).all()
    assert (table["left"] + table["right"] == table["joint"]).all()
    assert np.isfinite(table["log_likelihood"]).all() and (table["log_likelihood"] >= -1e-9).all()


def test_lists_count_words_characters_and_runs():
    speech = Speech("x", "干部担当。干部担当，干部作为。")
    table = wordlist(speech, least=1).set_index("item")
    assert table["count"].to_dict() == {"干部": 3, "担当": 2, "作为": 1}
    assert table.loc["干部", "per_thousand"] == pytest.approx(500)
    pairs = wordlist(speech, ngrams=2, least=1).set_index("item")
    assert pairs["count"].to_dict() == {"干部担当": 2, "干部作为": 1}
    runs = wordlist(speech, of="characters", ngrams=3, least=2)
    assert dict(zip(runs["item"], runs["count"], strict=True)) == {"干部担": 2, "部担当": 2}


@pytest.mark.parametrize("asked", [{"of": "lines"}, {"ngrams": 0}, {"least": 0}])
def test_lists_that_cannot_be_made(asked):
    with pytest.raises(Fault):
        wordlist(TALK, **asked)


def test_the_commands(tmp_path, capsys):
    path = tmp_path / "talk.txt"
    path.write_text(TALK.text, encoding="utf-8")
    assert cli.main(["kwic", str(path), "担当"]) == 0
    said = capsys.readouterr()
    assert said.out.count("⟦") == 4 and "4 lines" in said.err
    assert cli.main(["collocates", str(path), "担当", "--least", "1", "--format", "csv"]) == 0
    assert capsys.readouterr().out.startswith("word,joint,left,right")
    assert cli.main(["words", str(path), "--ngrams", "2"]) == 0
    assert "per_thousand" in capsys.readouterr().out
    with pytest.raises(SystemExit, match="2"):
        cli.main(["collocates", str(path), "担当", "--window", "0"])
    assert cli.main(["kwic", str(path), "colour:红"]) == 2
