"""huayu beside its peers on one input in one run, as ratios: segmentation, pairs, engine, tracing.

The input comes from a seed: the sentences of the first speech shuffled, with generated prose
between them; or it is a folder of JSON lines given by name.

    python benchmarks/archive.py [--mb 10] [--input FOLDER] [--out benchmarks/results.md]
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import platform
import random
import resource
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import planted
from scipy.sparse import csr_matrix

from huayu import archive, corpus, reuse, structure
from huayu.archive import blocks, cooccurrence, partition
from huayu.archive.segmentation import segmenter, sentences

TERMS = 5000
PEERS_ELSEWHERE = (
    "quanteda 4.4.0, fcm of the same task: 0.64 s against 0.083 s for a compiled sparse counter "
    "(measured once, 10 MB, 5,000 words, sentence window, one thread, two-core AMD EPYC; "
    "R is not needed here)"
)


def made_up(folder: Path, megabytes: float, seed: int = 0) -> Path:
    """JSON lines of so many megabytes: shuffled sentences of the first speech and prose."""
    rng = random.Random(seed)
    said = structure.sentences(corpus.load("2021-city-secretary"))["text"].str.strip().tolist()
    written, number = 0, 0
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "made-up.jsonl").open("w", encoding="utf-8") as out:
        while written < megabytes * 1e6:
            parts = rng.sample(said, 20) + [planted.prose(rng, 60) + "。" for _ in range(80)]
            rng.shuffle(parts)
            text = "\n".join("".join(parts[i : i + 5]) for i in range(0, 100, 5))
            date = f"{1990 + number % 30}-{1 + number % 12:02d}-01"
            row = {"id": f"m{number}", "date": date, "text": text}
            written += out.write(json.dumps(row, ensure_ascii=False) + "\n") * 2.8
            number += 1
    return folder


def texts(source: Path, megabytes: float) -> list[str]:
    """Texts of the first so many megabytes."""
    found, size = [], 0
    for document in reuse.documents([source]):
        found.append(document.text)
        size += len(document.text.encode())
        if size >= megabytes * 1e6:
            break
    return found


def best(task: Callable[[], object], times: int = 3) -> float:
    """Least seconds of some runs: the one that others on the machine disturbed least."""
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        task()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def segmentation(read: list[str]) -> dict[str, float]:
    """Words of a text with offsets, against the two engines alone."""
    import jieba
    import rjieba

    peer, few = rjieba.Jieba(), read[: max(1, len(read) // 10)]
    segmenter().cut("热身")
    jieba.lcut("热身")
    return {
        "huayu": best(lambda: [segmenter().cut(text) for text in read]),
        "rjieba (words alone)": best(lambda: [peer.cut(text, True) for text in read]),
        "jieba (a tenth, times ten)": 10 * best(lambda: [jieba.lcut(text) for text in few], 1),
    }


def windows(read: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Ids of the commonest words in all sentences, and where each sentence ends."""
    cuts = [segmenter().cut(text) for text in read]
    common = Counter(word for cut in cuts for word in set(cut.words) if len(word) > 1)
    number = {word: place for place, (word, _) in enumerate(common.most_common(TERMS))}
    return joined(ids_of(cut, number) for cut in cuts)


def ids_of(cut, number: dict[str, int]) -> tuple[np.ndarray, np.ndarray]:
    """Ids of the words of a text, and where its sentences end among them."""
    ids = np.fromiter((number.get(word, -1) for word in cut.words), np.int32, len(cut.words))
    at = np.searchsorted(sentences(cut.readable), cut.starts, side="right")
    return ids, np.flatnonzero(np.diff(at, append=-1)) + 1


def joined(found: Iterator) -> tuple[np.ndarray, np.ndarray]:
    """Ids and ends of many texts as of one."""
    ids, ends, before = [], [], 0
    for some, there in found:
        ids.append(some)
        ends.append(there + before)
        before += len(some)
    return np.concatenate(ids), np.concatenate(ends)


def incidence(ids: np.ndarray, ends: np.ndarray) -> csr_matrix:
    """Windows by terms, each term once, as scipy's users write it."""
    rows = np.repeat(np.arange(len(ends)), np.diff(ends, prepend=0))
    kept = ids >= 0
    shape = (len(ends), TERMS)
    matrix = csr_matrix((np.ones(kept.sum(), np.float32), (rows[kept], ids[kept])), shape=shape)
    matrix.sum_duplicates()
    matrix.data[:] = 1
    return matrix


