"""Tasks that huayu and its peers are given on the same input, and who takes part in each.

A peer that is not installed takes no part, and says so.
"""

from __future__ import annotations

import importlib
import re
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import planted
import script
from scipy.sparse import csr_matrix

from huayu import archive, corpus, reuse
from huayu.archive.cooccurrence import counts
from huayu.archive.segmentation import Cut, Names, segmenter, sentences

LEXICON = corpus.lexicon()

TERMS = 5000
STOP = re.compile(r"(?<=[。！？\n])")  # what a user of the peers would write


class Contender(NamedTuple):
    """Who takes part: a name, what is run (None: the reason is the name of a missing package), and
    the share of the input that it is given, where the whole would take minutes."""

    name: str
    run: Callable[[], object] | None
    share: float = 1.0


class Task(NamedTuple):
    """A task: its names, the clock that is fair to it, and who takes part, huayu first.

    One thread alone is timed by the processor's time, which others on the machine disturb least.
    """

    english: str
    chinese: str
    clock: Callable[[], float]
    contenders: list[Contender]
    rounds: int = 3  # turns of each; the best counts, as the one that others disturbed least


def package(name: str) -> Any:
    """A package, or None where it is not installed."""
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def given(name: str, needed: Any, run: Callable[[], object], share: float = 1.0) -> Contender:
    """A contender that needs a package."""
    return Contender(name, run if needed else None, share)


def segmentation(read: list[str]) -> Task:
    """Words of a text: huayu's with offsets, the engines' alone."""
    jieba, rjieba = package("jieba"), package("rjieba")
    few = read[::10]
    jieba.setLogLevel("ERROR")
    jieba.initialize()
    rust = rjieba and rjieba.Jieba()
    contenders = [
        Contender("huayu", lambda: [segmenter(LEXICON).cut(text, Names(LEXICON)) for text in read]),
        Contender("jieba", lambda: [jieba.lcut(text) for text in few], _share(few, read)),
        given("rjieba", rjieba, lambda: [rust.cut(text, True) for text in read]),
    ]
    return Task("segmentation", "分词", time.process_time, contenders)


def _share(few: Iterable[str], read: Iterable[str]) -> float:
    return sum(map(len, few)) / sum(map(len, read))


def numbered(read: list[str]) -> tuple[Names, np.ndarray, np.ndarray]:
    """Numbers of all words, and where among them each sentence ends."""
    names, numbers, ends, before = Names(LEXICON), [], [], 0
    for cut in (segmenter(LEXICON).cut(text, names) for text in read):
        numbers.append(cut.numbers)
        ends.append(sentence_ends(cut) + before)
        before += len(cut.numbers)
    return names, np.concatenate(numbers), np.concatenate(ends)


def sentence_ends(cut: Cut) -> np.ndarray:
    """Places among the words of a text at which its sentences end."""
    return np.append(np.searchsorted(cut.starts, sentences(cut.codes)), len(cut.starts))


def vocabulary(read: list[str]) -> dict[str, int]:
    """The words of two characters or more that stand in most of the texts."""
    held: Counter[str] = Counter()
    for text in read:
        names = Names(LEXICON)
        held.update(names.names(np.unique(segmenter(LEXICON).cut(text, names).numbers)))
    common = [word for word, _ in held.most_common() if len(word) > 1]
    return {word: place for place, word in enumerate(common[:TERMS])}


def incidence(ids: np.ndarray, ends: np.ndarray) -> csr_matrix:
    """Windows by terms, each term once."""
    rows = np.repeat(np.arange(len(ends)), np.diff(ends, prepend=0))
    kept = ids >= 0
    shape = (len(ends), TERMS)
    matrix = csr_matrix((np.ones(kept.sum(), np.float32), (rows[kept], ids[kept])), shape=shape)
    matrix.sum_duplicates()
    matrix.data[:] = 1
    return matrix


def product(matrix: csr_matrix) -> csr_matrix:
    """How many windows hold both of two terms."""
    return matrix.T @ matrix


