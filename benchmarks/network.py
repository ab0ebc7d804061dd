"""Power, error rates, coverage and speed of the network statistics, on simulated units.

    python benchmarks/network.py power | bursts | spread | rates | coverage | speed | first

Cut-offs and priors were settled on simulated data; ``first`` alone looks at a speech, afterwards.
"""

from __future__ import annotations

import resource
import sys
import time

import numpy as np
from simulated import is_planted, planted, scattered, stretches, zipf

from huayu import association_measures as measures
from huayu import network
from huayu.network import intervals


def power(seeds: int = 20) -> None:
    """Recall of planted pairs and false discovery rate at q <= 0.05, by joint units."""
    print("joint  recall  false discovery rate  edges")
    for joint in (0, *range(6, 13)):
        results = []
        for seed in range(seeds):
            units = planted(seed, joint) if joint else zipf(seed)
            table = network.cooccurrences(units, draws=0)
            table = table[table["q"] <= 0.05]
            true = is_planted(table)
            results.append((true.sum() / 10, (~true).sum() / max(len(table), 1), len(table)))
        recall, false, edges = np.mean(results, axis=0)
        print(f"{joint:5d}  {recall:6.2f}  {false:20.3f}  {edges:5.1f}", flush=True)


def bursts(seeds: int = 40) -> None:
    """False findings among terms that come in bursts, under the margins alone and under both."""
    from huayu.network.association import significance
    from huayu.network.incidence import incidence, paired

    print("ties  runs with false findings: margins alone  both nulls  recall of ties")
    for tied in (0, 4):
        alone, both, recall = [], [], []
        for seed in range(seeds):
            units, parts = stretches(seed, tied)
            whole = incidence(units, parts)
            pairs = paired(whole)
            names = np.array(whole.terms)
            accepted = significance(whole, pairs).q <= 0.05
            ends = names[pairs.first[accepted]], names[pairs.second[accepted]]
            alone.append(any(a[0] == "w" or b[0] == "w" for a, b in zip(*ends, strict=True)))
            table = network.cooccurrences(units, strata=parts, draws=0)
            table = table[table["q"] <= 0.05]
            true = is_planted(table)
            both.append((~true).any())
            recall.append(true.sum() / tied if tied else np.nan)
        print(f"{tied:4d}  {np.mean(alone):39.2f}  {np.mean(both):10.2f}  {np.mean(recall):14.2f}",
              flush=True)  # fmt: skip


def spread(seeds: int = 20) -> None:
    """Recall of ties of ten joint sentences over eleven points, among 80 even terms."""
    found = []
    for seed in range(seeds):
        units, points = scattered(seed)
        table = network.cooccurrences(units, strata=points, draws=0)
        true = is_planted(table[table["q"] <= 0.05])
        found.append((true.sum() / 4, (~true).any()))
    recall, false = np.mean(found, axis=0)
    print(f"recall {recall:.2f}, runs with false findings {false:.2f}")


def first(samples: int = 200) -> None:
    """The first speech with every term shifted within its part: runs with any association."""
    from scipy.stats import binomtest

    from huayu import corpus
    from huayu.network import account

    found = account.shifted(corpus.load("2021-city-secretary"), samples)["associations"]
    wrong = int((found > 0).sum())
    ends = binomtest(wrong, samples).proportion_ci(method="wilson")
    print(f"{wrong} of {samples} runs ({ends.low:.1%} to {ends.high:.1%}), {found.mean():.2f} each")


