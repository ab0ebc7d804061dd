"""Lives of formulas: change points, temperature, peaks, and two periods side by side."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huayu import corpus, lives, reference
from huayu.figures.lives import lives_courses, lives_neighbours, lives_networks
from huayu.files import Fault
from huayu.lives import courses

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
        penalty = 3 * np.log(7) * courses._dispersion(held.astype(float), documents.astype(float))

        def cost(places, held=held, documents=documents, penalty=penalty):
            edges = [0, *places, 7]
            spans = zip(edges, edges[1:], strict=False)
            sums = [(held[a:b].sum(), documents[a:b].sum()) for a, b in spans]
            parts = [
                courses._deviance(np.array([float(h)]), np.array([float(m)]))[0] for h, m in sums
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


# periods of counts, and the company of a formula


def of_counts(name, date, terms, formulas=()):
    """A text known by the counts of its parts: the terms of each, and the formulas of the first."""
    parts = tuple(
        {"part": number, "characters": 9, "words": 9, "sentences": 1,
         "counts": {"terms": dict.fromkeys(held, 1),
                    "formulas": dict.fromkeys(formulas if number == 1 else (), 1)}}
        for number, held in enumerate(terms, start=1)
    )  # fmt: skip
    return reference.Reference({"id": name, "date": date, "path": ""}, "", parts)


OLD, NEW = [["生产", "改革"], ["学习"]], [["市场", "改革"], ["生产", "学习"]]
EARLY = [of_counts(f"a{n}", f"195{n % 10}", OLD, ["改革"]) for n in range(12)]
LATE = [of_counts(f"b{n}", f"199{n % 10}", NEW, ["改革", "开放"]) for n in range(11)]
UNDATED = of_counts("c", "unknown", [["改革"]])


STRETCHES = [
    ([1951, 1962], ["1950–1969"] * 2),
    ([1951, 1952, 1962, 1963], ["1950–1959"] * 2 + ["1960–1969"] * 2),
    ([1951, 1952, 1963], ["1950–1969"] * 3),
    ([], []),
]


@pytest.mark.parametrize(("years", "expect"), STRETCHES)
def test_stretches_hold_enough_documents_each(years, expect):
    assert lives.stretches(years, least=2) == dict(zip(years, expect, strict=True))


def test_tables_of_counts_by_hand(tmp_path):
    rows = lives.counted([*EARLY, *LATE, UNDATED], tmp_path)
    assert rows["documents"] == 23 and rows["rejected"] == 1
    periods = lives.table(tmp_path, "periods")
    assert periods["period"].tolist() == ["1950–1959", "1990–1999"]
    assert periods["documents"].tolist() == [12, 11]
    shares = lives.shares(tmp_path)
    assert shares.loc["改革"].tolist() == [1, 1] and shares.loc["开放"].tolist() == [0, 1]
    pairs = lives.table(tmp_path, "cooccurrence").set_index(["period", "source", "target"])
    assert pairs.loc[("1950–1959", "改革", "生产"), "count"] == 12
    assert pairs.loc[("1990–1999", "市场", "改革"), ["count", "windows"]].tolist() == [11, 22]
    assert ("1990–1999", "改革", "生产") not in pairs.index
    before = {path.name: path.read_bytes() for path in tmp_path.glob("*.parquet")}
    lives.counted([*LATE, UNDATED, *EARLY], tmp_path)
    assert before == {path.name: path.read_bytes() for path in tmp_path.glob("*.parquet")}


def test_the_company_of_a_formula_changes_by_hand(tmp_path):
    lives.counted([*EARLY, *LATE], tmp_path)
    assert lives.subject(tmp_path) == "改革"
    found = lives.neighbours(tmp_path, "改革")
    assert set(found["neighbour"]) == {"生产"}  # 市场 has no window in the first period
    early = found[found["period"] == "1950–1959"].iloc[0]
    assert early[["joint", "formula_windows", "neighbour_windows", "windows"]].tolist() == [
        12, 12, 12, 24,
    ]  # fmt: skip
    cells = np.array([12, 0, 0, 12]) + 0.5
    value = np.log2(cells[0] * cells[3] / (cells[1] * cells[2]))
    error = 1.959964 * np.sqrt((1 / cells).sum()) / np.log(2)
    assert early["log_odds"] == pytest.approx(value)
    assert (early["low"], early["high"]) == pytest.approx((value - error, value + error))
    change = lives.changes_of(found).iloc[0]
    assert change["change"] < 0 and change["high"] < 0 and change["q"] < 0.001


def test_nothing_is_drawn_of_under_ten_documents(tmp_path):
    speech = corpus.Speech("x", "开会", root=tmp_path)
    (tmp_path / "corpus").mkdir()
    lives.counted(EARLY[:9], tmp_path)
    for draw in (lives_courses, lives_neighbours):
        assert "No figure" in draw(speech, ".", labels="en").line
    assert lives.ends(lives.table(tmp_path, "periods")) == ("", "")
    lives.counted([*EARLY, *LATE], tmp_path)
    made = lives_neighbours(speech, ".", labels="en")
    assert [axes.get_title(loc="left").split("\n")[0] for axes in made.axes] == [
        "1950–1959",
        "1990–1999",
    ]
