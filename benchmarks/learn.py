"""Learn the weights of a decision from annotated texts, judged on texts left out whole.

    python benchmarks/learn.py TASK FOLDER [--vectors] [--taught SPEECHES] [--curve] [--write]

TASK is a module benchmarks/task_TASK.py with ``examples(folder) -> list[Example]``: the
candidates of the library with their features and the answer of the gold. Texts are divided by the
speech they come from into FOLDS folds; the penalty is chosen by the left-out log loss, and what
is printed, by genre with an interval over texts, is the accuracy on texts left out. ``--curve``
learns from fewer speeches too: does more gold still help? ``--write`` makes
corpus/lexicons/weights/TASK.json from all texts, with ``--vectors`` TASK.vectors.json, and puts the
left-out scores of those weights into corpus/left_out_TASK.csv.

A task that can use sentence vectors gives its examples with them. Without ``--vectors`` weights are
plain; ``--taught`` then lets weights with vectors label the sentences of more speeches, which the
plain ones learn from too (Hinton et al. 2015, Distilling the Knowledge in a Neural Network). In
each fold the teacher knows no more gold than the pupil, and labels no speech that is judged.
"""

import argparse
import csv
import io
from collections import Counter
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from huayu import decisions, files
from huayu.decisions import FINE, FIRM, SCALE, Weights

HOME = Path(__file__).resolve().parents[1]
FOLDS = 10  # a speech in ten is judged by weights of the other nine tenths
PENALTIES = (0.03, 0.1, 0.3, 1.0, 3.0)  # C of scikit-learn: the inverse of the L2 penalty
RARE = 3  # a feature of fewer candidates says more of its text than of the decision
# vectors come in 512ths; times ten, their components spread as wide as features of yes and no
BROAD = 10 / 512
LEAST = 10  # thousandths: what a feature weighs less moves no probability by a four-hundredth
TRUSTED = 0.5  # what a teacher is less sure of teaches noise
TAUGHT = 0.5  # a taught label weighs half of one of a reader, times how sure the teacher is
FEW = 10  # candidates of a label from which its F1 counts in the mean: of fewer it is chance
SCORES = ("weights", "genre", "accuracy", "low", "high", "macro_f1", "candidates", "speeches")
DRAWS = 2000  # ends of a 95 % interval move by less than 0.01 from here on


class Example(NamedTuple):
    """A candidate as it is learned from; ``vector`` is None where no encoder is used."""

    group: str
    genre: str
    features: dict[str, float]
    label: str
    vector: np.ndarray | None = None
    weight: float = 1.0


class Fit(NamedTuple):
    """Weights in floating point, as scikit-learn finds them."""

    model: LogisticRegression
    names: DictVectorizer
    centre: np.ndarray | None = None

    def odds(self, examples: list[Example]) -> np.ndarray:
        return self.model.predict_proba(table(self.names, examples, self.centre))


def table(names: DictVectorizer, examples: list[Example], centre: np.ndarray | None):
    """Rows of features, with the vectors behind them, from their centre, where there are any."""
    plain = names.transform([e.features for e in examples])
    if centre is None:
        return plain
    dense = (np.stack([e.vector for e in examples]) - centre) * BROAD
    # with the zeros: vectors have few, and numbers without gaps are multiplied far faster
    return np.hstack([plain.toarray(), dense.astype(np.float32)])


def fit(examples: list[Example], penalty: float) -> Fit:
    """L2 logistic regression; features of fewer than RARE candidates are left out."""
    held = Counter(name for e in examples for name, value in e.features.items() if value)
    known = [{n: v for n, v in e.features.items() if held[n] >= RARE} for e in examples]
    names = DictVectorizer(dtype=np.float32).fit(known)
    dense = examples[0].vector is not None
    centre = np.mean([e.vector for e in examples], axis=0) if dense else None
    model = LogisticRegression(C=penalty, max_iter=2000, tol=1e-3)
    labels, weights = [e.label for e in examples], [e.weight for e in examples]
    rows = table(names, examples, centre)
    return Fit(model.fit(rows, labels, sample_weight=weights), names, centre)


def bare(examples: list[Example]) -> list[Example]:
    """Examples without their vectors."""
    return [e._replace(vector=None) for e in examples]


def taught(examples: list[Example], more: list[Example], penalty: float) -> list[Example]:
    """More examples, without vectors, labelled by weights with vectors where those are sure."""
    teacher = fit(examples, penalty)
    odds = teacher.odds(more)
    return [
        e._replace(label=str(teacher.model.classes_[row.argmax()]), weight=TAUGHT * row.max())
        for e, row in zip(bare(more), odds, strict=True)
        if row.max() >= TRUSTED
    ]


def learned(
    examples: list[Example], penalty: float, vectors: bool, more: list[Example] | None = None
) -> Fit:
    """Weights from examples: with vectors, without, or without and taught by those with."""
    if vectors:
        return fit(examples, penalty)
    return fit(bare(examples) + (taught(examples, more, penalty) if more else []), penalty)


