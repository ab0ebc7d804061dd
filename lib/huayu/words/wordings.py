"""Concepts 概念: the wordings that official discourse uses for one another, read as one thing."""

from __future__ import annotations

import pandas as pd

from huayu import corpus, spans, structure
from huayu.folding import read
from huayu.lexicon import Lexicon, once
from huayu.lexicon.concepts import Concept, wordings
from huayu.words.matching import Matcher


@spans.once
@read()
def concepts(speech: corpus.Speech) -> pd.DataFrame:
    """Concepts 概念 of a speech: every wording of corpus/lexicons/concepts.toml that stands in it.

    Returns
    -------
    DataFrame: ``start, end, text, concept, zh, en, group, part, point, zone``. ``concept`` is the
    id, ``zh`` and ``en`` its labels, ``group`` the id of its group.

    Raises
    ------
    Fault : concepts.toml is not TOML, a concept lacks a field or names an unknown group, or one
        wording stands under two concepts.

    Notes
    -----
    A layer of its own beside the formulas: the longest wording wins, none overlaps another, and
    none begins or ends inside a word of the dictionary. It sees wordings, not thoughts: a concept
    that is paraphrased or referred to by 这 is not found.

    >>> from huayu.corpus import Speech
    >>> concepts(Speech("x", "要坚持全面从严治党。"))["text"].tolist()
    ['全面从严治党']
    """
    found = _matcher(speech.lexicon).spans(speech)
    rows = [(start, end, *concept) for start, end, concept in found]
    return structure.placed(speech, spans.frame(speech.text, rows, Concept._fields))


@once
def _matcher(lexicon: Lexicon) -> Matcher[Concept]:
    return Matcher(lexicon, wordings(lexicon))
