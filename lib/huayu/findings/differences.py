"""Differences 部分差异: what a part of a speech has more or less of than the rest of it.

The one test of difference and the one false discovery rate: whatever a notebook, a figure or a
sentence says about a label and a part comes from this table, so that one question has one answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import comb
from scipy.stats import false_discovery_control

from huayu import spans, structure, tables
from huayu.corpus import Speech
from huayu.languages import say
from huayu.layers import borrowed, layer

# layer -> the field that says what kind a row is; all their labels are one family of tests
LABELS = {
    "quotations": "function",
    "rhetoric": "device",
    "stance": "category",
    "formulas": "kind",
    "concepts": "group",
    "prose": "kind",  # four-character phrases, see :func:`four`
}
# occurrences in the body from which a label is tested: with fewer, no distribution over the parts
# could be significant among some forty labels. It looks at the total, not at how it falls.
MINIMUM = 5
PERMUTATIONS = 9_999  # the smallest p is then 0.0001
LEVEL = 0.05  # rate of false discoveries at which a difference is a finding
PER = 1000  # characters: a rate per 1,000 is a number between 0.1 and 30 for all that is counted
# points of a part from which they are the blocks that change places; sentences of a block where
# a speech has fewer: about a paragraph, the stretch in which sentences resemble each other
POINTS, RUN = 2, 8
AT_ONCE = 500  # permutations at a time: keeps the memory of a long report small
COLUMNS = (
    "layer", "label", "part", "count", "rest", "rate", "rest_rate", "expected", "ratio",
    "difference", "p", "q",
)  # fmt: skip
_FOUR = re.compile(r"(?<![\w*])[\u4e00-\u9fff]{4}(?![\w*])")


@spans.once
def differences(speech: Speech, of: str | None = None) -> pd.DataFrame:
    """Differences 部分差异: each part against the rest of the body, for every label of every layer.

    Parameters
    ----------
    of : a key of ``LABELS``, to see its rows alone; their p and q are those of the whole table.

    Returns
    -------
    DataFrame ``layer, label, part, count, rest`` (occurrences that begin there), ``rate,
    rest_rate`` (per 1,000 characters), ``expected`` (count by the part's share of the characters),
    ``ratio`` (of the rates, half an occurrence added on either side so that none is infinite),
    ``difference`` (of the rates), ``p`` (two-sided), ``q`` (Benjamini & Hochberg 1995 over all
    tests of all layers). Labels with fewer than ``MINIMUM`` occurrences are counted and not
    tested: their p and q are missing. Sorted by q, then by the size of the ratio. Empty for a
    speech of one part.

    Notes
    -----
    Stance, deixis and metaphors are those of the speaker's own voice: what a citation says is not
    counted.

    A text is a sequence, and neighbours resemble each other: sentences that change places one by
    one would make a single list a finding. So whole points change places, or, where a part has
    fewer than ``POINTS`` of them, runs of ``RUN`` sentences (block permutation, after Künsch 1989,
    Ann. Statist. 17). The statistic is the difference of the rates, p = (1 + as extreme) / (1 +
    all) (Phipson & Smyth 2010). What few blocks can show is told by :func:`least`.

    >>> differences(Speech("x", "要努力。要更努力。")).empty
    True
    """
    families = {name: (_rows(speech, name), field) for name, field in LABELS.items()}
    table = tested(speech, families)
    return table if of is None else table[table["layer"] == of].reset_index(drop=True)


def tested(
    speech: Speech,
    families: Mapping[str, tuple[pd.DataFrame, str]],
    permutations: int = PERMUTATIONS,
    seed: int = 0,
) -> pd.DataFrame:
    """The same test 同一检验 of any rows of a speech: one table, corrected as one family.

    Parameters
    ----------
    families : for each name in the column ``layer`` the rows, and the field that labels them.
    permutations, seed : of the blocks over the parts.

    Returns
    -------
    The columns of :func:`differences`.
    """
    sentences = tables.body(layer(speech, "sentences")).reset_index(drop=True)
    parts = sorted(set(sentences["part"]))
    labels, counts = _counted(sentences, families)
    if len(parts) < 2 or not labels:
        return pd.DataFrame(columns=list(COLUMNS))
    lengths = sentences["text"].map(spans.length).to_numpy(dtype=float)
    number = blocks(sentences)
    home = sentences["part"].to_numpy()[np.unique(number, return_index=True)[1]]
    counts, lengths = _summed(counts, number), _summed(lengths[None, :], number)[0]
    often = counts.sum(axis=1) >= MINIMUM
    found: list[tuple[Any, ...]] = []
    for part in parts:
        inside = home == part
        p = np.full(len(labels), np.nan)
        if often.any():
            p[often] = _permuted(counts[often], lengths, inside, permutations, seed)
        effects = _effects(counts, lengths, inside)
        found += [
            (*label, part, *effect, one)
            for label, effect, one in zip(labels, effects, p, strict=True)
        ]
    return _corrected(pd.DataFrame(found, columns=list(COLUMNS[:-1])))


def _effects(
    counts: np.ndarray, lengths: np.ndarray, inside: np.ndarray
) -> Iterator[tuple[Any, ...]]:
    """Counts, rates and ratio of each label in a part and in the rest."""
    inner, size = counts @ inside, lengths @ inside
    rest, other = counts.sum(axis=1) - inner, lengths.sum() - size
    for own, others in zip(inner, rest, strict=True):
        yield _effect(own, others, size / PER, other / PER)


def blocks(sentences: pd.DataFrame) -> np.ndarray:
    """Blocks 段块 that change places: for each sentence of the body the number of its block.

    They are the points of the speech, or where a part has fewer than ``POINTS`` of them runs of
    ``RUN`` sentences; no block crosses a part.
    """
    pointed = sentences.groupby("part")["point"].nunique().min() >= POINTS
    keys = ["part", "point"] if pointed else ["part"]
    numbers: list[int] = []
    for _, group in groupby(sentences[keys].itertuples(index=False)):
        size = len(list(group))
        run = size if pointed else RUN
        last = max(size // run, 1) - 1  # what is left over belongs to the last run
        first = numbers[-1] + 1 if numbers else 0
        numbers += [first + min(place // run, last) for place in range(size)]
    return np.array(numbers, dtype=int)


def least(speech: Speech) -> float:
    """Least p 可达最小 p that any difference of a speech can have, by the number of its blocks.

    The power of the test: where the least p times the number of tests is above ``LEVEL``, no
    label can be told apart from chance on its own, and the table is description.
    """
    sentences = tables.body(layer(speech, "sentences")).reset_index(drop=True)
    number = blocks(sentences)
    home = sentences["part"].to_numpy()[np.unique(number, return_index=True)[1]]
    ways = [comb(len(home), int((home == part).sum())) for part in set(home)]
    return max(1 / max([*ways, 1]), 1 / (PERMUTATIONS + 1))


def in_words(speech: Speech, of: str | None = None, most: int = 6) -> str:
    """What :func:`differences` found, as Markdown 差异小结; says so when it found nothing.

    Parameters
    ----------
    of : a key of ``LABELS``, to tell of its labels alone.
    most : findings told.

    >>> in_words(Speech("x", "要努力。"))
    'There is nothing to compare: the speech has one part, or nothing that is counted.'
    """
    table, whole = differences(speech, of), differences(speech)
    if table.empty:
        return say(
            "无可比较：讲话只有一个部分，或没有可数的东西。",
            "There is nothing to compare: the speech has one part, or nothing that is counted.",
        )
    tests, told = int(whole["q"].notna().sum()), table[table["q"] <= LEVEL]
    own = int(table["q"].notna().sum())
    zh = f"{own} 项检验（每一类与讲话其余部分相比，各层共 {tests} 项，一起校正）中，"
    en = f"Of {own} tests (each label against the rest of the speech, {tests} in all layers, "
    en += "corrected together)"
    if told.empty:
        none = say(f"{zh}**没有一项** q ≤ {LEVEL}。", f"{en} **none** has q ≤ {LEVEL}. ")
        return none + _power(speech, tests)
    lines = [f"- {_said(speech, row)}" for row in told.head(most).to_dict("records")]
    have = "has" if len(told) == 1 else "have"
    head = say(f"{zh}**{len(told)} 项** q ≤ {LEVEL}：", f"{en} **{len(told)}** {have} q ≤ {LEVEL}:")
    return "\n".join([head, "", *lines])


def _power(speech: Speech, tests: int) -> str:
    """What the blocks of a speech could have shown."""
    reached = least(speech)
    few = reached * tests > LEVEL
    return say(
        f"调换这些要点，p 最小只能到 {reached:.1g}"
        f"{'，单独一类无论如何突出不了' if few else ''}；图上的高低只是描写。",
        f"The least p that its blocks can give is {reached:.1g}"
        f"{', too much for one label to stand out alone' if few else ''}; what a chart shows as "
        "higher or lower is description.",
    )


def _said(speech: Speech, row: dict[str, Any]) -> str:
    """One finding in words."""
    both = speech.lexicon.label(row["layer"], row["label"])
    names = " ".join(dict.fromkeys(both))
    return say(
        f"{tables.escape(both[0])}，第 {row['part']} 部分：每 1,000 字 {row['rate']:.2f} 次，"
        f"其余部分 {row['rest_rate']:.2f} 次（比值 {row['ratio']:.1f}，"
        f"{row['count']} 次与 {row['rest']} 次，q = {row['q']:.3f}）",
        f"{tables.escape(names)}, part {row['part']}: {row['rate']:.2f} per 1,000 characters "
        f"against {row['rest_rate']:.2f} in the rest (ratio {row['ratio']:.1f}, "
        f"n = {row['count']} and {row['rest']}, q = {row['q']:.3f})",
    )


def four(speech: Speech) -> pd.DataFrame:
    """Four-character prose 四字格: idioms of four characters, and other phrases of that length.

    Returns
    -------
    DataFrame ``start, end, text, kind, part, point, zone``; kind: idiom | phrase. A phrase is a
    stretch of exactly four Chinese characters between marks (担当作为、干事创业) that is no idiom.

    Notes
    -----
    A four-character phrase inside a longer clause is not told from the words beside it: missed.

    >>> four(Speech("x", "要脚踏实地，修桥铺路、植树造林。"))[["text", "kind"]].values.tolist()
    [['脚踏实地', 'idiom'], ['修桥铺路', 'phrase'], ['植树造林', 'phrase']]
    """
    idioms = layer(speech, "idioms")
    rows = [
        (a, b, "idiom") for a, b in zip(idioms["start"], idioms["end"], strict=True) if b - a == 4
    ]
    taken = {row[:2] for row in rows}
    rows += [
        (*match.span(), "phrase")
        for match in _FOUR.finditer(speech.text)
        if match.span() not in taken
    ]
    return structure.placed(speech, spans.frame(speech.text, rows, ["kind"]))


def _rows(speech: Speech, name: str) -> pd.DataFrame:
    """Rows of a family; of stance and metaphor those of the speaker's own voice."""
    if name == "prose":
        return four(speech)
    rows = layer(speech, name)
    return rows[~borrowed(rows)]


def _counted(
    sentences: pd.DataFrame, families: Mapping[str, tuple[pd.DataFrame, str]]
) -> tuple[list[tuple[str, str]], np.ndarray]:
    """Labels of the families, and how often each begins in each sentence: labels × sentences."""
    labels: list[tuple[str, str]] = []
    counts = []
    for name, (rows, field) in families.items():
        rows = tables.body(rows)
        rows = rows[rows[field].notna() & (rows[field] != "")]
        kinds, codes = np.unique(rows[field].to_numpy(dtype=str), return_inverse=True)
        table = np.zeros((len(kinds), len(sentences)))
        np.add.at(table, (codes, spans.within(rows["start"].to_numpy(), sentences)), 1)
        labels += [(name, kind) for kind in kinds.tolist()]
        counts.append(table)
    return labels, np.concatenate([np.zeros((0, len(sentences))), *counts])


def _summed(table: np.ndarray, number: np.ndarray) -> np.ndarray:
    """Columns of a table added up by the number of each."""
    found = np.zeros((len(table), number.max(initial=-1) + 1))
    np.add.at(found.T, number, table.T)
    return found


def _permuted(
    counts: np.ndarray, lengths: np.ndarray, inside: np.ndarray, permutations: int, seed: int
) -> np.ndarray:
    """p of each label for the blocks inside a part, by permuting which blocks these are."""
    total = counts.sum(axis=1)[:, None]

    def difference(chosen: np.ndarray) -> np.ndarray:
        inner, size = counts @ chosen, lengths @ chosen
        return inner / size - (total - inner) / (lengths.sum() - size)

    random = np.random.default_rng(seed)
    observed = np.abs(difference(inside[:, None].astype(float)))
    extreme = np.ones(len(counts))
    for drawn in range(0, permutations, AT_ONCE):
        width = min(AT_ONCE, permutations - drawn)
        chosen = random.permuted(np.repeat(inside[:, None], width, axis=1).astype(float), axis=0)
        extreme += (np.abs(difference(chosen)) >= observed - 1e-12).sum(axis=1)
    return extreme / (permutations + 1)


def _effect(inner: float, outer: float, size: float, rest: float) -> tuple[float, ...]:
    """Counts, rates, expected count, ratio and difference of the rates."""
    ratio = ((inner + 0.5) / size) / ((outer + 0.5) / rest)
    expected = (inner + outer) * size / (size + rest)
    rates = inner / size, outer / rest
    return int(inner), int(outer), *rates, expected, ratio, rates[0] - rates[1]


def _corrected(table: pd.DataFrame) -> pd.DataFrame:
    """The table with q over all its tests, the surest and largest differences first."""
    table["q"] = np.nan
    known = table["p"].notna()
    table.loc[known, "q"] = false_discovery_control(table.loc[known, "p"])
    order = table.assign(size=np.abs(np.log(table["ratio"])))
    order = order.sort_values(["q", "size"], ascending=[True, False], kind="stable")
    return table.loc[order.index].reset_index(drop=True)
