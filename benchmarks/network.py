"""Power, error rates, coverage and speed of the network statistics, on simulated units.

    python benchmarks/network.py power | null | coverage | speed

Nothing here looks at a speech: cut-offs and priors were settled on these data.
"""

from __future__ import annotations

import resource
import sys
import time

import numpy as np

from huayu import network
from huayu.network import intervals, measures


def planted(seed: int, joint: int, pairs: int = 10) -> list[list[str]]:
    """200 units of 12 terms from a Zipf vocabulary, plus pairs that meet in ``joint`` units."""
    random = np.random.default_rng(seed)
    weights = 1 / np.arange(1, 151) ** 0.8
    weights /= weights.sum()
    words = np.array([f"w{number}" for number in range(150)])
    units = [list(random.choice(words, 12, replace=False, p=weights)) for _ in range(200)]
    for number in range(pairs if joint else 0):
        order = random.permutation(200)
        for unit in order[:20]:
            units[unit].append(f"left{number}")
        for unit in np.concatenate([order[:joint], order[20 : 40 - joint]]):
            units[unit].append(f"right{number}")
    return units


def is_planted(table) -> np.ndarray:
    """Which rows of a table are planted pairs."""
    names = table[["source", "target"]].apply(sorted, axis=1)
    return np.array([a[:4] == "left" and a[4:] == b[5:] for a, b in names], bool)


def power(seeds: int = 20) -> None:
    """Recall of planted pairs and false discovery rate at q <= 0.05, by joint units."""
    print("joint  recall  false discovery rate  edges")
    for joint in (0, *range(6, 13)):
        results = []
        for seed in range(seeds):
            table = network.cooccurrences(planted(seed, joint), draws=0)
            table = table[table["q"] <= 0.05]
            true = is_planted(table) if len(table) else np.zeros(0, bool)
            results.append((true.sum() / 10, (~true).sum() / max(len(table), 1), len(table)))
        recall, false, edges = np.mean(results, axis=0)
        print(f"{joint:5d}  {recall:6.2f}  {false:20.3f}  {edges:5.1f}", flush=True)


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
    runs = {"power": power, "coverage": coverage, "speed": speed}
    for name in sys.argv[1:] or runs:
        print(f"## {name}")
        runs[name]()
