"""Formulas 提法: the set phrases of official discourse, listed ones first, then discovered ones."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from huayu import corpus, spans, structure
from huayu.folding import read
from huayu.lexicon import Lexicon, reading
from huayu.lexicon.characters import QUOTES
from huayu.lexicon.schemas import SUPPLEMENT
from huayu.words import discovery
from huayu.words.matching import Matcher
from huayu.words.quoted import quoted

# An entry of the general lexicon stands in at least so many texts: a phrase of one text alone is
# that text's own (its supplement's), not the discourse's.
LEAST_TEXTS = 2
CANDIDATE = "candidate"  # the kind of a discovered formula, until a person has judged it
FIELDS = ("canonical", "kind", "source", "score")
Row = tuple[Any, ...]  # start, end and the fields


class Formula(NamedTuple):
    """A listed formula 词条: the form that is counted, its kind, and the list that names it."""

    canonical: str
    kind: str
    source: str


@spans.once
@read()
def formulas(speech: corpus.Speech, without: tuple[str, ...] = ()) -> pd.DataFrame:
    """Formulas 提法 of a speech: expressions that official discourse uses as one fixed unit.

    Parameters
    ----------
    speech : any speech.
    without : ids of texts whose testimony is left out of the lexicon: an entry that fewer than
        two other texts attest is dropped, and a supplement of the speech is not read when its
        own id is among them. For honest scores, not for use.

    Returns
    -------
    DataFrame: ``start, end, text, canonical, kind, source, score, part, point, zone``.
    ``canonical`` is the form without quotation marks, under which occurrences are counted;
    ``kind`` doctrine, policy, institution, slogan, label or collocation, of a discovered one
    ``candidate``. ``source`` says who knows it: ``supplement`` (formulas.csv in the speech's
    folder), ``general`` (attested in at least two speeches), ``archive`` (in fewer than two
    speeches but in news or laws) or ``discovered`` (:mod:`huayu.words.discovery`); ``score`` is the
    probability that the discovery gives its candidate, 1.0 for listed ones.

    Raises
    ------
    Fault : a line of a lexicon or of the supplement has no formula or an unknown kind.

    Notes
    -----
    The longest phrase wins and none overlaps another; a phrase does not begin or end inside a word
    of the dictionary, nor hold a part of a masked name or residue. A speech with a supplement gets
    no discovered ones: whoever wrote it has judged them (``discovery.discoveries`` lists them).

    Missed: wordings that no list has and that look like free combinations; formulas with other
    words inserted; in traditional texts, formulas whose characters have several simplified forms.

    >>> from huayu.corpus import Speech
    >>> found = formulas(Speech("x", "要坚持全面从严治党，实现“两个一百年”奋斗目标。"))
    >>> found["text"].tolist()
    ['全面从严治党', '“两个一百年”奋斗目标']
    """
    own = supplement(speech, without)
    found = _matcher(speech.lexicon, own, without).spans(speech)
    rows = [(start, end, *formula, 1.0) for start, end, formula in found]
    if not own:
        rows = extended(speech, rows)
    return structure.placed(speech, spans.frame(speech.text, rows, FIELDS))


def supplement(speech: corpus.Speech, without: Collection[str] = ()) -> tuple[tuple[str, str], ...]:
    """Supplement 补充词表 of a speech, formulas.csv in its folder: formula and kind of each."""
    own = (speech.folder or Path()) / "formulas.csv"
    if not (speech.supplemented and speech.folder and own.is_file()):
        return ()
    if speech.folder.resolve().name in without:
        return ()
    return tuple((row["formula"], row["kind"]) for _, row in reading.rows(own, SUPPLEMENT))


def extended(
    speech: corpus.Speech, rows: list[Row], weights: Mapping[str, float] | None = None
) -> list[Row]:
    """Listed rows with the discovered ones among them; a discovered one replaces what it holds."""
    covered = np.zeros(len(speech.text), dtype=int)
    for start, end, *_ in rows:
        covered[start:end] = end - start
    # a name in marks that is part of a longer listed formula is that formula's
    names = [
        name for name in quoted(speech) if covered[name[0] : name[1]].max() < name[1] - name[0]
    ]
    rows = _without(rows, names, len(speech.text)) + _rows(speech, names)
    found = discovery.discovered(speech, [(row[0], row[1]) for row in rows], weights)
    return _without(rows, found, len(speech.text)) + _rows(speech, found)


def _rows(speech: corpus.Speech, found: Iterable[tuple[int, int, float]]) -> list[Row]:
    """Rows of the layer for discovered spans with their scores."""
    return [
        (start, end, canonical(speech.text[start:end]), CANDIDATE, "discovered", score)
        for start, end, score in found
    ]


def _without(rows: list[Row], others: Iterable[tuple[Any, ...]], size: int) -> list[Row]:
    """Rows that no other span touches."""
    held = np.zeros(size, dtype=bool)
    for start, end, *_ in others:
        held[start:end] = True
    return [row for row in rows if not held[row[0] : row[1]].any()]


def listed(
    lexicon: Lexicon, own: Iterable[tuple[str, str]] = (), without: Collection[str] = ()
) -> dict[str, Formula]:
    """Listed formulas 提法词表: supplement over general over archive, each entry to its record."""
    known: dict[str, Formula] = {}
    for name, source in (("formulas_archive.csv", "archive"), ("formulas.csv", "general")):
        for row in lexicon.rows(name):
            witnesses = {*row.get("texts", "").split()} - {*without}
            if source == "archive" or len(witnesses) >= LEAST_TEXTS:
                known[row["formula"]] = Formula(canonical(row["formula"]), row["kind"], source)
    for entry, kind in own:
        known[entry] = Formula(canonical(entry), kind, "supplement")
    return known


def canonical(phrase: str) -> str:
    """Canonical form 规范形式 under which a formula is counted: without quotation marks.

    >>> canonical("反对“四风”")
    '反对四风'
    """
    return "".join(char for char in phrase if char not in QUOTES)


@lru_cache(maxsize=8)
def _matcher(
    lexicon: Lexicon, own: tuple[tuple[str, str], ...], without: tuple[str, ...]
) -> Matcher[Formula]:
    return Matcher(lexicon, listed(lexicon, own, without))
