"""Simulated units 模拟单位: terms with ties of known strength, even and in bursts, and without any.

What ``benchmarks/network.py`` measures and ``tests/test_network.py`` holds; nothing here is speech.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

Units = list[list[str]]


def zipf(seed: int, units: int = 200, words: int = 150, size: int = 12) -> Units:
    """Units of ``size`` even terms each, drawn from a Zipf vocabulary."""
    random = np.random.default_rng(seed)
    weights = 1 / np.arange(1, words + 1) ** 0.8
    names = np.array([f"w{number}" for number in range(words)])
    chances = weights / weights.sum()
    return [list(random.choice(names, size, replace=False, p=chances)) for _ in range(units)]


def planted(seed: int, joint: int, pairs: int = 10) -> Units:
    """200 such units, and pairs whose words stand in 20 each, both together in ``joint``."""
    units = zipf(seed)
    random = np.random.default_rng(1000 + seed)
    for number in range(pairs):
        order = random.permutation(200)
        for unit in order[:20]:
            units[unit].append(f"left{number}")
        for unit in np.concatenate([order[:joint], order[20 : 40 - joint]]):
            units[unit].append(f"right{number}")
    return units


def stretches(seed: int, tied: int = 0) -> tuple[Units, list[int]]:
    """Three parts of 40 sentences: 60 terms that come in stretches, and pairs of ten joint ones."""
    random = np.random.default_rng(seed)
    units: Units = [[] for _ in range(120)]
    for term in range(60):
        for _ in range(random.integers(1, 4)):
            part, start = random.integers(3), random.integers(40)
            for place in range(start, start + random.integers(3, 7)):
                if random.random() < 0.8:
                    units[part * 40 + place % 40].append(f"w{term}")
    for number in range(tied):
        order = random.permutation(120)
        for place in order[:10]:
            units[place] += [f"left{number}", f"right{number}"]
        for place in order[10:13]:
            units[place].append(f"left{number}")
    return [sorted(set(unit)) for unit in units], [n // 40 for n in range(120)]


def scattered(seed: int, tied: int = 4) -> tuple[Units, list[int]]:
    """Eleven points of ten sentences: 80 even terms, and pairs of ten joint ones over points."""
    random = np.random.default_rng(seed)
    units = [[f"w{t}" for t in range(80) if random.random() < 0.08] for _ in range(110)]
    for number in range(tied):
        order = random.permutation(110)
        for place in order[:10]:
            units[place] += [f"left{number}", f"right{number}"]
        for place in order[10:13]:
            units[place].append(f"left{number}")
    return units, [n // 10 for n in range(110)]


def is_planted(table: pd.DataFrame) -> np.ndarray:
    """Which rows of a table of pairs are planted ones."""
    ends = zip(table["source"], table["target"], strict=True)
    names = [sorted(pair) for pair in ends]
    return np.array([a[:4] == "left" and a[4:] == b[5:] for a, b in names], bool)
