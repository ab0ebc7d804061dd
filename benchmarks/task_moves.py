"""Moves: each sentence with its features, its vector, and what a reader says it does."""

from pathlib import Path

import gold
import numpy as np
from learn import Example

from huayu import corpus, structure
from huayu.corpus import Speech
from huayu.moves import vectors
from huayu.moves.features import features

# of a speech without gold: stretches of so many sentences, every STEP, so that all of it is seen
STRETCH, STEP, MOST = 40, 100, 160


def examples(folder: Path) -> list[Example]:
    found = []
    for text in gold.texts(folder):
        lines = text.gold("moves")
        if lines is None:
            continue
        marked = list(zip(lines["start"], lines["end"], lines["move"], strict=True))
        rows = candidates(text.speech, text.group, text.genre)
        sentences = structure.sentences(text.speech)
        for row, start, end in zip(rows, sentences["start"], sentences["end"], strict=True):
            shared, move = max((min(b, end) - max(a, start), move) for a, b, move in marked)
            if shared > 0:
                found.append(row._replace(label=move))
    return found


def unlabelled(folder: Path) -> list[Example]:
    found = []
    for path in sorted(folder.glob("*.txt")):
        rows = candidates(corpus.load(path), path.stem, "", sample)
        found += rows
    return found


def sample(count: int) -> list[int]:
    return [at for at in range(count) if at % STEP < STRETCH][:MOST]


def candidates(speech: Speech, group: str, genre: str, taken=range) -> list[Example]:
    rows = features(speech)
    places = list(taken(len(rows)))
    dense = vectors(speech, places)
    none = np.zeros((len(places), 1)) if dense is None else dense
    return [Example(group, genre, rows[at], "", v) for at, v in zip(places, none, strict=True)]
