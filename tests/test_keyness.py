"""Keyness against values worked by hand, published examples and a second implementation."""

import math
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from huayu.keyness import (
    background,
    dispersions,
    distinction,
    joined,
    keyness,
    measures,
    sample,
    shrinkage,
    turbulence,
)
from huayu.keyness.dispersion import deviation
from huayu.keyness.similarity import (
    common,
    commonest,
    cosine,
    delta,
    positions,
    similarity,
    tree,
)

# counts and lengths: rare, common, zero on either side, unequal lengths
CASES = [
    (10, 2, 1000, 1000),
    (2, 10, 1000, 3000),
    (7, 0, 500, 4500),
    (0, 9, 500, 4500),
    (120, 80, 5323, 1500),
    (3, 3, 800, 800),
    (1, 6, 700, 900),
    (6, 1, 700, 900),
    (1, 1, 100, 5000),
    (1, 1, 5000, 100),
]


# measures of one term


def test_log_likelihood_by_hand():
    by_hand = 2 * (10 * math.log(10 / 6) + 2 * math.log(2 / 6))
    assert measures.log_likelihood(10, 2, 1000, 1000) == pytest.approx(by_hand, abs=1e-12)
    assert measures.log_likelihood(5, 10, 1000, 2000) == pytest.approx(0, abs=1e-12)
    assert measures.log_likelihood(0, 0, 1000, 2000) == 0


@pytest.mark.parametrize(("a", "b", "n1", "n2"), CASES)
def test_log_likelihood_against_scipy(a, b, n1, n2):
    wanted = [(a + b) * n1 / (n1 + n2), (a + b) * n2 / (n1 + n2)]
    two = stats.power_divergence([a, b], wanted, lambda_="log-likelihood").statistic
    table = [[a, b], [n1 - a, n2 - b]]
    four = stats.chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic
    assert measures.log_likelihood(a, b, n1, n2) == pytest.approx(two, abs=1e-9)
    assert measures.log_likelihood(a, b, n1, n2, cells=4) == pytest.approx(four, abs=1e-9)


@pytest.mark.parametrize(("a", "b", "n1", "n2"), CASES)
def test_the_exact_test_against_scipy(a, b, n1, n2):
    share = n1 / (n1 + n2)
    tails = [stats.binomtest(a, a + b, share, side).pvalue for side in ("less", "greater")]
    assert measures.exact(a, b, n1, n2) == pytest.approx(min(1, 2 * min(tails)), rel=1e-9)


def test_the_exact_test_by_hand():
    assert measures.exact(4, 0, 1000, 1000) == pytest.approx(2 / 16)
    assert measures.exact(3, 1, 1000, 1000) == pytest.approx(2 * 5 / 16)
    assert measures.exact(0, 0, 1000, 1000) == 1


@given(st.integers(0, 60), st.integers(0, 60), st.integers(100, 5000), st.integers(100, 5000))
def test_the_exact_test_and_the_exact_interval_agree(a, b, n1, n2):
    low, high = measures.exact_interval(a, b, n1, n2)
    p = float(measures.exact(a, b, n1, n2))
    assert (p < 0.05) == (low > 0 or high < 0) or abs(p - 0.05) < 1e-9


def test_log_ratio_and_its_interval_by_hand():
    assert measures.log_ratio(8, 2, 1000, 1000) == 2
    assert measures.log_ratio(0, 2, 1000, 1000) == -2  # zero counts half
    error = math.sqrt(1 / 8 - 1 / 1000 + 1 / 2 - 1 / 1000) / math.log(2)
    low, high = measures.log_ratio_interval(8, 2, 1000, 1000)
    assert low == pytest.approx(2 - 1.959963984540054 * error, abs=1e-9)
    assert high == pytest.approx(2 + 1.959963984540054 * error, abs=1e-9)


@pytest.mark.parametrize(("a", "b", "n1", "n2"), [case for case in CASES if all(case)])
def test_the_log_ratio_interval_against_scipy(a, b, n1, n2):
    wanted = stats.contingency.relative_risk(a, n1, b, n2).confidence_interval(0.95)
    low, high = measures.log_ratio_interval(a, b, n1, n2)
    assert [2**low, 2**high] == pytest.approx([wanted.low, wanted.high], rel=1e-9)


