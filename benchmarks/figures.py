"""Learn the weights of figures of speech, and score the whole program on texts left out.

    python benchmarks/figures.py FOLDER [--outside FOLDER] [--curve] [--write]

FOLDER holds annotated texts (benchmarks/gold.py); the other one the development parts of ConFiguRe
and of the couplets (benchmarks/outside.py), which are learned from too: fragments of novels say
what is no figure, couplets what lines of verse set against each other.

Speeches are divided into FOLDS folds. For each the weights are learned from all other speeches and
from nothing else, laid into a house of their own, and the program reads the texts of the fold in
that house: so the scores are those of the program, its rules and lists included, on speeches whose
weights never saw them. Lists and rules were made with some of these texts in view: of listed
metaphors F1 is .54 instead of .63 without the forms of pictures.tsv that one speech alone attests,
which is what it was without that list. ``--write``
makes the weights from all texts, and corpus/left_out_figures.csv.
"""

from __future__ import annotations

import argparse
import csv
import io
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import gold
import numpy as np
import outside
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from unseen import measured

from huayu import corpus, decisions, files, rhetoric, structure
from huayu.agreement.scored import SCORED
from huayu.decisions import SCALE, Weights
from huayu.page import Page
from huayu.rhetoric import antithesis, evidence, lines, metaphor, parallelism
from huayu.spans import overlap

HOME = Path(__file__).resolve().parents[1]
TASKS = ("parallelism", "antithesis", "couplet", "metaphor")
FOLDS = 10
# C of scikit-learn on standardised features. Tried on speeches left out: .01, .02, .03 and .05 for
# parallelism, each with its best bar (F1 of neighbouring members .725, .732, .733, .725), .01, .02
# and .05 for antithesis (.612, .601, .602), where essays of students gained nothing, nor did
# boosted trees (.592, trees .566), products of measures (.586), likeness of slots in a space of
# words (.575 without, .574 with) or what the sentence and longer runs around a pair say (.601
# without, .608 with), one decision on words and characters together (.587)
PENALTY = {"parallelism": 0.03, "antithesis": 0.01, "couplet": 0.1, "metaphor": 0.03}
# probability that comes to stand at one half: best F1 on speeches left out; for couplets that with
# at most a tenth of false alarms on second lines dealt anew
BAR = {"parallelism": 0.33, "antithesis": 0.2, "couplet": 0.6, "metaphor": 0.35}
# what a candidate of a text of each kind counts; novels have many clauses and readers who marked
# few of them
WORTH = {
    "parallelism": {"speech": 1.0, "fragment": 0.3},
    "antithesis": {"speech": 1.0, "fragment": 0.5},
    "couplet": {"speech": 1.0, "fragment": 1.5, "couplet": 0.6},
    "metaphor": {"speech": 1.0, "fragment": 0.5},
}
# a candidate that only partly covers a gold line is no clear counterexample
PARTIAL, NEAR = 0.1, 0.15
SAME, EXACT = 0.8, 0.95  # overlap from which a candidate is the gold line, and exactly it
MATCH = 0.5  # overlap at which agreement counts two lines as one
FIELDS = ("genre", "label", "f1", "low", "high", "p", "r", "hit", "gold", "found", "speeches")

Row = dict[str, Any]


class Text(NamedTuple):
    """A text to learn from: ``kind`` speech, fragment or couplet."""

    group: str
    genre: str
    kind: str
    speech: corpus.Speech
    gold: list[Row]


class Examples(NamedTuple):
    """Candidates of one text for one decision: features, answers, weights."""

    features: list[dict[str, float]]
    answers: np.ndarray
    weights: np.ndarray


def speeches(folder: Path) -> list[Text]:
    """Annotated texts of a folder."""
    found = []
    for text in gold.texts(folder):
        rows = text.gold("rhetoric")
        if rows is not None:
            lines = rows.to_dict("records")
            found.append(Text(text.group, text.genre, "speech", text.speech, lines))
    return found


def others(folder: Path) -> Iterator[Text]:
    """Fragments of novels and couplets, and couplets whose second lines are dealt anew."""
    names = {"排比": "parallelism", "对偶": "antithesis", "比喻": "metaphor"}
    for path in sorted(folder.rglob("configure_*.json")):
        for name, row in outside.read(path).items():
            marked = [
                {"device": names[u["fos"]], "start": u["begin"], "end": u["end"]}
                for u in row["units"]
                if u["fos"] in names
            ]
            speech = corpus.Speech(name, row["fragment"])
            yield Text(name.partition("_")[0], "novel", "fragment", speech, marked)
    for path in sorted(folder.rglob("couplets_*.json")):
        for one, two, paired in outside.dealt(outside.read(path)):
            whole = {"device": "antithesis", "start": 0, "end": len(one) + 1 + len(two)}
            speech = corpus.Speech("couplet", f"{one}，{two}。")
            yield Text(one, "verse", "couplet", speech, [whole] * paired)


