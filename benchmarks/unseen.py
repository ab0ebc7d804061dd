"""Score annotated texts on which nothing was developed, all together.

    python benchmarks/unseen.py FOLDER [FOLDER …]

Each FOLDER holds one folder per text: text.txt and gold/ with one file per layer, as
corpus/README.md describes them. Hits, gold and found lines are added up over the texts; the 95 %
interval is the bootstrap over texts (the texts are redrawn, not their sentences, because what one
speaker does often one text has often). The scores go to corpus/unseen.csv, which the README shows.
"""

import argparse
import csv
import io
from collections import defaultdict
from pathlib import Path

import numpy as np

from huayu import agreement, corpus, files
from huayu.agreement.benchmark import measured

HOME = Path(__file__).resolve().parents[1]
FIELDS = ("layer", "label", "measure", "score", "low", "high", "hit", "gold", "found", "texts")


def counts(folders: list[Path]) -> dict[tuple[str, str], np.ndarray]:
    """Hit, gold and found lines of each label: one row a text, zeros where it has no gold."""
    found = defaultdict(lambda: np.zeros((len(folders), 3)))
    for row, folder in enumerate(folders):
        speech = corpus.load(str(folder))
        for layer in agreement.SCORED:
            for label, score in (agreement.scores(speech, layer) or {}).items():
                # of functions and cues only gold lines are judged, right or wrong
                pred = score.get("pred", score["gold"])
                found[layer, label][row] = score["hit"], score["gold"], pred
    return found


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("folders", type=Path, nargs="+")
    homes = arguments.parse_args().folders
    folders = sorted(path.parent for home in homes for path in home.glob("*/text.txt"))
    if not folders:
        raise SystemExit(f"{homes[0]} holds no folder with a text.txt")
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(FIELDS)
    for (layer, label), table in sorted(counts(folders).items()):
        measure = "accuracy" if label in ("function", "cue") else "f1"
        values = [f"{value:.3f}" for value in measured(table)]
        sums = table.sum(axis=0).astype(int).tolist()
        texts = int((table[:, 1] > 0).sum())
        rows.writerow([layer, label, measure, *values, *sums, texts])
    files.write(HOME / "corpus" / "unseen.csv", out.getvalue())
    print(out.getvalue(), end="")


if __name__ == "__main__":
    main()
