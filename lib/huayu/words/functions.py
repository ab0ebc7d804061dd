"""Function words 虚词: the closed classes, which say nothing of what a speech is about."""

from __future__ import annotations

from functools import lru_cache

from huayu import corpus
from huayu.files import text as content


@lru_cache(maxsize=1)
def function_words() -> frozenset[str]:
    """Function words 虚词表 of corpus/lexicons/stopwords.txt, one to a line, # for comments.

    >>> "我们" in function_words(), "改革" in function_words()
    (True, False)
    """
    lines = content(corpus.lexicon("stopwords.txt")).splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))
