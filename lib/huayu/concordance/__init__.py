"""Concordance 索引: where something stands, what stands beside it, what there is and how often."""

from huayu.concordance.collocation import collocates
from huayu.concordance.lines import kwic
from huayu.concordance.lists import wordlist
from huayu.concordance.queries import found

__all__ = ["collocates", "found", "kwic", "wordlist"]
