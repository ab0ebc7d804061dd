"""Idioms 成语: set expressions of classical make, told from the set phrases of politics."""

from __future__ import annotations

import pandas as pd

from huayu import corpus, spans, structure
from huayu.folding import read
from huayu.lexicon import Lexicon, once
from huayu.words.matching import Matcher


@spans.once
@read()
def idioms(speech: corpus.Speech) -> pd.DataFrame:
    """Idioms 成语 of a speech, as listed in corpus/lexicons/idioms.txt.

    Returns
    -------
    DataFrame: ``start, end, text, idiom, part, point, zone``; ``idiom`` is the simplified form.

    Notes
    -----
    An idiom that begins or ends inside a word of the dictionary is none. Missed: idioms taken
    apart or varied for effect. jieba's own tag ``i`` is no help here: of the 498 words that it
    tags so in 55 speeches and that the list lacks, hardly one in ten is an idiom (深入开展,
    贯彻落实 are not).

    >>> from huayu.corpus import Speech
    >>> idioms(Speech("x", "干工作要脚踏实地、持之以恒。"))["idiom"].tolist()
    ['脚踏实地', '持之以恒']
    """
    rows = list(_matcher(speech.lexicon).spans(speech))
    return structure.placed(speech, spans.frame(speech.text, rows, ["idiom"]))


@once
def _matcher(lexicon: Lexicon) -> Matcher[str]:
    listed = lexicon.words("idioms.txt")
    return Matcher(lexicon, dict(zip(listed, listed, strict=True)))