def examples(task: str, text: Text, context: Page) -> Examples:
    """Candidates of a text with what the gold says of them."""
    if not WORTH[task].get(text.kind):
        return Examples([], np.zeros(0), np.zeros(0))
    device = "antithesis" if task == "couplet" else task
    if task == "metaphor":
        found = [((start, end), row) for start, end, _, row in metaphor.candidates(context)]
    elif task == "couplet":
        found = [((a.start, b.end), row) for a, b, row in lines.candidates(context)]
    else:
        module = parallelism if task == "parallelism" else antithesis
        runs = module.candidates(context)
        found = [((run.start, run.end), evidence.evidence(run, context, task)) for run in runs]
    judged = [_judged(span, text.gold, device) for span, _ in found]
    answers = np.array([answer for answer, _ in judged])
    weights = np.array([weight for _, weight in judged]) * WORTH[task][text.kind]
    return Examples([row for _, row in found], answers, weights)


def _judged(span: tuple[int, int], marked: list[Row], device: str) -> tuple[float, float]:
    """Answer and weight of a candidate; weight 0.0 where the gold does not tell."""
    own = [row for row in marked if row["device"] == device and row.get("agreed", True)]
    near = [row for row in own if row.get("scope") != "distributed"]
    best = max((_share(span, row) for row in near), default=0.0)
    if device == "metaphor" and any(_within(span, row) for row in near):
        return 1.0, 1.0  # of a picture the reader's span is wider than the list's form
    if best >= SAME:
        return 1.0, 1.0 if best > EXACT else 0.5
    if any(_share(span, row) >= MATCH for row in marked if _spared(row, device)):
        return 0.0, 0.0
    if best >= MATCH:
        return 0.0, NEAR
    apart = all(
        _share(span, row) <= NEAR
        or any(start <= span[0] and span[1] <= end for start, end in row.get("members") or [])
        for row in near
    )
    return 0.0, 1.0 if apart else PARTIAL


def _share(span: tuple[int, int], row: Row) -> float:
    return overlap(span, (row["start"], row["end"]))


def _within(span: tuple[int, int], row: Row) -> bool:
    return row["start"] <= span[0] and span[1] <= row["end"]


def _spared(row: Row, device: str) -> bool:
    """Whether a gold line says nothing against the device: neutral, far apart, or of its kin."""
    named = {row["device"], (row.get("alt") or {}).get("device")}
    neutral = device in named and (not row.get("agreed", True) or row["device"] != device)
    far = row["device"] == device and row.get("scope") == "distributed"
    return neutral or far or (device == "antithesis" and row["device"] == "chiasmus")


def learned(task: str, sets: Sequence[Examples], texts: int) -> Weights:
    """Weights of a decision: L2 logistic regression on standardised features."""
    names = sorted({name for one in sets for row in one.features for name in row})
    table = np.array(
        [[row.get(name, 0.0) for name in names] for one in sets for row in one.features]
    )
    answers, weights = (np.concatenate([one[i] for one in sets]) for i in (1, 2))
    use = weights > 0
    table, answers, weights = table[use], answers[use], weights[use]
    mean, spread = table.mean(axis=0), table.std(axis=0)
    spread[spread < 1e-9] = np.inf
    model = LogisticRegression(C=PENALTY[task], max_iter=500)
    model.fit((table - mean) / spread, answers, sample_weight=weights)
    slopes = model.coef_[0] / spread
    bias = model.intercept_[0] - slopes @ mean - np.log(BAR[task] / (1 - BAR[task]))
    whole = np.rint(slopes * SCALE).astype(int).tolist()
    return Weights(
        task,
        ("no", "yes"),
        (0, round(float(bias) * SCALE)),
        {name: (0, weight) for name, weight in zip(names, whole, strict=True) if weight},
        learned={"texts": texts, "candidates": len(answers), "penalty": PENALTY[task]},
    )


def house(folder: Path, made: Sequence[Weights]) -> Path:
    """A house whose weights are these and whose other lists are the shipped ones."""
    place = folder / "corpus" / "lexicons" / "weights"
    place.mkdir(parents=True, exist_ok=True)
    for weights in made:
        files.write(place / f"{weights.name}.json", decisions.written(weights))
    return folder


