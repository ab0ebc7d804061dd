"""Texts 文本 to compare: whole speeches or parts of them, and samples of what occurs in them."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from huayu import corpus, keyness, tables
from huayu.corpus import Speech
from huayu.files import Fault
from huayu.keyness import Sample
from huayu.layers import layer

# words of a segment: between the median paragraph (68) and the upper quartile (110) of 55 speeches;
# sentences are never cut, so that a text on one line has segments like any other
SEGMENT = 100


class Text(NamedTuple):
    """A text 文本 to compare: a whole speech, or one part of it.

    Texts are compared as the same instrument reads them, the general lists and the discovery of
    set phrases: a list of a speech's own is laid aside (``speech.common``), corrections are not.
    """

    speech: Speech
    part: int | None = None

    @property
    def name(self) -> str:
        """Name 名称: the speech's id, with # and the part's number."""
        return self.speech.id + ("" if self.part is None else f"#{self.part}")

    def rows(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Rows of a layer that lie in this text's body 正文."""
        inside = tables.body(frame)
        return inside if self.part is None else inside[inside["part"] == self.part]


def text(source: str, house: Path | str | None = None) -> Text:
    """Text 文本 of ``SOURCE`` or ``SOURCE#part``, SOURCE being an id or the path of a file.

    Raises
    ------
    Fault : no such speech or file, or no such part.
    """
    split = re.fullmatch(r"(.+)#(\d+)", source)
    if not split or Path(source).exists():
        return Text(corpus.load(source, house))
    speech, part = corpus.load(split[1], house), int(split[2])
    known = parts(speech)
    if part not in known:
        there = f"use one of {', '.join(map(str, known))}" if known else "it has no parts"
        raise Fault(source, f"there is no part {part}", there)
    return Text(speech, part)


def parts(speech: Speech) -> list[int]:
    """Numbers of the parts 部分 of a speech's body; [] where it has none."""
    found = sorted(set(tables.body(layer(speech, "sentences"))["part"]) - {0})
    return [int(part) for part in found]


# what can be compared -> the occurrences, as a layer, and the column that names them
KINDS: dict[str, tuple[Callable[[Speech], pd.DataFrame], str]] = {
    "words": (lambda speech: _unhidden(tables.running(layer(speech, "tokens"))), "text"),
    "terms": (tables.terms, "term"),
    "formulas": (lambda speech: layer(speech, "formulas"), "canonical"),
    "concepts": (lambda speech: layer(speech, "concepts"), "concept"),
}


def _unhidden(tokens: pd.DataFrame) -> pd.DataFrame:
    """Tokens without residue: what may let a masked name be guessed is listed nowhere."""
    return tokens[tokens["tag"] != "residue"]


def sample(chosen: Text, kind: str = "terms", name: str | None = None) -> Sample:
    """Sample 样本 of a text for :mod:`huayu.keyness`: what occurs in it, by segments.

    Parameters
    ----------
    kind : ``words`` (all running words), ``terms`` (formulas and, outside them, content words),
        ``formulas`` or ``concepts``. Rates are per running word whatever the kind.
    name : what to call it; its own name by default.

    Returns
    -------
    Sample with segments of whole sentences of about SEGMENT words, a short last one joined to the
    one before. Title, salutation and closing are left out. Terms in traditional script are
    counted under their simplified form: else texts would differ by script before all else.
    """
    made = _sample(chosen, kind, chosen.speech.state)
    return made if name is None else dataclasses.replace(made, name=name)


@lru_cache(maxsize=256)  # four kinds of sixty-four texts, all small
def _sample(chosen: Text, kind: str, state: object) -> Sample:
    occurrences, column = KINDS[kind]
    chosen = chosen._replace(speech=chosen.speech.common)
    sentences = chosen.rows(layer(chosen.speech, "sentences"))
    starts = sentences["start"].to_numpy()
    running = chosen.rows(_unhidden(tables.running(layer(chosen.speech, "tokens"))))
    held = np.searchsorted(starts, running["start"].to_numpy(), side="right") - 1
    sizes = np.bincount(held[held >= 0], minlength=len(starts))
    segment = _segments(sizes)
    lengths = np.bincount(segment, weights=sizes, minlength=1)
    rows = chosen.rows(occurrences(chosen.speech))
    place = np.searchsorted(starts, rows["start"].to_numpy(), side="right") - 1
    kept = (place >= 0) & (lengths[segment[place]] > 0) if len(segment) else place >= 0
    terms = rows.loc[kept, column].map(chosen.speech.lexicon.simplified).to_numpy()
    return keyness.sample(terms, segment[place[kept]], lengths, chosen.name)


def _segments(sizes: np.ndarray) -> np.ndarray:
    """Number of the segment of each sentence, from the words of each sentence."""
    before = np.cumsum(sizes) - sizes
    _, segment = np.unique(before // SEGMENT, return_inverse=True)
    lengths = np.bincount(segment, weights=sizes)
    if len(lengths) > 1 and lengths[-1] < SEGMENT / 2:
        segment[segment == len(lengths) - 1] -= 1
    return segment
