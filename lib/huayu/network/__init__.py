"""Concept networks 概念网络: which terms belong together, with a null model and error bars."""

from huayu.network.bridges import bridges
from huayu.network.centrality import centralities
from huayu.network.communities import backbone, communities
from huayu.network.concepts import nodes, terms, units, windows
from huayu.network.cooccurrence import cooccurrences
from huayu.network.correction import LEVEL
from huayu.network.graph import concept_network, edges

__all__ = [
    "LEVEL",
    "backbone",
    "bridges",
    "centralities",
    "communities",
    "concept_network",
    "cooccurrences",
    "edges",
    "nodes",
    "terms",
    "units",
    "windows",
]