def rates(samples: int = 400) -> None:
    """Coverage of 95 % intervals of a rate by how bursty the term is: plain, with φ, and in blocks.

    ``blocks`` redraws runs of ten sentences of 40 characters, end to end (Künsch 1989).
    """
    import pandas as pd

    from huayu import tables

    random = np.random.default_rng(0)
    # a common word, so that the text is seen to go on where the term does not
    fill = np.arange(0, 8200, 50)
    print("expected  in a burst   Garwood   with bursts   blocks")
    for mean in (5, 20, 60):
        for size in (1, 2, 4):
            held = []
            for _ in range(samples):
                heads = random.integers(0, 8000, random.poisson(mean / size))
                tails = random.integers(0, 200, (len(heads), size)).ravel()
                starts = np.repeat(heads, size) + tails
                if not len(starts):
                    continue
                names = ["x"] * len(starts) + ["y"] * len(fill)
                frame = pd.DataFrame({"term": names, "zone": "body", "part": 1,
                                      "start": np.concatenate([starts, fill])})  # fmt: skip
                table = tables.rates(frame, "term", pd.Series({1: 1000})).set_index("term")
                plain = tables.poisson_interval(np.array([len(starts)]))
                ends = (
                    [end[0] for end in plain],
                    table.loc["x", ["low", "high"]].tolist(),
                    blocks(np.bincount(starts // 40, minlength=205), random),
                )
                held.append([low <= mean <= high for low, high in ends])
            shares = "".join(f"{share:12.2f}" for share in np.mean(held, axis=0))
            print(f"{mean:8d}{size:12d}{shares}", flush=True)


def blocks(counts: np.ndarray, random: np.random.Generator, length: int = 10) -> np.ndarray:
    """Interval of a sum by the circular block bootstrap of the counts of sentences."""
    round_the_end = np.concatenate([counts, counts[: length - 1]])
    sums = np.convolve(round_the_end, np.ones(length), "valid")
    many = round(len(counts) / length)
    drawn = random.choice(sums, (1000, many)).sum(axis=1) * len(counts) / (many * length)
    return np.quantile(drawn, [0.025, 0.975])


def coverage(samples: int = 400) -> None:
    """Coverage of the 95 % interval of npmi, next to that of resampled sentences."""
    random = np.random.default_rng(0)
    print("units   p1   p2  odds  expected joint   interval  bootstrap")
    for units in (37, 114, 200):
        for one, two in ((0.05, 0.05), (0.1, 0.1), (0.1, 0.3), (0.3, 0.3), (0.03, 0.1)):
            for odds in (1, 5, 30):
                both = _joint_share(one, two, odds)
                shares = [both, one - both, two - both, 1 - one - two + both]
                cells = random.multinomial(units, shares, size=samples)
                cells = cells[(cells[:, 0] + np.minimum(cells[:, 1], cells[:, 2])) >= 2]
                true = measures.npmi(both, one, two, 1.0)
                counts = (cells[:, 0], cells[:, 0] + cells[:, 1], cells[:, 0] + cells[:, 2])
                own = np.stack(intervals.npmi_interval(*counts, units)[:2])
                drawn = random.multinomial(units, cells[None] / units, size=(400, len(cells)))
                x, y = drawn[..., 0] + drawn[..., 1], drawn[..., 0] + drawn[..., 2]
                values = measures.npmi(drawn[..., 0], x, y, units)
                plain = np.quantile(values, [0.025, 0.975], axis=0)
                rates = [((low <= true) & (true <= high)).mean() for low, high in (own, plain)]
                print(f"{units:5d} {one:4} {two:4} {odds:5d} {units * both:15.2f}"
                      f"{rates[0]:11.2f}{rates[1]:11.2f}", flush=True)  # fmt: skip


def _joint_share(one: float, two: float, odds: float) -> float:
    """Joint share of two terms of given shares and odds ratio (the root of a quadratic)."""
    if odds == 1:
        return one * two
    total = 1 + (one + two) * (odds - 1)
    return (total - np.sqrt(total**2 - 4 * odds * (odds - 1) * one * two)) / (2 * (odds - 1))


def speed() -> None:
    """Seconds and memory: a part with 1,000 draws, and 2,000 terms in 20,000 units."""
    units = planted(0, 10)[:60]
    begun = time.perf_counter()
    network.cooccurrences(units)
    print(f"60 units with null model and 1,000 draws: {time.perf_counter() - begun:.2f} s")
    random = np.random.default_rng(0)
    weights = 1 / np.arange(1, 2001) ** 0.8
    drawn = random.choice(2000, (20_000, 12), p=weights / weights.sum())
    begun = time.perf_counter()
    table = network.cooccurrences(drawn.astype(str).tolist(), draws=0)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    took = time.perf_counter() - begun
    print(f"2,000 terms, 20,000 units: {took:.1f} s, {len(table)} pairs met, peak {peak:.2f} GB")


if __name__ == "__main__":
    runs = {
        "power": power, "bursts": bursts, "spread": spread, "rates": rates, "coverage": coverage,
        "speed": speed, "first": first,
    }  # fmt: skip
    for name in sys.argv[1:] or runs:
        print(f"## {name}")
        runs[name]()
