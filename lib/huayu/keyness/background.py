"""Background 背景词频: frequencies of the language at large, to hold a text against."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from huayu import words

SOURCES = ("wordfreq", "jieba")
# wordfreq gives shares down to one in a hundred million: with this length the rarest word that it
# lists counts once, so that no test takes its shares for surer than they are
WORDFREQ_SIZE = 10**8


class Background(NamedTuple):
    """A background 背景: counts of words and the length of the corpus that they come from."""

    name: str
    counts: Mapping[str, float]
    size: float


@cache
def background(name: str) -> Background:
    """Background 背景词频 by name.

    Parameters
    ----------
    name : ``wordfreq``: the Chinese list of wordfreq (Speer 2022: subtitles, books, news, web,
        Wikipedia, up to 2021). ``jieba``: the counts of jieba's dictionary, from newspapers and
        novels of the 1990s and 2000s (its author names no more of them), so official words are
        commoner in it than in the language at large.

    Raises
    ------
    ValueError : there is no background of that name.

    Notes
    -----
    Both cut words their own way. A word that our lexicon joins and theirs does not counts 0 there,
    and looks as if it were a mark of the text: formulas cannot be held against a background.
    """
    if name == "jieba":
        known = words.laid_over(())  # without the project's words, whose frequencies are set
        counts = {word: known.frequency(word) for word in known.tags}
        return Background(name, counts, float(known.total))
    if name == "wordfreq":
        from wordfreq import get_frequency_dict

        shares = get_frequency_dict("zh", wordlist="best")
        million = {word: share * WORDFREQ_SIZE for word, share in shares.items()}
        return Background(name, million, float(WORDFREQ_SIZE))
    raise ValueError(f"no background {name!r}: use one of {', '.join(SOURCES)}")
