"""Usage: rates by hand, and permutation tests that find a difference only where one is."""

import numpy as np
import pandas as pd
import pytest

from huayu import contrasts, corpus, structure, usage
from huayu.corpus import Speech
from huayu.figures.contrasts import contrasts_parts

TEXT = (
    "一、修路\n"
    + "大家修路。" * 20
    + "\n二、治水\n"
    + "大家治水。" * 20
    + "\n三、种树\n"
    + "大家种树。" * 20
)


@pytest.fixture(scope="module")
def speech():
    return Speech("x", TEXT)


def rows(speech, wanted):
    """Every place of a word, as a layer with the column ``term``."""
    starts = [i for i in range(len(speech.text)) if speech.text.startswith(wanted, i)]
    table = pd.DataFrame({"start": starts, "end": [i + len(wanted) for i in starts]})
    return structure.placed(speech, table).assign(term=wanted)


def test_exposure_counts_characters_and_clauses(speech):
    table = usage.exposure(speech)
    assert table["characters"].tolist() == [104, 104, 104]
    assert table["clauses"].tolist() == [21, 21, 21]


def test_rates_by_hand(speech):
    table = usage.rates(speech, rows(speech, "大家"), "term")
    assert table["count"].tolist() == [20, 20, 20]
    assert table["rate"].tolist() == pytest.approx([20 / 104 * 1000] * 3)
    assert table["per_clauses"].tolist() == pytest.approx([20 / 21 * 100] * 3)
    assert (table["low"] < table["rate"]).all() and (table["rate"] < table["high"]).all()


def test_rates_by_point():
    text = "一、修路\n第一，架桥。桥要稳。\n第二，铺石。石要平。\n二、治水\n水清。水要省。\n"
    speech = Speech("x", text)
    table = usage.rates(speech, rows(speech, "要"), "term", "place")
    counts = dict(zip(table["place"], table["count"], strict=True))
    assert counts == {"1.0": 0, "1.1": 1, "1.2": 1, "2.0": 1}


def test_an_even_word_differs_nowhere(speech):
    table = usage.differences(speech, rows(speech, "大家"), "term", permutations=499)
    assert (table["q"] > 0.5).all()


def test_a_word_of_one_part_is_found(speech):
    both = pd.concat([rows(speech, "治水"), rows(speech, "大家")], ignore_index=True)
    table = usage.differences(speech, both, "term", permutations=499)
    first = table.iloc[0]
    assert (first["term"], first["part"], first["count"], first["rest"]) == ("治水", 2, 21, 0)
    assert first["q"] < 0.05 and first["ratio"] > 10
    assert first["difference"] == pytest.approx(first["rate"] - first["rest_rate"])


def test_p_is_that_of_the_exact_permutation_distribution():
    text = "一、甲\n好。坏。好。\n二、乙\n坏。坏。坏。坏。\n"
    speech = Speech("x", text)
    table = usage.differences(speech, rows(speech, "好"), "term", permutations=19_999)
    sentences = structure.sentences(speech)
    sentences = sentences[sentences["zone"] == "body"]
    lengths = np.array([len(t.strip()) for t in sentences["text"]])
    good = np.array(["好" in t for t in sentences["text"]])
    inside = (sentences["part"] == 1).to_numpy()

    def statistic(chosen):
        return abs(good[chosen].sum() / lengths[chosen].sum()
                   - good[~chosen].sum() / lengths[~chosen].sum())  # fmt: skip

    from itertools import combinations

    every = []
    for some in combinations(range(len(good)), inside.sum()):
        chosen = np.isin(np.arange(len(good)), some)
        every.append(statistic(chosen) >= statistic(inside) - 1e-12)
    assert table["p"].iloc[0] == pytest.approx(np.mean(every), abs=0.015)


def test_one_part_has_nothing_to_compare():
    speech = Speech("x", "大家修路。大家种树。")
    table = usage.differences(speech, rows(speech, "大家"), "term")
    assert table.empty
    assert "nothing to compare" in usage.in_words(table, "words")


def test_words_say_when_nothing_is_found(speech):
    table = usage.differences(speech, rows(speech, "大家"), "term", permutations=99)
    assert "**none** passes" in usage.in_words(table, "words")


def test_four_character_prose():
    table = usage.four(Speech("x", "要脚踏实地、修桥铺路，**干事创业，还要把水引来。"))
    assert table[["text", "kind"]].values.tolist() == [
        ["脚踏实地", "idiom"],
        ["修桥铺路", "phrase"],
    ]


def test_contrasts_of_parts_are_told_with_the_numbers_and_names_of_their_table():
    speech = corpus.load("constructed-two-parts")
    table = contrasts.contrasts(speech)
    said = contrasts.in_words(speech)
    tests = len(table.drop_duplicates(["layer", "label"]))
    kept = table[table["q"] <= 0.05]
    assert said.startswith(f"{len(kept.drop_duplicates(['layer', 'label']))} of {tests} labels")
    top = kept.loc[kept["ratio"].idxmax()]
    zh, en = contrasts.named(top["layer"], top["label"])
    assert f"{top['layer']}/{zh} {en} ({top['count']} for {top['expected']:.1f})" in said


def test_short_parts_without_a_label_often_enough_have_no_contrasts():
    speech = Speech("x", "一、修路\n要把路修好。\n二、种树\n要把树种好。\n三、引水\n要把水引来。\n")
    assert structure.parts(speech)["part"].tolist() == [1, 2, 3]
    assert contrasts.contrasts(speech, minimum=9).empty
    assert "nothing" in contrasts.in_words(speech)
    assert [said.get_text() for said in contrasts_parts(speech).axes[0].texts] == [
        "各部分之间无可比较 nothing to compare between parts"
    ]