def left_out(
    examples: list[Example],
    penalty: float,
    folds: int = FOLDS,
    vectors: bool = True,
    more: list[Example] | None = None,
) -> np.ndarray:
    """Probability of each label (sorted) for each example, by weights of other speeches."""
    labels = sorted({e.label for e in examples})
    odds = np.zeros((len(examples), len(labels)))
    groups = [e.group for e in examples]
    for train, test in GroupKFold(min(folds, len(set(groups)))).split(examples, groups=groups):
        known = {groups[i] for i in test}
        others = [e for e in more or [] if e.group not in known]
        found = learned([examples[i] for i in train], penalty, vectors, others)
        columns = [labels.index(label) for label in found.model.classes_]
        odds[np.ix_(test, columns)] = found.odds([examples[i] for i in test])
    return odds


def loss(examples: list[Example], odds: np.ndarray) -> float:
    """Mean log loss of the gold labels."""
    labels = sorted({e.label for e in examples})
    right = odds[np.arange(len(odds)), [labels.index(e.label) for e in examples]]
    return float(-np.log(np.maximum(right, 1e-6)).mean())


def chosen(
    examples: list[Example],
    penalties: tuple[float, ...] = PENALTIES,
    folds: int = FOLDS,
    vectors: bool = True,
    more: list[Example] | None = None,
) -> tuple[float, np.ndarray]:
    """The penalty with the smallest left-out loss, and what it gave."""
    tried = {p: left_out(examples, p, folds, vectors, more) for p in penalties}
    best = min(penalties, key=lambda penalty: loss(examples, tried[penalty]))
    return best, tried[best]


def interval(groups: list[str], right: np.ndarray, seed: int = 0) -> tuple[float, float, float]:
    """Accuracy and its 95 % bootstrap interval over speeches."""
    names = sorted(set(groups))
    index = np.array([names.index(group) for group in groups])
    hits, sizes = np.bincount(index, weights=right), np.bincount(index)
    drawn = np.random.default_rng(seed).integers(0, len(names), (DRAWS, len(names)))
    low, high = np.quantile(hits[drawn].sum(1) / sizes[drawn].sum(1), [0.025, 0.975])
    return float(right.mean()), float(low), float(high)


def report(examples: list[Example], odds: np.ndarray) -> str:
    """Left-out accuracy over all, by genre and by label."""
    labels = np.array(sorted({e.label for e in examples}))
    said = labels[odds.argmax(1)]
    right = np.array([e.label == label for e, label in zip(examples, said, strict=True)], float)
    lines = []
    for genre in ["all", *sorted({e.genre for e in examples})]:
        rows = [i for i, e in enumerate(examples) if genre in ("all", e.genre)]
        groups = [examples[i].group for i in rows]
        score, low, high = interval(groups, right[rows])
        lines.append(
            f"{genre:24} {score:.3f} ({low:.3f}–{high:.3f}) of {len(rows)} in {len(set(groups))}"
        )
    for label in labels:
        gold = np.array([e.label == label for e in examples])
        found, both = said == label, ((said == label) & gold).sum()
        lines.append(
            f"  {label:22} precision {both / max(found.sum(), 1):.2f} "
            f"recall {both / max(gold.sum(), 1):.2f} of {gold.sum()}"
        )
    return "\n".join(lines)


def macro(gold: np.ndarray, said: np.ndarray) -> float:
    """Mean F1 of the labels with FEW or more candidates in the gold; nan where there is none."""
    labels = [label for label, many in Counter(gold.tolist()).items() if many >= FEW]
    shares = [
        2
        * ((gold == label) & (said == label)).sum()
        / ((gold == label).sum() + (said == label).sum())
        for label in labels
    ]
    return float(np.mean(shares)) if shares else float("nan")


def recorded(name: str, examples: list[Example], odds: np.ndarray, before: str) -> str:
    """Left-out scores of weights by genre as CSV, beside those that other weights had before."""
    gold = np.array([e.label for e in examples])
    said = np.array(sorted(set(gold)))[odds.argmax(1)]
    genres, groups = (
        np.array([getattr(e, field) for e in examples]) for field in ("genre", "group")
    )
    kept = [row for row in csv.DictReader(io.StringIO(before)) if row["weights"] != name]
    rows = []
    for genre in ["all", *sorted(set(genres))]:
        here = np.ones(len(gold), bool) if genre == "all" else genres == genre
        own = groups[here].tolist()
        scores = *interval(own, (gold == said)[here].astype(float)), macro(gold[here], said[here])
        values = [name, genre, *(f"{v:.3f}" for v in scores), int(here.sum()), len(set(own))]
        rows.append(dict(zip(SCORES, values, strict=True)))
    out = io.StringIO()
    table = csv.DictWriter(out, SCORES, lineterminator="\n")
    table.writeheader()
    table.writerows(sorted([*kept, *rows], key=lambda row: row["weights"]))
    return out.getvalue()


