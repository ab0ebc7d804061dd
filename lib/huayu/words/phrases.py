"""Formulas 提法: the set phrases of official discourse, listed ones first, then discovered ones."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from huayu import corpus, spans, structure
from huayu.files import Fault
from huayu.words import lists
from huayu.words.matching import QUOTES, Matcher

KINDS = ("doctrine", "policy", "institution", "slogan", "label", "collocation")
# An entry of the general lexicon stands in at least so many texts: a phrase of one text alone is
# that text's own (its supplement's), not the discourse's.
LEAST_TEXTS = 2
FIELDS = ("canonical", "kind", "source", "score")


class Formula(NamedTuple):
    """A listed formula 词条: the form that is counted, its kind, and the list that names it."""

    canonical: str
    kind: str
    source: str


@spans.once
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
    ``kind`` doctrine, policy, institution, slogan, label or collocation; ``source`` says who
    knows it: ``supplement`` (formulas.csv in the speech's folder), ``general`` (attested in at
    least two speeches), ``news`` (in fewer than two speeches but in broadcast news), or
    ``discovered`` (a candidate: see :mod:`huayu.words.discovery`); ``score`` is the probability
    that the discovery gives its candidate, 1.0 for listed ones.

    Raises
    ------
    Fault : a line of a lexicon or of the supplement has no formula or an unknown kind.

    Notes
    -----
    The longest phrase wins and none overlaps another; a phrase does not begin or end inside a word
    of the dictionary, nor touch a masked name or residue. Missed: wordings that no list has and
    that look like free combinations; formulas with other words inserted. Traditional texts are
    read character by character, so a formula whose characters map to several may be missed.

    >>> from huayu.corpus import Speech
    >>> found = formulas(Speech("x", "要坚持全面从严治党，实现“两个一百年”奋斗目标。"))
    >>> found["text"].tolist()
    ['全面从严治党', '“两个一百年”奋斗目标']
    """
    found = _matcher(speech.folder, without).spans(speech)
    rows = [(start, end, *formula, 1.0) for start, end, formula in found]
    return structure.placed(speech, spans.frame(speech.text, rows, FIELDS))


def lexicon(folder: Path | None = None, without: Collection[str] = ()) -> dict[str, Formula]:
    """Lexicon 词表 of formulas: supplement over general over news, each entry to its record."""
    listed: dict[str, Formula] = {}
    for name, source in (("formulas_news.csv", "news"), ("formulas.csv", "general")):
        for entry, kind, texts in _entries(corpus.lexicon(name)):
            if source == "news" or len(texts - set(without)) >= LEAST_TEXTS:
                listed[entry] = Formula(canonical(entry), kind, source)
    own = folder / "formulas.csv" if folder else None
    if own and own.is_file() and folder.resolve().name not in without:
        for entry, kind, _ in _entries(own):
            listed[entry] = Formula(canonical(entry), kind, "supplement")
    return listed


def canonical(phrase: str) -> str:
    """Canonical form 规范形式 under which a formula is counted: without quotation marks.

    >>> canonical("反对“四风”")
    '反对四风'
    """
    return "".join(char for char in phrase if char not in QUOTES)


@lru_cache(maxsize=8)
def _matcher(folder: Path | None, without: tuple[str, ...]) -> Matcher:
    return Matcher(lexicon(folder, without))


def _entries(path: Path) -> list[tuple[str, str, set[str]]]:
    """Entries of one list: the phrase, its kind, and the ids of the texts that attest it."""
    found = []
    for number, row in lists.rows(path, ("formula", "kind")):
        if row["kind"] not in KINDS:
            mend = f"use one of {', '.join(KINDS)}"
            raise Fault(path, f"kind of {row['formula']} is {row['kind']!r}", mend, number)
        found.append((row["formula"], row["kind"], set(row.get("texts", "").split())))
    return found
