"""Customs 惯用: what marks are customarily there for around words that nothing else decides."""

from __future__ import annotations

from functools import lru_cache

from huayu import corpus, words
from huayu.quotations.settings import Decision

# frequency in jieba's dictionary (60 million words) from which a word is one of everyday language
# and no coined name: 上级, 现状, 联系 lie above it, 富民, 对冲, 低保 below
EVERYDAY = 150
# names coined of everyday words have two parts, so four characters and up
SHORT = 3
# what stands behind a word that is spoken of; a noun there makes it the name of a kind
ENDS = "，。；、！？：）)的是和与及上中里了呢吗吧呀"


def custom(inside: str, after: str) -> Decision | None:
    """Custom 惯用 of marked words by the lists: picture, set phrase, or a plain word set off.

    Parameters
    ----------
    inside : the words, in simplified characters.
    after : what stands behind the closing mark.

    >>> custom("风向标", "。").role, custom("联系", "。").role, custom("先修路", "。")
    ('figurative', 'emphasis', None)
    """
    if inside in _pictures():
        return Decision("figurative", "listed in metaphors.tsv")
    if inside in _phrases():
        return Decision("formula", "a set phrase listed in formulas.csv")
    everyday = words.dictionary(corpus.lexicon()).frequency(inside) >= EVERYDAY
    if everyday and 1 < len(inside) <= SHORT and (not after or after[0] in ENDS):
        return Decision("emphasis", "a word of everyday language set off")
    return None


@lru_cache(maxsize=1)
def _pictures() -> frozenset[str]:
    """Metaphors that stand for themselves: without conditions and without gaps."""
    table = corpus.lexicon().rows("metaphors.tsv")
    return frozenset(row["form"] for row in table if not row["context"] and "…" not in row["form"])


@lru_cache(maxsize=1)
def _phrases() -> frozenset[str]:
    return frozenset(row["formula"] for row in corpus.lexicon().rows("formulas.csv"))
