"""Features 特征: what the layers count in each part of a speech; how they are kept and read."""

from __future__ import annotations

import gzip
import json
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from huayu import corpus, tables
from huayu.corpus import Speech
from huayu.files import Fault
from huayu.layers import layer
from huayu.spans import within

# words of a segment: between the median paragraph (68) and the upper quartile (110) of 55 speeches;
# sentences are never cut, so that a text on one line has segments like any other
SEGMENT = 100
NAME = "reference.jsonl.gz"
_HERE = Path(__file__).resolve()
# a wheel carries it in this package; a clone has it in corpus/
_SHIPPED = (_HERE.with_name(NAME), _HERE.parents[3] / "corpus" / NAME)
# what is known of a speech beside its counts; every entry of the file has these
ENTRY = ("id", "title", "speaker", "date", "kind", "repository", "commit", "path", "sha256")


def _words(speech: Speech) -> pd.DataFrame:
    tokens = tables.running(layer(speech, "tokens"))
    return tokens[tokens["tag"] != "residue"]


def _stance(speech: Speech) -> pd.DataFrame:
    rows = layer(speech, "stance")
    return rows.assign(kind=rows["category"] + ": " + rows["subcategory"])


def _of(name: str) -> Callable[[Speech], pd.DataFrame]:
    return lambda speech: layer(speech, name)


# measure -> its rows, and the column that names what is counted; in the order of the file
MEASURES: Mapping[str, tuple[Callable[[Speech], pd.DataFrame], str]] = {
    "words": (_words, "text"),
    "terms": (tables.terms, "term"),
    "formulas": (_of("formulas"), "canonical"),
    "concepts": (_of("concepts"), "concept"),
    "devices": (_of("rhetoric"), "device"),
    "functions": (_of("quotations"), "function"),
    "forms": (_of("quotations"), "form"),
    "stance": (_stance, "kind"),
    "moves": (_of("moves"), "move"),
}


@dataclass(frozen=True, eq=False)
class Reference:
    """A reference speech 参照讲话: what is known of it, and the counts of its parts.

    ``parts`` has one entry a part of the body, or a segment of it: ``part``, ``characters``,
    ``words`` and ``sentences`` (sizes), and ``counts``: measure -> {what is counted: how often}.
    """

    entry: Mapping[str, str]
    lexicon: str
    parts: tuple[Mapping[str, Any], ...]
    constructed = False  # what composed texts count is nowhere a reference

    @property
    def id(self) -> str:
        """Id 编号 of the speech."""
        return self.entry["id"]

    @property
    def meta(self) -> Mapping[str, str]:
        """What is known of the speech 篇目信息: title, speaker, date, kind and others."""
        return self.entry

    def size(self, unit: str = "words") -> int:
        """Size 规模 of the body in words, characters or sentences."""
        return sum(int(part[unit]) for part in self.parts)

    def counts(self, measure: str) -> Counter[str]:
        """Counts 频次 of a measure over the body."""
        total: Counter[str] = Counter()
        for part in self.parts:
            total.update(part["counts"].get(measure, {}))
        return total


def features(speech: Speech, by: str = "parts") -> tuple[dict[str, Any], ...]:
    """Features 特征 of a speech: one entry for each part of its body, see :class:`Reference`.

    Words in traditional script are counted under their simplified form. Title, salutation and
    closing are left out, and so is what could let a masked name be guessed.

    Parameters
    ----------
    by : ``parts``, or ``segments`` of about SEGMENT words, see :func:`segments`.

    >>> (part,) = features(Speech("x", "干部要担当。干部要作为。"))
    >>> part["words"], part["counts"]["words"]
    (6, {'干部': 2, '要': 2, '作为': 1, '担当': 1})
    """
    sentences = tables.body(layer(speech, "sentences"))
    place = within(tables.body(_words(speech))["start"], sentences)
    sizes = np.bincount(place[place >= 0], minlength=len(sentences))
    number = sentences["part"].to_numpy() if by == "parts" else segments(sizes)
    found = {
        name: _pieces(speech, tables.body(rows(speech)), column, sentences, number)
        for name, (rows, column) in MEASURES.items()
    }
    lengths = sentences["text"].str.replace(r"\s", "", regex=True).str.len().to_numpy()
    made = []
    for piece in np.unique(number):
        own = number == piece
        one: dict[str, Any] = {"part": int(sentences["part"].to_numpy()[own][0])}
        one["characters"], one["words"] = int(lengths[own].sum()), int(sizes[own].sum())
        one["sentences"] = int(own.sum())
        one["counts"] = {name: pieces.get(piece, {}) for name, pieces in found.items()}
        made.append(one)
    return tuple(made)