def scored(text: Text, root: Path) -> dict[str, np.ndarray]:
    """Hits, gold and found lines by figure, as the program reads the text in a house."""
    speech = corpus.Speech(text.speech.id, text.speech.text, text.speech.meta, root=root)
    found = rhetoric.devices(speech).to_dict("records")
    units = structure.sentences(speech)
    table = SCORED["rhetoric"](text.gold, found, units)
    names = ("hit", "gold", "pred")
    return {label: np.array([row[n] for n in names]) for label, row in table.items()}


class Learner:
    """Examples of all texts, made once, and weights from some of them."""

    def __init__(self, texts: Sequence[Text]):
        """Make the examples."""
        self.texts = texts
        self.made: dict[str, list[Examples]] = {task: [] for task in TASKS}
        for text in texts:
            context = Page(text.speech)
            for task in TASKS:
                self.made[task].append(examples(task, text, context))

    def weights(self, places: Sequence[int]) -> list[Weights]:
        """Weights of all decisions, from the texts at these places."""
        found = []
        for task in TASKS:
            used = [i for i in places if WORTH[task].get(self.texts[i].kind)]
            groups = len({self.texts[i].group for i in used})
            found.append(learned(task, [self.made[task][i] for i in used], groups))
        return found


def left_out(learner: Learner) -> list[tuple[Text, dict[str, np.ndarray]]]:
    """Counts of each speech, by weights of the others."""
    groups = [text.group for text in learner.texts]
    found = []
    for train, test in GroupKFold(FOLDS).split(groups, groups=groups):
        with tempfile.TemporaryDirectory() as folder:
            root = house(Path(folder), learner.weights(train.tolist()))
            held = [learner.texts[i] for i in test if learner.texts[i].kind == "speech"]
            found += [(text, scored(text, root)) for text in held]
    return found


def table(counts: list[tuple[Text, dict[str, np.ndarray]]]) -> str:
    """Left-out scores by figure and by genre, with intervals over speeches, as CSV."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(FIELDS)
    labels = sorted({label for _, found in counts for label in found})
    genres = sorted({text.genre for text, _ in counts})
    asked = [("all", label) for label in labels] + [(genre, "micro") for genre in genres]
    for genre, label in asked:
        sums: dict[str, np.ndarray] = defaultdict(lambda: np.zeros(3))
        for text, found in counts:
            if genre in ("all", text.genre) and label in found:
                sums[text.group] += found[label]
        numbers = np.array(list(sums.values()))
        hit, wanted, given = numbers.sum(axis=0).astype(int).tolist()
        values = [*measured(numbers), hit / max(given, 1), hit / max(wanted, 1)]
        told = [f"{value:.3f}" for value in values]
        rows.writerow([genre, label, *told, hit, wanted, given, len(numbers)])
    return out.getvalue()


def curve(learner: Learner) -> str:
    """Micro F1 on a quarter of the speeches, over the number of speeches learned from."""
    groups = sorted({text.group for text in learner.texts if text.kind == "speech"})
    order = [groups[i] for i in np.random.default_rng(0).permutation(len(groups))]
    judged = set(order[: len(order) // 4])
    rest = order[len(judged) :]
    told = []
    for share in (0.125, 0.25, 0.5, 1.0):
        kept = set(rest[: round(share * len(rest))])
        places = [i for i, text in enumerate(learner.texts) if text.group in kept]
        with tempfile.TemporaryDirectory() as folder:
            root = house(Path(folder), learner.weights(places))
            found = [scored(text, root) for text in learner.texts if text.group in judged]
        for label in ("parallelism", "antithesis", "micro"):
            hit, wanted, given = sum(one.get(label, np.zeros(3)) for one in found)
            told.append(f"{len(kept):3} speeches  {label:12} F1 {2 * hit / (wanted + given):.3f}")
    return "\n".join(told)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--outside", type=Path)
    arguments.add_argument("--curve", action="store_true")
    arguments.add_argument("--write", action="store_true")
    asked = arguments.parse_args()
    texts = speeches(asked.folder)
    learner = Learner([*texts, *(others(asked.outside) if asked.outside else ())])
    if asked.write:
        house(HOME, learner.weights(range(len(learner.texts))))
    scores = table(left_out(learner))
    print(scores, end="", flush=True)
    if asked.write:
        files.write(HOME / "corpus" / "left_out_figures.csv", scores)
    if asked.curve:
        print(curve(learner))


if __name__ == "__main__":
    main()