def test_the_interval_of_a_term_that_one_text_lacks_is_open():
    low, high = measures.log_ratio_interval(31, 0, 5000, 1500)
    # the lower end p of the share solves p ** 31 = 0.025
    share = 0.025 ** (1 / 31)
    assert high == np.inf
    assert low == pytest.approx(math.log2(share / (1 - share) * 1500 / 5000), abs=1e-9)
    assert measures.log_ratio_interval(0, 31, 5000, 1500)[0] == -np.inf


@pytest.mark.parametrize(("a", "b", "n1", "n2"), CASES)
@pytest.mark.parametrize("tests", [1, 250])
def test_the_conservative_log_ratio_against_scipy(a, b, n1, n2, tests):
    level = 1 - 0.05 / tests
    ends = stats.binomtest(a, a + b).proportion_ci(level, method="exact")
    with np.errstate(divide="ignore"):
        low, high = (np.log2(np.float64(p) / (1 - p) * n2 / n1) if p < 1 else np.inf for p in ends)
    wanted = low if low > 0 else high if high < 0 else 0.0
    found = measures.conservative_log_ratio(a, b, n1, n2, tests)
    assert found == pytest.approx(wanted, abs=1e-8)


def test_percent_difference_and_bayes_information_by_hand():
    assert measures.percent_difference(15, 10, 1000, 1000) == pytest.approx(50)
    assert measures.percent_difference(5, 10, 1000, 1000) == pytest.approx(-50)
    assert measures.percent_difference(5, 0, 1000, 1000) == np.inf
    assert measures.bayes_information(20.0, 1000, 1000) == pytest.approx(20 - math.log(2000))


counts = st.integers(0, 60)
lengths = st.integers(100, 5000)


@given(counts, counts, lengths, lengths)
def test_target_and_reference_change_places(a, b, n1, n2):
    for measure in (measures.log_ratio, measures.conservative_log_ratio):
        assert measure(a, b, n1, n2) == pytest.approx(-measure(b, a, n2, n1), abs=1e-8)
    for measure in (measures.log_likelihood, measures.exact):
        assert measure(a, b, n1, n2) == pytest.approx(measure(b, a, n2, n1), abs=1e-9)


@given(counts, counts, lengths, lengths)
def test_the_conservative_log_ratio_is_never_the_bolder_one(a, b, n1, n2):
    bold = (
        float(measures.log_ratio(a, b, n1, n2))
        if a and b
        else math.copysign(math.inf, a / n1 - b / n2)
    )
    careful = float(measures.conservative_log_ratio(a, b, n1, n2))
    assert abs(careful) <= abs(bold) + 1e-9 and np.sign(careful) in (0, np.sign(bold))


# dispersion: the toy corpus of Gries (2008), five parts of 9, 10, 10, 10 and 11 words
GRIES = [
    "b a m n i b e u p", "b a s a t b e w q n", "b c a g a b e s t a",
    "b a g h a b e a a t", "b a h a a b e a x a t",
]  # fmt: skip


def gries():
    words = [line.split() for line in GRIES]
    where = [part for part, line in enumerate(words) for _ in line]
    return sample([word for line in words for word in line], where)


def test_dispersion_of_the_published_example():
    found = dispersions(gries()).loc["a"]
    assert found["dp"] == pytest.approx(0.18, abs=1e-9)
    assert found["dp_norm"] == pytest.approx(0.18 / 0.82, abs=1e-9)
    assert found["juilland"] == pytest.approx(0.785, abs=5e-4)
    assert found[["range", "segments"]].tolist() == [5, 5]


def test_dispersion_against_its_definition():
    one = gries()
    table = dispersions(one)
    rates = one.matrix(list(table.index)) / one.lengths[:, None]
    for place, word in enumerate(table.index):
        held = one.matrix([word])[:, 0]
        assert table.loc[word, "dp"] == pytest.approx(deviation(held, one.lengths), abs=1e-12)
        spread = rates[:, place].std() / rates[:, place].mean()
        assert table.loc[word, "juilland"] == pytest.approx(max(1 - spread / 2, 0), abs=1e-9)
        assert table.loc[word, "range"] == (held > 0).sum()


