"""Moves: each sentence with its features, its vector, and what a reader says it does."""

from collections import Counter
from pathlib import Path

import gold
import numpy as np
from learn import Example

from huayu import corpus, structure
from huayu.corpus import Speech
from huayu.moves import vectors
from huayu.moves.features import features

# of a speech without gold: so many stretches of so many sentences, every STEP: excerpts like those
# with gold, from all over it
STRETCH, STEP, STRETCHES = 40, 100, 2
# a move of a tenth of the sentences of another weighs twice as much a sentence: else the rare ones
# (definition, warning) are never chosen
EVEN = 0.35


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
    counts = Counter(e.label for e in found)
    mean = len(found) / len(counts)
    return [e._replace(weight=(mean / counts[e.label]) ** EVEN) for e in found]


def unlabelled(folder: Path) -> list[Example]:
    return [
        row
        for path in sorted(folder.glob("*.txt"))
        for part in stretches(corpus.load(path))
        for row in candidates(part, path.stem, "")
    ]


def stretches(speech: Speech) -> list[Speech]:
    """Excerpts of a speech."""
    table = structure.sentences(speech)
    ends = [min(at + STRETCH, len(table)) for at in range(0, len(table), STEP)][:STRETCHES]
    spans = [
        (table["start"].iat[at * STEP], table["end"].iat[end - 1]) for at, end in enumerate(ends)
    ]
    return [Speech(f"{speech.id}:{a}", speech.text[a:b], root=speech.root) for a, b in spans]


def candidates(speech: Speech, group: str, genre: str) -> list[Example]:
    rows, dense = features(speech), vectors(speech)
    none = np.zeros((len(rows), 1)) if dense is None else dense
    return [Example(group, genre, row, "", v) for row, v in zip(rows, none, strict=True)]
