"""Usage: rates by hand, with their exposure."""

import pandas as pd
import pytest

from huayu import structure, usage
from huayu.corpus import Speech

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
