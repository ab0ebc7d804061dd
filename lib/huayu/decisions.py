"""Decisions 判断: named features of a candidate, weights learned from many texts, what won and why.

A module of the wings proposes candidates and names what it sees of each (``{"cue before": 1.0}``);
the weights of that kind of decision, one JSON file in corpus/lexicons/weights/, say what each
feature speaks for. benchmarks/learn.py makes the files, leaving whole texts out to choose them.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from huayu import encoder
from huayu.corpus import Speech
from huayu.files import Fault
from huayu.lexicon import Lexicon, once

Features = Mapping[str, float]
# weights are whole thousandths: what is left out moves no probability by a hundredth, and sums
# of few digits are the same on every machine
SCALE = 1000
# weights of a vector are whole millionths: its components are whole numbers of some 26
FINE = 1_000_000
MOST = 2**53  # what sums of floats keep exactly
TOLD = 3  # features that a reason names
# a judgement with so much probability is firm: what is told of a speech rests on such ones alone.
# On texts left out six in seven of the firm judgements on moves are right, of all five in eight
FIRM = 0.7
# a margin within so many standard deviations of what another processor may move it is no margin
DOUBT = 2.0


class Decision(NamedTuple):
    """A judgement 判断: the label that won, how sure, by which rule, and why in words.

    ``rule`` is a stable id that code may read; ``reason`` is prose for people, and no code reads
    it. ``score`` is the probability of the label, 0.0–1.0; what a rule decides is 1.0.
    """

    label: str
    rule: str
    reason: str
    score: float = 1.0


class Candidate(NamedTuple):
    """A candidate 候选: a span, the weights that are asked about it, and what is seen of it.

    ``about`` says who or what is asked about, where several candidates have one span.
    """

    start: int
    end: int
    asked: str
    features: Features
    vector: np.ndarray | None = None
    about: str = ""


@dataclass(frozen=True, eq=False)
class Weights:
    """Weights 权重 of one kind of decision: multinomial logistic regression, in thousandths.

    Attributes
    ----------
    name : of the file, such as ``"function"``; decisions have the rule ``"function:learned"``.
    labels : the answers that are possible.
    bias : one number a label.
    features : feature -> one number a label; a feature that is not here weighs nothing.
    vectors : numbers of label × dimension for a vector of the sentence, in millionths, or None.
    steps : numbers of label × label, the one before first, for decisions in a row, or None.
    learned : from how many texts, with which penalty, and the left-out scores.
    """

    name: str
    labels: tuple[str, ...]
    bias: tuple[int, ...]
    features: Mapping[str, tuple[int, ...]]
    vectors: np.ndarray | None = None
    steps: np.ndarray | None = None
    learned: Mapping[str, Any] = field(default_factory=dict)

    def margins(self, row: Features, vector: np.ndarray | None = None) -> list[float]:
        """Log odds 对数几率 of each label, up to a constant: bias plus weighted features.

        ``vector`` holds whole numbers (see :mod:`huayu.encoder`), so that its part is exact.
        """
        weighed = self.features
        known = [(value, weighed[name]) for name, value in row.items() if name in weighed]
        dense = (
            (self.vectors @ vector.astype(np.int64)).tolist()
            if self.vectors is not None and vector is not None
            else [0] * len(self.labels)
        )
        return [
            math.fsum([bias, *[value * weights[i] for value, weights in known]]) / SCALE
            + dense[i] / FINE
            for i, bias in enumerate(self.bias)
        ]

    def doubtful(self, row: Features, vector: np.ndarray) -> bool:
        """Whether another processor's vector may change the label: see ``encoder.NOISE``."""
        margins = self.margins(row, vector)
        first, second = sorted(range(len(margins)), key=margins.__getitem__)[:-3:-1]
        if self.vectors is None:
            return False
        apart = float(np.linalg.norm((self.vectors[first] - self.vectors[second]) / FINE))
        return margins[first] - margins[second] < DOUBT * encoder.NOISE * apart

    def probabilities(self, row: Features, vector: np.ndarray | None = None) -> list[float]:
        """Probability 概率 of each label, in the order of ``labels``: softmax of the margins."""
        return softmax(self.margins(row, vector))

    def label(self, row: Features) -> str:
        """Label 判断 that wins for a candidate, where nobody asks how sure it is or why."""
        odds = self.probabilities(row)
        return self.labels[max(range(len(odds)), key=odds.__getitem__)]

    def decision(self, row: Features, vector: np.ndarray | None = None) -> Decision:
        """Decision 判断 on a candidate by its features: the most probable label.

        >>> weights = Weights("shape", ("no", "yes"), (0, -500), {"a colon before": (0, 2500)})
        >>> weights.decision({"a colon before": 1.0, "unheard of": 1.0})
        Decision(label='yes', rule='shape:learned', reason='a colon before', score=0.88)
        """
        odds = self.probabilities(row, vector)
        best = max(range(len(odds)), key=odds.__getitem__)
        return Decision(
            self.labels[best], f"{self.name}:learned", self.reason(row, best), round(odds[best], 2)
        )

    def sequence(
        self, rows: Sequence[Features], vectors: Sequence[np.ndarray] | None = None
    ) -> list[Decision]:
        """Decisions 判断 on candidates in a row, the best path through them (Viterbi 1967).

        Scores are the marginal probabilities of the labels on that path (forward and backward
        sums, Rabiner 1989, eq. 27), so they say how sure each place is for itself.
        """
        if not rows:
            return []
        dense = vectors if vectors is not None else [None] * len(rows)
        emitted = np.array([self.margins(*pair) for pair in zip(rows, dense, strict=True)])
        steps = np.zeros((len(self.labels),) * 2) if self.steps is None else self.steps / SCALE
        sure = _marginals(emitted, steps)
        return [
            Decision(
                self.labels[best],
                f"{self.name}:learned",
                self.reason(rows[place], best),
                round(float(sure[place, best]), 2),
            )
            for place, best in enumerate(_path(emitted, steps))
        ]

    def account(self, row: Features) -> pd.DataFrame:
        """Account 说明 of a decision: one row a feature that weighs, the heaviest first.

        Returns
        -------
        DataFrame with ``feature, value`` and one column a label: what the feature adds to its log
        odds. A vector's part is not broken down.
        """
        added = {
            name: [value * weight / SCALE for weight in self.features[name]]
            for name, value in row.items()
            if value and name in self.features
        }
        order = sorted(added, key=lambda name: (-max(map(abs, added[name])), name))
        rows = [(name, row[name], *added[name]) for name in order]
        return pd.DataFrame(rows, columns=["feature", "value", *self.labels])

    def reason(self, row: Features, label: int) -> str:
        """Reason 理由: the features that spoke most for a label against the mean of the others."""
        known = [(name, value) for name, value in row.items() if value and name in self.features]
        others = max(len(self.labels) - 1, 1)

        def gain(pair: tuple[str, float]) -> float:
            weights = self.features[pair[0]]
            own = weights[label]
            return pair[1] * (own - (sum(weights) - own) / others)

        known.sort(key=lambda pair: (-gain(pair), pair[0]))
        told = [pair[0] for pair in known[:TOLD] if gain(pair) > 0]
        return "; ".join(told) or "nothing speaks for another label"