def test_a_word_in_one_place_and_a_word_everywhere():
    one = sample(["甲"] * 4 + ["乙"] * 4, [0, 0, 0, 0, 0, 1, 2, 3], [10, 10, 10, 10])
    found = dispersions(one)
    assert found.loc["甲", ["dp", "dp_norm", "juilland", "range"]].tolist() == [0.75, 1, 0, 1]
    assert found.loc["乙", ["dp", "dp_norm", "juilland", "range"]].tolist() == [0, 0, 1, 4]


def test_one_segment_has_no_dispersion():
    found = dispersions(sample(["甲", "甲"]))
    assert found.loc["甲", ["dp", "dp_norm", "juilland"]].isna().all()
    assert found.loc["甲", "range"] == 1


@given(st.lists(st.tuples(st.sampled_from("甲乙丙"), st.integers(0, 4)), min_size=1))
def test_dispersion_stays_within_its_bounds(drawn):
    found = dispersions(sample([w for w, _ in drawn], [s for _, s in drawn], [10] * 5))
    inside = found[["dp", "dp_norm", "juilland"]]
    assert ((inside >= 0) & (inside <= 1)).all(axis=None)


# samples


def test_an_occurrence_outside_every_segment_is_refused():
    with pytest.raises(ValueError):
        sample(["甲"], [3], [10, 10])
    with pytest.raises(ValueError):
        sample(["甲"], [1], [10, 0])


def test_joined_samples_keep_their_counts_and_segments():
    one = joined([sample(["甲", "乙"], [0, 1], [5, 5]), sample(["甲"], [0], [7])], "both")
    assert (one.size, one.counts.to_dict(), one.segments.tolist()) == (
        17, {"甲": 2, "乙": 1}, [0, 1, 2],
    )  # fmt: skip


# the table


def test_the_table_on_plain_lists():
    table = keyness(["改革"] * 30 + ["发展"] * 20, ["改革"] * 5 + ["发展"] * 20 + ["的"] * 25)
    rows = table.set_index("term")
    assert table["term"].tolist() == ["改革", "发展", "的"]
    assert rows.loc["改革", ["target", "reference", "target_rate"]].tolist() == [30, 5, 600]
    assert rows.loc["的", "diff"] == -100 and rows.loc["发展", "log_ratio"] == 0
    assert (rows["q"] >= rows["p"]).all() and (rows["lrc"].abs() <= rows["log_ratio"].abs()).all()
    assert rows.loc["改革", "test"] == "g2"


def test_small_counts_get_the_exact_test():
    table = keyness(["甲"] * 4 + ["乙"] * 996, ["乙"] * 1000).set_index("term")
    assert table.loc["甲", "test"] == "exact"
    assert table.loc["甲", "p"] == pytest.approx(2 * 0.5**4)


def test_terms_too_rare_are_left_out():
    assert keyness(["甲", "甲", "乙"], ["丙"], least=2)["term"].tolist() == ["甲"]
    assert keyness(["甲", "乙"], ["丙"], least=3).empty


def test_dispersion_is_that_of_the_text_whose_mark_a_term_is():
    target = sample(["甲"] * 8 + ["乙"], [0, 1, 2, 3] * 2 + [0], [10] * 4)
    reference = sample(["乙"] * 8 + ["甲"], [0] * 8 + [1], [20, 20])
    rows = keyness(target, reference).set_index("term")
    assert rows.loc["甲", ["range", "segments"]].tolist() == [4, 4]
    assert rows.loc["乙", ["range", "segments"]].tolist() == [1, 2]


@pytest.mark.parametrize(("target", "reference"), [([], ["甲"]), (["甲"], []), ([], [])])
def test_an_empty_text_is_refused(target, reference):
    with pytest.raises(ValueError, match="without words"):
        keyness(target, reference)


def test_one_word_can_be_held_against_many_and_many_against_one():
    assert keyness(["甲"], ["甲"] * 9)["target"].tolist() == [1]
    assert keyness(["甲"] * 9, ["甲"])["reference"].tolist() == [1]


