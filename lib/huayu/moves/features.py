"""Features 特征 of sentences: what a reader goes by who asks what a sentence does.

Its form and place, its words, cues of corpus/lexicons/moves.tsv, modality with its subject, whose
words it has, the same of the sentences beside it, and what kind of stretch it stands in.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import compress

import numpy as np
import pandas as pd

from huayu import quotations, spans, stance, structure
from huayu.corpus import Speech
from huayu.lexicon import Lexicon, entries, once, reading
from huayu.words import tokens

LEXICON = "moves.tsv"
Features = dict[str, float]
# upper ends of length, in characters: a heading, a short line, a sentence of one, two, many clauses
LENGTHS = (8, 15, 25, 40, 70, 120)
MARKS = {"？": "？", "！": "！", "：": "：", "；": "；", "…": "……", "—": "——", "（": "（ ）"}
NAMES = {"nr": "a person", "ns": "a place", "nt": "a body", "nz": "a name"}
_PLAIN = str.maketrans("?!:;(", "？！：；（")
_FIGURE = re.compile(
    r"(?:\d[\d.,]*|[一二三四五六七八九十百千万亿]+)"
    r"(?:个百分点|%|％|亿|万|元|吨|公里|人|户|件|项|家|年|倍|亩|米|度)"
)
_NUMBER = re.compile(
    r"[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[）)]?[、.．）)\s]"
    r"|第[一二三四五六七八九十]{1,3}[，、章节]|[一二三四五六七八九十][是要]|其[一二三四]"
)
_WORD = re.compile(r"[㐀-鿿]+")
_CUT = re.compile(r"[，；：。！？、—]")
# modality whose subject tells a demand from a pledge
_ASKING = frozenset(
    ("obligation", "need", "prohibition", "volition", "future", "resolve", "permission")
)
_ALSO = r"(?:都|也|还|就|更|首先|同样|一定)*$"
# what of a sentence its neighbours know; the rest is its own affair
_SEEN_BESIDE = ("cue", "begins with a cue", "kind", "cited", "topic", "？", "figures", "obligation")
# sentences on either side that tell what kind of stretch a sentence stands in. Of texts left out 3
# to 30 judge alike; a whole text would not do: a report of a year ends in the plan of the next
AROUND = 8


def features(speech: Speech) -> list[Features]:
    """Features 特征 of each sentence of a speech, by their names in words.

    >>> speech = Speech("x", "我们要修路。例如，老王修了三里路。")
    >>> [[name for name in row if name.startswith("begins with")] for row in features(speech)]
    [['begins with a cue of together'], ['begins with a cue of instance']]
    """
    table = structure.sentences(speech)
    rows: list[Features] = [{} for _ in range(len(table))]
    for found in (_form, _place, _topics, _words, _cues, _modality, _cited):
        for at, name, value in found(speech, table):
            rows[at][name] = max(value, rows[at].get(name, 0.0))
    around = _around(rows)
    return [row | _beside(rows, at) | around[at] for at, row in enumerate(rows)]


def means(rows: np.ndarray) -> np.ndarray:
    """Means 邻近均值 of each row and the ``AROUND`` rows on either side, fewer at the ends.

    >>> means(np.array([[1], [2], [6]])).tolist()
    [[3.0], [3.0], [3.0]]
    """
    at = np.arange(len(rows))
    first, behind = np.maximum(at - AROUND, 0), np.minimum(at + AROUND + 1, len(rows))
    sums = np.vstack([np.zeros((1, rows.shape[1])), np.cumsum(rows, axis=0, dtype=float)])
    return (sums[behind] - sums[first]) / (behind - first)[:, None]


Found = Iterator[tuple[int, str, float]]


def _form(speech: Speech, table: pd.DataFrame) -> Found:
    """Kind, length, marks and figures of a sentence."""
    for at, (said, kind) in enumerate(zip(table["text"].str.strip(), table["kind"], strict=True)):
        said = said.translate(_PLAIN)
        yield at, f"kind {kind}", 1.0
        longest = next((length for length in LENGTHS if len(said) <= length), None)
        yield at, f"at most {longest} characters" if longest else "long", 1.0
        yield from ((at, name, 1.0) for mark, name in MARKS.items() if mark in said)
        if said.endswith("："):
            yield at, "ends with ：", 1.0
        if _NUMBER.match(said):
            yield at, "begins with a number", 1.0
        yield at, "clauses", math.log1p(said.count("，")) / 2
        yield at, "、", math.log1p(said.count("、")) / 2
        if figures := len(_FIGURE.findall(said)):
            yield at, "figures", 1.0
            yield at, "many figures", math.log1p(figures)


def _place(speech: Speech, table: pd.DataFrame) -> Found:
    """Place of a sentence in its paragraph, after a heading and in the text."""
    of = pd.Series(spans.within(table["start"], structure.paragraphs(speech)))
    nth, size = of.groupby(of).cumcount().tolist(), of.groupby(of).transform("size").tolist()
    last, kinds = len(table) - 1, table["kind"].tolist()
    ended = [said.rstrip().endswith(tuple("。！？!?.”’」』）…")) for said in table["text"]]
    for at, (place, many) in enumerate(zip(nth, size, strict=True)):
        where = _where(place, many)
        yield at, where, 1.0
        yield at, f"{where}, {'a' if ended[at] else 'no'} full stop", 1.0
        yield at, "how far in its paragraph", place / max(many - 1, 1)
        yield at, "how far in the text", at / max(last, 1)
        yield at, f"zone {table['zone'].iat[at]}", 1.0
        if place == 1:
            yield at, "second in its paragraph", 1.0
        if at and kinds[at - 1] == "heading":
            yield at, "after a heading", 1.0
        if at < 3 or at > last - 3:
            yield at, "among the first three" if at < 3 else "among the last three", 1.0


def _topics(speech: Speech, table: pd.DataFrame) -> Found:
    """Which sentences are topic sentences, and which come after one."""
    last = len(table) - 1
    heads = structure.headings(speech)
    heads = heads[heads["kind"] == "run-in"]
    for at, label in zip(spans.within(heads["start"], table), heads["label"], strict=True):
        yield at, "topic sentence" if pd.isna(label) else "numbered topic sentence", 1.0
        if at < last:
            yield at + 1, "after a topic sentence", 1.0


def _where(place: int, many: int) -> str:
    if many == 1:
        return "alone in its paragraph"
    if place == 0:
        return "first in its paragraph"
    return "last in its paragraph" if place == many - 1 else "inside its paragraph"


def _words(speech: Speech, table: pd.DataFrame) -> Found:
    """Words, those that open and close a sentence, and kinds of names."""
    words = tokens(speech)
    forms = words["text"].map(speech.lexicon.simplified)
    of = spans.within(words["start"], table).tolist()
    by: dict[int, list[str]] = {}
    for at, form, tag in zip(of, forms, words["tag"], strict=True):
        if tag in NAMES:
            yield at, f"names {NAMES[tag]}", 1.0
        if _WORD.fullmatch(form):
            by.setdefault(at, []).append(form)
    for at, said in by.items():
        yield from ((at, form, 1.0) for form in said)
        yield at, f"{said[0]} first", 1.0
        yield at, f"{''.join(said[:2])} first", 1.0
        yield at, f"{said[-1]} last", 1.0


def _cues(speech: Speech, table: pd.DataFrame) -> Found:
    """Cues of the lexicon, and whether the sentence or a clause of it begins with one."""
    words, begins = tokens(speech), table["start"].tolist()
    edges = frozenset(words["start"]), frozenset(words["end"])
    text = speech.lexicon.simplified(speech.text)
    counts: Counter[tuple[int, str]] = Counter()
    for start, _, entry in entries.occurrences(
        speech.lexicon, LEXICON, text, partial(_whole, *edges)
    ):
        cue, at = entry.fields["cue"], bisect_right(begins, start) - 1
        if cue == "none":
            continue
        counts[at, cue] += 1
        if not text[begins[at] : start].strip(" 　\t\n“"):
            yield at, f"begins with a cue of {cue}", 1.0
        elif _CUT.match(text[start - 1]):
            yield at, f"a clause begins with a cue of {cue}", 1.0
    for (at, cue), count in counts.items():
        yield at, f"cue {cue}", 1.0
        yield at, f"many cues {cue}", math.log2(count)


def _whole(starts: frozenset[int], ends: frozenset[int], start: int, end: int) -> bool:
    """Whether a form stands for itself: one character must be a word."""
    return end - start > 1 or start in starts and end in ends


def _modality(speech: Speech, table: pd.DataFrame) -> Found:
    """Markers of stance, and of those that ask something whom they ask."""
    begins = table["start"].tolist()
    text = speech.lexicon.simplified(speech.text)
    for marker in stance.stance(speech).itertuples():
        at = bisect_right(begins, marker.start) - 1
        yield at, f"{marker.category} {marker.subcategory}", 1.0
        if marker.subcategory in _ASKING:
            before = text[begins[at] : marker.start].strip(" 　\t\n“")
            subject = _CUT.split(before)[-1]
            asked = f"{marker.subcategory} of {_asked(speech, subject)}"
            yield at, asked, 1.0
            if subject == before:
                yield at, f"{asked}, in the first clause", 1.0


def _asked(speech: Speech, subject: str) -> str:
    """Kind of the subject of a modal verb: what stands before it in its clause."""
    for kind, pattern in _subjects(speech.lexicon):
        if pattern.search(subject):
            return kind
    return "nobody" if not subject else "an adverb" if len(subject) <= 2 else "something"


@once
def _subjects(lexicon: Lexicon) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Kinds of subjects, and the words that end what stands before the verb."""
    lists = lexicon.table("addressees.toml", "subjects")
    return tuple(
        (kind, re.compile(f"(?:{reading.either(lists[kind])}){_ALSO}"))
        for kind in ("us", "self", "you", "bodies")
    )


