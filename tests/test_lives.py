"""Lives of formulas: change points, temperature, peaks, and two periods side by side."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huayu import corpus, lives
from huayu.figures.lives import lives_courses, lives_networks
from huayu.files import Fault

YEARS = [str(year) for year in range(2000, 2020)]


def write_tables(folder, held: dict[str, list[int]], documents: list[int]):
    """The tables of an archive in which each formula stands in so many documents a year."""
    rows = [
        (year, name, count, count)
        for name, counts in held.items()
        for year, count in zip(YEARS, counts, strict=True)
        if count
    ]
    names = ["period", "formula", "count", "documents"]
    pd.DataFrame(rows, columns=names).to_parquet(folder / "formulas.parquet")
    sizes = {"period": YEARS, "documents": documents}
    pd.DataFrame(sizes).to_parquet(folder / "periods.parquet")
    pd.DataFrame({"id": ["x"]}).to_parquet(folder / "documents.parquet")
    return folder


def test_first_use_rise_peak_and_decline(tmp_path):
    wave = [0] * 4 + [1, 0, 1, 0] + [22, 31, 28, 25] + [6, 5, 4, 6, 5, 4, 6, 5]
    steady = [10, 11, 9, 10] * 5
    folder = write_tables(tmp_path, {"新提法": wave, "老提法": steady}, [100] * 20)
    life = lives.lives(folder).set_index("formula")
    assert life.loc["新提法", ["first", "rise", "peak", "decline"]].tolist() == [
        "2004", "2008", "2009", "2012",
    ]  # fmt: skip
    assert life.loc["老提法", ["rise", "decline", "changes"]].tolist() == ["", "", 0]
    assert life.loc["新提法", "tier"] == "沸"


def test_one_document_is_no_peak(tmp_path):
    documents = [1] + [200] * 19
    folder = write_tables(tmp_path, {"提法": [1] + [0] * 9 + [150] * 10}, documents)
    assert lives.lives(folder)["peak"].tolist() == ["2010"]


@given(st.integers(1, 20), st.integers(20, 100))
def test_a_constant_share_never_changes(held, documents):
    assert lives.changes(np.full(15, min(held, documents)), np.full(15, documents)) == []


def test_false_changes_are_rare_and_true_ones_found():
    random = np.random.default_rng(3)
    documents = np.full(30, 200)
    false = sum(
        bool(lives.changes(random.binomial(documents, 0.05), documents)) for _ in range(200)
    )
    assert false <= 10  # one in twenty
    share = np.where(np.arange(30) < 12, 0.03, 0.12)
    found = [lives.changes(random.binomial(documents, share), documents) for _ in range(200)]
    assert sum(any(abs(place - 12) <= 1 for place in places) for places in found) >= 180


def test_the_partition_is_the_best_of_all():
    """Against trying every set of change points, on short series."""
    from itertools import combinations

    random = np.random.default_rng(5)
    for _ in range(30):
        documents = random.integers(20, 60, 7)
        held = random.binomial(documents, random.choice([0.1, 0.5], 7))
        penalty = 3 * np.log(7) * lives._dispersion(held.astype(float), documents.astype(float))

        def cost(places, held=held, documents=documents, penalty=penalty):
            edges = [0, *places, 7]
            spans = zip(edges, edges[1:], strict=False)
            sums = [(held[a:b].sum(), documents[a:b].sum()) for a, b in spans]
            parts = [
                lives._deviance(np.array([float(h)]), np.array([float(m)]))[0] for h, m in sums
            ]
            return sum(parts) + penalty * len(places)

        every = (places for k in range(7) for places in combinations(range(1, 7), k))
        assert cost(lives.changes(held, documents)) == pytest.approx(min(map(cost, every)))


def test_contrast_of_two_periods(tmp_path):
    rows = [
        ("2001", "甲", "乙", 40, 60, 50, 1000, 0.5, 1.0),
        ("2002", "甲", "乙", 5, 60, 50, 1000, 0.1, 1.0),
        ("2002", "丙", "丁", 9, 10, 12, 1000, 0.9, 1.0),
        ("2001", "甲", "丁", 3, 60, 50, 1000, 0.0, 0.0),
    ]
    names = ["period", "source", "target", "count", "source_count", "target_count", "windows",
             "npmi", "g2"]  # fmt: skip
    pd.DataFrame(rows, columns=names).to_parquet(tmp_path / "cooccurrence.parquet")
    found = lives.contrast(tmp_path, "2001", "2002")
    assert found[["source", "target"]].values.tolist() == [["甲", "乙"], ["丙", "丁"]]
    assert found["count_other"].tolist() == [5, 9]
    assert lives.contrast(tmp_path, "2001", "1999").empty


def test_figures_of_an_archive_and_of_none(tmp_path):
    speech = corpus.Speech("x", "开会", root=tmp_path)
    (tmp_path / "corpus").mkdir()
    write_tables(tmp_path, {"提法": [0] * 10 + [9] * 10}, [30] * 20)
    assert lives_courses(speech, ".").axes[0].get_yticklabels()[0].get_text() == "提法  沸"
    none = lives_networks(speech, ".", "2001", "2001", labels="en").line
    assert none == "`lives_networks` No figure: no two periods to compare."


def test_missing_tables_are_a_fault(tmp_path):
    with pytest.raises(Fault, match="huayu archive INPUT --out DIR"):
        lives.lives(tmp_path)