def test_terms_that_nothing_is_sure_of_go_by_evidence_and_then_by_name():
    """甲 differs most, but 乙 is better attested; 丁 and 丙 are alike in all but their name."""
    target = ["甲"] * 3 + ["乙"] * 20 + ["丙", "丁"] * 3 + ["的"] * 3000
    reference = ["甲"] * 1 + ["乙"] * 10 + ["丙", "丁"] * 2 + ["的"] * 3000
    table = keyness(target, reference)
    assert (table["lrc"] == 0).all()
    assert table["term"].tolist() == ["乙", "甲", "丁", "丙", "的"]


@pytest.mark.parametrize("name", ["jieba", "wordfreq"])
def test_a_background(name):
    found = background(name)
    assert found.counts["的"] > found.counts["改革"] > found.counts.get("以案促改", 0)
    table = keyness(["改革"] * 20 + ["的"] * 30 + ["担当"] * 10, found).set_index("term")
    assert table.loc["改革", "lrc"] > 0 and np.isnan(table.loc["改革", "dp"])


def test_an_unknown_background_is_refused():
    with pytest.raises(ValueError, match="wordfreq"):
        background("nobody")


# several texts


def test_log_odds_by_hand():
    """Equations 15, 16 and 22 of Monroe et al. (2008), each text against the rest."""
    texts = {"甲": ["改革"] * 12 + ["发展"] * 8, "乙": ["改革"] * 3 + ["发展"] * 27}
    found = distinction([sample(words, name=name) for name, words in texts.items()], weight=10)
    row = found[(found["sample"] == "甲") & (found["term"] == "改革")].iloc[0]
    prior = 10 * 15 / 50
    here, there = 12 + prior, 3 + prior
    odds = math.log(here / (20 + 10 - here)) - math.log(there / (30 + 10 - there))
    assert row["log_odds"] == pytest.approx(odds, abs=1e-12)
    assert row["z"] == pytest.approx(odds / math.sqrt(1 / here + 1 / there), abs=1e-12)
    assert (row["count"], row["rest"]) == (12, 3)
    assert found["sample"].tolist() == ["甲", "甲", "乙", "乙"]


def test_each_text_lists_its_own_marks_first_and_then_by_name():
    one = sample(["甲"] * 12 + ["乙"] * 4 + ["丁", "丙"] * 4, name="后")
    other = sample(["甲"] * 4 + ["乙"] * 12 + ["丁", "丙"] * 4, name="前")
    found = distinction([one, other])
    assert found["sample"].tolist() == ["后"] * 4 + ["前"] * 4
    assert found["term"].tolist() == ["甲", *sorted("丁丙"), "乙", "乙", *sorted("丁丙"), "甲"]


def test_a_strong_prior_draws_towards_nothing():
    texts = [sample(["改革"] * 9 + ["发展"], name="甲"), sample(["改革"] + ["发展"] * 9, name="乙")]
    weak, strong = (distinction(texts, weight=w)["z"].abs().max() for w in (1, 10000))
    assert strong < weak / 5


def test_one_term_alone_tells_nothing():
    found = distinction([sample(["甲"] * 5, name="一"), sample(["甲"] * 9, name="二")])
    assert found["log_odds"].tolist() == [0, 0]


@pytest.mark.parametrize("names", [["一"], ["一", "一"]])
def test_distinction_needs_two_names(names):
    with pytest.raises(ValueError):
        distinction([sample(["甲"], name=name) for name in names])


# similarity


def test_delta_against_its_definition():
    rates = np.array([[3.0, 1, 9], [1, 1, 4], [2, 1, 5], [7, 1, 2]])
    scores = stats.zscore(rates[:, [0, 2]], ddof=1)
    for i in range(4):
        for j in range(4):
            wanted = np.abs(scores[i] - scores[j]).mean()
            assert delta(rates)[i, j] == pytest.approx(wanted, abs=1e-12)


def test_delta_of_one_text_or_of_equal_texts_is_zero():
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # nothing is divided by nothing on the way
        assert delta(np.ones((1, 4))).tolist() == [[0.0]]
    assert not delta(np.ones((3, 4))).any()