def _cited(speech: Speech, table: pd.DataFrame) -> Found:
    """What marks are for, and how much of the sentence is another's words."""
    begins, ends = table["start"].tolist(), table["end"].tolist()
    length: Counter[int] = Counter()
    for quoted in quotations.quotations(speech).itertuples():
        at = bisect_right(begins, quoted.start) - 1
        yield at, f"marks of {quoted.function}", 1.0
        if quoted.function == "citation":
            yield at, f"cited {quoted.form}, {'a' if quoted.cue else 'no'} cue", 1.0
            yield at, "cited from somebody" if quoted.speaker else "cited from nobody", 1.0
            length[at] += quoted.end - quoted.start
    for at, many in length.items():
        yield at, "cited share", min(many / max(ends[at] - begins[at], 1), 1.0)


def _beside(rows: list[Features], at: int) -> Features:
    """What a sentence's neighbours are like."""
    near = {"before": at - 1, "after": at + 1}
    return {
        f"{side}: {name}": value
        for side, other in near.items()
        if 0 <= other < len(rows)
        for name, value in rows[other].items()
        if name.startswith(_SEEN_BESIDE)
    }


def _around(rows: list[Features]) -> list[Features]:
    """What kind of stretch it is: the share of the sentences around with each feature but words."""
    names = sorted({name for row in rows for name in row if not _lexical(name)})
    column = {name: at for at, name in enumerate(names)}
    values = np.zeros((len(rows), len(names)))
    for at, row in enumerate(rows):
        for name in row.keys() & column.keys():
            values[at, column[name]] = row[name]
    told = [f"around: {name}" for name in names]
    shares = np.round(means(values), 3)  # what sums leave of nothing is nothing
    return [dict(compress(zip(told, row.tolist(), strict=True), row)) for row in shares]


def _lexical(name: str) -> bool:
    """Whether a feature names a word of the sentence."""
    return bool(_WORD.fullmatch(name.removesuffix(" first").removesuffix(" last")))
