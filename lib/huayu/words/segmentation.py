"""Segmentation 分词: which words are *the* words, where they stand and what kind they are.

Two steps, so that another implementation of the same dictionary gives the same words: first the
text is divided at masks, residue, numbers, dates, Latin words, spaces and marks; then jieba cuts
each Chinese run in between. The tags are put on those words; nothing is cut a second time.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from sys import intern
from typing import Any, NamedTuple

import pandas as pd

from huayu import corpus, spans, structure
from huayu.lexicon import Lexicon, once

# The seam for another implementation of the same words: a Chinese run is of HAN alone and ends
# where a number in such characters (YEAR, SHARE) begins, or after RUN; ``pieces`` divides the rest.
# Years 1800-2099 only: 5000年 is a span of time, and ICTCLAS keeps number and measure apart there.
YEAR = "[一二][一二三四五六七八九〇零○]{3}年"
SHARE = "(?:百分之|千分之)[一二三四五六七八九十百千〇零点两]+"
HAN = r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
# characters of a run that jieba is given at once: its HMM takes quadratic time in a run of unknown
# words, and no writer goes so far without a mark
RUN = 1000
# first letters of the tags of content words: noun, verb, adjective, idiom, set phrase, short name.
# They name what is spoken of from 2 characters on: words of one are mostly grammatical or ambiguous
TOPICAL = "nvailj"
_PIECES = rf"""
    (?P<t>(?<!\d)(?:[1１]\ ?[89８９]|[2２]\ ?[0０])(?:\ ?\d){{2}}\ ?年
        | (?<!\d)\d{{1,2}}月份? | (?<!\d)\d{{1,2}}日
        | {YEAR})
  | (?P<eng>(?<![\d.．])\d{{1,2}}[A-ZＡ-Ｚ](?![A-Za-z0-9Ａ-Ｚａ-ｚ０-９])
        | [A-Za-zＡ-Ｚａ-ｚ]+(?:[-_.&+'’]?[A-Za-z0-9Ａ-Ｚａ-ｚ]+)*)
  | (?P<m>{SHARE} | \d+(?:[,，]\d{{3}})*(?:[.．]\d+)?[十百千万亿]*[%％‰]?)
  | (?P<x>\r?\n|[^\S\r\n]+)
  | (?P<w>(?P<run>[…—―─])(?P=run)*|[^\w\s])
"""


class Token(NamedTuple):
    """A word 词 with its offsets and part-of-speech tag."""

    start: int
    end: int
    text: str
    tag: str


Entry = tuple[str, int, str]  # word, frequency, tag
Row = tuple[int, int, str]  # start, end and tag


class Dictionary:
    """Dictionary 词典: jieba's words with frequencies and tags, and the project's words over them.

    An own ``jieba.Tokenizer`` is filled directly, so jieba's global dictionary stays as it is,
    nothing is logged and no cache file is written.

    Attributes
    ----------
    tags : dict of word to tag (ICTCLAS letters, as jieba's dictionary gives them).
    own : dict of the project's words to their frequencies.
    longest : characters of the longest word.
    """

    def __init__(self, words: Iterable[Entry] = ()):
        """Read jieba's dictionary, then lay the entries of a word list over it."""
        jieba = _jieba()
        # word, frequency and tag in turn: one list of all, as a third of a million lines take long
        fields = Path(jieba.__file__).with_name("dict.txt").read_text(encoding="utf-8").split()
        frequencies = dict(zip(fields[::3], map(int, fields[1::3]), strict=True))
        self.tags = dict(zip(fields[::3], map(intern, fields[2::3]), strict=True))
        # jieba's own sum, so that an entry's weight does not hang on the other entries' frequencies
        total = sum(frequencies.values())
        self.own: dict[str, int] = {}
        for word, own, tag in words:
            self.own[word] = frequencies[word] = own
            self.tags[word] = tag
        self._tokenizer = jieba.Tokenizer()
        self._tokenizer.total = total
        self._tokenizer.FREQ = _with_prefixes(frequencies)
        self._tokenizer.initialized = True
        self.longest = max(map(len, frequencies))

    def cut(self, run: str) -> list[str]:
        """Words 词 of a run of Chinese characters: jieba's exact mode with its HMM."""
        return self._tokenizer.lcut(run)

    @property
    def frequencies(self) -> dict[str, int]:
        """Frequencies 词频 of all words, and of every beginning of a word that is none, 0."""
        return self._tokenizer.FREQ

    def frequency(self, word: str) -> int:
        """Frequency 词频 that the segmenter uses for a word; 0 for an unknown one."""
        return self.frequencies.get(word, 0)

    @property
    def total(self) -> int:
        """Sum of jieba's frequencies: a word's probability is its frequency over this."""
        return self._tokenizer.total

    def tag(self, word: str) -> str:
        """Tag 词性 of a word: the dictionary's; of an unknown word, that of its longest ending.

        Chinese compounds have their head last (新城市 is a 城市), so the ending decides; a word
        of which nothing is known is ``x``.
        """
        ends = range(max(0, len(word) - self.longest), len(word))
        return next((self.tags[word[i:]] for i in ends if word[i:] in self.tags), "x")


@once
def dictionary(lexicon: Lexicon) -> Dictionary:
    """Dictionary 词典 with the word list of a lexicon, words.csv, made once for its entries."""
    return laid_over(lexicon.rows("words.csv"))


def laid_over(rows: Iterable[Mapping[str, str]]) -> Dictionary:
    """Dictionary 词典 with the rows of a word list over jieba's: word, frequency, tag."""
    return _dictionary(tuple((r["word"], int(r["frequency"]), r["tag"]) for r in rows))


@spans.once
def tokens(speech: corpus.Speech) -> pd.DataFrame:
    """Words 词 of a speech with offsets and tags; together they are the whole text.

    Parameters
    ----------
    speech : any speech; its masks and residue strings become one token each.

    Returns
    -------
    DataFrame, one row per token, in order, without gaps: ``start, end, text, tag, part, point,
    zone``. ``tag`` is an ICTCLAS letter code (n noun, v verb, a adjective, i idiom, l set phrase,
    t time, m number, eng Latin word …), ``w`` a punctuation mark, ``x`` space, newline or symbol,
    ``mask`` a masked name, ``residue`` a string from which a name could be guessed.

    Notes
    -----
    Words are those of jieba 0.42.1 in exact mode (maximum probability path over its dictionary,
    HMM for unknown words) with corpus/lexicons/words.csv added. Traditional characters are read
    as their simplified forms for cutting; the offsets and the text stay those of the source. A
    digit with one capital (5G, 3D) is one word.
    A tag says what the dictionary knows of the word, not what it is in the sentence: 建设 is ``vn``
    everywhere. Latin letters inside a Chinese word (B超) are tokens of their own.

    >>> from huayu.corpus import Speech
    >>> layer = tokens(Speech("x", "**同志2012年到县里工作。"))
    >>> list(zip(layer["text"], layer["tag"]))[:3]
    [('**', 'mask'), ('同志', 'n'), ('2012年', 't')]
    >>> "".join(layer["text"])
    '**同志2012年到县里工作。'
    """
    rows = _filled(cut(speech.as_read, dictionary(speech.lexicon)), speech)
    return structure.placed(speech, spans.frame(speech.text, rows, ["tag"]))


def _filled(rows: list[Row], speech: corpus.Speech) -> Iterator[Row]:
    """Rows of the folded text at their places in the source, what was left out tagged x."""
    seen, done = speech.folded, 0
    for start, end, tag in rows:
        first = seen.first(start)
        if done < first:
            yield done, first, "x"
        done = seen.after(end)
        yield first, done, tag
    if done < len(speech.text):
        yield done, len(speech.text), "x"


def cut(speech: corpus.Speech, known: Dictionary) -> list[Row]:
    """Rows (start, end, tag) of the tokens of a speech's text under any dictionary."""
    rows: list[Row] = []
    readable = speech.lexicon.simplified(speech.text)
    for piece in pieces(speech).finditer(readable):
        kind, start = piece.lastgroup or "x", piece.start()
        if kind != "han":
            rows.append((start, piece.end(), "x" if kind == "other" else kind))
            continue
        for word in known.cut(piece[0]):
            rows.append((start, start + len(word), known.tag(word)))
            start += len(word)
    return rows


def pieces(speech: corpus.Speech) -> re.Pattern[str]:
    """Pieces 片段: the pattern that divides a text at masks, residue, numbers, marks, Chinese runs.

    The name of the group that matches is the tag of the piece; ``han`` is left for the segmenter.

    >>> [piece[0] for piece in pieces(corpus.Speech("x", "")).finditer("3月5日，开会。")]
    ['3月', '5日', '，', '开会', '。']
    """
    ends, groups = [YEAR, SHARE], [_PIECES]
    for name, strings in (("residue", speech.residue), ("mask", speech.masks)):
        if named := "|".join(map(re.escape, sorted(filter(None, strings), key=len)[::-1])):
            groups.insert(0, f"(?P<{name}>{named})")
            ends.append(named)
    groups += [f"(?P<han>(?:(?!{'|'.join(ends)}){HAN}){{1,{RUN}}})", "(?P<other>.)"]
    return re.compile("|".join(groups), re.VERBOSE | re.DOTALL)


@lru_cache(maxsize=4)  # one has half a million words: those of two houses, with jieba's alone
def _dictionary(words: tuple[Entry, ...]) -> Dictionary:
    return Dictionary(words)


def _jieba() -> Any:
    """The jieba package; its import warns of its own invalid escapes and of pkg_resources."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    return jieba


def _with_prefixes(frequencies: dict[str, int]) -> dict[str, int]:
    """The table that jieba walks: every word, and every beginning of a word with 0."""
    prefixes = {word[:i] for word in frequencies for i in range(1, len(word))}
    return {**dict.fromkeys(prefixes, 0), **frequencies}