def test_cosine_is_the_bhattacharyya_coefficient():
    rates = np.array([[0.2, 0.3, 0.5], [0.6, 0.3, 0.1]])
    wanted = 1 - np.sqrt(rates[0] * rates[1]).sum()
    assert cosine(rates)[0, 1] == pytest.approx(wanted, abs=1e-12)


def pairs():
    """Four texts, two of one kind and two of another, eight segments each."""
    kinds = {"甲": ["改革"] * 9 + ["发展"], "乙": ["改革"] + ["发展"] * 9}
    where = [segment for segment in range(8) for _ in range(10)]
    return [
        sample(words * 8, where, name=f"{name}{copy}")
        for name, words in kinds.items()
        for copy in (1, 2)
    ]


def test_two_kinds_of_text_make_two_stable_branches():
    found = similarity(pairs(), resamples=50)
    merges, support = tree(found)
    first = {frozenset(map(int, merge[:2])) for merge in merges[:2]}
    assert first == {frozenset({0, 1}), frozenset({2, 3})}
    assert support.tolist() == [1, 1, 1]


def test_the_same_seed_gives_the_same_draws():
    one, two, other = (similarity(pairs(), resamples=20, seed=seed).resampled for seed in (1, 1, 2))
    assert (one == two).all() and one.shape == (20, 4, 4) == other.shape


def test_a_line_is_mapped_as_a_line():
    distances = np.abs(np.subtract.outer([0.0, 1, 3, 6], [0.0, 1, 3, 6]))
    found = similarity(pairs(), resamples=3)._replace(distances=distances)
    places, clouds, share = positions(found)
    assert share == pytest.approx(1)
    apart = np.abs(np.subtract.outer(places["x"].to_numpy(), places["x"].to_numpy()))
    assert apart == pytest.approx(distances, abs=1e-9)
    assert clouds.shape == (3, 4, 2)


def test_a_tree_needs_two_texts():
    with pytest.raises(ValueError):
        tree(similarity(pairs()[:1], vocabulary=["改革"], resamples=2))


def test_the_text_farthest_out_lies_on_the_positive_side():
    """So that the same texts give the same map, whatever signs the eigenvectors come with."""
    square = np.array([[0.0, 0], [0.9, 0], [0.4, 0.3], [0.4, -0.1]])  # all within 1.0
    distances = np.sqrt(((square[:, None] - square[None]) ** 2).sum(axis=2))
    for order in ([0, 1, 2, 3], [1, 0, 3, 2]):
        found = similarity(pairs(), resamples=3)._replace(distances=distances[np.ix_(order, order)])
        for axis in ("x", "y"):
            values = positions(found)[0][axis]
            assert values[values.abs().idxmax()] > 0.05


@pytest.mark.parametrize("texts", [[], [["路"], []]], ids=["no text", "an empty text"])
def test_similarity_needs_words(texts):
    with pytest.raises(ValueError, match="texts with words"):
        similarity([sample(terms) for terms in texts], resamples=2)


def test_vocabularies():
    texts = [sample(["的", "的", "了", "改革"]), sample(["了", "了", "发展", "改革"])]
    assert common(texts) == ["了", "改革"]
    assert commonest(texts, frozenset("的了"), 5) == ["了", "的"]


def test_a_text_said_three_times_over_is_no_other_text():
    """Rates, not counts, are compared: by Delta a text and its triple lie at no distance."""
    once, other = ["要"] * 3 + ["不"] * 2 + ["就"], ["要"] + ["不"] * 4 + ["就"] * 5
    texts = [sample(terms) for terms in (once, once * 3, other)]
    found = similarity(texts, vocabulary=["要", "不", "就"], distance=delta, resamples=2)
    assert found.distances[0, 1] < 1e-12 < found.distances[0, 2]


def test_a_segment_of_one_word_is_a_segment():
    two = sample(["路", "桥"], segments=[0, 1], lengths=[1, 1])
    assert dispersions(two).loc["路", "dp"] == pytest.approx(0.5)


# --- rank turbulence ------------------------------------------------------------------------------


