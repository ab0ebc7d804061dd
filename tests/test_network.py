"""Network statistics: by hand, against second implementations, and on simulated units."""

from __future__ import annotations

import importlib
import io
import itertools
import math

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from simulated import is_planted, planted, scattered, stretches, zipf

from huayu import association_measures as measures
from huayu import network
from huayu.corpus import Speech
from huayu.files import Fault
from huayu.layers import layer
from huayu.network import (
    account,
    association,
    bipartite,
    correction,
    export,
    graph,
    intervals,
    layout,
    null,
    power,
    shifts,
)
from huayu.network.association import significance
from huayu.network.graph import chosen
from huayu.network.incidence import incidence, paired

TABLES = [(10, 20, 20, 100), (3, 3, 3, 40), (1, 9, 14, 57), (8, 20, 25, 200), (30, 60, 31, 90)]


# --- measures ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counts", "npmi"),
    [
        ((0, 3, 4, 10), -1.0),
        ((4, 4, 4, 4), 1.0),  # in every unit
        ((2, 2, 2, 8), 1.0),  # only together
        ((1, 2, 5, 10), 0.0),  # independent
        ((2, 4, 4, 16), np.log(2) / np.log(8)),
    ],
)
def test_npmi_by_hand(counts, npmi):
    assert measures.npmi(*counts) == pytest.approx(npmi, abs=1e-12)


def test_measures_of_shares_are_those_of_counts():
    # 10 units: three with the one, four with the other, two with both
    assert measures.jaccard(0.2, 0.3, 0.4) == pytest.approx(measures.jaccard(2, 3, 4)) == 0.4
    assert measures.dice(0.2, 0.3, 0.4) == pytest.approx(measures.dice(2, 3, 4)) == 4 / 7
    assert measures.npmi(0.2, 0.3, 0.4, 1.0) == pytest.approx(measures.npmi(2, 3, 4, 10))
    assert measures.jaccard(0, 0, 0) == measures.dice(0, 0, 0) == 0.0


def test_npmi_is_no_more_than_one():
    # ln(0.4 / 0.16) / -ln(0.4) comes to 1.0000000000000002
    assert measures.npmi(2, 2, 2, 5) == 1.0


def test_attraction_has_the_sign_of_the_surplus():
    # terms of 10 in 40 units meet 2.5 times by chance
    g2 = measures.g2([1, 4], 10, 10, 40)
    assert measures.attraction([1, 4], 10, 10, 40).tolist() == [-(g2[0] ** 0.5), g2[1] ** 0.5]
    assert measures.attraction(1, 2, 20, 40) == measures.g2(1, 2, 20, 40) == 0.0


@pytest.mark.parametrize("counts", TABLES)
def test_null_of_equal_units_is_fishers_exact_test(counts):
    joint, first, second, units = counts
    law = null.joint_counts([first], [second], [first * second / units], min(first, second))[0]
    table = [[joint, first - joint], [second - joint, units - first - second + joint]]
    exact = stats.fisher_exact(table, alternative="greater").pvalue
    assert law[joint:].sum() == pytest.approx(exact, abs=1e-9)


def test_counts_of_quantedas_published_example():
    # fcm(tokens(c("a a a b b c", "a a c e", "a c e f g")), context = "document",
    #     count = "boolean"), from quanteda's reference page of fcm()
    texts = [text.split() for text in ("a a a b b c", "a a c e", "a c e f g")]
    table = network.cooccurrences(texts, minimum=1, draws=0)
    counts = {
        a + b: n for a, b, n in zip(table["source"], table["target"], table["count"], strict=True)
    }
    assert counts == {
        "ab": 1, "ac": 3, "ae": 2, "af": 1, "ag": 1, "bc": 1,
        "ce": 2, "cf": 1, "cg": 1, "ef": 1, "eg": 1, "fg": 1,
    }  # fmt: skip


def test_rows_by_hand():
    units = [["甲", "乙"], ["甲", "乙", "丙"], ["甲"], ["丙"], []]
    table = network.cooccurrences(units, minimum=1, draws=100).set_index(["source", "target"])
    row = table.loc[("乙", "甲")]
    assert (row["count"], row["jaccard"], row["dice"]) == (2, 2 / 3, 0.8)
    assert row["npmi"] == pytest.approx(np.log(0.4 / (0.6 * 0.4)) / -np.log(0.4), abs=1e-12)
    assert row["ci_low"] < row["npmi"] and 0 <= row["stability"] <= 1
    assert len(table) == 3 and table.index.is_unique


@pytest.mark.parametrize("units", [[], [[]], [["甲"]], [["甲"], ["甲"]], [["甲", "乙"]] * 3])
def test_degenerate_units(units):
    table = network.cooccurrences(units, draws=10)
    assert list(table.columns[:3]) == ["source", "target", "count"]
    assert (table["q"] > 0.05).all()


def test_strata_need_one_label_each():
    with pytest.raises(ValueError, match="1 labels for 2 units"):
        network.cooccurrences([["a"], ["b"]], strata=[1])


# --- null model --------------------------------------------------------------------------------


def uneven(seed: int, units: int = 40) -> list[list[str]]:
    """Units of very different length, as sentences are."""
    random = np.random.default_rng(seed)
    weights = 1 / np.arange(1, 61) ** 0.8
    names = np.array([f"w{number}" for number in range(60)])
    sizes = np.minimum(random.geometric(1 / 7, units), 30)
    chances = weights / weights.sum()
    return [list(random.choice(names, size, replace=False, p=chances)) for size in sizes]


def test_terms_of_more_units_than_there_are_must_meet():
    # 4 and 4 of 6.5 units in effect: at least two are joint in whole units, one at the margin
    law = null.joint_counts([4], [4], [16 / 6.5], 4)[0]
    assert law[0] == 0.0 < law[1] and law.sum() == pytest.approx(1.0)
    assert null.joint_counts([3], [3], [2.25], 3)[0] == pytest.approx([0, 0, 0.75, 0.25])


def test_a_term_that_is_not_there_meets_nobody():
    assert null.joint_counts([0, 2], [3, 2], [0.0, 1.0], 2).round(4).tolist() == [
        [1.0, 0.0, 0.0], [0.1667, 0.6667, 0.1667]
    ]  # fmt: skip


def test_laws_of_strata_are_listed_as_far_as_asked():
    # two strata, both terms in 3 of 10 units of each: 6 joint units are possible, 4 asked for
    margins, expected = np.full((1, 2, 2), 3), np.full((1, 2), 0.9)
    laws = {most: association._law(margins, expected, most)[0] for most in (4, 6)}
    assert len(laws[4]) == 5 and len(laws[6]) == 7
    one = stats.hypergeom.pmf(np.arange(4), 10, 3, 3)
    assert laws[6] == pytest.approx(np.convolve(one, one), abs=1e-12)


def test_chances_are_no_more_than_one():
    # added up from the right, the shares of a law can come to a little more
    whole = incidence([["甲", "乙"]] * 4 + [["丙"]] * 3)
    tested = significance(whole, paired(whole))
    assert tested.p.max() <= 1.0 and (tested.p >= tested.least).all()


def test_what_the_margins_leave_no_choice_of_is_certain():
    # one term in all three units, the others in one of them: the third unit has no room for them
    degree, size, p = null.propensities([3, 1, 1], [2, 2, 1])
    assert degree.tolist() == [1, 3] and size.tolist() == [1, 2]
    assert p[1].tolist() == [1.0, 1.0] and p[0, 0] == 0.0 and p[0, 1] == pytest.approx(0.5)
    turned = null.propensities([2, 2, 1], [3, 1, 1])[2]
    assert turned == pytest.approx(p.T)


def test_terms_of_units_of_one_never_meet():
    assert null.expected_by_degree([1, 1], [1, 1])[1].tolist() == [[0.0]]


def test_terms_of_one_unit_meet_as_often_as_expected():
    assert null.joint_counts([1], [1], [0.1], 1)[0] == pytest.approx([0.9, 0.1])
    assert null.joint_counts([1], [5], [0.25], 1)[0] == pytest.approx([0.75, 0.25])


def test_tails_with_margins_kept_on_average_by_enumeration():
    degrees, sizes = [3, 3, 2, 1], [3, 2, 2, 1, 1]
    degree, size, p = null.propensities(degrees, sizes)
    one, two = p[np.searchsorted(degree, 3)], p[np.searchsorted(degree, 2)]
    for joint in range(4):
        tail = 0.0
        for met in itertools.product((0, 1), repeat=len(sizes)):
            shares = [one[at] * two[at] for at in np.searchsorted(size, sizes)]
            way = [share if held else 1 - share for share, held in zip(shares, met, strict=True)]
            tail += np.prod(way) * (sum(met) >= joint)
        found = null.bicm_tails([3, 3], [2, 2], [joint, 3], degrees, sizes)
        assert found[0] == pytest.approx(tail) and found[1] <= found[0]


