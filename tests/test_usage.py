"""Usage: rates by hand, with their exposure."""

import pandas as pd
import pytest

from huayu import structure, usage
from huayu.corpus import Speech
from huayu.findings import differences
from huayu.layers import layer

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


# 我们 four times and a picture twice, each once in a citation
VOICES = "我们要修路。我们要拧紧螺丝。王大山同志强调，“我们要吹响号角”。我们不怕累，不怕苦吗？"


def test_stance_and_deixis_are_the_own_voice_and_citations_stand_apart():
    stance = layer(Speech("v", VOICES), "stance")
    table = usage.rates(Speech("v", VOICES), stance[stance["category"] == "deixis"], "subcategory")
    assert table[["term", "count", "cited"]].values.tolist() == [["we", 3, 1]]


def test_a_term_of_citations_alone_is_listed_with_none():
    speech = Speech("w", "要修路。王大山同志强调，“我们要修路”。")
    table = usage.rates(speech, "stance").set_index("term")
    assert table.loc["deixis", ["count", "cited"]].tolist() == [0, 1]
    assert table.loc["modality", ["count", "cited"]].tolist() == [1, 1]
    assert table.loc["deixis", "low"] == 0 < table.loc["deixis", "high"]


def test_of_figures_only_metaphors_are_counted_by_voice():
    rows = layer(Speech("m", VOICES), "rhetoric")
    table = usage.rates(Speech("m", VOICES), rows, "device").set_index("term")
    metaphors = rows[rows["device"] == "metaphor"]
    assert table.loc["metaphor", "count"] == metaphors["voice"].isna().sum() >= 1
    assert table.loc["metaphor", "cited"] == metaphors["voice"].notna().sum() >= 1
    assert table["cited"].drop("metaphor").isna().all()


def test_what_counts_whoever_speaks_has_no_column_of_citations(speech):
    assert "cited" not in usage.rates(speech, rows(speech, "大家"), "term")


def test_differences_between_parts_are_those_of_the_own_voice():
    own = "一、修路\n" + "要修路。" * 5 + "\n二、治水\n" + "水很清。" * 5 + "\n"
    cited = own + "王大山同志强调，“要治水，要治水，要治水”。\n"
    for text in (own, cited):
        table = differences.differences(Speech(str(len(text)), text), "stance")
        table = table[table["label"] == "modality"].set_index("part")
        assert table["count"].to_dict() == {1: 5, 2: 0}