def softmax(margins: Sequence[float]) -> list[float]:
    """Probabilities 概率 that are proportional to exp(margin).

    >>> softmax([0.0, 0.0])
    [0.5, 0.5]
    """
    highest = max(margins)
    raised = [math.exp(margin - highest) for margin in margins]
    whole = math.fsum(raised)
    return [value / whole for value in raised]


def weights(speech: Speech, name: str) -> Weights:
    """Weights 权重 in force for a speech: those of its house, else the shipped ones.

    Raises
    ------
    Fault : there is no such file, or it is not whole.
    """
    return _parsed(speech.lexicon, name)


def judged(
    speech: Speech, name: str, rows: Sequence[Features], vectors: np.ndarray | None
) -> list[Decision]:
    """Decisions 判断 on candidates, each for itself: with vectors where there are any.

    Without them, or where they leave a doubt (:meth:`Weights.doubtful`), the plain weights decide;
    the rule says which did: ``NAME.vectors:learned`` or ``NAME:learned``.

    Parameters
    ----------
    vectors : one row a candidate, as :func:`huayu.encoder.vectors` gives them, or None.
    """
    plain = weights(speech, name)
    if vectors is None:
        return [plain.decision(row) for row in rows]
    full = weights(speech, f"{name}.vectors")
    return [
        plain.decision(row) if full.doubtful(row, vector) else full.decision(row, vector)
        for row, vector in zip(rows, vectors, strict=True)
    ]