def plain_turbulence(one: dict[str, int], two: dict[str, int], alpha: float) -> dict[str, float]:
    """Equations 5 and 6 of Dodds et al. (2023), term by term."""

    def ranks(own, terms):
        return {
            t: sum(own.get(o, 0) > own.get(t, 0) for o in terms)
            + (1 + sum(own.get(o, 0) == own.get(t, 0) for o in terms)) / 2
            for t in terms
        }

    def apart(r, s):
        return abs(r**-alpha - s**-alpha) ** (1 / (alpha + 1))

    terms = sorted({*one, *two})
    first, second = ranks(one, terms), ranks(two, terms)
    norm = sum(apart(first[t], len(two) + (len(one) + 1) / 2) for t in one)
    norm += sum(apart(len(one) + (len(two) + 1) / 2, second[t]) for t in two)
    return {t: apart(first[t], second[t]) / norm for t in terms}


@pytest.mark.parametrize("alpha", [1 / 3, 1.0, 5.0])
def test_turbulence_equals_its_equations(alpha):
    one, two = {"甲": 5, "乙": 3, "丙": 3, "丁": 1}, {"乙": 6, "丙": 1, "戊": 2}
    samples = [sample([t for t, n in own.items() for _ in range(n)]) for own in (one, two)]
    table = turbulence(*samples, alpha=alpha).set_index("term")
    plain = plain_turbulence(one, two, alpha)
    assert table["divergence"].to_dict() == pytest.approx(plain)
    assert table.loc["甲", ["target_rank", "reference_rank"]].tolist() == [1.0, 4.5]
    assert table.loc["甲", "side"] == "target" and table.loc["戊", "side"] == "reference"


# --- shrinkage ------------------------------------------------------------------------------------


def cells(seed: int, count: int = 3000) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Counts of cells a tenth of which are of another kind, their expectations, and the truth."""
    random = np.random.default_rng(seed)
    expected = random.gamma(1, 2, count)
    kind = random.random(count) < 0.1
    ratio = np.where(kind, random.gamma(4, 1, count), random.gamma(10, 0.1, count))
    return random.poisson(ratio * expected), expected, ratio


def test_shrunken_ratios_are_posterior_means_by_integration():
    counts, expected, _ = cells(0, 300)
    fitted, table = shrinkage.prior(counts, expected), shrinkage.shrunken(counts, expected)
    for place in (int(counts.argmax()), 0, 7):
        ratio = np.linspace(1e-6, 60, 400_001)
        law = stats.poisson.pmf(counts[place], ratio * expected[place]) * sum(
            share * stats.gamma.pdf(ratio, shape, scale=1 / rate)
            for share, shape, rate in zip(
                (fitted.share, 1 - fitted.share), fitted.shapes, fitted.rates, strict=True
            )
        )
        law /= law.sum()
        row = table.loc[place]
        assert row["ratio"] == pytest.approx((law * ratio).sum(), rel=1e-3)
        ends = np.interp([0.025, 0.975], law.cumsum(), ratio)
        assert row[["low", "high"]].tolist() == pytest.approx(ends.tolist(), rel=1e-2)


def test_the_prior_is_no_worse_than_the_truth_and_its_intervals_cover():
    counts, expected, ratio = cells(1)
    fitted = shrinkage.prior(counts, expected)
    truth = shrinkage.Prior(0.1, np.array([4.0, 10.0]), np.array([1.0, 10.0]))

    def likelihood(prior):
        laws = [
            stats.nbinom.pmf(counts, a, b / (b + expected))
            for a, b in zip(prior.shapes, prior.rates, strict=True)
        ]
        return np.log(prior.share * laws[0] + (1 - prior.share) * laws[1]).sum()

    assert likelihood(fitted) >= likelihood(truth)
    table = shrinkage.shrunken(counts, expected)
    assert ((table["low"] <= ratio) & (ratio <= table["high"])).mean() == pytest.approx(
        0.95, abs=0.02
    )


def test_where_nothing_is_expected_there_is_no_ratio():
    table = shrinkage.shrunken([0, 3, 5], [0.0, 3.0, 5.0])
    assert table.loc[0].isna().all() and table.loc[1, "ratio"] == pytest.approx(1, abs=0.3)
