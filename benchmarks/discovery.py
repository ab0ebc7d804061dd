"""Train the discovery of formulas and say what it is worth on texts that it was not made from.

    python benchmarks/discovery.py TEXTS GOLD [GOLD …]

TEXTS is a folder of speeches (*.txt); GOLD a folder with text.txt and formulas.jsonl. In every
speech a third of the listed formulas is hidden in turn, and a logistic regression learns to tell
the hidden ones from all other candidates. The weights from all speeches go to
corpus/lexicons/discovery.json; the scores are of each gold text with lexicon and weights made
without it. About four minutes.
"""

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from huayu import agreement, corpus, files, spans, structure
from huayu.words import discovery, phrases
from huayu.words.candidates import candidates
from huayu.words.matching import Matcher

HOME = Path(__file__).resolve().parents[1]
FOLDS = 3  # hidden shares: with a third hidden enough is left to be part of longer candidates
KEPT = 0.12  # of the candidates that are no formulas, with weight 1/KEPT: memory, not accuracy
LEAST_USES = 4  # of a feature: rarer ones learn single texts by heart
PENALTY = 2.0  # L2; 1 to 4 give the same F1 within 0.01
LEAST_WEIGHT = 0.08  # smaller weights change no decision and make the file twice as long


class Example(NamedTuple):
    """A candidate as the regression sees it."""

    features: list[tuple[str, float]]
    formula: bool
    weight: float


def examples(speech: corpus.Speech, lexicon: dict, seed: int) -> list[Example]:
    """Candidates of a speech with each fold of its listed formulas hidden in turn."""
    rng = np.random.default_rng(seed)
    free = discovery.known_free(speech.lexicon)
    found = list(Matcher(speech.lexicon, {entry: entry for entry in lexicon}).spans(speech))
    rows = []
    for fold in range(FOLDS):
        hidden = {(a, b) for a, b, entry in found if int(files.sha256(entry), 16) % FOLDS == fold}
        shown = [(a, b) for a, b, _ in found if (a, b) not in hidden]
        for candidate in candidates(speech, shown):
            formula = any(span in hidden for span in candidate.spans)
            if "".join(candidate.words) in free or not (formula or rng.random() < KEPT):
                continue
            values = list(discovery.features(candidate, speech.text))
            rows.append(Example(values, formula, 1.0 if formula else 1 / KEPT))
    return rows


def trained(rows: list[Example]) -> dict[str, float]:
    """Weights of the features by penalised logistic regression; "" is the constant."""
    uses = Counter(name for row in rows for name, _ in row.features)
    names = sorted(name for name in uses if uses[name] >= LEAST_USES)
    place = {name: at for at, name in enumerate(names)}
    cells = [
        (value, at, place[name])
        for at, row in enumerate(rows)
        for name, value in row.features
        if name in place
    ]
    value, at, column = zip(*cells, strict=True)
    matrix = csr_matrix((value, (at, column)), shape=(len(rows), len(names)))
    truth = np.array([row.formula for row in rows], dtype=float)
    weight = np.array([row.weight for row in rows])

    def loss(theta: np.ndarray) -> tuple[float, np.ndarray]:
        logit = matrix @ theta[:-1] + theta[-1]
        error = weight * (1 / (1 + np.exp(-logit)) - truth)
        nats = weight * (np.logaddexp(0, logit) - truth * logit)
        penalty = PENALTY / 2 * (theta[:-1] ** 2).sum()
        return nats.sum() + penalty, np.append(matrix.T @ error + PENALTY * theta[:-1], error.sum())

    theta = minimize(loss, np.zeros(len(names) + 1), jac=True, method="L-BFGS-B").x
    kept = {
        name: round(float(w), 2)
        for name, w in zip([*names, ""], theta, strict=True)
        if abs(w) >= LEAST_WEIGHT
    }
    return kept


def score(speech: corpus.Speech, gold: pd.DataFrame, rows: list[tuple]) -> str:
    """Exact and overlap agreement of found spans with the gold, as one line."""
    found = spans.frame(speech.text, rows, phrases.FIELDS).to_dict("records")
    units = structure.sentences(speech)
    scores = agreement.SCORED["formulas"](gold.to_dict("records"), found, units)
    cells = [f"{scores[way][key]:.3f}" for way in ("exact", "overlap") for key in ("p", "r", "f1")]
    return f"{' '.join(cells)}  n = {scores['exact']['gold']} gold, {scores['exact']['pred']} found"


def main() -> None:
    """Train on all, then leave each gold text out in turn."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("texts", type=Path)
    parser.add_argument("gold", type=Path, nargs="+")
    options = parser.parse_args()
    speeches = {path.stem: corpus.load(path) for path in sorted(options.texts.glob("*.txt"))}
    lexicon = phrases.listed(corpus.lexicon(HOME))
    rows = {name: examples(s, lexicon, at) for at, (name, s) in enumerate(speeches.items())}
    weights = trained([row for part in rows.values() for row in part])
    source = "weights of features, trained by benchmarks/discovery.py on 55 speeches of 1923-2026"
    table = json.dumps({"source": source, "weights": weights}, ensure_ascii=False, indent=0)
    files.write(HOME / "corpus" / "lexicons" / "discovery.json", table + "\n")
    print("P R F1 exact, P R F1 overlap")
    for folder in options.gold:
        speech = corpus.load(folder)
        twins = tuple(name for name, s in speeches.items() if _holds(s.text, speech.text))
        own = tuple(i for i in corpus.ids(HOME) if corpus.load(i, HOME).text == speech.text)
        kept = trained([row for name, part in rows.items() if name not in twins for row in part])
        gold = corpus.gold(speech, "formulas")
        listed = phrases.listed(speech.lexicon, (), twins + own)
        general = {entry: f for entry, f in listed.items() if f.source == "general"}
        for label, chosen in (("general", general), ("and archive", listed)):
            found = [(a, b, *f, 1.0) for a, b, f in Matcher(speech.lexicon, chosen).spans(speech)]
            print(f"{folder.name:12} {label:14} {score(speech, gold, found)}")
        found = phrases.extended(speech, found, kept)
        print(f"{folder.name:12} {'and discovery':14} {score(speech, gold, found)}")


def _holds(text: str, part: str) -> bool:
    """Whether a speech holds the middle of another text, or is held by it."""
    bare = corpus.lexicon(HOME).bare
    a, b = bare(text)[0], bare(part)[0]
    return b[len(b) // 2 :][:100] in a or a[len(a) // 2 :][:100] in b


if __name__ == "__main__":
    main()