def told(speech: Speech, one: Candidate) -> tuple[Decision, pd.DataFrame]:
    """Decision 判断 on a candidate and what weighed in it, the heaviest first.

    Returns
    -------
    The decision, and a DataFrame ``feature, value, weight``: what the feature adds to the log
    odds of the label that won, against the mean of the others. A vector's part is not broken down.

    >>> one = Candidate(0, 4, "reporting", {"verb 指出": 1.0, "，": 1.0})
    >>> decision, weighed = told(Speech("x", "他指出，"), one)
    >>> decision.rule, list(weighed)
    ('reporting:learned', ['feature', 'value', 'weight'])
    """
    dense = None if one.vector is None else one.vector[None, :]
    [decision] = judged(speech, one.asked, [one.features], dense)
    table = weights(speech, decision.rule.removesuffix(":learned")).account(one.features)
    others = [name for name in table.columns[2:] if name != decision.label]
    table["weight"] = table[decision.label] - table[others].mean(axis=1)
    table = table.sort_values("weight", key=lambda column: -column.abs(), kind="stable")
    return decision, table[["feature", "value", "weight"]].reset_index(drop=True)


def written(weights: Weights) -> str:
    """JSON text 权重文件 of weights: labels, bias, features by name, and how they were learned."""
    content: dict[str, Any] = {
        "learned": dict(weights.learned),
        "labels": list(weights.labels),
        "bias": list(weights.bias),
        "features": {name: list(weights.features[name]) for name in sorted(weights.features)},
    }
    for name, table in (("vectors", weights.vectors), ("steps", weights.steps)):
        if table is not None:
            content[name] = table.tolist()
    lines = (f"{json.dumps(key)}: {_lines(value)}" for key, value in content.items())
    return "{" + ",\n".join(lines) + "}\n"


def _lines(value: Any) -> str:
    """JSON of a value; what has features or rows has one line for each."""
    told = json.JSONEncoder(ensure_ascii=False).encode
    if isinstance(value, dict) and len(value) > 1:
        return "{\n" + ",\n".join(f"{told(key)}: {told(part)}" for key, part in value.items()) + "}"
    return told(value)


@once
def _parsed(lexicon: Lexicon, name: str) -> Weights:
    path, table = lexicon.path(f"weights/{name}.json"), lexicon.data(f"weights/{name}.json")
    try:
        labels = tuple(str(label) for label in table["labels"])
        found = Weights(
            name,
            labels,
            _numbers(table["bias"]),
            {str(key): _numbers(value) for key, value in table["features"].items()},
            _table(table.get("vectors")),
            _table(table.get("steps"), len(labels)),
            table.get("learned", {}),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Fault(path, f"is no file of weights ({error})", "remake it with learn.py") from None
    wide = {len(found.bias), *map(len, found.features.values())}
    tall = {len(table) for table in (found.vectors, found.steps) if table is not None}
    if wide | tall != {len(labels)}:
        raise Fault(path, "has not one number for each label", "remake it with learn.py")
    return found


def _numbers(values: Iterable[Any]) -> tuple[int, ...]:
    found = tuple(values) if isinstance(values, list) else ()
    if not found or not all(type(value) is int and abs(value) < MOST for value in found):
        raise ValueError("weights are lists of whole numbers")
    return found


def _table(rows: Any, width: int = 0) -> np.ndarray | None:
    """Rows of whole numbers, each of one length; ``width`` is that length where it is known."""
    if rows is None:
        return None
    found = [_numbers(row) for row in rows]
    lengths = {*map(len, found)}
    if lengths != {width or max(lengths, default=0)}:
        raise ValueError("vectors and steps are rows of one length")
    return np.array(found, dtype=np.int64)


def _path(emitted: np.ndarray, steps: np.ndarray) -> list[int]:
    """Labels of the path whose margins and steps add up to most; the first label of equal ones."""
    best = emitted[0]
    back = []
    for row in emitted[1:]:
        reached = best[:, None] + steps
        back.append(reached.argmax(axis=0))
        best = reached.max(axis=0) + row
    path = [int(best.argmax())]
    for came in reversed(back):
        path.append(int(came[path[-1]]))
    return path[::-1]


def _marginals(emitted: np.ndarray, steps: np.ndarray) -> np.ndarray:
    """Probability of each label at each place, over all paths."""
    forward, backward = [emitted[0]], [np.zeros(emitted.shape[1])]
    for row in emitted[1:]:
        forward.append(row + np.logaddexp.reduce(forward[-1][:, None] + steps, axis=0))
    for row in emitted[:0:-1]:
        backward.append(np.logaddexp.reduce(steps + row + backward[-1], axis=1))
    raised = np.array(forward) + np.array(backward[::-1])
    return np.exp(raised - np.logaddexp.reduce(raised, axis=1, keepdims=True))
