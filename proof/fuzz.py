"""Fuzz: random Chinese political text through every layer; the invariants must hold.

    python proof/fuzz.py --count 100000 --seed 20211001 --jobs 2

Invariants: no crash; spans exact; the tiles give the text back. Afterwards the time of each layer
on a text and on the text doubled. The seed is printed: the same seed gives the same texts.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

from trust import record

from huayu import corpus, layers

TILES = ("paragraphs", "sentences", "clauses", "tokens")
CHUNK = 250  # texts that one worker takes at a time
DOUBLED = 2.2  # time of twice the text over time of the text: linear, and a tenth for noise
LENGTH = 20_000  # characters of the text that is doubled: long enough to drown fixed costs

WORDS = (
    "同志们 各位代表 改革 开放 发展 干部 群众 党中央 总书记 他 我们 大家 必须 要 不要 决不 坚持 "
    "推动 从严治党 四风 三个代表 两个大局 十四五 红线 蛋糕 一刀切 引经据典 如果 就 不仅 更 既 又 "
    "也 越 是 不是 而是 过去 现在 强调 指出 说 提出 要求 认为 为什么 难道 2012年11月 100周年 "
    "3.5% 第 一 二 三 十"
).split()
MARKS = "，，，。。。；：、！？……——“”“”‘’「」『』《》〈〉（）()\"'"
LAYOUT = ("\n", "\n\n", "\n　　", "　　", " ", "\r\n", "\t", "\u2028")
OPENERS = (
    "一、",
    "二、",
    "（一）",
    "(二)",
    "第一，",
    "第三，",
    "一是",
    "1.",
    "3、",
    "①",
    "三　",
    "## ",
)
NASTY = (
    *("**", "****", "*", "|", "<b>", "</script>", "&amp;", "$x$", "check-in", "國家發展", "…" * 9),
    *("\u202e", "\u202c", "\u200b", "\ufeff", "\x00", "\x1f", "e\u0301", "\ue000", "\U0010ffff"),
    *("😀", "👩\u200d👧", "𠮷"),
)


def text(rng: random.Random) -> str:
    """A random text of up to about 200 characters: words and marks in no order that means much."""
    pieces = []
    for _ in range(rng.randint(1, 60)):
        kind = rng.random()
        if kind < 0.62:
            pieces.append(rng.choice(WORDS))
        elif kind < 0.84:
            pieces.append(rng.choice(MARKS))
        elif kind < 0.90:
            pieces.append(rng.choice(LAYOUT))
        elif kind < 0.95:
            pieces.append(rng.choice(OPENERS))
        elif kind < 0.99:
            pieces.append(rng.choice(NASTY))
        else:
            pieces.append(rng.choice(WORDS) * rng.randint(2, 40))
    return "".join(pieces)


def faults(sample: str) -> Iterator[str]:
    """What is wrong with the layers of a text: one line for each broken invariant."""
    speech = corpus.Speech("fuzz", sample)
    for name in layers.DETECTORS:
        try:
            rows = layers.layer(speech, name)
        except Exception as error:  # any exception at all is a finding here
            yield f"{name}: {type(error).__name__}: {error}"
            continue
        for start, end, said in zip(rows["start"], rows["end"], rows["text"], strict=True):
            if not 0 <= start < end <= len(sample) or sample[start:end] != said:
                yield f"{name}: {start}:{end} is not exact"
        if name in TILES and "".join(rows["text"]) != sample:
            yield f"{name}: the tiles are not the text"


def chunk(seed: int) -> list[tuple[str, str]]:
    """Findings in one chunk of texts, each with its text."""
    rng = random.Random(seed)
    samples = [text(rng) for _ in range(CHUNK)]
    return [(fault, sample) for sample in samples for fault in faults(sample)]


def doubling() -> dict[str, float]:
    """Time of each layer on a text twice as long, over its time on the text; best of three."""
    rng = random.Random(0)
    single = ""
    while len(single) < LENGTH:
        single += text(rng) + "。\n"
    return {name: _best(name, single + single) / _best(name, single) for name in layers.DETECTORS}


def _best(name: str, sample: str) -> float:
    times = []
    for attempt in range(3):
        speech = corpus.Speech(f"{name}{attempt}", sample)  # a new speech: nothing is kept
        started = time.perf_counter()
        layers.detected(speech, name)
        times.append(time.perf_counter() - started)
    return min(times)


def main() -> int:
    """Run, report and record; status 1 when an invariant broke."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=20211001)
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    chunks = -(-args.count // CHUNK)
    print(f"seed {args.seed}, {chunks * CHUNK:,} texts")
    seeds = range(args.seed, args.seed + chunks)
    with ProcessPoolExecutor(args.jobs) as pool:
        found = [finding for part in pool.map(chunk, seeds) for finding in part]
    for fault, sample in found[:20]:
        print(f"{fault}\n    {sample!r}")
    ratios = doubling()
    for name, ratio in sorted(ratios.items(), key=lambda row: -row[1]):
        print(f"{name:12} twice the text takes {ratio:.2f} times as long")
    record(
        "fuzz",
        f"{chunks * CHUNK:,} random texts through {len(layers.DETECTORS)} layers, seed {args.seed}",
        f"{len(found)} broken invariants",
        f"slowest growth {max(ratios.values()):.2f} times for twice the text (bound {DOUBLED})",
    )
    return int(bool(found) or max(ratios.values()) > DOUBLED)


if __name__ == "__main__":
    sys.exit(main())