def test_rounds_end_when_nothing_changes_any_more(monkeypatch):
    rounds, outer = [], np.outer
    monkeypatch.setattr(null.np, "outer", lambda *given: rounds.append(1) or outer(*given))
    null.propensities([4, 3, 2, 2, 1], [4, 3, 2, 2, 1])
    assert 0 < len(rounds) < null.ROUNDS / 10


def test_trades_deal_anew_and_keep_a_single_unit_as_it_is():
    two = np.eye(4, 2, dtype=bool) | np.eye(4, 2, -2, dtype=bool)  # each unit two terms of four
    drawn = [null.swapped(two, seed) for seed in range(40)]
    assert all((one.sum(axis=0) == 2).all() and (one.sum(axis=1) == 1).all() for one in drawn)
    assert len({one.tobytes() for one in drawn}) == 6  # all ways to choose two of four
    alone = np.array([[True], [False]])
    assert (null.swapped(alone, 0) == alone).all()


EVEN = [
    [f"w{number % 8}", f"w{(number + 1) % 8}", f"w{(number**2 + 3) % 8}"] for number in range(32)
]


@pytest.mark.parametrize("units", [zipf(3, 30, 12, 4), EVEN])
def test_groups_of_pairs_give_what_each_pair_gives(units):
    strata = [number % 2 for number in range(len(units))]
    whole = incidence(units, strata)
    pairs = paired(whole)
    tested = significance(whole, pairs)
    laws, expected = [], []
    for first, second in zip(pairs.first, pairs.second, strict=True):
        own = []
        for stratum in (0, 1):
            matrix = whole.matrix[:, whole.strata == stratum].toarray()
            k = matrix.sum(axis=1)
            degree, mean = null.expected_by_degree(k, matrix.sum(axis=0))
            at = np.searchsorted(degree, k[[first, second]])
            own.append((k[first], k[second], mean[at[0], at[1]]))
        expected.append(sum(mean for _, _, mean in own))
        parts = [null.joint_counts([a], [b], [mean], int(min(a, b))) for a, b, mean in own]
        laws.append(null.convolved(parts)[0])
    tails = [law[::-1].cumsum()[::-1] for law in laws]
    strength = [correction.evidence(law[None])[0] for law in laws]
    assert tested.expected == pytest.approx(expected)
    seen = [tail[count] for tail, count in zip(tails, pairs.joint, strict=True)]
    assert tested.p == pytest.approx(seen)
    assert tested.least == pytest.approx([tail[-1] for tail in tails])
    observed = np.array([own[count] for own, count in zip(strength, pairs.joint, strict=True)])
    attracted = observed > 0
    q = correction.discrete(observed[attracted], np.concatenate(strength), np.concatenate(laws))
    assert tested.q[attracted] == pytest.approx(q) and (tested.q[~attracted] == 1.0).all()
    assert 0 < attracted.sum() < len(attracted)


def test_wide_laws_are_listed_as_far_as_they_have_mass(monkeypatch):
    monkeypatch.setattr(association, "LISTED", 100)
    for margin, highest, most in ((100, 3, 100), (101, 3, 76), (400, 3, 76), (400, 90, 90)):
        margins, expected = np.full((1, 1, 2), margin), np.array([[16.0]])
        (chunk,) = association._chunks(margins, expected, np.array([highest]))
        assert chunk[0].tolist() == [0] and chunk[1] == most  # 16 + 10 · 4 + 20


def test_chunks_hold_so_many_numbers_but_never_nothing(monkeypatch):
    margins = np.array([[[9, 9]], [[4, 4]], [[9, 12]], [[9, 9]]])
    for cells, expected in (
        (20, [([1, 0], 9), ([2, 3], 9)]),  # the narrow first, two laws of ten numbers at a time
        (19, [([1], 4), ([0], 9), ([2], 9), ([3], 9)]),
        (1, [([1], 4), ([0], 9), ([2], 9), ([3], 9)]),
        (40, [([1, 0, 2, 3], 9)]),
    ):
        monkeypatch.setattr(association, "CELLS", cells)
        chunks = association._chunks(margins, np.ones((4, 1)), np.zeros(4, int))
        assert [(own.tolist(), most) for own, most in chunks] == expected


def test_strata_are_the_exact_mantel_haenszel_law():
    rng = np.random.default_rng(3)
    first, second, stratum = rng.random(60) < 0.4, rng.random(60) < 0.4, np.repeat([0, 1, 2], 20)
    laws, joint = [np.ones(1)], int((first & second).sum())
    for s in range(3):
        own = stratum == s
        a, b = int(first[own].sum()), int(second[own].sum())
        laws.append(stats.hypergeom.pmf(np.arange(min(a, b) + 1), 20, a, b))
    whole = laws[0]
    for law in laws[1:]:
        whole = np.convolve(whole, law)
    ours = [
        null.joint_counts([first[stratum == s].sum()], [second[stratum == s].sum()],
                          [first[stratum == s].sum() * second[stratum == s].sum() / 20],
                          min(first[stratum == s].sum(), second[stratum == s].sum()))
        for s in range(3)
    ]  # fmt: skip
    assert null.convolved(ours)[0][joint:].sum() == pytest.approx(whole[joint:].sum(), abs=1e-12)