def pairs(read: list[str]) -> dict[str, float]:
    """Pairs in sentences, from ready ids."""
    ids, ends = windows(read)
    counter = cooccurrence.Counter(TERMS)
    counter.count(ids[:100], np.array([100]))

    def by_hand() -> Counter:
        found: Counter = Counter()
        for begin, end in zip(np.concatenate(([0], ends)).tolist(), ends.tolist(), strict=False):
            held = sorted(set(ids[begin:end].tolist()) - {-1})
            found.update((a, b) for i, b in enumerate(held) for a in held[:i])
        return found

    def numpy_sort() -> None:
        matrix = incidence(ids, ends)
        matrix.sort_indices()
        keys = []
        for gap in range(1, int(np.diff(matrix.indptr).max())):
            here = np.arange(len(matrix.indices) - gap)
            row = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
            same = row[here] == row[here + gap]
            keys.append(
                matrix.indices[here][same] * np.int64(TERMS) + matrix.indices[here + gap][same]
            )
        np.unique(np.concatenate(keys), return_counts=True)

    def product() -> None:
        matrix = incidence(ids, ends)
        matrix.T @ matrix

    return {
        "huayu": best(lambda: counter.count(ids, ends)),
        "scipy XᵀX": best(product),
        "numpy sort": best(numpy_sort, 1),
        "Counter": best(by_hand, 1),
    }


def pairs_from_text(read: list[str]) -> dict[str, float]:
    """Pairs in sentences, from texts, with the vocabulary given: one thread and two."""
    import re

    import rjieba
    from sklearn.feature_extraction.text import CountVectorizer

    common = Counter(word for text in read for word in set(segmenter().cut(text).words))
    number = {
        w: i
        for i, (w, _) in enumerate([(w, n) for w, n in common.most_common() if len(w) > 1][:TERMS])
    }
    counter, peer = cooccurrence.Counter(TERMS), rjieba.Jieba()
    stop = re.compile(r"(?<=[。！？\n])")

    def one(text: str):
        return segmenter().ids(text, number)

    def two_threads() -> None:
        with ThreadPoolExecutor(2) as pool:
            counter.count(*joined(pool.map(one, read)))

    def lists() -> csr_matrix:
        units = [peer.cut(unit, True) for text in read for unit in stop.split(text)]
        ids = np.array([number.get(word, -1) for unit in units for word in unit], np.int32)
        matrix = incidence(ids, np.cumsum([len(unit) for unit in units]))
        return matrix.T @ matrix

    def learned() -> None:
        vectorizer = CountVectorizer(
            vocabulary=number, tokenizer=lambda unit: peer.cut(unit, True), binary=True,
            token_pattern=None, lowercase=False,
        )  # fmt: skip
        matrix = vectorizer.transform([unit for text in read for unit in stop.split(text)])
        matrix.T @ matrix

    return {
        "huayu, one thread": best(lambda: counter.count(*joined(map(one, read)))),
        "huayu, two threads": best(two_threads),
        "rjieba lists and scipy": best(lists),
        "scikit-learn with rjieba": best(learned, 1),
    }


def keeper(given, wanted, options) -> None:
    """A hand-written worker: counts every second block, keeps the terms, then counts the pairs."""
    source, which, workers = given
    kept, tallies = [], []
    for number, block in enumerate(blocks.blocks(blocks.inputs(source))):
        if number % workers == which:
            found = partition.counted(block, options)
            kept.append(found.pop("stream"))
            tallies.append(found)
    wanted.send(tallies)
    vocabulary = wanted.recv()
    wanted.send([partition.paired(stream, vocabulary) for stream in kept])


