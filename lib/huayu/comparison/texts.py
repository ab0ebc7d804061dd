"""Texts 文本 to compare: whole speeches or parts of them, and samples of what occurs in them."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from huayu import corpus, keyness, reference, tables
from huayu.corpus import Speech
from huayu.files import Fault
from huayu.keyness import Sample
from huayu.layers import layer
from huayu.reference import Reference


class Text(NamedTuple):
    """A text 文本 to compare: a whole speech, or one part of it, or the counts of a speech.

    Texts are compared as the same instrument reads them, the general lists and the discovery of
    set phrases: a list of a speech's own is laid aside (``speech.common``), corrections are not.
    ``group`` is what it is counted with in figures of many texts.
    """

    speech: Speech | Reference
    part: int | None = None
    group: str = ""

    @property
    def name(self) -> str:
        """Name 名称: the speech's id, with # and the part's number."""
        return self.speech.id + ("" if self.part is None else f"#{self.part}")

    def rows(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Rows of a layer that lie in this text's body 正文."""
        inside = tables.body(frame)
        return inside if self.part is None else inside[inside["part"] == self.part]

    def body(self) -> str:
        """What stands in its body 正文, in simplified form; of counts alone the terms, one a line.

        A wording is looked for in it: in counts it is found where it is a term, or stands in one.
        """
        if isinstance(self.speech, Reference):
            terms = sorted(self.speech.counts("terms").items())
            return "\n".join(f"{term}\n" * count for term, count in terms)
        sentences = self.rows(layer(self.speech, "sentences"))
        return self.speech.lexicon.simplified("".join(sentences["text"]))


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


# what can be compared, of all that is counted
KINDS = ("words", "terms", "formulas", "concepts")


def sample(chosen: Text, kind: str = "terms", name: str | None = None) -> Sample:
    """Sample 样本 of a text for :mod:`huayu.keyness`: what occurs in it, by segments.

    Parameters
    ----------
    kind : ``words`` (all running words), ``terms`` (formulas and, outside them, content words),
        ``formulas`` or ``concepts``. Rates are per running word whatever the kind.
    name : what to call it; its own name by default.

    Returns
    -------
    Sample with segments of whole sentences, see :func:`huayu.reference.segments`; those of shipped
    counts are the parts of the speech. Title, salutation and closing are left out. Terms in
    traditional script are counted under their simplified form: else texts would differ by script
    before all else.
    """
    source = chosen.speech
    if isinstance(source, Reference):
        made = _kept(source, kind)
    else:
        made = _sample(chosen._replace(group=""), kind, source.state)
    return made if name is None else dataclasses.replace(made, name=name)


def tally(chosen: Text, measure: str) -> Counter[str]:
    """Tally 计数 of a whole text: what a measure of :data:`huayu.reference.MEASURES` counts."""
    if isinstance(chosen.speech, Reference):
        return chosen.speech.counts(measure)
    rows, column = reference.MEASURES[measure]
    alike = chosen.speech.common
    return Counter(map(alike.lexicon.simplified, chosen.rows(rows(alike))[column].astype(str)))


@lru_cache(maxsize=512)  # four kinds of a hundred texts and more
def _kept(counts: Reference, kind: str) -> Sample:
    """Sample of counts: each part, or segment, that has words."""
    pieces = [piece for piece in counts.parts if piece["words"]]
    held = [piece["counts"].get(kind, {}) for piece in pieces]
    terms = [term for one in held for term, count in one.items() for _ in range(count)]
    where = np.repeat(np.arange(len(pieces)), [sum(one.values()) for one in held]).tolist()
    return keyness.sample(terms, where, [float(piece["words"]) for piece in pieces], counts.id)


@lru_cache(maxsize=256)  # four kinds of sixty-four texts, all small
def _sample(chosen: Text, kind: str, state: object) -> Sample:
    assert isinstance(chosen.speech, Speech)
    occurrences, column = reference.MEASURES[kind]
    alike = chosen.speech.common
    sentences = chosen.rows(layer(alike, "sentences"))
    starts = sentences["start"].to_numpy()
    running = chosen.rows(reference.MEASURES["words"][0](alike))
    held = np.searchsorted(starts, running["start"].to_numpy(), side="right") - 1
    sizes = np.bincount(held[held >= 0], minlength=len(starts))
    segment = reference.segments(sizes)
    lengths = np.bincount(segment, weights=sizes, minlength=1)
    rows = chosen.rows(occurrences(alike))
    place = np.searchsorted(starts, rows["start"].to_numpy(), side="right") - 1
    kept = (place >= 0) & (lengths[segment[place]] > 0) if len(segment) else place >= 0
    terms = rows.loc[kept, column].map(alike.lexicon.simplified).to_numpy()
    return keyness.sample(terms, segment[place[kept]], lengths, chosen.name)