def test_a_confounded_pair_is_no_association_within_parts():
    # both terms fill the first part and are absent from the second; within it they are independent
    rng = np.random.default_rng(0)
    units = [[] for _ in range(120)]
    for number, unit in enumerate(units):
        if number < 60:
            unit.extend(term for term in ("甲", "乙") if rng.random() < 0.7)
        unit.extend(f"w{word}" for word in rng.choice(40, 7 - len(unit), replace=False))
    parts = [number // 60 for number in range(120)]
    whole = incidence(units)
    pairs = paired(whole)
    pooled = significance(whole, pairs).q[pairs.joint.argmax()]
    within = network.cooccurrences(units, strata=parts, draws=0).set_index(["source", "target"])
    assert pooled < 0.05 < within.loc[("乙", "甲"), "q"]


# --- shifts ------------------------------------------------------------------------------------


def test_laws_of_shifts_are_those_of_every_turn():
    random = np.random.default_rng(0)
    units = [[t for t in "abcd" if random.random() < 0.5] for _ in range(11)]
    strata = [1] * 5 + [2] * 6
    whole = incidence(units, strata)
    first, second = np.triu_indices(4, 1)
    found = shifts.laws(whole, first, second)
    matrix = whole.matrix.toarray().astype(int)
    for row, (a, b) in enumerate(zip(first, second, strict=True)):
        one = [matrix[a, :5] @ np.roll(matrix[b, :5], turn) for turn in range(5)]
        two = [matrix[a, 5:] @ np.roll(matrix[b, 5:], turn) for turn in range(6)]
        counts = np.bincount(np.add.outer(one, two).ravel(), minlength=found.shape[1])
        assert found[row] == pytest.approx(counts / 30)


def test_shifts_keep_bursts_and_strata():
    whole = incidence([["a"] if 2 <= n < 6 else [] for n in range(20)], [0] * 10 + [1] * 10)
    drawn = {shifts.shifted(whole, seed)[0].tobytes() for seed in range(60)}
    assert len(drawn) == 10  # every turn of the first stratum, nothing in the second
    for one in drawn:
        row = np.frombuffer(one, bool)
        assert row.sum() == row[:10].sum() == 4
        assert (row[:10] & np.roll(row[:10], 1)).sum() == 3  # still one run of four, round the end


def test_a_sample_of_pairs_stands_for_all(monkeypatch):
    units = planted(0, 12)
    exact = network.cooccurrences(units, draws=0)
    monkeypatch.setattr(shifts, "PAIRS", 4000)
    drawn = network.cooccurrences(units, draws=0)
    both = exact.merge(drawn, on=["source", "target"])
    near = both[both["q_x"] <= 0.2]
    assert len(near) >= 10 and np.abs(near["q_x"] - near["q_y"]).max() < 0.1


def test_bursts_alone_are_no_associations():
    found, margins = [], []
    for seed in range(20):
        units, parts = stretches(seed)
        table = network.cooccurrences(units, strata=parts, draws=0)
        found.append((table["q"] <= 0.05).any())
        whole = incidence(units, parts)
        margins.append((significance(whole, paired(whole)).q <= 0.05).any())
    assert np.mean(found) <= 0.1 and np.mean(margins) >= 0.5


def test_ties_over_several_points_are_found_among_even_terms():
    recall = []
    for seed in range(5):
        units, points = scattered(seed)
        table = network.cooccurrences(units, strata=points, draws=0)
        recall.append(is_planted(table[table["q"] <= 0.05]).sum() / 4)
    assert np.mean(recall) >= 0.8


# --- corrections -------------------------------------------------------------------------------


def test_discrete_counts_points_by_hand():
    points, mass = [4.0, 3.0, 2.0, 2.0], [0.001, 0.002, 0.05, 0.05]
    q = correction.discrete([3.0, 2.0, 1.0], points, mass)
    assert q == pytest.approx([2 * 0.003 / 1, 2 * 0.103 / 2, 2 * 0.103 / 3][:1] + [0.206 / 3] * 2)


def test_tarone_pays_only_for_what_could_be_found():
    least = np.concatenate([np.full(5, 1e-4), np.full(1000, 0.2)])
    assert correction.testable(least).sum() == 5
    assert not correction.testable([0.5, 0.9]).any()


@pytest.mark.parametrize(
    ("least", "expected"),
    [
        ([0.04], [True]),
        ([0.05], [True]),  # a test that can just reach the level
        ([0.06], [False]),
        ([0.04, 0.9], [True, False]),  # the other is not paid for
        ([0.02, 0.04], [True, False]),  # two to be paid for at 0.05 each, one at 0.025
        ([0.025, 0.025, 1.0], [True, True, False]),
        ([], []),
    ],
)
def test_testable_by_hand(least, expected):
    assert correction.testable(least, 0.05).tolist() == expected


def test_evidence_of_what_cannot_be_is_none():
    found = correction.evidence(np.array([[0.5, 0.5, 0.0], [0.0, 1.0, 0.0]]))
    assert found[0, 0] < 0 < found[0, 1] and found[0, 2] == -np.inf
    assert found[1, 1] == pytest.approx(0.0, abs=1e-12)  # what is certain speaks for nothing
    assert (found[1, [0, 2]] == -np.inf).all()


def test_q_values_lie_between_nought_and_one():
    assert correction.discrete([5.0], [1.0], [0.5]).tolist() == [0.0]  # beyond all that chance can
    assert correction.discrete([1.0], [1.0], [3.0]).tolist() == [1.0]
    # one family of three chosen: a third of the level
    assert correction.hierarchical([[0.01], [0.6], [0.5]])[0].tolist() == [0.03]
    # a family at the level is chosen, and the level is met exactly
    assert [q.tolist() for q in correction.hierarchical([[0.05], [0.05]])] == [[0.05], [0.05]]


def test_no_tests_no_q_values():
    assert correction.discrete([], [2.0], [0.1]).tolist() == []
    assert [q.tolist() for q in correction.hierarchical([[], [0.01]])] == [[], [0.02]]


def test_hierarchical_is_not_laxer_than_each_part():
    q = [np.array([0.01, 0.3]), np.array([0.5]), np.array([0.02])]
    adjusted = correction.hierarchical(q)
    assert all((new >= old).all() for new, old in zip(adjusted, q, strict=True))
    assert adjusted[0][0] == pytest.approx(max(0.01 * 3 / 2, 0.03))
    assert adjusted[1][0] == pytest.approx(0.75)


# --- intervals ---------------------------------------------------------------------------------


def test_reweighted_counts_have_the_interval_of_npmi():
    units = planted(0, 10)
    whole = incidence(units)
    row = {term: number for number, term in enumerate(whole.terms)}
    pair = ([row["left0"]], [row["right0"]])
    counts = intervals.recounted(whole.matrix, pair, draws=4000)
    drawn = measures.npmi(*counts)
    low, high, stable = intervals.npmi_interval([10], [20], [20], 200, draws=4000)
    assert np.quantile(drawn, [0.025, 0.975]) == pytest.approx([low[0], high[0]], abs=0.03)
    again = (measures.attraction(*counts) >= intervals.FOUND_AGAIN).mean()
    assert again == pytest.approx(stable[0], abs=0.03)


def test_stability_tells_a_broad_tie_from_one_sentence():
    units = [["甲", "乙"]] * 8 + [["丙", "丁"]] + [["戊"]] * 40
    table = network.cooccurrences(units, minimum=1).set_index(["source", "target"])
    assert table.loc[("乙", "甲"), "stability"] > 0.95
    assert table.loc[("丁", "丙"), "stability"] < 0.75


def test_reweighted_cells_are_the_posterior():
    # one unit with the one, two with the other, none with both or neither; half a unit more each
    matrix = incidence([["甲"], ["乙"], ["乙"]]).matrix
    joint, first, second, units = intervals.recounted(matrix, ([0], [1]), draws=20_000)
    cells = np.hstack([joint, first - joint, second - joint, units - first - second + joint])
    assert (cells > 0).all() and cells.sum(axis=1) == pytest.approx(3)
    alpha = np.array([0.5, 2.5, 1.5, 0.5])  # 乙 stands in more units, so it is the first row
    law = stats.dirichlet(alpha)
    assert cells.mean(axis=0) / 3 == pytest.approx(law.mean(), abs=0.01)
    assert np.cov(cells.T / 3) == pytest.approx(law.cov(), abs=0.003)


def test_the_interval_is_the_middle_95_percent_of_the_posterior():
    # 3 joint units, 2 and 4 of one alone, 21 of neither, half a unit more of each
    cells = np.random.default_rng(5).dirichlet([3.5, 2.5, 4.5, 21.5], 40_000)
    counts = (cells[:, 0], cells[:, 0] + cells[:, 1], cells[:, 0] + cells[:, 2], 1.0)
    drawn = measures.npmi(*counts)
    found = intervals.npmi_interval([3], [5], [7], 30, draws=40_000)
    # standard error of such a quantile is about 0.003
    assert found.low[0] == pytest.approx(np.quantile(drawn, 0.025), abs=0.012)
    assert found.high[0] == pytest.approx(np.quantile(drawn, 0.975), abs=0.012)
    strong = measures.attraction(*(30 * share for share in counts)) >= intervals.FOUND_AGAIN
    assert found.stability[0] == pytest.approx(strong.mean(), abs=0.01)


def test_slices_hold_so_many_numbers_but_never_nothing(monkeypatch):
    monkeypatch.setattr(intervals, "CELLS", 10)
    assert [(s.start, s.stop) for s in intervals._slices(5, 4)] == [(0, 2), (2, 4), (4, 6)]
    assert [(s.start, s.stop) for s in intervals._slices(2, 11)] == [(0, 1), (1, 2)]


# --- centralities, communities -----------------------------------------------------------------


def test_centralities_equal_networkx():
    graph = nx.les_miserables_graph()
    for _, _, data in graph.edges(data=True):
        data["npmi"] = data["weight"] / 40
        data["length"] = 1 / data["npmi"]
    own = network.centralities(graph).set_index("node")
    between = nx.betweenness_centrality(graph, weight="length")
    vector = nx.eigenvector_centrality_numpy(graph, weight="npmi")
    top = max(map(abs, vector.values()))
    for node in graph:
        assert own.at[node, "degree"] == graph.degree(node)
        assert own.at[node, "strength"] == pytest.approx(graph.degree(node, weight="npmi"))
        assert own.at[node, "betweenness"] == pytest.approx(between[node], abs=1e-9)
        assert own.at[node, "eigenvector"] == pytest.approx(abs(vector[node]) / top, abs=1e-6)


def test_eigenvectors_are_of_the_leading_component():
    for pair, other in ((0.5, 0.3), (0.3, 0.5)):
        graph = nx.Graph([("a", "b", {"npmi": pair}), ("x", "y", {"npmi": other})])
        vector = network.centralities(graph).set_index("node")["eigenvector"]
        led = ["a", "b"] if pair > other else ["x", "y"]
        assert vector[led].tolist() == pytest.approx([1.0, 1.0])
        assert (vector.drop(led) == 0.0).all()


def test_centralities_of_two_nodes_and_of_weak_ties():
    graph = nx.Graph([("a", "b", {"npmi": 0.4}), ("b", "c", {"npmi": -0.2})])
    table = network.centralities(graph).set_index("node")
    assert table["strength"].tolist() == [0.4, 0.4, 0.0]  # negative ones left out
    assert table["betweenness"].tolist() == [0.0, 1.0, 0.0]  # a way, if a long one
    pair = network.centralities(nx.Graph([("a", "b", {"npmi": 0.4})]))
    assert pair[["degree", "betweenness"]].values.tolist() == [[1, 0], [1, 0]]


def test_centrality_intervals_are_quantiles_of_reweighted_samples():
    units = [["甲", "乙"]] * 6 + [["甲", "丙"]] * 2 + [["丁"]] * 12
    graph = nx.Graph([("甲", "乙", {"npmi": 0.6}), ("丙", "甲", {"npmi": 0.4})])
    table = network.centralities(graph, units, draws=300, seed=4).set_index("node")
    whole = incidence(units)
    row = {term: number for number, term in enumerate(whole.terms)}
    pairs = ([row["甲"], row["甲"]], [row["乙"], row["丙"]])
    counts = intervals.recounted(whole.matrix, pairs, 300, 4)
    strength = np.maximum(measures.npmi(*counts), 0)
    again = measures.attraction(*counts) >= intervals.FOUND_AGAIN
    for end, share in (("low", 0.025), ("high", 0.975)):
        bound = np.quantile(strength, share, axis=0)
        assert table.loc[["乙", "丙"], f"strength_{end}"].tolist() == pytest.approx(bound)
        hub = np.quantile(strength.sum(axis=1), share)
        assert table.at["甲", f"strength_{end}"] == pytest.approx(hub)
        edges = np.quantile(again.sum(axis=1), share)
        assert table.at["甲", f"degree_{end}"] == pytest.approx(edges)
    absent = network.centralities(nx.Graph([("甲", "戊", {"npmi": 0.1})]), units, draws=50)
    assert len(absent) == 2 and absent["strength_low"].notna().all()


def test_no_edges_no_centrality():
    graph = nx.Graph()
    graph.add_nodes_from("ab")
    table = network.centralities(graph, [["a"], ["b"]], draws=5)
    assert (table.drop(columns="node") == 0).all(axis=None)
    found = network.communities(graph)
    assert found["community"].tolist() == [0, 0] and np.isnan(found.attrs["stability"])


def test_communities_of_two_cliques():
    graph = nx.connected_caveman_graph(3, 6)
    nx.set_edge_attributes(graph, 0.5, "npmi")
    table = network.communities(graph)
    assert table.groupby("community").size().tolist() == [6, 6, 6]
    assert table.attrs["stability"] > 0.9 and (table["stability"] > 0.9).all()
    assert table.equals(network.communities(graph))


def test_strong_ties_make_the_communities():
    for strong, weak, expected in ((0.9, 0.1, [1, 1, 2, 2]), (0.1, 0.9, [1, 2, 2, 1])):
        ring = nx.Graph([("a", "b", {"npmi": strong}), ("b", "c", {"npmi": weak})])
        ring.add_edge("c", "d", npmi=strong)
        ring.add_edge("d", "a", npmi=weak)
        table = network.communities(ring)
        assert table["community"].tolist() == expected
        # nine tenths of the strength lie inside, where chance would put half
        assert table.attrs["modularity"] == pytest.approx(0.4)
        assert table.attrs["stability"] == 1.0


def test_a_node_alone_is_in_no_community():
    graph = nx.Graph([("x", "y", {"npmi": 0.5})])
    graph.add_node("lone")
    graph.add_edges_from([("a", "b"), ("b", "c"), ("a", "c")], npmi=0.5)
    table = network.communities(graph).set_index("node")
    assert table["community"].to_dict() == {"x": 2, "y": 2, "lone": 0, "a": 1, "b": 1, "c": 1}
    assert table["stability"].drop("lone").tolist() == [1.0] * 5
    assert np.isnan(table.at["lone", "stability"])


def test_ties_without_a_weight_count_one_and_weak_ones_next_to_nothing():
    graph = nx.Graph([("a", "b"), ("b", "c"), ("a", "c")], weight="none")
    graph.add_edges_from([("x", "y"), ("y", "z"), ("x", "z")], npmi=1.0)
    graph.add_edge("a", "a", npmi=9.0)  # a term with itself is no tie
    graph.add_edge("c", "x", npmi=-0.5)
    table = network.communities(graph)
    assert table["community"].tolist() == [1, 1, 1, 2, 2, 2]
    assert table.attrs["modularity"] == pytest.approx(0.5, abs=1e-6)


def test_runs_that_agree_in_half_agree_on_nothing(monkeypatch):
    module = importlib.import_module("huayu.network.communities")
    ring = nx.cycle_graph(4)
    nx.set_edge_attributes(ring, 0.5, "npmi")
    own, told = module._runs, [np.array([[0, 0, 1, 1], [0, 1, 1, 0]])]
    monkeypatch.setattr(module, "_runs", lambda *given: told.pop() if told else own(*given))
    table = network.communities(ring, runs=2)
    assert table["community"].tolist() == [1, 2, 3, 4]
    assert table.attrs["stability"] == pytest.approx(-0.5)
    assert network.communities(ring, runs=1).attrs["stability"] == 1.0


def test_adjusted_rand_index_by_hand():
    from huayu.network.communities import rand_index

    # Hubert & Arabie's index for a 2 × 2 table of 2, 1, 0, 3 objects
    one, two = np.array([0, 0, 0, 1, 1, 1]), np.array([0, 0, 1, 1, 1, 1])
    expected = (4 - 6 * 7 / 15) / ((6 + 7) / 2 - 6 * 7 / 15)
    assert rand_index(one, two) == pytest.approx(expected)


def test_rand_index_of_partitions_that_leave_nothing_to_compare():
    from huayu.network.communities import rand_index

    alone, together, mixed = np.arange(4), np.zeros(4, int), np.array([0, 0, 1, 1])
    assert rand_index(np.array([0]), np.array([3])) == 1.0
    assert rand_index(alone, alone) == rand_index(together, together) == 1.0
    assert rand_index(alone, together) == rand_index(alone, mixed) == 0.0
    assert rand_index(mixed, np.array([0, 1, 0, 1])) == pytest.approx(-0.5)


def test_backbone_by_hand():
    graph = nx.Graph(
        [("a", "b", {"npmi": 0.8}), ("a", "c", {"npmi": 0.1}), ("a", "d", {"npmi": 0.1})]
    )
    kept = network.backbone(graph, alpha=0.1)
    assert list(kept.edges) == [("a", "b")] and set(kept) == set("abcd")
    assert kept.edges["a", "b"]["alpha"] == pytest.approx((1 - 0.8) ** 2)


def test_backbone_keeps_what_lies_below_alpha_only():
    path = nx.path_graph("abc")
    nx.set_edge_attributes(path, 0.3, "npmi")  # half of what the middle has: (1 - 1/2)^1
    assert network.backbone(path, alpha=0.5).number_of_edges() == 0
    kept = network.backbone(path, alpha=0.6)
    assert [data["alpha"] for _, _, data in kept.edges(data=True)] == [0.5, 0.5]
    nx.set_edge_attributes(path, 0.0, "npmi")
    assert network.backbone(path).number_of_edges() == 0  # no strength to carry a part of
    assert network.backbone(nx.Graph([("a", "b", {"npmi": 1.0})])).number_of_edges() == 0


# --- differences -------------------------------------------------------------------------------


def test_bridges_by_hand():
    rows = [
        (0, "a", "b", 4, 3.0, 0.01), (1, "a", "b", 3, 1.0, 0.2), (2, "a", "b", 1, 2.0, 0.9),
        (3, "a", "c", 2, 1.0, 0.05), (3, "d", "e", 1, 1.0, 0.04), (1, "a", "d", 9, 1.0, 0.06),
    ]  # fmt: skip
    columns = ["part", "source", "target", "count", "expected", "q"]
    table = network.bridges(pd.DataFrame(rows, columns=columns))
    assert list(table) == ["term", "surplus_1", "surplus_2", "surplus_3", "participation"]
    # a: shares 2/3 and 1/3, so (1 - 5/9) / (1 - 1/3); b in one part with more than c
    assert table["term"].tolist() == ["a", "b", "c", "d", "e"]
    assert table["participation"].tolist() == pytest.approx([2 / 3, 0, 0, 0, 0])
    assert table.iloc[:, 1:4].values.tolist() == [
        [2, 0, 1], [2, 0, 0], [0, 0, 1], [0, 0, 0], [0, 0, 0]
    ]  # fmt: skip
    one = network.bridges(pd.DataFrame(rows[1:2], columns=columns).assign(q=0.01))
    assert one["participation"].tolist() == [0.0, 0.0]
    none = network.bridges(pd.DataFrame(rows[:1], columns=columns))
    assert list(none) == ["term", "participation"] and none.empty


def test_parts_without_an_association_count_among_the_parts():
    rows = [(0, "a", "b", 4, 1.0, 0.01), (1, "a", "b", 2, 1.0, 0.2), (2, "a", "b", 2, 1.0, 0.2)]
    rows += [(3, "c", "d", 2, 1.0, 0.9)]
    columns = ["part", "source", "target", "count", "expected", "q"]
    table = network.bridges(pd.DataFrame(rows, columns=columns))
    assert table[["surplus_1", "surplus_2", "surplus_3"]].values.tolist() == [[1, 1, 0]] * 2
    assert table["participation"].tolist() == pytest.approx([(1 - 1 / 2) / (1 - 1 / 3)] * 2)


def test_power_is_what_simulation_finds():
    units = [[f"w{number % 40}", f"w{(number * 7) % 40}", "x"] for number in range(120)]
    table = power.detectable(incidence(units), 0.001).dropna()
    row = table.iloc[len(table) // 2]
    k = int(row["units"])
    law = null.joint_counts([k], [k], [row["expected"]], k)[0]
    tilted = law * row["odds"] ** np.arange(k + 1)
    assert law[int(row["joint"]) :].sum() <= 0.001 < law[int(row["joint"]) - 1 :].sum()
    assert tilted[int(row["joint"]) :].sum() / tilted.sum() == pytest.approx(0.8, abs=1e-6)


def test_odds_that_are_needed_by_hand():
    # joint with one in two: under odds o it is joint with o / (1 + o)
    law = np.array([0.5, 0.5])
    assert power._odds(law, 1.0, 0.8) == pytest.approx(4)
    assert power._odds(law, 1.0, 0.6) == pytest.approx(1.5)
    assert np.isnan(power._odds(law, 1.0, 0.99999))  # beyond odds of 10,000
    assert np.isnan(power._odds(law, np.nan, 0.8))
    assert power._odds(law, 0.0, 1.0) == 1.0  # what is always accepted needs no association


def test_what_can_be_detected_in_units_of_two():
    units = [[f"a{number}", f"b{number}"] for number in range(20)] * 2  # each term in two of 40
    table = power.detectable(incidence(units), 0.01)
    assert table["units"].min() == 2 and table["units"].max() == 20
    degree, mean = null.expected_by_degree([2] * 40, [2] * 40)
    assert table["expected"].to_numpy() == pytest.approx(mean[0, 0] * (table["units"] / 2) ** 2)
    for row in table.itertuples():
        k = int(row.units)
        law = null.joint_counts([k], [k], [min(row.expected, k)], k)[0]
        tail = law[::-1].cumsum()[::-1]
        least = np.flatnonzero((tail <= 0.01) & (law > 0))
        assert row.joint == least[0] if len(least) else np.isnan(row.joint)
    assert power.detectable(incidence([["a"], ["b"], ["a", "b"], ["b"]]), 0.1)[
        "units"
    ].tolist() == [2]
    assert power.detectable(incidence([[], []]), 0.1).empty
    once = power.detectable(incidence([["a", "b"], ["c", "d"], ["e", "f"], ["g", "h"]]), 0.1)
    assert once["expected"].tolist() == pytest.approx(
        [4 * null.expected_by_degree([1] * 8, [2] * 4)[1][0, 0]]
    )


def test_the_limit_of_p_looks_at_margins_alone():
    random = np.random.default_rng(0)
    units = zipf(0, 60)
    dealt = [[] for _ in units]  # the same margins of terms and units, other joint counts
    matrix = null.swapped(incidence(units).matrix.toarray() > 0, random)
    for row, unit in zip(*np.nonzero(matrix), strict=True):
        dealt[unit].append(incidence(units).terms[row])
    limits = []
    for some in (units, dealt):
        whole = incidence(some)
        limits.append(power.limit(whole, paired(whole)))
        can = correction.testable(significance(whole, paired(whole)).least, 0.025).sum()
        assert limits[-1] == 0.025 / can
    assert limits[0] == limits[1]
    alone = incidence([["a"], ["a"]])
    assert power.limit(alone, paired(alone)) == 0.025  # no pair at all


# --- layout ------------------------------------------------------------------------------------


def test_single_nodes_stand_in_rows_by_hand():
    wide = layout.positions(nx.empty_graph(["a", "b"]), {"a": (9.4, 1.4), "b": (9.4, 1.4)})
    assert wide == {"a": (5.0, 3.6), "b": (5.0, 1.0)}  # 10 × 2 with their gaps, 0.6 between them
    # sixteen of 4 × 2: rows of √(16 · 8 · 1.15 · 1.2) = 13.3, which hold three
    many = nx.empty_graph([f"{number:02}" for number in range(16)])
    placed = layout.positions(many, dict.fromkeys(many, (3.4, 1.4)))
    assert [placed[name] for name in ("00", "01", "02", "03")] == [
        (2.0, 14.0), (6.6, 14.0), (11.2, 14.0), (2.0, 11.4)
    ]  # fmt: skip
    assert placed["15"] == (2.0, 1.0)
    # 10 alone, then 4.7 + 0.6 + 4.7: a row may be full
    full = layout.positions(
        nx.empty_graph("abc"), {"a": (9.4, 1.4), "b": (4.1, 1.4), "c": (4.1, 1.4)}
    )
    assert full == {"a": (5.0, 3.6), "b": (2.35, 1.0), "c": (7.65, 1.0)}
    low = layout.positions(nx.empty_graph("ab"), dict.fromkeys("ab", (9.4, 0.2)))
    assert low == {"a": (5.0, 1.8), "b": (5.0, 0.4)}


def test_the_largest_component_is_on_top_and_the_corner_at_nought():
    graph = nx.Graph([("a", "b"), ("x", "y"), ("y", "z")])
    size = 6.0, 2.0
    placed = layout.positions(graph, dict.fromkeys(graph, size))
    low = np.array(list(placed.values())).min(axis=0) - np.array(size) / 2
    assert low == pytest.approx([layout.GAP / 2, layout.GAP / 2], abs=1e-3)
    assert min(placed[node][1] for node in "xyz") > max(placed[node][1] for node in "ab")
    assert layout.positions(nx.Graph(), {}) == {}


def test_stronger_ties_are_shorter():
    path = nx.Graph([("a", "b", {"npmi": 0.9}), ("b", "c", {"npmi": 0.1})])
    placed = layout.positions(path, dict.fromkeys(path, (0.1, 0.1)))
    # lengths 1.1 and 1.9
    assert math.dist(placed["a"], placed["b"]) < 0.7 * math.dist(placed["b"], placed["c"])
    path = nx.Graph([("a", "b"), ("b", "c", {"npmi": 0.9})])  # one that is not known: like nought
    placed = layout.positions(path, dict.fromkeys(path, (0.1, 0.1)))
    assert math.dist(placed["b"], placed["c"]) < 0.7 * math.dist(placed["a"], placed["b"])


def test_a_layout_depends_on_nothing_but_the_network():
    ties = [
        ("甲", "乙"),
        ("乙", "丙"),
        ("丙", "丁"),
        ("甲", "丁"),
        ("乙", "丁"),
        ("戊", "己"),
        ("己", "庚"),
    ]
    one, other = nx.Graph(ties), nx.Graph([(b, a) for a, b in ties[::-1]])
    placed = layout.positions(one, dict.fromkeys(one, (2.0, 1.0)))
    assert placed == layout.positions(other, dict.fromkeys(one, (2.0, 1.0)))
    numbers = [number for place in placed.values() for number in place]
    assert numbers == [round(number, 3) for number in numbers]


def test_boxes_move_no_farther_than_they_must():
    points = layout._apart(np.array([[0.0, 0.0], [1.0, 0.0], [1.5, 0.0]]), np.full((3, 2), 2.0))
    assert (np.diff(points[:, 0]) >= 2 - 1e-6).all() and (points[:, 1] == 0).all()
    assert np.ptp(points[:, 0]) < 4.1  # three boxes of 2 side by side
    same = layout._apart(np.zeros((2, 2)), np.array([[4.0, 1.0], [4.0, 1.0]]))
    assert same.tolist() == [[0, -0.51], [0, 0.51]]  # one on the other: along the lesser side


# --- speeches ----------------------------------------------------------------------------------

TALK = (
    "同志们：\n一、坚持改革\n"
    + "要深化改革开放，激励干部担当作为。我们坚持全面从严治党。企业是市场的主体。\n" * 4
    + "二、改善生态\n"
    + "要加强生态文明建设，保护环境。人才是第一资源，创新是第一动力。\n" * 4
)


@pytest.fixture(scope="module")
def talk() -> Speech:
    return Speech("talk", TALK)


def test_terms_point_into_the_text_and_do_not_overlap(talk):
    terms = network.terms(talk)
    assert all(talk.text[r.start : r.end] == r.text for r in terms.itertuples())
    assert (terms["start"].to_numpy()[1:] >= terms["end"].to_numpy()[:-1]).all()
    assert terms.groupby("node")["kind"].nunique().max() == 1


def test_a_term_within_a_longer_one_is_no_second_term():
    speech = Speech("x", "要坚持从严管党治党。必须从严管党治党。" * 3)
    held = network.units(speech).terms
    assert {"管党治党", "从严管党治党"} - {term for unit in held for term in unit}
    assert all(not ({"管党治党", "从严管党治党"} <= set(unit)) for unit in held)


@pytest.mark.parametrize("window", ["clause", "sentence", "paragraph", 4, "6"])
def test_windows_hold_every_term_of_the_body(talk, window):
    held = network.units(talk, window)
    terms = network.terms(talk)
    body = set(terms[terms["zone"] == "body"]["node"])
    assert {term for unit in held.terms for term in unit} == body
    assert len(held.terms) == len(held.parts) == len(held.places)


def test_the_network_of_a_part(talk):
    whole, second = network.concept_network(talk), network.concept_network(talk, 2)
    assert set(whole) == set(second)
    assert all(second.nodes[node]["units"] <= whole.nodes[node]["units"] for node in whole)
    for _, _, data in whole.edges(data=True):
        assert data["q"] <= 0.05 and data["association"]
    assert not list(nx.selfloop_edges(whole))


def test_windows_of_words_slide_within_parts(talk):
    words = layer(talk, "tokens")
    words = words[(words["zone"] == "body") & words["text"].str.contains(r"\w")]
    for size, step in ((2, 1), (5, 1), (5, 5), (5, 3)):
        found = network.windows(talk, size, step)
        assert list(found) == ["start", "end", "part", "point"]
        expected = [
            (own["start"].iloc[first], own["end"].iloc[first + size - 1], part)
            for part, own in words.groupby("part")
            for first in range(0, len(own) - size + 1, step)
        ]
        assert found[["start", "end", "part"]].to_records(index=False).tolist() == expected
    whole = network.windows(talk, 10_000)  # a part that is shorter is one window
    assert whole["part"].tolist() == sorted(set(words["part"]))
    assert list(network.windows(talk, "clause")) == ["start", "end", "part", "point"]


def test_pairs_that_meet_in_no_independent_window_are_not_tested(talk):
    table = network.edges(talk, 8)
    whole = table[table["part"] == 0]
    untested = whole["ci_low"].isna()
    assert 0 < untested.sum() < len(whole)
    assert (whole.loc[untested, ["p", "q"]] == 1.0).all(axis=None)
    held = network.units(talk, 8).terms
    nodes = sorted(network.nodes(talk, held)["node"])
    joint = {
        pair: sum(set(pair) <= set(unit) for unit in held)
        for pair in itertools.combinations(nodes, 2)
    }
    assert whole.set_index(["source", "target"])["count"].to_dict() == {
        pair: count for pair, count in joint.items() if count > 0
    }
    assert 1 in joint.values()


def test_nodes_are_in_order_and_words_limited(talk):
    held = network.units(talk).terms
    for most in (2, 40):
        table = network.nodes(talk, held, most=most)
        rows = [(row.kind, -row.units, row.node) for row in table.itertuples()]
        assert rows == sorted(rows) and len({node for *_, node in rows}) == len(rows)
        assert list(table) == ["node", "kind", "group", "zh", "en", "units"]
        assert all(
            row.units == sum(row.node in unit for unit in held) >= 3 for row in table.itertuples()
        )
    every = network.nodes(talk, held, most=10_000)
    words = every[every["kind"] == "word"]["node"].tolist()
    assert len(words) > 2
    few = network.nodes(talk, held, most=2)
    assert few[few["kind"] == "word"]["node"].tolist() == words[:2]
    assert (few["kind"] != "word").sum() == len(every) - len(words)


def test_what_was_tested_is_what_the_edges_say():
    talk = Speech("x", TALK + "企业是市场的主体。\n")  # terms of the first part, once in the second
    table, found = account.tested(talk).set_index("part"), network.edges(talk)
    held = network.units(talk)
    chosen = set(network.nodes(talk, held.terms)["node"])
    assert table.index.tolist() == [0, 1, 2]
    for part, row in table.iterrows():
        own = found[found["part"] == part]
        units = [unit for unit, at in zip(held.terms, held.parts, strict=True) if part in (0, at)]
        nodes = chosen & {term for unit in units for term in unit}
        assert row["units"] == len(units) and row["nodes"] == len(nodes)
        assert row["pairs"] == own["pairs"].iloc[0] == len(nodes) * (len(nodes) - 1) / 2
        assert row["met"] == len(own) and row["associations"] == (own["q"] <= 0.05).sum()
        assert row["testable"] <= row["pairs"]
    assert table.loc[0, "testable"] > 0
    lines = account.in_words(talk).splitlines()
    assert [line.split("**")[1] for line in lines] == ["Whole text", "Part 1", "Part 2"]


@pytest.mark.parametrize(("part", "window"), [(3, "sentence"), (0, "sentence"), (None, "page")])
def test_no_such_part_or_window(talk, part, window):
    with pytest.raises(Fault):
        network.concept_network(talk, part, window)


@pytest.mark.parametrize("text", ["大家好。", "新年好！\n祝大家幸福。" * 3, "**同志讲了话。"])
def test_speeches_without_parts_or_concepts(text):
    graph = network.concept_network(Speech("x", text))
    assert graph.number_of_edges() == 0
    assert graph.graph["pairs"] == len(graph) * (len(graph) - 1) / 2


def test_descriptive_edges_are_marked(talk):
    graph = network.concept_network(talk, descriptive=5)
    rest = [data for _, _, data in graph.edges(data=True) if not data["association"]]
    assert len(rest) <= 5
    assert all(data["q"] > 0.05 and data["ci_low"] > 0 for data in rest)


def test_edges_to_show_by_hand():
    columns = ["part", "pairs", "source", "target", "count", "expected", "ci_low", "q"]
    rows = [
        (0, 9, "a", "b", 5, 0.5, 0.20, 0.05),  # at the level
        (0, 9, "a", "c", 2, 0.8, 0.10, 0.06),
        (0, 9, "a", "d", 1, 0.9, 0.30, 0.06),  # met once
        (0, 9, "a", "e", 4, 0.9, 0.00, 0.06),  # may as well be nought
        (0, 9, "a", "f", 3, 0.8, 0.10, 0.90),
    ]
    table = chosen(pd.DataFrame(rows, columns=columns), descriptive=5)
    assert table["target"].tolist() == ["b", "f", "c"]
    assert table["association"].tolist() == [True, False, False]
    assert list(table) == [*columns[2:], "association"]
    assert len(chosen(pd.DataFrame(rows, columns=columns))) == 1


def test_a_network_says_what_it_is_of(talk):
    whole, second = network.concept_network(talk), network.concept_network(talk, 2)
    held = network.units(talk)
    assert whole.graph["part"] == 0 and second.graph["part"] == 2
    assert whole.graph["units"] == len(held.terms) > second.graph["units"] == held.parts.count(2)
    assert whole.graph["speech"] == "talk" and whole.graph["level"] == 0.05
    table = network.edges(talk)
    for drawn, part in ((whole, 0), (second, 2)):
        assert drawn.graph["pairs"] == table.loc[table["part"] == part, "pairs"].iloc[0]
    for node, data in second.nodes(data=True):
        own = [unit for unit, at in zip(held.terms, held.parts, strict=True) if at == 2]
        assert data["units"] == sum(node in unit for unit in own)


def test_the_table_of_a_part_is_of_that_part(talk):
    found = network.edges(talk)
    for part, number in ((None, 0), (1, 1), (2, 2)):
        table = pd.read_csv(io.StringIO(export.csv(talk, part)))
        own = found[found["part"] == number]
        assert table[["source", "target", "count"]].values.tolist() == (
            own[["source", "target", "count"]].values.tolist()
        )
        assert table["association"].tolist() == (own["q"] <= 0.05).tolist()
    apart = found[found["part"] == 1].set_index(["source", "target"])
    assert not apart.index.equals(found[found["part"] == 2].set_index(["source", "target"]).index)


def test_edges_are_numbered_through(talk):
    table = network.edges(talk)
    assert table.index.tolist() == list(range(len(table)))
    assert table["part"].drop_duplicates().tolist() == [0, 1, 2]
    assert network.edges(talk, by_part=False)["part"].unique().tolist() == [0]


def same(one: nx.Graph, other: nx.Graph) -> None:
    assert set(one) == set(other)
    assert {frozenset(edge) for edge in one.edges} == {frozenset(edge) for edge in other.edges}
    for node, data in one.nodes(data=True):
        assert {k: other.nodes[node][k] for k in data} == data
    for a, b, data in one.edges(data=True):
        assert {k: other.edges[a, b][k] for k in data} == data


@pytest.fixture(scope="module")
def first() -> Speech:
    from huayu import corpus

    return corpus.load("2021-city-secretary")


def test_exports_come_back_equal(first, tmp_path):
    shape = (None, "sentence", 10)
    graph = export.plain(network.concept_network(first, descriptive=10))
    assert graph.number_of_edges() > 10
    (tmp_path / "x.graphml").write_text(export.graphml(first, *shape), encoding="utf-8")
    (tmp_path / "x.gexf").write_text(export.gexf(first, *shape), encoding="utf-8")
    same(graph, nx.read_graphml(tmp_path / "x.graphml"))
    same(graph, nx.read_gexf(tmp_path / "x.gexf"))
    assert export.gexf(first, *shape) == export.gexf(first, *shape)
    table = pd.read_csv(io.StringIO(export.csv(first)))
    found = network.edges(first)
    assert len(table) == (found["part"] == 0).sum()
    assert table["association"].sum() == (found[found["part"] == 0]["q"] <= 0.05).sum()


def test_gexf_is_what_gephi_reads(first):
    from xml.etree import ElementTree

    root = ElementTree.fromstring(export.gexf(first, None, "sentence", 5))
    space = {"g": "http://www.gexf.net/1.2draft"}
    graph = root.find("g:graph", space)
    assert root.get("version") == "1.2" and graph.get("defaultedgetype") == "undirected"
    declared = {
        part.get("class"): {a.get("id") for a in part.findall("g:attribute", space)}
        for part in graph.findall("g:attributes", space)
    }
    ids = {node.get("id") for node in graph.iterfind("g:nodes/g:node", space)}
    for edge in graph.iterfind("g:edges/g:edge", space):
        assert edge.get("source") in ids and edge.get("target") in ids
        used = {value.get("for") for value in edge.iterfind("g:attvalues/g:attvalue", space)}
        assert used <= declared["edge"]
    types = {a.get("type") for a in graph.iterfind("g:attributes/g:attribute", space)}
    assert types <= {"integer", "long", "double", "float", "boolean", "string"}


def test_positions_keep_labels_apart(first):
    from huayu.network.layout import positions

    graph = network.concept_network(first, descriptive=40)
    boxes = {node: (len(node) * 1.0, 2.6) for node in graph}
    placed = positions(graph, boxes)
    for a, b in itertools.combinations(graph, 2):
        across = abs(placed[a][0] - placed[b][0]) - (boxes[a][0] + boxes[b][0]) / 2
        down = abs(placed[a][1] - placed[b][1]) - (boxes[a][1] + boxes[b][1]) / 2
        assert max(across, down) > -0.01, (a, b)
    assert placed == positions(graph, boxes)


def test_the_page_is_closed_and_escaped():
    from huayu.figures.network_page import LIBRARY, network_page

    text = "要深化改革开放<script>alert(1)</script>，激励干部&群众。"
    speech = Speech("x", (text + "企业是市场的主体。") * 6, {"title": "<b>标题</b>"})
    page = network_page(speech)
    assert "<script>alert" not in page and "<b>标题" not in page
    library = LIBRARY.read_text(encoding="utf-8")
    assert library in page and "Permission is hereby granted" in library  # with its licence
    own = page.replace(library, "")
    assert "http://" not in own and "https://" not in own
    assert page == network_page(speech)
    assert "@font-face" in page  # Chinese shows where no font has it


def test_a_group_has_one_colour_however_many_nodes_are_shown():
    from huayu import corpus
    from huayu.figures.networks import drawing

    speech = corpus.load("2021-city-secretary")
    few, many = (drawing(speech, "sentence", "zh", most) for most in (12, 60))
    assert len(few.places) < len(many.places)
    assert all(many.colours[node] == colour for node, colour in few.colours.items())


@pytest.mark.parametrize("form", ["csv", "graphml", "gexf", "html"])
def test_the_command_prints_data_alone(capsys, form):
    from huayu import cli

    assert cli.main(["network", "constructed-two-parts", "--part", "2", "--format", form]) == 0
    out, err = capsys.readouterr()
    start = {"csv": "source,target,count", "graphml": "<?xml", "gexf": "<gexf", "html": "<!DOCTYPE"}
    assert out.startswith(start[form]) and not err


@pytest.mark.parametrize("given", [["--part", "7"], ["--window", "page"], ["--window", "1"]])
def test_the_command_refuses_in_one_line(capsys, given):
    from huayu import cli

    try:
        status = cli.main(["network", "constructed-two-parts", *given])
    except SystemExit as ended:  # the arguments themselves are amiss
        status = ended.code
    out, err = capsys.readouterr()
    assert status == 2 and not out and err.count("\n") == 1


# --- points and concepts ------------------------------------------------------------------------


def test_concepts_by_point_by_hand():
    text = (
        "一、深化改革\n要深化改革。改革开放不停步。\n二、从严治党\n要全面从严治党。要深化改革。\n"
        "三、结语\n天气很好。\n"
    )
    table = bipartite.points(Speech("x", text * 1))
    held = network.units(Speech("x", text))
    for concept in table.index:
        for place in table.columns:
            own = [set(t) for t, s in zip(held.terms, held.strata, strict=True) if s == place]
            assert table.loc[concept, place] == sum(concept in terms for terms in own)
    assert list(table.columns) == list(dict.fromkeys(held.strata))


def test_correspondence_keeps_the_distances_between_profiles():
    # of a table of three columns two axes carry all: there the map's distances are chi-square's
    counts = np.array([[10, 2, 1], [3, 8, 2], [1, 1, 9], [4, 4, 4]])
    found = bipartite.correspondence(pd.DataFrame(counts))
    profiles = counts / counts.sum(axis=1, keepdims=True)
    mass = counts.sum(axis=0) / counts.sum()
    for a, b in itertools.combinations(range(len(counts)), 2):
        apart = np.sqrt(((profiles[a] - profiles[b]) ** 2 / mass).sum())
        assert np.linalg.norm(found.rows[a] - found.rows[b]) == pytest.approx(apart)
    inertia = stats.chi2_contingency(counts).statistic / counts.sum()
    rows = counts.sum(axis=1) / counts.sum()
    assert (rows[:, None] * found.rows**2).sum() == pytest.approx(inertia)
    assert found.inertia.sum() == pytest.approx(1) and len(found.inertia) == 2


def test_spanning_ties_join_all_that_can_be_joined():
    random = np.random.default_rng(3)
    units = [list(random.choice(list("abcdefgh"), 3, replace=False)) for _ in range(40)]
    table = network.cooccurrences([*units, ["x"], ["x"]], draws=0)
    found = graph.spanning(table, [*"abcdefgh", "x"])
    drawn = nx.from_pandas_edgelist(found)
    assert set(drawn) == set("abcdefgh") and nx.is_connected(drawn)
    ties = nx.Graph()
    ties.add_weighted_edges_from(
        zip(table["source"], table["target"], graph.strengths(table), strict=True)
    )
    best = nx.maximum_spanning_tree(ties).size("weight")
    assert found[~found["association"]]["strength"].sum() == pytest.approx(best)


def test_the_shift_test_needs_more_joint_units_where_it_has_fewer_turns():
    long, short = (
        incidence([["a"]] * 60, strata) for strata in ([0] * 60, [n // 6 for n in range(60)])
    )
    needed = power.turned(long, [3, 10], 0.05)
    assert (needed <= [3, 10]).all()
    # in one run of sixty units no turn is rarer than one in sixty
    assert np.isnan(power.turned(long, [10], 1 / 61)).all()
    assert np.isfinite(power.turned(short, [10], 1 / 61)).all()
    # two terms of forty in sixty must meet in twenty, and meet in 26.7 by chance
    assert 27 < power.turned(short, [40], 0.001)[0] <= 40


# --- simulated: slow, so they come last ----------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.sampled_from("abcdefgh"), max_size=6), max_size=25), st.booleans())
def test_invariants(units, split):
    strata = [number % 2 for number in range(len(units))] if split else None
    table = network.cooccurrences(units, minimum=1, strata=strata, draws=20)
    assert (table["source"] < table["target"]).all()
    assert table["p"].between(0, 1).all() and table["q"].between(0, 1).all()
    assert table[["jaccard", "dice", "stability"]].stack().between(0, 1 + 1e-12).all()
    assert table[["npmi", "ci_low", "ci_high"]].stack().between(-1, 1).all()
    assert (table["ci_low"] <= table["ci_high"]).all()
    for row in table.itertuples():
        assert row.count == sum({row.source, row.target} <= set(unit) for unit in units)
    again = network.cooccurrences(units[::-1], minimum=1, strata=strata and strata[::-1], draws=0)
    merged = table.merge(again, on=["source", "target"])
    assert len(merged) == len(table) and np.allclose(merged["p_x"], merged["p_y"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.booleans(), min_size=6, max_size=6), min_size=2, max_size=9))
def test_propensities_keep_the_margins(rows):
    matrix = np.array(rows)
    degree, size, p = null.propensities(matrix.sum(1), matrix.sum(0))
    whole = p[np.searchsorted(degree, matrix.sum(1))][:, np.searchsorted(size, matrix.sum(0))]
    assert ((whole >= 0) & (whole <= 1)).all()
    # perfectly nested margins are reached only in the limit
    assert np.abs(whole.sum(1) - matrix.sum(1)).max() < 0.05
    assert np.abs(whole.sum(0) - matrix.sum(0)).max() < 0.05


@pytest.mark.parametrize(("units", "one", "two", "odds"), [
    (37, 0.1, 0.1, 5), (37, 0.1, 0.3, 30), (114, 0.05, 0.05, 5), (114, 0.1, 0.1, 1),
    (200, 0.03, 0.1, 5), (200, 0.3, 0.3, 5),
])  # fmt: skip
def test_intervals_of_npmi_cover(units, one, two, odds):
    total = 1 + (one + two) * (odds - 1)
    both = one * two if odds == 1 else (
        (total - np.sqrt(total**2 - 4 * odds * (odds - 1) * one * two)) / (2 * (odds - 1))
    )  # fmt: skip
    shares = [both, one - both, two - both, 1 - one - two + both]
    cells = np.random.default_rng(1).multinomial(units, shares, size=500)
    counts = (cells[:, 0], cells[:, 0] + cells[:, 1], cells[:, 0] + cells[:, 2])
    low, high, _ = intervals.npmi_interval(*counts, units, draws=500)
    true = measures.npmi(both, one, two, 1.0)
    assert ((low <= true) & (true <= high)).mean() >= 0.9


def test_strength_intervals_cover():
    # a hub with three ties of known strength; the edges are given, their weights drawn anew
    rng = np.random.default_rng(2)
    share = {"hub": 0.3}
    truth = 3 * measures.npmi(0.3 * 0.5, 0.3, 0.3 * 0.5 + 0.7 * 0.1, 1.0)
    covered = []
    for seed in range(60):
        hub = rng.random(100) < share["hub"]
        leaves = [rng.random(100) < np.where(hub, 0.5, 0.1) for _ in range(3)]
        columns = [("hub", hub), *((f"leaf{n}", leaf) for n, leaf in enumerate(leaves))]
        units = [[name for name, held in columns if held[unit]] for unit in range(100)]
        graph = nx.Graph([("hub", f"leaf{n}", {"npmi": 0.5}) for n in range(3)])
        row = network.centralities(graph, units, 200, seed).set_index("node").loc["hub"]
        covered.append(row["strength_low"] <= truth <= row["strength_high"])
    assert np.mean(covered) >= 0.88  # 0.95 less two standard errors of 60 samples


def test_a_null_without_unit_lengths_would_find_too_much():
    # the reason for the model: on uneven units Fisher's test alone errs far above its level
    rates = []
    for seed in range(5):
        whole = incidence(uneven(seed, 80))
        pairs = paired(whole, 3)
        k = whole.matrix.sum(axis=1).astype(int)
        n = whole.matrix.shape[1]
        plain = stats.hypergeom.sf(pairs.joint - 1, n, k[pairs.first], k[pairs.second])
        own = significance(whole, pairs)
        rates.append(((plain <= 0.01).mean(), (own.p <= 0.01).mean()))
    fisher, margins = np.mean(rates, axis=0)
    assert margins <= 0.01 < fisher


def test_swapped_keeps_margins_and_agrees_with_the_analytic_null():
    whole = incidence(uneven(1))
    matrix = whole.matrix.toarray() > 0
    pairs = paired(whole, 3)
    degrees, sizes = matrix.sum(1), matrix.sum(0)
    degree, mean = null.expected_by_degree(degrees, sizes)
    at = np.searchsorted(degree, degrees)
    expected = mean[at[pairs.first], at[pairs.second]]
    law = null.joint_counts(degrees[pairs.first], degrees[pairs.second], expected, 40)
    tail = law[:, ::-1].cumsum(axis=1)[:, ::-1]
    counts = []
    for seed in range(300):
        drawn = null.swapped(matrix, seed)
        assert (drawn.sum(0) == sizes).all() and (drawn.sum(1) == degrees).all()
        drawn = drawn.astype(int)
        counts.append((drawn @ drawn.T)[pairs.first, pairs.second])
    counts = np.array(counts)
    assert abs(counts.mean() / expected.mean() - 1) < 0.01
    assert np.abs(counts.mean(0) - expected).max() < 0.35  # Monte Carlo error is about 0.1
    row = np.arange(len(expected))
    for limit in (0.05, 0.01):
        seen = np.mean([(tail[row, drawn] <= limit).mean() for drawn in counts])
        said = (law * (tail <= limit)).sum(1).mean()
        assert seen == pytest.approx(said, rel=0.15)


@pytest.mark.xfail(strict=True, reason="turned within runs, eight of twenty are too near chance")
def test_eight_joint_units_are_enough():
    # the margins alone would bear them out; what is asked for bursts costs even terms two units
    found = []
    for seed in range(2):
        table = network.cooccurrences(planted(seed, 8), draws=0)
        found.append(is_planted(table[table["q"] <= 0.05]).sum() / 10)
    assert np.mean(found) >= 0.5


def test_the_whole_pipeline_finds_nothing_in_shuffled_sentences(first):
    """Words permuted over sentences with all margins kept, selection and correction included."""
    held = network.units(first)
    whole = incidence(held.terms)
    parts = np.array(held.parts)
    found = []
    for seed in range(20):
        drawn = np.zeros(whole.matrix.shape, bool)
        for part in np.unique(parts):
            own = parts == part
            drawn[:, own] = null.swapped(whole.matrix[:, own].toarray() > 0, seed)
        units = [[whole.terms[row] for row in np.flatnonzero(column)] for column in drawn.T]
        nodes = network.nodes(first, units)["node"].tolist()
        table = network.cooccurrences(units, 1, nodes, held.parts, draws=0)
        found.append((table["q"] <= 0.05).sum())
    assert np.mean(found) <= 0.5


def test_nothing_is_found_where_nothing_is():
    found = [(network.cooccurrences(zipf(seed), draws=0)["q"] <= 0.05).sum() for seed in range(20)]
    assert np.mean(found) <= 0.5


def test_planted_pairs_are_found_and_little_else():
    recall, false = [], []
    for seed in range(20):
        table = network.cooccurrences(planted(seed, 10), draws=0)
        table = table[table["q"] <= 0.05]
        true = is_planted(table)
        recall.append(true.sum() / 10)
        false.append(1 - true.sum() / max(len(true), 1))
    assert np.mean(recall) >= 0.9
    assert np.mean(false) <= 0.05


# --- second implementations ----------------------------------------------------------------------


@pytest.mark.parametrize("counts", TABLES)
def test_measures_equal_nltk_and_scipy(counts):
    from nltk.metrics import BigramAssocMeasures  # half of what the other imports take together

    joint, first, second, units = counts
    assert measures.g2(*counts) == pytest.approx(
        BigramAssocMeasures.likelihood_ratio(joint, (second, first), units), abs=1e-6
    )
    assert measures.jaccard(*counts[:3]) == pytest.approx(
        BigramAssocMeasures.jaccard(joint, (second, first), units), abs=1e-9
    )
    assert measures.dice(*counts[:3]) == pytest.approx(
        BigramAssocMeasures.dice(joint, (second, first), units), abs=1e-9
    )
    pmi = BigramAssocMeasures.pmi(joint, (second, first), units) * np.log(2)
    assert measures.npmi(*counts) == pytest.approx(pmi / -np.log(joint / units), abs=1e-9)
    table = [[joint, first - joint], [second - joint, units - first - second + joint]]
    if np.min(table) > 0:
        g = stats.chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic
        assert measures.g2(*counts) == pytest.approx(g, abs=1e-9)


def test_propensities_and_tails_equal_bicm():
    bicm = pytest.importorskip("bicm", reason="the second implementation is not installed")
    whole = incidence(zipf(0, units=40, words=30, size=6))
    matrix = whole.matrix.toarray().astype(int)
    graph = bicm.BipartiteGraph(matrix)
    graph.solve_tool(verbose=False, print_error=False)
    degree, size, p = null.propensities(matrix.sum(1), matrix.sum(0))
    own = p[np.searchsorted(degree, matrix.sum(1))][:, np.searchsorted(size, matrix.sum(0))]
    theirs = graph.get_bicm_matrix()
    assert np.abs(own - theirs).max() < 1e-6
    pairs = paired(whole)
    k = matrix.sum(1)
    tails = null.bicm_tails(k[pairs.first], k[pairs.second], pairs.joint, k, matrix.sum(0))
    for number in range(0, len(tails), 40):
        q = own[pairs.first[number]] * own[pairs.second[number]]
        law = np.ones(1)
        for share in q:
            law = np.convolve(law, [1 - share, share])
        assert tails[number] == pytest.approx(law[pairs.joint[number] :].sum(), abs=1e-9)
