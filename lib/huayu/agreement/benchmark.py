"""Benchmark 基准: annotations of many texts as stand-off lines, scored where the texts are at hand.

corpus/gold/ holds, for each annotated text, an entry of catalogue.csv (where the text comes from,
its sha256, its genre) and lines of its layers without the text itself, which may not be passed on.
Whoever has a text, whole or cut as annotated, can score any tool on it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from huayu import corpus, files, layers
from huayu.agreement.scored import SCORED
from huayu.corpus import Speech
from huayu.files import Fault, sha256

FIELDS = (
    "id", "of", "start", "end", "genre", "title", "speaker", "date", "kind",
    "repository", "commit", "path", "cut", "licence", "chars", "sha256", "layers",
)  # fmt: skip
LAYERS = ("headings", "quotations", "rhetoric", "formulas", "moves")
# what these scores are, said above them
KIND = (
    "training scores: rules, lexicons and weights were made with these texts. "
    "The left-out scores are in README.md"
)
RIGHT = ("function", "cue", "accuracy")  # only gold lines are judged, right or wrong
DRAWS = 2000  # ends of the interval move by less than 0.01 from here on
COLUMNS = (
    "layer", "label", "genre", "measure", "score", "low", "high", "hit", "gold", "found", "texts",
)  # fmt: skip


def catalogue(house: Path | None = None) -> pd.DataFrame:
    """Catalogue 目录 of the annotated texts, one row a text, columns :data:`FIELDS`.

    ``of``, ``start``, ``end`` say of which text, and of which characters of it, a text is an
    excerpt: ``whole[start:end].rstrip()`` and a line end. They are empty for a whole text.

    Raises
    ------
    Fault : the house has no corpus/gold/catalogue.csv.
    """
    path = _home(house) / "catalogue.csv"
    rows = []
    for number, row in files.rows(files.text(path), path, FIELDS):
        if not (row["start"] + row["end"] + "0").isdecimal() or bool(row["start"]) != bool(
            row["end"]
        ):
            mend = "give both as offsets into the whole text, or neither"
            raise Fault(path, "start and end are no excerpt", mend, number)
        rows.append(row)
    return pd.DataFrame(rows, columns=list(FIELDS))


def texts(places: Iterable[Path], house: Path | None = None) -> dict[str, Speech]:
    """Texts 文本 of the catalogue that lie in some folders: {id: speech}, known by their sha256.

    An excerpt is found as a file of its own, or cut from the file of its whole text. File names
    do not matter; every ``.txt`` below the folders is looked at.
    """
    table = catalogue(house)
    wanted = dict(zip(table["sha256"], table["id"], strict=True))
    parts = table[table["start"] != ""].to_dict("records")
    found: dict[str, Speech] = {}
    for path in sorted(path for place in places for path in Path(place).rglob("*.txt")):
        content = path.read_bytes().decode("utf-8", "replace")
        for piece in (content, *_cut(content, parts)):
            name = wanted.get(sha256(piece))
            if name:
                found.setdefault(name, Speech(name, piece, root=house))
    return dict(sorted(found.items()))


def _cut(content: str, parts: list[dict[str, Any]]) -> Iterator[str]:
    """The excerpts that a file may be the whole text of: cut, they must have the right sha256."""
    for part in parts:
        if int(part["end"]) <= len(content):
            yield content[int(part["start"]) : int(part["end"])].rstrip() + "\n"


def lines(speech: Speech, layer: str, house: Path | None = None) -> list[dict[str, Any]] | None:
    """Gold lines 标注行 of one layer of a text, with their text; None where it was not annotated.

    Raises
    ------
    Fault : the file is missing, or a line lies outside the text.
    """
    table = catalogue(house)
    own = table[table["id"] == speech.id]
    if own.empty or layer not in own["layers"].iloc[0].split():
        return None
    path = _home(house) / f"{layer}.jsonl"
    rows = []
    for number, line in enumerate(files.text(path, empty=True).split("\n"), start=1):
        try:
            row: dict[str, Any] = json.loads(line) if line else {}
            if row.get("id") != speech.id:
                continue
            start, end = int(row["start"]), int(row["end"])
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
            what = f"is no line of gold ({type(error).__name__}: {error})"
            raise Fault(path, what, "write one object a line", number) from None
        if not 0 <= start < end <= len(speech.text):
            raise Fault(path, "a span is not in the text", "correct start and end", number)
        if isinstance(row.get("alt"), str):  # of moves: the second reader's
            row["alt"] = {"move": row["alt"]}
        rows.append({"agreed": True, "alt": None, **row, "text": speech.text[start:end]})
    return rows


def scores(speeches: Mapping[str, Speech], house: Path | None = None) -> pd.DataFrame:
    """Scores 得分 of every layer over many texts, over all genres and by genre.

    Returns
    -------
    DataFrame ``layer, label, genre, measure, score, low, high, hit, gold, found, texts``: F1, or
    accuracy for function and cue, over hits, gold and found lines added up over the texts, with
    the 95 % bootstrap interval over texts (they are redrawn, not their sentences, because what
    one speaker does often one text has often). ``texts`` counts those that have gold of a label.
    """
    genres = catalogue(house).set_index("id")["genre"]
    counts: dict[tuple[str, str], dict[str, tuple[float, float, float]]] = {}
    for name, speech in speeches.items():
        for layer in SCORED:
            gold = lines(speech, layer, house)
            if gold is None:
                continue
            found = layers.layer(speech, layer).to_dict("records")
            units = layers.detected(speech, "sentences")
            for label, score in SCORED[layer](gold, found, units).items():
                # of functions and cues only gold lines are judged, right or wrong
                told = (score["hit"], score["gold"], score.get("pred", score["gold"]))
                counts.setdefault((layer, label), {})[name] = told
    rows = []
    for (layer, label), by_text in sorted(counts.items()):
        names = list(by_text)
        for genre in ("all", *sorted({genres[name] for name in names})):
            chosen = [name for name in names if genre in ("all", genres[name])]
            table = np.array([by_text[name] for name in chosen])
            measure = "accuracy" if label.startswith(RIGHT) else "f1"
            sums = table.sum(axis=0).astype(int).tolist()
            rows.append(
                (
                    layer,
                    label,
                    genre,
                    measure,
                    *measured(table),
                    *sums,
                    int((table[:, 1] > 0).sum()),
                )
            )
    return pd.DataFrame(rows, columns=list(COLUMNS))


def measured(table: np.ndarray, seed: int = 0) -> tuple[float, float, float]:
    """F1 of counts over texts, with its 95 % interval: one row a text, columns hit, gold, found.

    Where as many are found as there are in the gold, F1 is the accuracy.

    >>> measured(np.array([[1, 2, 1], [1, 2, 1]]))[0].__round__(3)
    0.667
    """

    def f1(sums: np.ndarray) -> np.ndarray:
        below = sums[..., 1] + sums[..., 2]
        return np.divide(2 * sums[..., 0], below, out=np.full(below.shape, np.nan), where=below > 0)

    drawn = np.random.default_rng(seed).integers(0, len(table), (DRAWS, len(table)))
    samples = f1(table[drawn].sum(axis=1))
    samples = samples[~np.isnan(samples)]
    low, high = np.quantile(samples, [0.025, 0.975]) if len(samples) else (np.nan, np.nan)
    return float(f1(table.sum(axis=0))), float(low), float(high)


def _home(house: Path | None) -> Path:
    """corpus/gold/ of a house, else the one of the repository."""
    return (house or corpus.root()) / "corpus" / "gold"
