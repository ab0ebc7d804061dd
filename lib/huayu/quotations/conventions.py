"""Conventions 惯用: what marks are customarily there for around words that nothing else decides."""

from __future__ import annotations

from huayu import words
from huayu.decisions import Decision
from huayu.lexicon import Lexicon, once

# frequency in jieba's dictionary (60 million words) from which a word is one of everyday language
# and no coined name: 上级, 现状, 联系 lie above it, 富民, 对冲, 低保 below
EVERYDAY = 150
# names coined of everyday words have two parts, so four characters and up
SHORT = 3
# what stands behind a word that is spoken of; a noun there makes it the name of a kind
ENDS = "，。；、！？：）)的是和与及上中里了呢吗吧呀"


def custom(lexicon: Lexicon, inside: str, after: str) -> Decision | None:
    """Custom 惯用 of marked words by the lists: picture, set phrase, or a plain word set off.

    Parameters
    ----------
    inside : the words, in simplified characters.
    after : what stands behind the closing mark.

    >>> from huayu.lexicon import of
    >>> [decided and decided.label for decided in (
    ...     custom(of(), "风向标", "。"), custom(of(), "联系", "。"), custom(of(), "先修路", "。"))]
    ['figurative', 'emphasis', None]
    """
    if inside in _pictures(lexicon):
        return Decision("figurative", "custom:picture", "listed in metaphors.tsv")
    if inside in _phrases(lexicon):
        return Decision("formula", "custom:phrase", "a set phrase listed in formulas.csv")
    everyday = words.dictionary(lexicon).frequency(inside) >= EVERYDAY
    if everyday and 1 < len(inside) <= SHORT and (not after or after[0] in ENDS):
        return Decision("emphasis", "custom:everyday", "a word of everyday language set off")
    return None


@once
def _pictures(lexicon: Lexicon) -> frozenset[str]:
    """Metaphors that stand for themselves: without conditions and without gaps."""
    table = lexicon.rows("metaphors.tsv")
    return frozenset(row["form"] for row in table if not row["context"] and "…" not in row["form"])


@once
def _phrases(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(row["formula"] for row in lexicon.rows("formulas.csv"))