def curve(examples: list[Example], penalty: float) -> str:
    """Left-out accuracy over the number of speeches learned from: does more gold help?"""
    groups = sorted({e.group for e in examples})
    order = np.random.default_rng(0).permutation(len(groups))
    judged = {groups[i] for i in order[: len(groups) // 4]}
    test = [e for e in examples if e.group in judged]
    labels, lines = sorted({e.label for e in examples}), []
    for share in (0.125, 0.25, 0.5, 1.0):
        rest = [groups[i] for i in order[len(judged) :]]
        kept = set(rest[: max(round(share * len(rest)), 2)])
        found = fit([e for e in examples if e.group in kept], penalty)
        said = found.model.classes_[found.odds(test).argmax(1)]
        right = np.mean([a == e.label for a, e in zip(said, test, strict=True)])
        lines.append(f"{len(kept):4} speeches: {right:.3f}")
    return "\n".join([f"on {len(judged)} other speeches, {len(labels)} labels", *lines])


def firm(odds: np.ndarray, right: np.ndarray) -> list[float]:
    """Share of the firm judgements that are right on texts left out, and their share of all."""
    sure = odds.max(1) >= FIRM
    return [
        round(float(right[sure].mean()) if sure.any() else 0.0, 3),
        round(float(sure.mean()), 3),
    ]


def weights(
    name: str, examples: list[Example], penalty: float, odds: np.ndarray, found: Fit
) -> Weights:
    """Weights in thousandths; features that round to nothing for every label are left out."""
    plain = found.names.get_feature_names_out().tolist()
    bias, rows = found.model.intercept_.astype(float), found.model.coef_.astype(float)
    if found.centre is not None:
        bias = bias - rows[:, len(plain) :] @ found.centre * BROAD
    if len(bias) == 1:  # two labels: scikit-learn gives the second one's odds alone
        bias, rows = np.array([0.0, bias[0]]), np.vstack([np.zeros(rows.shape[1]), rows])
    whole = np.rint(rows[:, : len(plain)] * SCALE).astype(int)
    whole[np.abs(whole) < LEAST] = 0
    dense = np.rint(rows[:, len(plain) :] * BROAD * FINE).astype(int)
    labels = np.array(sorted({e.label for e in examples}))
    right = np.array([e.label for e in examples]) == labels[odds.argmax(1)]
    score, low, high = interval([e.group for e in examples], right.astype(float))
    learned = {
        "speeches": len({e.group for e in examples}),
        "candidates": len(examples),
        "penalty": penalty,
        "left out": [round(value, 3) for value in (score, low, high)],
        "firm": firm(odds, right),
    }
    return Weights(
        name,
        tuple(found.model.classes_.tolist()),
        tuple(np.rint(bias * SCALE).astype(int).tolist()),
        {n: tuple(whole[:, i].tolist()) for i, n in enumerate(plain) if whole[:, i].any()},
        dense if dense.size else None,
        None,
        learned,
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("task")
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--vectors", action="store_true", help="weights with sentence vectors")
    arguments.add_argument("--taught", type=Path, help="folder of texts to learn from a teacher")
    arguments.add_argument("--penalty", type=float, help="instead of choosing one")
    arguments.add_argument("--folds", type=int, default=FOLDS)
    arguments.add_argument("--curve", action="store_true")
    arguments.add_argument("--write", action="store_true")
    asked = arguments.parse_args()
    task = import_module(f"task_{asked.task}")
    examples = task.examples(asked.folder)
    more = task.unlabelled(asked.taught) if asked.taught else None
    penalties = (asked.penalty,) if asked.penalty else PENALTIES
    penalty, odds = chosen(examples, penalties, asked.folds, asked.vectors, more)
    print(f"{asked.task}: penalty {penalty}, left-out loss {loss(examples, odds):.3f}")
    print(report(examples, odds))
    if asked.curve:
        print(curve(examples if asked.vectors else bare(examples), penalty))
    if asked.write:
        name = f"{asked.task}.vectors" if asked.vectors else asked.task
        path = HOME / "corpus" / "lexicons" / "weights" / f"{name}.json"
        path.parent.mkdir(exist_ok=True)
        found = learned(examples, penalty, asked.vectors, more)
        files.write(path, decisions.written(weights(name, examples, penalty, odds, found)))
        print(f"{path.relative_to(HOME)}: {path.stat().st_size:,} bytes")
        table = HOME / "corpus" / f"left_out_{asked.task}.csv"
        before = table.read_text(encoding="utf-8") if table.is_file() else ""
        files.write(table, recorded(name, examples, odds, before))


if __name__ == "__main__":
    main()