def pairs_from_ids(read: list[str], wanted: dict[str, int]) -> Task:
    """Pairs in sentences, from ready ids."""
    duckdb, pandas = package("duckdb"), package("pandas")
    names, numbers, ends = numbered(read)
    ids = names.places(wanted)[numbers]
    cells = incidence(ids, ends).tocoo()
    frame = pandas.DataFrame({"unit": cells.row, "term": cells.col})

    def queried() -> None:
        base = duckdb.connect(config={"threads": 1})
        base.register("cells", frame)
        base.execute(
            "select a.term, b.term, count(*) from cells a join cells b "
            "on a.unit = b.unit and a.term < b.term group by all"
        ).fetchnumpy()

    contenders = [
        Contender("huayu", lambda: counts(ids, ends, TERMS)),
        Contender("scipy XᵀX", lambda: product(incidence(ids, ends))),
        given("duckdb", duckdb, queried),
    ]
    return Task("co-occurrence, from ids", "统计共现，词已编号", time.process_time, contenders)


def pairs_from_text(read: list[str], wanted: dict[str, int]) -> list[Task]:
    """Pairs in sentences, from texts, with the vocabulary given: on one thread and on two."""
    rjieba, learn = package("rjieba"), package("sklearn.feature_extraction.text")
    rust = rjieba and rjieba.Jieba()

    def half(texts: list[str]) -> tuple[np.ndarray, np.ndarray]:
        names, numbers, ends = numbered(texts)
        return names.places(wanted)[numbers], ends

    def one_thread() -> None:
        counts(*half(read), TERMS)

    def two_threads() -> None:
        with ThreadPoolExecutor(2) as pool:
            (ids, ends), (more, then) = pool.map(half, (read[::2], read[1::2]))
        counts(np.concatenate((ids, more)), np.concatenate((ends, then + len(ids))), TERMS)

    def listed(texts: list[str]) -> tuple[np.ndarray, np.ndarray]:
        units = [rust.cut(unit, True) for text in texts for unit in STOP.split(text)]
        ids = np.array([wanted.get(word, -1) for unit in units for word in unit], np.int32)
        return ids, np.cumsum([len(unit) for unit in units])

    def lists() -> None:
        product(incidence(*listed(read)))

    def lists_of_two() -> None:
        with ThreadPoolExecutor(2) as pool:
            both = pool.map(listed, (read[::2], read[1::2]))
        sum(product(incidence(*half)) for half in both)

    def learned() -> None:
        vectorizer = learn.CountVectorizer(
            vocabulary=wanted, tokenizer=lambda unit: rust.cut(unit, True), binary=True,
            token_pattern=None, lowercase=False,
        )  # fmt: skip
        product(vectorizer.transform([unit for text in read for unit in STOP.split(text)]))

    peers = [
        given("rjieba and scipy", rjieba, lists),
        given("rjieba and scikit-learn", rjieba and learn, learned),
    ]
    one = [Contender("huayu", one_thread), *peers]
    two = [Contender("huayu, two threads", two_threads)]
    two += [given("rjieba and scipy, two threads", rjieba, lists_of_two)]
    return [
        Task("co-occurrence, from text", "统计共现，从原文算起", time.process_time, one),
        Task("the same on two threads", "同上，用两个线程", time.perf_counter, two),
    ]


def tracing(read: list[str]) -> Task:
    """48 quotations of 4 to 60 characters, whole or changed."""
    rapidfuzz, said = package("rapidfuzz"), planted.plants(0)[0]
    search = reuse.Search(said)
    contenders = [
        Contender("huayu", lambda: [search.passages(text) for text in read]),
        given("four letters, then rapidfuzz", rapidfuzz, lambda: script.traced(said, read)),
    ]
    return Task("tracing 48 quotations", "追查 48 处引文的来历", time.process_time, contenders)


def engine(source: Path) -> Task:
    """A whole archive by two workers: nine tables, and three of them by a short script."""

    def whole() -> None:
        with tempfile.TemporaryDirectory() as home:
            archive.archive(str(source), Path(home) / "out", workers=2)

    contenders = [
        Contender("huayu, all tables", whole),
        given(
            "a script: words, pairs, documents",
            package("rjieba"),
            lambda: script.counted(source, TERMS),
        ),
    ]
    return Task("archive, two processes", "统计档案，用两个进程", time.perf_counter, contenders, 2)