def segments(sizes: np.ndarray) -> np.ndarray:
    """Number of the segment 段 of each sentence, from the words of each sentence.

    Segments are whole sentences of about SEGMENT words; a short last one joins the one before.

    >>> segments(np.array([60, 60, 90, 20])).tolist()
    [0, 0, 1, 1]
    """
    before = np.cumsum(sizes) - sizes
    _, segment = np.unique(before // SEGMENT, return_inverse=True)
    lengths = np.bincount(segment, weights=sizes)
    if len(lengths) > 1 and lengths[-1] < SEGMENT / 2:
        segment[segment == len(lengths) - 1] -= 1
    return segment


def _pieces(
    speech: Speech, rows: pd.DataFrame, column: str, sentences: pd.DataFrame, number: np.ndarray
) -> dict[int, dict[str, int]]:
    """Counts of the values of a column by the piece of the sentence that each row begins in."""
    place = within(rows["start"], sentences)
    inside = place >= 0
    held = rows.loc[inside, column].groupby(number[place[inside]])
    return {int(piece): _counted(speech, values) for piece, values in held}


def _counted(speech: Speech, values: pd.Series) -> dict[str, int]:
    """Counts of the values, the most frequent first, of equal ones in code-point order."""
    counts = Counter(speech.lexicon.simplified(str(value)) for value in values)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def counted(known: Mapping[str, Any], speech: Speech, by: str = "parts") -> Reference:
    """Reference 参照讲话 made of a speech here, with what is known of it; see :func:`features`."""
    return Reference(entry(known), speech.lexicon.digest, features(speech, by))


def entry(known: Mapping[str, Any]) -> dict[str, str]:
    """Entry 篇目 of a reference: of what is known of a speech what is kept, "" for the rest."""
    return {name: str(known.get(name, "")) for name in ENTRY}


def packed(made: Iterable[Reference]) -> bytes:
    """File 文件内容 of references: JSON lines under gzip, the same bytes each time."""
    lines = [
        json.dumps(
            {"entry": one.entry, "lexicon": one.lexicon, "parts": one.parts},
            ensure_ascii=False,
            separators=(",", ":"),
        )
        for one in made
    ]
    return gzip.compress("".join(line + "\n" for line in lines).encode(), mtime=0)


def references(house: Path | None = None) -> tuple[Reference, ...]:
    """References 参照讲话 in force: those of a house, else the shipped ones; () where none are.

    Raises
    ------
    Fault : the file is not whole.
    """
    path = _path(house)
    return unpacked(path) if path else ()


def unpacked(path: Path) -> tuple[Reference, ...]:
    """References 参照讲话 of a file that :func:`packed` made, read once for each state of it.

    Raises
    ------
    Fault : the file is not whole.
    """
    now = path.stat()
    # what is written anew is a file of its own, whatever the clock says
    return _read(str(path), (now.st_ino, now.st_size, now.st_mtime_ns))


def _path(house: Path | None) -> Path | None:
    own = (house or corpus.root()) / "corpus" / NAME
    return next((path for path in (own, *_SHIPPED) if path.is_file()), None)


@lru_cache(maxsize=256)  # of one house, and of as many of its speeches as are compared
def _read(path: str, state: tuple[int, ...]) -> tuple[Reference, ...]:
    try:
        lines = gzip.decompress(Path(path).read_bytes()).decode("utf-8").splitlines()
        rows = [json.loads(line) for line in lines]
        made = [Reference(row["entry"], row["lexicon"], tuple(row["parts"])) for row in rows]
        for reference in made:
            reference.size(), [reference.counts(name) for name in MEASURES]
    except (
        OSError,
        EOFError,
        zlib.error,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        RecursionError,
    ) as error:
        what = f"is no file of reference counts ({type(error).__name__})"
        raise Fault(path, what, "restore it, or make it anew") from None
    return tuple(made)


def faults(house: Path | None = None) -> Iterator[Fault]:
    """Faults 错误 of the reference counts in force: none, or one where the file is not whole."""
    try:
        references(house)
    except Fault as fault:
        yield fault


def outdated(house: Path | None = None) -> str:
    """A sentence 提示 where references were counted with another lexicon than the one in force.

    Empty where all were counted with it: then the speech and they are read alike.
    """
    found, own = references(house), corpus.lexicon(house).digest
    old = sum(reference.lexicon != own for reference in found)
    if not old:
        return ""
    return f"{old} of {len(found)} reference speeches were counted with another lexicon than here"
