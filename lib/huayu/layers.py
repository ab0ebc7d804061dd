"""Layers 层: every layer by its name."""

from __future__ import annotations

from importlib import import_module

import pandas as pd

from huayu.corpus import Speech

# where each layer is made; imported when it is asked for, so that one layer loads one module
MODULES = {
    "headings": "structure",
    "paragraphs": "structure",
    "sentences": "structure",
    "clauses": "structure",
    "tokens": "words",
    "formulas": "words",
    "concepts": "words",
    "idioms": "words",
    "quotations": "quotations",
    "rhetoric": "rhetoric",
    "stance": "stance",
}
_NOUNS = {"rhetoric": "devices"}


def layer(speech: Speech, name: str) -> pd.DataFrame:
    """Layer 层 of a speech by its name, one of :data:`MODULES`."""
    module = import_module(f"huayu.{MODULES[name]}")
    return getattr(module, _NOUNS.get(name, name))(speech)