def loop(source: Path, out: Path, workers: int = 2) -> None:
    """Multiprocessing by hand over the same functions; tokens stay in the workers."""
    from huayu.archive import merge

    context = multiprocessing.get_context("spawn")
    pipes = [context.Pipe() for _ in range(workers)]
    started = [
        context.Process(
            target=keeper, args=((str(source), i, workers), pipes[i][1], archive.Options())
        )
        for i in range(workers)
    ]
    for process in started:
        process.start()
    parts = []
    for pipe, _ in pipes:
        for found in pipe.recv():
            part = out / f"{len(parts):06d}"
            part.mkdir(parents=True)
            for name, data in found.items():
                (part / f"{name}.parquet").write_bytes(data)
            parts.append(part)
    vocabulary = merge.vocabulary(parts, TERMS)
    for pipe, _ in pipes:
        pipe.send(vocabulary)
    left = iter(parts)
    for pipe, _ in pipes:
        for found in pipe.recv():
            part = next(left)
            for name, data in found.items():
                (part / f"{name}.parquet").write_bytes(data)
    for process in started:
        process.join()
    merge.tables(parts, vocabulary, out, lambda *told: None)


def engine(source: Path) -> dict[str, float]:
    """The whole job with two workers, against a loop by hand."""
    seconds = {}
    with tempfile.TemporaryDirectory() as home:
        start = time.perf_counter()
        archive.archive(str(source), Path(home) / "out", workers=2)
        seconds["huayu on Dask"] = time.perf_counter() - start
        start = time.perf_counter()
        (Path(home) / "loop").mkdir()
        loop(source, Path(home) / "loop")
        seconds["multiprocessing by hand"] = time.perf_counter() - start
        shutil.rmtree(home, ignore_errors=True)
        Path(home).mkdir(exist_ok=True)
    return seconds


def tracing(read: list[str]) -> dict[str, float]:
    """48 quotations of 4 to 60 characters in the text, whole or changed."""
    from rapidfuzz import fuzz

    said = planted.plants(0)[0]
    search = reuse.Search(said)
    search.passages("热身")
    few = read[: max(1, len(read) // 20)]

    def fuzzy() -> None:
        for text in few:
            for phrase in said:
                fuzz.partial_ratio_alignment(phrase, text, score_cutoff=80)

    seconds = {
        "huayu": best(lambda: [search.passages(text) for text in read]),
        "rapidfuzz partial_ratio (a twentieth, times twenty)": 20 * best(fuzzy, 1),
    }
    try:
        import edlib
    except ImportError:
        return seconds

    def infix() -> None:
        for text in few:
            for phrase in said:
                edlib.align(phrase, text, mode="HW", task="locations", k=len(phrase) // 5)

    return {**seconds, "edlib HW (a twentieth, times twenty)": 20 * best(infix, 1)}


def report(title: str, seconds: dict[str, float], megabytes: float) -> str:
    """One table: seconds, megabytes a second, and how many times huayu's time."""
    own = next(iter(seconds.values()))
    lines = [f"\n### {title}\n", "| | s | MB/s | × huayu |", "|---|---|---|---|"]
    lines += [
        f"| {name} | {s:.2f} | {megabytes / s:.1f} | {s / own:.2f} |" for name, s in seconds.items()
    ]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mb", type=float, default=10)
    parser.add_argument("--input", type=Path, help="folder of .jsonl(.gz) instead of made-up text")
    parser.add_argument("--out", type=Path, help="write the tables there too")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        source = args.input or made_up(Path(home) / "in", args.mb)
        read = texts(source, args.mb)
        size = sum(len(text.encode()) for text in read) / 1e6
        total = sum(len(d.text.encode()) for d in reuse.documents([source])) / 1e6
        cores = multiprocessing.cpu_count()
        machine = f"{platform.machine()}, {cores} cores, Python {platform.python_version()}"
        told = [f"{args.input.name if args.input else 'Made-up text'}, {size:.0f} MB; {machine}."]
        for title, task in (
            ("Segmentation", segmentation),
            (f"Co-occurrence from ids ({TERMS:,} words, sentence)", pairs),
            ("Co-occurrence from text", pairs_from_text),
            ("Tracing 48 quotations", tracing),
        ):
            told.append(report(title, task(read), size))
            print(told[-1], flush=True)
        told.append(report(f"Archive, {total:.0f} MB, two workers", engine(source), total))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    told.append(f"\nLargest child process: {peak:.0f} MB. For comparison: {PEERS_ELSEWHERE}.\n")
    print("\n".join(told))
    if args.out:
        args.out.write_text("\n".join(told), encoding="utf-8")


if __name__ == "__main__":
    main()
