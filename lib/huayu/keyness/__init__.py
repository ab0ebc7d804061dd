"""Keyness 关键性: which terms set texts apart, how surely, how strongly, how evenly used.

Everything here works on plain lists of terms, whatever they are: words, formulas, concepts.
"""

from huayu.keyness.background import Background, background
from huayu.keyness.contrast import keyness
from huayu.keyness.dispersion import dispersions
from huayu.keyness.distinction import distinction
from huayu.keyness.sample import Sample, joined, sample
from huayu.keyness.turbulence import turbulence

__all__ = [
    "Background",
    "Sample",
    "background",
    "dispersions",
    "distinction",
    "joined",
    "keyness",
    "sample",
    "turbulence",
]
