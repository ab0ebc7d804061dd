"""Left-out scores of the quotations layer: each text read by what the other speeches taught.

    python benchmarks/quoted.py FOLDER [--write]

Weights are learned from nine tenths of the speeches, and a speech is read by weights that have not
seen it, with lexicons that lack what it alone attests (benchmarks/houses.py). Scores are those of
``huayu evaluate``; intervals are the bootstrap over speeches. ``--write`` makes
corpus/left_out_quotations.csv, which the README shows.
"""

import argparse
import csv
import io
import os
import sys
from collections import defaultdict
from importlib import import_module
from pathlib import Path

import numpy as np
from learn import bare, fit, weights
from quoting import HOME, Text, texts

from huayu import agreement, corpus, decisions, encoder, files, layers
from huayu.agreement import benchmark, scored
from huayu.lexicon import of

TASKS = ("function", "reporting", "extent", "speaker")
FOLDS = 10
LABELS = ("function", "attribution", "indirect", "citation", "cue")
FIELDS = (
    "weights",
    "label",
    "genre",
    "measure",
    "score",
    "low",
    "high",
    "hit",
    "gold",
    "found",
    "texts",
)


def learned(taught: dict[str, tuple[list, float]], fold: set[str]) -> dict[str, str]:
    """Weights of all tasks from the speeches outside a fold, as files by their name."""
    found = {}
    for name, (examples, penalty) in taught.items():
        rest = [e for e in examples if e.group not in fold]
        odds = np.zeros((len(rest), len({e.label for e in rest})))
        made = weights(name, rest, penalty, odds, fit(rest, penalty))
        found[f"{name}.json"] = decisions.written(made)
    return found


def lessons(folder: Path) -> dict[str, tuple[list, float]]:
    """Examples of every kind of decision, without vectors and with them, and the penalty."""
    found = {}
    for task in TASKS:
        examples = import_module(f"task_{task}").examples(folder)
        ways = {task: bare(examples)}
        if examples[0].vector is not None:
            ways[f"{task}.vectors"] = examples
        for name, kept in ways.items():
            found[name] = kept, penalty(name)
            print(f"{name}: {len(kept)} candidates, penalty {found[name][1]}", file=sys.stderr)
    return found


def penalty(name: str) -> float:
    """The penalty that the shipped weights were learned with."""
    return float(of().data(f"weights/{name}.json")["learned"]["penalty"])


def house(folder: Path) -> list[Text]:
    """The gold texts, each in a house whose weights have not seen its speech."""
    read, taught = texts(folder), lessons(folder)
    groups = sorted({text.group for text in read})
    for number in range(FOLDS):
        fold = set(groups[number::FOLDS])
        made = learned(taught, fold)
        for home in sorted({text.speech.root for text in read if text.group in fold}):
            for name, content in made.items():
                files.write(home / "corpus" / "lexicons" / "weights" / name, content)
    return list(read)


def fresh(text: Text) -> corpus.Speech:
    """The speech with the lexicon of its house as it is now."""
    old = text.speech
    return corpus.Speech(old.id, old.text, dict(old.meta), root=old.root)


def counted(text: Text) -> dict[str, tuple[int, int, int]]:
    """Hit, gold and found lines of a text, by label."""
    speech = fresh(text)
    found = layers.layer(speech, "quotations").to_dict("records")
    if text.lines is None:
        right = [
            (line["function"], named)
            for line, named in scored.functions_found([_marked(line) for line in text.marks], found)
        ]
        return {"function": (sum(a == b for a, b in right), len(right), len(right))}
    units = layers.layer(speech, "sentences")
    table = agreement.SCORED["quotations"](text.lines, found, units)
    return {
        label: (row["hit"], row["gold"], row.get("pred", row["gold"]))
        for label, row in table.items()
        if label in LABELS
    }


def _marked(line: dict) -> dict:
    return {**line, "form": "quoted", "agreed": True, "alt": None}


def rows(read: list[Text], way: str) -> list[list]:
    """One row a label and genre, all genres first."""
    table: dict[tuple[str, str], dict[str, np.ndarray]] = defaultdict(dict)
    for text in read:
        for label, numbers in counted(text).items():
            for genre in ("all", text.genre or "other"):
                own = table[label, genre]
                own[text.group] = own.get(text.group, np.zeros(3)) + np.array(numbers, float)
    found = []
    for (label, genre), own in sorted(
        table.items(), key=lambda item: (item[0][0], item[0][1] != "all", item[0][1])
    ):
        counts = np.array([own[group] for group in sorted(own)])
        values = [f"{value:.3f}" for value in benchmark.measured(counts)]
        measure = "accuracy" if label in ("function", "cue") else "f1"
        sums = counts.sum(axis=0).astype(int).tolist()
        found.append([way, label, genre, measure, *values, *sums, int((counts[:, 1] > 0).sum())])
    return found


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--write", action="store_true")
    asked = arguments.parse_args()
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(FIELDS)
    read = house(asked.folder)
    for way, switch in (("plain", "off"), ("with sentence vectors", "on")):
        os.environ["HUAYU_ENCODER"] = switch
        if switch == "off" or encoder.name():
            table.writerows(rows(read, way))
    print(out.getvalue(), end="")
    if asked.write:
        files.write(HOME / "corpus" / "left_out_quotations.csv", out.getvalue())


if __name__ == "__main__":
    main()
