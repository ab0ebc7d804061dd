"""Lexicon doctor 词表诊断: what each entry of a word list does to the words of a speech."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from ahocorasick_rs import AhoCorasick

from huayu import corpus, spans, structure
from huayu.lexicon import reading
from huayu.lexicon.schemas import SCHEMAS
from huayu.words.segmentation import Dictionary, cut, dictionary, laid_over

FIELDS = ("verdict", "words", "frequency", "suggested", "sentence")


class Cut(NamedTuple):
    """A segmentation 切分 of one speech: the edges of its words, in order."""

    edges: list[int]
    inner: set[int]

    def words(self, text: str, start: int, end: int) -> list[tuple[str, tuple[int, int]]]:
        """Words of this segmentation that a span touches, with their places."""
        first = max(bisect_right(self.edges, start) - 1, 0)
        last = bisect_left(self.edges, end)
        places = pairwise(self.edges[first : last + 1])
        return [(text[a:b], (a, b)) for a, b in places]


def doctor(speech: corpus.Speech, path: Path | None = None) -> pd.DataFrame:
    """Verdicts 诊断 on a word list in a speech: one row for each place of each entry.

    Parameters
    ----------
    speech : any speech; entries that do not occur in it have no row.
    path : a word list (word,frequency,tag); by default the words.csv of its lexicon.

    Returns
    -------
    DataFrame: ``start, end, text, verdict, words, frequency, suggested, sentence, part, point,
    zone``. ``verdict`` is

    - ``effective``: the entry is a word here and no other word suffers;
    - ``blocked``: a longer word holds it (``words``);
    - ``split``: it is cut into, or across with its neighbours (``words``);
    - ``breaking``: it is a word here, at the cost of a word of the dictionary that was whole
      without it (``words``).

    ``frequency`` is the entry's; ``suggested`` the frequency to set: the smallest with which it is
    a word here, or, when it breaks another, the largest that leaves the other whole (0: take the
    entry out). It is missing (NA) where no frequency helps: a mask, number or mark stands inside.

    Notes
    -----
    jieba takes the path of words with the greatest product of frequency/total. With the best path
    of the run as a whole (``whole``) and the best through the entry, its own share left out
    (``through``), the entry wins from ``total * exp(whole - through)`` on, total being the sum of
    jieba's own frequencies. jieba's ``suggest_freq`` weighs an entry against its pieces only, so it
    misses the neighbours that a cut across takes along.

    >>> import tempfile
    >>> from huayu.corpus import Speech
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     words = Path(folder, "words.csv")
    ...     _ = words.write_text("word,frequency,tag\\n设高,9999999,n\\n", encoding="utf-8")
    ...     print(doctor(Speech("x", "建设高水平大学"), words)[["verdict", "words"]].to_numpy())
    [['breaking' '建设/高水平']]
    """
    known = _listed(path) if path else dictionary(speech.lexicon)
    text = speech.lexicon.simplified(speech.text)
    now, before = _cut(speech, known), _cut(speech, laid_over(()))
    names = list(known.own)
    sentences = structure.sentences(speech)
    rows = []
    places = AhoCorasick(names).find_matches_as_indexes(text, overlapping=True) if names else []
    for which, start, end in places:
        verdict, words = _verdict(text, start, end, now, before)
        suggested = _suggested(names[which], text, start, known, verdict)
        sentence = sentences["text"][spans.within([start], sentences)[0]].strip()
        frequency = known.own[names[which]]
        rows.append((start, end, verdict, "/".join(words), frequency, suggested, sentence))
    frame = spans.frame(speech.text, rows, FIELDS)
    frame["suggested"] = frame["suggested"].astype("Int64")
    return structure.placed(speech, frame)


def _listed(path: Path) -> Dictionary:
    return laid_over(row for _, row in reading.rows(path, SCHEMAS["words.csv"]))


def _cut(speech: corpus.Speech, known: Dictionary) -> Cut:
    edges = [0, *(end for _, end, _ in cut(speech, known))]
    return Cut(edges, set(edges))


def _verdict(text: str, start: int, end: int, now: Cut, before: Cut) -> tuple[str, list[str]]:
    """The verdict on one place, and the words that explain it."""
    whole = {start, end} <= now.inner
    if whole and not any(at in now.inner for at in range(start + 1, end)):
        known = laid_over(()).tags
        broken = [
            word
            for word, (a, b) in before.words(text, start, end)
            if word in known and not (start <= a and b <= end)
        ]
        return ("breaking", broken) if broken else ("effective", [])
    words = [word for word, _ in now.words(text, start, end)]
    return ("blocked" if len(words) == 1 else "split"), words


def _suggested(word: str, text: str, start: int, lexicon: Dictionary, verdict: str) -> int | None:
    """The frequency to set for an entry at one place, None where none helps."""
    left, right = _run(text, start, start + len(word))
    if right - left < len(word):
        return None
    run, at = text[left:right], start - left
    best = list(_best(run, lexicon, word))
    back = list(_best(run[::-1], lexicon, word, backwards=True))[::-1]
    through = best[at] + back[at + len(word)]
    threshold = lexicon.total * math.exp(best[-1] - through)
    return math.floor(threshold) if verdict == "breaking" else math.floor(threshold) + 1


def _run(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch of Chinese characters around a place; shorter than it when it is none."""
    if not all(_chinese(char) for char in text[start:end]):
        return start, start
    while start and _chinese(text[start - 1]):
        start -= 1
    while end < len(text) and _chinese(text[end]):
        end += 1
    return start, end


def _chinese(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fd5"  # what jieba takes for one run of words


def _best(run: str, lexicon: Dictionary, without: str, backwards: bool = False) -> Iterator[float]:
    """Log probability of the best path to each place of a run that does not use one word."""
    best = [0.0]
    log_total = math.log(lexicon.total)
    for end in range(1, len(run) + 1):
        ways = []
        for start in range(max(0, end - lexicon.longest), end):
            word = run[start:end][::-1] if backwards else run[start:end]
            frequency = lexicon.frequency(word) if word != without else 0
            if frequency or end - start == 1:
                ways.append(best[start] + math.log(frequency or 1) - log_total)
        best.append(max(ways))
    yield from best
